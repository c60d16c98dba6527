"""A certified run stopped by Ctrl-C: a plan marked as stopped, or none and what is known; exit code 4 in both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gridplan.audit import audit
from gridplan.cli.faults import STOPPED
from gridplan.cli.progress import RunProgress
from gridplan.results.folder import check_whole
from gridplan.solve.certified.looks import Glance
from gridplan.solve.certified.method import Certified, CertifiedSolve
from tests.case.support.tiny import write_tiny
from tests.cli.support import Said, typed

CERTIFIED = ("run", "tiny", "--hours", "96", "--method", "certified", "--gap", "1e-6", "--out", "out", "--lang", "en")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder beside the case `tiny`; the certified method looks at few blocks."""
    write_tiny(tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)
    looks = (Glance(16, 0.25), Glance(32, 0.05))
    monkeypatch.setattr("gridplan.solve.certified.method.LOOKS", looks)
    monkeypatch.setitem(_named_defaults(), "looks", looks)
    return tmp_path


def _named_defaults() -> dict[str, object]:
    from gridplan.solve.certified.door import solve_certified

    return solve_certified.__kwdefaults__


def _stopped_at(phase: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> Said:
    """A certified run in which Ctrl-C is pressed as soon as a phase begins."""
    told = RunProgress.__call__

    def press(self: RunProgress, name: str, **figures: object) -> None:
        told(self, name, **figures)
        if name == phase:
            raise KeyboardInterrupt

    monkeypatch.setattr(RunProgress, "__call__", press)
    return typed(*CERTIFIED, *more)


def test_stopped_in_the_first_look_there_is_no_plan_and_no_bound_and_both_are_said(
        place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _stopped_at("look", monkeypatch)
    assert said.code == STOPPED
    assert "no bound" in said.asides and "Traceback" not in said.asides
    assert not (place / "out").exists()


@pytest.mark.parametrize("phase", ["bounds", "whole"])
def test_stopped_once_there_is_a_plan_it_is_kept_with_the_gap_proven_so_far(
        place: Path, monkeypatch: pytest.MonkeyPatch, phase: str) -> None:
    said = _stopped_at(phase, monkeypatch)
    assert said.code == STOPPED
    check_whole(place / "out")
    run = json.loads((place / "out/run.json").read_text(encoding="utf-8"))
    assert run["status"] == "stopped"
    assert run["gap"] > 1e-6
    # Before the months are bounded nothing but what costs are positive is known.
    assert (run["gap"] < 1.0) == (phase == "whole")
    assert run["lower_bound_million_cny"] < run["cost_million_cny"]
    assert [one for one in audit(place / "out") if not one.ok] == []


@pytest.mark.parametrize("phase", ["build", "compile", "verify", "write"])
def test_stopped_anywhere_else_nothing_is_left_but_the_log(
        place: Path, monkeypatch: pytest.MonkeyPatch, phase: str) -> None:
    said = _stopped_at(phase, monkeypatch)
    assert said.code == STOPPED and "Traceback" not in said.asides
    assert sorted(one.name for one in place.iterdir()) == ["out.log", "tiny"]


def test_a_bound_without_a_plan_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As a solver may end that gives a dual vector and no point.
    def without_plan(self: CertifiedSolve, *_: object) -> Certified:
        return Certified(stopped=True, lower=12.0)

    monkeypatch.setattr(CertifiedSolve, "solve", without_plan)
    said = typed(*CERTIFIED)
    assert said.code == STOPPED and not (place / "out").exists()
    assert "no plan costs less than" in said.asides
