"""Reading the labelled results: sums over the year, rows of the case, the trade over links.

All energy is summed with the blocks' weight in hours of the year, so that a shortened year reports a whole one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.model.bases import base_regions
from gridplan.model.build import ASSET_CLASSES
from gridplan.results.types import Results, kept, once

OUTSIDE = "outside"
NOTHING = 1e-6
TABLE_OF = {dimension: assets.table for dimension, assets in ASSET_CLASSES.items()}
"""Case table of every dimension of the dataset that holds assets."""


@kept
def annual(results: Results, variable: str) -> xr.DataArray:
    """Sum over the year of an hourly variable: weight_h x value, without its time dimension (GW becomes GWh).

    States a cohort does not have (NaN) count as nothing.
    """
    data = results.dataset
    return (data[variable] * data["weight_h"]).sum("time")


def number(array: xr.DataArray, **labels: object) -> float:
    """One figure of an array summed over the dimensions the labels leave open; NaN counts as nothing.

    A label may be a list. Raises KeyError for a label the array does not have.
    """
    if any(isinstance(label, list) for label in labels.values()):
        return float(array.sel(labels).sum())
    unknown = set(labels) - set(array.dims)
    if unknown:
        raise KeyError(f"the array has no dimension {', '.join(sorted(unknown))}")
    # By position: selecting by label costs a millisecond, and a country asks tens of thousands of times.
    places = tuple(array.get_index(dim).get_loc(labels[dim]) if dim in labels else slice(None) for dim in array.dims)
    return float(np.nansum(array.values[places]))


@kept
def of_year(results: Results, year: int) -> xr.Dataset:
    """The dataset of one planning year, selected once."""
    return results.dataset.sel(year=year)


def years(results: Results) -> list[int]:
    """Planning years, ascending."""
    return [int(year) for year in results.dataset["year"].values]


def regions(results: Results) -> list[str]:
    """Regions in the case's order."""
    return [str(region) for region in results.dataset["region"].values]


def region_years(results: Results) -> list[tuple[str, int]]:
    """(region, year) of every region and planning year."""
    return [(region, year) for year in years(results) for region in regions(results)]


def consumer_years(results: Results) -> list[tuple[str, int]]:
    """(region, year) of every region that has a load, which a supply base has not."""
    bases = base_regions(results.case)
    return [(region, year) for region, year in region_years(results) if region not in bases]


def region_row(results: Results, region: str, year: int) -> pd.Series:
    """The row of the table `regions` in force for a region in a planning year."""
    return results.case.rows("regions", year).loc[region]


@kept
def fuel_row(results: Results, fuel: str, region: str, year: int) -> pd.Series:
    """The row of the table `fuels` for a fuel in a region: the region's own, else the one for every region.

    Raises KeyError when the case has neither.
    """
    rows = results.case.rows("fuels", year)
    rows = rows[(rows["fuel"] == fuel) & rows["region"].isin([region, ""])]
    if rows.empty:
        raise KeyError(f"fuel {fuel} has no row for region {region} in {year}")
    return rows.sort_values("region").iloc[-1]


def grid_load_gw(results: Results, region: str, year: int) -> np.ndarray:
    """Grid load of each hour of the case (8760, of each weather year), GW: consumption less the plants' own use, in the
    profile's shape but for the named loads that have their own; zero at a supply base.
    """
    if region in base_regions(results.case):
        return np.zeros(len(results.case.profiles))
    row = results.case.rows("demand", year).loc[region]
    own_use = float(region_row(results, region, year)["own_use_share_of_consumption"])
    shape = results.case.profiles[row["profile"]].to_numpy(dtype=float)
    energy = float(row["energy_twh"]) * 1000.0 * (1.0 - own_use)
    rows = results.case.rows("loads", year)
    rows = rows[(rows["region"] == region) & (rows["counted"] != "in_curve")]
    energy -= 1000.0 * float(rows.loc[rows["counted"] == "in_energy", "energy_twh"].sum())
    load = shape * (energy / results.case.sum_of_year(shape))
    for name in rows.index:
        load = load + load_baseline_gw(results, str(name), year)
    return np.asarray(load)


def load_baseline_gw(results: Results, load: str, year: int) -> np.ndarray:
    """Power of a named load in each hour of each weather year before anything is moved, GW."""
    row = results.case.rows("loads", year).loc[load]
    shape = results.case.profiles[row["profile"]].to_numpy(dtype=float)
    return np.asarray(shape * (float(row["energy_twh"]) * 1000.0 / results.case.sum_of_year(shape)))


def asset_name(results: Results, dimension: str, asset: str, lang: str) -> str:
    """What a planner calls an asset: its name in the language, its id where the case gives none."""
    for year in years(results):
        rows = results.case.rows(TABLE_OF[dimension], year)
        if asset in rows.index:
            return str(rows.loc[asset, f"name_{lang}"]) or asset
    raise KeyError(f"no {dimension} is called {asset}")


@once
def trade(results: Results) -> pd.DataFrame:
    """Energy of every link at each end that lies in a region.

    Columns: region, year, asset, direction ("import" or "export"), other_end, capacity_gw, sent_gwh,
    received_gwh, green_gwh and green_nonhydro_gwh (attributed energy as it counts at this end: what is sent
    for the sender, the receiver's credit for the receiver).
    """
    flow = annual(results, "link_flow_gw")
    data = results.dataset
    lines = []
    for year in years(results):
        for asset, row in results.case.rows("links", year).iterrows():
            at = {"link": asset, "year": year}
            sent = number(flow, **at)
            credit = 1.0 if row["green_credit"] == "sending" else 1.0 - row["loss_share"]
            for direction, here, there in (
                ("export", row["from"], row["to"]),
                ("import", row["to"], row["from"]),
            ):
                if here == OUTSIDE:
                    continue
                counted = credit if direction == "import" else 1.0
                lines.append(
                    (
                        here,
                        year,
                        asset,
                        direction,
                        there,
                        number(data["link_capacity_gw"], **at),
                        sent,
                        sent * (1.0 - row["loss_share"]),
                        number(data["link_green_gwh"], **at) * counted,
                        number(data["link_green_nonhydro_gwh"], **at) * counted,
                    )
                )
    return pd.DataFrame(
        lines,
        columns=[
            "region",
            "year",
            "asset",
            "direction",
            "other_end",
            "capacity_gw",
            "sent_gwh",
            "received_gwh",
            "green_gwh",
            "green_nonhydro_gwh",
        ],
    )


def of(frame: pd.DataFrame, region: str, year: int) -> pd.DataFrame:
    """The lines of one region and planning year."""
    return frame[(frame["region"] == region) & (frame["year"] == year)]


def share_pct(part: float, whole: float) -> float:
    """Part of a whole in percent; NaN where there is no whole, so that no table shows a made-up zero."""
    return 100.0 * ratio(part, whole)


def ratio(part: float, whole: float) -> float:
    """Part over whole; NaN where there is no whole, or only what an interior-point solver leaves of nothing."""
    return part / whole if whole > NOTHING else float("nan")


def hours_of_day(results: Results) -> np.ndarray:
    """Hour of the day (0..23) in which each block starts."""
    return results.dataset["hour_of_year"].values % 24
