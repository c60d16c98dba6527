"""A full year asked again and again by the certified solve: each time at another price on what is asked about.

Of a linear form f of the plan (kt of CO2, GW of wind) two things are asked: the least cost with f <= 0, and the least f
at a cost of at most B.  Both are read off certified solves of the same programme at prices m >= 0, each of which gives

    a line     cost + m f >= L(m)    for every plan no worse than the base
    a point    (cost, f)             of its plan

Constraints being linear, plans may be mixed: a mixture keeps every row, and costs the mixture of the costs.  So the
best mixture of the plans known is a plan, and the lines say how much better there may be:

    least cost with f <= 0  >=  max over m of L(m)          least f with cost <= B  >=  max over m of (L(m) - B) / m

The next price is the slope between the two plans that are mixed; the end is where plan and bound meet within the gap
asked, or at a slope that has been solved at.  From one solve to the next nothing but costs changes, so that each begins
where one at a price like it ended.

No plan may be worse than the base in load unserved or targets missed.  What the base does not leave unserved or miss
costs ``TIMES`` as much in these solves: for a plan that keeps to that it changes nothing, and one that does not is
turned away.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from gridplan.model.frame import Model
from gridplan.solve.asked import (
    BEYOND,
    DUST,
    SOLVED,
    UNPROVEN,
    Outcome,
    Reading,
    is_short,
    shortfall_variables,
    shortfalls,
)
from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.door import CERTIFIED
from gridplan.solve.certified.method import Certified, CertifiedSolve, Learnt
from gridplan.solve.forms import Form
from gridplan.solve.hull import Mixture, Point, cheapest_within, least_within
from gridplan.solve.matrix import Problem
from gridplan.solve.run import NotSolved, Why
from gridplan.solve.verify import certify

if TYPE_CHECKING:
    from gridplan.case.case import Case

Progress = Callable[..., None]

SHARE = 0.8
"""Share of the gap asked to which each solve is taken; the rest is for what mixing leaves."""

TIMES = 100.0
"""What leaving unserved or missing what the base does not costs, in its price."""

TRACE = 1e-5
"""Share of the cost that a plan may pay, at the price itself, for leaving what the base does not: dust in sum.  What
the base pays no more for, it does not leave."""

STEEPER = 4.0
"""What the price is multiplied by while no plan is past what is asked."""

FIRST = 0.05
"""Share of the cost for which the first price would buy all that is asked, where nothing tells of a better one."""

A_QUARTER = 0.25
"""Share of a form's size that the first price would take off it for all that may be spent."""

MOST_SOLVES = 10
"""Solves for one question."""

LIKE = 0.4
"""Share by which what two solves put on the plan (price x form) may differ for one to begin where the other ended:
further off, what that taught costs more rounds than a look."""

SAME_PRICE = 0.005
"""Share of itself by which a price must differ from those solved at to be worth a solve."""

MOST_COST = 10.0
"""Times the base's cost beyond which no level is sought: what takes more is no plan anybody would build."""

SPENT = 0.2
"""Share of the cost that is thought to be spent, at most, for the first price."""

NO_GAIN = 1e-3
"""Share of the form that a steeper price must gain where cost is no limit."""

NEAR = 0.01
"""Share of the form's size within which its least is known well enough, whatever the gap is worth."""


STOPPED = Why("stopped (time limit, Ctrl-C or SIGTERM) before the case's own plan was proven; nothing was written",
              "在案例自身的方案得到证明之前停止（达到时间上限或被中断）；未写出任何文件")
NOT_PROVEN = Why("the case's own plan could not be proven to the gap asked; nothing was written",
                 "案例自身的方案未能证明到所要求的间隙；未写出任何文件")


NO_DUALS = np.empty(0)


@dataclass(frozen=True)
class _Line:
    """``cost + price x form >= bound`` for every plan no worse than the base; million CNY."""

    price: float
    bound: float


@dataclass
class _Asking:
    """What is known of one form (without its constant)."""

    form: Form
    reading: Reading
    sign: float
    lines: list[_Line]

    def form_in(self, model: Model, problem: Problem) -> Form:
        """The form in any model of the case, the sign turned where more is asked."""
        return self.reading(model, problem).times(self.sign)


@dataclass(frozen=True)
class _Taught:
    """What a solve taught that put price x form on the plan: ``worth`` of each of some ``places`` among the columns."""

    places: np.ndarray
    worth: np.ndarray
    learnt: Learnt

    @staticmethod
    def by(form: Form, price: float, learnt: Learnt) -> _Taught:
        """Of a form's coefficients at a price."""
        places = np.flatnonzero(form.coefficients)
        return _Taught(places, price * form.coefficients[places], learnt)

    def unlike(self, form: Form, price: float) -> float:
        """By how much this differs from a form at a price, as a share of the larger: nothing to 2."""
        other = price * form.coefficients
        size = max(float(np.abs(self.worth).sum()), float(np.abs(other).sum()))
        other[self.places] -= self.worth
        return float(np.abs(other).sum()) / max(size, 1e-12)


class PricedProgramme:
    """A case's full year with its base plan, to be asked about other plans."""

    exact = False

    def __init__(self, case: Case, model: Model, programme: Problem, *, gap: float, crew: Crew, tell: Progress) -> None:
        """Solve the base plan by the certified method to ``gap``.

        Raises:
            NotSolved: if no plan can be proven, or none is before it is stopped.
        """
        self.programme, self._model, self._gap, self._tell = programme, model, gap, tell
        self._learnt = Learnt()
        self._held = CertifiedSolve(case, model, programme, gap=SHARE * gap, crew=crew, tell=tell, learnt=self._learnt,
                                    variants=True)
        begun = time.perf_counter()
        found = self._held.solve()
        proof = found.certificate
        if found.value is None or proof is None or not proof.feasible or proof.gap > gap:
            raise NotSolved("stopped", STOPPED, {}) if found.stopped else NotSolved("unproven", NOT_PROVEN, {})
        self._bound = found.lower
        cost = proof.cost
        self.base = Outcome(SOLVED, found.value, cost, cost, found.lower, NO_DUALS, time.perf_counter() - begun,
                            CERTIFIED)
        self.short = is_short(model, programme, found.value)
        self._plans: list[np.ndarray] = [found.value]
        self._costs: list[float] = [cost]
        self._asked: dict[bytes, _Asking] = {}
        self._taught: list[_Taught] = []
        self._spared = np.zeros(len(found.value), dtype=bool)
        for variable in shortfall_variables(model):
            places = programme.present(variable)
            if float(programme.cost[places] @ found.value[places]) > TRACE * abs(cost):
                self._spared[places] = found.value[places] > DUST

    # -- questions -----------------------------------------------------------------------------------------------

    def cheapest(self, reading: Reading, floor: bool) -> Outcome:
        """The plan of least cost whose form is at most nothing (at least nothing, for a ``floor``)."""
        begun, asking = time.perf_counter(), self._asking(reading, -1.0 if floor else 1.0)
        for _ in range(MOST_SOLVES):
            mixture = cheapest_within(self._points(asking.form))
            lower = self._lower(asking)
            if mixture is not None and mixture.cost - lower <= self._gap * abs(mixture.cost):
                break
            if mixture is None and lower > MOST_COST * abs(self.base.cost):
                break
            price = self._next_price(asking, mixture, self._first_price(asking))
            if price is None:
                break
            self._solve(asking, price, 0.0)
        return self._cheapest(asking, begun)

    def looked_over(self, reading: Reading, floor: bool) -> Outcome | None:
        """``cheapest`` by all plans and lines known by now, without another solve."""
        return self._cheapest(self._asking(reading, -1.0 if floor else 1.0), time.perf_counter())

    def furthest(self, reading: Reading, most_cost: float, scale: float) -> Outcome:
        """The plan of the least form that costs at most ``most_cost``, million CNY."""
        begun, asking = time.perf_counter(), self._asking(reading, 1.0)
        limit = most_cost if math.isfinite(most_cost) else MOST_COST * abs(self.base.cost)
        spent = max(min(limit - self.base.cost, SPENT * abs(self.base.cost)), FIRST * self._gap * abs(self.base.cost))
        first, last = spent / (A_QUARTER * scale), math.inf
        for _ in range(MOST_SOLVES):
            mixture = least_within(self._points(asking.form), limit)
            assert mixture is not None  # the base plan is among them
            if self._is_least(asking, mixture, limit, scale):
                break
            if not math.isfinite(most_cost) and last - mixture.form <= NO_GAIN * max(abs(last), scale):
                break
            price = self._next_price(asking, mixture, first)
            if price is None:
                break
            last = mixture.form if asking.lines else math.inf
            self._solve(asking, price, mixture.form)
        return self._furthest(asking, limit, begun)

    # -- answers -------------------------------------------------------------------------------------------------

    def _cheapest(self, asking: _Asking, begun: float) -> Outcome:
        mixture, lower = cheapest_within(self._points(asking.form)), self._lower(asking)
        seconds = time.perf_counter() - begun
        if mixture is None:
            status = BEYOND if lower > MOST_COST * abs(self.base.cost) else UNPROVEN
            return Outcome(status, self.base.value, float("nan"), float("nan"), lower, np.array([np.nan]), seconds,
                           CERTIFIED)
        value = self._mixed(mixture)
        proven = mixture.cost - lower <= self._gap * abs(mixture.cost) and self._keeps_rows(value)
        best = max([_Line(0.0, self._bound), *asking.lines],
                   key=lambda line: line.bound + line.price * asking.form.constant)
        return Outcome(SOLVED if proven else UNPROVEN, value, mixture.cost, mixture.cost, lower,
                       np.array([-asking.sign * best.price]), seconds, CERTIFIED)

    def _furthest(self, asking: _Asking, limit: float, begun: float) -> Outcome:
        mixture = least_within(self._points(asking.form), limit)
        assert mixture is not None
        value, bound = self._mixed(mixture), self._bound_of_form(asking, limit)
        return Outcome(SOLVED if self._keeps_rows(value) else UNPROVEN, value, mixture.cost, mixture.form, bound,
                       NO_DUALS, time.perf_counter() - begun, CERTIFIED)

    def _mixed(self, mixture: Mixture) -> np.ndarray:
        return np.asarray(sum(share * self._plans[number] for number, share in mixture.shares))

    def _keeps_rows(self, value: np.ndarray) -> bool:
        return certify(self.programme, value, np.zeros(self.programme.shape[0])).feasible

    # -- what is known -------------------------------------------------------------------------------------------

    def _asking(self, reading: Reading, sign: float) -> _Asking:
        """What is known of a form; its lines are those of any with the same coefficients."""
        form = reading(self._model, self.programme).times(sign)
        name = sha256(form.coefficients.tobytes()).digest()
        known = self._asked.setdefault(name, _Asking(form, reading, sign, []))
        return replace(known, form=form, reading=reading, sign=sign)

    def _points(self, form: Form) -> list[Point]:
        return [Point(cost, form.at(plan)) for cost, plan in zip(self._costs, self._plans, strict=True)]

    def _lower(self, asking: _Asking) -> float:
        """Bound on the cost of plans whose form is at most nothing."""
        # A line is of the form without its constant: cost >= bound - price x (form - constant).
        return max([self._bound] + [line.bound + line.price * asking.form.constant for line in asking.lines])

    def _bound_of_form(self, asking: _Asking, limit: float) -> float:
        """Bound on the form of plans that cost at most ``limit``."""
        return max([self._trivial(asking.form)] + [_told(line, asking.form, limit) for line in asking.lines])

    def _trivial(self, form: Form) -> float:
        """Bound on a form by the bounds of its columns."""
        programme, used = self.programme, form.coefficients != 0.0
        side = np.where(form.coefficients > 0.0, programme.column_lower, programme.column_upper)[used]
        return float(form.coefficients[used] @ side) + form.constant

    def _is_least(self, asking: _Asking, mixture: Mixture, limit: float, scale: float) -> bool:
        """Whether a mixture has nearly the least of the form, or but for what the gap is worth at the price of a line.
        """
        if mixture.form - self._bound_of_form(asking, limit) <= NEAR * scale:
            return True
        return any((mixture.form - _told(line, asking.form, limit)) * line.price <= self._gap * abs(limit)
                   for line in asking.lines)

    def _first_price(self, asking: _Asking) -> float:
        """What would buy all that is asked for a small share of the cost."""
        return FIRST * abs(self.base.cost) / max(abs(asking.form.at(self.base.value)), 1e-9)

    def _next_price(self, asking: _Asking, mixture: Mixture | None, first: float) -> float | None:
        """The slope between the two plans mixed; steeper ones while no plan is past what is asked; None where that has
        been solved at."""
        tried = [line.price for line in asking.lines]
        slopes = mixture.slopes if mixture is not None else ()
        wanted = slopes or ((STEEPER * max(tried) if tried else first),)
        return next((price for price in wanted
                     if all(abs(price - known) > SAME_PRICE * known for known in tried)), None)

    # -- solves --------------------------------------------------------------------------------------------------

    def _solve(self, asking: _Asking, price: float, level: float) -> None:
        """Solve at a price on the form beyond a level, and keep what comes of it: a line, and a plan."""
        self._begin_from(asking.form, price)
        self._tell("priced")
        found = self._held.solve(partial(self._at_price, asking, price, level))
        if found.stopped:
            raise KeyboardInterrupt
        if found.lower == found.lower:
            # What was bounded: cost + price x (form - level).
            asking.lines.append(_Line(price, found.lower + price * (level - asking.form.constant)))
        self._taught.append(_Taught.by(asking.form, price, replace(self._learnt)))
        self._take(found)

    def _begin_from(self, form: Form, price: float) -> None:
        """Begin the next solve where the one most like it ended; from a look where none is like it."""
        unlike, like = min(((one.unlike(form, price), one.learnt) for one in self._taught), key=lambda one: one[0],
                           default=(math.inf, Learnt()))
        self._learnt.begin_with(like if unlike <= LIKE else Learnt())

    def _at_price(self, asking: _Asking, price: float, level: float, model: Model, problem: Problem) -> Problem:
        """The programme with a price on a form beyond a level, and shortfalls that the base does not have dear."""
        form, cost = asking.form_in(model, problem), problem.cost.copy()
        for variable, own in zip(shortfall_variables(model), shortfall_variables(self._model), strict=True):
            dear, known = problem.present(variable), self._spared[self.programme.present(own)]
            if model is self._model:
                cost[dear[~known]] *= TIMES
            elif not known.any():
                cost[dear] *= TIMES
        return replace(problem, cost=cost + price * form.coefficients,
                       offset=problem.offset + price * (form.constant - level))

    def _take(self, found: Certified) -> None:
        """Keep a plan that is no worse than the base."""
        value, programme = found.value, self.programme
        if value is None:
            return
        columns, base = shortfalls(self._model, programme), self.base.value
        more = np.maximum(value[columns] - np.where(self._spared[columns], base[columns], 0.0), 0.0)
        paid = float(np.maximum(programme.cost[columns], 0.0) @ more)
        if paid <= TRACE * abs(self.base.cost) and self._keeps_rows(value):
            self._plans.append(value)
            self._costs.append(float(programme.cost @ value) + programme.offset)


def _told(line: _Line, form: Form, limit: float) -> float:
    """What a line says a form is at least, for plans that cost at most ``limit``."""
    return (line.bound - limit) / line.price + form.constant


__all__ = ["PricedProgramme"]
