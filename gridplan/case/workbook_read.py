"""Reading a case from one Excel workbook."""

from __future__ import annotations

import zipfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from gridplan.case.grid import Grid, as_table
from gridplan.case.problems import CaseError, Place, Problem, problem
from gridplan.case.raw import RawCase
from gridplan.case.read import add_series
from gridplan.case.safety import MOST_CELLS, MOST_LINES, MOST_ROWS, unsafe_workbook
from gridplan.case.scenario_file import scenarios_of
from gridplan.case.schema import schema, table_named
from gridplan.case.series_read import read_series
from gridplan.case.settings import setting_fields
from gridplan.case.spelling import closest
from gridplan.case.workbook_merged import merged_cells, merged_ranges
from gridplan.case.workbook_words import SHEETS, is_private, special_sheet

BROKEN = (InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, TypeError, ValueError,
          OSError, SyntaxError, NotImplementedError, RuntimeError)
"""What reading a workbook that is torn, locked by a password or written wrongly ends in; its parts are read as they are
needed, so that it may come late."""


def read_workbook(path: Path) -> tuple[RawCase, list[Problem]]:
    """The cells of a case workbook, and every fault of its sheets, headings and hourly series.

    Sheets and headings may be in either language; a planner's own sheets begin with `#`.
    Raises CaseError when the file is no workbook.
    """
    try:
        unsafe = unsafe_workbook(path)
    except BROKEN as error:
        raise CaseError([problem("workbook_unreadable", Place(path.name), reason=str(error))]) from error
    if unsafe is not None:
        raise CaseError([unsafe])
    raw = RawCase(path.resolve(), f"{path.name} [{SHEETS['settings']['zh']}]")
    grids, found, merged = _grids(path)
    seen_settings = False
    for sheet, grid in grids.items():
        special, table = special_sheet(sheet), table_named(sheet)
        if special == "settings":
            raw.settings_file, seen_settings = grid.file, True
            faults = _read_settings(raw, grid)
        elif special == "profiles":
            faults = add_series(raw, read_series(grid, None)) if grid.rows else []
        elif special == "scenarios":
            raw.scenarios, faults = scenarios_of(grid)
        elif special == "readme":
            continue
        elif table is None:
            known = [*schema().tables, *(table.title_zh for table in schema().tables.values())]
            faults = (
                [problem("sheet_unknown", Place(grid.file), **closest(sheet, known))] if grid.rows else []
            )
        elif table.name in raw.tables:
            faults = [problem("file_twice", Place(grid.file, table.name), other=raw.tables[table.name].file)]
        else:
            raw.tables[table.name], faults = as_table(grid, table)
            faults = [*merged_cells(merged.get(sheet, []), grid, table.name), *faults]
        found += faults
    if not seen_settings:
        found.append(problem("settings_missing", Place(path.name, "settings")))
    return raw, found


def _grids(path: Path) -> tuple[dict[str, Grid], list[Problem], dict[str, list[str]]]:
    """The cells of every sheet that is ours to read, as text (formulas by the results Excel stored), the faults of
    these, and the merged ranges of each sheet."""
    plain, formulas, merged = _sheets(path, values=False)
    if not formulas:
        return plain, [], merged
    computed = _sheets(path, values=True)[0]
    found = []
    for sheet, line, position in formulas:
        grid = computed[sheet]
        row = grid.rows[grid.lines.index(line)] if line in grid.lines else []
        if position >= len(row) or not row[position]:
            header = grid.rows[0][position] if grid.rows and position < len(grid.rows[0]) else ""
            found.append(problem("formula_uncomputed", Place(grid.file, sheet, line, header)))
    return computed, found, merged


Sheets = tuple[dict[str, Grid], list[tuple[str, int, int]], dict[str, list[str]]]
"""Cells by sheet, the (sheet, row, position) of the formulas when they are read as such, and merged ranges by sheet."""


def _sheets(path: Path, values: bool) -> Sheets:
    try:
        return _read_sheets(path, values)
    except BROKEN as error:
        raise CaseError([problem("workbook_unreadable", Place(path.name), reason=str(error))]) from error


def _read_sheets(path: Path, values: bool) -> Sheets:
    book = openpyxl.load_workbook(path, read_only=True, data_only=values)
    grids: dict[str, Grid] = {}
    formulas: list[tuple[str, int, int]] = []
    merged: dict[str, list[str]] = {}
    try:
        for sheet in book.worksheets:
            if is_private(sheet.title):
                continue
            grid, filled = Grid(f"{path.name} [{sheet.title}]"), 0
            # The size a sheet states of itself may be anything; rows come as they are.
            sheet.reset_dimensions()
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                filled += len(cells)
                if len(grid.rows) > MOST_ROWS or filled > MOST_CELLS or line > MOST_LINES:
                    raise CaseError([problem("file_too_long", Place(grid.file), most=MOST_ROWS)])
                formulas += [(sheet.title, line, p) for p, cell in enumerate(cells) if cell.data_type == "f"]
                _add_row(grid, line, [cell_text(cell.value) for cell in cells])
            _pad(grid)
            grids[sheet.title] = grid
            # A sheet that is read row by row does not tell of them.
            merged[sheet.title] = merged_ranges(path, sheet._worksheet_path)
    finally:
        book.close()
    return grids, formulas, merged


def _add_row(grid: Grid, line: int, cells: list[str]) -> None:
    if any(cell.strip() for cell in cells):
        grid.rows.append(cells)
        grid.lines.append(line)


def _pad(grid: Grid) -> None:
    """Rows of one length: a sheet leaves out what is blank at the end of a row."""
    width = max((len(row) for row in grid.rows), default=0)
    while width and not any(row[width - 1].strip() for row in grid.rows if len(row) >= width):
        width -= 1
    grid.rows = [[*row, *[""] * (width - len(row))][:width] for row in grid.rows]


def cell_text(value: Any) -> str:
    """A cell as the text a CSV file would hold; numbers with every digit they have."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.hour or value.minute else value.date().isoformat()
    return str(value).replace("\r\n", "\n")


def _read_settings(raw: RawCase, grid: Grid) -> list[Problem]:
    """The settings sheet: key and value in the first two columns, lists as repeated keys."""
    fields = setting_fields()
    for row in grid.rows[1:]:
        key, value = row[0].strip(), row[1] if len(row) > 1 else ""
        if not key or not value.strip():
            continue
        section, _, name = key.rpartition(".")
        target = raw.settings.setdefault(section, {}) if section else raw.settings
        kind = str(fields[key].annotation) if key in fields else ""
        entry = _entry(value, kind)
        if kind.startswith("list"):
            target.setdefault(name, []).append(entry)
        else:
            target[name] = entry
    return []


def _entry(text: str, kind: str) -> Any:
    """A setting's value: a number where the setting is one and the text spells it, else the text."""
    if "int" in kind or "float" in kind:
        for convert in (int, float):
            try:
                return convert(text)
            except ValueError:
                continue
    return text
