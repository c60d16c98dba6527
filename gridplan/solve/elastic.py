"""A programme whose hard limits can give way: what must give way at least, and the rows that prove it.

For each limit j one column e_j >= 0 says by how many units of its own it is eased (one for all hours of the limit):

    row with a lower bound     a.x + s e_j >= lower          row with an upper bound   a.x - s e_j <= upper
    bound of a column          x - s e_j <= upper            (a row of its own)        x + s e_j >= lower
    minimise                   sum of e_j x weight / size of the figure

The costs of the plan play no part.  Where the least easing is above zero, the duals of the rows are a proof that
the limits contradict each other, and the rows with a dual other than zero are the contradiction; HiGHS then finds an
irreducible part of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from gridplan.solve.hard_limits import Stated, derived_columns
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import Problem

NO_MORE = 1e-7
"""Easing below this is the solver's dust."""
DUAL_DUST = 1e-9
SIMPLEX_ROWS = 150_000
"""Up to this many rows simplex, whose duals name few rows; above it an interior point with crossover."""


@dataclass(frozen=True)
class Eased:
    """What gives way at the least.

    Attributes:
        amount: easing of each limit, in row units, shape (n_limits,).
        value: columns of the programme, shape (n_columns,).
        proof: rows of the elastic programme with a dual other than zero.
    """

    amount: np.ndarray
    value: np.ndarray
    proof: np.ndarray


class Elastic:
    """The elastic form of a programme, or of some of its rows."""

    def __init__(
        self, programme: Problem, limits: Sequence[Stated], rows: np.ndarray | None = None, keep_derived: bool = False
    ) -> None:
        self.limits = list(limits)
        self._kept = np.arange(programme.shape[0]) if rows is None else rows
        derived = (
            np.zeros(programme.shape[1], dtype=bool)
            if keep_derived
            else derived_columns(programme, programme.column_families)
        )
        self._columns = programme.shape[1]
        self._weights = np.array([one.limit.weight / one.scale for one in self.limits])
        self.problem, self.limit_of_row = self._build(programme, derived)
        method = "simplex" if self.problem.shape[0] <= SIMPLEX_ROWS else "ipx"
        self._solver = HighsSolver(self.problem, method=method)

    def _build(self, programme: Problem, derived: np.ndarray) -> tuple[Problem, np.ndarray]:
        """The programme with a column for each limit, and the limit of each row (-1: none)."""
        lower, upper = programme.column_lower.copy(), programme.column_upper.copy()
        lower[derived & (lower != 0)] = np.where(lower[derived & (lower != 0)] < 0, -np.inf, 0.0)
        upper[derived & (upper > 0)] = np.inf
        place = np.full(programme.shape[0], -1)
        place[self._kept] = np.arange(len(self._kept))
        entries: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        bounds: list[tuple[np.ndarray, np.ndarray, np.ndarray, int]] = []
        limit_of_row = np.full(len(self._kept), -1)
        for j, one in enumerate(self.limits):
            if one.limit.side == "row":
                inside = place[one.where] >= 0
                rows = place[one.where][inside]
                entries.append((rows, np.full(len(rows), j), one.amount[inside]))
                limit_of_row[rows] = j
                continue
            low = one.limit.side == "lower"
            side = (programme.column_lower if low else programme.column_upper)[one.where]
            (lower if low else upper)[one.where] = -np.inf if low else np.inf
            if low:
                lower[one.where] = np.minimum(programme.column_lower[one.where], 0.0)
            bounds.append((one.where, side, one.amount if low else -one.amount, j))
        return self._assemble(programme, entries, bounds, lower, upper, limit_of_row)

    def _assemble(
        self,
        programme: Problem,
        entries: list[Any],
        bounds: list[Any],
        lower: np.ndarray,
        upper: np.ndarray,
        limit_of_row: np.ndarray,
    ) -> tuple[Problem, np.ndarray]:
        n, count = len(self._kept), len(self.limits)
        row_lower, row_upper = [programme.row_lower[self._kept]], [programme.row_upper[self._kept]]
        matrix = csr_array(programme.matrix)[self._kept, :]
        extra, easing = [], []
        for where, side, amount, j in bounds:
            size = len(where)
            extra.append(csr_array((np.ones(size), (np.arange(size), where)), shape=(size, self._columns)))
            easing.append(csr_array((amount, (np.arange(size), np.full(size, j))), shape=(size, count)))
            row_lower.append(side if amount[0] > 0 else np.full(size, -np.inf))
            row_upper.append(np.full(size, np.inf) if amount[0] > 0 else side)
            limit_of_row = np.append(limit_of_row, np.full(size, j))
        rows, limits, amounts = (
            (np.concatenate(part) if part else np.empty(0) for part in zip(*entries, strict=True))
            if entries
            else (np.empty(0), np.empty(0), np.empty(0))
        )
        eased = csr_array((amounts, (rows.astype(int), limits.astype(int))), shape=(n, count))
        whole = hstack([vstack([matrix, *extra]), vstack([eased, *easing])])
        return replace(
            programme,
            cost=np.append(np.zeros(self._columns), self._weights),
            offset=0.0,
            matrix=csc_array(whole),
            row_lower=np.concatenate(row_lower),
            row_upper=np.concatenate(row_upper),
            column_lower=np.append(lower, np.zeros(count)),
            column_upper=np.append(upper, np.full(count, np.inf)),
            implied=np.zeros(self._columns + count, dtype=bool),
        ), limit_of_row

    @property
    def row_numbers(self) -> np.ndarray:
        """Row of the original programme of each row; -1 for a bound written as a row."""
        return np.append(self._kept, np.full(self.problem.shape[0] - len(self._kept), -1))

    def ease(self, allowed: Collection[int] | None = None, free: Collection[int] = ()) -> Eased | None:
        """The least easing of the limits ``allowed`` (None: all), those of ``free`` at almost no price; None where
        none is enough."""
        count = len(self.limits)
        columns = np.arange(self._columns, self._columns + count)
        may = np.ones(count, dtype=bool) if allowed is None else np.zeros(count, dtype=bool)
        may[[*(allowed or ()), *free]] = True
        price = self._weights.copy()
        price[list(free)] *= 1e-6
        self._solver.change_costs(columns, price)
        self._solver.change_column_bounds(columns, np.zeros(count), np.where(may, np.inf, 0.0))
        solution = self._solver.solve()
        if not solution.optimal:
            return None
        amount = solution.value[self._columns :]
        return Eased(
            np.where(amount > NO_MORE, amount, 0.0),
            solution.value[: self._columns],
            np.flatnonzero(np.abs(solution.dual) > DUAL_DUST),
        )

    def conflict(self, proof: np.ndarray, free: Collection[int] = ()) -> np.ndarray:
        """Rows of an irreducible contradiction within the rows of a proof, in which the limits of ``free`` give way;
        all of the proof where HiGHS finds no smaller one."""
        problem = self.problem
        rows = csr_array(problem.matrix)[proof, :]
        used = np.unique(rows.indices)
        eased = used >= self._columns
        shut = eased & ~np.isin(used - self._columns, list(free))
        part = replace(
            problem,
            cost=np.zeros(len(used)),
            matrix=csc_array(rows[:, used]),
            row_lower=problem.row_lower[proof],
            row_upper=problem.row_upper[proof],
            column_lower=problem.column_lower[used],
            column_upper=np.where(shut, 0.0, problem.column_upper[used]),
            implied=np.zeros(len(used), dtype=bool),
        )
        found, _columns = HighsSolver(part, method="simplex").conflict()
        return proof[found] if len(found) else proof
