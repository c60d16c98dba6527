"""Operating reserve by hand: who keeps it, what limits it, what it costs, what is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gridplan.results.reserve_account import operating_reserve
from gridplan.solve.run import solve
from tests.support.levers.heat import demand
from tests.support.levers.operating_reserve import row
from tests.support.rows import FUEL_COST, FUELS, coal, near, peaker, wind
from tests.support.small_case import small_case
from tests.support.solved import Solved, solve_small

SHORT_COST = 5.0
"""Million CNY per GWh of reserve that is missing."""


def solved(hours: int = 4, load_gw: Any = 1.0, **tables: list[dict[str, Any]]) -> Solved:
    return solve_small(small_case(tables, load_gw=load_gw), hours)


def test_what_is_missing_is_what_headroom_lacks_and_costs_its_price():
    # 1.05 GW online against a load of 1 GW leave 0.05 of the 0.1 GW asked for.
    plan = solved(cohorts=[coal(existing_gw=1.05)], operating_reserve=[row(load_share=0.1)])
    assert plan.get("thermal_reserve_up_gw", "coal", "as_is") == near([0.05] * 4)
    assert plan.get("reserve_short_gw", "upward") == near([0.05] * 4)
    assert plan.cost_of("reserve_shortage") == near(4 * 0.05 * SHORT_COST)
    assert plan.cost == near(4 * FUEL_COST + 1.0)


def test_wind_and_sun_are_asked_for_by_their_output():
    # 0.02 x 1 + 0.2 x 0.25 + 0.1 x 0.05 GW.
    plan = solved(cohorts=[coal(existing_gw=2.0)],
                  renewables=[wind(existing_gw=0.5), wind("sun", 0.1, technology="solar_utility")],
                  operating_reserve=[row(load_share=0.02, wind_share=0.2, solar_share=0.1, shortage_cny_per_mwh=10.0),
                                     row("down", load_share=0.01)])
    asked = plan.get("thermal_reserve_up_gw", "coal", "as_is") + plan.get("reserve_short_gw", "upward")
    assert asked.min() >= 0.02 + 0.05 + 0.005 - 1e-6
    assert plan.cost_of("reserve_shortage") == near(0.0)


def test_the_ramp_within_the_minutes_is_a_limit():
    # 2 GW online move 0.3 of that an hour: in a quarter of an hour 0.15 GW, of 0.2 asked for.
    slow = coal(existing_gw=2.0, ramp_share_per_h=0.3)
    plan = solved(cohorts=[slow], operating_reserve=[row(load_share=0.2, minutes=15.0)])
    assert plan.get("reserve_short_gw", "upward") == near([0.05] * 4)


def test_only_what_is_online_keeps_reserve_and_it_must_run_at_its_minimum():
    # 0.2 GW of headroom: 1.2 GW online; at half load at least.  Of the peaker, cheap to hold, nothing is online.
    start = coal(existing_gw=2.0, min_output_share=0.5, start_cost_cny_per_kw=0.0)
    plan = solved(fuels=FUELS, cohorts=[start, peaker()], operating_reserve=[row(load_share=0.2)])
    assert plan.get("thermal_online_gw", "coal", "as_is").min() >= 1.2 - 1e-6
    assert np.isnan(plan.get("thermal_reserve_up_gw", "gas", "as_is")).all()


def test_down_is_what_lies_above_the_minimum():
    # At least 0.95 of what is online: with 1 GW online 0.05 GW can be taken off.
    plan = solved(cohorts=[coal(existing_gw=1.0, min_output_share=0.95)],
                  operating_reserve=[row("down", load_share=0.08)])
    assert plan.get("thermal_reserve_down_gw", "coal", "as_is") == near([0.05] * 4)
    assert plan.get("reserve_short_gw", "downward") == near([0.03] * 4)


@pytest.mark.parametrize(("hours", "kept"), [(1.0, 0.4), (2.0, 0.25)])
def test_a_store_keeps_what_its_energy_lasts_for(hours, kept):
    # 0.5 GW and half a GWh, full: 0.5 GW for one hour, 0.25 for two.
    cell = {"store": "cell", "existing_gw": 0.5, "existing_hours": 1.0}
    plan = solved(cohorts=[coal(existing_gw=1.0)], stores=[cell],
                  operating_reserve=[row(load_share=0.4, hours=hours)])
    assert plan.get("store_reserve_up_gw", "cell") == near([kept] * 4)
    assert plan.get("store_level_gwh", "cell").min() >= hours * kept - 1e-6
    assert plan.cost_of("reserve_shortage") == near(4 * (0.4 - kept) * SHORT_COST)


def test_both_efficiencies_stand_between_a_level_and_the_grid():
    # Of 0.5 GWh in store 0.4 arrive; 0.9 of what is taken fills 0.5 GWh of room, less what is held for up.
    cell = {"store": "cell", "existing_gw": 2.0, "existing_hours": 0.25, "charge_efficiency_share": 0.9,
            "discharge_efficiency_share": 0.8}
    up = solved(cohorts=[coal(existing_gw=1.0)], stores=[cell], operating_reserve=[row(load_share=0.9)])
    assert up.get("store_reserve_up_gw", "cell") == near([0.4] * 4)
    flat = coal(existing_gw=1.0, min_output_share=1.0)
    down = solved(cohorts=[flat], stores=[cell], operating_reserve=[row("down", load_share=0.9)])
    assert down.get("store_reserve_down_gw", "cell") == near([0.5 / 0.9] * 4)
    assert down.get("store_level_gwh", "cell") == near([0.0] * 4)


def test_a_charging_store_gives_up_its_charge_too():
    # In the hours of wind the store takes 0.5 GW; it could stop that and give 0.5 GW besides: 1 GW of reserve.
    gusts = np.resize([1.0, 0.0], 8760)
    case = small_case({
        "cohorts": [coal(existing_gw=0.5)], "renewables": [wind(existing_gw=1.5)],
        "stores": [{"store": "cell", "existing_gw": 0.5, "existing_hours": 4.0}],
        "operating_reserve": [row(load_share=0.9)]}, profiles={"wind": gusts})
    plan = solve_small(case, 4)
    kept, charge = plan.get("store_reserve_up_gw", "cell"), plan.get("store_charge_gw", "cell")
    assert charge[::2] == near([0.5] * 2) and plan.get("store_discharge_gw", "cell")[1::2] == near([0.5] * 2)
    # In the windy hours 0.5 GW of coal may stand idle but online beside it; in the others nothing is left.
    assert (kept[::2] + plan.get("thermal_reserve_up_gw", "coal", "as_is")[::2]).min() >= 0.9 - 1e-6
    assert kept[1::2] == near([0.0] * 2)
    assert plan.get("reserve_short_gw", "upward")[1::2] == near([0.9] * 2)


def test_a_reservoir_keeps_what_its_turbines_and_water_leave():
    # Half a GW of water comes to 1 GW of turbines and runs through: 0.5 GW up; half an hour of storage lasts as long.
    dam = {"reservoir": "dam", "region": "r", "existing_gw": 1.0, "annual_hours": 4380.0, "storage_hours": 0.5,
           "min_output_share": 0.1}
    plan = solved(cohorts=[coal(existing_gw=0.5)], reservoirs=[dam],
                  operating_reserve=[row(load_share=0.6), row("down", load_share=0.45)])
    assert plan.get("reservoir_reserve_up_gw", "dam") == near([0.5] * 4)
    assert plan.get("reserve_short_gw", "upward") == near([0.1] * 4)
    assert plan.get("reservoir_level_gwh", "dam") == near([0.5] * 4)
    down = plan.get("reservoir_reserve_down_gw", "dam") + plan.get("thermal_reserve_down_gw", "coal", "as_is")
    assert down.min() >= 0.45 - 1e-6 and plan.get("reservoir_reserve_down_gw", "dam").max() <= 0.4 + 1e-6


def _heated(direction: str, mode: str) -> Solved:
    """1 GW of heat-and-power units and 0.5 GW of heat: power loss 0.2, floor 0.5 per heat."""
    case = small_case({
        "fuels": FUELS, "cohorts": [coal("chp", 1.0), peaker()], "chp": [{"cohort": "chp", "mode": mode}],
        "heat_demand": [demand(0.5)],
        "operating_reserve": [row(direction, load_share=0.7, shortage_cny_per_mwh=100.0)]},
        {"heat": np.full(8760, 0.5)}, load_gw=0.6)
    return solve_small(case, 4)


def test_heat_takes_from_both_reserves():
    # 0.6 GW of power and 0.1 lost for heat are P = 0.7 of 1 GW; the heat asks for P >= 0.35.
    up = _heated("up", "extraction")
    assert up.get("thermal_reserve_up_gw", "chp", "as_is") == near([0.3] * 4)
    down = _heated("down", "extraction")
    assert down.get("thermal_reserve_down_gw", "chp", "as_is") == near([0.35] * 4)


def test_back_pressure_units_and_nuclear_plants_keep_none():
    heated = _heated("up", "back_pressure")
    assert "thermal_reserve_up_gw" not in heated.dataset
    assert heated.get("reserve_short_gw", "upward") == near([0.7 * 0.6] * 4)
    plan = solved(cohorts=[coal("atom", 2.0, technology="nuclear", fuel="coal")],
                  operating_reserve=[row(load_share=0.1)])
    assert plan.get("reserve_short_gw", "upward") == near([0.1] * 4)


def test_reserve_earns_its_price_and_capacity_is_built_for_it():
    # 0.1 GW of reserve is worth 0.1 x 5 million CNY in each of 4 hours; a GW built costs 10 (capex 100 CNY/kW over 10
    # years, of 4 hours in 8760 nothing is weighted here): it is built as soon as that is less than what it saves.
    new = coal("new", 0.0, build_max_gw=1.0, capex_cny_per_kw=100.0)
    plan = solved(cohorts=[coal(existing_gw=1.0), new], operating_reserve=[row(load_share=0.1)])
    assert plan.value("thermal_built_gw", "new") == near(0.1)
    assert plan.cost_of("reserve_shortage") == near(0.0)
    assert float(plan.get("reserve_price_cny_per_mwh", "upward").mean()) == near(2500.0, 1e-3)


def test_rows_hold_for_their_region_and_year_alone():
    tables = {
        "regions": [{"region": "r"}, {"region": "east"}],
        "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}],
        "cohorts": [coal(existing_gw=1.0), coal("there", 1.0, region="east")],
        "operating_reserve": [row(load_share=0.1, region="east")]}
    plan = solve_small(small_case(tables), 4)
    assert np.isnan(plan.get("thermal_reserve_up_gw", "coal", "as_is")).all()
    assert plan.get("thermal_reserve_up_gw", "there", "as_is") == near([0.0] * 4)


def test_every_check_holds_and_the_why_table_pays_the_reserve():
    case = small_case({
        "fuels": FUELS, "cohorts": [coal(existing_gw=0.95, min_output_share=0.3, ramp_share_per_h=0.6), peaker()],
        "renewables": [wind(existing_gw=0.4)],
        "stores": [{"store": "cell", "existing_gw": 0.1, "existing_hours": 2.0}],
        "operating_reserve": [row(load_share=0.3, wind_share=0.05, minutes=15.0), row("down", load_share=0.05)]},
        load_gw=1.0 + 0.2 * np.sin(np.arange(24) / 4.0))
    results = solve(case, hours=24)
    assert [check for check in results.run["checks"] if not check["ok"]] == []
    assert {"operating_reserve_kept", "operating_reserve_of_thermal", "operating_reserve_of_stores"} <= {
        check["name"] for check in results.run["checks"]}
    account = operating_reserve(results).set_index("direction")
    kept = account[["thermal_gw", "store_gw", "reservoir_gw", "short_gw"]].sum(axis=1)
    assert kept.to_numpy() == pytest.approx(account["asked_gw"].to_numpy(), abs=1e-6)
    assert account["lost_million_cny"].sum() == pytest.approx(
        results.costs.query("term == 'reserve_shortage'")["million_cny"].sum())
    earned = results.why.set_index("asset")["reserve_cny_per_kw"]
    assert earned["cell"] > 0 and earned["wind"] < 0
