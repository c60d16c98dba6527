"""The tables of `data/`, read once, typed by `data/columns.csv`.

`columns.csv` declares each column of each table: its type (text, number, integer) and unit.  A name with
`*` declares a family of columns.  A file whose columns differ from the declaration, or a number that is
none, is an error: a damaged installation must not plan.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

import pandas as pd

from gridplan.library.errors import LibraryError, unknown
from gridplan.library.paths import data_dir


def table(name: str) -> pd.DataFrame:
    """A table of `data/` as a fresh copy: text columns hold str ("" = blank), numbers float64 (NaN = blank),
    integers Int64 (NA = blank); rows in file order, RangeIndex.

    Raises LibraryError for an unknown table or a file that contradicts its declaration.
    """
    return _read(name).copy()


def table_names() -> tuple[str, ...]:
    """Names of every declared table, in the order of `columns.csv`."""
    return tuple(_declarations())


@cache
def _declarations() -> dict[str, pd.DataFrame]:
    declared = pd.read_csv(data_dir() / "columns.csv", dtype=str, keep_default_na=False)
    return {str(name): rows for name, rows in declared.groupby("table", sort=False)}


@cache
def _read(name: str) -> pd.DataFrame:
    if name not in _declarations():
        raise unknown("table", name, _declarations())
    path = data_dir() / f"{name}.csv"
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    kinds = _column_types(name, list(raw.columns))
    return pd.DataFrame({column: _typed(raw[column], kinds[column], path.name) for column in raw.columns})


def _column_types(name: str, columns: list[str]) -> dict[str, str]:
    declared = _declarations()[name]
    patterns = list(zip(declared["column"], declared["type"], strict=True))
    kinds: dict[str, str] = {}
    for column in columns:
        matches = [kind for pattern, kind in patterns if fnmatchcase(column, pattern)]
        if not matches:
            raise LibraryError(f"{name}.csv: column {column!r} is not declared in columns.csv")
        kinds[column] = matches[0]
    missing = [p for p, _ in patterns if not any(fnmatchcase(column, p) for column in columns)]
    if missing:
        raise LibraryError(f"{name}.csv: declared columns missing: {', '.join(missing)}")
    return kinds


def _typed(cells: pd.Series, kind: str, file: str) -> pd.Series:
    if kind == "text":
        return cells
    if kind not in ("number", "integer"):
        raise LibraryError(f"columns.csv: unknown type {kind!r} of column {cells.name!r} of {file}")
    numbers = pd.to_numeric(cells.where(cells != ""), errors="coerce")
    wrong = cells[(cells != "") & numbers.isna()]
    if len(wrong):
        line = int(wrong.index[0]) + 2
        raise LibraryError(f"{file}, line {line}: {cells.name} is {wrong.iloc[0]!r}, not a number")
    return numbers.astype("Int64") if kind == "integer" else numbers.astype("float64")
