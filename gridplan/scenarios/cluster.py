"""Workers of a Dask cluster that stands already."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from gridplan.scenarios.crew import ChainLost, Solve
from gridplan.scenarios.worker import Outcome, Work
from gridplan.solve.cluster import client_at

if TYPE_CHECKING:
    from distributed import Client, Future


class DaskChain:
    """A chain on the cluster."""

    def __init__(self, future: Future[Any]) -> None:
        self.future = future

    def done(self) -> bool:
        """Whether it has ended, well or badly."""
        return bool(self.future.done())

    def outcomes(self) -> list[Outcome]:
        """What came of its scenarios.  Raises ChainLost."""
        from distributed.scheduler import KilledWorker

        if self.future.status == "finished":
            return list(self.future.result())
        fault = self.future.exception() if self.future.status == "error" else None
        if fault is None or isinstance(fault, KilledWorker):
            raise ChainLost(killed=True)
        raise ChainLost(" ".join(f"{type(fault).__name__}: {fault}".split())[:300])


class DaskCrew:
    """The workers of a cluster, and how many there are."""

    def __init__(self, client: Client, topic: str) -> None:
        self._client = client
        self._events: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._chains: list[DaskChain] = []
        self.workers = len(client.scheduler_info(n_workers=-1)["workers"])
        client.subscribe_topic(topic, lambda event: self._events.put(event[1]))

    def submit(self, solve: Solve, work: Work) -> DaskChain:
        """Hand a chain to the scheduler."""
        self._chains.append(DaskChain(self._client.submit(solve, work, pure=False)))
        return self._chains[-1]

    def heard(self) -> list[dict[str, Any]]:
        """What workers have told since it was last asked."""
        events = []
        while not self._events.empty():
            events.append(self._events.get())
        return events

    def answers(self) -> bool:
        """Whether the scheduler can be reached just now."""
        return bool(self._client.status == "running")

    def stop(self) -> None:
        """Take every chain back; a worker in the midst of a solve stops it at its next word."""
        with suppress(Exception):
            self._client.cancel([chain.future for chain in self._chains if not chain.done()], force=True)


@contextmanager
def dask_crew(scheduler: str, topic: str) -> Iterator[DaskCrew]:
    """The workers of the cluster at an address (tcp://...).

    Raises ClusterError as ``client_at``.
    """
    with client_at(scheduler, "gridplan-sweep") as client:
        yield DaskCrew(client, topic)
