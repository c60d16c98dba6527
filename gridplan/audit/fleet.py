"""What is built over the planning years: what still stands, and what is paid for it (docs/paths.md)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from gridplan.audit.evidence import Evidence, number


def builds(evidence: Evidence, table: str, asset: object, year: int) -> Iterator[tuple[int, pd.Series]]:
    """Planning years whose builds of an asset still stand in a year, with the asset's row of each."""
    for built in evidence.years:
        rows = evidence.rows(table, built)
        if built <= year and asset in rows.index and not year >= built + number(rows.loc[asset, "life_years"], 1e9):
            yield built, rows.loc[asset]


def standing(evidence: Evidence, table: str, dimension: str, asset: object, variable: str, year: int) -> float:
    """What has been built of an asset up to a year and stands, in the variable's unit."""
    return sum(evidence.one(variable, **{dimension: asset, "year": built})
               for built, _row in builds(evidence, table, asset, year))


def repowered(evidence: Evidence, name: object, year: int) -> tuple[float, float]:
    """What repowering has brought a class of renewables that stands, and what it has taken from it that would, GW."""
    brought = sum(evidence.one("renewable_retired_gw", renewable=old, year=built) * float(row["growth"])
                  for old in dict.fromkeys(evidence.tables["repowering"]["renewable"])
                  for built, row in builds(evidence, "repowering", old, year) if row["to"] == name)
    taken = "renewable_gone_gw" if len(evidence.years) > 1 else "renewable_retired_gw"
    return brought, evidence.one(taken, renewable=name, year=year)


def capital(evidence: Evidence, table: str, dimension: str, asset: object, variable: str, year: int,
            price: str = "capex_cny_per_kw", per_unit: str = "") -> float:
    """A year's payment for what has been built of an asset and stands, each at its own year's price, million CNY.

    ``per_unit``: column with what is built by unit of the variable, where that is not 1.
    """
    return sum(evidence.one(variable, **{dimension: asset, "year": built}) * float(row[price])
               * (float(row[per_unit]) if per_unit else 1.0) * evidence.annuity(float(row["life_years"]))
               for built, row in builds(evidence, table, asset, year)
               if evidence.one(variable, **{dimension: asset, "year": built}))


def retrofit(evidence: Evidence, cohort: str, state: str, year: int) -> tuple[float, float]:
    """Investment of a year in a retrofit state, and what is paid that year for all of it done so far, million CNY."""
    if len(evidence.years) == 1:
        row = evidence.rows("retrofits", year).loc[(cohort, state)]
        capacity = evidence.one("thermal_capacity_gw", cohort=cohort, state=state, year=year)
        spent = capacity * float(row["cost_cny_per_kw"])
        return spent, spent * evidence.annuity(_life(evidence, cohort, row, year))
    invested = paid = 0.0
    for done in evidence.years:
        rows = evidence.rows("retrofits", done)
        if done > year or (cohort, state) not in rows.index:
            continue
        row = rows.loc[(cohort, state)]
        spent = 0.0
        for before in [str(name) for name in evidence.data["from_state"].values]:
            left = float(rows.loc[(cohort, before), "cost_cny_per_kw"]) if (cohort, before) in rows.index else 0.0
            moved = evidence.one("thermal_moved_gw", cohort=cohort, from_state=before, state=state, year=done)
            spent += moved * max(0.0, float(row["cost_cny_per_kw"]) - left)
        life = _life(evidence, cohort, row, done)
        invested = spent if done == year else invested
        paid += spent * evidence.annuity(life) * _paid_share(evidence, done, life, year)
    return invested, paid


def _life(evidence: Evidence, cohort: str, row: pd.Series, year: int) -> float:
    return number(row["life_years"], float(evidence.rows("cohorts", year).loc[cohort, "remaining_life_years"]))


def _paid_share(evidence: Evidence, done: int, life: float, year: int) -> float:
    """Share of a planning year's discounted years in which something done earlier is still paid for."""
    years = evidence.years
    at = years.index(year)
    span = years[at + 1] - year if at + 1 < len(years) else year - years[at - 1]
    worth = [(1.0 + evidence.rate) ** -k for k in range(span)]
    due = sum(w * min(1.0, max(0.0, done + life - year - k)) for k, w in enumerate(worth))
    return due / sum(worth)


__all__ = ["builds", "capital", "retrofit", "standing"]
