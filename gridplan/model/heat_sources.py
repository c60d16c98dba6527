"""Boilers and heat pumps of the heat networks.

With capacity X (GW of heat) and heat s_t, for each source and year, in the blocks in which its region asks for heat:

    heat_source_installed:  X = existing + built
    heat_source_limit:      s_t <= X

A boiler burns s / efficiency; its coal counts in the coal and CO2 accounts, so that heat moved from a power plant to a
boiler is no saving, but not in the coal rate of power plants, and it is not in the national emissions trading of power
plants (no price, no allocation).  An electric boiler or heat pump takes s / (efficiency x k_t) of power, with k_t its
hourly efficiency relative to the stated one (a heat pump gives less on cold days); that power is a use of electricity
beyond the grid load (`extra_use`) and counts as consumption in the quota.
"""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo

from gridplan.model import heat
from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.fleet import fuels_of
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.stock import installed
from gridplan.model.vintages import paid_while_standing

ASSETS = AssetClass(
    "heat_source", "heat_sources",
    variables=("design.heat_source_gw", "design.heat_source_built_gw", "operation.heat_source_output_gw"),
    capacity="design.heat_source_gw", built="design.heat_source_built_gw",
    given=("design.heat_source_installed",), technology="kind")

ELECTRIC = frozenset({"electric_boiler", "heat_pump"})
FUEL_KT_PER_GWH = 3.6 / 29.3076
"""Standard coal with the energy of one GWh, kt (29.3076 GJ/t)."""


def design(model: Model) -> None:
    """Capacity of each source in a region with heat demand, and its costs."""
    d, data = model.design, model.data
    data.heat_source_region = {key: r for key, r in model.values("heat_sources", "region").items()
                               if (r, key[1]) in data.heat_load}
    if not data.heat_source_region:
        return
    existing = model.values("heat_sources", "existing_gwth")
    most = model.values("heat_sources", "build_max_gwth")
    data.HEAT_SOURCES = pyo.Set(dimen=2, initialize=list(data.heat_source_region))
    lives = model.values("heat_sources", "life_years")
    life = {key: lives[key] for key in data.HEAT_SOURCES}
    installed(model, "heat_source", data.HEAT_SOURCES, existing, most, life)
    model.cost("capital", "heat_source", d.heat_source_built_gw, data.HEAT_SOURCES,
               model.annuities(model.values("heat_sources", "capex_cny_per_kw"), lives),
               paid_while_standing(model, life))
    model.cost("fixed", "heat_source", d.heat_source_gw, data.HEAT_SOURCES,
               model.values("heat_sources", "fixed_cost_cny_per_kw_a"))
    if _electric(model):
        model.has_extra_use = True


def _electric(model: Model) -> list[tuple[str, int]]:
    kind = model.values("heat_sources", "kind")
    return [key for key in model.data.heat_source_region if kind[key] in ELECTRIC]


def is_electric(model: Model, source: str, year: int) -> bool:
    """Whether a source makes its heat from power."""
    return str(model.rows("heat_sources", year).loc[source, "kind"]) in ELECTRIC


def power_per_heat_by_hour(model: Model, source: str, year: int) -> np.ndarray:
    """Power an electric source takes per unit of heat, kWh per kWh in each hour of the year, shape (8760,)."""
    row = model.rows("heat_sources", year).loc[source]
    if not row["cop_profile"]:
        return np.full(model.profile_hours, 1.0 / float(row["efficiency"]))
    # A profile counts where heat is asked for; elsewhere it may be zero.
    relative = model.profile(row["cop_profile"])
    power = np.divide(1.0, relative, out=np.zeros_like(relative), where=relative > 0)
    return np.asarray(power / float(row["efficiency"]))


def power_per_heat(model: Model, source: str, year: int) -> np.ndarray:
    """Power an electric source takes per unit of heat, kWh per kWh in each block, shape (n_blocks,)."""
    if not model.rows("heat_sources", year).loc[source, "cop_profile"]:
        return np.full(len(model.axis), power_per_heat_by_hour(model, source, year)[0])
    return model.axis.mean(power_per_heat_by_hour(model, source, year))


def operation(model: Model) -> None:
    """Heat of each source and block, its fuel or power."""
    op, d, data = model.operation, model.design, model.data
    if not data.heat_source_region:
        return
    region = data.heat_source_region
    ceiling = {key: variable.ub for key, variable in d.heat_source_gw.items()}
    heat.hour_set(model, "HEAT_SOURCE_HOURS", data.HEAT_SOURCES, lambda key: region[key])
    heat.by_hour(model, "heat_sources_in", data.HEAT_SOURCES, lambda key: region[key], dimen=1)
    heat.by_month(model, "heat_source_hours_in", data.HEAT_SOURCES, lambda key: region[key], dimen=2)
    op.heat_source_output_gw = Hourly(
        data.HEAT_SOURCE_HOURS, bounds=lambda _b, s, y, t: (0.0, ceiling[s, y]))
    model.limited_by_rows(op.heat_source_output_gw)
    op.heat_source_limit = Rows(
        data.HEAT_SOURCE_HOURS, rule=lambda _b, s, y, t:
        op.heat_source_output_gw[s, y, t] <= d.heat_source_gw[s, y])
    heat.supply(model, lambda r, y, t: sum(
        op.heat_source_output_gw[s, y, t] for s in data.heat_sources_in[r, y, t]))
    rate = {key: cost / 1000.0 for key, cost in model.values("heat_sources", "variable_cost_cny_per_mwh").items()}
    model.hourly_cost("variable", "heat_source", op.heat_source_output_gw, data.HEAT_SOURCES, rate,
                      hours=data.HEAT_SOURCE_HOURS)
    _power(model)
    _fuel(model)


def _power(model: Model) -> None:
    """Power of electric boilers and heat pumps."""
    op, data = model.operation, model.data
    electric = _electric(model)
    if not electric:
        return
    region = data.heat_source_region
    per_heat = {key: power_per_heat(model, *key) for key in electric}
    heat.by_hour(model, "electric_heat_in", electric, lambda key: region[key], dimen=1)
    heat.by_month(model, "electric_heat_hours_in", electric, lambda key: region[key], dimen=2)
    data.ELECTRIC_HEAT = pyo.Set(dimen=2, initialize=electric)
    model.series("power_per_heat", data.ELECTRIC_HEAT, per_heat)
    model.extra_use(
        lambda r, y, t: sum(
            data.power_per_heat[s, y, t] * op.heat_source_output_gw[s, y, t] for s in data.electric_heat_in[r, y, t]),
        lambda r, y, month: sum(
            model.pyomo.weight_h[t] * data.power_per_heat[s, y, t] * op.heat_source_output_gw[s, y, t]
            for s, t in data.electric_heat_hours_in[r, y, month]))


def _fuel(model: Model) -> None:
    """Fuel of boilers: its cost, and its coal and CO2 in the annual accounts."""
    op, data = model.operation, model.data
    efficiency = model.values("heat_sources", "efficiency")
    burnt, cost, coal, co2 = {}, {}, {}, {}
    for key in data.HEAT_SOURCES:
        name = str(model.rows("heat_sources", key[1]).loc[key[0], "fuel"])
        if not name or key in set(_electric(model)):
            continue
        fuel = fuels_of(model, key[1])[name, data.heat_source_region[key]]
        burnt[key] = FUEL_KT_PER_GWH / efficiency[key]
        cost[key] = burnt[key] * float(fuel["price_cny_per_tce"]) / 1000.0
        coal[key] = burnt[key] * bool(fuel["is_coal"])
        co2[key] = burnt[key] * float(fuel["co2_t_per_tce"])
    if not burnt:
        return
    model.hourly_cost("fuel", "heat_source", op.heat_source_output_gw, data.HEAT_SOURCES, cost,
                      hours=data.HEAT_SOURCE_HOURS)
    _count(model, "coal_fuel", coal)
    _count(model, "co2", co2)
    _count(model, "boiler_co2", co2)


def _count(model: Model, account: str, per_heat: dict[tuple[str, int], float]) -> None:
    """Put what one GWh of a source's heat counts for on an annual account."""
    op, data = model.operation, model.data
    rate = model.param(f"heat_source_{account}", data.HEAT_SOURCES,
                       {key: per_heat.get(key, 0.0) for key in data.HEAT_SOURCES})
    model.account_of_month(account, lambda r, y, month: sum(
        model.pyomo.weight_h[t] * rate[s, y] * op.heat_source_output_gw[s, y, t]
        for s, t in data.heat_source_hours_in[r, y, month]))


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacity and heat of each source, GW of heat; the power it takes, GW."""
    data = model.data
    if not data.heat_source_region:
        return {}
    keys = list(data.HEAT_SOURCES)
    output = point.hours_of(model.operation.heat_source_output_gw, data.HEAT_SOURCE_HOURS, keys)
    dims = ("heat_source", "year", "time")
    electric = set(_electric(model))
    power = {key: power_per_heat(model, *key) * heat_gw if key in electric else 0.0 * heat_gw
             for key, heat_gw in zip(keys, output, strict=True)}
    return {
        "heat_source_power_gw": point.table(dims, power),
        "heat_source_gw": point.of(dims[:2], model.design.heat_source_gw),
        "heat_source_built_gw": point.of(dims[:2], model.design.heat_source_built_gw),
        "heat_source_output_gw": point.table(dims, dict(zip(keys, output, strict=True))),
    }
