"""Wind, sun and run-of-river: availability, curtailment, potential."""

from __future__ import annotations

from tests.support.rows import FUEL_COST, coal, near, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def test_output_stays_below_what_the_weather_gives_and_the_rest_is_curtailed():
    # 2 GW at 0.5 and 0.2, less 10 % own use: 0.9 and 0.36 GW; a load of 0.3 GW leaves 0.6 GW curtailed.
    case = small_case({"renewables": [wind(existing_gw=2.0, own_use_share=0.1)], "cohorts": [coal()]},
                      {"wind": [0.5, 0.2]}, load_gw=[0.3, 1.0])
    solved = solve_small(case, 2)
    assert solved.get("renewable_available_gw", "wind") == near([0.9, 0.36])
    assert solved.get("renewable_output_gw", "wind") == near([0.3, 0.36])
    assert solved.cost == near(FUEL_COST * 0.64)


def test_a_breath_of_wind_counts_as_none():
    # Factors below 1e-4 are zero; one of 1e-3 counts.
    case = small_case({"renewables": [wind(existing_gw=10.0)], "cohorts": [coal()]}, {"wind": [5e-5, 1e-3]})
    solved = solve_small(case, 2)
    assert solved.get("renewable_available_gw", "wind") == near([0.0, 0.01])
    assert solved.cost == near(FUEL_COST * 1.99)


def test_building_stops_at_the_potential_which_includes_what_exists():
    # 0.5 GWh of wind per GW save 0.15 million CNY against a capital cost of 0.1: worth as much as the potential allows.
    case = small_case({"renewables": [wind(existing_gw=0.2, potential_gw=1.0, capex_cny_per_kw=1.0)],
                       "cohorts": [coal()]}, {"wind": [0.25]})
    solved = solve_small(case, 2)
    assert solved.value("renewable_built_gw", "wind") == near(0.8)
    assert solved.value("renewable_capacity_gw", "wind") == near(1.0)
    assert solved.cost_of("capital") == near(0.08)


def test_nothing_is_built_that_does_not_pay():
    case = small_case({"renewables": [wind(existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=2.0)],
                       "cohorts": [coal()]}, {"wind": [0.25]})
    assert solve_small(case, 2).value("renewable_built_gw", "wind") == near(0.0)


def test_a_blank_potential_leaves_building_open():
    case = small_case({"renewables": [{"renewable": "wind", "capex_cny_per_kw": 1.0}]}, {"wind": [0.5]})
    assert solve_small(case, 2).value("renewable_built_gw", "wind") == near(2.0)


def test_fixed_cost_is_paid_on_what_exists_and_on_what_is_built():
    case = small_case({"renewables": [wind(existing_gw=1.0, potential_gw=4.0, fixed_cost_cny_per_kw_a=3.0)]},
                      {"wind": [0.5]})
    assert solve_small(case, 2).cost_of("fixed") == near(6.0)


def test_variable_cost_can_make_coal_cheaper_than_wind():
    case = small_case({"renewables": [wind(variable_cost_cny_per_mwh=400.0)], "cohorts": [coal(existing_gw=0.7)]},
                      {"wind": [1.0]})
    solved = solve_small(case, 2)
    assert solved.get("renewable_output_gw", "wind") == near([0.3, 0.3])
    assert solved.cost_of("variable") == near(2 * 0.3 * 0.4)
