"""The upper bound: the plan's capacities held, every hour of the year dispatched at least cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, hstack, identity, vstack

from gridplan.solve.certified.crew import Answer, Crew
from gridplan.solve.certified.dropped import Dropped, dropped, kept
from gridplan.solve.certified.partition import Partition
from gridplan.solve.matrix import Arrays

TOLERANCE = 1e-5
"""Relative gap at which HiGHS may end a dispatch that is to prove itself."""

ROUGH_TOLERANCE = 5e-4
"""Relative gap at which it may end one that is proven by the months.

By then an interior point's cost is within 2e-5 of its least, while asking more of some cases (Hunan) makes HiPO stall
and hand over to IPX, which takes longer than everything else together.
"""

DUST_GW = 5e-3
"""Capacity below which an interior point's plan is read as none."""


@dataclass(frozen=True)
class Dispatch:
    """A plan's year.

    Attributes:
        value, dual: columns and rows of the whole programme.
        answer: of the solver.
    """

    value: np.ndarray
    dual: np.ndarray
    answer: Answer


def rounded(cut: Partition, plan: np.ndarray, crew: Crew, wanted: np.ndarray | None = None,
            dust_gw: float = DUST_GW, minor: np.ndarray | None = None) -> np.ndarray | None:
    """A plan that keeps every row of the design, as near as can be to ``plan``, dust gone; shape (n_columns,).

    ``plan`` may be NaN where it says nothing; ``wanted`` are the columns of the design it is to be near in, those of
    the hourly design unless given; how near in ``minor`` ones matters little beside the others.  None where the
    design's rows contradict one another.
    """
    design, rows = cut.design_columns, cut.design_rows
    whole = cut.problem
    known = np.isin(design, cut.hourly_design if wanted is None else wanted) & ~np.isnan(plan[design])
    wished = plan[design][known]
    wished = np.where((np.abs(wished) < dust_gw) & (whole.column_lower[design][known] <= 0.0), 0.0, wished)
    n, k = len(design), int(known.sum())
    away = identity(k, format="csc")
    choose = csc_array(identity(n, format="csc"))[np.flatnonzero(known)]
    inner = cut.rows[rows].tocsc()[:, design]
    matrix = csc_array(vstack([hstack([inner, csc_array((len(rows), 2 * k))]), hstack([choose, away, -away])]))
    weight = np.where(wished == 0.0, 100.0, 1.0)
    if minor is not None:
        weight = np.where(np.isin(design[known], minor), 1e-3 / (1.0 + np.abs(wished)), weight)
    far = np.full(k, 1e6)
    nothing = np.zeros(k)
    found = crew.quick(Arrays(
        np.concatenate([np.zeros(n), weight, weight]), 0.0, matrix,
        np.concatenate([whole.row_lower[rows], wished]), np.concatenate([whole.row_upper[rows], wished]),
        np.concatenate([whole.column_lower[design], nothing, nothing]),
        np.concatenate([whole.column_upper[design], far, far]), np.zeros(n + 2 * k, dtype=bool),
    ))
    if not found.usable:
        return None
    result = np.full(whole.shape[1], np.nan)
    result[design] = np.clip(found.value[:n], whole.column_lower[design], whole.column_upper[design])
    return result


def dispatch(cut: Partition, plan: np.ndarray, crew: Crew) -> Dispatch:
    """The whole year at about least cost with the capacities of ``plan`` (from ``rounded``).

    Whatever point the solver ends with is handed on, since it is judged by its residuals and its cost alone.
    """
    return _dispatched(holding(cut, plan, cut.hourly_design), crew, ROUGH_TOLERANCE)


def holding(cut: Partition, plan: np.ndarray, held: np.ndarray) -> Partition:
    """The programme with some columns of the design (``held``: positions) at their values in ``plan``."""
    whole = cut.problem
    lower, upper, implied = whole.column_lower.copy(), whole.column_upper.copy(), whole.implied.copy()
    lower[held] = upper[held] = plan[held]
    implied[held] = False
    return replace(cut, problem=replace(whole, column_lower=lower, column_upper=upper, implied=implied))


def left_out(cut: Partition) -> Dropped:
    """What leaves a programme whose capacities are held: all that hangs on capacity that is not there."""
    held = cut.hourly_design
    whole = cut.problem
    return dropped(cut, held[(whole.column_lower[held] == 0.0) & (whole.column_upper[held] == 0.0)])


def dispatched(cut: Partition, crew: Crew) -> Dispatch | None:
    """The whole year at least cost, for a programme whose capacities are held; None without an optimum."""
    found = _dispatched(cut, crew, None)
    return found if found.answer.usable else None


def _dispatched(cut: Partition, crew: Crew, rough: float | None) -> Dispatch:
    whole = cut.problem
    rows, columns = kept(left_out(cut))
    part = cut.excerpt(rows, columns, whole.cost[columns])
    answer = crew.answer(part, TOLERANCE) if rough is None else crew.first_answer(part, rough)
    value, dual = np.zeros(whole.shape[1]), np.zeros(whole.shape[0])
    if answer.gives_figures:
        value[columns], dual[rows] = answer.value, answer.dual
    return Dispatch(np.clip(value, whole.column_lower, whole.column_upper), dual, answer)
