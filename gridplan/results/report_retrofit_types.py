"""What each kind of coal retrofit brings, in the report: at the plan's operation, and against the plan without it."""

from __future__ import annotations

import pandas as pd

from gridplan.results.labels import label
from gridplan.results.ledger import of
from gridplan.results.report_blocks import Column, Row, Table
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.retrofit_types import ANY, visible_kinds
from gridplan.results.types import Results

OWN = (("capacity_gw", "capacity", "power"), ("investment_million_cny", "investment", "money"),
       ("cost_million_cny", "cost", "money"), ("coal_saved_same_kt", "coal_saved_same", "coal"),
       ("co2_saved_same_kt", "co2_saved_same", "co2"))
AGAINST = (("coal_saved_kt", "coal_saved_against", "coal"), ("co2_avoided_kt", "co2_avoided", "co2"),
           ("curtailment_avoided_gwh", "curtailment_avoided", "energy"),
           ("unserved_avoided_gwh", "unserved_avoided", "energy"), ("cost_saved_million_cny", "cost_saved", "money"),
           ("penalty_avoided_million_cny", "penalty_avoided", "money"))
Figures = tuple[tuple[str, str, str], ...]


def kind_tables(results: Results, area: Area, lang: str) -> list[Table]:
    """One table at the plan's operation and, where it was solved, one against the plan without."""
    frame = of(visible_kinds(results), area.region, area.year)
    if frame.empty:
        return []
    compared = len(results.without_retrofits) > 0
    own = _table(frame, OWN, lang, label("table.retrofits_by_kind", lang), units=True,
                 note="" if compared else label("text.retrofit_same_only", lang))
    if not compared:
        return [own]
    return [own, _table(frame, AGAINST, lang, label("table.retrofits_against", lang), status=True,
                        note=label("text.retrofit_kinds_note", lang))]


def _table(frame: pd.DataFrame, figures: Figures, lang: str, caption: str, units: bool = False, status: bool = False,
           note: str = "") -> Table:
    rows = []
    for _, line in frame.iterrows():
        cells = [label(f"retrofit.{line['retrofit']}", lang)]
        cells += [label(f"retrofit_status.{line['status']}", lang)] if status else []
        cells += [unit(quantity, lang).text(line[column]) for column, _head, quantity in figures]
        rows.append(Row(cells + ([number(line["units"], 1)] if units else []),
                        "total" if line["retrofit"] == ANY else ""))
    columns = [Column(label("header.retrofit", lang), kind="long")]
    columns += [Column(label("header.compared", lang))] if status else []
    columns += [Column(label(f"header.{head}", lang), unit(quantity, lang).name, "number")
                for _column, head, quantity in figures]
    columns += [Column(label("header.units", lang), "", "number")] if units else []
    return Table(caption, columns, rows, note=note)
