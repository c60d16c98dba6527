"""Filling what the planner left blank: from the schema, or from the library with the source of each
figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from gridplan.case.problems import Problem, problem
from gridplan.case.schema import Column
from gridplan.case.slips import slip_hint
from gridplan.case.tables import TRUE_WORDS, TypedTable, allowed
from gridplan.library.defaults import SELECTORS, Default, lookup

FAR_FACTOR = 4.0
FAR_FACTOR_OF = {
    ("links", "loss_share"): 20.0,
    ("stores", "existing_hours"): 8.0,
    ("stores", "variable_cost_cny_per_mwh"): 20.0,
    ("reservoirs", "storage_hours"): 20.0,
}
"""A planner's figure this many times the library's, or this small a part of it, is pointed out: in all shipped cases
and new ones of all provinces the ratio is between 0.37 and 2.5.  Some differ more between sound cases (the loss of a
short line, of a long one; costs of a few yuan)."""

ORIGIN_COLUMNS = ["table", "key", "column", "value", "basis", "source"]

Origin = dict[str, Any]


def fill(
    tables: dict[str, TypedTable], years: Sequence[int], provinces: dict[str, str]
) -> tuple[list[Origin], list[Problem]]:
    """Fill every blank cell of every table in place.

    `provinces` gives the library's province of each region.  Returns where each figure of the library came
    from, and a problem for each blank the library cannot fill.  A row for all planning years is split into
    one row per year where the library's figures differ between them.
    """
    origins: list[Origin] = []
    found: list[Problem] = []
    for result in tables.values():
        library = [column for column in result.table.columns.values() if column.required == "library"]
        for column in result.table.columns.values():
            _fill_constant(result, column)
        if not result.lines:
            continue
        _split_years(result, library, years, provinces)
        figures = _Library(result, provinces)
        for column in library:
            added, faults = _fill_column(result, column, years, figures)
            origins += added
            found += faults
        found += _far_from_library(result, library, years, figures)
    return origins, found


def key_of(result: TypedTable, row: int) -> str:
    """Readable name of a row: its key columns, and its year if it has one."""
    names = [*result.table.key, *(["year"] if "year" in result.table.columns else [])]
    values = [result.frame.at[row, name] for name in names]
    return " ".join(str(value) for value in values if not pd.isna(value) and str(value))


class _Library:
    """The library's figures for the rows of a table, which are read once: cell by cell took most of filling.

    Args:
        result: the table; its selector, regions and years stay as they are.
        provinces: the library's province of each region.
    """

    def __init__(self, result: TypedTable, provinces: dict[str, str]) -> None:
        frame, nothing = result.frame, [""] * len(result.frame)
        self._table, self._bad = result.table.name, result.bad
        self._selector = SELECTORS.get(self._table, "")
        self._technologies = frame[self._selector].tolist() if self._selector else nothing
        self._provinces = [provinces.get(str(region), "") for region in frame["region"].tolist()] \
            if "region" in frame else nothing
        self._years = frame["year"].tolist() if "year" in frame else [pd.NA] * len(frame)

    def figure(self, row: int, column: Column, year: int) -> Default | None:
        """The figure for a row; `year` is used where the row names none."""
        own_year = self._years[row]
        when = year if pd.isna(own_year) else int(own_year)
        return lookup(self._table, column.name, str(self._technologies[row]), self._provinces[row], when)

    def is_unknown(self, row: int) -> bool:
        """Whether the cell that selects the default is itself wrong, so that its blank is not the planner's fault."""
        return bool(self._selector) and (not self._technologies[row] or (row, self._selector) in self._bad)


def _blanks(result: TypedTable, column: Column) -> list[int]:
    """Rows in which a column holds nothing, those left out whose cell could not be read."""
    return [row for row, value in enumerate(result.frame[column.name].tolist())
            if (value is None or pd.isna(value) or value == "") and (row, column.name) not in result.bad]


def _split_years(
    result: TypedTable, library: list[Column], years: Sequence[int], provinces: dict[str, str]
) -> None:
    """Give a row for all years one copy per planning year where a blank of it takes figures that change."""
    if len(years) < 2 or "year" not in result.frame:
        return
    pieces: list[tuple[int, int | None]] = []
    blank = {column.name: set(_blanks(result, column)) for column in library}
    figures = _Library(result, provinces)
    for row in range(len(result.frame)):
        columns = [column for column in library if row in blank[column.name]]
        if pd.isna(result.frame.at[row, "year"]) and _figures_change(figures, row, columns, years):
            pieces += [(row, year) for year in _years_left(result, row, years)]
        else:
            pieces.append((row, None))
    if all(year is None for _, year in pieces):
        return
    frame = result.frame.iloc[[row for row, _ in pieces]].reset_index(drop=True)
    for position, (_, year) in enumerate(pieces):
        if year is not None:
            frame.at[position, "year"] = year
    result.frame = frame
    result.bad = {
        (position, name) for position, (row, _) in enumerate(pieces) for bad, name in result.bad if bad == row
    }
    result.given = {
        (position, name)
        for position, (row, _) in enumerate(pieces)
        for given, name in result.given
        if given == row
    }
    result.lines = [result.lines[row] for row, _ in pieces]


def _figures_change(figures: _Library, row: int, blank: list[Column], years: Sequence[int]) -> bool:
    """Whether the library's figures for the blank columns of a row differ between planning years."""
    for column in blank:
        by_year = [figures.figure(row, column, year) for year in years]
        if len({str(figure.value) if figure else None for figure in by_year}) > 1:
            return True
    return False


def _years_left(result: TypedTable, row: int, years: Sequence[int]) -> list[int]:
    """Planning years for which the row's key has no row of its own."""
    keys = list(result.table.key)
    same = (result.frame[keys] == result.frame.loc[row, keys]).all(axis=1)
    own = set(result.frame.loc[same, "year"].dropna().astype(int))
    return [year for year in years if year not in own]


def _fill_column(
    result: TypedTable, column: Column, years: Sequence[int], figures: _Library
) -> tuple[list[Origin], list[Problem]]:
    origins: list[Origin] = []
    found: list[Problem] = []
    for row in _blanks(result, column):
        if figures.is_unknown(row):
            continue
        figure = figures.figure(row, column, years[0])
        if figure is None:
            if _needed(result, row, column):
                found.append(_no_figure(result, row, column))
            continue
        result.frame.at[row, column.name] = figure.value
        if isinstance(figure.value, float) and math.isnan(figure.value):
            continue
        origins.append(
            {
                "table": result.table.name,
                "key": key_of(result, row),
                "column": column.name,
                "value": str(figure.value) if isinstance(figure.value, str) else f"{figure.value:g}",
                "basis": figure.basis,
                "source": figure.source,
            }
        )
    return origins, found


def _needed(result: TypedTable, row: int, column: Column) -> bool:
    """Whether a blank matters: the slack price of a target that is only reported does not."""
    return not (
        column.table == "policies" and column.name == "slack_price" and not result.frame.at[row, "enforce"]
    )


def _no_figure(result: TypedTable, row: int, column: Column) -> Problem:
    subject = " ".join(
        str(result.frame.at[row, name])
        for name in (SELECTORS.get(result.table.name), "region")
        if name and name in result.frame and result.frame.at[row, name]
    )
    return problem(
        "no_default",
        result.place(row, column.name),
        subject=subject or key_of(result, row),
        **allowed(column),
    )


def _fill_constant(result: TypedTable, column: Column) -> None:
    """Fill blanks with the schema's default, and give booleans their type."""
    if not result.lines and column.type != "boolean":
        return
    values = result.frame[column.name]
    if column.type == "boolean":
        default = column.default in TRUE_WORDS
        filled = [default if value is None or pd.isna(value) else bool(value) for value in values.tolist()]
        result.frame[column.name] = pd.Series(filled, dtype="bool", index=values.index)
    elif column.default and column.is_number:
        if values.isna().any():
            result.frame[column.name] = values.fillna(float(column.default))
    elif column.default and "" in values.tolist():
        result.frame[column.name] = values.where(values != "", column.default)


def _far_from_library(
    result: TypedTable, library: list[Column], years: Sequence[int], figures: _Library
) -> list[Problem]:
    """A planner's own figure an order of magnitude away from the library's is likely in another unit."""
    found = []
    for column in library:
        if not column.is_number or column.table == "policies":
            continue
        for row, value in enumerate(result.frame[column.name].tolist()):
            if not value or math.isnan(value) or (row, column.name) not in result.given:
                continue
            figure = figures.figure(row, column, years[0])
            usual = figure.value if figure and isinstance(figure.value, float) else math.nan
            if not usual or math.isnan(usual):
                continue
            times = value / usual
            far = FAR_FACTOR_OF.get((column.table, column.name), FAR_FACTOR)
            if not 1 / far < abs(times) < far:
                details = {"times": f"{times:.3g}", "figure": f"{usual:g}", "unit": column.unit}
                low, high = sorted((usual / far, usual * far))
                # What no cell of the column may hold was not meant.
                low = low if column.minimum is None else max(low, column.minimum)
                high = high if column.maximum is None else min(high, column.maximum)
                details |= slip_hint(value, low, high, column.unit)
                found.append(problem("far_from_library", result.place(row, column.name), value, **details))
    return found
