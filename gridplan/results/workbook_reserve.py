"""The sheet of operating reserve."""

from __future__ import annotations

from gridplan.results.reserve_account import operating_reserve
from gridplan.results.workbook_table import Book, Column, ordered, set_widths, write_table


def reserve_sheet(book: Book) -> None:
    """What is asked for and who keeps it, in every region and direction; none where a case asks for none."""
    account = operating_reserve(book.results)
    if account.empty:
        return
    sheet = book.sheet("operating_reserve")
    row = book.title(sheet, 0, book.text("table.operating_reserve"))
    columns = [
        Column("operating_reserve", show=book.asset, width=26),
        Column("region", show=book.region, width=14),
        Column("year", width=8),
        Column("direction", "reserve_direction", show=book.namer("reserve_direction"), width=12),
        Column("asked_gw", "reserve_asked"),
        Column("most_gw", "reserve_most"),
        Column("thermal_gw", "reserve_thermal"),
        Column("store_gw", "reserve_store"),
        Column("reservoir_gw", "reserve_reservoir"),
        Column("short_gw", "reserve_missing"),
        Column("short_h", "reserve_short_hours"),
        Column("mean_cny_per_mwh", "mean"),
        Column("highest_cny_per_mwh", "highest"),
        Column("lost_million_cny", "reserve_lost"),
    ]
    placed = write_table(book, sheet, row, ordered(account), columns)
    book.note(sheet, placed.last_row + 2, book.text("text.reserve_note"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 4)
