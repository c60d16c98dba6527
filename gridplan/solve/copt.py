"""COPT behind the solver's interface: barrier without crossover, since our own proof judges the point.

coptpy keeps Python's interpreter to itself while it computes and lets others in only where it writes a line of its log;
so the log is always taken, whether or not a file keeps it, for Ctrl-C and deadlines to be seen.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix

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

BARRIER = 2
BASIC = 1
SIZE_LIMIT = re.compile(r"exceeding the size limit of (\d+)")

_environment: list[Any] = []
_starting = threading.Lock()


def version() -> str:
    """Version of COPT.

    Raises:
        SolverRefused: if it is not installed.
    """
    codes = installed("copt").COPT
    return f"{codes.VERSION_MAJOR}.{codes.VERSION_MINOR}.{codes.VERSION_TECHNICAL}"


def environment() -> Any:
    """COPT's environment, one for the process: each start looks for the licence anew.

    Raises:
        SolverRefused: if COPT is not installed or its licence does not hold.
    """
    copt = installed("copt")
    with _starting:
        if not _environment:
            config = copt.EnvrConfig()
            config.set("nobanner", "1")
            try:
                # What it says of its search for a licence is no answer to the planner's command.
                with _standard_output_silent():
                    _environment.append(copt.Envr(config))
            except copt.CoptError as fault:
                raise not_licensed("copt", str(fault.message)) from None
    return _environment[0]


@contextmanager
def _standard_output_silent() -> Iterator[None]:
    """Standard output goes nowhere, also where a library writes to it past Python."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # a process without one
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class CoptSolver(WatchedSolver):
    """A problem held by COPT; see ``Solver``."""

    method = "copt"

    def __init__(self, problem: Arrays, *, threads: int = 2, time_limit_s: float | None = None,
                 log_file: str = "") -> None:
        self._copt = installed("copt")
        self._shape = problem.shape
        self._model = environment().createModel()
        self._log = _listener(self._copt, log_file)
        self._model.setParam("Logging", 0)
        self._model.setLogCallback(self._log)
        self._model.setParam("Logging", 1)
        options = {"LpMethod": BARRIER, "Crossover": 0, "Threads": threads, "RelGap": INTERIOR_TOLERANCE,
                   "FeasTol": FEASIBILITY_TOLERANCE, "DualTol": FEASIBILITY_TOLERANCE}
        if time_limit_s is not None:
            options["TimeLimit"] = float(time_limit_s)
        for name, value in options.items():
            self._model.setParam(name, value)
        lower, upper = problem.given_column_bounds()
        with self._in_words():
            self._model.loadMatrix(problem.cost, csc_matrix(problem.matrix), self._open(problem.row_lower),
                                   self._open(problem.row_upper), self._open(lower), self._open(upper))
        self._model.setObjConst(problem.offset)
        self._columns, self._rows = self._model.getVars().getAll(), self._model.getConstrs().getAll()

    def change_costs(self, columns: np.ndarray, costs: np.ndarray) -> None:
        """Give columns other objective coefficients (million CNY per unit)."""
        self._set("Obj", self._columns, columns, costs)

    def change_column_bounds(self, columns: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give columns other bounds, infinite where open."""
        self._set("LB", self._columns, columns, self._open(lower))
        self._set("UB", self._columns, columns, self._open(upper))

    def change_row_bounds(self, rows: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give rows other bounds, infinite where open."""
        self._set("LB", self._rows, rows, self._open(lower))
        self._set("UB", self._rows, rows, self._open(upper))

    def end_at_gap(self, tolerance: float) -> None:
        """Let the interior point end at this relative gap."""
        self._model.setParam("RelGap", tolerance)

    def _set(self, name: str, members: list[Any], places: np.ndarray, values: np.ndarray) -> None:
        if len(places):
            self._model.setInfo(name, [members[place] for place in places.tolist()], values.astype(float).tolist())

    def _open(self, bounds: np.ndarray) -> np.ndarray:
        """Bounds with COPT's own infinity where they are open."""
        return np.asarray(np.clip(bounds, -self._copt.COPT.INFINITY, self._copt.COPT.INFINITY))

    def _run(self) -> None:
        with self._in_words():
            self._model.solve()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Raises SolverRefused or SolverError where COPT raises its own."""
        try:
            yield
        except self._copt.CoptError as fault:
            raise in_words(str(fault.message), self._log.limit, self._shape) from None

    def _interrupt(self) -> None:
        self._model.interrupt()

    def _solution(self, seconds: float) -> Solution:
        model, codes = self._model, self._copt.COPT
        status = {codes.OPTIMAL: OPTIMAL, codes.INFEASIBLE: INFEASIBLE, codes.UNBOUNDED: UNBOUNDED,
                  codes.TIMEOUT: TIME_LIMIT, codes.INTERRUPTED: INTERRUPTED}.get(model.status, UNKNOWN)
        rows, columns = self._shape
        value, dual = np.zeros(columns), np.zeros(rows)
        if model.haslpsol:
            value, dual = np.array(model.getValues()), np.array(model.getDuals())
        iterations = int(model.getAttr("BarrierIter")) + int(model.getAttr("SimplexIter"))
        return Solution(status, status == OPTIMAL, value, dual, seconds, iterations, self.method, self._basis())

    def _basis(self) -> Basis | None:
        if not self._model.hasbasis:
            return None
        return Basis.of(np.array(self._model.getVarBasis()) == BASIC, np.array(self._model.getConstrBasis()) == BASIC)


def _listener(copt: Any, log_file: str) -> Any:
    """What COPT tells its log to: the file, where there is one; ``limit`` is the size its licence allows, once told."""

    class Listener(copt.LogCallback):  # type: ignore[misc]
        limit = ""

        def Display(self, line: str) -> None:
            passed = SIZE_LIMIT.search(line)
            if passed:
                self.limit = passed[1]
            if log_file:
                with Path(log_file).open("a", encoding="utf-8") as file:
                    file.write(f"{line}\n")

    return Listener()


def in_words(said: str, limit: str, shape: tuple[int, int]) -> SolverError:
    """What COPT's error comes to; its message says that the licence is to blame, only the log says how.

    Args:
        said: message of the error.
        limit: the size of programme its log named as that of the licence, "" if none.
        shape: rows and columns of the programme.
    """
    if limit:
        return too_large("copt", *shape, limit)
    return not_licensed("copt", said) if "license" in said.lower() else SolverError(f"COPT: {said}")
