"""Regulation capability, minimum output of the coal fleet, and what the retrofits add to turndown and heat.

With capacity x of a state, its minimum output m (outside the heating season) and m_0 that of the unretrofitted state:

    peaking.share_of_peak:        sum of (1 - m) x of coal, gas, reservoirs + pumped hydro + new storage + response
                                  + slack >= share x peak load                                            GW
    peaking.dedicated_share_of_generation:
                                  pumped hydro + gas + slack >= share x (peak load + capacity of the lines out)
    coal.min_output_share:        sum of m x over flexible states of coal - slack <= share x sum of x     GW
    coal.peaking_depth:           sum of (1 - m) x over the same + slack >= share x sum of x              GW
    coal.fleet_min_output_share:  sum of m x over all coal - slack <= share x sum of x                    GW
    coal.new_units_flexible_share:  new coal that is flexible + slack >= share x new coal                 GW
    retrofit.peaking_gain:        sum of (m_0 - m) x over states with flexibility + slack >= target       GW
    retrofit.heating_supply_gain: sum of heat capability x over states with heating + slack >= target     GW of heat
    retrofit.units.high_temp_subcritical:
                                  efficiency states of subcritical cohorts / unit size + slack >= units

Two provinces mean different things by regulation over the peak: Shanghai counts whatever can be turned down or called
(004, p. 926; its emergency reserve comes in by ``Model.peaking``), Inner Mongolia plants built for peaking over the
highest generation load (004, p. 462), which is the peak load with every line out at its capacity.  A plant without
commitment runs down to nothing (m = 0).

Hunan's 35 % (p. 281) and Shanghai's depth of 70 % (p. 922) are of the units retrofitted, not of the fleet.  A new unit
is flexible where it comes at or below 35 % of its capacity, the level the retrofits of 2021-2025 aim at, as it is
built, or is made so; capacity in a flexible state of a cohort that also has old units is not called new.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gridplan.model.capacity_targets import SLACK_CEILING_GW, installed_gw
from gridplan.model.fleet import AS_IS, StateFigures
from gridplan.model.frame import Model
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.response import capability_gw
from gridplan.model.technologies import COAL, GAS, NEW_STORAGE, PUMPED_HYDRO
from gridplan.model.vintages import stands

FLEXIBLE_MIN_OUTPUT = 0.35
"""Highest minimum output of a flexible unit: 35 % of its capacity."""

DEDICATED = PUMPED_HYDRO | GAS
"""Plants that are built for peaking."""

FLEET = "coal.fleet_min_output_share"
SUBCRITICAL = "subcritical"
UNITS_CEILING = 10000.0


def policies(model: Model, book: PolicyBook) -> None:
    """Write the rows that the case enforces."""
    _peaking(model, book)
    _coal_fleet(model, book)
    _gains(model, book)


def _peaking(model: Model, book: PolicyBook) -> None:
    d, data = model.design, model.data
    for target in book.of("peaking.share_of_peak"):
        r, y = target.region, target.year
        book.require(target, regulation_gw(model, r, y), target.value / 100.0 * data.peak_gw[r, y],
                     slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("peaking.dedicated_share_of_generation"):
        r, y = target.region, target.year
        generation = data.peak_gw[r, y] + sum(d.link_capacity_gw[k, y] for k in data.links_out_of[r, y])
        book.require(target, installed_gw(model, r, y, DEDICATED), target.value / 100.0 * generation,
                     slack_ceiling=SLACK_CEILING_GW)


def regulation_gw(model: Model, region: str, year: int) -> Any:
    """Power (GW) that can be turned down or called in a region, as an expression."""
    d, data = model.design, model.data
    lowest = model.values("reservoirs", "min_output_share")
    thermal = sum((1.0 - _lowest(f)) * d.thermal_capacity_gw[key]
                  for key, f in _states(model, region, year, COAL | GAS))
    water = sum((1.0 - lowest[h, year]) * d.reservoir_capacity_gw[h, year] for h in data.reservoirs_in[region, year])
    stores = installed_gw(model, region, year, PUMPED_HYDRO | NEW_STORAGE)
    levers = sum(rule(region, year) for rule in model.peaking)
    return thermal + water + stores + capability_gw(model, region, year) + levers


def _lowest(figures: StateFigures) -> float:
    """Minimum output outside the heating season, as a share; a plant without commitment goes down to nothing."""
    return figures.min_output if figures.commitment else 0.0


def _states(
    model: Model, region: str, year: int, technologies: frozenset[str]
) -> list[tuple[tuple[Any, ...], StateFigures]]:
    """Keys and figures of the region's states of some technologies."""
    return [(key, f) for key, f in model.data.thermal_figures.items()
            if f.region == region and key[2] == year and f.technology in technologies]


def _coal_fleet(model: Model, book: PolicyBook) -> None:
    capacity = model.design.thermal_capacity_gw
    for target in book.of("coal.min_output_share", "coal.peaking_depth", FLEET):
        states = [(key, f) for key, f in _states(model, target.region, target.year, COAL)
                  if target.metric == FLEET or "flexibility" in key[1].split("+")]
        down = target.metric == "coal.peaking_depth"
        weighted = sum((1.0 - _lowest(f) if down else _lowest(f)) * capacity[key] for key, f in states)
        whole = sum(capacity[key] for key, _f in states)
        book.require(target, weighted, target.value / 100.0 * whole, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("coal.new_units_flexible_share"):
        built, flexible = _new_coal(model, target)
        book.require(target, flexible, target.value / 100.0 * built, slack_ceiling=SLACK_CEILING_GW)


def _new_coal(model: Model, target: Target) -> tuple[Any, Any]:
    """Coal built in the planning years that still stands (GW), and how much of it is flexible."""
    d, existing, life = model.design, model.values("cohorts", "existing_gw"), model.values("cohorts", "life_years")
    built: Any = 0.0
    flexible: Any = 0.0
    for (g, k, y), f in _states(model, target.region, target.year, COAL):
        low = _lowest(f) <= FLEXIBLE_MIN_OUTPUT
        new = sum(d.thermal_built_gw[g, z] for z in model.years if (g, z) in life and stands(z, life[g, z], y))
        if k == AS_IS:
            built += new
            flexible += new if low else 0.0
        elif low and existing[g, y] == 0.0 and not _lowest_as_is(model, g, y) <= FLEXIBLE_MIN_OUTPUT:
            flexible += d.thermal_capacity_gw[g, k, y]
    return built, flexible


def _lowest_as_is(model: Model, cohort: str, year: int) -> float:
    return _lowest(model.data.thermal_figures[cohort, AS_IS, year])


def _gains(model: Model, book: PolicyBook) -> None:
    capacity, figures = model.design.thermal_capacity_gw, model.data.thermal_figures
    for target in book.of("retrofit.peaking_gain"):
        gained = sum((_lowest_as_is(model, key[0], key[2]) - _lowest(f)) * capacity[key]
                     for key, f in _retrofitted(model, target, "flexibility"))
        book.require(target, gained, target.value, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("retrofit.heating_supply_gain"):
        heat = model.rows("retrofits", target.year)["heat_capability_gw_per_gw"]
        gained = sum(float(heat.loc[key[:2]]) * capacity[key] for key, _f in _retrofitted(model, target, "heating"))
        book.require(target, gained, target.value, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("retrofit.units.high_temp_subcritical"):
        steam = model.rows("cohorts", target.year)["steam_class"]
        sizes = {key: f.unit_gw for key, f in _retrofitted(model, target, "efficiency")
                 if steam.loc[key[0]] == SUBCRITICAL and figures[key].unit_gw > 0}
        units = sum(capacity[key] / size for key, size in sizes.items())
        mean_gw = float(np.mean(list(sizes.values()))) if sizes else 1.0
        book.require(target, units, target.value, slack_ceiling=UNITS_CEILING, row_unit="units",
                     price=target.slack_price * mean_gw)


def _retrofitted(model: Model, target: Target, retrofit: str) -> list[tuple[tuple[Any, ...], StateFigures]]:
    """Keys and figures of the region's states that hold a retrofit."""
    return [(key, f) for key, f in model.data.thermal_figures.items()
            if f.region == target.region and key[2] == target.year and retrofit in key[1].split("+")]
