"""A case in the making: the rows of its tables and the remarks for the planner, filled in by the `new_*`
modules."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pandas as pd

from gridplan.library.provinces import Province
from gridplan.library.tables import table

Cell = str | float | int | bool | None


@dataclass(frozen=True)
class Note:
    """A remark for the planner, in both languages."""

    zh: str
    en: str


@dataclass
class Draft:
    """Rows by table, in the order they were added, and remarks.  `years` are the planning years,
    ascending."""

    province: Province
    years: tuple[int, ...]
    tables: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def region(self) -> str:
        return self.province.id

    @property
    def first_year(self) -> int:
        return self.years[0]

    def add(self, name: str, **cells: Cell) -> None:
        """Add a row to a table; cells that say nothing (None, NaN, blank text) are left out."""
        self.tables.setdefault(name, []).append(
            {key: cell for key, cell in cells.items() if not _blank(cell)}
        )

    def rows(self, name: str) -> list[dict[str, Cell]]:
        """Rows added to a table so far, to read."""
        return self.tables.get(name, [])

    def total(self, name: str, column: str, **where: Cell) -> float:
        """Sum of a number over the rows of a table that hold the given cells; 0 where there are none."""
        chosen = [row for row in self.rows(name) if all(row.get(key) == cell for key, cell in where.items())]
        return sum(float(row.get(column) or 0.0) for row in chosen)

    def note(self, zh: str, en: str) -> None:
        """Tell the planner what was judged, merged or left out."""
        self.notes.append(Note(zh, en))


def facts_of(draft: Draft, name: str, column: str = "province") -> pd.DataFrame:
    """Rows of a library table that are about the draft's province, RangeIndex."""
    rows = table(name)
    return rows[rows[column] == draft.region].reset_index(drop=True)


def _blank(cell: Cell) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))
