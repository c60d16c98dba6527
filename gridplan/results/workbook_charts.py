"""Native Excel charts over the tables of the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from gridplan.results.workbook_table import ACCENT, FONT, Book, Pages, Placed, colours

WIDTH, HEIGHT = 760, 380
OTHER = "#9aa5b1"
BUILT_SHADE, STANDING_SHADE = "#c88b2e", "#7c8a99"
SUPPLY_SHADE, PRICE_SHADE = "#3f7f9b", "#8c3b2e"
CHART_ROWS = 24
"""Rows a chart of the usual size covers, with a gap below."""

ONE_PAGE_ROWS = 80
"""Rows of a sheet that are still legible on one page."""


def column_chart(
    book: Book,
    title: str,
    placed: Placed,
    category: str,
    series: dict[str, str],
    unit: str,
    span: tuple[int, int],
    kind: str = "column",
    stacked: bool = True,
    tints: Sequence[str] = (),
    hatched: Mapping[str, str] = MappingProxyType({}),
) -> Chart:
    """Columns or bars over lines `span` of a table.  `series`: source column -> colour, which `tints` overrule line by
    line; `hatched`: source column -> Excel's pattern, as the report hatches what is new.
    """
    chart = book.file.add_chart({"type": kind, **({"subtype": "stacked"} if stacked else {})})
    for source, tint in series.items():
        pattern = hatched.get(source, "")
        chart.add_series(
            {
                "name": placed.names[source],
                "categories": placed.cells(category, *span),
                "values": placed.cells(source, *span),
                "gap": 60,
                "points": [_filled(one, pattern) for one in tints],
                **_filled(tint, pattern),
            }
        )
    dress(book, chart, title, unit, legend=len(series) > 1, sideways=kind == "bar")
    return chart


def _filled(tint: str, pattern: str) -> dict[str, Any]:
    if not pattern:
        return {"fill": {"color": tint}}
    return {"pattern": {"pattern": pattern, "fg_color": tint, "bg_color": "#ffffff"}, "border": {"color": tint}}


def day_chart(
    book: Book, title: str, placed: Placed, areas: list[str], unit: str, span: tuple[int, int]
) -> Chart:
    """Stacked areas of what supplies a day, with the load as a line over them."""
    chart = book.file.add_chart({"type": "area", "subtype": "stacked"})
    for source in areas:
        chart.add_series(
            {
                "name": placed.names[source],
                "categories": placed.cells("hour", *span),
                "values": placed.cells(source, *span),
                "fill": {"color": shade(source)},
                "border": {"none": True},
            }
        )
    line = book.file.add_chart({"type": "line"})
    line.add_series(
        {
            "name": placed.names["demand_gw"],
            "categories": placed.cells("hour", *span),
            "values": placed.cells("demand_gw", *span),
            "line": {"color": "#15181c", "width": 2.25},
        }
    )
    chart.combine(line)
    dress(book, chart, title, unit, legend=True)
    chart.set_x_axis(
        {
            "name": book.text("header.hour"),
            "num_font": _font(book),
            "name_font": _font(book),
            "interval_unit": 3,
            "num_format": "0",
        }
    )
    return chart


def curve_chart(
    book: Book,
    title: str,
    placed: Placed,
    series: dict[str, str],
    unit: str,
    span: tuple[int, int],
    ceiling: float | None = None,
) -> Chart:
    """Lines over the hours of the year.  `ceiling` cuts the value axis, in the table's unit."""
    chart = book.file.add_chart({"type": "scatter", "subtype": "straight"})
    for source, tint in series.items():
        chart.add_series(
            {
                "name": placed.names[source],
                "categories": placed.cells("hours_h", *span),
                "values": placed.cells(source, *span),
                "line": {"color": tint, "width": 1.75},
                "marker": {"type": "none"},
            }
        )
    dress(book, chart, title, unit, legend=len(series) > 1, ceiling=ceiling)
    chart.set_x_axis(
        {
            "name": book.text("header.hours"),
            "min": 0,
            "max": 8760,
            "major_unit": 1460,
            "num_font": _font(book),
            "name_font": _font(book),
            "num_format": "0",
            "label_position": "low",
            "major_gridlines": {"visible": False},
        }
    )
    return chart


def insert_below(sheet: Worksheet, chart: Chart, row: int) -> None:
    """Put a chart below the tables of a sheet, which is printed on one page where all of it stays legible there."""
    insert(sheet, chart, row, 1)
    sheet.fit_to_pages(1, 1 if row + CHART_ROWS <= ONE_PAGE_ROWS else 0)


def insert(
    sheet: Worksheet, chart: Chart, row: int, column: int, width: int = WIDTH, height: int = HEIGHT
) -> None:
    """Put a chart on a sheet with its upper left corner at a cell."""
    chart.set_size({"width": width, "height": height})
    sheet.insert_chart(row, column, chart, {"object_position": 2})


def shade(source: str) -> str:
    """Colour of a dispatch column: its technology's, or a store's for its discharge."""
    name = source.removesuffix("_gw").removesuffix("_discharge").removesuffix("_charge")
    name = {"response_down": "shed", "flexible_down": "flexible"}.get(name, name)
    return colours().get(name, OTHER)


def _font(book: Pages, **more: Any) -> dict[str, Any]:
    return {"name": FONT[book.lang], "size": 9, **more}


def dress(
    book: Pages,
    chart: Chart,
    title: str,
    unit: str,
    legend: bool,
    sideways: bool = False,
    ceiling: float | None = None,
) -> None:
    """Title, axes and legend of a chart in the look all charts of a workbook share."""
    chart.set_title(
        {"name": title, "name_font": _font(book, bold=True, size=12, color=ACCENT), "overlay": False}
    )
    value_axis: dict[str, Any] = {
        "name": unit,
        "num_font": _font(book),
        "name_font": _font(book),
        "num_format": "#,##0",
        "major_gridlines": {"visible": True, "line": {"color": "#e3e6ea"}},
        "line": {"none": True},
    }
    if ceiling is not None:
        value_axis["max"] = ceiling
    category_axis: dict[str, Any] = {"num_font": _font(book), "label_position": "low"}
    if sideways:
        category_axis["reverse"] = True
        # Of a bar chart x is the lying axis, the one of the values; reversing the other puts it on top.
        chart.set_x_axis({**value_axis, "label_position": "high"})
        chart.set_y_axis(category_axis)
    else:
        chart.set_x_axis(category_axis)
        chart.set_y_axis(value_axis)
    chart.set_legend({"position": "bottom", "font": _font(book)} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": "#d5dae0"}})
