"""The workbook of a comparison: what was put in, every figure side by side, differences, and native charts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gridplan.library.new_workbook import new_workbook
from gridplan.scenarios.compare_first_sheet import answer_sheet
from gridplan.scenarios.compare_gather import Comparison
from gridplan.scenarios.compare_sheets import (
    Sheets,
    figures_sheet,
    inputs_sheet,
    scenarios_sheet,
    shadow_sheet,
    targets_sheet,
)
from gridplan.scenarios.compare_targets import all_targets, case_targets

ORDER = ("summary", "costs", "capacity", "built", "retrofits", "energy", "power", "coal", "curtailment")
"""Sheets of figures before those of the targets; prices follow them."""


def write_workbook(comparison: Comparison, path: Path, created: str) -> Path:
    """Write the comparison as an .xlsx file: tables with units, filters, frozen heads, charts, no formula anywhere.

    `created` is the moment of the comparison (ISO). Raises OSError where the file cannot be written.
    """
    with new_workbook(path) as file:
        file.set_properties({"title": f"{comparison.words('page.kicker')}: {comparison.base.name}",
                             "created": datetime.fromisoformat(created).replace(tzinfo=None)})
        book = Sheets(file, comparison)
        answer_sheet(book)
        scenarios_sheet(book)
        inputs_sheet(book)
        for group in ORDER:
            figures_sheet(book, group)
        targets_sheet(book, "policies", case_targets(comparison))
        targets_sheet(book, "targets", all_targets(comparison))
        shadow_sheet(book)
        figures_sheet(book, "prices")
    return path
