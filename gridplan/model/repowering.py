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
    data.repowered_from = pyo.Set(data.CLASSES_REPOWERED, initialize={
        key: [key[0]] if key in most else [] for key in classes})
    data.repowered_to = pyo.Set(data.CLASSES_REPOWERED, initialize={
        key: [old[0] for old, new in into.items() if new == key] for key in classes})
    model.capacity_moves.append(lambda v, y: sum(gain[k, y] * d.repowered_gw[k, y] for k in data.repowered_to[v, y])
                                - sum(d.repowered_gw[k, y] for k in data.repowered_from[v, y]))
    for old, new in into.items():
        down, up = model.capacity_room.get(old, (0.0, 0.0))
        model.capacity_room[old] = down + most[old], up
        down, up = model.capacity_room.get(new, (0.0, 0.0))
        model.capacity_room[new] = down, up + growth[old] * most[old]
    annuity = model.annuities(model.values("repowering", "capex_cny_per_kw"), model.values("repowering", "life_years"))
    model.cost("capital", "renewable", d.repowered_gw, data.REPOWERED,
               {key: growth[key] * value for key, value in annuity.items()})


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
    return {"renewable_retired_gw": point.table(dims, gone), "renewable_repowered_gw": point.table(dims, gained)}
