"""Channels and contracts in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, most, within
from gridplan.results.ledger import OUTSIDE, annual, number, of_year
from gridplan.results.subjects.base import SUPPLY, USE, CostLine, Firm, Flow, Holding, assets, hourly
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of

USE_COLUMNS = ("export_gw",)


def flows(results: Results, year: int) -> Iterator[Flow]:
    """What every link brings (received) and takes (sent)."""
    data = of_year(results, year)
    for name, row in assets(results, "links", year):
        flow = hourly(data["link_flow_gw"].sel(link=name))
        capacity = number(data["link_capacity_gw"], link=name)
        if row["to"] != OUTSIDE:
            kept = 1.0 - row["loss_share"]
            yield Flow(row["to"], year, "link", name, "link", SUPPLY, "import", name, "import_gw", flow * kept,
                       capacity * kept)
        if row["from"] != OUTSIDE:
            yield Flow(row["from"], year, "link", name, "link", USE, "export", name, "export_gw", flow, capacity)


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Capacity at the sending end; a channel stands with the region it leaves from, or with the one it reaches from
    outside.
    """
    data = of_year(results, year)
    for name, row in assets(results, "links", year):
        region = row["to"] if row["from"] == OUTSIDE else row["from"]
        yield Holding(region, year, "link", name, "link", float(row["capacity_gw"]),
                      number(data["link_built_gw"], link=name), 0.0, number(data["link_capacity_gw"], link=name))


def firm(results: Results, region: str, year: int, _season: str) -> Iterator[Firm]:
    """Firm imports at the receiving end, firm exports at the sending end."""
    data = of_year(results, year)
    for name, row in assets(results, "links", year):
        capacity = number(data["link_capacity_gw"], link=name)
        held, share = capacity * row["firm_share"], 100.0 * row["firm_share"]
        if row["to"] == region:
            yield Firm("firm_import", name, capacity, held * (1.0 - row["loss_share"]), share)
        if row["from"] == region:
            yield Firm("firm_export", name, capacity, held, share, sign=-1)


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital; payment for imports from outside, income from exports there."""
    flow = annual(results, "link_flow_gw")
    for name, row in assets(results, "links", year):
        sent = number(flow, link=name, year=year)
        yield "capital", "link", name, year, capital_of(results, "links", name, year, "link", "link_built_gw")
        if row["from"] == OUTSIDE:
            received = sent * (1.0 - row["loss_share"])
            yield "import", "link", name, year, received * row["price_cny_per_mwh"] / 1000.0
        if row["to"] == OUTSIDE:
            yield "export", "link", name, year, -sent * row["price_cny_per_mwh"] / 1000.0


def checks(results: Results) -> Iterator[Check]:
    """Flow within capacity."""
    data = results.dataset
    yield within("link_flow_within_capacity", most(data["link_flow_gw"] - data["link_capacity_gw"]))
