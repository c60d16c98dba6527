"""Sheets of costs, prices, duration curves, and the typical days."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gridplan.results import accounts
from gridplan.results.report_units import unit
from gridplan.results.workbook_charts import (
    BUILT_SHADE,
    CHART_ROWS,
    PRICE_SHADE,
    STANDING_SHADE,
    SUPPLY_SHADE,
    column_chart,
    curve_chart,
    day_chart,
    insert,
    insert_below,
)
from gridplan.results.workbook_hourly import date_text, dispatch_columns
from gridplan.results.workbook_table import (
    Book,
    Column,
    ordered,
    place_columns,
    set_widths,
    spans,
    write_table,
)

MOST_PRICE_SHOWN = 2000.0
"""CNY/MWh at which the price axis is cut, so that a few scarce hours do not flatten the rest."""
DAYS_SCALE_PCT = 46
DAY_ROWS = 21
"""Rows that the chart of a day covers, with a gap below; three by two of them fill a page."""


def costs_sheet(book: Book) -> None:
    """Cost by term with its chart, then by asset."""
    sheet = book.sheet("costs")
    row = book.title(sheet, 0, book.text("table.costs_by_term"))
    columns = [
        *place_columns(book),
        Column("term", show=book.namer("term"), width=26),
        Column("million_cny", quantity="money"),
        Column("share_pct", "share"),
    ]
    frame = ordered(accounts.costs_by_term(book.results))
    placed = write_table(book, sheet, row, frame, columns)
    row = book.note(sheet, placed.last_row + 1, book.text("text.share_of_cost_note"))
    row = book.title(sheet, row + 1, book.text("table.costs_by_asset"))
    detail = ordered(book.results.costs[book.results.costs["million_cny"].abs() > 1e-9])
    write_table(
        book,
        sheet,
        row,
        detail,
        [
            *place_columns(book),
            Column("term", show=book.namer("term")),
            Column("million_cny", quantity="money"),
            Column("asset", show=_cost_asset(book)),
        ],
    )
    set_widths(sheet, [*columns[:-1], Column("", width=28)])
    sheet.freeze_panes(2, 3)
    for number, (region, year, span) in enumerate(spans(frame)):
        chart = column_chart(
            book,
            f"{book.text('chart.costs')} — {book.place(region, year)}",
            placed,
            "term",
            {"million_cny": SUPPLY_SHADE},
            unit("money", book.lang).name,
            span,
            kind="bar",
            stacked=False,
        )
        insert(sheet, chart, 1 + number * CHART_ROWS, 6)


def _cost_asset(book: Book) -> Callable[[object], str]:
    """Name of what costs: an asset, a region or a policy."""
    policies = book.results.case.tables["policies"].set_index("policy")[f"name_{book.lang}"]
    named = {str(policy): str(name) for policy, name in policies.items() if name}
    return lambda asset: named.get(str(asset)) or book.asset(asset)


def recovery_sheet(book: Book) -> None:
    """What each technology earns at the hourly prices against what it costs."""
    sheet = book.sheet("recovery")
    row = book.title(sheet, 0, book.text("sheet.recovery"))
    columns = [
        *place_columns(book),
        Column("technology", show=book.namer("technology"), width=22),
        Column("energy_gwh", "energy"),
        Column("income_million_cny", "income", width=14),
        Column("capacity_income_million_cny", "capacity_income", width=14),
        Column("cost_million_cny", "cost"),
        Column("balance_million_cny", "balance"),
        Column("recovery_pct", "recovery"),
        Column("income_cny_per_mwh", "unit_income", width=15),
        Column("cost_cny_per_mwh", "unit_cost", width=15),
        Column("green_value_million_cny", "green_value", width=15),
        Column("balance_with_green_million_cny", "balance_with_green", width=15),
    ]
    frame = ordered(accounts.cost_recovery(book.results))
    placed = write_table(book, sheet, row, frame, columns)
    row = book.note(sheet, placed.last_row + 2, book.text("text.recovery_note"))
    row = book.note(sheet, row, book.text("text.green_value_note"))
    row = book.note(sheet, row, book.text("text.price_note"))
    row = _payments_table(book, sheet, row + 1)
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 3)
    for number, (region, year, span) in enumerate(spans(frame)):
        chart = column_chart(
            book,
            f"{book.text('chart.recovery')} — {book.place(region, year)}",
            placed,
            "technology",
            {"income_million_cny": SUPPLY_SHADE, "capacity_income_million_cny": STANDING_SHADE,
             "cost_million_cny": BUILT_SHADE},
            unit("money", book.lang).name,
            span,
            stacked=False,
        )
        insert_below(sheet, chart, row + 1 + number * CHART_ROWS)


def _payments_table(book: Book, sheet: Worksheet, row: int) -> int:
    """Income from capacity prices by asset; gives the row below it."""
    frame = ordered(accounts.capacity_payments(book.results))
    if frame.empty:
        return row
    row = book.title(sheet, row, book.text("table.capacity_payments"))
    placed = write_table(book, sheet, row, frame, [
        *place_columns(book),
        Column("technology", show=book.namer("technology"), width=22),
        Column("capacity_gw", "capacity"),
        Column("price_cny_per_kw", "capacity_price", quantity="plain", digits=1),
        Column("million_cny", "capacity_income", quantity="money"),
        Column("asset", show=book.asset, width=24),
    ])
    return placed.last_row + 2


def prices_sheet(book: Book) -> None:
    """Price figures and the mean by month and hour."""
    sheet = book.sheet("prices")
    row = book.title(sheet, 0, book.text("table.price_summary"))
    columns = [
        *place_columns(book),
        *(
            Column(f"{name}_cny_per_mwh", name)
            for name in ("mean", "load_mean", "lowest", "median", "highest")
        ),
        Column("zero_hours_h", "zero_hours"),
        Column("scarce_hours_h", "scarce_hours"),
    ]
    placed = write_table(book, sheet, row, ordered(accounts.prices(book.results)), columns)
    row = book.note(sheet, placed.last_row + 1, book.text("text.price_note"))
    _month_hour_table(book, sheet, row + 1)
    set_widths(sheet, [*columns[:2], *[Column("", width=12)] * 26])
    sheet.freeze_panes(0, 2)


def _month_hour_table(book: Book, sheet: Worksheet, row: int) -> int:
    """Mean price, months down and hours across, shaded from low to high."""
    row = book.title(sheet, row, book.text("table.price_by_month_hour"))
    frame = accounts.price_by_month_hour(book.results)
    wide = frame.pivot(index=["year", "region", "month"], columns="hour", values="price_cny_per_mwh")
    wide = wide.reset_index().rename(columns=str)
    hours = [name for name in wide.columns if name.isdigit()]
    placed = write_table(
        book,
        sheet,
        row,
        wide,
        [
            *place_columns(book),
            Column("month"),
            *(Column(hour, quantity="price", title=hour) for hour in hours),
        ],
    )
    sheet.conditional_format(
        placed.first_row,
        3,
        placed.last_row,
        2 + len(hours),
        {
            "type": "3_color_scale",
            "min_color": "#d9ead3",
            "mid_color": "#ffffff",
            "max_color": "#e6a5a0",
            "mid_type": "percentile",
            "mid_value": 50,
        },
    )
    return placed.last_row + 1


def curves_sheet(book: Book) -> None:
    """Duration curves of load, residual load and price."""
    sheet = book.sheet("curves")
    row = book.title(sheet, 0, book.text("table.duration_curves"))
    curves = ordered(_thinned(accounts.duration_curves(book.results)))
    columns = [
        *place_columns(book),
        Column("hours_h", "hours"),
        Column("demand_gw", "demand"),
        Column("residual_gw", "residual", width=16),
        Column("price_cny_per_mwh", "price"),
    ]
    placed = write_table(book, sheet, row, curves, columns)
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 0)
    price = unit("price", book.lang)
    for number, (region, year, span) in enumerate(spans(curves)):
        place, top = book.place(region, year), 3 + number * 2 * CHART_ROWS
        load = curve_chart(
            book,
            f"{book.text('chart.load_duration')} — {place}",
            placed,
            {"demand_gw": "#15181c", "residual_gw": "#4c9d94"},
            unit("power", book.lang).name,
            span,
        )
        insert(sheet, load, top, len(columns) + 1)
        worth = curve_chart(
            book,
            f"{book.text('chart.price_duration')} — {place}",
            placed,
            {"price_cny_per_mwh": PRICE_SHADE},
            price.name,
            span,
            _price_ceiling(curves, price.factor),
        )
        insert(sheet, worth, top + CHART_ROWS, len(columns) + 1)


def _price_ceiling(curves: pd.DataFrame, factor: float) -> float | None:
    """Where to cut the price axis, in the unit shown; None where no price is above it."""
    return MOST_PRICE_SHOWN * factor if curves["price_cny_per_mwh"].max() > MOST_PRICE_SHOWN else None


def _thinned(curves: pd.DataFrame) -> pd.DataFrame:
    """At most about 500 points of each curve, the first 24 and the last all kept: a chart shows no more."""
    frames = []
    for _, curve in curves.groupby(["year", "region"], sort=False):
        step = max(1, len(curve) // 476)
        keep = [n for n in range(len(curve)) if n < 24 or n % step == 0 or n == len(curve) - 1]
        frames.append(curve.iloc[keep])
    return pd.concat(frames, ignore_index=True)


def days_sheets(book: Book) -> None:
    """Hourly dispatch of the typical days: charts on one sheet, their figures on the next."""
    charts, sheet = book.sheet("days"), book.sheet("day_figures")
    book.title(charts, 0, book.text("sheet.days"))
    frame = accounts.typical_days(book.results)
    if frame.empty:
        book.note(charts, 1, book.text("text.no_whole_day"))
        return
    columns = [
        *place_columns(book),
        Column("kind", show=book.namer("day"), width=22),
        Column("date", width=8),
        Column("hour", width=6),
        *dispatch_columns(book, frame),
    ]
    frame["date"] = [date_text(day) for day in frame["day"]]
    placed = write_table(book, sheet, 0, frame, columns)
    set_widths(sheet, columns)
    sheet.freeze_panes(1, 5)
    sheet.autofilter(placed.heading_row, 0, placed.last_row, len(columns) - 1)
    areas = [
        column.source
        for column in columns
        if column.source in accounts.balance_sides(frame)["supply"]
        and column.unit(book.lang)
        and frame[column.source].max() > 1e-6
    ]
    book.note(charts, 1, book.text("text.beside_load"))
    charts.set_print_scale(DAYS_SCALE_PCT)
    charts.set_h_pagebreaks([3 + page * 3 * DAY_ROWS for page in range(1, 1 + len(frame) // (24 * 6))])
    for number, ((year, region, kind), lines) in enumerate(
        frame.groupby(["year", "region", "kind"], sort=False)
    ):
        span = (int(lines.index[0]), int(lines.index[-1]))
        name = f"{book.text(f'day.{kind}')} {lines['date'].iloc[0]} — {book.place(region, year)}"
        chart = day_chart(book, name, placed, areas, unit("power", book.lang).name, span)
        insert(charts, chart, 3 + (number // 2) * DAY_ROWS, (number % 2) * 11, 680, 400)
