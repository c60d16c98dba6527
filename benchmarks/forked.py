"""Commands run in forks of a process that has imported everything, so that hundreds of tries cost no imports.

A fork is a process of its own: it is killed, limited and starved like any other.
"""

from __future__ import annotations

import atexit
import importlib
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.patched import FAULTS

IMPORTED = (
    "gridplan.cli.main", "gridplan.cli.run", "gridplan.cli.sweep", "gridplan.cli.compare", "gridplan.cli.again",
    "gridplan.cli.make", "gridplan.cli.audit", "gridplan.audit", "gridplan.solve.run", "gridplan.solve.highs",
    "gridplan.results.write", "gridplan.results.report", "gridplan.results.open", "gridplan.case.load",
    "gridplan.case.new", "gridplan.case.workbook", "gridplan.case.folder", "gridplan.scenarios.compare_write",
    "gridplan.scenarios.compare_page", "gridplan.scenarios.compare_workbook", "gridplan.scenarios.compare_gather",
    "gridplan.scenarios.sweep", "gridplan.scenarios.crew", "h5netcdf", "xarray", "openpyxl", "xlsxwriter",
    "rich.progress",
)


def import_everything() -> None:
    """Import what the commands need, and read the tables that ship."""
    for name in IMPORTED:
        importlib.import_module(name)


class Forked:
    """A command in a fork; as far as needed like ``subprocess.Popen``."""

    def __init__(self, words: Sequence[str], cwd: Path, before: Callable[[], None] | None, faults: str) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _be(words, cwd, before, faults, self._said.fileno())

    def send_signal(self, sign: signal.Signals) -> None:
        """Send a signal; nothing to one that has ended."""
        if self.poll() is None:
            os.kill(self.pid, sign)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def communicate(self, timeout: float) -> tuple[str, None]:
        """Wait for its end; everything it said.  Raises TimeoutError."""
        end = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.01)
        self._said.seek(0)
        return self._said.read().decode(errors="replace"), None


def _be(words: Sequence[str], cwd: Path, before: Callable[[], None] | None, faults: str, said: int) -> None:
    """What the fork does: become the command line; never returns."""
    code = 1
    atexit._clear()  # what this process has to clear up is not the fork's
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(cwd)
        for stream in (1, 2):
            os.dup2(said, stream)
        sys.stdout, sys.stderr = (open(stream, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
                                  for stream in (1, 2))
        for name in filter(None, faults.split("+")):
            FAULTS[name]()
        if before is not None:
            before()
        sys.argv = ["gridplan", *words]
        from gridplan.cli.main import start

        start()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
