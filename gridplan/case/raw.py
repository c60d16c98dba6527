"""A case as the planner wrote it: cells as text, nothing filled in, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from gridplan.case.problems import Place
from gridplan.case.schema import Table


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
        return Place(self.file, "profiles", None if hour is None else int(self.lines[hour]), self.column)


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
    scenarios where there are any.

    `faulty` are the names of series that are there but cannot be used; why has been said where they were read.
    """

    path: Path
    settings_file: str
    settings: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, RawTable] = field(default_factory=dict)
    series: dict[str, RawSeries] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    scenarios: RawScenarios | None = None

    def add_series(self, one: RawSeries) -> RawSeries | None:
        """Take up a series; where its name is taken already, return the one that has it."""
        return None if self.series.setdefault(one.name, one) is one else self.series[one.name]
