"""A case as rows of text that may be renamed, joined with others and taken apart again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gridplan.case.load import problems_of
from gridplan.case.new_draft import Draft
from gridplan.case.new_write import cell_text, settings_of
from gridplan.case.problems import CaseError, Place, Problem, errors, problem
from gridplan.case.raw import RawCase, RawSeries, RawTable
from gridplan.case.read import read_raw
from gridplan.case.schema import Column, schema
from gridplan.case.settings import Settings, read_settings
from gridplan.library.errors import LibraryError
from gridplan.library.provinces import province

Row = dict[str, str]
"""Cells of a row by column; blank ones are left out."""

OUTSIDE = "outside"
LISTS = {("store_groups", "stores"): "stores", ("replacement", "from"): "cohorts"}
"""Columns that list ids of another table, parted by blanks."""


@dataclass
class Part:
    """One case to be joined or taken apart.

    `name` is what messages call it; `settings` are the nested keys of case.toml as written, `read` the same checked.
    """

    name: str
    settings: dict[str, Any]
    read: Settings
    tables: dict[str, list[Row]] = field(default_factory=dict)
    series: dict[str, RawSeries] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """Rows of a table; none where the case has no such table."""
        return self.tables.get(table, [])

    @property
    def regions(self) -> list[str]:
        """Regions in the case's order, supply bases among them."""
        return list(dict.fromkeys(row["region"] for row in self.rows("regions")))

    @property
    def bases(self) -> dict[str, str]:
        """Supply bases with the province on whose ground they stand."""
        return {row["region"]: row.get("counted_in", OUTSIDE) for row in self.rows("bases")}

    @property
    def provinces(self) -> list[str]:
        """Regions that are no supply base."""
        return [region for region in self.regions if region not in self.bases]

    def region_name(self, region: str, lang: str) -> str:
        """What a region is called: its own name, the library's, or its id."""
        row = next(row for row in self.rows("regions") if row["region"] == region)
        if row.get(f"name_{lang}"):
            return row[f"name_{lang}"]
        try:
            known = province(row.get("province") or region)
        except LibraryError:
            return region
        return known.name_zh if lang == "zh" else known.name_en


def read_part(path: Path | str, lang: str | None = None) -> Part:
    """The rows of a case, checked as a case of its own.

    Raises CaseError with every fault of it; the files are named with the case they belong to.
    """
    raw, found = read_raw(path)
    found = problems_of(raw, found)
    name = raw.path.stem if raw.path.suffix else raw.path.name
    settings, _faults = read_settings(raw.settings, raw.settings_file)
    if settings is None or errors(found):
        spoken = lang or (settings.language if settings else "zh")
        raise CaseError([replace(one, file=f"{name}/{one.file}") for one in found], spoken)
    tables = {table: rows_of(given) for table, given in raw.tables.items()}
    return Part(name, raw.settings, settings, tables, dict(raw.series))


def part_of_draft(draft: Draft, lang: str) -> Part:
    """The rows of a new case of a province."""
    known = schema().tables
    tables = {
        table: [{column: cell_text(row, column) for column in known[table].columns if column in row} for row in rows]
        for table, rows in draft.tables.items()
    }
    settings = settings_of(draft, f"{draft.region}-{draft.years[-1]}", lang)
    read, faults = read_settings(settings, "case.toml")
    if read is None:
        raise ValueError(f"settings of a new case are wrong: {faults}")
    return Part(draft.region, settings, read, tables)


def weather_names(part: Part) -> set[str]:
    """Ids of the weather years of a part."""
    return {row["weather_year"] for row in part.rows("weather_years")}


def base_name(series: str, weather: set[str]) -> str:
    """The name by which cells call a series: without the weather year that one of a single weather year has."""
    base, _mark, year = series.rpartition("@")
    return base if base and year in weather else series


def rows_of(raw: RawTable) -> list[Row]:
    """Rows of a table with their cells that hold anything."""
    return [
        {column: cell.strip() for column, cell in zip(raw.columns, cells, strict=True) if cell.strip()}
        for cells in raw.cells
    ]


def raw_of(part: Part, folder: Path) -> RawCase:
    """The part as a case that can be checked and written to a folder."""
    raw = RawCase(folder, "case.toml", dict(part.settings), series=dict(part.series))
    for name, table in schema().tables.items():
        rows = part.rows(name)
        if not rows:
            continue
        columns = list(table.columns)
        cells = [[row.get(column, "") for column in columns] for row in rows]
        raw.tables[name] = RawTable(table, f"{name}.csv", columns, cells, list(range(2, len(cells) + 2)))
    return raw


def limits_of_several(part: Part, rule: str) -> list[Problem]:
    """Growth ceilings that add up all regions of a case of several, each a fault by ``rule``: beside other regions, or
    without these, they would be another ceiling."""
    return [problem(rule, Place(f"{part.name}/build_limits.csv", "build_limits", None, "region"), row["technology"],
                    regions=", ".join(part.regions))
            for row in part.rows("build_limits") if not row.get("region") and len(part.regions) > 1]


def own_key(table: str) -> Column | None:
    """The column by which a table names things of its own; None where its rows are about things of another."""
    first = next(iter(schema().tables[table].columns.values()))
    return first if _names_its_own(first) else None


def _names_its_own(column: Column) -> bool:
    """Whether a key is an id that a planner makes up, rather than one of a list (a technology)."""
    return column.type == "key" and not column.choices


Rename = Callable[[str, str], str]
"""(table, id) to the id it gets."""


def renamed(part: Part, rename: Rename, series_names: Mapping[str, str]) -> Part:
    """The part with new ids, wherever they are named; `rename` gets the table that owns the id."""
    tables = {name: [_renamed_row(name, row, rename, series_names) for row in rows]
              for name, rows in part.tables.items()}
    series = {series_names.get(name, name): replace(one, name=series_names.get(name, name))
              for name, one in part.series.items()}
    return Part(part.name, part.settings, part.read, tables, series)


def _renamed_row(table: str, row: Row, rename: Rename, series_names: Mapping[str, str]) -> Row:
    return {column: _renamed_cell(table, column, cell, row, rename, series_names) for column, cell in row.items()}


def _renamed_cell(table: str, column: str, cell: str, row: Row, rename: Rename,
                  series_names: Mapping[str, str]) -> str:
    described = schema().tables[table].columns[column]
    if described.type == "profile":
        return series_names.get(cell, cell)
    if (table, column) in LISTS:
        return " ".join(rename(LISTS[table, column], one) for one in cell.split())
    owner = owner_of(table, described, row)
    return rename(owner, cell) if owner else cell


def owner_of(table: str, column: Column, row: Row) -> str:
    """The table whose ids a cell names; blank where it names none."""
    if _names_its_own(column):
        return table
    if column.type == "region_or_outside":
        return "regions"
    if column.reference is not None:
        return column.reference[0]
    if (table, column.name) == ("policies", "subject"):
        return str(schema().metrics[row["metric"]].subject_table or "")
    if (table, column.name) == ("retirements", "asset"):
        return row["table"]
    return ""


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows without repetition, in the order they came."""
    kept: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        kept.setdefault(tuple(sorted(row.items())), row)
    return list(kept.values())
