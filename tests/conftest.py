"""How the tests are shared out among processes."""

from __future__ import annotations

import os


def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: some tests wait for others to end, be killed or time out."""
    return (os.cpu_count() or 1) + 1
