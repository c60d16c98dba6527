"""Local networks of distributed plants in the accounts: the cost of reinforcing them, and that output fits them."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, most, within
from gridplan.results.ledger import number
from gridplan.results.subjects.base import CostLine, assets, yearly
from gridplan.results.types import Results


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital of the reinforcement."""
    built = results.dataset["connection_built_gw"].sel(year=year)
    for name, row in assets(results, "connection", year):
        added = number(built, renewable=name)
        yield "capital", "renewable", name, year, added * row["capex_cny_per_kw"] * yearly(results, row["life_years"])


def checks(results: Results) -> Iterator[Check]:
    """Output within what the networks take."""
    if len(results.case.tables["connection"]):
        data = results.dataset
        yield within("output_within_connection", most(data["renewable_output_gw"] - data["connection_capacity_gw"]))
