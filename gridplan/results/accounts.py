"""Every account of a run in one place: pure functions of `Results` that give tables, shared by workbook
and report.

Units stand in the column names: GW, GWh, kt (standard coal, CO2), g/kWh, million CNY, CNY/MWh, h, %.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.model.bases import base_regions
from gridplan.results.capacity_account import capacity, capacity_by_technology
from gridplan.results.capacity_payments import capacity_payments
from gridplan.results.circuits import exchange_gwh
from gridplan.results.closure_account import closures
from gridplan.results.demand_account import demand_by_load
from gridplan.results.dispatch import balance_sides, dispatch, largest_residual_gw
from gridplan.results.energy_balance import curtailment, energy_balance, monthly_energy
from gridplan.results.flows import generation, storage
from gridplan.results.fuel_account import coal_and_co2, fleet, retrofits
from gridplan.results.key_shares import key_shares
from gridplan.results.ledger import annual, asset_name, grid_load_gw, number, of, ratio, region_years, trade
from gridplan.results.power_balance import power_balance
from gridplan.results.price_account import (
    cost_recovery,
    duration_curves,
    price_by_month_hour,
    prices,
    typical_days,
)
from gridplan.results.retrofit_types import PENALTY
from gridplan.results.subjects.heat import heat_gwh
from gridplan.results.trade_account import channels, quota
from gridplan.results.types import Results, once

VISIBLE_PENALTY = 0.5
"""Million CNY of penalties on missed targets below which no line is shown for them."""

__all__ = [
    "asset_name",
    "balance_sides",
    "capacity",
    "capacity_by_technology",
    "capacity_payments",
    "channels",
    "closures",
    "coal_and_co2",
    "cost_recovery",
    "costs_by_term",
    "curtailment",
    "demand_by_load",
    "dispatch",
    "duration_curves",
    "energy_balance",
    "fleet",
    "generation",
    "largest_residual_gw",
    "monthly_energy",
    "power_balance",
    "price_by_month_hour",
    "prices",
    "quota",
    "retrofits",
    "storage",
    "summary",
    "trade",
    "typical_days",
    "verdict",
]


def costs_by_term(results: Results) -> pd.DataFrame:
    """Yearly cost by term, undiscounted. Columns: region, year, term, million_cny, share_pct (of all that
    costs).
    """
    frame = results.costs.groupby(["region", "year", "term"], sort=False)["million_cny"].sum().reset_index()
    spent = frame["million_cny"].clip(lower=0.0).groupby([frame["region"], frame["year"]]).transform("sum")
    frame["share_pct"] = 100.0 * frame["million_cny"] / spent
    return frame


@once
def summary(results: Results) -> pd.DataFrame:
    """The figures a reader asks for first, one a line.

    Columns: region, year, item, value, unit (a key of `labels.UNITS`: gw, gwh, kt, million_cny, ...).
    """
    frames = []
    for region, year in region_years(results):
        lines = [
            *_energy_items(results, region, year),
            *key_shares(results, region, year),
            *_capacity_items(results, region, year),
            *_cost_items(results, region, year),
        ]
        frame = pd.DataFrame(lines, columns=["item", "value", "unit"])
        frame.insert(0, "region", region)
        frame.insert(1, "year", year)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _energy_items(results: Results, region: str, year: int) -> list[tuple[str, float, str]]:
    balance = of(energy_balance(results), region, year)
    wasted = of(curtailment(results), region, year)
    wasted = wasted[wasted["kind"] == "sum"].set_index("renewable")
    burnt = of(fleet(results), region, year).iloc[0]
    total = {
        name: float(balance.loc[balance["row"] == name, "energy_gwh"].sum())
        for name in ("gross_consumption", "generation", "import", "export", "unserved")
    }
    peak = float(grid_load_gw(results, region, year).max())
    lines = [
        ("gross_consumption", total["gross_consumption"], "gwh"),
        ("peak_load", peak, "gw"),
        ("generation", total["generation"], "gwh"),
        ("import", total["import"], "gwh"),
        ("export", total["export"], "gwh"),
    ]
    if "new_energy" in wasted.index:
        lines.append(("new_energy_utilisation", float(wasted.loc["new_energy", "utilisation_pct"]), "pct"))
    return [
        *lines,
        ("unserved", total["unserved"], "gwh"),
        ("coal", float(burnt["coal_kt"]), "kt"),
        ("net_coal_rate", float(burnt["net_rate_g_per_kwh"]), "g_per_kwh"),
        ("co2", float(burnt["co2_kt"]), "kt"),
    ]


def _capacity_items(results: Results, region: str, year: int) -> list[tuple[str, float, str]]:
    assets = of(capacity(results), region, year)
    changed = of(retrofits(results), region, year)
    built = assets[assets["dimension"].isin(["cohort", "renewable", "reservoir"])]["built_gw"].sum()
    stored = assets[assets["dimension"].isin(["store", "hybrid_pump"])]["built_gw"].sum()
    return [
        ("built", float(built), "gw"),
        ("storage_built", float(stored), "gw"),
        ("retired", float(assets["retired_gw"].sum()), "gw"),
        ("retrofitted", float(changed["capacity_gw"].sum()), "gw"),
    ]


def _cost_items(results: Results, region: str, year: int) -> list[tuple[str, float, str]]:
    costs = of(results.costs, region, year)
    penalty = float(costs.loc[costs["term"] == PENALTY, "million_cny"].sum())
    # Nobody pays a penalty on a missed target, and no figure of the plan's cost holds it.
    paid = float(costs["million_cny"].sum()) - penalty
    load = number(annual(results, "demand_gw"), region=region, year=year)
    per_unit = ("cost_per_load", load)
    if region in base_regions(results.case):
        per_unit = ("cost_per_sent", exchange_gwh(results, region, year)[1])
    price = of(prices(results), region, year).iloc[0]
    return [
        ("cost", paid, "million_cny"),
        *([("penalties", penalty, "million_cny")] if penalty > VISIBLE_PENALTY else []),
        (per_unit[0], 1000.0 * ratio(paid, per_unit[1]), "cny_per_mwh"),
        ("mean_price", float(price["mean_cny_per_mwh"]), "cny_per_mwh"),
    ]


def verdict(results: Results) -> dict[str, Any]:
    """What the first page must say before anything else.

    Keys: `status` (as in run.json), `solved` (bool: the figures are a verified plan), `missed` (rows of
    `policies` that are enforced and missed, or unenforced and missed), `met`, `unserved_gwh`, `unserved_heat_gwh`,
    `failed_checks` (names).
    """
    policies = results.policies
    failed = [check["name"] for check in results.run["checks"] if not check["ok"]]
    return {
        "status": results.run["status"],
        "solved": results.run["status"] != "not_solved" and not failed,
        "missed": policies[policies["status"] == "missed"],
        "met": policies[policies["status"] == "met"],
        "unserved_gwh": float(annual(results, "unserved_gw").sum()),
        "unserved_heat_gwh": heat_gwh(results, "heat_unserved_gw"),
        "failed_checks": failed,
    }
