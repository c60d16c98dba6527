"""Emergency reserve (应急备用, 关而不拆): closed coal units that are kept and may run a few hundred hours a year.

Units on the closure list may stand by as emergency reserve; they count as closed, have a capacity price of their own
and run only in a power gap (煤电应急备用电源管理指导意见, 2018; 发改价格〔2023〕1501号).  For each row of
``emergency_reserve``, with retired capacity r, capacity kept k (GW gross), net output p_t, availability a, own use e
and H full-load hours:

    reserve_from_closed:   k <= r                                 only what has left service is kept
    emergency_output:      p_t <= a (1 - e) k
    emergency_energy:      emergency_gross_gwh_m = sum over the month's blocks of w_t p_t / (1 - e)
    emergency_hours:       sum_m emergency_gross_gwh_m <= H k
    reserve_kept_on:       k_y <= k before + closed since          in a path: what was given up does not come back

Fuel is (cohort's net rate + penalty) x p_t.  The capacity is outside every capacity target but inside the regulation
capability of peaking.share_of_peak (Shanghai, 004, p. 926); its firm power counts in the planning reserve as a coal
unit's; its generation, coal and CO2 count in the accounts, in the coal rate too where the cohort does.  The capacity
price is a transfer and no cost: what the plan pays is upkeep (term ``emergency_upkeep``) and running
(``emergency_running``: fuel, variable cost, cost of a call, CO2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyomo.environ as pyo

from gridplan.model.assets import Extension
from gridplan.model.components import Hourly, Rows
from gridplan.model.fleet import AS_IS, StateFigures
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point

EXTENDS = (Extension("cohort", ("design.emergency_reserve_gw", "design.emergency_gross_gwh",
                                "operation.emergency_output_gw")),)


@dataclass(frozen=True)
class ReserveFigures:
    """One row of the table with its cohort: rate in kt per net GWh, costs in million CNY per net GWh and per GW a year.
    """

    unit: StateFigures
    max_gw: float
    rate: float
    upkeep: float
    running: float
    max_full_load_hours: float


def reserve_figures(model: Model) -> dict[tuple[str, int], ReserveFigures]:
    """Figures of every row of ``emergency_reserve``, by (cohort, year)."""
    figures = {}
    for year in model.years:
        for cohort, row in model.rows("emergency_reserve", year).iterrows():
            unit = model.data.thermal_figures[str(cohort), AS_IS, year]
            figures[str(cohort), year] = _figures(unit, row, model.design.thermal_retired_gw[str(cohort), year].ub)
    return figures


def _figures(unit: StateFigures, row: pd.Series, retire_max_gw: float) -> ReserveFigures:
    most = retire_max_gw if pd.isna(row["max_gw"]) else min(float(row["max_gw"]), retire_max_gw)
    rate = unit.rate + float(row["rate_penalty_g_per_kwh"]) / 1000.0
    co2 = unit.co2_price * (rate * unit.co2_per_fuel - unit.co2_benchmark / unit.net_share)
    called = float(row["call_cost_cny_per_mwh"]) / 1000.0
    return ReserveFigures(unit, most, rate, float(row["fixed_cost_cny_per_kw_a"]),
                          rate * unit.fuel_price + unit.variable_cost + called + co2, float(row["max_full_load_hours"]))


def design(model: Model) -> None:
    """Capacity kept, its hours a year, its upkeep and its firm power."""
    m, d, data = model.pyomo, model.design, model.data
    figures = reserve_figures(model)
    data.emergency_figures = figures
    data.KEPT = pyo.Set(dimen=2, initialize=list(figures))
    if not figures:
        return
    model.by_region("kept_in", data.KEPT, lambda key: figures[key].unit.region, dimen=1)
    hours = model.month_hours
    d.emergency_reserve_gw = pyo.Var(data.KEPT, bounds=lambda _b, g, y: (0.0, figures[g, y].max_gw))
    d.emergency_gross_gwh = pyo.Var(
        data.KEPT, m.MONTHS, bounds=lambda _b, g, y, month: (0.0, figures[g, y].max_gw * hours[month]))
    most = model.param("emergency_hours", data.KEPT, {key: f.max_full_load_hours for key, f in figures.items()})
    d.reserve_from_closed = pyo.Constraint(
        data.KEPT, rule=lambda _b, g, y: d.emergency_reserve_gw[g, y] <= d.thermal_retired_gw[g, y])
    model.in_each_weather(d, "emergency_hours", data.KEPT, lambda i, months, share:
        sum(d.emergency_gross_gwh[*i, month] for month in months) <= share * most[i] * d.emergency_reserve_gw[i])
    if model.is_path:
        _kept_on(model)
    model.cost("emergency_upkeep", "cohort", d.emergency_reserve_gw, data.KEPT,
               {key: f.upkeep for key, f in figures.items()})

    def firm(region: str, year: int, _season: str) -> Any:
        return sum(f.unit.capacity_credit * d.emergency_reserve_gw[key] for key, f in figures.items()
                   if (f.unit.region, key[1]) == (region, year))

    model.firm.append(firm)
    # Shanghai's target of regulation counts it in (004, p. 926); targets of dedicated peaking plant do not.
    model.peaking.append(lambda region, year: sum(
        d.emergency_reserve_gw[key] for key, f in figures.items() if (f.unit.region, key[1]) == (region, year)))


def _kept_on(model: Model) -> None:
    """What was given up as reserve does not come back: only what was kept, or has been closed since, is kept."""
    d, data = model.design, model.data
    before = data.cohort_year_before
    data.KEPT_LATER = pyo.Set(dimen=2, initialize=[
        key for key in data.KEPT if key in data.COHORTS_LATER and (key[0], before[key]) in data.KEPT])
    if len(data.KEPT_LATER):
        d.reserve_kept_on = pyo.Constraint(
            data.KEPT_LATER, rule=lambda _b, g, y: d.emergency_reserve_gw[g, y]
            <= d.emergency_reserve_gw[g, before[g, y]] + d.thermal_retired_gw[g, y]
            - d.thermal_retired_gw[g, before[g, y]] + data.thermal_aged_gw[g, y])


def operation(model: Model) -> None:
    """Output of each block, in the balance, the accounts and the objective."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    figures = data.emergency_figures
    if not figures:
        return
    share = model.param("emergency_capability", data.KEPT,
                        {key: f.unit.available * f.unit.net_share for key, f in figures.items()})
    gross = model.param("emergency_gross", data.KEPT, {key: 1.0 / f.unit.net_share for key, f in figures.items()})
    op.emergency_output_gw = Hourly(
        data.KEPT, m.BLOCKS, bounds=lambda _b, g, y, t: (0.0, figures[g, y].max_gw))
    op.emergency_output = Rows(
        data.KEPT, m.BLOCKS, rule=lambda _b, g, y, t:
        op.emergency_output_gw[g, y, t] <= share[g, y] * d.emergency_reserve_gw[g, y])
    op.emergency_energy = Rows(
        data.KEPT, m.MONTHS, rule=lambda _b, g, y, month: d.emergency_gross_gwh[g, y, month]
        == sum(m.weight_h[t] * gross[g, y] * op.emergency_output_gw[g, y, t] for t in m.blocks_in[month]))
    model.limited_by_rows(op.emergency_output_gw)
    model.hourly_cost("emergency_running", "cohort", op.emergency_output_gw, data.KEPT,
                      {key: f.running for key, f in figures.items()})
    _accounts(model, figures)


def _accounts(model: Model, figures: dict[tuple[str, int], ReserveFigures]) -> None:
    op, data = model.operation, model.data

    def times(name: str, value: Any) -> Any:
        factor = model.param(f"emergency_in_{name}", data.KEPT, {key: value(f) for key, f in figures.items()})
        return lambda r, y, t: sum(factor[g, y] * op.emergency_output_gw[g, y, t] for g in data.kept_in[r, y])

    model.inject(lambda r, y, t: sum(op.emergency_output_gw[g, y, t] for g in data.kept_in[r, y]))
    for account, per_net in (
        ("generation_gross", lambda f: 1.0 / f.unit.net_share), ("thermal_gross", lambda f: 1.0 / f.unit.net_share),
        ("own_use", lambda f: 1.0 / f.unit.net_share - 1.0),
        ("coal_fuel", lambda f: f.rate * f.unit.coal_share), ("co2", lambda f: f.rate * f.unit.co2_per_fuel),
        ("coal_scope_fuel", lambda f: f.rate * float(f.unit.in_coal_rate)),
        ("coal_scope_net", lambda f: float(f.unit.in_coal_rate)),
    ):
        model.account(account, times(account, per_net))


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacity kept, its output and the fuel it burns."""
    figures = model.data.emergency_figures
    if not figures:
        return {}
    hourly = ("cohort", "year", "time")
    output = dict(zip(figures, point.hourly(model.operation.emergency_output_gw), strict=True))
    return {
        "emergency_reserve_gw": point.of(hourly[:2], model.design.emergency_reserve_gw),
        "emergency_output_gw": point.table(hourly, output),
        "emergency_fuel_kt_per_h": point.table(hourly, {key: figures[key].rate * output[key] for key in figures}),
    }
