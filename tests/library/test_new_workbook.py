"""Workbooks that are written: texts stay texts, and no folder for temporary files is needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from gridplan.library.new_workbook import new_workbook


def test_a_workbook_needs_no_temporary_folder_and_its_texts_stay_texts(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with new_workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(("=1+1", "http://example.org", "12")):
            sheet.write(row, 0, text)
    cells = [row[0] for row in load_workbook(tmp_path / "book.xlsx").active.iter_rows(max_col=1)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        ("=1+1", "s", None), ("http://example.org", "s", None), ("12", "s", None)]
