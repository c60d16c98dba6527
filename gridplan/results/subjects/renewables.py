"""Wind, sun and run-of-river in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, most, within
from gridplan.results.ledger import annual, number, of_year
from gridplan.results.subjects.base import SUPPLY, CostLine, Firm, Flow, Holding, assets, credited, hourly
from gridplan.results.subjects.repowering import moved_gw
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Net output of every class."""
    data = of_year(results, year)
    for name, row in assets(results, "renewables", year):
        yield Flow(row["region"], year, "renewable", name, row["technology"], SUPPLY, "generation", row["technology"],
                   f"{row['technology']}_gw", hourly(data["renewable_output_gw"].sel(renewable=name)),
                   number(data["renewable_capacity_gw"], renewable=name), 1.0 / (1.0 - row["own_use_share"]))


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Gross capacity of every class; what repowering takes down is retired, what it brings is built."""
    data = of_year(results, year)
    for name, row in assets(results, "renewables", year):
        gained, gone = moved_gw(results, year, name)
        yield Holding(row["region"], year, "renewable", name, row["technology"], float(row["existing_gw"]),
                      number(data["renewable_built_gw"], renewable=name) + gained, gone,
                      number(data["renewable_capacity_gw"], renewable=name))


def firm(results: Results, region: str, year: int, season: str) -> Iterator[Firm]:
    """The season's credited share of capacity."""
    yield from credited(results, region, year, "renewables", "renewable", "renewable_capacity_gw",
                        f"credit_{season}_share")


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital, fixed and variable."""
    data = of_year(results, year)
    energy = annual(results, "renewable_output_gw")
    for name, row in assets(results, "renewables", year):
        yield ("capital", "renewable", name, year,
               capital_of(results, "renewables", name, year, "renewable", "renewable_built_gw"))
        yield "fixed", "renewable", name, year, (number(data["renewable_capacity_gw"], renewable=name)
                                                 * row["fixed_cost_cny_per_kw_a"])
        sent = number(energy, renewable=name, year=year)
        yield "variable", "renewable", name, year, sent * row["variable_cost_cny_per_mwh"] / 1000.0


def checks(results: Results) -> Iterator[Check]:
    """Output within what the weather offers."""
    data = results.dataset
    yield within("renewable_output_within_availability",
                 most(data["renewable_output_gw"] - data["renewable_available_gw"]))
