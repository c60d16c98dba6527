"""A Dask cluster that stands already: reached, seen to be able to solve, and given jobs one at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from gridplan import __version__

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_S = 8.0
"""How long an address is tried before it is called dead."""

WORKERS_S = 30.0
"""How long a scheduler without workers is given to have one: workers start after it, and start anew where they fell."""

CLOSE_S = 5

LOOK_EVERY_S = 0.5
"""How often somebody who waits for a job sees whether it is still wanted."""

T = TypeVar("T")


class ClusterError(Exception):
    """The cluster cannot be used; `key` is a sentence of the command line, `blanks` what fills it."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(f"{key} {blanks}")
        self.key, self.blanks = key, blanks


class JobLost(Exception):
    """A job came to nothing: its workers were killed, had no memory left, or the scheduler is gone."""


class NotWanted(Exception):
    """A job was called back."""


class Cluster:
    """Workers that solve what they are handed.

    Attributes:
        address: of the scheduler.
        workers, threads: how many there were when it was reached.
        lost: jobs that came to nothing there.
    """

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        there = client.scheduler_info(n_workers=-1)["workers"].values()
        self.address, self.workers, self.threads = address, len(there), sum(int(one["nthreads"]) for one in there)
        self.lost = 0

    def run(self, job: Callable[..., T], *given: Any, stopped: Callable[[], bool]) -> T:
        """What a job comes to on one of the workers, waited for in the calling thread; where its worker is killed
        the scheduler has another one begin it anew.  ``stopped`` is asked now and then whether to call it back.

        Raises:
            JobLost: if it came to nothing.
            NotWanted: if it was called back.
            whatever the job raises, but for want of memory.
        """
        from distributed.scheduler import KilledWorker

        if self._client.status != "running":
            self.lost += 1
            raise JobLost
        future: Future[T] = self._client.submit(job, *given, pure=False)
        try:
            while True:
                if stopped():
                    raise NotWanted
                with suppress(TimeoutError):
                    return future.result(timeout=LOOK_EVERY_S)
        except (KilledWorker, MemoryError, OSError):
            self.lost += 1
            raise JobLost from None
        except Exception as fault:
            # Dask cancels what a scheduler that is gone had in hand; its word for it changes from version to version.
            if future.status in ("cancelled", "lost") and not isinstance(fault, NotWanted):
                self.lost += 1
                raise JobLost from None
            raise
        finally:
            if not future.done():
                with suppress(Exception):
                    self._client.cancel([future], force=True)


def unwanted(worker: Any, key: str) -> bool:
    """Whether nobody waits any more for the job of this name that a worker has in hand."""
    task = worker.state.tasks.get(key)
    return task is None or task.state in ("cancelled", "released", "forgotten")


@contextmanager
def cluster_at(address: str) -> Iterator[Cluster]:
    """The cluster at an address (tcp://...), to solve the parts of one case.

    Raises ClusterError as ``client_at``.
    """
    with client_at(address, "gridplan-run") as client:
        yield Cluster(client, address)


@contextmanager
def client_at(address: str, name: str) -> Iterator[Client]:
    """A connection to the scheduler at an address.

    Raises ClusterError where Dask is not installed, nobody answers at the address, or what answers cannot solve.
    """
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise ClusterError("dask_missing") from None
    # A case, or a year's programme, is larger than Dask thinks good style.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}), _quiet_dask():
        try:
            client = Client(address, timeout=CONNECT_S, name=name)
        except (OSError, TimeoutError, ValueError) as fault:
            reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise ClusterError("scheduler_dead", address=address, reason=reason) from None
        try:
            _require_same_version(client, address)
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=CLOSE_S)


@contextmanager
def _quiet_dask() -> Iterator[None]:
    """Keep Dask's notices of its own workings off a planner's screen; what matters is said in our words."""
    speakers = (logging.getLogger(name) for name in ("distributed", "distributed.client"))
    levels = [(handler, handler.level) for speaker in speakers for handler in speaker.handlers]
    for handler, _level in levels:
        handler.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for handler, level in levels:
            handler.setLevel(level)


def _require_same_version(client: Client, scheduler: str) -> None:
    """See that there are workers, waiting for the first, and that each has this version of gridplan."""
    try:
        client.wait_for_workers(1, timeout=WORKERS_S)
    except TimeoutError:
        raise ClusterError("scheduler_empty", address=scheduler, seconds=f"{WORKERS_S:.0f}") from None
    for address, answer in client.run(own_version, on_error="return").items():
        if isinstance(answer, BaseException):
            raise ClusterError("worker_without", address=address, reason=str(answer).splitlines()[0])
        if answer != __version__:
            raise ClusterError("worker_version", address=address, theirs=answer, ours=__version__)


def own_version() -> str:
    """Version of gridplan in the process that is asked."""
    return __version__


__all__ = ["CONNECT_S", "WORKERS_S", "Cluster", "ClusterError", "JobLost", "NotWanted", "client_at", "cluster_at",
           "own_version", "unwanted"]
