"""The page of a comparison: one HTML file that opens without a network, drawn by the report's own template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gridplan import __version__
from gridplan.results.proof import moment_text
from gridplan.results.report import css_string, own_text, plotly_script
from gridplan.results.report_banners import CAUTION, Banner
from gridplan.results.report_blocks import Block, Column, Heading, Mark, Points, Row, Section, Table, Text
from gridplan.results.report_policies import TONES
from gridplan.results.report_units import number
from gridplan.scenarios.compare_answer import answer_blocks
from gridplan.scenarios.compare_data import page_data
from gridplan.scenarios.compare_encode import FINE_BYTES
from gridplan.scenarios.compare_gather import Comparison, Place
from gridplan.scenarios.compare_inputs import COLUMNS, value_text
from gridplan.scenarios.compare_lines import TOTAL
from gridplan.scenarios.compare_targets import Cell, TargetRow, case_targets
from gridplan.scenarios.compare_words import base_label, comparison_title

MOST_ACROSS = 8
"""Scenarios that stand as columns of a table; more stand as its lines."""

MOST_BESIDE = 4
"""Scenarios whose inputs stand beside one another on the page; of more, only what differs from the base."""

MOST_INPUTS = 200
FOLLOWING = frozenset({"targets", "capacity", "energy", "trade_off", "prices", "method"})
"""Sections that on paper go on where the one before ended."""



@dataclass(frozen=True)
class Interactive:
    """A chart with controls, drawn by the page's script from its data; `part` names it there."""

    part: str
    title: str
    note: str = ""
    kind: str = "interactive"


def write_page(comparison: Comparison, path: Path, created: str) -> None:
    """Write the page as one UTF-8 file. Raises OSError where it cannot be written."""
    path.write_text(page_html(comparison, created), encoding="utf-8")


def page_html(comparison: Comparison, created: str) -> str:
    """The page as text; `created` is the moment of the comparison (ISO)."""
    words, names = comparison.words, comparison.names
    data, width = page_data(comparison)
    title = comparison_title(names, words)
    return (
        _environment()
        .get_template("compare.html.j2")
        .render(
            lang=words.lang,
            title=title,
            running=css_string(title),
            kicker=f"{words('page.kicker')} · {comparison.base.title}",
            banners=[Banner("", remark.text(words.lang), CAUTION) for remark in comparison.remarks],
            sections=sections(comparison, width),
            words=words.group("page"),
            settings={"lang": words.lang, "comparison": data},
            footer=words("page.footer", base=base_label(names[0], words), count=len(names),
                         created=moment_text(created, words.lang), version=__version__),
            style=own_text("report.css") + _text("compare.css"),
            scripts=[own_text("report.js"), _text("compare.js")],
            plotly=plotly_script(),
        )
    )


def sections(comparison: Comparison, width: int) -> list[Section]:
    """Every section of the page in reading order; `width` is the bytes an hourly value is kept in."""
    words = comparison.words
    told: dict[str, list[Block]] = {
        "answer": answer_blocks(comparison),
        "targets": _target_blocks(comparison),
        "costs": _charts(comparison, "waterfall"),
        "capacity": _charts(comparison, "capacity"),
        "energy": _charts(comparison, "energy"),
        "trade_off": _charts(comparison, "trade_off"),
        "prices": _charts(comparison, "prices"),
        "dispatch": _charts(comparison, "dispatch"),
        "inputs": [_inputs_table(comparison)],
        "method": [_method(comparison, width)],
    }
    return [Section(name, words(f"section.{name}"), words(f"lead.{name}"), blocks, follows=name in FOLLOWING)
            for name, blocks in told.items()]


def _charts(comparison: Comparison, part: str) -> list[Block]:
    words = comparison.words
    note = words(f"chart_note.{part}") if words.has(f"chart_note.{part}") else ""
    return [Interactive(part, words(f"chart.{part}"), note)]  # type: ignore[list-item]


def _target_blocks(comparison: Comparison) -> list[Block]:
    """Met, missed and margin of every target of the cases, area by area."""
    words = comparison.words
    rows = case_targets(comparison)
    if not rows:
        return [Text(words("policies.none"))]
    places = [place for place in comparison.places if place.region != TOTAL]
    blocks: list[Block] = []
    for place in places:
        here = [row for row in rows if row.place == place]
        if not here:
            continue
        if len(places) > 1:
            blocks.append(Heading(place.name))
        across = len(comparison.names) <= MOST_ACROSS
        blocks.append(_targets_across(comparison, here, place) if across else _targets_down(comparison, here, place))
    return blocks


def _target_cell(row: TargetRow, cell: Cell | None, comparison: Comparison) -> str | Mark:
    """Status and margin of a target in a scenario; what is asked with it where the base asks another figure."""
    if cell is None:
        return ""
    words = comparison.words
    said = words(f"status.{cell.status}")
    if cell.margin == cell.margin:
        said += f" {row.margin_text(cell, words.lang)}"
    if row.differs_from_base(cell):
        said += words("told.asked", target=row.target_text(cell))
    return Mark(said, TONES.get(cell.status, "quiet"))


def _short_cell(row: TargetRow, cell: Cell | None, comparison: Comparison) -> str | Mark:
    """The margin alone, in the target's unit; in words too where the target is missed."""
    if cell is None:
        return ""
    words = comparison.words
    margin = number(cell.margin * row.unit.factor, row.unit.digits, signed=True)
    said = f"{words('status.missed')} {margin}" if cell.status == "missed" else margin
    return Mark(said, TONES.get(cell.status, "quiet"))


def _targets_across(comparison: Comparison, rows: list[TargetRow], place: Place) -> Table:
    words = comparison.words
    lines = [Row([row.name, row.asked_by_base(), *(_target_cell(row, cell, comparison) for cell in row.cells)])
             for row in rows]
    columns = [Column(words("policies.policy"), kind="long"), Column(words("policies.target"), kind="number"),
               *(Column(name) for name in comparison.names)]
    return Table(words("told.targets_table", place=place.name), columns, lines, note=words("sheet_note.targets"))


def _targets_down(comparison: Comparison, rows: list[TargetRow], place: Place) -> Table:
    words = comparison.words
    lines = [Row([name, *(_short_cell(row, row.cells[at], comparison) for row in rows)])
             for at, name in enumerate(comparison.names)]
    columns = [Column(words("compare.scenario"), kind="long"),
               *(Column(row.name, row.asked_by_base(), "number") for row in rows)]
    return Table(words("told.margins_table", place=place.name), columns, lines, note=words("sheet_note.targets"))


def _inputs_table(comparison: Comparison) -> Block:
    words, frame = comparison.words, comparison.inputs
    if frame.empty:
        return Text(words("inputs.none"))
    count = len(frame)
    note = words("inputs.more", shown=MOST_INPUTS, count=count) if count > MOST_INPUTS else ""
    if len(comparison.names) > MOST_BESIDE:
        return _inputs_down(comparison, note)
    rows = []
    for line in frame.head(MOST_INPUTS).itertuples(index=False):
        values = line[len(COLUMNS):]
        cells: list[str | Mark] = [Mark(value_text(value, words), "open") if value != values[0]
                                   else value_text(value, words) for value in values]
        rows.append(Row([*(str(cell) for cell in line[:len(COLUMNS)]), *cells]))
    columns = [*(Column(words(f"inputs_head.{name}"), kind="long" if name == "row" else "text") for name in COLUMNS),
               *(Column(name, kind="number") for name in comparison.names)]
    return Table(words("told.inputs_table"), columns, rows, note=note or words("told.inputs_note"))


def _inputs_down(comparison: Comparison, note: str) -> Table:
    """The inputs that differ where scenarios are too many to stand beside one another: the base's value, then every
    other one with the scenarios that have it.
    """
    words, names = comparison.words, comparison.names
    rows = []
    for line in comparison.inputs.head(MOST_INPUTS).to_dict("records"):
        rows.append(Row([line["table"], line["row"] or line["id"], line["column"], line["unit"],
                         value_text(line[names[0]], words), Mark(_otherwise(line, comparison), "open")]))
    heads = (words("inputs_head.table"), words("inputs_head.row"), words("inputs_head.column"),
             words("inputs_head.unit"), words("compare.the_base"), words("told.inputs_otherwise"))
    columns = [Column(head, kind="long" if place in (1, 5) else "text") for place, head in enumerate(heads)]
    return Table(words("told.inputs_table"), columns, rows, note=f"{note} {words('told.inputs_short')}".strip(),
                 stacked=True)


def _otherwise(line: dict[str, Any], comparison: Comparison) -> str:
    """The values of an input that differ from the base's, each with its scenarios; of one that lacks the whole row,
    only the line of the row says so.
    """
    words, base = comparison.words, line[comparison.base.name]
    having: dict[float | str, list[str]] = {}
    for name in comparison.names[1:]:
        lacks_row = line[name] == words("inputs.absent") and line["column"] not in (words("inputs.whole_row"),
                                                                                   words("inputs.hourly"))
        if line[name] != base and not lacks_row:
            having.setdefault(line[name], []).append(name)
    return words("punctuation.clause").join(
        words("told.inputs_value", value=value_text(value, words), names=words("punctuation.list").join(found))
        for value, found in having.items())


def _method(comparison: Comparison, width: int) -> Points:
    """How to read differences, what the page holds of each hour, and where each scenario came from."""
    words = comparison.words
    series = words("method.fine" if width == FINE_BYTES else "method.coarse")
    hours = sum(len(one.demand) for scenario in comparison.scenarios for one in scenario.hours.values())
    items = [
        (words("method.differences_head"), words("method.differences")),
        (words("method.penalties_head"), words("method.penalties")),
        (words("method.prices_head"), words("sheet_note.prices")),
        (words("method.hours_head"), words("method.hours", count=len(comparison.names), hours=number(hours, 0),
                                           precision=series)),
    ]
    items += [(one.name, words("method.origin", case=one.title, folder=one.folder,
                               created=moment_text(str(one.run["created"]), words.lang),
                               hours=number(one.run["hours"], 0), fingerprint=str(one.run["fingerprint"])[:12]))
              for one in comparison.scenarios]
    return Points(items)


@cache
def _environment() -> Environment:
    """The report's templates with this package's before them; escaping is on everywhere: names come from users."""
    loader = ChoiceLoader([PackageLoader("gridplan.scenarios"), PackageLoader("gridplan.results")])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _text(name: str) -> Markup:
    """A style or script of this package, which needs no escaping."""
    return Markup(files("gridplan.scenarios").joinpath("templates", name).read_text(encoding="utf-8"))
