"""Delivery contracts in the accounts: the channel's energy and flow keep them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gridplan.results.check import ENERGY_TOLERANCE_GWH, Check, within
from gridplan.results.ledger import annual, number
from gridplan.results.subjects.base import assets, hourly
from gridplan.results.types import Results


def checks(results: Results) -> Iterator[Check]:
    """Hours and months of every contract, and its ramp where blocks follow each other hour by hour."""
    if results.case.tables["link_contracts"].empty:
        return
    data, sent = results.dataset, annual(results, "link_flow_gw")
    over_gwh, over_gw = 0.0, 0.0
    for year in (int(value) for value in data["year"].values):
        for link, row in assets(results, "link_contracts", year):
            capacity = number(data["link_capacity_gw"], link=link, year=year)
            energy = number(sent, link=link, year=year)
            if np.isfinite(row["hours_min"]):
                over_gwh = max(over_gwh, row["hours_min"] * capacity - energy)
            if np.isfinite(row["hours_max"]):
                over_gwh = max(over_gwh, energy - row["hours_max"] * capacity)
            flow = hourly(data["link_flow_gw"].sel(link=link, year=year))
            over_gwh = max(over_gwh, _months(results, row, flow))
            over_gw = max(over_gw, _ramp(results, row, flow, capacity))
    yield Check("contract_energy", over_gwh, ENERGY_TOLERANCE_GWH, "GWh")
    yield within("contract_ramp", over_gw)


def _months(results: Results, row: pd.Series, flow: np.ndarray) -> float:
    """By how much a month's energy is beyond its bounds, GWh."""
    over = -np.inf
    for blocks in results.axis.stretches:
        weight, month = results.axis.weight_h[blocks], results.axis.month[blocks]
        energy = pd.Series(flow[blocks] * weight).groupby(month).sum()
        even = energy.sum() * pd.Series(weight).groupby(month).sum() / weight.sum()
        over = max(over, float((row["month_min_share"] * even - energy).max()))
        if np.isfinite(row["month_max_share"]):
            over = max(over, float((energy - row["month_max_share"] * even).max()))
    return over


def _ramp(results: Results, row: pd.Series, flow: np.ndarray, capacity_gw: float) -> float:
    """By how much the flow changes faster than the contract lets it, GW."""
    first, length = results.dataset["hour_of_year"].values, results.dataset["duration_h"].values
    follows = (first[1:] == first[:-1] + length[:-1]) & (np.diff(results.axis.stretch) == 0)
    gap = 0.5 * (length[1:] + length[:-1])
    over = np.abs(np.diff(flow)) - row["ramp_share_per_h"] * gap * capacity_gw
    return float(over[follows].max(initial=0.0)) if row["ramp_share_per_h"] < 1.0 else 0.0
