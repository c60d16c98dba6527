"""What stands, what is built and what is retired (装机)."""

from __future__ import annotations

import pandas as pd

from gridplan.results.ledger import ratio, years
from gridplan.results.subjects import collect
from gridplan.results.types import Results, once

COLUMNS = ["region", "year", "dimension", "asset", "technology", "existing_gw", "earlier_gw", "built_gw", "retired_gw",
           "total_gw", "energy_gwh", "duration_h"]


@once
def capacity(results: Results) -> pd.DataFrame:
    """Capacity of every asset, GW (gross nameplate; stores: discharge power; links: sending end).

    Columns: region, year, dimension, asset, technology, existing_gw, earlier_gw (built in earlier planning
    years), built_gw, retired_gw, total_gw, energy_gwh and duration_h (stores).
    existing + earlier + built - retired = total.
    """
    lines = []
    for year in years(results):
        for held in collect("holdings", results, year):
            earlier = _clean(held.total_gw - held.existing_gw - held.built_gw + held.retired_gw)
            lines.append((held.region, year, held.dimension, held.asset, held.technology, held.existing_gw, earlier,
                          held.built_gw, held.retired_gw, held.total_gw, held.energy_gwh,
                          ratio(held.energy_gwh, held.total_gw)))
    return pd.DataFrame(lines, columns=COLUMNS)


@once
def capacity_by_technology(results: Results) -> pd.DataFrame:
    """`capacity` of plants, stores and response added up by technology; links are left out.

    Columns: region, year, technology, existing_gw, earlier_gw, built_gw, retired_gw, total_gw, energy_gwh.
    """
    assets = capacity(results)
    assets = assets[assets["dimension"] != "link"]
    figures = ["existing_gw", "earlier_gw", "built_gw", "retired_gw", "total_gw", "energy_gwh"]
    # min_count: what stores no energy has no figure, not a zero.
    return (
        assets.groupby(["region", "year", "technology"], sort=False)[figures].sum(min_count=1).reset_index()
    )


def _clean(value: float) -> float:
    """Zero instead of the rounding left over from a difference."""
    return 0.0 if abs(value) < 1e-6 else value
