"""Links: channels between regions, and contracts with the outside.

f_t (GW) is the flow at the sending end; what arrives is f_t (1 - loss).  For each link and year:

    link_installed:   F = existing + built and still standing
    free:             min_flow F <= f_t <= F                      dispatched within bounds
    profile:          (1 - b) F d_t <= f_t <= min(1, (1 + b) d_t) F   the profile d_t within a band b
                      where nothing may be built these are bounds of f_t, else the rows link_curve_min/max: what is
                      built is sent on the same curve
    link_energy:      E_month = sum of w_t f_t                     energy sent, by month
    energy_min/max:   bounds on the year's energy

Where a contract states its annual energy the profile keeps its shape and is scaled to that energy; a step above the
capacity is cut and what is cut is spread over the other hours, so that the energy is met exactly.  That energy is sent
over the capacity that exists; where none does, over all that may be built.

Green energy is attributed to a link by the year: 0 <= green <= energy sent.  A contract from outside has its green
share as a datum; on every other link the sender decides, out of its own renewable generation (quota.py), and what
it attributes it no longer counts at home.

A price is paid on energy received from outside and earned on energy sent there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from gridplan.library.units import HOURS_PER_YEAR
from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import paid_while_standing, standing

OUTSIDE = "outside"

def _region(row: pd.Series, regions: list[str]) -> str:
    """Region a link's money belongs to: the receiver's, or the sender's where the receiver is outside."""
    return str(row["to"] if row["to"] in regions else row["from"])


ASSETS = AssetClass(
    "link", "links",
    variables=("design.link_capacity_gw", "design.link_built_gw", "design.link_energy_gwh", "design.link_green_gwh",
               "design.link_green_nonhydro_gwh", "operation.link_flow_gw"),
    capacity="design.link_capacity_gw", built="design.link_built_gw", given=("design.link_installed",),
    whole=("design.link_energy_min", "design.link_energy_max"), alike=True, technology="", region_of=_region)


def design(model: Model) -> None:
    """Capacity, annual energy and attributed green energy of each link."""
    m, d, data = model.pyomo, model.design, model.data
    data.LINKS = pyo.Set(dimen=2, initialize=model.keys("links"))
    sender, receiver = model.values("links", "from"), model.values("links", "to")
    data.link_from, data.link_to = sender, receiver
    existing, build_max = model.values("links", "capacity_gw"), model.values("links", "build_max_gw")
    d.link_capacity_gw = pyo.Var(
        data.LINKS, bounds=lambda _b, k, y: (existing[k, y], existing[k, y] + build_max[k, y]))
    d.link_built_gw = pyo.Var(data.LINKS, bounds=lambda _b, k, y: (0.0, build_max[k, y]))
    start = model.param("link_existing_gw", data.LINKS, existing)
    life = model.values("links", "life_years")
    new = standing(model, "link", d.link_built_gw, life)
    model.family(
        d, "link_installed", data.LINKS,
        rule=lambda _b, k, y: d.link_capacity_gw[k, y] == start[k, y] + new(k, y))
    model.cost("capital", "link", d.link_built_gw, data.LINKS,
               model.annuities(model.values("links", "capex_cny_per_kw"), life), paid_while_standing(model, life))
    _energy(model)
    _sides(model)
    firm_share, loss = model.values("links", "firm_share"), model.values("links", "loss_share")

    def firm(r: str, y: int, _season: str) -> Any:
        received = sum(firm_share[k, y] * (1 - loss[k, y]) * d.link_capacity_gw[k, y] for k in data.links_into[r, y])
        return received - sum(firm_share[k, y] * d.link_capacity_gw[k, y] for k in data.links_out_of[r, y])

    model.firm.append(firm)
    m.data.link_loss = loss


def _energy(model: Model) -> None:
    """Energy by month as columns, its yearly bounds, and the green energy attributed to each link."""
    m, d, data = model.pyomo, model.design, model.data
    hours = model.month_hours
    ceiling = {key: variable.ub * sum(hours.values()) for key, variable in d.link_capacity_gw.items()}
    d.link_energy_gwh = pyo.Var(
        data.LINKS, m.MONTHS, bounds=lambda _b, k, y, month: (0.0, d.link_capacity_gw[k, y].ub * hours[month]))
    d.link_green_gwh = pyo.Var(data.LINKS, bounds=lambda _b, k, y: (0.0, ceiling[k, y]))
    d.link_green_nonhydro_gwh = pyo.Var(data.LINKS, bounds=lambda _b, k, y: (0.0, ceiling[k, y]))
    d.green_within_energy = pyo.Constraint(
        data.LINKS, rule=lambda _b, k, y: d.link_green_gwh[k, y] <= sent_gwh(model, k, y))
    d.nonhydro_within_green = pyo.Constraint(
        data.LINKS, rule=lambda _b, k, y: d.link_green_nonhydro_gwh[k, y] <= d.link_green_gwh[k, y])
    outside = [key for key in data.LINKS if data.link_from[key] == OUTSIDE]
    share = model.param("link_green_share", data.LINKS, model.values("links", "green_share"))
    hydro = model.param("link_green_hydro_share", data.LINKS, model.values("links", "green_hydro_share"))
    data.OUTSIDE_SUPPLY = pyo.Set(dimen=2, initialize=outside)
    d.green_of_contract = pyo.Constraint(
        data.OUTSIDE_SUPPLY,
        rule=lambda _b, k, y: d.link_green_gwh[k, y] == share[k, y] * sent_gwh(model, k, y))
    d.nonhydro_of_contract = pyo.Constraint(
        data.OUTSIDE_SUPPLY,
        rule=lambda _b, k, y: d.link_green_nonhydro_gwh[k, y] == (1 - hydro[k, y]) * d.link_green_gwh[k, y])
    _energy_bounds(model)


def _energy_bounds(model: Model) -> None:
    # Two families rather than one with a sign: Pyomo 6.10 drops a factor that multiplies the whole of a template's sum.
    d = model.design
    floor, ceiling = _stated_energy(model, "energy_min"), _stated_energy(model, "energy_max")
    model.in_each_weather(d, "link_energy_min", floor.index_set(), lambda i, months, share:
        sum(d.link_energy_gwh[*i, month] for month in months) >= share * floor[i])
    model.in_each_weather(d, "link_energy_max", ceiling.index_set(), lambda i, months, share:
        sum(d.link_energy_gwh[*i, month] for month in months) <= share * ceiling[i])


def _stated_energy(model: Model, name: str) -> pyo.Param:
    """A yearly energy bound in GWh of the links that state one."""
    limits = {key: value * 1000.0 for key, value in model.values("links", f"{name}_twh", missing=np.inf).items()
              if np.isfinite(value)}
    members = pyo.Set(dimen=2, initialize=list(limits))
    model.data.add_component(f"LINKS_WITH_{name.upper()}", members)
    return model.param(f"link_{name}_gwh", members, limits)


def sent_gwh(model: Model, link: Any, year: Any) -> Any:
    """Energy sent over a link in a year, GWh, as an expression of the design side."""
    return sum(model.design.link_energy_gwh[link, year, month] for month in model.pyomo.MONTHS)


def _sides(model: Model) -> None:
    data = model.data
    for name, side in (("links_into", data.link_to), ("links_out_of", data.link_from)):
        members = [key for key in data.LINKS if side[key] != OUTSIDE]
        model.by_region(name, members, side.__getitem__, dimen=1)


def delivery_profile(model: Model, link: str, year: int) -> np.ndarray:
    """Flow of a profile contract per GW of capacity in every hour: scaled to the annual energy where one is given,
    in each weather year by itself, since a contract is the same whatever the weather.

    Raises:
        ValueError: if the energy does not fit under the capacity.
    """
    row = model.rows("links", year).loc[link]
    shape = model.profile(row["profile"])
    if np.isnan(float(row["energy_twh"])):
        return shape
    capacity = float(row["capacity_gw"]) or float(row["build_max_gw"])
    hours = float(row["energy_twh"]) * 1000.0 / capacity
    if hours > HOURS_PER_YEAR or (shape.reshape(-1, HOURS_PER_YEAR).sum(axis=1) <= 0).any():
        raise ValueError(f"link {link}: {row['energy_twh']} TWh do not fit under {capacity} GW")
    try:
        return np.concatenate([_filled(one, hours) for one in shape.reshape(-1, HOURS_PER_YEAR)])
    except ValueError:
        raise ValueError(
            f"link {link}: {row['energy_twh']} TWh do not fit into the hours its profile delivers in") from None


def _filled(shape: np.ndarray, hours: float) -> np.ndarray:
    """A curve of a year of some full-load hours that is nowhere above 1; ValueError where its hours are too few."""
    flow = shape * (hours / shape.sum())
    while flow.max() > 1.0 + 1e-12:
        over = flow >= 1.0
        flow[over] = 1.0
        if flow[~over].sum() <= 0:
            raise ValueError("too few hours")
        flow[~over] *= (hours - over.sum()) / flow[~over].sum()
    return np.asarray(flow)


def operation(model: Model) -> None:
    """Flow of each block."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    bounds = _flow_bounds(model)
    op.link_flow_gw = Hourly(
        data.LINKS, m.BLOCKS, bounds=lambda _b, k, y, t: (bounds[k, y][0][t], bounds[k, y][1][t]))
    mode = model.values("links", "mode")
    data.FREE_LINKS = pyo.Set(dimen=2, initialize=[key for key in data.LINKS if mode[key] == "free"])
    _growing_curves(model, mode)
    least = model.values("links", "min_flow_share")
    data.FLOORED_LINKS = pyo.Set(dimen=2, initialize=[key for key in data.FREE_LINKS if least[key] > 0])
    share = model.param("link_min_flow_share", data.LINKS, least)
    op.link_limit = Rows(
        data.FREE_LINKS, m.BLOCKS, rule=lambda _b, k, y, t: op.link_flow_gw[k, y, t] <= d.link_capacity_gw[k, y])
    op.link_floor = Rows(
        data.FLOORED_LINKS, m.BLOCKS,
        rule=lambda _b, k, y, t: op.link_flow_gw[k, y, t] >= share[k, y] * d.link_capacity_gw[k, y])
    model.family(
        op, "link_energy", data.LINKS, m.MONTHS, rule=lambda _b, k, y, month:
        d.link_energy_gwh[k, y, month] == sum(m.weight_h[t] * op.link_flow_gw[k, y, t] for t in m.blocks_in[month]))
    kept = model.param("link_kept_share", data.LINKS, {key: 1.0 - loss for key, loss in data.link_loss.items()})
    model.inject(lambda r, y, t: sum(kept[k, y] * op.link_flow_gw[k, y, t] for k in data.links_into[r, y]))
    model.withdraw(lambda r, y, t: sum(op.link_flow_gw[k, y, t] for k in data.links_out_of[r, y]))
    _trade(model)


def _flow_bounds(model: Model) -> dict[tuple[str, int], tuple[np.ndarray, np.ndarray]]:
    bounds = {}
    for k, y in model.data.LINKS:
        row = model.rows("links", y).loc[k]
        capacity = model.design.link_capacity_gw[k, y].ub
        if row["mode"] == "profile":
            agreed = model.axis.mean(delivery_profile(model, k, y))
            band, existing = float(row["profile_tolerance_share"]), float(row["capacity_gw"])
            lower, upper = agreed * existing * (1 - band), np.minimum(capacity, agreed * capacity * (1 + band))
        else:
            lower, upper = np.zeros(len(model.axis)), np.full(len(model.axis), capacity)
        bounds[k, y] = lower, np.maximum(lower, upper)
    return bounds


def _growing_curves(model: Model, mode: dict[tuple[str, int], str]) -> None:
    """Rows by which the curve of a profile contract grows with the capacity built for it."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    growing = [key for key in data.LINKS if mode[key] == "profile" and d.link_built_gw[key].ub > 0]
    if not growing:
        return
    data.GROWING_LINKS = pyo.Set(dimen=2, initialize=growing)
    band = model.values("links", "profile_tolerance_share")
    agreed = {key: model.axis.mean(delivery_profile(model, *key)) for key in growing}
    least = model.series("link_curve_least", data.GROWING_LINKS, {
        key: curve * (1.0 - band[key]) for key, curve in agreed.items()})
    most = model.series("link_curve_most", data.GROWING_LINKS, {
        key: np.minimum(1.0, curve * (1.0 + band[key])) for key, curve in agreed.items()})
    op.link_curve_min = Rows(
        data.GROWING_LINKS, m.BLOCKS,
        rule=lambda _b, k, y, t: op.link_flow_gw[k, y, t] >= least[k, y, t] * d.link_capacity_gw[k, y])
    op.link_curve_max = Rows(
        data.GROWING_LINKS, m.BLOCKS,
        rule=lambda _b, k, y, t: op.link_flow_gw[k, y, t] <= most[k, y, t] * d.link_capacity_gw[k, y])


def _trade(model: Model) -> None:
    """Payment for imports by energy received, income from exports by energy sent; only with the outside."""
    data, op = model.data, model.operation
    price = model.values("links", "price_cny_per_mwh")
    rate_in = {key: price[key] / 1000.0 * (1.0 - data.link_loss[key]) if data.link_from[key] == OUTSIDE else 0.0
               for key in data.LINKS}
    rate_out = {key: -price[key] / 1000.0 if data.link_to[key] == OUTSIDE else 0.0 for key in data.LINKS}
    model.hourly_cost("import", "link", op.link_flow_gw, data.LINKS, rate_in)
    model.hourly_cost("export", "link", op.link_flow_gw, data.LINKS, rate_out)


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacity, flow at the sending end and the green energy attributed to each link."""
    d = model.design
    yearly = ("link", "year")
    return {
        "link_capacity_gw": point.of(yearly, d.link_capacity_gw),
        "link_built_gw": point.of(yearly, d.link_built_gw),
        "link_green_gwh": point.of(yearly, d.link_green_gwh),
        "link_green_nonhydro_gwh": point.of(yearly, d.link_green_nonhydro_gwh),
        "link_flow_gw": point.of((*yearly, "time"), model.operation.link_flow_gw),
    }
