"""Hybrid pumped hydro: water lifted back, the lower reservoir, the minimum flow, and no gain for any quota."""

from __future__ import annotations

import pytest

from gridplan.library.tables import table
from gridplan.results.capacity_account import capacity
from gridplan.results.checks import check
from gridplan.results.energy_balance import energy_balance
from gridplan.results.flows import generation, storage
from gridplan.results.report_words import Words
from gridplan.results.trade_account import quota
from gridplan.solve.run import solve
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

LOAD = [0.5, 0.5, 1.2, 1.2]
BLOW = [1.0, 1.0, 0.0, 0.0]
DAM = {"reservoir": "dam", "existing_gw": 1.0, "annual_hours": 2190.0, "storage_hours": 20.0}
LIFT = {"hybrid_pump": "lift", "existing_gw": 0.5, "pump_efficiency_share": 0.8}


def plan(dam=DAM, lift=LIFT, **tables):
    """Wind of 1 GW in the first two hours, 0.25 GW of water in every hour."""
    return small_case({"renewables": [wind()], "reservoirs": [dam], "hybrid_pumps": [lift], **tables},
                      {"wind": BLOW, "inflow": [1.0]}, load_gw=LOAD)


def test_wind_nobody_wants_lifts_water_for_the_evening():
    # 0.5 GW are left over in each of two hours: 1 GWh lifts 0.8 GWh beside the 1 GWh of the river; 2.4 are wanted.
    solved = solve_small(plan(), 4)
    assert solved.get("hybrid_pump_charge_gw", "lift") == near([0.5, 0.5, 0.0, 0.0])
    assert solved.get("reservoir_output_gw", "dam").sum() == near(1.8)
    assert solved.get("unserved_gw", "r").sum() == near(0.6)


def test_the_pumps_lift_no_more_than_the_lower_reservoir_holds():
    # One hour of pumping at full power is held: 0.5 GWh of electricity for 0.4 GWh of water.
    solved = solve_small(plan(lift={**LIFT, "lower_hours": 1.0}), 4)
    assert solved.get("hybrid_pump_charge_gw", "lift").sum() == near(0.5)
    assert solved.get("hybrid_pump_lower_level_gwh", "lift").max() == near(0.4)
    assert solved.get("reservoir_output_gw", "dam").sum() == near(1.4)


def test_the_minimum_flow_is_passed_on_and_not_kept_back():
    # All the river's 0.25 GW must pass in every hour; only what is lifted beyond it can be kept in the evening.
    solved = solve_small(plan(dam={**DAM, "min_output_share": 0.25}), 4)
    output, caught = solved.get("reservoir_output_gw", "dam"), solved.get("hybrid_pump_caught_gw", "lift")
    assert output[:2] == near([0.25, 0.25])
    assert output.sum() == near(1.8)
    assert caught == near(output - 0.25)


def test_available_power_limits_pumping():
    solved = solve_small(plan(lift={**LIFT, "availability_share": 0.6}), 4)
    assert solved.get("hybrid_pump_charge_gw", "lift") == near([0.3, 0.3, 0.0, 0.0])


def test_pumps_are_built_where_they_pay():
    # 0.5 GW save 0.8 GWh of unserved energy at 10 million CNY, for 0.5 x 20 / 10 = 1 million CNY a year.
    lift = {"hybrid_pump": "lift", "build_max_gw": 2.0, "pump_efficiency_share": 0.8, "capex_cny_per_kw": 20.0,
            "fixed_cost_cny_per_kw_a": 0.1}
    solved = solve_small(plan(lift=lift), 4)
    assert solved.value("hybrid_pump_built_gw", "lift") == near(0.5)
    assert solved.cost_of("capital") == near(1.0)
    assert solved.cost_of("fixed") == near(0.05)


def test_two_pumps_share_the_water_of_their_plant():
    # Two pumps of 0.25 GW do what one of 0.5 GW does; what both keep back has been through the turbines once.
    case = plan(hybrid_pumps=[{**LIFT, "existing_gw": 0.25}, {**LIFT, "hybrid_pump": "second", "existing_gw": 0.25}])
    solved = solve_small(case, 4)
    assert solved.get("unserved_gw", "r").sum() == near(0.6)
    caught = solved.get("hybrid_pump_caught_gw", "lift") + solved.get("hybrid_pump_caught_gw", "second")
    assert (caught <= solved.get("reservoir_output_gw", "dam") + 1e-9).all()


def test_pumping_with_coal_power_earns_nothing_for_the_quota():
    # Half of 4 GWh is asked, the river gives 1: 1 GWh is missing, and lifting water at 5 CNY/kWh of penalty is no way.
    case = small_case({"cohorts": [coal(existing_gw=3.0)], "reservoirs": [DAM], "hybrid_pumps": [LIFT],
                       "policies": [target("quota.renewable_consumption", 50.0)]}, {"inflow": [1.0]}, load_gw=[1.0])
    solved = solve_small(case, 4)
    assert solved.slack("target") == near(1.0)
    assert solved.get("hybrid_pump_charge_gw", "lift").sum() == near(0.0)


def test_the_quota_takes_what_pumping_loses():
    # Wind 2.0 (of it 1.0 pumped) and river 1.0, less 0.2 lost, against 3.4 of load and the 0.2: 0.8 are missing.
    solved = solve_small(plan(policies=[target("quota.renewable_consumption", 100.0)]), 4)
    assert solved.get("hybrid_pump_charge_gw", "lift").sum() == near(1.0)
    assert solved.slack("target") == near(0.8)


def test_pumped_water_is_neither_spilled_nor_own_use():
    # Own use of 10 %: 1 GWh gives 0.8 of water, 0.72 net.  RE = 2.0 + 1.0; loss 0.28; own use 0.1 of the river alone.
    # Use = 3.4 + 0.1 + 0.28 = 3.78; missing 3.78 - (3.0 - 0.28) = 1.06.
    case = plan(dam={**DAM, "own_use_share": 0.1}, policies=[target("quota.renewable_consumption", 100.0)])
    assert solve_small(case, 4).slack("target") == near(1.06)


@pytest.fixture(scope="module")
def results():
    case = plan(dam={**DAM, "own_use_share": 0.1}, cohorts=[coal(existing_gw=0.1)],
                policies=[target("quota.renewable_consumption", 10.0),
                          target("capacity.pumped_hydro", 0.5, policy="p")])
    return solve(case, hours=24)


def test_every_account_closes(results):
    assert [one for one in check(results, results.run["cost_million_cny"]) if not one.ok] == []
    names = {one.name for one in check(results, results.run["cost_million_cny"])}
    assert {"hybrid_pump_within_power", "hybrid_pump_levels_follow", "reservoir_levels_follow"} <= names


def test_the_plant_generates_what_its_inflow_gave(results):
    # 0.25 GW over the year, 2190 GWh gross; pumping comes back as storage, with a round trip of 0.8 x 0.9.
    plants = generation(results).set_index("asset")
    assert plants.loc["dam", "gross_gwh"] == pytest.approx(2190.0, rel=1e-6)
    kept = storage(results).set_index("asset").loc["lift"]
    assert kept["charge_gwh"] > 100.0
    assert kept["discharge_gwh"] == pytest.approx(0.72 * kept["charge_gwh"], rel=1e-6)


def test_the_balance_and_the_quota_show_it_as_storage(results):
    rows = energy_balance(results).set_index(["row", "subject"])["energy_gwh"]
    lost = rows["storage_charge", "hybrid_pump"] - rows["storage_discharge", "hybrid_pump"]
    assert rows["storage_loss", ""] == pytest.approx(lost)
    assert quota(results)["storage_loss_gwh"].iloc[0] == pytest.approx(lost)


def test_its_power_counts_as_pumped_hydro(results):
    assert results.policies.set_index("policy").loc["p", "achieved"] == pytest.approx(0.5)
    assert capacity(results).set_index("asset").loc["lift", "technology"] == "hybrid_pump"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_has_words_for_every_store_that_charges(lang):
    palette = table("palette")
    words = Words(lang)
    for technology in palette.loc[palette["use"] == "store", "technology"]:
        assert words(f"flow_use.{technology}"), technology
