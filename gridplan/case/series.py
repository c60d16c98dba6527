"""Hourly series of a case: the planner's own where named, generated ones for the blanks.

A plan is made first (what is named, what must be generated and from which figures), so that every fault is
known before any series is computed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from gridplan.case.problems import problem
from gridplan.case.raw import RawSeries
from gridplan.case.series_demand import plan_demand
from gridplan.case.series_heat import plan_heat
from gridplan.case.series_jobs import Job, Plan, named, origin_of, province_of_row, seeded
from gridplan.case.series_loads import plan_loads
from gridplan.case.settings import Settings
from gridplan.case.tables import TypedTable
from gridplan.library.units import HOURS_PER_YEAR

RESOURCE_OF = {
    "wind_onshore": "wind_onshore",
    "wind_offshore": "wind_offshore",
    "solar_utility": "solar",
    "solar_distributed": "solar",
}


def plan_series(
    tables: Mapping[str, TypedTable],
    series: Mapping[str, RawSeries],
    settings: Settings,
    provinces: Mapping[str, str],
    faulty: frozenset[str] = frozenset(),
) -> Plan:
    """Give every profile cell of the tables (in place) the name of a series, and say how each is come by.

    `provinces` gives the library's province of each region; `faulty` are series that are there but cannot be
    used, of which no more is said.
    """
    plan = Plan(frozenset(series) | faulty, faulty)
    plan_demand(plan, tables, series, settings, provinces)
    plan_loads(plan, tables, series, settings, provinces)
    _plan_renewables(plan, tables["renewables"], series, settings, provinces)
    _plan_reservoirs(plan, tables["reservoirs"], series, settings, provinces)
    _plan_links(plan, tables["links"], series, settings)
    plan_heat(plan, tables, series, settings, provinces)
    plan.found += [
        problem("profile_unused", one.place(), name) for name, one in series.items() if name not in plan.given
    ]
    return plan


def _plan_renewables(
    plan: Plan,
    result: TypedTable,
    series: Mapping[str, RawSeries],
    settings: Settings,
    provinces: Mapping[str, str],
) -> None:
    for row in range(len(result.frame)):
        if str(result.frame.at[row, "profile"]):
            one = named(plan, result, row, "profile", series, unit_share=True)
            hours = float(result.frame.at[row, "annual_hours"])
            if one is not None and not math.isnan(hours) and abs(one.of_year / hours - 1) > 0.01:
                place = result.place(row, "annual_hours")
                plan.found.append(
                    problem("profile_hours_differ", place, hours, hours=f"{one.of_year:.0f}")
                )
            continue
        technology = str(result.frame.at[row, "technology"])
        province = province_of_row(plan, result, row, provinces) if technology else None
        available = None if province is None else _hours(plan, result, row, technology, province)
        if province is None or available is None:
            continue
        region, key = str(result.frame.at[row, "region"]), str(result.frame.at[row, "renewable"])
        make = _renewable_maker(technology, province, settings.weather_seed, available)
        what = f"{technology} of {province}, {available:g} full-load hours"
        origin = origin_of(result, row, "profile", seeded(settings.weather_seed, what))
        job = Job(make, (technology, province, available), result.place(row, "annual_hours"), origin)
        year = "" if pd.isna(result.frame.at[row, "year"]) else f"@{result.frame.at[row, 'year']}"
        result.frame.at[row, "profile"] = plan.add(f"{technology}@{region}", f"{key}{year}", job)


def _renewable_maker(technology: str, province: str, seed: int, hours: float) -> Callable[[], np.ndarray]:
    """How the output of a technology is generated, per unit of capacity."""

    def make() -> np.ndarray:
        if technology == "hydro_ror":
            from gridplan.profiles.water import river

            return river(province, seed=seed, annual_hours=hours)
        if technology.startswith("wind"):
            from gridplan.profiles.wind import wind

            return wind(province, technology, seed=seed, annual_hours=hours)
        from gridplan.profiles.sun import sun

        return sun(province, seed=seed, annual_hours=hours, distributed=technology == "solar_distributed")

    return make


def _hours(plan: Plan, result: TypedTable, row: int, technology: str, province: str) -> float | None:
    """Full-load hours of a row: the planner's, or the library's for the province, written into the row."""
    stated = float(result.frame.at[row, "annual_hours"])
    if not math.isnan(stated):
        return stated
    if (row, "annual_hours") in result.bad:
        return None
    figure = library_hours(technology, province)
    if figure is None:
        details = {"technology": technology, "province": province}
        plan.found.append(problem("library_no_hours", result.place(row, "annual_hours"), **details))
        return None
    hours, basis, source = figure
    result.frame.at[row, "annual_hours"] = hours
    origin = origin_of(result, row, "annual_hours", source)
    plan.origins.append({**origin, "value": f"{hours:g}", "basis": basis})
    return hours


def library_hours(technology: str, province: str) -> tuple[float, str, str] | None:
    """Full-load hours a year of a technology in a province of the library, with basis and source."""
    from gridplan.library.tables import table

    if technology in RESOURCE_OF:
        rows = table("resource")
        rows = rows[(rows["province"] == province) & (rows["technology"] == RESOURCE_OF[technology])]
        names = ("annual_hours_recommended", "recommended_basis", "recommended_source")
    else:
        rows = table("direct_sun" if technology == "solar_thermal" else "hydro")
        rows = rows[rows["province"] == province]
        names = ("annual_hours", "basis", "source")
    if rows.empty or math.isnan(float(rows[names[0]].iloc[0])):
        return None
    hours, basis, source = (rows[name].iloc[0] for name in names)
    return float(hours), str(basis), str(source)


def _plan_reservoirs(
    plan: Plan,
    result: TypedTable,
    series: Mapping[str, RawSeries],
    settings: Settings,
    provinces: Mapping[str, str],
) -> None:
    seed = settings.weather_seed
    for row in range(len(result.frame)):
        province, technology = None, str(result.frame.at[row, "technology"])
        if (
            math.isnan(float(result.frame.at[row, "annual_hours"]))
            or not result.frame.at[row, "inflow_profile"]
        ):
            province = province_of_row(plan, result, row, provinces)
        if province is not None:
            _hours(plan, result, row, technology, province)
        if str(result.frame.at[row, "inflow_profile"]):
            named(plan, result, row, "inflow_profile", series, unit_share=False)
            continue
        if province is None:
            continue

        name = "direct_sun" if technology == "solar_thermal" else "inflow"
        region, key = str(result.frame.at[row, "region"]), str(result.frame.at[row, "reservoir"])
        origin = origin_of(result, row, "inflow_profile", seeded(seed, f"{name} of {province}"))
        job = Job(_inflow_maker(name, province, seed), (name, province), result.place(row, "inflow_profile"), origin)
        result.frame.at[row, "inflow_profile"] = plan.add(f"{name}@{region}", key, job)


def _inflow_maker(name: str, province: str, seed: int) -> Callable[[], np.ndarray]:
    """How the inflow of a reservoir is generated: water, or direct sun on a field of mirrors."""

    def make() -> np.ndarray:
        if name == "direct_sun":
            from gridplan.profiles.sun import direct

            return direct(province, seed=seed)
        from gridplan.profiles.water import inflow

        return inflow(province, seed=seed)

    return make


def _plan_links(plan: Plan, result: TypedTable, series: Mapping[str, RawSeries], settings: Settings) -> None:
    """Delivery curves of links that follow one; a link dispatched freely needs none."""
    from gridplan.profiles.delivery import delivery

    calendar = settings.calendar_year
    for row in range(len(result.frame)):
        mode = str(result.frame.at[row, "mode"])
        if str(result.frame.at[row, "profile"]):
            named(plan, result, row, "profile", series, unit_share=True)
            continue
        capacity, energy = (float(result.frame.at[row, name]) for name in ("capacity_gw", "energy_twh"))
        if mode != "profile" or math.isnan(energy) or not capacity > 0:
            continue
        hours = energy * 1000 / capacity
        if not 0 < hours < HOURS_PER_YEAR:
            continue
        kind = "import" if result.frame.at[row, "from"] == "outside" else "export"

        def make(hours: float = hours, kind: str = kind) -> np.ndarray:
            return delivery(hours, calendar_year=calendar, kind=kind)

        what = f"generated: {kind} delivery of {hours:.0f} full-load hours, calendar of {calendar}"
        origin = origin_of(result, row, "profile", what)
        job = Job(make, ("delivery", hours, kind), result.place(row, "profile"), origin)
        key = str(result.frame.at[row, "link"])
        year = "all_years" if pd.isna(result.frame.at[row, "year"]) else str(result.frame.at[row, "year"])
        result.frame.at[row, "profile"] = plan.add(f"delivery@{key}", year, job)
