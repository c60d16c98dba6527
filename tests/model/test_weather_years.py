"""Several weather years in one programme: one design, its operation in each, expected costs; figures by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis
from gridplan.model.risk import measured
from tests.support.rows import FUEL_COST, FUELS, UNSERVED_COST, coal, near, peaker, target, wind
from tests.support.small_case import axis_of, small_case
from tests.support.solved import solve_small
from tests.support.weather import in_weather

WINDY, STILL = {"wind": [0.5]}, {"wind": [0.1]}


def solved(case, hours=2):
    return solve_small(case, axis_of(hours).over(case.probabilities))


def test_one_design_serves_every_weather_year_at_expected_cost():
    # 1 GW of load; 1 GW of wind gives 0.5 or 0.1 GW; coal burns the rest at 0.3 million CNY per GWh.
    case = in_weather(small_case({"cohorts": [coal(existing_gw=1.0)], "renewables": [wind()]}),
                      {"windy": WINDY, "still": STILL}, [0.75, 0.25])
    plan = solved(case)
    assert plan.get("thermal_output_gw", "coal") == near([0.5, 0.5, 0.9, 0.9])
    assert plan.cost == near(2 * FUEL_COST * (0.75 * 0.5 + 0.25 * 0.9))
    assert plan.dataset["weather_year"].values.tolist() == ["windy", "windy", "still", "still"]
    assert float(plan.dataset["weight_h"].sum()) == near(2.0)


def test_capacity_is_paid_once_and_weighed_against_what_it_saves_on_average():
    # A GW of wind costs 0.24 a year for the two hours and saves 0.3 x 2 x (mean wind of the years).
    def built(annuity, chances):
        case = in_weather(small_case({"cohorts": [coal(existing_gw=1.0)], "renewables": [
            wind(existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=10.0 * annuity)]}),
            {"windy": WINDY, "still": STILL}, chances)
        return float(solved(case).dataset["renewable_built_gw"].sum())

    assert built(0.17, [0.5, 0.5]) == near(1.0)  # saves 0.6 x 0.3 = 0.18
    assert built(0.19, [0.5, 0.5]) == near(0.0)
    assert built(0.19, [0.75, 0.25]) == near(1.0)  # saves 0.6 x 0.4 = 0.24


def test_a_level_does_not_pass_from_one_weather_year_to_the_next():
    # All wind of the first year and the load of the second: a store that carried over would serve it all.
    case = in_weather(small_case({"renewables": [wind()], "stores": [
        {"store": "cell", "existing_gw": 1.0, "existing_hours": 10.0}]}, load_gw=[0.5, 0.5]),
        {"windy": {"wind": [1.0, 1.0]}, "still": {"wind": [0.0, 0.0]}})
    plan = solved(case)
    assert plan.get("unserved_gw", "r") == near([0.0, 0.0, 0.5, 0.5])
    assert plan.cost == near(0.5 * UNSERVED_COST * 2 * 0.5)


def test_a_level_comes_back_within_each_weather_year():
    case = in_weather(small_case({"renewables": [wind()], "stores": [
        {"store": "cell", "existing_gw": 1.0, "existing_hours": 10.0}]}, load_gw=[0.5, 0.5]),
        {"early": {"wind": [1.0, 0.0]}, "late": {"wind": [0.0, 1.0]}})
    plan = solved(case)
    # In the late year the hour without wind lives on what the wind after it will have left: the year is a circle.
    assert plan.get("store_level_gwh", "cell") == near([0.5, 0.0, 0.0, 0.5])
    assert plan.get("unserved_gw", "r") == near([0.0] * 4)


def test_starts_do_not_count_between_weather_years():
    # Coal that runs all through each year never starts, though it is off in one of them.
    unit = coal(existing_gw=1.0, start_cost_cny_per_kw=1.0)
    case = in_weather(small_case({"cohorts": [unit], "renewables": [wind()]}), {"full": {"wind": [1.0]},
                                                                               "none": {"wind": [0.0]}})
    plan = solved(case)
    assert plan.get("thermal_started_gw", "coal") == near([0.0] * 4)
    assert plan.cost == near(0.5 * 2 * FUEL_COST)


def test_yearly_energy_is_the_expected_one_and_years_keep_their_levels():
    # The stated energy is that of a load of 1 GW; the hot year's curve is twice the mild one's.
    case = in_weather(small_case({"fuels": FUELS, "cohorts": [peaker()]}),
                      {"mild": {"load": [1.0]}, "hot": {"load": [2.0]}}, [0.5, 0.5])
    assert solved(case).get("demand_gw", "r") == near([2 / 3, 2 / 3, 4 / 3, 4 / 3])


def test_a_target_holds_for_the_mean_year():
    # 40 % of the mean year's use: wind of 0.5 and 0.1 of capacity gives 0.3 on average, so 4/3 GW are needed.
    case = in_weather(small_case({
        "cohorts": [coal(existing_gw=1.0)],
        "renewables": [wind(existing_gw=0.0, potential_gw=2.0, capex_cny_per_kw=5.0)],
        "policies": [target("quota.renewable_consumption", 40.0)]}), {"windy": WINDY, "still": STILL})
    plan = solved(case)
    assert float(plan.dataset["renewable_built_gw"].sum()) == near(4 / 3)
    assert plan.get("renewable_output_gw", "wind") == near([2 / 3, 2 / 3, 2 / 15, 2 / 15])


def test_the_reserve_looks_at_the_highest_peak_of_all_weather_years():
    case = in_weather(small_case({"cohorts": [coal(existing_gw=0.0, build_max_gw=5.0, capex_cny_per_kw=100.0)],
                                  "policies": [target("reserve.margin", 10.0)]}),
                      {"mild": {"load": [1.0]}, "hot": {"load": [1.5]}}, [0.5, 0.5])
    assert float(solved(case).dataset["thermal_built_gw"].sum()) == near(1.1 * 1.5 / 1.25)


@pytest.mark.parametrize("hours, unserved", [(2.0, 0.0), (1.0, 0.5)])
def test_hours_of_a_year_cannot_be_saved_for_another(hours, unserved):
    # Gas may run some full-load hours a year; in the windy year it need not run, in the still one for two hours.
    gas = peaker(existing_gw=1.0, max_full_load_hours=hours)
    case = in_weather(small_case({"fuels": FUELS, "cohorts": [gas], "renewables": [wind()]}),
                      {"windy": {"wind": [1.0]}, "still": {"wind": [0.0]}})
    assert float(solved(case).get("unserved_gw", "r").mean()) == near(unserved / 2)


def test_response_and_contracts_are_limited_in_every_weather_year():
    shed = {"response": "shed", "kind": "shed", "max_share_of_peak": 1.0, "max_hours": 1.0}
    case = in_weather(small_case({"renewables": [wind()], "response": [shed]}), {"full": {"wind": [1.0]},
                                                                                "none": {"wind": [0.0]}})
    assert float(solved(case).get("unserved_gw", "r").sum()) == near(1.0)
    line = {"link": "line", "from": "outside", "to": "r", "capacity_gw": 1.0, "energy_max_twh": 0.001}
    case = in_weather(small_case({"renewables": [wind()], "links": [line]}), {"full": {"wind": [1.0]},
                                                                             "none": {"wind": [0.0]}})
    assert float(solved(case).get("unserved_gw", "r").sum()) == near(1.0)
    contract = {"link": "line", "month_max_share": 1.0, "hours_min": 1.0}
    case = in_weather(small_case({"renewables": [wind()], "links": [{**line, "energy_max_twh": np.nan}],
                                  "link_contracts": [contract]}), {"full": {"wind": [1.0]}, "none": {"wind": [0.0]}})
    assert float(solved(case).get("link_flow_gw", "line")[:2].sum()) >= 1.0 - 1e-6


def test_the_same_weather_twice_is_one_weather_year():
    tables = {"fuels": FUELS, "cohorts": [coal(existing_gw=0.5, min_output_share=0.4, start_cost_cny_per_kw=0.2),
                                          peaker()], "renewables": [wind(potential_gw=3.0, capex_cny_per_kw=20.0)],
              "stores": [{"store": "cell", "build_max_gw": 1.0, "capex_energy_cny_per_kwh": 5.0}],
              "policies": [target("quota.renewable_consumption", 30.0)]}
    blowing = {"wind": np.random.default_rng(3).random(24)}
    case = small_case(tables, blowing, load_gw=[1.0, 0.5, 0.8])
    once = solve_small(case, axis_of(24))
    twice = solved(in_weather(case, {"a": blowing, "b": blowing}, [0.3, 0.7]), 24)
    assert twice.cost == near(once.cost, 1e-6)
    assert twice.dataset["renewable_built_gw"].values == near(once.dataset["renewable_built_gw"].values, 1e-4)


# -- risk ----------------------------------------------------------------------------------------------------------


def against_a_still_year(risk, capex, chances=(0.9, 0.1)):
    """1 GW of load and no plant but a store of wind's own: gas may be built against what is else unserved."""
    gas = peaker(existing_gw=0.0, build_max_gw=1.0, capex_cny_per_kw=capex, life_years=10.0)
    case = in_weather(small_case({"fuels": FUELS, "cohorts": [gas], "renewables": [wind()]}),
                      {"windy": {"wind": [1.0]}, "still": {"wind": [0.0]}}, chances, risk)
    return solved(case)


@pytest.mark.parametrize("risk, built, cost", [
    # A GW of gas costs 4 a year (capex 40, ten years) and saves 2 x (10 - 1) = 18 in the still year, one in ten.
    ("expected", 0.0, 0.1 * 20.0),
    ("worst", 1.0, 4.0 + 0.99 * 2.0 + 0.01 * 0.2),
    ("cvar:0.8", 1.0, 4.0 + 0.99 * 1.0 + 0.01 * 0.2),  # the dearest fifth: half of it the still year
    ("cvar:0.0", 0.0, 0.1 * 20.0),  # all of the weather: the expected cost
])
def test_what_is_built_and_minimised_depends_on_the_risk(risk, built, cost):
    plan = against_a_still_year(risk, 40.0)
    assert float(plan.dataset["thermal_built_gw"].sum()) == near(built)
    assert plan.cost == near(cost)


def test_weather_years_that_are_not_the_dearest_are_run_at_least_cost_too():
    tables = {"fuels": FUELS, "cohorts": [coal(existing_gw=1.0), peaker()], "renewables": [wind()]}
    case = in_weather(small_case(tables), {"windy": {"wind": [0.5]}, "still": {"wind": [0.0]}}, risk="worst")
    plan = solved(case)
    assert plan.get("thermal_output_gw", "gas") == near([0.0] * 4)
    assert plan.get("price_cny_per_mwh", "r") == near([300.0] * 4, 1e-4)
    assert plan.cost == near(0.99 * 0.6 + 0.01 * 0.45)


def test_what_an_objective_makes_of_costs():
    assert measured([1.0, 3.0], [0.5, 0.5], "expected") == near(2.0)
    assert measured([1.0, 3.0], [0.9, 0.1], "worst") == near(0.99 * 3.0 + 0.01 * 1.2)
    assert measured([1.0, 3.0, 5.0], [0.5, 0.3, 0.2], "cvar:0.5") == near(0.99 * (0.2 * 5 + 0.3 * 3) / 0.5 + 0.01 * 2.4)


# -- the axis -----------------------------------------------------------------------------------------------------


def test_an_axis_over_weather_years_repeats_the_year_with_its_own_hours():
    axis = TimeAxis.shortened_year(48).over([0.25, 0.75])
    assert len(axis) == 96 and axis.weather_years == 2
    assert axis.weight_h.sum() == near(8760.0) and axis.probability == near([0.25, 0.75])
    assert (axis.hour[48:] - axis.hour[:48] == 8760).all()
    assert axis.previous[48] == 95 and axis.previous[0] == 47
    assert set(axis.month_by_weather[48:]) == {month + 12 for month in axis.month_by_weather[:48]}
    hourly = np.arange(2 * 8760.0)
    assert (axis.mean(hourly) == axis.hour).all()
    assert len(axis.windows(24)) == 4 and len(axis.windows(168)) == 4
    with pytest.raises(ValueError, match="8760 values for each weather year"):
        axis.mean(hourly[:8760])


def test_blocks_are_averaged_within_a_weather_year():
    axis = TimeAxis.shortened_year(24).averaged(24).over([0.5, 0.5])
    hourly = np.concatenate([np.zeros(8760), np.ones(8760)])
    assert axis.mean(hourly) == near([0.0, 1.0])


@pytest.mark.parametrize("axis, chances", [
    (TimeAxis.window(0, 24), [0.5, 0.5]),
    (axis_of(24).over([0.5, 0.5]), [0.5, 0.5]),
    (axis_of(24), [0.5, 0.6]),
    (axis_of(24), [1.0, 0.0]),
])
def test_an_axis_that_cannot_be_laid_over_weather_years_is_refused(axis, chances):
    with pytest.raises(ValueError):
        axis.over(chances)
