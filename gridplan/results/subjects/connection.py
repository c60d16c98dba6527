"""Local networks of distributed plants in the accounts: the cost of reinforcing them, and that output fits them."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, most, within
from gridplan.results.subjects.base import CostLine, assets
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital of the reinforcement."""
    for name, _row in assets(results, "connection", year):
        yield ("capital", "renewable", name, year,
               capital_of(results, "connection", name, year, "renewable", "connection_built_gw"))


def checks(results: Results) -> Iterator[Check]:
    """Output within what the networks take."""
    if len(results.case.tables["connection"]):
        data = results.dataset
        yield within("output_within_connection", most(data["renewable_output_gw"] - data["connection_capacity_gw"]))
