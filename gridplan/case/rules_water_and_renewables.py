"""Rules of the pumps of reservoirs, of local networks and of repowering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gridplan.case.problems import Problem, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.slips import slip_hint
from gridplan.case.tables import TypedTable

Tables = Mapping[str, TypedTable]
CONNECTION_TIMES = 1.5
"""Times what may stand of a class that its network, once built out, takes: above it another unit is likely."""


def check_water_and_renewables(tables: Tables, years: Sequence[int]) -> list[Problem]:
    """Every fault of the tables `hybrid_pumps`, `connection` and `repowering`; the same fault once, not in each
    planning year."""
    seen: set[tuple[str, str, int | None]] = set()
    found = []
    for year in years:
        for one in (*_pumps(tables, year), *_connection(tables, year), *_repowering(tables, year)):
            if (one.rule, one.table, one.row) not in seen:
                seen.add((one.rule, one.table, one.row))
                found.append(one)
    return found


def _by_name(result: TypedTable, year: int) -> dict[str, dict[str, Any]]:
    """Rows in force by their key."""
    return {str(cells[result.table.key[0]]): cells for _, cells in in_force(result, year)}


def _names(result: TypedTable) -> set[str]:
    return set(result.frame[result.table.key[0]])


def _pumps(tables: Tables, year: int) -> Iterator[Problem]:
    pumps, reservoirs = tables["hybrid_pumps"], _by_name(tables["reservoirs"], year)
    for row, cells in in_force(pumps, year):
        name = str(cells["reservoir"])
        reservoir = reservoirs.get(name)
        if reservoir is None:
            if name in _names(tables["reservoirs"]):
                yield problem("pumps_of_dry_year", pumps.place(row, "reservoir"), name, year=year)
            continue
        if reservoir["technology"] == "solar_thermal":
            yield problem("pump_without_water", pumps.place(row, "reservoir"), name)
        if cells["region"] and cells["region"] != reservoir["region"]:
            words = {"reservoir": name, "region": reservoir["region"]}
            yield problem("pump_region_differs", pumps.place(row, "region"), cells["region"], **words)


def _connection(tables: Tables, year: int) -> Iterator[Problem]:
    result, classes = tables["connection"], _by_name(tables["renewables"], year)
    for row, cells in in_force(result, year):
        renewable = classes.get(str(cells["renewable"]))
        if renewable is None or pd.isna(renewable["potential_gw"]):
            continue
        if cells["connection_gw"] >= renewable["potential_gw"]:
            place, most = result.place(row, "connection_gw"), f"{renewable['potential_gw']:g}"
            yield problem("connection_never_binds", place, float(cells["connection_gw"]), most=most)
        elif cells["connection_gw"] + cells["build_max_gw"] > CONNECTION_TIMES * renewable["potential_gw"]:
            most = renewable["potential_gw"] - cells["connection_gw"]
            yield problem("connection_beyond_potential", result.place(row, "build_max_gw"),
                          float(cells["build_max_gw"]), most=f"{most:g}", potential=f"{renewable['potential_gw']:g}",
                          **slip_hint(float(cells["build_max_gw"]), most / 20, most, "GW"))


def _repowering(tables: Tables, year: int) -> Iterator[Problem]:
    result, classes = tables["repowering"], _by_name(tables["renewables"], year)
    known = _names(tables["renewables"])
    for row, cells in in_force(result, year):
        old, new = str(cells["renewable"]), str(cells["to"])
        for column, name in (("renewable", old), ("to", new)):
            if name in known and name not in classes:
                yield problem("repower_class_missing", result.place(row, column), name, year=year)
        if old == new:
            yield problem("repower_into_itself", result.place(row, "to"), new)
        elif old in classes and new in classes:
            yield from _classes_differ(result, row, classes[old], classes[new])
        if old in classes and cells["max_gw"] > classes[old]["existing_gw"]:
            place, existing = result.place(row, "max_gw"), f"{classes[old]['existing_gw']:g}"
            yield problem("repower_more_than_exists", place, float(cells["max_gw"]), existing=existing)


def _classes_differ(
    result: TypedTable, row: int, old: dict[str, Any], new: dict[str, Any]
) -> Iterator[Problem]:
    """Plants on the same sites are in the same region and of the same technology."""
    if (old["region"], old["technology"]) != (new["region"], new["technology"]):
        words = {"region": old["region"], "technology": old["technology"]}
        words |= {"new_region": new["region"], "new_technology": new["technology"]}
        yield problem("repower_differs", result.place(row, "to"), new["renewable"], **words)
