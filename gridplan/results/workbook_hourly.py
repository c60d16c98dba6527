"""Every hour of the plan: one sheet for each region and planning year."""

from __future__ import annotations

import pandas as pd

from gridplan.library.calendar import month_and_day
from gridplan.results import accounts
from gridplan.results.labels import technology_name
from gridplan.results.ledger import TABLE_OF, region_years
from gridplan.results.types import WEATHER_YEAR
from gridplan.results.workbook_table import Book, Column, set_widths, stack_order, write_table

_PLAIN = (
    "import_gw",
    "export_gw",
    "response_down_gw",
    "response_up_gw",
    "flexible_down_gw",
    "flexible_up_gw",
    "unserved_gw",
    "excess_gw",
    "curtailed_gw",
)
_LAST = 900.0


def dispatch_columns(book: Book, frame: pd.DataFrame) -> list[Column]:
    """Columns of a dispatch: load, then supply in the order charts stack it, then what takes power, then
    the price.
    """
    sides = accounts.balance_sides(frame)
    supply = [name for name in sides["supply"] if name not in ("region", "year", "kind", "hour")]
    supply.sort(key=_place)
    names = [*supply, *sides["use"], "curtailed_gw"]
    return [
        Column("demand_gw", "demand"),
        *(_power_column(book, name) for name in names),
        Column("price_cny_per_mwh", "price"),
    ]


def _power_column(book: Book, name: str) -> Column:
    if name in _PLAIN:
        return Column(name, name.removesuffix("_gw"))
    technology = name.removesuffix("_gw").removesuffix("_discharge").removesuffix("_charge")
    title = technology_name(technology, book.lang)
    for way in ("discharge", "charge"):
        if name.endswith(f"_{way}_gw"):
            title += ("" if book.lang == "zh" else ", ") + book.text(f"header.{way}")
            break
    return Column(name, title=title)


def _place(name: str) -> float:
    technology = name.removesuffix("_gw").removesuffix("_discharge")
    return stack_order().get({"response_down": "shed", "flexible_down": "flexible"}.get(technology, technology), _LAST)


def hourly_sheets(book: Book) -> None:
    """Dispatch, price and store levels of every block, with frozen headings and a filter."""
    pairs = region_years(book.results)
    for region, year in pairs:
        sheet = book.sheet("hourly", "" if len(pairs) == 1 else f" {book.place(region, year)}")
        frame = accounts.dispatch(book.results, region, year)
        when = [*weather_columns(frame), Column("hour_of_year", width=9), Column("date", width=8),
                Column("hour", width=6)]
        columns = [*when, *dispatch_columns(book, frame)]
        frame["date"] = [date_text(day) for day in frame["day"]]
        frame["hour"] = frame["hour_of_year"] % 24
        levels, level_columns = _levels(book, region, year)
        frame = pd.concat([frame, levels], axis=1)
        columns += level_columns
        placed = write_table(book, sheet, 0, frame, columns)
        set_widths(sheet, columns)
        sheet.freeze_panes(1, len(when))
        sheet.autofilter(placed.heading_row, 0, placed.last_row, len(columns) - 1)


def weather_columns(frame: pd.DataFrame) -> list[Column]:
    """The column of the weather year, where a dispatch has several."""
    return [Column(WEATHER_YEAR, width=9)] if WEATHER_YEAR in frame else []


def _levels(book: Book, region: str, year: int) -> tuple[pd.DataFrame, list[Column]]:
    """Levels of stores and reservoirs at the end of each block, GWh."""
    data = book.results.dataset
    series, columns = {}, []
    for dimension in ("reservoir", "store"):
        rows = book.results.case.rows(TABLE_OF[dimension], year)
        for asset in rows.index[rows["region"] == region]:
            name = f"level_{asset}"
            series[name] = data[f"{dimension}_level_gwh"].sel({dimension: asset, "year": year}).values
            joint = "" if book.lang == "zh" else ", "
            columns.append(
                Column(name, quantity="store", title=f"{book.asset(asset)}{joint}{book.text('header.level')}")
            )
    return pd.DataFrame(series, index=pd.Index(data["time"].values, name="time")), columns


def date_text(day: int) -> str:
    """Month and day of a day of the year (0..364), as "03-21"; the year never has a 29 February."""
    month, day_of_month = month_and_day(day)
    return f"{month:02d}-{day_of_month:02d}"
