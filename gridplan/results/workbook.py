"""The results workbook: what to build, what it costs and which targets it meets, then every account
behind it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

from gridplan.library.new_workbook import new_workbook
from gridplan.results.labels import LANGUAGES, LabelError, label
from gridplan.results.types import Results
from gridplan.results.workbook_sheets import SHEETS
from gridplan.results.workbook_summary import contents, summary_sheet
from gridplan.results.workbook_table import Book


def write_workbook(results: Results, path: Path | str, lang: str) -> Path:
    """Write `results.xlsx` in "zh" or "en": tables with units, native charts, no formula anywhere.

    Raises LabelError for an unknown language and OSError where the file cannot be written.
    """
    if lang not in LANGUAGES:
        raise LabelError(f"results are written in one of {', '.join(LANGUAGES)}, not {lang!r}")
    path = Path(path)
    with new_workbook(path) as file:
        _properties(file, results, lang)
        book = Book(file, results, lang)
        summary_sheet(book)
        for write_sheet in SHEETS:
            write_sheet(book)
        contents(book)
    return path


def _properties(file: xlsxwriter.Workbook, results: Results, lang: str) -> None:
    created = datetime.fromisoformat(str(results.run["created"])).replace(tzinfo=None)
    file.set_properties(
        {
            "title": results.case.settings.title(lang),
            "subject": label("sheet.summary", lang),
            "comments": f"fingerprint {results.case.fingerprint}",
            "created": created,
        }
    )
