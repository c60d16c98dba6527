"""Hybrid pumped hydro in the accounts: what the pumps take is charged, what of it comes back is discharged.

The turbines do not tell pumped water from the river's.  Over the year the pumped water that came back is its gross
energy less the turbines' own use; it is spread over the plant's output hour by hour in proportion, so that every hour
and the year close, and the plant's generation is what its inflow gave.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr

from gridplan.model.technologies import HYBRID_PUMP
from gridplan.results.check import POWER_TOLERANCE_GW, Check, most, within
from gridplan.results.ledger import NOTHING, annual, number, of_year
from gridplan.results.subjects.base import SUPPLY, USE, CostLine, Flow, Holding, assets, before, hourly
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Pumping, and the part of the plant's output that is pumped water."""
    data = of_year(results, year)
    for name, row in assets(results, "hybrid_pumps", year):
        output = hourly(data["reservoir_output_gw"].sel(reservoir=row["reservoir"]))
        for way, side, power in (
            ("discharge", SUPPLY, output * _returned_share(results, name, year)),
            ("charge", USE, np.maximum(hourly(data["hybrid_pump_charge_gw"].sel(hybrid_pump=name)), 0.0)),
        ):
            yield Flow(row["region"], year, HYBRID_PUMP, name, HYBRID_PUMP, side, f"storage_{way}", HYBRID_PUMP,
                       f"{HYBRID_PUMP}_{way}_gw", power)


def returned_share(results: Results, reservoir: str, year: int) -> float:
    """Share of a reservoir plant's net output in the year that is pumped water come back, of all its pumps."""
    rows = results.case.rows("hybrid_pumps", year)
    return sum(_returned_share(results, str(name), year) for name in rows.index[rows["reservoir"] == reservoir])


def _returned_share(results: Results, pump: str, year: int) -> float:
    row = results.case.rows("hybrid_pumps", year).loc[pump]
    output = number(annual(results, "reservoir_output_gw"), reservoir=row["reservoir"], year=year)
    if output <= NOTHING:
        return 0.0
    pumped = number(annual(results, "hybrid_pump_charge_gw"), hybrid_pump=pump, year=year)
    return max(0.0, pumped) * float(row["pump_efficiency_share"]) * _net(results, str(row["reservoir"]), year) / output


def _net(results: Results, reservoir: str, year: int) -> float:
    """Net per gross of a reservoir plant's turbines."""
    return 1.0 - float(results.case.rows("reservoirs", year).loc[reservoir, "own_use_share"])


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Pumping power, and the electricity a full lower reservoir gives once lifted."""
    data = of_year(results, year)
    for name, row in assets(results, "hybrid_pumps", year):
        power = number(data["hybrid_pump_gw"], hybrid_pump=name)
        yield Holding(row["region"], year, HYBRID_PUMP, name, HYBRID_PUMP, float(row["existing_gw"]),
                      number(data["hybrid_pump_built_gw"], hybrid_pump=name), 0.0, power,
                      power * row["lower_hours"] * row["pump_efficiency_share"] * _net(results, row["reservoir"], year))


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital and fixed."""
    data = of_year(results, year)
    for name, row in assets(results, "hybrid_pumps", year):
        yield ("capital", HYBRID_PUMP, name, year,
               capital_of(results, "hybrid_pumps", name, year, HYBRID_PUMP, "hybrid_pump_built_gw"))
        yield "fixed", HYBRID_PUMP, name, year, (number(data["hybrid_pump_gw"], hybrid_pump=name)
                                                 * row["fixed_cost_cny_per_kw_a"])


def water_gw(results: Results) -> xr.DataArray:
    """Water the pumps lift, GW in gross electricity of the turbines, over (reservoir, year, time); 0 without pumps."""
    lifted = xr.zeros_like(results.dataset["reservoir_output_gw"]).fillna(0.0)
    for year in results.case.settings.years:
        for name, row in assets(results, "hybrid_pumps", year):
            taken = results.dataset["hybrid_pump_charge_gw"].sel(hybrid_pump=name, year=year).drop_vars("hybrid_pump")
            lifted.loc[{"reservoir": row["reservoir"], "year": year}] += taken * float(row["pump_efficiency_share"])
    return lifted


def checks(results: Results) -> Iterator[Check]:
    """Pumping within power; the lower level follows from water kept back and lifted; what is kept was turbined."""
    data = results.dataset
    if not len(results.case.tables["hybrid_pumps"]):
        return
    yield within("hybrid_pump_within_power", most(data["hybrid_pump_charge_gw"] - data["hybrid_pump_gw"]))
    for year in results.case.settings.years:
        at = data.sel(year=year)
        for name, row in assets(results, "hybrid_pumps", year):
            pump, output = at.sel(hybrid_pump=name), at["reservoir_output_gw"].sel(reservoir=row["reservoir"])
            caught, level = pump["hybrid_pump_caught_gw"], pump["hybrid_pump_lower_level_gwh"]
            net = _net(results, str(row["reservoir"]), year)
            yield within("hybrid_pump_caught_within_output", most(caught - output / net))
            moved = caught - pump["hybrid_pump_charge_gw"] * float(row["pump_efficiency_share"])
            gap = abs(level - before(results, level) - moved * data["duration_h"])
            yield Check("hybrid_pump_levels_follow", most(gap), 10 * POWER_TOLERANCE_GW, "GWh")
