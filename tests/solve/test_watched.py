"""Work on a thread of its own, watched from the caller's: Ctrl-C at any moment, deadlines, faults."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import pytest

from gridplan.solve import watched
from gridplan.solve.watched import MOST_INTERRUPTS, watch
from tests.solve.test_adapters import _tangled  # a programme that takes a while

LONG_S = 60


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "LOOK_EVERY_S", 0.005)


def _press() -> None:
    raise KeyboardInterrupt


def test_what_is_done_and_what_goes_wrong_is_handed_on() -> None:
    assert watch(lambda: 42, _press) == (42, 0)
    with pytest.raises(ZeroDivisionError):
        watch(lambda: 1 / 0, _press)


def test_ctrl_c_asks_the_work_to_end_again_and_again_and_is_counted() -> None:
    ended, asked, looks = threading.Event(), [], []

    def interrupt() -> None:
        asked.append(True)
        if len(asked) >= 3:  # what comes before the work has set out is lost
            ended.set()

    def look() -> None:
        looks.append(True)
        if len(looks) == 1:
            raise KeyboardInterrupt

    assert watch(lambda: ended.wait(LONG_S), interrupt, look) == (True, 1)
    assert len(asked) >= 3


def test_insisting_ends_the_waiting() -> None:
    ended = threading.Event()
    with pytest.raises(KeyboardInterrupt):
        watch(lambda: ended.wait(LONG_S), lambda: None, _press)
    ended.set()


def test_a_signal_that_comes_while_waiting_does_not_leave_a_living_thread_behind() -> None:
    heard: list[int] = []

    def press(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        raise KeyboardInterrupt

    before, main = signal.signal(signal.SIGINT, press), threading.main_thread().ident
    assert main is not None

    def work() -> str:
        for count in range(1, MOST_INTERRUPTS + 1):
            signal.pthread_kill(main, signal.SIGINT)
            while len(heard) < count:  # two that wait are one
                time.sleep(0.005)
            time.sleep(0.1)
        return "whole"

    try:
        assert watch(work, lambda: None) == ("whole", MOST_INTERRUPTS)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("method", ["simplex", "hipo"])
def test_highs_ends_when_asked_and_solves_again(method: str) -> None:
    from gridplan.solve.solver import open_solver

    held = open_solver(_tangled(400), method=method, threads=1)
    stopped = held.solve_beside(lambda: True)
    assert stopped.optimal or "interrupt" in stopped.status.lower()
    assert held.solve().optimal


def test_ctrl_c_beside_others_is_not_taken_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from gridplan.solve.solver import open_solver

    held = open_solver(_tangled(30), method="simplex", threads=1)
    monkeypatch.setattr(watched, "watch", lambda run, *_: (run(), 1))
    with pytest.raises(KeyboardInterrupt):
        held.solve_beside(bool)
    assert held.solve().optimal
