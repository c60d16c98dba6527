"""How the tests are shared out among processes."""

from __future__ import annotations

import gc
import os


def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: some tests wait for others to end, be killed or time out."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every later garbage collection, which would go through it many times in each
    test: a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
