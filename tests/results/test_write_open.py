"""Results appear whole or not at all, and come back as they were."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pandas.testing as pdt
import pytest
import xarray.testing as xrt

from gridplan.case.case import fingerprint
from gridplan.library.whole import hidden_prefix
from gridplan.results import accounts, write
from gridplan.results.folder import FILES, MARK, ResultsError
from gridplan.results.open import open_results
from gridplan.results.write import write_results
from tests.support.sample_results import sample_results

SLOW_RUN = """
import sys, time
from tests.support.sample_results import sample_results
from gridplan.results.write import write_results
def slow(results, path, lang):
    print("writing", flush=True)
    time.sleep(60)
write_results(sample_results(), sys.argv[1], "zh", report_writer=slow)
"""


def plain_report(_results, path: Path, _lang: str) -> None:
    path.write_text("report", encoding="utf-8")


def failing_report(_results, _path: Path, _lang: str) -> None:
    raise RuntimeError("no room for the report")


@pytest.fixture(scope="module")
def master(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("master") / "results"
    return write_results(sample_results(), folder, "zh", report_writer=plain_report)


@pytest.fixture
def stored(master, tmp_path) -> Path:
    return Path(shutil.copytree(master, tmp_path / "results"))


@pytest.fixture
def quick(monkeypatch) -> None:
    """Writing without the workbook, which takes seconds and is tested on its own."""
    monkeypatch.setattr(write, "write_workbook", lambda _results, path, _lang: path.write_text("book"))


def test_every_file_and_the_mark_are_there_and_nothing_else(master):
    assert {path.name for path in master.iterdir()} == {*FILES, MARK}
    assert list(master.parent.iterdir()) == [master]


def test_the_run_record_gets_the_seconds_of_writing(master):
    seconds = json.loads((master / "run.json").read_text(encoding="utf-8"))["seconds"]
    before = sample_results().run["seconds"]
    assert 0 < seconds["write"] < 60
    assert seconds["total"] == pytest.approx(before["total"] - before["write"] + seconds["write"])


def test_what_is_opened_is_what_was_written(master):
    results, opened = sample_results(), open_results(master)
    xrt.assert_equal(opened.dataset, results.dataset)
    assert opened.dataset["demand_gw"].attrs["units"] == "GW"
    pdt.assert_frame_equal(opened.costs, results.costs)
    pdt.assert_frame_equal(opened.policies, results.policies)
    pdt.assert_frame_equal(opened.targets, results.targets)
    assert (opened.axis.weight_h == results.axis.weight_h).all() and opened.axis.cyclic


def test_the_case_comes_back_with_its_fingerprint(master):
    case, opened = sample_results().case, open_results(master).case
    assert fingerprint(opened.settings, opened.tables, opened.profiles) == fingerprint(
        case.settings, case.tables, case.profiles
    )
    for name, frame in case.tables.items():
        pdt.assert_frame_equal(opened.tables[name], frame)


@pytest.mark.parametrize("account", ["summary", "energy_balance", "power_balance", "retrofits", "cost_recovery"])
def test_accounts_are_the_same_after_opening(master, account):
    draw_up = getattr(accounts, account)
    pdt.assert_frame_equal(draw_up(open_results(master)), draw_up(sample_results()), check_dtype=False)


def test_an_exception_leaves_nothing(tmp_path, quick):
    with pytest.raises(RuntimeError, match="no room"):
        write_results(sample_results(), tmp_path / "new", "zh", report_writer=failing_report)
    assert not list(tmp_path.iterdir())


def test_older_results_stand_when_writing_fails(stored, quick):
    before = {path.name: path.read_bytes() for path in stored.iterdir()}
    with pytest.raises(RuntimeError):
        write_results(sample_results(), stored, "zh", overwrite=True, report_writer=failing_report)
    assert {path.name: path.read_bytes() for path in stored.iterdir()} == before
    assert list(stored.parent.iterdir()) == [stored]


def test_older_results_stand_when_the_last_step_fails(stored, quick, monkeypatch):
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if ".writing-" in path.name:
            raise OSError("disk gone")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="disk gone"):
        write_results(sample_results(), stored, "zh", overwrite=True, report_writer=plain_report)
    monkeypatch.undo()
    assert open_results(stored).run["case"] == "sample"
    assert list(stored.parent.iterdir()) == [stored]


def test_results_are_not_replaced_unasked(stored, quick):
    with pytest.raises(ResultsError, match="holds results already"):
        write_results(sample_results(), stored, "zh", report_writer=plain_report)


def test_results_are_replaced_when_asked(stored, quick):
    write_results(
        sample_results(),
        stored,
        "zh",
        overwrite=True,
        report_writer=lambda _results, path, _lang: path.write_text("newer"),
    )
    assert (stored / "report.html").read_text() == "newer"
    assert list(stored.parent.iterdir()) == [stored]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_that_is_no_result_is_never_touched(tmp_path, quick, overwrite):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(ResultsError, match="not a results folder"):
        write_results(sample_results(), tmp_path / "mine", "zh", overwrite=overwrite, report_writer=plain_report)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_file_in_the_way_is_never_touched(tmp_path, quick):
    (tmp_path / "mine").write_text("dear")
    with pytest.raises(ResultsError) as caught:
        write_results(sample_results(), tmp_path / "mine", "zh", overwrite=True, report_writer=plain_report)
    assert "不是结果文件夹" in caught.value.message("zh")


def test_a_killed_run_leaves_no_results_and_the_next_one_clears_up(tmp_path, quick):
    target = tmp_path / "out"
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW_RUN, str(target)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert run.stdout is not None and run.stdout.readline().strip() == b"writing"
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert not target.exists()
    (left,) = tmp_path.iterdir()
    with pytest.raises(ResultsError, match="not a complete result"):
        open_results(left)
    write_results(sample_results(), target, "zh", report_writer=plain_report)
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_living_run_is_writing_is_left_alone(tmp_path, quick):
    beside = tmp_path / f"{hidden_prefix(tmp_path / 'out')}{os.getpid()}-abc"
    beside.mkdir()
    write_results(sample_results(), tmp_path / "out", "zh", report_writer=plain_report)
    assert beside.is_dir()


def test_opening_says_what_is_missing(stored):
    (stored / "results.nc").unlink()
    with pytest.raises(ResultsError, match=r"results\.nc.*missing"):
        open_results(stored)


def test_opening_refuses_a_half_result_by_name(stored):
    (stored / MARK).unlink()
    with pytest.raises(ResultsError, match=f"{stored}.*not a complete result"):
        open_results(stored)


def test_opening_refuses_a_changed_file(stored):
    path = stored / "tables.json"
    path.write_text(path.read_text(encoding="utf-8").replace("ningxia", "gansu"), encoding="utf-8")
    with pytest.raises(ResultsError, match=r"tables\.json.*changed"):
        open_results(stored)


def test_a_workbook_edited_by_hand_does_not_stop_opening(stored):
    (stored / "results.xlsx").write_bytes(b"edited")
    assert open_results(stored).run["case"] == "sample"


def test_opening_nothing_says_so(tmp_path):
    with pytest.raises(ResultsError, match="no such results folder"):
        open_results(tmp_path / "nowhere")


def test_results_of_a_later_format_are_refused(stored):
    mark = json.loads((stored / MARK).read_text())
    (stored / MARK).write_text(json.dumps({**mark, "format": 99}))
    with pytest.raises(ResultsError, match="format 99"):
        open_results(stored)
