"""A programme to be solved over and over by solvers that are opened for one solve each.

What a solver keeps between solves (its copies of the programme, a factorisation) is many times the programme itself.
Where there are many programmes, or the solver is on another machine, what changes is changed here, and each solve is
given the arrays and the basis before.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import Basis, Solution


class Parked:
    """A programme between its solves; takes changes as a solver does.

    Attributes:
        arrays: the programme as it is now, with the bounds a solver is given.
        basis: where the next solve begins; None before the first.
    """

    def __init__(self, arrays: Arrays, basis: Basis | None) -> None:
        lower, upper = arrays.given_column_bounds()
        self.basis = basis
        self.arrays = replace(arrays, cost=arrays.cost.copy(), row_lower=arrays.row_lower.copy(),
                              row_upper=arrays.row_upper.copy(), column_lower=lower, column_upper=upper,
                              implied=np.zeros_like(arrays.implied))

    def begin_at(self, found: Solution) -> Solution:
        """Let the next solve begin where this one ended; the same solution."""
        self.basis = self.basis if found.basis is None else found.basis
        return found

    def change_costs(self, columns: np.ndarray, costs: np.ndarray) -> None:
        """Give columns other objective coefficients (million CNY per unit)."""
        self.arrays.cost[columns] = costs

    def change_column_bounds(self, columns: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give columns other bounds, infinite where open."""
        self.arrays.column_lower[columns], self.arrays.column_upper[columns] = lower, upper

    def change_row_bounds(self, rows: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give rows other bounds, infinite where open."""
        self.arrays.row_lower[rows], self.arrays.row_upper[rows] = lower, upper


__all__ = ["Parked"]
