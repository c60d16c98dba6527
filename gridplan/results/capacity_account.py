"""What stands, what is built and what is retired (装机)."""

from __future__ import annotations

import pandas as pd

from gridplan.results.ledger import TABLE_OF, number, ratio, years
from gridplan.results.types import Results

_VARIABLES = {
    "cohort": ("thermal_capacity_gw", "thermal_built_gw", "existing_gw"),
    "renewable": ("renewable_capacity_gw", "renewable_built_gw", "existing_gw"),
    "reservoir": ("reservoir_capacity_gw", "reservoir_built_gw", "existing_gw"),
    "store": ("store_power_gw", "store_power_built_gw", "existing_gw"),
    "link": ("link_capacity_gw", "link_built_gw", "capacity_gw"),
}


def capacity(results: Results) -> pd.DataFrame:
    """Capacity of every asset, GW (gross nameplate; stores: discharge power; links: sending end).

    Columns: region, year, dimension, asset, technology, existing_gw, earlier_gw (built in earlier planning
    years), built_gw, retired_gw, total_gw, energy_gwh and duration_h (stores).
    existing + earlier + built - retired = total.
    """
    lines = [line for dimension in _VARIABLES for line in _dimension(results, dimension)]
    lines += _response(results)
    return pd.DataFrame(
        lines,
        columns=[
            "region",
            "year",
            "dimension",
            "asset",
            "technology",
            "existing_gw",
            "earlier_gw",
            "built_gw",
            "retired_gw",
            "total_gw",
            "energy_gwh",
            "duration_h",
        ],
    )


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


def _dimension(results: Results, dimension: str) -> list[tuple]:
    total_name, built_name, existing_column = _VARIABLES[dimension]
    data = results.dataset
    lines = []
    for year in years(results):
        for asset, row in results.case.rows(TABLE_OF[dimension], year).iterrows():
            at = {dimension: asset, "year": year}
            total, built = number(data[total_name], **at), number(data[built_name], **at)
            retired = number(data["thermal_retired_gw"], **at) if dimension == "cohort" else 0.0
            existing = float(row[existing_column])
            energy = number(data["store_energy_gwh"], **at) if dimension == "store" else float("nan")
            duration = ratio(energy, total)
            # A channel stands with the region it leaves from, or with the one it reaches from outside.
            region = (
                row["region"]
                if dimension != "link"
                else (row["to"] if row["from"] == "outside" else row["from"])
            )
            technology = row["technology"] if dimension != "link" else "link"
            lines.append(
                (
                    region,
                    year,
                    dimension,
                    asset,
                    technology,
                    existing,
                    _clean(total - existing - built + retired),
                    built,
                    retired,
                    total,
                    energy,
                    duration,
                )
            )
    return lines


def _response(results: Results) -> list[tuple]:
    """Response has no stock: its capability is contracted anew each year."""
    lines = []
    for year in years(results):
        for asset, row in results.case.rows("response", year).iterrows():
            held = number(results.dataset["response_capability_gw"], response=asset, year=year)
            lines.append(
                (
                    row["region"],
                    year,
                    "response",
                    asset,
                    row["kind"],
                    0.0,
                    0.0,
                    held,
                    0.0,
                    held,
                    float("nan"),
                    float("nan"),
                )
            )
    return lines


def _clean(value: float) -> float:
    """Zero instead of the rounding left over from a difference."""
    return 0.0 if abs(value) < 1e-6 else value
