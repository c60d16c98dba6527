"""Cells of a CSV file or of a sheet, each row with its number, before anybody asks what they mean."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawTable
from gridplan.case.safety import MOST_CELLS, MOST_ROWS
from gridplan.case.schema import Column, Table
from gridplan.case.spelling import closest
from gridplan.library.csv_text import unguarded

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass
class Grid:
    """Rows of text with their numbers in the file (first row = 1); wholly blank rows are left out."""

    file: str
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read_csv(path: Path, file: str, table: str = "") -> tuple[Grid, list[Problem]]:
    """The cells of a CSV file: UTF-8 with or without byte order mark, or GBK with a warning.

    The apostrophe that keeps text from being a formula is not part of it (`gridplan.library.csv_text`).
    """
    place = Place(file, table)
    text, found = decoded(path.read_bytes(), place)
    if text is None:
        return Grid(file), found
    grid = Grid(file)
    # Without these no cell holds anything but what is to be read: hourly series have a hundred thousand of them.
    plain = "'" not in text and not ("\r" in text and '"' in text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = filled = 0
    try:
        for cells in reader:
            filled += len(cells)
            if reader.line_num > MOST_ROWS or filled > MOST_CELLS:
                return Grid(file), [*found, problem("file_too_long", place, most=MOST_ROWS)]
            if any(map(str.strip, cells)):
                grid.rows.append(cells if plain else [
                    unguarded(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in cells])
                grid.lines.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        return Grid(file), [*found, problem("quote_open", Place(file, table, before + 1), reason=str(error))]
    return grid, found


def decoded(data: bytes, place: Place) -> tuple[str | None, list[Problem]]:
    """Text of a file, its encoding guessed between the two that Chinese programs write."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), [problem("encoding_gbk", place)]
    except UnicodeDecodeError:
        return None, [problem("encoding_unknown", place)]


def as_table(grid: Grid, table: Table) -> tuple[RawTable, list[Problem]]:
    """The cells under the schema's column ids, and every fault of the headings and of the rows' lengths."""
    raw = RawTable(table, grid.file, [])
    if not grid.rows:
        return raw, []
    header, header_line = grid.rows[0], grid.lines[0]
    mark = _other_separator(header)
    if mark is not None:
        place = Place(grid.file, table.name, header_line)
        return raw, [problem("separator", place, mark_en=mark[0], mark_zh=mark[1])]
    body = list(zip(grid.rows[1:], grid.lines[1:], strict=True))
    place = Place(grid.file, table.name, header_line)
    columns, found = _columns(header, [row for row, _ in body], table, place)
    kept = [position for position, column in enumerate(columns) if column is not None]
    raw.columns = [column.name for column in columns if column is not None]
    if body and is_unit_row(body[0][0], columns):
        body = body[1:]
    for cells, line in body:
        surplus = any(cell.strip() for cell in cells[len(header) :])
        place = Place(grid.file, table.name, line)
        if len(cells) < len(header) or surplus:
            found.append(problem("row_length", place, cells=len(cells), columns=len(header)))
            continue
        raw.cells.append([cells[position] for position in kept])
        raw.lines.append(line)
        for column, cell in zip(raw.columns, raw.cells[-1], strict=True):
            if UNPRINTABLE.search(cell):
                found.append(problem("control_character", place.at(column), ascii(cell)))
    return raw, found


SEPARATORS = {";": ("semicolons", "分号"), "\t": ("tabs", "制表符"), "，": ("full-width commas", "全角逗号")}


def _other_separator(header: list[str]) -> tuple[str, str] | None:
    """What stands between the headings where it is no comma: its name in both languages."""
    if len(header) > 1:
        return None
    return next((names for mark, names in SEPARATORS.items() if header[0].count(mark) > 1), None)


def _columns(
    header: list[str], body: list[list[str]], table: Table, place: Place
) -> tuple[list[Column | None], list[Problem]]:
    """The schema column of each heading (None: to be left out), and the faults of the headings."""
    columns: list[Column | None] = []
    found: list[Problem] = []
    seen: set[str] = set()
    for position, heading in enumerate(header):
        column = table.heading(heading)
        if not heading.strip():
            if any(len(cells) > position and cells[position].strip() for cells in body):
                found.append(problem("column_unnamed", place, position=position + 1))
        elif column is None:
            known = [*table.columns, *(other.name_zh for other in table.columns.values())]
            found.append(problem("column_unknown", place.at(heading.strip()), **closest(heading, known)))
        elif column.name in seen:
            found.append(problem("column_twice", place.at(column.name)))
            column = None
        if column is not None:
            seen.add(column.name)
        columns.append(column)
    found += [
        problem("column_missing", place.at(column.name))
        for column in table.columns.values()
        if column.required == "yes" and column.name not in seen
    ]
    return columns, found


UNIT_MARKS = ("unit", "units", "单位")


def is_unit_row(cells: list[str], columns: list[Column | None]) -> bool:
    """Whether the row under the headings only repeats the units, as in the workbooks written here: it opens
    with the word `unit` and every other cell is its column's unit or blank."""
    if not cells or cells[0].strip().casefold() not in UNIT_MARKS:
        return False
    others = zip(cells[1:], columns[1:], strict=False)
    return all(column is None or cell.strip() in ("", column.unit) for cell, column in others)
