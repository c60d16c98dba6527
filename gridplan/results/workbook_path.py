"""The sheet of several planning years: their weights and costs, and how every capacity comes about."""

from __future__ import annotations

import pandas as pd

from gridplan.model.economics import period_years, year_weights
from gridplan.results.path_checks import capacity_path
from gridplan.results.vintages import is_path
from gridplan.results.workbook_table import Book, Column, ordered, place_columns, set_widths, write_table


def path_sheet(book: Book) -> None:
    """Years and capacities of a path; no sheet with a single planning year."""
    if not is_path(book.results):
        return
    sheet = book.sheet("path")
    row = book.title(sheet, 0, book.text("table.path_years"))
    years = [
        Column("year", "year", quantity="", digits=0, width=10),
        Column("span", "path_span", quantity="", digits=0, width=12),
        Column("weight", "path_weight", quantity="", digits=3, width=14),
        Column("cost_million_cny", "path_cost", width=18),
    ]
    placed = write_table(book, sheet, row, _years(book), years)
    book.note(sheet, placed.last_row + 1, book.text(f"text.path_{book.results.run['foresight']}"))
    row = book.title(sheet, placed.last_row + 3, book.text("table.path_capacity"))
    columns = [
        *place_columns(book),
        Column("dimension", show=book.namer("dimension"), width=12),
        Column("asset", show=book.asset, width=28),
        *(Column(f"{name}_gw", f"path_{name}", width=13) for name in (
            "before", "added", "built", "aged", "ended", "closed", "total")),
    ]
    placed = write_table(book, sheet, row, ordered(capacity_path(book.results)), columns)
    book.note(sheet, placed.last_row + 2, book.text("text.path_note"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 2)


def _years(book: Book) -> pd.DataFrame:
    settings, costs = book.results.case.settings, book.results.costs
    weights, spans = year_weights(settings.years, settings.discount_rate), period_years(settings.years)
    by_year = costs.groupby("year")["million_cny"].sum()
    return pd.DataFrame({"year": settings.years, "span": [spans[year] for year in settings.years],
                         "weight": [weights[year] for year in settings.years],
                         "cost_million_cny": [float(by_year.get(year, 0.0)) for year in settings.years]})
