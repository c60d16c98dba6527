"""Repowering (以大代小): old wind plants give way to fewer, larger ones on the same sites.

With old capacity r (GW) taken down, g GW of new capacity per GW of old, for each class with a row:

    repowered:            0 <= r <= min(most, existing)
    renewable_installed:  X_old = existing + built - r
                          X_new = existing + built + g r         (renewables.py reads ``Model.capacity_moves``)

The new plants are capacity of the class the row names, with its profile, own use and credits.  They stand on sites
that are already taken, so they come on top of the class's potential; the old class's potential is not set free.
Capital is the new plants' annuity, taking down included; the old plants' fixed cost ends.

Source: 国家能源局 风电场改造升级和退役管理办法 (2023): plants of more than fifteen years, or with units below 1.5 MW,
may be upgraded; the original grid capacity takes up no new room for accommodation.
"""

from __future__ import annotations

import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import gone_by_age, paid_while_standing, stands, year_before


def design(model: Model) -> None:
    """Old capacity taken down; room and terms for the capacity of both classes; the new plants' cost."""
    d, data = model.design, model.data
    existing = model.values("renewables", "existing_gw")
    data.REPOWERED = pyo.Set(dimen=2, initialize=model.keys("repowering"))
    most = {key: min(value, existing[key]) for key, value in model.values("repowering", "max_gw").items()}
    growth = model.values("repowering", "growth")
    into = {key: (str(name), key[1]) for key, name in model.values("repowering", "to").items()}
    d.repowered_gw = pyo.Var(data.REPOWERED, bounds=lambda _b, v, y: (0.0, most[v, y]))
    if not len(data.REPOWERED):
        return
    gain = model.param("repowering_growth", data.REPOWERED, growth)
    classes = model.keys("renewables")
    data.CLASSES_REPOWERED = pyo.Set(dimen=2, initialize=classes)
    life = model.values("repowering", "life_years")
    data.repowered_from = pyo.Set(data.CLASSES_REPOWERED, initialize={
        key: [key[0]] if key in most else [] for key in classes})
    data.repowered_to = pyo.Set(data.CLASSES_REPOWERED, dimen=2, initialize={
        (v, y): [(k, z) for (k, z), (new, _z) in into.items() if new == v and stands(z, life[k, z], y)]
        for v, y in classes})
    gone = _gone(model, existing) if model.is_path else d.repowered_gw
    model.capacity_moves.append(lambda v, y: sum(gain[k, z] * d.repowered_gw[k, z] for k, z in data.repowered_to[v, y])
                                - sum(gone[k, y] for k in data.repowered_from[v, y]))
    for old, new in into.items():
        down, up = model.capacity_room.get(old, (0.0, 0.0))
        model.capacity_room[old] = down + most[old], up
        down, up = model.capacity_room.get(new, (0.0, 0.0))
        factor = max(growth[key] for key in growth if key[0] == old[0] and key[1] <= old[1])
        model.capacity_room[new] = down, up + factor * most[old]
    annuity = model.annuities(model.values("repowering", "capex_cny_per_kw"), life)
    model.cost("capital", "renewable", d.repowered_gw, data.REPOWERED,
               {key: growth[key] * value for key, value in annuity.items()}, paid_while_standing(model, life))


def _gone(model: Model, existing: dict[tuple[str, int], float]) -> pyo.Var:
    """What is gone of the old plants and would not have aged out yet, GW; and no more taken down than allowed in all.

        repowered_gone:    q_y >= q before + r_y - aged       the plants taken down are the oldest
        repowered_no_more: q_y <= q before + r_y              nothing goes that is not taken down
        repowered_in_all:  sum of r up to the year <= most
    """
    d, data = model.design, model.data
    limit = model.values("repowering", "max_gw")
    aged = gone_by_age(model, existing)
    d.repowered_gone_gw = pyo.Var(data.REPOWERED, bounds=lambda _b, v, y: (0.0, min(limit[v, y], existing[v, y])))
    age = model.param("repowering_aged_gw", data.REPOWERED, {key: aged[key] for key in data.REPOWERED})
    most = model.param("repowering_max_gw", data.REPOWERED, limit)
    data.gone_before = pyo.Set(data.REPOWERED, dimen=1, initialize={
        (v, y): [before] if (v, before := year_before(model, y)) in limit else [] for v, y in data.REPOWERED})
    data.repowered_until = pyo.Set(data.REPOWERED, dimen=1, initialize={
        (v, y): [z for w, z in data.REPOWERED if w == v and z <= y] for v, y in data.REPOWERED})
    d.repowered_gone = pyo.Constraint(
        data.REPOWERED, rule=lambda _b, v, y: d.repowered_gone_gw[v, y] + age[v, y]
        >= d.repowered_gw[v, y] + sum(d.repowered_gone_gw[v, z] for z in data.gone_before[v, y]))
    d.repowered_no_more = pyo.Constraint(
        data.REPOWERED, rule=lambda _b, v, y: d.repowered_gone_gw[v, y]
        <= d.repowered_gw[v, y] + sum(d.repowered_gone_gw[v, z] for z in data.gone_before[v, y]))
    d.repowered_in_all = pyo.Constraint(
        data.REPOWERED, rule=lambda _b, v, y: sum(d.repowered_gw[v, z] for z in data.repowered_until[v, y])
        <= most[v, y])
    return d.repowered_gone_gw


def operation(_model: Model) -> None:
    """Nothing: the plants run as capacity of their classes."""


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacity taken down of the old classes, and gained by the new ones."""
    gone = dict(zip(model.data.REPOWERED, point.array(model.design.repowered_gw).tolist(), strict=True))
    gained: dict[tuple[str, int], float] = {}
    growth, into = model.values("repowering", "growth"), model.values("repowering", "to")
    for key, gw in gone.items():
        new = str(into[key]), key[1]
        gained[new] = gained.get(new, 0.0) + growth[key] * gw
    dims = ("renewable", "year")
    left = ({"renewable_gone_gw": point.of(dims, model.design.repowered_gone_gw)}
            if model.is_path and len(model.data.REPOWERED) else {})
    return left | {"renewable_retired_gw": point.table(dims, gone), "renewable_repowered_gw": point.table(dims, gained)}
