"""Solves a small case over the first hours of the year and hands back its figures by name.

What comes back has been certified: residuals within tolerance and the cost proven optimal to 1e-7, so that a test
compares the model with arithmetic and never with a solver's opinion.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.case.case import Case
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.model.frame import Model
from gridplan.model.objective import cost_table
from gridplan.model.point import Point
from gridplan.results.assemble import assemble
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import Problem, compile_problem
from gridplan.solve.verify import Certificate, certify
from tests.support.small_case import axis_of

PROVEN_GAP = 1e-7


@dataclass(frozen=True)
class Solved:
    """A small case solved and certified.

    Attributes:
        model: the built model.
        problem: its matrix.
        point: column values and duals.
        certificate: residuals, cost and proven bound.
    """

    model: Model
    problem: Problem
    point: Point
    certificate: Certificate

    @property
    def cost(self) -> float:
        """Objective, million CNY."""
        return self.certificate.cost

    @cached_property
    def dataset(self) -> xr.Dataset:
        """The labelled dataset of the point."""
        return assemble(self.model, self.point)

    def get(self, name: str, *labels: str) -> np.ndarray:
        """Hourly values of one asset, shape (n_blocks,); a cohort without a state named is the sum of its states."""
        return np.asarray(self._picked(name, labels).to_numpy(), dtype=float)

    def value(self, name: str, *labels: str) -> float:
        """A yearly value of one asset; a cohort without a state named is the sum of its states."""
        return float(self._picked(name, labels))

    def _picked(self, name: str, labels: tuple[str, ...]) -> xr.DataArray:
        array = self.dataset[name].isel(year=0)
        one = array.sel(dict(zip(array.dims, labels, strict=False)))
        return one.sum("state", min_count=1) if "state" in one.dims else one

    @cached_property
    def costs(self) -> pd.DataFrame:
        """The cost table of the point."""
        return cost_table(self.model, self.point)

    def cost_of(self, term: str) -> float:
        """Sum of one cost term, million CNY."""
        return float(self.costs.loc[self.costs["term"] == term, "million_cny"].sum())

    def slack(self, policy: str) -> float:
        """Slack of an enforced policy, in the unit of its row."""
        row = next(row for row in self.model.policies if row.key[0] == policy)
        return float(self.point.array(row.slack)[0])

    def dual(self, policy: str) -> float:
        """Dual of an enforced policy, the sum over the rows that share its slack, million CNY per row unit."""
        row = next(row for row in self.model.policies if row.key[0] == policy)
        return sum(float(self.point.dual_of(part)[0]) for part in row.rows)


def solve_small(case: Case, hours: int | TimeAxis, method: str = "simplex") -> Solved:
    """Build, solve and certify a case over its first ``hours`` hours as a year of their own, or an axis.

    Raises:
        AssertionError: if the point is not feasible or not proven optimal.
    """
    axis = axis_of(hours) if isinstance(hours, int) else hours
    model = build_model(case, axis)
    problem = compile_problem(model)
    solution = HighsSolver(problem, method=method, threads=1).solve()
    assert solution.optimal, solution.status
    certificate = certify(problem, solution.value, solution.dual)
    assert certificate.feasible, certificate
    assert certificate.cost - certificate.lower_bound <= PROVEN_GAP * max(1.0, abs(certificate.cost)), certificate
    return Solved(model, problem, problem.point(solution.value, solution.dual), certificate)
