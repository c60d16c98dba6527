"""Shares of consumption, clean generation, CO2 per kWh, and coal against a base year."""

from __future__ import annotations

from gridplan.case.metric_needs import BASE_ITEMS
from gridplan.library.units import KT_PER_MT
from gridplan.model.consumption_targets import (
    CLEAN_SHARE,
    COAL_CHANGE,
    CONSUMED,
    INTENSITY,
    INTENSITY_FALL,
    lost_factor,
    sold_factors,
)
from gridplan.model.metric_data import NOT_GIVEN, base_figure, clean_technologies, sent_emissions_kt_per_gwh
from gridplan.results.circuits import circulation_loss_gwh
from gridplan.results.flows import generation
from gridplan.results.fuel_account import fleet, power_co2_kt
from gridplan.results.ledger import ratio, trade
from gridplan.results.measures.base import Accounts, Measure, Measurer, burnt_gwh
from gridplan.results.trade_account import quota

G_PER_KWH = 1000.0
"""Grams per kWh in a kt per GWh."""


def _consumed(accounts: Accounts, metric: str, _subject: str) -> Measure:
    account = accounts.of(quota)
    if account.empty:  # a supply base consumes nothing
        return Measure(NOT_GIVEN, 0.0)
    line = account[account["quota"] == "total"].iloc[0]
    green = float(line["local_gwh"] - line["storage_loss_gwh"] - line["circulation_loss_gwh"])
    if metric != "share.local_renewable_consumption":
        green += float(line["received_gwh"] - line["sent_gwh"])
    if metric == "share.green_electricity_consumption":
        green += float(line["certificates_gwh"] - line["certificates_sold_gwh"])
    return Measure(100.0 * ratio(green, float(line["use_gwh"])), float(line["use_gwh"]) / 100.0)


def _generated(accounts: Accounts) -> float:
    """Gross generation, GWh."""
    return float(accounts.of(generation)["gross_gwh"].sum())


def _clean(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    plants, whole = accounts.of(generation), _generated(accounts)
    technologies = clean_technologies(accounts.results.case, accounts.region, accounts.year)
    if not technologies:
        return Measure(NOT_GIVEN, whole / 100.0)
    kept = float(plants[plants["technology"].isin(technologies)]["gross_gwh"].sum()) - burnt_gwh(accounts)
    return Measure(100.0 * ratio(kept, whole), whole / 100.0)


def _co2_kt(accounts: Accounts) -> float:
    """CO2 of power plants, kt; boilers give heat alone."""
    return power_co2_kt(accounts.results, accounts.region, accounts.year)


def _intensity(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    """CO2 of the plants and of what is bought, less that of what is sold, with that of what circuits lose, over the
    use; NaN without a link's factor."""
    account = accounts.of(quota)
    if account.empty:  # a supply base consumes nothing
        return Measure(NOT_GIVEN, 0.0)
    line = account[account["quota"] == "total"].iloc[0]
    used = float(line["use_gwh"] - line["storage_loss_gwh"])
    kt = _co2_kt(accounts)
    case, region, year = accounts.results.case, accounts.region, accounts.year
    sold = sold_factors(case, region, year)
    for crossing in accounts.of(trade).itertuples():
        link, sent_gwh = str(crossing.asset), float(crossing.sent_gwh)
        bought = crossing.direction == "import"
        kt += (sent_emissions_kt_per_gwh(case, link, year) if bought else -sold[link]) * sent_gwh
    kt += lost_factor(case, region, year) * circulation_loss_gwh(accounts.results, region, year)
    return Measure(G_PER_KWH * ratio(kt, used), used / G_PER_KWH)


def _intensity_fall(accounts: Accounts, metric: str, _subject: str) -> Measure:
    base = base_figure(accounts.results.case, accounts.region, accounts.year, BASE_ITEMS[metric]) / G_PER_KWH
    generated = _generated(accounts) - burnt_gwh(accounts)
    return Measure(100.0 * (1.0 - ratio(ratio(_co2_kt(accounts), generated), base)), base * generated / 100.0)


def _coal_change(accounts: Accounts, metric: str, _subject: str) -> Measure:
    base = base_figure(accounts.results.case, accounts.region, accounts.year, BASE_ITEMS[metric]) * KT_PER_MT
    change = COAL_CHANGE[metric] * (float(accounts.of(fleet).iloc[0]["coal_kt"]) - base)
    return Measure(100.0 * ratio(change, base), base / 100.0)


MEASURES: dict[str, Measurer] = {
    **dict.fromkeys(CONSUMED, _consumed),
    CLEAN_SHARE: _clean,
    INTENSITY: _intensity,
    **dict.fromkeys(INTENSITY_FALL, _intensity_fall),
    **dict.fromkeys(COAL_CHANGE, _coal_change),
}
