"""Shares and hours a planner looks for on the first page."""

from __future__ import annotations

from gridplan.model.technologies import CAPACITY_GROUPS, SOLAR, WIND
from gridplan.results.energy_account import nonfossil
from gridplan.results.flows import generation
from gridplan.results.ledger import of, ratio, share_pct
from gridplan.results.tariff import peak_valley_gap_pct
from gridplan.results.trade_account import quota
from gridplan.results.types import Results

FULL_LOAD = (("coal_hours", CAPACITY_GROUPS["capacity.coal"]), ("wind_hours", WIND), ("solar_hours", SOLAR))


def key_shares(results: Results, region: str, year: int) -> list[tuple[str, float, str]]:
    """(item, value, unit) of the non-fossil share of generation, the renewable share of consumption (as the statistics
    count, certificates in it), the largest daily gap of peak and valley load, and full-load hours of coal, wind and
    solar; an item without a figure is left out.
    """
    plants = of(generation(results), region, year)
    gross = float(plants["gross_gwh"].sum())
    used = of(quota(results), region, year).set_index("quota")["official_pct"]
    items = [
        ("nonfossil_generation", share_pct(float(plants[nonfossil(plants)]["gross_gwh"].sum()), gross), "pct"),
        ("renewable_consumption", float(used.get("total", float("nan"))), "pct"),
        ("peak_valley_gap", peak_valley_gap_pct(results, region, year), "pct"),
    ]
    for item, technologies in FULL_LOAD:
        part = plants[plants["technology"].isin(technologies)]
        items.append((item, ratio(float(part["gross_gwh"].sum()), float(part["capacity_gw"].sum())), "h"))
    return [line for line in items if line[1] == line[1]]
