"""Commands asked to end by the system: SIGTERM and SIGHUP do what Ctrl-C does, and no process is left."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridplan.audit import audit
from gridplan.cli.ending import WISHES, end_as_by_ctrl_c
from gridplan.cli.faults import STOPPED
from gridplan.cli.progress import RunProgress
from gridplan.results.folder import check_whole
from gridplan.solve.certified.method import Glance
from tests.case.support.tiny import write_tiny
from tests.cli.support import typed

ROOT = Path(__file__).parents[2]
END_S = 300

SCENARIOS = """
[scenario.base]
name_en = "Base"
[scenario.dear]
changes = [{ table = "fuels", row = "coal", column = "price_cny_per_tce", factor = 1.5 }]
"""

PARENT = """
import sys
from pathlib import Path
from gridplan.scenarios.crew import local_crew
from tests.scenarios import fakes

class Told(fakes.Told):
    def phase(self, name, phase, seconds):
        print(crew._chains[0].process.pid, flush=True)

with local_crew() as crew:
    fakes.run_of(crew, Path(sys.argv[1]), ["slow"], Told()).go([fakes.tasks(["slow"])])
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder beside the case `tiny`, which has scenarios."""
    write_tiny(tmp_path / "tiny")
    (tmp_path / "tiny/scenarios.toml").write_text(SCENARIOS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def asked_to_end() -> Iterator[None]:
    """SIGTERM and SIGHUP as a command has them."""
    before, hook = {wish: signal.signal(wish, signal.SIG_DFL) for wish in WISHES}, sys.unraisablehook
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    end_as_by_ctrl_c()
    yield
    for wish, handler in before.items():
        signal.signal(wish, handler)
    sys.unraisablehook = hook


def _started(*words: str) -> subprocess.Popen[str]:
    # What ignores a signal passes that on: tests started by nohup would ignore the end of their terminal.
    before = {wish: signal.signal(wish, signal.SIG_DFL) for wish in WISHES}
    try:
        return subprocess.Popen([sys.executable, *words], env={**os.environ, "PYTHONPATH": str(ROOT)},
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)


def _lives(process: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _ends(process: int) -> bool:
    end = time.monotonic() + END_S
    while _lives(process) and time.monotonic() < end:
        time.sleep(0.05)
    return not _lives(process)


def _children(process: int) -> list[int]:
    return [int(child) for one in Path(f"/proc/{process}/task").glob("*/children")
            for child in one.read_text(encoding="utf-8").split()]


def test_a_certified_run_keeps_its_plan_with_the_gap_proven_so_far(
        place: Path, monkeypatch: pytest.MonkeyPatch, asked_to_end: None) -> None:
    from gridplan.solve.certified.door import solve_certified

    looks = (Glance(16, 0.25), Glance(32, 0.05))
    monkeypatch.setattr("gridplan.solve.certified.method.LOOKS", looks)
    defaults: dict[str, object] = solve_certified.__kwdefaults__
    monkeypatch.setitem(defaults, "looks", looks)
    told = RunProgress.__call__

    def end(self: RunProgress, name: str, **figures: object) -> None:
        told(self, name, **figures)
        # `timeout` tells the process, then its group: the second must not cost the plan that is being written.
        if name in ("whole", "write"):
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(RunProgress, "__call__", end)
    monkeypatch.setattr("gridplan.cli.ending.TOGETHER_S", math.inf)
    said = typed("run", "tiny", "--hours", "96", "--method", "certified", "--gap", "1e-6", "--out", "out")
    assert said.code == STOPPED, said.asides
    check_whole(place / "out")
    run = json.loads((place / "out/run.json").read_text(encoding="utf-8"))
    assert run["status"] == "stopped" and 1e-6 < run["gap"] < 1.0
    assert [one for one in audit(place / "out") if not one.ok] == []


def test_a_wish_repeated_later_is_another_one(asked_to_end: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.1)

    monkeypatch.setattr("gridplan.cli.ending.TOGETHER_S", math.inf)
    with pytest.raises(KeyboardInterrupt):
        ask()
    ask()
    monkeypatch.setattr("gridplan.cli.ending.TOGETHER_S", 0.0)
    with pytest.raises(KeyboardInterrupt):
        ask()


def test_a_wish_that_comes_while_an_object_is_cleared_up_is_not_lost(asked_to_end: None) -> None:
    class Held:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.1)  # Python drops what is raised in here
            reached.append(True)

    reached: list[bool] = []
    held = [Held()]
    with pytest.raises(KeyboardInterrupt):
        held.clear()
        reached.append(False)
        time.sleep(END_S)
    assert reached == [False]


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_what_fails_in_clearing_up_is_told_unless_the_command_is_to_end(
        asked_to_end: None, monkeypatch: pytest.MonkeyPatch, wish: signal.Signals) -> None:
    class LeftOpen:
        def __del__(self) -> None:
            raise OSError("left in the middle")

    told: list[object] = []
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(sys, "unraisablehook", lambda what: told.append(what.exc_value))
    end_as_by_ctrl_c()
    held = [LeftOpen()]
    held.clear()
    assert [str(one) for one in told] == ["left in the middle"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(wish)
    held.append(LeftOpen())
    held.clear()
    assert len(told) == 1


def test_who_decided_about_the_signal_before_is_heard(asked_to_end: None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    end_as_by_ctrl_c()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN and callable(signal.getsignal(signal.SIGTERM))
    # Elsewhere than in the main thread Python would raise ValueError.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    elsewhere = threading.Thread(target=end_as_by_ctrl_c)
    elsewhere.start()
    elsewhere.join()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.parametrize("wish", WISHES, ids=[wish.name for wish in WISHES])
def test_a_run_ends_with_a_sentence_and_leaves_only_its_log(place: Path, wish: signal.Signals) -> None:
    program = _started("-m", "gridplan.cli", "run", "tiny", "--lang", "en", "--out", "out")
    assert program.stderr is not None
    while not program.stderr.readline().startswith("building"):
        assert program.poll() is None
    program.send_signal(wish)
    _, asides = program.communicate(timeout=END_S)
    assert program.returncode == STOPPED
    assert "Stopped" in asides and "Traceback" not in asides
    assert sorted(one.name for one in place.iterdir()) == ["out.log", "tiny"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the processes a process has begun")
def test_a_sweep_ends_its_workers_and_says_what_is_done(place: Path) -> None:
    program = _started("-m", "gridplan.cli", "sweep", "tiny", "--hours", "24", "--workers", "2", "--lang", "en",
                       "--out", "out")
    assert program.stderr is not None
    while "building" not in (line := program.stderr.readline()):
        assert program.poll() is None, line
    workers = _children(program.pid)
    assert len(workers) >= 2
    program.send_signal(signal.SIGTERM)
    _, asides = program.communicate(timeout=END_S)
    assert program.returncode == STOPPED and "run again to go on" in asides and "Traceback" not in asides
    assert all(_ends(worker) for worker in workers)
    entries = json.loads((place / "out/sweep.json").read_text(encoding="utf-8"))["scenarios"]
    assert {entry["status"] for entry in entries} <= {"stopped", "solved", "missed_targets"}
    assert not [one.name for one in (place / "out").iterdir() if one.name.startswith(".")]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux whether a process lives")
def test_workers_end_with_a_sweep_that_is_killed(tmp_path: Path) -> None:
    program = _started("-c", PARENT, str(tmp_path))
    assert program.stdout is not None
    worker = int(program.stdout.readline())
    assert _lives(worker)
    program.kill()
    program.communicate(timeout=END_S)
    assert _ends(worker)
