"""Hourly series of several weather years: which of the planner's belong to which, and one plan for all of them.

A series `load@2018`, or the column `load` of the file `profiles_2018.csv`, counts in the weather year 2018 in place of
`load`.  A series without a weather year of its own holds for every weather year that brings none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawCase, RawSeries, WeatherSeries
from gridplan.case.series import plan_series
from gridplan.case.series_jobs import Plan
from gridplan.case.settings import EXPECTED, Settings
from gridplan.case.spelling import closest
from gridplan.case.tables import TypedTable
from gridplan.case.weather_years import WeatherYear, weather_years_of

PROBABILITY_TOLERANCE = 1e-6
MOST_YEARS = 100

Series = Mapping[str, RawSeries]


def check_weather(table: TypedTable, settings: Settings, risk: Place) -> Iterator[Problem]:
    """A risk with only one weather year (at ``risk``); probabilities that are given for some weather years only, are
    nothing, or do not add up to 1; ids that cannot name a series."""
    if settings.risk != EXPECTED and len(table.frame) < 2:
        yield problem("risk_one_year", risk, settings.risk)
    yield from _twice(table, settings)
    given = [(row, cells) for row, cells in table.records() if (row, "probability") in table.given]
    for row, cells in table.records():
        if "@" in str(cells["weather_year"]):
            yield problem("weather_name", table.place(row, "weather_year"), cells["weather_year"])
    if len(table.frame) > MOST_YEARS:
        yield problem("weather_too_many", table.place(MOST_YEARS, "weather_year"), len(table.frame), most=MOST_YEARS)
    if not given or any((row, "probability") in table.bad for row, _cells in given):
        return
    if len(given) < len(table.frame):
        blank = next(row for row, _cells in table.records() if (row, "probability") not in table.given)
        yield problem("weather_probability_blank", table.place(blank, "probability"))
        return
    for row, cells in given:
        if cells["probability"] <= 0:
            yield problem("weather_probability_zero", table.place(row, "probability"), float(cells["probability"]))
    total = sum(float(cells["probability"]) for _row, cells in given)
    if abs(total - 1.0) > PROBABILITY_TOLERANCE:
        yield problem("weather_probability_sum", table.place(given[0][0], "probability"), total=f"{total:g}")


def _twice(table: TypedTable, settings: Settings) -> Iterator[Problem]:
    """Weather years generated from the same seed: the same weather, unless they bring series of their own."""
    seen: dict[int, str] = {}
    for row, one in enumerate(weather_years_of(table.frame, settings.weather_seed) if len(table.frame) else ()):
        if one.seed in seen:
            yield problem("weather_seed_twice", table.place(row, "seed"), one.seed, other=seen[one.seed])
        seen.setdefault(one.seed, one.name)


def join_weather(raw: RawCase, weather: Sequence[WeatherYear]) -> tuple[dict[str, RawSeries], frozenset[str],
                                                                       list[Problem]]:
    """The planner's series by the name that cells use, each over all weather years; names of those that cannot be used;
    and what is wrong with them.  With a single weather year that has no name everything stays as it is."""
    names = [one.name for one in weather]
    found = [problem("weather_file_unknown", Place(file), year, **_guess(year, names))
             for year, file in raw.weather_files.items() if year not in names]
    if names == [""]:
        # A file of a weather year the case does not have has been named; its series are no more said of.
        series = {name: one for name, one in raw.series.items() if one.file not in raw.weather_files.values()}
        return series, frozenset(raw.faulty), found
    dated: dict[str, dict[str, RawSeries]] = {}
    every: dict[str, RawSeries] = {}
    for name, one in raw.series.items():
        base, _mark, year = name.rpartition("@")
        if base and year in names:
            dated.setdefault(base, {})[year] = one
        elif one.file not in raw.weather_files.values():
            every[name] = one
    faulty = {base if base and year in names else name
              for name, (base, _mark, year) in ((name, name.rpartition("@")) for name in raw.faulty)}
    joined: dict[str, RawSeries] = {}
    for name in dict.fromkeys([*every, *dated]):
        own = dated.get(name, {})
        missing = [year for year in names if year not in own] if name not in every else []
        if missing:
            first = next(iter(own.values()))
            if name not in faulty:
                found.append(problem("weather_series_missing", first.place(), name, years=", ".join(missing),
                                     given=", ".join(own)))
            faulty.add(name)
            continue
        joined[name] = _joined(name, [own.get(year) or every[name] for year in names], weather)
    return joined, frozenset(faulty), found


def _guess(year: str, names: Sequence[str]) -> dict[str, str]:
    if any(names):
        return closest(year, names)
    return {"guess_en": "the case has no weather_years", "guess_zh": "案例没有 weather_years 表"}


def _joined(name: str, parts: Sequence[RawSeries], weather: Sequence[WeatherYear]) -> RawSeries:
    first = parts[0]
    if len(parts) == 1:
        return replace(first, name=name)
    return WeatherSeries(
        name, first.file, first.column, np.concatenate([one.values for one in parts]),
        np.concatenate([one.lines for one in parts]), tuple(parts), tuple(one.probability for one in weather))


def plan_weather(tables: Mapping[str, TypedTable], series: Series, settings: Settings, provinces: Mapping[str, str],
                 weather: Sequence[WeatherYear], faulty: frozenset[str]) -> Plan:
    """As ``plan_series``, with the plans of the further weather years as the plan's ``others``."""
    blank = [{name: replace(result, frame=result.frame.copy()) for name, result in tables.items()}
             for _one in weather[1:]]
    first, *further = [settings if one.seed == settings.weather_seed else
                       settings.model_copy(update={"weather_seed": one.seed}) for one in weather]
    plan = plan_series(tables, series, first, provinces, faulty)
    plan.others = [plan_series(copy, series, one, provinces, faulty) for copy, one in zip(blank, further, strict=True)]
    if plan.others:
        _say_where_from(plan, series, weather)
    return plan


def _say_where_from(plan: Plan, series: Series, weather: Sequence[WeatherYear]) -> None:
    """Put the seeds of all weather years into the origins, and which of the planner's series hold for several."""
    seeds = ", ".join(f"{one.name}: {one.seed}" for one in weather)
    for origin in plan.origins:
        mark = f"weather seed {weather[0].seed}"
        if str(origin["source"]).endswith(mark):
            origin["source"] = str(origin["source"]).removesuffix(mark) + f"weather seeds {seeds}"
    for name in plan.given:
        parts: tuple[RawSeries, ...] = getattr(series.get(name), "parts", ())
        shared = [one.name for one, part in zip(weather, parts, strict=False) if part.name == name]
        if parts and shared:
            plan.origins.append({
                "table": "profiles", "key": name, "column": "", "value": name, "basis": "given",
                "source": f"{parts[0].file}: the same in the weather years {', '.join(shared)}"})


__all__ = ["check_weather", "join_weather", "plan_weather"]
