"""The workbook of a trade-off run: its tables with units, numbers as numbers, and a native chart of the curve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gridplan.library.new_workbook import new_workbook
from gridplan.results.workbook_charts import dress
from gridplan.results.workbook_table import ACCENT, Pages
from gridplan.scenarios.tradeoff_shown import Shown, ShownTable

HEAD_ROW, FIRST_ROW = 3, 4
WIDEST, WIDE, NARROW = 70.0, 26.0, 13.0
LINE_PT = 15.0


@dataclass
class TradeoffBook(Pages):
    """A workbook being written in one language."""

    file: xlsxwriter.Workbook
    lang: str
    foot: str
    formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)

    def footing(self) -> str:
        """The run's title."""
        return self.foot


def write_workbook(path: Path, lang: str, title: str, remarks: Sequence[str], tables: Sequence[ShownTable],
                   curve: tuple[int, int] | None = None) -> None:
    """Write tables, a sheet each; ``curve`` names the columns (x, y) of the first that are drawn.

    Raises OSError where the file cannot be written.
    """
    with new_workbook(path) as file:
        file.set_properties({"title": title})
        book = TradeoffBook(file, lang, title)
        for place, table in enumerate(tables):
            sheet = put_table(book, title, remarks, table)
            if curve is not None and place == 0:
                _draw(book, sheet, table, *curve)


def put_table(book: TradeoffBook, title: str, remarks: Sequence[str], table: ShownTable) -> Worksheet:
    """Put a table on a sheet of its own, under the run's title and what must be known before it is read."""
    sheet = book.new_sheet(table.title)
    book.title(sheet, 0, title)
    if remarks:
        width = sum(_width(column, place) for place, column in enumerate(table.columns))
        _remark(book, sheet, " ".join(remarks), width, len(table.columns) - 1)
    for place, column in enumerate(table.columns):
        head = f"{column.head}\n{column.unit.name}" if column.unit and column.unit.name else column.head
        sheet.write_string(HEAD_ROW, place, head, book.head_format())
        sheet.set_column(place, place, _width(column, place))
        for row, value in enumerate(column.values, start=FIRST_ROW):
            _write(book, sheet, row, place, column, value)
    sheet.set_row(HEAD_ROW, 60)
    sheet.freeze_panes(FIRST_ROW, 1)
    return sheet


def _remark(book: TradeoffBook, sheet: Worksheet, text: str, width: float, last: int) -> None:
    """What must be known, broken into lines over the table's width, so that it makes no printed page wider."""
    lines = math.ceil(_wide(text) / max(width, WIDE)) + 1
    style = book.format(italic=True, font_color="#666666", text_wrap=True)
    sheet.merge_range(1, 0, 1, max(last, 1), text, style)
    sheet.set_row(1, LINE_PT * lines)


def _wide(text: str) -> int:
    """Width of a text in characters; a Chinese character is two wide."""
    return sum(2 if sign >= "\u2e80" else 1 for sign in text)


def _width(column: Shown, place: int) -> float:
    """Width of a column in characters: a text's own, within bounds."""
    if column.unit:
        return NARROW
    longest = max((_wide(str(value)) for value in column.values), default=0)
    return min(max(longest + 2.0, NARROW if place else WIDE), WIDEST)


def _write(book: TradeoffBook, sheet: Worksheet, row: int, place: int, column: Shown,
           value: float | str) -> None:
    if isinstance(value, str):
        sheet.write_string(row, place, value, book.format())
    elif column.unit and math.isfinite(value):
        digits = f".{'0' * column.unit.digits}" if column.unit.digits else ""
        sheet.write_number(row, place, value * column.unit.factor, book.format(num_format=f"#,##0{digits}"))


def _draw(book: TradeoffBook, sheet: Worksheet, table: ShownTable, x: int, y: int) -> None:
    """Cost against the level, as dots joined by lines."""
    across, up = table.columns[x], table.columns[y]
    last = FIRST_ROW + len(across.values) - 1
    chart = book.file.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    chart.add_series({"name": up.head, "categories": [sheet.get_name(), FIRST_ROW, x, last, x],
                      "values": [sheet.get_name(), FIRST_ROW, y, last, y],
                      "line": {"color": ACCENT}, "marker": {"type": "circle", "fill": {"color": ACCENT}}})
    unit = up.unit.name if up.unit else ""
    dress(book, chart, up.head, unit, legend=False)
    levels = [value for value in across.values if isinstance(value, float)]
    factor = across.unit.factor if across.unit else 1.0
    axis = f"{across.head} {across.unit.name if across.unit else ''}"
    chart.set_x_axis({"name": axis, "min": min(levels) * factor, "max": max(levels) * factor, "num_format": "#,##0.0"})
    costs = [value for value in up.values if isinstance(value, float) and math.isfinite(value)]
    scale = up.unit.factor if up.unit else 1.0
    chart.set_y_axis({"name": unit, "min": 0.98 * min(costs) * scale, "max": 1.02 * max(costs) * scale,
                      "num_format": "#,##0.0"})
    sheet.insert_chart(last + 2, 0, chart, {"x_scale": 1.5, "y_scale": 1.3})
