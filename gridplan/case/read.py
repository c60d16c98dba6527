"""Reading a case, folder or workbook, into the cells the planner wrote."""

from __future__ import annotations

import tomllib
from pathlib import Path

from gridplan.case.grid import Grid, as_table, decoded, read_csv
from gridplan.case.problems import CaseError, Place, Problem, problem
from gridplan.case.raw import RawCase
from gridplan.case.safety import unsafe_file
from gridplan.case.scenario_file import SCENARIOS_FILE, read_scenarios_toml
from gridplan.case.schema import schema
from gridplan.case.series_read import SeriesFile, read_series
from gridplan.case.spelling import closest

REQUIRED_TABLES = ("regions", "demand")
"""Tables without which there is nothing to plan; a case may have none of any other."""

USUAL_TABLES = ("cohorts", "retrofits", "renewables", "reservoirs", "stores", "links", "response", "fuels", "policies")
"""Tables most cases have, of which a planner is reminded; without the table of a lever the lever is off."""


def read_raw(path: Path | str) -> tuple[RawCase, list[Problem]]:
    """The cells of a case folder or workbook, and every fault of its files, headings and hourly series.

    Raises CaseError when there is no case at all.
    """
    path = Path(path)
    if path.is_dir():
        raw, found = _read_folder(path)
    elif path.is_file() and path.suffix.lower() == ".xlsx":
        from gridplan.case.workbook_read import read_workbook

        raw, found = read_workbook(path)
    elif path.is_file() and path.name == "case.toml":
        raw, found = _read_folder(path.parent)
    else:
        raise CaseError([problem("case_missing", Place(str(path)))])
    return raw, [*found, *absent_tables(raw)]


def absent_tables(raw: RawCase) -> list[Problem]:
    """A required table that is missing or empty; one reminder for all the others that are not there."""
    found: list[Problem] = []
    workbook = raw.path.suffix.lower() == ".xlsx"
    for name in REQUIRED_TABLES:
        if name not in raw.tables:
            file = raw.path.name if workbook else f"{name}.csv"
            rule = "sheet_missing" if workbook else "file_missing"
            table = schema().tables[name]
            found.append(problem(rule, Place(file, name), title_en=table.title_en, title_zh=table.title_zh))
        elif not raw.tables[name].cells:
            found.append(problem("table_empty", Place(raw.tables[name].file, name)))
    others = [name for name in USUAL_TABLES if name not in raw.tables]
    if others:
        titles = {
            "titles_en": ", ".join(others),
            "titles_zh": "、".join(schema().tables[name].title_zh for name in others),
        }
        found.append(problem("tables_absent", Place(raw.path.name), ", ".join(others), **titles))
    return found


def _read_folder(folder: Path) -> tuple[RawCase, list[Problem]]:
    raw = RawCase(folder.resolve(), "case.toml")
    found = _read_toml(folder / "case.toml", raw)
    for file in sorted(folder.glob("*.csv")):
        if file.stem == "profiles":
            continue
        table = schema().tables.get(file.stem)
        if table is None:
            guess = closest(file.stem, [*schema().tables, "profiles"])
            found.append(problem("file_unknown", Place(file.name), **guess))
            continue
        unsafe = unsafe_file(file, folder, Place(file.name, table.name))
        grid, faults = (Grid(file.name), [unsafe]) if unsafe else read_csv(file, file.name, table.name)
        found += faults
        if not faults and not grid.rows and table.name not in REQUIRED_TABLES:
            found.append(problem("file_empty", Place(file.name, table.name)))
        if not faults or grid.rows:
            raw.tables[table.name], faults = as_table(grid, table)
            found += faults
        else:
            raw.tables[table.name] = as_table(Grid(file.name), table)[0]
    if not (folder / "profiles").resolve().is_relative_to(folder.resolve()):
        found.append(problem("file_elsewhere", Place("profiles", "profiles")))
    for file in [folder / "profiles.csv", *sorted((folder / "profiles").glob("*.csv"))]:
        shown = file.relative_to(folder).as_posix()
        unsafe = unsafe_file(file, folder, Place(shown, "profiles"))
        if unsafe is not None:
            raw.faulty.add(file.stem)
            found.append(unsafe)
        elif file.is_file():
            found += _add_series(raw, file, shown)
    scenarios = folder / SCENARIOS_FILE
    if scenarios.exists() or scenarios.is_symlink():
        unsafe = unsafe_file(scenarios, folder, Place(SCENARIOS_FILE, "scenarios"))
        if unsafe is not None:
            return raw, [*found, unsafe]
        raw.scenarios, faults = read_scenarios_toml(scenarios)
        found += faults
    return raw, found


def _read_toml(file: Path, raw: RawCase) -> list[Problem]:
    place = Place("case.toml", "settings")
    if not file.is_file() and not file.is_symlink() and not file.is_dir():
        return [problem("settings_missing", place)]
    unsafe = unsafe_file(file, file.parent, place)
    if unsafe is not None:
        return [unsafe]
    text, found = decoded(file.read_bytes(), place)
    if text is None:
        return found
    try:
        raw.settings = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # nested too deep, or a number of too many digits, is no better
        return [*found, problem("settings_syntax", place, reason=str(error))]
    return found


def _add_series(raw: RawCase, file: Path, shown: str) -> list[Problem]:
    """Read one file of hourly series into the case."""
    grid, found = read_csv(file, shown, "profiles")
    if not grid.rows:
        raw.faulty.add(file.stem)
        return found or [
            problem("profile_unreadable", Place(shown), reason_en="it is empty", reason_zh="文件为空")
        ]
    many = file.name == "profiles.csv" and file.parent == raw.path
    return [*found, *add_series(raw, read_series(grid, None if many else file.stem))]


def add_series(raw: RawCase, read: SeriesFile) -> list[Problem]:
    """Take the series of a file into the case; their faults, with names that are given twice."""
    raw.faulty |= read.faulty
    found = list(read.found)
    for one in read.series:
        other = raw.add_series(one)
        if other is not None:
            found.append(problem("profile_twice", one.place(), other=other.file))
    return found
