"""What a planner writes of a scenario, read and checked for its form; nothing is applied here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawScenarios
from gridplan.case.scenario_file import NOTES, OF_CHANGE, OF_SCENARIO
from gridplan.case.spelling import closest
from gridplan.case.tables import TRUE_WORDS
from gridplan.case.workbook_read import cell_text

BASE = "base"
"""The case as it is; it is always among the scenarios."""

NAME = re.compile(r"[\w=+,-][\w=+,.-]*")
LONGEST_NAME = 80
FOLDERS_TAKEN = ("outdated",)
"""Names a sweep's folder keeps for itself."""

SUBJECTS = ("table", "setting", "series")


@dataclass(frozen=True)
class Change:
    """One change of an input.  `value` is the text of a cell, `factor` what a number is multiplied by (as text, so
    that it may name a parameter of a grid); `added` the cells of a new row.  `place` is where it is written."""

    place: Place
    table: str = ""
    row: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    column: str = ""
    value: str | None = None
    factor: str | None = None
    drop: bool = False
    added: tuple[tuple[str, str], ...] = ()
    setting: str = ""
    series: str = ""
    months: tuple[int, ...] = ()

    def with_parameters(self, values: Mapping[str, str]) -> Change:
        """The change with `{name}` replaced by the parameter's value, as the whole of a value or factor."""
        return replace(self, value=_filled(self.value, values), factor=_filled(self.factor, values),
                       added=tuple((column, str(_filled(text, values))) for column, text in self.added))

    def parameters(self) -> list[str]:
        """Names of the grid's parameters that it uses."""
        texts = [self.value, self.factor, *(text for _, text in self.added)]
        return [name for text in texts if (name := _parameter(text))]


@dataclass(frozen=True)
class Scenario:
    """One scenario, its own changes only; `parameters` are the values of a point of a grid."""

    name: str
    place: Place
    name_zh: str = ""
    name_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    parents: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    parameters: tuple[tuple[str, str], ...] = field(default=())

    def title(self, lang: str) -> str:
        """Its name in a language, the short name where none is given."""
        return (self.name_zh if lang == "zh" else self.name_en) or self.name

    def note(self, lang: str) -> str:
        """Why it is there, in a language; "" where nothing is said in it."""
        return self.note_zh if lang == "zh" else self.note_en


def read_scenarios(raw: RawScenarios) -> tuple[list[Scenario], dict[str, dict[str, list[str]]], list[Problem]]:
    """Every scenario and grid as written, the values of each grid's parameters by its name, every fault of form."""
    scenarios: list[Scenario] = []
    grids: dict[str, dict[str, list[str]]] = {}
    found: list[Problem] = []
    for section, named in raw.content.items():
        for name, keys in named.items():
            place = Place(f"{raw.file} [{name}]", "scenarios", raw.lines.get((section, name)))
            scenario, faults = _scenario(name, keys, place)
            found += faults
            if section == "grid":
                others = {key: value for key, value in keys.items() if key not in (*OF_SCENARIO, "changes")}
                grids[name], faults = _parameters(others, scenario)
            else:
                faults = _strange(keys, (*OF_SCENARIO, "changes"), place)
            found += faults
            scenarios.append(scenario)
    return scenarios, grids, found


def _scenario(name: str, keys: Mapping[str, Any], place: Place) -> tuple[Scenario, list[Problem]]:
    found: list[Problem] = []
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or name.casefold() in FOLDERS_TAKEN:
        found.append(problem("scenario_name", place, name))
    texts = {}
    for key in ("name_zh", "name_en", *NOTES):
        texts[key] = keys.get(key, "")
        if not isinstance(texts[key], str):
            found.append(problem("scenario_text", place.at(key), texts[key]))
            texts[key] = ""
    both = texts.pop("note")
    texts |= {key: texts[key] or both for key in ("note_zh", "note_en")}
    parents = keys.get("parents", [])
    parents = [parents] if isinstance(parents, str) else parents
    if not isinstance(parents, list) or not all(isinstance(parent, str) for parent in parents):
        found.append(problem("scenario_text", place.at("parents"), parents))
        parents = []
    listed = keys.get("changes", [])
    if not isinstance(listed, list) or not all(isinstance(change, dict) for change in listed):
        found.append(problem("scenario_changes", place.at("changes")))
        listed = []
    if name == BASE and (listed or parents):
        found.append(problem("scenario_base", place))
        listed, parents = [], []
    changes = []
    for number, written in enumerate(listed, start=1):
        change, faults = _change(written, replace(place, file=f"{place.file[:-1]}: {number}]"))
        changes.append(change)
        found += faults
    kept = tuple(change for change in changes if change is not None)
    return Scenario(name, place, **texts, parents=tuple(parents), changes=kept), found


def _change(written: Mapping[str, Any], place: Place) -> tuple[Change | None, list[Problem]]:
    """One change, or None with its faults."""
    found = _strange(written, OF_CHANGE, place)
    subjects = [key for key in SUBJECTS if written.get(key)]
    if len(subjects) != 1:
        return None, [*found, problem("change_kind", place)]
    row = written.get("row", [])
    texts: dict[str, list[Any]] = {"row": row if isinstance(row, list) else [row]}
    for key in ("where", "add"):
        pairs = written.get(key, {})
        if not isinstance(pairs, dict):
            found.append(problem("scenario_text", place.at(key), pairs))
            pairs = {}
        texts[key] = [part for pair in pairs.items() for part in pair]
    plain = {key: written[key] for key in ("table", "column", "value", "factor", "setting", "series") if key in written}
    every: dict[str, list[Any]] = texts | {key: [value] for key, value in plain.items()}
    faulty = [key for key, values in every.items() if not all(isinstance(value, str | int | float) for value in values)]
    if faulty:
        return None, [*found, *(problem("change_value", place.at(key)) for key in faulty)]
    cells = {key: cell_text(value).strip() for key, value in plain.items()}
    where, added = (_pairs(texts[key]) for key in ("where", "add"))
    months, faults = _months(written.get("months"), place)
    change = Change(
        place, cells.get("table", ""), tuple(cell_text(part).strip() for part in texts["row"]),
        where, cells.get("column", ""), cells.get("value"), cells.get("factor"),
        cell_text(written.get("drop", "")).casefold() in TRUE_WORDS, added, cells.get("setting", ""),
        cells.get("series", ""), months)
    found += [*faults, *_incomplete(change)]
    return (None if found else change), found


def _pairs(flat: list[Any]) -> tuple[tuple[str, str], ...]:
    """Names and values that stand one after the other, as pairs of texts."""
    texts = [cell_text(value).strip() for value in flat]
    return tuple(zip(texts[::2], texts[1::2], strict=True))


def _incomplete(change: Change) -> list[Problem]:
    """What a change leaves unsaid, or says twice."""
    said = [key for key, given in (("value", change.value is not None), ("factor", change.factor is not None),
                                   ("drop", change.drop), ("add", bool(change.added))) if given]
    keys: tuple[str, ...] = ("value", "factor", "drop", "add") if change.table else ("value", "factor")
    keys = ("factor",) if change.series else keys
    place = change.place
    if len(said) != 1 or said[0] not in keys:
        return [problem("change_what", place, keys=", ".join(keys))]
    if not change.table or change.added:
        return []
    found = []
    if not change.row and not change.where:
        found.append(problem("change_rows", Place(place.file, change.table, place.row)))
    if not change.column and not change.drop:
        found.append(problem("change_column", Place(place.file, change.table, place.row)))
    return found


def _months(given: Any, place: Place) -> tuple[tuple[int, ...], list[Problem]]:
    if given is None:
        return (), []
    words = re.split(r"[\s,，、|]+", given.strip()) if isinstance(given, str) else given
    words = words if isinstance(words, list) else [words]
    numbers = [int(str(word)) if str(word).isdigit() else 0 for word in words]
    if not all(1 <= number <= 12 for number in numbers):
        return (), [problem("change_months", place.at("months"), given)]
    return tuple(sorted(set(numbers))), []


def _parameters(others: Mapping[str, Any], scenario: Scenario) -> tuple[dict[str, list[str]], list[Problem]]:
    """The values of a grid's parameters, as text; a parameter no change uses, and a name no parameter has."""
    found: list[Problem] = []
    parameters: dict[str, list[str]] = {}
    for name, values in others.items():
        place = scenario.place.at(name)
        if not isinstance(values, list) or not values or not all(isinstance(v, str | int | float) for v in values):
            found.append(problem("grid_values", place))
            continue
        texts = [plain_number(cell_text(value).strip()) for value in values]
        parameters[name] = list(dict.fromkeys(texts))
        found += [problem("grid_repeats", place, text) for text in parameters[name] if texts.count(text) > 1]
    if not others:
        found.append(problem("grid_empty", scenario.place))
    used = {name: change for change in scenario.changes for name in change.parameters()}
    found += [problem("grid_unused", scenario.place.at(name)) for name in parameters if name not in used]
    found += [problem("grid_parameter_unknown", change.place, f"{{{name}}}", **closest(name, others))
              for name, change in used.items() if name not in others]
    return parameters, found


def _strange(keys: Mapping[str, Any], known: tuple[str, ...], place: Place) -> list[Problem]:
    return [problem("scenario_key", place, key, **closest(key, known)) for key in keys if key not in known]


def plain_number(text: str) -> str:
    """A number as short as it can be written (1.0 -> 1); other text as it is."""
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _parameter(text: str | None) -> str:
    """The name in braces, "" where the text is none."""
    match = re.fullmatch(r"\{\s*(.+?)\s*\}", text or "")
    return match.group(1) if match else ""


def _filled(text: str | None, values: Mapping[str, str]) -> str | None:
    name = _parameter(text)
    return values.get(name, text) if name else text
