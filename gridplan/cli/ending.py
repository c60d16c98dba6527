"""Being asked to end: by a batch system, a container's host, `kill`, a terminal or connection that closes."""

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

WISHES = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals by which a command is asked to end: by the system, and by a terminal that is closed (not on Windows)."""

TOGETHER_S = 5.0
"""What comes within so many seconds of the first is the same wish: `timeout` and batch systems tell a process, and then
its whole group."""

AGAIN_S = 0.05


def end_as_by_ctrl_c() -> None:
    """Have SIGTERM and SIGHUP end a command as Ctrl-C does, so that the best plan so far is kept and no worker is left;
    and have none of them get lost where it comes while Python clears up an object and drops every exception.  Once one
    has come, what fails in clearing up (a library's file, left in the middle) is not told: nothing is to be done.

    Does nothing outside the main thread, where Python takes no signals, and leaves a signal alone about which whoever
    started the program has decided already (nohup).
    """
    if threading.current_thread() is not threading.main_thread():
        return
    wishes = [wish for wish in WISHES if signal.getsignal(wish) == signal.SIG_DFL]
    if not wishes:
        return
    asked, heard = [-math.inf], [False]

    def end(_signal: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - asked[0] < TOGETHER_S:
            return
        asked[0] = now
        pressed(_signal, _frame)

    def pressed(_signal: int, _frame: FrameType | None) -> None:
        heard[0] = True
        raise KeyboardInterrupt

    def ask_again() -> None:
        asked[0] = -math.inf
        main = threading.main_thread().ident
        if main is not None and sys.platform != "win32":
            signal.pthread_kill(main, wishes[0])  # which also wakes what waits
        else:
            _thread.interrupt_main(wishes[0])

    tell = sys.unraisablehook

    def dropped(what: UnraisableHookArgs) -> None:
        if what.exc_type is KeyboardInterrupt:
            again = threading.Timer(AGAIN_S, ask_again)  # not from here, where it would be dropped again
            again.daemon = True
            again.start()
        elif not heard[0]:
            tell(what)

    for wish in wishes:
        signal.signal(wish, end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, pressed)
    sys.unraisablehook = dropped
