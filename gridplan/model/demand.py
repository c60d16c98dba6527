"""Demand: the grid load, unserved energy and energy that nobody can use.

The whole-society consumption a planner gives is gross: it contains the line loss and the power plants' own use.
What the grid must carry is

    grid load = consumption x (1 - own use share)        (final demand + line loss)

and of it (1 - line loss share) reaches the customers; a supply base has none (bases.py).  Named loads (loads.py)
stand in it with a shape of their own: on top of the consumption, or within it, when the rest keeps the region's shape
and the year's energy stays.

A balance that cannot be met shows as unserved energy at the value of lost load, one that cannot be emptied as excess
at the same price, so that no plan is ever "infeasible" for lack of power.
"""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo

from gridplan.model.axis import in_months
from gridplan.model.bases import base_regions, owed_gw
from gridplan.model.components import Hourly
from gridplan.model.frame import Model
from gridplan.model.loads import IN_CURVE, IN_ENERGY, baseline_gw, loads_of
from gridplan.model.point import Labelled, Point


def grid_load_gw(model: Model, region: str, year: int) -> np.ndarray:
    """Grid load of every hour, GW: the profile's shape scaled to the year's (expected) energy, exactly, with the
    named loads that have a shape of their own; zero at a supply base."""
    if region in base_regions(model.case):
        return np.zeros(model.profile_hours)
    row = model.rows("demand", year).loc[region]
    own_use = float(model.rows("regions", year).loc[region, "own_use_share_of_consumption"])
    energy_gwh = float(row["energy_twh"]) * 1000.0 * (1.0 - own_use)
    shape = model.profile(row["profile"])
    own_shape = [load for load in loads_of(model, region, year) if load["counted"] != IN_CURVE]
    named_gwh = sum(float(load["energy_twh"]) * 1000.0 for load in own_shape if load["counted"] == IN_ENERGY)
    rest = shape * ((energy_gwh - named_gwh) / model.case.sum_of_year(shape))
    return sum((baseline_gw(model, load) for load in own_shape), start=rest)


def peak_hour(model: Model, region: str, year: int, season: str = "") -> int:
    """Hour (0..8759, weather years counted on) of the highest grid load of the year, or of the months of a season."""
    load = model.data.hourly_load[region, year]
    if not season:
        return int(load.argmax())
    months = [int(word) for word in str(model.rows("regions", year).loc[region, f"{season}_months"]).split()]
    return int(np.where(in_months(months, len(load)), load, -np.inf).argmax())


def design(model: Model) -> None:
    """Demand parameters by block, and the peaks of the seasons (GW) from the full hourly series."""
    m = model.pyomo
    loads = {(r, y): grid_load_gw(model, r, y) for r in model.regions for y in model.years}
    m.data.REGION_YEARS = pyo.Set(dimen=2, initialize=list(loads))
    model.series("demand_gw", m.data.REGION_YEARS, {key: model.axis.mean(load) for key, load in loads.items()})
    model.param("peak_gw", m.data.REGION_YEARS, {key: float(load.max()) for key, load in loads.items()})
    # A shortened year stands for the whole one by weight, so its own sum is what the policies must see.
    sums = {key: float(model.axis.mean(load) @ model.axis.weight_h) for key, load in loads.items()}
    model.param("demand_gwh", m.data.REGION_YEARS, sums)
    m.data.hourly_load = loads
    # What a target's shortfall is measured against: a base has no load, but a channel to fill.
    hours = float(model.axis.weight_h.sum())
    m.data.energy_scale_gwh = {
        (r, y): owed_gw(model.case, r, y) * hours if r in base_regions(model.case) else sums[r, y] for r, y in loads}


def operation(model: Model) -> None:
    """Unserved and excess power of each block.

    Unserved power is at most the grid load, what channels may have to deliver (a contract that cannot be kept is load
    not served too) and what existing plant must take.
    """
    m, op = model.pyomo, model.operation
    index = m.data.REGION_YEARS
    demand = m.data.demand_gw
    owed = {(r, y): sum(model.design.link_capacity_gw[k, y].ub for k in m.data.links_out_of[r, y])
            + model.forced_use_gw.get((r, y), 0.0) for r, y in index}
    op.unserved_gw = Hourly(index, m.BLOCKS, bounds=lambda _b, r, y, t: (
        0.0, demand.arrays[r, y][t] + owed[r, y]))
    # A base has no load: its scale is what its channels may have to deliver.
    ceiling = {key: 5.0 * float(load.max() or owed[key]) for key, load in m.data.hourly_load.items()}
    op.excess_gw = Hourly(index, m.BLOCKS, bounds=lambda _b, r, y, t: (0.0, ceiling[r, y]))
    model.inject(lambda r, y, t: op.unserved_gw[r, y, t])
    model.withdraw(lambda r, y, t: op.excess_gw[r, y, t])
    rate = {(r, y): value / 1000.0 for (r, y), value in model.values("regions", "unserved_cost_cny_per_mwh").items()}
    model.hourly_cost("unserved", "region", op.unserved_gw, index, rate)
    model.hourly_cost("unserved", "region", op.excess_gw, index, rate)


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Grid load, unserved and excess power by region, year and block."""
    dims = ("region", "year", "time")
    loads = {key: model.axis.mean(load) for key, load in model.data.hourly_load.items()}
    return {
        "demand_gw": point.table(dims, loads),
        "unserved_gw": point.of(dims, model.operation.unserved_gw),
        "excess_gw": point.of(dims, model.operation.excess_gw),
    }

