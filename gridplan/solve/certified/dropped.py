"""What hangs on capacity that a plan does not have: left out of the solves, priced afterwards.

Most retrofit states of most cohorts are not used by a plan, yet each costs three to five rows an hour.  Where a column
of the design is held at zero, rows force columns of the operation to zero with it (what is online is at most the
capacity, output at most what is online), and others are of no use without these (starts).  All of them leave the
programmes that are solved.  For the proof the rows that went with them get duals of their own: the best use of the
capacity at the prices found, from a small programme of just these rows and columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridplan.solve.certified.partition import Partition
from gridplan.solve.labels import DESIGN

PASSES = 6
"""Most links in a chain from capacity to what hangs on it."""


@dataclass(frozen=True)
class Dropped:
    """What leaves the programme with columns of the design held at zero.

    Attributes:
        design: the columns of the design, bool, shape (n_columns,).
        columns: columns of the operation that go with them, bool, shape (n_columns,).
        rows: rows that are empty without them, bool, shape (n_rows,).
    """

    design: np.ndarray
    columns: np.ndarray
    rows: np.ndarray


def dropped(cut: Partition, design: np.ndarray) -> Dropped:
    """What columns of the design held at zero (``design``: positions) take with them."""
    whole, matrix = cut.problem, cut.rows
    held = np.zeros(whole.shape[1], dtype=bool)
    held[design] = True
    where = cut.row_of_entry
    zero, operation = held.copy(), cut.window_of_column != DESIGN
    can_sink = whole.column_lower < 0
    for _ in range(PASSES):
        live = ~zero[matrix.indices]
        spoils_top = np.bincount(where, live & ((matrix.data < 0) | can_sink[matrix.indices]), whole.shape[0]) > 0
        spoils_floor = np.bincount(where, live & ((matrix.data > 0) | can_sink[matrix.indices]), whole.shape[0]) > 0
        forces = ((whole.row_upper == 0) & ~spoils_top) | ((whole.row_lower == 0) & ~spoils_floor)
        forced = np.zeros(whole.shape[1], dtype=bool)
        forced[matrix.indices[forces[where] & live]] = True
        forced &= operation & ~zero
        if not forced.any():
            break
        zero |= forced
    gone = _and_what_serves_only_them(cut, where, zero & operation)
    # A row goes when nothing is left in it: what remains of a sum of the year still says that the sum is nothing.
    keeps = np.bincount(where, ~(gone | held)[matrix.indices], whole.shape[0]) > 0
    touches = np.bincount(where, gone[matrix.indices], whole.shape[0]) > 0
    return Dropped(held, gone, touches & ~keeps & (cut.window_of_row != DESIGN))


def _and_what_serves_only_them(cut: Partition, where: np.ndarray, zero: np.ndarray) -> np.ndarray:
    """The columns ``zero`` and those that stand only in rows with them and earn nothing by themselves (starts)."""
    whole, matrix = cut.problem, cut.rows
    touches = np.bincount(where, zero[matrix.indices], whole.shape[0]) > 0
    elsewhere = np.bincount(matrix.indices, ~touches[where], whole.shape[1]) > 0
    used = np.bincount(matrix.indices, minlength=whole.shape[1]) > 0
    serves = (cut.window_of_column != DESIGN) & used & ~elsewhere & (whole.cost >= 0) & (whole.column_lower == 0)
    # Only where all other columns of its rows are gone too.
    together = zero | serves
    mixed = np.bincount(where, ~together[matrix.indices] & (cut.window_of_column != DESIGN)[matrix.indices],
                        whole.shape[0]) > 0
    beside = np.bincount(matrix.indices, mixed[where], whole.shape[1]) > 0
    return np.asarray(zero | (serves & ~beside))


def kept(gone: Dropped) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns that stay in the programme."""
    return np.flatnonzero(~gone.rows), np.flatnonzero(~(gone.columns | gone.design))


def rows_to_price(cut: Partition, gone: Dropped, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the operation that went with dropped capacity in a window."""
    return (np.flatnonzero(gone.rows & (cut.window_of_row == window)),
            np.flatnonzero(gone.columns & (cut.window_of_column == window)))

