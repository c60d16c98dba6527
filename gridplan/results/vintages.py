"""What is built over several planning years, read from the labelled results: what still stands and who pays for it.

The rules are those of gridplan/model/vintages.py and fleet_path.py, worked out here again from the case tables.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gridplan.model.economics import annuity, paid_shares
from gridplan.model.vintages import stands
from gridplan.results.ledger import number, years
from gridplan.results.types import Results


def standing_years(results: Results, table: str, asset: str, year: int) -> Iterator[tuple[int, pd.Series]]:
    """Planning years up to one whose builds of an asset still stand in it, with the asset's row of each."""
    for built in years(results):
        rows = results.case.rows(table, built)
        if built <= year and asset in rows.index and stands(built, float(rows.loc[asset, "life_years"]), year):
            yield built, rows.loc[asset]


def capital_of(results: Results, table: str, asset: str, year: int, dimension: str, variable: str,
               price: str = "capex_cny_per_kw", times: str = "") -> float:
    """Capital cost a year (million CNY) of what is built of an asset and stands: the annuity of each build's own price.

    ``variable`` of the dataset is what is built (GW or GWh), ``price`` its column of the table (CNY/kW or CNY/kWh),
    multiplied by the column ``times`` where one is named.
    """
    return sum(number(results.dataset[variable], **{dimension: asset, "year": built}) * float(row[price])
               * (float(row[times]) if times else 1.0)
               * annuity(results.case.settings.discount_rate, float(row["life_years"]))
               for built, row in standing_years(results, table, asset, year))


def aged_gw(results: Results, table: str, column: str, asset: str, year: int) -> float:
    """What has left today's fleet of an asset by age since the first planning year, GW."""
    gone, before = 0.0, None
    for one in years(results):
        rows = results.case.rows(table, one)
        now = float(rows.loc[asset, column]) if asset in rows.index else 0.0
        if one <= year and before is not None:
            gone += max(0.0, before - now)
        before = now
    return gone


def is_path(results: Results) -> bool:
    """Whether there are several planning years."""
    return len(years(results)) > 1


def retrofit_spending(results: Results, cohort: str, state: str, year: int) -> tuple[float, float]:
    """Investment of the year in a retrofit state, and what is paid that year for all of it done so far, million CNY.

    What is paid once is paid over the life it was given: the cost of the state reached less that of the state left.
    """
    rate = results.case.settings.discount_rate
    invested = paid = 0.0
    for done in years(results):
        if done > year or (cohort, state) not in results.case.rows("retrofits", done).index:
            continue
        spent, life = _spent(results, cohort, state, done)
        invested = spent if done == year else invested
        share = paid_shares(years(results), rate, done, life).get(year, 0.0)
        paid += spent * annuity(rate, life) * share
    return invested, paid


def _spent(results: Results, cohort: str, state: str, year: int) -> tuple[float, float]:
    """Million CNY spent on moving to a state in a year, and the life it is paid over."""
    rows = results.case.rows("retrofits", year)
    row = rows.loc[(cohort, state)]
    moved = results.dataset["thermal_moved_gw"].sel(cohort=cohort, state=state, year=year)
    spent = 0.0
    for before in [str(name) for name in moved["from_state"].values]:
        left = float(rows.loc[(cohort, before), "cost_cny_per_kw"]) if (cohort, before) in rows.index else 0.0
        spent += number(moved, from_state=before) * max(0.0, float(row["cost_cny_per_kw"]) - left)
    life = float(row["life_years"])
    if np.isnan(life):
        life = float(results.case.rows("cohorts", year).loc[cohort, "remaining_life_years"])
    return spent, life
