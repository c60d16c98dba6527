"""What a programme falls into once its capacities are held, and that its parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csc_array, csr_array

from gridplan.case.case import with_risk
from gridplan.model.build import build_model
from gridplan.solve.certified.crew import Crew, Stopped
from gridplan.solve.certified.dispatch import dispatch_jobs, dispatched, holding, rounded, together
from gridplan.solve.certified.method import CertifiedSolve, Glance
from gridplan.solve.certified.partition import LINKING, Partition, partition
from gridplan.solve.certified.parts import parts
from gridplan.solve.certified.sums import shared_parts
from gridplan.solve.highs import HighsSolver
from gridplan.solve.labels import DESIGN
from gridplan.solve.matrix import Problem, compile_problem
from gridplan.solve.verify import certify
from tests.solve.test_certified import DAYS, an_example, certified, in_two_years
from tests.solve.test_certified_cases import SPREAD
from tests.support.levers.paths import GOLDEN as PATHS
from tests.support.rich_case import rich_case
from tests.support.rows import near
from tests.support.weather import in_weather

GLANCES = (Glance(24, 0.25), Glance(48, 0.05))

CREW = Crew("simplex", 1, None, lambda: None)


def by_hand(matrix, stages, held=(), cost=None, row_lower=None, design=(), weight=None):
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
                    np.ones(int(stages.max()) + 1) if weight is None else np.array(weight))
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


# Columns: output of two weather years, its sums, a slack of the quota, a capacity that counts for the quota.
QUOTA = [[1, 0, -1, 0, 0, 0],
         [0, 1, 0, -1, 0, 0],
         [0, 0, 1, 1, 1, 1]]


def quota_by_hand():
    # Output costs 1 and 3, the slack 50; 8 of the quota, 2 of which are the capacity's.
    return by_hand(QUOTA, [0, 1, DESIGN, DESIGN, DESIGN, DESIGN], held=[5], cost=[1, 3, 0, 0, 50, 0],
                   row_lower=[0, 0, 8], design=[2], weight=[6570.0, 2190.0])


def test_each_weather_year_gets_its_share_of_a_quota():
    plan = np.array([np.nan, np.nan, 4.0, 1.0, 0.0, 2.0])
    calm, gale = shared_parts(*quota_by_hand(), plan)
    assert shown([calm, gale]) == [((0,), [0, 2], [0, 2, 4, 5]), ((1,), [1, 2], [1, 3, 4, 5])]
    # 6 are asked of both: 4 and 1 as in the plan, and of the seventh 3/4 and 1/4; beside the capacity's 2.
    assert calm.spread.row_lower.tolist() == near([0, 4.75 + 2])
    assert gale.spread.row_lower.tolist() == near([0, 1.25 + 2])
    assert calm.spread.column_upper.tolist() == near([10, 10, 7.5, 2])
    assert gale.spread.column_upper.tolist() == near([10, 10, 2.5, 2])
    assert calm.spread.weight_of_dual.tolist() == [1, 0.75]


@pytest.mark.parametrize("sums", [(4.0, 1.0), (6.0, 0.0), (0.0, 0.0), (9.0, -8.0), (np.nan, np.nan)])
def test_whatever_the_shares_are_the_quota_is_met(sums):
    cut, _rows, _columns = quota_by_hand()
    plan = np.array([np.nan, np.nan, *sums, np.nan, 2.0])
    found = together(cut, [job() for job in dispatch_jobs(cut, CREW, plan)])
    proof = certify(cut.problem, found.value, found.dual)
    assert found.usable and proof.feasible
    known = np.nan_to_num(np.array(sums))
    asked = known + np.array([0.75, 0.25]) * (6.0 - known.sum())
    # The calm year's ten and its slack's 7.5 meet what is asked of it; less than nothing is asked of nobody.
    calm, gale = np.minimum(np.maximum(asked, 0.0), 10.0)
    slack = max(0.0, asked[0] - 10.0)
    assert proof.cost == near(calm + 3.0 * gale + 50.0 * slack)


# -- cases ---------------------------------------------------------------------------------------------------------


def three_years(weather=True):
    """Three planning years, two regions and two weather years, with every lever of the rich case."""
    case = rich_case()
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


def jobs_of(held, plan=None):
    return [job() for job in dispatch_jobs(held, CREW, plan)]


def test_one_year_is_one_part_with_the_whole_programme():
    held, _optimum = held_plan(an_example(), DAYS)
    only, = jobs_of(held)
    assert only.part.stages == (0,)
    assert len(only.part.rows) and np.array_equal(only.part.cost, held.problem.cost[only.part.columns])
    assert (held.window_of_column[only.part.columns] != DESIGN).any()
    # Every row is in it but those that hang on capacity which is not there.
    left = np.setdiff1d(np.arange(held.problem.shape[0]), only.part.rows)
    free = held.problem.column_upper > held.problem.column_lower
    columns = np.zeros(held.problem.shape[1], dtype=bool)
    columns[only.part.columns] = True
    assert not (abs(held.rows[left]) @ (free & columns).astype(float)).any()


def test_the_parts_of_a_path_are_its_years():
    held, optimum = held_plan(three_years(weather=False), SPREAD)
    found = jobs_of(held)
    assert sorted(one.part.stages for one in found) == [(0,), (1,), (2,)]
    assert len(found[0].part.rows) == max(len(one.part.rows) for one in found)
    year = together(held, found)
    proof = certify(held.problem, year.value, year.dual)
    assert year.usable and proof.feasible
    assert proof.cost == near(optimum, 1e-5)


def test_what_adds_weather_years_up_makes_them_one_part():
    held, _optimum = held_plan(in_two_years(), DAYS)  # a quota over the mean year
    assert [one.part.stages for one in jobs_of(held)] == [(0, 1)]
    without = in_two_years()
    tables = {**without.tables, "policies": without.tables["policies"].iloc[:0]}
    held, optimum = held_plan(replace(without, tables=tables), DAYS)
    found = jobs_of(held)
    assert sorted(one.part.stages for one in found) == [(0,), (1,)]
    year = together(held, found)
    assert certify(held.problem, year.value, year.dual).cost == near(optimum, 1e-5)


def two_years(monkeypatch=None, risk="", spoil=None):
    """What a certified solve of two weather years comes to; ``spoil`` is done to the plan that shares are taken of."""
    case = with_risk(in_two_years(), risk) if risk else in_two_years()
    if monkeypatch is not None:
        monkeypatch.setattr("gridplan.solve.certified.method.dispatch_jobs", lambda held, crew, plan=None:
                            dispatch_jobs(held, crew, None if plan is None else spoil(plan)))
    return certified(case, gap=3e-2, threads=1, axis=DAYS.over(case.probabilities))[1]


def test_weather_years_that_share_a_quota_are_dispatched_each_by_itself():
    found = two_years()
    assert found.parts == 2 and [step.name for step in found.steps][-1] == "bounds"
    jointly = two_years(risk="worst")
    assert jointly.parts == 1


def test_shares_that_are_no_good_cost_a_dispatch_of_all_weather_years_and_no_more(monkeypatch):
    found = two_years(monkeypatch, spoil=lambda plan: plan - 1e6 * np.arange(len(plan)))
    assert [step.name for step in found.steps][-1] == "together"
    assert found.parts == 1 and found.certificate.gap <= 3e-2
    assert found.certificate.cost == near(two_years().certificate.cost, 1e-3)


def test_years_regions_and_weather_together_are_bounded_like_the_direct_programme():
    case = three_years()
    model = build_model(case, SPREAD.over(case.probabilities))
    problem = compile_problem(model)
    found = CertifiedSolve(case, model, problem, gap=1e-3, crew=Crew("auto", 1, None, lambda: None),
                           tell=lambda *_a, **_k: None, looks=GLANCES[-1:]).solve()
    solution = HighsSolver(problem, method="ipx", threads=1).solve()
    optimum = certify(problem, solution.value, solution.dual).cost
    assert found.parts == 6
    assert [step.name for step in found.steps] == ["look", "bounds"]
    assert found.certificate.feasible and found.certificate.gap <= 1e-3
    assert found.certificate.lower_bound <= optimum * (1 + 1e-6)
    assert found.certificate.cost >= optimum * (1 - 1e-6)


def test_a_part_that_is_not_there_is_no_dispatch():
    case = PATHS["path_builds"]()
    model = build_model(case, DAYS)
    problem = compile_problem(model)

    class Losing(Crew):
        """Stops before the last job has ended."""

        def each(self, jobs):
            done = super().each(jobs)
            if len(jobs) > 1:
                raise Stopped([done[0], None, *done[2:]])
            return done

    found = CertifiedSolve(case, model, problem, gap=1e-3, crew=Losing("auto", 1, None, lambda: None),
                           tell=lambda *_a, **_k: None, looks=GLANCES).solve()
    assert found.stopped and found.value is None
