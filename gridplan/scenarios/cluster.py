"""Workers of a Dask cluster that stands already."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from gridplan import __version__
from gridplan.scenarios.crew import ChainLost, Solve
from gridplan.scenarios.worker import Outcome, Work

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_S = 8.0
"""How long an address is tried before it is called dead."""

CLOSE_S = 5


class ClusterError(Exception):
    """The cluster cannot be used; `key` is a sentence of the command line, `blanks` what fills it."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(f"{key} {blanks}")
        self.key, self.blanks = key, blanks


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

    Raises ClusterError where Dask is not installed, nobody answers at the address, or what answers cannot solve.
    """
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise ClusterError("dask_missing") from None
    # A chain of cases is larger than Dask thinks good style.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            client = Client(scheduler, timeout=CONNECT_S, name="gridplan-sweep")
        except (OSError, TimeoutError, ValueError) as fault:
            reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise ClusterError("scheduler_dead", address=scheduler, reason=reason) from None
        try:
            _require_same_version(client, scheduler)
            crew = DaskCrew(client, topic)
            yield crew
        finally:
            with suppress(Exception):
                client.close(timeout=CLOSE_S)


def _require_same_version(client: Client, scheduler: str) -> None:
    """See that there are workers, and that each has this version of gridplan."""
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise ClusterError("scheduler_empty", address=scheduler)
    for address, answer in client.run(own_version, on_error="return").items():
        if isinstance(answer, BaseException):
            raise ClusterError("worker_without", address=address, reason=str(answer).splitlines()[0])
        if answer != __version__:
            raise ClusterError("worker_version", address=address, theirs=answer, ours=__version__)


def own_version() -> str:
    """Version of gridplan in the process that is asked."""
    return __version__
