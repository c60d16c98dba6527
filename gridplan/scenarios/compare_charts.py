"""Native Excel charts of a comparison: scenarios along the axis, technologies or cost terms stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from gridplan.results.report_figures import in_shades
from gridplan.results.workbook_charts import OTHER, dress
from gridplan.results.workbook_table import colours

if TYPE_CHECKING:
    from gridplan.scenarios.compare_sheets import Sheets

STACKED = ("costs", "capacity", "built", "retrofits", "energy")
"""Groups whose lines add up, and are drawn as stacked columns."""

SINGLE = {"summary": ("cost_paid", "co2", "renewable_consumption"), "coal": ("coal", "net_rate"),
          "curtailment": ("new_energy curtailed_pct",), "prices": ("load_mean",)}
"""Figures drawn by themselves, a column for each scenario."""

TINTS = ("#1f4e79", "#c88b2e", "#4c9d94", "#a5668b", "#7c8a99", "#b0875f", "#6f8a5c", "#75628b", "#dba72c", "#8ab4d6",
         "#8c3b2e", "#93a27a")
MOST_SERIES = 16
HEIGHT, ROWS = 380, 25
NOT_DRAWN = ("total",)


def figure_charts(book: Sheets, sheet: Worksheet, group: str, frame: pd.DataFrame, row: int, first_row: int,
                  first_column: int) -> None:
    """Put the charts of a group below its table; `frame` is the table with its keys as index, written from
    `first_row` on with the scenarios' values from `first_column` on.
    """
    keys = list(frame.index)
    for place in book.comparison.places:
        here = [line for line, area in enumerate(frame["area"]) if area == place.name]
        if group in STACKED and here:
            lines = [line for line in here if _drawn(group, str(keys[line]))]
            chart = _stacked(book, sheet, frame, lines, first_row, first_column)
            if chart:
                _put(book, sheet, chart, row, f"{book.words(f'sheet.{group}')} — {place.name}")
                row += ROWS
        for key in SINGLE.get(group, ()):
            found = [line for line in here if keys[line] == key]
            if found:
                chart = _single(book, sheet, frame, found[0], first_row, first_column)
                name = str(frame["name"].iloc[found[0]])
                _put(book, sheet, chart, row, f"{name} — {place.name}")
                row += ROWS


def _drawn(group: str, key: str) -> bool:
    """Lines that add up to a whole: no totals, no energy of stores, of the balance only what is supplied."""
    if group == "energy":
        return key.startswith("supply ")
    if group == "retrofits":
        return key.startswith("state ")
    if group == "built":
        return key.startswith("built ")
    return key not in NOT_DRAWN and not key.endswith(" energy") and not key.startswith("link ")


def _stacked(book: Sheets, sheet: Worksheet, frame: pd.DataFrame, lines: list[int], first_row: int,
             first_column: int) -> Chart | None:
    """Stacked columns, one for each scenario; None where nothing is there to draw."""
    names = book.comparison.names
    sizes = frame.iloc[lines][names].abs().max(axis=1).to_numpy()
    lines = [lines[place] for place in sorted(sorted(range(len(lines)), key=lambda one: -sizes[one])[:MOST_SERIES])]
    if not lines:
        return None
    chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
    tints = in_shades([_tint(str(frame.index[line]), place) for place, line in enumerate(lines)])
    for line, tint in zip(lines, tints, strict=True):
        _series(chart, sheet, line, first_row, first_column, len(names), tint)
    dress(book, chart, "", frame.iloc[lines[0]]["unit"].name, legend=True)
    return chart


def _single(book: Sheets, sheet: Worksheet, frame: pd.DataFrame, line: int, first_row: int, first_column: int) -> Chart:
    chart = book.file.add_chart({"type": "column"})
    _series(chart, sheet, line, first_row, first_column, len(book.comparison.names), TINTS[0])
    dress(book, chart, "", frame.iloc[line]["unit"].name, legend=False)
    return chart


def _series(chart: Chart, sheet: Worksheet, line: int, first_row: int, first_column: int, count: int,
            tint: str) -> None:
    """One line of the table as a series; the categories are the scenarios' names in the heading above."""
    name, row, last = sheet.get_name(), first_row + line, first_column + count - 1
    chart.add_series({
        "name": [name, row, 2],
        "categories": [name, first_row - 1, first_column, first_row - 1, last],
        "values": [name, row, first_column, row, last],
        "fill": {"color": tint}, "gap": 60,
    })


def _tint(key: str, place: int) -> str:
    """Colour of a line: its technology's or state's, else one of a row of tints."""
    known = colours()
    return next((known[word] for word in reversed(key.split(" ")) if word in known),
                TINTS[place % len(TINTS)] if place < len(TINTS) else OTHER)


def _put(book: Sheets, sheet: Worksheet, chart: Chart, row: int, title: str) -> None:
    count = len(book.comparison.names)
    font = {"name": "Microsoft YaHei" if book.lang == "zh" else "Calibri", "size": 12, "bold": True}
    chart.set_title({"name": title, "name_font": font, "overlay": False})
    chart.set_size({"width": min(1600, max(760, 200 + 40 * count)), "height": HEIGHT})
    sheet.insert_chart(row, 1, chart, {"object_position": 2})
