"""Capacity of thermal cohorts: states, retrofits, building and retiring."""

from __future__ import annotations

import pytest

from tests.support.rows import FUEL_COST, FUELS, coal, near, peaker
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 10


@pytest.mark.parametrize(("cost_cny_per_kw", "retrofitted_gw"), [(2.0, 1.0), (4.0, 0.0)])
def test_a_retrofit_is_chosen_when_its_annuity_is_below_the_fuel_it_saves(cost_cny_per_kw, retrofitted_gw):
    # 30 g/kWh at 1 CNY/kg over 10 hours of full load save 0.3 CNY/kW; the retrofit costs a tenth of its price a year.
    case = small_case({
        "cohorts": [coal(existing_gw=1.0)],
        "retrofits": [{"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": cost_cny_per_kw, "life_years": 10.0,
                       "net_rate_change_g_per_kwh": -30.0}],
    })
    solved = solve_small(case, HOURS)
    assert solved.value("thermal_capacity_gw", "coal", "efficiency") == near(retrofitted_gw)
    assert solved.value("thermal_capacity_gw", "coal", "as_is") == near(1.0 - retrofitted_gw)
    assert solved.cost_of("retrofit") == near(retrofitted_gw * cost_cny_per_kw / 10.0)
    assert solved.cost_of("fuel") == near(HOURS * (FUEL_COST - 0.03 * retrofitted_gw))


def test_states_share_the_cohort_and_a_state_has_its_own_ceiling():
    case = small_case({
        "cohorts": [coal(existing_gw=1.0)],
        "retrofits": [{"cohort": "coal", "state": "efficiency", "net_rate_change_g_per_kwh": -30.0, "max_gw": 0.4}],
    })
    solved = solve_small(case, HOURS)
    assert solved.value("thermal_capacity_gw", "coal", "efficiency") == near(0.4)
    assert solved.value("thermal_capacity_gw", "coal", "as_is") == near(0.6)
    assert solved.cost_of("fuel") == near(HOURS * (0.6 * 0.30 + 0.4 * 0.27))


def test_a_retrofit_without_its_own_life_is_paid_over_the_remaining_life_of_the_units():
    case = small_case({
        "cohorts": [coal(existing_gw=1.0, remaining_life_years=20.0)],
        "retrofits": [{"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": 2.0,
                       "net_rate_change_g_per_kwh": -30.0}],
    })
    assert solve_small(case, HOURS).cost_of("retrofit") == near(2.0 / 20.0)


def test_capacity_retires_as_far_as_allowed_when_its_fixed_cost_is_wasted():
    # 2 GW stand for a load of 1 GW; 0.7 GW may go, which leaves 1.3 GW at 100 CNY/kW.
    case = small_case({"cohorts": [coal(existing_gw=2.0, retire_max_gw=0.7, fixed_cost_cny_per_kw_a=100.0)]})
    solved = solve_small(case, 2)
    assert solved.value("thermal_retired_gw", "coal") == near(0.7)
    assert solved.value("thermal_capacity_gw", "coal", "as_is") == near(1.3)
    assert solved.cost_of("fixed") == near(130.0)


def test_new_capacity_covers_the_peak_after_outages_and_own_use():
    # The highest hour asks 2 GW net: 2 / (0.8 available x 0.95 net) GW gross, at 10 CNY/kW over 10 years.
    case = small_case({"cohorts": [coal(existing_gw=0.0, build_max_gw=9.0, capex_cny_per_kw=10.0,
                                        availability_share=0.8, own_use_share=0.05)]}, load_gw=[1.0, 2.0])
    solved = solve_small(case, 2)
    assert solved.value("thermal_built_gw", "coal") == near(2.0 / (0.8 * 0.95))
    assert solved.cost_of("capital") == near(2.0 / (0.8 * 0.95))
    assert solved.cost_of("fuel") == near(3.0 * FUEL_COST)


def test_building_stops_at_its_ceiling():
    case = small_case({"cohorts": [coal(existing_gw=0.5, build_max_gw=0.2)]})
    solved = solve_small(case, 2)
    assert solved.value("thermal_capacity_gw", "coal") == near(0.7)
    assert solved.get("unserved_gw", "r") == near([0.3, 0.3])


def test_capital_is_an_annuity_at_the_discount_rate():
    # 8 % over 20 years: 0.08 / (1 - 1.08^-20) = 0.101852 a year.
    case = small_case({"cohorts": [coal(existing_gw=0.0, build_max_gw=2.0, capex_cny_per_kw=100.0, life_years=20.0)]},
                      discount_rate=0.08)
    assert solve_small(case, 2).cost_of("capital") == near(10.1852, 1e-4)


def test_a_flexibility_retrofit_lowers_the_minimum_and_leaves_the_heating_minimum_unless_told():
    # All units must be online; at a load of 0.1 GW as-is units (0.5) spill 0.4 GW, retrofitted ones (0.3) 0.2 GW.
    def spilled(**retrofit):
        case = small_case({
            "regions": [{"region": "r", "heating_months": "1"}],
            "cohorts": [coal(existing_gw=1.0, min_output_share=0.4, min_output_heating_share=0.5, must_run_share=1.0)],
            "retrofits": [{"cohort": "coal", "state": "flexibility", "min_output_share": 0.3, **retrofit}],
        }, load_gw=[0.1])
        return solve_small(case, 2).get("excess_gw", "r")

    assert spilled() == near([0.4, 0.4])
    assert spilled(min_output_heating_share=0.3) == near([0.2, 0.2])


def test_cohorts_are_used_in_order_of_their_cost():
    case = small_case({"fuels": FUELS, "cohorts": [coal(existing_gw=0.6), peaker()]})
    solved = solve_small(case, 3)
    assert solved.get("thermal_output_gw", "coal") == near([0.6] * 3)
    assert solved.get("thermal_output_gw", "gas") == near([0.4] * 3)
    assert solved.get("price_cny_per_mwh", "r") == near([1000.0] * 3)
