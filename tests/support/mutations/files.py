"""The files of a case as cells, before and after a change, and how they are written as a folder or a workbook."""

from __future__ import annotations

import csv
import io
import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xlsxwriter

from gridplan.case.schema import Column, schema, table_named
from gridplan.case.workbook_words import SHEETS, sheet_name

SETTINGS = "case.toml"
CURVES = "profiles"
DATE_FORMAT = "%Y-%m-%d"
Grid = list[list[str]]


class Cell(NamedTuple):
    """A cell of a table: row 0 is the first below the headings."""

    table: str
    row: int
    position: int


class Place(NamedTuple):
    """Where a problem may stand that names a change; None stands for anywhere."""

    table: str
    line: int | None = None
    column: str | None = None


@dataclass
class Files:
    """A case as text: settings, and the cells of every table (headings first).  `raw` are files given byte by byte,
    by name, which go before the cells."""

    name: str
    settings: str
    tables: dict[str, Grid]
    raw: dict[str, bytes | None] = field(default_factory=dict)

    def copy(self) -> Files:
        """A copy whose cells may be changed; hourly curves are shared until somebody changes them."""
        tables = {name: grid if name == CURVES else [list(row) for row in grid] for name, grid in self.tables.items()}
        return Files(self.name, self.settings, tables, dict(self.raw))

    def column(self, cell: Cell) -> Column:
        """The schema's column of a cell."""
        return schema().tables[cell.table].columns[self.tables[cell.table][0][cell.position]]

    def value(self, cell: Cell) -> str:
        return self.tables[cell.table][cell.row + 1][cell.position]

    def put(self, cell: Cell, text: str) -> None:
        self.tables[cell.table][cell.row + 1][cell.position] = text

    def place(self, cell: Cell) -> Place:
        """The line of the file (headings = 1) and the column of a cell."""
        return Place(cell.table, cell.row + 2, self.tables[cell.table][0][cell.position])

    def cells(self, wanted: Callable[[Column, str], bool]) -> list[Cell]:
        """Cells that hold something and whose column and text are wanted."""
        return [cell for cell, column in self._all() if self.value(cell) and wanted(column, self.value(cell))]

    def _all(self) -> Iterator[tuple[Cell, Column]]:
        for name, grid in self.tables.items():
            for position, heading in enumerate(grid[0] if name != CURVES else []):
                column = schema().tables[name].columns[heading]
                for row in range(len(grid) - 1):
                    yield Cell(name, row, position), column


@dataclass
class Change:
    """A changed case: what was done, the places that name it, whether the meaning must stay as it was, and a name
    that only became another (`renamed`: new to old)."""

    kind: str
    words: str
    files: Files
    places: tuple[Place, ...]
    same: bool = False
    renamed: dict[str, str] = field(default_factory=dict)


Mutator = Callable[[Files, random.Random], Change | None]


def one_of(dice: random.Random, cells: list[Cell]) -> Cell | None:
    """A cell at random: every table as likely as another, or the long ones would hide the short."""
    if not cells:
        return None
    table = dice.choice(sorted({cell.table for cell in cells}))
    return dice.choice([cell for cell in cells if cell.table == table])


def is_number(text: str) -> bool:
    """Whether a cell spells a number other than 0."""
    try:
        return float(text) != 0
    except ValueError:
        return False


def read_files(folder: Path) -> Files:
    """The files of a case folder; scenarios are left out."""
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path.stem] = [row for row in csv.reader(file) if any(row)]
    return Files(folder.name, (folder / SETTINGS).read_text(encoding="utf-8"), tables)


def with_curves(files: Files, curves: dict[tuple[str, str], np.ndarray]) -> Files:
    """The case with hourly curves of its own: by table and name of the row, values shape (8760,)."""
    own = files.copy()
    names = [f"own_{name}" for _table, name in curves]
    columns = [np.round(values, 6).tolist() for values in curves.values()]
    own.tables[CURVES] = [["hour", *names], *([str(hour), *map(repr, row)] for hour, row in
                                              enumerate(zip(*columns, strict=True)))]
    for table, name in curves:
        grid = own.tables[table]
        if "profile" not in grid[0]:
            grid[0].append("profile")
            for row in grid[1:]:
                row.append("")
        for row in grid[1:]:
            if row[0] == name:
                row[grid[0].index("profile")] = f"own_{name}"
    return own


def csv_text(grid: Grid) -> str:
    """Cells as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(grid)
    return text.getvalue()


class Folder:
    """A folder that holds one case and takes its changes one after another."""

    def __init__(self, path: Path, files: Files) -> None:
        self.path, self._held = path, _bytes(files)
        path.mkdir(parents=True)
        for name, data in self._held.items():
            (path / name).write_bytes(data)

    def hold(self, files: Files) -> Path:
        """Make the folder hold these files and no others; only what differs is written."""
        wanted = _bytes(files)
        for name in self._held.keys() - wanted.keys():
            (self.path / name).unlink()
        for name, data in wanted.items():
            if self._held.get(name) != data:
                (self.path / name).write_bytes(data)
        self._held = wanted
        return self.path


def _bytes(files: Files) -> dict[str, bytes]:
    found = {SETTINGS: files.settings.encode()}
    for name, grid in files.tables.items():
        found[f"{name}.csv"] = _curves_bytes(id(grid), csv_text, grid) if name == CURVES else csv_text(grid).encode()
    for name, data in files.raw.items():
        if data is None:
            found.pop(name, None)
        else:
            found[name] = data
    return found


_KEPT: dict[int, tuple[Grid, bytes]] = {}


def _curves_bytes(key: int, text: Callable[[Grid], str], grid: Grid) -> bytes:
    """Hourly curves as text, written once for as long as nobody changes them."""
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = (grid, text(grid).encode())
    return _KEPT[key][1]


def write_workbook(files: Files, path: Path) -> Path:
    """The case as a workbook as planners keep it: a sheet per table, Chinese headings, numbers as numbers."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(SHEETS["settings"]["zh"])
        sheet.write_row(0, 0, ["setting", "value"])
        for line, (key, value) in enumerate(_settings(files.settings), start=1):
            sheet.write_row(line, 0, [key, value])
        for name, grid in files.tables.items():
            title = SHEETS["profiles"]["zh"] if name == CURVES else sheet_name(schema().tables[name], "zh")
            sheet = book.add_worksheet(title)
            for line, row in enumerate(grid):
                for position, text in enumerate(row):
                    _write(sheet, line, position, _heading(name, text) if line == 0 else text, date)
    return path


@cache
def _heading(table: str, text: str) -> str:
    column = schema().tables[table].columns.get(text) if table in schema().tables else None
    return column.name_zh if column else text


def _write(sheet: Any, line: int, position: int, text: str, date: Any) -> None:
    try:
        day = datetime.strptime(text, DATE_FORMAT) if text.count("-") == 2 else None
    except ValueError:
        day = None
    if day is not None:
        sheet.write_datetime(line, position, day, date)
    elif is_number(text) and text.isascii() and text == text.strip():
        sheet.write_number(line, position, float(text))
    elif text:
        sheet.write_string(line, position, text)


def _settings(text: str) -> Iterator[tuple[str, Any]]:
    """Settings as rows of key and value, as far as their text can be read."""
    for key, value in tomllib.loads(text).items():
        if isinstance(value, dict):
            for name, entry in value.items():
                for one in entry if isinstance(entry, list) else [entry]:
                    yield f"{key}.{name}", one
        else:
            for one in value if isinstance(value, list) else [value]:
                yield key, one


def table_of(file: str) -> str:
    """The table a file or a sheet (`book.xlsx [省区]`) holds."""
    if "[" in file:
        sheet = file.split("[", 1)[1].rstrip("]")
        if sheet in (SHEETS["settings"]["zh"], SHEETS["settings"]["en"]):
            return "settings"
        if sheet in (SHEETS["profiles"]["zh"], SHEETS["profiles"]["en"]):
            return CURVES
        table = table_named(sheet)
        return table.name if table else sheet
    return "settings" if file == SETTINGS else Path(file).stem
