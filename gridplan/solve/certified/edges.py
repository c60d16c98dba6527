"""What windows leave to one another, and what that is worth: from a dispatch of the days around each end of a window.

A row between two months (a level, units online, what is owed) needs one amount in the dispatch of both, and one price
in their bounds.  What a month's own dispatch says is no guide: there the other month's side is given.  So the days on
both sides are dispatched together, with the plan's capacities; everything further off stays as the plan has it, and
sums of a month or the year that reach into these days are paid for at their prices.  A few days away what is online no
longer matters, and a level is worth the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.partition import LINKING
from gridplan.solve.certified.split import Split

NEAR = 48
"""Blocks on either side of a row's own that are dispatched with it."""

MOST_OUTSIDE = 24
"""Columns of the operation outside these blocks from which a row is a sum, rather than a row that ends there."""

ROOM = 1e-6
"""By how much rows may be missed, since the plan itself keeps them only so well."""


@dataclass(frozen=True)
class Edges:
    """What the days around the ends of windows come to.

    Attributes:
        price: dual of each row that links hours, zero for all others, shape (n_rows,).
        value: the plan's point with what windows leave to one another as these days have it, shape (n_columns,).
        gain: by how much cheaper these days are than in the plan, million CNY.
    """

    price: np.ndarray
    value: np.ndarray
    gain: float


def edges(split: Split, value: np.ndarray, price: np.ndarray, given: np.ndarray, rate: np.ndarray, crew: Crew) -> Edges:
    """Dispatch the days around every end of a window.

    Args:
        split: the programme by windows.
        value: a point that keeps every row, shape (n_columns,).
        price: duals of sums over a month or the year, shape (n_rows,).
        given: of rows that link hours, where the days around them tell nothing, shape (n_rows,).
        rate: cost of every column, shape (n_columns,).
        crew: who solves.
    """
    rows = split.shared[split.linking]
    _, meeting = np.unique(split.stands[split.linking] > 0, axis=0, return_inverse=True)
    found = crew.each([partial(_around, split, rows[meeting == number], value, price, rate, crew)
                       for number in range(int(meeting.max(initial=-1)) + 1)])
    duals, point, gain = given.copy(), value.copy(), 0.0
    for end in found:
        if end is not None:
            duals[end.rows], point[end.columns], gain = end.duals, end.value, gain + end.gain
    return Edges(duals, point, gain)


class _End(NamedTuple):
    """Rows between the same windows with their duals; the columns of the operation in them with their values; gain."""

    rows: np.ndarray
    duals: np.ndarray
    columns: np.ndarray
    value: np.ndarray
    gain: float


def _around(split: Split, rows: np.ndarray, value: np.ndarray, price: np.ndarray, rate: np.ndarray,
            crew: Crew) -> _End | None:
    """The days around some rows between the same windows; None where they have no optimum."""
    cut, columns = split.cut, _near(split, rows)
    whole, inside = cut.problem, np.zeros(cut.problem.shape[1], dtype=bool)
    inside[columns] = True
    touched = np.unique(whole.matrix[:, columns].indices)
    touched = touched[~split.gone.rows[touched]]
    inner = cut.rows[touched]
    of_sum = (cut.block_of_column < 0) & (split.home != LINKING) & ~split.gone.design
    outside = (cut.block_of_column >= 0) & ~inside & ~split.gone.columns
    of_entry = np.repeat(np.arange(len(touched)), np.diff(inner.indptr))
    sums = ((np.bincount(of_entry, of_sum[inner.indices], len(touched)) > 0)
            | (np.bincount(of_entry, outside[inner.indices], len(touched)) > MOST_OUTSIDE))
    kept, paid = touched[~sums], touched[sums]
    days = cut.excerpt(kept, columns, rate[columns] - (cut.rows[paid].T @ price[paid])[columns])
    taken = cut.rows[kept] @ np.where(inside, 0.0, value)
    # Rows that imply bounds may be among the sums.
    answer = crew.quick(replace(days, row_lower=days.row_lower - taken - ROOM, row_upper=days.row_upper - taken + ROOM,
                                implied=np.zeros_like(days.implied)))
    if not answer.usable:
        return None
    linking, edge = np.isin(kept, rows), np.isin(columns, cut.rows[rows].indices)
    gain = float(days.cost @ (value[columns] - answer.value))
    return _End(kept[linking], answer.dual[linking], columns[edge], answer.value[edge], gain)


def _near(split: Split, rows: np.ndarray) -> np.ndarray:
    """Columns of the operation in the blocks of some rows and those near them, in the windows of the rows."""
    cut = split.cut
    stand = np.unique(cut.rows[rows].indices)
    stand = stand[cut.block_of_column[stand] >= 0]
    near = []
    for window in np.unique(cut.window_of_column[stand]).tolist():
        blocks = np.unique(cut.block_of_column[stand[cut.window_of_column[stand] == window]])
        wanted = np.unique(blocks[:, None] + np.arange(-NEAR, NEAR + 1)[None, :])
        columns = cut.columns_of_window[window]
        near.append(columns[np.isin(cut.block_of_column[columns], wanted) & ~split.gone.columns[columns]])
    return np.sort(np.concatenate(near))
