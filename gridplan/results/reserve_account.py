"""Operating reserve over the year: what is asked for, who keeps it, what is missing, what it is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.results.ledger import of_year, years
from gridplan.results.subjects.base import assets, hourly
from gridplan.results.subjects.operating_reserve import KINDS, TABLE, kept_gw, required_gw
from gridplan.results.types import Results, once

SHORT_GW = 1e-4
"""Reserve missing in an hour of which no account speaks: 0.1 MW."""

COLUMNS = ["operating_reserve", "region", "year", "direction", "asked_gw", "most_gw", "thermal_gw", "store_gw",
           "reservoir_gw", "short_gw", "short_h", "mean_cny_per_mwh", "highest_cny_per_mwh", "lost_million_cny"]


@once
def operating_reserve(results: Results) -> pd.DataFrame:
    """Every row of the table, year by year.

    Columns: operating_reserve, region, year, direction ("up" or "down"); asked_gw, thermal_gw, store_gw, reservoir_gw
    and short_gw (means over the year of what is asked for, kept by thermal plants, stores and reservoirs, and
    missing), most_gw (asked for at most), short_h (hours with some missing), mean_cny_per_mwh (price of reserve, mean
    over what is asked for), highest_cny_per_mwh, lost_million_cny (what is missing, at its price).
    """
    lines = []
    for year in years(results):
        data = of_year(results, year)
        weight = data["weight_h"].values
        for name, row in assets(results, TABLE, year):
            asked = required_gw(results, row, year)
            short, price = (hourly(data[variable].sel(operating_reserve=name))
                            for variable in ("reserve_short_gw", "reserve_price_cny_per_mwh"))
            kept = [float(np.average(kept_gw(results, row, year, kind), weights=weight)) for kind in KINDS]
            worth = float(price @ (asked * weight) / (asked @ weight)) if asked.any() else float("nan")
            lines.append((
                name, row["region"], year, row["direction"], float(np.average(asked, weights=weight)),
                float(asked.max()), *kept, float(np.average(short, weights=weight)),
                float(weight[short > SHORT_GW].sum()), worth, float(price.max()),
                float(short @ weight) * row["shortage_cny_per_mwh"] / 1000.0))
    return pd.DataFrame(lines, columns=COLUMNS)
