"""Being asked to end by the system: a batch system, a container's host, `kill`."""

from __future__ import annotations

import math
import signal
import threading
import time
from types import FrameType

TOGETHER_S = 5.0
"""What comes within so many seconds of the first is the same wish: `timeout` and batch systems tell a process, and then
its whole group."""


def end_as_by_ctrl_c() -> None:
    """Have SIGTERM end a command as Ctrl-C does, so that the best plan so far is kept and no worker is left.

    Does nothing outside the main thread, where Python takes no signals, or where whoever started the program has
    decided about SIGTERM already.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        return
    asked = [-math.inf]

    def end(_signal: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - asked[0] < TOGETHER_S:
            return
        asked[0] = now
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
