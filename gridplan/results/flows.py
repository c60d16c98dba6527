"""Power of every asset in the balances, and the energy it adds up to.

All energy is summed with the blocks' weight in hours of the year, so that a shortened year reports a whole one.
Gross generation (发电量) is net generation divided by one less the own-use share.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from gridplan.results.ledger import years
from gridplan.results.subjects import collect
from gridplan.results.subjects.base import Flow
from gridplan.results.types import Results, kept, once

GENERATION_COLUMNS = ["region", "year", "dimension", "asset", "technology", "fuel", "capacity_gw", "net_gwh",
                      "gross_gwh"]
STORAGE_COLUMNS = ["region", "year", "asset", "technology", "power_gw", "energy_gwh", "charge_gwh", "discharge_gwh",
                   "loss_gwh"]


def flows(results: Results) -> Iterator[Flow]:
    """Every flow of every planning year, in the order of the subjects."""
    for year in years(results):
        yield from _of_year(results, year)


@kept
def _of_year(results: Results, year: int) -> list[Flow]:
    """The flows of a year, worked out once."""
    return list(collect("flows", results, year))


def flows_of(results: Results, region: str, year: int) -> list[Flow]:
    """The flows in the balance of one region and planning year."""
    return [flow for flow in _of_year(results, year) if flow.region == region]


def energy_gwh(results: Results, flow: Flow) -> float:
    """Energy of a flow in the year, GWh."""
    return float(flow.power_gw @ results.dataset["weight_h"].values)


@once
def generation(results: Results) -> pd.DataFrame:
    """Generation of every plant class.

    Columns: region, year, dimension, asset, technology, fuel, capacity_gw (gross), net_gwh, gross_gwh.
    """
    lines = []
    for flow in flows(results):
        if flow.row == "generation":
            net = energy_gwh(results, flow)
            lines.append((flow.region, flow.year, flow.dimension, flow.asset, flow.technology, flow.fuel,
                          flow.capacity_gw, net, net * flow.gross_per_net))
    return pd.DataFrame(lines, columns=GENERATION_COLUMNS)


@once
def storage(results: Results) -> pd.DataFrame:
    """Storage of every class.

    Columns: region, year, asset, technology, power_gw, energy_gwh, charge_gwh, discharge_gwh, loss_gwh.
    """
    held = {(line.dimension, line.asset, line.technology, line.year): line
            for year in years(results) for line in collect("holdings", results, year)}
    moved: dict[tuple[str, str, str, int], dict[str, float]] = {}
    where: dict[tuple[str, str, str, int], Flow] = {}
    for flow in flows(results):
        if flow.row in ("storage_charge", "storage_discharge"):
            key = flow.dimension, flow.asset, flow.technology, flow.year
            where[key] = flow
            moved.setdefault(key, {"storage_charge": 0.0, "storage_discharge": 0.0})[flow.row] += energy_gwh(
                results, flow)
    lines = []
    for key, energies in moved.items():
        taken, given = energies["storage_charge"], energies["storage_discharge"]
        lines.append((where[key].region, key[3], key[1], key[2], held[key].total_gw,
                      held[key].energy_gwh, taken, given, taken - given))
    return pd.DataFrame(lines, columns=STORAGE_COLUMNS)


def extra_use_gwh(results: Results, region: str, year: int) -> float:
    """Uses of electricity beyond the grid load that count as the province's consumption, GWh."""
    return sum(energy_gwh(results, flow) for flow in flows_of(results, region, year) if flow.extra_use)
