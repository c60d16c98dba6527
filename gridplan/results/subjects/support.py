"""Emergency support in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import ENERGY_TOLERANCE_GWH, Check, most, within
from gridplan.results.ledger import OUTSIDE, annual, number, of_year
from gridplan.results.subjects.base import SUPPLY, USE, CostLine, Firm, Flow, assets, hourly
from gridplan.results.types import Results

USE_COLUMNS = ("emergency_export_gw",)


def flows(results: Results, year: int) -> Iterator[Flow]:
    """What every agreement brings (received) and takes (sent)."""
    data = of_year(results, year)
    for name, row in assets(results, "emergency_support", year):
        called, most_gw = hourly(data["support_called_gw"].sel(support=name)), float(row["support_gw"])
        if row["to"] != OUTSIDE:
            kept = 1.0 - row["loss_share"]
            yield Flow(row["to"], year, "support", name, "emergency_import", SUPPLY, "emergency_import", "",
                       "emergency_import_gw", called * kept, most_gw * kept)
        if row["from"] != OUTSIDE:
            yield Flow(row["from"], year, "support", name, "emergency_export", USE, "emergency_export", "",
                       "emergency_export_gw", called, most_gw)


def firm(results: Results, region: str, year: int, _season: str) -> Iterator[Firm]:
    """Support that may be called at the peak, as it arrives, and support that must be given."""
    rows = results.case.rows("emergency_support", year)
    called, given = rows[rows["to"] == region], rows[rows["from"] == region]
    if len(called):
        installed = float(called["support_gw"].sum())
        usable = float((called["support_gw"] * (1.0 - called["loss_share"])).sum())
        yield Firm("firm_support", "emergency_import", installed, usable)
    if len(given):
        owed = float(given["support_gw"].sum())
        yield Firm("firm_support_given", "emergency_export", owed, owed, sign=-1)


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Emergency price on what is received from outside."""
    for name, row in assets(results, "emergency_support", year):
        received = _called_gwh(results, name, year) * (1.0 - row["loss_share"])
        paid = received * row["price_cny_per_mwh"] / 1000.0 if row["from"] == OUTSIDE else 0.0
        yield "emergency_support", "support", name, year, paid


def _called_gwh(results: Results, support: str, year: int) -> float:
    return number(annual(results, "support_called_gw"), support=support, year=year)


def checks(results: Results) -> Iterator[Check]:
    """Called within its power and its hours."""
    if results.case.tables["emergency_support"].empty:
        return
    data = results.dataset
    over_gw, over_gwh = 0.0, 0.0
    for year in (int(value) for value in data["year"].values):
        for name, row in assets(results, "emergency_support", year):
            one = data["support_called_gw"].sel(support=name, year=year)
            over_gw = max(over_gw, most(one - row["support_gw"]))
            over_gwh = max(over_gwh, _called_gwh(results, name, year) - row["max_hours"] * row["support_gw"])
    yield within("support_within_power", over_gw)
    yield Check("support_within_hours", max(0.0, over_gwh), ENERGY_TOLERANCE_GWH, "GWh")
