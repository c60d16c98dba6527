"""A path planned year by year without looking ahead (myopic), on the same programme as with perfect foresight.

The years are solved in turn: the columns of a planning year, with the rows of that year, what earlier years have
decided put in as numbers.  A build is weighed by what it costs and brings in its own year alone; its annuities of later
years follow all the same.  The years' points together are one point of the whole programme, so its cost is on the
same footing as that of perfect foresight and never below it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gridplan.model.frame import Model
from gridplan.model.objective import years_paid
from gridplan.solve.labels import Labels, labels
from gridplan.solve.matrix import Problem
from gridplan.solve.solver import Solution
from gridplan.solve.verify import Certificate, certify

SolveOne = Callable[[int, Problem], tuple[Solution, Certificate]]
"""Solves the programme of one planning year."""


@dataclass(frozen=True)
class Step:
    """The programme of one planning year and where its columns and rows stand in the whole."""

    problem: Problem
    columns: np.ndarray
    rows: np.ndarray


def solve_years(model: Model, problem: Problem, solve_one: SolveOne) -> tuple[Solution, Certificate]:
    """The years solved in turn, as one solution of the whole programme.

    The certificate's residuals and cost are those of the whole; its lower bound is what the years' own proofs leave
    open below that cost, since the plan claims to be the best of each year given those before it, and no more.  A year
    without a proof ends the walk: its status and an open bound are handed back.
    """
    found, cost = labels(model, problem), own_cost(model, problem)
    value, dual = np.zeros(problem.shape[1]), np.zeros(problem.shape[0])
    seconds, iterations, open_gap = 0.0, 0, 0.0
    for year in model.years:
        step = step_of(problem, cost, found, year, value)
        solution, proof = solve_one(year, step.problem)
        seconds, iterations = seconds + solution.seconds, iterations + solution.iterations
        if not proof.proven:
            whole = certify(problem, value, dual)
            return replace(solution, seconds=seconds, iterations=iterations), replace(whole, lower_bound=-np.inf)
        # What later years build upon must lie within its bounds: a hair beyond would make them contradict themselves.
        lower, upper = step.problem.column_lower, step.problem.column_upper
        value[step.columns] = np.clip(solution.value, lower, upper)
        dual[step.rows] = solution.dual
        open_gap += max(0.0, proof.cost - proof.lower_bound)
    whole = certify(problem, value, dual)
    together = replace(solution, value=value, dual=dual, seconds=seconds, iterations=iterations)
    return together, replace(whole, lower_bound=whole.cost - open_gap)


def step_of(problem: Problem, cost: np.ndarray, found: Labels, year: int, value: np.ndarray) -> Step:
    """The programme of one planning year at the years' own ``cost``, the columns of earlier ones held at ``value``."""
    columns = np.flatnonzero(found.column_year == year)
    rows = np.flatnonzero(found.row_year == year)
    earlier = np.where(found.column_year < year, value, 0.0)
    given = problem.matrix[rows] @ earlier if len(rows) else np.zeros(0)
    own = problem.matrix[rows][:, columns].tocsc()
    step = replace(
        problem, cost=cost[columns], offset=0.0, matrix=own,
        row_lower=problem.row_lower[rows] - given, row_upper=problem.row_upper[rows] - given,
        column_lower=problem.column_lower[columns], column_upper=problem.column_upper[columns],
        implied=problem.implied[columns], columns={}, rows={},
        row_families=_families(problem.row_families, rows, problem.shape[0]),
        column_families=_families(problem.column_families, columns, problem.shape[1]))
    return Step(step, columns, rows)


def own_cost(model: Model, problem: Problem) -> np.ndarray:
    """Objective coefficients without what falls due in other planning years than the column's own, shape (n_columns,).

    Only what is built, extended or retrofitted is paid for in other years.
    """
    cost = problem.cost.copy()
    for one in model.costs:
        if one.paid is None:
            continue
        columns = problem.columns[id(one.variable)]
        for key, column in zip(one.variable.index_set(), columns.tolist(), strict=True):
            if column < 0 or key not in one.paid:
                continue
            paid = years_paid(model, one, key).items()
            other = sum(share * model.year_weight[y] for y, share in paid if y != key[-1])
            cost[column] -= one.rate.get(key, 0.0) * other
    return cost


def _families(families: dict[str, np.ndarray], kept: np.ndarray, size: int) -> dict[str, np.ndarray]:
    """Families with the positions they have among those kept."""
    place = np.full(size, -1)
    place[kept] = np.arange(len(kept))
    moved = {name: place[members[members >= 0]] for name, members in families.items()}
    return {name: members[members >= 0] for name, members in moved.items()}


__all__ = ["Step", "own_cost", "solve_years", "step_of"]
