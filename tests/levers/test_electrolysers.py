"""Electrolysers, green hydrogen and the green share of industries: figures worked out by hand."""

from __future__ import annotations

from tests.support.levers.demand_side import HYDROGEN, electrolyser, part
from tests.support.rows import FUEL_COST, coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

SERIES = {"wind": [0.5], "flat": [1.0]}


def plan(electrolysers=(), hours=4, profiles=None, **tables):
    return solve_small(small_case({"cohorts": [coal(existing_gw=5.0)], "renewables": [wind()],
                                   "electrolysers": list(electrolysers), **tables},
                                  {**SERIES, **(profiles or {})}), hours)


def test_hydrogen_follows_from_the_electricity():
    # 0.02 kt x 50 kWh/kg = 1 GWh over four hours: 0.25 GW at 8 CNY/kW over 10 years and 0.4 CNY/kW of upkeep; the
    # GWh more is burnt in coal, beside 4 GWh of load of which the wind gives 2.
    solved = plan([electrolyser(capex_cny_per_kw=8.0, fixed_cost_cny_per_kw_a=0.4)], policies=HYDROGEN)
    assert solved.get("electrolyser_gw", "site").sum() == near(1.0)
    assert solved.value("electrolyser_capacity_gw", "site") == near(0.25)
    assert solved.cost_of("capital") == near(0.25 * 0.8)
    assert solved.cost_of("fixed") == near(0.25 * 0.4)
    assert solved.cost_of("fuel") == near(FUEL_COST * (4.0 - 2.0 + 1.0))


def test_hydrogen_is_sold_at_its_price():
    # 1 GW for four hours is 4 GWh, 0.08 kt at 20 CNY/kg: 1.6 million CNY, above 4 x 0.3 of coal.
    solved = plan([electrolyser(hydrogen_price_cny_per_kg=20.0)])
    assert solved.cost_of("hydrogen") == near(-1.6)


def test_a_price_below_the_power_makes_none():
    # 14 CNY/kg is 0.28 CNY/kWh, less than coal at 0.3.
    assert plan([electrolyser(hydrogen_price_cny_per_kg=14.0)]).get("electrolyser_gw", "site").sum() == near(0.0)


def test_the_least_load_runs_all_the_time():
    solved = plan([electrolyser(existing_gw=0.5, build_max_gw=0.0, min_load_share=0.2, availability_share=0.9)])
    assert solved.get("electrolyser_gw", "site") == near([0.09] * 4)


def test_a_least_load_that_cannot_be_fed_is_unserved():
    # 0.5 GW of electrolysers that cannot stop, and nothing that generates.
    solved = solve_small(small_case({"electrolysers": [electrolyser(
        existing_gw=0.5, build_max_gw=0.0, min_load_share=1.0)]}, SERIES), 2)
    assert solved.get("unserved_gw", "r") == near([1.5, 1.5])


def test_electrolysis_is_consumption_the_quota_asks_for():
    # 40 % of (4 + 4 x 0.5) GWh against 2 GWh of wind: 0.4 GWh are missing.
    solved = plan([electrolyser(existing_gw=0.5, build_max_gw=0.0, min_load_share=1.0)],
                  policies=[target("quota.nonhydro_consumption", 40.0)])
    assert solved.slack("target") == near(0.4)


def test_green_hydrogen_needs_the_regions_own_renewables():
    # 2 GWh of wind make 0.04 kt; the target of 0.06 kt misses 0.02.
    solved = plan([electrolyser()], policies=[target("hydrogen.green_production", 6e-5)])
    assert solved.slack("target") == near(0.02)
    assert solved.value("electrolyser_green_gwh", "site") == near(2.0)


def test_green_energy_sent_away_is_not_counted_again():
    # The contract sends 1 GWh of the 2 GWh of wind as green: 0.02 kt of 0.03 remain.
    export = {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.25, "min_flow_share": 1.0}
    solved = plan([electrolyser()], links=[export], policies=[
        {**HYDROGEN[0], "policy": "hydrogen", "value": 3e-5, "slack_price": 100.0},
        target("channel.renewable_share", 100.0, subject="line")])
    assert solved.slack("target") == near(0.0)
    assert solved.slack("hydrogen") == near(0.01)


def test_hour_by_hour_only_the_power_of_the_hour_is_green():
    # Wind of 1 GW in every other hour, 0.3 GW of electrolysers: 2 x 0.3 GWh, where over the year 1 GWh would do.
    profiles = {"wind": [1.0, 0.0, 1.0, 0.0]}
    hourly = plan([electrolyser(build_max_gw=0.3, matching="hourly")], profiles=profiles, policies=HYDROGEN)
    assert hourly.slack("target") == near(0.02 - 0.6 / 50)
    assert plan([electrolyser(build_max_gw=0.3)], profiles=profiles, policies=HYDROGEN).slack("target") == near(0.0)


def share(value, **tables):
    return plan(loads=[part()], policies=[target("industry.green_share", value, subject="part")], **tables)


def test_an_industry_draws_on_what_the_renewables_give():
    # 1.6 GWh of load against 2 GWh of wind: all of it can be green.
    solved = share(100.0)
    assert solved.slack("target") == near(0.0)
    assert solved.value("load_green_gwh", "part") == near(1.6)


def test_certificates_fill_the_gap():
    # A quarter of the wind, 0.5 GWh; 80 % of 1.6 GWh asks for 1.28, so 0.78 are bought at 5 CNY/MWh.
    solved = share(80.0, renewables=[wind(existing_gw=0.25)], regions=[
        {"region": "r", "certificate_cap_twh": 0.01, "certificate_price_cny_per_mwh": 5.0}])
    assert solved.slack("target") == near(0.0)
    assert solved.cost_of("certificates") == near(0.78 * 0.005)


def test_the_same_energy_is_not_given_twice():
    # 2 GWh of wind: hydrogen takes 1, and of the 1.6 GWh of the load 1 GWh can be green.
    solved = plan([electrolyser()], loads=[part()], policies=[
        {**HYDROGEN[0], "policy": "hydrogen", "slack_price": 1000.0},
        target("industry.green_share", 100.0, subject="part")])
    assert solved.slack("target") + 50.0 * solved.slack("hydrogen") == near(0.6)
