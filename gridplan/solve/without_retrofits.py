"""The plan solved again without each kind of coal retrofit, to see what the kind brings.

The compiled programme is used as it stands in the solver: the capacity of every state that contains the kind is held
at zero,

    x_k = 0                      for every retrofit state k of the kind

and the targets that ask for the kind (retrofit.<kind>_capacity, retrofit.units.<kind>) are dropped with it; everything
else, investment and dispatch, is free to change.  A kind of which the plan uses nothing and no enforced target asks is
not solved again: the plan itself is the plan without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from gridplan.model.frame import Model
from gridplan.model.objective import cost_table
from gridplan.model.point import Point
from gridplan.results.assemble import assemble
from gridplan.results.ledger import region_years
from gridplan.results.retrofit_types import (
    AGAINST_COLUMNS,
    WITHOUT_COLUMNS,
    figures,
    includes,
    offered_kinds,
    retrofits_by_kind,
)
from gridplan.results.types import Results
from gridplan.solve.matrix import Problem
from gridplan.solve.solver import Solver
from gridplan.solve.verify import Certificate, certify

VISIBLE_GW = 1e-4
Tell = Callable[..., None]


def without_retrofits(results: Results, model: Model, programme: Problem, solver: Solver,
                      tell: Tell) -> pd.DataFrame:
    """What changes without each kind of retrofit the case offers; columns ``WITHOUT_COLUMNS``.

    ``solver`` must hold ``programme``; it holds it again afterwards.  Figures are "without" less "with", so what the
    kind saves is positive; for a kind no plan without it could be proven of they are NaN (status "not_proven").
    """
    point = programme.point(np.zeros(programme.shape[1]), np.zeros(programme.shape[0]))
    used = retrofits_by_kind(results).groupby("retrofit")["capacity_gw"].sum()
    lines: list[dict[str, object]] = []
    for kind in offered_kinds(results):
        rows = _asking_rows(model, point, kind)
        if used[kind] <= VISIBLE_GW and not len(rows):
            lines += _lines(results, kind, "unused", dict.fromkeys(region_years(results),
                                                                   dict.fromkeys(AGAINST_COLUMNS, 0.0)))
            continue
        tell("solve", method=solver.method, without=kind)
        other, proof, seconds = _solved_without(results, model, programme, solver, _columns(model, point, kind), rows)
        if other is None:
            lines += _lines(results, kind, "not_proven", {}, proof.gap, seconds)
            continue
        changes = {place: _difference(figures(other, *place), figures(results, *place))
                   for place in region_years(results)}
        lines += _lines(results, kind, "solved", changes, proof.gap, seconds)
    return pd.DataFrame(lines, columns=WITHOUT_COLUMNS)


def _columns(model: Model, point: Point, kind: str) -> np.ndarray:
    """Columns of the capacity of every state of the kind."""
    capacity = model.design.thermal_capacity_gw
    places = point.columns[id(capacity)]
    chosen = [place for place, (_cohort, state, _year) in zip(places, capacity.index_set(), strict=True)
              if state != "as_is" and includes(state, kind) and place >= 0]
    return np.array(chosen, dtype=np.int64)


def _asking_rows(model: Model, point: Point, kind: str) -> np.ndarray:
    """Rows of the enforced targets that ask for the kind."""
    found: list[np.ndarray] = [np.empty(0, dtype=np.int64)]
    for policy in model.policies:
        metric = str(model.rows("policies", policy.key[1]).loc[policy.key[0], "metric"])
        if not metric.startswith("retrofit."):
            continue
        asked = metric.removeprefix("retrofit.").removeprefix("units.").removesuffix("_capacity")
        if includes(asked, kind):
            found += [point.rows[id(constraint)] for constraint in policy.rows]
    return np.concatenate(found)


def _solved_without(results: Results, model: Model, programme: Problem, solver: Solver, columns: np.ndarray,
                    rows: np.ndarray) -> tuple[Results | None, Certificate, float]:
    """The plan with the columns held at zero and the rows freed (None if it cannot be proven), its proof, seconds."""
    lower, upper = programme.column_lower[columns], programme.column_upper[columns]
    nothing = np.zeros(len(columns))
    barred = programme.with_row_bounds(rows, -np.inf, np.inf).with_column_bounds(columns, 0.0, 0.0)
    solver.change_column_bounds(columns, nothing, nothing)
    solver.change_row_bounds(rows, np.full(len(rows), -np.inf), np.full(len(rows), np.inf))
    try:
        solution = solver.solve()
    finally:
        solver.change_column_bounds(columns, lower, upper)
        solver.change_row_bounds(rows, programme.row_lower[rows], programme.row_upper[rows])
    proof = certify(barred, solution.value, solution.dual)
    if not proof.proven:
        return None, proof, solution.seconds
    point = barred.point(solution.value, solution.dual)
    return (replace(results, dataset=assemble(model, point), costs=cost_table(model, point), policies=pd.DataFrame(),
                    why=pd.DataFrame()), proof, solution.seconds)


def _difference(without: dict[str, float], plan: dict[str, float]) -> dict[str, float]:
    return {name: without[name] - plan[name] for name in AGAINST_COLUMNS}


def _lines(results: Results, kind: str, status: str, changes: dict[tuple[str, int], dict[str, float]],
           gap: float = float("nan"), seconds: float = 0.0) -> list[dict[str, object]]:
    return [{"region": region, "year": year, "retrofit": kind, "status": status, "gap": gap, "seconds": seconds,
             **changes.get((region, year), {})} for region, year in region_years(results)]


__all__ = ["without_retrofits"]
