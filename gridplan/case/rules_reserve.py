"""Rules of operating reserve: one row for each region and direction, that asks for something somebody can give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridplan.case.problems import Problem, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.tables import TypedTable

Tables = Mapping[str, TypedTable]

SHARES = ("load_share", "wind_share", "solar_share")


def check_reserve(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """Every fault of the table ``operating_reserve``."""
    result = tables["operating_reserve"]
    for row, cells in result.records():
        if all(cells[share] == 0 and (row, share) not in result.bad for share in SHARES):
            yield problem("reserve_of_nothing", result.place(row, "load_share"), 0)
    told: set[int] = set()
    for year in years:
        first: dict[tuple[str, str], int] = {}
        offering = _regions_offering(tables, year)
        for row, cells in in_force(result, year):
            at = str(cells["region"]), str(cells["direction"])
            if not all(at):
                continue
            if at in first and row not in told:
                told.add(row)
                yield problem("reserve_twice", result.place(row, "direction"), at[1], region=at[0], year=year,
                              first=str(result.lines[first[at]]))
            elif at[0] not in offering and row not in told:
                told.add(row)
                yield problem("reserve_by_nobody", result.place(row, "region"), at[0], year=year)
            first.setdefault(at, row)


def _regions_offering(tables: Tables, year: int) -> set[str]:
    """Regions with a plant that can keep reserve: a committed thermal one, a store, a reservoir."""
    def offers(name: str, cells: dict[str, Any]) -> bool:
        return name != "cohorts" or (bool(cells["commitment"]) and cells["technology"] != "nuclear")

    return {str(cells["region"]) for name in ("cohorts", "stores", "reservoirs")
            for _, cells in in_force(tables[name], year) if offers(name, cells)}
