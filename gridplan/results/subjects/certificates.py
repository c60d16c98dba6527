"""Certificates sold in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import ENERGY_TOLERANCE_GWH, Check
from gridplan.results.ledger import number
from gridplan.results.subjects.base import CostLine, assets
from gridplan.results.types import Results


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Income from certificates sold."""
    sold = results.dataset["certificates_sold_gwh"].sel(year=year)
    for region, row in assets(results, "certificates", year):
        yield "certificates_sold", "region", region, year, (-number(sold, region=region)
                                                            * row["sell_price_cny_per_mwh"] / 1000.0)


def checks(results: Results) -> Iterator[Check]:
    """Sold within the cap."""
    if results.case.tables["certificates"].empty:
        return
    over = 0.0
    for year in (int(value) for value in results.dataset["year"].values):
        for region, row in assets(results, "certificates", year):
            sold = number(results.dataset["certificates_sold_gwh"], region=region, year=year)
            over = max(over, sold - row["sell_cap_twh"] * 1000.0)
    yield Check("certificates_within_cap", over, ENERGY_TOLERANCE_GWH, "GWh")
