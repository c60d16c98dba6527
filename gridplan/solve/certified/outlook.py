"""A first look at the year in blocks: a plan, and what its rows are worth.

The averaged year is solved with few blocks and every state first, to see which capacity a plan has any use for; then
finer, without the rest.  Of several weather years each is looked at as if it were certain, with capacities of its own:
together they would take many times as long, and what they share is found by the rounds that follow.  What looks say to
the full year is told.py's to read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyomo.environ as pyo

from gridplan.model.build import build_model
from gridplan.model.frame import Model
from gridplan.solve.certified.blocks import coarser
from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.dropped import Dropped, dropped, kept
from gridplan.solve.certified.partition import LINKING, Partition, partition
from gridplan.solve.matrix import Problem, compile_problem

if TYPE_CHECKING:
    from gridplan.case.case import Case

USED_GW = 5e-3
"""Capacity below which a state counts as not used by an outlook: what an interior point ended early leaves as dust."""

TOLERANCE = 1e-4
"""Relative gap at which HiGHS may end an outlook."""

_WITH_PYOMO = threading.Lock()
"""While Pyomo makes a template its sets answer otherwise, for all threads: one of them at a time has to do with it; the
others may be solving."""

Change = Callable[[Model, Problem], Problem]
"""(model, its problem) to the problem to solve: a variant of the case, such as one without a target."""


def unchanged(_model: Model, problem: Problem) -> Problem:
    """The case as it is."""
    return problem


@dataclass(frozen=True)
class Averaged:
    """The year in blocks, or one of its weather years.

    Attributes:
        model, cut: its model, and its programme by windows.
        block_of: the block each block of the full axis went into, -1 where that is of another weather year.
        windows: number of each of its windows (of one planning year) on the full axis, ascending.
        probability: of the weather year; 1 where there is only one.
    """

    model: Model
    cut: Partition
    block_of: np.ndarray
    windows: np.ndarray
    probability: float


@dataclass(frozen=True)
class Outlook:
    """What a solved averaged year says to the full year.

    Attributes:
        averaged: the year in blocks.
        value, dual: its solution.
        blocks: number of its blocks.
        idle: columns of its design that are held at zero.
    """

    averaged: Averaged
    value: np.ndarray
    dual: np.ndarray
    blocks: int
    idle: np.ndarray


class Coarse(NamedTuple):
    """The year in blocks without any change: its model and arrays, the block each block of the full axis went into (-1
    where that is of another weather year), and the probability of its weather year."""

    model: Model
    problem: Problem
    block_of: np.ndarray
    probability: float


def _coarse_year(case: Case, full: Model, count: int, position: int) -> Coarse:
    """One weather year, by its position on the axis, in about ``count`` blocks, with the annual accounts of the
    ``full`` model."""
    axis, block_of = coarser(case, full.axis.only(position), count)
    model = build_model(case, axis, sorted(full.accounts_wanted))
    of_full = np.full(len(full.axis), -1)
    of_full[full.axis.stretches[position]] = block_of
    return Coarse(model, compile_problem(model), of_full, float(full.axis.probability[position]))


def _averaged_year(coarse: Coarse, window_of_block: np.ndarray, change: Change) -> Averaged:
    """A variant of the year in blocks by windows; ``window_of_block`` gives that of each block of the full axis."""
    here = np.flatnonzero(coarse.block_of >= 0)
    first = here[np.append(0, np.flatnonzero(np.diff(coarse.block_of[here])) + 1)]
    windows, own = np.unique(window_of_block[first], return_inverse=True)
    cut = partition(coarse.model, change(coarse.model, coarse.problem), own)
    return Averaged(coarse.model, cut, coarse.block_of, windows, coarse.probability)


class AveragedYears:
    """The weather years of a case in blocks, each made when its turn comes.

    Args:
        case, full: the case and its model over the full axis.
        window_of_block: window of each block of the full axis.
        keep: whether years in blocks are kept for another variant.
    """

    def __init__(self, case: Case, full: Model, window_of_block: np.ndarray, keep: bool) -> None:
        self._case, self._full, self._window_of_block, self._keep = case, full, window_of_block, keep
        self._kept: dict[tuple[int, int], Coarse] = {}

    def of(self, blocks: int, change: Change) -> list[Callable[[], Averaged]]:
        """What makes a variant of each weather year in about so many blocks."""
        return [partial(self._averaged, blocks, position, change) for position in range(len(self._full.axis.stretches))]

    def _averaged(self, blocks: int, position: int, change: Change) -> Averaged:
        coarse = self._kept.get((blocks, position)) or _coarse_year(self._case, self._full, blocks, position)
        if self._keep:
            self._kept[blocks, position] = coarse
        return _averaged_year(coarse, self._window_of_block, change)


def looks_at(years: Sequence[Callable[[], Averaged]], idle: set[tuple[Any, ...]], crew: Crew) -> list[Outlook] | None:
    """Solve averaged years side by side, each made in its turn, without the capacity of thermal states by name; None if
    one ends without an answer."""
    found = crew.each([partial(_look_at, make, idle, crew) for make in years])
    answered = [one for one in found if one is not None]
    return answered if len(answered) == len(years) else None


def _look_at(make: Callable[[], Averaged], idle: set[tuple[Any, ...]], crew: Crew) -> Outlook | None:
    with _WITH_PYOMO:
        year = make()
        held = columns_of(year.model, year.cut.problem, idle)
    return look(year, held, crew)


def look(averaged: Averaged, idle: np.ndarray, crew: Crew) -> Outlook | None:
    """Solve an averaged year without the capacity of ``idle``, in the calling thread; None if it ends without an
    answer."""
    cut = averaged.cut
    whole = cut.problem
    gone = dropped(cut, idle)
    rows, columns = kept(gone)
    solution = crew.answer(cut.excerpt(rows, columns, whole.cost[columns]), TOLERANCE)
    if not solution.usable:
        return None
    value, dual = np.zeros(whole.shape[1]), np.zeros(whole.shape[0])
    value[columns], dual[rows] = solution.value, solution.dual
    with _WITH_PYOMO:
        _borrow(averaged, gone, value, dual)
    return Outlook(averaged, value, dual, whole.blocks, idle)


def _borrow(averaged: Averaged, gone: Dropped, value: np.ndarray, dual: np.ndarray) -> None:
    """Give the linking rows of states that were left out the duals of the cohort's most used state at the same edge."""
    cut, model = averaged.cut, averaged.model
    capacity = model.design.thermal_capacity_gw
    used = dict(zip(capacity.index_set(), np.append(value, 0.0)[cut.problem.columns[id(capacity)]].tolist(),
                    strict=True))
    wanted = gone.rows & (cut.window_of_row == LINKING)
    for family in model.operation.component_objects(pyo.Constraint):
        rows = cut.problem.rows[id(family)]
        at = np.flatnonzero(wanted[rows])
        if not len(at):
            continue
        keys = list(family.index_set())
        places = dict(zip(keys, rows.tolist(), strict=True))
        for position in at.tolist():
            cohort, _state, year, *rest = keys[position]
            kin = [(used[key], places[(*key, *rest)]) for key in used
                   if key[0] == cohort and key[2] == year and (*key, *rest) in places]
            most = max((one for one in kin if not gone.rows[one[1]]), default=None)
            if most is not None:
                dual[rows[position]] = dual[most[1]]


def idle_states(model: Model, problem: Problem, value: np.ndarray) -> np.ndarray:
    """Columns of the capacity of committed thermal states that a plan makes no use of."""
    capacity = model.design.thermal_capacity_gw
    places = problem.columns[id(capacity)]
    committed = set(model.data.COMMITTED)
    return np.array([place for place, key in zip(places.tolist(), capacity.index_set(), strict=True)
                     if place >= 0 and key in committed and value[place] < USED_GW
                     and problem.column_lower[place] <= 0.0], dtype=np.int64)


def names_of(model: Model, problem: Problem, columns: np.ndarray) -> set[tuple[Any, ...]]:
    """Names (cohort, state, year) of columns of the capacity of thermal states."""
    capacity = model.design.thermal_capacity_gw
    wanted = set(columns.tolist())
    return {key for place, key in zip(problem.columns[id(capacity)].tolist(), capacity.index_set(), strict=True)
            if place in wanted}


def columns_of(model: Model, problem: Problem, names: set[tuple[Any, ...]]) -> np.ndarray:
    """Columns of the capacity of thermal states, by name."""
    capacity = model.design.thermal_capacity_gw
    return np.array([place for place, key in zip(problem.columns[id(capacity)].tolist(), capacity.index_set(),
                                                 strict=True) if place >= 0 and key in names], dtype=np.int64)
