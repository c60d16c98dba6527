"""Sheet of energy and carbon: coal as standard and raw coal, CO2 by fuel, intensities, non-fossil share of energy."""

from __future__ import annotations

from gridplan.results.carbon_account import carbon_by_fuel, carbon_intensity
from gridplan.results.energy_account import energy_account
from gridplan.results.workbook_table import Book, Column, ordered, place_columns, set_widths, write_table


def carbon_sheet(book: Book) -> None:
    """Coal, CO2 and intensities of the region, then by fuel, then the share of energy where the case states it."""
    sheet = book.sheet("carbon")
    row = book.title(sheet, 0, book.text("table.carbon"))
    columns = [
        *place_columns(book),
        Column("coal_kt", "coal", width=16),
        Column("raw_kt", "raw_coal", "raw_coal"),
        Column("co2_kt", "co2"),
        Column("gross_gwh", "gross", width=14),
        Column("co2_g_per_kwh", "co2_intensity", width=16),
        Column("import_gwh", "received"),
        Column("import_co2_kt", "import_co2", "co2"),
        Column("consumption_co2_g_per_kwh", "consumption_intensity", width=16),
    ]
    placed = write_table(book, sheet, row, ordered(carbon_intensity(book.results)), columns)
    row = book.note(sheet, placed.last_row + 1, book.text("text.intensity_note"))
    row = book.title(sheet, row + 1, book.text("table.carbon_by_fuel"))
    placed = write_table(book, sheet, row, ordered(carbon_by_fuel(book.results)), [
        *place_columns(book), Column("fuel", show=book.free_namer("fuel")), Column("fuel_kt", "burnt"),
        Column("raw_kt", "raw_coal", "raw_coal"), Column("co2_kt", "co2"), Column("co2_share_pct", "co2_share"),
        Column("gross_gwh", "gross"),
    ])
    row = book.title(sheet, placed.last_row + 2, book.text("table.energy_share"))
    share = ordered(energy_account(book.results))
    if share.empty:
        book.note(sheet, row, book.text("text.no_energy_account"))
    else:
        placed = write_table(book, sheet, row, share, [
            *place_columns(book), Column("local_gwh", "nonfossil_local"), Column("sent_gwh", "nonfossil_sent"),
            Column("received_gwh", "nonfossil_received"), Column("home_gwh", "nonfossil_home"),
            Column("gross_rate_g_per_kwh", "conversion_rate"), Column("electricity_mtce", "electricity_energy", "mtce"),
            Column("other_nonfossil_mtce", "other_nonfossil", "mtce"),
            Column("total_energy_mtce", "total_energy", "mtce"),
            Column("share_pct", "nonfossil_energy"), Column("power_coal_mtce", "power_coal", "mtce"),
            Column("power_coal_pct", "power_coal_share"), Column("source", width=40),
        ])
        book.note(sheet, placed.last_row + 1, book.text("text.energy_share_note"))
    set_widths(sheet, [*columns, *[Column("", width=14)] * 3])
    sheet.freeze_panes(2, 2)
