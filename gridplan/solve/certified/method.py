"""The certified solve: a plan with a dispatch of every hour, and a bound that proves how near it is to the best.

    look        the year in blocks: which states matter, a plan to begin with, what rows between months are worth
    cuts        rounds of dispatches of every month at full hours, each plan chosen by what the months told of those
                before: the plan and its cost, the upper bound                                       (cuts.py)
    bounds      each month with capacities of its own at its share of their cost: the lower bound    (windows.py)
    whole       only where the gap is not met, after a finer look: the year at once, without the states nobody wants

What comes out is a point and a dual vector of the full year's programme, which verify.py judges on the programme's own
arrays; nothing rests on a solver's word, nor on the blocks.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from gridplan.model.frame import Model
from gridplan.solve.certified.crew import Crew, Stopped
from gridplan.solve.certified.cuts import REACH, Rounds
from gridplan.solve.certified.dropped import dropped, kept
from gridplan.solve.certified.hint import Hint, Learnt, kind_of
from gridplan.solve.certified.looks import LOOKS, Glance
from gridplan.solve.certified.outlook import (
    AveragedYears,
    Change,
    Outlook,
    columns_of,
    idle_states,
    looks_at,
    names_of,
    unchanged,
)
from gridplan.solve.certified.partition import Partition, month_windows, partition
from gridplan.solve.certified.shortfalls import Shortfalls, paid, rid_of, worth_a_round
from gridplan.solve.certified.split import Split
from gridplan.solve.certified.told import told
from gridplan.solve.certified.windows import bounded, completed, leaning, with_gone
from gridplan.solve.matrix import Problem
from gridplan.solve.memory import give_back_gaps
from gridplan.solve.verify import Certificate, certify, lower_bound

if TYPE_CHECKING:
    from gridplan.case.case import Case

Progress = Callable[..., None]

MANY = 4
"""Rows of the year that cost something, beyond which the rounds begin from the finest look only."""

MOST_EARLY = 6
"""Rounds in which a plan must be found for there to be a bound early."""

HOPELESS = 2.0
"""Times the gap asked from which what a like case taught is of no use: the case is then looked at by itself."""

ROOM_LEFT = 0.95
"""Share of the gap asked within which a plan must be of an early bound for the rounds to end: what is left is room to
rid it of shortfalls."""

AIMS = (0.3, 0.02)
"""Shares of the gap asked at which the rounds end: where the first does not do, the second."""


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
        blocks: blocks of the finest look; windows: how many; left_out: states left out of the solves;
            reused: whether what like cases had taught was made use of.
        lower: lower bound proven, million CNY; NaN where there is none yet.
    """

    value: np.ndarray | None = None
    dual: np.ndarray | None = None
    certificate: Certificate | None = None
    steps: list[Step] = field(default_factory=list)
    stopped: bool = False
    blocks: int = 0
    windows: int = 0
    left_out: int = 0
    reused: bool = False
    iterations: int = 0
    lower: float = float("nan")


class CertifiedSolve:
    """A case's full year, held with what has been learnt of it, for one solve or for several variants.

    Args:
        case, model, programme: the case, its built model over the full axis, and its arrays.
        gap: (cost - bound) / cost to reach.
        crew: who solves.
        tell: told "look", "cuts", "bounds", "shortfalls" and "whole" with lower, upper, gap and seconds.
        looks: the looks to take, coarsest first.
        learnt: what solves of like cases have learnt; each solve adds to it.
        variants: whether variants will be asked for, so that years in blocks are worth keeping.
    """

    def __init__(self, case: Case, model: Model, programme: Problem, *, gap: float, crew: Crew, tell: Progress,
                 looks: tuple[Glance, ...] = LOOKS, learnt: Learnt | None = None,
                 variants: bool = False) -> None:
        self._case, self._model, self._gap, self._crew, self._tell = case, model, gap, crew, tell
        self._programme = programme
        self._window_of_block = month_windows(model)
        self._looks = looks
        self._learnt = Learnt() if learnt is None else learnt
        self._idle_states: set[tuple[Any, ...]] = set()
        self._begun = time.perf_counter()
        self._lower, self._upper = float("nan"), float("nan")
        self._worth = np.zeros((0, 0))
        self._years = AveragedYears(case, model, self._window_of_block, keep=variants)
        self._shortfalls = Shortfalls(model, programme)

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
        try:
            if not self._from_learnt(found, cut):
                self._by_looks(found, cut, change)
            if not self._reached(found):
                self._whole(found, cut)
        except (Stopped, KeyboardInterrupt):
            # Ctrl-C between two solves as much as in one; what there is by then is judged as it stands.
            found.stopped = True
            if found.value is not None and found.dual is not None:
                self._certify(found, cut)
        found.lower = self._lower
        return found

    def _from_learnt(self, found: Certified, cut: Partition) -> bool:
        """Begin where a like case ended, without a look; whether that does."""
        known = self._learnt.hint
        if known is None or self._learnt.kind != kind_of(cut.problem):
            return False
        found.reused = True
        self._idle_states = set(self._learnt.idle_states)
        self._by_windows(found, cut, known)
        if self._reached(found):
            return True
        # What was learnt does not serve here: as if nothing had been.
        found.reused = False
        self._learnt.forget()
        return False

    def _by_looks(self, found: Certified, cut: Partition, change: Change) -> None:
        """Look at the year, then go through its windows; more closely where that does not reach the gap."""
        self._idle_states = set()
        for glance in self._looks:
            outlooks = looks_at(self._years.of(glance.blocks, change), self._idle_states, self._crew)
            if outlooks is None:
                continue
            found.blocks = sum(outlook.blocks for outlook in outlooks)
            # What one weather year has a use for stays.
            self._idle_states |= set.intersection(*(self._idle(outlook, glance.doubt) for outlook in outlooks))
            self._note(found, "look")
            hint = told(outlooks, self._model, cut)
            outlooks = None  # with the models of the years in blocks
            give_back_gaps()
            self._by_windows(found, cut, hint, glance)
            if self._reached(found):
                return

    def _reached(self, found: Certified) -> bool:
        proof = found.certificate
        return proof is not None and proof.feasible and proof.gap <= self._gap

    def _hopeless(self, found: Certified) -> bool:
        """Whether a solve that began where a like case ended is far from the gap."""
        return found.reused and found.certificate is not None and found.certificate.gap > HOPELESS * self._gap

    def _idle(self, outlook: Outlook, doubt: float) -> set[tuple[Any, ...]]:
        """Names of the states that a look neither uses nor comes near to using, of those it was not held without.

        A look that holds a state at zero cannot judge it: its rows have no duals of their own.
        """
        cut, model = outlook.averaged.cut, outlook.averaged.model
        unused = np.setdiff1d(idle_states(model, cut.problem, outlook.value), outlook.idle)
        dual = with_gone(cut, dropped(cut, unused), outlook.dual, self._crew)
        cost = cut.problem.cost[unused]
        dear = (cut.problem.cost - cut.rows.T @ dual)[unused] > doubt * np.maximum(cost, 1.0)
        return names_of(model, cut.problem, unused[dear])

    # -- windows -------------------------------------------------------------------------------------------------

    def _by_windows(self, found: Certified, cut: Partition, begin: Hint, glance: Glance | None = None) -> None:
        """Cuts and bounds, from where a look or a like case leaves off; none where many rows of the year must be dealt
        out and a finer look is still to come, since the rounds would be many."""
        gone = dropped(cut, columns_of(self._model, cut.problem, self._idle_states))
        found.left_out = int(gone.design.sum())
        split = Split(cut, gone)
        rounds = Rounds(split, begin, self._crew, REACH if glance is None else glance.reach)
        if glance not in (None, self._looks[-1]) and rounds.rows_of_year > MANY:
            return
        early = glance is not None and rounds.rows_of_year > MANY
        try:
            if early:
                self._bound_early(found, split, rounds, begin)
            for aim in AIMS:
                if not self._reached(found):
                    enough = self._enough(ROOM_LEFT if early else 1.0)
                    rounds.go_on(aim * self._gap, partial(self._tell_upper, found), enough=enough)
                if rounds.best is None or rounds.proposal is None:
                    break
                if not self._by_plan(found, cut, rounds):
                    self._bound(found, split, rounds, begin, early, again=aim != AIMS[0])
                if self._reached(found):
                    self._learn(cut, rounds, found)
                    self._free_of_shortfalls(found, cut, rounds)
                if self._reached(found) or self._hopeless(found):
                    break
        finally:
            found.iterations += rounds.iterations
            if not self._reached(found):
                self._keep(found, rounds)
            if found.value is not None and found.dual is None:
                found.dual = np.zeros(cut.problem.shape[0])

    def _enough(self, share: float = 1.0) -> float:
        """Cost of a plan that is within a share of the gap of the lower bound there is, million CNY."""
        return self._lower / (1.0 - share * self._gap) if self._lower > 0.0 else -math.inf

    def _by_plan(self, found: Certified, cut: Partition, rounds: Rounds) -> bool:
        """Whether the rounds' plan is within the gap of the lower bound there is."""
        if found.dual is None or rounds.best is None or rounds.best.cost > self._enough():
            return False
        self._keep(found, rounds)
        self._judge(found, cut, "cuts")
        return self._reached(found)

    def _free_of_shortfalls(self, found: Certified, cut: Partition, rounds: Rounds) -> None:
        """Rid a plan within the gap of targets missed and load unserved that it need not pay for, as far as the gap
        lets it."""
        assert found.value is not None and found.dual is not None
        kinds = self._shortfalls.needless(cut, found.dual)
        if not worth_a_round(cut, kinds, found.value):
            return
        self._tell("shortfalls", lower=self._lower, upper=self._upper)
        tried = rid_of(rounds, cut, kinds, AIMS[-1] * self._gap, self._enough())
        columns = np.concatenate(list(kinds.values()))
        if tried is None or paid(cut, columns, tried.value) >= paid(cut, columns, found.value):
            return
        proof = certify(cut.problem, tried.value, found.dual)
        if proof.feasible and proof.gap <= self._gap:
            found.value = tried.value
            self._take(found, proof)
            self._note(found, "shortfalls")

    def _keep(self, found: Certified, rounds: Rounds) -> None:
        """Keep the rounds' plan where it is cheaper than any judged before."""
        best, known = rounds.best, found.certificate
        if best is not None and (known is None or not known.feasible or best.cost < known.cost):
            found.value = best.value

    def _bound(self, found: Certified, split: Split, rounds: Rounds, begin: Hint, early: bool, again: bool) -> None:
        """Bound by what the cuts say capacities are worth; rows between months at what the days around their ends say:
        halfway to what the look says where the case has had its own, at first (``again`` is later), since the bound at
        the mean of two prices is at least the mean of theirs.  Where that does not do, by what the beginning says."""
        proposal, cut = rounds.at_large(), split.cut
        assert proposal is not None
        give_back_gaps()
        self._keep(found, rounds)
        at_first = begin.linking_price(cut)
        ends = rounds.edges()
        now = at_first if ends is None else ends.price
        halfway = 0.5 * (now + at_first)
        tries = [(proposal.worth, now if found.reused or again else halfway), (proposal.worth, at_first)]
        if not again:
            tries.append((begin.worth, halfway if early else at_first))
        for worth, linking in tries:
            self._bound_at(found, split, rounds, worth, linking)
            if self._reached(found) or self._hopeless(found):
                return

    def _bound_early(self, found: Certified, split: Split, rounds: Rounds, begin: Hint) -> None:
        """Bound by what a fine look says as soon as there is a plan: where many rows of the year are dealt out, that is
        better than what the cuts say of capacities."""
        for _ in range(MOST_EARLY):
            rounds.go_on(AIMS[0] * self._gap, partial(self._tell_upper, found), most=1)
            if rounds.best is not None:
                self._keep(found, rounds)
                self._bound_at(found, split, rounds, begin.worth, begin.linking_price(split.cut))
                return

    def _bound_at(self, found: Certified, split: Split, rounds: Rounds, worth: np.ndarray,
                  linking: np.ndarray) -> None:
        """Bound with capacities at a worth to each window, rows between months at prices, and judge it."""
        assert rounds.best is not None
        cut = split.cut
        self._tell("bounds", lower=self._lower, upper=rounds.best.cost, gap=float("nan"))
        proof = bounded(split, rounds.programmes, rounds.best.value, worth, leaning(cut, linking), self._crew)
        if proof is not None:
            found.iterations += proof[1]
            if found.dual is None or not lower_bound(cut.problem, proof[0]) <= self._lower:
                found.dual, self._worth = proof[0], worth
        self._judge(found, cut, "bounds")

    def _learn(self, cut: Partition, rounds: Rounds, found: Certified) -> None:
        assert found.value is not None and found.dual is not None
        self._learnt.idle_states, self._learnt.kind = set(self._idle_states), kind_of(cut.problem)
        self._learnt.hint = Hint(found.value, found.dual, self._upper, self._worth, rounds.bases)

    def _tell_upper(self, found: Certified, upper: float) -> None:
        if upper == upper and not upper >= self._upper:
            self._upper = upper
            self._note(found, "cuts")

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
        if found.value is not None and found.dual is not None:
            self._certify(found, cut)
            self._note(found, name)

    def _certify(self, found: Certified, cut: Partition) -> None:
        assert found.value is not None and found.dual is not None
        self._take(found, certify(cut.problem, found.value, found.dual))

    def _take(self, found: Certified, proof: Certificate) -> None:
        found.certificate, self._lower, self._upper = proof, proof.lower_bound, proof.cost

    def _note(self, found: Certified, name: str) -> None:
        step = Step(name, self._lower, self._upper, time.perf_counter() - self._begun)
        found.steps.append(step)
        self._tell(name, lower=step.lower, upper=step.upper, gap=step.gap, seconds=step.seconds)


__all__ = ["Certified", "CertifiedSolve", "Learnt", "Step"]
