"""Capacity by technology and group, storage rules, retrofits, demand response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from gridplan.model.bases import counted_regions
from gridplan.model.capacity_targets import RETROFITS
from gridplan.model.gap import asked_share_pct, largest_gap_pct
from gridplan.model.technologies import CAPACITY_GROUPS, NEW_ENERGY, NEW_STORAGE, THERMAL
from gridplan.results.capacity_account import capacity
from gridplan.results.flows import storage
from gridplan.results.fuel_account import retrofits
from gridplan.results.ledger import grid_load_gw, ratio
from gridplan.results.measures.base import Accounts, Measure, Measurer
from gridplan.results.subjects import collect
from gridplan.results.types import Results


def installed_gw(accounts: Accounts, technologies: frozenset[str]) -> float:
    """Capacity of some technologies in the region and the supply bases on its ground, GW."""
    account = _of_ground(accounts, capacity)
    return float(account[account["technology"].isin(technologies)]["total_gw"].sum())


def _of_ground(accounts: Accounts, account: Callable[[Results], pd.DataFrame]) -> pd.DataFrame:
    """The lines of an account of the region and the supply bases whose plants it counts."""
    frame = account(accounts.results)
    counted = counted_regions(accounts.results.case, accounts.region)
    return frame[frame["region"].isin(counted) & (frame["year"] == accounts.year)]


def _group(accounts: Accounts, metric: str, _subject: str) -> Measure:
    return Measure(installed_gw(accounts, CAPACITY_GROUPS[metric]), 1.0)


def _to_thermal(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    thermal = installed_gw(accounts, THERMAL)
    return Measure(ratio(installed_gw(accounts, NEW_ENERGY), thermal), thermal)


def _new_storage(accounts: Accounts) -> tuple[float, float]:
    """Power (GW) and energy (GWh) of new storage."""
    stores = _of_ground(accounts, storage)
    new = stores[stores["technology"].isin(NEW_STORAGE)]
    return float(new["power_gw"].sum()), float(new["energy_gwh"].sum())


def _duration(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    power, energy = _new_storage(accounts)
    return Measure(ratio(energy, power), power)


def _paired(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    power, _energy = _new_storage(accounts)
    new_energy = installed_gw(accounts, NEW_ENERGY)
    return Measure(100.0 * ratio(power, new_energy), new_energy / 100.0)


def _retrofit(accounts: Accounts, metric: str, _subject: str) -> Measure:
    what = metric.removeprefix("retrofit.").removeprefix("units.").removesuffix("_capacity")
    column = "units" if metric.startswith("retrofit.units.") else "capacity_gw"
    account = accounts.of(retrofits)
    done = account[[what in state.split("+") for state in account["state"]]] if len(account) else account
    return Measure(float(done[column].sum()), 1.0)


def _response(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    held = sum(collect("callable_gw", accounts.results, accounts.region, accounts.year))
    peak = float(grid_load_gw(accounts.results, accounts.region, accounts.year).max())
    return Measure(100.0 * held / peak, peak / 100.0)


def _response_by_gap(accounts: Accounts, metric: str, subject: str) -> Measure:
    """The same, with the share asked for by the year's largest daily gap."""
    gap = largest_gap_pct(grid_load_gw(accounts.results, accounts.region, accounts.year))
    rows = accounts.results.case.rows("policies", accounts.year)
    stated = rows[(rows["metric"] == metric) & (rows["region"] == accounts.region)]["value"]
    asked = asked_share_pct(float(stated.max()), gap)
    remark = (f"（最大峰谷差率 {gap:.1f}%）", f" (largest peak-valley gap {gap:.1f} %)")
    return replace(_response(accounts, metric, subject), asked=asked, remark=remark)


MEASURES: dict[str, Measurer] = {
    **dict.fromkeys(CAPACITY_GROUPS, _group),
    "capacity.new_energy_to_thermal_ratio": _to_thermal,
    "storage.share_of_new_energy": _paired,
    "storage.min_duration": _duration,
    **dict.fromkeys([f"retrofit.{name}_capacity" for name in RETROFITS], _retrofit),
    **dict.fromkeys([f"retrofit.units.{name}" for name in RETROFITS], _retrofit),
    "demand_response.share_of_peak": _response,
    "demand_response.share_by_gap": _response_by_gap,
}
