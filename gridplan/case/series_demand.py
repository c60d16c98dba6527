"""Load curves: generated to the stated peak, or the planner's own stretched to it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from gridplan.case.defaults import key_of
from gridplan.case.problems import Problem, problem
from gridplan.case.raw import RawSeries
from gridplan.case.series_jobs import Job, Plan, named, origin_of, province_of_row, seeded
from gridplan.case.settings import Settings
from gridplan.case.tables import TypedTable
from gridplan.library.units import HOURS_PER_YEAR

PEAK_TOLERANCE = 1e-3
"""Relative difference up to which a planner's own load curve already has the stated peak."""


def plan_demand(
    plan: Plan,
    tables: Mapping[str, TypedTable],
    series: Mapping[str, RawSeries],
    settings: Settings,
    provinces: Mapping[str, str],
) -> None:
    """Load curves: generated to the stated peak, or the planner's own bent to it."""
    from gridplan.profiles.load import load

    result, seed, calendar = tables["demand"], settings.weather_seed, settings.calendar_year
    for row in range(len(result.frame)):
        ratio = peak_to_mean(result, row, tables["regions"])
        if ratio is not None and ratio <= 1:
            plan.found.append(_flat_demand(result, row, ratio))
            continue
        region, own = str(result.frame.at[row, "region"]), str(result.frame.at[row, "profile"])
        if own:
            one = named(plan, result, row, "profile", series, unit_share=False)
            if one is not None and ratio is not None:
                _bend_to_peak(plan, result, row, one, ratio)
            continue
        province = province_of_row(plan, result, row, provinces)
        if province is None:
            continue
        figure = None if ratio is None else round(ratio, 9)

        def make(province: str = province, figure: float | None = figure) -> np.ndarray:
            return load(province, seed=seed, calendar_year=calendar, peak_to_mean=figure)

        recipe = ("load", province, figure)
        origin = origin_of(result, row, "profile", seeded(seed, f"load of {province}"))
        year = "" if pd.isna(result.frame.at[row, "year"]) else str(result.frame.at[row, "year"])
        job = Job(make, recipe, result.place(row, "profile"), origin)
        result.frame.at[row, "profile"] = plan.add(f"load@{region}", year or "all_years", job)


def grid_load_gwh(result: TypedTable, row: int, regions: TypedTable) -> float:
    """Grid load of a demand row in GWh: whole-society consumption less the plants' own use."""
    frame = regions.frame
    year = result.frame.at[row, "year"]
    own = frame[frame["region"] == result.frame.at[row, "region"]]
    dated = own[own["year"].isna() | (own["year"] == year)] if not pd.isna(year) else own
    share = float(dated["own_use_share_of_consumption"].iloc[-1]) if len(dated) else math.nan
    return float(result.frame.at[row, "energy_twh"]) * 1000 * (1 - share)


def peak_to_mean(result: TypedTable, row: int, regions: TypedTable) -> float | None:
    """Stated peak over mean grid load (dimensionless), None where the row states no peak or is faulty."""
    ratio = float(result.frame.at[row, "peak_gw"]) * HOURS_PER_YEAR / grid_load_gwh(result, row, regions)
    return None if math.isnan(ratio) else ratio


def _flat_demand(result: TypedTable, row: int, ratio: float) -> Problem:
    peak, energy = float(result.frame.at[row, "peak_gw"]), float(result.frame.at[row, "energy_twh"])
    fix = ("the peak is in GW, the energy in TWh", "最大负荷单位 GW，电量单位 TWh")
    for factor, english, chinese in ((10, "energy", "电量"), (1000, "energy", "电量")):
        if 1.1 < ratio * factor < 3:
            meant = f"{energy / factor:g}"
            fix = (f"did you mean {english} {meant} TWh, not {energy:g}?", f"{chinese}是否应为 {meant} TWh？")
    details = {
        "hours": f"{HOURS_PER_YEAR / ratio:.0f}",
        "mean": f"{peak / ratio:.4g}",
        "fix_en": fix[0],
        "fix_zh": fix[1],
    }
    return problem("demand_peak_shape", result.place(row, "peak_gw"), peak, **details)


def _bend_to_peak(plan: Plan, result: TypedTable, row: int, one: RawSeries, ratio: float) -> None:
    """Stretch a planner's load curve about its mean so that its highest hour is the stated peak."""
    mean, highest = one.of_year / HOURS_PER_YEAR, float(one.values.max())
    if mean <= 0 or abs(highest / mean / ratio - 1) <= PEAK_TOLERANCE:
        return
    if highest <= mean:
        reason = "the load curve is flat and cannot be stretched to a peak"
        plan.found.append(
            problem("profile_not_generated", result.place(row, "profile"), one.name, reason=reason)
        )
        return
    stretch = (ratio - 1) / (highest / mean - 1)
    values = 1 + (one.values / mean - 1) * stretch
    if values.min() < 0:
        reason = f"stretching {one.name} to peak_gw makes its lowest hours negative; leave peak_gw blank"
        plan.found.append(
            problem("profile_not_generated", result.place(row, "profile"), one.name, reason=reason)
        )
        return
    origin = origin_of(
        result, row, "profile", f"{one.name} of {one.file}, stretched about its mean to peak_gw"
    )
    job = Job(
        lambda: values,
        ("bent", one.name, ratio),
        result.place(row, "profile"),
        {**origin, "basis": "derived"},
    )
    name = f"{one.name}@peak"
    result.frame.at[row, "profile"] = plan.add(name, key_of(result, row), job)
