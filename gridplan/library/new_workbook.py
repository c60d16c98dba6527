"""Opening a workbook to be written, the same way wherever one is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import xlsxwriter


@contextmanager
def new_workbook(path: Path | str, *, nan_inf_to_errors: bool = False) -> Iterator[xlsxwriter.Workbook]:
    """A workbook whose texts stay texts (no formula, link or number is made of what a planner wrote), written to
    ``path`` when it is complete.

    It is put together in memory: xlsxwriter otherwise goes through the system's folder for temporary files, which may
    be small, full or missing where the disk written to has all the room; and an archive that a full disk cuts short
    complains once more when Python clears it up, after all has been said.

    Raises OSError where the disk refuses.
    """
    whole = BytesIO()
    with xlsxwriter.Workbook(whole, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "nan_inf_to_errors": nan_inf_to_errors}) as book:
        yield book
    Path(path).write_bytes(whole.getbuffer())
