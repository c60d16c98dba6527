"""Heat demand and heat pumps: generated from the heating months and the temperature, or the planner's own series."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gridplan.case.problems import problem
from gridplan.case.raw import RawSeries
from gridplan.case.series_jobs import Job, Plan, named, origin_of, province_of_row, seeded
from gridplan.case.settings import Settings
from gridplan.case.tables import TypedTable

HEAT_PUMP = "heat_pump"


def plan_heat(
    plan: Plan,
    tables: Mapping[str, TypedTable],
    series: Mapping[str, RawSeries],
    settings: Settings,
    provinces: Mapping[str, str],
) -> None:
    """Give every profile cell of heat demand and of heat pumps the name of a series."""
    seed = settings.weather_seed
    _plan_demand(plan, tables, series, seed, provinces)
    _plan_pumps(plan, tables, series, seed, provinces)


def _plan_demand(
    plan: Plan, tables: Mapping[str, TypedTable], series: Mapping[str, RawSeries], seed: int,
    provinces: Mapping[str, str],
) -> None:
    from gridplan.profiles.heat import heat_demand

    result = tables["heat_demand"]
    for row, cells in result.records():
        if cells["profile"]:
            named(plan, result, row, "profile", series, unit_share=False)
            continue
        province = province_of_row(plan, result, row, provinces)
        if province is None or not 0 <= cells["hot_water_share"] <= 1:
            continue
        months, share = months_of(tables["regions"], result, row), float(cells["hot_water_share"])

        def make(province: str = province, months: tuple[int, ...] = months, share: float = share) -> np.ndarray:
            return heat_demand(province, months, seed=seed, hot_water_share=share)

        what = f"heat demand of {province} in the heating months {' '.join(map(str, months))}"
        origin = origin_of(result, row, "profile", seeded(seed, what))
        job = Job(make, ("heat", province, months, share), result.place(row, "profile"), origin)
        year = "all_years" if pd.isna(cells["year"]) else str(cells["year"])
        result.frame.at[row, "profile"] = plan.add(f"heat@{cells['region']}", year, job)


def _plan_pumps(
    plan: Plan, tables: Mapping[str, TypedTable], series: Mapping[str, RawSeries], seed: int,
    provinces: Mapping[str, str],
) -> None:
    from gridplan.profiles.heat import heat_pump

    result = tables["heat_sources"]
    for row, cells in result.records():
        if cells["cop_profile"]:
            one = named(plan, result, row, "cop_profile", series, unit_share=False)
            if one is not None and cells["kind"] != HEAT_PUMP:
                plan.found.append(problem("heat_value_unused", result.place(row, "cop_profile"), one.name,
                                          kind=cells["kind"]))
            continue
        province = province_of_row(plan, result, row, provinces) if cells["kind"] == HEAT_PUMP else None
        if province is None:
            continue
        months = months_of(tables["regions"], result, row)

        def make(province: str = province, months: tuple[int, ...] = months) -> np.ndarray:
            return heat_pump(province, months, seed=seed)

        origin = origin_of(result, row, "cop_profile", seeded(seed, f"efficiency of heat pumps in {province}"))
        job = Job(make, ("heat_pump", province, months), result.place(row, "cop_profile"), origin)
        result.frame.at[row, "cop_profile"] = plan.add(f"heat_pump@{cells['region']}", str(cells["heat_source"]), job)


def months_of(regions: TypedTable, result: TypedTable, row: int) -> tuple[int, ...]:
    """Heating months (1..12) of a row's region, in its year; empty where the region gives none."""
    frame, year = regions.frame, result.frame.at[row, "year"]
    own = frame[frame["region"] == result.frame.at[row, "region"]]
    dated = own if pd.isna(year) else own[own["year"].isna() | (own["year"] == year)]
    text = str(dated["heating_months"].iloc[-1]) if len(dated) else ""
    return tuple(sorted(int(word) for word in text.split()))
