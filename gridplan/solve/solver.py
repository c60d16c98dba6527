"""The solver behind one small interface: arrays in; status, values, duals and basis out.

HiGHS is always there (highs.py); Gurobi and COPT are used where they are installed and licensed (gurobi.py, copt.py).
A new solver is a file with an adapter and its line in ``open_solver``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from gridplan.solve.matrix import Arrays

HIGHS = "highs"
OTHERS = ("gurobi", "copt")
"""Solvers beside HiGHS; each name is also the method that solves the whole programme by it."""

TITLES = {HIGHS: "HiGHS", "gurobi": "Gurobi", "copt": "COPT"}

FEASIBILITY_TOLERANCE = 1e-7
INTERIOR_TOLERANCE = 1e-8
"""Relative gap at which an interior point ends unless told otherwise."""

STUCK = ("unknown", "solve error", "not set")
"""Statuses with which another method may do better."""


class Basis:
    """A basis: as many basic members as there are rows.

    Args:
        read: whether each column, and each row's own slack, is basic, shape (n_columns,), (n_rows,) of bool; asked for
            once it is wanted, since reading one takes longer than some solves do and most are never looked at.
        shape: number of rows and columns.
        own: the solver's own form of it, which it takes back without reading; None where it has none.
    """

    def __init__(self, read: Callable[[], tuple[np.ndarray, np.ndarray]], shape: tuple[int, int],
                 own: Any = None) -> None:
        self._read, self.shape, self.own = read, shape, own

    @classmethod
    def of(cls, columns: np.ndarray, rows: np.ndarray) -> Basis:
        """The basis with these members."""
        return cls(lambda: (columns, rows), (len(rows), len(columns)))

    @cached_property
    def _members(self) -> tuple[np.ndarray, np.ndarray]:
        return self._read()

    @property
    def columns(self) -> np.ndarray:
        """Whether each column is basic, shape (n_columns,) of bool."""
        return self._members[0]

    @property
    def rows(self) -> np.ndarray:
        """Whether each row's own slack is basic, shape (n_rows,) of bool."""
        return self._members[1]

    def __reduce__(self) -> tuple[Any, ...]:
        """Its members, whatever they are read from."""
        return Basis.of, self._members


@dataclass(frozen=True)
class Solution:
    """What the solver says; nothing of it is believed before verify.py has looked.

    Attributes:
        status: model status in HiGHS's words (Optimal, Infeasible, Time limit reached, Interrupted by user, Unknown).
        optimal: whether the solver claims optimality.
        value: column values, shape (n_columns,).
        dual: row duals in our sign (positive where a higher right-hand side costs more), shape (n_rows,).
        seconds: wall time of the solve.
        iterations: simplex or interior-point iterations.
        method: method used.
        basis: the basis of the point; None where it is an interior point.
    """

    status: str
    optimal: bool
    value: np.ndarray
    dual: np.ndarray
    seconds: float
    iterations: int
    method: str
    basis: Basis | None = None


class SolverError(RuntimeError):
    """The solver could not be set up or refused the problem."""


class SolverRefused(SolverError):
    """The solver asked for is not installed, not licensed, or not licensed for a programme of this size.

    Attributes:
        message_en, message_zh: what is wrong and what to do, for the planner.
    """

    def __init__(self, message_en: str, message_zh: str) -> None:
        super().__init__(message_en)
        self.message_en, self.message_zh = message_en, message_zh

    def __reduce__(self) -> tuple[type[SolverRefused], tuple[str, str]]:
        return type(self), (self.message_en, self.message_zh)

    def message(self, lang: str) -> str:
        """What is wrong and what to do."""
        return self.message_zh if lang == "zh" else self.message_en


class Solver(Protocol):
    """A problem held by a solver, kept for re-solves with other costs, bounds or right-hand sides."""

    method: str

    def change_costs(self, columns: np.ndarray, costs: np.ndarray) -> None:
        """Give columns other objective coefficients (million CNY per unit)."""

    def change_column_bounds(self, columns: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give columns other bounds, infinite where open."""

    def change_row_bounds(self, rows: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give rows other bounds, infinite where open."""

    def start_from(self, basis: Basis) -> None:
        """Let simplex start from a basis; nothing to an interior point."""

    def end_at_gap(self, tolerance: float) -> None:
        """Let an interior point end at this relative gap; nothing to a method that has none."""

    def solve(self, tick: Callable[[float], None] | None = None) -> Solution:
        """Solve; Ctrl-C ends it with what it has.  ``tick`` is called about every half second with the seconds."""
        ...

    def solve_beside(self, stopped: Callable[[], bool]) -> Solution:
        """Solve in the calling thread, beside others in theirs; ``stopped`` is asked now and then whether to end."""
        ...


def open_solver(arrays: Arrays, *, method: str = "auto", threads: int = 2, time_limit_s: float | None = None,
                log_file: str = "") -> Solver:
    """A solver that holds the arrays: that of the method, which is one of HiGHS's own, or "gurobi" or "copt".

    Raises:
        SolverRefused: if Gurobi or COPT is asked for and not installed, not licensed, or too small a licence.
        SolverError: if the solver refuses the problem or the method is unknown.
    """
    if method == "gurobi":
        from gridplan.solve.gurobi import GurobiSolver

        return GurobiSolver(arrays, threads=threads, time_limit_s=time_limit_s, log_file=log_file)
    if method == "copt":
        from gridplan.solve.copt import CoptSolver

        return CoptSolver(arrays, threads=threads, time_limit_s=time_limit_s, log_file=log_file)
    from gridplan.solve.highs import HighsSolver

    return HighsSolver(arrays, method=method, threads=threads, time_limit_s=time_limit_s, log_file=log_file)


def program(solver: str) -> dict[str, str]:
    """Name and version of a solver ("highs", "gurobi" or "copt"), for the record.

    Raises:
        SolverRefused: if it is not installed or not licensed.
    """
    if solver == "gurobi":
        from gridplan.solve.gurobi import version
    elif solver == "copt":
        from gridplan.solve.copt import version
    else:
        from gridplan.solve.highs import version
    return {"name": TITLES[solver], "version": version()}


def require_licence(solver: str) -> None:
    """See, before any work, that a solver is there and its licence holds.

    Raises:
        SolverRefused: if not.
    """
    if solver == "gurobi":
        from gridplan.solve.gurobi import started

        started("").dispose()
    elif solver == "copt":
        from gridplan.solve.copt import environment

        environment()


def methods_of(method: str) -> list[str]:
    """The methods to try in turn: all of HiGHS's that are worth it for "auto", else the one named."""
    from gridplan.solve.highs import available_methods

    return available_methods() if method == "auto" else [method]


__all__ = ["HIGHS", "INTERIOR_TOLERANCE", "OTHERS", "STUCK", "TITLES", "Basis", "Solution", "Solver", "SolverError",
           "SolverRefused", "methods_of", "open_solver", "program", "require_licence"]
