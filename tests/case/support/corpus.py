"""Broken cases by a table (corpus.csv): what is done to the small case, and the fault that must be named.

A change is one or more lines:
`set FILE LINE TEXT`, `add FILE TEXT`, `drop FILE LINE`, `write FILE TEXT` (\\n for a line break)
and `delete FILE`.  Line 1 is the heading.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from gridplan.case import read
from gridplan.case.load import check_case
from gridplan.case.problems import CaseError, Problem
from gridplan.case.raw import RawCase
from gridplan.case.series_read import SeriesFile, read_series
from tests.case.support.tiny import series_text, write_tiny

TABLE = Path(__file__).parents[1] / "corpus.csv"


class Entry(NamedTuple):
    """A broken case: the change, and file, row, column and rule of the fault it must give."""

    name: str
    change: str
    file: str
    row: int | None
    column: str
    rule: str
    severity: str


@cache
def entries() -> list[Entry]:
    """Every row of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Entry(
                row["name"],
                row["change"],
                row["file"],
                int(row["row"]) if row["row"] else None,
                row["column"],
                row["rule"],
                row["severity"],
            )
            for row in csv.DictReader(file)
        ]


def apply(change: str, folder: Path) -> None:
    """Make a change in the folder of a case."""
    for step in change.splitlines():
        verb, name, *rest = step.split(" ", 2)
        path, text = folder / name, rest[0] if rest else ""
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        if verb == "delete":
            path.unlink()
            continue
        if verb == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace("\\n", "\n"), encoding="utf-8", newline="")
            continue
        if verb == "add":
            lines.append(text)
        elif verb == "drop":
            del lines[int(text) - 1]
        elif verb == "set":
            line, text = text.split(" ", 1)
            lines[int(line) - 1] = text
        else:
            raise ValueError(f"no such change: {step}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def broken(entry: Entry, folder: Path) -> Path:
    """The small case with an entry's change."""
    write_tiny(folder)
    apply(entry.change, folder)
    return folder


def found_in(folder: Path) -> list[Problem]:
    """Every problem of a case, also of one that is no case at all."""
    try:
        return check_case(folder)
    except CaseError as fault:
        return fault.problems


@cache
def _series(folder: Path) -> SeriesFile:
    grid, _found = read.read_csv(folder / "profiles.csv", "profiles.csv", "profiles")
    return read_series(grid, None)


@contextmanager
def series_read_once() -> Iterator[None]:
    """The hourly series of the small case are parsed once, not for every entry that leaves them alone."""
    plain, text = read._add_series, series_text()
    kept: list[SeriesFile] = []

    def add(raw: RawCase, file: Path, shown: str) -> list[Problem]:
        if file.name != "profiles.csv" or file.read_text(encoding="utf-8", errors="replace") != text:
            return plain(raw, file, shown)
        if not kept:
            kept.append(_series(file.parent))
        return read.add_series(raw, kept[0])

    with mock.patch.object(read, "_add_series", add):
        yield
