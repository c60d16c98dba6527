"""The certified solve against the direct one where it is hardest: several planning years, several regions, every lever,
axes of one month or of an odd length."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.dropped import dropped
from gridplan.solve.certified.looks import Glance
from gridplan.solve.certified.method import CertifiedSolve
from gridplan.solve.certified.outlook import AveragedYears, idle_states, look, unchanged
from gridplan.solve.certified.partition import partition
from gridplan.solve.certified.windows import completed, with_best_design
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import compile_problem
from gridplan.solve.verify import certify, lower_bound
from tests.solve.test_certified import DAYS, an_example
from tests.support.levers.paths import GOLDEN as PATHS
from tests.support.rich_case import rich_case
from tests.support.rows import hours_of

ONE_MONTH = TimeAxis.window(0, 48, cyclic=True)
ODD = TimeAxis.shortened_year(120)
"""Five days in runs of two, one, one and one."""

SPREAD = hours_of(*(24 * day + hour for day in (10, 100, 190, 280) for hour in range(2, 24, 4)))
"""24 hours in four months, each standing for itself as the rich case has it."""

GLANCES = (Glance(8, 0.25), Glance(24, 0.05))


def path_of_two_regions():
    """Two planning years and two regions, with every lever of the rich case."""
    case = rich_case()
    return replace(case, settings=case.settings.model_copy(update={"years": [2030, 2035]}))


CASES = {
    "path of a fleet": (PATHS["path_fleet"], DAYS),
    "path of builds": (PATHS["path_builds"], DAYS),
    "two regions, every lever": (rich_case, SPREAD),
    "two regions, two years, every lever": (path_of_two_regions, SPREAD),
    "one month": (an_example, ONE_MONTH),
    "an odd number of days": (an_example, ODD),
}


@pytest.mark.parametrize("name", CASES)
def test_the_optimum_lies_between_the_bounds(name):
    make, axis = CASES[name]
    case = make()
    model = build_model(case, axis)
    problem = compile_problem(model)
    crew = Crew("auto", 1, None, lambda: None)
    found = CertifiedSolve(case, model, problem, gap=1e-3, crew=crew, tell=lambda *_a, **_k: None,
                           looks=GLANCES).solve()
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    optimum = certify(problem, solution.value, solution.dual).cost
    size = max(1.0, abs(optimum))
    for step in found.steps:
        assert np.isnan(step.lower) or step.lower <= optimum + 1e-6 * size
        assert np.isnan(step.upper) or step.upper >= optimum - 1e-6 * size
    assert found.certificate.feasible
    assert found.certificate.gap <= 1e-3
    bounds = next(step for step in found.steps if step.name == "bounds")
    assert bounds.gap < 0.25


def test_states_that_a_look_solved_are_priced_from_scratch():
    # Duals of the whole programme, with those of unused states found anew, prove nearly what they proved before.
    case = an_example()
    years = AveragedYears(case, build_model(case, DAYS), np.unique(DAYS.month, return_inverse=True)[1], keep=False)
    averaged = years.of(40, unchanged)[0]()
    cut, crew = averaged.cut, Crew("simplex", 1, None, lambda: None)
    everything = look(averaged, np.array([], dtype=int), crew)
    unused = idle_states(averaged.model, cut.problem, everything.value)
    assert len(unused)
    before = lower_bound(cut.problem, everything.dual)
    after = lower_bound(cut.problem, completed(cut, dropped(cut, unused), everything.dual, crew))
    assert after >= before - 0.02 * abs(before)


def test_a_rest_in_the_cost_of_a_months_sum_does_not_spoil_the_design():
    # A sum of the year is held by rows of the operation alone: by itself the design would leave it open.
    model = build_model(rich_case(), SPREAD)
    problem = compile_problem(model)
    cut = partition(model, problem, np.unique(SPREAD.month, return_inverse=True)[1])
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    open_sums = cut.design_columns[problem.implied[cut.design_columns]]
    assert len(open_sums)
    cost = problem.cost.copy()
    cost[open_sums] += 1e-5
    spoilt = replace(cut, problem=replace(problem, cost=cost))
    bound = lower_bound(spoilt.problem, with_best_design(spoilt, solution.dual, Crew("simplex", 1, None, lambda: None)))
    loss = 1e-5 * np.abs(problem.column_lower[open_sums]).sum()
    assert bound >= problem.cost @ solution.value + problem.offset - loss - 1e-6 * abs(bound)
