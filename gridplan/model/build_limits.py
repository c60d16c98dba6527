"""Growth ceilings (年度建设上限): how much of a technology may be built for one planning year.

For each row of ``build_limits`` in force, over the assets of the technology in the region (all, if none is named):

    build_limit:  sum of what is built for planning year y <= max_gw, and <= max_gw_per_year x years of building

Years of building are those since the planning year before; for the first planning year ``first_period_years``.  What
is built is the variable each subject calls so: new plants (stores: discharge power), not what existing ones gain
by repowering.  The ceiling is hard: what it keeps a target from shows as the target's shortfall.
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import year_before


def design(model: Model) -> None:
    """One row for each ceiling and planning year; needs every subject's builds, so it comes last."""
    for year in model.years:
        for _key, row in model.rows("build_limits", year).iterrows():
            most = ceiling_gw(row, year, year_before(model, year))
            built = [variable[asset, year] for variable, asset in _members(model, row, year)]
            if not built or most == float("inf"):
                continue
            name = f"build_limit_{len(model.whole_row_years)}"
            model.design.add_component(name, pyo.Constraint(expr=sum(built) <= most))
            model.whole_rows.append(f"design.{name}")
            model.whole_row_years[f"design.{name}"] = year


def ceiling_gw(row: dict[str, Any], year: int, before: int | None) -> float:
    """The ceiling of a row for a planning year, GW; infinite where the row states none."""
    years = float(row["first_period_years"]) if before is None else year - before
    limits = (float(row["max_gw"]), float(row["max_gw_per_year"]) * years)
    return min((limit for limit in limits if limit == limit), default=float("inf"))


def _members(model: Model, row: dict[str, Any], year: int) -> list[tuple[pyo.Var, str]]:
    """Variables of what is built, and the assets, that a row is about."""
    found = []
    for assets in model.asset_classes.values():
        variable = model.pyomo.find_component(assets.built) if assets.built else None
        if variable is None or assets.built == assets.capacity:
            continue
        for asset, own in model.rows(assets.table, year).iterrows():
            here = not row["region"] or assets.region_of(own, model.regions) == row["region"]
            if here and assets.technology_of(own) == row["technology"] and (asset, year) in variable:
                found.append((variable, asset))
    return found


def operation(_model: Model) -> None:
    """Nothing happens by the hour."""


def extract(_model: Model, _point: Point) -> dict[str, Labelled]:
    """Nothing beyond what is built."""
    return {}
