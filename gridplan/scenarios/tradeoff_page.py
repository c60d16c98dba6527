"""The pages of a cost curve and of near-optimal ranges: one HTML file each, drawn by the report's own template."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from gridplan import __version__
from gridplan.case.case import Case
from gridplan.results.proof import moment_text
from gridplan.results.report import css_string, own_text, plotly_script
from gridplan.results.report_banners import CAUTION, Banner
from gridplan.results.report_blocks import Block, Chart, Legend, Points, Section, Text
from gridplan.results.report_figures import (
    ACCENT,
    INK,
    QUIET,
    bar,
    colour,
    line,
    numbers,
    palette,
    plain,
    sideways_layout,
    upright_layout,
)
from gridplan.results.report_units import Unit, unit
from gridplan.scenarios.alternatives import Alternatives, Range
from gridplan.scenarios.frontier import Frontier
from gridplan.scenarios.tradeoff_measures import RETROFITTED, STORAGE_ENERGY
from gridplan.scenarios.tradeoff_shown import (
    ends_shown,
    frontier_shown,
    level_text,
    percent,
    price_unit,
    ranges_shown,
    seen,
    steep_end,
)
from gridplan.scenarios.tradeoff_words import TradeoffWords

SCRIPTS = ("report.js",)
MOST_FREE = 4
"""Technologies with the widest ranges that a sentence names."""

NEEDED, LEFT_OUT = 0.5, 0.05
"""Shares of the plan's capacity from which a technology must be there, and down to which it may be left out."""

BAR_PX = 34
BESIDE = 1.16
"""Length of the axis in that of the longest bar, so that its figures have room."""

HEADROOM = 1.15
SPREAD, STEP = "#9db8cf", "#c88b2e"
ROOM = {"l": 74, "b": 56, "t": 22}
"""Pixels beside a chart for the titles of its axes."""


def page_html(case: Case, kind: str, title: str, remarks: Sequence[str], sections: Sequence[Section], hours: int,
              created: str, words: TradeoffWords) -> str:
    """A page as text; ``kind`` is frontier or alternatives."""
    footer = words("page.footer_trade_off", case=case_title(case, words), hours=hours,
                   created=moment_text(created, words.lang), version=__version__, fingerprint=case.fingerprint[:12])
    return _environment().get_template("report.html.j2").render(
        lang=words.lang, title=title, running=css_string(title), kicker=words(f"page.kicker_{kind}"),
        banners=[Banner("", remark, CAUTION) for remark in remarks], sections=sections, words=words.page(),
        settings={"lang": words.lang}, footer=footer, style=own_text("report.css") + _style(),
        scripts=[own_text(name) for name in SCRIPTS], plotly=plotly_script())


@cache
def _style() -> str:
    """What these pages need beyond the report's own style: their tables have many columns."""
    return files("gridplan.scenarios").joinpath("templates/tradeoff.css").read_text(encoding="utf-8")


def case_title(case: Case, words: TradeoffWords) -> str:
    """A case's name in the language."""
    return str(getattr(case.settings, f"name_{words.lang}") or case.settings.name)


def frontier_sections(frontier: Frontier, words: TradeoffWords) -> list[Section]:
    """A cost curve in reading order."""
    told: dict[str, list[Block]] = {
        "answer": [Text(sentence, "answer") for sentence in frontier_answer(frontier, words)],
        "curve": [_curve(frontier, words)], "slope": [_slopes(frontier, words)], "mix": [_mix(frontier, words)],
        "numbers": [*frontier_shown(frontier, words).blocks(words)],
        "method": [_method((_proof(frontier.exact), "worse", "span", "slope"), words)],
    }
    return _sections(told, words)


def alternatives_sections(found: Alternatives, words: TradeoffWords) -> list[Section]:
    """Near-optimal ranges in reading order."""
    told: dict[str, list[Block]] = {
        "answer": [Text(sentence, "answer") for sentence in alternatives_answer(found, words)],
        "ranges": [*_range_charts(found, words), ranges_shown(found, words).block()],
        "ends": [*ends_shown(found, words).blocks(words)],
        "method": [_method(("mga", "together", _proof(found.exact), "worse"), words)],
    }
    return _sections(told, words)


def _proof(exact: bool) -> str:
    """How every plan is proven, among the words of ``how``."""
    return "exact" if exact else "priced"


def frontier_answer(frontier: Frontier, words: TradeoffWords) -> list[str]:
    """What the curve says, in sentences; none where fewer than two points have a plan."""
    points, name = frontier.solved, frontier.measure.name
    if len(points) < 2:
        return []
    first, last, money = points[0], points[-1], words.money()
    rise = last.cost - first.cost
    priced = price_unit(name, words)
    steep = steep_end(frontier)
    said = [
        words("told.from", begin=level_text(name, first.level, words), end=level_text(name, last.level, words),
              cost_begin=money.text(first.cost), cost_end=money.text(last.cost), unit=money.name,
              percent=percent(rise / abs(first.cost))),
        words("told.marginal", name=words(f"marginal.{name}"), first=priced.text(points[1].marginal),
              last=priced.text(points[-2 if steep else -1].marginal), unit=priced.name),
    ]
    if steep:
        said.append(words("told.steep", last=priced.text(last.marginal), unit=priced.name,
                          level=level_text(name, points[-2].level, words), mean=priced.text(last.secant)))
    middle = points[(len(points) - 1) // 2]
    if len(points) % 2 and rise > 0.0:
        said.append(words("told.half", level=level_text(name, middle.level, words),
                          percent=percent((middle.cost - first.cost) / rise, 0)))
    return said


def alternatives_answer(found: Alternatives, words: TradeoffWords) -> list[str]:
    """Which technologies must be there, which may be left out, and which are no choice."""
    money = words.money()
    powers = [one for one in found.ranges if one.plan > LEFT_OUT]
    chosen = [one for one in powers if one.least.status == "solved"]
    groups = {
        "must": [one for one in chosen if one.least.amount >= NEEDED * one.plan],
        "may": [one for one in chosen if one.least.amount <= LEFT_OUT * one.plan],
        "fixed": [one for one in powers if one.least.status == "fixed"],
    }
    slack = f"{100.0 * found.slack:g} %"
    return [words("told.slack", cost=money.text(found.cost), unit=money.name, slack=slack), *_widest(found, words),
            *(words(f"told.{key}", names=_names(ranges, words)) for key, ranges in groups.items())]


def _widest(found: Alternatives, words: TradeoffWords) -> list[str]:
    """The technologies whose power may vary most, with their ends; nothing where none may."""
    free = [one for one in found.ranges if one.quantity == "power" and one.technology != RETROFITTED
            and one.most.amount - one.least.amount > LEFT_OUT]
    free.sort(key=lambda one: one.least.amount - one.most.amount)
    size = unit("power", words.lang)
    told = [f"{words.technology(one.technology)} {_span(one, size)} {size.name}" for one in free[:MOST_FREE]]
    return [words("told.widest", names=words("told.list").join(told))] if told else []


def _span(one: Range, size: Unit) -> str:
    """From the least to the most, or the one figure where they are alike."""
    return "–".join(dict.fromkeys(size.text(end.amount) for end in (one.least, one.most)))


def _names(ranges: Sequence[Range], words: TradeoffWords) -> str:
    return words("told.list").join(words.technology(one.technology) for one in ranges) or words("told.none")


def _sections(told: dict[str, list[Block]], words: TradeoffWords) -> list[Section]:
    return [Section(name, words(f"section.{name}"), words(f"lead.{name}"), blocks, follows=name != "answer")
            for name, blocks in told.items() if blocks]


def _level_axis(frontier: Frontier, words: TradeoffWords) -> dict[str, object]:
    """The level along the axis, stricter to the right."""
    size, name = words.unit_of(frontier.measure.name), frontier.measure.name
    axis: dict[str, object] = {"title": {"text": plain(f"{words(f'measure.{name}')} ({size.name})")},
                               "tickformat": ",~r"}
    return axis if frontier.measure.floor else {**axis, "autorange": "reversed"}


def _across(frontier: Frontier, words: TradeoffWords) -> list[float | None]:
    factor = words.unit_of(frontier.measure.name).factor
    return numbers([point.level * factor for point in frontier.solved])


def _curve(frontier: Frontier, words: TradeoffWords) -> Chart:
    money = words.money()
    series = line(words("head.cost"), ACCENT, _across(frontier, words),
                  numbers([point.cost * money.factor for point in frontier.solved]), money.name,
                  mode="lines+markers+text", marker={"size": 8}, textposition="top left", cliponaxis=False,
                  text=[money.text(point.cost - frontier.plan.cost, signed=True) for point in frontier.solved])
    layout = upright_layout(xaxis=_level_axis(frontier, words), yaxis=_upright(words("head.cost"), money.name, words),
                            margin=ROOM)
    return Chart(words("section.curve"), money.name, [series], layout, words("lead.curve"),
                 note=words("told.not_from_zero"))


def _upright(name: str, unit_name: str, words: TradeoffWords) -> dict[str, object]:
    """An upright axis that says what it is, with its unit."""
    return {"title": {"text": plain(words("told.axis", name=name, unit=unit_name)), "standoff": 10}}


def _slopes(frontier: Frontier, words: TradeoffWords) -> Chart:
    """Duals at the points and the mean cost of every step between them."""
    name, points, across = frontier.measure.name, frontier.solved, _across(frontier, words)
    priced = price_unit(name, words)
    dual = line(words(f"marginal.{name}"), ACCENT, across, numbers([one.marginal * priced.factor for one in points]),
                priced.name, mode="lines+markers", marker={"size": 8}, cliponaxis=steep_end(frontier))
    steps_x: list[float | None] = []
    steps_y: list[float | None] = []
    for place in range(1, len(points)):
        height = numbers([points[place].secant * priced.factor])[0]
        steps_x += [across[place - 1], across[place], None]
        steps_y += [height, height, None]
    mean = line(words("head.secant"), STEP, steps_x, steps_y, priced.name, line={"dash": "dash"})
    tall: dict[str, object] = {"rangemode": "tozero"}
    note = ""
    if steep_end(frontier):
        # One point at the wall would press all others onto the axis.
        top = HEADROOM * priced.factor * max(*(one.marginal for one in points[:-1]), points[-1].secant)
        tall, note = {"range": [0.0, top]}, words("told.cut", value=priced.text(points[-1].marginal), unit=priced.name)
    tall |= _upright(words(f"marginal.{name}"), priced.name, words)
    layout = upright_layout(xaxis=_level_axis(frontier, words), yaxis=tall, margin=ROOM)
    legend = [Legend(words(f"marginal.{name}"), ACCENT, "line"), Legend(words("head.secant"), STEP, "dashed")]
    return Chart(words(f"marginal.{name}"), priced.name, [dual, mean], layout, words("lead.slope"), legend, note=note)


def _mix(frontier: Frontier, words: TradeoffWords) -> Chart:
    """Installed capacity by technology, a stack for each point."""
    size, points = unit("power", words.lang), frontier.solved
    across = [words.unit_of(frontier.measure.name).text(point.level) for point in points]
    names = [name for name in seen(point.capacities for point in points) if name not in (RETROFITTED, STORAGE_ENERGY)]
    data = [bar(words.technology(name), colour(name), across,
                numbers([point.capacities[name] * size.factor for point in points]), size.name) for name in names]
    name = frontier.measure.name
    title = {"text": plain(words("told.held_to", measure=words(f"measure.{name}"), unit=words.unit_of(name).name))}
    layout = upright_layout(barmode="stack", xaxis={"type": "category", "title": title}, margin=ROOM,
                            yaxis=_upright(words("head.capacity"), size.name, words))
    legend = [Legend(words.technology(name), colour(name)) for name in names]
    return Chart(words("head.capacity"), size.name, data, layout, words("lead.mix"), legend, height_px=380)


def _range_charts(found: Alternatives, words: TradeoffWords) -> list[Block]:
    charts: list[Block] = []
    for quantity in ("power", "store"):
        ranges = [one for one in found.ranges if one.quantity == quantity and one.most.amount == one.most.amount
                  and one.least.amount == one.least.amount and max(one.most.amount, one.plan) > LEFT_OUT]
        if ranges:
            charts.append(_ranges(ranges, quantity, words))
    return charts


def _ranges(ranges: Sequence[Range], quantity: str, words: TradeoffWords) -> Chart:
    """Bars from the least to the most in the technology's colour with both figures beside them, the plan marked."""
    size = unit(quantity, words.lang)
    names = [words.technology(one.technology) for one in ranges]
    least, plan, most = ([amount * size.factor for amount in amounts] for amounts in zip(
        *((one.least.amount, one.plan, one.most.amount) for one in ranges), strict=True))
    title = words("head.capacity") if quantity == "power" else words(f"technology.{STORAGE_ENERGY}")
    layout = sideways_layout(names, barmode="overlay", margin={"b": 56}, xaxis={
        "range": [0.0, BESIDE * max(*most, *plan)],
        "title": {"text": plain(words("told.axis", name=title, unit=size.name))}})
    labels = layout["yaxis"]["categoryarray"][::-1]
    widths = numbers([high - low for low, high in zip(least, most, strict=True)])
    spread = bar(words("section.ranges"), SPREAD, widths, labels, size.name, orientation="h", base=numbers(least),
                 hovertext=[f"{words('head.least')} {size.text(one.least.amount)} · {words('head.plan')} "
                            f"{size.text(one.plan)} · {words('head.most')} {size.text(one.most.amount)} {size.name}"
                            for one in ranges], hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    spread["marker"] = {**spread["marker"], "color": [_shade(one.technology) for one in ranges]}
    mark = {"type": "scatter", "mode": "markers", "x": numbers(plan), "y": labels, "name": plain(words("head.plan")),
            "marker": {"symbol": "line-ns", "size": 24, "line": {"width": 3, "color": INK}},
            "hovertemplate": f"{plain(words('head.plan'))} %{{x:,.4~r}} {plain(size.name)}<extra></extra>"}
    ends = {"type": "scatter", "mode": "text", "y": labels, "textposition": "middle right", "hoverinfo": "skip",
            "x": numbers([max(high, at) for high, at in zip(most, plan, strict=True)]),
            "text": [f"  {_span(one, size)}" for one in ranges], "showlegend": False}
    legend = [Legend(f"{words('head.least')}–{words('head.most')}", QUIET), Legend(words("head.plan"), INK, "line")]
    return Chart(title, size.name, [spread, mark, ends], layout, words("lead.ranges"), legend,
                 height_px=92 + BAR_PX * len(ranges))


def _shade(technology: str) -> str:
    """Colour of a technology; what is none of the palette has one of its own."""
    return colour(technology) if technology in palette().index else SPREAD


def _method(keys: Sequence[str], words: TradeoffWords) -> Points:
    return Points([(words(f"how.{key}_head"), words(f"how.{key}")) for key in keys])


@cache
def _environment() -> Environment:
    """The report's templates; escaping is on everywhere: names come from users."""
    return Environment(loader=PackageLoader("gridplan.results"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)


__all__ = ["alternatives_answer", "alternatives_sections", "case_title", "frontier_answer",
           "frontier_sections", "page_html"]
