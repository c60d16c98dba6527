"""Workbooks that are written: texts stay texts, no folder for temporary files is needed, a full disk is told once."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gridplan.library.new_workbook import new_workbook

FULL = Path("/dev/full")


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


@pytest.mark.skipif(not FULL.exists(), reason="a device that is always full is there on Linux only")
def test_a_full_disk_is_told_once_and_nothing_complains_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    # An archive on the disk itself is closed once more when Python clears it up: a traceback after the last word.
    late: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", late.append)
    with pytest.raises(OSError, match="No space left"), new_workbook(FULL) as book:
        book.add_worksheet().write(0, 0, "风电")
    del book
    gc.collect()
    assert not late
