"""Ceilings and floors on what a region receives and sends."""

from __future__ import annotations

import pytest

from gridplan.solve.run import solve
from tests.support.levers.exchange import TWO
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 4
CHEAP = {"link": "line", "from": "outside", "to": "r", "capacity_gw": 0.6, "price_cny_per_mwh": 100.0}
DEAR = {**CHEAP, "price_cny_per_mwh": 900.0}
SALE = {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.6}


def case_of(link, *policies, own_use=0.0, **tables):
    return small_case({"cohorts": [coal(existing_gw=3.0, own_use_share=own_use)], "links": [link],
                       "policies": list(policies), **tables})


def test_a_ceiling_on_the_share_of_consumption_counts_what_is_received():
    # 30 % of 4 GWh is 1.2 GWh received, 1.5 GWh sent with a loss of 20 %.
    solved = solve_small(case_of({**CHEAP, "loss_share": 0.2},
                                 target("import.share_of_consumption", 30.0, sense="max")), HOURS)
    assert solved.get("link_flow_gw", "line").sum() == near(1.5)


def test_the_consumption_is_gross():
    # Coal's own use of 5 % of its gross output is consumption too: M = 0.3 (4 + (4 - M) / 19).
    solved = solve_small(case_of(CHEAP, target("import.share_of_consumption", 30.0, sense="max"), own_use=0.05), HOURS)
    received = 0.3 * (4.0 + 4.0 / 19.0) / (1.0 + 0.3 / 19.0)
    assert solved.get("link_flow_gw", "line").sum() == near(received)


@pytest.mark.parametrize(("metric", "value", "energy"), [
    ("import.share_of_demand", 25.0, 1.0), ("import.energy", 0.0015, 1.5)])
def test_a_floor_makes_a_dear_import_run(metric, value, energy):
    assert solve_small(case_of(DEAR, target(metric, value)), HOURS).get("link_flow_gw", "line").sum() == near(energy)


def test_a_floor_on_green_energy_counts_as_the_quota_does():
    # 60 % of what is sent is green and counts after 10 % of loss: 0.54 GWh a GWh; 0.54 asked.
    link = {**DEAR, "green_share": 0.6, "loss_share": 0.1}
    floor = target("import.energy.green", 0.00054)
    assert solve_small(case_of(link, floor), HOURS).get("link_flow_gw", "line").sum() == near(1.0)
    before_loss = case_of({**link, "green_credit": "sending"}, floor)
    assert solve_small(before_loss, HOURS).get("link_flow_gw", "line").sum() == near(0.9)


def test_a_share_of_green_power_is_of_what_is_received():
    # A brown line of 100 CNY/MWh and a green one of 200: half of 2.4 GWh and more of the green.
    lines = [CHEAP, {**CHEAP, "link": "green", "price_cny_per_mwh": 350.0, "green_share": 1.0}]
    case = small_case({"cohorts": [coal(existing_gw=3.0)], "links": lines,
                       "policies": [target("import.green_share", 25.0)]})
    solved = solve_small(case, HOURS)
    assert solved.get("link_flow_gw", "line").sum() == near(2.4)
    assert solved.get("link_flow_gw", "green").sum() == near(0.8)


def test_a_floor_on_exports_is_of_what_is_sent():
    assert solve_small(case_of({**SALE, "loss_share": 0.1}, target("export.energy", 0.001)), HOURS).get(
        "link_flow_gw", "line").sum() == near(1.0)


@pytest.mark.parametrize(("link", "metric"), [(DEAR, "import.capacity"), (SALE, "export.capacity")])
def test_a_floor_on_capacity_builds_the_channel(link, metric):
    solved = solve_small(case_of({**link, "build_max_gw": 1.0, "capex_cny_per_kw": 2.0}, target(metric, 1.0)), HOURS)
    assert solved.value("link_built_gw", "line") == near(0.4)
    assert solved.cost_of("capital") == near(0.4 * 2.0 / 10.0)


def test_a_floor_out_of_reach_shows_its_shortfall():
    # 0.6 GW bring 2.4 GWh in four hours.
    floor = target("import.energy", 0.003, slack_price=1e5)
    assert solve_small(case_of(DEAR, floor), HOURS).slack("target") == near(0.6)


def test_power_sent_round_fills_no_floor():
    # Both regions have coal; the floor of r is met by keeping what arrives, not by sending it back.
    lines = [{"link": "in", "from": "east", "to": "r", "capacity_gw": 1.0},
             {"link": "out", "from": "r", "to": "east", "capacity_gw": 1.0}]
    case = small_case({**TWO, "cohorts": [coal(existing_gw=3.0), coal("there", 3.0, region="east",
                                                                      net_rate_g_per_kwh=400.0)],
                       "links": lines, "policies": [target("import.energy", 0.001, slack_price=1e5)]})
    solved = solve_small(case, HOURS)
    assert (solved.get("link_flow_gw", "in") - solved.get("link_flow_gw", "out")).sum() == near(1.0)


def test_emergency_support_is_received_energy():
    case = small_case({"cohorts": [coal(existing_gw=0.8)], "policies": [target("import.energy", 0.0001)],
                       "emergency_support": [{"support": "help", "from": "outside", "to": "r", "support_gw": 0.5,
                                              "max_hours": 4.0, "price_cny_per_mwh": 500.0}]})
    solved = solve_small(case, HOURS)
    assert solved.get("support_called_gw", "help").sum() == near(0.8)
    assert solved.slack("target") == near(0.0)


@pytest.mark.parametrize(("counted_in", "missing_gw", "missing_gwh"), [("r", 0.4, 1.6), ("outside", 1.4, 5.6)])
def test_a_channel_out_of_a_base_is_a_channel_out_of_the_province(counted_in, missing_gw, missing_gwh):
    # 0.6 GW leave the province and 1 GW its base, all at 900 CNY/MWh; 2 GW and 8 GWh in four hours are asked.
    lines = [{**SALE, "price_cny_per_mwh": 900.0}, {**SALE, "link": "out", "from": "base", "capacity_gw": 1.0,
                                                    "price_cny_per_mwh": 900.0},
             {"link": "tie", "from": "base", "to": "r", "capacity_gw": 0.5}]
    case = small_case({
        "regions": [{"region": "r"}, {"region": "base"}], "links": lines,
        "bases": [{"region": "base", "link": "out", "counted_in": counted_in}],
        "cohorts": [coal(existing_gw=3.0), coal("there", 1.0, region="base")],
        "policies": [{"policy": "gw", "metric": "export.capacity", "value": 2.0, "slack_price": 1.0},
                     {"policy": "gwh", "metric": "export.energy", "value": 0.008, "slack_price": 1.0}]})
    solved = solve_small(case, HOURS)
    assert solved.slack("gw") == near(missing_gw)
    assert solved.slack("gwh") == near(missing_gwh)


def test_the_scorecard_measures_what_the_rows_bind():
    metrics = {"import.share_of_consumption": (20.0, "max"), "import.share_of_demand": (10.0, "min"),
               "import.energy": (1.5, "min"), "import.energy.green": (0.7, "min"), "import.green_share": (50.0, "min"),
               "import.capacity": (0.5, "min"), "export.energy": (2.0, "min"), "export.capacity": (0.5, "min")}
    case = small_case({
        **TWO, "cohorts": [coal(existing_gw=3.0), coal("there", 3.0, region="east")],
        "renewables": [wind(existing_gw=1.0, region="east")],
        "links": [{**CHEAP, "loss_share": 0.1, "green_share": 0.6}, {**SALE, "link": "sale"},
                  {"link": "in", "from": "east", "to": "r", "capacity_gw": 0.3, "loss_share": 0.05},
                  {"link": "back", "from": "r", "to": "east", "capacity_gw": 0.2, "loss_share": 0.05}],
        "policies": [{"policy": metric, "metric": metric, "value": value, "sense": sense}
                     for metric, (value, sense) in metrics.items()]})
    results = solve(case, hours=24)
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []
    scored = results.policies.set_index("policy")
    assert list(scored["status"]) == ["met"] * len(metrics)
    # The ceiling binds: the row and the measure agree.
    assert scored.loc["import.share_of_consumption", "achieved"] == pytest.approx(20.0, abs=1e-4)
