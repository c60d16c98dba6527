"""Life extension (延寿) in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, within
from gridplan.results.ledger import number, years
from gridplan.results.subjects.base import CostLine, assets
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of, standing_years


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Annuity of what is extended."""
    for cohort, _row in assets(results, "life_extension", year):
        yield ("extension", "cohort", cohort, year,
               capital_of(results, "life_extension", cohort, year, "cohort", "thermal_extended_gw", "cost_cny_per_kw"))


def checks(results: Results) -> Iterator[Check]:
    """What expires is closed or extended."""
    data, short = results.dataset, 0.0
    for year in years(results):
        for cohort, row in assets(results, "life_extension", year):
            extended = sum(number(data["thermal_extended_gw"], cohort=cohort, year=done)
                           for done, _row in standing_years(results, "life_extension", cohort, year))
            settled = number(data["thermal_retired_gw"], cohort=cohort, year=year) + extended
            short = max(short, row["expiring_gw"] - settled)
    if "thermal_extended_gw" in data:
        yield within("expiring_closed_or_extended", short)
