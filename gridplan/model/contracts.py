"""Delivery contracts of channels: flow free within hours, ramp and monthly bounds (送电合同：利用小时、曲线浮动范围).

For a link dispatched freely (mode free), with capacity F (existing and built), flow f_t and energy by month E_m:

    contract_hours_min:   sum of E_m >= hours_min F                    GWh a year
    contract_hours_max:   sum of E_m <= hours_max F                    GWh a year
    contract_month_min:   E_m >= month_min x (hours of m / hours of the year) x sum of E
    contract_month_max:   E_m <= month_max x (hours of m / hours of the year) x sum of E
    contract_ramp_up:     f_t - f_(t-1) <= ramp h F                    GW, h between the middles of the blocks
    contract_ramp_down:   f_(t-1) - f_t <= ramp h F

each sum over one weather year.

A floor that cannot be delivered shows as unserved energy at the sender (demand.py).  Design hours of channels are 4500
to 5500 a year (Ningxia-Hunan: 8 GW for 36 to 40 TWh); curves are agreed by year and month in steps that follow the
receiver's load.  A contract with a fixed curve is a link in profile mode (links.py).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyomo.environ as pyo

from gridplan.model.axis import MONTHS_PER_YEAR
from gridplan.model.components import Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point


def _contracts(model: Model, name: str, column: str, without: float) -> pyo.Param | None:
    """A bound of the contracts that state one, put on the data block; None where none does."""
    stated = {key: value for key, value in model.values("link_contracts", column, missing=without).items()
              if value != without}
    if not stated:
        return None
    members = pyo.Set(dimen=2, initialize=list(stated))
    model.data.add_component(f"CONTRACTS_WITH_{name.upper()}", members)
    return model.param(f"contract_{name}", members, stated)


def design(model: Model) -> None:
    """Rows on the energy of the year and of the months."""
    m, d = model.pyomo, model.design
    energy = d.link_energy_gwh
    least, most = (_contracts(model, name, name, without) for name, without in (
        ("hours_min", 0.0), ("hours_max", np.inf)))
    if least is not None:
        model.in_each_weather(d, "contract_hours_min", least.index_set(), lambda i, months, share:
            sum(energy[*i, month] for month in months) >= share * least[i] * d.link_capacity_gw[i])
    if most is not None:
        model.in_each_weather(d, "contract_hours_max", most.index_set(), lambda i, months, share:
            sum(energy[*i, month] for month in months) <= share * most[i] * d.link_capacity_gw[i])
    hours = model.month_hours
    of_year = {month: sum(hours[other] for other in same_year(month, hours)) for month in hours}
    part = model.param("month_share_of_year", m.MONTHS, {
        month: value / of_year[month] for month, value in hours.items()})
    year = model.data.months_beside = pyo.Set(m.MONTHS, initialize={month: same_year(month, hours) for month in hours})
    low, high = (_contracts(model, name, f"{name}_share", without) for name, without in (
        ("month_min", 0.0), ("month_max", np.inf)))
    # The factor stands inside the sum: Pyomo drops one that multiplies a template's whole sum.
    if low is not None:
        d.contract_month_min = pyo.Constraint(low.index_set(), m.MONTHS, rule=lambda _b, k, y, month:
            energy[k, y, month] >= sum(low[k, y] * part[month] * energy[k, y, other] for other in year[month]))
    if high is not None:
        d.contract_month_max = pyo.Constraint(high.index_set(), m.MONTHS, rule=lambda _b, k, y, month:
            energy[k, y, month] <= sum(high[k, y] * part[month] * energy[k, y, other] for other in year[month]))


def same_year(month: int, months: Iterable[int]) -> list[int]:
    """The months of the weather year a month lies in, itself among them."""
    return [other for other in months if (other - 1) // MONTHS_PER_YEAR == (month - 1) // MONTHS_PER_YEAR]


def operation(model: Model) -> None:
    """Rows on the change of the flow from block to block; the first block of a window has none."""
    m, op, d = model.pyomo, model.operation, model.design
    ramp = _contracts(model, "ramp", "ramp_share_per_h", 1.0)
    if ramp is None:
        return
    flow, gap, before = op.link_flow_gw, m.hours_since_previous, m.previous
    op.contract_ramp_up = Rows(ramp.index_set(), m.LINKED_BLOCKS, rule=lambda _b, k, y, t:
        flow[k, y, t] - flow[k, y, before[t]] <= ramp[k, y] * gap[t] * d.link_capacity_gw[k, y])
    op.contract_ramp_down = Rows(ramp.index_set(), m.LINKED_BLOCKS, rule=lambda _b, k, y, t:
        flow[k, y, before[t]] - flow[k, y, t] <= ramp[k, y] * gap[t] * d.link_capacity_gw[k, y])


def extract(_model: Model, _point: Point) -> dict[str, Labelled]:
    """Nothing: the flow is the link's."""
    return {}
