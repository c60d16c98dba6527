"""How many solves the memory of this machine holds at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridplan.case.case import Case

PROCESS_GB = 0.4
"""What a worker holds before it solves anything, measured."""

GB_PER_MILLION_ROWS = 3.8
"""What a solve adds, measured on full years of Ningxia and Hunan (2.8 and 2.5 GB for 0.70 and 0.62 million rows)."""

KEPT_FREE_SHARE = 0.1
"""Share of the free memory left to others."""

SAMPLE_HOURS = (24, 48)
CONTAINER = Path("/sys/fs/cgroup")


def rows_of(case: Case, hours: int) -> int:
    """Rows of the programme of a case over that many hours, from two small ones of it."""
    # Imported here: building brings Pyomo.
    from gridplan.model.axis import TimeAxis
    from gridplan.model.build import build_model
    from gridplan.solve.matrix import compile_problem

    few, more = (compile_problem(build_model(case, TimeAxis.shortened_year(each).over(case.probabilities))).shape[0]
                 for each in SAMPLE_HOURS)
    per_hour = (more - few) / (SAMPLE_HOURS[1] - SAMPLE_HOURS[0])
    return int(few + per_hour * (hours - SAMPLE_HOURS[0]))


def need_gb(rows: int) -> float:
    """Most memory one worker takes for a programme of that many rows."""
    return PROCESS_GB + GB_PER_MILLION_ROWS * rows / 1e6


def free_gb() -> float:
    """Memory that new processes may take here, within the limit of a container as well."""
    import psutil

    free = float(psutil.virtual_memory().available)
    try:
        limit, used = (float((CONTAINER / name).read_text()) for name in ("memory.max", "memory.current"))
    except (OSError, ValueError):  # no container, or "max": no limit
        return free / 1e9
    return min(free, max(limit - used, 0.0)) / 1e9


def cores() -> int:
    """Processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def fitting(need: float, free: float) -> int:
    """How many workers of that need (GB) fit into the free memory (GB); one is always tried."""
    return max(1, int(free * (1 - KEPT_FREE_SHARE) / need))
