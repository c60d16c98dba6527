"""Text in CSV files that a spreadsheet program would take for a formula, kept as text by an apostrophe before it.

Excel and LibreOffice work out a cell of a CSV file that begins with =, +, - or @ (in East Asian settings in their
full-width forms too), whatever quotes stand around it.  Numbers are left as they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ENCODING = "utf-8-sig"
"""With a byte order mark, without which Excel shows Chinese text as garbage."""
STARTS = "=+\\-@＝＋－＠\t\r\n"
FORMULA = re.compile(f"'*[{STARTS}]")
GUARDED = re.compile(f"'+[{STARTS}]")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def guarded(cell: object) -> object:
    """A cell as it is written: text that would be a formula with an apostrophe before it, all else as it is."""
    if not isinstance(cell, str) or not FORMULA.match(cell) or NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


def write_rows(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write rows to a CSV file that Excel opens as it is.  Raises OSError where the disk refuses."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([guarded(cell) for cell in row] for row in rows)


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a table with its headings, without its index.  Raises as `write_rows`."""
    shown = frame.rename(columns=guarded)
    for position, kind in enumerate(frame.dtypes):
        if getattr(kind, "kind", "O") not in "biuf":
            shown.isetitem(position, frame.iloc[:, position].map(guarded))
    shown.to_csv(path, index=False, encoding=ENCODING, lineterminator="\n")
