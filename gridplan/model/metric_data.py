"""Figures that some metrics need beside the plants: what counts as clean, base-year figures, CO2 of traded power.

They stand in tables of their own (``clean_sources``, ``base_year``, ``import_emissions``, ``carbon_market``); a case
without them is complete, and only the metrics that need them cannot be measured in it.
"""

from __future__ import annotations

from gridplan.case.case import Case

NOT_GIVEN = float("nan")


def clean_technologies(case: Case, region: str, year: int) -> frozenset[str]:
    """Technologies the region counts as clean energy (清洁能源); empty where the case does not say."""
    rows = case.rows("clean_sources", year)
    return frozenset(rows.loc[rows["region"] == region, "technology"].astype(str))


def base_figure(case: Case, region: str, year: int, item: str) -> float:
    """A figure of the base year (GW, Mt of standard coal, or g CO2 per kWh, as the item's name says); NaN where the
    case gives none."""
    rows = case.rows("base_year", year)
    return float(rows.loc[(region, item), "value"]) if (region, item) in rows.index else NOT_GIVEN


def sent_emissions_kt_per_gwh(case: Case, link: str, year: int) -> float:
    """CO2 (kt) per GWh sent over a link; NaN where the case gives none."""
    rows = case.rows("import_emissions", year)
    return float(rows.loc[link, "co2_g_per_kwh"]) / 1000.0 if link in rows.index else NOT_GIVEN


def free_allocation_share(case: Case, region: str, year: int) -> float:
    """Share of the benchmark allocation (碳排放基准值) given free: 1 less the auctioned share; 1 where none is said."""
    rows = case.rows("carbon_market", year)
    return 1.0 - float(rows.loc[region, "auction_share"]) if region in rows.index else 1.0
