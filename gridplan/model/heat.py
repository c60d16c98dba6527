"""District heat: what the networks of a region need in every hour, and how it is met.

With heat demand D_t, heat of heat-and-power units q_t (chp.py), of boilers and heat pumps s_t (heat_sources.py),
discharge g_t and charge c_t of heat stores (heat_stores.py) and heat not served n_t, for each region and year (GW of
heat, in the blocks in which heat is asked for):

    heat_balance:  sum q_t + sum s_t + sum g_t - sum c_t + n_t = D_t            0 <= n_t <= D_t, priced

An equality: heat cannot be thrown away.  Taking heat is credited in the coal rate and in the CO2 allocation, so heat
made only to be dumped would earn.  The dual of the row is the price of heat.

The demand is a shape scaled to the year's energy: the heating degree of the smoothed temperature in the heating months
and a part that is the same all year (gridplan/profiles/heat.py), or a series of the planner's own.

Rule: the forced minimum of heat-and-power units in the heating season comes from heat (decoupling 热电解耦 of the plan
发改运行〔2021〕1519号), not from a share that must run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.library.units import GWH_PER_PJ
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.risk import price_weights

Member = tuple[Any, ...]
"""An asset's names and its planning year, or those and a block."""



def demand_gw(model: Model, region: str, year: int) -> np.ndarray:
    """Heat demand of every hour, shape (8760,), GW of heat: the profile's shape scaled to the year's energy."""
    row = model.rows("heat_demand", year).loc[region]
    shape = model.profile(row["profile"])
    return np.asarray(shape * (float(row["energy_pj"]) * GWH_PER_PJ / model.case.sum_of_year(shape)))


def design(model: Model) -> None:
    """Regions with heat demand, the blocks in which they ask for heat, and how much.

    A region that asks for none on the time axis (a summer week) is left out with its boilers and stores.
    """
    data = model.data
    loads = {(region, year): model.axis.mean(demand_gw(model, region, year))
             for year in model.years for region in model.rows("heat_demand", year).index}
    data.heat_load = {key: load for key, load in loads.items() if load.any()}
    data.heat_blocks = {key: np.flatnonzero(load > 0) for key, load in data.heat_load.items()}
    data.heat_supplies = []
    if not has_heat(model):
        return
    data.HEAT_HOURS = pyo.Set(dimen=3, initialize=[
        (*key, int(t)) for key, blocks in data.heat_blocks.items() for t in blocks])
    model.over_blocks(data.HEAT_HOURS)
    data.HEAT_REGIONS = pyo.Set(dimen=2, initialize=list(data.heat_load))
    model.series("heat_demand_gw", data.HEAT_REGIONS, data.heat_load)


def has_heat(model: Model) -> bool:
    """Whether any region asks for heat on the time axis."""
    return bool(model.data.heat_load)


def hours_of(model: Model, members: Iterable[Member], region: Callable[[Member], str]) -> list[Member]:
    """(member, block) for each member, whose last label is the year, and each block its region asks for heat in."""
    blocks = model.data.heat_blocks
    return [(*member, int(t)) for member in members for t in blocks[region(member), member[-1]]]


def hour_set(
    model: Model, name: str, members: Iterable[Member], region: Callable[[Member], str], dimen: int = 3
) -> pyo.Set:
    """Put the set of (member, block) with heat (``hours_of``) on the data block."""
    hours = pyo.Set(dimen=dimen, initialize=hours_of(model, members, region))
    model.data.add_component(name, hours)
    model.over_blocks(hours)
    return hours


def by_hour(
    model: Model, name: str, members: Iterable[Member], region: Callable[[Member], str], dimen: int
) -> pyo.Set:
    """Put a set on the data block that lists, for each (region, year, block), the members with heat there and then.

    Members lose their year; outside the blocks with heat demand the list is empty.
    """
    m = model.pyomo
    lists: dict[Member, list[Any]] = {(r, y, t): [] for r in model.regions for y in model.years for t in m.BLOCKS}
    for *label, year, t in hours_of(model, members, region):
        lists[region((*label, year)), year, t].append(label[0] if dimen == 1 else tuple(label))
    indexed = pyo.Set(m.REGIONS, m.YEARS, m.BLOCKS, dimen=dimen, initialize=lists)
    model.data.add_component(name, indexed)
    return indexed


def by_month(
    model: Model, name: str, members: Iterable[Member], region: Callable[[Member], str], dimen: int
) -> pyo.Set:
    """Put a set on the data block that lists, for each (region, year, month), members (without year) with their blocks
    with heat demand; for sums into annual accounts.
    """
    m, month = model.pyomo, model.axis.month_by_weather
    lists: dict[Member, list[Any]] = {(r, y, k): [] for r in model.regions for y in model.years for k in m.MONTHS}
    for *label, year, t in hours_of(model, members, region):
        lists[region((*label, year)), year, int(month[t])].append((*label, t))
    indexed = pyo.Set(m.REGIONS, m.YEARS, m.MONTHS, dimen=dimen, initialize=lists)
    model.data.add_component(name, indexed)
    model.over_blocks(indexed)
    return indexed


def supply(model: Model, rule: Callable[[Any, Any, Any], Any]) -> None:
    """Add heat (GW) to the heat balance of (region, year, block)."""
    model.data.heat_supplies.append(rule)


def operation(model: Model) -> None:
    """Heat not served; the balance itself is written once everybody has put in his part."""
    if not has_heat(model):
        return
    op, data = model.operation, model.data
    op.heat_unserved_gw = Hourly(data.HEAT_HOURS, bounds=lambda _b, r, y, t: (0.0, data.heat_load[r, y][t]))
    supply(model, lambda r, y, t: op.heat_unserved_gw[r, y, t])
    price = model.values("heat_demand", "unserved_cost_cny_per_mwh")
    model.hourly_cost("unserved_heat", "region", op.heat_unserved_gw, data.HEAT_REGIONS,
                      {key: cost / 1000.0 for key, cost in price.items()}, hours=data.HEAT_HOURS)

    def balance() -> None:
        op.heat_balance = Rows(
            data.HEAT_HOURS, rule=lambda _b, r, y, t:
            sum(rule(r, y, t) for rule in data.heat_supplies) == data.heat_demand_gw[r, y, t])

    model.after_accounts.append(balance)
    model.pays["operation.heat_balance"] = "heat"


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Heat demand, heat not served (GW of heat) and the price of heat (CNY/MWh), by region, year and block.

    The price is what one more MWh of heat in the block would cost; zero where no heat is asked for.
    """
    if not has_heat(model):
        return {}
    data, dims = model.data, ("region", "year", "time")
    keys = list(data.heat_load)
    worth = price_weights(model, point)
    weights = model.axis.weight_h * np.array([worth[y] for _r, y in keys])
    price = point.spread(point.dual_of(model.operation.heat_balance), data.HEAT_HOURS, keys) / weights * 1000.0
    unserved = point.hours_of(model.operation.heat_unserved_gw, data.HEAT_HOURS, keys)
    return {
        "heat_demand_gw": point.table(dims, data.heat_load),
        "heat_unserved_gw": point.table(dims, dict(zip(keys, unserved, strict=True))),
        "price_heat_cny_per_mwh": point.table(dims, dict(zip(keys, price, strict=True))),
    }
