"""What the figures rest on: where each default came from, and how the run went."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.case.schema import schema
from gridplan.results.proof import check_figures, moment_text, proof_lines
from gridplan.results.report_evidence import source_text
from gridplan.results.workbook_table import BAD, GOOD, JUDGED, Book, Column, set_widths, write_table

_RUN_KEYS = (
    "case",
    "created",
    "hours",
    "year_hours",
    "rows",
    "columns",
    "nonzeros",
    "seconds.read",
    "seconds.build",
    "seconds.solve",
    "peak_memory_gb",
    "fingerprint",
)


def assumptions_sheet(book: Book) -> None:
    """Every figure the case did not state, with its source; judgement is highlighted."""
    sheet = book.sheet("assumptions")
    row = book.title(sheet, 0, book.text("sheet.assumptions"))
    row = book.note(sheet, row, book.text("text.judgement_note"))
    frame = book.results.case.origins.copy()
    frame["title"] = [_table_title(name, book.lang) for name in frame["table"]]
    frame["heading"] = [_column_title(line.table, line.column, book.lang) for line in frame.itertuples()]
    frame["value"] = frame["value"].astype(str)
    columns = [
        Column("title", "table", width=20),
        Column("key", show=lambda key: _row_name(book, str(key)), width=26),
        Column("heading", "figure", width=30),
        Column("column", width=30),
        Column("value", width=18),
        Column("basis", show=book.free_namer("basis"), width=12),
        Column("source", show=lambda source: source_text(source, book.lang), width=70),
    ]
    placed = write_table(
        book,
        sheet,
        row,
        frame,
        columns,
        lambda line: {"bg_color": JUDGED} if line.basis == "judgement" else {},
    )
    set_widths(sheet, columns)
    sheet.freeze_panes(row + 1, 2)
    sheet.autofilter(placed.heading_row, 0, max(placed.last_row, placed.heading_row), len(columns) - 1)


def _row_name(book: Book, key: str) -> str:
    """What a row is called, with its id, by which it is found in the case."""
    name = book.asset(key)
    return key if name == key else f"{name} · {key}"


def _table_title(name: str, lang: str) -> str:
    tables = schema().tables
    return tables[name].title(lang) if name in tables else name


def _column_title(table: str, column: str, lang: str) -> str:
    """Name of a schema column; the unit is part of its id, which stands beside it."""
    tables = schema().tables
    if table in tables and column in tables[table].columns:
        return tables[table].columns[column].label(lang)
    return column


def run_sheet(book: Book) -> None:
    """The proof of the plan, the record of the run, and the independent checks."""
    sheet = book.sheet("run")
    run = book.results.run
    columns = [Column("item", width=34), Column("text", "value", width=40)]
    proof = [(line.name, line.text) for line in proof_lines(run, book.lang)]
    told = {key: _told(run, key) for key in _RUN_KEYS}
    told["created"] = moment_text(str(told["created"] or ""), book.lang)
    record = [(book.text(f"run.{key}"), _number_text(value)) for key, value in told.items() if value is not None]
    row = 0
    for title, lines in (("proof.title", proof), ("sheet.run", record)):
        row = book.title(sheet, row, book.text(title))
        row = write_table(book, sheet, row, pd.DataFrame(lines, columns=["item", "text"]), columns).last_row + 2
    row = book.title(sheet, row, book.text("table.checks"))
    figures = [(check["name"], *check_figures(check, book.lang), check["ok"]) for check in run.get("checks", [])]
    checks = pd.DataFrame(figures, columns=["name", "value", "tolerance", "unit", "ok"])
    for figure in ("value", "tolerance"):
        checks[figure] = [_number_text(value) for value in checks[figure]]
    checks["result"] = [book.text("text.passed" if ok else "text.failed") for ok in checks["ok"]]
    check_columns = [
        Column("name", "check", show=book.free_namer("check")),
        Column("value", width=40),
        Column("tolerance"),
        Column("unit"),
        Column("result"),
    ]
    write_table(
        book, sheet, row, checks, check_columns, lambda line: {"font_color": GOOD if line.ok else BAD}
    )
    set_widths(sheet, [*columns, Column("", width=16), Column("", width=12), Column("", width=12)])
    sheet.freeze_panes(2, 0)


def _told(run: Any, key: str) -> Any:
    """What the run says under a key with dots; None where it says nothing."""
    for part in key.split("."):
        run = run.get(part) if isinstance(run, dict) else None
    return run


def _number_text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.3f}" if value == 0 or 1e-3 <= abs(value) < 1e12 else f"{value:.2e}"
