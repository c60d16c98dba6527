"""Capacity of every asset, and what of it can be relied on at a season's peak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplan.audit.evidence import Evidence
from gridplan.audit.fleet import repowered
from gridplan.audit.heat_at_peak import taken_by_heat
from gridplan.audit.words import COAL, NEW_STORAGE


@dataclass(frozen=True)
class Holding:
    """Capacity of an asset, GW (stores with GWh)."""

    region: str
    dimension: str
    asset: str
    technology: str
    existing: float
    built: float
    gone: float
    total: float
    gwh: float = 0.0


def holdings(evidence: Evidence, year: int) -> list[Holding]:
    """Every asset with capacity, once."""
    known = evidence.__dict__.setdefault("_holdings", {})
    if year not in known:
        known[year] = list(_holdings(evidence, year))
    return list(known[year])


def _holdings(evidence: Evidence, year: int) -> Iterator[Holding]:
    for name, row in evidence.rows("cohorts", year).iterrows():
        at = {"cohort": name, "year": year}
        yield Holding(row["region"], "cohort", str(name), row["technology"], float(row["existing_gw"]),
                      evidence.one("thermal_built_gw", **at), evidence.one("thermal_retired_gw", **at),
                      evidence.one("thermal_capacity_gw", **at))
    for name, row in evidence.rows("renewables", year).iterrows():
        at = {"renewable": name, "year": year}
        moves = len(evidence.tables["repowering"]) > 0
        gained = evidence.one("renewable_repowered_gw", **at) if moves else 0.0
        yield Holding(row["region"], "renewable", str(name), row["technology"], float(row["existing_gw"]),
                      evidence.one("renewable_built_gw", **at) + gained,
                      repowered(evidence, name, year)[1] if moves else 0.0,
                      evidence.one("renewable_capacity_gw", **at))
    for name, row in evidence.rows("reservoirs", year).iterrows():
        at = {"reservoir": name, "year": year}
        yield Holding(row["region"], "reservoir", str(name), row["technology"], float(row["existing_gw"]),
                      evidence.one("reservoir_built_gw", **at), 0.0, evidence.one("reservoir_capacity_gw", **at))
    for name, row in evidence.rows("hybrid_pumps", year).iterrows():
        at = {"hybrid_pump": name, "year": year}
        power = evidence.one("hybrid_pump_gw", **at)
        net = 1.0 - float(evidence.rows("reservoirs", year).loc[row["reservoir"], "own_use_share"])
        yield Holding(row["region"], "hybrid_pump", str(name), "hybrid_pump", float(row["existing_gw"]),
                      evidence.one("hybrid_pump_built_gw", **at), 0.0, power,
                      power * float(row["lower_hours"]) * float(row["pump_efficiency_share"]) * net)
    for name, row in evidence.rows("stores", year).iterrows():
        at = {"store": name, "year": year}
        yield Holding(row["region"], "store", str(name), row["technology"], float(row["existing_gw"]),
                      evidence.one("store_power_built_gw", **at), 0.0, evidence.one("store_power_gw", **at),
                      evidence.one("store_energy_gwh", **at))


def installed(evidence: Evidence, region: str, year: int, technologies: set[str]) -> float:
    """Capacity of some technologies in a region and the supply bases on its ground, GW."""
    ground = evidence.ground(region)
    return sum(one.total for one in holdings(evidence, year)
               if one.region in ground and one.technology in technologies)


def new_storage(evidence: Evidence, region: str, year: int) -> tuple[float, float, float]:
    """New storage of a region as pairing counts it: GW in all, GW built, GWh."""
    share = evidence.rows("paired_storage", year)["counted_share"]
    ground, sums = evidence.ground(region), np.zeros(3)
    for one in holdings(evidence, year):
        if one.dimension == "store" and one.region in ground and one.technology in NEW_STORAGE:
            sums += float(share.get(one.asset, 1.0)) * np.array([one.total, one.built, one.gwh])
    return float(sums[0]), float(sums[1]), float(sums[2])


def coal(evidence: Evidence, region: str, year: int, captive: bool = False) -> list[Holding]:
    """The region's coal cohorts, or its captive ones."""
    cohorts = evidence.rows("cohorts", year)
    return [one for one in holdings(evidence, year)
            if one.dimension == "cohort" and one.region == region and one.technology in COAL
            and (not captive or bool(cohorts.loc[one.asset, "captive"]))]


def callable_gw(evidence: Evidence, region: str, year: int, hour: int) -> float:
    """Response, flexible load and vehicles that can be called in an hour of the year, GW."""
    total = sum(evidence.one("response_capability_gw", response=name, year=year)
                for name, row in evidence.rows("response", year).iterrows() if row["region"] == region)
    total += flexible_gw(evidence, region, year, hour)
    return total + sum(
        float(row["capacity_credit_share"]) * evidence.one("v2g_power_gw", vehicle_to_grid=name, year=year)
        for name, row in evidence.rows("vehicle_to_grid", year).iterrows() if row["region"] == region)


def flexible_gw(evidence: Evidence, region: str, year: int, hour: int) -> float:
    """Flexible load that can be taken off in an hour of the year, GW."""
    loads, total = evidence.rows("loads", year), 0.0
    for name in evidence.rows("flexible_loads", year).index:
        if loads.loc[name, "region"] == region:
            base = evidence.baseline(str(name), year)
            total += evidence.one("flexible_capability_gw", load=name, year=year) * float(base[hour] / base.max())
    return total


def season_peak(evidence: Evidence, region: str, year: int, season: str) -> tuple[float, int]:
    """Highest grid load in the months of a season, GW, and its hour of the year."""
    months = [int(word) for word in str(evidence.rows("regions", year).loc[region, f"{season}_months"]).split()]
    month = np.repeat(np.arange(1, 13), np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24)
    every = evidence.load(region, year)
    load = np.where(np.resize(np.isin(month, months), len(every)), every, -np.inf)
    return float(load.max()), int(load.argmax())


def firm(evidence: Evidence, region: str, year: int, season: str, hour: int) -> float:
    """Power that can be relied on at a season's peak, GW."""
    cohorts = evidence.rows("cohorts", year)
    total = callable_gw(evidence, region, year, hour)
    for one in holdings(evidence, year):
        if one.region == region:
            total += _credited(evidence, one, cohorts, year, season)
    for name in evidence.rows("emergency_reserve", year).index:
        if cohorts.loc[name, "region"] == region:
            total += (evidence.one("emergency_reserve_gw", cohort=name, year=year)
                      * float(cohorts.loc[name, "capacity_credit_share"]))
    for name, row in evidence.rows("links", year).iterrows():
        held = evidence.one("link_capacity_gw", link=name, year=year) * float(row["firm_share"])
        total += held * ((1.0 - row["loss_share"]) * (row["to"] == region) - (row["from"] == region))
    for _, row in evidence.rows("emergency_support", year).iterrows():
        total += float(row["support_gw"]) * ((1.0 - row["loss_share"]) * (row["to"] == region)
                                             - (row["from"] == region))
    return float(total) - taken_by_heat(evidence, region, year, hour)


def _credited(evidence: Evidence, one: Holding, cohorts: pd.DataFrame, year: int, season: str) -> float:
    if one.dimension == "cohort":
        return one.total * float(cohorts.loc[one.asset, "capacity_credit_share"])
    if one.dimension in ("renewable", "reservoir"):
        row = evidence.rows(f"{one.dimension}s", year).loc[one.asset]
        return one.total * float(row[f"credit_{season}_share"])
    if one.dimension != "store":
        return 0.0
    row = evidence.rows("stores", year).loc[one.asset]
    length = float(row["capacity_credit_hours"])
    hours = float(row["existing_hours"]) if one.existing > 0 else 0.0
    power, energy = one.total - one.existing, one.gwh - one.existing * hours
    new = min(max(power, 0.0), max(energy, 0.0) / length)
    return float(row["availability_share"]) * (one.existing * min(1.0, hours / length) + new)
