"""Targets on annual energy, coal and CO2."""

from __future__ import annotations

import pytest

from tests.support.rows import FUELS, coal, near, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 4


def fleet(*policies, efficient=None, plain=None):
    """Coal at 280 and 320 g/kWh, the worse one a little cheaper to run, and a dear gas plant."""
    return small_case({
        "fuels": FUELS,
        "cohorts": [coal("good", net_rate_g_per_kwh=280.0, variable_cost_cny_per_mwh=100.0, **(efficient or {})),
                    coal("plain", net_rate_g_per_kwh=320.0, **(plain or {})),
                    peaker("gas", 5.0, net_rate_g_per_kwh=200.0)],
        "policies": list(policies),
    })


def output(solved, cohort):
    return solved.get("thermal_output_gw", cohort).sum()


def test_without_a_target_the_cheaper_plant_runs():
    assert output(solve_small(fleet(), HOURS), "plain") == near(4.0)


def test_the_fleets_coal_rate_is_total_over_total():
    # 300 g/kWh from 280 and 320: half and half.
    solved = solve_small(fleet(target("coal.net_heat_rate", 300.0, sense="max")), HOURS)
    assert output(solved, "good") == near(2.0)
    assert output(solved, "plain") == near(2.0)


def test_plants_outside_the_scope_do_not_count_in_the_coal_rate():
    solved = solve_small(fleet(target("coal.net_heat_rate", 300.0, sense="max"), plain={"in_coal_rate": False}), HOURS)
    assert output(solved, "plain") == near(4.0)


def test_part_load_and_its_fuel_count_in_the_coal_rate():
    # One plant at 50 % must stay online: 280 g x 1.08 = 302.4 g, 2.4 g over: 2 GWh x 0.0024 kt/GWh.
    case = small_case({"cohorts": [coal(no_load_share=0.08, must_run_share=1.0, net_rate_g_per_kwh=280.0)],
                       "policies": [target("coal.net_heat_rate", 300.0, sense="max")]}, load_gw=[0.5])
    solved = solve_small(case, HOURS)
    assert solved.slack("target") == near(2 * 0.0024)
    # 5000 CNY/tce = 5 million CNY per kt.
    assert solved.cost_of("policy_slack") == near(2 * 0.0024 * 5.0)


def test_a_coal_cap_limits_the_coal_burnt_by_coal_plants():
    # 0.9 kt in all: x GWh at 320 g and the rest gas, whose fuel is no coal: x = 0.9 / 0.32.
    case = fleet(target("coal.consumption_cap", 0.0009, sense="max"), efficient={"existing_gw": 0.0})
    solved = solve_small(case, HOURS)
    assert output(solved, "plain") == near(0.9 / 0.32)
    # A kt more replaces 1 / 0.32 GWh of gas (1.2 million CNY with its fuel) by coal (0.32).
    assert solved.dual("target") == near((1.2 - 0.32) / 0.32)


def test_a_coal_cap_out_of_reach_shows_its_excess_in_kt():
    case = small_case({"cohorts": [coal(must_run_share=1.0, min_output_share=1.0)],
                       "policies": [target("coal.consumption_cap", 0.001, sense="max")]})
    solved = solve_small(case, HOURS)
    assert solved.slack("target") == near(1.2 - 1.0)
    assert solved.cost_of("policy_slack") == near(0.2 * 5.0)


def test_a_co2_cap_counts_every_fuel():
    # Coal emits 2.66 x 0.32 = 0.8512 kt/GWh, gas 1.63 x 0.2 = 0.326; 3 kt for 4 GWh.
    case = fleet(target("co2.cap", 0.003, sense="max", slack_price=50000.0), efficient={"existing_gw": 0.0})
    solved = solve_small(case, HOURS)
    expected = (3.0 - 4 * 0.326) / (0.8512 - 0.326)
    assert output(solved, "plain") == near(expected)


def test_a_co2_cap_out_of_reach_shows_its_excess_in_kt():
    case = small_case({"cohorts": [coal()], "policies": [target("co2.cap", 0.001, sense="max", slack_price=100.0)]})
    solved = solve_small(case, HOURS)
    assert solved.slack("target") == near(4 * 0.3 * 2.66 - 1.0)
    assert solved.cost_of("policy_slack") == near((4 * 0.3 * 2.66 - 1.0) * 0.1)


@pytest.mark.parametrize(("metric", "wind_gwh", "sun_gwh"), [
    ("utilisation.wind", 3.6, 0.0), ("utilisation.solar", 0.0, 1.8), ("utilisation.renewable", 4.0, 1.4)])
def test_a_utilisation_floor_keeps_curtailment_down(metric, wind_gwh, sun_gwh):
    # Coal is cheaper to run than wind (0.5 million CNY/GWh) and sun (0.6), so without a floor both stand still.
    # Wind offers 4 GWh and sun 2: 90 % of the named one, or 5.4 GWh of both, wind first as it is the cheaper.
    case = small_case({
        "cohorts": [coal(existing_gw=3.0)],
        "renewables": [wind(variable_cost_cny_per_mwh=500.0),
                       wind("sun", 1.0, technology="solar_utility", profile="sun", variable_cost_cny_per_mwh=600.0)],
        "policies": [target(metric, 90.0)],
    }, {"wind": [1.0], "sun": [0.5]}, load_gw=[2.0])
    solved = solve_small(case, HOURS)
    found = solved.get("renewable_output_gw", "wind").sum(), solved.get("renewable_output_gw", "sun").sum()
    assert found == near((wind_gwh, sun_gwh))


def test_a_utilisation_floor_counts_what_new_plants_offer():
    # Wind that would stand still 20 % of the time is not built beyond what the floor lets pass: the load takes 1 GW.
    case = small_case({
        "renewables": [wind(existing_gw=1.0, own_use_share=0.1), ],
        "cohorts": [coal(existing_gw=1.0)], "policies": [target("utilisation.wind", 90.0, slack_price=100.0)],
    }, {"wind": [1.0]}, load_gw=[0.72])
    # 0.72 net are 0.8 gross of 1.0 offered; 0.9 are asked.
    assert solve_small(case, HOURS).slack("target") == near(4 * 0.1)


@pytest.mark.parametrize("technology", ["nuclear", "biomass", "waste"])
def test_nonfossil_plants_fill_the_nonfossil_share(technology):
    # 30 % of 4 GWh from a plant dearer than coal.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0), coal("other", 2.0, technology=technology, variable_cost_cny_per_mwh=200.0)],
        "policies": [target("share.nonfossil_generation", 30.0)],
    })
    assert output(solve_small(case, HOURS), "other") == near(1.2)


def test_wind_and_water_are_nonfossil_and_gas_is_not():
    case = small_case({
        "fuels": FUELS, "cohorts": [peaker(cost=0.0)],
        "renewables": [wind(existing_gw=0.1)], "reservoirs": [{"reservoir": "dam", "existing_gw": 0.2}],
        "policies": [target("share.nonfossil_generation", 40.0, slack_price=100.0)],
    }, {"wind": [1.0]})
    assert solve_small(case, HOURS).slack("target") == near(4 * (0.4 - 0.3))


def test_the_nonfossil_share_is_of_gross_generation():
    # Coal gross 1 / 0.8 per net: N / (N + (4 - N) / 0.8) = 30 %: N = 0.3 (N + 5 - 1.25 N).
    case = small_case({
        "cohorts": [coal(existing_gw=2.0, own_use_share=0.2),
                    coal("other", 2.0, technology="nuclear", variable_cost_cny_per_mwh=200.0)],
        "policies": [target("share.nonfossil_generation", 30.0)],
    })
    assert output(solve_small(case, HOURS), "other") == near(1.5 / 1.075)


@pytest.mark.parametrize("technology", ["coal", "coal_usc_new", "gas_ccgt", "gas_ocgt", "biomass", "waste"])
def test_wind_and_sun_over_whatever_burns(technology):
    # Wind gives 1 / 0.8 gross per net: W / 0.8 = 1.5 (4 - W): W = 6 / 2.75.  It costs more than what burns, and is cut.
    case = small_case({
        "cohorts": [coal("burnt", 2.0, technology=technology)],
        "renewables": [wind(existing_gw=2.0, own_use_share=0.2, variable_cost_cny_per_mwh=500.0)],
        "policies": [target("generation.new_energy_to_thermal_ratio", 1.5)],
    }, {"wind": [1.0]})
    solved = solve_small(case, HOURS)
    assert solved.get("renewable_output_gw", "wind").sum() == near(6.0 / 2.75)
    # A GWh more on the left takes 1 / (1 / 0.8 + 1.5) GWh of wind instead of what burns, 0.2 million CNY/GWh dearer.
    assert solved.dual("target") == near(0.2 / 2.75)


def test_nuclear_and_water_stand_on_neither_side_of_the_ratio():
    # 0.4 GW of wind, 0.2 of water, 0.1 of nuclear leave 0.3 GW of coal: twice it would be 0.6, 0.2 GW short.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0), coal("atom", 0.1, technology="nuclear", net_rate_g_per_kwh=60.0)],
        "renewables": [wind(existing_gw=0.4), wind("river", 0.2, technology="hydro_ror", profile="wind")],
        "policies": [target("generation.new_energy_to_thermal_ratio", 2.0, slack_price=100.0)],
    }, {"wind": [1.0]})
    assert solve_small(case, HOURS).slack("target") == near(4 * 0.2)


def test_burning_wind_in_a_store_does_not_raise_the_ratio():
    # 2 GWh of wind could be made of which the load takes 1; a store that loses half cannot pass the rest for use.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0, must_run_share=0.25, min_output_share=1.0)],
        "renewables": [wind(existing_gw=2.0)],
        "stores": [{"store": "cell", "existing_gw": 1.0, "existing_hours": 4.0, "charge_efficiency_share": 0.5,
                    "discharge_efficiency_share": 0.5}],
        "policies": [target("generation.new_energy_to_thermal_ratio", 2.0, slack_price=100.0)],
    }, {"wind": [1.0]})
    # Half a GW of coal must run, so wind serves half: 0.5 - 2 x 0.5.
    assert solve_small(case, HOURS).slack("target") == near(4 * 0.5)
