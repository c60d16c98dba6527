"""Operation of thermal cohorts: online capacity, minimum output, starts, fuel at part load, yearly hours."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis
from tests.support.rows import FUEL_COST, FUELS, JANUARY, JULY, UNSERVED_COST, coal, hours_of, near, peaker
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def test_online_limit_is_the_available_capacity():
    case = small_case({"cohorts": [coal(availability_share=0.8)]})
    solved = solve_small(case, 3)
    assert solved.get("thermal_online_gw", "coal") == near([0.8] * 3)
    assert solved.get("unserved_gw", "r") == near([0.2] * 3)


def test_own_use_is_taken_off_the_output():
    case = small_case({"cohorts": [coal(own_use_share=0.1)]})
    assert solve_small(case, 2).get("thermal_output_gw", "coal") == near([0.9, 0.9])


def test_must_run_keeps_units_at_their_minimum_output():
    # 0.6 of the available 0.9 GW stays online: 0.54 GW x 0.5 minimum = 0.27 GW, 0.17 GW above a load of 0.1 GW.
    case = small_case({"cohorts": [coal(availability_share=0.9, must_run_share=0.6, min_output_share=0.5)]},
                      load_gw=[0.1, 0.5])
    solved = solve_small(case, 2)
    assert solved.get("excess_gw", "r") == near([0.17, 0.0])
    assert solved.get("thermal_online_gw", "coal")[0] == near(0.54)


def test_must_run_of_the_heating_season_holds_there_and_only_there():
    case = small_case({
        "regions": [{"region": "r", "heating_months": "11 12 1 2"}],
        "cohorts": [coal(must_run_heating_share=0.5, min_output_share=0.4)],
    }, load_gw=[0.1])
    solved = solve_small(case, hours_of(JANUARY, JULY))
    # In January 0.5 GW stays online and gives at least 0.2 GW.
    assert solved.get("thermal_online_gw", "coal")[0] == near(0.5)
    assert solved.get("excess_gw", "r") == near([0.1, 0.0])


def test_minimum_output_of_the_heating_season():
    case = small_case({
        "regions": [{"region": "r", "heating_months": "1"}],
        "cohorts": [coal(must_run_share=1.0, min_output_share=0.2, min_output_heating_share=0.6)],
    }, load_gw=[0.4])
    solved = solve_small(case, hours_of(JANUARY, JULY))
    assert solved.get("thermal_output_gw", "coal") == near([0.6, 0.4])
    assert solved.cost_of("fuel") == near(FUEL_COST)


def test_fuel_of_the_heating_minimum_is_paid_where_other_cohorts_have_none():
    # As above, beside a cohort that is dearer and stands still.
    case = small_case({
        "regions": [{"region": "r", "heating_months": "1"}],
        "cohorts": [coal(must_run_share=1.0, min_output_share=0.2, min_output_heating_share=0.6),
                    coal("dear", net_rate_g_per_kwh=400.0)],
    }, load_gw=[0.4])
    solved = solve_small(case, hours_of(JANUARY, JULY))
    assert solved.get("thermal_output_gw", "coal") == near([0.6, 0.4])
    # 1 GWh of fuel, and 0.2 GWh thrown away at 10 million CNY.
    assert solved.cost_of("fuel") == near(FUEL_COST)
    assert solved.cost == near(FUEL_COST + 0.2 * UNSERVED_COST)


def test_a_start_is_paid_once_however_long_the_block_lasts():
    # Two blocks of two hours, full load and none: one start of 1 GW at 0.02 CNY/kW beats idling for two hours.
    case = small_case({"cohorts": [coal(no_load_share=0.5, start_cost_cny_per_kw=0.02)]}, load_gw=[1.0, 1.0, 0.0, 0.0])
    pairs = TimeAxis(np.array([0, 2]), np.array([2, 2]), np.array([2.0, 2.0]), cyclic=True)
    solved = solve_small(case, pairs)
    assert solved.get("thermal_started_gw", "coal") == near([1.0, 0.0])
    assert solved.cost_of("start") == near(0.02)


def test_output_range_brings_units_online_for_the_load_above_their_minimum():
    # No-load fuel makes idling dear, so just enough is online: output 0.7 GW at full load.
    case = small_case({"cohorts": [coal(no_load_share=0.1, min_output_share=0.5)]}, load_gw=[0.7])
    assert solve_small(case, 2).get("thermal_online_gw", "coal") == near([0.7, 0.7])


@pytest.mark.parametrize(("start_cost", "stays_online", "cost"), [(0.02, 0.0, 0.32), (0.05, 1.0, 0.33)])
def test_units_stop_when_a_start_costs_less_than_idling(start_cost, stays_online, cost):
    # One hour at full load and one at nothing: idling burns 0.1 x 0.3 = 0.03 million CNY per GW.
    case = small_case({"cohorts": [coal(no_load_share=0.1, start_cost_cny_per_kw=start_cost)]}, load_gw=[1.0, 0.0])
    solved = solve_small(case, 2)
    assert solved.get("thermal_online_gw", "coal") == near([1.0, stays_online])
    assert solved.get("thermal_started_gw", "coal") == near([1.0 - stays_online, 0.0])
    assert solved.cost == near(cost)


@pytest.mark.parametrize(("output", "rise"), [(1.0, 1.0), (0.5, 1.08), (0.3, 1.0 + 0.08 * 0.7 / 0.3)])
def test_part_load_burns_more_coal_per_kwh(output, rise):
    # fuel = rate x (n u + (1 - n) p): with n = 0.08 the rate rises by n (1 - p) / p, 19 % at 30 % output.
    case = small_case({"cohorts": [coal(no_load_share=0.08, min_output_share=0.3, must_run_share=1.0)]},
                      load_gw=[output])
    solved = solve_small(case, 2)
    rate = solved.get("thermal_fuel_kt_per_h", "coal") / solved.get("thermal_output_gw", "coal")
    assert rate == near([0.3 * rise] * 2)
    assert solved.cost_of("fuel") == near(2 * 0.3 * rise * output)


def test_part_load_fuel_counts_net_output():
    # Own use e: full load gives (1 - e) net per GW online, and there the net coal rate is the stated one.
    case = small_case({"cohorts": [coal(no_load_share=0.08, own_use_share=0.1, must_run_share=1.0)]}, load_gw=[0.9])
    assert solve_small(case, 2).get("thermal_fuel_kt_per_h", "coal") == near([0.27, 0.27])


def test_free_output_limit_of_a_cohort_without_commitment():
    case = small_case({"cohorts": [coal(commitment=False, availability_share=0.9, own_use_share=0.1,
                                        min_output_share=0.9, must_run_share=1.0)]}, load_gw=[1.0, 0.1])
    solved = solve_small(case, 2)
    assert solved.get("thermal_output_gw", "coal") == near([0.81, 0.1])
    assert solved.get("thermal_fuel_kt_per_h", "coal") == near([0.243, 0.03])
    assert solved.cost_of("fuel") == near(FUEL_COST * 0.91)


@pytest.mark.parametrize("commitment", [True, False])
def test_full_load_hours_cap_the_years_gross_energy(commitment):
    # 2 hours x 1 GW gross = 1.8 GWh net of 10 % own use; the load takes 4 x 0.9 GWh.
    case = small_case({"cohorts": [coal(max_full_load_hours=2.0, own_use_share=0.1, commitment=commitment)]},
                      load_gw=[0.9])
    solved = solve_small(case, 4)
    assert solved.get("thermal_output_gw", "coal").sum() == near(1.8)
    assert solved.get("unserved_gw", "r").sum() == near(1.8)


def test_full_load_hours_add_up_over_the_months():
    case = small_case({"cohorts": [coal(max_full_load_hours=1.0)]})
    solved = solve_small(case, hours_of(JANUARY, JULY))
    assert solved.get("thermal_output_gw", "coal").sum() == near(1.0)


@pytest.mark.parametrize("commitment", [True, False])
def test_co2_price_is_charged_on_what_exceeds_the_benchmark(commitment):
    # 0.798 t per net MWh burnt; 0.6 t per gross MWh free; 5 % own use: 100 CNY/t x (0.798 - 0.6 / 0.95).
    case = small_case({"regions": [{"region": "r", "co2_price_cny_per_t": 100.0}],
                       "cohorts": [coal(existing_gw=2.0, own_use_share=0.05, co2_benchmark_t_per_mwh=0.6,
                                        commitment=commitment)]})
    assert solve_small(case, 2).cost_of("co2") == near(2 * 0.1 * (0.798 - 0.6 / 0.95))


def test_co2_price_without_a_benchmark_is_charged_in_full():
    case = small_case({"regions": [{"region": "r", "co2_price_cny_per_t": 100.0}], "cohorts": [coal()]})
    assert solve_small(case, 2).cost_of("co2") == near(2 * 0.1 * 0.798)


def test_variable_cost_is_per_net_output():
    case = small_case({"cohorts": [coal(own_use_share=0.5, existing_gw=2.0, variable_cost_cny_per_mwh=20.0,
                                        min_output_share=0.5)]})
    assert solve_small(case, 3).cost_of("variable") == near(3 * 0.02)


def test_a_fuel_price_of_the_region_goes_before_the_general_one():
    case = small_case({
        "fuels": [{"fuel": "coal", "price_cny_per_tce": 1000.0}, {"fuel": "coal", "region": "r",
                                                                   "price_cny_per_tce": 500.0}],
        "cohorts": [coal()],
    })
    assert solve_small(case, 2).cost_of("fuel") == near(2 * 0.15)


RAMPED = {"existing_gw": 2.0, "ramp_share_per_h": 0.25}


def test_ramp_up_limits_the_rise_of_what_is_online():
    # 2 GW online rise by 0.25 x 2 = 0.5 GW in the hour; the rest of the rise is the dear plant's.
    case = small_case({"fuels": FUELS, "cohorts": [coal(**RAMPED), peaker()]}, load_gw=[1.0, 2.0])
    solved = solve_small(case, hours_of(0, 1, cyclic=False))
    assert solved.get("thermal_output_gw", "coal") == near([1.0, 1.5])
    assert solved.get("thermal_output_gw", "gas") == near([0.0, 0.5])


def test_ramp_down_limits_the_fall_of_what_is_online():
    # Output may fall by 0.5 GW to the 1 GW of the second hour, so the first may not be above 1.5 GW.
    case = small_case({"fuels": FUELS, "cohorts": [coal(**RAMPED, must_run_share=1.0), peaker()]}, load_gw=[2.0, 1.0])
    solved = solve_small(case, hours_of(0, 1, cyclic=False))
    assert solved.get("thermal_output_gw", "coal") == near([1.5, 1.0])


def test_the_last_hour_ramps_to_the_first_in_a_cyclic_year():
    case = small_case({"fuels": FUELS, "cohorts": [coal(**RAMPED), peaker()]}, load_gw=[1.0, 1.5, 2.0])
    # Without a link from the last hour to the first all of it could be coal; with it the fall from 2 to 1 binds.
    assert solve_small(case, hours_of(0, 1, 2, cyclic=False)).get("thermal_output_gw", "gas") == near([0, 0, 0])
    assert solve_small(case, 3).get("thermal_output_gw", "gas") == near([0.0, 0.0, 0.5])


def test_what_starts_comes_at_minimum_output():
    # x GW online in the first hour at full output 0.5 GW: x = 0.5, of which 0.25 lie above the minimum.  In the second
    # hour 2 GW are online; 1.5 GW have just started and stand at their minimum; the 0.5 GW rise by 0.25 x 0.5:
    # output 0.5 x 2 + 0.25 + 0.125 = 1.375 GW.
    case = small_case({"fuels": FUELS, "cohorts": [coal(**RAMPED, min_output_share=0.5), peaker()]},
                      load_gw=[0.5, 2.0])
    solved = solve_small(case, hours_of(0, 1, cyclic=False))
    assert solved.get("thermal_output_gw", "coal") == near([0.5, 1.375])


def test_a_ramp_that_covers_the_whole_range_has_no_rows():
    case = small_case({"cohorts": [coal(min_output_share=0.5, ramp_share_per_h=0.5)]})
    assert "operation.ramp_up" not in solve_small(case, 2).problem.row_families


def test_ramps_of_blocks_grow_with_the_hours_between_their_middles():
    # Blocks of two hours: 2 hours x 0.25 x 2 GW = 1 GW from middle to middle, so a rise of 1 GW needs no dear plant.
    case = small_case({"fuels": FUELS, "cohorts": [coal(**RAMPED), peaker()]}, load_gw=[1.0, 1.0, 2.0, 2.0])
    pairs = TimeAxis(np.array([0, 2]), np.array([2, 2]), np.array([2.0, 2.0]), cyclic=False)
    assert solve_small(case, pairs).get("thermal_output_gw", "gas") == near([0.0, 0.0])
