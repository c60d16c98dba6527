"""How much memory solving a case takes, and how many solves this machine holds at once."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gridplan.case.case import Case

PROCESS_GB = 0.4
"""What a worker holds before it solves anything, measured."""

DIRECT_GB_PER_MILLION_ROWS, CERTIFIED_GB_PER_MILLION_ROWS = 3.8, 1.7
"""What a direct and a certified solve add, measured on full years.  Direct: 2.8 and 2.5 GB for 0.70 and 0.62 million
rows (Ningxia, Hunan).  Certified: 0.8, 1.7, 1.7 and 2.6 GB for 0.70, 1.68, 2.08 and 3.50 million rows (one province,
two, a path of three years, five weather years), which is half of this; cases with every lever took most when they were
last measured (3.6 GB for 1.05 million rows), and any may come to solve its year as a whole."""

_MMAP_THRESHOLD, LARGE_BYTES = -3, 1 << 20
"""Number of the C library's setting (``M_MMAP_THRESHOLD`` of malloc.h), and from how many bytes an array is large."""

KEPT_FREE_SHARE = 0.1
"""Share of the free memory left to others."""

SAMPLE_HOURS = (24, 48)
CONTAINER = Path("/sys/fs/cgroup")


def rows_of(case: Case, blocks: int) -> int:
    """Rows of the programme of a case over so many blocks of each weather year, from two small ones of it."""
    # Imported here: building brings Pyomo.
    from gridplan.model.axis import TimeAxis
    from gridplan.model.build import build_model
    from gridplan.solve.matrix import compile_problem

    few, more = (compile_problem(build_model(case, TimeAxis.shortened_year(each).over(case.probabilities))).shape[0]
                 for each in SAMPLE_HOURS)
    per_hour = (more - few) / (SAMPLE_HOURS[1] - SAMPLE_HOURS[0])
    return int(few + per_hour * (blocks - SAMPLE_HOURS[0]))


def need_gb(rows: int, certified: bool) -> float:
    """Most memory one process takes for a programme of that many rows, GB, solved by the certified method or direct."""
    return PROCESS_GB + (CERTIFIED_GB_PER_MILLION_ROWS if certified else DIRECT_GB_PER_MILLION_ROWS) * rows / 1e6


class Memory(NamedTuple):
    """Rows of a case's programme, the most memory one process takes to solve it, and what is free here, GB."""

    rows: int
    need_gb: float
    free_gb: float


def memory_for(case: Case, method: str | None, solver: str | None, blocks: int, *, compares: bool = False) -> Memory:
    """What solving a case takes, and what there is; arguments as of ``gridplan.solve.ways.will_be_certified``."""
    # Imported here: it brings the solver.
    from gridplan.solve.ways import will_be_certified

    rows = rows_of(case, blocks)
    return Memory(rows, need_gb(rows, will_be_certified(case, method, solver, blocks, compares=compares)), free_gb())


def free_gb() -> float:
    """Memory that new processes may take here, within the limit of a container as well."""
    import psutil

    free = float(psutil.virtual_memory().available)
    try:
        limit, used = (float((CONTAINER / name).read_text()) for name in ("memory.max", "memory.current"))
    except (OSError, ValueError):  # no container, or "max": no limit
        return free / 1e9
    return min(free, max(limit - used, 0.0)) / 1e9


def give_back_freed() -> bool:
    """Have large arrays of this process go back to the system as soon as they are freed; whether that can be said.

    The GNU C library raises the size from which it does so with every larger array that is freed, up to 32 MB: what a
    look at the year took is then kept through the months that follow.  A certified year of Ningxia takes 0.85 instead
    of 1.06 GB so, in the same time.  Other C libraries (macOS, Windows, musl) have no such setting, and who sets it in
    the environment has his way.
    """
    if any(name in os.environ for name in ("MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES")):
        return False
    set_option = _of_gnu("mallopt")
    return set_option is not None and bool(set_option(_MMAP_THRESHOLD, LARGE_BYTES))


def give_back_gaps() -> bool:
    """Give what is free between the smaller arrays of this process back to the system, some milliseconds' work; whether
    there is a way to.  For the end of a stage that made many of them: building a year, a look at it."""
    trim = _of_gnu("malloc_trim")
    return trim is not None and bool(trim(0))


def _of_gnu(name: str) -> Callable[..., int] | None:
    """A function of the GNU C library; None where there is another."""
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None
    return found


def cores() -> int:
    """Processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def fitting(need: float, free: float) -> int:
    """How many workers of that need (GB) fit into the free memory (GB); one is always tried."""
    return max(1, int(free * (1 - KEPT_FREE_SHARE) / need))
