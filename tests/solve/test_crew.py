"""Programmes solved side by side: in order, until a deadline, with the next method where one gets stuck."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from scipy.sparse import csc_array

from gridplan.solve.certified import crew as module
from gridplan.solve.certified.crew import Crew, Stopped
from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import Basis, Solution

LONG_S = 30.0
"""What a test waits at most for what comes at once."""


def _programme(least: float = 3.0) -> Arrays:
    """min 2x with x >= least as a row."""
    return Arrays(np.array([2.0]), 0.0, csc_array(np.array([[1.0]])), np.array([least]), np.array([np.inf]),
                  np.array([0.0]), np.array([10.0]), np.array([False]))


class FakeSolver:
    """Ends as it is told to by method, and notes who asked for what."""

    asked: list[str]
    statuses: dict[str, str]
    gaps: list[float]

    def __init__(self, method: str) -> None:
        self.method = method

    def end_at_gap(self, tolerance: float) -> None:
        self.gaps.append(tolerance)

    def solve_beside(self, stopped) -> Solution:
        self.asked.append(self.method)
        status = self.statuses[self.method]
        if status == "waits":
            begun = time.perf_counter()
            while not stopped() and time.perf_counter() - begun < LONG_S:
                time.sleep(0.005)
            status = "Interrupted by user"
        return Solution(status, status == "Optimal", np.array([3.0]), np.array([2.0]), 1.5, 7, self.method)


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(FakeSolver, "asked", [], raising=False)
    monkeypatch.setattr(FakeSolver, "gaps", [], raising=False)
    monkeypatch.setattr(FakeSolver, "statuses", {"first": "Unknown", "second": "Optimal", "slow": "waits"},
                        raising=False)
    monkeypatch.setattr(module, "open_solver", lambda _arrays, method, threads: FakeSolver(method))
    monkeypatch.setattr(module, "methods_of", lambda method: ["first", "second"] if method == "auto" else [method])
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0.01)
    return FakeSolver


def _crew(method: str = "auto", threads: int = 2, deadline: float | None = None) -> Crew:
    return Crew(method, threads, deadline, lambda: None)


def test_results_come_in_the_order_of_the_jobs_whichever_ends_first():
    later = threading.Event()

    def waits() -> str:
        assert later.wait(LONG_S)
        return "first"

    def frees() -> str:
        later.set()
        return "second"

    assert _crew("simplex").each([waits, frees]) == ["first", "second"]


def test_as_many_jobs_at_a_time_as_threads():
    together = threading.Barrier(2, timeout=LONG_S)
    assert len(_crew("simplex", threads=2).each([together.wait, together.wait])) == 2
    at_once, most, lock = [0], [0], threading.Lock()

    def job() -> None:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.01)
        with lock:
            at_once[0] -= 1

    _crew("simplex", threads=2).each([job] * 6)
    assert most[0] <= 2


def test_real_solves_side_by_side():
    crew = _crew("auto")
    answers = crew.each([lambda least=least: crew.answer(_programme(least), 1e-8) for least in (1.0, 2.0, 3.0, 4.0)])
    assert [answer.value[0] for answer in answers] == pytest.approx([1.0, 2.0, 3.0, 4.0], abs=1e-5)
    assert all(answer.usable and answer.dual[0] == pytest.approx(2.0, abs=1e-5) for answer in answers)


def test_a_quick_solve_ends_at_a_vertex():
    answer = _crew().quick(_programme())
    assert (answer.method, answer.value.tolist(), answer.dual.tolist()) == ("simplex", [3.0], [2.0])


def test_the_next_method_is_tried_where_one_gets_stuck(fake):
    answer = _crew().solve(_programme(), 1e-5)
    assert fake.asked == ["first", "second"] and fake.gaps == [1e-5, 1e-5]
    assert (answer.method, answer.usable, answer.seconds) == ("second", True, 3.0)


def test_a_method_asked_for_is_not_replaced(fake):
    answer = _crew("first").solve(_programme(), 1e-5)
    assert fake.asked == ["first"] and not answer.usable and answer.status == "Unknown"


def test_what_is_infeasible_is_not_tried_again(fake):
    fake.statuses["first"] = "Infeasible"
    assert _crew().solve(_programme(), 1e-5).status == "Infeasible"
    assert fake.asked == ["first"]


def test_the_deadline_stops_what_runs_and_what_waits(fake):
    crew = _crew("slow", threads=1, deadline=time.perf_counter() + 0.05)
    with pytest.raises(Stopped):
        crew.each([lambda: crew.answer(_programme(), 1e-5)] * 3)
    assert fake.asked == ["slow"]
    with pytest.raises(Stopped):
        crew.solve(_programme(), 1e-5)
    assert fake.asked == ["slow"]


def test_ctrl_c_stops_the_solves(fake):
    def pressed() -> None:
        raise KeyboardInterrupt

    crew = Crew("slow", 2, None, pressed)
    with pytest.raises(Stopped):
        crew.each([lambda: crew.answer(_programme(), 1e-5)] * 2)


def test_a_fault_of_a_job_is_passed_on():
    def broken() -> None:
        raise ZeroDivisionError("of its own")

    with pytest.raises(ZeroDivisionError, match="of its own"):
        _crew("simplex").each([lambda: None, broken])


def test_the_caller_hears_that_time_passes():
    ticks: list[float] = []
    Crew("simplex", 1, None, lambda: ticks.append(time.perf_counter())).each([lambda: None])
    assert ticks


def test_a_basis_that_is_handed_on_saves_the_pivots():
    crew, programme = _crew("simplex"), _chain(40)
    first = crew.to_vertex(programme)
    there = crew.to_vertex(programme, first.basis)
    read = crew.to_vertex(programme, Basis.of(first.basis.columns, first.basis.rows))
    assert first.iterations > 10 and there.iterations == read.iterations == 0
    assert there.value.tolist() == read.value.tolist() == first.value.tolist()


def test_a_basis_of_another_size_is_passed_over():
    crew = _crew("simplex")
    other = crew.to_vertex(_chain(40)).basis
    assert crew.to_vertex(_programme(3.0), other).value.tolist() == [3.0]


def _chain(size: int) -> Arrays:
    """min sum x with x_i + x_(i+1) >= 1 + i mod 3."""
    matrix = np.eye(size) + np.eye(size, k=1)
    return Arrays(np.arange(1.0, size + 1.0), 0.0, csc_array(matrix), 1.0 + np.arange(size) % 3, np.full(size, np.inf),
                  np.zeros(size), np.full(size, 10.0), np.zeros(size, dtype=bool))
