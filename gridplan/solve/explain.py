"""Why the hard limits of a case contradict each other, and the smallest change that lets a plan exist.

    limits that can give way (elastic.py) -> least easing and its proof -> irreducible contradiction (HiGHS's IIS)
    -> limits of the case in it -> for each of them, how far it alone would have to give way

Large programmes are tried in parts first, since a part that contradicts itself proves the whole does: the yearly
rows, then a day of each month, then every hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from gridplan.library.units import HOURS_PER_DAY
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.model.frame import Model
from gridplan.solve.elastic import Eased, Elastic
from gridplan.solve.hard_limits import EXISTING, Stated, multiplier, stated_limits
from gridplan.solve.matrix import Problem, compile_problem

if TYPE_CHECKING:
    from gridplan.case.case import Case

MOST_CONFLICTS = 10
"""Contradictions told at most; with more the case needs another look anyway."""
WHOLE_ROWS = 60_000
"""Programmes of up to this many rows are looked at whole at once."""
DAYS_OF_A_YEAR = 365

Tell = Callable[..., None]


@dataclass(frozen=True)
class Change:
    """A figure of the case and what it must become: at least (``raise``) or at most (``lower``) ``value``."""

    limit: Stated
    value: float

    @property
    def effort(self) -> float:
        """How much is asked: the change as a share of the figure, more for what may be built and what stands."""
        share = abs(self.value - self.limit.value) / self.limit.scale
        return self.limit.limit.weight * (share if np.isfinite(share) else 1.0)


@dataclass(frozen=True)
class Contradiction:
    """Limits that cannot all hold.

    Attributes:
        limits: the figures of the case that contradict each other.
        ways: changes each of which restores a plan by itself, the smallest first.
        together: where none does: changes that do so together.
        families: constraint families through which the limits meet.
        blocks: blocks of the time axis in which they do; empty for the year as a whole.
    """

    limits: list[Stated]
    ways: list[Change]
    together: list[Change]
    families: list[str]
    blocks: list[int]


@dataclass(frozen=True)
class Explanation:
    """Every contradiction found.

    Attributes:
        axis: the hours looked at.
        complete: whether a plan exists once all contradictions are resolved, as far as was looked.
        part: "year" (yearly rows alone), "days" (a day a month) or "whole".
    """

    axis: TimeAxis
    contradictions: list[Contradiction] = field(default_factory=list)
    complete: bool = True
    part: str = "whole"


def explain_case(case: Case, hours: int, tell: Tell | None = None) -> Explanation:
    """Look for contradictions between the hard limits of a case, without planning; none found is an empty list.

    Raises:
        ValueError: as ``build_model``.
    """
    say: Tell = tell or (lambda _phase, **_figures: None)
    say("build", hours=hours)
    model = build_model(case, TimeAxis.shortened_year(hours).over(case.probabilities))
    say("compile")
    return explain(model, compile_problem(model), say)


def explain(model: Model, programme: Problem, tell: Tell | None = None) -> Explanation:
    """Contradictions of a built model, in the first part of the programme that has any."""
    say: Tell = tell or (lambda _phase, **_figures: None)
    limits = stated_limits(model, programme)
    names = families_of_rows(programme)
    for part, rows in _parts(model, programme):
        say("explain", rows=programme.shape[0] if rows is None else len(rows))
        for keep_derived in (False, True):
            elastic = Elastic(programme, limits, rows, keep_derived)
            found, complete = _contradictions(model, programme, elastic, names)
            if found or not complete:
                return Explanation(model.axis, found, complete, part)
            if part != "whole":
                break
    return Explanation(model.axis)


def families_of_rows(programme: Problem) -> np.ndarray:
    """Name of the constraint family of each row, shape (n_rows,)."""
    names = np.full(programme.shape[0], "", dtype=object)
    for name, rows in programme.row_families.items():
        names[rows[rows >= 0]] = name
    return names


def blocks_of_rows(model: Model, programme: Problem) -> np.ndarray:
    """Block of the time axis each row is about, shape (n_rows,); -1 for rows of a month, a window or the year."""
    blocks = np.full(programme.shape[0], -1)
    for component in model.pyomo.component_objects():
        rows = programme.rows.get(id(component))
        if rows is None or not len(rows) or not component.name.startswith("operation."):
            continue
        index = component.index_set()
        if model.ends_with_block(index):
            found = np.array([key[-1] for key in index])
            blocks[rows[rows >= 0]] = found[rows >= 0]
    return blocks


def _parts(model: Model, programme: Problem) -> Iterator[tuple[str, np.ndarray | None]]:
    """Rows to look at: the whole of a small programme, else parts of it from the smallest on."""
    if programme.shape[0] > WHOLE_ROWS:
        names = families_of_rows(programme)
        yearly = np.array([str(name).startswith("design.") for name in names])
        yield "year", np.flatnonzero(yearly)
        days = (np.arange(12) + 0.5) / 12 * DAYS_OF_A_YEAR
        blocks = blocks_of_rows(model, programme)
        in_days = np.isin(model.axis.first_hour // HOURS_PER_DAY, days.astype(int))
        sampled = (blocks >= 0) & in_days[np.maximum(blocks, 0)]
        if sampled.any():
            yield "days", np.flatnonzero(yearly | sampled)
    yield "whole", None


def _contradictions(
    model: Model, programme: Problem, elastic: Elastic, names: np.ndarray
) -> tuple[list[Contradiction], bool]:
    """The contradictions one after another, each resolved before the next is looked for; whether that ends well."""
    free: list[int] = []
    raw: list[tuple[np.ndarray, list[int], list[int], Eased | None]] = []
    complete = False
    while len(raw) < MOST_CONFLICTS:
        eased = elastic.ease(free=free)
        if eased is None:
            raw.append((elastic.conflict(np.arange(elastic.problem.shape[0]), free), [], [], None))
            break
        moved = [j for j in np.flatnonzero(eased.amount).tolist() if j not in free]
        if not moved:
            complete = True
            break
        rows = elastic.conflict(eased.proof, free)
        involved = [j for j in np.unique(elastic.limit_of_row[rows]).tolist() if j >= 0 and j not in free]
        gives = [j for j in moved if j in involved] or involved or moved
        raw.append((rows, involved or moved, gives, eased))
        free += gives
    blocks = blocks_of_rows(model, programme)
    found = []
    for number, (rows, involved, gives, eased) in enumerate(raw):
        others = sorted({j for place, entry in enumerate(raw) if place != number for j in entry[2]} - set(involved))
        found.append(_told(model, programme, elastic, names, blocks, (rows, involved, gives, eased), others))
    return found, complete


def _told(
    model: Model,
    programme: Problem,
    elastic: Elastic,
    names: np.ndarray,
    blocks: np.ndarray,
    raw: tuple[np.ndarray, list[int], list[int], Eased | None],
    others: list[int],
) -> Contradiction:
    """A contradiction with its ways out; ``others`` are limits that give way in other contradictions."""
    rows, involved, gives, eased = raw
    own = elastic.row_numbers[rows]
    own = own[own >= 0]
    ways = []
    for j in involved:
        alone = elastic.ease(allowed=[j], free=others)
        change = _change(model, programme, elastic.limits[j], j, alone)
        if change is not None:
            ways.append(change)
    together = (
        []
        if ways
        else [change for j in gives if (change := _change(model, programme, elastic.limits[j], j, eased)) is not None]
    )
    hours = sorted({int(block) for block in blocks[own] if block >= 0})
    limits = sorted((elastic.limits[j] for j in involved), key=lambda one: one.limit.weight)
    return Contradiction(
        limits,
        sorted(ways, key=lambda way: way.effort),
        together,
        sorted({str(name) for name in names[own]}),
        hours,
    )


def _change(model: Model, programme: Problem, stated: Stated, number: int, eased: Eased | None) -> Change | None:
    """What a figure must become; None where it cannot, or is no number a planner can change."""
    if eased is None or not stated.limit.table:
        return None
    if stated.limit.weight == EXISTING and eased.amount[number] >= stated.scale * stated.limit.factor:
        return None
    if stated.limit.easing == "other":
        return Change(stated, float("nan"))
    amount = float(eased.amount[number])
    if stated.limit.easing in ("grow", "shrink"):
        sign = 1.0 if stated.limit.easing == "grow" else -1.0
        return Change(stated, outward(stated.value * (1.0 + sign * amount), stated.limit.easing))
    per = multiplier(model, programme, stated, eased.value)
    if per <= 0:
        return None
    sign = 1.0 if stated.limit.easing == "raise" else -1.0
    value = outward(stated.value + sign * amount / per, stated.limit.easing)
    return Change(stated, value) if value != stated.value and within_schema(stated, value) else None


def outward(value: float, easing: str) -> float:
    """A figure of four digits, rounded to the easier side so that it is enough."""
    if value == 0:
        return 0.0
    place = 10.0 ** (np.floor(np.log10(abs(value))) - 3)
    scaled = value / place
    nearest = round(scaled)
    if abs(scaled - nearest) > 1e-4:
        nearest = int(np.ceil(scaled) if easing in ("raise", "grow") else np.floor(scaled))
    return float(f"{nearest * place:.6g}")


def within_schema(stated: Stated, value: float) -> bool:
    """Whether a case may hold the figure."""
    from gridplan.case.schema import schema

    column = schema().tables[stated.limit.table].columns[stated.column]
    return (column.minimum is None or value >= column.minimum) and (column.maximum is None or value <= column.maximum)
