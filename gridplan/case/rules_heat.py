"""Rules of district heat: who gives it, who asks for it, and figures that would count heat twice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from gridplan.case.problems import Problem, problem
from gridplan.case.raw import RawSeries
from gridplan.case.tables import TypedTable

Tables = Mapping[str, TypedTable]

AS_IS = "as_is"
BURNING = ("coal_boiler", "gas_boiler")
FORCED = ("must_run_heating_share", "min_output_heating_share")
MOST_EFFICIENT = {"coal_boiler": 1.0, "gas_boiler": 1.1, "electric_boiler": 1.0}
"""Efficiency above which a source would give more than it takes; gas by its lower heating value."""

KWH_PER_KG = 29.3076 / 3.6
"""Heat of a kg of standard coal, kWh."""

MOST_USED = 0.97
"""Share of its fuel that a unit can turn into power and heat: a boiler alone loses some 6 %."""


def check_heat(tables: Tables, series: Mapping[str, RawSeries]) -> Iterator[Problem]:
    """Every fault of the tables of heat demand, heat and power, heat sources and heat stores."""
    yield from _demand(tables)
    yield from _chp(tables)
    yield from _states(tables)
    yield from _sources(tables, series)
    yield from _stores(tables)


def _same_year(first: Any, second: Any) -> bool:
    return bool(pd.isna(first) or pd.isna(second) or first == second)


def _has_demand(tables: Tables, region: str, year: Any) -> bool:
    return any(cells["region"] == region and _same_year(cells["year"], year)
               for _, cells in tables["heat_demand"].records())


def _cohorts(tables: Tables, name: str, year: Any) -> list[tuple[int, dict[str, Any]]]:
    return [(row, cells) for row, cells in tables["cohorts"].records()
            if cells["cohort"] == name and _same_year(cells["year"], year)]


def _chp_rows(tables: Tables, cohort: str, year: Any) -> list[tuple[int, dict[str, Any]]]:
    return [(row, cells) for row, cells in tables["chp"].records()
            if cells["cohort"] == cohort and _same_year(cells["year"], year)]


def _demand(tables: Tables) -> Iterator[Problem]:
    """Heat demand somebody can serve."""
    result = tables["heat_demand"]
    for row, cells in result.records():
        region, year = str(cells["region"]), cells["year"]
        if not region:
            continue
        givers = [one for _, one in tables["heat_sources"].records()
                  if one["region"] == region and _same_year(one["year"], year)]
        units = [one for _, chp in tables["chp"].records() if _same_year(chp["year"], year)
                 for _, one in _cohorts(tables, str(chp["cohort"]), year) if one["region"] == region]
        if not givers and not units:
            yield problem("heat_without_source", result.place(row, "region"), region)


def _chp(tables: Tables) -> Iterator[Problem]:
    """Rows of heat and power against their cohorts."""
    result = tables["chp"]
    offered = {(str(cells["cohort"]), str(cells["state"])) for _, cells in tables["retrofits"].records()}
    for row, cells in result.records():
        cohort, state, year = str(cells["cohort"]), str(cells["state"]), cells["year"]
        if state and state != AS_IS and cohort and (cohort, state) not in offered:
            yield problem("chp_state_unknown", result.place(row, "state"), state, cohort=cohort)
        for _, unit in _cohorts(tables, cohort, year):
            if unit["commitment"] is False or unit["commitment"] == 0:
                yield problem("chp_without_commitment", result.place(row, "cohort"), cohort)
            elif unit["region"] and not _has_demand(tables, str(unit["region"]), year):
                rule = "back_pressure_without_heat" if cells["mode"] == "back_pressure" else "chp_without_heat"
                yield problem(rule, result.place(row, "cohort"), cohort, region=unit["region"])
            elif cells["mode"] == "back_pressure" and unit["must_run_share"] > 0:
                yield problem("back_pressure_must_run", result.place(row, "mode"), "back_pressure", cohort=cohort,
                              share=f"{unit['must_run_share']:g}")
            elif (row, "power_floor") not in result.bad:
                yield from _beyond_fuel(tables, row, cells, unit)
        yield from _diagram(result, row, cells)
    yield from _forced_twice(tables)


def _diagram(result: TypedTable, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    """Heat needs some boiler, and full heat no more of it than the unit has."""
    needed = cells["heat_gwth_per_gw"] * (cells["power_loss"] + cells["power_floor"])
    if cells["power_loss"] + cells["power_floor"] == 0 and (row, "power_floor") not in result.bad:
        yield problem("chp_free_heat", result.place(row, "power_loss"), 0.0)
    if needed > 1.0 + 1e-9:
        yield problem("chp_heat_out_of_reach", result.place(row, "heat_gwth_per_gw"), float(cells["heat_gwth_per_gw"]),
                      most=f"{cells['heat_gwth_per_gw'] / needed:.3g}")


def _beyond_fuel(tables: Tables, row: int, cells: dict[str, Any], unit: dict[str, Any]) -> Iterator[Problem]:
    """Power and heat at full heat and the least power, against the fuel that the diagram says they take."""
    result, state = tables["chp"], str(cells["state"])
    own = (cells["cohort"], state)
    change = sum((float(c["net_rate_change_g_per_kwh"]) for _, c in tables["retrofits"].records()
                  if (c["cohort"], c["state"]) == own and _same_year(c["year"], cells["year"])), 0.0)
    kwh_per_kwh = (unit["net_rate_g_per_kwh"] + change) / 1000.0 * KWH_PER_KG
    idle, loss, floor = unit["no_load_share"], cells["power_loss"], cells["power_floor"]
    fuel = kwh_per_kwh * (idle / cells["heat_gwth_per_gw"] + (1.0 - idle) * (loss + floor))
    if 0.0 < fuel < (1.0 + floor) / MOST_USED:
        yield problem("chp_beyond_fuel", result.place(row, "power_floor"), float(floor), cohort=cells["cohort"],
                      used=f"{100.0 * (1.0 + floor) / fuel:.0f}")


def _forced_twice(tables: Tables) -> Iterator[Problem]:
    """A minimum of the heating season stated beside the one heat forces."""
    cohorts = tables["cohorts"]
    for row, cells in cohorts.records():
        if not _chp_rows(tables, str(cells["cohort"]), cells["year"]):
            continue
        for column in FORCED:
            if (row, column) in cohorts.given and cells[column] > 0:
                yield problem("heat_forced_twice", cohorts.place(row, column), float(cells[column]))
    retrofits = tables["retrofits"]
    for row, cells in retrofits.records():
        if (row, FORCED[1]) in retrofits.given and _chp_rows(tables, str(cells["cohort"]), cells["year"]):
            yield problem("heat_forced_twice", retrofits.place(row, FORCED[1]), float(cells[FORCED[1]]))


def _states(tables: Tables) -> Iterator[Problem]:
    """Retrofits for heat: they need a row of heat and power, and no saving that is only the credit for heat."""
    result = tables["retrofits"]
    rates = {(str(c["cohort"]), str(c["state"]), str(c["year"])): c["net_rate_change_g_per_kwh"]
             for _, c in result.records()}
    for row, cells in result.records():
        cohort, parts = str(cells["cohort"]), str(cells["state"]).split("+")
        own = {str(chp["state"]) for _, chp in _chp_rows(tables, cohort, cells["year"])}
        if parts == ["back_pressure"] and "back_pressure" not in own:
            yield problem("back_pressure_without_row", result.place(row, "state"), "back_pressure", cohort=cohort)
        if "heating" not in parts or not own & {str(cells["state"]), AS_IS}:
            continue
        rest = "+".join(part for part in parts if part != "heating")
        before = rates.get((cohort, rest, str(cells["year"])), math.nan) if rest else 0.0
        if cells["net_rate_change_g_per_kwh"] < before:
            yield problem("heat_credited_twice", result.place(row, "net_rate_change_g_per_kwh"),
                          float(cells["net_rate_change_g_per_kwh"]), most=f"{before:g}")


def _sources(tables: Tables, series: Mapping[str, RawSeries]) -> Iterator[Problem]:
    result = tables["heat_sources"]
    names = {(str(c["fuel"]), str(c["region"])) for _, c in tables["fuels"].records()}
    known = {fuel for fuel, _ in names}
    for row, cells in result.records():
        kind, region, fuel = str(cells["kind"]), str(cells["region"]), str(cells["fuel"])
        if kind in BURNING and not fuel and (row, "fuel") not in result.bad:
            yield problem("heat_fuel_missing", result.place(row, "fuel"), kind=kind)
        if kind and kind not in BURNING and fuel:
            yield problem("heat_value_unused", result.place(row, "fuel"), fuel, kind=kind)
        if kind in BURNING and fuel in known and (fuel, region) not in names and (fuel, "") not in names:
            yield problem("fuel_missing", result.place(row, "fuel"), fuel, region=region, year=_year(cells))
        if cells["efficiency"] > MOST_EFFICIENT.get(kind, math.inf):
            yield problem("heat_source_gains", result.place(row, "efficiency"), float(cells["efficiency"]), kind=kind,
                          most=f"{MOST_EFFICIENT[kind]:g}")
        yield from _idle(tables, result, row, cells, ("existing_gwth", "build_max_gwth"))
        one = series.get(str(cells["cop_profile"])) if (row, "cop_profile") in result.given else None
        if one is not None and (one.values <= 0).any():
            hour = int((one.values <= 0).argmax())
            yield problem("heat_pump_stands_still", one.place(hour), float(one.values[hour]))


def _stores(tables: Tables) -> Iterator[Problem]:
    result = tables["heat_stores"]
    for row, cells in result.records():
        yield from _idle(tables, result, row, cells, ("existing_gwh", "build_max_gwh"))


def _idle(tables: Tables, result: TypedTable, row: int, cells: dict[str, Any],
          amounts: tuple[str, str]) -> Iterator[Problem]:
    """What has no capacity, or no heat to serve."""
    if all(cells[name] == 0 and (row, name) not in result.bad for name in amounts):
        yield problem("nothing_to_use", result.place(row, amounts[0]), 0)
    if cells["region"] and not _has_demand(tables, str(cells["region"]), cells["year"]):
        yield problem("heat_asset_without_heat", result.place(row, "region"), str(cells["region"]))


def _year(cells: dict[str, Any]) -> str:
    return "" if pd.isna(cells["year"]) else str(cells["year"])
