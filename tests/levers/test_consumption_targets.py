"""Shares of consumption, clean generation, CO2 per kWh, coal against a base year."""

from __future__ import annotations

import pytest

from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 4
DEAR_WIND = wind(existing_gw=2.0, variable_cost_cny_per_mwh=500.0)


def output(solved, cohort):
    return solved.get("thermal_output_gw", cohort).sum()


def green_case(metric, value, *, slack_price=5000.0, **tables):
    """1 GW of load; coal, wind of 2 GW dearer than it, a green import of 0.2 GW that is dearer still."""
    base = {
        "cohorts": [coal(existing_gw=2.0)], "renewables": [DEAR_WIND],
        "regions": [{"region": "r", "certificate_cap_twh": 0.0003, "certificate_price_cny_per_mwh": 900.0}],
        "links": [{"link": "line", "from": "outside", "to": "r", "capacity_gw": 0.2, "price_cny_per_mwh": 600.0,
                   "green_share": 1.0, "loss_share": 0.1, "green_credit": "receiving"}],
        "policies": [target(metric, value, slack_price=slack_price)]}
    return small_case({**base, **tables}, {"wind": [1.0]})


@pytest.mark.parametrize("metric", [
    "share.local_renewable_consumption", "share.renewable_consumption", "share.green_electricity_consumption"])
def test_local_wind_counts_in_every_share_of_consumption(metric):
    solved = solve_small(green_case(metric, 30.0), HOURS)
    assert solved.get("renewable_output_gw", "wind").sum() == near(0.3 * 4)


@pytest.mark.parametrize(("metric", "missing"), [
    # Without wind: 4 x 0.18 GWh arrive green, 0.3 GWh of certificates may be bought; 50 % of 4 GWh are asked.
    ("share.local_renewable_consumption", 2.0), ("share.renewable_consumption", 2.0 - 0.72),
    ("share.green_electricity_consumption", 2.0 - 0.72 - 0.3)])
def test_what_else_counts_differs(metric, missing):
    assert solve_small(green_case(metric, 50.0, renewables=[]), HOURS).slack("target") == near(missing)


def test_green_energy_sold_is_not_consumed():
    # 4 GWh of wind; a channel takes 0.5 GW of green power out, half of the region's: 1 GWh for 50 % of 4 GWh is left.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0)], "renewables": [wind()],
        "links": [{"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.5, "mode": "profile"}],
        "policies": [target("share.renewable_consumption", 75.0, slack_price=100.0),
                     {"policy": "channel", "metric": "channel.renewable_share", "value": 100.0, "subject": "line"}]},
        {"wind": [1.0]})
    # 4 made - 2 sent against 3 asked.
    assert solve_small(case, HOURS).slack("target") == near(1.0)


@pytest.mark.parametrize("metric", ["share.local_renewable_consumption", "share.clean_generation"])
def test_burning_wind_in_a_store_does_not_raise_the_share(metric):
    # 2 GW of wind for 1 GW of load, half a GW of coal that must run: wind serves half, whatever a store could take.
    case = small_case({
        "cohorts": [coal(must_run_share=0.5, min_output_share=1.0)], "renewables": [wind(existing_gw=2.0)],
        "stores": [{"store": "cell", "existing_gw": 1.0, "charge_efficiency_share": 0.5,
                    "discharge_efficiency_share": 0.5}],
        "clean_sources": [{"region": "r", "technology": "wind_onshore"}],
        "policies": [target(metric, 80.0, slack_price=100.0)]}, {"wind": [1.0]})
    assert solve_small(case, HOURS).slack("target") == near(0.3 * 4)


@pytest.mark.parametrize("technology", ["gas_ccgt", "nuclear", "biomass"])
def test_clean_generation_is_of_what_the_region_says_and_gross(technology):
    # The clean plant makes 1 / 0.8 gross per net: C / 0.8 = 0.4 (C / 0.8 + 4 - C): C (1.25 - 0.5 + 0.4) = 1.6.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0), coal("clean", 2.0, technology=technology, own_use_share=0.2,
                                                variable_cost_cny_per_mwh=300.0)],
        "clean_sources": [{"region": "r", "technology": technology}],
        "policies": [target("share.clean_generation", 40.0)]})
    assert output(solve_small(case, HOURS), "clean") == near(1.6 / 1.15)


def test_plants_without_commitment_and_water_are_clean_generation():
    # 0.2 GW of water and 0.1 of peaking gas of 1 GW: 30 %; 50 % is missed by a fifth of 4 GWh.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0), coal("gas", 0.1, technology="gas_ocgt", commitment=False,
                                                net_rate_g_per_kwh=200.0)],
        "reservoirs": [{"reservoir": "dam", "existing_gw": 0.2}],
        "clean_sources": [{"region": "r", "technology": name} for name in ("gas_ocgt", "hydro_reservoir")],
        "policies": [target("share.clean_generation", 50.0, slack_price=100.0)]})
    assert solve_small(case, HOURS).slack("target") == near(0.2 * 4)


def intensity_case(value, *, factor=500.0, slack_price=50000.0, **tables):
    """Coal at 0.798 kt/GWh (300 g x 2.66), dear wind, and a contract of 0.3 GW that always delivers."""
    base = {
        "cohorts": [coal(existing_gw=2.0)], "renewables": [DEAR_WIND],
        "links": [{"link": "line", "from": "outside", "to": "r", "capacity_gw": 0.3, "mode": "profile",
                   "loss_share": 0.1}],
        "import_emissions": [{"link": "line", "co2_g_per_kwh": factor}],
        "policies": [target("intensity.co2_electricity", value, sense="max", slack_price=slack_price)]}
    return small_case({**base, **tables}, {"wind": [1.0]})


def test_co2_per_kwh_consumed_holds_that_of_imports_per_kwh_sent():
    # 0.3 GW sent at 0.5 kt/GWh are 0.15 kt an hour, 0.27 GW arrive; 0.4 kt for 1 GWh leave 0.25 kt: 0.25 / 0.798 GW.
    solved = solve_small(intensity_case(400.0), HOURS)
    assert output(solved, "coal") == near(4 * 0.25 / 0.798)
    assert solved.get("renewable_output_gw", "wind").sum() == near(4 * (0.73 - 0.25 / 0.798))


def test_a_dirtier_contract_leaves_less_room_for_coal():
    assert output(solve_small(intensity_case(400.0, factor=800.0), HOURS), "coal") == near(4 * 0.16 / 0.798)


def test_co2_of_what_is_sold_is_not_consumed_here():
    # 1.5 GW of coal, 0.5 of it sold at 0.6 kt/GWh: 1.197 - 0.3 kt for 1 GWh; 0.7 kt are allowed.
    case = intensity_case(700.0, factor=600.0, slack_price=100.0, renewables=[], links=[
        {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.5, "mode": "profile"}])
    solved = solve_small(case, HOURS)
    assert solved.slack("target") == near(4 * (1.197 - 0.3 - 0.7))
    # 100 CNY/t are 0.1 million CNY per kt.
    assert solved.cost_of("policy_slack") == near(0.1 * 4 * 0.197)


def test_losing_energy_in_a_store_does_not_lower_the_intensity():
    store = {"store": "cell", "existing_gw": 1.0, "charge_efficiency_share": 0.5, "discharge_efficiency_share": 0.5}
    tables = {"stores": [store], "renewables": [wind(existing_gw=2.0)],
              "cohorts": [coal(must_run_share=0.5, min_output_share=1.0)], "links": [], "import_emissions": []}
    # Half a GW of coal: 0.399 kt for 1 GWh of load, 0.3 allowed.
    solved = solve_small(intensity_case(300.0, slack_price=100.0, **tables), HOURS)
    assert solved.slack("target") == near(4 * 0.099)


@pytest.mark.parametrize("metric", ["intensity.electricity_co2_reduction", "intensity.co2_electricity_reduction"])
def test_the_fall_of_co2_per_kwh_generated(metric):
    # 600 g in the base year less 5 %: 0.57 kt per gross GWh; coal makes 0.798 per GWh: 0.57 / 0.798 of 4 GWh.
    case = small_case({"cohorts": [coal(existing_gw=2.0)], "renewables": [DEAR_WIND],
                       "base_year": [{"region": "r", "item": "co2_g_per_generated_kwh", "value": 600.0}],
                       "policies": [target(metric, 5.0, slack_price=50000.0)]}, {"wind": [1.0]})
    assert output(solve_small(case, HOURS), "coal") == near(4 * 0.57 / 0.798)


@pytest.mark.parametrize(("metric", "sense", "value", "burnt_kt"), [
    # 1 kt in the base year: at most 5 % more, or at least 20 % less.
    ("coal.consumption_growth", "max", 5.0, 1.05), ("coal.consumption_growth", "max", 0.0, 1.0),
    ("coal.consumption_reduction", "min", 20.0, 0.8)])
def test_coal_against_the_base_year(metric, sense, value, burnt_kt):
    case = small_case({"cohorts": [coal(existing_gw=2.0)], "renewables": [DEAR_WIND],
                       "base_year": [{"region": "r", "item": "coal_burnt_mt", "value": 0.001}],
                       "policies": [target(metric, value, sense=sense)]}, {"wind": [1.0]})
    solved = solve_small(case, HOURS)
    assert output(solved, "coal") == near(burnt_kt / 0.3)
    # A kt less replaces 1 / 0.3 GWh of coal by wind, 0.2 million CNY dearer.
    assert solved.dual("target") == near(0.2 / 0.3)
