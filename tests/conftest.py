"""How the tests are shared out among processes."""

from __future__ import annotations

import gc
import os
from typing import Any

import pytest

TOGETHER = {"tests/audit/": "audit", "tests/scenarios/test_compare": "compare",
            "tests/case_new/test_new_case": "drafts", "tests/levers/test_proposed": "drafts"}
"""Files, by how their names begin, that one process takes together: what one has solved serves the others."""

LONG = ("tests/audit/", "tests/scenarios/", "tests/solve/", "tests/cli/", "tests/report/", "tests/several/",
        "tests/export/", "tests/case_new/")
"""Files, by how their names begin, whose single tests take long: they come first, so that all processes end together.
"""


def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: some tests wait for others to end, be killed or time out."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """By file, as the settings say, but for those that are taken together."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((group for start, group in TOGETHER.items() if nodeid.startswith(start)),
                        super()._split_scope(nodeid))

    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every later garbage collection, which would go through it many times in each
    test: a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
