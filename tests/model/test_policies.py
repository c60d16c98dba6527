"""What all enforced targets share: a priced slack, its unit, and what happens to targets nobody knows."""

from __future__ import annotations

import pytest

from gridplan.model.build import build_model
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import axis_of, small_case
from tests.support.solved import solve_small


@pytest.mark.parametrize(("metric", "value", "unit", "short", "million_cny_per_unit"), [
    ("quota.renewable_consumption", 60.0, "GWh", 4 * 0.5, 0.1),
    ("quota.nonhydro_consumption", 60.0, "GWh", 4 * 0.5, 0.1),
    ("share.nonfossil_generation", 60.0, "GWh", 4 * 0.5, 0.1),
    ("capacity.wind", 0.7, "GW", 0.6, 100.0),
    ("capacity.coal", 3.0, "GW", 1.0, 100.0),
    ("storage.share_of_new_energy", 20.0, "GW", 0.02, 100.0),
    ("demand_response.share_of_peak", 5.0, "GW", 0.05, 100.0),
    ("retrofit.efficiency_capacity", 0.5, "GW", 0.5, 100.0),
    ("reserve.margin", 250.0, "GW", 3.5 - 2.0, 100.0),
])
def test_a_target_out_of_reach_shows_its_shortfall_in_its_unit_and_its_price(
        metric, value, unit, short, million_cny_per_unit):
    # 2 GW of coal and 0.1 GW of wind that always blows stand for a load of 1 GW; nothing can be built.
    # 100 CNY/MWh is 0.1 million CNY/GWh; 100 CNY/kW is 100 million CNY/GW.
    case = small_case({"cohorts": [coal(existing_gw=2.0)], "renewables": [wind(existing_gw=0.1)],
                       "policies": [target(metric, value, slack_price=100.0)]}, {"wind": [1.0]})
    solved = solve_small(case, 4)
    assert solved.slack("target") == near(short)
    assert solved.cost_of("policy_slack") == near(short * million_cny_per_unit)
    row = solved.model.policies[0]
    assert row.row_unit == unit
    assert row.slack_price == near(million_cny_per_unit)
    assert solved.dual("target") == near(million_cny_per_unit)


def test_a_target_that_is_not_enforced_changes_nothing():
    case = small_case({"cohorts": [coal(existing_gw=2.0)],
                       "policies": [target("quota.renewable_consumption", 60.0, enforce=False)]})
    solved = solve_small(case, 2)
    assert solved.model.policies == []
    assert solved.cost_of("policy_slack") == near(0.0)


def test_missing_a_target_is_chosen_when_reaching_it_costs_more_than_its_price():
    # Wind for a GWh costs 2 million CNY against 0.3 of fuel: 1.7; a slack price of 1.6 million CNY/GWh is cheaper.
    def built(slack_price):
        case = small_case({"cohorts": [coal()], "policies": [target("quota.renewable_consumption", 40.0,
                                                                    slack_price=slack_price)],
                           "renewables": [wind(existing_gw=0.0, potential_gw=9.0, capex_cny_per_kw=40.0)]},
                          {"wind": [0.5]})
        return solve_small(case, 4).value("renewable_built_gw", "wind")

    assert built(1800.0) == near(0.8)
    assert built(1600.0) == near(0.0)


def test_a_target_holds_in_its_own_region_only():
    case = small_case({
        "regions": [{"region": "a"}, {"region": "b"}],
        "demand": [{"region": "a", "energy_twh": 8.76}, {"region": "b", "energy_twh": 8.76}],
        "renewables": [wind("in_a", 0.5, region="a"), wind("in_b", 0.2, region="b")],
        "policies": [target("capacity.wind", 0.4, region="b")],
    })
    assert solve_small(case, 1).slack("target") == near(0.2)


def test_an_enforced_target_without_a_constraint_is_refused():
    case = small_case({"policies": [target("grid.line_loss", 5.0, sense="max")]})
    with pytest.raises((ValueError, KeyError), match=r"grid\.line_loss|target"):
        build_model(case, axis_of(1))
