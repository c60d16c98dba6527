"""Applying the changes of a scenario to the cells of a case, before any default is filled in."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gridplan.case.load import Checked, check_raw
from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawCase, RawTable
from gridplan.case.schema import Column, Table, schema, table_named
from gridplan.case.settings import SECTIONS, Settings, setting_fields
from gridplan.case.spelling import closest
from gridplan.case.tables import as_float
from gridplan.scenarios.overlay import Change
from gridplan.scenarios.rows import column_of, matching_rows

Setting = str | int | float | list[Any] | None


@dataclass(frozen=True)
class Applied:
    """One cell, setting, row or series as a change found and left it.  `before` and `after` are texts; `kind` is
    value, added, dropped, setting or series."""

    kind: str
    table: str
    row: str
    column: str
    before: str
    after: str


@dataclass
class Overlaid:
    """A case with the changes of a scenario: its cells, what was done to them, and the changes of series, which
    wait until the series are there."""

    raw: RawCase
    applied: list[Applied] = field(default_factory=list)
    series: list[Change] = field(default_factory=list)
    found: list[Problem] = field(default_factory=list)
    _checked: Checked | None = None

    def checked(self) -> Checked:
        """The cells as they stand now, checked and with the library's figures filled in."""
        if self._checked is None:
            self._checked = check_raw(self.raw, [])
        return self._checked

    def note(self, kind: str, table: str, row: str, column: str, before: str, after: str) -> None:
        """Put on record what was done; what was known of the cells no longer holds."""
        self.applied.append(Applied(kind, table, row, column, before, after))
        self._checked = None


def overlay(raw: RawCase, changes: Iterable[Change]) -> Overlaid:
    """A copy of a case's cells with the changes made in their order; every change that cannot be made is a problem."""
    tables = {name: replace(one, columns=list(one.columns), cells=[list(row) for row in one.cells],
                            lines=list(one.lines)) for name, one in raw.tables.items()}
    result = Overlaid(replace(raw, settings=copy.deepcopy(raw.settings), tables=tables, series=dict(raw.series)))
    for change in changes:
        if change.setting:
            _set(result, change)
        elif change.series:
            result.series.append(change)
        else:
            _change_table(result, change)
    return result


def _change_table(result: Overlaid, change: Change) -> None:
    table = table_named(change.table)
    place = Place(change.place.file, table.name if table else "", change.place.row)
    if table is None:
        guess = closest(change.table, schema().tables)
        result.found.append(problem("change_table_unknown", place.at("table"), change.table, **guess))
    elif change.added:
        _add_row(result, table, change, place)
    else:
        _change_rows(result, table, change, place)


def _change_rows(result: Overlaid, table: Table, change: Change, place: Place) -> None:
    """Change a column of the rows meant, or leave the rows out."""
    column, fault = (None, None) if change.drop else column_of(table, change.column, place)
    if fault is not None:
        result.found.append(fault)
        return
    raw = result.raw.tables.get(table.name) or RawTable(table, f"{table.name}.csv", list(table.columns))
    rows, faults = matching_rows(raw, change, place.at(column.name if column else ""))
    result.found += faults
    if column is None:
        for row in rows:
            result.note("dropped", table.name, key_text(raw, row), "", "", "")
        for row in reversed(rows):
            del raw.cells[row], raw.lines[row]
        return
    for row in rows:
        before, after, fault = _before_and_after(result, raw, row, column, change)
        if fault is not None:
            result.found.append(fault)
            return
        if after == before or (as_float(after) is not None and as_float(after) == as_float(before)):
            # A factor of 1 is a point of a grid, not a slip.
            if change.factor is None:
                shown = f"{key_text(raw, row)} = {after}"
                result.found.append(problem("change_nothing", place.at(column.name), shown))
            continue
        _write(raw, row, column, after)
        result.note("value", table.name, key_text(raw, row), column.name, before, after)


def _before_and_after(
    result: Overlaid, raw: RawTable, row: int, column: Column, change: Change
) -> tuple[str, str, Problem | None]:
    """What a cell is and what it becomes, or the problem that it cannot; for a factor on a blank cell, what it is
    is the library's figure."""
    text = _cell(raw, row, column)
    if change.value is not None:
        return text, change.value, None
    place = Place(change.place.file, column.table, change.place.row, column.name)
    factor = factor_of(change)
    if factor is None:
        return text, "", problem("change_factor", place, change.factor)
    if not column.is_number:
        return text, "", problem("change_factor_text", place)
    if text and as_float(text) is None:
        # Not readable as it stands: the case's own fault, which checking names.
        return text, text, None
    figures = {as_float(text)} if text else _filled_in(result, raw, row, column)
    if len(figures) != 1:
        rule = "change_factor_years" if figures else "change_factor_blank"
        return text, "", problem(rule, place, selector=key_text(raw, row))
    figure = float(figures.pop() or 0.0)
    return f"{figure:.12g}", f"{figure * factor:.12g}", None


def factor_of(change: Change) -> float | None:
    """What a change multiplies by; None where it is no number that can be."""
    factor = as_float(change.factor or "")
    return factor if factor is not None and math.isfinite(factor) and factor >= 0 else None


def _filled_in(result: Overlaid, raw: RawTable, row: int, column: Column) -> set[float | None]:
    """The library's figures for a cell left blank, one for each planning year in which they differ."""
    typed = result.checked().tables[column.table]
    values = {float(typed.frame.at[position, column.name])
              for position, line in enumerate(typed.lines) if line == raw.lines[row]}
    return {value for value in values if math.isfinite(value)}


def _add_row(result: Overlaid, table: Table, change: Change, place: Place) -> None:
    """Add a row from the cells given."""
    file = f"{table.name}.csv"
    if any(one.file.startswith(f"{result.raw.path.name} [") for one in result.raw.tables.values()):
        file = f"{result.raw.path.name} [{table.title_zh}]"
    raw = result.raw.tables.setdefault(table.name, RawTable(table, file, []))
    cells: list[tuple[Column, str]] = []
    for name, text in change.added:
        column, fault = column_of(table, name, place)
        if column is None:
            result.found += [fault] if fault else []
            return
        cells.append((column, text))
    raw.cells.append([""] * len(raw.columns))
    raw.lines.append(max(raw.lines, default=1) + 1)
    for column, text in cells:
        _write(raw, len(raw.cells) - 1, column, text)
    shown = "; ".join(f"{column.name} = {text}" for column, text in cells if column.name not in table.key)
    result.note("added", table.name, key_text(raw, len(raw.cells) - 1), "", "", shown)


def _cell(raw: RawTable, row: int, column: Column) -> str:
    return raw.cells[row][raw.columns.index(column.name)].strip() if column.name in raw.columns else ""


def _write(raw: RawTable, row: int, column: Column, text: str) -> None:
    if column.name not in raw.columns:
        raw.columns.append(column.name)
        for cells in raw.cells:
            cells.append("")
    raw.cells[row][raw.columns.index(column.name)] = text


def key_text(raw: RawTable, row: int) -> str:
    """A row by its key and planning year, as a planner would name it."""
    names = [*raw.table.key, *(["year"] if "year" in raw.table.columns else [])]
    texts = [_cell(raw, row, raw.table.columns[name]) for name in dict.fromkeys(names)]
    return " ".join(text for text in texts if text)


def _set(result: Overlaid, change: Change) -> None:
    """Change a setting, given by its dotted key."""
    key, fields = change.setting, setting_fields()
    place = Place(change.place.file, "settings", change.place.row, key)
    if key not in fields or key.partition(".")[0] == "notes":
        known = [name for name in fields if not name.startswith("notes.")]
        result.found.append(problem("change_setting_unknown", place, **closest(key, known)))
        return
    section, _, name = key.rpartition(".")
    before = _setting_now(result.raw, key)
    after: Setting = _as_setting(change.value or "", str(fields[key].annotation))
    if change.factor is not None:
        factor = factor_of(change)
        if factor is None or not isinstance(before, int | float):
            rule = "change_factor" if factor is None else "change_setting_factor"
            result.found.append(problem(rule, place, change.factor))
            return
        after = float(f"{before * factor:.12g}")
    if before == after:
        result.found.append(problem("change_nothing", place, after))
        return
    target = result.raw.settings.setdefault(section, {}) if section else result.raw.settings
    target[name] = after
    result.note("setting", "settings", "", key, str(before), str(after))


def _setting_now(raw: RawCase, key: str) -> Any:
    """The value of a setting, the one it has where the case does not say it included."""
    section, _, name = key.rpartition(".")
    written = raw.settings.get(section, {}) if section else raw.settings
    if name in written:
        return written[name]
    if name == "calendar_year":
        return next(iter(raw.settings.get("years", [])), 0)
    model = SECTIONS[section] if section else Settings
    return model.model_fields[name].get_default(call_default_factory=True)


def _as_setting(text: str, kind: str) -> Setting:
    """A setting's value as its type: numbers where it is one, a list where it takes several."""
    if kind.startswith("list"):
        return [_number(part) for part in text.replace(",", " ").split()]
    return _number(text) if "int" in kind or "float" in kind else text


def _number(text: str) -> int | float | str:
    value = as_float(text)
    if value is None:
        return text
    return int(value) if value.is_integer() else value


def changed_lines(applied: Sequence[Applied]) -> list[Applied]:
    """What was done, a cell changed more than once told as one change from first to last."""
    together: dict[tuple[str, str, str, str], Applied] = {}
    for one in applied:
        key = (one.kind, one.table, one.row, one.column)
        together[key] = replace(one, before=together[key].before) if key in together else one
    return list(together.values())
