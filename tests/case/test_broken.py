"""Every fault of an input is named with file, row, column and rule, and stops the run unless a reminder."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError, Problem, errors, render
from tests.case.support.broken import BROKEN, Broken, leap_year, profile_line
from tests.case.support.tiny import cell, write_tiny


def matching(found: list[Problem], broken: Broken) -> list[Problem]:
    return [
        one
        for one in found
        if (one.file, one.row, one.column, one.rule) == (broken.file, broken.row, broken.column, broken.rule)
    ]


def test_the_small_case_is_without_fault(tmp_path: Path) -> None:
    assert check_case(write_tiny(tmp_path / "case")) == []


@pytest.mark.parametrize("broken", BROKEN, ids=[f"{one.rule}: {one.name}" for one in BROKEN])
def test_fault_is_named(broken: Broken, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    broken.change(folder)
    found = check_case(folder)
    named = matching(found, broken)
    assert named, render(found, "en")
    assert named[0].severity == broken.severity
    if broken.severity == "error":
        with pytest.raises(CaseError):
            load_case(folder)
    else:
        assert not errors(found), render(found, "en")
    for lang in ("zh", "en"):
        lines = render(found, lang).splitlines()
        assert 0 < len(lines) <= 10
        assert any(broken.file in line and str(broken.row or "") in line for line in lines)


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "hint"),
    [
        ("renewables.csv", 2, "existing_gw", "24500", "did you mean 24.5 (GW)"),
        ("renewables.csv", 2, "existing_gw", "2450", "24.5 (GW) (written in 10 MW)"),
        ("cohorts.csv", 2, "min_output_share", "40", "did you mean 0.4"),
        ("renewables.csv", 2, "capex_cny_per_kw", "4500000", "did you mean 4500 (CNY/kW)"),
        ("cohorts.csv", 2, "net_rate_g_per_kwh", "0.31", "did you mean 310 (gce/kWh)"),
        ("policies.csv", 3, "value", "0.35", "did you mean 35 (%)"),
        ("links.csv", 2, "energy_twh", "200", "did you mean 20 (TWh)"),
        ("links.csv", 2, "firm_share", "0.104", "check the value"),  # ten times that is no share
        ("cohorts.csv", 2, "existing_gw", "12 GW", "write 12"),
        ("cohorts.csv", 2, "min_output_share", "40%", "write 0.4"),
        ("cohorts.csv", 2, "region", "Ningxa", 'did you mean "ningxia"'),
        ("cohorts.csv", 2, "technology", "cole", 'did you mean "coal"'),
        ("policies.csv", 2, "metric", "capacity.wnd", 'did you mean "capacity.wind"'),
    ],
)
def test_hint_says_what_was_likely_meant(
    file: str, row: int, column: str, value: str, hint: str, tmp_path: Path
) -> None:
    folder = write_tiny(tmp_path / "case")
    cell(file, row, column, value)(folder)
    named = [one for one in check_case(folder) if (one.file, one.row, one.column) == (file, row, column)]
    assert named and hint in named[0].hint_en


def test_a_leap_year_is_told_which_day_to_leave_out(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    leap_year(folder)
    found = errors(check_case(folder))[0]
    assert (
        "8784 hours" in found.message_en and "29 February" in found.hint_en and "2 月 29 日" in found.hint_zh
    )


def test_a_missing_hour_is_told_by_its_row(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    profile_line(4002, None)(folder)
    found = errors(check_case(folder))[0]
    assert "8759 hours" in found.message_en and "row 4002" in found.hint_en


def test_all_faults_at_once_most_fundamental_first(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("policies.csv", 3, "value", "140")(folder)
    cell("cohorts.csv", 2, "existing_gw", "-1")(folder)
    cell("stores.csv", 2, "region", "ningxa")(folder)
    cell("demand.csv", 1, "energy_twh", "energy")(folder)
    (folder / "case.toml").write_text('name = "x"\nyears = [2030]\nsolvr = 1\n', encoding="utf-8")
    with pytest.raises(CaseError) as raised:
        load_case(folder, "en")
    rules = [one.rule for one in raised.value.problems if one.severity == "error"]
    assert rules[0] == "setting_unknown"
    assert {"column_unknown", "column_missing", "below_minimum", "reference_unknown"} <= set(rules)
    assert rules.index("column_missing") < rules.index("below_minimum") < rules.index("reference_unknown")
    assert len(str(raised.value).splitlines()) <= 10


def test_a_hundred_faults_fit_a_screen(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    path = folder / "profiles.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1:101] = [line.rsplit(",", 1)[0] + ",7" for line in lines[1:101]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = check_case(folder)
    assert len(found) >= 100
    shown = render(found, "en")
    assert len(shown.splitlines()) <= 10
    assert "rows 2, 3, 4, 5, 6 and 95 more" in shown


def test_a_missing_case_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no such case"):
        load_case(tmp_path / "nowhere")


@pytest.mark.parametrize(("written", "hint"), [
    ("24.5 GW", "write 24.5,"), ("1,234", "write 1234,"), ("１２．５", "write 12.5,"), ("12．5", "write 12.5,"),
    ("1185万千瓦", "write 11.85,"), ("3900 MW", "write 3.9,"), ("141，3", "write one number"),
    ("1,5", "write one number"), ("10-12", "made a date of it"), ("2026-03-05", "made a date of it"),
    ("N/A", "leave the cell blank")])
def test_what_is_suggested_for_text_is_the_figure_meant_or_none(tmp_path, written, hint):
    write_tiny(tmp_path)
    cell("renewables.csv", 2, "existing_gw", f'"{written}"')(tmp_path)
    found = [one for one in check_case(tmp_path) if one.rule == "not_a_number"]
    assert len(found) == 1 and hint in found[0].hint_en
