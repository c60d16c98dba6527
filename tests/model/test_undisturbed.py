"""Ctrl-C while a model is built: kept until a step is done, and neither lost nor turned into another fault."""

from __future__ import annotations

import builtins
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pyomo.environ as pyo
import pytest

from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model, templates
from gridplan.model.components import Rows
from gridplan.model.undisturbed import ENDING, undisturbed
from tests.support.rich_case import rich_case

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals")


@pytest.fixture(autouse=True)
def python_handles_ctrl_c() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _a_family(model: Any, interrupted: bool) -> None:
    def rule(block: Any, member: Any) -> Any:
        if interrupted:
            os.kill(os.getpid(), signal.SIGINT)
        return sum(block.x[other] for other in block.members) >= block.x[member]

    with templates(), undisturbed():
        model.rows = Rows(model.members, rule=rule)


def test_a_rule_is_written_before_ctrl_c_is_heard_and_pyomo_goes_on_afterwards() -> None:
    own_sum = builtins.sum
    model = pyo.ConcreteModel()
    model.members = pyo.Set(initialize=["a", "b"])
    model.x = pyo.Var(model.members)
    with pytest.raises(KeyboardInterrupt):
        _a_family(model, interrupted=True)
    assert builtins.sum is own_sum and list(model.members) == ["a", "b"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    model.del_component("rows")
    _a_family(model, interrupted=False)
    assert model.rows.template is not None


def test_a_model_is_built_in_steps_that_are_done_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def step(_model: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        done.append("whole")

    monkeypatch.setattr("gridplan.model.build.demand.design", step)
    with pytest.raises(KeyboardInterrupt):
        build_model(rich_case(), TimeAxis.shortened_year(24))
    assert done == ["whole"]


def test_without_a_signal_nothing_changes_and_a_fault_is_the_steps_own() -> None:
    before = [signal.getsignal(wish) for wish in ENDING]
    with pytest.raises(ZeroDivisionError), undisturbed():
        raise ZeroDivisionError
    assert [signal.getsignal(wish) for wish in ENDING] == before


def test_a_signal_nobody_handles_in_python_is_left_to_the_system() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with undisturbed():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_other_threads_leave_signals_alone() -> None:
    seen = []

    def look() -> None:
        with undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    elsewhere = threading.Thread(target=look)
    elsewhere.start()
    elsewhere.join()
    assert seen == [signal.default_int_handler]
