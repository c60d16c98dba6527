"""The least cost of a plan as a measure is held ever stricter: the cost curve of CO2, coal, curtailment or the quota.

    C(s) = least cost of a plan whose measure is at most (for a quota: at least) s

From the plan of least cost, whose measure nobody asked for, to the furthest level a cost limit allows:

    furthest level = least (most) measure of a plan that costs at most (1 + slack) x the least cost

Each point between is an exact solve of the programme the solver holds, with the row of the measure at its level; or,
where the certified method solves, read off solves at prices on the measure (gridplan/solve/priced.py).  The
dual of that row is the slope of the curve, the cost of a tonne or MWh more; on a convex curve it lies between the
slopes to both neighbours, and is held against them.  C is convex where the level is the right-hand side of the row
(co2, coal); where it is a share the row turns with it, and the curve is convex only nearly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gridplan.scenarios.tradeoff_base import Base, TradeoffError, Wish, solve_base
from gridplan.scenarios.tradeoff_measures import MEASURES, Measure
from gridplan.solve.asked import INTERRUPTED, SOLVED, Outcome
from gridplan.solve.direct import Progress

if TYPE_CHECKING:
    from gridplan.case.case import Case

AGREES, DISAGREES, UNCHECKED = "yes", "no", ""
SLOPE_TOLERANCE = 1e-2
"""Share of the steepest slope beside it by which a dual may leave the slopes to its neighbours."""

EDGE = 1e-3
"""Share of the way back from the furthest level at which it is priced: at the very end nothing is left to choose, and
where no cost limit sets it the curve is vertical there."""

MOST_STEPS = 12
STEP_TOLERANCE, PRICED_STEP_TOLERANCE = 1e-6, 5e-3
"""Share of its size by which a share's part must still gain for another step to its end; where each step takes several
solves of the full year, the end of the curve need not be its very last."""

NO_ROOM = 1e-5
"""Share of the measure by which the furthest level must differ from the plan's own for there to be a curve."""


@dataclass(frozen=True)
class Span:
    """What part of the curve is asked.

    Attributes:
        points: how many levels, both ends among them.
        begin, end: levels (kt or %); None: the plan's own level, and the furthest.
        cost_slack: what the furthest level may cost more, as a share; None: whatever it costs.
    """

    points: int = 9
    begin: float | None = None
    end: float | None = None
    cost_slack: float | None = 0.2


@dataclass(frozen=True)
class Point:
    """One point of the curve.

    Attributes:
        level: level asked, kt or %.
        status: solved, infeasible, beyond or unproven (``gridplan.solve.asked``).
        cost: million CNY a year; NaN unless solved, as all that follows.
        marginal: dual of the measure's row: million CNY per kt, or per GWh of a share's part.
        per_level: units of the row in one of the level (``Measure.units_per_level``).
        secant: slope to the point before, in the unit of the marginal.
        agrees: whether the marginal lies between the slopes to its neighbours: yes, no, or "" where not checked.
        levels: every measure reached, kt and %.
        capacities: GW by technology, coal retrofitted (GW), energy of stores (GWh).
        gap: proven gap of the solve.
        seconds: it took.
    """

    level: float
    status: str
    cost: float = float("nan")
    marginal: float = float("nan")
    per_level: float = 1.0
    secant: float = float("nan")
    agrees: str = UNCHECKED
    levels: dict[str, float] = field(default_factory=dict)
    capacities: dict[str, float] = field(default_factory=dict)
    gap: float = float("nan")
    seconds: float = 0.0

    @property
    def solved(self) -> bool:
        """Whether there is a proven plan."""
        return self.status == SOLVED


@dataclass(frozen=True)
class Frontier:
    """A cost curve.

    Attributes:
        case: the case.
        measure: what is held.
        points: in the order of the levels, the loosest first.
        span: what was asked.
        hours: hours of the year solved.
        regions: regions measured.
        short: whether the plan without the limit leaves load unserved or misses a target.
        complete: whether all points asked are there.
        plan: the plan of least cost without the limit.
        exact: whether each point is a solve of its own, rather than read off certified solves at prices.
    """

    case: Case
    measure: Measure
    points: list[Point]
    span: Span
    hours: int
    regions: list[str]
    short: bool
    complete: bool
    plan: Point
    exact: bool = True

    @property
    def solved(self) -> list[Point]:
        """The points with a proven plan."""
        return [point for point in self.points if point.solved]


def trace_frontier(case: Case, over: str, span: Span, wish: Wish, tell: Progress,
                   told_point: Callable[[int, Point], None] = lambda _number, _point: None) -> Frontier:
    """The cost curve of a case over a measure; where the planner stops it, what is finished, marked incomplete.

    Raises:
        TradeoffError: for a measure that is not known or not in this case, or cannot be moved.
        NotSolved: if the case's own plan cannot be proven.
        KeyboardInterrupt: if stopped before a point is finished.
    """
    _require_sense(over, span)
    base = solve_base(case, wish, tell)
    measure = base.measures[over]
    plan = _point(base, measure, measure.level(base.held.base.value), base.held.base, 0.0)
    if np.isnan(plan.level):
        raise TradeoffError("frontier_absent", over=over)
    begin = plan.level if span.begin is None else span.begin
    end = _furthest(base, measure, plan.level, span.cost_slack, tell) if span.end is None else span.end
    if measure.is_stricter(begin, end):
        begin, end = end, begin
    points, complete = _traced(base, measure, plan, np.linspace(begin, end, span.points), tell, told_point)
    plan, points = _looked_over(base, measure, plan, points)
    return Frontier(case, measure, _checked(measure, points), span, wish.hours, list(base.regions), base.held.short,
                    complete, plan, base.held.exact)


def _require_sense(over: str, span: Span) -> None:
    if over not in MEASURES:
        raise TradeoffError("frontier_measure", over=over, known=", ".join(MEASURES))
    if span.points < 2:
        raise TradeoffError("frontier_points", points=span.points)
    if span.cost_slack is not None and not 0.0 < span.cost_slack < 1.0:
        raise TradeoffError("tradeoff_slack", slack=span.cost_slack)
    given = [level for level in (span.begin, span.end) if level is not None]
    if any(level < 0.0 or not np.isfinite(level) for level in given) or (len(given) == 2 and given[0] == given[1]):
        raise TradeoffError("frontier_levels")


def _furthest(base: Base, measure: Measure, start: float, cost_slack: float | None, tell: Progress) -> float:
    """The strictest level within the cost limit, a little short of it, so that there is something left to choose.

    A share is brought to its end by Dinkelbach's steps: the best of part - s x whole, with s the share it had last.
    """
    held, level = base.held, start
    most = np.inf if cost_slack is None else held.base.cost + cost_slack * abs(held.base.cost)
    for _ in range(MOST_STEPS):
        tell("furthest")
        size = abs(measure.part.at(held.base.value)) + 1.0
        found = held.furthest(base.excess(measure, level, -1.0 if measure.floor else 1.0), most, size)
        if found.status == INTERRUPTED:
            raise KeyboardInterrupt
        if found.status != SOLVED:
            raise TradeoffError("frontier_no_end", over=measure.name)
        gained, level = -found.aim, measure.level(found.value) if -found.aim > 0.0 else level
        if measure.whole is None or gained <= (STEP_TOLERANCE if held.exact else PRICED_STEP_TOLERANCE) * size:
            break
    if abs(level - start) <= NO_ROOM * max(abs(start), 1.0):
        raise TradeoffError("frontier_no_room", over=measure.name)
    return level + EDGE * (start - level)


def _traced(base: Base, measure: Measure, plan: Point, levels: np.ndarray, tell: Progress,
            told_point: Callable[[int, Point], None]) -> tuple[list[Point], bool]:
    """The points of the levels, and whether all are there."""
    points: list[Point] = []
    try:
        for number, level in enumerate(levels.tolist(), start=1):
            if _is_asked(measure, level, plan):
                tell("point", number=number, count=len(levels))
                outcome = base.held.cheapest(base.excess(measure, level), measure.floor)
                if outcome.status == INTERRUPTED:
                    raise KeyboardInterrupt
                point = _point(base, measure, level, outcome, float(outcome.duals[0]))
            else:  # the plan as it is keeps so loose a limit: it costs nothing
                point = replace(plan, level=level)
            points.append(point)
            told_point(number, point)
    except KeyboardInterrupt:
        if not points:
            raise
        return points, False
    return points, True


def _looked_over(base: Base, measure: Measure, plan: Point, points: list[Point]) -> tuple[Point, list[Point]]:
    """Plan and points by all that was learnt on the way: a point's neighbours may know of a cheaper plan for it."""
    def again(point: Point) -> Point:
        outcome = base.held.looked_over(base.excess(measure, point.level), measure.floor)
        if outcome is None or outcome.status != SOLVED:
            return point
        return replace(_point(base, measure, point.level, outcome, float(outcome.duals[0])), seconds=point.seconds)

    least = again(plan)
    return least, [again(point) if _is_asked(measure, point.level, plan) else replace(least, level=point.level)
                   for point in points]


def _is_asked(measure: Measure, level: float, plan: Point) -> bool:
    """Whether a level asks more than the plan without it has."""
    return measure.is_stricter(level, plan.level, 1e-9 * max(abs(plan.level), 1.0))


def _point(base: Base, measure: Measure, level: float, outcome: Outcome, dual: float) -> Point:
    if outcome.status != SOLVED:
        return Point(level, outcome.status, seconds=outcome.seconds)
    value = outcome.value
    marginal = max(dual if measure.floor else -dual, 0.0)
    return Point(level, SOLVED, outcome.cost, marginal, measure.units_per_level(value), levels=base.levels(value),
                 capacities=base.built(value), gap=max(outcome.gap, 0.0), seconds=outcome.seconds)


def _checked(measure: Measure, points: list[Point]) -> list[Point]:
    """The points with the slopes between them and whether the duals agree."""
    sign = 1.0 if measure.floor else -1.0
    solved = [place for place, point in enumerate(points) if point.solved]
    told = list(points)
    slopes = [_slope(sign, points[one], points[other]) for one, other in pairwise(solved)]
    for rank, place in enumerate(solved):
        before = slopes[rank - 1] if rank else (0.0, 0.0)
        after = slopes[rank] if rank < len(slopes) else (np.inf, 0.0)
        told[place] = _with_slopes(points[place], before, after, rank > 0)
    return told


def _slope(sign: float, one: Point, other: Point) -> tuple[float, float]:
    """What the level costs between two points, million CNY per unit of it, and by how much that may be wrong."""
    step = sign * (other.level - one.level)
    wrong = (one.gap * abs(one.cost) + other.gap * abs(other.cost)) / step
    return (other.cost - one.cost) / step, wrong


def _with_slopes(point: Point, before: tuple[float, float], after: tuple[float, float], has_before: bool) -> Point:
    slope = point.marginal * point.per_level
    steepest = max(slope, before[0], after[0] if np.isfinite(after[0]) else 0.0)
    room = SLOPE_TOLERANCE * steepest
    fits = before[0] - before[1] - room <= slope <= after[0] + after[1] + room
    return replace(point, secant=before[0] / point.per_level if has_before else float("nan"),
                   agrees=AGREES if fits else DISAGREES)


def disagreeing(frontier: Frontier) -> Iterator[Point]:
    """Points whose dual is no slope of the curve."""
    return (point for point in frontier.points if point.agrees == DISAGREES)


__all__ = ["Frontier", "Point", "Span", "disagreeing", "trace_frontier"]
