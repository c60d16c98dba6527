"""The certified solve against the direct one: bounds that hold, whatever it leaves out, and plans that stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gridplan.case.case import with_risk
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.solve.certified.blocks import coarser
from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.door import CERTIFIED
from gridplan.solve.certified.dropped import dropped
from gridplan.solve.certified.looks import Glance
from gridplan.solve.certified.method import CertifiedSolve
from gridplan.solve.certified.outlook import (
    AveragedYears,
    columns_of,
    look,
    looks_at,
    names_of,
    unchanged,
)
from gridplan.solve.certified.partition import LINKING, partition
from gridplan.solve.certified.told import told
from gridplan.solve.certified.windows import completed
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import compile_problem
from gridplan.solve.run import NotSolved, solve
from gridplan.solve.verify import certify, lower_bound
from tests.support.contradictions import CONTRADICTIONS
from tests.support.rows import FUELS, coal, near, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.weather import in_weather

DAYS = TimeAxis.shortened_year(96)
"""Four days in four months: four windows."""

GLANCES = (Glance(16, 0.25), Glance(32, 0.05))


def prepared(case, axis=DAYS):
    model = build_model(case, axis)
    return model, compile_problem(model)


def certified(case, gap=1e-3, threads=2, axis=DAYS, looks=GLANCES):
    model, problem = prepared(case, axis)
    crew = Crew("auto", threads, None, lambda: None)
    return problem, CertifiedSolve(case, model, problem, gap=gap, crew=crew, tell=lambda *_a, **_k: None,
                                   looks=looks).solve()


def direct(problem):
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    return certify(problem, solution.value, solution.dual)


def system(load, blowing, *, min_output=0.5, start_cost=0.3, efficiency_cost=100.0, existing_wind=0.5):
    """Coal with retrofit states, wind, a store and a quota, over load and wind of two days, again and again."""
    return small_case({
        "fuels": FUELS,
        "cohorts": [coal(existing_gw=1.2, min_output_share=min_output, no_load_share=0.1, must_run_share=0.2,
                         start_cost_cny_per_kw=start_cost), peaker()],
        "retrofits": [{"cohort": "coal", "state": "flexibility", "cost_cny_per_kw": 20.0, "max_gw": 1.2,
                       "min_output_change_share": -0.2},
                      {"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": efficiency_cost,
                       "max_gw": 1.2, "net_rate_change_g_per_kwh": -20.0}],
        "renewables": [wind(existing_gw=existing_wind, potential_gw=3.0, capex_cny_per_kw=20.0)],
        "stores": [{"store": "cell", "build_max_gw": 1.0, "capex_energy_cny_per_kwh": 5.0,
                    "charge_efficiency_share": 0.9, "discharge_efficiency_share": 0.9}],
        "policies": [target("quota.renewable_consumption", 30.0)],
    }, {"wind": np.resize(blowing, 8760)}, load_gw=0.5 + np.resize(load, 8760))


def an_example():
    """One system, drawn once."""
    drawn = np.random.default_rng(7)
    return system(drawn.random(48), drawn.random(48))


@st.composite
def systems(draw):
    """Systems over random load and wind."""
    share = st.floats(0.0, 1.0).map(lambda x: round(x, 3))
    hourly = st.lists(share, min_size=48, max_size=48)
    return system(np.array(draw(hourly)), np.array(draw(hourly)), min_output=draw(share), start_cost=draw(share),
                  efficiency_cost=400.0 * draw(share), existing_wind=draw(share))


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(systems())
def test_the_optimum_lies_between_the_bounds(case):
    problem, found = certified(case)
    optimum = direct(problem).cost
    size = max(1.0, abs(optimum))
    for step in found.steps:
        assert np.isnan(step.lower) or step.lower <= optimum + 1e-6 * size
        assert np.isnan(step.upper) or step.upper >= optimum - 1e-6 * size
    assert found.certificate.feasible
    assert found.certificate.gap <= 1e-3


@pytest.mark.parametrize("by", ["bounds", "whole"])
def test_a_small_gap_is_reached_too(by, monkeypatch):
    if by == "whole":
        monkeypatch.setattr("gridplan.solve.certified.method.bounded", lambda *_: None)
    problem, found = certified(an_example(), gap=1e-6)
    assert found.steps[-1].name == by
    assert found.certificate.gap <= 1e-6
    assert found.certificate.cost == near(direct(problem).cost, 1e-5)


def test_threads_change_nothing_beyond_the_gap():
    costs = [certified(an_example(), threads=threads)[1].certificate.cost for threads in (1, 2)]
    assert costs[0] == near(costs[1], 1e-3)


def test_the_same_input_gives_the_same_answer():
    first, second = (certified(an_example(), threads=1)[1] for _ in range(2))
    assert np.array_equal(first.value, second.value)
    assert np.array_equal(first.dual, second.dual)


# -- the parts -----------------------------------------------------------------------------------------------------


def test_blocks_cover_the_hours_and_keep_days_apart():
    axis, block_of = coarser(an_example(), DAYS, 20)
    assert len(axis) == 20
    assert axis.keeps_days_apart
    assert axis.weight_h.sum() == near(8760.0)
    assert np.array_equal(np.bincount(block_of), axis.duration_h)


def test_there_are_never_fewer_blocks_than_days():
    assert len(coarser(an_example(), DAYS, 1)[0]) == 4


def test_windows_fall_apart_but_for_the_rows_that_link():
    model, problem = prepared(an_example())
    cut = partition(model, problem, np.unique(DAYS.month, return_inverse=True)[1])
    assert cut.count == 4
    for row in range(0, problem.shape[0], 7):
        columns = cut.rows.indices[cut.rows.indptr[row]:cut.rows.indptr[row + 1]]
        windows = set(cut.window_of_column[columns].tolist()) - {-1}
        assert (cut.window_of_row[row] == LINKING) == (len(windows) > 1)


def test_what_hangs_on_capacity_held_at_zero_is_found_whole():
    # Without the columns and rows that go with two states, the programme costs what it costs with them held at zero.
    case = an_example()
    model, problem = prepared(case)
    cut = partition(model, problem, np.unique(DAYS.month, return_inverse=True)[1])
    states = [key for key in model.data.COMMITTED if key[1] != "as_is"][:2]
    held = columns_of(model, problem, set(states))
    gone = dropped(cut, held)
    assert names_of(model, problem, held) == set(states)
    assert gone.columns.sum() >= 3 * len(states) * len(DAYS)
    rows, columns = np.flatnonzero(~gone.rows), np.flatnonzero(~(gone.columns | gone.design))
    smaller = HighsSolver(cut.excerpt(rows, columns, problem.cost[columns]), method="simplex", threads=1).solve()
    barred = direct(problem.with_column_bounds(held, 0.0, 0.0))
    assert problem.cost[columns] @ smaller.value + problem.offset == near(barred.cost, 1e-6)


def test_what_was_left_out_is_priced():
    # Duals of the programme without the unused states, with prices for these, prove nearly what they prove with them.
    case = an_example()
    window_of_block = np.unique(DAYS.month, return_inverse=True)[1]
    averaged = AveragedYears(case, build_model(case, DAYS), window_of_block, keep=False).of(40, unchanged)[0]()
    cut, crew = averaged.cut, Crew("simplex", 1, None, lambda: None)
    everything = look(averaged, np.array([], dtype=int), crew)
    capacity = averaged.model.design.thermal_capacity_gw
    unused = np.array([place for place, key in zip(cut.problem.columns[id(capacity)], capacity.index_set(), strict=True)
                       if key in set(averaged.model.data.COMMITTED) and everything.value[place] < 1e-9])
    assert len(unused)
    without = look(averaged, unused, crew)
    dual = completed(cut, dropped(cut, unused), without.dual, crew)
    optimum = cut.problem.cost @ everything.value + cut.problem.offset
    assert lower_bound(cut.problem, dual) <= optimum + 1e-6 * abs(optimum)
    assert lower_bound(cut.problem, dual) >= optimum - 0.02 * abs(optimum)


# -- from case to results --------------------------------------------------------------------------------------------


def test_a_certified_run_says_how_it_was_proven(monkeypatch):
    monkeypatch.setattr("gridplan.solve.certified.method.LOOKS", GLANCES)
    results = solve(an_example(), hours=96, method=CERTIFIED, gap=1e-2)
    solver = results.run["solver"]
    assert results.run["status"] in ("solved", "missed_targets")
    assert results.run["gap"] <= 1e-2
    assert solver["method"] == CERTIFIED
    assert solver["asked_gap"] == 1e-2
    assert [step["name"] for step in solver["steps"]][-1] in ("bounds", "whole")
    assert all(check["ok"] for check in results.run["checks"])


def test_no_time_is_no_plan_and_says_so():
    with pytest.raises(NotSolved) as fault:
        solve(an_example(), hours=96, method=CERTIFIED, time_limit_s=1e-3)
    assert fault.value.status == "stopped"


def test_a_contradiction_is_told_as_one():
    one = next(case for case in CONTRADICTIONS if case.name == "floor of a group above what may be built")
    with pytest.raises(NotSolved) as fault:
        solve(small_case(one.tables, {"heat": [1.0]}), hours=one.hours, method=CERTIFIED)
    assert fault.value.status == "infeasible"


# -- weather years -------------------------------------------------------------------------------------------------


def in_two_years():
    drawn = np.random.default_rng(11)
    case = system(drawn.random(48), drawn.random(48))
    return in_weather(case, {"calm": {"wind": 0.6 * drawn.random(48)}, "gale": {"wind": drawn.random(48)}}, [0.6, 0.4])


def test_windows_are_months_of_a_weather_year_and_blocks_keep_the_years_apart():
    case = in_two_years()
    axis = DAYS.over(case.probabilities)
    coarse, block_of = coarser(case, axis, 40)
    assert [set(block_of[:96]) & set(block_of[96:])] == [set()]
    assert coarse.weather_years == 2 and coarse.weight_h.sum() == near(8760.0)
    _problem, found = certified(case, axis=axis)
    assert found.windows == 8


def test_looks_at_one_weather_year_each_tell_the_whole_case():
    # Two equal weather years: what a look at every hour of one says is, weighed by its probability, optimal in both.
    load, blowing = np.random.default_rng(11).random((2, 8760))
    case = in_weather(system(load, blowing), {"one": {"wind": blowing}, "other": {"wind": blowing}}, [0.7, 0.3])
    axis = DAYS.over(case.probabilities)
    model, problem = prepared(case, axis)
    window_of_block = np.unique(axis.month_by_weather, return_inverse=True)[1]
    cut = partition(model, problem, window_of_block)
    crew = Crew("simplex", 1, None, lambda: None)
    years = AveragedYears(case, model, window_of_block, keep=True).of(len(DAYS), unchanged)
    assert [year().windows.tolist() for year in years] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    hint = told(looks_at(years, set(), crew), model, cut)
    optimum = direct(problem).cost
    assert hint.cost + problem.offset == near(optimum, 1e-6)
    design = cut.design_columns
    inside = (hint.plan > problem.column_lower + 1e-7) & (hint.plan < problem.column_upper - 1e-7)
    left = (problem.cost - cut.rows.T @ hint.price)[design] - hint.worth.sum(axis=1)
    assert inside[design].sum() > 5
    assert np.abs(left[inside[design] & ~problem.implied[design]]).max() < 1e-6
    linking = np.flatnonzero(cut.window_of_row == LINKING)
    assert len(linking) and np.abs(hint.price[linking]).max() > 0.0
    assert not np.isnan(hint.plan[cut.rows[linking].indices]).any()


def test_several_weather_years_lie_between_the_bounds():
    case = in_two_years()
    problem, found = certified(case, axis=DAYS.over(case.probabilities))
    optimum = direct(problem).cost
    assert found.certificate.feasible and found.certificate.gap <= 1e-3
    assert found.certificate.lower_bound <= optimum * (1 + 1e-6)
    assert found.certificate.cost >= optimum * (1 - 1e-6)


@pytest.mark.parametrize("risk", ["worst", "cvar:0.5"])
def test_the_dearest_weather_year_is_bounded_too(risk):
    case = with_risk(in_two_years(), risk)
    problem, found = certified(case, axis=DAYS.over(case.probabilities))
    optimum = direct(problem).cost
    assert found.certificate.feasible and found.certificate.gap <= 1e-3
    assert found.certificate.lower_bound <= optimum * (1 + 1e-6)
    assert found.certificate.cost >= optimum * (1 - 1e-6)
