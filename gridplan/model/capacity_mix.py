"""Shares of the installed capacity, clean energy, capacity added since a base year, and single bases and sites.

    share.*_capacity:    capacity of the group + slack >= share x generating capacity                    GW
    capacity.clean:      capacity of what the region counts as clean + slack >= target                   GW
    capacity.*_added:    capacity of the group - capacity of the base year + slack >= target             GW
    capacity.*_base, ...:  capacity of the asset the row names + slack >= target                         GW

Generating capacity (发电装机) is that of the statistics: pumped hydro counts in it, and as hydropower in the non-fossil
and renewable shares; new storage does not.  Installed capacity counts, without credits.  Which technologies are clean
(清洁能源) differs by province - gas counts in Hainan - and stands in ``clean_sources``; what stood in the base year
stands in ``base_year``.  A base (千万千瓦级基地) or a demonstration is one asset, the row's subject, wherever it is.
"""

from __future__ import annotations

from typing import Any

from gridplan.case.metric_needs import BASE_ITEMS, SITE_TECHNOLOGIES
from gridplan.case.schema import schema
from gridplan.model.capacity_targets import SLACK_CEILING_GW, installed_gw
from gridplan.model.frame import Model
from gridplan.model.metric_data import base_figure, clean_technologies
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.technologies import (
    COAL,
    GAS,
    GENERATING,
    HYDRO,
    NEW_ENERGY,
    NONFOSSIL_CAPACITY,
    RENEWABLE_CAPACITY,
    SOLAR,
    WIND,
)

SHARES: dict[str, frozenset[str]] = {
    "share.nonfossil_capacity": NONFOSSIL_CAPACITY,
    "share.renewable_capacity": RENEWABLE_CAPACITY,
    "share.coal_capacity": COAL,
    "share.local_new_energy_capacity": NEW_ENERGY,
}
CLEAN_SHARE, CLEAN = "share.clean_capacity", "capacity.clean"

ADDED: dict[str, frozenset[str]] = {
    "capacity.wind_added": WIND,
    "capacity.solar_added": SOLAR,
    "capacity.hydro_added": HYDRO,
    "capacity.gas_added": GAS,
    "capacity.coal_added": COAL,
}
"""Technologies of each metric of added capacity."""

SITES = tuple(SITE_TECHNOLOGIES)
"""Metrics about one base or site, the row's subject."""


def policies(model: Model, book: PolicyBook) -> None:
    """Write the rows that the case enforces."""
    for target in book.of(*SHARES, CLEAN_SHARE):
        held = installed_gw(model, target.region, target.year, GENERATING)
        part = installed_gw(model, target.region, target.year, _counted(model, target))
        book.require(target, part, target.value / 100.0 * held, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of(CLEAN):
        clean = installed_gw(model, target.region, target.year, _counted(model, target))
        book.require(target, clean, target.value, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of(*ADDED):
        stood = base_figure(model.case, target.region, target.year, BASE_ITEMS[target.metric])
        held = installed_gw(model, target.region, target.year, ADDED[target.metric])
        book.require(target, held, stood + target.value, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of(*SITES):
        book.require(target, _site_gw(model, target), target.value, slack_ceiling=SLACK_CEILING_GW)


def _counted(model: Model, target: Target) -> frozenset[str]:
    return SHARES.get(target.metric) or clean_technologies(model.case, target.region, target.year)


def _site_gw(model: Model, target: Target) -> Any:
    """Capacity (GW) of the asset a row names."""
    d, key = model.design, (target.subject, target.year)
    table = schema().metrics[target.metric].subject_table
    if table == "renewables":
        return d.renewable_capacity_gw[key]
    if table == "stores":
        return d.store_power_gw[key]
    return sum(d.thermal_capacity_gw[target.subject, state, target.year] for state in model.data.states_of[key])
