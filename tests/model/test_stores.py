"""Storage: losses, power and energy, building at a duration, and that burning energy never pays."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis
from tests.support.rows import FUELS, coal, hours_of, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def store(existing_gw: float = 1.0, **columns):
    return {"store": "cell", "existing_gw": existing_gw, **columns}


def windy(hours_on: list[float], stores: list[dict], load_gw: list[float], **tables):
    """2 GW of wind that blows in some hours, and a store."""
    return small_case({"renewables": [wind(existing_gw=2.0)], "stores": stores, **tables}, {"wind": hours_on},
                      load_gw=load_gw)


def test_charging_and_discharging_lose_energy():
    # 0.5 GW out at 0.8 takes 0.625 GWh from the store, and that takes 0.625 / 0.9 GW in.
    case = windy([1.0, 0.0], [store(charge_efficiency_share=0.9, discharge_efficiency_share=0.8,
                                    variable_cost_cny_per_mwh=10.0)], [0.5, 0.5])
    solved = solve_small(case, 2)
    assert solved.get("store_discharge_gw", "cell") == near([0.0, 0.5])
    assert solved.get("store_charge_gw", "cell") == near([0.625 / 0.9, 0.0])
    assert solved.get("store_level_gwh", "cell") == near([0.625, 0.0])
    assert solved.cost == near(0.5 * 0.01)


def test_a_share_of_the_level_is_lost_every_hour():
    case = small_case({"fuels": FUELS, "cohorts": [coal(existing_gw=1.0, availability_share=1.0)],
                       "stores": [store(standing_loss_share_per_h=0.1)]}, load_gw=[0.0, 0.0, 1.45])
    solved = solve_small(case, 3)
    # 0.45 GW in the third hour: the level before it, less 10 %, is 0.45, so 0.5 GWh at the end of the second hour,
    # charged in that hour, the latest.
    assert solved.get("store_level_gwh", "cell") == near([0.0, 0.5, 0.0])
    assert solved.get("store_charge_gw", "cell") == near([0.0, 0.5, 0.0])


def test_the_standing_loss_of_a_block_compounds_over_its_hours():
    # Three hours of 0.3 GW take 0.9 GWh from a level that loses 10 % three times: 0.9 / 0.9^3 GWh before them.
    case = small_case({"cohorts": [coal(existing_gw=1.0)], "stores": [store(standing_loss_share_per_h=0.1)]},
                      load_gw=[0.0, 0.0, 0.0, 1.3, 1.3, 1.3])
    axis = TimeAxis(np.array([0, 3]), np.array([3, 3]), np.array([3.0, 3.0]))
    solved = solve_small(case, axis)
    assert solved.get("store_discharge_gw", "cell") == near([0.0, 0.3])
    assert solved.get("store_level_gwh", "cell") == near([0.9 / 0.9**3, 0.0])


def test_charge_and_discharge_share_the_available_power():
    case = windy([1.0, 0.0], [store(availability_share=0.6)], [1.0, 1.0])
    solved = solve_small(case, 2)
    assert solved.get("store_discharge_gw", "cell") == near([0.0, 0.6])
    assert solved.get("unserved_gw", "r") == near([0.0, 0.4])


def test_the_level_stays_within_the_energy():
    # A quarter of an hour of 1 GW: 0.25 GWh.
    case = windy([1.0, 0.0], [store(existing_hours=0.25)], [1.0, 1.0])
    assert solve_small(case, 2).get("unserved_gw", "r") == near([0.0, 0.75])


def test_the_year_ends_at_the_level_it_began_with():
    case = small_case({"stores": [store()]})
    assert solve_small(case, 3).get("store_discharge_gw", "cell") == near([0.0, 0.0, 0.0])


def test_a_window_may_begin_with_a_level_from_outside():
    case = small_case({"stores": [store(existing_hours=2.0)]})
    solved = solve_small(case, hours_of(0, 1, 2, cyclic=False))
    assert solved.get("store_discharge_gw", "cell").sum() == near(2.0)


NEW = {"existing_gw": 0.0, "build_max_gw": 5.0}


def test_new_energy_is_at_least_the_shortest_duration():
    # 1 GW for one hour needs 1 GWh; with a shortest duration of 2 h it comes with 2 GWh: (1 x 10 + 2 x 20) / 10 years.
    case = windy([1.0, 0.0], [store(**NEW, hours_min=2.0, hours_max=4.0, capex_power_cny_per_kw=10.0,
                                    capex_energy_cny_per_kwh=20.0)], [1.0, 1.0])
    solved = solve_small(case, 2)
    assert solved.value("store_power_built_gw", "cell") == near(1.0)
    assert solved.value("store_energy_built_gwh", "cell") == near(2.0)
    assert solved.cost == near(5.0)


def test_new_energy_is_at_most_the_longest_duration():
    # 0.5 GW for two hours is 1 GWh; with at most 1 h it needs 1 GW of power.
    case = windy([1.0, 1.0, 0.0, 0.0], [store(**NEW, hours_min=0.5, hours_max=1.0, capex_power_cny_per_kw=10.0,
                                              fixed_cost_cny_per_kw_a=3.0)], [0.5])
    solved = solve_small(case, 4)
    assert solved.value("store_power_gw", "cell") == near(1.0)
    assert solved.value("store_energy_gwh", "cell") == near(1.0)
    assert solved.cost == near(1.0 + 3.0)


def test_new_power_stops_at_its_ceiling():
    case = windy([1.0, 0.0], [store(existing_gw=0.1, build_max_gw=0.3)], [1.0, 1.0])
    assert solve_small(case, 2).value("store_power_gw", "cell") == near(0.4)


@pytest.mark.parametrize("metric", ["quota.renewable_consumption", "quota.nonhydro_consumption",
                                    "utilisation.renewable", "utilisation.wind", "share.nonfossil_generation"])
def test_a_store_gains_nothing_by_burning_energy(metric):
    # Coal must give 0.5 of the load of 1 GW, so half of the 1 GW of wind is curtailed: 50 %, where 80 % is asked.
    # Charging and discharging at once would "use" more wind.
    case = small_case({
        "cohorts": [coal(existing_gw=0.5, must_run_share=1.0, min_output_share=1.0)], "renewables": [wind()],
        "stores": [store(existing_gw=4.0, charge_efficiency_share=0.5, discharge_efficiency_share=0.5)],
        "policies": [target(metric, 80.0)],
    }, {"wind": [1.0]})
    solved = solve_small(case, 4)
    assert solved.get("store_charge_gw", "cell") == near([0.0] * 4)
    assert solved.slack("target") == near(4 * 0.3)
