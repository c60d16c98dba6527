"""Delivery contracts: hours with built capacity, ramp, months; a curve that grows with what is built."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis
from tests.support.rows import FUEL_COST, JANUARY, JULY, coal, hours_of, near, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

SALE = {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.6}


def contracted(contract, hours=4, profiles=None, cohorts=None, **sale):
    return solve_small(small_case({
        "cohorts": cohorts or [coal(existing_gw=3.0)], "links": [{**SALE, **sale}],
        "link_contracts": [{"link": "line", **contract}]}, profiles), hours)


def test_the_least_hours_are_sent_at_a_loss():
    # 2 h on 0.6 GW are 1.2 GWh, each of 0.3 million CNY of coal and no income.
    solved = contracted({"hours_min": 2.0})
    assert solved.get("link_flow_gw", "line").sum() == near(1.2)
    assert solved.cost == near((4.0 + 1.2) * FUEL_COST)


def test_no_more_than_the_most_hours_are_sent_however_dear():
    solved = contracted({"hours_max": 1.5}, price_cny_per_mwh=900.0)
    assert solved.get("link_flow_gw", "line").sum() == near(0.9)


@pytest.mark.parametrize(("contract", "price", "sent"), [
    ({"hours_min": 3.0}, 310.0, 4.0), ({"hours_max": 1.0}, 900.0, 1.0)])
def test_hours_are_of_what_exists_and_what_is_built(contract, price, sent):
    # 0.4 GW may be added for nothing; at 310 CNY/MWh each of four hours gains 10 a MWh, at 900 one hour is allowed.
    solved = contracted(contract, price_cny_per_mwh=price, build_max_gw=0.4)
    assert solved.value("link_built_gw", "line") == near(0.4)
    assert solved.get("link_flow_gw", "line").sum() == near(sent)


def test_capacity_that_must_be_sent_at_a_loss_is_not_built():
    # Each GW must send 3 h; coal costs 0.3, income 0.2: a GW more would lose 0.3 million CNY.
    solved = contracted({"hours_min": 3.0}, price_cny_per_mwh=200.0, build_max_gw=0.4)
    assert solved.value("link_built_gw", "line") == near(0.0)


def test_the_flow_moves_no_faster_than_its_ramp():
    # 2 GW of wind beyond the load blow in one hour of four and could be sold; without wind each GWh sent is one
    # unserved at 10 million CNY.  From nothing before and after, the flow may be 0.3 x 0.6 GW.
    case = small_case({
        "cohorts": [coal(existing_gw=1.0)], "renewables": [wind(existing_gw=3.0)],
        "links": [{**SALE, "price_cny_per_mwh": 400.0}],
        "link_contracts": [{"link": "line", "ramp_share_per_h": 0.3}]}, {"wind": [1.0, 0.0, 0.0, 0.0]})
    solved = solve_small(case, 4)
    assert solved.get("link_flow_gw", "line") == near([0.18, 0.0, 0.0, 0.0])
    assert solved.get("renewable_output_gw", "wind")[0] == near(1.18)


def test_the_ramp_counts_the_hours_between_the_middles_of_two_blocks():
    # Blocks of two hours: 0.3 x 2 h x 0.6 GW = 0.36 GW from one to the next.
    case = small_case({
        "cohorts": [coal(existing_gw=1.0)], "renewables": [wind(existing_gw=3.0)],
        "links": [{**SALE, "price_cny_per_mwh": 400.0}],
        "link_contracts": [{"link": "line", "ramp_share_per_h": 0.3}]}, {"wind": [1.0, 1.0, 0.0, 0.0]})
    pairs = TimeAxis(np.array([0, 2]), np.array([2, 2]), np.array([2.0, 2.0]))
    assert solve_small(case, pairs).get("link_flow_gw", "line") == near([0.36, 0.0])


@pytest.mark.parametrize(("bound", "flows"), [
    ({"month_min_share": 0.5}, [0.45, 0.15]),
    ({"month_max_share": 1.2}, [0.36, 0.24]),
])
def test_months_stay_within_their_share_of_the_year(bound, flows):
    # One hour of January and one of July, each half of the year; 0.6 GWh must be sent.  Wind blows in January, in July
    # each GWh sent is one unserved, so July sends as little as it may: 0.5 x 0.5 x 0.6 GWh, or what January, at most
    # 1.2 x 0.5 x 0.6 GWh, leaves.
    case = small_case({
        "cohorts": [coal(existing_gw=1.0)], "renewables": [wind(existing_gw=2.0)],
        "links": [{**SALE, "energy_min_twh": 0.0006}], "link_contracts": [{"link": "line", **bound}]},
        {"wind": np.where(np.arange(8760) < 744, 1.0, 0.0)})
    assert solve_small(case, hours_of(JANUARY, JULY)).get("link_flow_gw", "line") == near(flows)


def growing(price, capex=0.0, **columns):
    case = small_case({"cohorts": [coal(existing_gw=3.0)], "links": [{
        **SALE, "mode": "profile", "build_max_gw": 0.4, "capex_cny_per_kw": capex, "price_cny_per_mwh": price,
        **columns}]}, {"delivery": [1.0, 0.5]})
    return solve_small(case, 2)


def test_what_is_built_is_sent_on_the_curve_of_the_contract():
    # 400 CNY/MWh beats coal: 1 GW sends 1 and 0.5 GW.  At 100 nothing is built and the 0.6 GW send 0.6 and 0.3.
    solved = growing(400.0)
    assert solved.value("link_built_gw", "line") == near(0.4)
    assert solved.get("link_flow_gw", "line") == near([1.0, 0.5])
    assert growing(100.0).get("link_flow_gw", "line") == near([0.6, 0.3])


def test_the_band_of_the_curve_grows_with_it_and_stays_under_the_capacity():
    # 20 % above 0.5 of 1 GW; the full hour stays at the capacity.
    assert growing(400.0, profile_tolerance_share=0.2).get("link_flow_gw", "line") == near([1.0, 0.6])


def test_capacity_on_a_curve_is_built_up_to_its_break_even():
    # A GW sends 1.5 GWh in two hours and gains 0.1 a GWh: 0.15 a year, capex 1.5 over 10 years.
    assert growing(400.0, capex=1.49).value("link_built_gw", "line") == near(0.4)
    assert growing(400.0, capex=1.51).value("link_built_gw", "line") == near(0.0)


def test_the_energy_of_a_channel_that_does_not_exist_yet_is_that_of_all_that_may_be_built():
    # 2.628 TWh on 0.4 GW would be 6570 h: three quarters of the year; shape (1, 0.5) x 0.75 / 0.75.
    solved = growing(400.0, capacity_gw=0.0, energy_twh=2.628)
    assert solved.value("link_built_gw", "line") == near(0.4)
    assert solved.get("link_flow_gw", "line") == near([0.4, 0.2])
