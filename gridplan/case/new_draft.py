"""A case in the making: the rows of its tables and the remarks for the planner, filled in by the `new_*`
modules."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    """Rows by table, in the order they were added, and remarks.  `years` are the planning years, ascending;
    `members` the provinces planned together with this one, whose lines to it are not the outside's."""

    province: Province
    years: tuple[int, ...]
    tables: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    members: frozenset[str] = frozenset()

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


@dataclass(frozen=True)
class Fleet:
    """A capacity (GW) of the library and the month it was counted in: `month` 12 is the end of the year."""

    capacity_gw: float
    year: int
    month: int
    note: str = ""

    @property
    def date_zh(self) -> str:
        return f"{self.year}年底" if self.month == 12 else f"{self.year}年{self.month}月"

    @property
    def date_en(self) -> str:
        return f"end {self.year}" if self.month == 12 else f"{self.year}-{self.month:02d}"

    def years_until_end_of(self, year: int) -> float:
        """Years from the count to the end of a year; 0 where the count is later."""
        return max(0.0, year - self.year + 1 - self.month / 12)


NO_FLEET = Fleet(0.0, 2023, 12)


def latest_fleet(draft: Draft, technologies: Sequence[str]) -> Fleet:
    """Latest count of a fleet that is not later than the first planning year, under any of the names given; of
    the same month the preferred figure, then the first name.  Nothing at the register's date where there is none."""
    fleet = facts_of(draft, "fleet")
    rows = fleet[fleet["technology"].isin(technologies) & fleet["year"].le(draft.first_year)]
    if not len(rows):
        return NO_FLEET
    best = (
        rows.assign(order=rows["technology"].map(list(technologies).index))
        .sort_values(["as_of", "preferred", "order"], ascending=[False, False, True])
        .iloc[0]
    )
    year, month = (int(part) for part in str(best["as_of"]).split("-")[:2])
    return Fleet(float(best["capacity_gw"]), year, month, str(best["note"]))


def facts_of(draft: Draft, name: str, column: str = "province") -> pd.DataFrame:
    """Rows of a library table that are about the draft's province, RangeIndex."""
    rows = table(name)
    return rows[rows[column] == draft.region].reset_index(drop=True)


def _blank(cell: Cell) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))
