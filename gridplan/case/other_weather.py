"""A case in another weather: its hourly series made anew with another seed, or replaced by measured ones.

Tables stay as they are, and so do the names of the series: what the planner wrote, what the library filled in and what
is planned are the same.  Only the values of hours change, the seed, and where the series come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from gridplan.case.case import Case, fingerprint
from gridplan.case.load import provinces_of
from gridplan.case.problems import CaseError, Problem
from gridplan.case.raw import RawSeries
from gridplan.case.schema import schema
from gridplan.case.series import plan_series
from gridplan.case.series_jobs import GENERATED, SEED_MARK, Job, Plan, make_series, reseeded
from gridplan.case.series_loads import check_curves
from gridplan.case.settings import EXPECTED, Settings
from gridplan.case.tables import TypedTable
from gridplan.case.weather_years import TABLE
from gridplan.library.units import HOURS_PER_YEAR

SUPPLIED = "supplied"
"""Basis of a series that came with a weather year."""

Cell = tuple[str, int, str, str]
"""Table, row, column and the name of the series that stands there."""


def with_weather(case: Case, seed: int) -> Case:
    """The case with every series that was generated from its weather seed made anew with another one.

    Series of the planner's own, and generated ones that no weather enters (delivery curves, flat loads), stay as they
    are.  The case's own seed gives the case's own series.

    Raises:
        CaseError: if a series cannot be made with this seed, or a load is then above its region's curve.
        ValueError: for a seed that is not a whole number from 0 to 1 000 000.
    """
    case = in_first_weather(case)
    settings = Settings.model_validate(case.settings.model_dump() | {"weather_seed": seed})
    tables = _typed(case)
    cells = list(_weather_cells(case))
    for table, row, column, _name in cells:
        tables[table].frame.at[row, column] = ""
    moving = {name for *_cell, name in cells}
    kept = {name: _raw(name, case) for name in map(str, case.profiles) if name not in moving}
    plan = plan_series(tables, kept, settings, provinces_of(tables["regions"]))
    jobs: dict[str, Job] = {}
    for table, row, column, name in cells:
        jobs[name] = plan.jobs[str(tables[table].frame.at[row, column])]
    made, faults = make_series(Plan(jobs=jobs))
    return _with_series(case, made, faults, settings, case.origins["source"].map(lambda text: reseeded(text, seed)))


def with_series(case: Case, series: Mapping[str, np.ndarray], source: str) -> Case:
    """The case with some of its series replaced by others, shape (8760,) each; ``source`` says where they come from.

    Raises:
        CaseError: if a load is then above its region's curve.
        KeyError: for a name that no series of the case has.
    """
    case = in_first_weather(case)
    unknown = set(series) - set(map(str, case.profiles))
    if unknown:
        raise KeyError(f"no series of the case: {', '.join(sorted(unknown))}")
    replaced = case.origins["value"].isin(list(series)) & (case.origins["basis"] == GENERATED)
    return _with_series(case, pd.DataFrame(dict(series)), [], case.settings, case.origins["source"].mask(
        replaced, f"{SUPPLIED}: {source}"), case.origins["basis"].mask(replaced, SUPPLIED))


def in_first_weather(case: Case) -> Case:
    """A case of several weather years with the first of them alone, which another one then takes the place of; others
    as they are."""
    if len(case.weather_years) == 1:
        return case
    first = case.weather_years[0]
    settings = case.settings.model_copy(update={"weather_seed": first.seed, "risk": EXPECTED})
    tables = {**case.tables, TABLE: case.tables[TABLE].iloc[:0]}
    profiles = case.profiles.iloc[:HOURS_PER_YEAR]
    origins = case.origins[case.origins["table"] != "profiles"]
    origins = origins.assign(source=origins["source"].str.replace(
        r"weather seeds .*$", f"weather seed {first.seed}", regex=True))
    return replace(case, settings=settings, tables=tables, profiles=profiles, origins=origins,
                   fingerprint=fingerprint(settings, tables, profiles))


def weather_series(case: Case) -> list[str]:
    """Names of the series that another seed changes, in the order of the case."""
    moving = {name for *_cell, name in _weather_cells(in_first_weather(case))}
    return [name for name in map(str, case.profiles) if name in moving]


def uses_of(case: Case) -> dict[str, bool]:
    """Every series that rows of the case name, and whether it is a share of a capacity (0 to 1) rather than a shape."""
    found: dict[str, bool] = {}
    for table, column in _profile_columns():
        share = (table, column) in (("renewables", "profile"), ("links", "profile"))
        for name in case.tables[table][column]:
            if str(name):
                found[str(name)] = found.get(str(name), False) or share
    return found


def _profile_columns() -> Iterator[tuple[str, str]]:
    for table in schema().tables.values():
        for column in table.columns.values():
            if column.type == "profile":
                yield table.name, column.name


def _weather_cells(case: Case) -> Iterator[Cell]:
    """Cells whose series was generated from the weather seed."""
    generated = case.origins[(case.origins["basis"] == GENERATED) & case.origins["source"].str.contains(SEED_MARK)]
    known = set(zip(generated["table"], generated["column"], generated["value"], strict=True))
    for table, column in _profile_columns():
        for row, name in enumerate(case.tables[table][column].astype(str)):
            if (table, column, name) in known:
                yield table, row, column, name


def _typed(case: Case) -> dict[str, TypedTable]:
    return {name: TypedTable(schema().tables[name], f"{name}.csv", frame.copy(), list(range(len(frame))))
            for name, frame in case.tables.items()}


def _raw(name: str, case: Case) -> RawSeries:
    return RawSeries(name, case.path.name, name, case.profiles[name].to_numpy(dtype=float), np.arange(HOURS_PER_YEAR))


def _with_series(case: Case, made: pd.DataFrame, faults: list[Problem], settings: Settings, sources: pd.Series,
                 bases: pd.Series | None = None) -> Case:
    """The case with some series replaced; raises CaseError with the faults, or what the series show to be wrong."""
    if not faults:
        profiles = case.profiles.assign(**{str(name): made[name].to_numpy(dtype=float) for name in made})
        faults = check_curves(_typed(case), settings.years, profiles)
    if faults:
        raise CaseError(faults, settings.language)
    origins = case.origins.assign(source=sources, basis=case.origins["basis"] if bases is None else bases)
    return replace(case, settings=settings, profiles=profiles, origins=origins,
                   fingerprint=fingerprint(settings, case.tables, profiles))
