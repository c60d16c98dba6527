"""Being asked to end by the system: a batch system, a container's host, `kill`."""

from __future__ import annotations

import _thread
import math
import signal
import sys
import threading
import time
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

TOGETHER_S = 5.0
"""What comes within so many seconds of the first is the same wish: `timeout` and batch systems tell a process, and then
its whole group."""

AGAIN_S = 0.05


def end_as_by_ctrl_c() -> None:
    """Have SIGTERM end a command as Ctrl-C does, so that the best plan so far is kept and no worker is left; and have
    neither get lost where it comes while Python clears up an object and drops every exception.

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

    def ask_again() -> None:
        asked[0] = -math.inf
        main = threading.main_thread().ident
        if main is not None and sys.platform != "win32":
            signal.pthread_kill(main, signal.SIGTERM)  # which also wakes what waits
        else:
            _thread.interrupt_main(signal.SIGTERM)

    tell = sys.unraisablehook

    def dropped(what: UnraisableHookArgs) -> None:
        if what.exc_type is KeyboardInterrupt:
            again = threading.Timer(AGAIN_S, ask_again)  # not from here, where it would be dropped again
            again.daemon = True
            again.start()
        else:
            tell(what)

    signal.signal(signal.SIGTERM, end)
    sys.unraisablehook = dropped
