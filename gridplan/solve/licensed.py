"""What Gurobi and COPT have in common: solved on a thread of their own, watched from the caller's; refused in words."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from importlib import import_module
from typing import Any

from gridplan.solve.solver import TITLES, Basis, Solution, SolverRefused

LOOK_EVERY_S = 0.1
TICK_EVERY_S = 0.5
MOST_INTERRUPTS = 3
"""Ctrl-C is passed on to the solver, which stops at its next check; insisting ends the program."""

OPTIMAL, INFEASIBLE, UNBOUNDED = "Optimal", "Infeasible", "Unbounded"
TIME_LIMIT, INTERRUPTED, UNKNOWN = "Time limit reached", "Interrupted by user", "Unknown"
"""Statuses in HiGHS's words, whichever solver says so."""

PACKAGES = {"gurobi": "gurobipy", "copt": "coptpy"}
LICENCES = {"gurobi": "https://www.gurobi.com/downloads", "copt": "https://www.shanshu.ai/copt"}


class WatchedSolver(ABC):
    """The waiting of ``Solver``: the solve runs on a thread, and the caller's looks after Ctrl-C and deadlines."""

    method: str

    @abstractmethod
    def _run(self) -> None:
        """Solve what is held."""

    @abstractmethod
    def _interrupt(self) -> None:
        """Ask the running solve to end; harmless where none runs yet or any more."""

    @abstractmethod
    def _solution(self, seconds: float) -> Solution:
        """What the solve came to."""

    def start_from(self, _basis: Basis) -> None:
        """Nothing: a barrier starts from nowhere."""
        return

    def solve(self, tick: Callable[[float], None] | None = None) -> Solution:
        """Solve; Ctrl-C ends it with what it has.  ``tick`` is called about every half second with the seconds."""
        told = [time.perf_counter()]
        begun = told[0]

        def look() -> None:
            now = time.perf_counter()
            if tick is not None and now - told[0] >= TICK_EVERY_S:
                told[0] = now
                tick(now - begun)

        return self._watched(look, lambda: False)

    def solve_beside(self, stopped: Callable[[], bool]) -> Solution:
        """Solve beside others in their threads; ``stopped`` is asked now and then whether to end."""
        return self._watched(lambda: None, stopped)

    def _watched(self, look: Callable[[], None], stopped: Callable[[], bool]) -> Solution:
        faults: list[BaseException] = []

        def run() -> None:
            try:
                self._run()
            except BaseException as fault:
                faults.append(fault)

        begun, interrupts = time.perf_counter(), 0
        solving = threading.Thread(target=run, daemon=True)
        solving.start()
        while solving.is_alive():
            try:
                solving.join(LOOK_EVERY_S)
                look()
                # Asked for again at every look: one that comes before the solver has set out is lost.
                if interrupts or stopped():
                    self._interrupt()
            except KeyboardInterrupt:
                interrupts += 1
                self._interrupt()
                if interrupts > MOST_INTERRUPTS:
                    raise
        if faults:
            raise faults[0]
        return self._solution(time.perf_counter() - begun)


def installed(solver: str) -> Any:
    """The package of Gurobi or COPT, imported only when it is asked for.

    Raises:
        SolverRefused: if it is not installed.
    """
    try:
        return import_module(PACKAGES[solver])
    except ImportError:
        raise not_installed(solver) from None


def not_installed(solver: str) -> SolverRefused:
    """The package is missing."""
    title = TITLES[solver]
    return SolverRefused(
        f"{title} is not installed here: pip install \"gridplan[{solver}]\", or solve with HiGHS, which needs no "
        f"licence, by leaving {title} out",
        f"本机未安装 {title}：请执行 pip install \"gridplan[{solver}]\"；不指定 {title} 时用 HiGHS 求解，无需许可证")


def not_licensed(solver: str, reason: str) -> SolverRefused:
    """The package is there, but its licence does not hold."""
    title = TITLES[solver]
    return SolverRefused(
        f"{title} has no valid licence here ({reason}); get one from {LICENCES[solver]}, or solve with HiGHS, which "
        f"needs none, by leaving {title} out",
        f"{title} 在本机没有有效许可证（{reason}）；可在 {LICENCES[solver]} 申请；不指定 {title} 时用 HiGHS 求解，"
        "无需许可证")


def too_large(solver: str, rows: int, columns: int, limit: str) -> SolverRefused:
    """The licence is one for small programmes.  ``limit``: its rows and columns, as in "2000"; "" where not known."""
    title = TITLES[solver]
    at_most = f", at most {limit} rows and {limit} columns" if limit else ""
    most = f"，行、列各不超过 {limit}" if limit else ""
    return SolverRefused(
        f"this programme ({rows} rows, {columns} columns) is too large for {title}'s free licence{at_most}; install a "
        f"full one ({LICENCES[solver]}), or solve with HiGHS, which has no limit, by leaving {title} out",
        f"本案例的规划问题（{rows} 行、{columns} 列）超出 {title} 免费许可证的规模{most}；请安装完整许可证"
        f"（{LICENCES[solver]}）；不指定 {title} 时用 HiGHS 求解，无规模限制")


__all__ = ["INFEASIBLE", "INTERRUPTED", "OPTIMAL", "TIME_LIMIT", "UNBOUNDED", "UNKNOWN", "WatchedSolver",
           "installed", "not_installed", "not_licensed", "too_large"]
