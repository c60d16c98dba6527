"""Rules of groups of stores and of what counts as paired storage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gridplan.case.problems import Problem, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.spelling import closest
from gridplan.case.tables import TypedTable

Tables = Mapping[str, TypedTable]

LIMITS = ("min_gw", "max_gw", "min_gwh", "max_gwh")


def check_store_groups(tables: Tables, years: Sequence[int]) -> list[Problem]:
    """Every fault of the tables `store_groups`, `paired_storage` and `paired_builds`."""
    groups = tables["store_groups"]
    found = [fault for row, cells in groups.records() for fault in _members(tables, groups, row, cells)]
    named = {one.row for one in found if one.severity == "error"}
    seen: set[tuple[str, str, int | None]] = set()
    for year in years:
        for row, cells in in_force(groups, year):
            for fault in _reach(tables, groups, row, cells, year):
                if fault.row not in named and (fault.rule, fault.column, fault.row) not in seen:
                    seen.add((fault.rule, fault.column, fault.row))
                    found.append(fault)
    return [*found, *_paired(tables)]


def _members(tables: Tables, groups: TypedTable, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    known = set(tables["stores"].frame["store"])
    members = str(cells["stores"]).split()
    for store in dict.fromkeys(members):
        place = groups.place(row, "stores")
        if store not in known:
            guess = closest(store, known)
            yield problem("group_store_unknown", place, cells["stores"], store=store, **guess)
        elif members.count(store) > 1:
            yield problem("group_store_twice", place, cells["stores"], store=store)
    if all(pd.isna(cells[column]) and (row, column) not in groups.bad for column in LIMITS):
        yield problem("group_without_limit", groups.place(row, "group"), cells["group"])


def _reach(tables: Tables, groups: TypedTable, row: int, cells: dict[str, Any], year: int) -> Iterator[Problem]:
    """Floors above what the members can reach, ceilings below what exists."""
    names = str(cells["stores"]).split()
    members = [store for _, store in in_force(tables["stores"], year) if store["store"] in names]
    for suffix, unit in (("gw", "GW"), ("gwh", "GWh")):
        existing = sum(s["existing_gw"] * (s["existing_hours"] if suffix == "gwh" else 1.0) for s in members)
        new = sum(s["build_max_gw"] * (s["hours_max"] if suffix == "gwh" else 1.0) for s in members)
        floor, ceiling = float(cells[f"min_{suffix}"]), float(cells[f"max_{suffix}"])
        if floor > existing + new:
            place = groups.place(row, f"min_{suffix}")
            yield problem("group_floor_too_high", place, floor, unit=unit, most=f"{existing + new:g}")
        if ceiling < existing:
            place = groups.place(row, f"max_{suffix}")
            yield problem("group_ceiling_too_low", place, ceiling, unit=unit, least=f"{existing:g}")


def _paired(tables: Tables) -> Iterator[Problem]:
    for name, column, table, technology, rule in (
        ("paired_storage", "store", "stores", "pumped_hydro", "paired_never_counts"),
        ("paired_builds", "renewable", "renewables", "hydro_ror", "paired_build_not_bound"),
    ):
        kinds = {str(cells[column]): str(cells["technology"]) for _, cells in tables[table].records()}
        result = tables[name]
        for row, cells in result.records():
            if kinds.get(str(cells[column])) == technology:
                yield problem(rule, result.place(row, column), cells[column])
