"""Results that cannot be compared, or only in part: said in the planner's words, with nothing half-written."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gridplan.results.folder import MARK, RUN, mark_of
from gridplan.scenarios import compare_write
from gridplan.scenarios.compare_find import ComparisonError, choose
from gridplan.scenarios.compare_gather import gather
from gridplan.scenarios.compare_words import CompareWords
from gridplan.scenarios.compare_write import PAGE, WORKBOOK, write_comparison
from tests.cli.support import typed
from tests.support.compared import NAMES, case_of, solved, write_short, written

WORDS = CompareWords("en")


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("kept")
    written(place, *NAMES)
    return place


@pytest.fixture
def sweep(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three results that a test may spoil; the test runs beside it."""
    shutil.copytree(kept, tmp_path / "sweep")
    monkeypatch.chdir(tmp_path)
    return Path("sweep")


def rewrite(folder: Path, **facts: object) -> None:
    """Change facts of run.json so that the folder is still whole."""
    run = json.loads((folder / RUN).read_text(encoding="utf-8"))
    (folder / RUN).write_text(json.dumps({**run, **facts}), encoding="utf-8")
    (folder / MARK).write_text(json.dumps(mark_of(folder, run["fingerprint"])), encoding="utf-8")


def test_a_sweep_is_compared_beside_itself(sweep: Path) -> None:
    said = typed("compare", sweep, "--lang", "en")
    assert said.code == 0, said.asides
    assert "cheap is cheapest" in said.answer and "Key figures by scenario" in said.answer
    assert {file.name for file in (sweep / "comparison").iterdir()} == {WORKBOOK, PAGE, "comparison.json"}
    again = typed("compare", sweep, "--lang", "zh")
    assert again.code == 2 and "已有对比结果" in again.asides and "--overwrite" in again.asides
    assert typed("compare", sweep, "--overwrite", "-q").code == 0


def test_the_first_named_is_the_base_and_another_may_be_asked_for(sweep: Path) -> None:
    given = [sweep / "dear", sweep / "base"]
    assert [one.name for one in choose(given).results] == ["dear", "base"]
    assert [one.name for one in choose(given, "base").results] == ["base", "dear"]
    said = typed("compare", *given, "--base", "bas", "--lang", "en")
    assert said.code == 2 and 'did you mean "base"?' in said.asides and not Path("results").exists()


def test_every_fault_of_the_folders_named_is_told_at_once(sweep: Path) -> None:
    (sweep / "dear" / MARK).unlink()
    (sweep / "cheap" / "results.nc").write_bytes(b"cut short")
    Path("case").mkdir()
    Path("case/case.toml").write_text("")
    said = typed("compare", sweep / "base", sweep / "dear", sweep / "cheap", "case", "nowhere", "--lang", "en")
    assert said.code == 2 and not Path("results").exists()
    for part in ("writing never ended", "changed or damaged", "this is a case, not a result", "no such results folder",
                 "Nothing was compared or written."):
        assert part in said.asides
    assert "Traceback" not in said.asides


def test_what_cannot_be_used_of_a_sweep_is_left_out_and_said(sweep: Path) -> None:
    (sweep / "dear" / MARK).unlink()
    said = typed("compare", sweep, "--lang", "en")
    assert said.code == 0 and "left out: sweep/dear" in said.answer
    assert json.loads((sweep / "comparison" / "comparison.json").read_text())["scenarios"][-1]["name"] == "cheap"
    (sweep / "cheap" / MARK).unlink()
    alone = typed("compare", sweep, "--lang", "en", "--overwrite")
    assert alone.code == 2 and "at least two results" in alone.asides and "left out: sweep/cheap" in alone.asides


def test_an_unsolved_result_is_not_compared(sweep: Path) -> None:
    rewrite(sweep / "dear", status="not_solved")
    said = typed("compare", sweep / "base", sweep / "dear", "--lang", "en")
    assert said.code == 2 and "no verified plan" in said.asides


def test_results_of_another_format_are_named(sweep: Path) -> None:
    mark = json.loads((sweep / "dear" / MARK).read_text())
    (sweep / "dear" / MARK).write_text(json.dumps({**mark, "format": 1}))
    said = typed("compare", sweep / "base", sweep / "dear", "--lang", "zh")
    assert said.code == 2 and "结果格式为 1" in said.asides


def test_the_same_folder_twice_is_refused(sweep: Path) -> None:
    with pytest.raises(ComparisonError, match="given twice"):
        choose([sweep / "base", sweep / ".." / "sweep" / "base"])


def test_names_that_collide_are_told_apart_by_their_paths(sweep: Path) -> None:
    shutil.copytree(sweep / "base", "other/base")
    chosen = choose([sweep / "base", Path("other/base"), sweep / "cheap"])
    assert [one.name for one in chosen.results] == ["sweep/base", "other/base", "cheap"]
    (alike,) = [remark.en for remark in gather(chosen, WORDS).remarks if "same inputs" in remark.en]
    assert "sweep/base, other/base" in alike


def test_other_hours_are_compared_and_said(sweep: Path) -> None:
    write_short(solved("dear", 48), sweep / "longer")
    comparison = gather(choose([sweep / "base", sweep / "longer"]), WORDS)
    assert any("Not the same hours" in remark.en and "longer 48" in remark.en for remark in comparison.remarks)
    cost = comparison.values("summary", comparison.places[0], "cost_paid")
    assert cost.tolist() == pytest.approx([2628.0, 2890.8])


def test_results_without_a_common_area_are_refused(sweep: Path) -> None:
    results = solved("base")
    other = replace(results, dataset=results.dataset.assign_coords(year=[2035]), costs=results.costs.assign(year=2035),
                    case=case_of("base", years=[2035]))
    write_short(other, sweep / "later")
    said = typed("compare", sweep / "base", sweep / "later", "--lang", "en")
    assert said.code == 2 and "has r 2035, nothing of the base's r 2030" in said.asides


def test_a_folder_that_is_no_comparison_is_never_touched(sweep: Path) -> None:
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    said = typed("compare", sweep, "--out", "mine", "--overwrite", "--lang", "en")
    assert said.code == 2 and "not a comparison" in said.asides
    assert [file.name for file in Path("mine").iterdir()] == ["letter.txt"]


def test_an_older_comparison_stands_when_writing_fails(sweep: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = gather(choose([sweep]), WORDS)
    out = write_comparison(comparison, Path("out"))
    before = {file.name: file.read_bytes() for file in out.iterdir()}

    def fails(*_given: object) -> None:
        raise OSError("disk gone")

    monkeypatch.setattr("gridplan.scenarios.compare_page.write_page", fails)
    with pytest.raises(OSError, match="disk gone"):
        write_comparison(comparison, out, overwrite=True)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before
    assert sorted(path.name for path in Path(".").iterdir()) == ["out", "sweep"]
    assert compare_write.is_comparison(out)
