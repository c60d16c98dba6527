"""A window's programme with its design held: what is left of it for a solver to dispatch.

With capacities given, a row of one column (output within what stands, a level within the store) is a bound of that
column.  Half the rows of a window are of this kind.  So are they given to the solver, and what a bound is worth is told
as the dual of the row it came from: the least bound that binds owns it.

    rows      a.x <= b  with one entry  ->  x <= b / a          dual of the row = reduced cost of x / a
    columns   of the design, and rows of the design alone: nothing of them is left
"""

from __future__ import annotations

from dataclasses import dataclass

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
        self.shape = whole.shape
        matrix = csr_array(whole.matrix[:, :columns])[:rows]
        entries = np.diff(matrix.indptr)
        self.rows, self.single = _places(entries != 1), _places(entries == 1)
        at = matrix.indptr[self.single]
        self._column, self.factor = matrix.indices[at], matrix.data[at]
        self.matrix = csc_array(matrix[self.rows])
        lower, upper = whole.given_column_bounds()
        self._own = lower[:columns], upper[:columns]

    def given(self, cost: np.ndarray, row_lower: np.ndarray, row_upper: np.ndarray) -> Given:
        """What to solve at a cost of the columns that are left (n_columns,) and bounds of the rows that are left
        (n_rows,)."""
        first, second = row_lower[self.single] / self.factor, row_upper[self.single] / self.factor
        turned = self.factor < 0
        lower, low_owner = self._bounded(self._own[0], np.where(turned, second, first), np.maximum)
        upper, high_owner = self._bounded(self._own[1], np.where(turned, first, second), np.minimum)
        # Rows are kept to within a tolerance, so that two may leave no room at all between them; more than that is for
        # the solver to say.
        crossed = (lower > upper) & (lower - upper <= FEASIBILITY_TOLERANCE * np.maximum(1.0, np.abs(upper)))
        lower = np.where(crossed, upper, lower)
        arrays = Arrays(cost, 0.0, self.matrix, row_lower[self.rows], row_upper[self.rows], lower, upper,
                        np.zeros(len(cost), dtype=bool))
        return Given(self, arrays, low_owner, high_owner)

    def _bounded(self, own: np.ndarray, of_row: np.ndarray, tighter: np.ufunc) -> tuple[np.ndarray, np.ndarray]:
        """The tightest bound of each column, and the place among rows of one column that it is from, -1 for its own."""
        bound = own.copy()
        tighter.at(bound, self._column, of_row)
        owner = np.full(len(own), -1, dtype=np.int32)
        binding = np.flatnonzero((of_row == bound[self._column]) & np.isfinite(of_row))
        owner[self._column[binding]] = binding
        return bound, owner


@dataclass(frozen=True)
class Given:
    """What a solver is given of a programme with its design held.

    Attributes:
        of: the programme.
        arrays: what to solve.
        low_owner, high_owner: for each column the place among rows of one column its bound is from, -1 for its own.
    """

    of: DesignHeld
    arrays: Arrays
    low_owner: np.ndarray
    high_owner: np.ndarray

    def told(self, found: Solution) -> tuple[np.ndarray, Basis | None]:
        """What a solution says of the programme: duals of all the rows that are left, shape (n_rows,), and the basis of
        the whole programme at its vertex, None where it is of no vertex."""
        reduced = self.arrays.cost - self.of.matrix.T @ found.dual
        return self._duals(found, reduced), None if found.basis is None else self._vertex(found, found.basis, reduced)

    def _duals(self, found: Solution, reduced: np.ndarray) -> np.ndarray:
        dual = np.zeros(len(self.of.rows) + len(self.of.single))
        dual[self.of.rows] = found.dual
        owner = np.where(reduced > 0.0, self.low_owner, self.high_owner)
        at = np.flatnonzero((owner >= 0) & (np.abs(reduced) > DUST))
        dual[self.of.single[owner[at]]] = reduced[at] / self.of.factor[owner[at]]
        return dual

    def _vertex(self, found: Solution, basis: Basis, reduced: np.ndarray) -> Basis:
        """A column at a bound that a row gives it is basic in the whole programme, and the row is not."""
        lower, upper = self.arrays.column_lower, self.arrays.column_upper
        above = np.where(lower == upper, reduced < 0.0, np.abs(found.value - upper) < np.abs(found.value - lower))
        owner = np.where(above, self.high_owner, self.low_owner)
        by_row = ~basis.columns & (owner >= 0)
        columns, rows = np.zeros(self.of.shape[1], dtype=bool), np.ones(self.of.shape[0], dtype=bool)
        columns[:len(by_row)] = basis.columns | by_row
        rows[self.of.rows] = basis.rows
        rows[self.of.single[owner[by_row]]] = False
        return Basis.of(columns, rows)


def _places(which: np.ndarray) -> np.ndarray:
    """Positions of what is true, as small numbers: there are as many of these as rows in all windows together."""
    return np.flatnonzero(which).astype(np.int32)


__all__ = ["DesignHeld", "Given"]
