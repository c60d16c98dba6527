"""A case as the planner wrote it: cells as text, nothing filled in, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from gridplan.case.problems import Place
from gridplan.case.schema import Table
from gridplan.case.weather_years import expected_sum


@dataclass
class RawTable:
    """The cells of one table; `cells[i][j]` is row i of `columns[j]`, `lines[i]` the row's number in the
    file."""

    table: Table
    file: str
    columns: list[str]
    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def place(self, row: int, column: str = "") -> Place:
        return Place(self.file, self.table.name, self.lines[row], column)


@dataclass
class RawSeries:
    """One hourly series in Beijing time, hours 0..8759; `lines[h]` is the row of hour h in the file."""

    name: str
    file: str
    column: str
    values: np.ndarray
    lines: np.ndarray

    def place(self, hour: int | None = None) -> Place:
        """Where the series, or the value of an hour, stands."""
        return Place(self.file, "profiles", None if hour is None else int(self.lines[hour]), self.column)

    @property
    def of_year(self) -> float:
        """Sum over a year; over several weather years the expected one."""
        return float(self.values.sum())

    @property
    def years(self) -> tuple[RawSeries, ...]:
        """The series of each weather year, where they differ."""
        return (self,)


@dataclass
class WeatherSeries(RawSeries):
    """A series of several weather years, their 8760 hours one behind the other in `values`; `parts` are the series
    they come from, the same one again where one holds for several."""

    parts: tuple[RawSeries, ...] = ()
    probabilities: tuple[float, ...] = ()

    def place(self, hour: int | None = None) -> Place:
        """Where the series, or the value of an hour counted through all weather years, stands."""
        if hour is None:
            return self.parts[0].place()
        length = len(self.parts[0].values)
        return self.parts[hour // length].place(hour % length)

    @property
    def of_year(self) -> float:
        return expected_sum(self.values, self.probabilities)

    @property
    def years(self) -> tuple[RawSeries, ...]:
        return tuple({id(one): one for one in self.parts}.values())


@dataclass
class RawScenarios:
    """The scenarios of a case as the keys of scenarios.toml (`scenario` and `grid`, each by name); `lines` is
    where each begins, by kind and name."""

    file: str
    content: dict[str, Any] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass
class RawCase:
    """Settings as the nested keys of case.toml, the tables present by name, the hourly series by name, the
    scenarios where there are any.  `weather_files` are the files with the series of one weather year, by its id.

    `faulty` are the names of series that are there but cannot be used; why has been said where they were read.
    """

    path: Path
    settings_file: str
    settings: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, RawTable] = field(default_factory=dict)
    series: dict[str, RawSeries] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    scenarios: RawScenarios | None = None
    weather_files: dict[str, str] = field(default_factory=dict)

    def add_series(self, one: RawSeries) -> RawSeries | None:
        """Take up a series; where its name is taken already, return the one that has it."""
        return None if self.series.setdefault(one.name, one) is one else self.series[one.name]
