"""The cost of a plan worked out again, term by term, from the labelled results and the case tables alone.

A second pair of eyes on the objective: no coefficient of the model is used, so that a rate put on the wrong
variable, a forgotten term or a slip of units shows as a difference.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.model.economics import annuity
from gridplan.results.ledger import OUTSIDE, annual, fuel_row, number, region_row, years
from gridplan.results.types import Results

Line = tuple[str, str, str, int, float]
"""term, subject, asset, year, million CNY."""


def recomputed_costs(results: Results) -> pd.DataFrame:
    """Cost of the plan: columns term, subject, asset, year, million_cny (a year's cost, undiscounted)."""
    lines = [line for year in years(results) for part in _PARTS for line in part(results, year)]
    return pd.DataFrame(lines, columns=["term", "subject", "asset", "year", "million_cny"])


def largest_difference(results: Results) -> tuple[float, str]:
    """Largest difference (million CNY) between a recomputed term of an asset and the cost table, and where it is."""
    keys = ["term", "subject", "asset", "year"]
    ours = recomputed_costs(results).groupby(keys)["million_cny"].sum()
    theirs = results.costs.groupby(keys)["million_cny"].sum()
    difference = ours.subtract(theirs, fill_value=0.0).abs()
    if difference.empty:
        return 0.0, ""
    worst = difference.idxmax()
    return float(difference.max()), " ".join(str(word) for word in worst)  # type: ignore[union-attr]


def _annuity(results: Results, life: float) -> float:
    return annuity(results.case.settings.discount_rate, life)


def _thermal(results: Results, year: int) -> Iterator[Line]:
    data = results.dataset.sel(year=year)
    weight = data["weight_h"]
    starts = (data["thermal_started_gw"] * weight / data["duration_h"]).sum("time")
    burnt = (data["thermal_fuel_kt_per_h"] * weight).sum("time")
    net = (data["thermal_output_gw"] * weight).sum("time")
    for cohort, row in results.case.rows("cohorts", year).iterrows():
        name = str(cohort)
        fuel = fuel_row(results, row["fuel"], row["region"], year)
        region = region_row(results, row["region"], year)
        gross = float(net.sel(cohort=name).sum()) / (1.0 - row["own_use_share"])
        kt = float(burnt.sel(cohort=name).sum())
        allocated = np.nan_to_num(row["co2_benchmark_t_per_mwh"]) * gross
        capacity = float(data["thermal_capacity_gw"].sel(cohort=name).sum())
        yield "capital", "cohort", name, year, (number(data["thermal_built_gw"], cohort=name) * row["capex_cny_per_kw"]
                                                * _annuity(results, row["life_years"]))
        emitted = kt * fuel["co2_t_per_tce"]
        net_gwh = gross * (1.0 - row["own_use_share"])
        yield "fixed", "cohort", name, year, capacity * row["fixed_cost_cny_per_kw_a"]
        yield "fuel", "cohort", name, year, kt * fuel["price_cny_per_tce"] / 1000.0
        yield "variable", "cohort", name, year, net_gwh * row["variable_cost_cny_per_mwh"] / 1000.0
        yield "co2", "cohort", name, year, region["co2_price_cny_per_t"] / 1000.0 * (emitted - allocated)
        yield "start", "cohort", name, year, float(starts.sel(cohort=name).sum()) * row["start_cost_cny_per_kw"]
    yield from _retrofits(results, data, year)


def _retrofits(results: Results, data: xr.Dataset, year: int) -> Iterator[Line]:
    cohorts = results.case.rows("cohorts", year)
    for (cohort, state), row in results.case.rows("retrofits", year).iterrows():
        capacity = number(data["thermal_capacity_gw"], cohort=cohort, state=state)
        life = cohorts.loc[cohort, "remaining_life_years"] if np.isnan(row["life_years"]) else row["life_years"]
        yield "retrofit", "cohort", str(cohort), year, capacity * row["cost_cny_per_kw"] * _annuity(results, life)
        yield "fixed", "cohort", str(cohort), year, capacity * row["fixed_cost_change_cny_per_kw_a"]


def _renewables_and_water(results: Results, year: int) -> Iterator[Line]:
    data = results.dataset.sel(year=year)
    for table, dimension in (("renewables", "renewable"), ("reservoirs", "reservoir")):
        for asset, row in results.case.rows(table, year).iterrows():
            at = {dimension: asset}
            built = number(data[f"{dimension}_built_gw"], **at)
            yield "capital", dimension, str(asset), year, (built * row["capex_cny_per_kw"]
                                                           * _annuity(results, row["life_years"]))
            yield "fixed", dimension, str(asset), year, (number(data[f"{dimension}_capacity_gw"], **at)
                                                         * row["fixed_cost_cny_per_kw_a"])
            if dimension == "renewable":
                energy = number(annual(results, "renewable_output_gw"), renewable=asset, year=year)
                yield "variable", dimension, str(asset), year, energy * row["variable_cost_cny_per_mwh"] / 1000.0


def _stores(results: Results, year: int) -> Iterator[Line]:
    data = results.dataset.sel(year=year)
    for store, row in results.case.rows("stores", year).iterrows():
        discharged = number(annual(results, "store_discharge_gw"), store=store, year=year)
        investment = (number(data["store_power_built_gw"], store=store) * row["capex_power_cny_per_kw"]
                      + number(data["store_energy_built_gwh"], store=store) * row["capex_energy_cny_per_kwh"])
        yield "capital", "store", str(store), year, investment * _annuity(results, row["life_years"])
        yield "fixed", "store", str(store), year, (number(data["store_power_gw"], store=store)
                                                   * row["fixed_cost_cny_per_kw_a"])
        yield "variable", "store", str(store), year, discharged * row["variable_cost_cny_per_mwh"] / 1000.0


def _links(results: Results, year: int) -> Iterator[Line]:
    data = results.dataset.sel(year=year)
    for link, row in results.case.rows("links", year).iterrows():
        sent = number(annual(results, "link_flow_gw"), link=link, year=year)
        built = number(data["link_built_gw"], link=link)
        yield "capital", "link", str(link), year, built * row["capex_cny_per_kw"] * _annuity(results, row["life_years"])
        received = sent * (1.0 - row["loss_share"])
        if row["from"] == OUTSIDE:
            yield "import", "link", str(link), year, received * row["price_cny_per_mwh"] / 1000.0
        if row["to"] == OUTSIDE:
            yield "export", "link", str(link), year, -sent * row["price_cny_per_mwh"] / 1000.0


def _demand_side(results: Results, year: int) -> Iterator[Line]:
    data = results.dataset.sel(year=year)
    for name, row in results.case.rows("response", year).iterrows():
        called = number(annual(results, "response_down_gw"), response=name, year=year)
        held = number(data["response_capability_gw"], response=name)
        yield "response", "response", str(name), year, (held * row["fixed_cost_cny_per_kw_a"]
                                                        + called * row["variable_cost_cny_per_mwh"] / 1000.0)
    for region, row in results.case.rows("regions", year).iterrows():
        missing = sum(number(annual(results, name), region=region, year=year) for name in ("unserved_gw", "excess_gw"))
        certificates = number(data["certificates_gwh"], region=region)
        yield "unserved", "region", str(region), year, missing * row["unserved_cost_cny_per_mwh"] / 1000.0
        yield "certificates", "region", str(region), year, certificates * row["certificate_price_cny_per_mwh"] / 1000.0


def _policies(results: Results, year: int) -> Iterator[Line]:
    rows = results.policies[(results.policies["year"] == year) & results.policies["enforced"]]
    for row in rows.itertuples():
        yield "policy_slack", "policy", str(row.policy), year, float(row.slack_cost_million_cny)


_PARTS = (_thermal, _renewables_and_water, _stores, _links, _demand_side, _policies)
