"""Sheet of the suggested time-of-use windows: coloured hours by season, windows, rules, revenue."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gridplan.results.tariff import tariff_check, tariff_hours, tariff_revenue, tariff_windows
from gridplan.results.tariff_shown import DARK, SHADES, kind_name, kinds_of_season, months_text
from gridplan.results.workbook_table import ACCENT, Book, Column, ordered, place_columns, write_table

HOURS = 24


def tariff_sheet(book: Book) -> None:
    """The day of each season in colours; below it windows with their levels, the rule's figures, revenue."""
    sheet = book.sheet("tariff")
    row = _windows(book, sheet, _clock(book, sheet))
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
    for column, width in enumerate((14, 14, 14, 14, 14, 14, 14, 14, 28, 36)):
        sheet.set_column(column, column, width)


def _clock(book: Book, sheet: Worksheet) -> int:
    """The hours of the day down, the seasons across, each in the colour of its kind; gives the row below.

    It stands above the tables, not beside them, whose headings would make some of its hours taller than others.
    """
    head = book.format(bold=True, align="center", border=1, border_color="#ffffff", bg_color=ACCENT,
                       font_color="#ffffff")
    row = 0
    for (year, region), day in ordered(tariff_hours(book.results)).groupby(["year", "region"], sort=False):
        seasons = list(dict.fromkeys(day["season"]))
        sheet.merge_range(row, 0, row, len(seasons), book.place(region, year), book.format(bold=True))
        for column, text in enumerate((book.text("header.hour"), *(book.text(f"season.{name}") for name in seasons))):
            sheet.write_string(row + 1, column, text, head)
        for hour in range(HOURS):
            sheet.write_string(row + 2 + hour, 0, f"{hour}–{hour + 1}", book.format(align="center"))
        for line in day.itertuples():
            style = book.format(bg_color=SHADES[line.kind], align="center", border=1, border_color="#ffffff",
                                font_color="#ffffff" if line.kind in DARK else "#1b1f24")
            sheet.write_string(row + 2 + int(line.hour), 1 + seasons.index(line.season),
                               kind_name(line.kind, book.lang), style)
        row += HOURS + 3
    return row


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
