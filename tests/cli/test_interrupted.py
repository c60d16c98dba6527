"""Runs that are cut short or meet: nothing half, nothing lost, a sentence."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from gridplan.cli.faults import OWN_FAULT, WRONG_INPUT
from gridplan.results.folder import check_whole
from gridplan.results.write import check_target
from tests.case.support.tiny import write_tiny
from tests.cli.support import typed

DEAD = 4_194_305
"""A process number above what Linux gives out."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder beside the case `tiny`."""
    write_tiny(tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _machine() -> str:
    return os.uname().nodename


def test_a_folder_another_run_is_writing_to_is_refused_by_name(place: Path) -> None:
    (place / "results").mkdir()
    (place / "results/.tiny-24h.running").write_text(f"{_machine()} {os.getppid()}")
    said = typed("run", "tiny", "--hours", "24", "--lang", "zh")
    assert said.code == WRONG_INPUT
    assert "另一个运行正在写入" in said.asides and str(os.getppid()) in said.asides
    assert [entry.name for entry in (place / "results").iterdir()] == [".tiny-24h.running"]


def test_what_a_killed_run_held_is_taken_over_and_its_leftovers_cleared(place: Path) -> None:
    folder = place / "results"
    folder.mkdir()
    (folder / ".tiny-24h.running").write_text(f"{_machine()} {DEAD}")
    (folder / f".tiny-24h.writing-{_machine()}-{DEAD}-abc").mkdir()
    said = typed("run", "tiny", "--hours", "24", "--lang", "en")
    assert said.code in (0, 3), said.asides
    assert [entry.name for entry in folder.iterdir()] == ["tiny-24h"]
    check_whole(folder / "tiny-24h")


def test_results_moved_aside_by_a_killed_run_come_back(tmp_path: Path) -> None:
    aside = tmp_path / f".out.old-{_machine()}-{DEAD}-abc"
    (aside / "out").mkdir(parents=True)
    (aside / "out/complete.json").write_text('{"files": {}}')
    check_target(tmp_path / "out", overwrite=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out/complete.json").is_file()


@pytest.mark.parametrize(("fault", "code", "word"), [
    (OSError(errno.ENOSPC, "No space left on device"), OWN_FAULT, "磁盘"),
    (OSError("Unable to write (errno = 28, error message = 'No space left on device')"), OWN_FAULT, "磁盘"),
    (RuntimeError("unable to flush (file write failed: errno = 28)"), OWN_FAULT, "磁盘"),
    (PermissionError(errno.EACCES, "Permission denied", "results.xlsx"), WRONG_INPUT, "results.xlsx"),
    (MemoryError(), OWN_FAULT, "内存不足"),
])
def test_a_disk_that_refuses_is_said_to_and_leaves_only_the_log(
        place: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: int, word: str) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("gridplan.results.write.write_dataset", refuses)
    said = typed("run", "tiny", "--hours", "24", "--lang", "zh")
    assert said.code == code and word in said.asides and "Traceback" not in said.asides
    assert [entry.name for entry in (place / "results").iterdir()] == ["tiny-24h.log"]


def test_a_file_called_like_the_log_is_left_alone(place: Path) -> None:
    words = ("run", "tiny", "--hours", "24", "--out", "out", "--overwrite", "--quiet")
    notes = place / "out.log"
    for text in ("my notes\n", ""):
        notes.write_text(text, encoding="utf-8")
        assert typed(*words).code == 0
        assert notes.read_text(encoding="utf-8") == text and "case " in (place / "out/run.log").read_text("utf-8")
        assert not list(place.glob("out.run*"))
    # What an earlier run that was cut short has left is replaced.
    notes.write_text((place / "out/run.log").read_text("utf-8"), encoding="utf-8")
    assert typed(*words).code == 0 and not notes.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on address space")
@pytest.mark.parametrize("words", [("run", "tiny"), ("stress", "tiny"), ("check", "tiny"), ("provinces",)],
                         ids=lambda words: words[0])
def test_too_little_memory_is_refused_before_anything_is_begun(place: Path, words: tuple[str, ...]) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (500 * 2**20,) * 2)

    said = subprocess.run([sys.executable, "-m", "gridplan.cli", *words, "--lang", "en"], capture_output=True,
                          text=True, check=False, preexec_fn=limited, cwd=place, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    assert said.returncode == OWN_FAULT and "ulimit -v" in said.stderr
    assert not (place / "results").exists()


def test_a_clock_set_back_changes_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 0.0)
    said = typed("run", "tiny", "--hours", "24", "--lang", "en")
    assert said.code in (0, 3)
    check_whole(place / "results/tiny-24h")


def test_the_same_plan_on_one_thread_and_two(place: Path) -> None:
    import json

    costs = []
    for threads in (1, 2):
        out = f"out{threads}"
        assert typed("run", "tiny", "--hours", "24", "--threads", threads, "--out", out).code in (0, 3)
        costs.append(json.loads((place / out / "run.json").read_text(encoding="utf-8"))["cost_million_cny"])
    assert costs[0] == pytest.approx(costs[1], rel=1e-7)
    log = (place / "out1/run.log").read_text(encoding="utf-8")
    assert "coefficients  matrix" in log
