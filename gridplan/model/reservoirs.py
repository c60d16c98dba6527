"""Plants with a reservoir: water, or concentrating solar with a heat store (光热), whose field is the inflow.

With turbine capacity X (GW gross), inflow f_t (GW per GW, mean of the block), storage S hours, minimum flow m and
own use e, for each class and year:

    installed:      X = existing + built
    turbine:        p_t <= a (1 - e) X                                   net output below the available capacity
    minimum_flow:   p_t >= (1 - e) min(m, f_t, a) X                      water that must pass, never more than can
    level:          L_t = L_(t-1) + h (f_t X - p_t / (1 - e) - s_t)      GWh at the end of the block; s is spill;
                    plus what levers bring (``Model.water_in``: the pumps of hybrid_pumps.py)
    reservoir_size: L_t <= S X
    spill:          s_t <= f_t X_max                                     more than comes in need never be spilled

The level at the end of the year is the level at its start.

Concentrating solar (``solar_thermal``) is non-hydro renewable energy: its generation is in the account nonhydro_gross,
and in solar_thermal_gross, which the ratio of wind and solar to thermal generation adds to new energy.  It is in no
utilisation: what the field does not collect is spill, and nobody meters it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model, added
from gridplan.model.point import Labelled, Point
from gridplan.model.shared import Capacity
from gridplan.model.technologies import SOLAR_THERMAL
from gridplan.model.vintages import paid_while_standing, standing

SOLAR_THERMAL_ACCOUNT = "solar_thermal_gross"
"""Gross generation of concentrating solar; declared where a case has any."""

ASSETS = AssetClass(
    "reservoir", "reservoirs",
    variables=("design.reservoir_capacity_gw", "design.reservoir_built_gw", "operation.reservoir_output_gw",
               "operation.reservoir_spill_gw", "operation.reservoir_level_gwh"),
    capacity="design.reservoir_capacity_gw", built="design.reservoir_built_gw", given=("design.reservoir_installed",))


def design(model: Model) -> None:
    """Turbine capacity of each class; its costs and what it counts for."""
    d, data = model.design, model.data
    existing = model.values("reservoirs", "existing_gw")
    potential = {key: max(existing[key], ceiling) for key, ceiling in
                 model.values("reservoirs", "potential_gw", missing=0.0).items()}
    region = model.values("reservoirs", "region")
    data.RESERVOIRS = pyo.Set(dimen=2, initialize=model.keys("reservoirs"))
    model.by_region("reservoirs_in", data.RESERVOIRS, lambda key: region[key], dimen=1)
    d.reservoir_capacity_gw = pyo.Var(data.RESERVOIRS, bounds=lambda _b, h, y: (existing[h, y], potential[h, y]))
    d.reservoir_built_gw = pyo.Var(
        data.RESERVOIRS, bounds=lambda _b, h, y: (0.0, potential[h, y] - existing[h, y]))
    start = model.param("reservoir_existing_gw", data.RESERVOIRS, existing)
    life = model.values("reservoirs", "life_years")
    new = standing(model, "reservoir", d.reservoir_built_gw, life)
    model.family(
        d, "reservoir_installed", data.RESERVOIRS,
        rule=lambda _b, h, y: d.reservoir_capacity_gw[h, y] == start[h, y] + new(h, y))
    annuity = model.annuities(model.values("reservoirs", "capex_cny_per_kw"), life)
    model.cost("capital", "reservoir", d.reservoir_built_gw, data.RESERVOIRS, annuity, paid_while_standing(model, life))
    model.cost("fixed", "reservoir", d.reservoir_capacity_gw, data.RESERVOIRS,
               model.values("reservoirs", "fixed_cost_cny_per_kw_a"))
    technology = model.values("reservoirs", "technology")
    data.reservoir_technology = technology
    if SOLAR_THERMAL & set(technology.values()):
        model.declare_account(SOLAR_THERMAL_ACCOUNT)
    credit = {season: model.values("reservoirs", f"credit_{season}_share") for season in ("summer", "winter")}
    for key in data.RESERVOIRS:
        model.capacities.append(Capacity(region[key], key[1], technology[key], d.reservoir_capacity_gw[key]))

    def firm(r: str, y: int, season: str) -> Any:
        return sum(credit[season][h, y] * d.reservoir_capacity_gw[h, y] for h in data.reservoirs_in[r, y])

    model.firm.append(firm)


def inflow_factor(model: Model, reservoir: str, year: int) -> np.ndarray:
    """Inflow per GW of turbine capacity, shape (8760,): the profile's shape scaled to the annual hours, exactly."""
    row = model.rows("reservoirs", year).loc[reservoir]
    shape = model.profile(row["inflow_profile"])
    return np.asarray(shape * (float(row["annual_hours"]) / model.case.sum_of_year(shape)))


def operation(model: Model) -> None:
    """Turbine output, spill and level of each block."""
    m, op, data, capacity = model.pyomo, model.operation, model.data, model.design.reservoir_capacity_gw
    _parameters(model)
    ceiling = {key: variable.ub for key, variable in capacity.items()}
    hours, inflow, net = data.reservoir_hours, data.inflow, data.reservoir_net_share
    op.reservoir_output_gw = Hourly(
        data.RESERVOIRS, m.BLOCKS, bounds=lambda _b, h, y, t: (0.0, net[h, y] * ceiling[h, y]))
    op.reservoir_spill_gw = Hourly(
        data.RESERVOIRS, m.BLOCKS,
        bounds=lambda _b, h, y, t: (0.0, inflow.arrays[h, y][t] * ceiling[h, y]))
    op.reservoir_level_gwh = Hourly(
        data.RESERVOIRS, m.POINTS, bounds=lambda _b, h, y, t: (0.0, hours[h, y] * ceiling[h, y]))
    _rows(model)
    model.limited_by_rows(op.reservoir_output_gw)
    model.levels_limited_by_rows(op.reservoir_level_gwh)
    gross = {key: 1.0 / data.reservoir_net_share[key] for key in data.RESERVOIRS}
    model.inject(lambda r, y, t: sum(op.reservoir_output_gw[h, y, t] for h in data.reservoirs_in[r, y]))
    per_gross = model.param("reservoir_gross_per_net", data.RESERVOIRS, gross)
    for account in ("generation_gross", "nonfossil_gross", "renewable_gross"):
        model.account(account, lambda r, y, t: sum(
            per_gross[h, y] * op.reservoir_output_gw[h, y, t] for h in data.reservoirs_in[r, y]))
    _solar_thermal_accounts(model, gross)
    own_use = model.param("reservoir_own_use", data.RESERVOIRS, {key: value - 1.0 for key, value in gross.items()})
    model.account("own_use", lambda r, y, t: sum(
        own_use[h, y] * op.reservoir_output_gw[h, y, t] for h in data.reservoirs_in[r, y]))


def _solar_thermal_accounts(model: Model, gross: dict[tuple[str, int], float]) -> None:
    """Concentrating solar counts as non-hydro; nothing is added where a case has none."""
    op, data = model.operation, model.data
    if SOLAR_THERMAL_ACCOUNT not in model.own_accounts:
        return
    rate = model.param("solar_thermal_gross_per_net", data.RESERVOIRS, {
        key: value if data.reservoir_technology[key] in SOLAR_THERMAL else 0.0 for key, value in gross.items()})
    for account in ("nonhydro_gross", SOLAR_THERMAL_ACCOUNT):
        model.account(account, lambda r, y, t: sum(
            rate[h, y] * op.reservoir_output_gw[h, y, t] for h in data.reservoirs_in[r, y]))


def _parameters(model: Model) -> None:
    data = model.data
    inflows = {(h, y): model.axis.mean(inflow_factor(model, h, y)) for h, y in data.RESERVOIRS}
    minimum = model.values("reservoirs", "min_output_share")
    available = model.values("reservoirs", "availability_share")
    # Bounded by the hour's inflow and by the turbines; its mean over a block is what averaged hours must pass.
    floors = {(h, y): model.axis.mean(np.minimum(min(minimum[h, y], available[h, y]), inflow_factor(model, h, y)))
              for h, y in data.RESERVOIRS}
    model.series("inflow", data.RESERVOIRS, inflows)
    model.series("minimum_flow", data.RESERVOIRS, floors)
    data.inflow_arrays = inflows
    model.param("reservoir_hours", data.RESERVOIRS, model.values("reservoirs", "storage_hours"))
    model.param("reservoir_available", data.RESERVOIRS, available)
    model.param("reservoir_net_share", data.RESERVOIRS, {
        key: 1.0 - share for key, share in model.values("reservoirs", "own_use_share").items()
    })


def _rows(model: Model) -> None:
    m, op, data, capacity = model.pyomo, model.operation, model.data, model.design.reservoir_capacity_gw
    net = data.reservoir_net_share
    op.turbine = Rows(
        data.RESERVOIRS, m.BLOCKS, rule=lambda _b, h, y, t:
        op.reservoir_output_gw[h, y, t] <= data.reservoir_available[h, y] * net[h, y] * capacity[h, y])
    op.minimum_flow = Rows(
        data.RESERVOIRS, m.BLOCKS, rule=lambda _b, h, y, t:
        op.reservoir_output_gw[h, y, t] >= net[h, y] * data.minimum_flow[h, y, t] * capacity[h, y])
    op.reservoir_level = Rows(
        data.RESERVOIRS, m.BLOCKS, rule=lambda _b, h, y, t:
        op.reservoir_level_gwh[h, y, t] == op.reservoir_level_gwh[h, y, m.level_before[t]]
        + m.duration_h[t] * (data.inflow[h, y, t] * capacity[h, y]
                             - op.reservoir_output_gw[h, y, t] / net[h, y] - op.reservoir_spill_gw[h, y, t]
                             + added(model.water_in, h, y, t)))
    op.reservoir_size = Rows(
        data.RESERVOIRS, m.BLOCKS, rule=lambda _b, h, y, t:
        op.reservoir_level_gwh[h, y, t] <= data.reservoir_hours[h, y] * capacity[h, y])


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacities, output, inflow, spill and the level at the end of each block."""
    d, op, data = model.design, model.operation, model.data
    hourly = ("reservoir", "year", "time")
    capacity = dict(zip(data.RESERVOIRS, point.array(d.reservoir_capacity_gw), strict=True))
    return {
        "reservoir_capacity_gw": point.of(hourly[:2], d.reservoir_capacity_gw),
        "reservoir_built_gw": point.of(hourly[:2], d.reservoir_built_gw),
        "reservoir_output_gw": point.of(hourly, op.reservoir_output_gw),
        "reservoir_inflow_gw": point.table(hourly, {k: data.inflow_arrays[k] * capacity[k] for k in data.RESERVOIRS}),
        "reservoir_spill_gw": point.of(hourly, op.reservoir_spill_gw),
        "reservoir_level_gwh": point.levels(hourly, op.reservoir_level_gwh),
    }
