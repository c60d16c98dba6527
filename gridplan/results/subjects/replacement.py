"""Equal-capacity replacement (等容量替代): new coal stands only where old coal closed for it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from gridplan.results.check import Check, within
from gridplan.results.ledger import fuel_row, number, years
from gridplan.results.subjects.base import assets
from gridplan.results.types import Results
from gridplan.results.vintages import aged_gw


def replaceable(results: Results, new: str, row: pd.Series, year: int) -> list[str]:
    """Old cohorts a new one may take the place of: those named, or all other coal of its region."""
    cohorts = results.case.rows("cohorts", year)
    named = str(row["from"]).split()
    if named:
        return named
    here = cohorts[(cohorts["region"] == cohorts.loc[new, "region"]) & (cohorts.index != new)]
    return [str(old) for old, unit in here.iterrows()
            if bool(fuel_row(results, unit["fuel"], unit["region"], year)["is_coal"])]


def checks(results: Results) -> Iterator[Check]:
    """What is built fits what closed and is not kept as reserve, for each new cohort and for all of them together."""
    data, excess = results.dataset, 0.0
    if "thermal_replaced_gw" not in data:
        return
    needed = 0.0
    for year in years(results):
        used: set[str] = set()
        for new, row in assets(results, "replacement", year):
            wanted = row["retired_per_built"] * number(data["thermal_built_gw"], cohort=new, year=year)
            old = replaceable(results, new, row, year)
            excess = max(excess, wanted - sum(_freed(results, cohort, year) for cohort in old))
            needed, used = needed + wanted, used | set(old)
        excess = max(excess, needed - sum(_freed(results, cohort, year) for cohort in used))
    yield within("new_coal_within_closed", excess)


def _freed(results: Results, cohort: str, year: int) -> float:
    """Closed, or gone by age since the first planning year, and not kept as emergency reserve, GW."""
    data, aged = results.dataset, aged_gw(results, "cohorts", "existing_gw", cohort, year)
    kept = number(data["emergency_reserve_gw"], cohort=cohort, year=year) if "emergency_reserve_gw" in data else 0.0
    return number(data["thermal_retired_gw"], cohort=cohort, year=year) + aged - kept
