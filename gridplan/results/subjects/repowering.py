"""Repowering in the accounts: the new plants' cost, and that no more is taken down than stands."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, most, within
from gridplan.results.ledger import number
from gridplan.results.subjects.base import CostLine, assets, yearly
from gridplan.results.types import Results


def moved_gw(results: Results, year: int, renewable: str) -> tuple[float, float]:
    """Capacity a class gains by repowering and what is taken down of it, GW."""
    if not len(results.case.tables["repowering"]):
        return 0.0, 0.0
    data, at = results.dataset, {"renewable": renewable, "year": year}
    return number(data["renewable_repowered_gw"], **at), number(data["renewable_retired_gw"], **at)


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital of the new plants, charged to the class they replace."""
    gone = results.dataset["renewable_retired_gw"].sel(year=year)
    for name, row in assets(results, "repowering", year):
        new_gw = number(gone, renewable=name) * row["growth"]
        yield "capital", "renewable", name, year, new_gw * row["capex_cny_per_kw"] * yearly(results, row["life_years"])


def checks(results: Results) -> Iterator[Check]:
    """Capacity follows from what existed, was built, taken down and gained."""
    if not len(results.case.tables["repowering"]):
        return
    data = results.dataset
    for year in (int(value) for value in data["year"].values):
        existing = results.case.rows("renewables", year)["existing_gw"].to_xarray().rename({"index": "renewable"})
        at = data.sel(year=year)
        moved = at["renewable_repowered_gw"].fillna(0.0) - at["renewable_retired_gw"].fillna(0.0)
        gap = at["renewable_capacity_gw"] - existing - at["renewable_built_gw"] - moved
        yield within("repowered_capacity_follows", most(abs(gap)))
