"""A year dispatched at least cost with its capacities held (design.py), and a plan rounded into the design's rows.

Planning years, and weather years that nothing adds up, are dispatched each by itself (parts.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.sparse import csc_array, hstack, identity, vstack

from gridplan.solve.certified.crew import Answer, Crew
from gridplan.solve.certified.dropped import Dropped, dropped, kept
from gridplan.solve.certified.partition import Partition
from gridplan.solve.certified.parts import Part, parts
from gridplan.solve.matrix import Arrays

TOLERANCE = 1e-5
"""Relative gap at which HiGHS may end a dispatch that is to prove itself."""

DUST_GW = 5e-3
"""Capacity below which an interior point's plan is read as none."""


@dataclass(frozen=True)
class Dispatch:
    """A plan's year, of all planning years and weather years.

    Attributes:
        value, dual: columns and rows of the whole programme.
        usable: whether the solver claims an optimum of every part.
        iterations: of all parts.
    """

    value: np.ndarray
    dual: np.ndarray
    usable: bool
    iterations: int


@dataclass(frozen=True)
class PartDispatched:
    """What solving one part of a dispatch came to."""

    part: Part
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


def _to_the_end(held: Partition, part: Part, crew: Crew) -> PartDispatched:
    return PartDispatched(part, crew.answer(part.arrays(held), TOLERANCE))


def _longest_first(held: Partition) -> list[Part]:
    """The parts of a programme whose capacities are held; of equal ones the earlier first."""
    return sorted(parts(held, *kept(left_out(held))), key=lambda part: -len(part.rows))


def together(held: Partition, found: Sequence[PartDispatched]) -> Dispatch:
    """The dispatch that all its parts add up to."""
    whole = held.problem
    value, dual = np.zeros(whole.shape[1]), np.zeros(whole.shape[0])
    for part, answer in ((one.part, one.answer) for one in found):
        if answer.gives_figures:
            value[part.columns] += answer.value
            dual[part.rows] += answer.dual
    # A held column stands in several parts: it is what it is held at.
    return Dispatch(np.clip(value, whole.column_lower, whole.column_upper), dual,
                    all(one.answer.usable for one in found), sum(one.answer.iterations for one in found))


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
    """The whole year at least cost, for a programme whose capacities are held; None without an optimum.

    Raises:
        Stopped: at the deadline or on Ctrl-C.
    """
    found = together(cut, crew.each([partial(_to_the_end, cut, part, crew) for part in _longest_first(cut)]))
    return found if found.usable else None
