"""Closures, life extension, replacement and emergency reserve in the report (关停与备用)."""

from __future__ import annotations

from gridplan.results.closure_account import closures
from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Column, Row, Table, lean
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

POWERS = ("existing_gw", "expiring_gw", "extended_gw", "retired_gw", "replacing_gw", "emergency_gw")
VISIBLE_GW = 5e-4


def closure_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """The table of what closes; nothing where no cohort closes, expires or may stand by."""
    account = of(closures(results), area.region, area.year)
    moved = account[["expiring_gw", "extended_gw", "retired_gw", "emergency_gw"]].fillna(0.0).sum(axis=1)
    account = account[moved > VISIBLE_GW]
    if account.empty:
        return []
    power, energy, money, hours = (unit(name, words.lang) for name in ("power", "energy", "money", "hours"))
    rows = [
        Row([
            asset_name(results, "cohort", line.cohort, words.lang),
            *(power.text(value) if value > VISIBLE_GW else "" for value in (getattr(line, name) for name in POWERS)),
            energy.text(line.emergency_gwh) if line.emergency_gw > VISIBLE_GW else "",
            number(line.emergency_hours_h, 0) if line.emergency_gw > VISIBLE_GW else "",
            money.text(line.extension_million_cny + line.emergency_million_cny),
        ])
        for line in account.itertuples()
    ]
    columns = [
        Column(words("retrofit.cohort"), kind="long"),
        *(Column(words(f"closures.{name.removesuffix('_gw')}"), power.name, "number") for name in POWERS),
        Column(words("closures.energy"), energy.name, "number"),
        Column(words("closures.hours"), hours.name, "number"),
        Column(words("retrofit.cost"), words("costs.per_year", unit=money.name), "number"),
    ]
    return [lean(Table(words("closures.table"), columns, rows, note=words("closures.note")))]
