"""A policy row that names a target of the built-in list: unknown, of another metric, region or figure; and what
every other wrong cell of a target is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError, Problem, render
from tests.case.support.tiny import cell, write_tiny
from tests.cli.support import typed


def with_target(folder: Path, row: int, target_id: str) -> Path:
    """Names a target of the list in one row of policies.csv, in a column of its own."""
    path = folder / "policies.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    ids = {1: "target_id", row: target_id}
    path.write_text("\n".join(f"{line},{ids.get(number, '')}" for number, line in enumerate(lines, start=1)) + "\n",
                    encoding="utf-8")
    return folder


def only(found: list[Problem], rule: str) -> Problem:
    assert [one.rule for one in found] == [rule], render(found, "en")
    return found[0]


def test_the_right_id_is_no_fault(tmp_path: Path) -> None:
    folder = with_target(write_tiny(tmp_path / "case"), 3, "ningxia-2030-quota-renewable-consumption")
    assert check_case(folder) == []


@pytest.mark.parametrize(
    ("target_id", "rule", "said"),
    [
        # A letter too many: the nearest id is named.
        ("ningxia-2030-quota-renewables-consumption", "target_unknown", "ningxia-2030-quota-renewable-consumption"),
        # Row 3 is the quota of all renewables, the target that of non-hydro.
        ("ningxia-2030-quota-nonhydro-consumption", "target_metric", "quota.nonhydro_consumption"),
        # Shanghai's quota in a row of Ningxia.
        ("shanghai-2030-quota-renewable-consumption", "target_of_other_region", "shanghai"),
    ],
)
def test_an_id_that_cannot_be_meant_is_an_error(tmp_path: Path, target_id: str, rule: str, said: str) -> None:
    folder = with_target(write_tiny(tmp_path / "case"), 3, target_id)
    problem = only(check_case(folder), rule)
    assert (problem.file, problem.row, problem.column) == ("policies.csv", 3, "target_id")
    assert said in problem.message("en") + problem.hint_en
    with pytest.raises(CaseError):
        load_case(folder)


def test_a_figure_other_than_the_documents_is_a_reminder(tmp_path: Path) -> None:
    folder = with_target(write_tiny(tmp_path / "case"), 3, "ningxia-2030-quota-renewable-consumption")
    cell("policies.csv", 3, "value", "45")(folder)
    problem = only(check_case(folder), "target_differs")
    assert (problem.row, problem.column, problem.severity) == (3, "value", "warning")
    # 宁夏回族自治区碳达峰实施方案, p. 479: at least 40 %.
    assert "at least 40 %" in problem.message("en") and "不低于 40 %" in problem.message("zh")
    load_case(folder)


def test_a_floor_made_of_an_approximate_figure_is_a_reminder(tmp_path: Path) -> None:
    # The same document, p. 479: about 24.5 GW of wind; the row of the case is a floor of 24.5 GW.
    folder = with_target(write_tiny(tmp_path / "case"), 2, "ningxia-2030-capacity-wind")
    assert "about 24.5 GW" in only(check_case(folder), "target_differs").message("en")


def test_a_floor_at_the_edge_of_the_tolerance_is_the_documents_own(tmp_path: Path) -> None:
    # About 24.5 GW of wind with 5 % of tolerance: at least 23.275 GW; a ceiling at the other edge is not meant.
    folder = with_target(write_tiny(tmp_path / "case"), 2, "ningxia-2030-capacity-wind")
    cell("policies.csv", 2, "value", "23.275")(folder)
    assert check_case(folder) == []
    cell("policies.csv", 2, "value", "25.725")(folder)
    only(check_case(folder), "target_differs")


def test_a_national_duty_may_be_a_row_of_a_province(tmp_path: Path) -> None:
    folder = with_target(write_tiny(tmp_path / "case"), 5, "national-2030-channel-renewable-share")
    assert check_case(folder) == []


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        (2, "metric", "capacity.wnd", "metric_unknown"),
        (2, "region", "hunan", "reference_unknown"),
        (3, "value", "140", "target_range"),
    ],
)
def test_a_wrong_target_ends_with_code_2_and_its_place(tmp_path: Path, row: int, column: str, value: str,
                                                       rule: str) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("policies.csv", row, column, value)(folder)
    found = [one for one in check_case(folder) if (one.row, one.column) == (row, column)]
    assert [one.file for one in found] == ["policies.csv"], render(check_case(folder), "en")
    said = typed("check", folder, "--lang", "en")
    assert said.code == 2
    assert f"row {row}" in said.answer + said.asides and column in said.answer + said.asides
    assert found[0].rule == rule


def test_an_unknown_id_stops_a_run_with_code_2(tmp_path: Path) -> None:
    folder = with_target(write_tiny(tmp_path / "case"), 3, "no-such-target")
    said = typed("run", folder, "--hours", "24", "--out", tmp_path / "out", "--lang", "en")
    assert said.code == 2
    assert "policies.csv, row 3, target_id" in said.answer + said.asides
