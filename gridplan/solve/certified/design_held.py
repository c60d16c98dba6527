"""A window's programme with its design held: what is left of it for a solver to dispatch.

With capacities given, a row of one column (output within what stands, a level within the store) is a bound of that
column.  Half the rows of a window are of this kind.  So are they given to the solver, and what a bound is worth is told
as the dual of the row it came from: the least bound that binds owns it.

    rows      a.x <= b  with one entry  ->  x <= b / a          dual of the row = reduced cost of x / a
    columns   of the design, and rows of the design alone: nothing of them is left
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array, csr_array

from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import FEASIBILITY_TOLERANCE, Basis, Solution

DUST = 1e-9
"""Reduced cost (million CNY per unit) below which a bound is worth nothing."""


class DesignHeld:
    """The first rows and columns of a programme, with rows of one column as bounds.

    Args:
        whole: the programme; its own bounds of columns hold, its costs and bounds of rows are given with each dispatch.
        rows, columns: how many are left with the design held; all others are open, or nothing.
    """

    def __init__(self, whole: Arrays, rows: int, columns: int) -> None:
        self._shape = whole.shape
        matrix = csr_array(whole.matrix[:, :columns])[:rows]
        entries = np.diff(matrix.indptr)
        self._rows, self._single = np.flatnonzero(entries != 1), np.flatnonzero(entries == 1)
        at = matrix.indptr[self._single]
        self._column, self._factor = matrix.indices[at], matrix.data[at]
        self._matrix = csc_array(matrix[self._rows])
        lower, upper = whole.given_column_bounds()
        self._own = lower[:columns], upper[:columns]
        self._given = Arrays(np.zeros(columns), 0.0, self._matrix, np.zeros(0), np.zeros(0), *self._own,
                             np.zeros(columns, dtype=bool))
        self._owners = np.full(columns, -1), np.full(columns, -1)

    def given(self, cost: np.ndarray, row_lower: np.ndarray, row_upper: np.ndarray) -> Arrays:
        """What to solve at a cost of the columns that are left (n_columns,) and bounds of the rows that are left
        (n_rows,)."""
        first, second = row_lower[self._single] / self._factor, row_upper[self._single] / self._factor
        turned = self._factor < 0
        lower, low_owner = self._bounded(self._own[0], np.where(turned, second, first), np.maximum)
        upper, high_owner = self._bounded(self._own[1], np.where(turned, first, second), np.minimum)
        # Rows are kept to within a tolerance, so that two may leave no room at all between them; more than that is for
        # the solver to say.
        crossed = (lower > upper) & (lower - upper <= FEASIBILITY_TOLERANCE * np.maximum(1.0, np.abs(upper)))
        lower = np.where(crossed, upper, lower)
        self._owners = low_owner, high_owner
        self._given = Arrays(cost, 0.0, self._matrix, row_lower[self._rows], row_upper[self._rows], lower, upper,
                             np.zeros(len(cost), dtype=bool))
        return self._given

    def _bounded(self, own: np.ndarray, of_row: np.ndarray, tighter: np.ufunc) -> tuple[np.ndarray, np.ndarray]:
        """The tightest bound of each column, and the place among rows of one column that it is from, -1 for its own."""
        bound = own.copy()
        tighter.at(bound, self._column, of_row)
        owner = np.full(len(own), -1)
        binding = np.flatnonzero((of_row == bound[self._column]) & np.isfinite(of_row))
        owner[self._column[binding]] = binding
        return bound, owner

    def duals(self, found: Solution) -> np.ndarray:
        """Duals of all the rows that are left, shape (n_rows,), of a solution of what was last ``given``."""
        dual = np.zeros(len(self._rows) + len(self._single))
        dual[self._rows] = found.dual
        reduced = self._given.cost - self._matrix.T @ found.dual
        owner = np.where(reduced > 0.0, *self._owners)
        at = np.flatnonzero((owner >= 0) & (np.abs(reduced) > DUST))
        dual[self._single[owner[at]]] = reduced[at] / self._factor[owner[at]]
        return dual

    def vertex(self, found: Solution) -> Basis | None:
        """The basis of the whole programme at the vertex of a solution of what was last ``given``; None where it is of
        no vertex.  A column at a bound that a row gives it is basic there, and the row is not."""
        if found.basis is None:
            return None
        lower, upper = self._given.column_lower, self._given.column_upper
        reduced = self._given.cost - self._matrix.T @ found.dual
        above = np.where(lower == upper, reduced < 0.0, np.abs(found.value - upper) < np.abs(found.value - lower))
        owner = np.where(above, self._owners[1], self._owners[0])
        by_row = ~found.basis.columns & (owner >= 0)
        columns, rows = np.zeros(self._shape[1], dtype=bool), np.ones(self._shape[0], dtype=bool)
        columns[:len(by_row)] = found.basis.columns | by_row
        rows[self._rows] = found.basis.rows
        rows[self._single[owner[by_row]]] = False
        return Basis.of(columns, rows)


__all__ = ["DesignHeld"]
