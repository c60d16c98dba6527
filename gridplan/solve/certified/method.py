"""The certified solve: a plan with a dispatch of every hour, and a bound that proves how near it is to the best.

    looks       the year in blocks, coarse then finer: which states matter, a plan, what each window is worth to it
    bounds      side by side: each month at full hours with capacities of its own, the lower bound (windows.py); and
                the last look's plan dispatched over every hour of the year, the upper bound         (dispatch.py)
    together    only where weather years were dispatched by shares of what the mean year adds up (sums.py), and the gap
                is not met: the dispatch without shares
    whole       only where the gap is not met: the full year at once, without the states nobody wants

What comes out is a point and a dual vector of the full year's programme, which verify.py judges on the programme's own
arrays; nothing rests on a solver's word, nor on the blocks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from gridplan.model.axis import TimeAxis
from gridplan.model.frame import Model
from gridplan.model.risk import weighs_risk
from gridplan.solve.certified.crew import Crew, Start, Stopped
from gridplan.solve.certified.dispatch import Dispatched, dispatch_jobs, holding, rounded, together
from gridplan.solve.certified.dropped import dropped, kept
from gridplan.solve.certified.outlook import (
    Change,
    Outlook,
    averaged_year,
    columns_of,
    design_of,
    idle_states,
    link_prices,
    look,
    names_of,
    split_costs,
    unchanged,
)
from gridplan.solve.certified.partition import Partition, partition
from gridplan.solve.certified.windows import (
    Shares,
    Window,
    completed,
    leaning,
    proof,
    shared_out,
    solve_window,
    with_gone,
)
from gridplan.solve.matrix import Problem
from gridplan.solve.verify import Certificate, certify, lower_bound

if TYPE_CHECKING:
    from gridplan.case.case import Case

Progress = Callable[..., None]

@dataclass(frozen=True)
class Glance:
    """One look: blocks of the year, and which unused states it leaves out of all that follows.

    A state goes if it would have to be cheaper by more than this share of its yearly cost to be of use at the prices
    of the look.  Too rough a look errs by more than any share worth having, so the first must not be too rough.
    """

    blocks: int
    doubt: float


LOOKS = (Glance(1000, 0.03), Glance(2000, 0.03))
"""The looks at a full year, chosen by measurement (docs/solving.md)."""


def looks_over(looks: tuple[Glance, ...], axis: TimeAxis) -> tuple[Glance, ...]:
    """The looks at an axis of several weather years: the finest in proportion to them, since each has hours of its own
    that matter; the coarser ones, which only find what is of no use, no finer than they must be."""
    count = axis.weather_years
    if count == 1:
        return looks
    fewest = len(set(zip(axis.stretch.tolist(), axis.day.tolist(), strict=True)))
    kept = {max(glance.blocks, fewest): glance.doubt for glance in looks[:-1]}
    finest = looks[-1]
    return (*(Glance(blocks, doubt) for blocks, doubt in kept.items() if blocks < finest.blocks * count),
            Glance(finest.blocks * count, finest.doubt))


@dataclass(frozen=True)
class Step:
    """A line of the record: what was done, the bounds after it (million CNY, NaN where there is none), seconds since
    the start."""

    name: str
    lower: float
    upper: float
    seconds: float

    @property
    def gap(self) -> float:
        """(upper - lower) / |upper|, NaN where one of them is missing."""
        return (self.upper - self.lower) / max(abs(self.upper), 1e-9)


@dataclass
class Certified:
    """What the certified solve came to.

    Attributes:
        value, dual: the plan's point and the proof's dual vector, of the full programme; None where there is none yet.
        certificate: what verify.py finds of them.
        steps: the record.
        stopped: whether a deadline or Ctrl-C ended it.
        blocks: blocks of the finest look; windows: how many; parts: how many the dispatch fell into; left_out: states
            left out of the solves; reused: whether what like cases had taught was made use of.
        lower: lower bound proven, million CNY; NaN where there is none yet.
    """

    value: np.ndarray | None = None
    dual: np.ndarray | None = None
    certificate: Certificate | None = None
    steps: list[Step] = field(default_factory=list)
    stopped: bool = False
    blocks: int = 0
    windows: int = 0
    parts: int = 0
    left_out: int = 0
    reused: bool = False
    iterations: int = 0
    lower: float = float("nan")


@dataclass
class Learnt:
    """What solves of a case may hand to those of like ones; nothing of it is believed before it is proven again.

    Attributes:
        idle_states: names of the thermal states that no plan came near to using; None before the first solve.
        starts: where simplex may start, by window.
    """

    idle_states: set[tuple[Any, ...]] | None = None
    starts: dict[int, Start] = field(default_factory=dict)

    def forget(self) -> None:
        """As before the first solve."""
        self.idle_states = None
        self.starts.clear()


class CertifiedSolve:
    """A case's full year, held with what has been learnt of it, for one solve or for several variants.

    Args:
        case, model, programme: the case, its built model over the full axis, and its arrays.
        gap: (cost - bound) / cost to reach.
        crew: who solves.
        tell: told "look", "bounds", "together" and "whole" with lower, upper, gap and seconds.
        looks: the looks to take, coarsest first.
        learnt: what solves of like cases have learnt; each solve adds to it.
    """

    def __init__(self, case: Case, model: Model, programme: Problem, *, gap: float, crew: Crew, tell: Progress,
                 looks: tuple[Glance, ...] = LOOKS, learnt: Learnt | None = None) -> None:
        self._case, self._model, self._gap, self._crew, self._tell = case, model, gap, crew, tell
        self._programme = programme
        # A window is a month of a weather year.
        self._window_of_block = np.unique(model.axis.month_by_weather, return_inverse=True)[1]
        self._looks = looks_over(looks, model.axis)
        self._learnt = Learnt() if learnt is None else learnt
        self._idle_states: set[tuple[Any, ...]] = set()
        self._begun = time.perf_counter()
        self._lower, self._upper = float("nan"), float("nan")

    @property
    def programme(self) -> Problem:
        """The case's arrays as they are, without any change."""
        return self._programme

    def solve(self, change: Change = unchanged) -> Certified:
        """Solve the case, or a variant of it: ``change`` is applied to the programme and to every look."""
        found = Certified()
        self._lower, self._upper = float("nan"), float("nan")
        self._begun = time.perf_counter()
        cut = partition(self._model, change(self._model, self._programme), self._window_of_block)
        found.windows = cut.count
        found.reused = self._learnt.idle_states is not None
        try:
            self._look_and_bound(found, cut, change)
            if found.reused and not self._reached(found):
                # What was learnt does not serve here: as if nothing had been.
                self._learnt.forget()
                self._look_and_bound(found, cut, change)
            if not self._reached(found):
                self._whole(found, cut)
        except (Stopped, KeyboardInterrupt):
            # Ctrl-C between two solves as much as in one; what there is by then is judged as it stands.
            found.stopped = True
            if found.certificate is None:
                self._judge(found, cut, "stopped")
        found.lower = self._lower
        return found

    def _look_and_bound(self, found: Certified, cut: Partition, change: Change) -> None:
        outlook = self._outlook(found, change)
        if outlook is not None:
            self._by_windows(found, cut, outlook)
        if self._reached(found):
            self._learnt.idle_states = set(self._idle_states)

    def _reached(self, found: Certified) -> bool:
        proof = found.certificate
        return proof is not None and proof.feasible and proof.gap <= self._gap

    # -- looks ---------------------------------------------------------------------------------------------------

    def _outlook(self, found: Certified, change: Change) -> Outlook | None:
        """The finest look that could be solved; the only one where it is known which states to leave out."""
        best: Outlook | None = None
        self._idle_states = set(self._learnt.idle_states or ())
        for glance in self._looks if self._learnt.idle_states is None else self._looks[-1:]:
            averaged = averaged_year(self._case, self._model.axis, glance.blocks, self._window_of_block, change)
            idle = columns_of(averaged.model, averaged.cut.problem, self._idle_states)
            outlook = look(averaged, idle, self._crew)
            if outlook is None:
                continue
            best, found.blocks = outlook, outlook.blocks
            self._idle_states = self._idle(outlook, glance.doubt)
            self._note(found, "look")
        return best

    def _idle(self, outlook: Outlook, doubt: float) -> set[tuple[Any, ...]]:
        """Names of the states left out so far, and of those that a look neither uses nor comes near to using.

        A look that holds a state at zero cannot judge it: its rows have no duals of their own.
        """
        cut, model = outlook.averaged.cut, outlook.averaged.model
        unused = np.setdiff1d(idle_states(model, cut.problem, outlook.value), outlook.idle)
        dual = with_gone(cut, dropped(cut, unused), outlook.dual, self._crew)
        cost = cut.problem.cost[unused]
        dear = (cut.problem.cost - cut.rows.T @ dual)[unused] > doubt * np.maximum(cost, 1.0)
        return self._idle_states | names_of(model, cut.problem, unused[dear])

    # -- bounds --------------------------------------------------------------------------------------------------

    def _by_windows(self, found: Certified, cut: Partition, outlook: Outlook) -> None:
        gone = dropped(cut, columns_of(self._model, cut.problem, self._idle_states))
        found.left_out = int(gone.design.sum())
        linking = leaning(cut, link_prices(outlook, self._model, cut))
        shares = Shares(shared_out(cut, split_costs(outlook, self._model, cut), linking), linking, gone)
        operation_cost = cut.problem.cost - cut.rows.T @ linking
        seen = design_of(outlook, self._model, cut)
        near = rounded(cut, seen, self._crew)
        held = None if near is None else holding(cut, near, cut.hourly_design)
        # Where the dearest weather counts, one year's share would say nothing of the others' cost.
        to_dispatch = [] if held is None else dispatch_jobs(
            held, self._crew, None if weighs_risk(self._model) else seen)
        found.parts = len(to_dispatch)
        to_bound: list[Callable[[], Dispatched | Window | None]] = [
            partial(solve_window, cut, shares, operation_cost, number, self._crew, self._learnt.starts.get(number))
            for number in range(cut.count)]
        self._tell("bounds", lower=self._lower, upper=self._upper, gap=float("nan"))
        stopped: Stopped | None = None
        try:
            # A part of the dispatch takes longer than a month, so it begins first.
            answers = self._crew.each([*to_dispatch, *to_bound])
        except Stopped as fault:
            stopped, answers = fault, fault.finished
        self._take(found, cut, shares, answers)
        dispatched = [answer for answer in answers if isinstance(answer, Dispatched)]
        if held is not None and len(dispatched) == len(to_dispatch):
            self._take_dispatch(found, held, dispatched)
        self._judge(found, cut, "bounds")
        if stopped is not None:
            raise stopped
        shared_out_sums = any(one.part.spread is not None for one in dispatched)
        if held is not None and shared_out_sums and not self._reached(found) and not np.isnan(self._lower):
            self._jointly(found, cut, held)

    def _jointly(self, found: Certified, cut: Partition, held: Partition) -> None:
        """The weather years dispatched together, where their shares of what the mean year sums up were no good."""
        self._tell("together", lower=self._lower, upper=self._upper)
        to_dispatch = dispatch_jobs(held, self._crew)
        found.parts = len(to_dispatch)
        dispatched = self._crew.each(to_dispatch)
        found.iterations += sum(one.answer.iterations for one in dispatched)
        self._take_dispatch(found, held, dispatched)
        self._judge(found, cut, "together")

    def _take(self, found: Certified, cut: Partition, shares: Shares,
              answers: Sequence[Dispatched | Window | None]) -> None:
        """Make of the windows' answers a proof, if all of them are there."""
        windows = [answer for answer in answers if isinstance(answer, Window)]
        found.iterations += sum(answer.answer.iterations for answer in answers if answer is not None)
        if len(windows) == cut.count:
            self._learnt.starts |= {number: Start(window.answer.basis, window.answer.iterations)
                                    for number, window in enumerate(windows) if window.answer.basis is not None}
            found.dual = proof(cut, shares, windows, self._crew)
            self._lower = lower_bound(cut.problem, found.dual)

    def _take_dispatch(self, found: Certified, held: Partition, dispatched: Sequence[Dispatched]) -> None:
        """Make a point of the parts of a dispatch, where none is known that costs less."""
        year = together(held, dispatched)
        cost = held.problem.cost
        dearer = found.value is not None and cost @ found.value <= cost @ year.value
        if certify(held.problem, year.value, year.dual).feasible and not dearer:
            found.value = year.value
            found.dual = year.dual if found.dual is None else found.dual

    def _whole(self, found: Certified, cut: Partition) -> None:
        """The full year at once, without the states left out; those that turn out to be wanted come back."""
        idle = columns_of(self._model, cut.problem, self._idle_states)
        wanted = self._whole_round(found, cut, idle)
        if not self._reached(found) and 0 < len(wanted) < len(idle):
            self._whole_round(found, cut, np.setdiff1d(idle, wanted))
        # Where no single state is to blame, or none that is named, all come back.
        if not self._reached(found) and len(idle):
            self._whole_round(found, cut, idle[:0])

    def _whole_round(self, found: Certified, cut: Partition, idle: np.ndarray) -> np.ndarray:
        self._tell("whole", lower=self._lower, upper=self._upper)
        wanted = self._whole_without(found, cut, idle)
        self._judge(found, cut, "whole")
        return wanted

    def _whole_without(self, found: Certified, cut: Partition, idle: np.ndarray) -> np.ndarray:
        """Solve the year without some states; those of them that would save cost at the prices found."""
        whole, gone = cut.problem, dropped(cut, idle)
        rows, columns = kept(gone)
        answer = self._crew.solve(cut.excerpt(rows, columns, whole.cost[columns]), min(1e-6, 0.1 * self._gap))
        found.iterations += answer.iterations
        found.left_out = len(idle)
        if not answer.usable:
            return idle
        value, dual = np.zeros(whole.shape[1]), np.zeros(whole.shape[0])
        value[columns], dual[rows] = answer.value, answer.dual
        dual = completed(cut, gone, dual, self._crew)
        value = np.clip(value, whole.column_lower, whole.column_upper)
        tried, known = certify(whole, value, dual), found.certificate
        if tried.feasible and (known is None or not known.feasible or tried.gap < known.gap):
            found.value, found.dual, found.certificate = value, dual, tried
        left = whole.cost - cut.rows.T @ dual
        return np.asarray(idle[left[idle] < 0.0])

    def _judge(self, found: Certified, cut: Partition, name: str) -> None:
        if found.value is None or found.dual is None:
            return
        found.certificate = certify(cut.problem, found.value, found.dual)
        self._lower, self._upper = found.certificate.lower_bound, found.certificate.cost
        self._note(found, name)

    def _note(self, found: Certified, name: str) -> None:
        step = Step(name, self._lower, self._upper, time.perf_counter() - self._begun)
        found.steps.append(step)
        self._tell(name, lower=step.lower, upper=step.upper, gap=step.gap, seconds=step.seconds)


__all__ = ["LOOKS", "Certified", "CertifiedSolve", "Glance", "Learnt", "Step", "looks_over"]
