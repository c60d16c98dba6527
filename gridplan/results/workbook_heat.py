"""The sheet of district heat: its balance, what gives it, and its price."""

from __future__ import annotations

from gridplan.results.heat_account import heat_assets, heat_balance, heat_prices
from gridplan.results.subjects.heat import has_heat
from gridplan.results.workbook_table import Book, Column, ordered, place_columns, set_widths, write_table


def heat_sheet(book: Book) -> None:
    """Heat account of every region; none where the case has no heat demand."""
    if not has_heat(book.results):
        return
    sheet = book.sheet("heat")
    row = book.title(sheet, 0, book.text("table.heat_balance"))
    columns = [
        *place_columns(book),
        Column("section", show=book.namer("section"), width=10),
        Column("row", show=book.namer("row"), width=26),
        Column("subject", show=book.asset_or_blank, width=24),
        Column("heat_gwh", "heat_energy"),
        Column("heat_pj", "heat_energy"),
        Column("share_pct", "share"),
    ]
    placed = write_table(book, sheet, row, ordered(heat_balance(book.results)), columns)
    row = book.title(sheet, placed.last_row + 2, book.text("table.heat_assets"))
    placed = write_table(book, sheet, row, ordered(heat_assets(book.results)), [
        *place_columns(book),
        Column("dimension", show=book.namer("dimension"), width=10),
        Column("asset", show=book.asset, width=26),
        Column("state", show=book.namer("state"), width=24),
        Column("existing_gw", "existing"),
        Column("built_gw", "built"),
        Column("total_gw", "heat"),
        Column("energy_gwh", "heat_held", "store"),
        Column("heat_gwh", "heat_energy"),
        Column("heat_pj", "heat_energy"),
        Column("full_load_hours_h", "full_load_hours"),
        Column("power_gwh", "heat_power"),
        Column("fuel_kt", "burnt"),
    ])
    row = book.title(sheet, placed.last_row + 2, book.text("table.heat_prices"))
    placed = write_table(book, sheet, row, ordered(heat_prices(book.results)), [
        *place_columns(book),
        Column("mean_cny_per_mwh", "heat_mean"),
        Column("lowest_cny_per_mwh", "lowest"),
        Column("highest_cny_per_mwh", "highest"),
        Column("peak_gw", "heat_peak"),
        Column("season_h", "heat_season"),
    ])
    book.note(sheet, placed.last_row + 2, book.text("text.heat_note"))
    set_widths(sheet, [*columns, *(Column("", width=13) for _ in range(6))])
    sheet.freeze_panes(2, 2)
