"""Links and contracts: bounds, delivery profile, annual energy, losses, prices, expansion."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.model.links import delivery_profile
from tests.support.rows import FUEL_COST, JANUARY, JULY, coal, hours_of, near
from tests.support.small_case import axis_of, small_case
from tests.support.solved import solve_small

TWO_REGIONS = {
    "regions": [{"region": "a"}, {"region": "b"}],
    "demand": [{"region": "a", "energy_twh": 8.76}, {"region": "b", "energy_twh": 8.76}],
}


def supply(**columns):
    """A contract from outside: 0.6 GW at 100 CNY/MWh."""
    return {"link": "line", "from": "outside", "to": "r", "capacity_gw": 0.6, "price_cny_per_mwh": 100.0, **columns}


def sale(**columns):
    """A contract to the outside: 0.6 GW at 400 CNY/MWh."""
    return {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.6, "price_cny_per_mwh": 400.0, **columns}


def solved_with(*links, hours=2, cohorts=None, profiles=None, **tables):
    return solve_small(small_case({"cohorts": cohorts or [coal(existing_gw=3.0)], "links": list(links), **tables},
                                  profiles), hours)


def test_a_cheap_import_runs_at_capacity_and_is_paid_where_it_arrives():
    # 0.6 GW sent, 0.54 received after 10 % loss, paid 100 CNY/MWh received; coal gives the other 0.46.
    solved = solved_with(supply(loss_share=0.1))
    assert solved.get("link_flow_gw", "line") == near([0.6, 0.6])
    assert solved.cost_of("import") == near(2 * 0.54 * 0.1)
    assert solved.cost_of("fuel") == near(2 * 0.46 * FUEL_COST)


def test_an_export_earns_where_it_is_sent():
    solved = solved_with(sale(loss_share=0.1))
    assert solved.cost_of("export") == near(-2 * 0.6 * 0.4)
    assert solved.cost_of("fuel") == near(2 * 1.6 * FUEL_COST)


def test_a_dear_import_runs_at_its_least_flow():
    solved = solved_with(supply(price_cny_per_mwh=1000.0, min_flow_share=0.2))
    assert solved.get("link_flow_gw", "line") == near([0.12] * 2)


def test_a_profile_contract_follows_its_profile():
    solved = solved_with(supply(mode="profile", price_cny_per_mwh=1000.0), profiles={"delivery": [1.0, 0.5]})
    assert solved.get("link_flow_gw", "line") == near([0.6, 0.3])


@pytest.mark.parametrize(("price", "flow"), [(1000.0, [0.48, 0.24]), (100.0, [0.6, 0.36])])
def test_a_profile_contract_moves_within_its_band_and_never_above_its_capacity(price, flow):
    solved = solved_with(supply(mode="profile", price_cny_per_mwh=price, profile_tolerance_share=0.2),
                         profiles={"delivery": [1.0, 0.5]})
    assert solved.get("link_flow_gw", "line") == near(flow)


def test_a_profile_is_scaled_to_the_annual_energy():
    # 2.628 TWh over 0.6 GW are 4380 h, half of the year: the shape (3, 1) becomes 0.75 and 0.25.
    solved = solved_with(supply(mode="profile", energy_twh=2.628), profiles={"delivery": [3.0, 1.0]})
    assert solved.get("link_flow_gw", "line") == near([0.45, 0.15])


def profile_of(shape, energy_twh):
    case = small_case({"links": [supply(mode="profile", capacity_gw=1.0, energy_twh=energy_twh)]}, {"delivery": shape})
    return delivery_profile(build_model(case, axis_of(1)), "line", 2030)


def test_a_step_above_the_capacity_is_cut_and_spread_over_the_other_hours():
    # 80 % of the year; (4, 1, 1, 1) x 0.8 x 4 / 7 = (1.83, 0.457, ..) is cut to 1 and the others rise to (3.2 - 1) / 3.
    assert profile_of([4.0, 1.0, 1.0, 1.0], 0.8 * 8.76)[:4] == near([1.0, 2.2 / 3, 2.2 / 3, 2.2 / 3])


def test_energy_that_no_hour_can_take_is_refused():
    # All energy in every other hour: 60 % of the year does not fit into half of its hours.
    with pytest.raises(ValueError, match="line"):
        profile_of([1.0, 0.0], 0.6 * 8.76)


@pytest.mark.parametrize(("column", "price", "sent"), [("energy_min_twh", 1000.0, 0.5), ("energy_max_twh", 100.0, 0.5)])
def test_annual_energy_has_a_floor_and_a_ceiling(column, price, sent):
    solved = solved_with(supply(price_cny_per_mwh=price, **{column: sent / 1000.0}), hours=hours_of(JANUARY, JULY))
    assert solved.get("link_flow_gw", "line").sum() == near(sent)


def test_capacity_is_added_where_it_saves_more_than_it_costs():
    # 1 million CNY per GW over 10 years; 4 hours of import save (0.3 - 0.1) x 4 = 0.8 a GW.
    link = supply(build_max_gw=0.3, capex_cny_per_kw=1.0)
    solved = solved_with(link, hours=4)
    assert solved.value("link_built_gw", "line") == near(0.3)
    assert solved.value("link_capacity_gw", "line") == near(0.9)
    assert solved.cost_of("capital") == near(0.03)
    assert solved_with({**link, "capex_cny_per_kw": 9.0}, hours=4).value("link_built_gw", "line") == near(0.0)


def test_a_link_between_regions_moves_energy_and_loses_some():
    # The units stand in a; b takes 1 GW, so 1 / 0.9 GW leave a.
    case = small_case({**TWO_REGIONS, "cohorts": [coal(region="a", existing_gw=3.0)],
                       "links": [{"link": "line", "from": "a", "to": "b", "capacity_gw": 2.0, "loss_share": 0.1,
                                  "price_cny_per_mwh": 700.0}]})
    solved = solve_small(case, 2)
    assert solved.get("link_flow_gw", "line") == near([1 / 0.9] * 2)
    assert solved.cost == near(2 * FUEL_COST * (1 + 1 / 0.9))
    # The loss shows in the price; what is paid between regions is no cost.
    assert solved.get("price_cny_per_mwh", "a") == near([300.0] * 2)
    assert solved.get("price_cny_per_mwh", "b") == near([300.0 / 0.9] * 2, 1e-4)


def test_green_energy_of_a_contract_from_outside_is_its_stated_share():
    solved = solved_with(supply(green_share=0.4, green_hydro_share=0.25))
    assert solved.value("link_green_gwh", "line") == near(0.4 * 1.2)
    assert solved.value("link_green_nonhydro_gwh", "line") == near(0.4 * 1.2 * 0.75)


def test_the_flow_of_a_block_carries_the_mean_of_the_profile():
    case = small_case({"cohorts": [coal()], "links": [supply(mode="profile")]}, {"delivery": [1.0, 0.5]})
    pair = TimeAxis(np.array([0]), np.array([2]), np.array([2.0]))
    assert solve_small(case, pair).get("link_flow_gw", "line") == near([0.45])
