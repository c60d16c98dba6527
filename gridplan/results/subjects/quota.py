"""Certificates in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.ledger import number
from gridplan.results.subjects.base import CostLine, assets
from gridplan.results.types import Results


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Certificates bought."""
    bought = results.dataset["certificates_gwh"].sel(year=year)
    for region, row in assets(results, "regions", year):
        yield "certificates", "region", region, year, (number(bought, region=region)
                                                       * row["certificate_price_cny_per_mwh"] / 1000.0)
