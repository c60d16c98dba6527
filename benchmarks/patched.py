"""The command line with a fault built into the process: clocks that lie, solvers that fail, files that are locked.

    python -m benchmarks.patched FAULT run CASE ...

The faults are patches from outside; nothing of gridplan knows of them.
"""

from __future__ import annotations

import datetime
import errno
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SEED = 3
YEARS_S = 40 * 365 * 86400.0


def clock(now: Callable[[], float]) -> None:
    """Give the process another time of day; seconds that cannot be set back stay as they are."""
    real = datetime.datetime

    class Meta(type):
        def __instancecheck__(cls, one: object) -> bool:
            return isinstance(one, real)

    class Lying(real, metaclass=Meta):  # type: ignore[misc]
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return real.fromtimestamp(now(), tz)

        @classmethod
        def utcnow(cls) -> datetime.datetime:
            return real.fromtimestamp(now(), datetime.UTC).replace(tzinfo=None)

    time.time = now
    time.time_ns = lambda: int(now() * 1e9)
    datetime.datetime = Lying  # type: ignore[misc]


def clock_in_1970() -> None:
    """The clock stands at the start of time."""
    clock(lambda: 1.0)


def clock_in_2099() -> None:
    """The clock is far ahead."""
    clock(lambda: 4_080_000_000.0)


def clock_that_jumps() -> None:
    """Every look at the clock shows another year."""
    dice = random.Random(SEED)
    clock(lambda: 1.8e9 + dice.uniform(-YEARS_S, YEARS_S))


def _point(change: Callable[[Any], Any]) -> None:
    """Have every point of HiGHS changed, and called an optimum."""
    from dataclasses import replace

    from gridplan.solve.highs import HighsSolver

    found = HighsSolver._solution

    def wrong(self: HighsSolver, seconds: float) -> Any:
        solution = found(self, seconds)
        return replace(solution, status="Optimal", optimal=True, value=change(solution.value))

    HighsSolver._solution = wrong  # type: ignore[method-assign]


def solver_gives_nan() -> None:
    """The solver says optimal and gives figures that are none."""
    _point(lambda value: value * float("nan"))


def solver_gives_half() -> None:
    """The solver says optimal and gives half of everything."""
    _point(lambda value: value * 0.5)


def solver_is_off_by_a_thousandth() -> None:
    """The solver says optimal and is a thousandth off."""
    _point(lambda value: value * 1.001)


def _run(instead: Callable[[], None]) -> None:
    from gridplan.solve.highs import HighsSolver

    def failing(self: HighsSolver, *_: object, **__: object) -> None:
        instead()

    HighsSolver.solve = failing  # type: ignore[method-assign,assignment]


def solver_raises() -> None:
    """The solver fails with an error of its own."""
    def fail() -> None:
        raise RuntimeError("HiGHS: numerical trouble")

    _run(fail)


def solver_dies() -> None:
    """The solver takes the whole process with it."""
    _run(lambda: os.kill(os.getpid(), signal.SIGSEGV))


def out_of_memory() -> None:
    """Memory runs out in the solver."""
    def fail() -> None:
        raise MemoryError

    _run(fail)


def workbook_open_elsewhere() -> None:
    """The workbook that stands is open in another program, which on Windows keeps everybody else from it."""
    moved, opened = os.replace, os.open

    def locked(path: object) -> bool:
        name = Path(os.fspath(path)).name  # type: ignore[call-overload]
        return name.endswith(".xlsx") and not name.startswith(".")

    def refuse(path: object) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file because it is being used by another "
                              "process", str(path))

    def replace(source: Any, target: Any, **more: Any) -> None:
        if locked(target):
            refuse(target)
        moved(source, target, **more)

    def look(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if locked(path):
            refuse(path)
        return opened(path, flags, *more, **named)

    os.replace, os.open = replace, look
    real = Path.open

    def path_open(self: Path, *more: Any, **named: Any) -> Any:
        if locked(self):
            refuse(self)
        return real(self, *more, **named)

    Path.open = path_open  # type: ignore[method-assign,assignment]


def no_network() -> None:
    """Every socket is refused, and the attempt put on standard error."""
    def refuse(*_: object, **__: object) -> None:
        sys.stderr.write("NETWORK TRIED\n")
        raise OSError(errno.ENETUNREACH, "no network")

    socket.socket.connect = socket.socket.connect_ex = refuse  # type: ignore[method-assign,assignment]
    socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse  # type: ignore[assignment]


def short_looks() -> None:
    """The certified method looks at few blocks, so that a short year goes through all its stages."""
    from gridplan.solve.certified import door, method

    looks = (method.Glance(16, 0.25), method.Glance(32, 0.05))
    method.LOOKS = looks
    door.solve_certified.__kwdefaults__["looks"] = looks
    method.CertifiedSolve.__init__.__kwdefaults__["looks"] = looks


FAULTS = {one.__name__: one for one in (
    clock_in_1970, clock_in_2099, clock_that_jumps, solver_gives_nan, solver_gives_half, solver_is_off_by_a_thousandth,
    solver_raises, solver_dies, out_of_memory, workbook_open_elsewhere, no_network, short_looks)}


def main() -> None:
    """Build in the faults (joined by +) and hand over to the command line."""
    for name in sys.argv[1].split("+"):
        FAULTS[name]()
    sys.argv = ["gridplan", *sys.argv[2:]]
    from gridplan.cli.main import start

    start()


if __name__ == "__main__":
    main()
