"""What the renewable quota is worth to each technology: its shadow price on the energy that counts for it.

A binding quota (可再生能源电力消纳责任权重) makes a GWh of renewable energy worth more than its hour's price, by the
cost of tightening the quota by one GWh; certificates (绿证) would trade at that value in a market of the plan's own
scarcity.  It is a transfer from those under the quota to the plants: it is shown beside the income from energy, never
in the plan's cost.  With the duals of the total and the non-hydro quota, counted on gross generation:

    green value = (dual of total + dual of non-hydro for what is not hydro) x gross generation

Duals at a degenerate optimum are not unique.
"""

from __future__ import annotations

import pandas as pd

from gridplan.model.technologies import HYDRO, QUOTA_THERMAL
from gridplan.results.flows import generation
from gridplan.results.types import Results

TOTAL, NONHYDRO = "quota.renewable_consumption", "quota.nonhydro_consumption"


def green_value(results: Results) -> pd.DataFrame:
    """Value of each technology's energy for the quota.

    Columns: region, year, technology, green_cny_per_mwh (shadow price on gross energy), green_value_million_cny.
    """
    plants = generation(results)
    counts = plants["dimension"].isin(["renewable", "reservoir"]) | plants["technology"].isin(QUOTA_THERMAL)
    duals = quota_prices(results)
    lines = []
    for (region, year, technology), part in plants[counts].groupby(["region", "year", "technology"], sort=False):
        price = duals.get((region, year, TOTAL), 0.0)
        if technology not in HYDRO:
            price += duals.get((region, year, NONHYDRO), 0.0)
        lines.append((region, year, technology, price, price * float(part["gross_gwh"].sum()) / 1000.0))
    return pd.DataFrame(lines, columns=["region", "year", "technology", "green_cny_per_mwh", "green_value_million_cny"])


def with_green_value(results: Results, recovery: pd.DataFrame) -> pd.DataFrame:
    """The account of cost recovery with two more columns: green_value_million_cny (zero for what does not count) and
    balance_with_green_million_cny.
    """
    value = green_value(results).drop(columns="green_cny_per_mwh")
    frame = recovery.merge(value, on=["region", "year", "technology"], how="left", validate="one_to_one")
    frame["green_value_million_cny"] = frame["green_value_million_cny"].astype(float).fillna(0.0)
    frame["balance_with_green_million_cny"] = frame["balance_million_cny"] + frame["green_value_million_cny"]
    return frame


def quota_prices(results: Results) -> dict[tuple[str, int, str], float]:
    """CNY/MWh by region, year and quota; of several targets of one quota their sum, as all of them pay."""
    policies = results.policies
    if policies.empty:
        return {}
    quotas = policies[policies["metric"].isin([TOTAL, NONHYDRO]) & policies["enforced"]]
    sums = quotas.groupby(["region", "year", "metric"])["dual_price"].sum()
    return {(str(region), int(year), str(metric)): float(price) for (region, year, metric), price in sums.items()}
