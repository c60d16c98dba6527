"""Vehicle-to-grid (车网互动): parked electric vehicles discharge to the grid and are repaid the same day, with losses.

With equipped power P (GW, built), the share a of it plugged in, the hours H the batteries may give a day and the round
trip efficiency n, discharge g_t and repayment c_t at the grid:

    v2g_exchange:  g_t + c_t <= a P                              a charger does one or the other
    v2g_repaid:    n x sum over the day of h c_t = sum over the day of h g_t
    v2g_energy:    sum over the day of h g_t <= H P

The vehicles' own charging stays in their load (loads.py, flexible.py).  What is lost, c - g over the year, is in the
account of storage losses, so that burning energy never helps to meet a quota or a utilisation target.
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from gridplan.library.units import HOURS_PER_DAY
from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.index_sets import windows
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import year_before

TABLE = "vehicle_to_grid"

ASSETS = AssetClass(
    "vehicle_to_grid", TABLE,
    variables=("design.v2g_power_gw", "operation.v2g_discharge_gw", "operation.v2g_charge_gw"),
    capacity="design.v2g_power_gw", built="design.v2g_power_gw", technology="")


def design(model: Model) -> None:
    """Power equipped, its cost, and what counts of it at the peak."""
    d, data = model.design, model.data
    region, most = model.values(TABLE, "region"), model.values(TABLE, "power_max_gw")
    credit = model.values(TABLE, "capacity_credit_share")
    data.V2G = pyo.Set(dimen=2, initialize=model.keys(TABLE))
    model.by_region("v2g_in", data.V2G, lambda key: region[key], dimen=1)
    d.v2g_power_gw = pyo.Var(data.V2G, bounds=lambda _b, v, y: (0.0, most[v, y]))
    model.cost("capital", "vehicle_to_grid", d.v2g_power_gw, data.V2G, model.annuities(
        model.values(TABLE, "capex_cny_per_kw"), model.values(TABLE, "life_years")))
    model.cost("fixed", "vehicle_to_grid", d.v2g_power_gw, data.V2G, model.values(TABLE, "fixed_cost_cny_per_kw_a"))

    if model.is_path:
        _kept(model)

    def counted(r: str, y: int, _season: str = "") -> Any:
        return sum(credit[v, y] * d.v2g_power_gw[v, y] for v in data.v2g_in[r, y])

    model.firm.append(counted)
    model.callable_power.append(counted)


def _kept(model: Model) -> None:
    """What is equipped in one planning year stays so in the next; its annuity goes on, at the later year's price."""
    d, data = model.design, model.data
    before = {key: year_before(model, key[1]) for key in data.V2G}
    data.V2G_LATER = pyo.Set(dimen=2, initialize=[key for key in data.V2G if (key[0], before[key]) in data.V2G])
    data.v2g_year_before = pyo.Param(data.V2G_LATER, initialize={key: before[key] for key in data.V2G_LATER})
    if len(data.V2G_LATER):
        d.v2g_kept = pyo.Constraint(data.V2G_LATER, rule=lambda _b, v, y:
            d.v2g_power_gw[v, y] >= d.v2g_power_gw[v, data.v2g_year_before[v, y]])
        model.whole_rows.append("design.v2g_kept")


def operation(model: Model) -> None:
    """Discharge and repayment of each block.

    Raises:
        ValueError: if a block of the time axis runs across midnight.
    """
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    available = model.param("v2g_availability", data.V2G, model.values(TABLE, "availability_share"))
    kept = model.param("v2g_efficiency", data.V2G, model.values(TABLE, "round_trip_efficiency_share"))
    hours = model.param("v2g_hours", data.V2G, model.values(TABLE, "hours"))
    ceiling = {key: float(variable.ub) for key, variable in d.v2g_power_gw.items()}
    op.v2g_discharge_gw = Hourly(data.V2G, m.BLOCKS, bounds=lambda _b, v, y, t: (0.0, ceiling[v, y]))
    op.v2g_charge_gw = Hourly(data.V2G, m.BLOCKS, bounds=lambda _b, v, y, t: (0.0, ceiling[v, y]))
    op.v2g_exchange = Rows(data.V2G, m.BLOCKS, rule=lambda _b, v, y, t:
        op.v2g_discharge_gw[v, y, t] + op.v2g_charge_gw[v, y, t] <= available[v, y] * d.v2g_power_gw[v, y])
    days, blocks = windows(model, "V2G_DAYS", dict.fromkeys(data.V2G, HOURS_PER_DAY))
    model.family(op, "v2g_repaid", days, rule=lambda _b, v, y, w: sum(
        m.duration_h[t] * (kept[v, y] * op.v2g_charge_gw[v, y, t] - op.v2g_discharge_gw[v, y, t])
        for t in blocks[v, y, w]) == 0.0)
    model.family(op, "v2g_energy", days, rule=lambda _b, v, y, w: sum(
        m.duration_h[t] * op.v2g_discharge_gw[v, y, t] for t in blocks[v, y, w])
        <= hours[v, y] * d.v2g_power_gw[v, y])
    model.limited_by_rows(op.v2g_discharge_gw, op.v2g_charge_gw)
    rate = {key: cost / 1000.0 for key, cost in model.values(TABLE, "variable_cost_cny_per_mwh").items()}
    model.hourly_cost("variable", "vehicle_to_grid", op.v2g_discharge_gw, data.V2G, rate)
    model.inject(lambda r, y, t: sum(op.v2g_discharge_gw[v, y, t] for v in data.v2g_in[r, y]))
    model.withdraw(lambda r, y, t: sum(op.v2g_charge_gw[v, y, t] for v in data.v2g_in[r, y]))
    model.account("storage_loss", lambda r, y, t: sum(
        op.v2g_charge_gw[v, y, t] - op.v2g_discharge_gw[v, y, t] for v in data.v2g_in[r, y]))


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Power, discharge and repayment."""
    hourly = ("vehicle_to_grid", "year", "time")
    return {
        "v2g_power_gw": point.of(hourly[:2], model.design.v2g_power_gw),
        "v2g_discharge_gw": point.of(hourly, model.operation.v2g_discharge_gw),
        "v2g_charge_gw": point.of(hourly, model.operation.v2g_charge_gw),
    }
