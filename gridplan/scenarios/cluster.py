"""Worker processes: of this machine, or of a Dask cluster that stands already."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import dask
from distributed import Client, LocalCluster, WorkerPlugin
from distributed.worker import Worker

from gridplan import __version__

CONNECT_S = 8.0
"""How long an address is tried before it is called dead."""

LOCAL = {
    # A lost worker's chain comes back to the sweep, which knows what of it is done and tries the rest again.
    "distributed.scheduler.allowed-failures": 0,
    # A solver may hold a process for minutes; that is no sign of death.
    "distributed.scheduler.worker-ttl": None,
    # Dask would give the linear algebra one thread; the solver has as many as in a run of its own.
    "distributed.nanny.pre-spawn-environ": {"MALLOC_TRIM_THRESHOLD_": 65536},
    "distributed.worker.daemon": True,
}
ANYWHERE = {"distributed.admin.large-graph-warning-threshold": "1GB"}


class ClusterError(Exception):
    """The cluster cannot be used; `key` is a sentence of the command line, `blanks` what fills it."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(f"{key} {blanks}")
        self.key, self.blanks = key, blanks


class _Deaf(WorkerPlugin):
    """Leaves Ctrl-C to the sweep, which tells its workers."""

    name = "gridplan-deaf"

    def setup(self, worker: Worker) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@dataclass(frozen=True)
class Crew:
    """A client of the cluster and how many workers there are; `local` where they are ours."""

    client: Client
    workers: int
    local: bool


@contextmanager
def crew(scheduler: str | None, workers: int) -> Iterator[Crew]:
    """Workers to solve with: `workers` processes of this machine, or those of the cluster at `scheduler` (tcp://...).

    Raises ClusterError where nobody answers at the address, or what answers cannot solve.
    """
    with dask.config.set(ANYWHERE | ({} if scheduler else LOCAL)):
        if scheduler:
            client = _connected(scheduler)
            try:
                _require_same_version(client, scheduler)
                yield Crew(client, len(client.scheduler_info(n_workers=-1)["workers"]), False)
            finally:
                _quietly_closed(client)
            return
        with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, memory_limit=None,
                          dashboard_address=None, silence_logs=logging.CRITICAL) as cluster, Client(cluster) as client:
            client.register_plugin(_Deaf())
            pids = list(client.run(os.getpid).values())
            try:
                yield Crew(client, workers, True)
            except BaseException:
                _end(pids)
                raise


def _connected(scheduler: str) -> Client:
    try:
        return Client(scheduler, timeout=CONNECT_S, name="gridplan-sweep")
    except (OSError, TimeoutError, ValueError) as fault:
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise ClusterError("scheduler_dead", address=scheduler, reason=reason) from None


def _require_same_version(client: Client, scheduler: str) -> None:
    """See that there are workers, and that each has this version of gridplan."""
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise ClusterError("scheduler_empty", address=scheduler)
    answers = client.run(own_version, on_error="return")
    for address, answer in answers.items():
        if isinstance(answer, BaseException):
            raise ClusterError("worker_without", address=address, reason=str(answer).splitlines()[0])
        if answer != __version__:
            raise ClusterError("worker_version", address=address, theirs=answer, ours=__version__)


def own_version() -> str:
    """Version of gridplan in the process that is asked."""
    return __version__


def _quietly_closed(client: Client) -> None:
    with suppress(Exception):
        client.close(timeout=5)


def _end(pids: list[int]) -> None:
    """End worker processes of ours at once: one in the midst of a solve would keep everybody waiting."""
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
