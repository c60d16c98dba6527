"""Closures of coal, life extension, replacement and emergency reserve by cohort (关停与备用)."""

from __future__ import annotations

import pandas as pd

from gridplan.results.ledger import annual, number, ratio, years
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of

COLUMNS = ["region", "year", "cohort", "existing_gw", "expiring_gw", "extended_gw", "retired_gw", "replacing_gw",
           "emergency_gw", "emergency_gwh", "emergency_hours_h", "extension_million_cny", "emergency_million_cny"]
TERMS = ("emergency_upkeep", "emergency_running")


def closures(results: Results) -> pd.DataFrame:
    """What every cohort that may close does at the end of its life.

    Columns: region, year, cohort, existing_gw, expiring_gw (design life ends by the planning year), extended_gw,
    retired_gw (emergency reserve with it), replacing_gw (closed capacity used for new units), emergency_gw (closed and
    kept), emergency_gwh (gross generation), emergency_hours_h (full load), extension_million_cny (annuity),
    emergency_million_cny (upkeep and running).
    """
    lines = []
    for year in years(results):
        expiring, kept = (results.case.rows(name, year) for name in ("life_extension", "emergency_reserve"))
        for cohort, row in results.case.rows("cohorts", year).iterrows():
            retired = number(results.dataset["thermal_retired_gw"], cohort=cohort, year=year)
            if not (row["retire_max_gw"] > 0 or cohort in expiring.index or cohort in kept.index):
                continue
            reserve = _of(results, "emergency_reserve_gw", cohort, year)
            gross = _energy(results, cohort, year) / (1.0 - row["own_use_share"])
            extended = _of(results, "thermal_extended_gw", cohort, year)
            lines.append((
                row["region"], year, str(cohort), float(row["existing_gw"]),
                float(expiring.loc[cohort, "expiring_gw"]) if cohort in expiring.index else float("nan"),
                extended, retired, _of(results, "thermal_replaced_gw", cohort, year), reserve, gross,
                ratio(gross, reserve), _annuity(results, str(cohort), year), _spent(results, cohort, year)))
    return pd.DataFrame(lines, columns=COLUMNS)


def _of(results: Results, variable: str, cohort: object, year: int) -> float:
    """A figure of a cohort; nothing where no lever brings the variable."""
    return number(results.dataset[variable], cohort=cohort, year=year) if variable in results.dataset else 0.0


def _energy(results: Results, cohort: object, year: int) -> float:
    if "emergency_output_gw" not in results.dataset:
        return 0.0
    return number(annual(results, "emergency_output_gw"), cohort=cohort, year=year)


def _annuity(results: Results, cohort: str, year: int) -> float:
    """What extensions cost a year, those of earlier planning years that last with them."""
    if cohort not in results.case.rows("life_extension", year).index:
        return 0.0
    return capital_of(results, "life_extension", cohort, year, "cohort", "thermal_extended_gw", "cost_cny_per_kw")


def _spent(results: Results, cohort: object, year: int) -> float:
    costs = results.costs
    own = (costs["asset"] == cohort) & (costs["year"] == year) & costs["term"].isin(TERMS)
    return float(costs[own]["million_cny"].sum())
