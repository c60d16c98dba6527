"""Heat-and-power units: heat taken from thermal cohorts, and what it costs and forces in power.

The variables of a cohort's state hold for its *condensing-equivalent* output P_t (thermal.py): the power it would give
if no steam were taken off.  Fuel, minimum boiler load, ramps, starts and the upper limit are rows of P and stay as they
are.  Taking heat q_t (GW of heat) lowers the power that reaches the grid by the power loss c_v:

    net output   p_t = P_t - c_v q_t

For each state with heat, in the blocks in which its region asks for heat, with u_t GW online:

    chp_heat_limit:     q_t <= h u_t                        h: most heat per GW online
    chp_power_floor:    P_t >= (c_v + c_m) q_t              extraction (抽凝): p_t >= c_m q_t
    chp_back_pressure:  P_t  = (c_v + c_m) q_t              back-pressure (背压): p_t = c_m q_t
    chp_idle:           u_t = 0                             back-pressure, where no heat is asked for

The limit p_t + c_v q_t <= net capacity online of the extraction diagram is the row output_range.  The policies' rows:

    coal rate      sum (fuel - b_h q) <= rate x net output      b_h = 34.12 / (0.90 x 0.985) kg of standard coal per GJ,
                                                                 heat charged as from a boiler (热量法, 好处归电法)
    CO2 cost       price x (CO2 - benchmark x gross output - heat benchmark x q)

All coal burnt stays in the accounts of coal and CO2.  The gain of a heating retrofit in the coal rate, stated as
-2.7 g/kWh in Hunan's plan, is a consequence of the credit for heat and must not be given again as a change of the rate.
What heat stores lose is not credited (heat_stores.py), so that heat made only to cool away earns nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from gridplan.model import heat
from gridplan.model.assets import Extension
from gridplan.model.components import Hourly, Rows
from gridplan.model.fleet import AS_IS, StateFigures
from gridplan.model.frame import Model
from gridplan.model.metric_data import free_allocation_share
from gridplan.model.point import Labelled, Point
from gridplan.model.shared import CohortCredit
from gridplan.model.thermal import net_output

EXTENDS = (Extension("cohort", ("operation.chp_heat_gw",), stated=("operation.chp_heat_gw",)),)

GJ_PER_GWH = 3600.0
BOILER_EFFICIENCY, PIPE_EFFICIENCY = 0.90, 0.985
HEAT_COAL_KT_PER_GWH = 34.12 / (BOILER_EFFICIENCY * PIPE_EFFICIENCY) * GJ_PER_GWH / 1e6
"""Standard coal charged to heat: 38.5 kg per GJ, in kt per GWh of heat."""

GROSS_ACCOUNTS = ("generation_gross", "nonfossil_gross", "renewable_gross", "nonhydro_gross", "thermal_gross")


@dataclass(frozen=True)
class ChpFigures:
    """Heat of one cohort in one state and year; ratios in kWh per kWh of heat, allocation in kt per GWh of heat."""

    region: str
    back_pressure: bool
    heat_per_online: float
    power_loss: float
    power_floor: float
    co2_benchmark: float


def row_of(rows: pd.DataFrame, cohort: str, state: str) -> pd.Series | None:
    """The row of the table `chp` for a state: its own, else the cohort's ``as_is``; None where there is no heat."""
    for own in (state, AS_IS):
        if (cohort, own) in rows.index:
            return rows.loc[(cohort, own)]
    return None


def chp_figures(model: Model) -> dict[tuple[str, str, int], ChpFigures]:
    """Figures of every (cohort, state, year) that gives heat to a region with heat demand."""
    states: Mapping[tuple[str, str, int], StateFigures] = model.data.thermal_figures
    found: dict[tuple[str, str, int], ChpFigures] = {}
    for (cohort, state, year), figures in states.items():
        row = row_of(model.rows("chp", year), cohort, state)
        if row is None or (figures.region, year) not in model.data.heat_load or not figures.commitment:
            continue
        benchmark = float(row["co2_benchmark_t_per_gj"])
        found[cohort, state, year] = ChpFigures(
            region=figures.region, back_pressure=row["mode"] == "back_pressure",
            heat_per_online=float(row["heat_gwth_per_gw"]), power_loss=float(row["power_loss"]),
            power_floor=float(row["power_floor"]),
            co2_benchmark=0.0 if np.isnan(benchmark) else benchmark * GJ_PER_GWH / 1000.0
            * free_allocation_share(model.case, figures.region, year))
    return found


def design(model: Model) -> None:
    """States with heat, by mode."""
    data = model.data
    data.chp_figures = chp_figures(model)
    if data.chp_figures:
        _members(model)
    _standing_still(model)


def _members(model: Model) -> None:
    data, region = model.data, _region(model)
    members = {
        "CHP_HOURS": list(data.chp_figures),
        "EXTRACTION_HOURS": [key for key, f in data.chp_figures.items() if not f.back_pressure],
        "BACK_PRESSURE_HOURS": [key for key, f in data.chp_figures.items() if f.back_pressure],
    }
    data.CHP = pyo.Set(dimen=3, initialize=members["CHP_HOURS"])
    for name, keys in members.items():
        heat.hour_set(model, name, keys, region, dimen=4)
    heat.by_hour(model, "chp_in", data.CHP, region, dimen=2)
    heat.by_month(model, "chp_hours_in", data.CHP, region, dimen=3)


def _standing_still(model: Model) -> None:
    """Back-pressure states and the blocks in which their region asks for no heat, a whole axis of summer with them."""
    data = model.data
    asking = {place: set(blocks.tolist()) for place, blocks in data.heat_blocks.items()}
    idle = []
    for (cohort, state, year), figures in data.thermal_figures.items():
        row = row_of(model.rows("chp", year), cohort, state)
        if row is None or row["mode"] != "back_pressure" or not figures.commitment:
            continue
        if figures.region in model.rows("heat_demand", year).index:
            busy = asking.get((figures.region, year), set())
            idle += [(cohort, state, year, t) for t in model.pyomo.BLOCKS if t not in busy]
    data.IDLE_HOURS = pyo.Set(dimen=4, initialize=idle)
    model.over_blocks(data.IDLE_HOURS)


def _region(model: Model) -> Callable[[tuple[Any, ...]], str]:
    return lambda key: str(model.data.chp_figures[key].region)


def operation(model: Model) -> None:
    """Heat of each state and block, its rows, and what it takes from power, accounts and costs."""
    data = model.data
    op = model.operation
    if len(data.IDLE_HOURS):
        op.chp_idle = Rows(data.IDLE_HOURS, rule=lambda _b, g, k, y, t: op.online_gw[g, k, y, t] == 0.0)
    if not data.chp_figures:
        return
    _rows(model)
    _balances_and_accounts(model)
    _costs(model)

    def change(point: Point) -> dict[tuple[Any, ...], np.ndarray]:
        taken = point.hours_of(model.operation.chp_heat_gw, data.CHP_HOURS, list(data.CHP))
        return {key: -data.chp_figures[key].power_loss * q for key, q in zip(data.CHP, taken, strict=True)}

    model.output_changes.append(change)


def _rows(model: Model) -> None:
    op, data = model.operation, model.data
    figures, states = data.chp_figures, data.thermal_figures
    op.chp_heat_gw = Hourly(data.CHP_HOURS, bounds=lambda _b, g, k, y, t: (
        0.0, figures[g, k, y].heat_per_online * states[g, k, y].max_gw))
    model.limited_by_rows(op.chp_heat_gw)
    model.param("chp_heat_per_online", data.CHP, {key: f.heat_per_online for key, f in figures.items()})
    model.param("chp_power_per_heat", data.CHP, {key: f.power_loss + f.power_floor for key, f in figures.items()})
    op.chp_heat_limit = Rows(
        data.CHP_HOURS, rule=lambda _b, g, k, y, t:
        op.chp_heat_gw[g, k, y, t] <= data.chp_heat_per_online[g, k, y] * op.online_gw[g, k, y, t])
    op.chp_power_floor = Rows(
        data.EXTRACTION_HOURS, rule=lambda _b, g, k, y, t:
        net_output(model, g, k, y, t) >= data.chp_power_per_heat[g, k, y] * op.chp_heat_gw[g, k, y, t])
    op.chp_back_pressure = Rows(
        data.BACK_PRESSURE_HOURS, rule=lambda _b, g, k, y, t:
        net_output(model, g, k, y, t) == data.chp_power_per_heat[g, k, y] * op.chp_heat_gw[g, k, y, t])


def _balances_and_accounts(model: Model) -> None:
    """Heat in the heat balance; less power in the power balance and in every account that counts it."""
    op, data = model.operation, model.data
    figures, states = data.chp_figures, data.thermal_figures
    heat.supply(model, lambda r, y, t: sum(op.chp_heat_gw[g, k, y, t] for g, k in data.chp_in[r, y, t]))

    loss = model.param("chp_power_change", data.CHP, {key: -f.power_loss for key, f in figures.items()})
    model.inject(lambda r, y, t: sum(loss[g, k, y] * op.chp_heat_gw[g, k, y, t] for g, k in data.chp_in[r, y, t]))

    def credit(account: str, values: dict[tuple[Any, ...], float]) -> None:
        """Put what one GWh of heat counts for on an account."""
        rate = model.param(f"chp_{account}", data.CHP, values)
        model.account_of_month(account, lambda r, y, month: sum(
            model.pyomo.weight_h[t] * rate[g, k, y] * op.chp_heat_gw[g, k, y, t]
            for g, k, t in data.chp_hours_in[r, y, month]), lambda r, y, t: sum(
            rate[g, k, y] * op.chp_heat_gw[g, k, y, t] for g, k in data.chp_in[r, y, t]))

    for account in GROSS_ACCOUNTS:
        counted = data.component(f"gross_in_{account}")
        credit(account, {key: -f.power_loss * pyo.value(counted[key]) for key, f in figures.items()})
    model.cohort_credits.append(_cohort_credit(model))
    credit("own_use", {key: -f.power_loss * (1.0 / states[key].net_share - 1.0) for key, f in figures.items()})
    credit("coal_scope_net", {key: -f.power_loss * states[key].in_coal_rate for key, f in figures.items()})
    credit("coal_scope_fuel", {key: -HEAT_COAL_KT_PER_GWH * states[key].in_coal_rate for key in figures})


def _cohort_credit(model: Model) -> CohortCredit:
    """Coal charged to heat and power lost for it, for the coal rate of single cohorts."""
    m, op, data = model.pyomo, model.operation, model.data
    hours: dict[tuple[Any, ...], list[Any]] = {(g, y, month): [] for g, y in data.COHORTS for month in m.MONTHS}
    for g, k, y, t in data.CHP_HOURS:
        hours[g, y, int(model.axis.month_by_weather[t])].append((k, t))
    data.chp_cohort_hours = pyo.Set(data.COHORTS, m.MONTHS, dimen=2, initialize=hours)
    model.over_blocks(data.chp_cohort_hours)

    def total(rate: pyo.Param) -> Callable[[Any, Any, Any], Any]:
        return lambda g, y, month: sum(m.weight_h[t] * rate[g, k, y] * op.chp_heat_gw[g, k, y, t]
                                       for k, t in data.chp_cohort_hours[g, y, month])

    charged = model.param("chp_cohort_fuel", data.CHP, dict.fromkeys(data.chp_figures, -HEAT_COAL_KT_PER_GWH))
    return CohortCredit(total(charged), total(data.chp_power_change))


def in_coal_rate(model: Model) -> set[tuple[str, int]]:
    """(region, year) with a heat-and-power unit in the fleet's coal rate."""
    return {(f.region, key[2]) for key, f in model.data.chp_figures.items()
            if model.data.thermal_figures[key].in_coal_rate}


def allowance_per_heat(model: Model) -> dict[tuple[str, int], float]:
    """Highest worth (million CNY per GWh of heat) of the allocation for heat by (region, year)."""
    worth: dict[tuple[str, int], float] = {}
    for key, f in model.data.chp_figures.items():
        place = f.region, key[2]
        worth[place] = max(worth.get(place, 0.0), f.co2_benchmark * model.data.thermal_figures[key].co2_price)
    return worth


def _costs(model: Model) -> None:
    """Variable cost saved and allocation lost with the power not given, allocation won with heat."""
    op, data = model.operation, model.data
    figures, states = data.chp_figures, data.thermal_figures
    variable = {key: -f.power_loss * states[key].variable_cost for key, f in figures.items()}
    co2 = {key: states[key].co2_price * (f.power_loss * states[key].co2_benchmark / states[key].net_share
                                         - f.co2_benchmark) for key, f in figures.items()}
    model.hourly_cost("variable", "cohort", op.chp_heat_gw, data.CHP, variable, hours=data.CHP_HOURS)
    model.hourly_cost("co2", "cohort", op.chp_heat_gw, data.CHP, co2, hours=data.CHP_HOURS)


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Heat by cohort, state, year and block, GW of heat; zero outside the blocks with heat demand."""
    data = model.data
    if not data.chp_figures:
        return {}
    keys = list(data.CHP)
    taken = point.hours_of(model.operation.chp_heat_gw, data.CHP_HOURS, keys)
    return {"chp_heat_gw": point.table(("cohort", "state", "year", "time"), dict(zip(keys, taken, strict=True)))}
