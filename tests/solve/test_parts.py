"""What a programme falls into once its capacities are held, and that its parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array, csr_array

from gridplan.model.build import build_model
from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.dispatch import dispatched, holding, left_out, rounded
from gridplan.solve.certified.dropped import kept
from gridplan.solve.certified.looks import Glance
from gridplan.solve.certified.method import CertifiedSolve
from gridplan.solve.certified.partition import LINKING, Partition, partition
from gridplan.solve.certified.parts import parts
from gridplan.solve.highs import HighsSolver
from gridplan.solve.labels import DESIGN
from gridplan.solve.matrix import Problem, compile_problem
from gridplan.solve.verify import certify
from tests.solve.test_certified import DAYS, an_example, in_two_years
from tests.solve.test_certified_cases import SPREAD
from tests.support.rich_case import rich_case, rich_tables
from tests.support.rows import near
from tests.support.weather import in_weather

GLANCES = (Glance(24, 0.25), Glance(48, 0.05))

CREW = Crew("simplex", 1, None, lambda: None)


def by_hand(matrix, stages, held=(), cost=None, row_lower=None, design=()):
    """A programme of rows >= ``row_lower`` (0; ``design``: rows of the design), columns within 0 and 10 (held ones at
    2), and the stage of each column (-1: of the design)."""
    matrix = np.array(matrix, dtype=float)
    rows, columns = matrix.shape
    lower, upper = np.zeros(columns), np.full(columns, 10.0)
    lower[list(held)] = upper[list(held)] = 2.0
    stages = np.array(stages)
    problem = Problem(np.ones(columns) if cost is None else np.array(cost, dtype=float), 0.0, csc_array(matrix),
                      np.zeros(rows) if row_lower is None else np.array(row_lower, dtype=float),
                      np.full(rows, np.inf), lower, upper, np.zeros(columns, dtype=bool), {}, {}, {}, {}, 1)
    of_row = np.where(np.isin(np.arange(rows), list(design)), DESIGN, LINKING)
    cut = Partition(problem, csr_array(matrix), of_row, stages, stages, stages, np.zeros(columns, dtype=int), 1,
                    int(stages.max()) + 1)
    return cut, np.arange(rows), np.arange(columns)


def shown(found):
    return [(part.stages, part.rows.tolist(), part.columns.tolist()) for part in found]


# Columns: a capacity, the operation of two stages (two columns of the first), a build.
CAPACITY_LINKS = [[1, -1, 0, 0, 0],
                  [1, 0, 0, -1, 0],
                  [0, 1, 1, 0, 0],
                  [-1, 0, 0, 0, 1]]
STAGES = [DESIGN, 0, 0, 1, DESIGN]


def test_a_free_capacity_holds_the_stages_together_and_a_held_one_does_not():
    assert shown(parts(*by_hand(CAPACITY_LINKS, STAGES))) == [((0, 1), [0, 1, 2, 3], [0, 1, 2, 3, 4])]
    # The capacity stands in both parts; the build and its row, of no stage, go with the first.
    assert shown(parts(*by_hand(CAPACITY_LINKS, STAGES, held=[0]))) == [
        ((0,), [0, 2, 3], [0, 1, 2, 4]), ((1,), [1], [0, 3])]


def test_what_a_held_capacity_costs_is_shared_out_among_its_parts():
    first, second = parts(*by_hand(CAPACITY_LINKS, STAGES, held=[0], cost=[6, 1, 1, 1, 1]))
    assert first.cost.tolist() == [3, 1, 1, 1]
    assert second.cost.tolist() == [3, 1]


def test_a_chain_of_sums_links_stages_and_a_sum_without_free_columns_does_not():
    # Sums a and b of two stages; a target over both, or over what is held of one of them.
    sums = [[1, 0, -1, 0], [0, 1, 0, -1], [0, 0, 1, 1]]
    stages = [0, 1, DESIGN, DESIGN]
    assert [part.stages for part in parts(*by_hand(sums, stages))] == [(0, 1)]
    assert shown(parts(*by_hand(sums, stages, held=[3]))) == [((0,), [0, 2], [0, 2, 3]), ((1,), [1], [1, 3])]


def test_stages_are_the_smallest_parts_and_far_ones_may_be_one():
    # Three stages: the second by itself, though its two columns have nothing to do with one another.
    rows = [[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]]
    assert shown(parts(*by_hand(rows, [0, 1, 1, 2]))) == [((0, 2), [0], [0, 3]), ((1,), [1, 2], [1, 2])]


def test_parts_add_up_to_the_whole():
    # Stage 0: a >= 3 held below 2 by the capacity, so b serves the rest at 1 each; stage 1: c >= 1.
    cut, _rows, _columns = by_hand([[1, -1, 0, 0], [0, 1, 1, 0], [1, 0, 0, -1], [0, 0, 0, 1]], [DESIGN, 0, 0, 1],
                                   held=[0], cost=[5, 0.5, 1, 2], row_lower=[0, 3, 0, 1])
    alone = [HighsSolver(part.arrays(cut), method="simplex", threads=1).solve() for part in
             parts(cut, np.arange(4), np.arange(4))]
    assert [near(one.value @ part.cost) for one, part in zip(alone, parts(cut, np.arange(4), np.arange(4)), strict=True)
            ] == [near(5 + 1 + 1), near(5 + 2)]
    held = dispatched(cut, CREW)
    assert held is not None and held.value.tolist() == near([2, 2, 1, 1])
    proof = certify(cut.problem, held.value, held.dual)
    assert proof.cost == near(14.0) and proof.lower_bound == near(14.0) and proof.feasible


# -- cases ---------------------------------------------------------------------------------------------------------


def three_years(weather=True):
    """Three planning years, two regions and two weather years, with the rich case's levers."""
    tables = rich_tables()
    del tables["operating_reserve"]  # half as many rows again; certified in test_certified_cases.py
    case = rich_case(tables)
    case = replace(case, settings=case.settings.model_copy(update={"years": [2030, 2035, 2040]}))
    drawn = np.random.default_rng(5)
    names = [name for name in case.profiles.columns if name.startswith("wind")]
    years = {"calm": {name: 0.5 * drawn.random(24) for name in names},
             "gale": {name: drawn.random(24) for name in names}}
    return in_weather(case, years, [0.6, 0.4]) if weather else case


def held_plan(case, axis):
    """The case's optimum with its capacities held, and the optimum."""
    model = build_model(case, axis.over(case.probabilities))
    problem = compile_problem(model)
    cut = partition(model, problem, np.unique(model.axis.month_by_weather, return_inverse=True)[1])
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    near_plan = rounded(cut, solution.value, CREW)
    return holding(cut, near_plan, cut.hourly_design), certify(problem, solution.value, solution.dual).cost


def found_of(held):
    return parts(held, *kept(left_out(held)))


def test_one_year_is_one_part_with_the_whole_programme():
    held, optimum = held_plan(an_example(), DAYS)
    only, = found_of(held)
    assert only.stages == (0,)
    rows, columns = kept(left_out(held))
    assert np.array_equal(only.rows, rows) and np.array_equal(only.columns, columns)
    assert np.array_equal(only.cost, held.problem.cost[columns])
    year = dispatched(held, CREW)
    assert certify(held.problem, year.value, year.dual).cost == near(optimum, 1e-5)


def test_the_parts_of_a_path_are_its_years():
    held, optimum = held_plan(three_years(weather=False), SPREAD)
    assert [part.stages for part in found_of(held)] == [(0,), (1,), (2,)]
    year = dispatched(held, CREW)
    proof = certify(held.problem, year.value, year.dual)
    assert year.usable and proof.feasible
    assert proof.cost == near(optimum, 1e-5)


def test_what_adds_weather_years_up_makes_them_one_part():
    held, _optimum = held_plan(in_two_years(), DAYS)  # a quota over the mean year
    assert [part.stages for part in found_of(held)] == [(0, 1)]
    without = in_two_years()
    tables = {**without.tables, "policies": without.tables["policies"].iloc[:0]}
    held, optimum = held_plan(replace(without, tables=tables), DAYS)
    assert [part.stages for part in found_of(held)] == [(0,), (1,)]
    year = dispatched(held, CREW)
    assert certify(held.problem, year.value, year.dual).cost == near(optimum, 1e-5)


def test_years_regions_and_weather_together_are_bounded_like_the_direct_programme():
    case = three_years()
    model = build_model(case, SPREAD.over(case.probabilities))
    problem = compile_problem(model)
    done = []
    found = CertifiedSolve(case, model, problem, gap=1e-3, crew=Crew("auto", 1, None, lambda: None),
                           tell=lambda name, **_figures: done.append(name), looks=GLANCES[-1:]).solve()
    assert "bounds" in done
    solution = HighsSolver(problem, method="ipx", threads=1).solve()
    optimum = certify(problem, solution.value, solution.dual).cost
    assert found.certificate.feasible and found.certificate.gap <= 1e-3
    assert found.certificate.lower_bound <= optimum * (1 + 1e-6)
    assert found.certificate.cost >= optimum * (1 - 1e-6)
