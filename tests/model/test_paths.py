"""Paths of several planning years, worked out by hand: two years of five years each, undiscounted unless said.

One hour a year: 1 GW of load is 1 GWh, which the peaker makes at 1 million CNY.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplan.model.build import build_model
from gridplan.model.economics import annuity, paid_shares, period_years, year_weights
from gridplan.model.vintages import added_by_data, gone_by_age
from gridplan.solve.highs import HighsSolver
from gridplan.solve.labels import DESIGN, column_labels, labels
from gridplan.solve.matrix import compile_problem
from gridplan.solve.myopic import own_cost, solve_years
from gridplan.solve.verify import certify
from tests.support.rich_case import rich_case
from tests.support.rows import FUELS, coal, near, peaker, wind
from tests.support.small_case import axis_of, small_case
from tests.support.solved import Solved, solve_small

YEARS = (2030, 2035)
FREE_WIND = {"wind": [1.0]}


def path(years=YEARS, discount_rate=0.0, load_gw=(1.0,), **tables):
    """A path with the peaker for all that is left."""
    tables = {"fuels": FUELS, **tables, "cohorts": [*tables.get("cohorts", []), peaker()]}
    return small_case(tables, FREE_WIND, load_gw=load_gw, years=years, discount_rate=discount_rate)


def dated(row, **columns):
    """A row for each year, with one value of every column for each."""
    return [{**row, "year": year, **{name: values[place] for name, values in columns.items()}}
            for place, year in enumerate(YEARS)]


def myopic(case, hours=1) -> Solved:
    """The path planned year by year."""
    perfect = solve_small(case, hours)

    def one(_year, part):
        solution = HighsSolver(part, method="simplex", threads=1).solve()
        return solution, certify(part, solution.value, solution.dual)

    solution, certificate = solve_years(perfect.model, perfect.problem, one)
    assert certificate.feasible
    assert certificate.gap < 1e-7
    return replace(perfect, point=perfect.problem.point(solution.value, solution.dual), certificate=certificate)


def of(solved: Solved, name: str, year: int, **labels_of) -> float:
    """A yearly figure of the dataset, summed over what is left open."""
    return float(solved.dataset[name].sel(year=year, **labels_of).sum())


# -- economics ---------------------------------------------------------------------------------------------------------


def test_a_planning_year_stands_for_the_years_up_to_the_next():
    assert period_years([2025, 2030, 2040]) == {2025: 5, 2030: 10, 2040: 10}
    assert period_years([2030]) == {2030: 1}


def test_what_is_done_once_is_paid_for_over_its_life_and_no_longer():
    assert paid_shares([2030, 2035], 0.0, 2030, 7.0) == near({2030: 1.0, 2035: 0.4})
    assert paid_shares([2030, 2035], 0.0, 2035, 2.5) == near({2035: 0.5})
    weights = year_weights([2030, 2035, 2040], 0.06)
    shares = paid_shares([2030, 2035, 2040], 0.06, 2030, 12.0)
    # All annuities fall into the horizon, so that their present value is the whole price.
    assert sum(weights[year] * share for year, share in shares.items()) * annuity(0.06, 12.0) * 1.06**-1 == near(
        1.0 / 1.06 * sum(1.06**-k for k in range(12)) * annuity(0.06, 12.0))


# -- builds ------------------------------------------------------------------------------------------------------------


def test_it_is_built_later_where_it_falls_in_price():
    # An annuity of 2.0 against 1.0 of fuel in 2030, of 0.5 in 2035: 5 x 1.0 + 5 x 0.5.
    solved = solve_small(path(renewables=dated(wind(existing_gw=0.0, potential_gw=1.0), capex_cny_per_kw=(20.0, 5.0))),
                         1)
    assert of(solved, "renewable_built_gw", 2030) == near(0.0)
    assert of(solved, "renewable_built_gw", 2035) == near(1.0)
    assert solved.cost == near(7.5)


def test_what_is_built_stands_and_is_paid_for_while_it_lives():
    solved = solve_small(path(renewables=[wind(existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=5.0)]), 1)
    assert [of(solved, "renewable_built_gw", year) for year in YEARS] == near([1.0, 0.0])
    assert [of(solved, "renewable_capacity_gw", year) for year in YEARS] == near([1.0, 1.0])
    capital = solved.costs[solved.costs["term"] == "capital"].groupby("year")["million_cny"].sum()
    assert capital.to_dict() == near({2030: 0.5, 2035: 0.5})
    assert solved.cost == near(5.0)


def test_what_has_lived_its_life_is_built_again():
    solved = solve_small(path(renewables=[wind(existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=2.5,
                                               life_years=5.0)]), 1)
    assert [of(solved, "renewable_built_gw", year) for year in YEARS] == near([1.0, 1.0])
    assert solved.cost == near(5.0)


def test_each_build_keeps_the_annuity_of_its_own_year():
    # 0.4 GW needed in 2030 (load 0.4), 1 GW in 2035, at 0.5 and 0.8 of annuity.
    solved = solve_small(path(
        demand=[{"region": "r", "year": 2030, "energy_twh": 0.4 * 8.76}, {"region": "r", "year": 2035,
                                                                          "energy_twh": 8.76}],
        renewables=dated(wind(existing_gw=0.0, potential_gw=1.0), capex_cny_per_kw=(7.0, 8.0)),
        build_limits=[{"technology": "wind_onshore", "year": 2030, "max_gw": 0.4}]), 1)
    capital = solved.costs[solved.costs["term"] == "capital"].groupby("year")["million_cny"].sum()
    assert capital.to_dict() == near({2030: 0.4 * 0.7, 2035: 0.4 * 0.7 + 0.6 * 0.8})
    assert solved.cost == near(5 * (0.28 + 0.76))


def test_the_objective_is_discounted_to_the_first_year():
    weights = year_weights(YEARS, 0.05)
    solved = solve_small(path(discount_rate=0.05,
                              renewables=[wind(existing_gw=0.0, potential_gw=0.6, capex_cny_per_kw=1.0)]), 1)
    yearly = 0.6 * annuity(0.05, 10.0) + 0.4
    assert solved.cost == near(yearly * (weights[2030] + weights[2035]))


def test_the_price_of_energy_is_of_its_own_year():
    solved = solve_small(path(discount_rate=0.08, renewables=[wind(existing_gw=0.5)]), 1)
    assert np.ravel(solved.dataset["price_cny_per_mwh"].values) == near([1000.0, 1000.0], 1e-4)


def test_a_store_keeps_power_energy_and_firmness():
    solved = solve_small(small_case(
        {"fuels": FUELS, "cohorts": [peaker(existing_gw=0.9, cost=100.0)],
         "stores": [{"store": "cell", "build_max_gw": 1.0, "hours_min": 1.0, "hours_max": 1.0,
                     "capex_power_cny_per_kw": 1.0, "capex_energy_cny_per_kwh": 1.0}]},
        load_gw=[1.0, 0.5], years=YEARS), 2)
    assert [of(solved, "store_power_built_gw", year) for year in YEARS] == near([0.1, 0.0])
    assert [of(solved, "store_power_gw", year) for year in YEARS] == near([0.1, 0.1])
    assert [of(solved, "store_energy_gwh", year) for year in YEARS] == near([0.1, 0.1])


# -- growth ceilings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "built"), [
    ({"max_gw": 0.3}, [0.3, 0.3]),
    ({"max_gw_per_year": 0.1}, [0.1, 0.5]),
    ({"max_gw_per_year": 0.1, "first_period_years": 3.0}, [0.3, 0.5]),
    ({"max_gw_per_year": 0.1, "max_gw": 0.2}, [0.1, 0.2]),
    ({"max_gw": 0.3, "year": 2035}, [1.0, 0.0]),
])
def test_a_growth_ceiling_binds_what_is_built_for_a_planning_year(limit, built):
    solved = solve_small(path(renewables=[wind(existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=1.0)],
                              build_limits=[{"technology": "wind_onshore", **limit}]), 1)
    assert [of(solved, "renewable_built_gw", year) for year in YEARS] == near(built)


def test_a_ceiling_of_all_regions_counts_them_together():
    solved = solve_small(small_case(
        {"fuels": FUELS, "regions": [{"region": "r"}, {"region": "east"}], "cohorts": [peaker(), peaker("other",
                                                                                                       region="east")],
         "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}],
         "renewables": [wind(existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=1.0),
                        wind("far", existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=1.0, region="east")],
         "build_limits": [{"technology": "wind_onshore", "region": "", "max_gw": 0.5}]}, FREE_WIND), 1)
    assert of(solved, "renewable_built_gw", 2030) == near(0.5)


# -- coal fleets -------------------------------------------------------------------------------------------------------


EFFICIENT = {"cohort": "coal", "state": "efficiency", "net_rate_change_g_per_kwh": -100.0, "cost_cny_per_kw": 0.5}


def test_a_retrofit_is_done_once_and_stays():
    # 0.3 of fuel becomes 0.2; 0.05 a year over ten years.
    solved = solve_small(path(cohorts=[coal()], retrofits=[{**EFFICIENT, "life_years": 10.0}]), 1)
    moved = [of(solved, "thermal_moved_gw", year, state="efficiency") for year in YEARS]
    assert moved == near([1.0, 0.0])
    assert of(solved, "thermal_capacity_gw", 2035, state="efficiency") == near(1.0)
    assert solved.cost == near(5 * 2 * (0.2 + 0.05))


@pytest.mark.parametrize(("life", "shares"), [(5.0, (1.0, 0.0)), (7.0, (1.0, 0.4)), (10.0, (1.0, 1.0))])
def test_a_retrofit_is_paid_over_its_life_alone(life, shares):
    cost = {"cost_cny_per_kw": 0.05 * life, "life_years": life}
    solved = solve_small(path(cohorts=[coal()], retrofits=[{**EFFICIENT, **cost}]), 1)
    paid = solved.costs[solved.costs["term"] == "retrofit"].groupby("year")["million_cny"].sum()
    assert [paid.get(year, 0.0) for year in YEARS] == near([0.05 * share for share in shares])


def test_there_is_no_way_back_from_a_retrofit():
    rows = dated({**EFFICIENT, "life_years": 10.0}, fixed_cost_change_cny_per_kw_a=(0.0, 1.0))
    case = path(cohorts=[coal()], retrofits=rows)
    # Seen ahead, the dear upkeep of 2035 keeps the unit as it is; year by year it is found out too late.
    assert solve_small(case, 1).cost == near(5 * (0.3 + 0.3))
    assert myopic(case).cost == near(5 * (0.2 + 0.05 + 0.2 + 0.05 + 1.0) - 0.0)


def test_a_further_retrofit_costs_what_it_adds():
    both = {**EFFICIENT, "state": "efficiency+flexibility", "cost_cny_per_kw": 0.8, "life_years": 10.0,
            "net_rate_change_g_per_kwh": -200.0}
    rows = [{**EFFICIENT, "life_years": 10.0}, *dated(both, max_gw=(0.0, 1.0))]
    solved = solve_small(path(cohorts=[coal()], retrofits=rows), 1)
    paid = solved.costs[solved.costs["term"] == "retrofit"].groupby("year")["million_cny"].sum()
    assert of(solved, "thermal_moved_gw", 2035, from_state="efficiency", state="efficiency+flexibility") == near(1.0)
    assert paid.to_dict() == near({2030: 0.05, 2035: 0.05 + 0.03})


def test_a_closed_unit_stays_closed():
    # Kept: 5 x (5.3 + 0.3); closed: 5 x (1 + 1).
    rows = dated(coal(retire_max_gw=1.0), fixed_cost_cny_per_kw_a=(5.0, 0.0))
    solved = solve_small(path(cohorts=rows), 1)
    assert [of(solved, "thermal_retired_gw", year, cohort="coal") for year in YEARS] == near([1.0, 1.0])
    assert solved.cost == near(10.0)


def test_what_is_closed_early_would_have_aged_out_first():
    # 0.6 of 1 GW ages out by 2035.  Closing it in 2030 saves upkeep; in 2035 the other 0.4 is as good as ever.
    rows = dated(coal(retire_max_gw=0.6), existing_gw=(1.0, 0.4), fixed_cost_cny_per_kw_a=(5.0, 0.0))
    solved = solve_small(path(cohorts=rows), 1)
    assert of(solved, "thermal_retired_gw", 2030, cohort="coal") == near(0.6)
    assert of(solved, "thermal_retired_gw", 2035, cohort="coal") == near(0.0)
    assert of(solved, "thermal_capacity_gw", 2035, cohort="coal") == near(0.4)
    assert solved.cost == near(5 * (0.4 * 5.3 + 0.6 * 1.0) + 5 * (0.4 * 0.3 + 0.6 * 1.0))


def test_new_coal_is_limited_in_all_and_retrofitted_like_old():
    new = coal("new", 0.0, build_max_gw=0.8, capex_cny_per_kw=1.0)
    solved = solve_small(path(cohorts=[new], retrofits=[{**EFFICIENT, "cohort": "new", "life_years": 10.0}]), 1)
    assert [of(solved, "thermal_built_gw", year, cohort="new") for year in YEARS] == near([0.8, 0.0])
    assert of(solved, "thermal_capacity_gw", 2035, cohort="new", state="efficiency") == near(0.8)


def test_an_extension_lasts_its_years():
    rows = dated({"cohort": "coal", "cost_cny_per_kw": 0.5, "life_years": 5.0}, expiring_gw=(1.0, 1.0))
    solved = solve_small(path(cohorts=[coal(retire_max_gw=1.0)], life_extension=rows), 1)
    assert [of(solved, "thermal_extended_gw", year) for year in YEARS] == near([1.0, 1.0])
    longer = solve_small(path(cohorts=[coal(retire_max_gw=1.0)],
                              life_extension=[{**row, "life_years": 10.0} for row in rows]), 1)
    assert [of(longer, "thermal_extended_gw", year) for year in YEARS] == near([1.0, 0.0])
    assert longer.cost == near(10 * (0.3 + 0.05))


def test_one_closure_makes_room_for_one_new_unit_whatever_the_year():
    new = coal("new", 0.0, technology="coal_usc_new", build_max_gw=1.0, net_rate_g_per_kwh=100.0)
    old = coal("old", 1.0, retire_max_gw=0.4)
    solved = solve_small(path(cohorts=[new, old], replacement=[{"cohort": "new"}]), 1)
    built = [of(solved, "thermal_built_gw", year, cohort="new") for year in YEARS]
    assert sum(built) == near(0.4)
    aged = solve_small(path(cohorts=[new, *dated(old, existing_gw=(1.0, 0.7))], replacement=[{"cohort": "new"}]), 1)
    assert sum(of(aged, "thermal_built_gw", year, cohort="new") for year in YEARS) == near(0.7)


def test_reserve_that_is_given_up_does_not_come_back():
    rows = dated(coal(retire_max_gw=1.0), fixed_cost_cny_per_kw_a=(5.0, 5.0))
    kept = dated({"cohort": "coal", "max_full_load_hours": 8760.0}, fixed_cost_cny_per_kw_a=(2.0, 0.0))
    solved = solve_small(path(cohorts=rows, emergency_reserve=kept), 1)
    assert [of(solved, "emergency_reserve_gw", year) for year in YEARS] == near([0.0, 0.0])
    cheap = dated({"cohort": "coal", "max_full_load_hours": 8760.0}, fixed_cost_cny_per_kw_a=(0.1, 0.1))
    solved = solve_small(path(cohorts=rows, emergency_reserve=cheap), 1)
    assert [of(solved, "emergency_reserve_gw", year) for year in YEARS] == near([1.0, 1.0])


def repowering(existing_gw, potential_gw, capex):
    """Wind that may be repowered into a class of its own, twice as large."""
    return path(load_gw=(2.0,),
                renewables=[wind(existing_gw=existing_gw), wind("new", 0.0, potential_gw=potential_gw)],
                repowering=[{"renewable": "wind", "to": "new", "max_gw": 0.5, "growth": 2.0, "capex_cny_per_kw": capex,
                             "life_years": 10.0}])


def test_repowered_plants_stay_and_the_old_do_not_come_back():
    solved = solve_small(repowering(1.0, 0.0, capex=1.0), 1)
    assert [of(solved, "renewable_capacity_gw", year, renewable="wind") for year in YEARS] == near([0.5, 0.5])
    assert [of(solved, "renewable_capacity_gw", year, renewable="new") for year in YEARS] == near([1.0, 1.0])
    assert [of(solved, "renewable_retired_gw", year, renewable="wind") for year in YEARS] == near([0.5, 0.0])
    assert solved.cost == near(5 * 2 * (0.5 + 0.5 * 2.0 / 10.0))


def test_later_builds_do_not_take_the_room_of_repowering():
    # Repowering costs too much; the sites of the new class are full after the first year.
    solved = solve_small(repowering(0.5, 0.4, capex=1e5), 1)
    assert [of(solved, "renewable_built_gw", year, renewable="new") for year in YEARS] == near([0.4, 0.0])
    assert [of(solved, "renewable_capacity_gw", year, renewable="new") for year in YEARS] == near([0.4, 0.4])


# -- foresight ---------------------------------------------------------------------------------------------------------


def test_without_foresight_it_is_built_too_late():
    # Wind at 1.1 a year; the peaker costs 1.0 in 2030 and 2.0 in 2035; 0.5 GW may be built for each year.
    case = small_case({
        "fuels": FUELS, "cohorts": dated(peaker(), variable_cost_cny_per_mwh=(1000.0, 2000.0)),
        "renewables": [wind(existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=11.0)],
        "build_limits": [{"technology": "wind_onshore", "max_gw": 0.5}]}, FREE_WIND, years=YEARS)
    assert solve_small(case, 1).cost == near(5 * (0.5 * 1.1 + 0.5 * 1.0) + 5 * 1.1)
    late = myopic(case)
    assert [of(late, "renewable_built_gw", year) for year in YEARS] == near([0.0, 0.5])
    assert late.cost == near(5 * 1.0 + 5 * (0.5 * 1.1 + 0.5 * 2.0))


def test_a_year_is_weighed_by_its_own_annuity_alone():
    case = path(renewables=[wind(existing_gw=0.0, potential_gw=1.0, capex_cny_per_kw=5.0)])
    solved = solve_small(case, 1)
    columns = solved.problem.column_families["design.renewable_built_gw"]
    assert solved.problem.cost[columns] == near([5.0, 2.5])
    assert own_cost(solved.model, solved.problem)[columns] == near([2.5, 2.5])


@settings(max_examples=8, deadline=None)
@given(capex=st.lists(st.floats(1.0, 30.0), min_size=2, max_size=2), upkeep=st.floats(0.0, 2.0),
       fuel=st.lists(st.floats(200.0, 3000.0), min_size=2, max_size=2), limit=st.floats(0.05, 1.0),
       life=st.floats(3.0, 20.0), rate=st.floats(0.0, 0.1), left=st.floats(0.0, 1.0))
def test_foresight_never_costs_more(capex, upkeep, fuel, limit, life, rate, left):
    case = small_case({
        "fuels": FUELS, "cohorts": [*dated(coal(retire_max_gw=1.0, remaining_life_years=life),
                                           existing_gw=(1.0, left), fixed_cost_cny_per_kw_a=(upkeep, 1.0)),
                                    *dated(peaker(), variable_cost_cny_per_mwh=tuple(fuel))],
        "retrofits": [{**EFFICIENT, "fixed_cost_change_cny_per_kw_a": upkeep / 10.0}],
        "renewables": dated(wind(existing_gw=0.1, potential_gw=1.5, life_years=life), capex_cny_per_kw=tuple(capex)),
        "build_limits": [{"technology": "wind_onshore", "max_gw": limit}]},
        {"wind": [0.8, 0.3]}, load_gw=[1.0, 1.6], years=YEARS, discount_rate=rate)
    ahead, blind = solve_small(case, 2), myopic(case, 2)
    assert ahead.cost <= blind.cost * (1 + 1e-7) + 1e-7


# -- the whole ---------------------------------------------------------------------------------------------------------


def test_years_that_nothing_links_are_three_plans_of_one_year():
    years = (2025, 2030, 2035)
    loads = dict(zip(years, (8.76, 10.0, 12.0), strict=True))
    tables = {"fuels": FUELS, "cohorts": [coal(existing_gw=0.8, fixed_cost_cny_per_kw_a=0.1), peaker()],
              "renewables": [wind(existing_gw=0.3)],
              "demand": [{"region": "r", "year": year, "energy_twh": energy} for year, energy in loads.items()]}
    together = solve_small(small_case(tables, FREE_WIND, years=years, discount_rate=0.06), 4)
    apart = {year: solve_small(small_case({**tables, "demand": [{"region": "r", "energy_twh": loads[year]}]}, FREE_WIND,
                                          years=(year,), discount_rate=0.06), 4).cost for year in years}
    weights = year_weights(years, 0.06)
    assert together.cost == near(sum(weights[year] * apart[year] for year in years))


def test_a_path_with_everything_in_it_is_the_same_with_foresight_or_cheaper():
    case = rich_case()
    case = replace(case, settings=case.settings.model_copy(update={"years": [2030, 2035, 2040]}))
    perfect, blind = solve_small(case, 24), myopic(case, 24)
    assert perfect.cost <= blind.cost + 1e-6
    assert years_of_dataset(perfect) == [2030, 2035, 2040]


def years_of_dataset(solved: Solved) -> list[int]:
    return [int(year) for year in solved.dataset["year"].values]


def test_columns_and_rows_are_labelled_by_year_and_block():
    case = rich_case()
    case = replace(case, settings=case.settings.model_copy(update={"years": [2030, 2040]}))
    from gridplan.model.build import build_model
    from tests.support.small_case import axis_of

    model = build_model(case, axis_of(24))
    problem = compile_problem(model)
    found = labels(model, problem)
    assert set(found.column_year) == {2030, 2040}
    year, block = column_labels(model, problem)
    assert (year == found.column_year).all()
    design = np.concatenate([columns[columns >= 0] for name, columns in problem.column_families.items()
                             if name.startswith("design.")])
    assert (block[design] == DESIGN).all()
    hourly = problem.column_families["operation.renewable_output_gw"]
    assert block[hourly].tolist() == list(range(24)) * (len(hourly) // 24)
    # With the design given, the years fall apart.
    operation = problem.matrix[:, np.setdiff1d(np.arange(problem.shape[1]), design)].tocoo()
    years = np.delete(found.column_year, design)
    assert (found.row_year[operation.row] == years[operation.col]).all()
    whole = problem.matrix.tocsr()
    linking = {name for name, rows in problem.row_families.items() for row in rows[rows >= 0]
               if len(set(found.column_year[whole[[row]].indices])) > 1}
    assert linking and all(name.startswith("design.") for name in linking)


def test_what_the_case_adds_and_what_ages_by_hand():
    model = build_model(path(years=(2030, 2035, 2040)), axis_of(1))
    existing = {("a", 2030): 3.0, ("a", 2035): 2.0, ("a", 2040): 2.5, ("late", 2035): 1.5, ("late", 2040): 1.0}
    assert gone_by_age(model, existing) == {
        ("a", 2030): 0.0, ("a", 2035): 1.0, ("a", 2040): 0.0, ("late", 2035): 0.0, ("late", 2040): 0.5}
    assert added_by_data(model, existing) == {
        ("a", 2030): 3.0, ("a", 2035): 0.0, ("a", 2040): 0.5, ("late", 2035): 1.5, ("late", 2040): 0.0}
