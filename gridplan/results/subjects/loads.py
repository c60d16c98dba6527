"""Named loads and what of them is moved, in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridplan.model.axis import in_months
from gridplan.results.check import POWER_TOLERANCE_GW, Check, most, within
from gridplan.results.ledger import annual, grid_load_gw, load_baseline_gw, number, region_row, years
from gridplan.results.subjects.base import SUPPLY, USE, CostLine, Firm, Flow, assets, hourly
from gridplan.results.types import Results

USE_COLUMNS = ("flexible_up_gw",)


def _flexible(results: Results, year: int) -> Iterator[tuple[str, str, str]]:
    """(load, region, kind) of every load that can be moved."""
    moved = {name for name, _row in assets(results, "flexible_loads", year)}
    for name, row in assets(results, "loads", year) if moved else ():
        if name in moved:
            yield name, str(row["region"]), str(row["kind"])


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Load taken off and put on."""
    for name, region, kind in _flexible(results, year):
        for way, side in (("down", SUPPLY), ("up", USE)):
            yield Flow(region, year, "load", name, kind, side, f"flexible_{way}", "", f"flexible_{way}_gw",
                       hourly(results.dataset[f"flexible_{way}_gw"].sel(load=name, year=year)))


def callable_gw(results: Results, region: str, year: int) -> Iterator[float]:
    """Load that can be taken off in the hour of the year's peak."""
    if results.case.tables["flexible_loads"].empty:
        return
    hour = int(grid_load_gw(results, region, year).argmax())
    yield sum(_at_hour(results, name, year, hour) for name, where, _kind in _flexible(results, year) if where == region)


def firm(results: Results, region: str, year: int, season: str) -> Iterator[Firm]:
    """Load that can be taken off in the hour of the season's peak."""
    if results.case.tables["flexible_loads"].empty:
        return
    load = grid_load_gw(results, region, year)
    months = [int(word) for word in str(region_row(results, region, year)[f"{season}_months"]).split()]
    hour = int(np.where(in_months(months, len(load)), load, -np.inf).argmax())
    for name, where, kind in _flexible(results, year):
        if where == region:
            held = number(results.dataset["flexible_capability_gw"], load=name, year=year)
            usable = _at_hour(results, name, year, hour)
            yield Firm("flexible_load", kind, held, usable, 100.0 * usable / held if held > 0 else float("nan"))


def _at_hour(results: Results, load: str, year: int, hour: int) -> float:
    baseline = load_baseline_gw(results, load, year)
    held = number(results.dataset["flexible_capability_gw"], load=load, year=year)
    return held * float(baseline[hour] / baseline.max())


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Enrolling the capability, and moving load."""
    for name, row in assets(results, "flexible_loads", year):
        held = number(results.dataset["flexible_capability_gw"], load=name, year=year)
        moved = number(annual(results, "flexible_down_gw"), load=name, year=year)
        yield "response", "load", name, year, (held * row["fixed_cost_cny_per_kw_a"]
                                               + moved * row["variable_cost_cny_per_mwh"] / 1000.0)


def checks(results: Results) -> Iterator[Check]:
    """Use within its limits in every block, and the energy of every window kept."""
    if not len(results.case.tables["flexible_loads"]):
        return
    data, axis = results.dataset, results.axis
    over, gap = 0.0, 0.0
    for year in years(results):
        for name, row in assets(results, "flexible_loads", year):
            here = data.sel(load=name, year=year)
            down, up = here["flexible_down_gw"].values, here["flexible_up_gw"].values
            base = here["load_baseline_gw"].values
            highest = float(load_baseline_gw(results, name, year).max())
            used = base - down + up
            most_gw = np.maximum(row["max_share"] * highest, base)
            over = max(over, float((row["min_share"] * base - used).max()), float((used - most_gw).max()))
            net = (up - down) * data["duration_h"].values
            windows = axis.windows(int(row["window_hours"])).values()
            gap = max(gap, *(abs(float(net[blocks].sum())) for blocks in windows))
    yield within("flexible_load_within_limits", over)
    yield Check("flexible_load_keeps_energy", gap, 24.0 * POWER_TOLERANCE_GW, "GWh")
    yield within("green_energy_within_load", most(data["load_green_gwh"] - annual(results, "load_baseline_gw")))
