"""Prices, typical days, and whether each technology earns its cost at those prices.

The price is the dual of the hourly balance; at a degenerate optimum it is one of several possible.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.results.capacity_payments import capacity_payments
from gridplan.results.dispatch import dispatch
from gridplan.results.flows import energy_gwh, flows
from gridplan.results.fuel_account import visible_gwh
from gridplan.results.ledger import hours_of_day, of_year, ratio, region_years
from gridplan.results.recovery_extras import with_green_value
from gridplan.results.subjects import TERM_TECHNOLOGY
from gridplan.results.subjects.base import SUPPLY
from gridplan.results.subjects.heat import heat_income
from gridplan.results.types import Results, once

DAYS_PER_YEAR = 365
SEASON_MONTHS = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12, 1, 2)}
NOT_COSTS = {"policy_slack", "unserved", "unserved_heat"}
EARNING = ("generation", "storage_discharge", "storage_charge")
"""Rows of the energy balance that earn, or pay, the hourly price."""


@once
def prices(results: Results) -> pd.DataFrame:
    """Price figures of every region and planning year, CNY/MWh.

    Columns: region, year, mean_cny_per_mwh (over hours), load_mean_cny_per_mwh (weighted by load; at
    a supply base over hours),
    lowest_cny_per_mwh, median_cny_per_mwh, highest_cny_per_mwh, zero_hours_h (price under 1), scarce_hours_h
    (load unserved).
    """
    data = results.dataset
    weight = data["weight_h"].values
    lines = []
    for region, year in region_years(results):
        here = data.sel(region=region, year=year)
        price, load = here["price_cny_per_mwh"].values, here["demand_gw"].values
        lines.append(
            (
                region,
                year,
                float(np.average(price, weights=weight)),
                float(np.average(price, weights=weight * load if load.any() else weight)),
                float(price.min()),
                _weighted_median(price, weight),
                float(price.max()),
                float(weight[price < 1.0].sum()),
                float(weight[here["unserved_gw"].values > 1e-6].sum()),
            )
        )
    return pd.DataFrame(
        lines,
        columns=[
            "region",
            "year",
            "mean_cny_per_mwh",
            "load_mean_cny_per_mwh",
            "lowest_cny_per_mwh",
            "median_cny_per_mwh",
            "highest_cny_per_mwh",
            "zero_hours_h",
            "scarce_hours_h",
        ],
    )


def _weighted_median(values: np.ndarray, weight: np.ndarray) -> float:
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2.0)])


def price_by_month_hour(results: Results) -> pd.DataFrame:
    """Mean price by month and hour of the day.

    Columns: region, year, month, hour (0..23), price_cny_per_mwh.  On blocks longer than an hour the
    price stands at the hour its block starts in.
    """
    data = results.dataset
    lines = []
    for region, year in region_years(results):
        frame = pd.DataFrame(
            {
                "month": data["month"].values,
                "hour": hours_of_day(results),
                "weight": data["weight_h"].values,
                "price": data["price_cny_per_mwh"].sel(region=region, year=year).values,
            }
        )
        frame["paid"] = frame["price"] * frame["weight"]
        sums = frame.groupby(["month", "hour"])[["paid", "weight"]].sum()
        lines += [
            (region, year, month, hour, row["paid"] / row["weight"]) for (month, hour), row in sums.iterrows()
        ]
    return pd.DataFrame(lines, columns=["region", "year", "month", "hour", "price_cny_per_mwh"])


def duration_curves(results: Results) -> pd.DataFrame:
    """Load, residual load (load less wind and sun available, as offered) and price, each in falling order.

    Columns: region, year, hours_h (hours of the year at or above the value), demand_gw, residual_gw,
    price_cny_per_mwh.
    """
    frames = []
    for region, year in region_years(results):
        weight = results.dataset["weight_h"].values
        hourly = dispatch(results, region, year)
        series = {
            "demand_gw": hourly["demand_gw"].to_numpy(),
            "residual_gw": residual_load_gw(results, region, year),
            "price_cny_per_mwh": hourly["price_cny_per_mwh"].to_numpy(),
        }
        columns: dict[str, object] = {
            "region": region,
            "year": year,
            "hours_h": np.cumsum(np.sort(weight)[::-1]),
        }
        for name, values in series.items():
            columns[name] = _falling(values, weight)
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def _falling(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Values in falling order, read off at the same hours whatever each block's weight."""
    order = np.argsort(-values, kind="stable")
    passed = np.cumsum(weight[order])
    at = np.cumsum(np.sort(weight)[::-1])
    return values[order][np.minimum(np.searchsorted(passed, at - 1e-9), len(values) - 1)]


def residual_load_gw(results: Results, region: str, year: int) -> np.ndarray:
    """Load less the wind, sun and run-of-river power the weather offers, GW, by block."""
    rows = results.case.rows("renewables", year)
    names = list(rows.index[rows["region"] == region])
    data = of_year(results, year)
    offered = data["renewable_available_gw"].sel(renewable=names).sum("renewable")
    return np.asarray(data["demand_gw"].sel(region=region) - offered)


def typical_days(results: Results) -> pd.DataFrame:
    """Dispatch of the days that tell most about a year.

    Columns: region, year, kind, then those of `dispatch` with `hour` (0..23) after `day`. Kinds:
    peak_load (the day of the highest load), least_residual (the day of the lowest load less renewables
    offered), most_renewables (the most renewable energy used), and the median day of each season by
    residual energy. Only days solved as whole are candidates; kinds without one are left out.
    """
    frames = []
    for region, year in region_years(results):
        hourly = dispatch(results, region, year)
        hourly.insert(hourly.columns.get_loc("day") + 1, "hour", hours_of_day(results))
        counted = _counted_day(results)
        for kind, day in _chosen_days(results, hourly, region, year).items():
            frame = hourly[counted == day].reset_index(drop=True)
            for position, (name, value) in enumerate((("region", region), ("year", year), ("kind", kind))):
                frame.insert(position, name, value)
            frames.append(frame)
    return pd.concat(frames, ignore_index=True).fillna(0.0)


def _counted_day(results: Results) -> np.ndarray:
    """Day of each block, weather years counted on."""
    return np.asarray(results.axis.day + DAYS_PER_YEAR * results.axis.stretch)


def _chosen_days(results: Results, hourly: pd.DataFrame, region: str, year: int) -> dict[str, int]:
    duration = results.dataset["duration_h"].values
    renewable = _renewable_gw(results, region, year)
    residual = residual_load_gw(results, region, year)
    frame = pd.DataFrame(
        {
            "day": _counted_day(results),
            "month": hourly["month"],
            "load": hourly["demand_gw"],
            "low": residual,
            "renewable": renewable * duration,
            "need": residual * duration,
            "hours": duration,
        }
    )
    days = frame.groupby("day").agg(
        {"month": "first", "load": "max", "low": "min", "renewable": "sum", "need": "sum", "hours": "sum"}
    )
    days = days[days["hours"] == 24]
    if days.empty:
        return {}
    chosen = {
        "peak_load": days["load"].idxmax(),
        "least_residual": days["low"].idxmin(),
        "most_renewables": days["renewable"].idxmax(),
    }
    for season, months in SEASON_MONTHS.items():
        inside = days[days["month"].isin(months)].sort_values("need", kind="stable")
        if len(inside):
            chosen[season] = inside.index[(len(inside) - 1) // 2]
    return {kind: int(day) for kind, day in chosen.items()}


def _renewable_gw(results: Results, region: str, year: int) -> np.ndarray:
    rows = results.case.rows("renewables", year)
    names = list(rows.index[rows["region"] == region])
    return results.dataset["renewable_output_gw"].sel(year=year, renewable=names).sum("renewable").values


@once
def cost_recovery(results: Results) -> pd.DataFrame:
    """What each technology earns from energy at the hourly prices and from capacity prices, against its cost.

    Columns: region, year, technology, energy_gwh (net; stores: discharged), income_million_cny (energy; stores:
    discharge less charge, each at its hour's price), capacity_income_million_cny (`capacity_payments`),
    cost_million_cny (every cost term of its assets), balance_million_cny, recovery_pct, income_cny_per_mwh,
    cost_cny_per_mwh. Existing capacity carries no capital cost here; capacity prices are transfers that no plan is
    chosen by; certificates are left out.
    """
    income = _income(results)
    technology = {
        (line["dimension"], line["asset"], line["year"]): line["technology"] for _, line in income.iterrows()
        if line["technology"] not in TERM_TECHNOLOGY.values()
    }
    costs = results.costs[~results.costs["term"].isin(NOT_COSTS)]
    named = [TERM_TECHNOLOGY.get(row["term"], technology.get((row["subject"], row["asset"], row["year"]), ""))
             for _, row in costs.iterrows()]
    keys = ["region", "year", "technology"]
    spent = costs.assign(technology=named).groupby(keys)["million_cny"].sum()
    paid = capacity_payments(results).groupby(keys)["million_cny"].sum()
    sums = income.groupby(keys, sort=False)[["energy_gwh", "income_million_cny"]].sum()
    frame = sums.join(paid.rename("capacity_income_million_cny")).join(spent.rename("cost_million_cny"))
    frame = frame.fillna({"capacity_income_million_cny": 0.0, "cost_million_cny": 0.0}).reset_index()
    earned = frame["income_million_cny"] + frame["capacity_income_million_cny"]
    frame["balance_million_cny"] = earned - frame["cost_million_cny"]
    frame["recovery_pct"] = [100.0 * ratio(a, b) for a, b in zip(earned, frame["cost_million_cny"], strict=True)]
    for name in ("income", "cost"):
        frame[f"{name}_cny_per_mwh"] = [
            1000.0 * ratio(a, visible_gwh(b))
            for a, b in zip(frame[f"{name}_million_cny"], frame["energy_gwh"], strict=True)
        ]
    return with_green_value(results, frame)


def _income(results: Results) -> pd.DataFrame:
    """Energy (GWh; stores: discharged) and income (million CNY) of every plant class and store at the hourly prices of
    its region; of heat-and-power units with their heat at the price of heat.
    """
    data = results.dataset
    weight = data["weight_h"].values
    sums: dict[tuple[Any, ...], list[float]] = {}
    for flow in flows(results):
        if flow.row not in EARNING:
            continue
        price = data["price_cny_per_mwh"].sel(region=flow.region, year=flow.year).values
        earned = float((flow.power_gw * price) @ weight) / 1000.0
        sign = 1.0 if flow.side == SUPPLY else -1.0
        line = sums.setdefault((flow.region, flow.year, flow.dimension, flow.asset, flow.technology), [0.0, 0.0])
        line[0] += energy_gwh(results, flow) if flow.side == SUPPLY else 0.0
        line[1] += sign * earned
    for flow_key, earned in heat_income(results):
        sums[flow_key][1] += earned
    return pd.DataFrame(
        [(*key, *line) for key, line in sums.items()],
        columns=["region", "year", "dimension", "asset", "technology", "energy_gwh", "income_million_cny"],
    )
