"""Capacity by technology and group, storage rules, retrofits, demand response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from gridplan.model.bases import counted_regions
from gridplan.model.capacity_targets import CONVERSIONS, RETROFITS
from gridplan.model.gap import asked_share_pct, largest_gap_pct
from gridplan.model.technologies import CAPACITY_GROUPS, NEW_ENERGY, NEW_STORAGE, STATED_NEW_ENERGY, THERMAL
from gridplan.results.capacity_account import capacity
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
    return Measure(ratio(installed_gw(accounts, STATED_NEW_ENERGY), thermal), thermal)


def _new_storage(accounts: Accounts) -> pd.DataFrame:
    """The region's new storage in the capacity account, each store weighted with the share that counts as paired."""
    stores = _of_ground(accounts, capacity)
    new = stores[(stores["dimension"] == "store") & stores["technology"].isin(NEW_STORAGE)].copy()
    figures = ["built_gw", "total_gw", "energy_gwh"]
    new[figures] = new[figures].mul(_share(accounts, "paired_storage", "counted_share", new["asset"]), axis=0)
    return new


def _share(accounts: Accounts, table: str, column: str, names: pd.Series) -> pd.Series:
    """A share the case gives for some assets; 1 for those without a row."""
    stated = accounts.results.case.rows(table, accounts.year)[column]
    return names.map(stated.to_dict()).astype(float).fillna(1.0)


def _duration(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    stores = _new_storage(accounts)
    power = float(stores["total_gw"].sum())
    return Measure(ratio(float(stores["energy_gwh"].sum()), power), power)


def _paired(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    power = float(_new_storage(accounts)["total_gw"].sum())
    new_energy = installed_gw(accounts, NEW_ENERGY)
    return Measure(100.0 * ratio(power, new_energy), new_energy / 100.0)


def _paired_builds(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    """Storage built over wind and solar built under the rule; repowered plants stand on old grid capacity."""
    built = accounts.results.dataset["renewable_built_gw"].sel(year=accounts.year)
    rows = accounts.results.case.rows("renewables", accounts.year)
    counted = counted_regions(accounts.results.case, accounts.region)
    here = rows[rows["region"].isin(counted) & rows["technology"].isin(NEW_ENERGY)]
    names = pd.Series(here.index.astype(str))
    share = _share(accounts, "paired_builds", "bound_share", names)
    bound = sum(float(built.sel(renewable=name)) * part for name, part in zip(names, share, strict=True))
    power = float(_new_storage(accounts)["built_gw"].sum())
    return Measure(100.0 * ratio(power, bound), bound / 100.0)


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
    "storage.share_of_new_build": _paired_builds,
    "storage.min_duration": _duration,
    **dict.fromkeys([f"retrofit.{name}_capacity" for name in (*RETROFITS, *CONVERSIONS)], _retrofit),
    **dict.fromkeys([f"retrofit.units.{name}" for name in RETROFITS], _retrofit),
    "demand_response.share_of_peak": _response,
    "demand_response.share_by_gap": _response_by_gap,
}
