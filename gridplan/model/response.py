"""Demand response: load moved within a day (shift), load interrupted at a price (shed), and virtual power plants.

With capability A (GW, at most a share of the year's peak load), load taken off o_t and paid back b_t, for each
resource and year:

    take_off:     o_t <= A
    shift only:   pay_back b_t <= A;   owed D_t = D_(t-1) + h (o_t - b_t),
                  0 <= D_t <= window A, and D = 0 at every midnight
    shed, vpp:    sum_t w_t o_t <= max_hours A        by month, then the year
    vpp only:     pay_back b_t <= A;   vpp_payback: sum over the day of h b_t = p x sum over the day of h o_t,
                  vpp_call: sum over the day of h o_t <= window A

A virtual power plant (虚拟电厂) aggregates many small resources, which are called together once a day for the hours of
its window: the share p of what is taken off comes back the same day, before or after, the rest is given up.

Load paid back before it is taken off (D below zero) is not allowed: a customer who works ahead is a shift seen from
the evening before, and midnight closes the account.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.library.units import HOURS_PER_DAY
from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.index_sets import windows
from gridplan.model.point import Labelled, Point

ASSETS = AssetClass(
    "response", "response",
    variables=("design.response_capability_gw", "design.shed_gwh", "operation.response_down_gw",
               "operation.response_up_gw", "operation.response_level_gwh"),
    capacity="design.response_capability_gw", technology="kind")


def design(model: Model) -> None:
    """Capability of each resource, what it costs to hold it ready, and the energy of sheds."""
    m, d, data = model.pyomo, model.design, model.data
    region = model.values("response", "region")
    kind = model.values("response", "kind")
    share = model.values("response", "max_share_of_peak")
    data.RESPONSES = pyo.Set(dimen=2, initialize=model.keys("response"))
    data.SHIFTS = pyo.Set(dimen=2, initialize=[key for key in data.RESPONSES if kind[key] == "shift"])
    data.VPPS = pyo.Set(dimen=2, initialize=[key for key in data.RESPONSES if kind[key] == "vpp"])
    data.SHEDS = pyo.Set(dimen=2, initialize=[key for key in data.RESPONSES if kind[key] in ("shed", "vpp")])
    data.RETURNS = pyo.Set(dimen=2, initialize=[key for key in data.RESPONSES if kind[key] in ("shift", "vpp")])
    for name, members in (("responses_in", data.RESPONSES), ("returns_in", data.RETURNS)):
        model.by_region(name, members, lambda key: region[key], dimen=1)
    ceiling = {key: share[key] * data.peak_gw[region[key], key[1]] for key in data.RESPONSES}
    d.response_capability_gw = pyo.Var(data.RESPONSES, bounds=lambda _b, i, y: (0.0, ceiling[i, y]))
    model.cost("response", "response", d.response_capability_gw, data.RESPONSES,
               model.values("response", "fixed_cost_cny_per_kw_a"))
    hours = model.param("shed_max_hours", data.RESPONSES, model.values("response", "max_hours", missing=8760.0))
    d.shed_gwh = pyo.Var(
        data.SHEDS, m.MONTHS, bounds=lambda _b, i, y, month: (0.0, ceiling[i, y] * model.month_hours[month]))
    model.in_each_weather(d, "shed_hours", data.SHEDS, lambda i, months, share:
        sum(d.shed_gwh[*i, month] for month in months) <= share * hours[i] * d.response_capability_gw[i])
    model.firm.append(lambda r, y, _season: capability_gw(model, r, y))
    model.callable_power.append(lambda r, y: capability_gw(model, r, y))


def capability_gw(model: Model, region: Any, year: Any) -> Any:
    """Response that can be called at the peak in a region, GW, as an expression."""
    return sum(model.design.response_capability_gw[i, year] for i in model.data.responses_in[region, year])


def operation(model: Model) -> None:
    """Load taken off and paid back in each block.

    Raises:
        ValueError: if load may be shifted on a time axis with blocks that run across midnight.
    """
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    if len(data.SHIFTS) and not model.axis.keeps_days_apart:
        raise ValueError("load is shifted within a day: no block of the time axis may run across midnight")
    ceiling = {key: variable.ub for key, variable in d.response_capability_gw.items()}
    window = model.values("response", "window_hours", missing=1.0)
    by_day = np.append(~model.axis.ends_a_day, False)  # the last is of the point before the first block
    op.response_down_gw = Hourly(data.RESPONSES, m.BLOCKS, bounds=lambda _b, i, y, t: (0.0, ceiling[i, y]))
    op.response_up_gw = Hourly(data.RETURNS, m.BLOCKS, bounds=lambda _b, i, y, t: (0.0, ceiling[i, y]))
    op.response_level_gwh = Hourly(
        data.SHIFTS, m.POINTS,
        bounds=lambda _b, i, y, t: (0.0, by_day[t] * window[i, y] * ceiling[i, y]))
    _rows(model, window)
    model.limited_by_rows(op.response_down_gw, op.response_up_gw)
    model.levels_limited_by_rows(op.response_level_gwh)
    rate = {key: cost / 1000.0 for key, cost in model.values("response", "variable_cost_cny_per_mwh").items()}
    model.hourly_cost("response", "response", op.response_down_gw, data.RESPONSES, rate)
    model.inject(lambda r, y, t: sum(op.response_down_gw[i, y, t] for i in data.responses_in[r, y]))
    model.withdraw(lambda r, y, t: sum(op.response_up_gw[i, y, t] for i in data.returns_in[r, y]))


def _rows(model: Model, window: dict[tuple[str, int], float]) -> None:
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    capability = d.response_capability_gw
    hours = model.param("shift_window_h", data.RESPONSES, window)
    op.take_off = Rows(
        data.RESPONSES, m.BLOCKS, rule=lambda _b, i, y, t: op.response_down_gw[i, y, t] <= capability[i, y])
    op.pay_back = Rows(
        data.RETURNS, m.BLOCKS, rule=lambda _b, i, y, t: op.response_up_gw[i, y, t] <= capability[i, y])
    op.owed = Rows(
        data.SHIFTS, m.BLOCKS, rule=lambda _b, i, y, t:
        op.response_level_gwh[i, y, t] == op.response_level_gwh[i, y, m.level_before[t]]
        + m.duration_h[t] * (op.response_down_gw[i, y, t] - op.response_up_gw[i, y, t]))
    op.owed_limit = Rows(
        data.SHIFTS, m.BLOCKS, rule=lambda _b, i, y, t:
        op.response_level_gwh[i, y, t] <= hours[i, y] * capability[i, y])
    model.family(
        op, "shed_energy", data.SHEDS, m.MONTHS, rule=lambda _b, i, y, month: d.shed_gwh[i, y, month]
        == sum(m.weight_h[t] * op.response_down_gw[i, y, t] for t in m.blocks_in[month]))
    if not len(data.VPPS):
        return
    days, blocks = windows(model, "VPP_DAYS", dict.fromkeys(data.VPPS, HOURS_PER_DAY))
    back = model.param("vpp_payback_share", data.RESPONSES, model.values("response", "payback_share", missing=0.0))
    model.family(op, "vpp_payback", days, rule=lambda _b, i, y, w: sum(
        m.duration_h[t] * (op.response_up_gw[i, y, t] - back[i, y] * op.response_down_gw[i, y, t])
        for t in blocks[i, y, w]) == 0.0)
    model.family(op, "vpp_call", days, rule=lambda _b, i, y, w: sum(
        m.duration_h[t] * op.response_down_gw[i, y, t] for t in blocks[i, y, w]) <= hours[i, y] * capability[i, y])


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capability, load taken off, paid back and still owed."""
    op = model.operation
    hourly = ("response", "year", "time")
    return {
        "response_capability_gw": point.of(hourly[:2], model.design.response_capability_gw),
        "response_down_gw": point.of(hourly, op.response_down_gw),
        "response_up_gw": point.of(hourly, op.response_up_gw),
        "response_level_gwh": point.levels(hourly, op.response_level_gwh),
    }
