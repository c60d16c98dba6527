"""The lower bound: every window of the year solved by itself, at full hours, with capacities of its own.

With x the design, z_w the operation of window w and the rows that link windows priced at given multipliers p, the year
is

    min  c.x + sum_w q_w.z_w      D x >= d (design rows),  A_w x + B_w z_w >= b_w (window rows),  L z >= l (linking)

and for any shares c - L_x'p = sum_w c_w of what the linking rows leave of the design's cost

    min  >=  p.l + sum_w min_{x_w, z_w} {c_w x_w + (q_w - L_w'p).z_w : D x_w >= d, A_w x_w + B_w z_w >= b_w}

Each window chooses capacities of its own, a whole design that keeps every row of the design.  Where its share is what
the capacity is worth to it in the optimum, it chooses the optimum's; where the share is a little off, what the bound
loses is of second order, since a window of hundreds of different hours answers smoothly, and the less the more rows of
the design hold it.  What the capacity is worth is known from the cuts (master.py); what the linking rows are worth,
from the look.  Each window begins where its last dispatch ended (programme.py), which is nearly the same vertex.

The windows' duals and the multipliers together are one dual vector of the whole year: ``completed`` finds the best
duals of the design's rows to go with them, and the bound is then checked like any other, on the programme's own arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.dropped import Dropped, rows_to_price
from gridplan.solve.certified.partition import LINKING, Partition
from gridplan.solve.certified.programme import WindowProgramme
from gridplan.solve.certified.split import Split


def leaning(cut: Partition, dual: np.ndarray) -> np.ndarray:
    """Duals without those that lean on an open side of their row, so that whatever is left proves something."""
    whole = cut.problem
    wrong = ((dual > 0) & np.isneginf(whole.row_lower)) | ((dual < 0) & np.isposinf(whole.row_upper))
    return np.where(wrong, 0.0, dual)


def shared_out(cut: Partition, worth: np.ndarray, linking: np.ndarray) -> np.ndarray:
    """Shares that add up to what the linking rows leave of the design's cost, shape (n_design, n_windows).

    ``worth`` is what each column of the design is worth to the rows of each window, shape (n_design, n_windows),
    ``linking`` the multiplier of each linking row; what the design's own rows pay for is shared out evenly, since every
    window keeps them.
    """
    design = cut.design_columns
    left = (cut.problem.cost - cut.rows.T @ linking)[design] - worth.sum(axis=1)
    return np.asarray(worth + left[:, None] / cut.count)


def bounded(split: Split, programmes: Sequence[WindowProgramme], plan: np.ndarray, worth: np.ndarray,
            linking: np.ndarray, crew: Crew) -> tuple[np.ndarray, int] | None:
    """The dual vector of the whole programme (n_rows,) that the windows add up to, and the iterations it took; None
    where one of them ends without an optimum.

    Args:
        split, programmes: the programme by windows, each of which was dispatched for ``plan`` or one near it.
        plan: a point that keeps every row, shape (n_columns,).
        worth: of each column of the design to each window, shape (n_design, n_windows).
        linking: multiplier of each linking row, shape (n_rows,), zero elsewhere (``leaning``).

    Raises:
        Stopped: if the crew has been stopped.
    """
    cut = split.cut
    shares = shared_out(cut, worth, linking)
    operation = cut.problem.cost - cut.rows.T @ linking
    found = crew.each([partial(programme.bound, plan, operation, shares[:, window])
                       for window, programme in enumerate(programmes)])
    if not all(one.optimal for one in found):
        return None
    dual = np.where(cut.window_of_row == LINKING, linking, 0.0)
    for one in found:
        dual[one.rows] = one.dual
    return completed(cut, split.gone, dual, crew), sum(one.iterations for one in found)


def price_gone(cut: Partition, gone: Dropped, reduced_cost: np.ndarray, window: int,
               crew: Crew) -> tuple[np.ndarray, np.ndarray]:
    """Duals for a window's rows that were left out: of the best use of all the capacity left out.

    ``reduced_cost`` is the cost of every column less what the rows that were kept pay for it, shape (n_columns,).
    """
    rows, columns = rows_to_price(cut, gone, window)
    if not len(rows) or not len(columns):
        return rows, np.zeros(len(rows))
    held = np.flatnonzero(gone.design)
    taken = cut.rows[rows][:, held] @ cut.problem.column_upper[held]
    small = cut.excerpt(rows, columns, reduced_cost[columns])
    small = replace(small, row_lower=small.row_lower - taken, row_upper=small.row_upper - taken)
    # Bounds as large as the capacity are left out: what they were worth would be lost to the capacity, which its rows
    # charge it to.
    found = crew.quick(replace(small, implied=np.ones_like(small.implied)))
    found = found if found.usable else crew.quick(small)
    return rows, found.dual if found.usable else np.zeros(len(rows))


def completed(cut: Partition, gone: Dropped, dual: np.ndarray, crew: Crew) -> np.ndarray:
    """A dual vector of a programme solved without what is ``gone``, with duals for that and for the design's rows,
    shape (n_rows,)."""
    return with_best_design(cut, with_gone(cut, gone, dual, crew), crew)


def with_gone(cut: Partition, gone: Dropped, dual: np.ndarray, crew: Crew) -> np.ndarray:
    """A dual vector with duals for what is ``gone``: of its best use at the prices of the rest, shape (n_rows,)."""
    # Where the solve had it after all, its rows have duals, which must not be paid twice.
    dual = np.where(gone.rows & (cut.window_of_row != LINKING), 0.0, leaning(cut, dual))
    reduced = cut.problem.cost - cut.rows.T @ dual
    for rows, found in crew.each([partial(price_gone, cut, gone, reduced, number, crew)
                                  for number in range(cut.count)]):
        dual[rows] = found
    return dual


def with_best_design(cut: Partition, dual: np.ndarray, crew: Crew) -> np.ndarray:
    """A dual vector with the best duals of the design's rows there are: those of the small programme of the design
    alone, at the cost that all other rows leave of it."""
    dual = leaning(cut, dual)
    design, rows = cut.design_columns, cut.design_rows
    dual[rows] = 0.0
    left = cut.problem.cost - cut.rows.T @ dual
    small = cut.excerpt(rows, design, left[design])
    # Every bound is given: the rows that imply some of them (a month's sum) are not in here.
    found = crew.quick(replace(small, implied=np.zeros_like(small.implied)))
    if found.usable:
        dual[rows] = found.dual
    return dual
