"""What the grid load is made of (用电构成): the named loads and the rest, what of them can be moved and is green."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.results.ledger import annual, grid_load_gw, load_baseline_gw, number, region_years, share_pct
from gridplan.results.types import Results, once

REST = "rest"
COLUMNS = ["region", "year", "load", "kind", "energy_gwh", "share_pct", "highest_gw", "at_peak_gw", "capability_gw",
           "moved_gwh", "green_gwh"]


@once
def demand_by_load(results: Results) -> pd.DataFrame:
    """The grid load of every region and planning year that has named loads, before anything is moved.

    Columns: region, year, load ("rest" for what is not named), kind, energy_gwh, share_pct (of the grid load),
    highest_gw (its own highest hour), at_peak_gw (in the hour of the year's peak), capability_gw enrolled and
    moved_gwh (NaN where it cannot be moved), green_gwh given to it.
    """
    lines = [line for region, year in region_years(results) for line in _lines(results, region, year)]
    return pd.DataFrame(lines, columns=COLUMNS)


def _lines(results: Results, region: str, year: int) -> list[tuple[Any, ...]]:
    rows = results.case.rows("loads", year)
    rows = rows[rows["region"] == region]
    if rows.empty:
        return []
    flexible = set(results.case.rows("flexible_loads", year).index)
    whole = grid_load_gw(results, region, year)
    peak, rest = int(whole.argmax()), whole.copy()
    whole_gwh = number(annual(results, "demand_gw"), region=region, year=year)
    energy = annual(results, "load_baseline_gw").sel(year=year)
    lines, named_gwh = [], 0.0
    for name, row in rows.iterrows():
        baseline, own_gwh = load_baseline_gw(results, str(name), year), number(energy, load=name)
        rest, named_gwh = rest - baseline, named_gwh + own_gwh
        moves = name in flexible
        lines.append((region, year, str(name), str(row["kind"]), own_gwh, share_pct(own_gwh, whole_gwh),
                      float(baseline.max()), float(baseline[peak]),
                      number(results.dataset["flexible_capability_gw"], load=name, year=year) if moves else np.nan,
                      number(annual(results, "flexible_down_gw"), load=name, year=year) if moves else np.nan,
                      number(results.dataset["load_green_gwh"], load=name, year=year)))
    left_gwh = whole_gwh - named_gwh
    return [*lines, (region, year, REST, REST, left_gwh, share_pct(left_gwh, whole_gwh), float(rest.max()),
                     float(rest[peak]), np.nan, np.nan, np.nan)]
