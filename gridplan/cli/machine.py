"""What every command needs of the machine before anything is begun."""

from __future__ import annotations

from gridplan.cli.faults import OWN_FAULT, Stop

LEAST_ADDRESSES = 2560 * 2**20
"""Address space in which a worker of a sweep comes up, loads the numerical libraries and solves a day of a small case
(measured: 2380 MiB); with less some of them, and HiGHS when it begins a thread, wait for memory without end."""


def require_memory() -> None:
    """See that a limit on address space (``ulimit -v``) leaves room for the libraries.

    Raises Stop where it does not; where the system knows no such limit (Windows) nothing is asked.
    """
    try:
        import resource
    except ImportError:
        return
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit != resource.RLIM_INFINITY and limit < LEAST_ADDRESSES:
        raise Stop("memory_limit", OWN_FAULT, limit=limit / 2**20, least=LEAST_ADDRESSES / 2**20)
