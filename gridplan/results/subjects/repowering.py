"""Repowering in the accounts: the new plants' cost, and that no more is taken down than stands."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, most, within
from gridplan.results.ledger import number
from gridplan.results.subjects.base import CostLine, assets
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of, is_path


def moved_gw(results: Results, year: int, renewable: str) -> tuple[float, float]:
    """Capacity a class gains by repowering, and what is gone of it, GW; over several years what is gone since the first
    and would still stand otherwise.
    """
    if not len(results.case.tables["repowering"]):
        return 0.0, 0.0
    data, at = results.dataset, {"renewable": renewable, "year": year}
    gone = "renewable_gone_gw" if "renewable_gone_gw" in data else "renewable_retired_gw"
    return number(data["renewable_repowered_gw"], **at), number(data[gone], **at)


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital of the new plants, charged to the class they replace."""
    for name, _row in assets(results, "repowering", year):
        yield ("capital", "renewable", name, year,
               capital_of(results, "repowering", name, year, "renewable", "renewable_retired_gw", times="growth"))


def checks(results: Results) -> Iterator[Check]:
    """Capacity follows from what existed, was built, taken down and gained."""
    if not len(results.case.tables["repowering"]) or is_path(results):
        return  # Over several years path_checks.py follows every class.
    data = results.dataset
    for year in (int(value) for value in data["year"].values):
        existing = results.case.rows("renewables", year)["existing_gw"].to_xarray().rename({"index": "renewable"})
        at = data.sel(year=year)
        moved = at["renewable_repowered_gw"].fillna(0.0) - at["renewable_retired_gw"].fillna(0.0)
        gap = at["renewable_capacity_gw"] - existing - at["renewable_built_gw"] - moved
        yield within("repowered_capacity_follows", most(abs(gap)))
