"""Power balance at the seasonal peaks (电力平衡): load and reserve against what can be relied on.

Gross capacity is counted at its credited share; imports are counted at the receiving end, exports at the
sending end.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.model.axis import MONTH_OF_HOUR
from gridplan.model.technologies import NEW_ENERGY
from gridplan.results.ledger import grid_load_gw, number, region_row, region_years
from gridplan.results.types import Results

SEASONS = ("summer", "winter")


def power_balance(results: Results) -> pd.DataFrame:
    """Power balance of every region, planning year and season.

    Columns: region, year, season, row, subject (technology or link), power_gw, credit_pct. Rows in the
    order of the planning table: max_load, reserve_rate_pct (in `credit_pct`), reserve, required,
    installed, derated, usable (each by technology), firm_import, firm_export, response, usable_total,
    surplus, reserve_margin (in `credit_pct`), net_peak_load (highest load less available wind and sun).
    The peak is the highest hour of the case's full-year load, also where a shorter year was solved.
    """
    frames = [
        _season(results, region, year, season) for region, year in region_years(results) for season in SEASONS
    ]
    return pd.concat(frames, ignore_index=True)


def _months(results: Results, region: str, year: int, season: str) -> list[int]:
    return [int(word) for word in str(region_row(results, region, year)[f"{season}_months"]).split()]


def season_peak_gw(results: Results, region: str, year: int, season: str) -> float:
    """Highest hourly grid load of a season's months, GW, from the case's load profile."""
    load = grid_load_gw(results, region, year)
    return float(load[np.isin(MONTH_OF_HOUR, _months(results, region, year, season))].max())


def reserve_rate_pct(results: Results, region: str, year: int) -> float:
    """Reserve the case asks for in percent of the peak: the strictest of its reserve.margin targets; 0 if
    none.
    """
    rows = results.case.rows("policies", year)
    asked = rows[(rows["metric"] == "reserve.margin") & (rows["region"] == region)]
    return float(asked["value"].max()) if len(asked) else 0.0


def _season(results: Results, region: str, year: int, season: str) -> pd.DataFrame:
    peak = season_peak_gw(results, region, year, season)
    rate = reserve_rate_pct(results, region, year)
    required = peak * (1.0 + rate / 100.0)
    plants = _plants(results, region, year, season).groupby("subject", sort=False).sum()
    links = _links(results, region, year)
    response = _response_gw(results, region, year)
    lines: list[tuple] = [
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
    lines += links
    lines.append(("response", "", response, np.nan))
    usable = (
        float(plants["usable_gw"].sum())
        + response
        + sum(power if row == "firm_import" else -power for row, _subject, power, _credit in links)
    )
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


def _plants(results: Results, region: str, year: int, season: str) -> pd.DataFrame:
    """Installed and usable power of plants and stores, GW, one line an asset; subject is its technology."""
    data, case = results.dataset.sel(year=year), results.case
    lines = []
    for table, dimension, variable, credit in (
        ("cohorts", "cohort", "thermal_capacity_gw", "capacity_credit_share"),
        ("renewables", "renewable", "renewable_capacity_gw", f"credit_{season}_share"),
        ("reservoirs", "reservoir", "reservoir_capacity_gw", f"credit_{season}_share"),
    ):
        for asset, row in case.rows(table, year).query("region == @region").iterrows():
            installed = number(data[variable], **{dimension: asset})
            lines.append((row["technology"], installed, installed * row[credit]))
    for asset, row in case.rows("stores", year).query("region == @region").iterrows():
        installed = number(data["store_power_gw"], store=asset)
        lines.append((row["technology"], installed, _firm_storage(data, asset, row)))
    return pd.DataFrame(lines, columns=["subject", "installed_gw", "usable_gw"])


def _firm_storage(data: xr.Dataset, asset: object, row: pd.Series) -> float:
    """Power a store can hold through the peak: min(1, hours / length of the peak), existing and new apart."""
    existing = float(row["existing_gw"])
    power = number(data["store_power_gw"], store=asset) - existing
    held = existing * float(row["existing_hours"]) if existing > 0 else 0.0
    energy = number(data["store_energy_gwh"], store=asset) - held
    length = float(row["capacity_credit_hours"])
    firm = existing * min(1.0, held / existing / length) if existing > 0 else 0.0
    return float(row["availability_share"]) * (firm + min(max(power, 0.0), max(energy, 0.0) / length))


def _links(results: Results, region: str, year: int) -> list[tuple]:
    lines: list[tuple] = []
    for asset, row in results.case.rows("links", year).iterrows():
        firm = number(results.dataset["link_capacity_gw"], link=asset, year=year) * row["firm_share"]
        if row["to"] == region:
            lines.append(("firm_import", asset, firm * (1.0 - row["loss_share"]), 100.0 * row["firm_share"]))
        if row["from"] == region:
            lines.append(("firm_export", asset, firm, 100.0 * row["firm_share"]))
    return lines


def _response_gw(results: Results, region: str, year: int) -> float:
    rows = results.case.rows("response", year)
    return number(
        results.dataset["response_capability_gw"],
        year=year,
        response=list(rows.index[rows["region"] == region]),
    )


def _net_peak(results: Results, region: str, year: int, season: str) -> float:
    """Highest load less available wind and sun in the season's blocks; NaN where none of them was solved."""
    rows = results.case.rows("renewables", year)
    names = list(rows.index[(rows["region"] == region) & rows["technology"].isin(NEW_ENERGY)])
    data = results.dataset.sel(year=year)
    net = data["demand_gw"].sel(region=region) - data["renewable_available_gw"].sel(renewable=names).sum(
        "renewable"
    )
    inside = np.isin(data["month"].values, _months(results, region, year, season))
    return float(net.values[inside].max()) if inside.any() else float("nan")
