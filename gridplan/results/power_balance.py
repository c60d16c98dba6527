"""Power balance at the seasonal peaks (电力平衡): load and reserve against what can be relied on.

Gross capacity is counted at its credited share; imports are counted at the receiving end, exports at the
sending end.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.model.adequacy import SEASONS_OF
from gridplan.model.axis import in_months
from gridplan.model.bases import base_regions
from gridplan.model.technologies import NEW_ENERGY
from gridplan.results.ledger import grid_load_gw, of_year, region_row, region_years
from gridplan.results.subjects import collect
from gridplan.results.types import Results, kept, once

SEASONS = ("summer", "winter")


@once
def power_balance(results: Results) -> pd.DataFrame:
    """Power balance of every region, planning year and season.

    Columns: region, year, season, row, subject (technology or link), power_gw, credit_pct. Rows in the
    order of the planning table: max_load, reserve_rate_pct (in `credit_pct`), reserve, required,
    installed, derated, usable (each by technology), firm_import, firm_export, response, usable_total,
    surplus, reserve_margin (in `credit_pct`), net_peak_load (highest load less available wind and sun).
    A supply base has no load, so no balance.

    The peak is the highest hour of the case's full-year load, also where a shorter year was solved.
    """
    frames = [
        _season(results, region, year, season) for region, year in region_years(results) for season in SEASONS
        if region not in base_regions(results.case)
    ]
    return pd.concat(frames, ignore_index=True)


def _months(results: Results, region: str, year: int, season: str) -> list[int]:
    return [int(word) for word in str(region_row(results, region, year)[f"{season}_months"]).split()]


def season_peak_gw(results: Results, region: str, year: int, season: str) -> float:
    """Highest hourly grid load of a season's months, GW, from the case's load profile."""
    load = grid_load_gw(results, region, year)
    return float(load[in_months(_months(results, region, year, season), len(load))].max())


@kept
def reserve_rate_pct(results: Results, region: str, year: int, season: str) -> float:
    """Reserve the case asks for in a season in percent of the peak: the strictest of its reserve.margin floors, of
    both seasons or of this one; 0 if none.
    """
    rows = results.case.rows("policies", year)
    metrics = [metric for metric, seasons in SEASONS_OF.items() if season in seasons]
    asked = rows[rows["metric"].isin(metrics) & (rows["region"] == region) & (rows["sense"] != "max")]
    return float(asked["value"].max()) if len(asked) else 0.0


def _season(results: Results, region: str, year: int, season: str) -> pd.DataFrame:
    peak = season_peak_gw(results, region, year, season)
    rate = reserve_rate_pct(results, region, year, season)
    required = peak * (1.0 + rate / 100.0)
    held = list(collect("firm", results, region, year, season))
    plants = pd.DataFrame([(line.subject, line.installed_gw, line.usable_gw) for line in held if line.row == "plant"],
                          columns=["subject", "installed_gw", "usable_gw"]).groupby("subject", sort=False).sum()
    others = [line for line in held if line.row != "plant"]
    lines: list[tuple[Any, ...]] = [
        ("max_load", "", peak, np.nan),
        ("reserve_rate_pct", "", np.nan, rate),
        ("reserve", "", required - peak, np.nan),
        ("required", "", required, np.nan),
    ]
    lines += [("installed", name, row["installed_gw"], np.nan) for name, row in plants.iterrows()]
    lines += [
        ("derated", name, row["installed_gw"] - row["usable_gw"], np.nan) for name, row in plants.iterrows()
    ]
    lines += [
        (
            "usable",
            name,
            row["usable_gw"],
            100.0 * row["usable_gw"] / row["installed_gw"] if row["installed_gw"] > 0 else np.nan,
        )
        for name, row in plants.iterrows()
    ]
    lines += [(line.row, line.subject, line.usable_gw, line.credit_pct) for line in others]
    usable = float(plants["usable_gw"].sum()) + sum(line.sign * line.usable_gw for line in others)
    lines += [
        ("usable_total", "", usable, np.nan),
        ("surplus", "", usable - required, np.nan),
        ("reserve_margin", "", np.nan, 100.0 * (usable / peak - 1.0)),
        ("net_peak_load", "", _net_peak(results, region, year, season), np.nan),
    ]
    frame = pd.DataFrame(lines, columns=["row", "subject", "power_gw", "credit_pct"])
    for position, (name, value) in enumerate((("region", region), ("year", year), ("season", season))):
        frame.insert(position, name, value)
    return frame


def _net_peak(results: Results, region: str, year: int, season: str) -> float:
    """Highest load less available wind and sun in the season's blocks; NaN where none of them was solved."""
    rows = results.case.rows("renewables", year)
    names = list(rows.index[(rows["region"] == region) & rows["technology"].isin(NEW_ENERGY)])
    data = of_year(results, year)
    net = data["demand_gw"].sel(region=region) - data["renewable_available_gw"].sel(renewable=names).sum(
        "renewable"
    )
    inside = np.isin(data["month"].values, _months(results, region, year, season))
    return float(net.values[inside].max()) if inside.any() else float("nan")
