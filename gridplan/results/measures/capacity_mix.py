"""Shares of the installed capacity, clean energy, capacity added since a base year, single bases and sites."""

from __future__ import annotations

from gridplan.case.metric_needs import BASE_ITEMS
from gridplan.case.schema import schema
from gridplan.model.capacity_mix import ADDED, CLEAN, CLEAN_SHARE, SHARES, SITES
from gridplan.model.metric_data import NOT_GIVEN, base_figure, clean_technologies
from gridplan.model.technologies import GENERATING
from gridplan.results.ledger import number, ratio
from gridplan.results.measures.base import Accounts, Measure, Measurer
from gridplan.results.measures.capacity_targets import installed_gw

CAPACITY_OF = {"renewables": ("renewable", "renewable_capacity_gw"), "stores": ("store", "store_power_gw"),
               "cohorts": ("cohort", "thermal_capacity_gw")}
"""Dimension and variable of the dataset that hold the capacity of a table's assets."""


def _share(accounts: Accounts, metric: str, _subject: str) -> Measure:
    whole = installed_gw(accounts, GENERATING)
    return Measure(100.0 * ratio(installed_gw(accounts, SHARES[metric]), whole), whole / 100.0)


def _clean_gw(accounts: Accounts) -> float:
    """Capacity of what the region counts as clean, GW; NaN where the case does not say what that is."""
    technologies = clean_technologies(accounts.results.case, accounts.region, accounts.year)
    return installed_gw(accounts, technologies) if technologies else NOT_GIVEN


def _clean(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    return Measure(_clean_gw(accounts), 1.0)


def _clean_share(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    whole = installed_gw(accounts, GENERATING)
    return Measure(100.0 * ratio(_clean_gw(accounts), whole), whole / 100.0)


def _added(accounts: Accounts, metric: str, _subject: str) -> Measure:
    stood = base_figure(accounts.results.case, accounts.region, accounts.year, BASE_ITEMS[metric])
    return Measure(installed_gw(accounts, ADDED[metric]) - stood, 1.0)


def _site(accounts: Accounts, metric: str, subject: str) -> Measure:
    """Capacity of the asset the row names; NaN where it names none of the case."""
    dimension, variable = CAPACITY_OF[schema().metrics[metric].subject_table]
    array = accounts.results.dataset[variable]
    if subject not in array[dimension].values:
        return Measure(NOT_GIVEN, 1.0)
    return Measure(number(array, **{dimension: subject, "year": accounts.year}), 1.0)


MEASURES: dict[str, Measurer] = {
    **dict.fromkeys(SHARES, _share),
    CLEAN: _clean,
    CLEAN_SHARE: _clean_share,
    **dict.fromkeys(ADDED, _added),
    **dict.fromkeys(SITES, _site),
}
