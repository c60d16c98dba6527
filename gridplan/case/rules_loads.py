"""Rules of named loads, what may be moved of them, vehicle-to-grid and green hydrogen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridplan.case.problems import Problem, as_warning, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.series_demand import grid_load_gwh
from gridplan.case.tables import TypedTable

Tables = Mapping[str, TypedTable]


def check_loads(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """Every fault of the tables of the demand side; the same fault is named once, not in each planning year."""
    seen: set[tuple[str, str, int | None]] = set()
    for year in years:
        loads = {str(cells["load"]): cells for _, cells in in_force(tables["loads"], year)}
        for one in (*_energy(tables, year), *_flexible(tables, loads, year), *_vehicles(tables, loads, year),
                    *_targets(tables, loads, year)):
            if (one.rule, one.table, one.row) not in seen:
                seen.add((one.rule, one.table, one.row))
                yield one


def _energy(tables: Tables, year: int) -> Iterator[Problem]:
    """Loads within a region's consumption that are more than all of it."""
    demand = tables["demand"]
    for place, cells in in_force(demand, year):
        whole, sum_twh = grid_load_gwh(demand, place, tables["regions"]) / 1000, 0.0
        for row, load in in_force(tables["loads"], year):
            if load["region"] != cells["region"] or load["counted"] == "on_top":
                continue
            sum_twh += float(load["energy_twh"])
            if sum_twh > whole:
                words = {"sum": f"{sum_twh:g}", "whole": f"{whole:.4g}", "region": cells["region"], "year": year}
                yield problem(
                    "loads_above_demand", tables["loads"].place(row, "energy_twh"), float(load["energy_twh"]), **words
                )
                break


def _known(result: TypedTable, loads: Mapping[str, Any], year: int) -> Iterator[tuple[int, Any, Any]]:
    """(row, cells, load) of the rows in force whose load is too."""
    for row, cells in in_force(result, year):
        if str(cells["load"]) in loads:
            yield row, cells, loads[str(cells["load"])]


def _missing(result: TypedTable, tables: Tables, loads: Mapping[str, Any], year: int) -> Iterator[Problem]:
    """Rows whose load is named in the table of loads, but not for this year."""
    names = {str(name) for name in tables["loads"].frame["load"]}
    for row, cells in in_force(result, year):
        name = str(cells["load"])
        if name in names and name not in loads:
            yield problem("load_not_in_year", result.place(row, "load"), name, year=year)


def _flexible(tables: Tables, loads: Mapping[str, Any], year: int) -> Iterator[Problem]:
    result = tables["flexible_loads"]
    yield from _missing(result, tables, loads, year)
    for row, cells, _load in _known(result, loads, year):
        if cells["min_share"] == 1:
            yield problem("flexible_without_room", result.place(row, "min_share"), 1)


def _vehicles(tables: Tables, loads: Mapping[str, Any], year: int) -> Iterator[Problem]:
    result = tables["vehicle_to_grid"]
    yield from _missing(result, tables, loads, year)
    for row, cells, load in _known(result, loads, year):
        name = str(cells["load"])
        if load["kind"] and load["kind"] != "ev":
            yield problem("vehicles_not_ev", result.place(row, "load"), name, kind=load["kind"])
        if load["region"] != cells["region"]:
            yield problem("load_other_region", result.place(row, "region"), cells["region"], load=name,
                          region=load["region"])


def _targets(tables: Tables, loads: Mapping[str, Any], year: int) -> Iterator[Problem]:
    """Green shares of a load of another region, or of a load of another year; green hydrogen where there are no
    electrolysers."""
    policies = tables["policies"]
    places = {str(cells["region"]) for _, cells in in_force(tables["electrolysers"], year)}
    for row, cells in in_force(policies, year):
        subject, region = str(cells["subject"]), str(cells["region"])
        if cells["metric"] == "hydrogen.green_production" and region not in places and cells["value"] > 0:
            found = problem("target_without_assets", policies.place(row, "value"), float(cells["value"]),
                            metric=cells["metric"], region=region)
            yield found if cells["enforce"] else as_warning(found)
        if cells["metric"] != "industry.green_share":
            continue
        if subject in loads and loads[subject]["region"] != region:
            yield problem("load_other_region", policies.place(row, "region"), region, load=subject,
                          region=loads[subject]["region"])
        elif subject not in loads and subject in set(tables["loads"].frame["load"]):
            yield problem("load_not_in_year", policies.place(row, "subject"), subject, year=year)
