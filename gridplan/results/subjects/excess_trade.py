"""Consumption traded between regions in the accounts: no power, and no cost."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import ENERGY_TOLERANCE_GWH, Check
from gridplan.results.ledger import number
from gridplan.results.subjects.base import assets
from gridplan.results.types import Results


def checks(results: Results) -> Iterator[Check]:
    """Traded within its limit, and no more non-hydro than in all."""
    if results.case.tables["excess_trade"].empty:
        return
    data, over = results.dataset, 0.0
    for year in (int(value) for value in data["year"].values):
        for trade, row in assets(results, "excess_trade", year):
            total = number(data["excess_traded_gwh"], trade=trade, year=year)
            nonhydro = number(data["excess_traded_nonhydro_gwh"], trade=trade, year=year)
            over = max(over, total - row["max_twh"] * 1000.0, nonhydro - total)
    yield Check("excess_trade_within_limit", over, ENERGY_TOLERANCE_GWH, "GWh")
