"""Heat in the hour of a season's peak load, and the firm power it costs, from what the plan has built.

Worked out apart from the model's rows (gridplan/model/heat_at_peak.py): the heat asked for is given in the order of
what it takes from firm power, which is the least that the capacities allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplan.library.units import GWH_PER_PJ
from gridplan.model.axis import in_months
from gridplan.results.ledger import grid_load_gw, number, region_row
from gridplan.results.subjects.base import Firm, assets
from gridplan.results.subjects.heat import ELECTRIC, units
from gridplan.results.types import Results

PEAK_HOURS = 4.0
SHORT_POWER_PER_HEAT = 1.25


@dataclass(frozen=True)
class _Giver:
    """What can give heat at the peak: most heat in GW, power it takes per heat, power it stands for without heat."""

    subject: str
    row: str
    most_gw: float
    power_per_heat: float
    credited_gw: float = 0.0


def firm(results: Results, region: str, year: int, season: str) -> Iterator[Firm]:
    """What heat takes from the firm power of a region at a season's peak: derated units, and power of electric heat."""
    if "heat_demand_gw" not in results.dataset or region not in results.case.rows("heat_demand", year).index:
        return
    hour = _peak_hour(results, region, year, season)
    left = _asked_gw(results, region, year, hour)
    for giver in sorted(_givers(results, region, year, hour), key=lambda giver: giver.power_per_heat):
        heat = min(left, giver.most_gw)
        left -= heat
        taken = giver.credited_gw + giver.power_per_heat * heat
        if taken:
            yield Firm(giver.row, giver.subject, 0.0, -taken if giver.row == "plant" else taken,
                       sign=1 if giver.row == "plant" else -1)
    if left > 0:
        yield Firm("heat_short_at_peak", "", 0.0, SHORT_POWER_PER_HEAT * left, sign=-1)


def _peak_hour(results: Results, region: str, year: int, season: str) -> int:
    load = grid_load_gw(results, region, year)
    months = [int(word) for word in str(region_row(results, region, year)[f"{season}_months"]).split()]
    return int(np.where(in_months(months, len(load)), load, -np.inf).argmax())


def _asked_gw(results: Results, region: str, year: int, hour: int) -> float:
    row = results.case.rows("heat_demand", year).loc[region]
    shape = results.case.profiles[row["profile"]].to_numpy(dtype=float)
    return float(shape[hour] * float(row["energy_pj"]) * GWH_PER_PJ / results.case.sum_of_year(shape))


def _givers(results: Results, region: str, year: int, hour: int) -> Iterator[_Giver]:
    data = results.dataset.sel(year=year)
    for cohort, state, row, own in units(results, year):
        if row["region"] != region:
            continue
        held = number(data["thermal_capacity_gw"], cohort=cohort, state=state)
        most = float(own["heat_gwth_per_gw"]) * float(row["availability_share"]) * held
        gross = 1.0 / (1.0 - _own_use(results, year, cohort, state, row))
        back = own["mode"] == "back_pressure"
        yield _Giver(row["technology"], "plant", most, gross * (-float(own["power_floor"]) if back
                                                                else float(own["power_loss"])),
                     held * float(row["capacity_credit_share"]) if back else 0.0)
    for source, row in assets(results, "heat_sources", year):
        if row["region"] == region:
            electric = row["kind"] in ELECTRIC
            yield _Giver(row["kind"], "electric_heat_at_peak", number(data["heat_source_gw"], heat_source=source),
                         _power_per_heat(results, row, hour) if electric else 0.0)
    for store, row in assets(results, "heat_stores", year):
        if row["region"] == region:
            held = number(data["heat_store_gw"], heat_store=store) * min(1.0, float(row["hours"]) / PEAK_HOURS)
            yield _Giver("heat_store", "electric_heat_at_peak", held, 0.0)


def _own_use(results: Results, year: int, cohort: str, state: str, row: pd.Series) -> float:
    changes = results.case.rows("retrofits", year)
    change = changes.loc[(cohort, state), "own_use_share_change"] if (cohort, state) in changes.index else 0.0
    return float(row["own_use_share"]) + float(np.nan_to_num(change))


def _power_per_heat(results: Results, row: pd.Series, hour: int) -> float:
    if not row["cop_profile"]:
        return 1.0 / float(row["efficiency"])
    relative = float(results.case.profiles[row["cop_profile"]].iloc[hour])
    return 1.0 / (relative * float(row["efficiency"])) if relative > 0 else 0.0
