"""What each enforced target costs: the plan without it, in turn, against the plan with all of them.

The programme is built and handed over once.  A target whose rows have no dual and whose slack is unused costs
nothing: without its rows the same duals still prove the same bound.  For each of the others its rows are freed and
the programme is solved again in the object that holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gridplan.case.settings import chosen
from gridplan.library.units import HOURS_PER_YEAR
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.model.frame import Model
from gridplan.model.point import Point
from gridplan.model.shared import PolicyRow
from gridplan.solve.certified.door import CERTIFIED, DEFAULT_GAP, crew_of
from gridplan.solve.certified.method import Certified, CertifiedSolve
from gridplan.solve.cluster import Cluster
from gridplan.solve.direct import Progress, solve_directly
from gridplan.solve.matrix import Problem, compile_problem
from gridplan.solve.price_bounds import Bounded, price_bounds
from gridplan.solve.run import NotSolved, Why
from gridplan.solve.solver import HIGHS, OTHERS, Solution, Solver, require_licence
from gridplan.solve.verify import Certificate, certify, row_sizes
from gridplan.solve.ways import method_for

if TYPE_CHECKING:
    from gridplan.case.case import Case

COLUMNS = ["policy", "region", "year", "metric", "sense", "target", "name_zh", "name_en", "cost_million_cny",
           "cost_without_million_cny", "cost_of_target_million_cny", "least_million_cny", "most_million_cny",
           "solved_again"]

NO_DUAL_SHARE = 1e-7
"""A target whose dual times right-hand side is below this share of the cost is priced at nothing without a solve."""


@dataclass(frozen=True)
class Priced:
    """One target's price: cost of the plan with it and without it, million CNY a year."""

    key: tuple[str, int]
    cost: float
    without: float
    solved_again: bool

    @property
    def least(self) -> float:
        """What the target costs at least; both plans are exact here."""
        return self.cost - self.without

    @property
    def most(self) -> float:
        """What it costs at most."""
        return self.cost - self.without


def price_targets(case: Case, *, hours: int = HOURS_PER_YEAR, method: str | None = None, threads: int | None = None,
                  progress: Progress | None = None, solver: str | None = None,
                  gap: float = DEFAULT_GAP, cluster: Cluster | None = None) -> pd.DataFrame:
    """Cost of holding each enforced target of a case, one line each; columns ``COLUMNS``.

    A full year is solved by the certified method unless another is asked for, its parts by the workers of a ``cluster``
    where there is one; then the price lies between two figures (``price_bounds.py``), the nearer the smaller the
    ``gap`` to prove.  Any other way both are the price itself.

    Raises:
        NotSolved: if the plan, or the plan without one of the targets, cannot be proven.
        SolverRefused: if Gurobi or COPT is asked for and is not there, not licensed, or not for this size.
    """
    settings = case.settings.solver
    choice = chosen(method, solver, settings)
    require_licence(choice.solver)
    tell: Progress = progress or (lambda _phase, **_figures: None)
    tell("build", hours=hours)
    model = build_model(case, TimeAxis.shortened_year(hours).over(case.probabilities))
    programme = compile_problem(model)
    if choice.method == CERTIFIED or method_for(choice.method, model, False) == CERTIFIED:
        solver_of_parts = "auto" if choice.solver == HIGHS else choice.solver
        crew = crew_of(solver_of_parts, threads or settings.threads, None, lambda: None, cluster)
        held = CertifiedSolve(case, model, programme, gap=gap, crew=crew, tell=lambda *_names, **_figures: None,
                              variants=True)
        return _table(model, price_bounds(model, held, tell, _stop_unless_bounded))
    way = choice.solver if choice.solver in OTHERS else method_for(choice.method, model, True)
    solved = solve_directly(programme, partial(tell, without=""), way,
                            threads=threads or settings.threads, time_limit_s=settings.time_limit_s)
    _stop_unless_proven(solved.solution, solved.certificate, "")
    return price_solved(model, programme, solved.solver, solved.solution, tell)


def _stop_unless_bounded(found: Certified, without: str) -> None:
    if found.certificate is None or not found.certificate.feasible:
        raise _not_proven(without, "Stopped" if found.stopped else "no plan")


def price_solved(model: Model, programme: Problem, solver: Solver, solution: Solution,
                 tell: Progress) -> pd.DataFrame:
    """As ``price_targets``, for a programme that ``solver`` holds and has solved: only the re-solves are left.

    Raises:
        NotSolved: if the plan without one of the targets cannot be proven.
    """
    return _table(model, _prices(model, programme, solver, solution, tell))


def _table(model: Model, prices: Iterator[Priced] | Iterator[Bounded]) -> pd.DataFrame:
    lines = []
    for priced in prices:
        row = model.rows("policies", priced.key[1]).loc[priced.key[0]]
        lines.append((priced.key[0], str(row["region"]), priced.key[1], str(row["metric"]), str(row["sense"]),
                      float(row["value"]), str(row["name_zh"]), str(row["name_en"]), priced.cost, priced.without,
                      priced.cost - priced.without, priced.least, priced.most, priced.solved_again))
    return pd.DataFrame(lines, columns=COLUMNS)


def _prices(model: Model, programme: Problem, solver: Solver, solution: Solution,
            tell: Progress) -> Iterator[Priced]:
    cost = certify(programme, solution.value, solution.dual).cost
    point = programme.point(solution.value, solution.dual)
    activity = row_sizes(programme, solution.value)
    for policy in model.policies:
        rows = _rows(point, policy)
        if _is_free(activity, point, policy, rows, cost):
            yield Priced(policy.key, cost, cost, False)
            continue
        lower, upper = programme.row_lower[rows], programme.row_upper[rows]
        solver.change_row_bounds(rows, np.full(len(rows), -np.inf), np.full(len(rows), np.inf))
        freed = programme.with_row_bounds(rows, -np.inf, np.inf)
        without = _solved(freed, solver, tell, policy.key[0])
        solver.change_row_bounds(rows, lower, upper)
        yield Priced(policy.key, cost, without, True)


def _rows(point: Point, policy: PolicyRow) -> np.ndarray:
    return np.concatenate([point.rows[id(constraint)] for constraint in policy.rows])


def _is_free(activity: np.ndarray, point: Point, policy: PolicyRow, rows: np.ndarray, cost: float) -> bool:
    """Whether the target's duals say that dropping it changes nothing: they bound what could be gained.

    ``activity`` is the sum of each row's terms in size, shape (n_rows,).
    """
    most = float(np.abs(point.dual[rows]) @ np.maximum(activity[rows], 1.0))
    slack = float(point.array(policy.slack).sum()) * policy.slack_price
    return most + slack <= NO_DUAL_SHARE * max(abs(cost), 1.0)


def _solved(programme: Problem, solver: Solver, tell: Progress, without: str) -> float:
    """Cost of the proven plan without a target, million CNY."""
    solution = solver.solve(lambda seconds: tell("solve", method=solver.method, seconds=seconds, without=without))
    proof = certify(programme, solution.value, solution.dual)
    _stop_unless_proven(solution, proof, without)
    return proof.cost


def _stop_unless_proven(solution: Solution, proof: Certificate, without: str) -> None:
    if not proof.proven:
        raise _not_proven(without, solution.status)


def _not_proven(without: str, status: str) -> NotSolved:
    return NotSolved("unproven", Why(
        f"the plan{f' without {without}' if without else ''} could not be proven ({status})",
        f"{f'去掉 {without} 后的' if without else ''}方案未能得到证明（{status}）"), {})


__all__ = ["COLUMNS", "price_solved", "price_targets"]
