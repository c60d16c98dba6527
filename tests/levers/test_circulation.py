"""Power sent round between regions loses energy and never helps a target."""

from __future__ import annotations

import pytest

from gridplan.model.circulation import circuits, forced_gwh
from gridplan.results import accounts
from gridplan.results.green_account import green_left_gwh
from gridplan.solve.run import solve
from tests.support.levers.demand_side import electrolyser, part
from tests.support.levers.exchange import QUOTA, TWO
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

THERE = {"link": "there", "from": "r", "to": "east", "capacity_gw": 1.0, "loss_share": 0.1}
BACK = {"link": "back", "from": "east", "to": "r", "capacity_gw": 1.0, "loss_share": 0.1}
YEAR = 2030


def windy(*policies, links=(THERE, BACK), **tables):
    """r has 2 GW of wind on a load of 1 GW, east must-run coal that fills its load: r cannot export its surplus."""
    return small_case({
        **TWO, "cohorts": [coal(existing_gw=1.0), coal("there", 1.0, region="east", min_output_share=1.0,
                                                       must_run_share=1.0)],
        "renewables": [wind(existing_gw=2.0)], "links": list(links), "policies": list(policies), **tables},
        {"wind": [1.0], "flat": [1.0]})


@pytest.mark.parametrize("policy", [
    target("utilisation.wind", 100.0, slack_price=100.0),
    target(QUOTA, 100.0, slack_price=100.0),
    target("share.nonfossil_generation", 100.0, slack_price=100.0),
])
def test_burning_on_the_wires_never_pays(policy):
    # Round the circuit 1 GW loses 0.1 + 0.09 GW, which r could generate more and count as used.  What the circuit loses
    # is taken off, so a solved plan is no cheaper with the way back than without it.
    alone = solve_small(windy(policy, links=()), 2)
    joined = solve_small(windy(policy), 2)
    assert joined.cost == near(alone.cost)
    assert joined.slack("target") == near(alone.slack("target"))


def test_without_the_guard_it_would_pay(monkeypatch):
    # Round the circuit go 1 GW and 0.9 GW back: 0.19 GW more of wind in each of two hours.
    monkeypatch.setattr("gridplan.model.circulation.circulation_loss_gwh", lambda *_place: 0.0)
    assert solve_small(windy(target("utilisation.wind", 100.0, slack_price=100.0)), 2).slack("target") == near(1.62)


def test_a_circuit_over_three_regions_does_not_pay_either():
    three = {"regions": [{"region": name} for name in ("r", "east", "south")],
             "demand": [{"region": name, "energy_twh": 8.76} for name in ("r", "east", "south")]}
    full = {"min_output_share": 1.0, "must_run_share": 1.0}
    tables = {**three, "cohorts": [coal(existing_gw=1.0), coal("e", 1.0, region="east", **full),
                                   coal("s", 1.0, region="south", **full)],
              "renewables": [wind(existing_gw=2.0)],
              "policies": [target("utilisation.wind", 100.0, slack_price=100.0)]}
    ring = [THERE, {**THERE, "link": "on", "from": "east", "to": "south"}, {**BACK, "from": "south"}]
    case = small_case({**tables, "links": ring}, {"wind": [1.0]})
    assert {edge[1] for edge in circuits(case, YEAR, "r")} == {"there", "on", "back"}
    assert solve_small(case, 2).slack("target") == near(2.0)


def test_only_links_by_which_power_can_return_are_charged():
    outside = {**THERE, "link": "sale", "to": "outside"}
    fixed = {**THERE, "mode": "profile"}
    assert circuits(windy(links=[THERE]), YEAR, "r") == []
    assert circuits(windy(links=[outside, {**BACK, "from": "outside"}]), YEAR, "r") == []
    assert circuits(windy(links=[fixed, BACK]), YEAR, "r") == []
    assert [edge[1] for edge in circuits(windy(), YEAR, "east")] == ["there", "back"]


def test_emergency_support_can_close_a_circuit():
    support = {"support": "aid", "from": "east", "to": "r", "support_gw": 0.5, "max_hours": 2.0}
    case = windy(links=[THERE], emergency_support=[support])
    assert [edge[:2] for edge in circuits(case, YEAR, "r")] == [("links", "there"), ("emergency_support", "aid")]


def test_honest_exchange_pays_only_its_own_loss():
    # East has no plant of its own: r sends it 1 / 0.9 GW and uses all of its wind; the loss of the way there, 0.1 / 0.9
    # GW in each of two hours, is taken off.
    case = windy(target("utilisation.wind", 100.0, slack_price=100.0), cohorts=[coal(existing_gw=1.0)],
                 links=[{**THERE, "capacity_gw": 2.0}, BACK])
    solved = solve_small(case, 2)
    assert solved.get("link_flow_gw", "there") == near([1 / 0.9] * 2)
    assert solved.slack("target") == near(2 * 0.1 / 0.9)


def test_the_loss_of_the_circuits_stands_in_the_quota_account():
    case = windy(target(QUOTA, 20.0), cohorts=[coal(existing_gw=1.0)], links=[{**THERE, "capacity_gw": 2.0}, BACK])
    results = solve(case, hours=24)
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []
    line = accounts.quota(results).iloc[0]
    lost = accounts.channels(results)["loss_gwh"].sum()
    assert line["circulation_loss_gwh"] == pytest.approx(lost)
    assert line["official_pct"] - line["binding_pct"] == pytest.approx(100.0 * lost / line["use_gwh"])
    assert results.policies["achieved"].iloc[0] == pytest.approx(line["binding_pct"])


def gusty(links=(THERE, BACK)):
    """Wind blows in one hour of two; r's load is filled by coal that cannot stop, east's as well.  An electrolyser of
    0.5 GW never stops: hydrogen can call 0.5 GWh of wind green, and asks for 1 GWh."""
    full = {"min_output_share": 1.0, "must_run_share": 1.0}
    return small_case({
        **TWO, "cohorts": [coal("fill", 1.0, **full), coal(existing_gw=1.0), coal("there", 1.0, region="east", **full)],
        "renewables": [wind(existing_gw=2.0)], "links": list(links),
        "electrolysers": [electrolyser(existing_gw=0.5, build_max_gw=0.0, min_load_share=1.0)],
        "policies": [target("hydrogen.green_production", 2e-5, slack_price=100.0)]}, {"wind": [1.0, 0.0]})


@pytest.mark.parametrize("links", [(), (THERE, BACK)])
def test_burning_on_the_wires_makes_no_green_hydrogen(links):
    # 1 GWh is asked at 50 kWh/kg (0.02 kt), 0.5 GWh of wind are used: 0.01 kt are missing, with the circuit or without.
    assert solve_small(gusty(links), 2).slack("target") == near(0.5 / 50)


def test_without_the_guard_it_would_make_some(monkeypatch):
    # Round the circuit 1 GW loses 0.19 GW, which the wind of the gusty hour gives.
    monkeypatch.setattr("gridplan.model.circulation.circulation_loss_gwh", lambda *_place: 0.0)
    assert solve_small(gusty(), 2).slack("target") == near((0.5 - 0.19) / 50)


def test_green_use_of_a_region_that_feeds_its_neighbour_pays_the_loss_of_the_way():
    # Wind gives 4 GWh in two hours; r sends 1 / 0.9 GW to east, of which a tenth is lost on a line of a circuit.  What
    # is left for a load that wants all of its 4 x 0.5 GWh and electrolysers that want 2 x 1.5: 4 - 2 x 0.1 / 0.9.
    case = windy({**target("hydrogen.green_production", 6e-5, slack_price=1000.0)},
                 {**target("industry.green_share", 100.0, subject="part", slack_price=0.1), "policy": "part"},
                 cohorts=[coal(existing_gw=4.0)], links=[{**THERE, "capacity_gw": 2.0}, BACK], loads=[part()],
                 electrolysers=[electrolyser(existing_gw=1.5, build_max_gw=0.0, min_load_share=1.0)])
    solved = solve_small(case, 2)
    left = 4.0 - 2.0 * 0.1 / 0.9
    assert solved.slack("target") == near(0.0)
    assert solved.value("load_green_gwh", "part") == near(left - 3.0)


def test_the_account_of_green_use_takes_the_loss_of_the_circuits_off():
    case = windy(target("hydrogen.green_production", 0.2628), cohorts=[coal(existing_gw=4.0)],
                 links=[{**THERE, "capacity_gw": 2.0}, BACK],
                 electrolysers=[electrolyser(existing_gw=1.5, build_max_gw=0.0, min_load_share=1.0)])
    results = solve(case, hours=24)
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []
    own, _pool = green_left_gwh(results, "r", YEAR)
    lost = accounts.channels(results)["loss_gwh"].sum()
    assert own == pytest.approx(8760.0 * 2.0 - lost - 8760.0 * 1.5, rel=1e-4)


@pytest.mark.parametrize(("bound", "forced"), [
    ({"min_flow_share": 0.25}, 2.0 * 0.25 * 1000.0), ({"energy_min_twh": 0.75}, 750.0), ({}, 0.0),
    ({"min_flow_share": 0.25, "energy_min_twh": 0.4}, 500.0)])
def test_what_a_link_must_send_by_hand(bound, forced):
    case = windy(links=({**THERE, "capacity_gw": 2.0, **bound}, BACK))
    assert forced_gwh(case, "links", "there", YEAR, 1000.0) == pytest.approx(forced)
    assert forced_gwh(case, "cohorts", "there", YEAR, 1000.0) == 0.0
