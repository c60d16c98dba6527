"""A linear programme written row by row in a test and solved by scipy: nothing of gridplan is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog


@dataclass
class Programme:
    """Columns with bounds and cost, rows with a sense and a right-hand side; names are the test's own."""

    columns: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    rows: list[tuple[Mapping[str, float], str, float]] = field(default_factory=list)

    def column(self, name: str, upper: float = np.inf, *, cost: float = 0.0, lower: float = 0.0) -> str:
        """A column, with its cost in million CNY per unit; returns its name."""
        assert name not in self.columns, name
        self.columns[name] = (lower, upper, cost)
        return name

    def row(self, left: Mapping[str, float], sense: str, right: float = 0.0) -> None:
        """The row ``sum of left sense right``, the sense one of <=, >=, ==."""
        assert set(left) <= set(self.columns), set(left) - set(self.columns)
        self.rows.append((dict(left), sense, right))

    def solve(self) -> tuple[float, dict[str, float]]:
        """Least cost, million CNY, and the value of every column.

        Raises:
            AssertionError: if scipy does not end optimal.
        """
        names = list(self.columns)
        sign = {"<=": 1.0, ">=": -1.0, "==": 1.0}

        def matrix(senses: tuple[str, ...]) -> tuple[np.ndarray | None, np.ndarray | None]:
            chosen = [row for row in self.rows if row[1] in senses]
            if not chosen:
                return None, None
            left = np.array([[sign[sense] * row.get(name, 0.0) for name in names] for row, sense, _ in chosen])
            return left, np.array([sign[sense] * right for _, sense, right in chosen])

        upper, below = matrix(("<=", ">="))
        equal, to = matrix(("==",))
        found = linprog([cost for *_, cost in self.columns.values()], upper, below, equal, to,
                        [(low, high) for low, high, _ in self.columns.values()], method="highs")
        assert found.status == 0, found.message
        return float(found.fun), dict(zip(names, found.x, strict=True))


def plus(*parts: tuple[Mapping[str, float], float]) -> dict[str, float]:
    """The sum of expressions, each times its factor."""
    total: dict[str, float] = {}
    for expression, factor in parts:
        for name, value in expression.items():
            total[name] = total.get(name, 0.0) + factor * value
    return total
