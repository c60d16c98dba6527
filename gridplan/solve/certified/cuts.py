"""The upper bound: a plan improved round by round, every hour of the year dispatched in each.

A round dispatches every window with the plan's capacities and its parts of what the windows share (split.py), each
from the vertex where it ended before; the dispatches together are a year that keeps every row, so that its cost is an
upper bound, and each is a cut by which the next plan is chosen (master.py).  The first plan and parts come from a look
at the year in blocks, or from a like case: they may be rough, since the rounds mend them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from scipy.sparse import csc_array, hstack

from gridplan.solve.certified.crew import Answer, Crew
from gridplan.solve.certified.dispatch import rounded
from gridplan.solve.certified.edges import Edges, edges
from gridplan.solve.certified.hint import Best, Hint
from gridplan.solve.certified.master import Master, Proposal
from gridplan.solve.certified.partition import LINKING
from gridplan.solve.certified.programme import Dispatched, Fines, WindowProgramme
from gridplan.solve.certified.split import Split
from gridplan.solve.labels import DESIGN
from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import Basis

MOST_ROUNDS = 25
REACH, LEAST_REACH = 0.05, 0.003
"""How far from the best plan so far the next may be, as a share of what stands: at first (unless the plan to begin with
is known to be near), and when there is no use in going on."""

CLOSER, PATIENCE = 0.6, 2
"""What the reach is multiplied by after a round that found no better plan, beyond the first few of them in a row."""

LONGER, LONGEST = 2.0, 32.0
"""What the reach of a capacity, or of the parts of a row, is multiplied by after a round that paid and in which it went
as far as it might; the most by which it may exceed the others'."""

ANYWHERE = 1e3
"""Reach that holds nothing."""

FURTHER = 3.0
"""How much more than the cuts promise within reach a plan may save, where a capacity goes as far as it may."""

DEAR = 1.5
"""What missing the last unit of a window's part of a row of the year costs at first, in worths of the row."""

LINK_FINE = 2.0
"""What missing a part of a row that links hours costs, per GW or GWh, in costs of the dearest thing an hour can do
(unserved energy): no plan that does is one."""

TYPICAL = 10.0
"""Most that a unit of a row of the year may be taken to be worth, in average costs of a unit of it."""

ASKED = 2e-4
"""Share of the year's cost that a row of the year must be worth for windows to be kept to parts of it."""

EDGE = 1e-4
"""Share of the year's cost by which the worth of what windows leave to one another must differ for it to change."""

PART_SIZE, EDGE_SIZE = 0.4, 5.0
"""How far parts of rows of the year may move, of their own size, and those of rows that link hours, of what there is
room for, in reaches of capacity."""

SETTLED = 0.3
"""Share of the aim that a dispatch of the days around the ends of windows must promise to be taken over, and of what it
promised the last time that must have come of it."""

MOST_EDGES = 6
"""Rows that begin to change at a time."""

MISSED = 1e-6
"""GW, GWh or the row's own unit by which a row may be missed."""

PRESSED = 4.0
"""What the cost of missing a row of the year that must be kept is multiplied by after a round that missed it."""

Tell = Callable[[float], None]


class Rounds:
    """A split programme's plan in rounds; can be gone on with to a closer aim."""

    def __init__(self, split: Split, hint: Hint, crew: Crew, reach: float = REACH) -> None:
        self._split, self._crew, self._hint = split, crew, hint
        self._master = Master(split)
        self.programmes = crew.each([partial(WindowProgramme, split, window, crew, hint.basis.get(window))
                                     for window in range(split.cut.count)])
        self.best: Best | None = None
        self.proposal: Proposal | None = None
        self.iterations, self._reach, self._fruitless = 0, reach, 0
        self._reach_at_first, self._settled = reach, (math.inf, 0.0)
        self._plan, self._parts = self._begin()
        self._price, self._first = np.zeros_like(self._parts), self._parts
        self._fresh = np.zeros(len(self._parts), dtype=bool)
        whole = split.cut.problem
        bounds = np.abs(np.stack([whole.row_lower[split.shared], whole.row_upper[split.shared]]))
        self._amount = np.where(np.isfinite(bounds), bounds, 0.0).max(axis=0)
        done = np.maximum(np.abs(self._parts).sum(axis=1), self._amount)
        self._usual = abs(hint.cost) / np.maximum(done, 1.0)
        worth = np.abs(hint.price[split.shared])
        self._fine = DEAR * worth
        self._asked = split.linking | (worth * done > ASKED * abs(hint.cost))
        self._moving = self._asked & ~split.linking
        self._link_fine = LINK_FINE * float(np.max(split.cut.problem.cost[split.home >= 0], initial=1.0))
        self._cost, self._asked_from = whole.cost, ASKED
        self._stretch, self._shift = np.ones(len(split.capacities)), np.zeros_like(self._parts)
        self._row_stretch = np.ones(len(split.shared))

    @property
    def rows_of_year(self) -> int:
        """How many rows of the year windows are kept to parts of."""
        return int((self._asked & ~self._split.linking).sum())

    def _begin(self) -> tuple[np.ndarray, np.ndarray]:
        split, plan = self._split, self._hint.plan.copy()
        design = split.cut.design_columns
        near = rounded(split.cut, plan, self._crew, wanted=design, minor=np.setdiff1d(design, split.capacities))
        if near is not None:
            plan[design] = near[design]
        plan = split.within(plan)
        return plan, split.dealt_out(plan)

    def avoid(self, columns: np.ndarray, times: float) -> None:
        """From now on let the use of some columns cost a multiple, in every plan's cost too; keep windows to parts of
        every row of the year that costs something; and let plans go as far as at first, since what stands for a small
        target is small itself.  Cuts taken before hold all the more."""
        cost = self._split.cut.problem.cost.copy()
        cost[columns] *= times
        self._cost, self._asked_from, self._fruitless = cost, 0.0, 0
        self._reach = self._reach_at_first
        if self.best is not None:
            self.best = replace(self.best, cost=self._cost_of(self.best.value))

    @property
    def bases(self) -> dict[int, Basis]:
        """Of each window that has been dispatched, the basis it ended with."""
        return {number: one.basis for number, one in enumerate(self.programmes) if one.basis is not None}

    def edges(self) -> Edges | None:
        """What the days around the ends of windows come to with the best plan; None before there is one."""
        split, best, whole = self._split, self.best, self._split.cut.problem
        if best is None or self.proposal is None:
            return None
        price = np.zeros(whole.shape[0])
        price[split.shared] = np.where(split.linking, 0.0, self.proposal.price)
        for programme in self.programmes:
            price[programme.own] = programme.duals
        given = self._hint.linking_price(split.cut)
        return edges(split, best.value, price, given, self._cost, self._crew)

    def make_good(self, columns: np.ndarray) -> None:
        """Have the windows do in the next round, with the best plan's capacities, what some quantities of the year
        make up for (shortfalls of targets): each is asked for its share of it, and missing that costs what the year
        pays.  Does nothing where none of the columns does."""
        split, best = self._split, self.best
        if best is None or not np.any(best.value[np.intersect1d(columns, split.yearly)] > 0.0):
            return
        windows_do = np.where(split.home == DESIGN, 0.0, best.value)
        most = split.cut.problem.column_upper[split.yearly]
        year, of_year, place = self._year(windows_do, most)
        without, _, _ = self._year(windows_do, np.where(np.isin(split.yearly, columns), 0.0, most))
        if not (year.usable and without.usable):
            return
        short, over = without.value[len(split.yearly):].reshape(2, len(of_year))
        parts, more = self._dealt(best), np.where(np.abs(short - over) > MISSED, short - over, 0.0)
        size = np.where(split.stands[place] > 0, np.abs(parts[place]) + 1e-9, 0.0)
        parts[place] += more[:, None] * size / np.maximum(size.sum(axis=1, keepdims=True), 1e-12)
        asked = place[more != 0.0]
        self._fine[place] = np.where(more != 0.0, np.maximum(self._fine[place], np.abs(year.dual[of_year])),
                                     self._fine[place])
        self._asked[asked] = self._moving[asked] = True
        self._plan, self._parts = best.value, parts

    def _cost_of(self, value: np.ndarray) -> float:
        return float(self._cost @ value) + self._split.cut.problem.offset

    def go_on(self, aim: float, tell: Tell, most: int = MOST_ROUNDS, enough: float = -math.inf) -> bool:
        """Rounds (``most`` of them) until the best plan is within ``aim`` (share of its cost) of the least the cuts
        leave, or costs no more than ``enough`` (million CNY), or no better is to be had; whether it is.

        ``tell`` is called with the best plan's cost after each round (NaN before there is one).

        Raises:
            Stopped: if the crew has been stopped; ``best`` is kept.
        """
        for _ in range(most):
            if not self._round():
                return False
            tell(float("nan") if self.best is None else self.best.cost)
            if self._near(aim) and not self._settle_edges(aim) and not self._let_edges_move():
                return True
            if self.best is not None and self.best.cost <= enough:
                return True
            if self._reach < LEAST_REACH:
                return False
        return False

    def _near(self, aim: float) -> bool:
        """Whether the cuts promise less than ``aim``; they promise more than they say where a capacity would go on."""
        best, proposal = self.best, self.proposal
        if best is None or proposal is None:
            return False
        promised = (best.cost - proposal.cost) * (FURTHER if proposal.at_reach.any() else 1.0)
        return promised <= aim * abs(best.cost)

    def _round(self) -> bool:
        """Dispatch, complete, cut, and choose the next plan; whether there is one."""
        split = self._split
        answers = self._crew.each([
            partial(programme.dispatch, self._plan, self._parts[:, window], self._fines(), self._cost)
            for window, programme in enumerate(self.programmes)])
        found = [answer for answer in answers if answer is not None]
        if len(found) < len(answers):
            return False
        self.iterations += sum(answer.iterations for answer in found)
        self._price = np.column_stack([answer.by_part for answer in found])
        for window, answer in enumerate(found):
            self._master.add(window, answer, self._plan, self._parts)
        self._fit_reach(self._complete(found))
        self._shift_edges(np.column_stack([answer.missed for answer in found]))
        centre = self.best if self.best is not None else Best(self._plan, float("nan"), self._parts)
        self.proposal = self._proposed(centre, self._reach * self._row_stretch, self._reach * self._stretch)
        if self.proposal is None:
            return False
        self._widen(self.proposal.price)
        # What links the hours mostly stays as it was first given, as far as the capacities allow.
        plan = np.where(split.home >= 0, self._hint.plan, self.proposal.plan)
        self._plan = split.within(plan)
        linked = split.dealt_out(self._plan) + self._shift
        self._parts = np.where((split.linking & ~self._moving)[:, None], linked, self.proposal.parts)
        return True

    def _proposed(self, centre: Best, of_parts: np.ndarray, of_capacities: np.ndarray) -> Proposal | None:
        """The best plan by the cuts within reach of one, as shares of their sizes: of the parts of each shared row
        (n_shared,) and of each capacity (n_capacities,)."""
        return self._master.proposal(centre.value, self._dealt(centre), self._moving, of_parts * self._size(),
                                     of_capacities, self._cost, self._crew)

    def at_large(self) -> Proposal | None:
        """What the cuts would have if plan and parts might go anywhere: no plan to try, but its prices are everybody's.
        Where a part is held near what it was, its window's price of the row is not the year's, and what capacity is
        worth to the window at the one says nothing of the other.  None before there is a plan."""
        if self.best is None:
            return None
        anywhere = self._proposed(self.best, np.full_like(self._row_stretch, ANYWHERE),
                                  np.full_like(self._stretch, ANYWHERE))
        return self.proposal if anywhere is None else anywhere

    def _fit_reach(self, better: bool) -> None:
        """Less far after rounds that brought nothing; further for capacities and parts that went as far as they might,
        and it paid: one that is not there yet would take many rounds to grow."""
        self._fruitless = 0 if better else self._fruitless + 1
        if self._fruitless > PATIENCE and self.best is not None:
            self._reach *= CLOSER
        if better and self.proposal is not None:
            self._stretch = _longer(self._stretch, self.proposal.at_reach)
            self._row_stretch = _longer(self._row_stretch, self.proposal.parts_at_reach)
        elif not better:
            self._stretch = np.maximum(self._stretch / LONGER, 1.0)
            self._row_stretch = np.maximum(self._row_stretch / LONGER, 1.0)

    def _shift_edges(self, missed: np.ndarray) -> None:
        """What a window can not do of its part of a row that links hours (n_shared, n_windows) is asked of the others.
        """
        others = np.maximum((self._split.stands > 0).sum(axis=1, keepdims=True) - 1, 1)
        of_others = (missed.sum(axis=1, keepdims=True) - missed) / others
        self._shift += np.where(self._split.stands > 0, missed - of_others, 0.0)

    def _dealt(self, centre: Best) -> np.ndarray:
        """Parts of the best plan: what it does, with what is over dealt out; what was done at first of rows that were
        not asked for then."""
        parts = np.where(self._split.linking[:, None], centre.parts, self._split.dealt_out(centre.value))
        return np.where(self._fresh[:, None], self._first, parts)

    def _fines(self) -> Fines:
        split, whole = self._split, self._split.cut.problem
        fine = np.where(split.linking, self._link_fine, np.where(self._asked, self._fine, 0.0))
        floor, ceiling = np.isfinite(whole.row_lower[split.shared]), np.isfinite(whole.row_upper[split.shared])
        # Hours are kept as the row says; more than the part of a floor of the year is no fault.
        return Fines(np.where(split.linking | floor, fine, 0.0), np.where(split.linking | ceiling, fine, 0.0),
                     self._asked)

    def _widen(self, price: np.ndarray) -> None:
        """Let missing a row of the year cost more where the plan would rather miss it."""
        self._fine = np.where(self._moving & (np.abs(price) >= 0.95 * self._fine), 2.0 * self._fine, self._fine)

    def _settle_edges(self, aim: float) -> bool:
        """Let windows leave to one another what the days around their ends would have, with the best plan's capacities,
        if that promises a good part of ``aim`` (share of the plan's cost); whether it does."""
        best, (cost, promised) = self.best, self._settled
        if best is None or cost - best.cost < SETTLED * promised:
            return False  # the last time brought little
        found = self.edges()
        if found is None or found.gain < SETTLED * aim * abs(best.cost):
            return False
        self._settled = best.cost, found.gain
        self._hint = replace(self._hint, plan=np.where(self._split.home >= 0, found.value, self._hint.plan))
        self._plan, self._shift = found.value, np.zeros_like(self._shift)
        self._parts = np.where(self._split.linking[:, None], self._split.dealt_out(found.value), self._dealt(best))
        return True

    def _let_edges_move(self) -> bool:
        """Let windows trade what they leave to one another where it is worth much more to one of them; whether there
        is such an edge, beyond those that move already."""
        split, there, whole = self._split, self._split.stands > 0, self._split.cut.problem
        # Levels: what is online at an edge can be no more than there is, and is worth little.
        level = split.linking & (whole.row_lower == whole.row_upper)[split.shared]
        level &= there.any(axis=1)
        spread = (np.where(there, self._price, -1e30).max(axis=1) - np.where(there, self._price, 1e30).min(axis=1))
        gain = np.where(level & ~self._moving, spread * REACH * np.minimum(self._size(), 1e6), 0.0)
        worst = np.argsort(-gain)[:MOST_EDGES]
        worst = worst[gain[worst] > EDGE * abs(self._hint.cost)]
        self._moving[worst] = True
        return len(worst) > 0

    def _size(self) -> np.ndarray:
        """What the parts of each shared row may move by, over the reach of capacities, shape (n_shared,)."""
        split = self._split
        usual = np.maximum(np.abs(self._parts).max(axis=1, initial=0.0),
                           self._amount / np.maximum((split.stands > 0).sum(axis=1), 1))
        return np.where(split.linking, EDGE_SIZE * split.room(self._plan), PART_SIZE * usual)

    def _complete(self, found: list[Dispatched]) -> bool:
        """Put the windows together, with the best quantities of the year there are; whether that is the best plan."""
        split, whole = self._split, self._split.cut.problem
        value = np.where(split.home == LINKING, self._plan, 0.0)
        for answer in found:
            value[answer.columns] = answer.value
        year, of_year, place = self._year(value, whole.column_upper[split.yearly])
        k = len(of_year)
        if not year.usable:
            return False
        value[split.yearly] = year.value[:len(split.yearly)]
        value = np.clip(value, whole.column_lower, whole.column_upper)
        short, over = year.value[len(split.yearly):].reshape(2, k)
        missed = max(float(np.max(short + over, initial=0.0)), self._missed_links(value))
        cost = self._cost_of(value)
        better = missed <= MISSED and (self.best is None or cost < self.best.cost)
        if better:
            self.best = Best(value, cost, self._parts)
            self._fresh &= False
        self._ask(place, year.dual[of_year], value)
        self._press(place[short + over > MISSED])
        return better

    def _year(self, value: np.ndarray, most: np.ndarray) -> tuple[Answer, np.ndarray, np.ndarray]:
        """The best quantities of the year, at most so much of each (n_yearly,), to go with what windows and capacities
        do in a value (n_columns,): those, then by how much each shared row of the year is short, and over; the place
        of these rows among those of the design, and among the shared ones."""
        split, whole = self._split, self._split.cut.problem
        rows = split.cut.design_rows
        of_year = np.flatnonzero(np.isin(rows, split.shared))
        k = len(of_year)
        elastic = csc_array((np.ones(k), (of_year, np.arange(k))), shape=(len(rows), k))
        place = np.searchsorted(split.shared, rows[of_year])
        fine = TYPICAL * self._usual[place]
        taken = split.cut.rows[rows] @ value
        found = self._crew.quick(Arrays(
            np.concatenate([self._cost[split.yearly], fine, fine]), 0.0,
            csc_array(hstack([split.cut.rows[rows].tocsc()[:, split.yearly], elastic, -elastic])),
            whole.row_lower[rows] - taken, whole.row_upper[rows] - taken,
            np.concatenate([whole.column_lower[split.yearly], np.zeros(2 * k)]),
            np.concatenate([most, np.full(2 * k, np.inf)]),
            np.zeros(len(split.yearly) + 2 * k, dtype=bool)))
        return found, of_year, place

    def _missed_links(self, value: np.ndarray) -> float:
        """By how much the worst row that links hours is missed, GW or GWh."""
        whole, rows = self._split.cut.problem, self._split.shared[self._split.linking]
        does = self._split.cut.rows[rows] @ value
        return float(np.max(np.maximum(whole.row_lower[rows] - does, does - whole.row_upper[rows]), initial=0.0))

    def _press(self, place: np.ndarray) -> None:
        """Let missing rows of the year that must not be missed, and were, cost more."""
        self._fine[place] = np.minimum(PRESSED * self._fine[place], TYPICAL * self._usual[place])

    def _ask(self, place: np.ndarray, price: np.ndarray, value: np.ndarray) -> None:
        """Keep windows to parts of rows of the year that turn out to cost something."""
        split = self._split
        size = np.maximum(np.abs(split.done(value)[place]).sum(axis=1), self._amount[place])
        matters = np.abs(price) * size > self._asked_from * abs(self._hint.cost)
        new = place[matters & ~self._asked[place]]
        if not len(new):
            return
        prices = np.zeros(len(split.shared))
        prices[place] = np.abs(price)
        self._fine[new] = np.minimum(DEAR * prices[new], self._usual[new])
        self._asked[new] = self._moving[new] = self._fresh[new] = True


def _longer(stretch: np.ndarray, at_reach: np.ndarray) -> np.ndarray:
    return np.where(at_reach, np.minimum(LONGER * stretch, LONGEST), stretch)
