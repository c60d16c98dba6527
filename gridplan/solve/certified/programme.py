"""One window's programme: dispatched for given capacities, then bounded at given prices.

    columns   z  the window's own        e+, e-  parts missed        d+, d-  the rest of the design, less a centre
    rows      the window's own           its parts of shared rows    all other rows of the design

To *dispatch*, d is held at nothing, the centre is the plan, the parts are asked for and what is missed of them costs;
the rows of the design that are left are open, and a solver is given less (design_held.py).  To *bound* (windows.py), e
is free where a row links hours and gone elsewhere, d is free within the design's bounds at the window's shares of its
cost, and every row of the design holds.  The second begins at the vertex where the first ended: at shares that the cuts
found, few pivots are left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack

from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.design_held import DesignHeld
from gridplan.solve.certified.partition import LINKING
from gridplan.solve.certified.split import Split
from gridplan.solve.labels import DESIGN
from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import Basis


@dataclass(frozen=True)
class Fines:
    """What a unit less, and a unit more, than a window's part of each shared row costs, million CNY, shape (n_shared,)
    each; rows that are not ``asked`` for bind no window."""

    short: np.ndarray
    over: np.ndarray
    asked: np.ndarray


@dataclass(frozen=True)
class Dispatched:
    """A window's dispatch.

    Attributes:
        columns, value: of the whole programme.
        cost: million CNY, with what missed parts cost.
        by_capacity: what a unit more of each capacity adds to it, shape (n_capacities,).
        by_part: what a unit more of each shared row's part adds to it, shape (n_shared,).
        worth: what a unit of each column of the design is worth to its rows of the operation, shape (n_design,).
        missed: by how much more (less: negative) it does of rows that link hours than its parts allow, GW or GWh, shape
            (n_shared,).
        iterations: of the solver.
    """

    columns: np.ndarray
    value: np.ndarray
    cost: float
    by_capacity: np.ndarray
    by_part: np.ndarray
    worth: np.ndarray
    missed: np.ndarray
    iterations: int


@dataclass(frozen=True)
class Bounded:
    """What the bound wants of a window with capacities of its own; all windows' stay until the last has ended.

    Attributes:
        optimal: whether the solver claims optimality.
        rows, dual: the window's rows of the operation, of the whole programme, and their duals.
        iterations: of the solver.
    """

    optimal: bool
    rows: np.ndarray
    dual: np.ndarray
    iterations: int


class WindowProgramme:
    """A window's programme for any capacities, parts and prices."""

    def __init__(self, split: Split, window: int, crew: Crew, basis: Basis | None = None) -> None:
        self._split, self._window, self._crew, self._basis = split, window, crew, basis
        cut, gone, design = split.cut, split.gone, split.cut.design_columns
        # As small numbers: all windows together have as many of these as the year has rows and columns.
        self.columns = np.flatnonzero((split.home == window) & ~gone.columns & ~gone.design).astype(np.int32)
        self._others = design[(split.home[design] != window) & ~gone.design[design]]
        self.own = np.flatnonzero(split.own_rows == window).astype(np.int32)
        self._shared = np.flatnonzero(split.stands[:, window])
        first = np.concatenate([self.own, split.shared[self._shared]])
        self._rows = np.concatenate([first, np.setdiff1d(cut.design_rows, first)]).astype(np.int32)
        self._parts = slice(len(self.own), len(first))
        self._links = split.linking[self._shared]
        inner = self._inner()
        self._by_capacity = csr_array(csr_array(inner[:, split.capacities])[:len(first)])
        of_hours = cut.window_of_row[self.own] == window
        self._of_operation = csr_array(cut.rows[self.own].multiply(of_hours[:, None]).tocsc()[:, design])
        arrays = self._programme(inner)
        self._row_lower, self._row_upper = arrays.row_lower[:len(first)], arrays.row_upper[:len(first)]
        self._held = DesignHeld(arrays, len(first), len(self.columns) + 2 * len(self._shared))
        self._dual = np.zeros(len(self.own))
        self._vertex: Basis | None = None

    def _inner(self) -> csc_array:
        """Its rows with all columns.  Made anew when wanted, as what is made of it: beside what is held for dispatch it
        would take as much again."""
        return csc_array(self._split.cut.rows[self._rows])

    def _programme(self, inner: csc_array) -> Arrays:
        whole, k, o = self._split.cut.problem, len(self._shared), len(self._others)
        elastic = csc_array((np.ones(k), (np.arange(k) + len(self.own), np.arange(k))), shape=(len(self._rows), k))
        deviation = csc_array(inner[:, self._others])
        # What the design does of a row that links hours is priced with the design.
        deviation.data[(self._split.cut.window_of_row[self._rows] == LINKING)[deviation.indices]] = 0.0
        deviation.eliminate_zeros()
        beside = np.zeros(2 * k + 2 * o)
        open_above = np.where(np.arange(2 * k + 2 * o) < 2 * k, np.inf, 0.0)
        return Arrays(
            np.concatenate([whole.cost[self.columns], beside]), 0.0,
            csc_array(hstack([inner[:, self.columns], elastic, -elastic, deviation, -deviation])),
            whole.row_lower[self._rows], whole.row_upper[self._rows],
            np.concatenate([whole.column_lower[self.columns], beside]),
            np.concatenate([whole.column_upper[self.columns], open_above]),
            np.concatenate([whole.implied[self.columns], np.zeros(len(beside), dtype=bool)]))

    @property
    def basis(self) -> Basis | None:
        """Basis of the last dispatch."""
        return self._basis

    @property
    def duals(self) -> np.ndarray:
        """Of the window's own rows at the last dispatch, shape as ``own``."""
        return self._dual[:len(self.own)]

    def dispatch(self, plan: np.ndarray, part: np.ndarray, fines: Fines, rate: np.ndarray) -> Dispatched | None:
        """The window's least cost, at a cost of every column (n_columns,), with a plan's capacities (n_columns,) and
        its parts (n_shared,); None where the solver has no optimum.

        Raises:
            Stopped: if the crew has been stopped.
        """
        split, k = self._split, len(self._shared)
        taken = self._by_capacity @ plan[split.capacities]
        lower, upper = self._row_lower - taken, self._row_upper - taken
        asked, mine = fines.asked[self._shared], part[self._shared]
        lower[self._parts] = np.where(asked & np.isfinite(lower[self._parts]), mine, -np.inf)
        upper[self._parts] = np.where(asked & np.isfinite(upper[self._parts]), mine, np.inf)
        links = self._link_rows()
        self._asked = lower[links], upper[links]
        cost = np.concatenate([rate[self.columns], fines.short[self._shared], fines.over[self._shared]])
        given = self._held.given(cost, lower, upper)
        found = self._crew.to_vertex(given.arrays, self._basis)
        if not found.optimal:
            # A basis that has gone bad is no reason to give up: once more from nothing.
            found = self._crew.to_vertex(given.arrays)
        if not found.optimal:
            self._basis = None
            return None
        dual, self._vertex = given.told(found)
        self._basis, self._dual = found.basis, dual
        by_part = np.zeros(len(split.shared))
        by_part[self._shared] = dual[self._parts]
        short, over = found.value[len(self.columns):].reshape(2, k)
        missed = np.zeros(len(split.shared))
        missed[self._shared] = np.where(self._links, over - short, 0.0)
        return Dispatched(self.columns, found.value[:len(self.columns)], float(cost @ found.value),
                          -(self._by_capacity[:len(self.own)].T @ dual[:len(self.own)]), by_part,
                          self._of_operation.T @ dual[:len(self.own)], missed, found.iterations)

    def bound(self, plan: np.ndarray, operation: np.ndarray, share: np.ndarray) -> Bounded:
        """The window's least cost with capacities of its own, beginning at a plan (n_columns,) that it was dispatched
        for, at a cost of the operation less what the linking rows pay for it (n_columns,) and the window's share of the
        cost of the design (n_design,).

        Raises:
            Stopped: if the crew has been stopped.
        """
        whole, n, k = self._split.cut.problem, len(self.columns), len(self._shared)
        inner = self._inner()
        arrays = self._programme(inner)
        cost = operation.copy()
        cost[self._split.cut.design_columns] = share
        centre = plan[self._others]
        free = np.where(self._links, np.inf, 0.0)
        most = np.concatenate([free, free, np.maximum(whole.column_upper[self._others] - centre, 0.0),
                               np.maximum(centre - whole.column_lower[self._others], 0.0)])
        taken = inner[:, self._others] @ centre
        lower, upper = arrays.row_lower - taken, arrays.row_upper - taken
        links = self._link_rows()
        lower[links], upper[links] = self._asked
        price = np.concatenate([cost[self.columns], np.zeros(2 * k), cost[self._others], -cost[self._others]])
        whole_window = replace(
            arrays, cost=np.where(np.abs(price) < 1e-9, 0.0, price), row_lower=lower, row_upper=upper,
            column_lower=np.append(arrays.column_lower[:n], np.zeros(len(most))),
            column_upper=np.append(arrays.column_upper[:n], most))
        found = self._crew.to_vertex(whole_window, self._vertex)
        # Another bound before another dispatch is nearer to this one.
        self._vertex = found.basis or self._vertex
        at = np.flatnonzero(self._split.cut.window_of_row[self.own] != DESIGN)
        dual = found.dual[at] if found.optimal else np.zeros(len(at))
        return Bounded(found.optimal, self.own[at], dual, found.iterations)

    def _link_rows(self) -> np.ndarray:
        """Its rows that link hours, among its rows."""
        return np.flatnonzero(self._links) + self._parts.start
