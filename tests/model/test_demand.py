"""Demand and the balance: grid load, unserved and excess power, prices."""

from __future__ import annotations

import numpy as np

from gridplan.model.axis import TimeAxis
from tests.support.rows import FUELS, coal, near, peaker
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def test_grid_load_is_consumption_less_the_plants_own_use():
    # 10 TWh of consumption, 10 % of it own use: 9 TWh over 8760 h.
    case = small_case({"regions": [{"region": "r", "own_use_share_of_consumption": 0.1, "line_loss_share": 0.05}],
                       "demand": [{"region": "r", "energy_twh": 10.0}]})
    assert solve_small(case, 2).get("demand_gw", "r") == near([9000 / 8760] * 2)


def test_only_the_shape_of_the_profile_counts():
    case = small_case({"demand": [{"region": "r", "energy_twh": 8.76}]}, {"load": [300.0, 100.0]})
    assert solve_small(case, 2).get("demand_gw", "r") == near([1.5, 0.5])


def test_load_that_cannot_be_met_is_unserved_at_the_value_of_lost_load():
    case = small_case({"regions": [{"region": "r", "unserved_cost_cny_per_mwh": 20000.0}],
                       "cohorts": [coal(existing_gw=0.6)]})
    solved = solve_small(case, 2)
    assert solved.get("unserved_gw", "r") == near([0.4, 0.4])
    assert solved.cost_of("unserved") == near(2 * 0.4 * 20.0)
    assert solved.get("price_cny_per_mwh", "r") == near([20000.0] * 2, 1e-3)


def test_power_nobody_can_use_is_excess_at_the_same_price():
    case = small_case({"cohorts": [coal(existing_gw=1.0, must_run_share=1.0, min_output_share=0.8)]}, load_gw=[0.5])
    solved = solve_small(case, 2)
    assert solved.get("excess_gw", "r") == near([0.3, 0.3])
    assert solved.cost_of("unserved") == near(2 * 0.3 * 10.0)
    assert solved.get("price_cny_per_mwh", "r") == near([-10000.0] * 2, 1e-3)


def test_the_price_is_the_cost_of_one_more_mwh():
    case = small_case({"fuels": FUELS, "cohorts": [coal(existing_gw=1.0), peaker()]}, load_gw=[0.5, 1.5])
    solved = solve_small(case, 2)
    assert solved.get("price_cny_per_mwh", "r") == near([300.0, 1000.0])


def test_the_price_of_a_block_is_per_mwh_however_many_hours_it_stands_for():
    case = small_case({"cohorts": [coal()]}, load_gw=[0.5])
    weighted = TimeAxis(np.array([0, 24]), np.array([12, 12]), np.array([4380.0, 4380.0]))
    solved = solve_small(case, weighted)
    assert solved.get("price_cny_per_mwh", "r") == near([300.0] * 2)
    assert solved.cost == near(8760 * 0.5 * 0.3)


def test_regions_without_a_link_balance_apart():
    case = small_case({
        "regions": [{"region": "a"}, {"region": "b"}],
        "demand": [{"region": "a", "energy_twh": 8.76}, {"region": "b", "energy_twh": 17.52}],
        "cohorts": [coal("one", 5.0, region="a"), coal("two", 1.5, region="b")],
    })
    solved = solve_small(case, 2)
    assert solved.get("unserved_gw", "a") == near([0.0, 0.0])
    assert solved.get("unserved_gw", "b") == near([0.5, 0.5])


def test_a_contract_that_cannot_be_delivered_is_load_not_served():
    # 0.5 GW of coal for a load of 1 GW and an export of 2 GW that must flow: 2.5 GW are missing in every hour.
    case = small_case({
        "cohorts": [coal(existing_gw=0.5)],
        "links": [{"link": "line", "from": "r", "to": "outside", "capacity_gw": 2.0, "mode": "profile"}],
    })
    assert solve_small(case, 2).get("unserved_gw", "r") == near([2.5, 2.5])
