"""Operating reserve (运行备用, 旋转备用): headroom kept in every hour for errors of load, wind and sun.

A row of the table asks a region for reserve in one direction: up (正备用), power that can be added within so many
minutes, or down (负备用), power that can be taken off.  With the grid load D_t, wind and solar output W_t and S_t (net,
after curtailment), what plants keep r_t and what is missing s_t, GW:

    reserve_up_required:     sum of r_t + s_t = share_load D_t + share_wind W_t + share_solar S_t      (and _down_)

What is missing costs the price of the row (term reserve_shortage).  What could be kept beyond what is asked for is not
counted, as anybody can keep less: so every figure follows from the others.  Committed thermal states offer what is
online, within what its ramp R (share of capacity an hour) reaches in M minutes:

    reserve_up_headroom:     r_t <= (1 - e)(1 - m_t) u_t - y_t
    reserve_down_headroom:   r_t <= y_t
    reserve_up_ramp:         r_t <= R M/60 (1 - e) u_t                                                  (and _down_)
    reserve_down_heat:       r_t <= P_t - (c_v + c_m) q_t           extraction, where heat is asked for

Back-pressure units offer none, as their power follows the heat; nor do units without commitment, nuclear power
(run at what it is scheduled for), the emergency reserve, hybrid pumps, loads of any kind, vehicles and links.  Stores
offer both ways, whichever way they run, as far as their energy at the end of the block lasts for the H hours that
reserve must be held; reservoirs likewise, downwards to their least flow:

    store_up_power:          r_t <= a P - g_t + c_t            store_up_energy:    H r_t <= eff_out L_t
    store_down_power:        r_t <= a P - c_t + g_t            store_down_energy:  H eff_in r_t <= E - L_t
    reservoir_up_power:      r_t <= a (1 - e) x - p_t          reservoir_up_energy: H r_t <= (1 - e) L_t
    reservoir_down_power:    r_t <= p_t - (1 - e) flow_t x

Reserve of a direction is kept apart from the power itself and offered once: there is one row for each region, direction
and year.  What calling the reserve costs is not modelled, as in the other planning models that keep one.

Form of the requirement: shares of load and of wind and solar output, as the operational reserves of GenX (Jenkins and
Sepulveda 2017, MIT Energy Initiative Working Paper 2017-10).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.model import heat
from gridplan.model.assets import AssetClass, Extension
from gridplan.model.chp import row_of
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.risk import price_weights
from gridplan.model.technologies import SOLAR, WIND
from gridplan.model.thermal import min_output, net_output

TABLE = "operating_reserve"
UP, DOWN = "up", "down"
DIRECTIONS = (UP, DOWN)
MINUTES_PER_HOUR = 60.0
PROVIDERS = ("thermal", "store", "reservoir")

ASSETS = AssetClass("operating_reserve", TABLE, technology="")

EXTENDS = (
    Extension("cohort", tuple(f"operation.thermal_reserve_{way}_gw" for way in DIRECTIONS),
              stated=tuple(f"operation.thermal_reserve_{way}_gw" for way in DIRECTIONS)),
    Extension("store", tuple(f"operation.store_reserve_{way}_gw" for way in DIRECTIONS)),
    Extension("reservoir", tuple(f"operation.reservoir_reserve_{way}_gw" for way in DIRECTIONS)),
)

ROOM = 1.1
"""What a row may miss at most, over what it can ask for."""

SCHEDULED = frozenset({"nuclear"})
"""Thermal technologies that offer no reserve: they run at what they are scheduled for."""


def design(model: Model) -> None:
    """Rows by direction, and who can offer reserve for each."""
    data = model.data
    region, way = model.values(TABLE, "region"), model.values(TABLE, "direction")
    data.OPERATING_RESERVES = pyo.Set(dimen=2, initialize=model.keys(TABLE))
    data.reserve_at = {(region[key], key[1], way[key]): key for key in data.OPERATING_RESERVES}
    if not len(data.OPERATING_RESERVES):
        return
    for direction in DIRECTIONS:
        _offering(model, direction)
    for name, column in (("load", "load_share"), ("wind", "wind_share"), ("solar", "solar_share")):
        model.param(f"reserve_{name}_share", data.OPERATING_RESERVES, model.values(TABLE, column))


def _offering(model: Model, way: str) -> None:
    """Sets of one direction: its rows, the assets that offer it, and those by row."""
    data = model.data
    rows = [key for key in data.OPERATING_RESERVES if model.values(TABLE, "direction")[key] == way]
    data.add_component(f"RESERVES_{way.upper()}", pyo.Set(dimen=2, initialize=rows))
    offered = {
        "thermal": {key: f.region for key, f in data.thermal_figures.items()
                    if f.commitment and f.technology not in SCHEDULED and not _back_pressure(model, key)},
        "store": _regions(model, "stores"), "reservoir": _regions(model, "reservoirs"),
    }
    for kind, regions in offered.items():
        members = [key for key, region in regions.items() if (region, key[-1], way) in data.reserve_at]
        dimen = 3 if kind == "thermal" else 2
        data.add_component(_members(kind, way), pyo.Set(dimen=dimen, initialize=members))
        lists: dict[Any, list[Any]] = {row: [] for row in rows}
        for key in members:
            lists[data.reserve_at[regions[key], key[-1], way]].append(key[0] if dimen == 2 else key[:-1])
        data.add_component(f"{kind}_offering_{way}", pyo.Set(
            data.component(f"RESERVES_{way.upper()}"), dimen=dimen - 1, initialize=lists))
    for name, technologies in (("wind", WIND), ("solar", SOLAR)):
        data.add_component(f"{name}_needing_{way}", pyo.Set(
            data.component(f"RESERVES_{way.upper()}"), dimen=1,
            initialize={row: _renewables(model, row, technologies) for row in rows}))


def _members(kind: str, way: str) -> str:
    """Name of the set of assets of a kind that offer reserve in a direction."""
    return f"{kind.upper()}_RESERVE_{way.upper()}"


def _regions(model: Model, table: str) -> dict[tuple[str, int], str]:
    return dict(model.values(table, "region"))


def _back_pressure(model: Model, key: tuple[str, str, int]) -> bool:
    row = row_of(model.rows("chp", key[2]), key[0], key[1])
    return row is not None and row["mode"] == "back_pressure"


def _renewables(model: Model, row: tuple[str, int], technologies: frozenset[str]) -> list[str]:
    rows = model.rows("renewables", row[1])
    here = rows["region"] == model.rows(TABLE, row[1]).loc[row[0], "region"]
    return [str(name) for name in rows.index[here & rows["technology"].isin(technologies)]]


def operation(model: Model) -> None:
    """What each asset keeps in each block, and what is missing."""
    op, data = model.operation, model.data
    if not len(data.OPERATING_RESERVES):
        return
    for way in DIRECTIONS:
        if len(data.component(f"RESERVES_{way.upper()}")):
            _thermal(model, way)
            _stores(model, way)
            _reservoirs(model, way)
    most = {key: _most_required(model, key) for key in data.OPERATING_RESERVES}
    op.reserve_short_gw = Hourly(data.OPERATING_RESERVES, model.pyomo.BLOCKS,
                                 bounds=lambda _b, i, y, t: (0.0, most[i, y][t]))
    for way in DIRECTIONS:
        _required(model, way)
    rate = {key: price / 1000.0 for key, price in model.values(TABLE, "shortage_cny_per_mwh").items()}
    model.hourly_cost("reserve_shortage", "operating_reserve", op.reserve_short_gw, data.OPERATING_RESERVES, rate)


def _most_required(model: Model, key: tuple[str, int]) -> np.ndarray:
    """More than a row can ask for in each block, GW, with all wind and sun that may be built and none curtailed: a
    bound that is reached would let the price of reserve rise above that of missing it."""
    data, (name, year) = model.data, key
    region = str(model.rows(TABLE, year).loc[name, "region"])
    asked = pyo.value(data.reserve_load_share[key]) * data.demand_gw.arrays[region, year]
    for source, technologies in (("wind", WIND), ("solar", SOLAR)):
        share = pyo.value(data.component(f"reserve_{source}_share")[key])
        for renewable in _renewables(model, key, technologies):
            ceiling = float(model.design.renewable_capacity_gw[renewable, year].ub)
            asked = asked + share * ceiling * data.renewable_net_factors[renewable, year]
    return np.asarray(ROOM * asked)


def _offer(model: Model, kind: str, way: str, most: dict[tuple[Any, ...], float]) -> Any:
    """The variable of what assets of a kind keep, GW; ``most`` bounds it."""
    name = f"{kind}_reserve_{way}_gw"
    members = model.data.component(_members(kind, way))
    model.operation.add_component(name, Hourly(members, model.pyomo.BLOCKS, bounds=lambda _b, *key: (
        0.0, most[key[:-1]])))
    variable = model.operation.component(name)
    model.limited_by_rows(variable)
    return variable


def _rows(model: Model, name: str, members: pyo.Set, rule: Callable[..., Any]) -> None:
    model.operation.add_component(name, Rows(members, model.pyomo.BLOCKS, rule=rule))


def _thermal(model: Model, way: str) -> None:
    op, data = model.operation, model.data
    members = data.component(_members("thermal", way))
    figures = data.thermal_figures
    kept = _offer(model, "thermal", way, {key: figures[key].max_gw for key in members})
    net = data.thermal_net_share
    if way == UP:
        _rows(model, "reserve_up_headroom", members, lambda _b, g, k, y, t: kept[g, k, y, t]
              <= net[g, k, y] * (1.0 - min_output(model, g, k, y, t)) * op.online_gw[g, k, y, t]
              - op.above_minimum_gw[g, k, y, t])
    else:
        _rows(model, "reserve_down_headroom", members, lambda _b, g, k, y, t: kept[g, k, y, t]
              <= op.above_minimum_gw[g, k, y, t])
        _heat_kept(model, members, kept)
    minutes = model.values(TABLE, "minutes")
    reach = {key: figures[key].ramp * minutes[data.reserve_at[figures[key].region, key[2], way]] / MINUTES_PER_HOUR
             for key in members}
    ramped = pyo.Set(dimen=3, initialize=[key for key in members if reach[key] < 1.0 - figures[key].lowest_output])
    data.add_component(f"RAMPED_RESERVE_{way.upper()}", ramped)
    ramp = model.param(f"reserve_{way}_reach", ramped, reach)
    _rows(model, f"reserve_{way}_ramp", ramped, lambda _b, g, k, y, t: kept[g, k, y, t]
          <= ramp[g, k, y] * net[g, k, y] * op.online_gw[g, k, y, t])


def _heat_kept(model: Model, members: pyo.Set, kept: Any) -> None:
    """Extraction units keep the power their heat needs, where it is asked for."""
    op, data = model.operation, model.data
    heated = [key for key, f in data.chp_figures.items() if key in members and not f.back_pressure]
    if not heated:
        return
    hours = heat.hour_set(model, "RESERVE_HEAT_HOURS", heated, lambda key: str(data.chp_figures[key].region), dimen=4)
    op.reserve_down_heat = Rows(hours, rule=lambda _b, g, k, y, t: kept[g, k, y, t]
        <= net_output(model, g, k, y, t) - data.chp_power_per_heat[g, k, y] * op.chp_heat_gw[g, k, y, t])


def _held_hours(model: Model, kind: str, table: str, way: str) -> pyo.Param:
    """Hours each asset must be able to hold the reserve for."""
    data, region = model.data, _regions(model, table)
    hours = model.values(TABLE, "hours")
    members = data.component(_members(kind, way))
    return model.param(f"{kind}_reserve_{way}_hours", members, {
        key: hours[data.reserve_at[region[key], key[1], way]] for key in members})


def _stores(model: Model, way: str) -> None:
    op, d, data = model.operation, model.design, model.data
    members = data.component(_members("store", way))
    # One that turns round from full charge to full discharge gives twice its power.
    kept = _offer(model, "store", way, {key: 2.0 * float(d.store_power_gw[key].ub) for key in members})
    hours, power = _held_hours(model, "store", "stores", way), data.store_availability
    if way == UP:
        _rows(model, "store_up_power", members, lambda _b, s, y, t: kept[s, y, t]
              <= power[s, y] * d.store_power_gw[s, y] - op.store_discharge_gw[s, y, t] + op.store_charge_gw[s, y, t])
        _rows(model, "store_up_energy", members, lambda _b, s, y, t: hours[s, y] * kept[s, y, t]
              <= data.store_discharge_efficiency[s, y] * op.store_level_gwh[s, y, t])
        return
    _rows(model, "store_down_power", members, lambda _b, s, y, t: kept[s, y, t]
          <= power[s, y] * d.store_power_gw[s, y] - op.store_charge_gw[s, y, t] + op.store_discharge_gw[s, y, t])
    _rows(model, "store_down_energy", members, lambda _b, s, y, t:
          hours[s, y] * data.store_charge_efficiency[s, y] * kept[s, y, t]
          <= d.store_energy_gwh[s, y] - op.store_level_gwh[s, y, t])


def _reservoirs(model: Model, way: str) -> None:
    op, data, capacity = model.operation, model.data, model.design.reservoir_capacity_gw
    members = data.component(_members("reservoir", way))
    kept = _offer(model, "reservoir", way, {key: float(capacity[key].ub) for key in members})
    net = data.reservoir_net_share
    if way == DOWN:
        _rows(model, "reservoir_down_power", members, lambda _b, h, y, t: kept[h, y, t]
              <= op.reservoir_output_gw[h, y, t] - net[h, y] * data.minimum_flow[h, y, t] * capacity[h, y])
        return
    hours = _held_hours(model, "reservoir", "reservoirs", way)
    _rows(model, "reservoir_up_power", members, lambda _b, h, y, t: kept[h, y, t]
          <= data.reservoir_available[h, y] * net[h, y] * capacity[h, y] - op.reservoir_output_gw[h, y, t])
    _rows(model, "reservoir_up_energy", members, lambda _b, h, y, t: hours[h, y] * kept[h, y, t]
          <= net[h, y] * op.reservoir_level_gwh[h, y, t])


def _required(model: Model, way: str) -> None:
    """The requirement of one direction, and that all who offer reserve are paid for it."""
    op, data = model.operation, model.data
    rows = data.component(f"RESERVES_{way.upper()}")
    if not len(rows):
        return
    region = model.values(TABLE, "region")
    model.series(f"reserve_{way}_load_gw", rows, {
        (i, y): pyo.value(data.reserve_load_share[i, y]) * data.demand_gw.arrays[region[i, y], y] for i, y in rows})
    asked = data.component(f"reserve_{way}_load_gw")
    offering = {kind: data.component(f"{kind}_offering_{way}") for kind in PROVIDERS}
    kept = {kind: op.component(f"{kind}_reserve_{way}_gw") for kind in PROVIDERS}
    wind, solar = data.component(f"wind_needing_{way}"), data.component(f"solar_needing_{way}")

    def rule(_b: Any, i: Any, y: Any, t: Any) -> Any:
        given = (sum(kept["thermal"][g, k, y, t] for g, k in offering["thermal"][i, y])
                 + sum(kept["store"][s, y, t] for s in offering["store"][i, y])
                 + sum(kept["reservoir"][h, y, t] for h in offering["reservoir"][i, y])
                 + op.reserve_short_gw[i, y, t])
        weather = (data.reserve_wind_share[i, y] * sum(op.renewable_output_gw[v, y, t] for v in wind[i, y])
                   + data.reserve_solar_share[i, y] * sum(op.renewable_output_gw[v, y, t] for v in solar[i, y]))
        return given - weather == asked[i, y, t]

    _rows(model, f"reserve_{way}_required", rows, rule)
    model.pays[f"operation.reserve_{way}_required"] = "reserve"


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """What each asset keeps, what is missing, and the price of reserve; nothing where a case asks for none."""
    op, data = model.operation, model.data
    if not len(data.OPERATING_RESERVES):
        return {}
    of_row = ("operating_reserve", "year", "time")
    found = {"reserve_short_gw": point.of(of_row, op.reserve_short_gw)}
    prices: dict[tuple[Any, ...], np.ndarray] = {}
    worth = price_weights(model, point)
    for way in DIRECTIONS:
        rows = data.component(f"RESERVES_{way.upper()}")
        duals = point.hourly_dual(op.component(f"reserve_{way}_required")) if len(rows) else ()
        for key, dual in zip(rows, duals, strict=True):
            # Where nothing is asked for, the dual of an equality may be any number that is not too high.
            prices[key] = np.maximum(dual, 0.0) / (model.axis.weight_h * worth[key[1]]) * 1000.0
        for kind, dims in (("thermal", ("cohort", "state")), ("store", ("store",)), ("reservoir", ("reservoir",))):
            if len(data.component(_members(kind, way))):
                name = f"{kind}_reserve_{way}_gw"
                found[name] = point.of((*dims, "year", "time"), op.component(name))
    found["reserve_price_cny_per_mwh"] = point.table(of_row, {key: prices[key] for key in data.OPERATING_RESERVES})
    return found
