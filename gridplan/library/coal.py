"""Figures of coal cohorts by size, steam and cooling, and their retrofit options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from gridplan.library.errors import LibraryError, unknown
from gridplan.library.tables import table

Cooling = Literal["air", "wet"]

SIZE_CLASSES = ("<150", "150-300", "300-550", "550-900", ">=900")


@dataclass(frozen=True)
class CoalClass:
    """Figures of a coal cohort: rate in gce per net kWh at full load, shares of online capacity or of gross
    generation, ramp in share of capacity per hour; `min_output_heating_share` is None for condensing
    units."""

    net_rate_g_per_kwh: float
    own_use_share: float
    min_output_share: float
    min_output_heating_share: float | None
    ramp_share_per_h: float
    cooling: Cooling
    basis: str
    source: str


def cooling(province: str, size_class: str, start_year: float) -> Cooling:
    """Cooling assumed for units of a province: air where water is short and the units are young and
    large enough (`coal_cooling.csv`), else wet."""
    if size_class not in SIZE_CLASSES:
        raise unknown("size class", size_class, SIZE_CLASSES)
    dry = table("coal_cooling").set_index("province")
    if province not in dry.index:
        return "wet"
    large = SIZE_CLASSES.index(size_class) >= SIZE_CLASSES.index(dry.at[province, "min_size_class"])
    return "air" if large and start_year >= dry.at[province, "air_cooled_from_year"] else "wet"


def coal_class(province: str, size_class: str, steam_class: str, start_year: float, chp: bool) -> CoalClass:
    """Figures of a coal cohort of the unit register.

    `size_class` (MW) and `steam_class` are those of `coal_cohorts.csv`.  Heat is not modelled with the
    power, so the rate of heat-and-power units is the rate of their electricity by the
    heat-quantity method of the statistics.
    Raises LibraryError for a combination `coal_classes.csv` does not hold.
    """
    cooled = cooling(province, size_class, start_year)
    rows = table("coal_classes")
    rows = rows[
        rows["size_class"].eq(size_class) & rows["steam_class"].eq(steam_class) & rows["cooling"].eq(cooled)
    ]
    if len(rows) != 1:
        raise LibraryError(
            f"coal_classes.csv: {len(rows)} rows for {size_class}, {steam_class}, {cooled} cooling"
        )
    row = rows.iloc[0]
    heat_gain = row["chp_rate_change_g_per_kwh"] if chp else 0.0
    return CoalClass(
        net_rate_g_per_kwh=float(row["net_rate_g_per_kwh"] + heat_gain),
        own_use_share=float(row["own_use_share"]),
        min_output_share=float(row["min_output_share"]),
        min_output_heating_share=float(row["chp_min_output_heating_share"]) if chp else None,
        ramp_share_per_h=float(row["ramp_share_per_h"]),
        cooling=cooled,
        basis=str(row["basis"]),
        source=str(row["source"]),
    )


def retrofit_options(steam_class: str, chp: bool) -> pd.DataFrame:
    """Retrofits open to a coal cohort: one row per state with cost (CNY per kW of unit, with range),
    change of the full-load rate (gce/kWh), output limits and no-load share after it (NaN = unchanged),
    heat capability (GWth/GW), source and basis.  Rows for the steam class come before rows for any; a
    heat-and-power unit has no heating retrofit, it supplies heat already."""
    rows = table("retrofits")
    rows = rows[rows["chp"].eq("yes" if chp else "no") & rows["steam_class"].isin([steam_class, ""])]
    specific_first = rows.sort_values("steam_class", ascending=False, kind="stable")
    return specific_first.drop_duplicates("state").sort_index().reset_index(drop=True)
