"""A crew whose programmes are solved by the workers of a Dask cluster; each is handed its own arrays and nothing else.

A month that is solved round by round begins each time at the vertex before; a worker is told which members of it are
basic, not at which side the others are, and may end at another vertex of the same cost, so that figures agree within
the gap that is proven.
A job that is lost with its workers, or with the scheduler, is solved here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from gridplan.solve.certified.crew import Answer, Crew, Stopped
from gridplan.solve.cluster import Cluster, JobLost, NotWanted, unwanted
from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import Basis, Solution


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

    def to_vertex(self, arrays: Arrays, basis: Basis | None = None) -> Solution:
        """Solve a programme on a worker, from the vertex before.  Raises Stopped."""
        if self._ended():
            raise Stopped
        found: Solution = self._there("to_vertex", arrays, basis)
        if self._ended():
            raise Stopped
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
    return getattr(Crew(method, 1, None, _silent, stopped), way)(*given)


def _silent() -> None:
    """A job of its own tells nobody how it gets on."""


__all__ = ["ClusterCrew", "solve_for_crew"]
