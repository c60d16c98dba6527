"""Sheets of a comparison's workbook: heads, values, differences and percentages of each figure, line by line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gridplan.results.labels import label
from gridplan.results.proof import moment_text
from gridplan.results.report_units import Unit, unit
from gridplan.results.workbook_pages import ROW_POINTS
from gridplan.results.workbook_table import A3, BAD, GOOD, LINE_POINTS, Pages, decimals, text_width
from gridplan.scenarios.compare_charts import figure_charts
from gridplan.scenarios.compare_gather import Comparison
from gridplan.scenarios.compare_inputs import COLUMNS
from gridplan.scenarios.compare_targets import BAD as FAILED
from gridplan.scenarios.compare_targets import GOOD as REACHED
from gridplan.scenarios.compare_targets import TargetRow, case_targets, missed_counts, shadow_prices
from gridplan.scenarios.compare_words import comparison_title

HEADS = ("area", "part", "figure", "unit")
WIDTHS = (14.0, 16.0, 34.0, 11.0)
VALUE_WIDTH = 13.0
PERCENT = Unit(1.0, "%", 1)
NO_SHARE = 1e-9
DUST = 1e-6
SOLVERS = 1e-6
"""Share of a figure below which two proven plans do not differ."""

NOT_JUDGED = ("about_outside",)
"""Off a figure worded as "about", which nobody misses: no red."""

MOST_ON_A4 = 14
"""Columns of a sheet, one page wide, that can be read on A4."""

BLOCK_ROW, HEAD_ROW, FIRST_ROW = 1, 2, 3


@dataclass
class Sheets(Pages):
    """A comparison's workbook being written."""

    file: xlsxwriter.Workbook
    comparison: Comparison
    formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.comparison.words
        self.lang = self.words.lang

    def footing(self) -> str:
        """What is compared with what."""
        return comparison_title(self.comparison.names, self.words)

    def named(self, key: str) -> Worksheet:
        """A new sheet, named by a sentence of the group `sheet`."""
        return self.new_sheet(self.words(f"sheet.{key}"))


def heads(book: Sheets, sheet: Worksheet, first: Sequence[str], widths: Sequence[float],
          blocks: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Two rows of headings: columns that name a line, then blocks (title, scenarios), with filters and frozen panes."""
    head = book.head_format()
    longest = max((len(name) for _, names in blocks for name in names), default=1)
    sheet.set_row(HEAD_ROW, 18.0 + 13.0 * (longest // 12))
    for place, text in enumerate(first):
        sheet.write_blank(BLOCK_ROW, place, None, head)
        sheet.write_string(HEAD_ROW, place, text, head)
        sheet.set_column(place, place, widths[place])
    column = len(first)
    for title, names in blocks:
        if len(names) > 1:
            sheet.merge_range(BLOCK_ROW, column, BLOCK_ROW, column + len(names) - 1, "", head)
        sheet.write_string(BLOCK_ROW, column, title, head)
        for name in names:
            sheet.write_string(HEAD_ROW, column, name, head)
            column += 1
    sheet.set_column(len(first), column - 1, VALUE_WIDTH)
    sheet.freeze_panes(FIRST_ROW, len(first))
    sheet.repeat_rows(BLOCK_ROW, HEAD_ROW)
    if column > MOST_ON_A4:
        sheet.set_paper(A3)


def close(sheet: Worksheet, last_row: int, columns: int) -> None:
    """Filters over the headings, once the last line is known."""
    if last_row >= FIRST_ROW:
        sheet.autofilter(HEAD_ROW, 0, last_row, columns - 1)


def figures_sheet(book: Sheets, group: str) -> None:
    """Values, differences and percentages of one group of figures in every area, with charts below."""
    comparison, words = book.comparison, book.words
    frame = pd.concat([comparison.group(group, place).assign(area=place.name) for place in comparison.places])
    frame = frame[frame[comparison.names].abs().max(axis=1) > 0]
    sheet = book.named(group)
    book.title(sheet, 0, words(f"sheet.{group}"))
    names, others = comparison.names, comparison.names[1:]
    blocks = [(words("compare.absolute"), names), (words("compare.difference"), others),
              (words("compare.percent"), others)]
    heads(book, sheet, [words(f"compare.{head}") for head in HEADS], WIDTHS, blocks)
    for row, line in enumerate(frame.itertuples(index=False), start=FIRST_ROW):
        _figure_row(book, sheet, row, line, names)
    last = FIRST_ROW + len(frame) - 1
    close(sheet, last, len(HEADS) + len(names) + 2 * len(others))
    row = book.note(sheet, last + 2, words("sheet_note.differences"))
    if words.has(f"sheet_note.{group}"):
        row = book.note(sheet, row, words(f"sheet_note.{group}"))
    figure_charts(book, sheet, group, frame, row + 1, FIRST_ROW, len(HEADS))


def _figure_row(book: Sheets, sheet: Worksheet, row: int, line: Any, names: Sequence[str]) -> None:
    """One figure: its names, its values, differences to the base and percentages of the base."""
    text = book.format(indent=1)
    for place, value in enumerate((line.area, line.below, line.name, line.unit.name)):
        sheet.write_string(row, place, value, text)
    values = np.array(line[3:3 + len(names)], dtype=float) * line.unit.factor
    # What an interior-point solver leaves of nothing would show as a minus zero.
    values = np.where(np.abs(values) < DUST, 0.0, values)
    plain, signed = book.format(num_format=decimals(line.unit)), book.format(num_format=_signed(line.unit))
    column = len(HEADS)
    for value in values:
        _number(sheet, row, column, float(value), plain)
        column += 1
    changes = values[1:] - values[0]
    # What two solves leave of no difference would show as a signed zero.
    changes = np.where(np.abs(changes) < SOLVERS * np.maximum(np.abs(values[1:]), abs(values[0])), 0.0, changes)
    for change in changes:
        _number(sheet, row, column, float(change), signed)
        column += 1
    share = book.format(num_format=_signed(PERCENT))
    for change in changes:
        if abs(values[0]) > NO_SHARE:
            _number(sheet, row, column, 100.0 * float(change) / abs(float(values[0])), share)
        column += 1


def _number(sheet: Worksheet, row: int, column: int, value: float, style: Format) -> None:
    if value == value:
        sheet.write_number(row, column, value, style)


def _signed(shown_in: Unit) -> str:
    """Excel number format with the unit's decimals and a sign; a plain zero for what these decimals do not show."""
    pattern, least = decimals(shown_in), 0.5 * 10.0 ** -shown_in.digits
    return f"[>={least:g}]+{pattern};[<=-{least:g}]-{pattern};0"


def scenarios_sheet(book: Sheets) -> None:
    """Which results were compared, what each costs and misses, and what a reader must know."""
    comparison, words = book.comparison, book.words
    sheet = book.named("scenarios")
    row = book.title(sheet, 0, words("page.kicker"))
    columns = ("scenario", "case", "status", "cost", "cost_difference", "missed", "hours", "created", "fingerprint",
               "folder")
    head = book.head_format()
    sheet.set_row(row, 32)
    for place, name in enumerate(columns):
        sheet.write_string(row, place, words(f"scenarios.{name}"), head)
    first = row + 1
    for row, line in enumerate(scenario_lines(comparison), start=first):
        style = book.format(indent=1, bold=row == first)
        for place, name in enumerate(columns):
            _any(book, sheet, row, place, line[name], style)
    sheet.autofilter(first - 1, 0, row, len(columns) - 1)
    sheet.freeze_panes(first, 1)
    for place, width in enumerate((24, 26, 40, 14, 14, 10, 10, 22, 16, 60)):
        sheet.set_column(place, place, width)
    row = book.title(sheet, row + 2, words("compare.remarks"))
    notes = [*(remark.text(book.lang) for remark in comparison.remarks), words("method.differences"),
             words("method.penalties")]
    for note in notes:
        row = book.note(sheet, row, note)


def scenario_lines(comparison: Comparison) -> list[dict[str, Any]]:
    """One line per scenario: names, status, cost and its difference in the money unit, targets missed, origin."""
    money = unit("money", comparison.words.lang).factor
    missed = missed_counts(comparison)
    return [{
        "scenario": one.name, "case": one.title, "status": label(f"status.{one.run['status']}", comparison.words.lang),
        "cost": one.cost_million_cny * money,
        "cost_difference": (one.cost_million_cny - comparison.base.cost_million_cny) * money,
        "missed": missed[place], "hours": int(one.run["hours"]),
        "created": moment_text(str(one.run["created"]), comparison.words.lang),
        "fingerprint": str(one.run["fingerprint"])[:12], "folder": str(one.folder),
    } for place, one in enumerate(comparison.scenarios)]


def _any(book: Sheets, sheet: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    if isinstance(value, float):
        _number(sheet, row, column, value, book.format(num_format="#,##0.00"))
    elif isinstance(value, int):
        sheet.write_number(row, column, value, book.format(num_format="#,##0"))
    else:
        sheet.write_string(row, column, value, style)


def inputs_sheet(book: Sheets) -> None:
    """Every input that is not alike in all scenarios; what differs from the base is shaded."""
    comparison, words = book.comparison, book.words
    frame, names = comparison.inputs, comparison.names
    sheet = book.named("inputs")
    book.title(sheet, 0, words("section.inputs"))
    heads(book, sheet, [words(f"inputs_head.{column}") for column in COLUMNS], (18, 34, 26, 26, 14),
          [(words("compare.absolute"), names)])
    text = book.format(indent=1)
    for row, line in enumerate(frame.itertuples(index=False), start=FIRST_ROW):
        for place in range(len(COLUMNS)):
            sheet.write_string(row, place, str(line[place]), text)
        values = line[len(COLUMNS):]
        longest = max((text_width(value) for value in values if isinstance(value, str)), default=0)
        lines = math.ceil(1.2 * longest / VALUE_WIDTH)
        if lines > 1:
            sheet.set_row(row, max(ROW_POINTS, 4.0 + LINE_POINTS * lines))
        for place, value in enumerate(values, start=len(COLUMNS)):
            shade = {"bg_color": "#fff2b3"} if value != values[0] else {}
            if isinstance(value, str):
                sheet.write_string(row, place, value or words("inputs.blank"),
                                   book.format(**shade, **({"text_wrap": True} if lines > 1 else {})))
            else:
                sheet.write_number(row, place, value, book.format(num_format="General", **shade))
    close(sheet, FIRST_ROW + len(frame) - 1, len(COLUMNS) + len(names))
    if frame.empty:
        book.note(sheet, FIRST_ROW, words("inputs.none"))


def targets_sheet(book: Sheets, key: str, rows: Sequence[TargetRow]) -> None:
    """Every target in every scenario: status, what is reached and the margin, in the target's unit."""
    comparison, words = book.comparison, book.words
    names = comparison.names
    sheet = book.named(key)
    book.title(sheet, 0, words(f"sheet.{key}"))
    first = [words("compare.area"), words("policies.policy"), words("policies.target"), words("compare.unit"),
             words("policies.source")]
    blocks = [(words("policies.status"), names), (words("compare.achieved"), names), (words("policies.margin"), names)]
    heads(book, sheet, first, (14, 40, 22, 12, 30), blocks)
    for row, line in enumerate(rows, start=FIRST_ROW):
        _target_row(book, sheet, row, line, len(names))
    close(sheet, FIRST_ROW + len(rows) - 1, len(first) + 3 * len(names))
    book.note(sheet, FIRST_ROW + len(rows) + 1, words("sheet_note.targets"))


def _target_row(book: Sheets, sheet: Worksheet, row: int, line: TargetRow, count: int) -> None:
    text = book.format(indent=1)
    for place, value in enumerate((line.place.name, line.name, line.asked(), line.unit.name, line.document)):
        sheet.write_string(row, place, value, text)
    plain, signed = book.format(num_format=decimals(line.unit)), _signed(line.unit)
    for place, cell in enumerate(line.cells, start=5):
        if cell is None:
            continue
        style = _status_style(cell.status)
        sheet.write_string(row, place, label(f"status.{cell.status}", book.lang), book.format(**style))
        _number(sheet, row, place + count, cell.achieved * line.unit.factor, plain)
        _number(sheet, row, place + 2 * count, cell.margin * line.unit.factor,
                book.format(num_format=signed, **(style if cell.status in FAILED else {})))


def _status_style(status: str) -> dict[str, Any]:
    if status in NOT_JUDGED:
        return {"font_color": "#8a5a00", "bg_color": "#fff6e5"}
    if status in FAILED:
        return {"font_color": BAD, "bold": True, "bg_color": "#fdeaea"}
    return {"font_color": GOOD} if status in REACHED else {}


def shadow_sheet(book: Sheets) -> None:
    """What tightening each enforced target by one unit costs, per own unit and per unit of energy, power or fuel."""
    comparison, words = book.comparison, book.words
    names = comparison.names
    sheet = book.named("shadow")
    book.title(sheet, 0, words("sheet.shadow"))
    first = [words("compare.area"), words("policies.policy"), words("policies.target"), words("compare.unit")]
    heads(book, sheet, first, (14, 40, 22, 20),
          [(words("compare.absolute"), names), (words("compare.difference"), names[1:])])
    rows = case_targets(comparison)
    lines = [line for per_energy in (False, True) for line in shadow_prices(rows, book.lang, per_energy)]
    plain, signed = book.format(num_format="#,##0.00"), book.format(num_format=_signed(Unit(1.0, "", 2)))
    for row, line in enumerate(lines, start=FIRST_ROW):
        texts = (line.row.place.name, line.row.name, line.row.asked(), line.unit)
        for place, told in enumerate(texts):
            sheet.write_string(row, place, told, book.format(indent=1))
        for place, value in enumerate(line.values):
            _number(sheet, row, len(first) + place, value, plain)
        for place, value in enumerate(line.values[1:]):
            _number(sheet, row, len(first) + len(names) + place, value - line.values[0], signed)
    close(sheet, FIRST_ROW + len(lines) - 1, len(first) + 2 * len(names) - 1)
    book.note(sheet, FIRST_ROW + len(lines) + 1, words("policies.caution"))

