"""The weather years of a plan: what it costs in each, whether the load is served, and which hours are the tightest.

Each account can be drawn up for one weather year by itself: ``of_weather`` gives the results as if that one were all
there is.  Capacities, certificates and green energy attributed are the plan's, the same in every weather year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.case.weather_years import WeatherYear
from gridplan.model.axis import TimeAxis
from gridplan.model.economics import year_weights
from gridplan.model.risk import measured as measure_of_risk
from gridplan.results.ledger import annual, consumer_years, number, of_year, region_years, share_pct, years
from gridplan.results.measures import measured
from gridplan.results.measures.base import Accounts
from gridplan.results.price_account import residual_load_gw
from gridplan.results.recompute import recomputed_costs
from gridplan.results.subjects.base import assets
from gridplan.results.types import WEATHER_YEAR, Results, once

SHORT_GW = 1e-5
"""Power not served above which an hour counts as short."""

TIGHTEST = 5
"""Hours shown of each weather year and region."""

ADEQUACY_COLUMNS = ["weather_year", "region", "year", "probability", "demand_gwh", "peak_gw", "peak_residual_gw",
                    "unserved_gwh", "unserved_ppm", "short_hours_h", "most_short_gw", "unserved_heat_gwh",
                    "least_margin_gw", "offered_gwh", "curtailed_gwh", "curtailed_pct"]
COST_COLUMNS = ["weather_year", "year", "probability", "cost_million_cny", "difference_million_cny"]
HOUR_COLUMNS = ["weather_year", "region", "year", "rank", "hour_of_year", "demand_gw", "offered_gw", "residual_gw",
                "unserved_gw", "margin_gw", "price_cny_per_mwh"]
TARGET_COLUMNS = ["weather_year", "region", "year", "policy", "metric", "sense", "unit", "target", "achieved", "met"]


def has_weather_years(results: Results) -> bool:
    """Whether the plan was made for several weather years."""
    return results.axis.weather_years > 1


def of_weather(results: Results) -> list[tuple[WeatherYear, Results]]:
    """The results of each weather year by itself, as if there were no other."""
    if of_weather not in results.drawn_up:
        axis, found = results.axis, []
        for blocks, chance in zip(axis.stretches, axis.probability.tolist(), strict=True):
            own = TimeAxis(axis.first_hour[blocks], axis.duration_h[blocks], axis.weight_h[blocks] / chance,
                           axis.cyclic, axis.stretch[blocks], axis.weather_years)
            data = results.dataset.isel(time=blocks)
            data = data.assign_coords(weight_h=("time", own.weight_h), time=np.arange(len(blocks)))
            weather = results.case.weather_years[int(axis.stretch[blocks[0]])]
            found.append((weather, replace(results, dataset=data, axis=own)))
        results.drawn_up[of_weather] = found
    return list(results.drawn_up[of_weather])


@once
def weather_costs(results: Results) -> pd.DataFrame:
    """What the plan costs a year in each weather year; columns ``COST_COLUMNS``.

    ``difference_million_cny`` is to the expected cost: only the operation differs, the design is paid for in all.
    """
    lines = []
    for weather, own in of_weather(results):
        costs = recomputed_costs(own).groupby("year")["million_cny"].sum()
        lines += [(weather.name, year, weather.probability, float(costs.get(year, 0.0))) for year in years(results)]
    frame = pd.DataFrame(lines, columns=COST_COLUMNS[:-1])
    expected = (frame["cost_million_cny"] * frame["probability"]).groupby(frame["year"]).transform("sum")
    return frame.assign(difference_million_cny=frame["cost_million_cny"] - expected)


def objective_million_cny(results: Results) -> float:
    """The objective worked out again from the costs of the weather years, discounted."""
    settings = results.case.settings
    weights = year_weights(settings.years, settings.discount_rate)
    frame = weather_costs(results)
    return sum(weights[int(year)] * measure_of_risk(
        lines["cost_million_cny"].to_numpy(), lines["probability"].to_numpy(), settings.risk)
        for year, lines in frame.groupby("year"))


def expected_cost_million_cny(results: Results) -> float:
    """Expected cost of the plan over the weather years, discounted."""
    settings = results.case.settings
    weights = year_weights(settings.years, settings.discount_rate)
    return float((results.costs["million_cny"] * results.costs["year"].map(weights)).sum())


@once
def adequacy_by_weather(results: Results) -> pd.DataFrame:
    """Whether the load is served in each weather year; columns ``ADEQUACY_COLUMNS``, one line for each region with a
    load, planning year and weather year.

    unserved_ppm is of the demand (millionths), most_short_gw the largest power not served, least_margin_gw the least
    power that plants and stores of the region could still have given (``margin_gw``), less what was not served.
    """
    lines = []
    for weather, own in of_weather(results):
        curtailed = _curtailed(own)
        for region, year in consumer_years(own):
            data = of_year(own, year).sel(region=region)
            weight, demand, short = (data[name].values for name in ("weight_h", "demand_gw", "unserved_gw"))
            energy, unserved = float(demand @ weight), float(np.maximum(short, 0.0) @ weight)
            heat = annual(own, "heat_unserved_gw") if "heat_unserved_gw" in own.dataset else None
            offered, lost = curtailed[region, year]
            lines.append((
                weather.name, region, year, weather.probability, energy, float(demand.max()),
                float(residual_load_gw(own, region, year).max()), unserved, 1e6 * unserved / energy,
                float(weight[short > SHORT_GW].sum()), float(max(short.max(), 0.0)),
                0.0 if heat is None else number(heat, region=region, year=year),
                float((margin_gw(own, region, year) - short).min()), offered, lost, share_pct(lost, offered)))
    return pd.DataFrame(lines, columns=ADEQUACY_COLUMNS)


def _curtailed(results: Results) -> dict[tuple[str, int], tuple[float, float]]:
    """Energy that wind, sun and rivers offer and what of it is not taken, GWh, by (region, year)."""
    offered, taken = annual(results, "renewable_available_gw"), annual(results, "renewable_output_gw")
    found = {}
    for region, year in region_years(results):
        rows = results.case.rows("renewables", year)
        here = {"renewable": list(rows.index[rows["region"] == region]), "year": year}
        whole = number(offered, **here) if here["renewable"] else 0.0
        found[region, year] = whole, whole - number(taken, **here) if here["renewable"] else 0.0
    return found


def margin_gw(results: Results, region: str, year: int) -> np.ndarray:
    """Power that the region's plants and stores could still have given in each block, GW net: capacity that stands and
    is available less what it gives, of stores and reservoirs no more than their level holds."""
    data = of_year(results, year)
    spare = np.zeros(data.sizes["time"])
    capacity, output = data["thermal_capacity_gw"].fillna(0.0), data["thermal_output_gw"].fillna(0.0)
    for name, row in assets(results, "cohorts", year):
        if row["region"] == region:
            able = float(capacity.sel(cohort=name).sum()) * row["availability_share"] * (1.0 - row["own_use_share"])
            spare = spare + np.maximum(able - output.sel(cohort=name).sum("state").values, 0.0)
    hours = data["duration_h"].values
    for name, row in assets(results, "reservoirs", year):
        if row["region"] == region:
            net = 1.0 - row["own_use_share"]
            able = float(data["reservoir_capacity_gw"].sel(reservoir=name)) * row["availability_share"] * net
            given, level = (_hourly(data, f"reservoir_{what}", reservoir=name) for what in ("output_gw", "level_gwh"))
            spare = spare + np.clip(able - given, 0.0, np.maximum(level, 0.0) * net / hours)
    for name, row in assets(results, "stores", year):
        if row["region"] == region:
            power = float(data["store_power_gw"].sel(store=name)) * row["availability_share"]
            given, taken, level = (_hourly(data, f"store_{what}", store=name) for what in (
                "discharge_gw", "charge_gw", "level_gwh"))
            held = np.maximum(level, 0.0) * row["discharge_efficiency_share"] / hours
            spare = spare + np.clip(power - given, 0.0, held) + np.maximum(taken, 0.0)
    return spare


def _hourly(data: xr.Dataset, variable: str, **labels: str) -> np.ndarray:
    return np.asarray(data[variable].sel(labels).values, dtype=float)


@once
def tightest_hours(results: Results) -> pd.DataFrame:
    """The tightest blocks of each weather year, most pressing first; columns ``HOUR_COLUMNS``.

    Blocks short of power come first, then those in which least could still have been given.
    """
    return pd.DataFrame([line for weather, own in of_weather(results) for region, year in consumer_years(own)
                         for line in _tightest(own, weather.name, region, year)], columns=HOUR_COLUMNS)


def _tightest(results: Results, weather: str, region: str, year: int) -> Iterator[tuple[Any, ...]]:
    data = of_year(results, year).sel(region=region)
    residual, margin = residual_load_gw(results, region, year), margin_gw(results, region, year)
    short, demand, price = (data[name].values for name in ("unserved_gw", "demand_gw", "price_cny_per_mwh"))
    order = np.lexsort((-residual, np.round(margin, 6), -np.round(np.maximum(short, 0.0), 6)))[:TIGHTEST]
    for rank, at in enumerate(order.tolist(), start=1):
        yield (weather, region, year, rank, int(results.axis.first_hour[at]), float(demand[at]),
               float(demand[at] - residual[at]), float(residual[at]), float(max(short[at], 0.0)), float(margin[at]),
               float(price[at]))


@once
def targets_by_weather(results: Results) -> pd.DataFrame:
    """What each enforced target comes to in each weather year; columns ``TARGET_COLUMNS``.

    A target holds for the mean of the weather years; ``met`` says whether one of them would meet it by itself.
    """
    lines = []
    enforced = results.policies[results.policies["enforced"]]
    for weather, own in of_weather(results):
        accounts = {place: Accounts(own, *place) for place in region_years(own)}
        for row in enforced.itertuples():
            found = measured(accounts[str(row.region), int(row.year)], str(row.metric), str(row.subject))
            achieved = float("nan") if found is None else found.achieved
            margin = achieved - row.target if row.sense == "min" else row.target - achieved
            met = bool(margin >= -1e-5 * max(abs(row.target), 1.0))
            lines.append((weather.name, str(row.region), int(row.year), str(row.policy), str(row.metric),
                          str(row.sense), str(row.unit), float(row.target), achieved, met))
    return pd.DataFrame(lines, columns=TARGET_COLUMNS)


def weather_record(results: Results) -> list[dict[str, object]]:
    """What run.json says of each weather year: name, seed, probability, cost of each planning year, energy not served,
    hours short."""
    costs, adequacy = weather_costs(results), adequacy_by_weather(results)
    lines: list[dict[str, object]] = []
    for weather in results.case.weather_years:
        own, served = costs[costs[WEATHER_YEAR] == weather.name], adequacy[adequacy[WEATHER_YEAR] == weather.name]
        lines.append({
            "name": weather.name, "seed": weather.seed, "probability": weather.probability,
            "cost_million_cny": {str(year): cost for year, cost in zip(own["year"], own["cost_million_cny"],
                                                                       strict=True)},
            "unserved_gwh": float(served["unserved_gwh"].sum()),
            "unserved_heat_gwh": float(served["unserved_heat_gwh"].sum()),
            "short_hours_h": float(served["short_hours_h"].max()) if len(served) else 0.0})
    return lines


__all__ = [
    "adequacy_by_weather",
    "expected_cost_million_cny",
    "has_weather_years",
    "margin_gw",
    "objective_million_cny",
    "of_weather",
    "targets_by_weather",
    "tightest_hours",
    "weather_costs",
    "weather_record",
]
