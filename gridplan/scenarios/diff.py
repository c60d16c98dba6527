"""What differs between two inputs: settings, rows, values and hourly series."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.case import Case
from gridplan.case.load import load_case
from gridplan.case.schema import schema
from gridplan.case.settings import setting_fields
from gridplan.results.folder import MARK, RUN
from gridplan.scenarios.load import load_scenario

COLUMNS = ["kind", "table", "row", "column", "unit", "before", "after", "ratio", "filled_in"]
"""Columns of a diff.  `kind`: setting, row_added, row_removed, value, series, series_added, series_removed; `before`
and `after` as text, or a number for numbers; `ratio` after / before; `filled_in`: which side's value is the library's
or generated ("before", "after", "both", "")."""

NAMES = ("name", "name_zh", "name_en")
"""Settings and columns that say what a thing is called, not what it is."""


@dataclass(frozen=True)
class Sides:
    """The two cases of a diff."""

    before: Case
    after: Case


def read_input(given: str, find: Any = Path, lang: str | None = None) -> Case:
    """The case meant by a path of a case, workbook or results folder, or by `CASE#SCENARIO`.

    `find` turns the name of a case into its path.  Raises CaseError for what is wrong with it, ResultsError for
    results that cannot be read.
    """
    path = Path(given)
    if path.exists() and ((path / MARK).exists() or ((path / RUN).exists() and not (path / "case.toml").exists())):
        # Imported here: reading results brings xarray.
        from gridplan.results.open import open_case

        return open_case(path)
    name, mark, scenario = given.rpartition("#")
    if mark and not path.exists():
        return load_scenario(find(name), scenario, lang).complete_case
    return load_case(find(given), lang)


def diff(before: Case, after: Case) -> pd.DataFrame:
    """Everything that differs between two inputs, most general first; empty where they are the same."""
    sides = Sides(before, after)
    lines = [*_settings(sides)]
    for name in schema().tables:
        lines += _table(sides, name)
    lines += _series(sides)
    return pd.DataFrame(lines, columns=COLUMNS)


def _line(kind: str, table: str, row: str, column: str, before: Any, after: Any, unit: str = "",
          filled_in: str = "") -> dict[str, Any]:
    ratio = math.nan
    if isinstance(before, float) and isinstance(after, float) and before:
        ratio = after / before
    return dict(zip(COLUMNS, (kind, table, row, column, unit, before, after, ratio, filled_in), strict=True))


def _settings(sides: Sides) -> Iterable[dict[str, Any]]:
    before, after = (case.settings.model_dump(mode="json") for case in (sides.before, sides.after))
    for key in setting_fields():
        section, _, name = key.rpartition(".")
        if key in NAMES or section == "notes":
            continue
        old, new = ((side[section] if section else side)[name] for side in (before, after))
        if old != new:
            yield _line("setting", "settings", "", key, _plain(old), _plain(new))


def _table(sides: Sides, name: str) -> list[dict[str, Any]]:
    frames = [_keyed(case, name) for case in (sides.before, sides.after)]
    own = [_filled_in(case, name) for case in (sides.before, sides.after)]
    if not any(len(frame) for frame in frames) or frames[0].equals(frames[1]):
        return []
    lines = []
    old, new = frames
    for row in old.index.difference(new.index, sort=False):
        lines.append(_line("row_removed", name, row, "", _given(old.loc[row], own[0].get(row, set())), ""))
    for row in new.index.difference(old.index, sort=False):
        lines.append(_line("row_added", name, row, "", "", _given(new.loc[row], own[1].get(row, set()))))
    columns = [column for column in schema().tables[name].columns.values() if column.name not in NAMES]
    for row in old.index.intersection(new.index, sort=False):
        for column in columns:
            was, now = (_plain(frame.at[row, column.name]) if column.name in frame else "" for frame in frames)
            if was != now:
                filled = [column.name in side.get(row, set()) for side in own]
                said = "both" if all(filled) else "before" if filled[0] else "after" if filled[1] else ""
                lines.append(_line("value", name, row, column.name, was, now, column.unit, said))
    return lines


def _keyed(case: Case, name: str) -> pd.DataFrame:
    """A table of a case by the key and planning year of its rows, as text; none where the case is older than it."""
    if name not in case.tables:
        return pd.DataFrame()
    frame = case.tables[name]
    keys = [*schema().tables[name].key, *(["year"] if "year" in frame else [])]
    texts = [" ".join(text for text in ("" if pd.isna(value) else str(value) for value in row) if text)
             for row in frame[list(dict.fromkeys(keys))].itertuples(index=False)]
    return frame.set_axis(pd.Index(texts, dtype=object), axis=0)


def _filled_in(case: Case, name: str) -> dict[str, set[str]]:
    """By row, the columns whose values are the library's or generated."""
    origins = case.origins[case.origins["table"] == name]
    filled: dict[str, set[str]] = {}
    for key, column in zip(origins["key"], origins["column"], strict=True):
        filled.setdefault(str(key), set()).add(str(column))
    return filled


def _given(row: pd.Series, filled: set[str]) -> str:
    """The planner's own cells of a row in one line."""
    parts = [f"{column} = {_shown(value)}" for column, value in row.items()
             if column not in filled and _plain(value) != "" and column not in NAMES]
    return "; ".join(parts)


def _plain(value: Any) -> Any:
    """A value as a number, a word or "" for none."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(map(str, value))
    if value is None or pd.isna(value):
        return ""
    return float(value) if isinstance(value, int | float | np.number) else str(value)


def _shown(value: Any) -> str:
    plain = _plain(value)
    return f"{plain:g}" if isinstance(plain, float) else plain


def _series(sides: Sides) -> Iterable[dict[str, Any]]:
    """Series that differ, by their sum over the year, their peak and how many hours are not the same."""
    old, new = sides.before.profiles, sides.after.profiles
    for name in old.columns.difference(new.columns, sort=False):
        yield _line("series_removed", "profiles", name, "annual_sum", float(old[name].sum()), "")
    for name in new.columns.difference(old.columns, sort=False):
        yield _line("series_added", "profiles", name, "annual_sum", "", float(new[name].sum()))
    for name in old.columns.intersection(new.columns, sort=False):
        before, after = old[name].to_numpy(dtype=float), new[name].to_numpy(dtype=float)
        if np.array_equal(before, after):
            continue
        yield _line("series", "profiles", name, "annual_sum", float(before.sum()), float(after.sum()))
        yield _line("series", "profiles", name, "peak", float(before.max()), float(after.max()))
        yield _line("series", "profiles", name, "hours_changed", 0.0, _hours_changed(before, after), "h")


def _hours_changed(before: np.ndarray, after: np.ndarray) -> float:
    """Hours that are not the same; those of weather years that only one side has count as changed."""
    shared = min(len(before), len(after))
    return float((before[:shared] != after[:shared]).sum() + abs(len(before) - len(after)))


def distance(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """In how many places two inputs differ, from what each differs in from the same third one."""
    places = []
    for frame in (one, other):
        keys = frame[["kind", "table", "row", "column"]].itertuples(index=False, name=None)
        places.append(dict(zip(keys, frame["after"], strict=True)))
    return sum(places[0].get(key) != places[1].get(key) for key in {*places[0], *places[1]})
