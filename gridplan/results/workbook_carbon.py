"""Sheet of energy and carbon: coal as standard and raw coal, CO2 by fuel, intensities, non-fossil share of energy."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gridplan.results.carbon_account import carbon_by_fuel, carbon_intensity
from gridplan.results.energy_account import energy_account
from gridplan.results.report_units import unit
from gridplan.results.workbook_table import (
    Book,
    Column,
    Placed,
    ordered,
    place_columns,
    set_widths,
    write_table,
)

SHARE_STEPS = (
    ("local_gwh", "nonfossil_local", "energy"), ("sent_gwh", "nonfossil_sent", "energy"),
    ("received_gwh", "nonfossil_received", "energy"), ("home_gwh", "nonfossil_home", "energy"),
    ("gross_rate_g_per_kwh", "conversion_rate", "rate"), ("electricity_mtce", "electricity_energy", "mtce"),
    ("other_nonfossil_mtce", "other_nonfossil", "mtce"), ("total_energy_mtce", "total_energy", "mtce"),
    ("share_pct", "nonfossil_energy", "percent"), ("power_coal_mtce", "power_coal", "mtce"),
    ("power_coal_pct", "power_coal_share", "percent"),
)
"""Column of the account, its heading and the quantity it is shown in, step by step."""


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
        placed = _share(book, sheet, row, share)
        book.note(sheet, placed.last_row + 1, book.text("text.energy_share_note"))
    set_widths(sheet, columns)
    sheet.set_column(2, 2, 26)
    sheet.freeze_panes(2, 2)


def _share(book: Book, sheet: Worksheet, row: int, share: pd.DataFrame) -> Placed:
    """The steps of the share as lines, each in its own unit."""
    lines = []
    for _, line in share.iterrows():
        for column, head, quantity in SHARE_STEPS:
            shown = unit(quantity, book.lang)
            text = str(line["source"]) if column == "total_energy_mtce" else ""
            lines.append((line["region"], line["year"], book.text(f"header.{head}"), shown.text(line[column]),
                          shown.name, text))
    frame = pd.DataFrame(lines, columns=["region", "year", "item", "value", "unit", "source"])
    strong = book.text("header.nonfossil_energy")
    return write_table(book, sheet, row, frame, [
        *place_columns(book), Column("item"), Column("value"), Column("unit"), Column("source")],
        lambda line: {"bold": True} if line.item == strong else {})
