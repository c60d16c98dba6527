"""From what is written to the list of scenarios: grids into their points, parents into what comes before."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import product
from math import prod

from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawScenarios
from gridplan.case.spelling import closest
from gridplan.scenarios.overlay import BASE, Change, Scenario, read_scenarios

MOST_POINTS = 1000
"""Most scenarios one grid may stand for; more is a slip."""


def scenarios_of(raw: RawScenarios | None) -> tuple[list[Scenario], list[Problem]]:
    """Every scenario of a case, the base first, each with the changes of its parents before its own.

    The problems are of form, of names and of parents; what the changes meet in the tables is seen when they are
    applied.
    """
    base = Scenario(BASE, Place("", "scenarios"), "基准", "Base")
    if raw is None:
        return [base], []
    written, grids, found = read_scenarios(raw)
    flat: list[Scenario] = [] if any(one.name == BASE for one in written) else [base]
    for one in written:
        if one.name in grids:
            points, faults = _points(one, grids[one.name])
            flat += points
            found += faults
        else:
            flat.append(one)
    found += [*_same_names(flat), *_unknown_parents(flat)]
    by_name = {one.name: one for one in flat}
    circles = _circles(flat, by_name)
    found += circles
    if circles:
        return [], found
    flat.sort(key=lambda one: one.name != BASE)
    return [replace(one, changes=_all_changes(one, by_name)) for one in flat], found


def _points(grid: Scenario, parameters: Mapping[str, list[str]]) -> tuple[list[Scenario], list[Problem]]:
    """One scenario for each combination of a grid's values."""
    count = prod(len(values) for values in parameters.values())
    if count > MOST_POINTS:
        return [], [problem("grid_large", grid.place, count, most=MOST_POINTS)]
    points = []
    for values in product(*parameters.values()) if parameters else ():
        point = dict(zip(parameters, values, strict=True))
        tail = ", ".join(f"{name} {value}" for name, value in point.items())
        points.append(replace(
            grid, name="-".join([grid.name, *(f"{name}={value}" for name, value in point.items())]),
            name_zh=f"{grid.name_zh or grid.name}：{tail}", name_en=f"{grid.name_en or grid.name}: {tail}",
            changes=tuple(change.with_parameters(point) for change in grid.changes), parameters=tuple(point.items())))
    return points, []


def _same_names(scenarios: Iterable[Scenario]) -> list[Problem]:
    """Names that some file systems cannot tell apart."""
    seen: dict[str, str] = {}
    found = []
    for one in scenarios:
        folded = unicodedata.normalize("NFC", one.name).casefold()
        if folded in seen:
            same = seen[folded] == one.name
            rule = "scenario_twice" if same else "scenario_same_folder"
            found.append(problem(rule, one.place, one.name, other=seen[folded]))
        seen[folded] = one.name
    return found


def _unknown_parents(scenarios: list[Scenario]) -> list[Problem]:
    names = [one.name for one in scenarios]
    found = [problem("scenario_parent_unknown", one.place.at("parents"), parent, **closest(parent, names))
             for one in scenarios for parent in one.parents if parent not in names]
    # The points of a grid have its parents in common; one mention is enough.
    return list(dict.fromkeys(found))


def _circles(scenarios: Iterable[Scenario], by_name: Mapping[str, Scenario]) -> list[Problem]:
    """Scenarios that are, by way of others, their own parents; each circle once."""
    found: dict[frozenset[str], Problem] = {}

    def walk(one: Scenario, path: tuple[str, ...]) -> None:
        if one.name in path:
            circle = path[path.index(one.name):]
            shown = " → ".join([*circle, one.name])
            found.setdefault(frozenset(circle), problem("scenario_parent_cycle", one.place.at("parents"), shown))
            return
        for parent in one.parents:
            if parent in by_name:
                walk(by_name[parent], (*path, one.name))

    for one in scenarios:
        walk(one, ())
    return list(found.values())


def _all_changes(one: Scenario, by_name: Mapping[str, Scenario]) -> tuple[Change, ...]:
    """Changes of all parents, each once and those of a parent's parents first, then its own."""
    order: list[Scenario] = []

    def visit(scenario: Scenario) -> None:
        for parent in scenario.parents:
            if parent in by_name:
                visit(by_name[parent])
        if scenario not in order:
            order.append(scenario)

    visit(one)
    return tuple(change for scenario in order for change in scenario.changes)


def chosen(scenarios: list[Scenario], patterns: Iterable[str], place: Place) -> tuple[list[Scenario], list[Problem]]:
    """The scenarios whose names fit any of the patterns (`*` for anything), in their order; all without patterns."""
    wanted = list(patterns)
    if not wanted:
        return scenarios, []
    names = [one.name for one in scenarios]
    found = [problem("scenario_unknown", place, pattern, **closest(pattern, names))
             for pattern in wanted if pattern not in names and not any(fnmatchcase(name, pattern) for name in names)]
    kept = [one for one in scenarios if one.name in wanted or any(fnmatchcase(one.name, each) for each in wanted)]
    return kept, found
