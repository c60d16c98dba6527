"""Where the proof draws its lines: tolerances, open sides and negative costs, on problems small enough for paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csc_array

from gridplan.solve.matrix import Problem
from gridplan.solve.verify import Certificate, certify, lower_bound
from tests.support.rows import near

DUAL = np.array([3.0, 0.0])


def paper() -> Problem:
    """Minimise 2 a + 3 b with a + b >= 4 (floor), a - b <= 5 (ceiling), 0 <= a <= 3, 0 <= b <= 10: 9 at (3, 1)."""
    return Problem(
        cost=np.array([2.0, 3.0]), offset=0.0, matrix=csc_array(np.array([[1.0, 1.0], [1.0, -1.0]])),
        row_lower=np.array([4.0, -np.inf]), row_upper=np.array([np.inf, 5.0]), column_lower=np.zeros(2),
        column_upper=np.array([3.0, 10.0]), implied=np.zeros(2, dtype=bool), columns={}, rows={},
        row_families={"floor": np.array([0]), "ceiling": np.array([1])},
        column_families={"a": np.array([0]), "b": np.array([1])}, blocks=1)


def proof(**figures: float) -> Certificate:
    held = {"cost": 1.0, "lower_bound": 1.0, "max_row": 0.0, "max_row_scaled": 0.0, "max_bound": 0.0, **figures}
    return Certificate(max_row_family="", max_bound_family="", **held)


@pytest.mark.parametrize(("figures", "feasible"), [
    ({"max_row_scaled": 1e-5}, True), ({"max_row_scaled": 1.01e-5}, False),
    ({"max_bound": 1e-6}, True), ({"max_bound": 1.01e-6}, False),
    ({"max_row_scaled": 1e-5, "max_bound": 1e-6}, True), ({"max_row": 1e3}, True)])
def test_what_residuals_are_let_pass(figures: dict[str, float], feasible: bool) -> None:
    assert proof(**figures).feasible is feasible
    assert proof(**figures).proven is feasible


@pytest.mark.parametrize(("bound", "proven"), [(1.0 - 0.99e-4, True), (1.0 - 1.01e-4, False), (2.0, True)])
def test_what_gap_counts_as_proven(bound: float, proven: bool) -> None:
    assert proof(lower_bound=bound).feasible
    assert proof(lower_bound=bound).proven is proven
    assert not proof(lower_bound=bound, max_bound=1.0).proven


def test_the_gap_is_of_the_size_of_the_cost_whatever_its_sign() -> None:
    assert proof(cost=-4.0, lower_bound=-5.0).gap == near(0.25)
    assert proof(cost=0.0, lower_bound=-1.0).gap == near(1e9)
    assert proof(cost=2.0, lower_bound=1.0).gap == near(0.5)


def test_a_row_is_held_to_the_sum_of_its_terms_and_at_least_to_one() -> None:
    short = certify(paper(), np.array([3.0, 0.8]), DUAL)
    assert (short.max_row, short.max_row_scaled) == (near(0.2), near(0.2 / 3.8))
    small = certify(replace(paper(), row_lower=np.array([0.4, -np.inf])), np.array([0.3, 0.0]), DUAL)
    assert (small.max_row, small.max_row_scaled) == (near(0.1), near(0.1))


def test_a_row_past_its_upper_side_is_found_and_named() -> None:
    past = certify(replace(paper(), column_upper=np.array([9.0, 10.0])), np.array([7.0, 1.0]), DUAL)
    assert (past.max_row, past.max_row_family, past.max_bound_family) == (near(1.0), "ceiling", "")
    # The terms of the ceiling are 7 and 1 in size: 1 / 8.
    assert past.max_row_scaled == near(0.125)


def test_a_negative_value_counts_as_a_term_of_its_size() -> None:
    problem = replace(paper(), column_lower=np.array([0.0, -10.0]))
    assert certify(problem, np.array([5.0, -2.0]), DUAL).max_row_scaled == near(2.0 / 7.0)


def test_nothing_is_named_where_all_holds() -> None:
    held = certify(paper(), np.array([3.0, 1.0]), DUAL)
    assert (held.max_row_family, held.max_bound_family, held.max_row, held.max_bound) == ("", "", 0.0, 0.0)
    assert (held.cost, held.lower_bound) == (near(9.0), near(9.0))


@pytest.mark.parametrize(("dual", "bound"), [
    # The ceiling's dual leans on its upper side 5: -1 * 5, reduced costs 2 - 3 + 1 = 0 and 3 - 3 - 1 = -1 on 10.
    ((3.0, -1.0), 12.0 - 5.0 - 10.0),
    # On its open lower side it is taken as nothing.
    ((3.0, 1.0), 9.0),
    # The floor's open upper side likewise.
    ((-2.0, 0.0), 0.0),
    ((0.0, -1.0), -5.0),
    # Duals smaller than one count like larger ones: 0.5 * 4, and -0.5 * 5 with nothing else to lean on.
    ((0.5, 0.0), 2.0), ((0.0, -0.5), -2.5)])
def test_a_dual_proves_with_the_side_it_leans_on(dual: tuple[float, float], bound: float) -> None:
    assert lower_bound(paper(), np.array(dual)) == near(bound)


def test_columns_lean_on_their_lower_bound_where_they_cost_and_on_their_upper_where_they_gain() -> None:
    problem = replace(paper(), cost=np.array([2.0, -3.0]), column_lower=np.array([1.0, 0.5]), offset=7.0)
    assert lower_bound(problem, np.zeros(2)) == near(2.0 * 1.0 - 3.0 * 10.0 + 7.0)


@pytest.mark.parametrize("cost", [0.5, 1.0, 4.0])
def test_a_reduced_cost_of_any_size_leans_on_its_bound(cost: float) -> None:
    problem = replace(paper(), cost=np.array([cost, 3.0]), column_lower=np.array([2.0, 0.0]))
    assert lower_bound(problem, np.zeros(2)) == near(2.0 * cost)


def test_an_open_bound_that_nothing_leans_on_spoils_nothing() -> None:
    # At the dual 3 the reduced costs are -1 and 0: b may be as large as it likes.
    problem = replace(paper(), column_upper=np.array([3.0, np.inf]))
    assert lower_bound(problem, DUAL) == near(9.0)


def test_an_open_bound_under_a_cost_proves_nothing() -> None:
    open_below = replace(paper(), column_lower=np.array([-np.inf, 0.0]))
    assert lower_bound(open_below, np.zeros(2)) == -np.inf
