"""Storage: pumped hydro, lithium and the like, with power, energy and losses.

With discharge power P and energy E, charge c_t and discharge g_t at the grid, efficiencies in and out, standing
loss q per hour, for each store and year:

    store_power:    P = existing + built power;  E = existing hours x existing + built energy    (still standing)
    duration:       hours_min x built power <= built energy <= hours_max x built power
    exchange:       c_t + g_t <= a P                       a store does one or the other, so both together fit its power
    level:          L_t = (1 - q)^h L_(t-1) + h (c_t eff_in - g_t / eff_out)      GWh at the end of the block
    store_size:     L_t <= E

The level at the end of the year is the level at its start.  What a store loses, c - g over the year, is a use of
electricity that never counts as consumption of renewables (see quota.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.shared import Capacity
from gridplan.model.vintages import paid_while_standing, standing

ASSETS = AssetClass(
    "store", "stores",
    variables=("design.store_power_gw", "design.store_energy_gwh", "design.store_power_built_gw",
               "design.store_energy_built_gwh", "design.store_firm_built_gw", "operation.store_charge_gw",
               "operation.store_discharge_gw", "operation.store_level_gwh"),
    capacity="design.store_power_gw", built="design.store_power_built_gw",
    given=("design.store_power", "design.store_energy"))


def design(model: Model) -> None:
    """Power and energy of each store; their costs and what they count for."""
    d, data = model.design, model.data
    existing = model.values("stores", "existing_gw")
    build_max = model.values("stores", "build_max_gw")
    hours_max, hours_min = model.values("stores", "hours_max"), model.values("stores", "hours_min")
    held = {key: existing[key] * hours for key, hours in model.values("stores", "existing_hours").items()}
    region = model.values("stores", "region")
    data.STORES = pyo.Set(dimen=2, initialize=model.keys("stores"))
    model.by_region("stores_in", data.STORES, lambda key: region[key], dimen=1)
    d.store_power_built_gw = pyo.Var(data.STORES, bounds=lambda _b, s, y: (0.0, build_max[s, y]))
    d.store_energy_built_gwh = pyo.Var(
        data.STORES, bounds=lambda _b, s, y: (0.0, build_max[s, y] * hours_max[s, y]))
    d.store_power_gw = pyo.Var(
        data.STORES, bounds=lambda _b, s, y: (existing[s, y], existing[s, y] + build_max[s, y]))
    d.store_energy_gwh = pyo.Var(
        data.STORES, bounds=lambda _b, s, y: (held[s, y], held[s, y] + build_max[s, y] * hours_max[s, y]))
    start_power = model.param("store_existing_gw", data.STORES, existing)
    start_energy = model.param("store_existing_gwh", data.STORES, held)
    shortest = model.param("store_hours_min", data.STORES, hours_min)
    longest = model.param("store_hours_max", data.STORES, hours_max)
    life = model.values("stores", "life_years")
    new_power = standing(model, "store_power", d.store_power_built_gw, life)
    new_energy = standing(model, "store_energy", d.store_energy_built_gwh, life)
    model.family(
        d, "store_power", data.STORES,
        rule=lambda _b, s, y: d.store_power_gw[s, y] == start_power[s, y] + new_power(s, y))
    model.family(
        d, "store_energy", data.STORES,
        rule=lambda _b, s, y: d.store_energy_gwh[s, y] == start_energy[s, y] + new_energy(s, y))
    d.store_duration_min = pyo.Constraint(
        data.STORES,
        rule=lambda _b, s, y: d.store_energy_built_gwh[s, y] >= shortest[s, y] * d.store_power_built_gw[s, y])
    d.store_duration_max = pyo.Constraint(
        data.STORES,
        rule=lambda _b, s, y: d.store_energy_built_gwh[s, y] <= longest[s, y] * d.store_power_built_gw[s, y])
    _design_costs(model, life)
    _count_capacity(model, region)
    _firm(model, new_power, new_energy)


def _design_costs(model: Model, life: dict[tuple[str, int], float]) -> None:
    d, data = model.design, model.data
    paid = paid_while_standing(model, life)
    model.cost("capital", "store", d.store_power_built_gw, data.STORES,
               model.annuities(model.values("stores", "capex_power_cny_per_kw"), life), paid)
    model.cost("capital", "store", d.store_energy_built_gwh, data.STORES,
               model.annuities(model.values("stores", "capex_energy_cny_per_kwh"), life), paid)
    model.cost("fixed", "store", d.store_power_gw, data.STORES, model.values("stores", "fixed_cost_cny_per_kw_a"))


def _count_capacity(model: Model, region: dict[tuple[str, int], str]) -> None:
    """Capacity by technology."""
    d, technology = model.design, model.values("stores", "technology")
    for key in model.data.STORES:
        model.capacities.append(
            Capacity(region[key], key[1], technology[key], d.store_power_gw[key], d.store_energy_gwh[key]))


def _firm(model: Model, new_power: Callable[..., Any], new_energy: Callable[..., Any]) -> None:
    """Firm power: min(1, hours / length of the peak), for existing and new apart."""
    d, data = model.design, model.data
    peak_hours = model.values("stores", "capacity_credit_hours")
    existing, hours = model.values("stores", "existing_gw"), model.values("stores", "existing_hours")
    available = model.values("stores", "availability_share")
    # New firm power is the lesser of what its power and what its energy can hold through the peak.
    d.store_firm_built_gw = pyo.Var(data.STORES, bounds=lambda _b, s, y: (0.0, d.store_power_built_gw[s, y].ub))
    length = model.param("store_peak_hours", data.STORES, peak_hours)
    model.family(
        d, "store_firm_by_power", data.STORES,
        rule=lambda _b, s, y: d.store_firm_built_gw[s, y] <= new_power(s, y))
    model.family(
        d, "store_firm_by_energy", data.STORES,
        rule=lambda _b, s, y: length[s, y] * d.store_firm_built_gw[s, y] <= new_energy(s, y))

    def firm(r: str, y: int, _season: str) -> Any:
        return sum(
            available[s, y] * (existing[s, y] * min(1.0, hours[s, y] / peak_hours[s, y]) + d.store_firm_built_gw[s, y])
            for s in data.stores_in[r, y])

    model.firm.append(firm)


def operation(model: Model) -> None:
    """Charge, discharge and level of each block."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    loss = model.values("stores", "standing_loss_share_per_h")
    ceiling = {key: variable.ub for key, variable in d.store_power_gw.items()}
    size = {key: variable.ub for key, variable in d.store_energy_gwh.items()}
    for name in ("charge_efficiency", "discharge_efficiency", "availability"):
        model.param(f"store_{name}", data.STORES, model.values("stores", f"{name}_share"))
    model.series("store_kept_share", data.STORES, {
        key: (1.0 - loss[key]) ** model.axis.duration_h.astype(float) for key in data.STORES
    })
    op.store_charge_gw = Hourly(data.STORES, m.BLOCKS, bounds=lambda _b, s, y, t: (0.0, ceiling[s, y]))
    op.store_discharge_gw = Hourly(data.STORES, m.BLOCKS, bounds=lambda _b, s, y, t: (0.0, ceiling[s, y]))
    op.store_level_gwh = Hourly(data.STORES, m.POINTS, bounds=lambda _b, s, y, t: (0.0, size[s, y]))
    op.store_exchange = Rows(
        data.STORES, m.BLOCKS, rule=lambda _b, s, y, t:
        op.store_charge_gw[s, y, t] + op.store_discharge_gw[s, y, t]
        <= data.store_availability[s, y] * d.store_power_gw[s, y])
    op.store_level = Rows(
        data.STORES, m.BLOCKS, rule=lambda _b, s, y, t:
        op.store_level_gwh[s, y, t] == data.store_kept_share[s, y, t] * op.store_level_gwh[s, y, m.level_before[t]]
        + m.duration_h[t] * (data.store_charge_efficiency[s, y] * op.store_charge_gw[s, y, t]
                             - op.store_discharge_gw[s, y, t] / data.store_discharge_efficiency[s, y]))
    op.store_size = Rows(
        data.STORES, m.BLOCKS, rule=lambda _b, s, y, t: op.store_level_gwh[s, y, t] <= d.store_energy_gwh[s, y])
    model.limited_by_rows(op.store_charge_gw, op.store_discharge_gw)
    model.levels_limited_by_rows(op.store_level_gwh)
    rate = {key: cost / 1000.0 for key, cost in model.values("stores", "variable_cost_cny_per_mwh").items()}
    model.hourly_cost("variable", "store", op.store_discharge_gw, data.STORES, rate)
    model.inject(lambda r, y, t: sum(op.store_discharge_gw[s, y, t] for s in data.stores_in[r, y]))
    model.withdraw(lambda r, y, t: sum(op.store_charge_gw[s, y, t] for s in data.stores_in[r, y]))
    model.account("storage_loss", lambda r, y, t: sum(
        op.store_charge_gw[s, y, t] - op.store_discharge_gw[s, y, t] for s in data.stores_in[r, y]))


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Power, energy, charge, discharge and the level at the end of each block."""
    d, op = model.design, model.operation
    hourly = ("store", "year", "time")
    return {
        "store_power_gw": point.of(hourly[:2], d.store_power_gw),
        "store_energy_gwh": point.of(hourly[:2], d.store_energy_gwh),
        "store_power_built_gw": point.of(hourly[:2], d.store_power_built_gw),
        "store_energy_built_gwh": point.of(hourly[:2], d.store_energy_built_gwh),
        "store_charge_gw": point.of(hourly, op.store_charge_gw),
        "store_discharge_gw": point.of(hourly, op.store_discharge_gw),
        "store_level_gwh": point.levels(hourly, op.store_level_gwh),
    }
