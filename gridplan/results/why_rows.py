"""What the rows of the programme pay per unit entered in them, by category, for the accounts of why.py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridplan.model.frame import Model
from gridplan.model.point import Point
from gridplan.solve.matrix import Problem

INCOMES = ("energy", "quota", "reserve", "targets", "heat")
OWN, ACCOUNT = "own", "account"

_CATEGORY_OF_METRIC = {"quota": "quota", "reserve": "reserve"}
"""Metrics by their first word; all others pay as "targets"."""


@dataclass(frozen=True)
class Payments:
    """Million CNY per unit entered in each row, shape (n_rows,) for each income and for all together (``total``); and
    which rows belong to one asset.

    An account's dual is passed on to the rows that use the account, so that each policy pays in its own name.
    """

    rate: dict[str, np.ndarray]
    total: np.ndarray
    own: np.ndarray


def payments(model: Model, problem: Problem, point: Point) -> Payments:
    """Payments of every row at the plan's duals."""
    categories = _categories(model, problem, point)
    rate = {name: np.where(categories == name, point.dual, 0.0) for name in INCOMES}
    _pass_on(model, problem, point, categories, rate)
    total = np.zeros(problem.shape[0])
    for one in rate.values():
        total += one
    return Payments(rate, total, categories == OWN)


def _categories(model: Model, problem: Problem, point: Point) -> np.ndarray:
    """Category of each row, shape (n_rows,): an income, "own" or "account"."""
    categories = np.full(problem.shape[0], OWN, dtype=object)
    carried = {name for names in model.passes_on.values() for name in names}
    for name, rows in problem.row_families.items():
        if name in carried:
            categories[rows] = ACCOUNT
        elif name in model.pays:
            categories[rows] = model.pays[name]
    metrics = {(str(policy), year): str(row["metric"]) for year in model.years
               for policy, row in model.rows("policies", year).iterrows()}
    for policy in model.policies:
        category = _CATEGORY_OF_METRIC.get(metrics[policy.key].split(".")[0], "targets")
        for constraint in policy.rows:
            categories[point.rows[id(constraint)]] = category
    return categories


def _pass_on(model: Model, problem: Problem, point: Point, categories: np.ndarray, rate: dict[str, np.ndarray]) -> None:
    """Add to each category's rate what a unit entered in each account row is paid.

    An account column a stands with 1 in its own row and in the rows of policies:  0 = y_own + sum_p y_p a_p.
    """
    matrix = problem.matrix
    for variable, families in model.passes_on.items():
        own = {int(row) for name in families for row in problem.row_families.get(name, ())}
        for column in point.columns[id(model.design.component(variable))]:
            places = range(matrix.indptr[column], matrix.indptr[column + 1])
            filled = [int(matrix.indices[place]) for place in places if int(matrix.indices[place]) in own]
            for place in places:
                used, weight = matrix.indices[place], matrix.data[place]
                if categories[used] in rate:
                    rate[categories[used]][filled] -= weight * point.dual[used]
