"""The non-fossil share of energy consumption (非化石能源消费占比), with the energy balance the case states.

Primary electricity enters at the coal thermal plants burn for a kWh (发电煤耗法, the method of the statistics' balance
tables).  A province's consumption includes its net inflow of electricity at the same rate, and the non-fossil part of
what it receives counts at home, of what it sends at the receiver's:

    share = (b x E + N) / T

    b   coal per gross kWh of thermal plants, g/kWh (stated, revised every year)
    E   non-fossil electricity at home: generated (gross: wind, sun, water, nuclear, biomass, waste) - sent + received,
        sent and received as attributed to the channels for the quota
    N   other non-fossil energy, Mtce, stated       T   total energy consumption, electricity included, Mtce, stated

T is not the plan's to change: where wind replaces coal, the coal-equivalent method counts about the coal it replaced.
An account, never a constraint.
"""

from __future__ import annotations

import pandas as pd

from gridplan.library.units import KT_PER_MT
from gridplan.model.technologies import NONFOSSIL_THERMAL
from gridplan.results.flows import generation
from gridplan.results.fuel_account import fleet
from gridplan.results.ledger import of, region_years, share_pct, trade
from gridplan.results.types import Results

GWH_G_PER_KWH_PER_MTCE = 1e6
"""1 GWh at 1 g/kWh is 1 t."""

COLUMNS = ["region", "year", "local_gwh", "sent_gwh", "received_gwh", "home_gwh", "gross_rate_g_per_kwh",
           "electricity_mtce", "other_nonfossil_mtce", "total_energy_mtce", "share_pct", "power_coal_mtce",
           "power_coal_pct", "source"]


def energy_account(results: Results) -> pd.DataFrame:
    """Non-fossil share of energy of each region and year with a row in the case's table `energy_account`.

    Columns: region, year, local_gwh (non-fossil generation, gross), sent_gwh, received_gwh, home_gwh,
    gross_rate_g_per_kwh, electricity_mtce (home at the rate), other_nonfossil_mtce, total_energy_mtce, share_pct,
    power_coal_mtce (coal burnt for power in the region) and power_coal_pct (over the total; what is burnt for exports
    is in it but not in the region's consumption), source.
    """
    plants, links, burnt = generation(results), trade(results), fleet(results)
    lines = []
    for region, year in region_years(results):
        rows = results.case.rows("energy_account", year)
        if region not in rows.index:
            continue
        row = rows.loc[region]
        here, crossing = of(plants, region, year), of(links, region, year).groupby("direction")["green_gwh"].sum()
        local = float(here[nonfossil(here)]["gross_gwh"].sum())
        sent, received = float(crossing.get("export", 0.0)), float(crossing.get("import", 0.0))
        home, rate = local - sent + received, float(row["gross_rate_g_per_kwh"])
        electricity = home * rate / GWH_G_PER_KWH_PER_MTCE
        total, other = float(row["total_energy_mtce"]), float(row["other_nonfossil_mtce"])
        coal = float(of(burnt, region, year)["coal_kt"].iloc[0]) / KT_PER_MT
        lines.append((region, year, local, sent, received, home, rate, electricity, other, total,
                      share_pct(electricity + other, total), coal, share_pct(coal, total), str(row["source"])))
    return pd.DataFrame(lines, columns=COLUMNS)


def nonfossil(plants: pd.DataFrame) -> pd.Series:
    """Which lines of the account of generation are non-fossil."""
    return plants["dimension"].isin(["renewable", "reservoir"]) | plants["technology"].isin(NONFOSSIL_THERMAL)
