"""HiGHS behind the solver's interface (solver.py).

The method is always named, and every solve on a thread of its own: HiGHS keeps the number of threads of a thread's
first solve, whoever asked for it, and fails where another one is asked for later.  ("ipm" silently means HiPO where
its add-on is installed; this module never says it.)
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import highspy
import numpy as np
from scipy.sparse import csr_array

from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import FEASIBILITY_TOLERANCE, Basis, Solution, SolverError
from gridplan.solve.watched import WatchedSolver, watch

Option = bool | int | float | str

METHODS = ("simplex", "ipx", "hipo", "pdlp")
"""Ways HiGHS can solve a linear programme, by its own names."""

PREFERENCE = ("hipo", "ipx")
"""What ``auto`` stands for: the first of these that this HiGHS has; chosen by measurement (docs/solving.md)."""

CROSSOVER = {"hipo": "off", "ipx": "on"}
"""HiPO's interior point stands up to our own proof (gap below 1e-6) without crossover, which takes longer than the
solve itself; IPX's does not."""

FORCED_EQUILIBRATION = 3
"""HiGHS's number for scaling rows and columns whatever their coefficients are: a third to half of the pivots of a
month's dispatch from the vertex before (docs/solving.md)."""


class HighsSolver(WatchedSolver):
    """A problem held by HiGHS, kept for re-solves with other costs, bounds or right-hand sides."""

    def __init__(self, problem: Arrays, *, method: str = "auto", threads: int = 2,
                 time_limit_s: float | None = None, log_file: str = "") -> None:
        method = preferred_method() if method == "auto" else method
        if method not in METHODS:
            raise SolverError(f"unknown method {method!r}; one of auto, {', '.join(METHODS)}")
        self.method = method
        self._highs = highspy.Highs()
        self._ending = _ended_by_event(self._highs)
        self._set_options(method, threads, time_limit_s, log_file)
        self._rows, self._columns = problem.shape
        self._own_rows = self._rows
        if self._highs.passModel(_highs_lp(problem)) == highspy.HighsStatus.kError:
            raise SolverError("HiGHS refused the problem")

    def _set_options(self, method: str, threads: int, time_limit_s: float | None, log_file: str) -> None:
        options: dict[str, Option] = {
            "output_flag": bool(log_file), "log_to_console": False, "log_file": log_file, "solver": method,
            "threads": threads, "run_crossover": CROSSOVER.get(method, "on"),
            "primal_feasibility_tolerance": FEASIBILITY_TOLERANCE, "dual_feasibility_tolerance": FEASIBILITY_TOLERANCE,
        }
        if time_limit_s is not None:
            options["time_limit"] = float(time_limit_s)
        for name, value in options.items():
            self.set_option(name, value)

    @staticmethod
    def version() -> str:
        """Version of HiGHS."""
        return version()

    def end_at_gap(self, tolerance: float) -> None:
        """Let an interior point end at this relative gap; nothing to a method that has none."""
        if self.method in CROSSOVER:
            self.set_option("ipm_optimality_tolerance", tolerance)

    def set_option(self, name: str, value: Option) -> None:
        """Set one of HiGHS's own options.

        Raises:
            SolverError: if HiGHS does not take it.
        """
        if self._highs.setOptionValue(name, value) == highspy.HighsStatus.kError:
            raise SolverError(f"this HiGHS does not take {name} = {value!r}")

    def change_costs(self, columns: np.ndarray, costs: np.ndarray) -> None:
        """Give columns other objective coefficients (million CNY per unit)."""
        self._highs.changeColsCost(len(columns), columns.astype(np.int32), costs.astype(float))

    def change_column_bounds(self, columns: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give columns other bounds."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower.astype(float), upper.astype(float))

    def change_row_bounds(self, rows: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give rows other bounds."""
        self._highs.changeRowsBounds(  # type: ignore[attr-defined]  # there, but not in its stubs
            len(rows), rows.astype(np.int32), lower.astype(float), upper.astype(float))

    def start_from(self, basis: Basis) -> None:
        """Let simplex start from a basis, its rows and columns scaled: presolve has no part in such a start."""
        self.set_option("simplex_scale_strategy", FORCED_EQUILIBRATION)
        if isinstance(basis.own, highspy.HighsBasis):
            self._highs.setBasis(basis.own)
            return
        known = highspy.HighsBasis()
        statuses = (highspy.HighsBasisStatus.kNonbasic, highspy.HighsBasisStatus.kBasic)
        known.col_status = list(map(statuses.__getitem__, basis.columns.tolist()))
        known.row_status = list(map(statuses.__getitem__, basis.rows.tolist()))
        known.valid = True
        self._highs.setBasis(known)  # where it refuses, simplex starts from nothing

    def put_extra_rows(self, rows: csr_array, lower: np.ndarray, upper: np.ndarray) -> None:
        """Put rows below those of the problem, in place of any put there before; duals of a solve then have them last.

        Raises:
            SolverError: if HiGHS refuses them.
        """
        extra = self._rows - self._own_rows
        if extra:
            self._highs.deleteRows(extra, np.arange(self._own_rows, self._rows, dtype=np.int32))
        if rows.shape[0]:
            status = self._highs.addRows(rows.shape[0], lower, upper, rows.nnz, rows.indptr[:-1].astype(np.int32),
                                         rows.indices.astype(np.int32), rows.data)
            if status == highspy.HighsStatus.kError:
                raise SolverError("HiGHS refused a row")
        self._rows = self._own_rows + rows.shape[0]

    def _run(self) -> None:
        self._ending.clear()
        self._highs.run()

    def _interrupt(self) -> None:
        self._ending.set()

    def conflict(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of an irreducible infeasible subsystem of the problem held; empty where HiGHS finds none.

        Raises:
            KeyboardInterrupt: on Ctrl-C, once HiGHS has ended.
        """
        strategy = int(highspy.IisStrategy.kIisStrategyFromLp) + int(highspy.IisStrategy.kIisStrategyIrreducible)
        self.set_option("iis_strategy", strategy)
        (status, found), interrupts = watch(self._highs.getIis, self._interrupt)
        if interrupts:
            raise KeyboardInterrupt
        if status == highspy.HighsStatus.kError or not found.valid_:
            return np.empty(0, dtype=int), np.empty(0, dtype=int)
        return np.array(found.row_index_, dtype=int), np.array(found.col_index_, dtype=int)

    def _solution(self, seconds: float) -> Solution:
        status = self._highs.getModelStatus()
        found, info = self._highs.getSolution(), self._highs.getInfo()
        value, dual = np.array(found.col_value), np.array(found.row_dual)
        if len(value) != self._columns or len(dual) != self._rows:
            value, dual = np.zeros(self._columns), np.zeros(self._rows)
        counts = (info.simplex_iteration_count, info.ipm_iteration_count, info.pdlp_iteration_count)
        iterations = sum(max(int(count), 0) for count in counts)
        return Solution(self._highs.modelStatusToString(status), status == highspy.HighsModelStatus.kOptimal, value,
                        dual, seconds, iterations, self.method, self._basis())

    def _basis(self) -> Basis | None:
        found = self._highs.getBasis()
        if not found.valid:
            return None
        return Basis(lambda: (_basic(found.col_status), _basic(found.row_status)), (self._rows, self._columns), found)


def _basic(statuses: Sequence[highspy.HighsBasisStatus]) -> np.ndarray:
    """Which of HiGHS's statuses are those of a basic member, bool."""
    return np.fromiter(map(highspy.HighsBasisStatus.kBasic.__eq__, statuses), dtype=bool, count=len(statuses))


def _ended_by_event(highs: highspy.Highs) -> threading.Event:
    """An event that ends whatever HiGHS is solving.  It knows nothing of HiGHS: a circle would keep both in memory."""
    ending = threading.Event()

    def heed(event: highspy.HighsCallbackEvent) -> None:
        event.interrupt(ending.is_set())  # HiGHS remembers what it was told in the solve before

    for callback in (highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
        callback += heed
    return ending


def version() -> str:
    """Version of HiGHS."""
    return str(highspy.Highs().version())


def preferred_method() -> str:
    """The first of ``PREFERENCE`` that the installed HiGHS has."""
    return available_methods()[0]


def available_methods() -> list[str]:
    """The methods of ``PREFERENCE`` that the installed HiGHS has.

    Raises:
        SolverError: if it has none.
    """
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    found = [name for name in PREFERENCE if solver.setOptionValue("solver", name) != highspy.HighsStatus.kError]
    if not found:
        raise SolverError(f"this HiGHS has none of {', '.join(PREFERENCE)}")
    return found


def _highs_lp(problem: Arrays) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = problem.shape
    lp.col_cost_, lp.offset_ = problem.cost, problem.offset
    lp.col_lower_, lp.col_upper_ = problem.given_column_bounds()
    lp.row_lower_, lp.row_upper_ = problem.row_lower, problem.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_row_, lp.a_matrix_.num_col_ = problem.shape
    lp.a_matrix_.start_ = problem.matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = problem.matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = problem.matrix.data
    return lp
