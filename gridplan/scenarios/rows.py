"""Which rows of a table a change means."""

from __future__ import annotations

from fnmatch import fnmatchcase

from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawTable
from gridplan.case.schema import Column, Table
from gridplan.case.spelling import closest
from gridplan.case.tables import as_float
from gridplan.scenarios.overlay import Change


def column_of(table: Table, name: str, place: Place) -> tuple[Column | None, Problem | None]:
    """The column of a heading in either language, or the problem that there is none."""
    column = table.heading(name)
    if column is not None:
        return column, None
    known = [*table.columns, *(other.name_zh for other in table.columns.values())]
    return None, problem("change_column_unknown", place, name, **closest(name, known))


def matching_rows(raw: RawTable, change: Change, place: Place) -> tuple[list[int], list[Problem]]:
    """Positions of the rows a change means, by key (its first parts will do; `*` stands for anything) and by what
    other columns say; a problem where there is none."""
    table = raw.table
    if len(change.row) > len(table.key):
        return [], [problem("change_key_length", place, " ".join(change.row), keys=", ".join(table.key))]
    wanted = list(zip(table.key, change.row, strict=False))
    for name, text in change.where:
        column, fault = column_of(table, name, place)
        if column is None:
            return [], [fault] if fault else []
        wanted.append((column.name, text))
    rows = list(range(len(raw.cells)))
    for name, text in wanted:
        known = [_text(raw, row, name) for row in rows]
        rows = [row for row, cell in zip(rows, known, strict=True) if fits(cell, text)]
        if not rows:
            selector = ", ".join(f"{name} = {text}" for name, text in wanted)
            return [], [problem("change_no_row", place, selector=selector, **closest(text, known))]
    return rows, []


def fits(cell: str, wanted: str) -> bool:
    """Whether a cell is what is wanted: the same number, or the same text but for `*` and `?`."""
    number = as_float(wanted)
    if number is not None and as_float(cell) == number:
        return True
    return fnmatchcase(cell, wanted)


def _text(raw: RawTable, row: int, name: str) -> str:
    return raw.cells[row][raw.columns.index(name)].strip() if name in raw.columns else ""
