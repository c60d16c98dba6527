"""How scenarios are written down: `scenarios.toml` of a folder, or a sheet of a workbook.  What they mean is
said in `gridplan.scenarios`; here only their form is read, the same keys from either."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gridplan.case.grid import Grid, decoded
from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawScenarios
from gridplan.case.schema import plain_heading
from gridplan.case.spelling import closest

SCENARIOS_FILE = "scenarios.toml"
SECTIONS = ("scenario", "grid")
"""Kinds of section of the file: one scenario, or a grid that stands for many."""

SHEET_COLUMNS: dict[str, tuple[str, str, str]] = {
    "scenario": ("情景", "情景标识；同一情景的后续各行可留空", "Name of the scenario; blank: as in the row above"),
    "name_zh": ("中文名", "只写在情景的第一行", "Chinese name, in the scenario's first row"),
    "name_en": ("英文名", "只写在情景的第一行", "English name, in the scenario's first row"),
    "note": ("说明", "为何设此情景，两种语言共用；只写在第一行", "Why, one text for both languages; in the first row"),
    "note_zh": ("中文说明", "只写在情景的第一行", "Why, in Chinese; in the scenario's first row"),
    "note_en": ("英文说明", "只写在情景的第一行", "Why, in English; in the scenario's first row"),
    "parents": ("上级情景", "先套用的情景，用 | 分隔", "Scenarios applied before this one, separated by |"),
    "grid": ("参数网格", "如 quota = 50 | 55; coal = 1 | 1.3", "As in: quota = 50 | 55; coal = 1 | 1.3"),
    "table": ("表", "要改的表", "Table to change"),
    "row": ("行", "行的标识，两级之间用 | 分隔，可用 *", "Key of the row, its parts separated by |; * for any"),
    "where": ("条件", "如 technology = wind_onshore", "As in: technology = wind_onshore"),
    "column": ("列", "要改的列", "Column to change"),
    "value": ("取值", "新值", "New value"),
    "factor": ("倍数", "原值乘以此数", "What the value is multiplied by"),
    "drop": ("删除", "填 yes 删去该行", "yes to leave the row out"),
    "add": ("新增", "新增一行，如 link = b; capacity_gw = 8", "A new row, as in: link = b; capacity_gw = 8"),
    "setting": ("设置项", "要改的案例设置", "Setting of the case to change"),
    "series": ("曲线名", "要乘以倍数的逐时曲线", "Hourly series to multiply"),
    "months": ("月份", "曲线只改这些月份", "Months of the series to change"),
}
"""Columns of the sheet: Chinese heading, notes in Chinese and English."""

NOTES = ("note", "note_zh", "note_en")
OF_SCENARIO = ("name_zh", "name_en", *NOTES, "parents")
OF_CHANGE = ("table", "row", "where", "column", "value", "factor", "drop", "add", "setting", "series", "months")
LISTS, PAIRS = ("parents", "row"), ("where", "add")
BETWEEN_ENTRIES, BETWEEN_PAIRS = "|", ";"


def read_scenarios_toml(file: Path) -> tuple[RawScenarios | None, list[Problem]]:
    """The sections of the file, and its faults of form; None where it cannot be read at all."""
    place = Place(file.name, "scenarios")
    text, found = decoded(file.read_bytes(), place)
    if text is None:
        return None, found
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # nested too deep, or a number of too many digits, is no better
        return None, [*found, _syntax(str(error), place)]
    raw = RawScenarios(file.name)
    for section, named in content.items():
        if section not in SECTIONS or not isinstance(named, dict):
            found.append(problem("scenario_section", place.at(section), **closest(section, SECTIONS)))
            continue
        raw.content[section] = {name: keys for name, keys in named.items() if isinstance(keys, dict)}
        for name in named:
            raw.lines[section, name] = _line_of(text, section, name)
            if name not in raw.content[section]:
                found.append(problem("scenario_no_section", Place(file.name, "scenarios", None, name)))
    return raw, found


def _syntax(reason: str, place: Place) -> Problem:
    """What TOML has to complain about; a name given twice in our own words."""
    twice = re.search(r"Cannot declare \((.+?)\) twice \(at line (\d+)", reason)
    if twice is None:
        return problem("settings_syntax", place, reason=reason)
    name = twice.group(1).split(",")[-1].strip(" '\"")
    return problem("scenario_twice", Place(place.file, place.table, int(twice.group(2))), name)


def _line_of(text: str, section: str, name: str) -> int:
    heading = re.compile(rf"^\s*\[\s*{section}\s*\.\s*[\"']?{re.escape(name)}[\"']?\s*\]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if heading.match(line)), 1)


def scenarios_of(grid: Grid) -> tuple[RawScenarios | None, list[Problem]]:
    """The scenarios of a sheet with one row per change; None where the sheet holds none."""
    if len(grid.rows) < 2:
        return None, []
    raw = RawScenarios(grid.file)
    heads, found = _heads(grid)
    current: dict[str, Any] = {}
    name = ""
    for cells, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        row = {key: cell.strip() for key, cell in zip(heads, cells, strict=False) if key and cell.strip()}
        begins = row.get("scenario", name) != name
        name = row.get("scenario", name)
        place = Place(grid.file, "scenarios", line)
        if not name:
            found.append(problem("scenario_unnamed", place))
            continue
        if begins:
            section = "grid" if "grid" in row else "scenario"
            if any((kind, name) in raw.lines for kind in SECTIONS):
                found.append(problem("scenario_twice", place, name))
            raw.lines[section, name] = line
            current = raw.content.setdefault(section, {}).setdefault(name, {})
            current |= {key: _entry(key, row[key]) for key in OF_SCENARIO if key in row}
            current |= _pairs(row["grid"], lists=True) if "grid" in row else {}
        change = {key: _entry(key, row[key]) for key in OF_CHANGE if key in row}
        if change:
            current.setdefault("changes", []).append(change)
    return raw, found


def _heads(grid: Grid) -> tuple[list[str], list[Problem]]:
    """The key of each column of the sheet, "" for one that is not ours."""
    known = {name.casefold(): key for key, names in SHEET_COLUMNS.items() for name in (key, names[0])}
    heads = [known.get(plain_heading(heading), "") for heading in grid.rows[0]]
    found = [
        problem("column_unknown", Place(grid.file, "scenarios", grid.lines[0], heading), **closest(heading, known))
        for heading, key in zip(grid.rows[0], heads, strict=True)
        if heading.strip() and not key
    ]
    return heads, found


def _entry(key: str, text: str) -> Any:
    if key in LISTS:
        return [part.strip() for part in text.split(BETWEEN_ENTRIES)]
    return _pairs(text) if key in PAIRS else text


def _pairs(text: str, lists: bool = False) -> dict[str, Any]:
    """`a = 1; b = 2`, or one pair a line, as a mapping; with `lists`, each value is a list parted by `|`."""
    pairs: dict[str, Any] = {}
    for part in text.split("\n" if "\n" in text else BETWEEN_PAIRS):
        key, _, value = part.partition("=")
        if key.strip():
            entries = [entry.strip() for entry in value.split(BETWEEN_ENTRIES)]
            pairs[key.strip()] = entries if lists else value.strip()
    return pairs


def sheet_rows(content: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Scenarios as the rows of the sheet, without its headings; `scenarios_of` reads the same back."""
    rows = []
    for section in SECTIONS:
        for name, keys in content.get(section, {}).items():
            first = {"scenario": name} | {key: _cell(keys[key]) for key in OF_SCENARIO if key in keys}
            if section == "grid":
                others = {key: value for key, value in keys.items() if key not in (*OF_SCENARIO, "changes")}
                first["grid"] = _cell(others)
            changes = [{key: _cell(value) for key, value in change.items()} for change in keys.get("changes", [])]
            together = [first | changes[0], *({"scenario": name} | change for change in changes[1:])] if changes else [
                first]
            rows += [[row.get(key, "") for key in SHEET_COLUMNS] for row in together]
    return rows


def _cell(value: Any) -> str:
    """A value of the file as the text of a cell."""
    if isinstance(value, Mapping):
        parts = [f"{key} = {_cell(entry)}" for key, entry in value.items()]
        return "\n".join(parts) if any(BETWEEN_PAIRS in part for part in parts) else f"{BETWEEN_PAIRS} ".join(parts)
    if isinstance(value, list):
        return f" {BETWEEN_ENTRIES} ".join(_cell(entry) for entry in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
