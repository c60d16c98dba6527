"""Verification: residuals of a point and the bound its duals prove, on a problem small enough for paper.

    minimise 2 a + 3 b    subject to  a + b >= 4 (floor),  a <= 3 (bound),  0 <= b <= 10

The optimum is a = 3, b = 1, cost 9; the floor's price is 3.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csc_array

from gridplan.model.build import build_model
from gridplan.solve.highs import HighsSolver, SolverError
from gridplan.solve.matrix import Problem, compile_problem
from gridplan.solve.verify import certify, lower_bound
from tests.support.rich_case import rich_case
from tests.support.rows import near
from tests.support.small_case import axis_of


def paper(offset: float = 0.0, row_lower: float = 4.0) -> Problem:
    return Problem(
        cost=np.array([2.0, 3.0]), offset=offset, matrix=csc_array(np.array([[1.0, 1.0]])),
        row_lower=np.array([row_lower]), row_upper=np.array([np.inf]), column_lower=np.zeros(2),
        column_upper=np.array([3.0, 10.0]), implied=np.zeros(2, dtype=bool),
        columns={}, rows={}, row_families={"floor": np.array([0])},
        column_families={"a": np.array([0]), "b": np.array([1])}, blocks=1)


def test_the_optimum_is_certified_with_no_gap():
    proof = certify(paper(offset=1.0), np.array([3.0, 1.0]), np.array([3.0]))
    assert proof.cost == near(10.0)
    assert proof.lower_bound == near(10.0)
    assert proof.gap == near(0.0)
    assert proof.feasible


@pytest.mark.parametrize(("dual", "bound"), [
    (2.5, 2.5 * 4 - 0.5 * 3),  # a's reduced cost 2 - 2.5 leans on its upper bound 3
    (3.0, 9.0), (4.0, 4.0 * 4 - 2.0 * 3 - 1.0 * 10), (0.0, 0.0)])
def test_any_dual_proves_a_bound(dual, bound):
    assert lower_bound(paper(), np.array([dual])) == near(bound)


def test_a_dual_that_leans_on_an_open_side_proves_nothing_rather_than_infinity():
    assert lower_bound(paper(), np.array([-1.0])) == near(0.0)


def test_a_worse_point_shows_its_gap():
    # b = 4 alone costs 12; 9 is proven: 3 / 12.
    assert certify(paper(), np.array([0.0, 4.0]), np.array([3.0])).gap == near(0.25)


def test_a_row_residual_is_found_and_named():
    proof = certify(paper(), np.array([3.0, 0.5]), np.array([3.0]))
    assert proof.max_row == near(0.5)
    assert proof.max_row_scaled == near(0.5 / 3.5)
    assert proof.max_row_family == "floor"
    assert not proof.feasible


def test_a_bound_violation_is_found_and_named():
    proof = certify(paper(), np.array([3.5, 0.5]), np.array([3.0]))
    assert proof.max_bound == near(0.5)
    assert proof.max_bound_family == "a"
    assert not proof.feasible
    below = certify(paper(), np.array([3.0, -0.25]), np.array([3.0]))
    assert below.max_bound == near(0.25)
    assert below.max_bound_family == "b"


def test_an_empty_problem_has_no_residuals():
    none = np.zeros(0)
    empty = Problem(none, 2.0, csc_array((0, 0)), none, none, none, none, none.astype(bool), {}, {}, {}, {}, 1)
    proof = certify(empty, np.zeros(0), np.zeros(0))
    assert (proof.cost, proof.lower_bound, proof.max_row, proof.feasible) == (2.0, 2.0, 0.0, True)


@pytest.mark.parametrize("method", ["simplex", "ipx"])
def test_the_solver_finds_the_optimum_and_its_duals_prove_it(method):
    problem = paper()
    solution = HighsSolver(problem, method=method, threads=1).solve()
    assert solution.optimal
    assert solution.value == near([3.0, 1.0])
    assert solution.dual == near([3.0])
    assert certify(problem, solution.value, solution.dual).gap == near(0.0)


def test_a_kept_solver_solves_again_with_other_figures():
    solver = HighsSolver(paper(), method="simplex", threads=1)
    assert solver.solve().value == near([3.0, 1.0])
    solver.change_row_bounds(np.array([0]), np.array([6.0]), np.array([np.inf]))
    assert solver.solve().value == near([3.0, 3.0])
    solver.change_column_bounds(np.array([0]), np.array([0.0]), np.array([1.0]))
    assert solver.solve().value == near([1.0, 5.0])
    solver.change_costs(np.array([0]), np.array([4.0]))
    assert solver.solve().value == near([0.0, 6.0])


def test_hard_limits_that_contradict_are_not_optimal():
    solution = HighsSolver(paper(row_lower=14.0), method="simplex", threads=1).solve()
    assert not solution.optimal
    assert "nfeasible" in solution.status


def test_an_unknown_method_is_refused():
    with pytest.raises(SolverError, match="nosuch"):
        HighsSolver(paper(), method="nosuch")


def test_a_bound_that_rows_imply_is_kept_from_the_solver_but_not_from_the_proof():
    # a's bound of 3 follows from no row here: told it does, HiGHS goes past it, and the proof says so.
    loose = replace(paper(), implied=np.array([True, False]))
    found = HighsSolver(loose, method="simplex").solve()
    assert found.value == near([4.0, 0.0])
    assert not certify(loose, found.value, found.dual).feasible


def test_every_bound_said_to_be_implied_is():
    # The rich case, solved with all bounds and without the implied ones, gives the same optimum within the bounds.
    model = build_model(rich_case(), axis_of(24))
    problem = compile_problem(model)
    assert problem.implied.any()
    bound = HighsSolver(replace(problem, implied=np.zeros_like(problem.implied)), method="simplex").solve()
    free = HighsSolver(problem, method="simplex").solve()
    proof = certify(problem, free.value, free.dual)
    assert proof.feasible
    assert proof.cost == pytest.approx(certify(problem, bound.value, bound.dual).cost, rel=1e-9)
