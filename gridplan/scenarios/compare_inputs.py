"""What was put in: settings, case tables and hourly series of a result, and where those of several differ."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.case import Case
from gridplan.case.schema import Column, Table, schema
from gridplan.case.settings import setting_fields
from gridplan.results.labels import has_label, label
from gridplan.results.report_evidence import unit_text
from gridplan.results.report_units import MINUS, significant
from gridplan.scenarios.compare_words import CompareWords

COLUMNS = ["table", "row", "id", "column", "unit"]
"""What names a difference (`row` in the reader's words, `id` as the case has it); the scenarios follow."""

JOINT = " · "
"""Between the parts of a key."""

NOT_PLAN = ("notes.zh", "notes.en", "name", "name_zh", "name_en")
"""Settings that no plan depends on: what a scenario is called is seen at the head of its column."""


@dataclass(frozen=True)
class Inputs:
    """What a result was made from, as far as telling differences needs it.

    Attributes
    ----------
    settings
        Dotted key to value as text.
    tables
        Table to row (by its key) to column to value: float, or text; blank text and NaN alike are "".
    names
        Table to row to what a planner calls it.
    series
        Name of an hourly series to (digest, mean, highest).
    """

    settings: dict[str, str]
    tables: dict[str, dict[str, dict[str, float | str]]]
    names: dict[str, dict[str, str]]
    series: dict[str, tuple[str, float, float]]


def inputs_of(case: Case, lang: str) -> Inputs:
    """The inputs of a case, its rows named in "zh" or "en"."""
    tables: dict[str, dict[str, dict[str, float | str]]] = {}
    for name, frame in case.tables.items():
        columns = {str(column): [_plain(value) for value in frame[column].tolist()] for column in frame.columns}
        tables[name] = {key: {column: values[place] for column, values in columns.items()}
                        for place, key in enumerate(_row_names(name, frame))}
    return Inputs(_settings(case), tables, _names(tables, lang), _series(case.profiles))


def _names(tables: Mapping[str, Mapping[str, Any]], lang: str) -> dict[str, dict[str, str]]:
    """What each row is called: its own name, else what its key refers to is called, with its state and year."""
    called: dict[str, dict[str, str]] = {}
    for table, rows in tables.items():
        column = f"name_{lang}"
        called[table] = {key: str(row[column]) for key, row in rows.items() if row.get(column)}
    for table, rows in tables.items():
        references = [(schema().tables[table].columns[name].reference or ("", ""))[0] for name in _keys(table)]
        for key in rows:
            parts = key.split(JOINT)
            words = [called.get(to, {}).get(part) or _state(part, lang)
                     for part, to in zip(parts, [*references, *[""] * len(parts)], strict=False)]
            called[table].setdefault(key, JOINT.join(words))
    return called


def _state(part: str, lang: str) -> str:
    return label(f"state.{part}", lang) if has_label(f"state.{part}") else part


def _keys(table: str) -> tuple[str, ...]:
    return schema().tables[table].key


def _row_names(table: str, frame: pd.DataFrame) -> list[str]:
    """The key of each row as text, with its planning year where it has one."""
    keys = [name for name in _keys(table) if name in frame]
    parts = [frame[name].astype(str).tolist() for name in keys]
    if "year" in frame and "year" not in keys:
        parts.append(["" if pd.isna(year) else str(year) for year in frame["year"].tolist()])
    return [JOINT.join(part for part in row if part) for row in zip(*parts, strict=True)]


def _plain(value: Any) -> float | str:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return float(value) if isinstance(value, int | float) else str(value)


def _settings(case: Case) -> dict[str, str]:
    flat = {}
    stored = case.settings.model_dump(mode="json")
    for key in setting_fields():
        section, _, name = key.rpartition(".")
        value = stored[section][name] if section else stored[key]
        flat[key] = ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return {key: value for key, value in flat.items() if key not in NOT_PLAN}


def _series(profiles: pd.DataFrame) -> dict[str, tuple[str, float, float]]:
    found = {}
    for name in profiles.columns:
        values = np.ascontiguousarray(profiles[name].to_numpy(dtype="<f8"))
        digest = hashlib.sha256(values.tobytes()).hexdigest()
        found[str(name)] = (digest, float(values.mean()), float(values.max()))
    return found


def differences(inputs: Mapping[str, Inputs], words: CompareWords) -> pd.DataFrame:
    """Every setting, cell and hourly series in which the scenarios are not all alike.

    Columns `COLUMNS`, then one for each scenario: a number, text, "" where the cell is blank, and the words for
    "absent" where the scenario has no such row, table or series. `table`, `row` and `column` are in the reader's
    words. Settings come first, then tables in the order of the schema, then series.
    """
    names = list(inputs)
    lines = [*_of_settings(inputs, words), *_of_tables(inputs, words), *_of_series(inputs, words)]
    return pd.DataFrame(lines, columns=[*COLUMNS, *names])


def _of_settings(inputs: Mapping[str, Inputs], words: CompareWords) -> list[list[Any]]:
    lines = []
    for key, field in setting_fields().items():
        values = [one.settings.get(key, "") for one in inputs.values()]
        if len(set(values)) > 1:
            column = field.title if words.lang == "zh" else key
            lines.append([words("inputs.settings"), "", key, column, "", *values])
    return lines


def _of_tables(inputs: Mapping[str, Inputs], words: CompareWords) -> list[list[Any]]:
    lines = []
    for name, description in schema().tables.items():
        held = [one.tables.get(name, {}) for one in inputs.values()]
        for row in dict.fromkeys(row for rows in held for row in rows):
            cells = [rows.get(row) for rows in held]
            if any(one != cells[0] for one in cells):
                called = next(one.names[name][row] for one in inputs.values() if row in one.names.get(name, {}))
                lines += _of_row(description, called, row, cells, words)
    return lines


def _of_row(table: Table, called: str, row: str, cells: list[dict[str, float | str] | None],
            words: CompareWords) -> list[list[Any]]:
    """The cells of a row in which the scenarios differ; where some lack the row, one line says so."""
    absent, title = words("inputs.absent"), table.title(words.lang)
    lines: list[list[Any]] = []
    if None in cells:
        given = [absent if one is None else words("inputs.present") for one in cells]
        lines.append([title, called, row, words("inputs.whole_row"), "", *given])
    for name, column in table.columns.items():
        known = {one.get(name, "") for one in cells if one is not None}
        if len(known) > 1:
            values = [absent if one is None else _in_words(one.get(name, ""), column, words.lang) for one in cells]
            lines.append([title, called, row, column.label(words.lang), unit_text(column.unit, words.lang), *values])
    return lines


def _in_words(value: float | str, column: Column, lang: str) -> float | str:
    """A cell's value; yes, no and a target's sense as a reader says them."""
    key = f"text.{value}" if column.type == "boolean" else f"{column.name}.{value}"
    return label(key, lang) if isinstance(value, str) and value and has_label(key) else value


def _of_series(inputs: Mapping[str, Inputs], words: CompareWords) -> list[list[Any]]:
    """Series that differ, by mean and highest value; equal numbers before them mean equal hours."""
    lines = []
    for name in dict.fromkeys(series for one in inputs.values() for series in one.series):
        held = [one.series.get(name) for one in inputs.values()]
        digests = list(dict.fromkeys(found[0] for found in held if found))
        if len(digests) > 1 or None in held:
            values = [words("inputs.series_value", number=digests.index(found[0]) + 1, mean=significant(found[1], 4),
                            highest=significant(found[2], 4)) if found else words("inputs.absent") for found in held]
            lines.append([words("inputs.series"), "", name, words("inputs.hourly"), "", *values])
    return lines


def value_text(value: float | str, words: CompareWords) -> str:
    """A value of the table of differences as a page shows it."""
    if isinstance(value, str):
        return value or words("inputs.blank")
    return f"{value:,.7g}".replace("-", MINUS)
