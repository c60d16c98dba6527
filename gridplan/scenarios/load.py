"""A case as a scenario has it: read, changed, and checked like any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gridplan.case.case import Case
from gridplan.case.load import Checked, check_raw, complete
from gridplan.case.problems import CaseError, Place, Problem, errors, problem
from gridplan.case.raw import RawCase
from gridplan.case.read import read_raw
from gridplan.case.spelling import closest
from gridplan.scenarios.apply import Applied, changed_lines, overlay
from gridplan.scenarios.expand import chosen, scenarios_of
from gridplan.scenarios.overlay import BASE, Scenario
from gridplan.scenarios.series import scale_series

ARROW = " → "
"""Stands between a scenario and the file of the case that it makes wrong."""

MOST_NAMED = 3
"""Scenarios named before a problem that they have in common."""


@dataclass(frozen=True)
class Changed:
    """A scenario, the case it makes (None where only looked at, or where it is wrong) and what it changed."""

    scenario: Scenario
    case: Case | None
    applied: list[Applied]

    @property
    def complete_case(self) -> Case:
        """The case, where it was asked for with its series.  Raises ValueError where it was not."""
        if self.case is None:
            raise ValueError(f"scenario {self.scenario.name} was only looked at")
        return self.case


@dataclass
class ScenarioSet:
    """A case with its scenarios, read once."""

    path: Path
    raw: RawCase
    base: Checked
    scenarios: list[Scenario]
    lang: str

    def changed(self, scenario: Scenario, *, with_series: bool = True) -> tuple[Changed, list[Problem]]:
        """One scenario applied to the case, and every problem that the case itself is not known to have (what only
        its series show is known once `checked` has made them).

        Without `with_series` the hourly series are not generated and there is no case.
        """
        overlaid = overlay(self.raw, scenario.changes)
        checked = overlaid.checked()
        found = list(overlaid.found)
        known = {_identity(one) for one in self.base.found}
        found += [_of(scenario.name, one) for one in checked.found if _identity(one) not in known]
        applied = overlaid.applied
        if not errors(found):
            done, faults = scale_series(checked, overlaid.series, {one.table for one in applied})
            applied, found = [*applied, *done], [*found, *faults]
        if errors(found) or not with_series:
            return Changed(scenario, None, changed_lines(applied)), found
        checked.found = [*self.base.found, *found]
        try:
            case = titled(complete(checked, self.path, self.lang), scenario)
            told = case.warnings
        except CaseError as fault:
            case, told = None, fault.problems
        new = [one for one in told if _identity(one) not in known]
        return Changed(scenario, case, changed_lines(applied)), [
            _of(scenario.name, one) if one not in found else one for one in new]

    def checked(self) -> tuple[Case, list[Problem]]:
        """The case, and what is to be looked at in it and in each of its scenarios, every one of them applied.

        Raises CaseError with the problems of all of them.
        """
        found: list[Problem] = []
        case: Case | None = None
        try:
            case = complete(self.base, self.path, self.lang)
            found += case.warnings
        except CaseError as fault:
            found += fault.problems
        found += _together((one, self.changed(one)[1]) for one in self.scenarios if one.changes)
        if case is None or errors(found):
            raise CaseError(found, self.lang)
        return case, found

    def all_changed(self, scenarios: Sequence[Scenario], *, with_series: bool = True) -> list[Changed]:
        """The scenarios applied, one after another.  Raises CaseError with the problems of all of them."""
        both = [self.changed(scenario, with_series=with_series) for scenario in scenarios]
        found = _together((changed.scenario, faults) for changed, faults in both)
        if errors(found):
            raise CaseError(found, self.lang)
        return [changed for changed, _faults in both]


def read_scenario_set(path: Path, lang: str | None = None) -> ScenarioSet:
    """A case and its scenarios.  Raises CaseError for what is wrong with the case or with the form of the
    scenarios, all of it."""
    raw, found = read_raw(path)
    base = check_raw(raw, found)
    scenarios, faults = scenarios_of(raw.scenarios)
    lang = lang or (base.settings.language if base.settings else "en")
    if errors([*base.found, *faults]):
        raise CaseError([*base.found, *faults], lang)
    return ScenarioSet(path, raw, base, scenarios, lang)


def select(together: ScenarioSet, patterns: Iterable[str]) -> list[Scenario]:
    """The scenarios whose names fit, all without patterns.  Raises CaseError where one fits none."""
    kept, found = chosen(together.scenarios, patterns, _written_in(together))
    if found:
        raise CaseError(found, together.lang)
    return kept


def _written_in(together: ScenarioSet) -> Place:
    return Place(together.raw.scenarios.file if together.raw.scenarios else together.raw.path.name, "scenarios")


def load_scenario(path: Path | str, name: str, lang: str | None = None) -> Changed:
    """One scenario of a case, complete; `name` is taken as it is.

    Raises CaseError for what is wrong with the case, the scenario or its name.
    """
    together = read_scenario_set(Path(path), lang)
    found = next((one for one in together.scenarios if one.name == name), None)
    if found is None:
        guess = closest(name, [one.name for one in together.scenarios])
        raise CaseError([problem("scenario_unknown", _written_in(together), name, **guess)], together.lang)
    return together.all_changed([found])[0]


def scenario_record(changed: Changed) -> dict[str, Any]:
    """What run.json says of the scenario it was: names, why, parents and every change."""
    scenario = changed.scenario
    return {"name": scenario.name, "name_zh": scenario.name_zh, "name_en": scenario.name_en,
            "note_zh": scenario.note_zh, "note_en": scenario.note_en,
            "parents": list(scenario.parents), "parameters": dict(scenario.parameters),
            "changes": [vars(one) for one in changed.applied]}


def titled(case: Case, scenario: Scenario) -> Case:
    """The case under the names of case and scenario; the fingerprint stays that of what is solved."""
    if scenario.name == BASE:
        return case
    names = {f"name_{lang}": f"{case.settings.title(lang)}{mark}{scenario.title(lang)}"
             for lang, mark in (("zh", "："), ("en", ": "))}
    return replace(case, settings=case.settings.model_copy(update=names))


def _of(names: str, one: Problem) -> Problem:
    """A problem of the case that scenarios make."""
    return replace(one, file=f"{names}{ARROW}{one.file}")


def _together(by_scenario: Iterable[tuple[Scenario, list[Problem]]]) -> list[Problem]:
    """The problems of several scenarios; what some have in common, as one and those built on it, is told once."""
    names: dict[Problem, list[str]] = {}
    for scenario, found in by_scenario:
        own = f"{scenario.name}{ARROW}"
        for one in found:
            plain = replace(one, file=one.file.removeprefix(own))
            names.setdefault(plain, []).append("" if plain == one else scenario.name)
    return [_of(", ".join([*had[:MOST_NAMED], *(["…"] if len(had) > MOST_NAMED else [])]), one) if had[0] else one
            for one, had in names.items()]


def _identity(one: Problem) -> tuple[str, int | None, str, str]:
    return one.file, one.row, one.column, one.message_en
