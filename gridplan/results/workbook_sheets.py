"""The sheets that show one account each: tables in planners' units and a native chart of each."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gridplan.results import accounts
from gridplan.results.labels import technology_name
from gridplan.results.report_units import unit
from gridplan.results.workbook_charts import OTHER, column_chart, curve_chart, day_chart, insert
from gridplan.results.workbook_evidence import assumptions_sheet, run_sheet
from gridplan.results.workbook_hourly import date_text, dispatch_columns, hourly_sheets
from gridplan.results.workbook_policies import policies_sheet
from gridplan.results.workbook_table import (
    Book,
    Column,
    colours,
    ordered,
    place_columns,
    set_widths,
    spans,
    stack_order,
    write_table,
)

BUILT_SHADE, STANDING_SHADE, EARLIER_SHADE = "#c88b2e", "#7c8a99", "#b5bec9"
SUPPLY_SHADE, PRICE_SHADE = "#3f7f9b", "#8c3b2e"
CHART_ROWS = 24
MOST_PRICE_SHOWN = 2000.0
"""CNY/MWh at which the price axis is cut, so that a few scarce hours do not flatten the rest."""


def capacity_sheet(book: Book) -> None:
    """Capacity by technology with its chart, then by asset."""
    sheet = book.sheet("capacity")
    figures = [
        Column("existing_gw", "existing"),
        Column("earlier_gw", "earlier"),
        Column("built_gw", "built"),
        Column("retired_gw", "retired"),
        Column("total_gw", "total"),
        Column("energy_gwh", "storage_energy", "store", width=14),
    ]
    columns = [*place_columns(book), Column("technology", show=book.namer("technology"), width=22), *figures]
    row = book.title(sheet, 0, book.text("table.capacity_by_technology"))
    frame = ordered(accounts.capacity_by_technology(book.results))
    placed = write_table(book, sheet, row, frame, columns)
    by_asset = ordered(accounts.capacity(book.results))
    row = book.title(sheet, placed.last_row + 2, book.text("table.capacity_by_asset"))
    last = write_table(
        book,
        sheet,
        row,
        by_asset,
        [
            *place_columns(book),
            Column("asset", show=book.asset, width=22),
            *figures,
            Column("duration_h", "duration", digits=1),
            Column("technology", show=book.namer("technology"), width=18),
            Column("dimension", show=book.namer("dimension"), width=12),
        ],
    )
    set_widths(sheet, [*columns, Column("", width=10), Column("", width=20), Column("", width=12)])
    sheet.freeze_panes(2, 3)
    for number, (region, year, span) in enumerate(spans(frame)):
        chart = column_chart(
            book,
            f"{book.text('chart.capacity')} — {book.place(region, year)}",
            placed,
            "technology",
            {"existing_gw": STANDING_SHADE, "earlier_gw": EARLIER_SHADE, "built_gw": BUILT_SHADE},
            unit("power", book.lang).name,
            span,
        )
        insert(sheet, chart, last.last_row + 3 + number * CHART_ROWS, 1)


def retrofits_sheet(book: Book) -> None:
    """The account of coal retrofits."""
    sheet = book.sheet("retrofits")
    row = book.title(sheet, 0, book.text("sheet.retrofits"))
    columns = [
        *place_columns(book),
        Column("cohort", show=book.asset, width=24),
        Column("state", show=book.namer("state"), width=22),
        Column("capacity_gw", "capacity"),
        Column("units", quantity="plain", digits=1),
        Column("share_pct", "share"),
        Column("net_gwh", "net"),
        Column("net_rate_g_per_kwh", "net_rate", width=15),
        Column("coal_saved_kt", "coal_saved", width=16),
        Column("heat_gw", "heat"),
        Column("investment_million_cny", "investment"),
        Column("cost_million_cny", "cost"),
    ]
    placed = write_table(book, sheet, row, ordered(accounts.retrofits(book.results)), columns)
    book.note(sheet, placed.last_row + 2, book.text("text.saved_note"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 4)


def energy_sheet(book: Book) -> None:
    """Energy balance, with supply by source as a chart."""
    sheet = book.sheet("energy")
    row = book.title(sheet, 0, book.text("table.energy_balance"))
    columns = [
        *place_columns(book),
        Column("section", show=book.namer("section"), width=10),
        Column("row", show=book.namer("row"), width=42),
        Column("subject", show=_subject(book), width=24),
        Column("energy_gwh", "energy"),
        Column("full_load_hours_h", "full_load_hours", width=14),
        Column("share_pct", "share"),
    ]
    frame = ordered(accounts.energy_balance(book.results))
    bold = {"total_supply", "total_use", "gross_consumption"}
    placed = write_table(
        book,
        sheet,
        row,
        frame,
        columns,
        lambda line: {"bold": True, "bg_color": "#e8eef4"} if line.row in bold else {},
    )
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 4)
    for number, (region, year, (first, last)) in enumerate(spans(frame)):
        here = frame.iloc[first : last + 1]
        sources = int(((here["section"] == "supply") & (here["subject"] != "")).sum())
        chart = column_chart(
            book,
            f"{book.text('chart.energy')} — {book.place(region, year)}",
            placed,
            "subject",
            {"energy_gwh": SUPPLY_SHADE},
            unit("energy", book.lang).name,
            (first, first + sources - 1),
            kind="bar",
            stacked=False,
        )
        insert(sheet, chart, placed.last_row + 3 + number * CHART_ROWS, 1)


def _subject(book: Book) -> Callable[[object], str]:
    """Name of what a balance line is about: a technology, a link, or nothing."""

    def show(subject: object) -> str:
        if subject == "":
            return ""
        known = set(book.results.case.tables["links"]["link"])
        return book.asset(subject) if subject in known else technology_name(str(subject), book.lang)

    return show


def quota_sheet(book: Book) -> None:
    """The renewable quota as enforced, as counted officially, and without certificates."""
    sheet = book.sheet("quota")
    row = book.title(sheet, 0, book.text("table.quota"))
    columns = [
        *place_columns(book),
        Column("quota", show=book.namer("quota")),
        Column("local_gwh", "local"),
        Column("sent_gwh", "quota_sent"),
        Column("received_gwh", "quota_received"),
        Column("certificates_gwh", "certificates"),
        Column("storage_loss_gwh", "storage_loss"),
        Column("use_gwh", "use", width=15),
        Column("binding_pct", "binding"),
        Column("official_pct", "official"),
        Column("physical_pct", "physical"),
        Column("target_pct", "target_share"),
    ]
    placed = write_table(book, sheet, row, ordered(accounts.quota(book.results)), columns)
    book.note(sheet, placed.last_row + 2, book.text("text.quota_note"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 3)


def monthly_sheet(book: Book) -> None:
    """Generation of each technology by month, with the grid load, and its chart."""
    sheet = book.sheet("monthly")
    row = book.title(sheet, 0, book.text("table.monthly_energy"))
    frame = accounts.monthly_energy(book.results)
    wide = frame.pivot(index=["year", "region", "month"], columns="technology", values="energy_gwh")
    names = sorted(
        (name for name in wide.columns if name != "demand"), key=lambda name: stack_order().get(name, 0.0)
    )
    wide = ordered(wide.reset_index())
    columns = [
        *place_columns(book),
        Column("month", width=7),
        *(Column(name, quantity="energy", title=technology_name(name, book.lang)) for name in names),
        Column("demand", quantity="energy"),
    ]
    placed = write_table(book, sheet, row, wide, columns)
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 3)
    for number, (region, year, span) in enumerate(spans(wide)):
        chart = column_chart(
            book,
            f"{book.text('chart.monthly')} — {book.place(region, year)}",
            placed,
            "month",
            {name: colours().get(name, OTHER) for name in names},
            unit("energy", book.lang).name,
            span,
        )
        insert(sheet, chart, placed.last_row + 3 + number * CHART_ROWS, 1)


def power_sheet(book: Book) -> None:
    """Power balance at the summer and winter peaks."""
    sheet = book.sheet("power")
    row = book.title(sheet, 0, book.text("sheet.power"))
    columns = [
        *place_columns(book),
        Column("season", show=book.namer("season"), width=9),
        Column("row", show=book.namer("row"), width=36),
        Column("subject", show=_subject(book), width=24),
        Column("power_gw", "power"),
        Column("credit_pct", "credit"),
    ]
    strong = {"max_load", "required", "usable_total", "surplus"}

    def marked(line: object) -> dict[str, object]:
        name = getattr(line, "row")  # noqa: B009  the line is a named tuple of the frame
        if name not in strong:
            return {}
        short = name == "surplus" and getattr(line, "power_gw") < -1e-6  # noqa: B009
        return {"bold": True, "bg_color": "#e8eef4", **({"font_color": "#c00000"} if short else {})}

    write_table(book, sheet, row, ordered(accounts.power_balance(book.results)), columns, marked)
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 5)


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
        Column("cost_million_cny", "cost"),
        Column("balance_million_cny", "balance"),
        Column("recovery_pct", "recovery"),
        Column("income_cny_per_mwh", "unit_income", width=15),
        Column("cost_cny_per_mwh", "unit_cost", width=15),
    ]
    frame = ordered(accounts.cost_recovery(book.results))
    placed = write_table(book, sheet, row, frame, columns)
    row = book.note(sheet, placed.last_row + 2, book.text("text.recovery_note"))
    row = book.note(sheet, row, book.text("text.price_note"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 3)
    for number, (region, year, span) in enumerate(spans(frame)):
        chart = column_chart(
            book,
            f"{book.text('chart.recovery')} — {book.place(region, year)}",
            placed,
            "technology",
            {"income_million_cny": SUPPLY_SHADE, "cost_million_cny": BUILT_SHADE},
            unit("money", book.lang).name,
            span,
            stacked=False,
        )
        insert(sheet, chart, row + 1 + number * CHART_ROWS, 1)


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
        place, top = book.place(region, year), 1 + number * 2 * CHART_ROWS
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
    for number, ((year, region, kind), lines) in enumerate(
        frame.groupby(["year", "region", "kind"], sort=False)
    ):
        span = (int(lines.index[0]), int(lines.index[-1]))
        name = f"{book.text(f'day.{kind}')} {lines['date'].iloc[0]} — {book.place(region, year)}"
        chart = day_chart(book, name, placed, areas, unit("power", book.lang).name, span)
        insert(charts, chart, 3 + (number // 2) * 21, (number % 2) * 11, 680, 400)


def channels_sheet(book: Book) -> None:
    """Energy, green share and money of every channel and contract."""
    sheet = book.sheet("channels")
    row = book.title(sheet, 0, book.text("sheet.channels"))
    columns = [
        Column("link", show=book.asset, width=26),
        Column("year", width=8),
        Column("from", show=book.region, width=10),
        Column("to", show=book.region, width=10),
        Column("capacity_gw", "capacity"),
        Column("peak_flow_gw", "peak_flow"),
        Column("sent_gwh", "sent"),
        Column("received_gwh", "received"),
        Column("loss_gwh", "loss"),
        Column("full_load_hours_h", "full_load_hours"),
        Column("green_gwh", "green", width=15),
        Column("green_nonhydro_gwh", "green_nonhydro", width=17),
        Column("green_share_pct", "green_share"),
        Column("price_cny_per_mwh", "price"),
        Column("income_million_cny", "channel_income", width=15),
    ]
    write_table(book, sheet, row, accounts.channels(book.results), columns)
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 1)


def coal_sheet(book: Book) -> None:
    """Coal and CO2 of each region, then by cohort and state."""
    sheet = book.sheet("coal")
    row = book.title(sheet, 0, book.text("table.fleet"))
    placed = write_table(
        book,
        sheet,
        row,
        ordered(accounts.fleet(book.results)),
        [
            *place_columns(book),
            Column("coal_kt", "coal"),
            Column("coal_gross_gwh", "gross"),
            Column("coal_net_gwh", "net"),
            Column("gross_rate_g_per_kwh", "gross_rate"),
            Column("net_rate_g_per_kwh", "net_rate"),
            Column("co2_kt", "co2"),
            Column("co2_g_per_kwh", "co2_intensity"),
        ],
    )
    row = book.title(sheet, placed.last_row + 2, book.text("table.coal_by_state"))
    columns = [
        *place_columns(book),
        Column("cohort", show=book.asset, width=24),
        Column("state", show=book.namer("state"), width=22),
        Column("fuel", width=14),
        Column("capacity_gw", "capacity", width=15),
        Column("gross_gwh", "gross", width=15),
        Column("net_gwh", "net"),
        Column("full_load_hours_h", "full_load_hours"),
        Column("started_gw", "started"),
        Column("fuel_kt", "burnt", width=18),
        Column("net_rate_g_per_kwh", "net_rate", width=15),
        Column("co2_kt", "co2"),
    ]
    write_table(book, sheet, row, ordered(accounts.coal_and_co2(book.results)), columns)
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 4)


def curtailment_sheet(book: Book) -> None:
    """Energy offered, used and curtailed by renewable class."""
    sheet = book.sheet("curtailment")
    row = book.title(sheet, 0, book.text("sheet.curtailment"))

    frame = ordered(accounts.curtailment(book.results))
    # A class may carry the name of a sum, so names are settled line by line.
    frame["shown"] = [
        technology_name(line.technology, book.lang) if line.kind == "sum" else book.asset(line.renewable)
        for line in frame.itertuples()
    ]
    columns = [
        *place_columns(book),
        Column("shown", "renewable", width=24),
        Column("technology", show=book.namer("technology"), width=18),
        Column("available_gwh", "available"),
        Column("used_gwh", "used"),
        Column("curtailed_gwh", "curtailed"),
        Column("curtailed_pct", "curtailed_share"),
        Column("utilisation_pct", "utilisation"),
    ]
    write_table(book, sheet, row, frame, columns, lambda line: {"bold": True} if line.kind == "sum" else {})
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 3)


SHEETS: list[Callable[[Book], None]] = [
    capacity_sheet,
    retrofits_sheet,
    energy_sheet,
    monthly_sheet,
    power_sheet,
    costs_sheet,
    recovery_sheet,
    policies_sheet,
    quota_sheet,
    prices_sheet,
    curves_sheet,
    days_sheets,
    channels_sheet,
    coal_sheet,
    curtailment_sheet,
    assumptions_sheet,
    run_sheet,
    hourly_sheets,
]
