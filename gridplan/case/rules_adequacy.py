"""Peak load of each region and the firm capacity that stands or may be built against it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gridplan.case.problems import Problem, problem
from gridplan.case.raw import RawSeries
from gridplan.case.series_demand import grid_load_gwh
from gridplan.case.tables import TypedTable
from gridplan.library.units import HOURS_PER_YEAR

Tables = Mapping[str, TypedTable]


def in_force(result: TypedTable, year: int) -> list[tuple[int, dict[str, Any]]]:
    """Rows in force in a planning year, with their number: a dated row goes before one for every year."""
    key = result.table.key
    records = result.records()
    own = {tuple(c[part] for part in key) for _, c in records if not pd.isna(c["year"]) and c["year"] == year}
    return [
        (row, cells)
        for row, cells in records
        if (not pd.isna(cells["year"]) and cells["year"] == year)
        or (pd.isna(cells["year"]) and tuple(cells[part] for part in key) not in own)
    ]


def peaks_gw(
    tables: Tables, years: Sequence[int], series: Mapping[str, RawSeries], provinces: Mapping[str, str]
) -> dict[tuple[str, int], float]:
    """Peak grid load (GW) of each region and planning year: as stated, of the planner's curve, or by the
    library's ratio of peak to mean load.  Regions whose demand cannot be read are left out."""
    from gridplan.profiles.statistics import load, province_ids

    demand = tables["demand"]
    peaks: dict[tuple[str, int], float] = {}
    for year in years:
        for row, cells in in_force(demand, year):
            mean = grid_load_gwh(demand, row, tables["regions"]) / HOURS_PER_YEAR
            one = series.get(str(cells["profile"]))
            province = provinces.get(str(cells["region"]), "")
            if not math.isnan(cells["peak_gw"]):
                peak = float(cells["peak_gw"])
            elif one is not None and one.of_year > 0:
                peak = mean * float(one.values.max() / (one.of_year / HOURS_PER_YEAR))
            elif province in province_ids():
                peak = mean * load(province).peak_to_mean
            else:
                continue
            # What comes on top adds its mean power at least.
            loads = _of(tables["loads"], str(cells["region"]), year)
            peak += sum(1000 * c["energy_twh"] / HOURS_PER_YEAR for _, c in loads if c["counted"] == "on_top")
            if not math.isnan(peak):
                peaks[str(cells["region"]), year] = peak
    return peaks


def check_adequacy(
    tables: Tables, years: Sequence[int], peaks: Mapping[tuple[str, int], float]
) -> Iterator[Problem]:
    """A reminder where all that exists and may be built falls short of the peak of a region."""
    demand = tables["demand"]
    for year in years:
        for row, cells in in_force(demand, year):
            region = str(cells["region"])
            peak = peaks.get((region, year))
            firm = firm_gw(tables, region, year, peak or 0.0)
            if peak is not None and firm < peak:
                details = {"firm": f"{firm:.3g}", "peak": f"{peak:.3g}", "year": year}
                yield problem("firm_below_peak", demand.place(row, "region"), region, **details)


def firm_gw(tables: Tables, region: str, year: int, peak_gw: float) -> float:
    """Capacity (GW) counted at the better season's peak: existing and buildable plant, storage, firm
    imports less firm exports, response.  Unreadable figures count as unlimited, so that they raise no
    second alarm."""
    firm = 0.0
    for _, c in _of(tables["cohorts"], region, year):
        firm += (c["existing_gw"] + c["build_max_gw"]) * c["capacity_credit_share"]
    for name in ("renewables", "reservoirs"):
        for _, c in _of(tables[name], region, year):
            most = c["potential_gw"]
            if math.isnan(most):
                most = c["existing_gw"] if name == "reservoirs" else 5000.0
            firm += most * max(c["credit_summer_share"], c["credit_winter_share"])
    for _, c in _of(tables["stores"], region, year):
        existing = c["existing_gw"] * min(1.0, c["existing_hours"] / c["capacity_credit_hours"])
        firm += existing + c["build_max_gw"] * min(1.0, c["hours_max"] / c["capacity_credit_hours"])
    for _, c in in_force(tables["links"], year):
        sent = (c["capacity_gw"] + c["build_max_gw"]) * c["firm_share"]
        firm += sent * (1 - c["loss_share"]) if c["to"] == region else 0.0
        firm -= c["capacity_gw"] * c["firm_share"] if c["from"] == region else 0.0
    for _, c in in_force(tables["emergency_support"], year):
        firm += c["support_gw"] * (1 - c["loss_share"]) if c["to"] == region else 0.0
        firm -= c["support_gw"] if c["from"] == region else 0.0
    for _, c in _of(tables["response"], region, year):
        firm += c["max_share_of_peak"] * peak_gw
    for _, c in _of(tables["vehicle_to_grid"], region, year):
        firm += c["power_max_gw"] * c["capacity_credit_share"]
    return math.inf if math.isnan(firm) else firm


def _of(result: TypedTable, region: str, year: int) -> list[tuple[int, dict[str, Any]]]:
    return [(row, cells) for row, cells in in_force(result, year) if cells["region"] == region]
