"""Vehicle-to-grid in the accounts: a store whose energy is the drivers'."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import POWER_TOLERANCE_GW, Check, within
from gridplan.results.ledger import annual, number, years
from gridplan.results.subjects.base import SUPPLY, USE, CostLine, Firm, Flow, Holding, assets, hourly, yearly
from gridplan.results.types import Results

TABLE = "vehicle_to_grid"
HOURS_PER_DAY = 24


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Discharge and repayment."""
    data = results.dataset
    for name, row in assets(results, TABLE, year):
        power = number(data["v2g_power_gw"], vehicle_to_grid=name, year=year)
        for way, side in (("discharge", SUPPLY), ("charge", USE)):
            yield Flow(row["region"], year, TABLE, name, TABLE, side, f"storage_{way}", TABLE, f"{TABLE}_{way}_gw",
                       hourly(data[f"v2g_{way}_gw"].sel(vehicle_to_grid=name, year=year)),
                       power if side == SUPPLY else float("nan"))


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Power equipped, and the energy a day the batteries may give."""
    for name, row in assets(results, TABLE, year):
        held = number(results.dataset["v2g_power_gw"], vehicle_to_grid=name, year=year)
        yield Holding(row["region"], year, TABLE, name, TABLE, 0.0, held, 0.0, held, held * row["hours"])


def callable_gw(results: Results, region: str, year: int) -> Iterator[float]:
    """Power that counts at the peak."""
    for _name, _held, usable in _counted(results, region, year):
        yield usable


def firm(results: Results, region: str, year: int, _season: str) -> Iterator[Firm]:
    """Power that counts at the peak."""
    for _name, held, usable in _counted(results, region, year):
        yield Firm("plant", TABLE, held, usable)


def _counted(results: Results, region: str, year: int) -> Iterator[tuple[str, float, float]]:
    for name, row in assets(results, TABLE, year):
        if row["region"] == region:
            held = number(results.dataset["v2g_power_gw"], vehicle_to_grid=name, year=year)
            yield name, held, held * float(row["capacity_credit_share"])


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Chargers, owners' fee, wear."""
    for name, row in assets(results, TABLE, year):
        held = number(results.dataset["v2g_power_gw"], vehicle_to_grid=name, year=year)
        given = number(annual(results, "v2g_discharge_gw"), vehicle_to_grid=name, year=year)
        yield "capital", TABLE, name, year, held * row["capex_cny_per_kw"] * yearly(results, row["life_years"])
        yield "fixed", TABLE, name, year, held * row["fixed_cost_cny_per_kw_a"]
        yield "variable", TABLE, name, year, given * row["variable_cost_cny_per_mwh"] / 1000.0


def checks(results: Results) -> Iterator[Check]:
    """Exchange within what is plugged in; every day repaid with its losses."""
    if not len(results.case.tables[TABLE]):
        return
    over, gap = 0.0, 0.0
    hours = results.dataset["duration_h"].values
    for year in years(results):
        for name, row in assets(results, TABLE, year):
            here = results.dataset.sel(vehicle_to_grid=name, year=year)
            given, taken = here["v2g_discharge_gw"].values, here["v2g_charge_gw"].values
            power = float(here["v2g_power_gw"])
            over = max(over, float((given + taken - power * row["availability_share"]).max()))
            for blocks in results.axis.windows(HOURS_PER_DAY).values():
                day = float((given * hours)[blocks].sum())
                owed = row["round_trip_efficiency_share"] * float((taken * hours)[blocks].sum())
                gap = max(gap, abs(day - float(owed)))
                over = max(over, float(day - row["hours"] * power) / HOURS_PER_DAY)
    yield within("v2g_within_power", over)
    yield Check("v2g_is_repaid", gap, HOURS_PER_DAY * POWER_TOLERANCE_GW, "GWh")
