"""Sheets of the balance tables as planning reports print them (电力平衡表, 电量平衡表): one region to a page of A4."""

from __future__ import annotations

from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gridplan.results.ledger import regions, years
from gridplan.results.planning_tables import planning_energy, planning_power
from gridplan.results.planning_words import SIGNED, STRONG, hour_text, numeral, power_note, subject_name
from gridplan.results.power_balance import SEASONS
from gridplan.results.report_units import unit
from gridplan.results.workbook_table import BAD, Book, decimals

FIRST, LABEL_WIDTH, VALUE_WIDTH = 0, 46, 16
SHORT_GW = 1e-6


def power_sheet(book: Book) -> None:
    """Power balance: lines down, seasons of each planning year across; at the gross and at the net peak."""
    sheet = _page(book, "power")
    frame = planning_power(book.results)
    across = [(year, season) for year in years(book.results) for season in SEASONS]
    heads = [f"{year}\n{book.text(f'season.{season}')}" for year, season in across]
    row, breaks = 0, []
    for region in regions(book.results):
        here = frame[frame["region"] == region]
        if here.empty:  # a supply base has no load to balance
            continue
        row = _heading(book, sheet, row, region, "power", unit("power", book.lang).name, heads)
        keys = list(dict.fromkeys(zip(here["row"], here["subject"], strict=True)))
        values = here.set_index(["row", "subject", "year", "season"])
        for place, (name, subject) in enumerate(_numbered(here, keys)):
            cells = [values.loc[(name, subject[1], *column)] if (name, subject[1], *column) in values.index else None
                     for column in across]
            if name == "max_load" and place == 0:
                row = _band(book, sheet, row, "planning.gross_peak", len(across))
            if name == "net_peak_load":
                row = _band(book, sheet, row, "planning.net_peak", len(across))
            _line(book, sheet, row, subject[0], name, subject[1])
            for offset, cell in enumerate(cells):
                _power_cell(book, sheet, row, 2 + offset, name, subject[1], cell)
            row += 1
        for part in power_note(book.results, book.lang).split("\n"):
            row = book.note(sheet, row, part)
        row += 1
        breaks.append(row)
    _finish(sheet, len(across), breaks)


def _numbered(frame: pd.DataFrame, keys: list[tuple[str, str]]) -> list[tuple[str, tuple[str, str]]]:
    """(row, (number, subject)) of every line, numbered anew where seasons differ in what they show."""
    lines, whole, part, before = [], 0, 0, ""
    order = {name: place for place, name in enumerate(dict.fromkeys(frame["row"]))}
    for name, subject in sorted(keys, key=lambda key: (order[key[0]], key[1] != "")):
        if name != before:
            whole, part, before = whole + 1, 0, name
        if subject:
            part += 1
        lines.append((name, (f"{whole}.{part}" if subject else str(whole), subject)))
    return lines


def energy_sheet(book: Book) -> None:
    """Energy balance: lines down; energy, capacity and full-load hours of each planning year across."""
    sheet = _page(book, "energy")
    frame = planning_energy(book.results)
    energy, power, hours = (unit(name, book.lang) for name in ("energy", "power", "hours"))
    columns = (("energy_gwh", "energy_column", energy), ("capacity_gw", "capacity", power),
               ("full_load_hours_h", "hours", hours))
    across = years(book.results)
    heads = [f"{year} {book.text(f'planning.{name}')}\n{_bracketed(shown.name, book.lang)}"
             for year in across for _column, name, shown in columns]
    row, breaks = 0, []
    for region in regions(book.results):
        here = frame[frame["region"] == region]
        if here.empty:  # a supply base has no load to balance
            continue
        row = _heading(book, sheet, row, region, "energy", "", heads)
        keys = list(dict.fromkeys(zip(here["row"], here["subject"], strict=True)))
        values = here.set_index(["row", "subject", "year"])
        for name, (place, subject) in _numbered(here, keys):
            _line(book, sheet, row, place, name, subject)
            for offset, year in enumerate(across):
                line = values.loc[(name, subject, year)] if (name, subject, year) in values.index else None
                for part, (column, _name, shown) in enumerate(columns):
                    style = _style(book, name, subject, align="right", num_format=decimals(shown))
                    value = float("nan") if line is None else float(line[column]) * shown.factor
                    _number(sheet, row, 2 + 3 * offset + part, value, style)
            row += 1
        row = book.note(sheet, row, book.text("text.energy_table_note")) + 1
        breaks.append(row)
    _finish(sheet, len(heads), breaks)


def _bracketed(name: str, lang: str) -> str:
    return f"（{name}）" if lang == "zh" else f"({name})"


def _page(book: Book, key: str) -> Worksheet:
    sheet = book.sheet(key)
    sheet.set_portrait()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    return sheet


def _heading(book: Book, sheet: Worksheet, row: int, region: str, key: str, shown_in: str, heads: list[str]) -> int:
    """Title, unit at the right, and the head of the table; gives the row below."""
    last = 1 + len(heads)
    title = f"{book.region(region)}{'' if book.lang == 'zh' else ' — '}{book.text(f'planning.{key}')}"
    sheet.set_row(row, 24)
    sheet.merge_range(row, FIRST, row, last, title, book.format(bold=True, font_size=14, align="center"))
    if shown_in:
        text = f"{book.text('planning.unit')}{'：' if book.lang == 'zh' else ': '}{shown_in}"
        sheet.merge_range(row + 1, FIRST, row + 1, last, text, book.format(align="right"))
    style = book.format(bold=True, border=1, align="center", text_wrap=True, bg_color="#e8eef4")
    sheet.set_row(row + 2, 46 if book.lang == "en" and not shown_in else 32)
    for column, text in enumerate([book.text("planning.number"), book.text("planning.item"), *heads]):
        sheet.write_string(row + 2, column, text, style)
    return row + 3


def _band(book: Book, sheet: Worksheet, row: int, key: str, wide: int) -> int:
    style = book.format(bold=True, border=1, bg_color="#f2f5f8", indent=1)
    sheet.merge_range(row, FIRST, row, 1 + wide, book.text(key), style)
    return row + 1


def _style(book: Book, name: str, subject: str, **more: Any) -> Any:
    strong = {"bold": True} if name in STRONG and not subject else {}
    return book.format(border=1, **strong, **more)


def _line(book: Book, sheet: Worksheet, row: int, place: str, name: str, subject: str) -> None:
    """Number and name of a line."""
    sheet.write_string(row, FIRST, numeral(place, book.lang), _style(book, name, subject, align="center"))
    text = subject_name(book.results, name, subject, book.lang)
    sheet.write_string(row, 1, text, _style(book, name, subject, indent=2 if subject else 1))


def _power_cell(book: Book, sheet: Worksheet, row: int, column: int, name: str, subject: str, line: Any) -> None:
    value = float("nan") if line is None else float(line["value"])
    quantity = "power" if line is None else str(line["quantity"])
    if quantity == "hour":
        sheet.write_string(row, column, hour_text(round(value), book.lang), _style(book, name, subject, align="right"))
        return
    shown = unit(quantity, book.lang)
    pattern = decimals(shown) + (' "%"' if quantity == "percent" else "")
    if name in SIGNED:
        pattern = f"+{pattern};-{pattern};{pattern}"
    red = {"font_color": BAD} if name in SIGNED and value < -SHORT_GW else {}
    _number(sheet, row, column, value * shown.factor,
            _style(book, name, subject, align="right", num_format=pattern, **red))


def _number(sheet: Worksheet, row: int, column: int, value: float, style: Any) -> None:
    if value == value:
        sheet.write_number(row, column, 0.0 if abs(value) < SHORT_GW else value, style)
    else:
        sheet.write_blank(row, column, None, style)


def _finish(sheet: Worksheet, wide: int, breaks: list[int]) -> None:
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, LABEL_WIDTH)
    sheet.set_column(2, 1 + wide, VALUE_WIDTH)
    sheet.freeze_panes(3, 2)
    sheet.fit_to_pages(1, len(breaks))
    if len(breaks) > 1:
        sheet.set_h_pagebreaks(breaks[:-1])
