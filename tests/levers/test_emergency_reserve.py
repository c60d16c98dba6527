"""Emergency reserve, by hand: kept from what closed, few hours, firm power, coal and CO2 counted."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.library.calendar import MONTH_OF_HOUR
from tests.support.rows import coal, near, peaker, target
from tests.support.small_case import small_case
from tests.support.solved import solve_small

FUELS = [{"fuel": "coal", "is_coal": True}, {"fuel": "gas"}]


def plan(load=(1.0,), policies=(), gas_cost=1000.0, cohort=None, **reserve):
    """1 GW of coal of which 0.4 GW reaches the end of its life, a peaker at ``gas_cost`` CNY/MWh."""
    unit = coal(existing_gw=1.0, retire_max_gw=0.4, **(cohort or {}))
    return small_case({
        "fuels": FUELS, "cohorts": [unit, peaker(cost=gas_cost)], "policies": list(policies),
        "life_extension": [{"cohort": "coal", "expiring_gw": 0.4, "extension_max_gw": 0.0}],
        "emergency_reserve": [{"cohort": "coal", **reserve}]}, load_gw=load)


def test_reserve_runs_its_hours_and_no_more():
    # Four hours of 1 GW; 0.6 GW of coal at 0.3.  The reserve may give 2 h x 0.4 GW = 0.8 GWh at 0.3 + 0.1 = 0.4, the
    # peaker the other 0.8 GWh at 1.0.
    solved = solve_small(plan(max_full_load_hours=2.0, call_cost_cny_per_mwh=100.0), 4)
    assert solved.value("emergency_reserve_gw", "coal") == near(0.4)
    assert solved.get("emergency_output_gw", "coal").sum() == near(0.8)
    assert solved.cost == near(4 * 0.6 * 0.3 + 0.8 * 0.4 + 0.8 * 1.0)
    assert solved.cost_of("emergency_running") == near(0.32)
    # Closed all the same: 0.4 GW has left service.
    assert solved.value("thermal_retired_gw", "coal") == near(0.4)
    assert solved.value("thermal_capacity_gw", "coal") == near(0.6)


def test_hours_are_of_gross_capacity_and_output_is_net():
    # Own use 0.1, availability 0.5: at most 0.5 x 0.9 x 0.4 = 0.18 GW net, 0.2 GW gross; 2 h x 0.4 = 0.8 GWh gross =
    # all four hours at the limit, 0.72 GWh net.
    solved = solve_small(plan(max_full_load_hours=2.0, cohort={"own_use_share": 0.1, "availability_share": 0.5}), 4)
    assert solved.get("emergency_output_gw", "coal") == near(np.full(4, 0.18))


def test_upkeep_is_weighed_against_what_the_reserve_saves():
    # One GW kept saves 2 h x (1.0 - 0.3) = 1.4 million CNY; upkeep of 2 CNY/kW a year is 2 million CNY per GW.
    solved = solve_small(plan(max_full_load_hours=2.0, fixed_cost_cny_per_kw_a=2.0), 4)
    assert solved.value("emergency_reserve_gw", "coal") == near(0.0)
    cheaper = solve_small(plan(max_full_load_hours=2.0, fixed_cost_cny_per_kw_a=1.0), 4)
    assert cheaper.value("emergency_reserve_gw", "coal") == near(0.4)
    assert cheaper.cost_of("emergency_upkeep") == near(0.4)


def test_fuel_is_dearer_when_called():
    # 300 + 50 g/kWh: 0.8 GWh x 0.35 kt/GWh.
    solved = solve_small(plan(max_full_load_hours=2.0, rate_penalty_g_per_kwh=50.0), 4)
    assert solved.dataset["emergency_fuel_kt_per_h"].sum() == near(0.28)


def test_co2_of_the_reserve_is_charged_above_its_benchmark():
    # 350 g/kWh when called, 2.66 t/tce: 0.931 t per net MWh, of which 0.45 t per gross MWh (0.5 per net) are free; fuel
    # 0.35 and CO2 at 100 CNY/t 0.1 x 0.431 for each of 0.72 GWh net (2 h x 0.4 GW gross).
    case = small_case({
        "fuels": FUELS, "regions": [{"region": "r", "co2_price_cny_per_t": 100.0}],
        "cohorts": [coal(retire_max_gw=0.4, own_use_share=0.1, co2_benchmark_t_per_mwh=0.45), peaker()],
        "life_extension": [{"cohort": "coal", "expiring_gw": 0.4, "extension_max_gw": 0.0}],
        "emergency_reserve": [{"cohort": "coal", "max_full_load_hours": 2.0, "rate_penalty_g_per_kwh": 50.0}]})
    solved = solve_small(case, 4)
    assert solved.get("emergency_output_gw", "coal").sum() == near(0.72)
    assert solved.cost_of("emergency_running") == near(0.72 * (0.35 + 0.1 * (0.931 - 0.5)))


@pytest.mark.parametrize(("metric", "value", "sense", "slack"), [
    ("quota.renewable_consumption", 50.0, "min", 0.5 * (4.0 + 0.24 + 0.08)),
    ("share.nonfossil_generation", 30.0, "min", 0.3 * (2.4 + 0.8 + 1.12)),
    ("generation.new_energy_to_thermal_ratio", 0.5, "min", 0.5 * (2.4 + 0.8 + 1.12)),
    ("coal.net_heat_rate", 300.0, "max", 0.72 * 0.05)])
def test_the_reserve_counts_in_every_account(metric, value, sense, slack):
    # Own use 0.1: coal gives 4 x 0.54 GWh net of 2.4 gross, the reserve 0.72 of 0.8 at 350 g/kWh, gas the other 1.12 of
    # 4 GWh; nothing is renewable, so the slack is the whole of what is asked.
    case = plan(policies=[target(metric, value, sense=sense, slack_price=1.0)], max_full_load_hours=2.0,
                cohort={"own_use_share": 0.1}, rate_penalty_g_per_kwh=50.0)
    assert solve_small(case, 4).slack("target") == near(slack)


def test_firm_power_counts_as_a_coal_unit_and_capacity_does_not():
    # Summer peak 1.5 GW, winter 1.3: at 10 % margin 1.65 GW firm is needed; 0.6 coal + 0.4 reserve x 1.0 + peaker.
    peak = np.where(MONTH_OF_HOUR == 7, 1.5, np.where(MONTH_OF_HOUR == 12, 1.3, 1.0))
    margin = [target("reserve.margin", 10.0)]
    case = small_case({
        "cohorts": [coal(existing_gw=1.0, retire_max_gw=0.4)], "policies": margin,
        "life_extension": [{"cohort": "coal", "expiring_gw": 0.4, "extension_max_gw": 0.0}],
        "emergency_reserve": [{"cohort": "coal", "max_full_load_hours": 1.0}]}, load_gw=peak)
    assert solve_small(case, 4).slack("target") == near(1.65 - 0.6 - 0.4)
    # A ceiling on coal capacity does not see the reserve.
    ceiling = solve_small(plan(policies=[target("capacity.coal", 0.6, sense="max")], max_full_load_hours=2.0), 4)
    assert ceiling.slack("target") == near(0.0)
    assert ceiling.value("emergency_reserve_gw", "coal") == near(0.4)


def test_coal_and_co2_of_the_reserve_are_counted():
    # Coal in four hours: 2.4 GWh x 0.3 + 0.8 GWh x 0.3 = 0.96 kt against a cap of 0.9 kt, whose slack is dear.
    cap = [target("coal.consumption_cap", 0.0009, sense="max")]
    solved = solve_small(plan(policies=cap, max_full_load_hours=2.0), 4)
    burnt = float(solved.dataset["thermal_fuel_kt_per_h"].sum() + solved.dataset["emergency_fuel_kt_per_h"].sum())
    assert burnt == near(0.9)
