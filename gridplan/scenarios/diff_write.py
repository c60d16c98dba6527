"""The list of differences as a CSV file or a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from gridplan.library.csv_text import write_frame
from gridplan.library.whole import whole_file

WIDTHS = {"table": 22, "row": 34, "column": 30, "before": 24, "after": 24}
ENDINGS = (".csv", ".xlsx")


def write_diff(frame: pd.DataFrame, path: Path, heads: Mapping[str, str], title: str, sheet: str) -> Path:
    """Write the differences under the headings given (by column); the file appears whole or not at all.

    `title` stands above the table of a workbook, `sheet` is its sheet's name.  Raises ValueError for an ending that is
    neither .csv nor .xlsx.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"{path} ends in neither .csv nor .xlsx")
    shown = frame.rename(columns=dict(heads))[list(heads.values())]
    with whole_file(path) as hidden:
        if ending == ".csv":
            write_frame(shown, hidden)
        else:
            _workbook(frame, str(hidden), heads, title, sheet)
    return path


def _workbook(frame: pd.DataFrame, file: str, heads: Mapping[str, str], title: str, sheet: str) -> None:
    # Imported here: a table as CSV needs none of it.
    from gridplan.library.new_workbook import new_workbook

    with new_workbook(file, nan_inf_to_errors=True) as book:
        page = book.add_worksheet(sheet)
        head = book.add_format({"bold": True, "bg_color": "#D9E2EC", "bottom": 1})
        ratio, text = book.add_format({"num_format": "0.000"}), book.add_format({"text_wrap": True, "valign": "top"})
        page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
        for position, (column, name) in enumerate(heads.items()):
            page.write_string(2, position, name, head)
            page.set_column(position, position, WIDTHS.get(column, 14))
            for row, value in enumerate(frame[column].tolist(), start=3):
                if isinstance(value, float):
                    if value == value:
                        page.write_number(row, position, value, ratio if column == "ratio" else None)
                else:
                    page.write_string(row, position, str(value), text)
        page.freeze_panes(3, 0)
        page.autofilter(2, 0, max(2 + len(frame), 3), len(heads) - 1)
