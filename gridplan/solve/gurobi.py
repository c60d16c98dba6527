"""Gurobi behind the solver's interface: barrier without crossover, since our own proof judges the point.

A row with two different finite sides is  a.x + s = upper,  0 <= s <= upper - lower,  with a column s of its own behind
those of the problem, made when a row first needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gridplan.solve.licensed import (
    INFEASIBLE,
    INTERRUPTED,
    OPTIMAL,
    TIME_LIMIT,
    UNBOUNDED,
    UNKNOWN,
    installed,
    not_licensed,
    too_large,
)
from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import FEASIBILITY_TOLERANCE, INTERIOR_TOLERANCE, Basis, Solution, SolverError
from gridplan.solve.watched import WatchedSolver

if TYPE_CHECKING:
    import gurobipy

FREE_SIZE = "2000"
SIZE_LIMIT_EXCEEDED = 10010
BARRIER = 2


def version() -> str:
    """Version of Gurobi.

    Raises:
        SolverRefused: if it is not installed.
    """
    return ".".join(str(part) for part in installed("gurobi").gurobi.version())


def started(log_file: str) -> gurobipy.Env:
    """An environment of Gurobi's, with its licence checked out.

    Raises:
        SolverRefused: if Gurobi is not installed or its licence does not hold.
    """
    gurobi = installed("gurobi")
    try:
        environment: gurobipy.Env = gurobi.Env(
            params={"LogToConsole": 0, "OutputFlag": 1 if log_file else 0, "LogFile": log_file})
    except gurobi.GurobiError as fault:
        raise not_licensed("gurobi", str(fault)) from None
    return environment


class GurobiSolver(WatchedSolver):
    """A problem held by Gurobi; see ``Solver``."""

    method = "gurobi"

    def __init__(self, problem: Arrays, *, threads: int = 2, time_limit_s: float | None = None,
                 log_file: str = "") -> None:
        self._gurobi = installed("gurobi")
        self._shape = problem.shape
        self._model = self._gurobi.Model(env=started(log_file))
        options = {"Method": BARRIER, "Crossover": 0, "Threads": threads, "BarConvTol": INTERIOR_TOLERANCE,
                   "FeasibilityTol": FEASIBILITY_TOLERANCE, "OptimalityTol": FEASIBILITY_TOLERANCE}
        if time_limit_s is not None:
            options["TimeLimit"] = float(time_limit_s)
        for name, value in options.items():
            self._model.setParam(name, value)
        lower, upper = problem.given_column_bounds()
        self._columns = self._model.addMVar(self._shape[1], lb=lower, ub=upper, obj=problem.cost)
        self._model.ObjCon = problem.offset
        self._rows = self._model.addMConstr(problem.matrix.tocsr(), self._columns, np.full(self._shape[0], "<"),
                                            np.full(self._shape[0], np.inf))
        self._model.update()
        self._slack: dict[int, Any] = {}
        self.change_row_bounds(np.arange(self._shape[0]), problem.row_lower, problem.row_upper)

    def change_costs(self, columns: np.ndarray, costs: np.ndarray) -> None:
        """Give columns other objective coefficients (million CNY per unit)."""
        self._columns[columns].Obj = costs

    def change_column_bounds(self, columns: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give columns other bounds, infinite where open."""
        self._columns[columns].LB = lower
        self._columns[columns].UB = upper

    def change_row_bounds(self, rows: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give rows other bounds, infinite where open."""
        if not len(rows):
            return
        ranged = np.isfinite(lower) & np.isfinite(upper) & (lower < upper)
        only_lower = np.isfinite(lower) & ~np.isfinite(upper)
        sense = np.where(only_lower, ">", np.where(ranged | (lower == upper), "=", "<"))
        members = self._rows[rows]
        self._model.setAttr("Sense", members.tolist(), sense.tolist())
        members.RHS = np.where(only_lower, lower, upper)
        for row, width in zip(rows.tolist(), np.where(ranged, upper - lower, 0.0).tolist(), strict=True):
            if row in self._slack:
                self._slack[row].UB = width
            elif width:
                column = self._gurobi.Column([1.0], [self._rows[row].item()])
                self._slack[row] = self._model.addVar(lb=0.0, ub=width, column=column)
        self._model.update()

    def end_at_gap(self, tolerance: float) -> None:
        """Let the interior point end at this relative gap."""
        self._model.setParam("BarConvTol", tolerance)

    def _run(self) -> None:
        try:
            self._model.optimize()
            if self._model.Status == self._gurobi.GRB.INF_OR_UNBD:
                # Told apart only by a solve whose presolve may not give up on both at once.
                self._model.setParam("DualReductions", 0)
                self._model.optimize()
                self._model.setParam("DualReductions", 1)
        except self._gurobi.GurobiError as fault:
            if fault.errno == SIZE_LIMIT_EXCEEDED:
                raise too_large("gurobi", self._model.NumConstrs, self._model.NumVars, FREE_SIZE) from None
            raise SolverError(f"Gurobi: {fault}") from None

    def _interrupt(self) -> None:
        self._model.terminate()

    def _solution(self, seconds: float) -> Solution:
        model, codes = self._model, self._gurobi.GRB
        status = {codes.OPTIMAL: OPTIMAL, codes.INFEASIBLE: INFEASIBLE, codes.UNBOUNDED: UNBOUNDED,
                  codes.TIME_LIMIT: TIME_LIMIT, codes.INTERRUPTED: INTERRUPTED}.get(model.Status, UNKNOWN)
        rows, columns = self._shape
        value, dual = np.zeros(columns), np.zeros(rows)
        if model.SolCount:
            value = self._columns.X
            dual = self._rows.Pi
        iterations = int(model.BarIterCount) + int(model.IterCount)
        return Solution(status, status == OPTIMAL, value, dual, seconds, iterations, self.method, self._basis())

    def _basis(self) -> Basis | None:
        try:
            return Basis.of(np.asarray(self._columns.VBasis) == 0, np.asarray(self._rows.CBasis) == 0)
        except (AttributeError, self._gurobi.GurobiError):
            return None
