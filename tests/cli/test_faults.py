"""Every class of fault: its exit code, a short message, and nothing written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gridplan.cli.faults import OWN_FAULT, STOPPED, WRONG_INPUT
from gridplan.solve.run import NotSolved, Why
from tests.case.support.tiny import added, cell, replaced, write_tiny
from tests.cli.support import Said, typed

SCREEN_LINES = 12


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder beside the case `tiny`."""
    write_tiny(tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _is_refused(said: Said, place: Path) -> None:
    assert said.code == WRONG_INPUT
    assert len(said.lines) <= SCREEN_LINES
    assert "Traceback" not in said.answer + said.asides
    assert sorted(entry.name for entry in place.iterdir()) == ["tiny"]


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_broken_case_is_refused_in_few_lines(place: Path, command: str) -> None:
    for row in range(2, 7):
        cell("policies.csv", row, "value", f"many{row}")(place / "tiny")
    added("fuels.csv", "peat,,much,2.66,perhaps")(place / "tiny")
    replaced("demand.csv", "ningxia,100", "ningxia,-100")(place / "tiny")
    said = typed(command, "tiny", "--lang", "en")
    _is_refused(said, place)
    for word in ("policies.csv", "fuels.csv", "demand.csv", "energy_twh"):
        assert word in said.answer + said.asides


def test_a_case_is_checked_with_its_scenarios(place: Path) -> None:
    scenarios = place / "tiny/scenarios.toml"
    change = 'changes = [{ table = "fuels", row = "%s", column = "price_cny_per_tce", factor = 1.5 }]'
    notes = 'note_en = "A drought"\nnote_zh = "枯水"\n'
    scenarios.write_text(f"[scenario.dear]\n{notes}{change % 'coal'}", encoding="utf-8")
    good = typed("check", "tiny", "--lang", "en")
    assert good.code == 0 and good.answer.splitlines()[-1] == "2 scenarios, each applied and checked"
    listed = {lang: typed("scenarios", "tiny", "--all", "--lang", lang).answer for lang in ("en", "zh")}
    assert "A drought" in listed["en"] and "枯水" not in listed["en"] and "枯水" in listed["zh"]

    scenarios.write_text(f"[scenario.dear]\n{change % 'cool'}", encoding="utf-8")
    said = typed("check", "tiny", "--lang", "en")
    _is_refused(said, place)
    assert "scenarios.toml [dear: 1]" in said.answer and "coal" in said.answer
    assert "情景" not in said.answer and "没有行" in typed("check", "tiny", "--lang", "zh").answer

    # A fault of the case and one of the form of its scenarios are told together.
    scenarios.write_text("[scenario.dear]\nchange = []\n", encoding="utf-8")
    replaced("demand.csv", "ningxia,100", "ningxia,-100")(place / "tiny")
    both = typed("check", "tiny", "--lang", "en")
    assert "scenarios.toml [dear]" in both.answer and "demand.csv" in both.answer


def test_more_problems_than_a_screen_holds_are_counted_and_all_shown_on_request(place: Path) -> None:
    names = (place / "tiny/cohorts.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    for column in names[5:17]:
        cell("cohorts.csv", 2, column, "x")(place / "tiny")
    short = typed("check", "tiny", "--lang", "en")
    assert len(short.lines) <= SCREEN_LINES
    assert "more" in short.answer and "--all" in short.answer
    full = typed("check", "tiny", "--lang", "en", "--all")
    assert all(f"cohorts.csv, row 2, {column} = x" in full.answer for column in names[5:17])


def test_problems_speak_the_language_asked_for_or_the_cases_own(place: Path) -> None:
    replaced("demand.csv", "ningxia,100", "ningxia,-100")(place / "tiny")
    assert "demand.csv，第 2 行" in typed("check", "tiny").answer
    assert "demand.csv, row 2" in typed("check", "tiny", "--lang", "en").answer


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["run", "ningsia-2030"], "ningxia-2030"),
        (["check", "nowhere/at/all"], "hunan-2030"),
        (["new", "hunnan", "--year", "2030", "made"], "hunan"),
        (["new", "hunan", "--year", "1999", "made"], "2024"),
        (["new", "hunan", "--year", "2030", "tiny"], "tiny"),
        (["run", "tiny", "--hours", "25"], "24"),
        (["run", "tiny", "--hours", "8784"], "8760"),
        (["run", "tiny", "--method", "magic"], "simplex"),
        (["workbook", "tiny", "tiny.csv"], ".xlsx"),
        (["folder", "tiny", "tiny"], "tiny"),
        (["run", "tiny", "--out", "tiny/case.toml/plan"], "case.toml is a file"),
        (["sweep", "tiny", "--out", "tiny/case.toml"], "case.toml is a file"),
        (["price-targets", "tiny", "--csv", "tiny"], "tiny is a folder"),
        (["diff", "tiny", "tiny", "--out", "tiny/demand.csv/x.csv"], "demand.csv is a file"),
        (["targets", "--region", "hunnan"], "hunan"),
        (["targets", "--metric", "capacity.winds"], "capacity.wind"),
    ],
)
def test_a_wrong_word_is_refused_with_a_hint(place: Path, words: list[str], hint: str) -> None:
    said = typed(*words, *([] if "magic" in words else ["--lang", "en"]))
    _is_refused(said, place)
    assert hint in said.asides


def test_results_that_stand_are_refused_before_solving(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gridplan.case.load.load_case", _must_not_be_called)
    (place / "tiny/plan").mkdir()
    (place / "tiny/plan/letter.txt").write_text("mine")
    said = typed("run", "tiny", "--out", "tiny/plan", "--overwrite", "--lang", "en")
    _is_refused(said, place)
    assert "not a results folder" in said.asides


def _must_not_be_called(*_: object, **__: object) -> None:
    raise AssertionError("the case was read before the folder was looked at")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder the user may not write to")
def test_a_write_protected_folder_is_refused_before_solving(place: Path) -> None:
    (place / "tiny").chmod(0o555)
    said = typed("run", "tiny", "--out", "tiny/out", "--lang", "en")
    (place / "tiny").chmod(0o755)
    assert said.code == WRONG_INPUT and not (place / "tiny/out").exists()
    _is_refused(said, place)


@pytest.mark.parametrize(("status", "code"), [("infeasible", 3), ("stopped", STOPPED), ("unproven", STOPPED)])
def test_no_plan_leaves_only_the_log(place: Path, monkeypatch: pytest.MonkeyPatch, status: str, code: int) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise NotSolved(status, Why("because of this", "原因如此"), {"rows": 3})

    monkeypatch.setattr("gridplan.solve.run.solve", refuses)
    said = typed("run", "tiny")
    assert said.code == code
    assert "原因如此" in said.asides
    assert [file.name for file in (place / "results").iterdir()] == ["tiny.log"]
    assert "because of this" in (place / "results/tiny.log").read_text(encoding="utf-8")


def test_a_fault_of_the_tool_takes_two_lines_and_keeps_its_details(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("gridplan.solve.run.solve", breaks)
    said = typed("run", "tiny", "--lang", "en", "--quiet")
    assert said.code == OWN_FAULT
    assert len(said.lines) == 2
    assert "ZeroDivisionError: a bug" in said.asides
    log = (place / "results/tiny.log").read_text(encoding="utf-8")
    assert "Traceback" in log and "in breaks" in log


@pytest.mark.parametrize("wrapped", [False, True])
def test_ctrl_c_that_a_library_turned_into_a_fault_of_its_own_is_still_ctrl_c(
    place: Path, monkeypatch: pytest.MonkeyPatch, wrapped: bool
) -> None:
    def fails_at_clearing_up(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as wish:
            raise (RuntimeError("a library's") if wrapped else AssertionError) from (wish if wrapped else None)

    monkeypatch.setattr("gridplan.solve.run.solve", fails_at_clearing_up)
    said = typed("run", "tiny", "--lang", "en")
    assert said.code == STOPPED and "Stopped" in said.asides and "itself failed" not in said.asides


def test_a_full_disk_is_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fills(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "results/tiny/results.nc")

    monkeypatch.setattr("gridplan.solve.run.solve", fills)
    said = typed("run", "tiny", "--lang", "en")
    assert said.code == OWN_FAULT
    assert "results.nc" in said.asides and "No space left" in said.asides


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_ends_with_a_sentence_and_exit_code_4(place: Path) -> None:
    words = [sys.executable, "-m", "gridplan.cli", "run", "tiny", "--lang", "en"]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"}
    # A shell has programs in its background ignore Ctrl-C, and with them this test's.
    program = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    assert program.stderr is not None
    while not program.stderr.readline().startswith("building"):
        assert program.poll() is None
    time.sleep(0.3)
    program.send_signal(signal.SIGINT)
    _, asides = program.communicate(timeout=60)
    assert program.returncode == STOPPED
    assert "Stopped" in asides and "Traceback" not in asides
