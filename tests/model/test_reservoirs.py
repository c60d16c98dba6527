"""Reservoir hydro: turbine, minimum flow, level, spill, size, building."""

from __future__ import annotations

import numpy as np

from gridplan.model.axis import TimeAxis
from tests.support.rows import near
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def reservoir(existing_gw: float = 1.0, **columns):
    return {"reservoir": "dam", "existing_gw": existing_gw, **columns}


def test_water_is_kept_for_the_dry_hour():
    # 2 GW flow in during the first hour, nothing during the second: 1 GWh is kept and 1 GW runs in both.
    solved = solve_small(small_case({"reservoirs": [reservoir()]}, {"inflow": [2.0, 0.0]}), 2)
    assert solved.get("reservoir_output_gw", "dam") == near([1.0, 1.0])
    level = solved.get("reservoir_level_gwh", "dam")
    assert level[0] - level[1] == near(1.0)


def test_what_does_not_fit_is_spilled():
    # The reservoir holds half an hour: 2 in, 1 through the turbine, 0.5 kept, 0.5 spilled; then 0.5 GW in the dry hour.
    case = small_case({"reservoirs": [reservoir(storage_hours=0.5)]}, {"inflow": [2.0, 0.0]})
    solved = solve_small(case, 2)
    assert solved.get("reservoir_spill_gw", "dam") == near([0.5, 0.0])
    assert solved.get("reservoir_output_gw", "dam") == near([1.0, 0.5])
    assert solved.get("reservoir_level_gwh", "dam") == near([0.5, 0.0])


def test_the_year_ends_at_the_level_it_began_with():
    # 3 GW of turbines could give 4 GWh, but only the inflow of 2 GWh is there over the year.
    case = small_case({"reservoirs": [reservoir(existing_gw=2.0, annual_hours=4380.0)]}, load_gw=[2.0])
    assert solve_small(case, 2).get("reservoir_output_gw", "dam").sum() == near(2.0)


def test_the_turbine_gives_its_available_net_capacity():
    case = small_case({"reservoirs": [reservoir(availability_share=0.9, own_use_share=0.1)]})
    assert solve_small(case, 2).get("reservoir_output_gw", "dam") == near([0.81, 0.81])


def test_own_use_takes_more_water_per_net_output():
    # 1 GWh of water an hour gives 0.8 GWh net.
    case = small_case({"reservoirs": [reservoir(existing_gw=2.0, annual_hours=4380.0, own_use_share=0.2)]})
    assert solve_small(case, 4).get("reservoir_output_gw", "dam").sum() == near(3.2)


def test_the_minimum_flow_passes_though_nobody_wants_it_but_never_more_than_flows_in():
    # 0.3 GW must pass while 2 GW flow in, and 0.1 GW while only that flows in.
    case = small_case({"reservoirs": [reservoir(min_output_share=0.3, annual_hours=8760 * 1.05)]},
                      {"inflow": [2.0, 0.1]}, load_gw=[0.0, 0.0, 1.0, 1.0])
    solved = solve_small(case, 4)
    assert solved.get("excess_gw", "r") == near([0.3, 0.1, 0.0, 0.0])


def test_the_inflow_is_scaled_to_the_annual_hours_exactly():
    case = small_case({"reservoirs": [reservoir(annual_hours=2000.0)]}, {"inflow": [5.0, 3.0]}, load_gw=[0.2])
    solved = solve_small(case, TimeAxis.blocks(np.arange(0, 8760, 24)))
    assert (solved.get("reservoir_inflow_gw", "dam") * 24).sum() == near(2000.0)


def test_capacity_is_built_up_to_the_potential_and_brings_its_own_water():
    case = small_case({"reservoirs": [reservoir(existing_gw=0.5, potential_gw=0.8, capex_cny_per_kw=10.0,
                                                fixed_cost_cny_per_kw_a=2.0)]})
    solved = solve_small(case, 2)
    assert solved.value("reservoir_built_gw", "dam") == near(0.3)
    assert solved.get("unserved_gw", "r") == near([0.2, 0.2])
    assert solved.cost_of("capital") == near(0.3)
    assert solved.cost_of("fixed") == near(1.6)


def test_a_blank_potential_means_nothing_can_be_built():
    solved = solve_small(small_case({"reservoirs": [reservoir(existing_gw=0.5)]}), 2)
    assert solved.value("reservoir_capacity_gw", "dam") == near(0.5)
