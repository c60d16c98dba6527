"""Ceiling on the net coal rate of one cohort (机组供电煤耗上限): new units, air- or water-cooled, gangue-fired.

For each capped cohort the fuel and the net generation of all its states become columns by month:

    cohort_fuel_month, cohort_fuel_month_free:   cohort_fuel_kt_m = sum over the month's blocks of w_t fuel_t + credits
    cohort_net_month, cohort_net_month_free:     cohort_net_gwh_m = sum over the month's blocks of w_t p_t
    coal.cohort_net_heat_rate:                   sum_m fuel - slack <= rate x sum_m net                   kt

The rate is that of the year's operation, part load and starts at minimum in it, as the statistics give it; a design
rate at full load is a figure of the cohort.  What a lever takes off the power side (heat, credited at the rate of a
boiler, and the power lost for it) comes in by ``Model.cohort_credits``.  Rule: new ultra-supercritical designs below
270 g/kWh, no new water-cooled unit above 285 or air-cooled above 300 (发改运行〔2021〕1519号).
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pyomo.environ as pyo

from gridplan.model.fleet import AS_IS
from gridplan.model.frame import Model, added
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.thermal import fuel, net_output

METRIC = "coal.cohort_net_heat_rate"


def policies(model: Model, book: PolicyBook) -> None:
    """Rows of the capped cohorts, written once the operation stands."""
    targets = list(book.of(METRIC))
    if not targets:
        return
    capped = list(dict.fromkeys((target.subject, target.year) for target in targets))
    model.after_accounts.append(partial(_columns, model, capped))
    for target in targets:
        model.after_accounts.append(partial(_row, model, book, target))


def _columns(model: Model, capped: list[tuple[str, int]]) -> None:
    m, d, op, data = model.pyomo, model.design, model.operation, model.data
    figures = data.thermal_figures
    hours = model.month_hours
    data.RATE_CAPPED = pyo.Set(dimen=2, initialize=capped)
    for name, members in (("RATE_CAPPED_COMMITTED", [key for key in capped if _as_is(figures, key).commitment]),
                          ("RATE_CAPPED_FREE", [key for key in capped if not _as_is(figures, key).commitment])):
        data.add_component(name, pyo.Set(dimen=2, initialize=members))
    most = {key: max(f.max_gw * (f.rate + f.fuel_at_no_load) for (g, _k, y), f in figures.items() if (g, y) == key)
            for key in capped}
    d.cohort_fuel_kt = pyo.Var(data.RATE_CAPPED, m.MONTHS, bounds=lambda _b, g, y, month: (
        -most[g, y] * hours[month], most[g, y] * hours[month]))
    d.cohort_net_gwh = pyo.Var(data.RATE_CAPPED, m.MONTHS, bounds=lambda _b, g, y, month: (
        0.0, _as_is(figures, (g, y)).max_gw * hours[month]))
    model.passes_on |= {"cohort_fuel_kt": ("operation.cohort_fuel_month", "operation.cohort_fuel_month_free"),
                        "cohort_net_gwh": ("operation.cohort_net_month", "operation.cohort_net_month_free")}
    states = data.states_of
    credits, losses = [c.fuel for c in model.cohort_credits], [c.net for c in model.cohort_credits]

    def burnt(rate: Any) -> Any:
        return lambda _b, g, y, month: d.cohort_fuel_kt[g, y, month] == sum(
            m.weight_h[t] * sum(rate(g, k, y, t) for k in states[g, y])
            for t in m.blocks_in[month]) + added(credits, g, y, month)

    def generated(output: Any) -> Any:
        return lambda _b, g, y, month: d.cohort_net_gwh[g, y, month] == sum(
            m.weight_h[t] * sum(output(g, k, y, t) for k in states[g, y])
            for t in m.blocks_in[month]) + added(losses, g, y, month)

    model.family(op, "cohort_fuel_month", data.RATE_CAPPED_COMMITTED, m.MONTHS,
                 rule=burnt(lambda g, k, y, t: fuel(model, g, k, y, t)))
    model.family(op, "cohort_net_month", data.RATE_CAPPED_COMMITTED, m.MONTHS,
                 rule=generated(lambda g, k, y, t: net_output(model, g, k, y, t)))
    model.family(op, "cohort_fuel_month_free", data.RATE_CAPPED_FREE, m.MONTHS,
                 rule=burnt(lambda g, k, y, t: data.thermal_rate[g, k, y] * op.free_output_gw[g, k, y, t]))
    model.family(op, "cohort_net_month_free", data.RATE_CAPPED_FREE, m.MONTHS,
                 rule=generated(lambda g, k, y, t: op.free_output_gw[g, k, y, t]))


def _as_is(figures: dict[tuple[Any, ...], Any], key: tuple[str, int]) -> Any:
    return figures[key[0], AS_IS, key[1]]


def _row(model: Model, book: PolicyBook, target: Target) -> None:
    d, months = model.design, model.pyomo.MONTHS
    g, y = target.subject, target.year
    burnt = sum(d.cohort_fuel_kt[g, y, month] for month in months)
    net = sum(d.cohort_net_gwh[g, y, month] for month in months)
    book.require(target, burnt, target.value / 1000.0 * net, slack_ceiling=10.0 * model.data.energy_scale_gwh[
        target.region, y])
