"""Renewable consumption quota: total and non-hydro, own use, certificates, green energy received and sent."""

from __future__ import annotations

import pytest

from tests.support.rows import FUELS, coal, near, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

TOTAL, NONHYDRO = "quota.renewable_consumption", "quota.nonhydro_consumption"
HOURS = 4


def new_wind(**columns):
    """Wind that costs more than the fuel it saves: 4 million CNY per GW for 2 GWh in four hours."""
    return wind(existing_gw=0.0, potential_gw=9.0, capex_cny_per_kw=40.0, **columns)


def run_of_river(existing_gw):
    return wind("river", existing_gw, technology="hydro_ror", profile="river")


def quota_case(metric, value, *, own_use=0.0, profiles=None, **tables):
    # Coal is free to move and the load is 1 GW; wind gives half of its capacity.
    base = {"cohorts": [coal(existing_gw=3.0, own_use_share=own_use)], "renewables": [new_wind()],
            "policies": [target(metric, value, slack_price=5000.0)]}
    return small_case({**base, **tables}, {"wind": [0.5], "river": [1.0], **(profiles or {})})


def test_the_quota_is_a_share_of_use():
    # 40 % of 4 GWh in four hours: 1.6 GWh of wind from 0.8 GW.
    solved = solve_small(quota_case(TOTAL, 40.0), HOURS)
    assert solved.value("renewable_built_gw", "wind") == near(0.8)
    # One GWh more costs 2 million CNY of wind and saves 0.3 of fuel.
    assert solved.dual("target") == near(1.7)


def test_use_contains_the_plants_own_use():
    # Coal gives 4 - RE net with own use 1/19 of that: RE = 0.4 (4 + (4 - RE) / 19).
    solved = solve_small(quota_case(TOTAL, 40.0, own_use=0.05), HOURS)
    renewable = 0.4 * (4 + 4 / 19) / (1 + 0.4 / 19)
    assert solved.value("renewable_built_gw", "wind") == near(renewable / 2)


def test_use_contains_the_line_loss_and_generation_counts_gross():
    # Grid load 4 GWh contains 10 % of line loss; wind's own use of 20 % is use too: RE = 0.4 (4 + 0.2 RE).
    case = quota_case(TOTAL, 40.0, renewables=[new_wind(own_use_share=0.2)],
                      regions=[{"region": "r", "line_loss_share": 0.1}])
    assert solve_small(case, HOURS).value("renewable_built_gw", "wind") == near(0.4 * 4 / (1 - 0.08) / 2)


@pytest.mark.parametrize(("metric", "built"), [(TOTAL, 0.3), (NONHYDRO, 0.8)])
def test_hydro_counts_in_the_total_row_only(metric, built):
    case = quota_case(metric, 40.0, renewables=[new_wind(), run_of_river(0.25)])
    assert solve_small(case, HOURS).value("renewable_built_gw", "wind") == near(built)


@pytest.mark.parametrize(("metric", "built"), [(TOTAL, 0.3), (NONHYDRO, 0.8)])
def test_reservoirs_count_in_the_total_row_only(metric, built):
    case = quota_case(metric, 40.0, reservoirs=[{"reservoir": "dam", "existing_gw": 0.25}])
    assert solve_small(case, HOURS).value("renewable_built_gw", "wind") == near(built)


@pytest.mark.parametrize(("technology", "built"), [
    ("biomass", 0.3), ("waste", 0.3), ("nuclear", 0.8), ("gas_ccgt", 0.8)])
@pytest.mark.parametrize("metric", [TOTAL, NONHYDRO])
def test_biomass_and_waste_count_in_both_rows_and_nuclear_in_none(metric, technology, built):
    cheap = coal("other", 0.25, technology=technology, net_rate_g_per_kwh=100.0)
    case = quota_case(metric, 40.0, cohorts=[coal(existing_gw=3.0), cheap])
    assert solve_small(case, HOURS).value("renewable_built_gw", "wind") == near(built)


def certified(cap_twh, price, metric=TOTAL):
    return solve_small(quota_case(metric, 40.0, regions=[{
        "region": "r", "certificate_cap_twh": cap_twh, "certificate_price_cny_per_mwh": price}]), HOURS)


@pytest.mark.parametrize("metric", [TOTAL, NONHYDRO])
def test_certificates_fill_the_quota_up_to_their_cap(metric):
    solved = certified(0.001, 5.0, metric)
    assert solved.value("certificates_gwh", "r") == near(1.0)
    assert solved.value("renewable_built_gw", "wind") == near(0.3)
    assert solved.cost_of("certificates") == near(0.005)


def test_dear_certificates_are_not_bought_and_without_a_cap_there_are_none():
    assert certified(0.001, 900.0).value("certificates_gwh", "r") == near(1.0)
    assert certified(0.001, 1800.0).value("certificates_gwh", "r") == near(0.0)
    assert certified(0.0, 0.0).value("certificates_gwh", "r") == near(0.0)


def contract(**columns):
    return {"link": "line", "from": "outside", "to": "r", "capacity_gw": 0.25, "mode": "profile", "loss_share": 0.2,
            "green_share": 1.0, **columns}


@pytest.mark.parametrize(("credit", "counted"), [("receiving", 0.8), ("sending", 1.0)])
def test_green_energy_received_counts_before_or_after_the_loss(credit, counted):
    # 1 GWh is sent in four hours.
    case = quota_case(TOTAL, 40.0, links=[contract(green_credit=credit)])
    assert solve_small(case, HOURS).value("renewable_built_gw", "wind") == near((1.6 - counted) / 2)


@pytest.mark.parametrize(("metric", "counted"), [(TOTAL, 0.5), (NONHYDRO, 0.3)])
def test_only_the_green_part_counts_and_its_hydro_part_not_as_non_hydro(metric, counted):
    case = quota_case(metric, 40.0, links=[contract(loss_share=0.0, green_share=0.5, green_hydro_share=0.4)])
    assert solve_small(case, HOURS).value("renewable_built_gw", "wind") == near((1.6 - counted) / 2)


TWO_REGIONS = {
    "regions": [{"region": "a"}, {"region": "r"}],
    "demand": [{"region": "a", "energy_twh": 8.76}, {"region": "r", "energy_twh": 8.76}],
    "cohorts": [coal("there", 5.0, region="a"), coal("here", 5.0)],
}


def test_green_energy_between_regions_leaves_one_quota_and_enters_the_other():
    # Both must reach 40 %, a has wind for 0.5 GW (2 GWh in four hours) and may send 0.25 GW: r lacks 1.6 GWh.
    # a keeps 1.6 GWh for itself, sends 0.4 as green, and r misses 1.2 GWh.
    case = small_case({
        **TWO_REGIONS, "renewables": [wind(existing_gw=1.0, region="a")],
        "links": [{"link": "line", "from": "a", "to": "r", "capacity_gw": 0.25}],
        "policies": [{"policy": "there", "region": "a", "metric": TOTAL, "value": 40.0, "slack_price": 5000.0},
                     {"policy": "here", "region": "r", "metric": TOTAL, "value": 40.0, "slack_price": 4000.0}],
    }, {"wind": [0.5]})
    solved = solve_small(case, HOURS)
    assert solved.value("link_green_gwh", "line") == near(0.4)
    assert solved.slack("there") == near(0.0)
    assert solved.slack("here") == near(1.2)


def test_green_energy_sent_is_no_more_than_the_energy_sent():
    # r would take all of a's 4 GWh of wind, but the line carries 0.25 GW.
    case = small_case({
        **TWO_REGIONS, "renewables": [wind(existing_gw=2.0, region="a")],
        "links": [{"link": "line", "from": "a", "to": "r", "capacity_gw": 0.25}],
        "policies": [target(TOTAL, 90.0)],
    }, {"wind": [0.5]})
    assert solve_small(case, HOURS).value("link_green_gwh", "line") == near(1.0)


def sending(share, renewables, policies=()):
    """An export of 0.8 GW on a profile, of which a share must be green, from a region with plenty of coal."""
    return small_case({
        "cohorts": [coal(existing_gw=5.0)], "renewables": renewables,
        "links": [{"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.8, "mode": "profile"}],
        "policies": [{"policy": "channel", "metric": "channel.renewable_share", "subject": "line", "value": share,
                      "slack_price": 2000.0}, *policies],
    }, {"wind": [1.0], "river": [1.0]})


def test_no_more_green_energy_is_sent_than_is_generated():
    # 50 % of 3.2 GWh are asked; 0.3 GW of wind give 1.2 GWh.
    solved = solve_small(sending(50.0, [wind(existing_gw=0.3)]), HOURS)
    assert solved.value("link_green_gwh", "line") == near(1.2)
    assert solved.slack("channel") == near(0.4)


def test_what_is_sent_as_non_hydro_is_generated_as_non_hydro():
    # Wind and water of 0.2 GW each: all 1.6 GWh are sent, and at most 0.8 GWh of it may be called non-hydro.
    solved = solve_small(sending(50.0, [wind(existing_gw=0.2), run_of_river(0.2)]), HOURS)
    assert solved.value("link_green_gwh", "line") == near(1.6)
    assert solved.value("link_green_nonhydro_gwh", "line") == near(0.8)


def test_hydro_is_sent_first_where_the_home_quota_is_non_hydro():
    # 1.6 GWh must be green; hydro gives 1.2 GWh, so 0.4 GWh of wind go, and of 2 GWh of wind 1.6 stay: 40 % of 4 GWh.
    home = {"policy": "home", "metric": NONHYDRO, "value": 50.0, "slack_price": 1000.0}
    solved = solve_small(sending(50.0, [wind(existing_gw=0.5), run_of_river(0.3)], [home]), HOURS)
    assert solved.value("link_green_gwh", "line") == near(1.6)
    assert solved.value("link_green_nonhydro_gwh", "line") == near(0.4)
    assert solved.slack("home") == near(0.4)


def test_what_is_sent_as_green_is_missing_at_home():
    home = {"policy": "home", "metric": TOTAL, "value": 40.0, "slack_price": 1000.0}
    solved = solve_small(sending(50.0, [wind(existing_gw=0.5)], [home]), HOURS)
    # 2 GWh of wind, 1.6 sent: 0.4 at home where 1.6 are asked.
    assert solved.slack("home") == near(1.2)


def test_storage_losses_count_as_use_and_are_no_consumption_of_renewables():
    # Wind in every other hour; the store moves 0.5 GWh twice at a loss of half: each time 1 in, 0.5 out, loss 0.5.
    case = small_case({
        "fuels": FUELS, "cohorts": [peaker()], "renewables": [wind(existing_gw=2.0)],
        "stores": [{"store": "cell", "existing_gw": 1.0, "charge_efficiency_share": 0.5}],
        "policies": [target(TOTAL, 90.0, slack_price=100.0)],
    }, {"wind": [1.0, 0.0]}, load_gw=[1.0])
    solved = solve_small(case, HOURS)
    # RE = 2 x 2, loss 2 x 0.5, use 4 + 1: 4 - 1 + slack = 0.9 x 5.
    assert solved.slack("target") == near(1.5)
