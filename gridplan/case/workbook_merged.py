"""Merged cells of a workbook: only the first of them holds a figure, and the others read as blank.

A blank cell takes the built-in figure, so that a column merged over several rows would lose all figures but one in
silence.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl.utils import range_boundaries

from gridplan.case.grid import Grid
from gridplan.case.problems import Place, Problem, problem

_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
CHUNK = 2**20
LONGEST = 200
"""Bytes a mark of a merged range is shorter than."""


def merged_ranges(path: Path, part: str) -> list[str]:
    """Ranges (A1:B2) of merged cells in a sheet of a workbook, by the name of its part in the archive."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as stream:
        left = b""
        while chunk := stream.read(CHUNK):
            text = left + chunk
            found.update(dict.fromkeys(ref.decode() for ref in _MERGED.findall(text)))
            left = text[-LONGEST:]
    return list(found)


def merged_cells(ranges: list[str], grid: Grid, table: str) -> Iterator[Problem]:
    """A fault for each merged range that reaches into the rows of a table, with the row and heading it begins in."""
    if not grid.rows:
        return
    heading, titles = grid.lines[0], grid.rows[0]
    for ref in ranges:
        first_column, first_row, last_column, last_row = range_boundaries(ref)
        inside = first_column <= len(titles) and heading < last_row and first_row <= grid.lines[-1]
        if not inside or (first_row, first_column) == (last_row, last_column):
            continue
        title = titles[first_column - 1]
        yield problem("cells_merged", Place(grid.file, table, first_row, title), range=ref)


__all__ = ["merged_cells", "merged_ranges"]
