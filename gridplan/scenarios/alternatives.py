"""How different a plan may be and cost hardly more: the least and the most of each technology near the least cost.

With the least cost C* and a slack e, for each technology k in turn

    least and most of  sum of its capacity    over all plans with  cost <= (1 + e) C*

This is "modelling to generate alternatives" (MGA) as energy planners use it: DeCarolis, Energy Economics 33 (2011)
145-152; Neumann and Brown, Electric Power Systems Research 190 (2021) 106690, "The near-optimal feasible space of a
renewable power system model".  Every alternative serves the load and meets the targets as the plan of least cost does
(``gridplan.solve.asked``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gridplan.scenarios.tradeoff_base import Base, TradeoffError, Wish, solve_base
from gridplan.scenarios.tradeoff_measures import STORAGE_ENERGY
from gridplan.solve.asked import INTERRUPTED, SOLVED
from gridplan.solve.direct import Progress
from gridplan.solve.forms import Form

if TYPE_CHECKING:
    from gridplan.case.case import Case

FIXED_GW = 1e-9


@dataclass(frozen=True)
class End:
    """The least or the most of one technology.

    Attributes:
        status: solved, infeasible, unproven, or fixed where its capacity cannot be chosen.
        amount: GW (stores' energy GWh); NaN unless solved or fixed.
        cost: of that plan, million CNY a year.
        levels, capacities: measures (kt, %) and capacities (GW, GWh) of that plan.
        gap: between the amount and what is proven possible, GW or GWh.
        seconds: it took.
    """

    status: str
    amount: float = float("nan")
    cost: float = float("nan")
    levels: dict[str, float] | None = None
    capacities: dict[str, float] | None = None
    gap: float = float("nan")
    seconds: float = 0.0


@dataclass(frozen=True)
class Range:
    """What near-optimal plans hold of one technology: GW, for the energy of stores GWh."""

    technology: str
    least: End
    plan: float
    most: End

    @property
    def quantity(self) -> str:
        """Quantity of ``report_units``."""
        return "store" if self.technology == STORAGE_ENERGY else "power"


@dataclass(frozen=True)
class Alternatives:
    """The ranges of a case's technologies.

    Attributes:
        case: the case.
        slack: share of the least cost that may be spent more.
        ranges: one for each technology asked.
        cost: least cost, million CNY a year.
        levels, capacities: measures and capacities of the plan of least cost.
        hours: hours of the year solved.
        regions: regions counted.
        short: whether the plan leaves load unserved or misses a target.
        complete: whether all technologies asked are there.
        exact: whether each end is a solve of its own, rather than read off certified solves at prices.
    """

    case: Case
    slack: float
    ranges: list[Range]
    cost: float
    levels: dict[str, float]
    capacities: dict[str, float]
    hours: int
    regions: list[str]
    short: bool
    complete: bool
    exact: bool = True


def find_alternatives(case: Case, slack: float, technologies: Sequence[str], wish: Wish, tell: Progress,
                      told_range: Callable[[int, int, Range], None] = lambda *_told: None) -> Alternatives:
    """Least and most of each technology (all of the case if none is named) within ``slack`` of the least cost.

    Where the planner stops it, the ranges that are finished, marked incomplete.

    Raises:
        TradeoffError: for a slack outside 0..1 or a technology the case does not have.
        NotSolved: if the case's own plan cannot be proven.
        KeyboardInterrupt: if stopped before a range is finished.
    """
    if not 0.0 <= slack < 1.0:
        raise TradeoffError("tradeoff_slack", slack=slack)
    base = solve_base(case, wish, tell)
    names = _chosen(base, technologies)
    ranges, complete = _ranges(base, names, slack, tell, told_range)
    plan = base.held.base
    return Alternatives(case, slack, ranges, plan.cost, base.levels(plan.value), base.built(plan.value), wish.hours,
                        list(base.regions), base.held.short, complete, base.held.exact)


def _chosen(base: Base, technologies: Sequence[str]) -> list[str]:
    unknown = [name for name in technologies if name not in base.capacities]
    if unknown:
        raise TradeoffError("alternatives_technology", unknown=", ".join(unknown), known=", ".join(base.capacities))
    return list(dict.fromkeys(technologies)) or list(base.capacities)


def _ranges(base: Base, names: list[str], slack: float, tell: Progress,
            told_range: Callable[[int, int, Range], None]) -> tuple[list[Range], bool]:
    plan = base.held.base
    most_cost = plan.cost + slack * abs(plan.cost)
    ranges: list[Range] = []
    try:
        for number, name in enumerate(names, start=1):
            held = max(base.capacities[name].at(plan.value), 0.0)
            least, most = (_end(base, name, most_cost, held, sign, partial(tell, phase, technology=name))
                           for sign, phase in ((-1.0, "least"), (1.0, "most")))
            ranges.append(Range(name, least, held, most))
            told_range(number, len(names), ranges[-1])
    except KeyboardInterrupt:
        if not ranges:
            raise
        return ranges, False
    return ranges, True


def _end(base: Base, name: str, most_cost: float, plan: float, sign: float, tell: Callable[[], object]) -> End:
    """The least (sign -1) or most (+1) of a technology; the plan itself is one of the plans it is sought among."""
    form = base.capacities[name]
    if _is_fixed(base, form):
        return End("fixed", plan, base.held.base.cost)
    tell()
    found = base.held.furthest(base.capacity(name, -sign), most_cost, max(plan, 1.0))
    if found.status == INTERRUPTED:
        raise KeyboardInterrupt
    if found.status != SOLVED:
        return End(found.status, seconds=found.seconds)
    amount = max(form.at(found.value), 0.0)
    return End(SOLVED, max(amount, plan) if sign > 0.0 else min(amount, plan), found.cost, base.levels(found.value),
               base.built(found.value), max(found.aim - found.bound, 0.0), found.seconds)


def _is_fixed(base: Base, form: Form) -> bool:
    """Whether the bounds of its columns leave a form no choice."""
    programme, used = base.held.programme, form.coefficients != 0.0
    return float((programme.column_upper - programme.column_lower)[used].sum()) <= FIXED_GW


__all__ = ["Alternatives", "End", "Range", "find_alternatives"]
