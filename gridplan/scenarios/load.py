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
        """One scenario applied to the case, and every problem that the case itself does not have.

        Without `with_series` the hourly series are not generated and there is no case.
        """
        overlaid = overlay(self.raw, scenario.changes)
        checked = overlaid.checked()
        found = list(overlaid.found)
        known = {_identity(one) for one in self.base.found}
        found += [replace(one, file=f"{scenario.name} → {one.file}")
                  for one in checked.found if _identity(one) not in known]
        applied = overlaid.applied
        if not errors(found):
            done, faults = scale_series(checked, overlaid.series, {one.table for one in applied})
            applied, found = [*applied, *done], [*found, *faults]
        if errors(found) or not with_series:
            return Changed(scenario, None, changed_lines(applied)), found
        checked.found = [*self.base.found, *found]
        try:
            case = complete(checked, self.path, self.lang)
        except CaseError as fault:
            new = [one for one in fault.problems if _identity(one) not in known]
            return Changed(scenario, None, changed_lines(applied)), [
                replace(one, file=f"{scenario.name} → {one.file}") if one not in found else one for one in new]
        return Changed(scenario, titled(case, scenario), changed_lines(applied)), found

    def all_changed(self, scenarios: Sequence[Scenario], *, with_series: bool = True) -> list[Changed]:
        """The scenarios applied, one after another.  Raises CaseError with the problems of all of them."""
        done, found = [], []
        for scenario in scenarios:
            changed, faults = self.changed(scenario, with_series=with_series)
            done.append(changed)
            found += faults
        found = list(dict.fromkeys(found))
        if errors(found):
            raise CaseError(found, self.lang)
        return done


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


def _identity(one: Problem) -> tuple[str, int | None, str, str]:
    return one.file, one.row, one.column, one.message_en
