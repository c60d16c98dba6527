"""The policy scorecard: target, what is reached, by how much, and what the last unit costs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.results.report_units import policy_unit
from gridplan.results.target_shown import marginal_price, price_per_unit
from gridplan.results.workbook_table import A3, BAD, GOOD, Book, Column, place_columns, set_widths, write_table

NAME_WIDEST = 62
"""Characters to which the names on the first page widen; longer ones go on in a second line."""


def scorecard(book: Book) -> pd.DataFrame:
    """The policies of the results with names and units in the book's language and figures in those units.

    Columns: region, year, name, subject, sense, target, unit, achieved, margin, status, enforced, slack,
    slack_cost_million_cny, shadow_price and dual_price with their units, document, page.
    """
    frame = book.results.policies.copy()
    units = [policy_unit(name, book.lang) for name in frame["unit"]]
    for column in ("target", "achieved", "margin", "slack"):
        frame[column] = [
            value * unit.factor for value, unit in zip(frame[column].astype(float), units, strict=True)
        ]
    prices = [
        price_per_unit(price, unit, book.lang) if enforced else (float("nan"), "")
        for price, unit, enforced in zip(frame["shadow_price"], frame["unit"], frame["enforced"], strict=True)
    ]
    frame["shadow_price"], frame["shadow_price_unit"] = [v for v, _ in prices], [u for _, u in prices]
    duals = [
        marginal_price(price, unit, book.lang)
        for price, unit in zip(frame["dual_price"], frame["dual_price_unit"], strict=True)
    ]
    frame["dual_price"], frame["dual_price_unit"] = [v for v, _ in duals], [u for _, u in duals]
    frame["unit"] = [unit.name for unit in units]
    frame["name"] = [
        str(name) or policy for name, policy in zip(frame[f"name_{book.lang}"], frame["policy"], strict=True)
    ]
    frame["enforced"] = [book.text("text.yes" if flag else "text.no") for flag in frame["enforced"]]
    return frame


def status_style(status: str) -> dict[str, Any]:
    """How a target's outcome is marked."""
    if status == "missed":
        return {"font_color": BAD, "bold": True, "bg_color": "#fdeaea"}
    return {"font_color": GOOD} if status == "met" else {}


def policy_columns(book: Book) -> list[Column]:
    """The scorecard's columns as far as the first page shows them."""
    return [
        *place_columns(book),
        Column("name", "policy", width=46, widest=NAME_WIDEST, wrap=True),
        Column("sense", show=book.namer("sense"), width=9),
        Column("target", quantity="", width=11),
        Column("achieved", quantity="", width=11),
        Column("margin", quantity="", width=11),
        Column("unit", width=12),
        Column("status", show=book.namer("status"), width=10),
    ]


def policies_sheet(book: Book) -> None:
    """Every target of the case, enforced or only reported, met or missed."""
    sheet = book.sheet("policies")
    row = book.title(sheet, 0, book.text("sheet.policies"))
    frame = scorecard(book)
    about = [Column("subject", "about", show=book.asset_or_blank, width=22)] if frame["subject"].ne("").any() else []
    columns = [
        *policy_columns(book),
        Column("enforced", width=10),
        Column("slack", quantity="", width=10),
        Column("slack_cost_million_cny", "slack_cost"),
        Column("shadow_price", quantity="plain", digits=3, width=14),
        Column("shadow_price_unit", width=22),
        Column("dual_price", quantity="plain", digits=3, width=14),
        Column("dual_price_unit", width=16),
        *about,
        Column("document", show=book.document, width=56, widest=90),
        Column("page", width=8),
    ]
    placed = write_table(book, sheet, row, frame, columns, lambda line: status_style(line.status))
    book.note(sheet, placed.last_row + 2, book.text("text.price_note"))
    set_widths(sheet, columns)
    sheet.freeze_panes(2, 3)
    sheet.set_paper(A3)
