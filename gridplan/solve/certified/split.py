"""What the windows of a programme share, and how it is dealt out among them.

Rows in which columns of several windows stand are *shared*: those that link neighbouring hours across the end of a
month, and rows of the design with sums of several months or with quantities of the year.  Each window is given a part
of every shared row it stands in:

    sum_w L_w.z_w + D.x in [l, u]          window w keeps  L_w.z_w = a_w   (<= or >= for a row with one side)

Whatever the parts are, as long as they add up, dispatches of the windows that keep them make a dispatch of the year.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from gridplan.solve.certified.dropped import Dropped
from gridplan.solve.certified.partition import LINKING, Partition, extent
from gridplan.solve.labels import DESIGN


class Split:
    """A programme's columns by home, and its shared rows.

    Attributes:
        cut, gone: the programme by windows, and what is left out of it.
        home: window of each column: of the operation its own; of the design the one window in whose rows it stands
            (sums of a month), ``DESIGN`` if in none (quantities of the year), ``LINKING`` if in several (capacities);
            shape (n_columns,).
        own_rows: window of each row that one window keeps by itself, ``DESIGN`` for all others, shape (n_rows,).
        shared, plain: shared rows; rows of the design without any window's columns.
        linking: whether a shared row links hours, rather than sums of the year, shape (n_shared,).
        capacities, yearly: columns of the design that are there, by home; common: both, in this order.
        stands: how many columns of each window stand in each shared row, shape (n_shared, n_windows).
    """

    def __init__(self, cut: Partition, gone: Dropped) -> None:
        self.cut, self.gone = cut, gone
        self.home = _homes(cut)
        matrix, rows = cut.rows, cut.problem.shape[0]
        where, homes = cut.row_of_entry, self.home[matrix.indices]
        first, last = extent(where, homes, rows)
        of_year = np.bincount(where[homes == DESIGN], minlength=rows) > 0
        design = cut.window_of_row == DESIGN
        shared = (cut.window_of_row == LINKING) | (design & (last >= 0) & ((first < last) | of_year))
        self.shared = np.flatnonzero(shared & ~gone.rows)
        self.linking = cut.window_of_row[self.shared] == LINKING
        self.plain = np.flatnonzero(design & (last < 0))
        self.own_rows = np.where(shared | gone.rows, DESIGN, np.where(design, last, cut.window_of_row))
        self.capacities = np.flatnonzero((self.home == LINKING) & ~gone.design)
        self.yearly = np.flatnonzero((self.home == DESIGN) & ~gone.design)
        self.common = np.concatenate([self.capacities, self.yearly])
        self._inner = matrix[self.shared].tocoo()
        at = np.flatnonzero((self.home[self._inner.col] >= 0) & ~(gone.columns | gone.design)[self._inner.col])
        self.stands = np.zeros((len(self.shared), cut.count), dtype=np.int64)
        np.add.at(self.stands, (self._inner.row[at], self.home[self._inner.col[at]]), 1)

    @cached_property
    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """(shared row, window) of every part, shape (n_parts,) each."""
        row, window = np.nonzero(self.stands)
        return row, window

    @cached_property
    def design_of_shared(self) -> csr_array:
        """Coefficients of the design in the shared rows, shape (n_shared, n_design)."""
        return csr_array(self.cut.rows[self.shared].tocsc()[:, self.cut.design_columns])

    @cached_property
    def one_sided(self) -> np.ndarray:
        """Whether a shared row has one open side, shape (n_shared,)."""
        whole = self.cut.problem
        return np.asarray(np.isinf(whole.row_lower[self.shared]) | np.isinf(whole.row_upper[self.shared]))

    def done(self, value: np.ndarray) -> np.ndarray:
        """What each window does of each shared row, shape (n_shared, n_windows)."""
        at = np.flatnonzero(self.home[self._inner.col] >= 0)
        found = np.zeros(self.stands.shape)
        np.add.at(found, (self._inner.row[at], self.home[self._inner.col[at]]),
                  self._inner.data[at] * value[self._inner.col[at]])
        return found

    def left_over(self, value: np.ndarray, done: np.ndarray) -> np.ndarray:
        """What the windows might still do of each shared row (more than nothing) or must (less) or, with the sign the
        other way round, of rows with a ceiling; nothing for rows with two open or two unequal sides; shape (n_shared,).
        """
        whole = self.cut.problem
        lower, upper = whole.row_lower[self.shared], whole.row_upper[self.shared]
        does = done.sum(axis=1) + self.cut.rows[self.shared].tocsc()[:, self.common] @ value[self.common]
        sided = np.where(np.isfinite(lower) & ~np.isfinite(upper) | (lower == upper), lower, upper)
        return np.where(self.one_sided & np.isfinite(sided) | (lower == upper), sided - does, 0.0)

    def dealt_out(self, value: np.ndarray) -> np.ndarray:
        """Parts of a plan (n_columns,) that add up: what it does, and what is over of each row given to the windows in
        proportion, or of a row that links hours to the window with most columns in it; shape (n_shared, n_windows)."""
        parts = self.done(value)
        over = self.left_over(value, parts)
        size = np.where(self.stands > 0, np.abs(parts) + 1e-9, 0.0)
        most = np.zeros_like(size)
        most[np.arange(len(size)), self.stands.argmax(axis=1)] = 1.0
        share = np.where(self.linking[:, None], most, size / np.maximum(size.sum(axis=1, keepdims=True), 1e-12))
        return np.asarray(parts + over[:, None] * share)

    def within(self, plan: np.ndarray) -> np.ndarray:
        """A plan (n_columns, NaN where it says nothing) with its operation inside its bounds and inside what its
        capacities leave it in rows with no other column."""
        plan = np.where(np.isnan(plan) | self.gone.columns | self.gone.design, 0.0, plan)
        lower, upper = self._limits(plan)
        return np.where(self.home == LINKING, plan, np.clip(plan, lower, upper))

    def room(self, plan: np.ndarray) -> np.ndarray:
        """How far a part of each shared row can move with a plan's capacities, at most, shape (n_shared,)."""
        lower, upper = self._limits(plan)
        at = np.flatnonzero(self.home[self._inner.col] >= 0)
        found = np.zeros(self.stands.shape)
        column = self._inner.col[at]
        np.add.at(found, (self._inner.row[at], self.home[column]),
                  np.abs(self._inner.data[at]) * (upper - lower)[column])
        return np.asarray(np.where(self.stands > 0, found, np.inf).min(axis=1, initial=np.inf))

    @cached_property
    def _alone(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, column and coefficient where a row has one column beside capacities."""
        rows, where = self.cut.rows, self.cut.row_of_entry
        free = self.home[rows.indices] != LINKING
        at = np.flatnonzero(free & (np.bincount(where, free, rows.shape[0]) == 1)[where])
        return where[at], rows.indices[at], rows.data[at]

    def _limits(self, plan: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of every column with a plan's capacities, as far as rows with no other column tell."""
        cut, whole = self.cut, self.cut.problem
        row, column, factor = self._alone
        taken = (cut.rows @ np.where(self.home == LINKING, plan, 0.0))[row]
        one, other = (whole.row_lower[row] - taken) / factor, (whole.row_upper[row] - taken) / factor
        lower, upper = whole.column_lower.copy(), whole.column_upper.copy()
        np.maximum.at(lower, column, np.minimum(one, other))
        np.minimum.at(upper, column, np.maximum(one, other))
        return lower, np.maximum(lower, upper)


def _homes(cut: Partition) -> np.ndarray:
    home, columns = cut.window_of_column.copy(), cut.problem.shape[1]
    window = cut.window_of_row[cut.row_of_entry]
    first, last = extent(cut.rows.indices, window, columns)
    across = np.bincount(cut.rows.indices[window == LINKING], minlength=columns) > 0
    design = home == DESIGN
    alone = design & (last >= 0) & (first == last) & ~across
    home[alone] = last[alone]
    home[design & (((last >= 0) & (first < last)) | across)] = LINKING
    return home
