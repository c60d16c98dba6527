"""What the windows' dispatches tell of a plan, and the plan that is best by all of it so far.

Each dispatch of a window at capacities x^k with parts a^k is a cut: its least cost V_w is convex, so that

    V_w(x, a) >= V_w^k + g^k.(x - x^k) + h^k.(a - a^k)         g, h: duals of its rows

and the plan to try next minimises the cost of the design and the least the cuts leave of the windows' costs,

    min  c.x + sum_w theta_w     design rows, sum_w a_w + D.x in [l, u], theta_w >= every cut of w, x near the best x

whose multipliers of a window's cuts (they add up to one) say what each capacity is worth to it, its share (windows.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.programme import Dispatched
from gridplan.solve.certified.split import Split
from gridplan.solve.matrix import Arrays

SPARE_REACH = 0.05
"""How far capacity that is not there may move, of how far the mean capacity may."""


@dataclass(frozen=True)
class Proposal:
    """What the cuts would have.

    Attributes:
        plan: the design, shape (n_columns,), nothing elsewhere.
        parts: of each shared row for each window, shape (n_shared, n_windows).
        cost: the least that the cuts leave of it, million CNY.
        worth: of each column of the design to each window, shape (n_design, n_windows).
        price: of each shared row whose parts move, shape (n_shared,).
        at_reach: whether each capacity went as far as it might, shape (n_capacities,).
        parts_at_reach: whether a part of each shared row did, shape (n_shared,).
    """

    plan: np.ndarray
    parts: np.ndarray
    cost: float
    worth: np.ndarray
    price: np.ndarray
    at_reach: np.ndarray
    parts_at_reach: np.ndarray


@dataclass(frozen=True)
class _Cut:
    window: int
    slope: csr_array
    level: float
    worth: np.ndarray
    by_part: np.ndarray


class Master:
    """The design and the cuts of its windows."""

    def __init__(self, split: Split) -> None:
        self._split = split
        self._design = split.common
        self._row, self._window = split.pairs
        with_capacity = np.diff(csr_array(split.cut.rows[split.shared].tocsc()[:, split.capacities]).indptr) > 0
        self._with_capacity = split.linking & with_capacity
        self._taker = split.stands.argmax(axis=1)
        self._cuts: list[_Cut] = []

    def add(self, window: int, found: Dispatched, plan: np.ndarray, parts: np.ndarray) -> None:
        """A window's dispatch at a plan (n_columns,) and parts (n_shared, n_windows) as a cut."""
        by_part = np.where(self._window == window, found.by_part[self._row], 0.0)
        level = (found.cost - found.by_capacity @ plan[self._split.capacities]
                 - by_part @ parts[self._row, self._window])
        theta = np.zeros(self._split.cut.count)
        theta[window] = 1.0
        slope = np.concatenate([-found.by_capacity, np.zeros(len(self._split.yearly)), -by_part, theta])
        self._cuts.append(_Cut(window, csr_array(slope[None, :]), level, found.worth, found.by_part))

    def proposal(self, plan: np.ndarray, parts: np.ndarray, moving: np.ndarray, size: np.ndarray, reach: np.ndarray,
                 rate: np.ndarray, crew: Crew) -> Proposal | None:
        """The best plan, at a cost of every column (n_columns,), within reach (a share of what stands of each
        capacity, n_capacities) of a plan and its parts, of which those of ``moving`` rows (n_shared,) may change,
        within their ``size`` (n_shared,); None where there is none."""
        split, whole = self._split, self._split.cut.problem
        asked_rows, cost = np.flatnonzero(moving | self._with_capacity), rate[self._design]
        lower, upper = self._bounds(plan, parts, np.where(moving, size, 0.0), moving, reach)
        rows = np.concatenate([split.plain, split.shared[asked_rows]])
        count = len(self._row) + split.cut.count
        chosen = csc_array((np.ones(len(self._row)), (self._row, np.arange(len(self._row)))),
                           shape=(len(split.shared), len(self._row))).tocsr()[asked_rows]
        inner = split.cut.rows[rows].tocsc()[:, self._design]
        beside = vstack([csr_array((len(split.plain), count)),
                         hstack([chosen, csr_array((len(asked_rows), split.cut.count))])])
        found = crew.quick(Arrays(
            np.concatenate([cost, np.zeros(len(self._row)), np.ones(split.cut.count)]), 0.0,
            csc_array(vstack([hstack([inner, beside]), *(cut.slope for cut in self._cuts)])),
            np.concatenate([whole.row_lower[rows], [cut.level for cut in self._cuts]]),
            np.concatenate([whole.row_upper[rows], np.full(len(self._cuts), np.inf)]),
            lower, upper, np.zeros(len(lower), dtype=bool)))
        if not found.usable:
            return None
        capacities = slice(0, len(split.capacities))
        step = np.abs(found.value[capacities] - plan[split.capacities])
        return self._read(found.value, found.dual, parts, asked_rows, cost,
                          _at_reach(step, reach * self._scale(plan)), np.where(moving, size, np.inf))

    def _bounds(self, plan: np.ndarray, parts: np.ndarray, size: np.ndarray, moving: np.ndarray,
                reach: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of the columns: capacities and parts near where they are, everything else as it is."""
        split, whole = self._split, self._split.cut.problem
        lower, upper = whole.column_lower[self._design].copy(), whole.column_upper[self._design].copy()
        here = plan[split.capacities]
        far = reach * self._scale(plan)
        capacities = slice(0, len(here))
        lower[capacities] = np.clip(here - far, lower[capacities], upper[capacities])
        upper[capacities] = np.clip(here + far, lower[capacities], upper[capacities])
        now = parts[self._row, self._window]
        far = size[self._row]
        # Where capacity stands in a row that links hours, one window's part makes up for it.
        makes_up = (self._with_capacity & ~moving)[self._row] & (self._taker[self._row] == self._window)
        far[makes_up] = np.inf
        open_side = np.full(split.cut.count, np.inf)
        return np.concatenate([lower, now - far, -open_side]), np.concatenate([upper, now + far, open_side])

    def _scale(self, plan: np.ndarray) -> np.ndarray:
        """What the reach of each capacity is a share of, shape (n_capacities,)."""
        here = np.abs(plan[self._split.capacities])
        return np.asarray(here + SPARE_REACH * here.mean() if len(here) else here)

    def _read(self, value: np.ndarray, dual: np.ndarray, parts: np.ndarray, asked_rows: np.ndarray,
              rate: np.ndarray, at_reach: np.ndarray, size: np.ndarray) -> Proposal:
        split = self._split
        plan = np.zeros(split.cut.problem.shape[1])
        plan[self._design] = value[:len(self._design)]
        moved = parts.copy()
        moved[self._row, self._window] = value[len(self._design):len(self._design) + len(self._row)]
        price = np.zeros(len(split.shared))
        price[asked_rows] = dual[len(split.plain):len(split.plain) + len(asked_rows)]
        worth = np.zeros((len(split.cut.design_columns), split.cut.count))
        by_part = np.zeros((len(split.shared), split.cut.count))
        for cut, part in zip(self._cuts, dual[len(split.plain) + len(asked_rows):], strict=True):
            worth[:, cut.window] += part * cut.worth
            by_part[:, cut.window] += part * cut.by_part
        worth += self._agreed(by_part, price)
        cost = float(rate @ value[:len(self._design)] + value[-split.cut.count:].sum()) + split.cut.problem.offset
        step = np.abs(moved - parts).max(axis=1, initial=0.0)
        return Proposal(plan, moved, cost, worth, price, at_reach, _at_reach(step, size))

    def _agreed(self, by_part: np.ndarray, price: np.ndarray) -> np.ndarray:
        """What a window's sums are worth less to it, where rows of the year are worth more to it than to the year
        (its parts being held near what they were), shape (n_design, n_windows)."""
        split, design = self._split, self._split.cut.design_columns
        apart = np.where(split.linking[:, None], 0.0, by_part - price[:, None])
        own = split.home[design][:, None] == np.arange(split.cut.count)[None, :]
        return np.where(own, split.design_of_shared.T @ apart, 0.0)


def _at_reach(step: np.ndarray, far: np.ndarray) -> np.ndarray:
    """Whether steps went as far as they might."""
    return (far > 0.0) & (step >= 0.99 * far)
