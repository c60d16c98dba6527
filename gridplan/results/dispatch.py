"""Hourly power of a region by technology: what the typical days, the hourly sheet and the charts show."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.results.flows import flows_of
from gridplan.results.ledger import of_year, years
from gridplan.results.subjects import USE_COLUMNS
from gridplan.results.types import WEATHER_YEAR, Results

SUPPLY, USE = "supply", "use"
ALWAYS = ("import_gw", "export_gw", "response_down_gw", "response_up_gw")
"""Columns every dispatch has, also where the case has no such asset."""


def dispatch(results: Results, region: str, year: int) -> pd.DataFrame:
    """Power of every block, GW (net, at the plants' terminals), of one region and planning year.

    Index: time (0..n-1).  Columns: weather_year (where there are several), hour_of_year, month, day, demand_gw; one
    `<technology>_gw` per generating
    technology; `<technology>_discharge_gw` and `<technology>_charge_gw` per storage technology; import_gw
    (received), export_gw (sent), response_down_gw, response_up_gw, unserved_gw, excess_gw, curtailed_gw,
    price_cny_per_mwh.  All are positive; `balance_sides` says which add and which take.
    """
    data = of_year(results, year)
    here = data.sel(region=region)
    several = {WEATHER_YEAR: data[WEATHER_YEAR].values} if WEATHER_YEAR in data.coords else {}
    columns: dict[str, np.ndarray] = several | {
        "hour_of_year": data["hour_of_year"].values,
        "month": data["month"].values,
        "day": data["day"].values,
        "demand_gw": here["demand_gw"].values,
    }
    for flow in flows_of(results, region, year):
        columns[flow.column] = columns[flow.column] + flow.power_gw if flow.column in columns else flow.power_gw
    for name in ALWAYS:
        columns.setdefault(name, np.zeros(data.sizes["time"]))
    columns["curtailed_gw"] = _curtailed(results, region, year)
    columns["price_cny_per_mwh"] = here["price_cny_per_mwh"].values
    return pd.DataFrame(columns, index=pd.Index(data["time"].values, name="time"))


def balance_sides(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Columns of a dispatch that give power to the region (supply) and that take it (use, without the
    demand).

    In every block the supply is the demand plus the use.
    """
    use = [name for name in frame.columns if name.endswith("_charge_gw") or name in USE_COLUMNS]
    neither = {WEATHER_YEAR, "hour_of_year", "month", "day", "demand_gw", "curtailed_gw", "price_cny_per_mwh"}
    supply = [name for name in frame.columns if name not in neither and name not in use]
    return {SUPPLY: supply, USE: use}


def residual_gw(results: Results, region: str, year: int) -> pd.Series:
    """Supply less demand and use in every block, GW; zero where the balance closes."""
    frame = dispatch(results, region, year)
    sides = balance_sides(frame)
    return frame[sides[SUPPLY]].sum(axis=1) - frame["demand_gw"] - frame[sides[USE]].sum(axis=1)


def largest_residual_gw(results: Results) -> float:
    """Largest gap of any region's balance in any block and planning year, GW."""
    names = [str(name) for name in results.dataset["region"].values]
    return max(
        float(residual_gw(results, region, year).abs().max()) for region in names for year in years(results)
    )


def _curtailed(results: Results, region: str, year: int) -> np.ndarray:
    rows = results.case.rows("renewables", year)
    data = results.dataset.sel(year=year, renewable=list(rows.index[rows["region"] == region]))
    return (data["renewable_available_gw"] - data["renewable_output_gw"]).sum("renewable").values
