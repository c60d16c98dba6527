"""Life extension (延寿): capacity whose design life ends by the planning year is closed unless it is extended.

For each row of the table ``life_extension``, with expiring capacity W, retired r and extended z (GW gross):

    life_end:    r + z >= W                        z <= most that may be extended, z <= W

In a path W is all that has reached its life's end by the year and still stands in the case's data; what was extended
in an earlier year counts for as long as its extension lasts.

Extension is paid for by an annuity over the years it adds.  Closing more than expires is early retirement, bounded by
the cohort's ``retire_max_gw``, which must hold what expires.  Rule: units at the end of their design life are assessed
and either closed, extended or kept as emergency reserve (发改能源〔2021〕1519号; 煤电应急备用电源管理指导意见, 2018).
"""

from __future__ import annotations

import pyomo.environ as pyo

from gridplan.model.assets import Extension
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import paid_while_standing, standing

EXTENDS = (Extension("cohort", ("design.extended_gw",)),)


def design(model: Model) -> None:
    """Capacity extended beyond its design life, and the closure of the rest."""
    d, data = model.design, model.data
    expiring = model.values("life_extension", "expiring_gw")
    most = model.values("life_extension", "extension_max_gw", missing=float("inf"))
    data.EXPIRING = pyo.Set(dimen=2, initialize=model.keys("life_extension"))
    if not expiring:
        return
    d.extended_gw = pyo.Var(data.EXPIRING, bounds=lambda _b, g, y: (0.0, min(most[g, y], expiring[g, y])))
    ends = model.param("expiring_gw", data.EXPIRING, expiring)
    life = model.values("life_extension", "life_years")
    extended = standing(model, "extension", d.extended_gw, life)
    d.life_end = pyo.Constraint(
        data.EXPIRING, rule=lambda _b, g, y: d.thermal_retired_gw[g, y] + extended(g, y) >= ends[g, y])
    model.cost("extension", "cohort", d.extended_gw, data.EXPIRING,
               model.annuities(model.values("life_extension", "cost_cny_per_kw"), life),
               paid_while_standing(model, life))


def operation(model: Model) -> None:
    """Extended capacity runs as the cohort does: nothing of its own."""


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacity extended, GW."""
    if not len(model.data.EXPIRING):
        return {}
    return {"thermal_extended_gw": point.of(("cohort", "year"), model.design.extended_gw)}
