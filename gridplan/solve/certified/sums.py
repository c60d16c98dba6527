"""Weather years that only sums hold together: each is given its share of the sums, and is then a part of its own.

With capacities held a quota of the mean year is all that the weather years of a planning year have in common: a row
over sums of each (its renewable energy, its consumption), and over columns that belong to none (a slack, certificates).
Of such a row,  sum_w (sums of w) + (columns of none) >= b,  the weather year w is given

    (sums of w) + (its own copy of the columns of none)  >=  s_w + p_w (b - sum_w s_w)

where s_w is what its sums come to in a look's plan and p_w its probability; a copy of a column has p_w of its bounds
and all of its cost.  The rows of all weather years add up to the row, and so do copies to columns: what the parts come
to together is a point of the whole programme at the cost of all parts, whatever the shares are worth.  It is dearer
than the best one only as far as energy for the quota is worth more in one weather year than in another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gridplan.solve.certified.partition import Partition
from gridplan.solve.certified.parts import Part, Spread, numbered, parts, with_held
from gridplan.solve.labels import DESIGN


def shared_parts(cut: Partition, rows: np.ndarray, columns: np.ndarray, plan: np.ndarray) -> list[Part]:
    """The parts of a programme whose capacities are held, those of several weather years by the shares of ``plan``.

    Args:
        plan: value of every column of the design, NaN where nothing is known, shape (n_columns,).
    """
    found = []
    for part in parts(cut, rows, columns):
        found += [part] if len(part.stages) == 1 else _by_shares(cut, part, np.nan_to_num(plan))
    return found


DUST = 1e-2
"""What an interior point leaves of a sum of nothing, GWh or kt: no share of a hard limit is to ask for it."""


@dataclass(frozen=True)
class _Sums:
    """The rows of the design that stand in several parts, and the columns of the design that are of none.

    Attributes:
        rows, columns: positions in the whole programme.
        held: what the held columns come to in each row, shape as ``rows``.
    """

    rows: np.ndarray
    columns: np.ndarray
    held: np.ndarray


def _by_shares(cut: Partition, part: Part, plan: np.ndarray) -> list[Part]:
    """A part of several stages as parts of fewer; as it is where more than sums holds its stages together."""
    whole = cut.problem
    of_stage, of_row, of_column = numbered(cut, part.columns, cut.window_of_row != DESIGN)
    among = np.array(part.stages)
    count = len(set(of_stage[among].tolist()))
    if count == 1:
        return [part]
    # Numbers of the parts of this part's stages, from 0.
    number = np.full(int(of_stage.max()) + 2, -1)
    number[list(dict.fromkeys(of_stage[among].tolist()))] = np.arange(count)
    of_stage, of_row, of_column = number[of_stage], number[of_row], number[of_column]
    # Sums of what is left out (nothing) have no stage; they are of the first part, as their rows are.
    of_nothing = (of_column < 0) & _in_operation(cut, part)
    of_column, plan = np.where(of_nothing, 0, of_column), np.where(of_nothing, 0.0, plan)
    free = np.zeros(whole.shape[1], dtype=bool)
    free[part.columns] = whole.column_lower[part.columns] < whole.column_upper[part.columns]
    of_row = _rows_of_the_design(cut, part, free, of_row, of_column)
    spread = part.rows[of_row[part.rows] == count]
    shared = np.flatnonzero(free & (of_column < 0))
    sums = _Sums(spread, shared, cut.rows[spread] @ np.where(free, 0.0, whole.column_lower))
    members = [np.concatenate([part.rows[of_row[part.rows] == k], spread]) for k in range(count)]
    own = [np.flatnonzero(free & (of_column == k)) for k in range(count)]
    made = with_held(cut, part.columns, of_stage, members, [np.concatenate([one, shared]) for one in own])
    # What the sums of each part come to in the plan, shape (count, n_spread).
    come_to = np.array([cut.rows[spread][:, one] @ plan[one] for one in own])
    come_to[np.abs(come_to) < DUST] = 0.0
    weight = np.array([cut.stage_weight[list(one.stages)].sum() for one in made])
    weight = weight / weight.sum()
    rest = come_to.sum(axis=0)
    return [replace(one, spread=_spread(cut, one, sums, come - share * rest, share))
            for one, come, share in zip(made, come_to, weight.tolist(), strict=True)]


def _in_operation(cut: Partition, part: Part) -> np.ndarray:
    """Whether a column stands in a row of the operation, shape (n_columns,) of bool."""
    operation = part.rows[cut.window_of_row[part.rows] != DESIGN]
    return np.bincount(cut.rows[operation].indices, minlength=cut.problem.shape[1]) > 0


def _rows_of_the_design(cut: Partition, part: Part, free: np.ndarray, of_row: np.ndarray,
                        of_column: np.ndarray) -> np.ndarray:
    """Number of each row's part, those of the design among them: that of its free columns, or the number of parts where
    they are of several parts or of none; the first has the rows of held columns alone.  Shape (n_rows,)."""
    count = int(of_column.max()) + 1
    where = np.repeat(np.arange(len(of_row)), np.diff(cut.rows.indptr))
    entry = free[cut.rows.indices] & (cut.window_of_row == DESIGN)[where]
    where, at = where[entry], of_column[cut.rows.indices[entry]]
    at = np.where(at < 0, count, at)
    first, last = np.full(len(of_row), count), np.full(len(of_row), -1)
    np.minimum.at(first, where, at)
    np.maximum.at(last, where, at)
    found = np.where(last < 0, of_row, np.where(first == last, first, count))
    return np.where(found < 0, 0, found)


def _spread(cut: Partition, part: Part, sums: _Sums, own: np.ndarray, share: float) -> Spread:
    """A part's bounds, with its share of the sums: ``own`` more than ``share`` of what the held columns leave of them,
    shape as the rows of ``sums``."""
    whole = cut.problem
    row_lower, row_upper = whole.row_lower[part.rows], whole.row_upper[part.rows]
    column_lower, column_upper = whole.column_lower[part.columns], whole.column_upper[part.columns]
    last = slice(len(part.rows) - len(sums.rows), None)
    for side in (row_lower, row_upper):
        side[last] = own + share * (side[last] - sums.held) + sums.held
    copies = np.isin(part.columns, sums.columns)
    for side in (column_lower, column_upper):
        side[copies] *= share
    weight = np.ones(len(part.rows))
    weight[last] = share
    return Spread(row_lower, row_upper, column_lower, column_upper, weight)


__all__ = ["shared_parts"]
