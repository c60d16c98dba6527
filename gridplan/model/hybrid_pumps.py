"""Hybrid pumped hydro (混合式抽水蓄能): pumps that lift water from a lower reservoir back into one that rivers fill.

With pumping power P (GW), pumping u_t at the grid, efficiency n (water into the upper reservoir, counted in gross
electricity of its turbines, per electricity taken: the whole way up and down but for the turbines' own use e), and
water k_t kept back in a lower reservoir of S hours of pumping, for each pump:

    hybrid_pump_installed:  P = existing + built
    hybrid_pump_power:      u_t <= a P
    reservoir_level:        the level of its reservoir gains h n u_t (reservoirs.py reads ``Model.water_in``)
    lower_reservoir_level:  M_t = M_(t-1) + h (k_t - n u_t)           GWh at the end of the block
    lower_reservoir_size:   M_t <= S n P

and for each reservoir with pumps:

    lower_reservoir_catch:  sum of k_t <= p_t / (1 - e) - minimum flow    turbined water, the minimum flow passed on
    hybrid_pump_no_spill:   spill_t <= inflow of what stands              pumped water is never spilled

The pumps need a lower reservoir: what they lift has been through the turbines before and is water of the same river,
so over a year they lift no more than the turbines passed beyond the minimum flow.  Pumping and generating in the same
hour is allowed and only loses.

What the pumps lift is not renewable generation.  Its gross energy n u is taken off generation, non-fossil and
renewable generation, its own use e n u off own use, and u (1 - (1 - e) n) is storage loss, so that renewable generation
of the plant is inflow less spill whether it pumps or not, and no quota or share gains.  A reversible unit's generating
side is turbine capacity of the reservoir; the pumps count as pumped hydro in the targets and give no firm power of
their own.

Source: 抽水蓄能中长期发展规划（2021—2035年）, which asks for hybrid stations in hydropower bases and at existing
reservoirs; the pumped energy is kept out of hydropower as the accounting method of the quota keeps pumped storage out
(发改能源〔2019〕807号).
"""

from __future__ import annotations

import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.shared import Capacity
from gridplan.model.stock import installed
from gridplan.model.technologies import HYBRID_PUMP
from gridplan.model.vintages import paid_while_standing

ASSETS = AssetClass(
    HYBRID_PUMP, "hybrid_pumps",
    variables=("design.hybrid_pump_gw", "design.hybrid_pump_built_gw", "operation.hybrid_pump_charge_gw",
               "operation.hybrid_pump_caught_gw", "operation.hybrid_pump_lower_level_gwh"),
    capacity="design.hybrid_pump_gw", built="design.hybrid_pump_built_gw", given=("design.hybrid_pump_installed",),
    technology="")


def design(model: Model) -> None:
    """Pumping power; its costs and what it counts for."""
    d, data = model.design, model.data
    existing = model.values("hybrid_pumps", "existing_gw")
    build_max = model.values("hybrid_pumps", "build_max_gw")
    region = model.values("hybrid_pumps", "region")
    data.HYBRID_PUMPS = pyo.Set(dimen=2, initialize=model.keys("hybrid_pumps"))
    model.by_region("hybrid_pumps_in", data.HYBRID_PUMPS, lambda key: region[key], dimen=1)
    life = model.values("hybrid_pumps", "life_years")
    installed(model, "hybrid_pump", data.HYBRID_PUMPS, existing, build_max, life)
    annuity = model.annuities(model.values("hybrid_pumps", "capex_cny_per_kw"), life)
    model.cost("capital", HYBRID_PUMP, d.hybrid_pump_built_gw, data.HYBRID_PUMPS, annuity,
               paid_while_standing(model, life))
    model.cost("fixed", HYBRID_PUMP, d.hybrid_pump_gw, data.HYBRID_PUMPS,
               model.values("hybrid_pumps", "fixed_cost_cny_per_kw_a"))
    for key in data.HYBRID_PUMPS:
        model.capacities.append(Capacity(region[key], key[1], HYBRID_PUMP, d.hybrid_pump_gw[key]))


def operation(model: Model) -> None:
    """Pumping, water kept back and the level of the lower reservoir; water for the reservoir's own level row."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    _parameters(model)
    most = {key: variable.ub for key, variable in d.hybrid_pump_gw.items()}
    plant = model.values("hybrid_pumps", "reservoir")
    water = {(p, y): d.reservoir_capacity_gw[plant[p, y], y].ub for p, y in data.HYBRID_PUMPS}
    held = data.lower_reservoir_gwh_per_gw
    op.hybrid_pump_charge_gw = Hourly(data.HYBRID_PUMPS, m.BLOCKS, bounds=lambda _b, p, y, t: (0.0, most[p, y]))
    op.hybrid_pump_caught_gw = Hourly(data.HYBRID_PUMPS, m.BLOCKS, bounds=lambda _b, p, y, t: (0.0, water[p, y]))
    op.hybrid_pump_lower_level_gwh = Hourly(
        data.HYBRID_PUMPS, m.POINTS, bounds=lambda _b, p, y, t: (0.0, held[p, y] * most[p, y]))
    if not len(data.HYBRID_PUMPS):
        return
    op.hybrid_pump_power = Rows(
        data.HYBRID_PUMPS, m.BLOCKS, rule=lambda _b, p, y, t:
        op.hybrid_pump_charge_gw[p, y, t] <= data.hybrid_pump_available[p, y] * d.hybrid_pump_gw[p, y])
    op.lower_reservoir_level = Rows(
        data.HYBRID_PUMPS, m.BLOCKS, rule=lambda _b, p, y, t:
        op.hybrid_pump_lower_level_gwh[p, y, t] == op.hybrid_pump_lower_level_gwh[p, y, m.level_before[t]]
        + m.duration_h[t] * (op.hybrid_pump_caught_gw[p, y, t]
                             - data.hybrid_pump_efficiency[p, y] * op.hybrid_pump_charge_gw[p, y, t]))
    op.lower_reservoir_size = Rows(
        data.HYBRID_PUMPS, m.BLOCKS, rule=lambda _b, p, y, t:
        op.hybrid_pump_lower_level_gwh[p, y, t] <= held[p, y] * d.hybrid_pump_gw[p, y])
    model.limited_by_rows(op.hybrid_pump_charge_gw)
    model.levels_limited_by_rows(op.hybrid_pump_lower_level_gwh)
    model.water_in.append(lambda h, y, t: sum(
        data.hybrid_pump_efficiency[p, y] * op.hybrid_pump_charge_gw[p, y, t] for p in data.hybrid_pumps_at[h, y]))
    model.withdraw(lambda r, y, t: sum(op.hybrid_pump_charge_gw[p, y, t] for p in data.hybrid_pumps_in[r, y]))
    # Plant and pumps share these rows: what one puts into them pays the other.
    model.pays |= {"operation.reservoir_level": "energy", "operation.lower_reservoir_catch": "energy"}
    _accounts(model)
    # The rows that hold the reservoir's own variables, which are made after the pumps'.
    model.after_accounts.append(lambda: _rows_with_reservoir(model))


def _parameters(model: Model) -> None:
    data, keys = model.data, list(model.data.HYBRID_PUMPS)
    efficiency = model.values("hybrid_pumps", "pump_efficiency_share")
    hours = model.values("hybrid_pumps", "lower_hours")
    plant = model.values("hybrid_pumps", "reservoir")
    own_use = model.values("reservoirs", "own_use_share")
    used = {(p, y): efficiency[p, y] * own_use[plant[p, y], y] for p, y in keys}
    model.param("hybrid_pump_efficiency", data.HYBRID_PUMPS, efficiency)
    model.param("hybrid_pump_available", data.HYBRID_PUMPS, model.values("hybrid_pumps", "availability_share"))
    model.param("lower_reservoir_gwh_per_gw", data.HYBRID_PUMPS, {key: hours[key] * efficiency[key] for key in keys})
    model.param("hybrid_pump_not_generated", data.HYBRID_PUMPS, {key: -efficiency[key] for key in keys})
    model.param("hybrid_pump_not_own_use", data.HYBRID_PUMPS, {key: -used[key] for key in keys})
    model.param("hybrid_pump_lost", data.HYBRID_PUMPS, {key: 1.0 - efficiency[key] + used[key] for key in keys})
    at = {key: [p for p, y in keys if (plant[p, y], y) == key] for key in data.RESERVOIRS}
    data.hybrid_pumps_at = pyo.Set(data.RESERVOIRS, initialize=at)
    data.PUMPED_RESERVOIRS = pyo.Set(dimen=2, initialize=[key for key, pumps in at.items() if pumps])


def _accounts(model: Model) -> None:
    """Pumped water comes off the plant's generation, and what pumping loses is a storage loss."""
    op, data = model.operation, model.data

    def put(account: str, rate: pyo.Param) -> None:
        model.account(account, lambda r, y, t: sum(
            rate[p, y] * op.hybrid_pump_charge_gw[p, y, t] for p in data.hybrid_pumps_in[r, y]))

    for account in ("generation_gross", "nonfossil_gross", "renewable_gross"):
        put(account, data.hybrid_pump_not_generated)
    put("own_use", data.hybrid_pump_not_own_use)
    put("storage_loss", data.hybrid_pump_lost)


def _rows_with_reservoir(model: Model) -> None:
    m, op, data, capacity = model.pyomo, model.operation, model.data, model.design.reservoir_capacity_gw
    op.lower_reservoir_catch = Rows(
        data.PUMPED_RESERVOIRS, m.BLOCKS, rule=lambda _b, h, y, t:
        sum(op.hybrid_pump_caught_gw[p, y, t] for p in data.hybrid_pumps_at[h, y])
        <= op.reservoir_output_gw[h, y, t] / data.reservoir_net_share[h, y]
        - data.minimum_flow[h, y, t] * capacity[h, y])
    op.hybrid_pump_no_spill = Rows(
        data.PUMPED_RESERVOIRS, m.BLOCKS, rule=lambda _b, h, y, t:
        op.reservoir_spill_gw[h, y, t] <= data.inflow[h, y, t] * capacity[h, y])


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Pumping power, pumping, water kept back and the lower level at the end of each block."""
    d, op = model.design, model.operation
    hourly = (HYBRID_PUMP, "year", "time")
    return {
        "hybrid_pump_gw": point.of(hourly[:2], d.hybrid_pump_gw),
        "hybrid_pump_built_gw": point.of(hourly[:2], d.hybrid_pump_built_gw),
        "hybrid_pump_charge_gw": point.of(hourly, op.hybrid_pump_charge_gw),
        "hybrid_pump_caught_gw": point.of(hourly, op.hybrid_pump_caught_gw),
        "hybrid_pump_lower_level_gwh": point.levels(hourly, op.hybrid_pump_lower_level_gwh),
    }
