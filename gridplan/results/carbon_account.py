"""Fuel and CO2 by fuel, coal as standard and as raw coal, and the CO2 intensity of generation and of consumption.

    intensity of generation   = CO2 of the region's plants / gross generation                              g/kWh
    intensity of consumption  = (CO2 of the region's plants + CO2 of imports) / (gross generation + received)

The second is the supply mix, as the provincial factors of power are worked out: what is exported has the mix of all
supply.  Imports from outside carry the case's factor (energy_account.import_co2_g_per_kwh); between regions of a case
the sender's intensity of generation.  Without the factor there is no figure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.results.flows import generation
from gridplan.results.fuel_account import coal_and_co2, fleet, power_co2_kt
from gridplan.results.ledger import NOTHING, OUTSIDE, fuel_row, of, ratio, region_years, share_pct, trade
from gridplan.results.types import Results

RAW_COAL_TCE_PER_T = 0.7143
"""Raw coal at 20.9 GJ/t (5000 kcal/kg), the reference value of GB/T 2589-2020; a case's energy_account may say else."""

FUEL_COLUMNS = ["region", "year", "fuel", "is_coal", "fuel_kt", "raw_kt", "co2_kt", "co2_share_pct", "gross_gwh"]
INTENSITY_COLUMNS = ["region", "year", "coal_kt", "raw_kt", "co2_kt", "gross_gwh", "co2_g_per_kwh", "import_gwh",
                     "import_co2_kt", "consumption_co2_g_per_kwh"]


def carbon_by_fuel(results: Results) -> pd.DataFrame:
    """Fuel burnt and CO2 of each fuel.

    Columns: region, year, fuel, is_coal, fuel_kt (standard coal), raw_kt (raw coal; NaN for other fuels), co2_kt,
    co2_share_pct, gross_gwh.
    """
    states = coal_and_co2(results)
    lines = []
    for region, year in region_years(results):
        sums = of(states, region, year).groupby("fuel", sort=False)[["fuel_kt", "co2_kt", "gross_gwh"]].sum()
        for fuel, row in sums.iterrows():
            is_coal = bool(fuel_row(results, str(fuel), region, year)["is_coal"])
            raw = row["fuel_kt"] / raw_coal_tce_per_t(results, region, year) if is_coal else np.nan
            lines.append((region, year, str(fuel), is_coal, row["fuel_kt"], raw, row["co2_kt"],
                          share_pct(row["co2_kt"], float(sums["co2_kt"].sum())), row["gross_gwh"]))
    return pd.DataFrame(lines, columns=FUEL_COLUMNS)


def raw_coal_tce_per_t(results: Results, region: str, year: int) -> float:
    """Standard coal per t of raw coal: the case's own, else the reference value."""
    rows = results.case.rows("energy_account", year)
    return float(rows.loc[region, "raw_coal_tce_per_t"]) if region in rows.index else RAW_COAL_TCE_PER_T


def carbon_intensity(results: Results) -> pd.DataFrame:
    """Coal, CO2 and the two intensities of every region and year.

    Columns: region, year, coal_kt (standard coal), raw_kt (raw coal), co2_kt, gross_gwh, co2_g_per_kwh (of
    generation), import_gwh (received), import_co2_kt, consumption_co2_g_per_kwh (NaN where imports have no factor).
    """
    burnt, plants, links = fleet(results), generation(results), trade(results)
    intensity = burnt.set_index(["region", "year"])["co2_g_per_kwh"]
    lines = []
    for region, year in region_years(results):
        here = of(burnt, region, year).iloc[0]
        gross = float(of(plants, region, year)["gross_gwh"].sum())
        incoming = of(links, region, year)
        incoming = incoming[incoming["direction"] == "import"]
        received = float(incoming["received_gwh"].sum())
        factor = _import_factor(results, region, year)
        carried = sum(float(line["received_gwh"]) * (factor if line["other_end"] == OUTSIDE else
                                                    float(intensity[line["other_end"], year]))
                      for _, line in incoming.iterrows() if line["received_gwh"] > NOTHING) / 1000.0
        co2, coal = float(here["co2_kt"]), float(here["coal_kt"])
        lines.append((region, year, coal, coal / raw_coal_tce_per_t(results, region, year), co2, gross,
                      float(here["co2_g_per_kwh"]), received, carried,
                      1000.0 * ratio(power_co2_kt(results, region, year) + carried, gross + received)))
    return pd.DataFrame(lines, columns=INTENSITY_COLUMNS)


def _import_factor(results: Results, region: str, year: int) -> float:
    """CO2 per kWh received from outside, g; NaN where the case gives none."""
    rows = results.case.rows("energy_account", year)
    return float(rows.loc[region, "import_co2_g_per_kwh"]) if region in rows.index else float("nan")
