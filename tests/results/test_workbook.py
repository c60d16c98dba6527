"""The workbook as a planner opens it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from gridplan.results.labels import LabelError, label
from gridplan.results.workbook import write_workbook
from gridplan.results.workbook_table import colours
from tests.support.sample_results import sample_results
from tests.support.shortened import first_hours

SHEETS = (
    "summary",
    "capacity",
    "retrofits",
    "closures",
    "power",
    "energy",
    "energy_flows",
    "monthly",
    "costs",
    "recovery",
    "policies",
    "targets",
    "quota",
    "prices",
    "tariff",
    "curves",
    "days",
    "day_figures",
    "channels",
    "coal",
    "carbon",
    "curtailment",
    "assumptions",
    "run",
    "hourly",
)
RED = "FFC00000"


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request, tmp_path_factory) -> tuple[str, Path, Workbook]:
    lang = request.param
    results = sample_results(lang)
    if lang == "en":  # two weeks are enough to see the language; the Chinese one has the whole year
        results = first_hours(results, 336)
    path = write_workbook(results, tmp_path_factory.mktemp("book") / f"{lang}.xlsx", lang)
    return lang, path, openpyxl.load_workbook(path)


def texts(sheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_sheets_are_there_in_the_language_and_short_enough_for_excel(written):
    lang, _path, book = written
    assert book.sheetnames == [label(f"sheet.{key}", lang) for key in SHEETS]
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_headings_are_in_the_language_with_units(written):
    lang, _path, book = written
    found = texts(book[label("sheet.capacity", lang)])
    assert ("现有\n（万千瓦）" if lang == "zh" else "Existing\n(GW)") in found
    assert ("煤电" if lang == "zh" else "Coal") in found


def test_headings_are_chinese_in_a_chinese_workbook_alone(written):
    lang, _path, book = written
    headings = [cell.value for sheet in book for cell in sheet[2] if isinstance(cell.value, str)]
    chinese = [text for text in headings if any("\u4e00" <= letter <= "\u9fff" for letter in text)]
    assert bool(chinese) == (lang == "zh")


def test_no_cell_is_a_formula(written):
    _lang, _path, book = written
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_text_that_looks_like_a_formula_stays_text(written):
    lang, _path, book = written
    assert "=2.66-2.78 accounting guide" in texts(book[label("sheet.assumptions", lang)])


def test_hourly_sheet_has_every_hour_frozen_and_filtered(written):
    lang, _path, book = written
    sheet = book[label("sheet.hourly", lang)]
    assert sheet.max_row == 1 + (8760 if lang == "zh" else 336)
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref
    demand = [cell.value for cell in sheet[1]].index(with_power("header.demand", lang))
    factor = 100.0 if lang == "zh" else 1.0
    first = sheet.cell(2, demand + 1).value
    assert first == pytest.approx(factor * float(sample_results(lang).dataset["demand_gw"][0, 0, 0]))


def with_power(key: str, lang: str) -> str:
    return f"{label(key, lang)}\n（万千瓦）" if lang == "zh" else f"{label(key, lang)}\n(GW)"


def test_numbers_are_numbers_in_planners_units(written):
    lang, _path, book = written
    sheet = book[label("sheet.channels", lang)]
    values = [cell.value for cell in sheet[4]]
    capacity = 800.0 if lang == "zh" else 8.0
    assert any(isinstance(value, float | int) and value == pytest.approx(capacity) for value in values)


def test_a_missed_target_is_red_on_the_first_sheet(written):
    lang, _path, book = written
    sheet = book.worksheets[0]
    assert sheet["A2"].value == label("status.missed_targets", lang)
    assert sheet["A2"].fill.start_color.rgb == RED
    name = "煤电供电煤耗" if lang == "zh" else "Net coal rate"
    missed = [cell for row in sheet.iter_rows() for cell in row if cell.value == name]
    assert missed and missed[0].font.color.rgb == RED


def test_charts_are_native(written):
    lang, path, _book = written
    charts = [name for name in zipfile.ZipFile(path).namelist() if name.startswith("xl/charts/chart")]
    # Capacity, energy, months, cost, recovery, load, price; seven days of a year, four of two weeks in January.
    assert len(charts) == 7 + (7 if lang == "zh" else 4)


def test_charts_have_the_colours_of_the_technologies(written):
    _lang, path, _book = written
    with zipfile.ZipFile(path) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    wind = colours()["wind_onshore"].lstrip("#").upper()
    points = [re.findall(r"<c:dPt>.*?</c:dPt>", chart, re.DOTALL) for chart in charts]
    capacity, supply = (found for found in points if found)
    assert any(wind in point and "pattFill" not in point for point in capacity), "what stands is filled"
    assert any(wind in point and "wdUpDiag" in point for point in capacity), "what is new is hatched"
    assert any(wind in point for point in supply)


def test_hours_of_the_windows_are_all_of_one_height(written):
    lang, _path, book = written
    sheet = book[label("sheet.tariff", lang)]
    hours = [row for row in range(1, sheet.max_row + 1) if "–" in str(sheet.cell(row, 1).value)]
    assert len(hours) == 24 and len({sheet.row_dimensions[row].height for row in hours}) == 1


def test_judgement_is_highlighted(written):
    lang, _path, book = written
    sheet = book[label("sheet.assumptions", lang)]
    marked = [row for row in sheet.iter_rows() if row[5].value == label("basis.judgement", lang)]
    assert len(marked) == 2
    assert all(cell.fill.start_color.rgb == "FFFFF2B3" for row in marked for cell in row)


def test_it_is_small(written):
    assert written[1].stat().st_size < 15e6


def test_a_plan_that_meets_everything_is_green(tmp_path):
    results = first_hours(sample_results(missed=False), 48)
    data = results.dataset.assign(unserved_gw=results.dataset["unserved_gw"] * 0.0)
    book = openpyxl.load_workbook(write_workbook(replace(results, dataset=data), tmp_path / "ok.xlsx", "zh"))
    sheet = book.worksheets[0]
    assert sheet["A2"].fill.start_color.rgb == "FF2E7D32"
    assert label("text.no_target_missed", "zh") in texts(sheet)


def test_a_failed_check_turns_the_first_sheet_red(tmp_path):
    results = sample_results(missed=False)
    check = {"name": "balance", "value": 1.0, "tolerance": 1e-6, "ok": False}
    bad = replace(first_hours(results, 48), run={**results.run, "checks": [check]})
    sheet = openpyxl.load_workbook(write_workbook(bad, tmp_path / "bad.xlsx", "en")).worksheets[0]
    assert sheet["A2"].fill.start_color.rgb == RED
    assert any("balance" in text for text in texts(sheet))


def test_an_unknown_language_is_refused_before_a_file_appears(tmp_path):
    with pytest.raises(LabelError):
        write_workbook(sample_results(), tmp_path / "x.xlsx", "fr")
    assert not list(tmp_path.iterdir())
