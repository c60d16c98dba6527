"""Sheets of where the energy comes from and goes: supply and use, months, quota, channels."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.worksheet import Worksheet

from gridplan.results import accounts
from gridplan.results.demand_account import REST
from gridplan.results.exchange_account import emergency_support, excess_trades
from gridplan.results.labels import technology_name
from gridplan.results.report_units import unit
from gridplan.results.workbook_charts import (
    CHART_ROWS,
    OTHER,
    SUPPLY_SHADE,
    column_chart,
    insert_below,
)
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


def energy_flows_sheet(book: Book) -> None:
    """Every supply and use of the year, which close, with supply by source as a chart."""
    sheet = book.sheet("energy_flows")
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
            tints=[_source_tint(line.row, line.subject) for line in here.head(sources).itertuples()],
        )
        insert_below(sheet, chart, placed.last_row + 3 + number * CHART_ROWS)


def _source_tint(row: str, subject: str) -> str:
    """Colour of a source: its technology's; a channel's that of what it is, imports."""
    return colours().get(subject) or colours().get(row, OTHER)


def demand_sheet(book: Book) -> None:
    """What the grid load is made of, where the case names loads."""
    frame = accounts.demand_by_load(book.results)
    if frame.empty:
        return
    sheet = book.sheet("demand")
    row = book.title(sheet, 0, book.text("table.demand"))

    def shown(load: object) -> str:
        return technology_name(REST, book.lang) if load == REST else accounts.asset_name(
            book.results, "load", str(load), book.lang)

    columns = [
        *place_columns(book),
        Column("load", show=shown, width=28),
        Column("kind", show=lambda kind: technology_name(str(kind), book.lang), width=18),
        Column("energy_gwh", "energy"),
        Column("share_pct", "share"),
        Column("highest_gw", "highest_hour"),
        Column("at_peak_gw", "at_peak"),
        Column("capability_gw", "capability"),
        Column("moved_gwh", "moved"),
        Column("green_gwh", "green_given"),
    ]
    write_table(book, sheet, row, frame, columns)
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
        insert_below(sheet, chart, placed.last_row + 3 + number * CHART_ROWS)


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
        Column("certificates_sold_gwh", "certificates_sold"),
        Column("traded_gwh", "excess_traded"),
        Column("storage_loss_gwh", "storage_loss"),
        Column("circulation_loss_gwh", "circulation_loss"),
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
    placed = write_table(book, sheet, row, accounts.channels(book.results), columns)
    _exchanges(book, sheet, placed.last_row + 2)
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 1)


def _exchanges(book: Book, sheet: Worksheet, row: int) -> None:
    """Under the channels: emergency support and traded consumption, where the case has any."""
    ends = [Column("year", width=8), Column("from", show=book.region), Column("to", show=book.region)]
    tables = (
        ("support", emergency_support(book.results), [
            Column("support", show=book.asset, width=26), *ends, Column("support_gw", "capacity"),
            Column("called_gwh", "sent"), Column("received_gwh", "received"),
            Column("full_load_hours_h", "full_load_hours"), Column("max_hours_h", "max_hours"),
            Column("price_cny_per_mwh", "price"), Column("paid_million_cny", "paid")]),
        ("trade", excess_trades(book.results), [
            Column("trade", show=book.asset, width=26), *ends, Column("traded_gwh", "green"),
            Column("traded_nonhydro_gwh", "green_nonhydro"), Column("price_cny_per_mwh", "price"),
            Column("paid_million_cny", "paid")]),
    )
    for name, frame, columns in tables:
        if len(frame):
            row = book.title(sheet, row, book.text(f"header.{name}"))
            row = write_table(book, sheet, row, frame, columns).last_row + 2


def _subject(book: Book) -> Callable[[object], str]:
    """Name of what a balance line is about: a technology, a link, or nothing."""

    def show(subject: object) -> str:
        if subject == "":
            return ""
        known = set(book.results.case.tables["links"]["link"])
        return book.asset(subject) if subject in known else technology_name(str(subject), book.lang)

    return show
