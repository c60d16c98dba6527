"""The workbook as another program opens it: LibreOffice reads it whole, and names that are formulas stay text."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from gridplan.results.labels import label
from gridplan.results.workbook import write_workbook
from gridplan.results.workbook_pages import sheet_name
from tests.support.hostile import NAMES, TITLE, hostile_results
from tests.support.sample_results import sample_results
from tests.support.shortened import first_hours

OFFICE = next((path for name in ("soffice", "libreoffice") if (path := shutil.which(name))), None)


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Workbook]:
    lang = str(request.param)
    results = hostile_results(lang)
    if lang == "en":  # two weeks are enough to see the language; the Chinese one has the whole year
        results = first_hours(results, 336)
    path = write_workbook(results, tmp_path_factory.mktemp("hostile") / f"{lang}.xlsx", lang)
    return lang, path, openpyxl.load_workbook(path)


def cells(book: Workbook) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_names_that_are_formulas_are_text(written: tuple[str, Path, Workbook]) -> None:
    _lang, path, book = written
    found = cells(book)
    assert [cell.coordinate for cell in found if cell.data_type == "f"] == []
    texts = {cell.value for cell in found if isinstance(cell.value, str)}
    assert TITLE in texts
    assert [name for name in NAMES if not any(name in text for text in texts)] == []
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name or "vbaProject" in name]
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in sheets if b"<f>" in parts.read(name)]


def test_the_first_sheet_answers_and_links_to_every_other(written: tuple[str, Path, Workbook]) -> None:
    lang, _path, book = written
    first = book.worksheets[0]
    links = {cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{name.replace(chr(39), chr(39) * 2)}'!A1" for name in book.sheetnames[1:]}
    answer = [cell.value for row in first.iter_rows(max_row=12) for cell in row if isinstance(cell.value, str)]
    assert any({"zh": "年费用", "en": "costs"}[lang] in text for text in answer)
    assert first.print_area and "K" not in first.print_area


def test_every_sheet_prints_one_page_wide_with_its_number(written: tuple[str, Path, Workbook]) -> None:
    lang, _path, book = written
    for sheet in book.worksheets:
        assert "&P" in sheet.oddFooter.right.text or sheet.oddFooter.right.text == "&P / &N", sheet.title
        assert sheet.page_setup.paperSize in ("9", "8", 9, 8), sheet.title
    hourly = book[label("sheet.hourly", lang)]
    assert hourly.print_title_rows == "$1:$1" and hourly.freeze_panes == "D2" and hourly.auto_filter.ref
    assert hourly.page_setup.orientation == "landscape" and hourly.sheet_properties.pageSetUpPr.fitToPage


def test_a_figure_is_a_number_in_the_unit_of_its_heading(tmp_path: Path) -> None:
    """Balances of recovery were once written as text, in another unit."""
    short = first_hours(sample_results("zh"), 48)
    book = openpyxl.load_workbook(write_workbook(short, tmp_path / "a.xlsx", "zh"))
    sheet = book[label("sheet.recovery", "zh")]
    heads = {str(cell.value): cell.column for cell in sheet[2] if cell.value}
    place = {key: next(column for head, column in heads.items() if head.startswith(label(f"header.{key}", "zh")))
             for key in ("income", "capacity_income", "cost", "balance")}
    line = {key: sheet.cell(3, column).value for key, column in place.items()}
    assert all(isinstance(value, int | float) for value in line.values()), line
    assert line["balance"] == pytest.approx(line["income"] + line["capacity_income"] - line["cost"], abs=1e-6)


def test_sheet_names_are_ones_that_excel_takes() -> None:
    assert sheet_name("逐时运行 [a]/b:c*?", []) == "逐时运行 -a--b-c--"
    long = "x" * 40
    assert sheet_name(long, []) == "x" * 31
    assert sheet_name(long, ["X" * 31]) == "x" * 29 + " 2"
    assert sheet_name("'quoted'", []) == "quoted"


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on PATH to open a workbook")
def test_libreoffice_opens_it_whole(written: tuple[str, Path, Workbook], tmp_path: Path) -> None:
    lang, path, book = written
    subprocess.run(
        [str(OFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=240,
    )
    again = openpyxl.load_workbook(tmp_path / f"{lang}.xlsx")
    assert again.sheetnames == book.sheetnames
    assert [cell.coordinate for cell in cells(again) if cell.data_type == "f"] == []
    for name in book.sheetnames:
        kept = {cell.value for row in again[name].iter_rows() for cell in row if isinstance(cell.value, str)}
        said = {cell.value for row in book[name].iter_rows() for cell in row if cell.value and cell.data_type == "s"}
        assert said <= kept, name
        assert len(again[name]._charts) == len(book[name]._charts)
