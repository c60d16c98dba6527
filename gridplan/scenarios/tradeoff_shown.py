"""Tables of a trade-off run in the units and the language of the reader: the same for the page and the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gridplan.results.report_blocks import Column, Mark, Row, Table
from gridplan.results.report_figures import stacked
from gridplan.results.report_units import Unit, number, unit
from gridplan.scenarios.alternatives import Alternatives, End
from gridplan.scenarios.frontier import AGREES, DISAGREES, Frontier
from gridplan.scenarios.tradeoff_measures import MEASURES, RETROFITTED, STORAGE_ENERGY
from gridplan.scenarios.tradeoff_tables import CNY_PER_UNIT
from gridplan.scenarios.tradeoff_words import TradeoffWords

VISIBLE = 5e-3
"""GW or GWh from which a capacity is worth a column."""

STEEP = 3.0
"""Times the marginal cost before it, or the mean cost of the last step, from which the curve's end is a wall."""

PLAIN = Unit(1.0, "", 2)
"""Numbers whose unit stands beside them."""


GAP = Unit(100.0, "%", 3)
"""Proven gaps, of the cost."""


@dataclass(frozen=True)
class Shown:
    """A column: its head, its unit (None for text) and its values in the units inside."""

    head: str
    unit: Unit | None
    values: Sequence[float | str]
    name: str = ""


@dataclass(frozen=True)
class ShownTable:
    """A table of equally long columns, the first naming the rows."""

    title: str
    columns: Sequence[Shown]

    def block(self, folded: bool = False) -> Table:
        """The table for the page."""
        heads = [Column(one.head, one.unit.name if one.unit else "", "number" if one.unit else "text")
                 for one in self.columns]
        rows = [Row([_cell(one, value) for one, value in zip(self.columns, line, strict=True)])
                for line in zip(*(one.values for one in self.columns), strict=True)]
        return Table(self.title, heads, rows, folded=folded)

    def blocks(self, words: TradeoffWords) -> list[Table]:
        """The table for the page in two, so that none is wider than it: what comes of each plan, what it holds."""
        held = [one for one in self.columns if one.name]
        rest = [one for one in self.columns if not one.name]
        if not held:
            return [self.block()]
        title = words("told.capacities", title=self.title)
        return [ShownTable(self.title, rest).block(), ShownTable(title, [self.columns[0], *held]).block()]


def _cell(column: Shown, value: float | str) -> str | Mark:
    return value if isinstance(value, str) else (column.unit or PLAIN).text(value)


def ordered(technologies: Iterable[str]) -> list[str]:
    """Technologies in the report's order, then coal retrofitted and the energy of stores."""
    present = set(technologies)
    extra = [name for name in (RETROFITTED, STORAGE_ENERGY) if name in present]
    return [*stacked(present - set(extra)), *extra]


def capacity_unit(name: str, lang: str) -> Unit:
    """Unit of a capacity: power, or energy of stores."""
    return unit("store" if name == STORAGE_ENERGY else "power", lang)


def seen(capacities: Iterable[dict[str, float]]) -> list[str]:
    """What some plan has visibly, in order."""
    plans = list(capacities)
    return ordered({name for plan in plans for name, amount in plan.items() if amount > VISIBLE})


def capacity_columns(plans: Sequence[dict[str, float]], words: TradeoffWords) -> list[Shown]:
    """A column for each capacity that some plan has."""
    return [Shown(words.technology(name), capacity_unit(name, words.lang),
                  [plan.get(name, float("nan")) for plan in plans], name) for name in seen(plans)]


def measure_columns(plans: Sequence[dict[str, float]], words: TradeoffWords) -> list[Shown]:
    """A column for each measure."""
    return [Shown(words(f"measure.{name}"), words.unit_of(name), [plan.get(name, float("nan")) for plan in plans])
            for name in MEASURES]


def price_unit(measure: str, words: TradeoffWords) -> Unit:
    """Unit of a marginal cost: CNY/t, CNY/MWh of million CNY per kt or GWh."""
    return Unit(CNY_PER_UNIT, words(f"price_unit.{measure}"), 1)


def frontier_shown(frontier: Frontier, words: TradeoffWords) -> ShownTable:
    """Every point of a cost curve."""
    name, points = frontier.measure.name, frontier.points
    priced, money = price_unit(name, words), words.money()
    agrees = {AGREES: words("outcome.yes"), DISAGREES: words("outcome.no")}
    checked = [agrees.get(point.agrees, "") for point in points]
    if frontier.solved and frontier.solved[-1].agrees == AGREES:
        # Beyond the last point there is none to hold its dual against.
        checked[points.index(frontier.solved[-1])] = words("outcome.one_side")
    proven = [] if frontier.exact else [Shown(words("head.gap"), GAP, [point.gap for point in points])]
    columns = [
        Shown(words("head.level"), words.unit_of(name), [point.level for point in points]),
        Shown(words("head.status"), None, [words(f"outcome.{point.status}") for point in points]),
        Shown(words("head.cost"), money, [point.cost for point in points]),
        Shown(words("head.extra"), money, [point.cost - frontier.plan.cost for point in points]),
        Shown(words(f"marginal.{name}"), priced, [point.marginal for point in points]),
        Shown(words("head.secant"), priced, [point.secant for point in points]),
        Shown(words("head.agrees"), None, checked), *proven,
        *measure_columns([point.levels for point in points], words),
        *capacity_columns([point.capacities for point in points], words),
    ]
    return ShownTable(words("section.numbers"), columns)


def ranges_shown(found: Alternatives, words: TradeoffWords) -> ShownTable:
    """Least, plan and most of each technology; each in its own unit, which stands beside it."""
    units = [unit(one.quantity, words.lang) for one in found.ranges]
    figures = Unit(1.0, "", max((size.digits for size in units), default=PLAIN.digits))
    told = [[size.factor * amount for size, amount in zip(units, amounts, strict=True)]
            for amounts in ([one.least.amount for one in found.ranges], [one.plan for one in found.ranges],
                            [one.most.amount for one in found.ranges])]
    columns = [
        Shown(words("head.technology"), None, [words.technology(one.technology) for one in found.ranges]),
        Shown(words("head.unit"), None, [size.name for size in units]),
        *(Shown(words(f"head.{name}"), figures, values)
          for name, values in zip(("least", "plan", "most"), told, strict=True)),
        Shown(words("head.status"), None, [_status(one.least, one.most, words) for one in found.ranges]),
        *([] if found.exact else _gaps(found, units, figures, words)),
    ]
    return ShownTable(words("section.ranges"), columns)


def _gaps(found: Alternatives, units: Sequence[Unit], figures: Unit, words: TradeoffWords) -> list[Shown]:
    """How far the ends may be from the least and the most there are."""
    ends = {"least": [one.least for one in found.ranges], "most": [one.most for one in found.ranges]}
    return [Shown(words(f"head.{name}_gap"), figures,
                  [size.factor * end.gap for size, end in zip(units, of_all, strict=True)])
            for name, of_all in ends.items()]


def _status(least: End, most: End, words: TradeoffWords) -> str:
    states = list(dict.fromkeys([least.status, most.status]))
    return words("told.list").join(words(f"outcome.{state}") for state in states)


def ends_shown(found: Alternatives, words: TradeoffWords) -> ShownTable:
    """The plan of least cost and the plans at the ends of every range."""
    names, costs = [words("head.plan")], [found.cost]
    levels, capacities = [found.levels], [found.capacities]
    for one in found.ranges:
        for side, end in (("least", one.least), ("most", one.most)):
            if end.capacities is None or end.levels is None:
                continue
            names.append(f"{words.technology(one.technology)} · {words(f'head.{side}')}")
            costs.append(end.cost)
            levels.append(end.levels)
            capacities.append(end.capacities)
    columns = [Shown(words("head.end"), None, names), Shown(words("head.cost"), words.money(), costs),
               *measure_columns(levels, words), *capacity_columns(capacities, words)]
    return ShownTable(words("section.ends"), columns)


def steep_end(frontier: Frontier) -> bool:
    """Whether the last point is so much dearer at the margin than the one before that it says nothing of the curve."""
    points = frontier.solved
    return len(points) > 2 and points[-1].marginal > STEEP * max(points[-2].marginal, points[-1].secant)


def level_text(name: str, level: float, words: TradeoffWords) -> str:
    """A level with its unit."""
    return words.unit_of(name).with_name(level)


def percent(share: float, digits: int = 1) -> str:
    """A share in percent, without the sign."""
    return number(100.0 * share, digits)
