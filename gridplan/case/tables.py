"""Typing and checking every cell of a table by the schema."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawTable
from gridplan.case.schema import Column, Table, schema
from gridplan.case.slips import allowed_range, slip_hint
from gridplan.case.spelling import closest

TRUE_WORDS = {"yes", "true", "1", "是", "y"}
FALSE_WORDS = {"no", "false", "0", "否", "n"}


@dataclass
class TypedTable:
    """A table with every column of the schema, typed; blank numbers are NaN.  `bad` holds the (row, column)
    of the cells that could not be read: they are NaN too, and no later rule speaks of them again; `given`
    of those the planner filled; `unread` says that its file could not be read whole, so that nothing follows from
    what is not in it."""

    table: Table
    file: str
    frame: pd.DataFrame
    lines: list[int]
    bad: set[tuple[int, str]] = field(default_factory=set)
    given: set[tuple[int, str]] = field(default_factory=set)
    unread: bool = False
    _held: list[tuple[int, dict[str, Any]]] | None = field(default=None, repr=False, compare=False)

    def records(self) -> list[tuple[int, dict[str, Any]]]:
        """Every row with its number in the frame; to be read only."""
        return self._held if self._held is not None else self._records()

    def _records(self) -> list[tuple[int, dict[str, Any]]]:
        # Most tables of a case are empty, and are asked for their rows by many rules.
        if not self.lines:
            return []
        columns = [[None if value is pd.NA else value for value in self.frame[name].tolist()] for name in self.frame]
        return list(enumerate(dict(zip(self.frame, cells, strict=True)) for cells in zip(*columns, strict=True)))

    def place(self, row: int, column: str = "") -> Place:
        return Place(self.file, self.table.name, self.lines[row], column)


@contextmanager
def records_held(tables: Mapping[str, TypedTable]) -> Iterator[None]:
    """Read the rows of every table once for all rules that ask for them: reading them again was a third of a check.
    Nothing may change a table meanwhile."""
    for result in tables.values():
        result._held = result._records()
    try:
        yield
    finally:
        for result in tables.values():
            result._held = None


def typed(raw: RawTable | None, table: Table, years: Sequence[int]) -> tuple[TypedTable, list[Problem]]:
    """The table with typed columns, and every fault of its cells.  An absent table has no rows."""
    raw = raw or RawTable(table, f"{table.name}.csv", [])
    if not raw.cells:
        columns = tuple((column.name, dtype_of(column)) for column in table.columns.values())
        return TypedTable(table, raw.file, _without_rows(columns).copy(), list(raw.lines)), []
    result = TypedTable(table, raw.file, pd.DataFrame(), list(raw.lines))
    found: list[Problem] = []
    # Arrays, not series: a frame of series first compares all their indices.
    arrays: dict[str, Any] = {}
    for column in table.columns.values():
        if column.name in raw.columns:
            position = raw.columns.index(column.name)
            texts = [row[position].strip() for row in raw.cells]
            present = True
        else:
            texts, present = [""] * len(raw.cells), False
        values: list[object] = []
        result.given |= {(row, column.name) for row, text in enumerate(texts) if text}
        for row, text in enumerate(texts):
            value, fault = _cell(text, column, raw.place(row, column.name), years)
            if fault is not None:
                result.bad.add((row, column.name))
                # A missing required column has already been named once; not again in every row.
                if present or column.required != "yes":
                    found.append(fault)
            values.append(value)
        arrays[column.name] = np.array(values) if column.is_number else pd.array(values, dtype=dtype_of(column))
    result.frame = pd.DataFrame(arrays)
    return result, [*found, *_duplicates(result)]


@cache
def _without_rows(columns: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """A table without rows, of columns by name and type: most of a case's tables are."""
    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in columns})


def dtype_of(column: Column) -> str:
    """pandas type of a column in a case: float64, Int64 (years), object until defaults are filled
    (booleans), str."""
    if column.is_number:
        return "float64"
    if column.type == "year":
        return "Int64"
    return "object" if column.type == "boolean" else "str"


def _cell(text: str, column: Column, place: Place, years: Sequence[int]) -> tuple[object, Problem | None]:
    """Value of a cell, and its fault if it has one."""
    nothing: object = float("nan") if column.is_number else pd.NA if column.type == "year" else None
    if column.type not in ("number", "integer", "year", "boolean"):
        nothing = ""
    if not text:
        fault = problem("cell_blank", place, **allowed(column)) if column.required == "yes" else None
        return nothing, fault
    if column.is_number:
        value, fault = _number(text, column, place)
        return (nothing if value is None else value), fault
    if column.type == "year":
        year = _whole_year(text)
        known = ", ".join(str(year) for year in years)
        if year is None or (years and year not in years):
            return nothing, problem("not_year", place, text, years=known)
        return year, None
    if column.type == "boolean":
        word = text.casefold()
        if word in TRUE_WORDS | FALSE_WORDS:
            return word in TRUE_WORDS, None
        return nothing, problem("not_boolean", place, text)
    return _word(text, column, place)


def _word(text: str, column: Column, place: Place) -> tuple[str, Problem | None]:
    """A cell that names something: a choice, months, a metric, or free text."""
    if column.type == "months":
        months = re.split(r"[\s,，、;；]+", text)
        if not all(month.isdigit() and 1 <= int(month) <= 12 for month in months) or len(set(months)) != len(
            months
        ):
            return "", problem("not_months", place, text)
        return " ".join(str(int(month)) for month in months), None
    if column.type == "metric" and text not in schema().metrics:
        return "", problem("metric_unknown", place, text, **closest(text, schema().metrics))
    if column.choices and text not in column.choices:
        shown = ", ".join(column.choices)
        return "", problem("choice_unknown", place, text, choices=shown, **closest(text, column.choices))
    return text, None


def _number(text: str, column: Column, place: Place) -> tuple[float | None, Problem | None]:
    """The number of a cell, or the fault with a hint at what was meant."""
    value = as_float(text)
    if value is None:
        return None, problem("not_a_number", place, text, **allowed(column), **_meant(text, column))
    if not math.isfinite(value):
        return None, problem("not_finite", place, text, **allowed(column))
    if column.type == "integer" and not value.is_integer():
        return None, problem("not_whole", place, text, **allowed(column))
    for rule, outside in (
        ("below_minimum", column.minimum is not None and value < column.minimum),
        ("above_maximum", column.maximum is not None and value > column.maximum),
    ):
        if outside:
            low, high = column.minimum, column.maximum
            return None, problem(
                rule, place, text, **allowed(column), **slip_hint(value, low, high, column.unit)
            )
    return value, None


def as_float(text: str) -> float | None:
    """The number a cell's text spells, or None."""
    if "_" in text:
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _whole_year(text: str) -> int | None:
    value = as_float(text)
    return int(value) if value is not None and math.isfinite(value) and value.is_integer() else None


IN_GW = {"万千瓦": 0.01, "兆瓦": 0.001, "吉瓦": 1.0, "千瓦": 1e-6, "kW": 1e-6, "MW": 0.001, "GW": 1.0}
IN_TWH = {"亿千瓦时": 0.1, "万千瓦时": 1e-5, "GWh": 0.001, "TWh": 1.0, "MWh": 1e-6}
IN_UNITS = {"GW": IN_GW, "TWh": IN_TWH}
"""What a cell of these units holds of one of the units a planner may write behind a figure."""

_FIGURE = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*([^\d\s.,;:/~-][^\d]*)?")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}\b.*|\d{1,2}[-/]\d{1,2}([-/]\d+)?")


def _meant(text: str, column: Column) -> dict[str, str]:
    """A hint for text where a number is due: `24.5 GW`, `35 %`, `1,234`, `１２．５`, `1185万千瓦`, `N/A`; none where it
    might be anything (`10-12`, `141,3`)."""
    # Full-width figures, points and commas of an input method, as those of a keyboard.
    plain = unicodedata.normalize("NFKC", text).strip()
    if _DATE.fullmatch(plain):
        return {"fix_en": "a spreadsheet may have made a date of it; write the number in a cell formatted as one",
                "fix_zh": "可能被表格软件转成了日期；请将单元格设为数值格式后填写数字"}
    found = _FIGURE.fullmatch(plain)
    if found is None:
        if any(letter.isdigit() for letter in plain):
            return {"fix_en": "write one number, digits only", "fix_zh": "请只写一个数字"}
        return {"fix_en": "leave the cell blank where nothing is known", "fix_zh": "没有数值时请留空"}
    number, written = float(found.group(1).replace(",", "")), (found.group(2) or "").strip()
    if written == "%" and column.unit.startswith("share"):
        number /= 100.0
    number *= IN_UNITS.get(column.unit, {}).get(written, 1.0)
    return {"fix_en": f"write {number:.10g}, digits only", "fix_zh": f"请只写数字，如 {number:.10g}"}


def allowed(column: Column) -> dict[str, str]:
    """Blanks `allowed_en` and `allowed_zh`: what a cell of this column may hold."""
    if column.is_number:
        return allowed_range(column.minimum, column.maximum, column.unit)
    if column.choices:
        return {"allowed_en": ", ".join(column.choices), "allowed_zh": "、".join(column.choices)}
    if column.reference is not None:
        target = ".".join(column.reference)
        return {"allowed_en": f"a name from {target}", "allowed_zh": f"{target} 中的名称"}
    words = {
        "metric": ("a metric of the vocabulary", "指标词汇表中的指标"),
        "region_or_outside": ("a region of the case, or outside", "案例中的省区或 outside"),
        "boolean": ("yes, no", "yes/no"),
    }
    english, chinese = words.get(column.type, ("a name", "名称"))
    return {"allowed_en": english, "allowed_zh": chinese}


def _duplicates(result: TypedTable) -> list[Problem]:
    """Rows that repeat key and planning year of an earlier one."""
    table, frame = result.table, result.frame
    names = [*table.key, *(["year"] if "year" in table.columns and "year" not in table.key else [])]
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for row, values in enumerate(zip(*(frame[name].tolist() for name in names), strict=True)):
        if any((row, name) in result.bad for name in names):
            continue
        identity = tuple("" if pd.isna(value) else str(value) for value in values)
        if identity in seen:
            place = result.place(row, table.key[0])
            label = " ".join(part for part in identity if part)
            found.append(
                problem("key_twice", place, identity[0], key=label, other=result.lines[seen[identity]])
            )
        else:
            seen[identity] = row
    return found


def references(tables: dict[str, TypedTable]) -> list[Problem]:
    """Names that no row of the table they point to has."""
    found = []
    for result in tables.values():
        for column in result.table.columns.values():
            target = ("regions", "region") if column.type == "region_or_outside" else column.reference
            if target is None:
                continue
            known = [name for name in tables[target[0]].frame[target[1]].tolist() if name]
            if column.type == "region_or_outside":
                known.append("outside")
            for row, name in enumerate(result.frame[column.name].tolist()):
                if name and name not in known:
                    guess = closest(name, known)
                    place = result.place(row, column.name)
                    found.append(
                        problem(
                            "reference_unknown",
                            place,
                            name,
                            target_table=target[0],
                            target_column=target[1],
                            **guess,
                        )
                    )
    return found
