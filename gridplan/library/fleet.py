"""What is known of a province's plants: capacity by kind, coal in the pipeline, land for wind and sun, channels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from gridplan.library.tables import table

UNLIKELY_STATUS = ("shelved", "mothballed", "cancelled")
"""Coal projects that are no longer pursued."""
PARTS_OF_SOLAR = ("solar_utility", "solar_distributed")


@dataclass(frozen=True)
class Known:
    """Capacity (GW) of a kind of plant in a province, coal being built or planned included in `planned_gw`, and the
    month it was counted."""

    capacity_gw: float
    planned_gw: float
    as_of: str


@cache
def known_fleet(province: str) -> dict[str, Known]:
    """Plants of a province by kind (coal, gas, nuclear, biomass, hydro, pumped_hydro, wind_onshore, wind_offshore,
    solar, new_storage; solar_utility and solar_distributed as last counted apart); empty for an unknown province."""
    rows = table("fleet")
    counted = (rows["preferred"] == "yes") | rows["technology"].isin(PARTS_OF_SOLAR)
    rows = rows[(rows["province"] == province) & counted]
    pipeline = table("coal_pipeline")
    mine = (pipeline["province"] == province) & ~pipeline["status"].isin(UNLIKELY_STATUS)
    coming = float(pipeline.loc[mine, "capacity_gw"].sum())
    return {
        str(row["technology"]): Known(float(row["capacity_gw"]), coming if row["technology"] == "coal" else 0.0,
                                      str(row["as_of"]))
        for row in rows.to_dict("records")
    }


@cache
def land_gw(province: str, kind: str) -> float | None:
    """Most wind (`wind_onshore`, `wind_offshore`) or sun (`solar`) a province has land or sea for, GW, by the larger of
    two estimates; None where there is none."""
    rows = table("resource")
    rows = rows[(rows["province"] == province) & (rows["technology"] == kind)]
    most = rows[["potential_land_limited_gw", "ucsd_potential_gw"]].max(axis=None, skipna=True) if len(rows) else 0.0
    return float(most) if most > 0 else None


@cache
def known_channel(*names: str) -> dict[str, Any] | None:
    """The row of `channels.csv` that the first of some names to be known stands for; None where none is."""
    return next((row for one in names if (row := _channel(one)) is not None), None)


def _channel(name: str) -> dict[str, Any] | None:
    """The row of which the name, in either language, is or is part of this one ("Lingshao (Lingzhou-Shaoxing)",
    "灵绍直流（灵州—绍兴）"), nicknames and kinds of dashes aside; the longest where several are.  None for a name that
    is none, and for lines of alternating current."""
    given = _plain(name)
    if ALTERNATING.search(given):
        return None
    found = {
        len(own): row
        for row in table("channels").to_dict("records")
        for own in (_plain(NICKNAME.sub("", str(row["channel"]))), _plain(str(row["name_zh"])))
        if own and own in given
    }
    return found[max(found)] if found else None


NICKNAME = re.compile(r"\(.*?\)")
ALTERNATING = re.compile(r"交流|\bac\b|alternating")


def _plain(name: str) -> str:
    """A name in lower case, with hyphens for dashes of any kind."""
    return re.sub(r"\s*[-—–－~～]+\s*", "-", name.strip().lower())


@cache
def widest_corridor_gw(province: str) -> float | None:
    """Most that all lines between a province and any one other carry together, GW; None where none is known."""
    rows = table("corridors")
    ends = rows[(rows["from"] == province) | (rows["to"] == province)]
    if ends.empty:
        return None
    other = ends["from"].where(ends["to"] == province, ends["to"])
    return float(ends.groupby(other)["capacity_gw"].sum().max())
