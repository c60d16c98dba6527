"""Unserved energy, and energy nobody can use, in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, most, within
from gridplan.results.ledger import annual, number, of_year
from gridplan.results.subjects.base import SUPPLY, USE, CostLine, Flow, assets, hourly
from gridplan.results.types import Results

USE_COLUMNS = ("excess_gw",)


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Unserved and excess power of every region."""
    data = of_year(results, year)
    for region in (str(name) for name in data["region"].values):
        for name, side in (("unserved", SUPPLY), ("excess", USE)):
            yield Flow(region, year, "region", region, name, side, name, "", f"{name}_gw",
                       hourly(data[f"{name}_gw"].sel(region=region)))


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Unserved and excess energy at the value of lost load."""
    for region, row in assets(results, "regions", year):
        missing = sum(number(annual(results, name), region=region, year=year) for name in ("unserved_gw", "excess_gw"))
        yield "unserved", "region", region, year, missing * row["unserved_cost_cny_per_mwh"] / 1000.0


def checks(results: Results) -> Iterator[Check]:
    """No more unserved than the load, what channels must deliver and what electrolysers take."""
    data = results.dataset
    forced = data["electrolyser_gw"].sum("electrolyser") if "electrolyser_gw" in data else 0.0
    yield within("unserved_within_demand",
                 most(data["unserved_gw"] - data["demand_gw"] - data["link_capacity_gw"].sum("link") - forced))
