"""Capacity floors and ceilings by technology or group, the storage rules, retrofit floors and demand response.

    capacity.*:                       sum of installed capacity of the group + slack >= target          GW (<= ceiling)
    capacity.new_energy_to_thermal_ratio:  wind + solar + slack >= ratio x thermal                      GW
    storage.share_of_new_energy:      power of new storage + slack >= share x (wind + solar)            GW
    storage.share_of_new_build:       new storage built + slack >= share x (wind + solar built)         GW
    storage.min_duration:             energy of new storage + slack >= hours x its power                GWh
    retrofit.units.*:                 sum of capacity in states with the retrofit / unit size + slack >= units
    retrofit.*_capacity:              the same in GW
    demand_response.share_of_peak:    response that can be called + slack >= share x peak load          GW
    demand_response.share_by_gap:     the same with the share by the year's largest daily peak-valley gap (gap.py)

Paired storage has been withdrawn for projects from June 2025 (发改价格〔2025〕136号): its rows are an option.  A rule
starts and ends with the planning years its policy rows name; within a planning year the table ``paired_builds``
says which share of a class's new plants came in under it.  ``paired_storage`` says which stores count, and with what
share (a shared station may be bound to other plants); stores and classes without a row count in full.
"""

from __future__ import annotations

from typing import Any

from gridplan.model.bases import counted_regions
from gridplan.model.frame import Model
from gridplan.model.gap import asked_share_pct, largest_gap_pct
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.technologies import CAPACITY_GROUPS, NEW_ENERGY, NEW_STORAGE, STATED_NEW_ENERGY, THERMAL

SLACK_CEILING_GW = 1000.0
RETROFITS = ("efficiency", "flexibility", "heating")
"""The three retrofits (三改联动), asked for in units or in capacity."""
CONVERSIONS = ("back_pressure", "biomass_cofiring", "ammonia_cofiring")
"""Other states a plan may ask a capacity of."""


def installed_gw(model: Model, region: str, year: int, technologies: frozenset[str]) -> Any:
    """Installed capacity (GW) of some technologies in a region and the supply bases on its ground, as an expression."""
    counted = counted_regions(model.case, region)
    return sum(c.power_gw for c in model.capacities
               if c.region in counted and c.year == year and c.technology in technologies)


def policies(model: Model, book: PolicyBook) -> None:
    """Write the rows that the case enforces."""
    for target in book.of(*CAPACITY_GROUPS):
        held = installed_gw(model, target.region, target.year, CAPACITY_GROUPS[target.metric])
        book.require(target, held, target.value, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("capacity.new_energy_to_thermal_ratio"):
        new_energy, thermal = (installed_gw(model, target.region, target.year, technologies)
                               for technologies in (STATED_NEW_ENERGY, THERMAL))
        book.require(target, new_energy, target.value * thermal, slack_ceiling=SLACK_CEILING_GW)
    _storage(model, book)
    _retrofits(model, book)
    for target in book.of("demand_response.share_of_peak", "demand_response.share_by_gap"):
        peak = model.data.peak_gw[target.region, target.year]
        share = target.value
        if target.metric == "demand_response.share_by_gap":
            share = asked_share_pct(share, largest_gap_pct(model.data.hourly_load[target.region, target.year]))
        callable_gw = sum(rule(target.region, target.year) for rule in model.callable_power)
        book.require(target, callable_gw, share / 100.0 * peak, slack_ceiling=SLACK_CEILING_GW)


def _storage(model: Model, book: PolicyBook) -> None:
    for target in book.of("storage.share_of_new_energy"):
        power = _counted(model, target, model.design.store_power_gw)
        new_energy = installed_gw(model, target.region, target.year, NEW_ENERGY)
        book.require(target, power, target.value / 100.0 * new_energy, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("storage.share_of_new_build"):
        power = _counted(model, target, model.design.store_power_built_gw)
        book.require(target, power, target.value / 100.0 * _bound_builds(model, target), slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("storage.min_duration"):
        energy, power = (_counted(model, target, held)
                         for held in (model.design.store_energy_gwh, model.design.store_power_gw))
        book.require(target, energy, target.value * power, slack_ceiling=SLACK_CEILING_GW * target.value)


def _counted(model: Model, target: Target, held: Any) -> Any:
    """A design variable of the region's new storage, each store with the share of it that counts as paired."""
    share = model.values("paired_storage", "counted_share")
    technology, year = model.values("stores", "technology"), target.year
    return sum(share.get((s, year), 1.0) * held[s, year]
               for region in counted_regions(model.case, target.region) for s in model.data.stores_in[region, year]
               if technology[s, year] in NEW_STORAGE)


def _bound_builds(model: Model, target: Target) -> Any:
    """Wind and solar built in the region (GW) that came in while the pairing rule was in force, as an expression."""
    share = model.values("paired_builds", "bound_share")
    data, built, year = model.data, model.design.renewable_built_gw, target.year
    return sum(share.get((v, year), 1.0) * built[v, year]
               for region in counted_regions(model.case, target.region) for v in data.renewables_in[region, year]
               if data.renewable_technology[v, year] in NEW_ENERGY)


def _retrofits(model: Model, book: PolicyBook) -> None:
    figures = model.data.thermal_figures
    capacity = model.design.thermal_capacity_gw

    def states(target: Target, retrofit: str) -> list[tuple[str, str, int]]:
        return [key for key, f in figures.items()
                if f.region == target.region and key[2] == target.year and retrofit in key[1].split("+")]

    for retrofit in (*RETROFITS, *CONVERSIONS):
        for target in book.of(f"retrofit.{retrofit}_capacity"):
            done = sum(capacity[key] for key in states(target, retrofit))
            book.require(target, done, target.value, slack_ceiling=SLACK_CEILING_GW)
    for retrofit in RETROFITS:
        for target in book.of(f"retrofit.units.{retrofit}"):
            keys = [key for key in states(target, retrofit) if figures[key].unit_gw > 0]
            units = sum(capacity[key] / figures[key].unit_gw for key in keys)
            mean_gw = sum(figures[key].unit_gw for key in keys) / len(keys) if keys else 1.0
            book.require(target, units, target.value, slack_ceiling=10000.0, row_unit="units",
                         price=target.slack_price * mean_gw)
