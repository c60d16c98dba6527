"""Every target that concerns the case: what the document asks, what the plan does, what holding it costs."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from gridplan.results.labels import label
from gridplan.results.target_scores import STATUSES, counted
from gridplan.results.target_shown import (
    YEAR,
    holds_text,
    in_shown_unit,
    marginal_price,
    name_text,
    price_per_unit,
    remark,
    role,
    unit_name,
)
from gridplan.results.workbook_policies import status_style
from gridplan.results.workbook_table import A3, Book, Column, place_columns, set_widths, write_table

RULES = ("due", "standing", "pending", "undated", "about", "superseded", "restates", "national", "money")
LINE_HEIGHT = 13.5
FIGURES = ("target", "achieved", "margin")
QUIET = "#6f6f6f"


def shown_scores(book: Book) -> pd.DataFrame:
    """The lines with names, figures and prices in the book's language and units."""
    lang = book.lang
    frame = book.results.targets.copy()
    lines = list(frame.itertuples())
    for column in FIGURES:
        frame[column] = [in_shown_unit(value, line.unit, lang)
                         for value, line in zip(frame[column], lines, strict=True)]
    frame["target_unit"] = [unit_name(line.unit, lang) for line in lines]
    frame["target_name"] = [name_text(line, lang) for line in lines]
    frame["match"] = [holds_text(line, lang) for line in lines]
    frame["remark"] = [remark(line, lang) for line in lines]
    frame["case_row"] = [book.text(f"role.{role(line)}") for line in lines]
    prices = [price_per_unit(line.shadow_price, line.unit, lang) if line.enforced else (float("nan"), "")
              for line in lines]
    frame["own_shadow_price"], frame["own_shadow_price_unit"] = [v for v, _ in prices], [u for _, u in prices]
    duals = [marginal_price(line.dual_price, line.dual_price_unit, lang) for line in lines]
    frame["dual_price"], frame["dual_price_unit"] = [v for v, _ in duals], [u for _, u in duals]
    return frame


def targets_sheet(book: Book) -> None:
    """Every target of the list and of the case, by region and group of metrics, with filters; its rules below."""
    sheet = book.sheet("targets")
    row = book.title(sheet, 0, f"{book.text('sheet.targets')}  {_counts(book)}")
    columns = _columns(book)
    frame = shown_scores(book)
    placed = write_table(book, sheet, row, frame, columns, lambda line: _style(line.status))
    for offset, line in enumerate(frame.itertuples()):
        sheet.set_row(placed.first_row + offset, LINE_HEIGHT * _lines(line, columns))
        if line.unit == YEAR:  # 2030, not 2,030.00
            plain = book.format(num_format="0", **_style(line.status))
            sheet.write_number(placed.first_row + offset, placed.columns["target"], line.target, plain)
    sheet.autofilter(placed.heading_row, 0, max(placed.last_row, placed.first_row), len(columns) - 1)
    row = placed.last_row + 2
    if frame["holding_cost_million_cny"].isna().all():
        row = book.note(sheet, row, book.text("text.not_priced"))
    for rule in RULES:
        row = book.note(sheet, row, book.text(f"target_rule.{rule}"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 4)
    sheet.repeat_rows(0, 1)
    sheet.set_paper(A3)
    sheet.print_area(0, 0, row, placed.columns["remark"])


def _columns(book: Book) -> list[Column]:
    return [
        *place_columns(book),
        Column("family", show=book.namer("family"), width=16),
        Column("target_name", width=34),
        Column("subject", "about", show=book.asset_or_blank, width=16),
        Column("owner", show=book.namer("owner"), width=9),
        Column("status", show=book.namer("status"), width=12),
        Column("sense", show=book.namer("sense"), width=8),
        Column("target", quantity="", width=10),
        Column("achieved", "achieved_by_plan", quantity="", width=10),
        Column("margin", quantity="", width=10),
        Column("target_unit", width=11),
        Column("match", width=16),
        Column("case_row", width=9),
        Column("own_shadow_price", quantity="plain", digits=3, width=11),
        Column("own_shadow_price_unit", width=17),
        Column("holding_cost_million_cny", "holding_cost", digits=3, width=13),
        Column("document", show=book.document, width=34),
        Column("page", width=7),
        Column("remark", width=40),
        Column("dual_price", quantity="plain", digits=3, width=11),
        Column("dual_price_unit", width=11),
        Column("as_written", width=20),
        Column("target_id", width=30),
    ]


def _counts(book: Book) -> str:
    """How many lines have each status, each target counted once."""
    found = counted(book.results.targets)["status"].value_counts() if len(book.results.targets) else {}
    comma, colon = ("，", "：") if book.lang == "zh" else (", ", ": ")
    parts = [f"{label(f'status.{status}', book.lang)} {found[status]}" for status in STATUSES if status in found]
    return f"{book.text('text.targets_count')}{colon}{comma.join(parts)}" if parts else ""


def _style(status: str) -> dict[str, Any]:
    """Every cell wraps; a line that is not judged is grey."""
    quiet = {"font_color": QUIET} if status in ("not_modelled", "not_applicable", "superseded") else {}
    return {"text_wrap": True, "valign": "top", **quiet, **status_style(status)}


def _lines(line: Any, columns: list[Column]) -> int:
    """Lines of text the fullest cell of a row wraps into; a Chinese character is two wide."""
    most = 1
    for column in columns:
        value = getattr(line, column.source)
        if isinstance(value, str):
            text = column.show(value) if column.show else value
            wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
            most = max(most, math.ceil(1.1 * wide / max(column.width - 2.0, 1.0)))
    return most


__all__ = ["shown_scores", "targets_sheet"]
