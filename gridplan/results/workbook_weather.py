"""The sheet of the weather years: what the plan costs in each, whether the load is served, and the tightest hours."""

from __future__ import annotations

from gridplan.results.planning_words import hour_text
from gridplan.results.report_units import policy_unit
from gridplan.results.report_weather import weather_titles
from gridplan.results.types import WEATHER_YEAR
from gridplan.results.weather_years import (
    adequacy_by_weather,
    has_weather_years,
    targets_by_weather,
    tightest_hours,
    weather_costs,
)
from gridplan.results.workbook_table import Book, Column, place_columns, set_widths, write_table


def weather_sheet(book: Book) -> None:
    """Costs, adequacy, tightest hours and targets by weather year; no sheet where there is only one."""
    results = book.results
    if not has_weather_years(results):
        return
    sheet = book.sheet("weather")
    titles = weather_titles(results, book.lang)
    first = Column(WEATHER_YEAR, show=titles.__getitem__, width=16)
    several = [Column("year", "year", quantity="", digits=0, width=10)] if len(results.case.settings.years) > 1 else []
    row = book.title(sheet, 0, book.text("table.weather_costs"))
    placed = write_table(book, sheet, row, weather_costs(results), [
        first, *several, Column("probability", "probability", quantity="", digits=4, width=12),
        Column("cost_million_cny", "cost", width=16), Column("difference_million_cny", "weather_difference", width=16)])
    risk = results.case.settings.risk.partition(":")[0]
    book.note(sheet, placed.last_row + 1, book.text(f"text.weather_risk_{risk}"))
    row = book.title(sheet, placed.last_row + 3, book.text("table.weather_adequacy"))
    columns = [
        first, *place_columns(book), Column("demand_gwh", "demand"), Column("peak_gw", "weather_peak"),
        Column("peak_residual_gw", "weather_peak_residual"), Column("unserved_gwh", "unserved"),
        Column("unserved_ppm", "unserved_ppm", quantity="", digits=2), Column("short_hours_h", "short_hours"),
        Column("most_short_gw", "most_short"), Column("unserved_heat_gwh", "unserved_heat"),
        Column("least_margin_gw", "least_margin"), Column("offered_gwh", "weather_offered"),
        Column("curtailed_gwh", "curtailed"), Column("curtailed_pct", "curtailed_share")]
    placed = write_table(book, sheet, row, adequacy_by_weather(results), columns)
    book.note(sheet, placed.last_row + 1, book.text("text.weather_adequacy"))
    row = book.title(sheet, placed.last_row + 3, book.text("table.weather_hours"))
    hours = tightest_hours(results)
    hours["when"] = [hour_text(int(hour), book.lang) for hour in hours["hour_of_year"]]
    placed = write_table(book, sheet, row, hours, [
        first, *place_columns(book), Column("rank", "rank", quantity="", digits=0, width=8), Column("when", width=16),
        Column("demand_gw", "demand"), Column("offered_gw", "weather_offered"), Column("residual_gw", "residual"),
        Column("unserved_gw", "unserved"), Column("margin_gw", "weather_margin"),
        Column("price_cny_per_mwh", "price")])
    row = book.title(sheet, placed.last_row + 3, book.text("table.weather_targets"))
    _targets(book, row, first)
    set_widths(sheet, columns)
    sheet.freeze_panes(0, 1)


def _targets(book: Book, row: int, first: Column) -> None:
    frame = targets_by_weather(book.results)
    policies = book.results.policies.set_index(["policy", "region", "year"])
    units = [policy_unit(name, book.lang) for name in frame["unit"]]
    places = list(zip(frame["policy"], frame["region"], frame["year"], strict=True))
    frame["name"] = [str(policies.at[place, f"name_{book.lang}"]) or place[0] for place in places]
    for column in ("target", "achieved"):
        frame[column] = [value * unit.factor for value, unit in zip(frame[column], units, strict=True)]
    frame["unit"] = [unit.name for unit in units]
    frame["met"] = [book.text("text.yes" if met else "text.no") for met in frame["met"]]
    sheet = book.file.get_worksheet_by_name(book.text("sheet.weather"))
    placed = write_table(book, sheet, row, frame, [
        first, *place_columns(book), Column("name", "target_name", width=30), Column("target", "target", quantity=""),
        Column("achieved", "achieved", quantity="", digits=3), Column("unit", "target_unit"),
        Column("met", "weather_met")])
    book.note(sheet, placed.last_row + 1, book.text("text.weather_targets"))


__all__ = ["weather_sheet"]
