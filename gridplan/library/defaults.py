"""Default figures of a case, each with range, source and basis.

`data/defaults.csv` holds one row per figure.  A row may be for one technology, one province and from one
year on; blanks hold for all.  The most specific row wins: province before blank, then technology before
blank, then the latest year not after the planning year, then a blank year.  Policy rows take sense and
slack price from `data/metrics.csv`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from gridplan.library.errors import LibraryError
from gridplan.library.tables import table

JUDGEMENT = "engineering judgement, unsourced"

# The column of a case table whose value selects the technology of a default; tables not named have none.
SELECTORS = {
    "cohorts": "technology",
    "retrofits": "state",
    "renewables": "technology",
    "reservoirs": "technology",
    "stores": "technology",
    "response": "kind",
    "loads": "kind",
    "fuels": "fuel",
    "capacity_price": "technology",
    "policies": "metric",
    "chp": "state",
    "heat_sources": "kind",
}


@dataclass(frozen=True)
class Default:
    """A default: `value` in `unit` (text for names; NaN where the row says "does not apply"), its
    plausible range `low`..`high` (NaN where none), where it comes from, and what it was written for
    (blank = any)."""

    table: str
    column: str
    technology: str
    region: str
    year: int | None
    value: float | str
    low: float
    high: float
    unit: str
    source: str
    basis: str
    note: str


def lookup(table: str, column: str, technology: str, region: str, year: int) -> Default | None:
    """The default of a column for a technology ("" = none), a province id ("" = none) and a planning
    year, or None where the library has no figure.

    A region of a case that stands for a province must be given as that province.
    """
    figures = _figures().get((table, column))
    if figures is None:
        return None
    for place in dict.fromkeys((region, "")):
        for kind in dict.fromkeys((technology, "")):
            dated = figures.get((place, kind), ())
            # Sorted latest first with the undated row last, so the first in force is the most specific.
            for default in dated:
                if default.year is None or default.year <= year:
                    return default
    return None


@cache
def _figures() -> dict[tuple[str, str], dict[tuple[str, str], tuple[Default, ...]]]:
    """Defaults by (table, column), then by (region, technology), latest year first, undated last."""
    grouped: dict[tuple[str, str], dict[tuple[str, str], list[Default]]] = {}
    for default in [*_from_table(), *_from_metrics()]:
        places = grouped.setdefault((default.table, default.column), {})
        same = places.setdefault((default.region, default.technology), [])
        if any(other.year == default.year for other in same):
            raise LibraryError(
                f"defaults.csv: {default.table}.{default.column} occurs twice for "
                f"technology {default.technology!r}, region {default.region!r}, year {default.year}"
            )
        same.append(default)
    return {
        column: {key: tuple(sorted(rows, key=_latest_first)) for key, rows in places.items()}
        for column, places in grouped.items()
    }


def _latest_first(default: Default) -> float:
    return math.inf if default.year is None else -default.year


def _from_table() -> list[Default]:
    texts = _text_columns()
    defaults = []
    for row in table("defaults").to_dict("records"):
        place = (row["table"], row["column"])
        value = row.pop("value")
        year = row.pop("year")
        defaults.append(
            Default(
                **row,
                value=value if place in texts else _number(value, place),
                year=None if pd.isna(year) else int(year),
            )
        )
    return defaults


def _number(cell: str, place: tuple[str, str]) -> float:
    if cell == "":
        return math.nan
    try:
        return float(cell)
    except ValueError as error:
        raise LibraryError(f"defaults.csv: {'.'.join(place)} is {cell!r}, not a number") from error


def _text_columns() -> set[tuple[str, str]]:
    schema = table("schema")
    numeric = schema["type"].isin(["number", "integer", "year"])
    return set(zip(schema.loc[~numeric, "table"], schema.loc[~numeric, "column"], strict=True))


def _from_metrics() -> list[Default]:
    defaults = []
    for row in table("metrics").to_dict("records"):
        common: dict[str, Any] = {"table": "policies", "technology": row["metric"], "region": ""}
        common |= {"year": None, "low": math.nan, "high": math.nan}
        defaults.append(
            Default(
                **common,
                column="sense",
                value=row["sense"],
                unit="",
                source="metrics.csv",
                basis="derived",
                note="sense in which such targets are written",
            )
        )
        if not math.isnan(row["slack_price"]):
            defaults.append(
                Default(
                    **common,
                    column="slack_price",
                    value=row["slack_price"],
                    unit=row["slack_unit"],
                    source=JUDGEMENT,
                    basis="judgement",
                    note="high enough that a target is missed only when it cannot be met",
                )
            )
    return defaults
