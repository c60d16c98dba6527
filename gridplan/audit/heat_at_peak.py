"""What heat takes from firm power at a season's peak: the heat asked for in that hour is given first by whatever costs
the least power."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.audit.evidence import Evidence
from gridplan.audit.stores import ELECTRIC, GWH_PER_PJ
from gridplan.audit.thermal import chp_row, states

PEAK_LASTS_H = 4.0
"""Hours of discharge with which a heat store counts in full."""

POWER_PER_MISSING_HEAT = 1.25
"""Power counted for heat nobody can give."""


def taken_by_heat(evidence: Evidence, region: str, year: int, hour: int) -> float:
    """Firm power less in a region in an hour of the year because of the heat asked for in it, GW."""
    demand = evidence.rows("heat_demand", year)
    if region not in demand.index or not evidence.has("heat_demand_gw"):
        return 0.0
    shape = evidence.profiles[demand.loc[region, "profile"]]
    left = float(shape[hour]) * float(demand.loc[region, "energy_pj"]) * GWH_PER_PJ / evidence.year_sum(shape)
    taken = 0.0
    for power_per_heat, most, credited in sorted(_givers(evidence, region, year, hour)):
        given = min(left, most)
        left -= given
        taken += credited + power_per_heat * given
    return taken + POWER_PER_MISSING_HEAT * left


def _givers(evidence: Evidence, region: str, year: int, hour: int) -> Iterator[tuple[float, float, float]]:
    """Power per heat, most heat (GW) and the firm power a giver is credited with that it lacks without heat (GW)."""
    for state in states(evidence, year):
        row = chp_row(evidence, state, year) if state.row["region"] == region else None
        if row is None:
            continue
        capacity = evidence.one("thermal_capacity_gw", **state.at, year=year)
        most = capacity * float(row["heat_gwth_per_gw"]) * float(state.row["availability_share"])
        if row["mode"] == "back_pressure":
            yield (-float(row["power_floor"]) / (1.0 - state.own_use), most,
                   capacity * float(state.row["capacity_credit_share"]))
        else:
            yield float(row["power_loss"]) / (1.0 - state.own_use), most, 0.0
    for name, row in evidence.rows("heat_sources", year).iterrows():
        if row["region"] == region:
            relative = float(evidence.profiles[row["cop_profile"]][hour]) if row["cop_profile"] else 1.0
            working = row["kind"] in ELECTRIC and relative > 0
            yield (1.0 / (float(row["efficiency"]) * relative) if working else 0.0,
                   evidence.one("heat_source_gw", heat_source=name, year=year), 0.0)
    for name, row in evidence.rows("heat_stores", year).iterrows():
        if row["region"] == region:
            lasts = min(1.0, float(row["hours"]) / PEAK_LASTS_H)
            yield 0.0, lasts * evidence.one("heat_store_gw", heat_store=name, year=year), 0.0
