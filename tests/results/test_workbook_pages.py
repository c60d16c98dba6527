"""How the workbook falls into printed pages, and that names are whole on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet as Read

from gridplan.results import accounts, workbook_fleet
from gridplan.results.labels import label, technology_name
from gridplan.results.workbook import write_workbook
from gridplan.results.workbook_fleet import closures_sheet
from gridplan.results.workbook_pages import PAGE_HEIGHT, PAGE_WIDTH, ROW_POINTS, keep_whole, set_height
from gridplan.results.workbook_summary import summary_sheet
from gridplan.results.workbook_table import WIDEST, Book, Column, set_widths, write_table
from tests.support.sample_results import sample_results

ROWS = int(PAGE_HEIGHT // ROW_POINTS)
NARROW = [10.0]
LONG = "New storage built as a share of wind and solar built (withdrawn for projects from June 2025)"


def made(path: Path, write: Callable[[xlsxwriter.Workbook], object]) -> Read:
    """The first sheet of a workbook that `write` writes."""
    with xlsxwriter.Workbook(str(path)) as file:
        write(file)
    return openpyxl.load_workbook(path).worksheets[0]


@pytest.mark.parametrize(("blocks", "breaks"), [
    ([(0, 9), (11, ROWS - 1)], []),
    ([(0, 9), (11, ROWS)], [11]),
    # What is longer than a page is not moved; the page it ends on goes on.
    ([(0, 9), (11, 2 * ROWS + 15), (2 * ROWS + 17, 3 * ROWS - 1), (3 * ROWS + 1, 3 * ROWS + 9)], [3 * ROWS + 1]),
])
def test_a_block_that_a_page_would_cut_begins_the_next(tmp_path: Path, blocks, breaks) -> None:
    sheet = made(tmp_path / "x.xlsx", lambda file: keep_whole(file.add_worksheet(), blocks, NARROW))
    assert [one.id for one in sheet.row_breaks.brk] == breaks


def test_high_rows_and_a_small_print_count(tmp_path: Path) -> None:
    def high(file: xlsxwriter.Workbook) -> None:
        sheet = file.add_worksheet()
        set_height(sheet, 0, 3 * ROW_POINTS)
        keep_whole(sheet, [(0, 9), (11, ROWS - 1)], NARROW)

    assert [one.id for one in made(tmp_path / "high.xlsx", high).row_breaks.brk] == [11]
    twice = [2 * PAGE_WIDTH / 0.75 / 7.0]
    small = made(tmp_path / "small.xlsx",
                 lambda file: keep_whole(file.add_worksheet(), [(0, 9), (11, 2 * ROWS - 1)], twice))
    assert not small.row_breaks.brk


def test_a_long_name_is_whole_in_two_lines(tmp_path: Path) -> None:
    def names(file: xlsxwriter.Workbook) -> None:
        book = Book(file, sample_results("en"), "en")
        sheet = file.add_worksheet()
        columns = [Column("name", title="Name", wrap=True), Column("other", title="Other")]
        write_table(book, sheet, 0, pd.DataFrame({"name": ["short", LONG], "other": ["a", LONG]}), columns)
        set_widths(sheet, columns)

    sheet = made(tmp_path / "names.xlsx", names)
    assert sheet["A3"].alignment.wrap_text and not sheet["A2"].alignment.wrap_text
    assert not sheet["B3"].alignment.wrap_text, "a column that does not ask for it stays on its line"
    # 92 letters in a column of 44: three lines of 41.
    assert sheet.row_dimensions[3].height >= 3 * 13 and sheet.column_dimensions["A"].width == pytest.approx(WIDEST, 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_sheet_calls_a_plant_what_the_report_calls_it(tmp_path: Path, lang: str) -> None:
    results = sample_results(lang)
    sheet = made(tmp_path / "first.xlsx", lambda file: summary_sheet(Book(file, results, lang)))
    said = {cell.value for row in sheet.iter_rows() for cell in row}
    capacity = accounts.capacity(results)
    built = capacity[(capacity["built_gw"] > 0.01) & ~capacity["dimension"].isin(["link", "response"])]
    alone = built[~built["technology"].duplicated(keep=False)]
    assert len(alone) and {technology_name(name, lang) for name in alone["technology"]} <= said
    # The key figures stand on one page.
    titles = {cell.value: cell.row for row in sheet.iter_rows(max_col=1) for cell in row if cell.value}
    breaks = [one.id for one in sheet.row_breaks.brk]
    first = titles[label("table.key_figures", lang)]
    assert not [row for row in breaks if first <= row < titles[label("table.met", lang)] - 1]
    assert breaks


def test_a_sheet_without_closures_prints_as_small_as_one_with(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(workbook_fleet, "VISIBLE", 1e9)
    sheet = made(tmp_path / "none.xlsx", lambda file: closures_sheet(Book(file, sample_results("en"), "en")))
    assert sheet["A2"].value == label("text.nothing_closes", "en")
    assert sheet.print_area.endswith("$M$3") and sheet.column_dimensions["C"].width >= 24
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_whole_workbook_is_written_with_names_that_long(tmp_path: Path) -> None:
    results = sample_results("en")
    results.policies["name_en"] = LONG
    book = openpyxl.load_workbook(write_workbook(results, tmp_path / "long.xlsx", "en"))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == LONG]
    assert cells and all(cell.alignment.wrap_text for cell in cells)
