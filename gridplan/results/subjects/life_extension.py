"""Life extension (延寿) in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import Check, within
from gridplan.results.ledger import number, years
from gridplan.results.subjects.base import CostLine, assets, yearly
from gridplan.results.types import Results


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Annuity of what is extended."""
    for cohort, row in assets(results, "life_extension", year):
        extended = number(results.dataset["thermal_extended_gw"], cohort=cohort, year=year)
        paid = extended * row["cost_cny_per_kw"] * yearly(results, row["life_years"])
        yield "extension", "cohort", cohort, year, paid


def checks(results: Results) -> Iterator[Check]:
    """What expires is closed or extended."""
    data, short = results.dataset, 0.0
    for year in years(results):
        for cohort, row in assets(results, "life_extension", year):
            here = {"cohort": cohort, "year": year}
            settled = number(data["thermal_retired_gw"], **here) + number(data["thermal_extended_gw"], **here)
            short = max(short, row["expiring_gw"] - settled)
    if "thermal_extended_gw" in data:
        yield within("expiring_closed_or_extended", short)
