"""A case in memory, complete and checked: what the model is built from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.problems import Problem
from gridplan.case.schema import schema
from gridplan.case.settings import EXPECTED, Settings
from gridplan.case.weather_years import TABLE as WEATHER_YEARS
from gridplan.case.weather_years import WeatherYear, expected_sum, probabilities_of, weather_years_of


@dataclass(frozen=True)
class Case:
    """A case with every column of the schema present and every default filled in.

    `tables`: number -> float64 (NaN = does not apply), boolean -> bool, text -> str ("" = blank), year ->
    Int64 (NA = every year); RangeIndex.  `profiles`: one float column per series over `hour` 0..8759.
    `origins`: table, key, column, value, basis, source of every filled-in value.  Units stand in the column
    names; GW, TWh, CNY.  With several weather years `profiles` has 8760 hours for each, one behind the other.
    """

    path: Path
    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    profiles: pd.DataFrame
    origins: pd.DataFrame
    warnings: list[Problem]
    fingerprint: str
    _rows: dict[tuple[str, int], pd.DataFrame] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def weather_years(self) -> tuple[WeatherYear, ...]:
        """The weather years of the case, of which `profiles` holds 8760 hours each, one behind the other."""
        return weather_years_of(self.tables.get(WEATHER_YEARS), self.settings.weather_seed)

    @property
    def probabilities(self) -> tuple[float, ...]:
        """Probability of each weather year."""
        return probabilities_of(self.weather_years)

    def sum_of_year(self, hourly: np.ndarray) -> float:
        """Sum over a year of an hourly series of the case, the expected value over the weather years."""
        return expected_sum(hourly, self.probabilities)

    def rows(self, table: str, year: int) -> pd.DataFrame:
        """Rows of a table in force in a planning year, indexed by the table's key (columns are kept; the
        index has no name).  A row for the year goes before one for every year.  Two-part keys (retrofits:
        cohort and state; fuels: fuel and region) give a two-level index.

        Raises KeyError for an unknown table, ValueError for a year that is no planning year of the case.
        """
        # A frame of its own for each caller; nothing is copied until one writes to it.
        return self._held(table, year).copy(deep=False)

    def column(self, table: str, year: int, name: str) -> list[tuple[Any, Any]]:
        """(key, value) of one column of the rows in force; raises as ``rows`` does."""
        frame = self._held(table, year)
        return list(zip(frame.index.tolist(), frame[name].tolist(), strict=True))

    def _held(self, table: str, year: int) -> pd.DataFrame:
        if (table, year) not in self._rows:
            self._rows[table, year] = self._in_force(table, year)
        return self._rows[table, year]

    def _in_force(self, table: str, year: int) -> pd.DataFrame:
        if year not in self.settings.years:
            raise ValueError(f"{year} is no planning year of the case: {self.settings.years}")
        frame = self.tables[table]
        key = list(schema().tables[table].key)
        if frame.empty:  # as most tables of a case are
            return frame.set_axis(_nobody(len(key)), axis=0)
        if "year" in frame and frame["year"].notna().any():
            dated = frame[(frame["year"] == year).fillna(False).to_numpy(dtype=bool)]
            every = frame[frame["year"].isna()]
            own = pd.MultiIndex.from_frame(dated[key])
            frame = pd.concat([dated, every[~pd.MultiIndex.from_frame(every[key]).isin(own)]]).sort_index()
        index = pd.Index(frame[key[0]].tolist(), dtype="object")
        if len(key) > 1:
            index = pd.MultiIndex.from_arrays([frame[name].tolist() for name in key])
        return frame.set_axis(index, axis=0)


@cache
def _nobody(parts: int) -> pd.Index:
    """The index of a table without rows, by the number of its key's columns."""
    return pd.MultiIndex.from_arrays([[]] * parts) if parts > 1 else pd.Index([], dtype="object")


def fingerprint(settings: Settings, tables: Mapping[str, pd.DataFrame], profiles: pd.DataFrame) -> str:
    """sha256 over what a run depends on.  The order of files, columns, rows and series, spelling of
    numbers, line endings and the planner's notes do not change it."""
    digest = hashlib.sha256()
    # HiGHS goes unnamed, as it did before there was another.
    named = {"name"} if settings.solver.name == "highs" else set()
    # So does the expected cost, with which all cases were planned before there was another.
    plain = {"risk": True} if settings.risk == EXPECTED else {}
    digest.update(settings.model_dump_json(exclude={"notes": True, "solver": named, **plain}).encode())
    for name in sorted(tables):
        frame = tables[name]
        columns = sorted(frame.columns)
        cells = ([_plain(value) for value in frame[column].tolist()] for column in columns)
        rows = sorted("\x1f".join(row) for row in zip(*cells, strict=True))
        digest.update("\x1e".join([name, *columns, *rows]).encode())
    for name in sorted(profiles.columns):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(profiles[name].to_numpy(dtype="<f8")).tobytes())
    return digest.hexdigest()


def _plain(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return repr(float(value)) if isinstance(value, float) else str(value)


def with_risk(case: Case, risk: str) -> Case:
    """The case with another risk over its weather years; ValueError for one that is unknown (`settings.risk_level`)."""
    settings = Settings.model_validate(case.settings.model_dump() | {"risk": risk})
    return replace(case, settings=settings, fingerprint=fingerprint(settings, case.tables, case.profiles))
