"""Emergency support called, and consumption above the quota traded between regions."""

from __future__ import annotations

import pandas as pd

from gridplan.results.ledger import OUTSIDE, annual, number, ratio, years
from gridplan.results.types import Results, once

SUPPORT_COLUMNS = ["support", "year", "from", "to", "support_gw", "called_gwh", "received_gwh", "full_load_hours_h",
                   "max_hours_h", "price_cny_per_mwh", "paid_million_cny"]
TRADE_COLUMNS = ["trade", "year", "from", "to", "traded_gwh", "traded_nonhydro_gwh", "price_cny_per_mwh",
                 "paid_million_cny"]


@once
def emergency_support(results: Results) -> pd.DataFrame:
    """Every agreement on emergency support and what is called of it.

    Columns: support, year, from, to, support_gw (sending end), called_gwh (sent), received_gwh, full_load_hours_h,
    max_hours_h, price_cny_per_mwh and paid_million_cny (NaN between regions, where the payment is a transfer).
    """
    lines = []
    for year in years(results):
        for name, row in results.case.rows("emergency_support", year).iterrows():
            energy = number(annual(results, "support_called_gw"), support=name, year=year)
            received = energy * (1.0 - row["loss_share"])
            price = float(row["price_cny_per_mwh"]) if row["from"] == OUTSIDE else float("nan")
            lines.append((str(name), year, row["from"], row["to"], float(row["support_gw"]), energy, received,
                          ratio(energy, float(row["support_gw"])), float(row["max_hours"]), price,
                          received * price / 1000.0))
    return pd.DataFrame(lines, columns=SUPPORT_COLUMNS)


@once
def excess_trades(results: Results) -> pd.DataFrame:
    """Consumption traded between regions and what is paid for it, a transfer that is no cost of the plan.

    Columns: trade, year, from, to, traded_gwh (total), traded_nonhydro_gwh, price_cny_per_mwh, paid_million_cny (by
    the receiver to the giver).
    """
    lines = []
    for year in years(results):
        for name, row in results.case.rows("excess_trade", year).iterrows():
            total, nonhydro = (number(results.dataset[variable], trade=name, year=year)
                               for variable in ("excess_traded_gwh", "excess_traded_nonhydro_gwh"))
            price = float(row["price_cny_per_mwh"])
            lines.append((str(name), year, row["from"], row["to"], total, nonhydro, price, total * price / 1000.0))
    return pd.DataFrame(lines, columns=TRADE_COLUMNS)
