"""Writing a workbook to a disk that refuses."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from gridplan.library.new_workbook import new_workbook

FULL = Path("/dev/full")


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
