"""Sheets of what stands and what it burns: capacity, retrofits, coal and CO2, curtailment."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from gridplan.results import accounts
from gridplan.results.labels import technology_name
from gridplan.results.report_units import unit
from gridplan.results.retrofit_types import ANY, visible_kinds
from gridplan.results.subjects.heat import has_heat
from gridplan.results.workbook_charts import (
    CHART_ROWS,
    OTHER,
    STANDING_SHADE,
    column_chart,
    insert_below,
)
from gridplan.results.workbook_pages import as_wide_as
from gridplan.results.workbook_table import (
    Book,
    Column,
    colours,
    ordered,
    place_columns,
    set_widths,
    spans,
    write_table,
)

VISIBLE = 5e-4
"""GW, GWh or million CNY below which a cohort has not changed."""


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
            dict.fromkeys(("existing_gw", "earlier_gw", "built_gw"), STANDING_SHADE),
            unit("power", book.lang).name,
            span,
            tints=[colours().get(technology, OTHER) for technology in frame["technology"].iloc[span[0]:span[1] + 1]],
            hatched={"earlier_gw": "dark_upward_diagonal", "built_gw": "wide_upward_diagonal"},
        )
        insert_below(sheet, chart, last.last_row + 3 + number * CHART_ROWS)


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
    row = book.note(sheet, placed.last_row + 2, book.text("text.saved_note"))
    _retrofit_kinds(book, sheet, row + 1)
    set_widths(sheet, columns)
    sheet.set_column(len(columns), len(columns) + 3, 14)
    sheet.freeze_panes(2, 4)


def _retrofit_kinds(book: Book, sheet: Worksheet, row: int) -> None:
    """What each kind of retrofit brings, and against the plan without it where that was solved."""
    frame = ordered(visible_kinds(book.results))
    if frame.empty:
        return
    columns = [
        *place_columns(book), Column("retrofit", show=book.namer("retrofit")), Column("capacity_gw", "capacity"),
        Column("units", quantity="plain", digits=1), Column("investment_million_cny", "investment"),
        Column("cost_million_cny", "cost"), Column("coal_saved_same_kt", "coal_saved_same"),
        Column("co2_saved_same_kt", "co2_saved_same"),
    ]
    note = book.text("text.retrofit_same_only")
    if len(book.results.without_retrofits):
        columns += [
            Column("status", "compared", show=book.namer("retrofit_status")),
            Column("coal_saved_kt", "coal_saved_against"), Column("co2_avoided_kt", "co2_avoided"),
            Column("curtailment_avoided_gwh", "curtailment_avoided"),
            Column("unserved_avoided_gwh", "unserved_avoided"),
            Column("cost_saved_million_cny", "cost_saved"), Column("penalty_avoided_million_cny", "penalty_avoided"),
        ]
        note = book.text("text.retrofit_kinds_note")
    row = book.title(sheet, row, book.text("table.retrofits_by_kind"))
    placed = write_table(book, sheet, row, frame, columns,
                         lambda line: {"bold": True} if line.retrofit == ANY else {})
    book.note(sheet, placed.last_row + 2, note)


def closures_sheet(book: Book) -> None:
    """What closes, is extended, makes room for new units or stands by as emergency reserve."""
    sheet = book.sheet("closures")
    row = book.title(sheet, 0, book.text("table.closures"))
    columns = [
        *place_columns(book),
        Column("cohort", show=book.asset, width=24),
        Column("existing_gw", "existing"),
        Column("expiring_gw", "expiring"),
        Column("extended_gw", "extended"),
        Column("retired_gw", "retired"),
        Column("replacing_gw", "replacing", width=15),
        Column("emergency_gw", "emergency"),
        Column("emergency_gwh", "emergency_energy", width=15),
        Column("emergency_hours_h", "emergency_hours", width=15),
        Column("extension_million_cny", "extension_cost"),
        Column("emergency_million_cny", "emergency_cost", width=15),
    ]
    frame = ordered(accounts.closures(book.results))
    changes = [column.source for column in columns[4:]]
    # A cohort that could close but does not has nothing to tell here.
    frame = frame[frame[changes].fillna(0.0).abs().max(axis=1) > VISIBLE]
    if frame.empty:
        set_widths(sheet, columns)
        as_wide_as(sheet, len(columns), book.note(sheet, row, book.text("text.nothing_closes")))
        return
    placed = write_table(book, sheet, row, frame, columns)
    book.note(sheet, placed.last_row + 2, book.text("text.closures_note"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 3)


def coal_sheet(book: Book) -> None:
    """Coal and CO2 of each region, then by cohort and state."""
    sheet = book.sheet("coal")
    heated = has_heat(book.results)
    heat = [Column("heat_coal_kt", "heat_coal"), Column("boiler_coal_kt", "boiler_coal")] if heated else []
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
            Column("co2_captured_kt", "captured"),
            *heat,
        ],
    )
    row = book.title(sheet, placed.last_row + 2, book.text("table.coal_by_state"))
    columns = [
        *place_columns(book),
        Column("cohort", show=book.asset, width=24),
        Column("state", show=book.namer("state"), width=22),
        Column("fuel", show=book.free_namer("fuel"), width=14),
        Column("capacity_gw", "capacity", width=15),
        Column("gross_gwh", "gross", width=15),
        Column("net_gwh", "net"),
        Column("full_load_hours_h", "full_load_hours"),
        Column("started_gw", "started"),
        Column("fuel_kt", "burnt", width=18),
        *([Column("heat_gwh"), Column("heat_fuel_kt", quantity="coal")] if heated else []),
        Column("net_rate_g_per_kwh", "net_rate", width=15),
        Column("co2_kt", "co2"),
        Column("coal_kt", "coal", width=15),
        Column("co2_captured_kt", "captured"),
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
