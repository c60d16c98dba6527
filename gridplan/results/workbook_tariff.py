"""Sheet of the suggested time-of-use windows: coloured hours by season, windows, rules, revenue."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gridplan.results.tariff import tariff_check, tariff_hours, tariff_revenue, tariff_windows
from gridplan.results.tariff_shown import DARK, SHADES, kind_name, kinds_of_season, months_text
from gridplan.results.workbook_table import Book, Column, ordered, place_columns, write_table

FIRST_HOUR = 3
HOURS = 24


def tariff_sheet(book: Book) -> None:
    """Hours of the day by season, coloured; then windows with their levels, the rule's figures, and revenue."""
    sheet = book.sheet("tariff")
    row = book.title(sheet, 0, book.text("sheet.tariff"))
    row = _clock(book, sheet, row)
    row = _windows(book, sheet, row + 1)
    row = book.title(sheet, row + 1, book.text("table.tariff_check"))
    placed = write_table(book, sheet, row, ordered(tariff_check(book.results)), [
        *place_columns(book), Column("gap_pct", "peak_valley_gap"),
        *(Column(f"ratio_{name}" if name else "ratio", f"tariff_ratio_{name}" if name else "tariff_ratio", "plain")
          for name in ("asked", "plan", "")),
        Column("critical_over_peak_pct", "critical_over_peak"), Column("flat_cny_per_mwh", "flat_price"),
    ])
    row = book.title(sheet, placed.last_row + 2, book.text("table.tariff_revenue"))
    placed = write_table(book, sheet, row, ordered(tariff_revenue(book.results)), [
        *place_columns(book), Column("season", show=book.namer("season")), Column("load_gwh", "demand", "energy"),
        Column("hourly_million_cny", "revenue_hourly"), Column("windows_million_cny", "revenue_windows"),
        Column("difference_million_cny", "difference"), Column("windows_cny_per_mwh", "tariff_mean"),
    ])
    row = book.note(sheet, placed.last_row + 2, book.text("text.tariff_note"))
    book.note(sheet, row, book.text("text.tariff_rule"))
    sheet.set_column(0, 2, 13)
    sheet.set_column(FIRST_HOUR, FIRST_HOUR + HOURS - 1, 10)
    sheet.freeze_panes(1, FIRST_HOUR)


def _clock(book: Book, sheet: Worksheet, row: int) -> int:
    """One line a season, one cell an hour, in the colour of its kind; gives the row below."""
    head = book.format(bold=True, align="center", border=1, border_color="#ffffff", bg_color="#1f4e79",
                       font_color="#ffffff")
    for position, key in enumerate(("region", "year", "season")):
        sheet.write_string(row, position, book.text(f"header.{key}"), head)
    for hour in range(HOURS):
        sheet.write_string(row, FIRST_HOUR + hour, f"{hour}–{hour + 1}", head)
    frame = ordered(tariff_hours(book.results))
    for (year, region, season), day in frame.groupby(["year", "region", "season"], sort=False):
        row += 1
        for position, text in enumerate((book.region(region), str(year), book.text(f"season.{season}"))):
            sheet.write_string(row, position, text, book.format(indent=1))
        for line in day.itertuples():
            style = book.format(bg_color=SHADES[line.kind], align="center", border=1, border_color="#ffffff",
                                font_color="#ffffff" if line.kind in DARK else "#1b1f24", font_size=9)
            sheet.write_string(row, FIRST_HOUR + int(line.hour), kind_name(line.kind, book.lang), style)
    return row + 1


def _windows(book: Book, sheet: Worksheet, row: int) -> int:
    lines = []
    for (region, year, season), part in tariff_windows(book.results).groupby(["region", "year", "season"], sort=False):
        months = months_text(str(part["months"].iloc[0]), book.lang)
        lines += [(region, year, season, months, *line) for line in kinds_of_season(part, book.lang)]
    frame = pd.DataFrame(lines, columns=["region", "year", "season", "months", "kind", "windows", "hours_h", "factor",
                                         "tariff_cny_per_mwh", "price_cny_per_mwh"])
    row = book.title(sheet, row, book.text("table.tariff_windows"))
    columns = [*place_columns(book), Column("season", show=book.namer("season")), Column("hours_h", "tariff_hours"),
               Column("factor", "tariff_factor", "plain"), Column("tariff_cny_per_mwh", "tariff_level"),
               Column("price_cny_per_mwh", "plan_price"), Column("kind", "tariff_kind", show=book.namer("tariff")),
               Column("windows", "tariff_window"), Column("months", "months")]
    return write_table(book, sheet, row, ordered(frame), columns).last_row + 1
