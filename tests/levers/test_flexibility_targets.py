"""Regulation capability, minimum output of the coal fleet, turndown and heat gained by retrofits, carbon market,
reserve by season."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.library.calendar import MONTH_OF_HOUR
from gridplan.model import response
from tests.support.rows import coal, near, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def shortfall(metric, value, sense="min", **tables):
    case = small_case({**tables, "policies": [target(metric, value, slack_price=1.0, sense=sense)]}, {"wind": [0.0]})
    return solve_small(case, 1).slack("target")


def test_regulation_is_what_can_be_turned_down_or_called():
    # Coal 2 x 0.6, peaker 0.5 x 1, pumped 0.3, cell 0.2, dam 0.4 x 0.9, response 0.05 of the 1 GW peak; nuclear, wind
    # and biomass do not count: 2.61 of 5 GW.
    missing = shortfall(
        "peaking.share_of_peak", 100.0, cohorts=[
            coal(existing_gw=2.0, min_output_share=0.4), peaker(existing_gw=0.5, fuel="coal", min_output_share=0.3),
            coal("atom", 1.0, technology="nuclear"), coal("straw", 1.0, technology="biomass")],
        renewables=[wind()], stores=[{"store": "pumped", "technology": "pumped_hydro", "existing_gw": 0.3},
                                     {"store": "cell", "existing_gw": 0.2}],
        reservoirs=[{"reservoir": "dam", "existing_gw": 0.4, "min_output_share": 0.1}],
        demand=[{"region": "r", "energy_twh": 43.8}], regions=[{"region": "r"}],
        response=[{"response": "shed", "kind": "shed", "max_share_of_peak": 0.01}])
    assert missing == near(5.0 - (1.2 + 0.5 + 0.3 + 0.2 + 0.36 + 0.05))


def test_a_flexibility_retrofit_adds_regulation():
    # 1 GW of coal at 60 %: 0.4 GW; 50 % of 1 GW are asked: 0.1 GW more from x (0.6 - 0.4): x = 0.5 GW.
    case = small_case({"cohorts": [coal(min_output_share=0.6)], "policies": [target("peaking.share_of_peak", 50.0)],
                       "retrofits": [{"cohort": "coal", "state": "flexibility", "min_output_share": 0.4,
                                      "cost_cny_per_kw": 10.0}]})
    assert solve_small(case, 1).value("thermal_capacity_gw", "coal", "flexibility") == near(0.5)


def test_a_lever_can_add_to_the_regulation(monkeypatch):
    own = response.design

    def with_reserve(model):
        own(model)
        model.peaking.append(lambda region, year: 0.2)

    monkeypatch.setattr(response, "design", with_reserve)
    assert shortfall("peaking.share_of_peak", 50.0, cohorts=[coal(min_output_share=0.9)]) == near(0.5 - 0.1 - 0.2)


def test_dedicated_plants_over_the_highest_generation_load():
    # 0.3 of pumped hydro and 0.2 of gas over 1 GW of load and 0.5 GW of lines out; 40 % of 1.5 GW.
    missing = shortfall(
        "peaking.dedicated_share_of_generation", 40.0,
        cohorts=[coal(existing_gw=3.0), coal("gas", 0.2, technology="gas_ccgt")],
        stores=[{"store": "pumped", "technology": "pumped_hydro", "existing_gw": 0.3},
                {"store": "cell", "existing_gw": 0.7}],
        links=[{"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.5}])
    assert missing == near(0.6 - 0.5)


FLEET = {"cohorts": [coal(min_output_share=0.5), coal("new", 1.0, min_output_share=0.3, technology="coal_usc_new"),
                     coal("gas", 1.0, technology="gas_ccgt", min_output_share=0.9)]}


def test_the_mean_minimum_output_of_the_coal_fleet():
    # Mean 40 % over 2 GW of coal; 35 % at most: 0.1 GW, or 0.5 GW made flexible at 30 %.
    metric, ceiling = "coal.fleet_min_output_share", 35.0
    assert shortfall(metric, ceiling, "max", **FLEET) == near(0.1)
    retrofits = [{"cohort": "coal", "state": "flexibility", "min_output_share": 0.3, "cost_cny_per_kw": 10.0}]
    case = small_case({**FLEET, "retrofits": retrofits, "policies": [target(metric, ceiling, sense="max")]})
    assert solve_small(case, 1).value("thermal_capacity_gw", "coal", "flexibility") == near(0.5)


@pytest.mark.parametrize(("metric", "value", "sense"), [
    # Half a unit at 40 % and half at 30 % make 35 %, or 65 % of depth.
    ("coal.min_output_share", 35.0, "max"), ("coal.peaking_depth", 65.0, "min")])
def test_the_minimum_output_of_the_units_retrofitted(metric, value, sense):
    # A floor on retrofitted capacity: 0.8 GW, the cheaper half at 40 %; what is not retrofitted does not count.
    retrofits = [{"cohort": "coal", "state": "flexibility", "min_output_share": 0.4, "cost_cny_per_kw": 10.0},
                 {"cohort": "deep", "state": "flexibility", "min_output_share": 0.3, "cost_cny_per_kw": 20.0}]
    case = small_case({
        "cohorts": [coal(existing_gw=2.0, min_output_share=0.6), coal("deep", 2.0, min_output_share=0.6)],
        "retrofits": retrofits, "policies": [
            target(metric, value, sense=sense),
            {"policy": "floor", "metric": "retrofit.flexibility_capacity", "value": 0.8}]})
    solved = solve_small(case, 1)
    assert solved.value("thermal_capacity_gw", "coal", "flexibility") == near(0.4)
    assert solved.value("thermal_capacity_gw", "deep", "flexibility") == near(0.4)


def test_nothing_retrofitted_misses_nothing():
    assert shortfall("coal.peaking_depth", 100.0, **FLEET) == near(0.0)


@pytest.mark.parametrize(("built_as", "existing", "flexible"), [(0.3, 0.0, 1.0), (0.5, 0.0, 0.4), (0.5, 0.1, 0.0)])
def test_new_coal_is_flexible_as_built_or_made_so(built_as, existing, flexible):
    # 1 GW must be built.  At 30 % all of it is flexible; at 50 % only the 0.4 GW that may be retrofitted are, and in a
    # cohort with old units nobody can tell which those are.
    case = small_case({
        "cohorts": [coal("new", existing, build_max_gw=1.0, capex_cny_per_kw=10.0, min_output_share=built_as)],
        "retrofits": [{"cohort": "new", "state": "flexibility", "min_output_share": 0.2, "max_gw": 0.4}],
        "policies": [target("coal.new_units_flexible_share", 100.0, slack_price=1.0),
                     {"policy": "build", "metric": "capacity.coal", "value": 1.0 + existing, "slack_price": 1e5}]})
    solved = solve_small(case, 1)
    assert solved.value("thermal_built_gw", "new") == near(1.0)
    assert solved.slack("target") == near(1.0 - flexible)


RETROFITS = [
    {"cohort": "coal", "state": "flexibility", "min_output_share": 0.3, "cost_cny_per_kw": 10.0, "max_gw": 1.0},
    {"cohort": "coal", "state": "heating", "heat_capability_gw_per_gw": 0.5, "cost_cny_per_kw": 10.0, "max_gw": 1.0},
    {"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": 10.0, "max_gw": 1.0},
    {"cohort": "late", "state": "efficiency", "cost_cny_per_kw": 1.0},
]


def retrofittable(metric, value, **more):
    old = coal(existing_gw=4.0, min_output_share=0.4, steam_class="subcritical", unit_mw=300.0)
    return small_case({"cohorts": [old, coal("late", 1.0, steam_class="supercritical")],
                       "retrofits": RETROFITS, "policies": [target(metric, value, **more)]})


@pytest.mark.parametrize(("metric", "value", "state", "done"), [
    # 0.05 GW of turndown at 0.1 per GW; 0.3 GW of heat at 0.5 per GW; 2 units of 0.3 GW.
    ("retrofit.peaking_gain", 0.05, "flexibility", 0.5), ("retrofit.heating_supply_gain", 0.3, "heating", 0.6),
    ("retrofit.units.high_temp_subcritical", 2.0, "efficiency", 0.6)])
def test_what_retrofits_bring_is_reached_by_retrofitting(metric, value, state, done):
    assert solve_small(retrofittable(metric, value), 1).value("thermal_capacity_gw", "coal", state) == near(done)


@pytest.mark.parametrize(("metric", "value", "missing", "cost"), [
    ("retrofit.peaking_gain", 0.3, 0.2, 0.2), ("retrofit.heating_supply_gain", 0.8, 0.3, 0.3),
    # 1 GW is 3.33 units; 4 are asked, each of 0.3 GW at 1 CNY/kW.
    ("retrofit.units.high_temp_subcritical", 4.0, 4.0 - 1.0 / 0.3, 0.3 * (4.0 - 1.0 / 0.3))])
def test_what_retrofits_cannot_bring_shows_as_a_shortfall(metric, value, missing, cost):
    case = retrofittable(metric, value, slack_price=5000.0)
    solved = solve_small(case, 1)
    assert solved.slack("target") == near(missing)
    assert solved.cost_of("policy_slack") == near(5000.0 * cost)


SUMMER, WINTER = np.isin(MONTH_OF_HOUR, [6, 7, 8, 9]), np.isin(MONTH_OF_HOUR, [11, 12, 1, 2])


@pytest.mark.parametrize(("metric", "needed"), [
    ("reserve.margin", 1.32), ("reserve.margin_summer", 1.32), ("reserve.margin_winter", 1.1)])
def test_a_reserve_margin_of_one_season_asks_for_that_season(metric, needed):
    case = small_case({"cohorts": [coal(existing_gw=0.5), coal("new", 0.0, build_max_gw=9.0, capex_cny_per_kw=10.0)],
                       "policies": [target(metric, 10.0)]}, load_gw=np.where(SUMMER, 1.2, 1.0))
    assert solve_small(case, 1).value("thermal_built_gw", "new") == near(needed - 0.5)
    assert WINTER.any()


@pytest.mark.parametrize(("auctioned", "charged_kt"), [(None, 0.798 - 0.5), (0.0, 0.798 - 0.5), (0.2, 0.798 - 0.4),
                                                        (1.0, 0.798)])
def test_the_auctioned_part_of_the_benchmark_is_paid_for(auctioned, charged_kt):
    # 0.798 kt emitted per GWh; 0.5 t/MWh of benchmark, 20 % of it auctioned leave 0.4 free; 100 CNY/t.
    market = [] if auctioned is None else [{"region": "r", "auction_share": auctioned}]
    case = small_case({"regions": [{"region": "r", "co2_price_cny_per_t": 100.0}], "carbon_market": market,
                       "cohorts": [coal(co2_benchmark_t_per_mwh=0.5)]})
    assert solve_small(case, 4).cost_of("co2") == near(4 * 0.1 * charged_kt)
