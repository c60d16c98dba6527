"""Heat stores: tanks that let heat-and-power units and electric boilers run apart from the heat demand (热电解耦).

A store is dimensioned by its power P (GW of heat); it holds H hours of it.  With charge c_t, discharge g_t and standing
loss q per hour, for each store and year, in the blocks in which its region asks for heat:

    heat_store_installed:  P = existing + built                           energy = H P
    heat_store_exchange:   c_t + g_t <= P
    heat_store_level:      L_t = (1 - q)^h L_(t-1) + h (c_t - g_t)        GWh at the end of the block
    heat_store_first:      L_t = h (c_t - g_t)                            in the first block of a heating season
    heat_store_size:       L_t <= H P

A store starts every season empty.  What it loses is heat made and not used: it is taken off the heat credited in the
coal rate, and its worth in the CO2 allocation is paid back, so that heat made only to cool away earns nothing.
"""

from __future__ import annotations

import pyomo.environ as pyo

from gridplan.model import chp, heat
from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.stock import installed
from gridplan.model.vintages import paid_while_standing

ASSETS = AssetClass(
    "heat_store", "heat_stores",
    variables=("design.heat_store_gw", "design.heat_store_built_gw", "operation.heat_store_charge_gw",
               "operation.heat_store_discharge_gw", "operation.heat_store_level_gwh"),
    capacity="design.heat_store_gw", built="design.heat_store_built_gw",
    given=("design.heat_store_installed",), technology="")


def design(model: Model) -> None:
    """Power of each store in a region with heat demand; what it costs."""
    d, data = model.design, model.data
    data.heat_store_region = {key: r for key, r in model.values("heat_stores", "region").items()
                              if (r, key[1]) in data.heat_load}
    if not data.heat_store_region:
        return
    hours = model.values("heat_stores", "hours")
    existing = {key: value / hours[key] for key, value in model.values("heat_stores", "existing_gwh").items()}
    most = {key: value / hours[key] for key, value in model.values("heat_stores", "build_max_gwh").items()}
    data.HEAT_STORES = pyo.Set(dimen=2, initialize=list(data.heat_store_region))
    lives = model.values("heat_stores", "life_years")
    life = {key: lives[key] for key in data.HEAT_STORES}
    installed(model, "heat_store", data.HEAT_STORES, existing, most, life)
    annuity = model.annuities(model.values("heat_stores", "capex_cny_per_kwh"), lives)
    fixed = model.values("heat_stores", "fixed_cost_cny_per_kwh_a")
    model.cost("capital", "heat_store", d.heat_store_built_gw, data.HEAT_STORES,
               {key: annuity[key] * hours[key] for key in data.HEAT_STORES}, paid_while_standing(model, life))
    model.cost("fixed", "heat_store", d.heat_store_gw, data.HEAT_STORES,
               {key: fixed[key] * hours[key] for key in data.HEAT_STORES})


def operation(model: Model) -> None:
    """Charge, discharge and level of each block."""
    data = model.data
    if not data.heat_store_region:
        return
    region = data.heat_store_region
    heat.hour_set(model, "HEAT_STORE_HOURS", data.HEAT_STORES, lambda key: region[key])
    heat.by_hour(model, "heat_stores_in", data.HEAT_STORES, lambda key: region[key], dimen=1)
    heat.by_month(model, "heat_store_hours_in", data.HEAT_STORES, lambda key: region[key], dimen=2)
    _variables(model)
    _rows(model)
    _accounts(model)


def _variables(model: Model) -> None:
    """A level stands at the end of every block with heat demand, and before a window that starts with one."""
    op, data = model.operation, model.data
    hours = model.values("heat_stores", "hours")
    most = {key: variable.ub for key, variable in model.design.heat_store_gw.items()}
    start = [] if model.axis.cyclic else [(s, y, -1) for s, y, t in data.HEAT_STORE_HOURS if t == 0]
    data.HEAT_STORE_POINTS = pyo.Set(dimen=3, initialize=[*start, *data.HEAT_STORE_HOURS])
    model.over_blocks(data.HEAT_STORE_POINTS)
    op.heat_store_charge_gw = Hourly(data.HEAT_STORE_HOURS, bounds=lambda _b, s, y, t: (0.0, most[s, y]))
    op.heat_store_discharge_gw = Hourly(data.HEAT_STORE_HOURS, bounds=lambda _b, s, y, t: (0.0, most[s, y]))
    op.heat_store_level_gwh = Hourly(
        data.HEAT_STORE_POINTS, bounds=lambda _b, s, y, t: (0.0, hours[s, y] * most[s, y]))
    model.limited_by_rows(op.heat_store_charge_gw, op.heat_store_discharge_gw)
    model.levels_limited_by_rows(op.heat_store_level_gwh)


def _rows(model: Model) -> None:
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    points = set(data.HEAT_STORE_POINTS)
    loss = model.values("heat_stores", "standing_loss_share_per_h")
    before = model.axis.previous
    linked = [(s, y, t) for s, y, t in data.HEAT_STORE_HOURS if (s, y, int(before[t])) in points]
    data.HEAT_STORE_LINKED = pyo.Set(dimen=3, initialize=linked)
    follows = set(linked)
    data.HEAT_STORE_FIRST = pyo.Set(dimen=3, initialize=[
        key for key in data.HEAT_STORE_HOURS if key not in follows])
    model.over_blocks(data.HEAT_STORE_LINKED, data.HEAT_STORE_FIRST)
    model.param("heat_store_hours", data.HEAT_STORES, model.values("heat_stores", "hours"))
    model.series("heat_store_kept_share", data.HEAT_STORES, {
        key: (1.0 - loss[key]) ** model.axis.duration_h.astype(float) for key in data.HEAT_STORES})
    op.heat_store_exchange = Rows(
        data.HEAT_STORE_HOURS, rule=lambda _b, s, y, t:
        op.heat_store_charge_gw[s, y, t] + op.heat_store_discharge_gw[s, y, t] <= d.heat_store_gw[s, y])
    op.heat_store_level = Rows(
        data.HEAT_STORE_LINKED, rule=lambda _b, s, y, t: op.heat_store_level_gwh[s, y, t]
        == data.heat_store_kept_share[s, y, t] * op.heat_store_level_gwh[s, y, m.level_before[t]]
        + m.duration_h[t] * (op.heat_store_charge_gw[s, y, t] - op.heat_store_discharge_gw[s, y, t]))
    op.heat_store_first = Rows(
        data.HEAT_STORE_FIRST, rule=lambda _b, s, y, t: op.heat_store_level_gwh[s, y, t]
        == m.duration_h[t] * (op.heat_store_charge_gw[s, y, t] - op.heat_store_discharge_gw[s, y, t]))
    op.heat_store_size = Rows(
        data.HEAT_STORE_HOURS, rule=lambda _b, s, y, t:
        op.heat_store_level_gwh[s, y, t] <= data.heat_store_hours[s, y] * d.heat_store_gw[s, y])
    heat.supply(model, lambda r, y, t: sum(
        op.heat_store_discharge_gw[s, y, t] for s in data.heat_stores_in[r, y, t]))
    heat.supply(model, lambda r, y, t: sum(
        -op.heat_store_charge_gw[s, y, t] for s in data.heat_stores_in[r, y, t]))


def _accounts(model: Model) -> None:
    """Take what stores lose off the credits heat-and-power units are given for heat."""
    op, data = model.operation, model.data
    region, in_rate, worth = data.heat_store_region, chp.in_coal_rate(model), chp.allowance_per_heat(model)
    coal = model.param("heat_store_coal", data.HEAT_STORES, {
        (s, y): chp.HEAT_COAL_KT_PER_GWH * ((region[s, y], y) in in_rate) for s, y in data.HEAT_STORES})
    weight = model.pyomo.weight_h
    model.account_of_month("coal_scope_fuel", lambda r, y, month: sum(
        weight[t] * coal[s, y] * (op.heat_store_charge_gw[s, y, t] - op.heat_store_discharge_gw[s, y, t])
        for s, t in data.heat_store_hours_in[r, y, month]))
    allowance = {(s, y): worth.get((region[s, y], y), 0.0) for s, y in data.HEAT_STORES}
    if any(allowance.values()):
        for variable, sign in ((op.heat_store_charge_gw, 1.0), (op.heat_store_discharge_gw, -1.0)):
            model.hourly_cost("co2", "heat_store", variable, data.HEAT_STORES,
                              {key: sign * value for key, value in allowance.items()}, hours=data.HEAT_STORE_HOURS)


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Power, charge and discharge (GW of heat) and the level at the end of each block (GWh of heat)."""
    data, op = model.data, model.operation
    if not data.heat_store_region:
        return {}
    keys, dims = list(data.HEAT_STORES), ("heat_store", "year", "time")
    found = {
        "heat_store_gw": point.of(dims[:2], model.design.heat_store_gw),
        "heat_store_built_gw": point.of(dims[:2], model.design.heat_store_built_gw),
    }
    for name in ("heat_store_charge_gw", "heat_store_discharge_gw", "heat_store_level_gwh"):
        values = point.hours_of(op.component(name), op.component(name).index_set(), keys)
        found[name] = point.table(dims, dict(zip(keys, values, strict=True)))
    return found
