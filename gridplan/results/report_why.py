"""Why the plan builds what it builds: what a kW of everything costs a year against what pays for it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.results.labels import state_name
from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Column, Mark, Row, Table, Text
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number
from gridplan.results.report_words import Words
from gridplan.results.types import Results

ITEMS = ("surplus", "energy", "quota", "reserve", "targets", "heat", "operating", "fixed", "retrofit", "capital")
TONES = {"built": "good", "used": "good", "at_limit": "open", "not_built": "quiet", "not_used": "quiet",
         "kept": "quiet"}
SMALLEST_CNY_PER_KW = 0.05


def why_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """The account per kW of everything that stands or could be built in an area."""
    if results.why.empty:
        return [Text(words("why.none"))]
    lines = of(results.why, area.region, area.year)
    items = items_of(results)
    columns = [Column(words("why.asset"), kind="long"), Column(words("why.verdict")),
               Column(words("why.break_even"), kind="number"),
               *(Column(words(f"why.{item}"), kind="number") for item in items)]
    rows = [Row([_name(results, line, words), Mark(words(f"why.{line.verdict}"), TONES[line.verdict]),
                 _money(line.break_even_cny_per_kw),
                 *(_money(getattr(line, f"{item}_cny_per_kw")) for item in items)]) for line in lines.itertuples()]
    return [Table(words("why.table"), columns, rows, note=words("why.note")), Text(words("why.caution"), "note")]


def items_of(results: Results) -> list[str]:
    """Items of the account in order; heat only where something is paid for it."""
    return [item for item in ITEMS if item != "heat" or results.why["heat_cny_per_kw"].any()]


def _name(results: Results, line: Any, words: Words) -> str:
    name = asset_name(results, line.dimension, line.asset, words.lang)
    if line.dimension != "cohort":
        return name
    return f"{name} · {state_name(line.state, words.lang) if line.state else words('why.new')}"


def _money(value: float) -> str:
    if pd.isna(value):
        return ""
    return number(value, 1) if abs(value) >= SMALLEST_CNY_PER_KW else "0"
