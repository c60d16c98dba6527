"""Opening a workbook to be written, the same way wherever one is written."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter


def new_workbook(path: Path | str, *, nan_inf_to_errors: bool = False) -> xlsxwriter.Workbook:
    """A workbook whose texts stay texts (no formula, link or number is made of what a planner wrote).

    It is put together in memory: xlsxwriter otherwise goes through the system's folder for temporary files, which may
    be small, full or missing where the disk written to has all the room.
    """
    return xlsxwriter.Workbook(str(path), {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "nan_inf_to_errors": nan_inf_to_errors})
