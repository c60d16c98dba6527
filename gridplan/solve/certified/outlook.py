"""A first look at the year in blocks: a plan, and what its rows are worth.

The averaged year is solved with few blocks and every state first, to see which capacity a plan has any use for; then
finer, without the rest.  From it the full year takes a plan, the price of each row that links windows and what each
window is to pay for the design, and nothing else: whatever is proven is proven by the full year's own rows, so a look
may be as rough as it likes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyomo.environ as pyo

from gridplan.model.build import build_model
from gridplan.model.frame import Model
from gridplan.solve.certified.blocks import coarser
from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.dropped import Dropped, dropped, kept
from gridplan.solve.certified.hint import Hint
from gridplan.solve.certified.partition import LINKING, Partition, partition
from gridplan.solve.matrix import Problem, compile_problem

if TYPE_CHECKING:
    from gridplan.case.case import Case

USED_GW = 5e-3
"""Capacity below which a state counts as not used by an outlook: what an interior point ended early leaves as dust."""

TOLERANCE = 1e-4
"""Relative gap at which HiGHS may end an outlook."""

Change = Callable[[Model, Problem], Problem]
"""(model, its problem) to the problem to solve: a variant of the case, such as one without a target."""


def unchanged(_model: Model, problem: Problem) -> Problem:
    """The case as it is."""
    return problem


@dataclass(frozen=True)
class Averaged:
    """The year in blocks: its model and programme, and the block each block of the full axis went into."""

    model: Model
    cut: Partition
    block_of: np.ndarray


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
    """The year in blocks without any change: its model and arrays, and the block each block of the full axis went into.
    """

    model: Model
    problem: Problem
    block_of: np.ndarray


def coarse_year(case: Case, full: Model, count: int) -> Coarse:
    """Build the year in about ``count`` blocks, with the annual accounts of the ``full`` model."""
    axis, block_of = coarser(case, full.axis, count)
    model = build_model(case, axis, sorted(full.accounts_wanted))
    return Coarse(model, compile_problem(model), block_of)


def averaged_year(coarse: Coarse, window_of_block: np.ndarray, change: Change) -> Averaged:
    """A variant of the year in blocks by windows; ``window_of_block`` gives that of each block of the full axis."""
    first = np.append(0, np.flatnonzero(np.diff(coarse.block_of)) + 1)
    cut = partition(coarse.model, change(coarse.model, coarse.problem), window_of_block[first])
    return Averaged(coarse.model, cut, coarse.block_of)


def look(averaged: Averaged, idle: np.ndarray, crew: Crew) -> Outlook | None:
    """Solve the averaged year without the capacity of ``idle``; None if it ends without an answer."""
    cut = averaged.cut
    whole = cut.problem
    gone = dropped(cut, idle)
    rows, columns = kept(gone)
    solution = crew.solve(cut.excerpt(rows, columns, whole.cost[columns]), TOLERANCE)
    if not solution.usable:
        return None
    value, dual = np.zeros(whole.shape[1]), np.zeros(whole.shape[0])
    value[columns], dual[rows] = solution.value, solution.dual
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


def same_design(source: tuple[Model, Problem], target: tuple[Model, Problem]) -> np.ndarray:
    """For each column of the target's design, the column of the source's that is the same; -1 elsewhere."""
    place = np.full(target[1].shape[1], -1, dtype=np.int64)
    for variable in target[0].design.component_objects(pyo.Var):
        twin = source[0].design.component(variable.local_name)
        here, there = target[1].columns[id(variable)], source[1].columns[id(twin)]
        if len(here) == len(there):
            present = here >= 0
            place[here[present]] = there[present]
    return place


def link_prices(outlook: Outlook, model: Model, cut: Partition) -> np.ndarray:
    """Dual of each linking row of the full year, from the row of the averaged year at the same edge; zero elsewhere."""
    prices = np.zeros(cut.problem.shape[0])
    linking = cut.window_of_row == LINKING
    source = outlook.averaged
    for family in model.operation.component_objects(pyo.Constraint):
        rows = cut.problem.rows[id(family)]
        at = np.flatnonzero(linking[rows])
        if not len(at):
            continue
        twin = source.model.operation.component(family.local_name)
        known = {} if twin is None else dict(zip(twin.index_set(), source.cut.problem.rows[id(twin)].tolist(),
                                                 strict=True))
        keys = list(family.index_set())
        for position in at.tolist():
            row = known.get(_twin_key(keys[position], int(rows[position]), source, cut))
            if row is not None:
                prices[rows[position]] = outlook.dual[row]
    return prices


def _twin_key(key: object, row: int, source: Averaged, cut: Partition) -> object:
    """The key of the averaged year's row: the block's own number replaced where the row is one of a block."""
    parts = key if isinstance(key, tuple) else (key,)
    matrix = cut.rows
    columns = matrix.indices[matrix.indptr[row]:matrix.indptr[row + 1]]
    blocks = set(cut.block_of_column[columns].tolist()) - {-1}
    if parts[-1] in blocks and len(blocks) <= 2:
        parts = (*parts[:-1], int(source.block_of[parts[-1]]))
    return parts if isinstance(key, tuple) else parts[0]


def hint(outlook: Outlook, model: Model, cut: Partition) -> Hint:
    """What the full year begins with: the outlook's plan, what it does at the edges of windows, and its prices."""
    source = outlook.averaged
    place = same_design((source.model, source.cut.problem), (model, cut.problem))
    plan = np.where(place >= 0, np.append(outlook.value, np.nan)[place], np.nan)
    _put_edges(plan, outlook, model, cut)
    price = link_prices(outlook, model, cut)
    for family in model.design.component_objects(pyo.Constraint):
        twin = source.model.design.component(family.local_name)
        here, there = cut.problem.rows[id(family)], source.cut.problem.rows[id(twin)]
        if len(here) == len(there):
            price[here] = outlook.dual[there]
    return Hint(plan, price, float(source.cut.problem.cost @ outlook.value), _worth(outlook, place, cut))


def _worth(outlook: Outlook, place: np.ndarray, cut: Partition) -> np.ndarray:
    """What each column of the full year's design (at ``place`` in the outlook's) is worth to the rows of each window,
    shape (n_design, n_windows); with what the design's own rows pay it adds up to the column's cost."""
    source, here = outlook.averaged.cut, place[cut.design_columns]
    worth = np.zeros((len(here), cut.count))
    for window in range(cut.count):
        paid = source.rows.T @ np.where(source.window_of_row == window, outlook.dual, 0.0)
        worth[:, window] = np.where(here >= 0, paid[here], 0.0)
    return worth


def _put_edges(plan: np.ndarray, outlook: Outlook, model: Model, cut: Partition) -> None:
    """Give the plan what the outlook does of the operation's columns in linking rows, each from its block's."""
    source = outlook.averaged
    wanted = np.zeros(len(plan), dtype=bool)
    wanted[cut.rows[np.flatnonzero(cut.window_of_row == LINKING)].indices] = True
    wanted &= np.isnan(plan)
    for variable in model.operation.component_objects(pyo.Var):
        columns = cut.problem.columns[id(variable)]
        at = np.flatnonzero((columns >= 0) & wanted[columns])
        if not len(at):
            continue
        twin = source.model.operation.component(variable.local_name)
        known = dict(zip(twin.index_set(), source.cut.problem.columns[id(twin)].tolist(), strict=True))
        keys = list(variable.index_set())
        for position in at.tolist():
            block = int(cut.block_of_column[columns[position]])
            parts = keys[position] if isinstance(keys[position], tuple) else (keys[position],)
            twin_key = (*parts[:-1], int(source.block_of[block])) if block >= 0 else parts
            column = known.get(twin_key if len(twin_key) > 1 else twin_key[0], -1)
            if column >= 0:
                plan[columns[position]] = outlook.value[column]
