"""Our own arithmetic on what the solver returns: residuals, objective and a lower bound, from our own arrays.

Nothing here asks the solver.  The matrix is in the model's units and never rescaled, so the residuals are in GW,
GWh, kt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from gridplan.solve.matrix import Arrays, Problem

ROW_TOLERANCE = 1e-5
"""Largest row residual accepted, relative to the row's terms added up in size (at least 1 GW, GWh or kt)."""

BOUND_TOLERANCE = 1e-6
GAP_TOLERANCE = 1e-4
"""Largest gap between cost and proven bound at which a direct solve counts as solved."""


@dataclass(frozen=True)
class Certificate:
    """What is proven of a point.

    Attributes:
        cost: objective at the point, million CNY.
        lower_bound: proven lower bound on the optimum by weak duality, million CNY.
        max_row: largest row residual, in the row's unit.
        max_row_scaled: largest row residual relative to its row's largest term (at least 1).
        max_row_family: constraint family it is in.
        max_bound: largest violation of a column bound, in the column's unit.
        max_bound_family: variable it is in.
    """

    cost: float
    lower_bound: float
    max_row: float
    max_row_scaled: float
    max_row_family: str
    max_bound: float
    max_bound_family: str

    @property
    def gap(self) -> float:
        """(cost - lower bound) / |cost|."""
        return (self.cost - self.lower_bound) / max(abs(self.cost), 1e-9)

    @property
    def feasible(self) -> bool:
        """Whether every residual is within tolerance."""
        return self.max_row_scaled <= ROW_TOLERANCE and self.max_bound <= BOUND_TOLERANCE

    @property
    def proven(self) -> bool:
        """Whether the point is feasible and within the gap at which a direct solve counts as solved."""
        return self.feasible and self.gap <= GAP_TOLERANCE


def certify(problem: Problem, value: np.ndarray, dual: np.ndarray) -> Certificate:
    """Residuals and objective of a point, and the bound its duals prove."""
    activity = problem.matrix @ value
    excess = np.maximum(np.maximum(problem.row_lower - activity, activity - problem.row_upper), 0.0)
    size = np.maximum(row_sizes(problem, value), 1.0)
    outside = np.maximum(np.maximum(problem.column_lower - value, value - problem.column_upper), 0.0)
    return Certificate(
        cost=float(problem.cost @ value) + problem.offset,
        lower_bound=lower_bound(problem, dual),
        max_row=_largest(excess), max_row_scaled=_largest(excess / size),
        max_row_family=_family(problem.row_families, excess), max_bound=_largest(outside),
        max_bound_family=_family(problem.column_families, outside),
    )


def row_sizes(problem: Arrays, value: np.ndarray) -> np.ndarray:
    """The terms of every row added up in size, shape (n_rows,)."""
    matrix = problem.matrix
    # Shares the places of the matrix, which is as large as the rest of the programme together.
    sizes = csc_array((np.abs(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    return np.asarray(sizes @ np.abs(value))


def lower_bound(problem: Arrays, dual: np.ndarray) -> float:
    """Lower bound on the optimum that a vector of row duals proves (weak duality), million CNY.

    For any y:  min c.x >= sum_i (y_i > 0 ? y_i rowlower_i : y_i rowupper_i) + sum_j (d_j > 0 ? d_j lower_j : d_j
    upper_j) with d = c - A'y.  A dual that leans on an open side of its row is set to zero first, so that every
    finite result is a valid bound whatever the duals are worth.
    """
    y = np.where((dual > 0) & np.isneginf(problem.row_lower), 0.0, dual)
    y = np.where((y < 0) & np.isposinf(problem.row_upper), 0.0, y)
    side = np.where(y > 0, problem.row_lower, problem.row_upper)
    reduced = problem.cost - problem.matrix.T @ y
    bound = np.where(reduced > 0, problem.column_lower, problem.column_upper)
    rows = float(np.sum(y[y != 0] * side[y != 0]))
    leaning = reduced != 0
    return rows + float(np.sum(reduced[leaning] * bound[leaning])) + problem.offset


def _largest(values: np.ndarray) -> float:
    return float(values.max()) if len(values) else 0.0


def _family(families: dict[str, np.ndarray], residual: np.ndarray) -> str:
    if not len(residual) or residual.max() <= 0:
        return ""
    worst = int(residual.argmax())
    return next((name for name, members in families.items() if worst in members), "")
