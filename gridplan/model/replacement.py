"""Equal-capacity replacement (等容量替代, 上大压小): new coal units take the place of closed ones.

A new cohort named in the table ``replacement`` may be built only where older coal capacity has been closed for it.
With built b of the new cohort n, retired r and emergency reserve k of the old cohort o, the ratio of GW closed per GW
built, and ``replaced_gw`` v[n, o] the closed capacity of o used for n (GW gross):

    replacement_built:   ratio x b[n] = sum over o of v[n, o]
    replacement_closed:  sum over n of v[n, o] <= r[o]
    replacement_closed_not_kept:  the same with + k[o], where o may be kept as reserve: what is kept frees no capacity

so that no closed unit is used twice, whatever old cohorts the new ones may draw on.  In a path the sums run over the
years up to the row's, and what has aged out of the fleet since the first year frees capacity as a closure does.  Rule:
new units by equal or reduced replacement of coal or capacity (发改能源〔2021〕1519号; 等容量替代 of the closure plans).
"""

from __future__ import annotations

import pyomo.environ as pyo

from gridplan.model.fleet import AS_IS
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import aged_until


def replaceable(model: Model) -> list[tuple[str, str, int]]:
    """(new cohort, old cohort, year) of every pair the table allows: the named old ones, or all coal of the region."""
    figures, pairs = model.data.thermal_figures, []
    for year in model.years:
        for new, row in model.rows("replacement", year).iterrows():
            named = str(row["from"]).split()
            region = figures[str(new), AS_IS, year].region
            for old in model.rows("cohorts", year).index:
                f = figures[old, AS_IS, year]
                coal = f.is_coal and f.region == region and old != new
                if old in named if named else coal:
                    pairs.append((str(new), str(old), year))
    return pairs


def design(model: Model) -> None:
    """Closed capacity used for new units."""
    d, data = model.design, model.data
    ratio = model.values("replacement", "retired_per_built")
    data.NEW_FOR_OLD = pyo.Set(dimen=2, initialize=model.keys("replacement"))
    if not ratio:
        return
    pairs = replaceable(model)
    alone = set(ratio) - {(new, y) for new, _old, y in pairs}
    if alone:
        raise ValueError(f"nothing may be closed for {sorted(alone)}")
    retire_max = {key: variable.ub for key, variable in d.thermal_retired_gw.items()}
    data.REPLACEMENTS = pyo.Set(dimen=3, initialize=pairs)
    data.CLOSED_FOR_NEW = pyo.Set(dimen=2, initialize=list(dict.fromkeys((old, y) for _n, old, y in pairs)))
    data.old_of = pyo.Set(data.NEW_FOR_OLD, initialize={
        (n, y): [old for new, old, z in pairs if (new, z) == (n, y)] for n, y in data.NEW_FOR_OLD})
    data.used_until = pyo.Set(data.CLOSED_FOR_NEW, dimen=2, initialize={
        (o, y): [(new, z) for new, old, z in pairs if old == o and z <= y] for o, y in data.CLOSED_FOR_NEW})
    # What leaves by age frees capacity as a closure does.
    aged = aged_until(model, model.values("cohorts", "existing_gw"))
    d.replaced_gw = pyo.Var(data.REPLACEMENTS, bounds=lambda _b, n, o, y: (0.0, retire_max[o, y] + aged[o, y]))
    needed = model.param("retired_per_built", data.NEW_FOR_OLD, ratio)
    d.replacement_built = pyo.Constraint(
        data.NEW_FOR_OLD, rule=lambda _b, n, y: needed[n, y] * d.thermal_built_gw[n, y]
        == sum(d.replaced_gw[n, o, y] for o in data.old_of[n, y]))
    _closed_once(model, model.param("aged_until_gw", data.CLOSED_FOR_NEW, aged))


def _closed_once(model: Model, aged: pyo.Param) -> None:
    """No closed capacity is used twice, in no year, nor while it is kept as emergency reserve."""
    d, data = model.design, model.data
    kept = set(data.KEPT)
    data.REPLACED_AND_KEPT = pyo.Set(dimen=2, initialize=[key for key in data.CLOSED_FOR_NEW if key in kept])
    data.REPLACED_ONLY = pyo.Set(dimen=2, initialize=[key for key in data.CLOSED_FOR_NEW if key not in kept])
    if len(data.REPLACED_ONLY):
        d.replacement_closed = pyo.Constraint(
            data.REPLACED_ONLY, rule=lambda _b, o, y:
            sum(d.replaced_gw[n, o, z] for n, z in data.used_until[o, y]) <= d.thermal_retired_gw[o, y] + aged[o, y])
    if len(data.REPLACED_AND_KEPT):
        d.replacement_closed_not_kept = pyo.Constraint(
            data.REPLACED_AND_KEPT, rule=lambda _b, o, y:
            sum(d.replaced_gw[n, o, z] for n, z in data.used_until[o, y]) + d.emergency_reserve_gw[o, y]
            <= d.thermal_retired_gw[o, y] + aged[o, y])


def operation(model: Model) -> None:
    """Nothing happens by the hour."""


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Closed capacity of each old cohort used for new units, GW."""
    if not len(model.data.NEW_FOR_OLD):
        return {}
    used: dict[tuple[str, int], float] = {}
    for (_new, old, year), value in zip(model.data.REPLACEMENTS, point.array(model.design.replaced_gw), strict=True):
        used[old, year] = used.get((old, year), 0.0) + float(value)
    return {"thermal_replaced_gw": point.table(("cohort", "year"), used)}
