"""The heat account (热量平衡): where district heat comes from, what it takes, and what it is worth.

Heat is in GWh and PJ (1 PJ = 100 x 10^4 GJ, the 万吉焦 of heat plans), capacity in GW of heat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from gridplan.results.ledger import number, of, ratio, region_years, years
from gridplan.results.subjects.base import assets, hourly
from gridplan.results.subjects.heat import fuel_kt, has_heat, heat_gwh, units
from gridplan.results.types import Results

PJ_PER_GWH = 3.6e-3
BALANCE_COLUMNS = ["region", "year", "section", "row", "subject", "heat_gwh", "heat_pj", "share_pct"]
ASSET_COLUMNS = ["region", "year", "dimension", "asset", "state", "existing_gw", "built_gw", "total_gw", "energy_gwh",
                 "heat_gwh", "heat_pj", "full_load_hours_h", "power_gwh", "fuel_kt"]
SUPPLY, USE, CHECK = "supply", "use", "check"
VISIBLE_GW = 1e-4


def heat_balance(results: Results) -> pd.DataFrame:
    """Heat of every region with district heat.

    Columns: region, year, section ("supply", "use", "check"), row (heat_chp by cohort, heat_source by source,
    heat_store_discharge by store, heat_unserved / heat_demand, heat_store_charge by store / heat_residual), subject
    (asset, or blank), heat_gwh, heat_pj, share_pct (of the supply).
    """
    lines = [line for region, year in region_years(results) for line in _balance_lines(results, region, year)]
    frame = pd.DataFrame(lines, columns=["region", "year", "section", "row", "subject", "heat_gwh"])
    frame["heat_pj"] = frame["heat_gwh"] * PJ_PER_GWH
    whole = frame[frame["section"] == SUPPLY].groupby(["region", "year"])["heat_gwh"].sum()
    frame["share_pct"] = [
        100.0 * ratio(line.heat_gwh, whole[line.region, line.year]) if line.section == SUPPLY else np.nan
        for line in frame.itertuples()]
    return frame[BALANCE_COLUMNS]


def _balance_lines(results: Results, region: str, year: int) -> list[tuple[Any, ...]]:
    here = {"region": region, "year": year}
    if not has_heat(results) or not heat_gwh(results, "heat_demand_gw", **here):
        return []
    owned = of(heat_assets(results), region, year)
    given: list[tuple[Any, ...]] = []
    for row, dimension in (("heat_chp", "cohort"), ("heat_source", "heat_source")):
        sums = owned[owned["dimension"] == dimension].groupby("asset", sort=False)["heat_gwh"].sum()
        given += [(SUPPLY, row, str(asset), float(heat)) for asset, heat in sums.items()]
    taken = [(USE, "heat_demand", "", heat_gwh(results, "heat_demand_gw", **here))]
    for store in owned.loc[owned["dimension"] == "heat_store", "asset"]:
        at = {"heat_store": store, "year": year}
        given.append((SUPPLY, "heat_store_discharge", store, heat_gwh(results, "heat_store_discharge_gw", **at)))
        taken.append((USE, "heat_store_charge", store, heat_gwh(results, "heat_store_charge_gw", **at)))
    given.append((SUPPLY, "heat_unserved", "", heat_gwh(results, "heat_unserved_gw", **here)))
    gap = sum(line[-1] for line in given) - sum(line[-1] for line in taken)
    return [(region, year, *line) for line in [*given, *taken, (CHECK, "heat_residual", "", gap)]]


def heat_assets(results: Results) -> pd.DataFrame:
    """What gives heat.

    Columns: region, year, dimension, asset, state (of a cohort), existing_gw, built_gw, total_gw (GW of heat; of a
    cohort's state its capacity times the heat it can give, with nothing existing or built apart), energy_gwh (heat a
    store holds), heat_gwh and heat_pj (given; of a store discharged), full_load_hours_h, power_gwh (taken by electric
    sources; of a cohort the power lost), fuel_kt (boilers).
    """
    lines = [line for year in years(results) for line in
             [*_unit_lines(results, year), *_source_lines(results, year), *_store_lines(results, year)]]
    given = [name for name in ASSET_COLUMNS if name not in ("heat_pj", "full_load_hours_h")]
    frame = pd.DataFrame(lines, columns=given)
    frame["heat_pj"] = frame["heat_gwh"] * PJ_PER_GWH
    # Of what a solver leaves of nothing there are no hours.
    frame["full_load_hours_h"] = [ratio(a, b) if b > VISIBLE_GW else float("nan")
                                  for a, b in zip(frame["heat_gwh"], frame["total_gw"], strict=True)]
    return frame[ASSET_COLUMNS]


def _unit_lines(results: Results, year: int) -> Iterator[tuple[Any, ...]]:
    capacity = results.dataset["thermal_capacity_gw"]
    for cohort, state, row, own in units(results, year):
        at = {"cohort": cohort, "state": state, "year": year}
        able = number(capacity, **at) * float(own["heat_gwth_per_gw"])
        heat = heat_gwh(results, "chp_heat_gw", **at)
        if able > VISIBLE_GW:
            yield (row["region"], year, "cohort", cohort, state, np.nan, np.nan, able, np.nan, heat,
                   heat * float(own["power_loss"]), np.nan)


def _source_lines(results: Results, year: int) -> Iterator[tuple[Any, ...]]:
    if "heat_source_gw" not in results.dataset:
        return
    data = results.dataset
    for source, row in assets(results, "heat_sources", year):
        at = {"heat_source": source, "year": year}
        power = float(hourly(data["heat_source_power_gw"].sel(at)) @ data["weight_h"].values)
        yield (row["region"], year, "heat_source", source, "", float(row["existing_gwth"]),
               number(data["heat_source_built_gw"], **at), number(data["heat_source_gw"], **at), np.nan,
               heat_gwh(results, "heat_source_output_gw", **at), power, fuel_kt(results, source, row, year))


def _store_lines(results: Results, year: int) -> Iterator[tuple[Any, ...]]:
    if "heat_store_gw" not in results.dataset:
        return
    data = results.dataset
    for store, row in assets(results, "heat_stores", year):
        at = {"heat_store": store, "year": year}
        power = number(data["heat_store_gw"], **at)
        yield (row["region"], year, "heat_store", store, "", float(row["existing_gwh"]) / float(row["hours"]),
               number(data["heat_store_built_gw"], **at), power, power * float(row["hours"]),
               heat_gwh(results, "heat_store_discharge_gw", **at), np.nan, np.nan)


def heat_prices(results: Results) -> pd.DataFrame:
    """Price of heat in the blocks in which it is asked for, CNY/MWh of heat.

    Columns: region, year, mean_cny_per_mwh (over the heat asked for), lowest_cny_per_mwh, highest_cny_per_mwh,
    peak_gw (highest demand), season_h (hours with heat demand).
    """
    data, lines = results.dataset, []
    for region, year in region_years(results) if has_heat(results) else ():
        asked = hourly(data["heat_demand_gw"].sel(region=region, year=year))
        if not asked.any():
            continue
        price, weight = hourly(data["price_heat_cny_per_mwh"].sel(region=region, year=year)), data["weight_h"].values
        there = asked > 0
        lines.append((region, year, float(np.average(price, weights=asked * weight)), float(price[there].min()),
                      float(price[there].max()), float(asked.max()), float(weight[there].sum())))
    return pd.DataFrame(lines, columns=["region", "year", "mean_cny_per_mwh", "lowest_cny_per_mwh",
                                        "highest_cny_per_mwh", "peak_gw", "season_h"])
