"""What is known of the hourly series of a case before any is made: those given, those to make, and their
faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.defaults import Origin, key_of
from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawSeries
from gridplan.case.spelling import closest
from gridplan.case.tables import TypedTable
from gridplan.library.units import HOURS_PER_YEAR

GENERATED = "generated"


@dataclass(frozen=True)
class Job:
    """One series to make: how, and the row it was first wanted for."""

    make: Callable[[], np.ndarray]
    recipe: tuple[Any, ...]
    place: Place
    origin: Origin


@dataclass
class Plan:
    """Series by name: those given (checked by use) and those to make; `taken` are the planner's own names,
    `faulty` those among them whose faults have been named; `others` are the plans of the further weather years, whose
    series follow."""

    taken: frozenset[str] = frozenset()
    faulty: frozenset[str] = frozenset()
    given: dict[str, np.ndarray] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)
    found: list[Problem] = field(default_factory=list)
    others: list[Plan] = field(default_factory=list)

    def made(self, name: str) -> np.ndarray:
        """Make a series: 8760 hours for each weather year.  Raises ValueError where that cannot be done."""
        values = np.asarray(self.jobs[name].make(), dtype=float)
        if len(values) > HOURS_PER_YEAR or not self.others:
            return values
        return np.concatenate([values, *(np.asarray(plan.jobs[name].make(), dtype=float) for plan in self.others)])

    def add(self, name: str, key: str, job: Job) -> str:
        """Put a series to make on the plan and return its name, which is extended by `key` where another
        series made by another recipe already has the name, and by a number where rows have the same key or none."""
        longer = f"{name}@{key}".replace(" ", "_")

        def free(candidate: str) -> bool:
            known = self.jobs.get(candidate)
            return known.recipe == job.recipe if known is not None else candidate not in self.taken

        chosen = next(filter(free, chain((name, longer), (f"{longer}@{number}" for number in count(2)))))
        self.jobs.setdefault(chosen, job)
        self.origins.append({**job.origin, "value": chosen})
        return chosen


def make_series(plan: Plan) -> tuple[pd.DataFrame, list[Problem]]:
    """Every series of a plan, one column each over hours 0..8759, weather years one behind the other, and a problem for
    each that cannot be made."""
    columns = dict(plan.given)
    found = []
    for name, job in plan.jobs.items():
        try:
            columns[name] = plan.made(name)
        except ValueError as error:
            found.append(problem("profile_not_generated", job.place, reason=str(error)))
    frame = pd.DataFrame(columns, index=pd.RangeIndex(HOURS_PER_YEAR * (1 + len(plan.others)), name="hour"))
    return frame, found


def named(
    plan: Plan, result: TypedTable, row: int, column: str, series: Mapping[str, RawSeries], unit_share: bool
) -> RawSeries | None:
    """The planner's series a cell names, checked for its use; None with a problem where there is no such
    series."""
    name = str(result.frame.at[row, column])
    place = result.place(row, column)
    if name not in series:
        if name not in plan.faulty:
            plan.found.append(problem("profile_unknown", place, name, **closest(name, series)))
        return None
    if name not in plan.given:
        plan.given[name] = series[name].values
        plan.found += check_values(series[name], unit_share)
    return series[name]


def check_values(one: RawSeries, unit_share: bool) -> list[Problem]:
    """Hours of a series that its use forbids: below 0, or above 1 where it is per unit of capacity."""
    allowed = ("0 to 1", "0 至 1") if unit_share else ("0 or more", "不小于 0")
    words = {"allowed_en": allowed[0], "allowed_zh": allowed[1]}
    if len(one.years) > 1:
        return [fault for part in one.years for fault in check_values(part, unit_share)]
    one = one.years[0]
    found = [
        problem("profile_negative", one.place(int(hour)), float(one.values[hour]), **words)
        for hour in np.flatnonzero(one.values < 0)
    ]
    if unit_share:
        highest = float(one.values.max())
        fix = ("divide by the capacity", "请除以装机容量")
        if 20 < highest <= 100:
            fix = ("given in per cent? divide by 100", "是否为百分数？请除以 100")
        found += [
            problem(
                "profile_above_one",
                one.place(int(hour)),
                float(one.values[hour]),
                fix_en=fix[0],
                fix_zh=fix[1],
            )
            for hour in np.flatnonzero(one.values > 1)
        ]
    if not one.values.any():
        found.append(problem("profile_zero", one.place(), 0))
    return found


def province_of_row(plan: Plan, result: TypedTable, row: int, provinces: Mapping[str, str]) -> str | None:
    """Province of the library for a row's region, or None with a problem naming the region's row."""
    from gridplan.profiles.statistics import province_ids

    region = str(result.frame.at[row, "region"])
    if not region or region not in provinces:
        return None
    if provinces[region] not in province_ids():
        guess = closest(provinces[region], province_ids())
        plan.found.append(
            problem(
                "province_unknown", result.place(row, "region"), provinces[region], region=region, **guess
            )
        )
        return None
    return provinces[region]


def origin_of(result: TypedTable, row: int, column: str, source: str) -> Origin:
    return {
        "table": result.table.name,
        "key": key_of(result, row),
        "column": column,
        "value": "",
        "basis": GENERATED,
        "source": source,
    }


SEED_MARK = ", weather seed "


def seeded(seed: int, what: str) -> str:
    return f"generated: {what}{SEED_MARK}{seed}"


def reseeded(source: str, seed: int) -> str:
    """The source of a series that depends on the weather, as it reads with another seed; others stay as they are."""
    what, mark, _old = source.rpartition(SEED_MARK)
    return f"{what}{mark}{seed}" if mark else source
