"""Hourly shapes of the named loads: the planner's own, or made by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.problems import Problem, problem
from gridplan.case.raw import RawSeries
from gridplan.case.rules_adequacy import in_force
from gridplan.case.series_demand import grid_load_gwh
from gridplan.case.series_jobs import Job, Plan, named, origin_of, province_of_row, seeded
from gridplan.case.settings import Settings
from gridplan.case.tables import TypedTable
from gridplan.case.weather_years import expected_sum
from gridplan.library.units import HOURS_PER_YEAR

FLAT = ("industry", "data_centre")
LOAD_ABOVE_CURVE_GW = 1e-6


def plan_loads(
    plan: Plan,
    tables: Mapping[str, TypedTable],
    series: Mapping[str, RawSeries],
    settings: Settings,
    provinces: Mapping[str, str],
) -> None:
    """Give every load a series; to be called when the demand has its own, whose shape unknown loads take."""
    from gridplan.profiles.parts import charging, flat

    result = tables["loads"]
    for row in range(len(result.frame)):
        kind, place = str(result.frame.at[row, "kind"]), result.place(row, "profile")
        if str(result.frame.at[row, "profile"]):
            named(plan, result, row, "profile", series, unit_share=False)
        elif kind in FLAT:
            origin = origin_of(result, row, "profile", "generated: the same in every hour")
            job = Job(flat, ("flat",), place, origin)
            result.frame.at[row, "profile"] = plan.add("flat", _key(result, row), job)
        elif kind == "ev":
            origin = origin_of(result, row, "profile", "generated: unordered charging, highest in the evening")
            job = Job(charging, ("charging",), place, origin)
            result.frame.at[row, "profile"] = plan.add("charging", _key(result, row), job)
        elif kind == "electric_heating":
            _plan_heating(plan, tables, row, settings, provinces)
        elif kind:
            result.frame.at[row, "profile"] = _shape_of_region(tables["demand"], result, row)


def _plan_heating(
    plan: Plan,
    tables: Mapping[str, TypedTable],
    row: int,
    settings: Settings,
    provinces: Mapping[str, str],
) -> None:
    from gridplan.profiles.parts import electric_heating

    result, regions = tables["loads"], tables["regions"].frame
    region, seed = str(result.frame.at[row, "region"]), settings.weather_seed
    own = regions[regions["region"] == region]
    province = province_of_row(plan, result, row, provinces)
    if province is None or own.empty:
        return
    # Where there is no central heating, rooms are heated in the months of the winter peak.
    last = own.iloc[-1]
    months = tuple(int(word) for word in (str(last["heating_months"]) or str(last["winter_months"])).split())

    def make() -> np.ndarray:
        return electric_heating(province, months, seed=seed)

    origin = origin_of(result, row, "profile", seeded(seed, f"electric heating of {province}"))
    job = Job(make, ("electric_heating", province, months), result.place(row, "profile"), origin)
    result.frame.at[row, "profile"] = plan.add(f"electric_heating@{region}", _key(result, row), job)


def _shape_of_region(demand: TypedTable, result: TypedTable, row: int) -> str:
    """The series of the region's demand, of the load's year where both are dated."""
    frame, year = demand.frame, result.frame.at[row, "year"]
    own = frame[frame["region"] == result.frame.at[row, "region"]]
    dated = own if pd.isna(year) else own[own["year"].isna() | (own["year"] == year)]
    chosen = dated if len(dated) else own
    return str(chosen["profile"].iloc[-1]) if len(chosen) else ""


def _key(result: TypedTable, row: int) -> str:
    year = result.frame.at[row, "year"]
    return str(result.frame.at[row, "load"]) + ("" if pd.isna(year) else f"@{year}")


def check_curves(tables: Mapping[str, TypedTable], years: list[int], profiles: pd.DataFrame,
                 probabilities: Sequence[float] = (1.0,)) -> list[Problem]:
    """Loads said to be in the region's curve that are together above it in some hour, named by the largest of them;
    to be called when all series stand."""
    found: dict[int, Problem] = {}
    for year in years:
        for place, cells in in_force(tables["demand"], year):
            members = [(row, load) for row, load in in_force(tables["loads"], year)
                       if load["region"] == cells["region"] and load["counted"] == "in_curve"]
            left = _hourly(profiles, cells, grid_load_gwh(tables["demand"], place, tables["regions"]), probabilities)
            for _row, load in members:
                left = left - _hourly(profiles, load, 1000.0 * float(load["energy_twh"]), probabilities)
            if left.min() < -LOAD_ABOVE_CURVE_GW:
                row, load = max(members, key=lambda member: float(member[1]["energy_twh"]))
                words = {"hour": int(left.argmin()) % HOURS_PER_YEAR, "region": str(cells["region"]), "year": year,
                         "gw": f"{-left.min():.3g}"}
                where = tables["loads"].place(row, "energy_twh")
                found.setdefault(row, problem("load_above_curve", where, float(load["energy_twh"]), **words))
    return list(found.values())


def _hourly(profiles: pd.DataFrame, cells: Mapping[str, Any], energy_gwh: float,
            probabilities: Sequence[float]) -> np.ndarray:
    """Power of every hour of every weather year, GW: the row's shape scaled to an energy."""
    shape = profiles[str(cells["profile"])].to_numpy()
    return np.asarray(shape * (energy_gwh / expected_sum(shape, probabilities)))
