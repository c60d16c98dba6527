"""Emergency support between provinces (省间应急支援): power one region may call from another for few hours a year.

s_t (GW) is what is called, at the sending end; what arrives is s_t (1 - loss).  For each agreement and year:

    s_t <= support                                                   GW (a bound)
    support_energy:   E_month = sum of w_t s_t                       GWh
    support_hours:    sum of E_month <= max_hours x support          GWh a year

The support counts in the planning reserve of the region that may call it, at the receiving end, and is taken off that
of the region that must give it: the same power is never relied on twice.  From outside the emergency price is paid
on what is received; between regions of the case the payment is a transfer and no cost.

Source: 跨省跨区电力应急调度管理办法 (发改运行规〔2025〕1193号): a last resort for security of supply, not to be used
regularly, paid by the receiver at the highest settlement price of the inter-provincial spot market.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly
from gridplan.model.frame import Model
from gridplan.model.links import OUTSIDE
from gridplan.model.point import Labelled, Point


def _region(row: pd.Series, regions: list[str]) -> str:
    """Region the money belongs to: the receiver's, or the giver's where the receiver is outside."""
    return str(row["to"] if row["to"] in regions else row["from"])


ASSETS = AssetClass("support", "emergency_support", technology="", region_of=_region)


def design(model: Model) -> None:
    """Hours a year, and what the support is worth in the planning reserve."""
    m, d, data = model.pyomo, model.design, model.data
    data.SUPPORTS = pyo.Set(dimen=2, initialize=model.keys("emergency_support"))
    data.support_from, data.support_to = model.values("emergency_support", "from"), model.values(
        "emergency_support", "to")
    data.support_loss = model.values("emergency_support", "loss_share")
    data.support_most = model.values("emergency_support", "support_gw")
    for name, side in (("support_into", data.support_to), ("support_out_of", data.support_from)):
        members = [key for key in data.SUPPORTS if side[key] != OUTSIDE]
        model.by_region(name, members, side.__getitem__, dimen=1)
    if not len(data.SUPPORTS):
        return
    hours = model.month_hours
    d.support_energy_gwh = pyo.Var(
        data.SUPPORTS, m.MONTHS, bounds=lambda _b, i, y, month: (0.0, data.support_most[i, y] * hours[month]))
    longest = model.values("emergency_support", "max_hours")
    energy = model.param("support_most_gwh", data.SUPPORTS, {
        key: longest[key] * data.support_most[key] for key in data.SUPPORTS})
    model.in_each_weather(d, "support_hours", data.SUPPORTS, lambda i, months, share:
        sum(d.support_energy_gwh[*i, month] for month in months) <= share * energy[i])
    model.firm.append(lambda r, y, _season: _firm_gw(model, r, y))


def _firm_gw(model: Model, region: str, year: int) -> float:
    """Support that may be called at the peak, as it arrives, less what must be given, GW."""
    data, most, loss = model.data, model.data.support_most, model.data.support_loss
    called = sum(most[i, year] * (1.0 - loss[i, year]) for i in data.support_into[region, year])
    return float(called - sum(most[i, year] for i in data.support_out_of[region, year]))


def operation(model: Model) -> None:
    """What is called in each block."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    if not len(data.SUPPORTS):
        return
    called = op.support_called_gw = Hourly(
        data.SUPPORTS, m.BLOCKS, bounds=lambda _b, i, y, _t: (0.0, data.support_most[i, y]))
    model.family(
        op, "support_energy", data.SUPPORTS, m.MONTHS, rule=lambda _b, i, y, month:
        d.support_energy_gwh[i, y, month] == sum(m.weight_h[t] * called[i, y, t] for t in m.blocks_in[month]))
    kept = model.param("support_kept_share", data.SUPPORTS, {
        key: 1.0 - loss for key, loss in data.support_loss.items()})
    model.inject(lambda r, y, t: sum(kept[i, y] * op.support_called_gw[i, y, t] for i in data.support_into[r, y]))
    model.withdraw(lambda r, y, t: sum(op.support_called_gw[i, y, t] for i in data.support_out_of[r, y]))
    price = model.values("emergency_support", "price_cny_per_mwh")
    rate = {key: price[key] / 1000.0 * (1.0 - data.support_loss[key]) if data.support_from[key] == OUTSIDE else 0.0
            for key in data.SUPPORTS}
    model.hourly_cost("emergency_support", "support", op.support_called_gw, data.SUPPORTS, rate)


def received_gwh(model: Model, region: str, year: int) -> Any:
    """Energy a region calls in a year, as it arrives, GWh, as an expression of the design side."""
    data = model.data
    return sum((1.0 - data.support_loss[i, year]) * called_gwh(model, i, year) for i in data.support_into[region, year])


def called_gwh(model: Model, support: str, year: int) -> Any:
    """Energy called in a year, at the sending end, GWh, as an expression of the design side."""
    return sum(model.design.support_energy_gwh[support, year, month] for month in model.pyomo.MONTHS)


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """What is called, at the sending end."""
    dims = ("support", "year", "time")
    if not len(model.data.SUPPORTS):
        return {"support_called_gw": point.table(dims, {})}
    return {"support_called_gw": point.of(dims, model.operation.support_called_gw)}
