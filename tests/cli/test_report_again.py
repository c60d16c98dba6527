"""`gridplan report`: report and workbook again, in the other language, from results that stand."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from gridplan.results.write import write_results
from tests.case.support.tiny import write_tiny
from tests.cli.support import typed
from tests.support.sample_results import sample_results
from tests.support.shortened import first_hours


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the sample in Chinese, two days long."""
    results = first_hours(sample_results("zh"), 48)
    folder = tmp_path_factory.mktemp("plans") / "plan"
    return write_results(results, folder, "zh", report_writer=lambda _results, path, _lang: path.write_text("zh"))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_both_files_in_the_other_language_and_nothing_else(plan: Path) -> None:
    before = {file.name: file.read_bytes() for file in plan.iterdir()}
    said = typed("report", plan, "--lang", "en", "--out", "english")
    assert said.code == 0, said.asides
    assert {file.name for file in Path("english").iterdir()} == {"report.en.html", "results.en.xlsx"}
    assert '<html lang="en"' in Path("english/report.en.html").read_text(encoding="utf-8")
    assert openpyxl.load_workbook("english/results.en.xlsx", read_only=True).sheetnames[1] == "Capacity"
    assert {file.name: file.read_bytes() for file in plan.iterdir()} == before

    again = typed("report", plan, "--lang", "en", "--out", "english")
    assert again.code == 2 and "--overwrite" in again.asides


def test_a_case_a_half_result_and_nothing_are_refused_by_name(plan: Path) -> None:
    write_tiny(Path("tiny"))
    said = typed("report", "tiny", "--lang", "zh")
    assert said.code == 2 and "案例而不是结果" in said.asides
    Path("half").mkdir()
    (Path("half") / "run.json").write_text("{}", encoding="utf-8")
    assert typed("report", "half", "--lang", "en").code == 2
    missing = typed("report", "nowhere", "--lang", "en")
    assert missing.code == 2 and "no such results folder" in missing.asides
    assert not list(Path("half").glob("report*"))


def test_a_file_in_the_way_is_left_alone(plan: Path) -> None:
    Path("taken").write_text("mine", encoding="utf-8")
    assert typed("report", plan, "--out", "taken").code == 2
    assert Path("taken").read_text(encoding="utf-8") == "mine"
