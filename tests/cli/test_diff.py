"""`gridplan diff` with a file: a workbook and a table of what differs, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.case.support.tiny import cell, write_tiny
from tests.cli.support import typed

NAMES = ("=1+1", "@SUM(A1)")


@pytest.fixture
def inputs(tmp_path: Path) -> tuple[Path, Path]:
    before, after = write_tiny(tmp_path / "before"), write_tiny(tmp_path / "after")
    cell("cohorts.csv", 2, "existing_gw", "6")(after)
    cell("cohorts.csv", 2, "units", "10")(after)
    for number, folder in enumerate((before, after)):
        cell("response.csv", 2, "response", NAMES[number])(folder)
    return before, after


def test_a_workbook_of_what_differs(inputs: tuple[Path, Path], tmp_path: Path) -> None:
    said = typed("diff", *inputs, "--out", tmp_path / "d.xlsx", "--lang", "en")
    assert said.code == 0, said.asides
    cells = [one for row in openpyxl.load_workbook(tmp_path / "d.xlsx").worksheets[0].iter_rows() for one in row]
    assert {one.data_type for one in cells if one.value is not None} <= {"s", "n"}
    shown = {one.value for one in cells}
    assert {"existing_gw", *NAMES} <= shown and {12, 6} & {float(v) for v in shown if _is_number(v)}


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def test_a_table_of_what_differs(inputs: tuple[Path, Path], tmp_path: Path) -> None:
    said = typed("diff", *inputs, "--out", tmp_path / "d.csv", "--lang", "zh")
    assert said.code == 0, said.asides
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = {one for row in csv.reader(file) for one in row}
    assert {f"'{name}" for name in NAMES} <= cells and not cells & set(NAMES)


def test_another_ending_is_refused(inputs: tuple[Path, Path], tmp_path: Path) -> None:
    said = typed("diff", *inputs, "--out", tmp_path / "d.pdf")
    assert said.code == 2 and not (tmp_path / "d.pdf").exists()


def test_nothing_differs(inputs: tuple[Path, Path]) -> None:
    assert typed("diff", inputs[0], inputs[0], "--lang", "en").code == 0
