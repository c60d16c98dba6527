"""Slips of somebody who sees the tool for the first time: each is named once, by its cause and not by what
follows from it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from gridplan.case.load import check_case, load_case, refuse_several_years
from gridplan.case.problems import CaseError, errors, render
from gridplan.case.slips import allowed_range, slip_hint
from gridplan.case.workbook import write_workbook
from tests.case.support.broken import leap_year, profile_cell, profile_line
from tests.case.support.tiny import Change, cell, replaced, write_tiny


def extra_hour(folder: Path) -> None:
    path = folder / "profiles.csv"
    path.write_text(path.read_text(encoding="utf-8") + "8760,10,0.3,0,1,0.6\n", encoding="utf-8")


def semicolons(folder: Path) -> None:
    path = folder / "stores.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (profile_cell(53, "load", ""), "profile_not_finite"),
        (profile_cell(53, "wind_cf", "high"), "profile_number"),
        (leap_year, "profile_rows"),
        (extra_hour, "profile_rows"),
        (replaced("profiles.csv", "hour,", "n,"), "profile_unreadable"),
        (cell("cohorts.csv", 3, "build_max_gw", "-4"), "below_minimum"),
        (cell("cohorts.csv", 2, "region", "ningxa"), "reference_unknown"),
        (semicolons, "separator"),
        (lambda folder: (folder / "stores.csv").write_text("") and None, "file_empty"),
        (cell("links.csv", 2, "price_cny_per_mwh", "0.3"), "link_price_slip"),
    ],
)
def test_a_fault_is_named_once_by_its_cause(change: Change, rule: str, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    change(folder)
    found = check_case(folder)
    assert [one.rule for one in found] == [rule], render(found, "en")


def test_an_hour_too_many_or_too_few_at_the_end_is_told_by_its_row(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    extra_hour(folder)
    assert "before row 8762" in errors(check_case(folder))[0].hint_en
    profile_line(8761, None, count=2)(folder)
    assert "due at row 8761" in errors(check_case(folder))[0].hint_en


def test_29_february_is_told_by_its_rows(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    leap_year(folder)
    # Line 1 is the heading, so hour 1416 (59 days of 24) stands in line 1418.
    assert "1418 to 1441" in errors(check_case(folder))[0].hint_en


@pytest.mark.parametrize(
    ("file", "row", "column", "value"),
    [
        ("stores.csv", 2, "existing_gw", "100"),
        ("stores.csv", 3, "build_max_gw", "300"),
        ("cohorts.csv", 3, "build_max_gw", "400"),
    ],
)
def test_ten_megawatt_written_for_gigawatt_is_noticed(
    file: str, row: int, column: str, value: str, tmp_path: Path
) -> None:
    folder = write_tiny(tmp_path / "case")
    cell(file, row, column, value)(folder)
    named = [(one.file, one.row, one.column) for one in check_case(folder) if one.rule == "capacity_above_peak"]
    assert named == [(file, row, column)]


def test_a_price_of_nothing_is_a_price(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("links.csv", 2, "price_cny_per_mwh", "0")(folder)
    assert check_case(folder) == []


def test_one_series_twice_in_a_workbook_is_named(tmp_path: Path) -> None:
    path = write_workbook(write_tiny(tmp_path / "case"), tmp_path / "case.xlsx", "en")
    book = openpyxl.load_workbook(path)
    sheet = book["profiles"]
    titles = [heading.value for heading in sheet[1]]
    sheet.cell(1, titles.index("solar_cf") + 1).value = "wind_cf"
    book.save(path)
    assert "profile_twice" in [one.rule for one in errors(check_case(path))]


def test_several_years_are_refused_before_a_run(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    refuse_several_years(load_case(folder))
    replaced("case.toml", "[2030]", "[2030, 2035]")(folder)
    with pytest.raises(CaseError) as raised:
        refuse_several_years(load_case(folder), "en")
    fault = raised.value.problems[0]
    assert (fault.file, fault.column, fault.value) == ("case.toml", "years", "2030 2035")


def test_chinese_sentences_have_chinese_units() -> None:
    assert allowed_range(0, 1, "share")["allowed_zh"] == "0 至 1"
    assert allowed_range(200, 60000, "CNY/kW")["allowed_zh"] == "200 至 60000 元/kW"
    assert "4500 元/kW（按元/MW填写）" in slip_hint(4.5e6, 200, 60000, "CNY/kW")["fix_zh"]


def test_a_missing_table_has_its_chinese_name(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    (folder / "demand.csv").unlink()
    (folder / "reservoirs.csv").unlink()
    text = render(check_case(folder), "zh")
    assert "用电需求" in text and "水库水电" in text


