"""A window with its design held: rows of one column as bounds, and their duals and vertex told back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csc_array

from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.design_held import DesignHeld
from gridplan.solve.matrix import Arrays

CREW = Crew("simplex", 1, None, lambda: None)
INF = np.inf


def arrays(cost, rows, row_lower, row_upper, upper=None, lower=None):
    count = len(cost)
    return Arrays(np.array(cost, dtype=float), 0.0, csc_array(np.array(rows, dtype=float)),
                  np.array(row_lower, dtype=float), np.array(row_upper, dtype=float),
                  np.zeros(count) if lower is None else np.array(lower, dtype=float),
                  np.full(count, INF) if upper is None else np.array(upper, dtype=float),
                  np.zeros(count, dtype=bool))


def solved(whole, held):
    given = held.given(whole.cost, whole.row_lower, whole.row_upper)
    found = CREW.to_vertex(given.arrays)
    assert found.optimal
    return given, found


def test_output_within_what_stands_is_worth_what_the_dearer_plant_costs_more():
    # x (2 a unit) within 3 GW, y (5 a unit), together 4: a GW more of x saves 3.
    whole = arrays([2, 5], [[1, 1], [1, 0]], [4, -INF], [INF, 3])
    held = DesignHeld(whole, 2, 2)
    given, found = solved(whole, held)
    assert given.arrays.shape == (1, 2) and given.arrays.column_upper.tolist() == [3.0, INF]
    assert found.value.tolist() == [3.0, 1.0]
    assert given.told(found)[0].tolist() == [5.0, -3.0]
    vertex = given.told(found)[1]
    assert vertex.columns.tolist() == [True, True] and vertex.rows.tolist() == [False, False]
    assert CREW.to_vertex(whole, vertex).iterations == 0


def test_a_factor_below_nothing_turns_the_sides():
    # -2x >= -6 is x <= 3.
    whole = arrays([2, 5], [[1, 1], [-2, 0]], [4, -6], [INF, INF])
    held = DesignHeld(whole, 2, 2)
    given, found = solved(whole, held)
    assert found.value.tolist() == [3.0, 1.0]
    assert given.told(found)[0].tolist() == [5.0, 1.5]


def test_a_column_s_own_bound_that_is_tighter_is_nobody_s_row():
    whole = arrays([2, 5], [[1, 1], [1, 0]], [4, -INF], [INF, 3], upper=[2.5, INF])
    held = DesignHeld(whole, 2, 2)
    given, found = solved(whole, held)
    assert given.told(found)[0].tolist() == [5.0, 0.0]
    vertex = given.told(found)[1]
    assert vertex.columns.tolist() == [False, True] and vertex.rows.tolist() == [False, True]


def test_the_tightest_of_several_rows_owns_the_bound():
    whole = arrays([2, 5], [[1, 1], [1, 0], [1, 0]], [4, -INF, -INF], [INF, 3, 2])
    held = DesignHeld(whole, 3, 2)
    given, found = solved(whole, held)
    assert given.told(found)[0].tolist() == [5.0, 0.0, -3.0]


def test_a_hair_between_two_rows_is_none_and_more_is_no_programme():
    whole = arrays([1, 1], [[1, 1], [1, 0], [1, 0]], [1, 3 + 1e-9, -INF], [INF, INF, 3])
    _given, found = solved(whole, DesignHeld(whole, 3, 2))
    assert found.value[0] == pytest.approx(3.0)
    apart = replace(whole, row_lower=np.array([1, 3.1, -INF]))
    given = DesignHeld(apart, 3, 2).given(apart.cost, apart.row_lower, apart.row_upper)
    assert not CREW.to_vertex(given.arrays).optimal


def test_what_is_of_the_design_alone_is_left_out_and_comes_back_with_the_vertex():
    # Third column and third row are of the design.
    whole = arrays([2, 5, 1], [[1, 1, 0], [1, 0, -1], [0, 0, 1]], [4, -INF, 0], [INF, 3, INF], upper=[INF, INF, 0])
    held = DesignHeld(whole, 2, 2)
    given = held.given(whole.cost[:2], whole.row_lower[:2], whole.row_upper[:2])
    found = CREW.to_vertex(given.arrays)
    assert given.told(found)[0].tolist() == [5.0, -3.0]
    vertex = given.told(found)[1]
    assert vertex.columns.tolist() == [True, True, False] and vertex.rows.tolist() == [False, False, True]
    assert CREW.to_vertex(whole, vertex).iterations == 0


@pytest.mark.parametrize("seed", range(20))
def test_random_programmes_come_to_the_same_cost_duals_and_vertex(seed):
    drawn = np.random.default_rng(seed)
    columns, single = 8, 12
    dense = np.where(drawn.random((5, columns)) < 0.6, drawn.uniform(0.2, 2.0, (5, columns)), 0.0)
    alone = np.zeros((single, columns))
    at, factor = drawn.integers(0, columns, single), drawn.choice([-1.5, -1.0, 1.0, 2.0], single)
    alone[np.arange(single), at] = factor
    lower = np.concatenate([drawn.uniform(1.0, 4.0, 5), np.where(factor < 0, -9.0, -INF)])
    upper = np.concatenate([np.full(5, INF), np.where(factor < 0, INF, 9.0)])
    whole = arrays(drawn.uniform(1.0, 5.0, columns), np.vstack([dense, alone]), lower, upper,
                   upper=drawn.uniform(5.0, 20.0, columns))
    direct = CREW.to_vertex(whole)
    held = DesignHeld(whole, 17, columns)
    given, found = solved(whole, held)
    dual = given.told(found)[0]
    assert whole.cost @ found.value == pytest.approx(whole.cost @ direct.value)
    # Weak duality with the duals told back: the bound they prove is the cost itself.
    reduced = whole.cost - whole.matrix.T @ dual
    side = np.where(dual > 0, whole.row_lower, whole.row_upper)
    proven = (dual[dual != 0] @ side[dual != 0] + np.minimum(reduced * whole.column_upper, 0.0).sum())
    assert proven == pytest.approx(whole.cost @ direct.value)
    assert CREW.to_vertex(whole, given.told(found)[1]).iterations == 0
