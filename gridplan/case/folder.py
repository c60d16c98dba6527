"""Writing the cells of a case as a folder: case.toml, one CSV per table, profiles.csv, scenarios.toml."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gridplan.case.problems import CaseError, errors
from gridplan.case.raw import RawCase, RawTable
from gridplan.case.read import read_raw
from gridplan.case.scenario_file import SCENARIOS_FILE
from gridplan.library.csv_text import ENCODING, guarded
from gridplan.library.whole import new_folder


def workbook_to_folder(workbook: Path | str, folder: Path | str, lang: str = "en") -> Path:
    """Write the case of a workbook as a folder.  Raises CaseError when the workbook cannot be read."""
    raw, found = read_raw(workbook)
    if errors(found):
        raise CaseError(found, lang)
    return write_folder(raw, folder)


def write_folder(raw: RawCase, folder: Path | str) -> Path:
    """Write the cells of a case as a folder, which appears whole or not at all.

    Raises FileExistsError when the folder exists and holds anything.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} exists and is not an empty folder")
    with new_folder(folder) as aside:
        (aside / "case.toml").write_text(toml_text(raw.settings), encoding="utf-8")
        for table in raw.tables.values():
            (aside / f"{table.table.name}.csv").write_text(table_text(table), encoding=ENCODING, newline="")
        if raw.series:
            (aside / "profiles.csv").write_text(series_text(raw), encoding=ENCODING, newline="")
        if raw.scenarios is not None:
            (aside / SCENARIOS_FILE).write_text(scenarios_text(raw.scenarios.content), encoding="utf-8")
    return folder


def toml_text(settings: Mapping[str, Any]) -> str:
    """Settings as TOML: plain keys first, then one section per group."""
    plain = {key: value for key, value in settings.items() if not isinstance(value, dict)}
    lines = [f"{key} = {_toml(value)}" for key, value in plain.items()]
    for section, values in settings.items():
        if isinstance(values, dict):
            lines += ["", f"[{section}]", *(f"{key} = {_toml(value)}" for key, value in values.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """One value, sentences of a list on lines of their own; JSON spells text as TOML does, but for the delete
    character."""
    if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
        return "[\n" + "".join(f"  {_toml(entry)},\n" for entry in value) + "]"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(entry) for entry in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(entry)}" for key, entry in value.items()) + " }"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _key(name: str) -> str:
    """A key as TOML takes it: in quotes unless it is plain."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def scenarios_text(content: Mapping[str, Any]) -> str:
    """Scenarios and grids as TOML, one section each, one line per change."""
    lines: list[str] = []
    for kind, named in content.items():
        for name, keys in named.items():
            lines.append(f"[{kind}.{_key(name)}]")
            for key, value in keys.items():
                if key == "changes":
                    lines += ["changes = [", *(f"  {_toml(change)}," for change in value), "]"]
                else:
                    lines.append(f"{_key(key)} = {_toml(value)}")
            lines.append("")
    return "\n".join(lines)


def table_text(raw: RawTable) -> str:
    """The table as CSV in the order of the schema; columns without a value are left out unless required."""
    kept = [
        name
        for name, column in raw.table.columns.items()
        if column.required == "yes" or any(_cells(raw, name))
    ]
    columns = [_cells(raw, name) for name in kept]
    return _csv([kept, *([guarded(cell) for cell in row] for row in zip(*columns, strict=True))])


def _cells(raw: RawTable, name: str) -> list[str]:
    if name not in raw.columns:
        return [""] * len(raw.cells)
    position = raw.columns.index(name)
    return [row[position] for row in raw.cells]


def series_text(raw: RawCase) -> str:
    """The series as CSV, hour by hour, each number with every digit it has."""
    names = list(raw.series)
    columns: list[list[Any]] = [np.asarray(raw.series[name].values, dtype=float).tolist() for name in names]
    rows = ([hour, *map(repr, row)] for hour, row in enumerate(zip(*columns, strict=True)))
    return _csv([["hour", *map(guarded, names)], *rows])


def _csv(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
