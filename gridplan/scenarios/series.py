"""Changing an hourly series by a factor, the planner's own or a generated one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gridplan.case.load import Checked
from gridplan.case.problems import Place, Problem, problem
from gridplan.case.schema import schema
from gridplan.case.spelling import closest
from gridplan.model.axis import in_months
from gridplan.scenarios.apply import Applied, factor_of
from gridplan.scenarios.overlay import Change

UNIT_SHARE_TABLES = ("renewables", "links")
"""Tables whose series are per unit of capacity; those of the others are shapes, scaled to a yearly figure."""


def scale_series(
    checked: Checked, changes: Iterable[Change], changed_tables: set[str]
) -> tuple[list[Applied], list[Problem]]:
    """Multiply series of a checked case in place; what was done, and what cannot be.

    `changed_tables` are those the scenario changes besides: where a shape's level is not among them, it is pointed
    out that the year's total stays.
    """
    done: list[Applied] = []
    found: list[Problem] = []
    for change in changes:
        place = Place(change.place.file, "profiles", change.place.row, change.series)
        fault = _fault(checked, change, place)
        if fault is None:
            done.append(_scaled(checked, change))
            fault = _above_one(checked, change, place) or _total_stays(checked, change, place, changed_tables)
        found += [fault] if fault else []
    return done, found


def _fault(checked: Checked, change: Change, place: Place) -> Problem | None:
    plan = checked.plan
    known = [*plan.given, *plan.jobs]
    if change.series not in known:
        return problem("change_series_unknown", place, **closest(change.series, known))
    if factor_of(change) is None:
        return problem("change_factor", place, change.factor)
    tables = users(checked, change.series)
    if not change.months and not tables & set(UNIT_SHARE_TABLES):
        return problem("change_series_shape", Place(place.file, min(tables), place.row, place.column))
    return None


def users(checked: Checked, series: str) -> set[str]:
    """Tables a column of which names the series."""
    return {name for name, result in checked.tables.items() for column in schema().tables[name].columns.values()
            if column.type == "profile" and (result.frame[column.name] == series).any()}


def _scaled(checked: Checked, change: Change) -> Applied:
    plan, name, factor = checked.plan, change.series, factor_of(change)
    values = plan.given[name] if name in plan.given else plan.made(name)
    plan.jobs.pop(name, None)
    hours = in_months(change.months or range(1, 13), len(values))
    plan.given[name] = np.where(hours, values * factor, values)
    when = f" ({' '.join(map(str, change.months))})" if change.months else ""
    for origin in plan.origins:
        if origin["value"] == name and "× " not in origin["source"]:
            origin["source"] += f", × {factor:g}{when}"
    return Applied("series", "profiles", name, " ".join(map(str, change.months)), "", f"× {factor:g}")


def _total_stays(checked: Checked, change: Change, place: Place, changed_tables: set[str]) -> Problem | None:
    """A reminder that months taken from a shape go to the others."""
    tables = users(checked, change.series)
    if tables & {*UNIT_SHARE_TABLES, *changed_tables}:
        return None
    return problem("change_series_total", Place(place.file, min(tables), place.row, place.column))


def _above_one(checked: Checked, change: Change, place: Place) -> Problem | None:
    values = checked.plan.given[change.series]
    if not users(checked, change.series) & set(UNIT_SHARE_TABLES) or values.max() <= 1.0:
        return None
    hour = int(values.argmax())
    return problem("change_series_above_one", place, float(values[hour]), hour=hour)
