"""A crew whose programmes are solved by the workers of a Dask cluster; each is handed its own arrays and nothing else.

A month that is solved round by round begins each time at the vertex before; a worker that has not kept its
factorisation may end at another vertex of the same cost, so that figures agree within the gap that is proven.
A job that is lost with its workers, or with the scheduler, is solved here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import numpy as np

from gridplan.solve.certified.crew import Answer, Crew, Stopped
from gridplan.solve.cluster import Cluster, JobLost, NotWanted, unwanted
from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import OTHERS, Basis, Solution, Solver


class FarSolver:
    """A programme kept here for re-solves on workers, which keep nothing: what changes is changed here, and each solve
    is handed the arrays and the basis before."""

    def __init__(self, arrays: Arrays, method: str, basis: Basis | None) -> None:
        lower, upper = arrays.given_column_bounds()
        self.method, self.basis = method, basis
        self.arrays = replace(arrays, cost=arrays.cost.copy(), row_lower=arrays.row_lower.copy(),
                              row_upper=arrays.row_upper.copy(), column_lower=lower, column_upper=upper,
                              implied=np.zeros_like(arrays.implied))

    def change_costs(self, columns: np.ndarray, costs: np.ndarray) -> None:
        """Give columns other objective coefficients (million CNY per unit)."""
        self.arrays.cost[columns] = costs

    def change_column_bounds(self, columns: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give columns other bounds."""
        self.arrays.column_lower[columns], self.arrays.column_upper[columns] = lower, upper

    def change_row_bounds(self, rows: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Give rows other bounds."""
        self.arrays.row_lower[rows], self.arrays.row_upper[rows] = lower, upper


class ClusterCrew(Crew):
    """As many solves at a time as the cluster has threads.

    Args:
        method, deadline, tick: as of ``Crew``.
        threads: solves at a time on this machine, of jobs that were lost.
        cluster: who solves.
    """

    def __init__(self, method: str, threads: int, deadline: float | None, tick: Callable[[], None],
                 cluster: Cluster) -> None:
        super().__init__(method, max(threads, cluster.threads), deadline, tick)
        self._method, self._cluster = method, cluster
        self._room = threading.BoundedSemaphore(max(1, threads))

    def opened(self, arrays: Arrays, basis: Basis | None = None) -> Solver:
        """A programme to be solved over and over on the workers with ``run``, each time from the vertex before."""
        other = next((name for name in self._methods if name in OTHERS), "simplex")
        return cast(Solver, FarSolver(arrays, other, basis))  # ``run`` asks nothing more of it

    def run(self, solver: Solver) -> Solution:
        """Solve on a worker what a solver of ``opened`` holds.  Raises Stopped."""
        if self._ended():
            raise Stopped
        held = cast(FarSolver, solver)
        found: Solution = self._there("held", held.arrays, held.basis)
        if self._ended():
            raise Stopped
        held.basis = found.basis if found.basis is not None else held.basis
        return found

    def answer(self, arrays: Arrays, tolerance: float) -> Answer:
        """Solve one programme on a worker, with the next method where one gets stuck.  Raises Stopped."""
        found: Answer = self._there("answer", arrays, tolerance)
        return found

    def _there(self, way: str, *given: Any) -> Any:
        try:
            return self._cluster.run(solve_for_crew, self._method, way, *given, stopped=self._stopped.is_set)
        except NotWanted:
            raise Stopped from None
        except JobLost:
            with self._room:
                return _solved(self._method, self._stopped.is_set, way, given)


def solve_for_crew(method: str, way: str, *given: Any) -> Any:
    """What a worker does: ``way`` of a crew of one, until nobody waits for it any more."""
    from distributed import get_worker

    worker = get_worker()
    key = str(worker.get_current_task())
    return _solved(method, lambda: unwanted(worker, key), way, given)


def _solved(method: str, stopped: Callable[[], bool], way: str, given: tuple[Any, ...]) -> Any:
    crew = Crew(method, 1, None, _silent, stopped)
    if way == "held":
        return crew.run(crew.opened(*given))
    return getattr(crew, way)(*given)


def _silent() -> None:
    """A job of its own tells nobody how it gets on."""


__all__ = ["ClusterCrew", "solve_for_crew"]
