"""The sheet that says why: what a kW of everything costs a year against what pays for it."""

from __future__ import annotations

from gridplan.results.report_why import items_of
from gridplan.results.workbook_table import Book, Column, place_columns, set_widths, write_table


def why_sheet(book: Book) -> None:
    """One line for every asset and retrofit state, built or not, in CNY per kW and year."""
    frame = book.results.why.copy()
    if frame.empty:
        return
    sheet = book.sheet("why")
    row = book.title(sheet, 0, book.text("table.why"))
    columns = [
        *place_columns(book),
        Column("asset", show=book.asset, width=30),
        Column("state", show=book.namer("state"), width=22),
        Column("capacity_gw", "capacity"),
        Column("built_gw", "built"),
        Column("verdict", "why_verdict", show=book.namer("why"), width=14),
        Column("break_even_cny_per_kw", "why_break_even", quantity="", width=14, digits=1),
        *(Column(f"{item}_cny_per_kw", f"why_{item}", quantity="", width=12, digits=1)
          for item in items_of(book.results)),
    ]
    placed = write_table(book, sheet, row, frame, columns)
    book.note(sheet, placed.last_row + 2, book.text("text.why_note"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 4)
