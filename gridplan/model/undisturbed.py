"""Steps of others that Ctrl-C must not cut in two."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end what a program is doing; Windows lacks some."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Ctrl-C, SIGTERM and SIGHUP, where Python handles them, until the step is done, and only then act on them.

    Pyomo writes a template with Python's own ``sum`` and the loops over its sets exchanged for the whole process, and
    cannot put them back if it is cut short: what comes of it is an AssertionError, and no model can be built any more.
    Does nothing outside the main thread, which alone is interrupted by signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    come: list[int] = []

    def keep(number: int, _frame: FrameType | None) -> None:
        come.append(number)

    handlers: dict[int, Callable[[int, FrameType | None], Any]] = {}
    try:
        for wish in ENDING:
            handler = signal.getsignal(wish)
            if callable(handler):
                handlers[wish] = handler
                signal.signal(wish, keep)
        yield
    finally:
        for wish, handler in handlers.items():
            signal.signal(wish, handler)
    for number in come:
        signal.raise_signal(number)
