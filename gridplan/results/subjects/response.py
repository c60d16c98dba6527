"""Demand response in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.check import POWER_TOLERANCE_GW, Check, most, within
from gridplan.results.ledger import annual, number, of_year, years
from gridplan.results.subjects.base import SUPPLY, USE, CostLine, Firm, Flow, Holding, assets, before, hourly
from gridplan.results.types import Results

USE_COLUMNS = ("response_up_gw",)
HOURS_PER_DAY = 24


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Load taken off and paid back."""
    data = of_year(results, year)
    for name, row in assets(results, "response", year):
        for way, side in (("down", SUPPLY), ("up", USE)):
            yield Flow(row["region"], year, "response", name, row["kind"], side, f"response_{way}", "",
                       f"response_{way}_gw", hourly(data[f"response_{way}_gw"].sel(response=name)))


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Response has no stock: its capability is contracted anew each year."""
    data = of_year(results, year)
    for name, row in assets(results, "response", year):
        held = number(data["response_capability_gw"], response=name)
        yield Holding(row["region"], year, "response", name, row["kind"], 0.0, held, 0.0, held)


def firm(results: Results, region: str, year: int, _season: str) -> Iterator[Firm]:
    """All response that can be called."""
    rows = results.case.rows("response", year)
    here = list(rows.index[rows["region"] == region])
    held = number(results.dataset["response_capability_gw"], year=year, response=here)
    yield Firm("response", "", held, held)


def callable_gw(results: Results, region: str, year: int) -> Iterator[float]:
    """All response that can be called."""
    for line in firm(results, region, year, ""):
        yield line.usable_gw


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Holding the capability ready, and calling it."""
    data = of_year(results, year)
    down = annual(results, "response_down_gw")
    for name, row in assets(results, "response", year):
        held = number(data["response_capability_gw"], response=name)
        called = number(down, response=name, year=year)
        yield "response", "response", name, year, (held * row["fixed_cost_cny_per_kw_a"]
                                                   + called * row["variable_cost_cny_per_mwh"] / 1000.0)


def checks(results: Results) -> Iterator[Check]:
    """Calls within capability; what is taken off is paid back."""
    data = results.dataset
    yield within("response_within_capability", most(data["response_down_gw"] - data["response_capability_gw"]))
    level = data["response_level_gwh"]
    shifted = (data["response_down_gw"] - data["response_up_gw"]) * data["duration_h"]
    yield Check("response_is_paid_back", most(abs(level - before(results, level) - shifted)), POWER_TOLERANCE_GW, "GWh")
    yield from _virtual_plants(results)


def _virtual_plants(results: Results) -> Iterator[Check]:
    """A day's call within its hours, and its share paid back."""
    gap, over, found = 0.0, 0.0, False
    hours = results.dataset["duration_h"].values
    for year in years(results):
        for name, row in assets(results, "response", year):
            if row["kind"] != "vpp":
                continue
            found, here = True, results.dataset.sel(response=name, year=year)
            down, up = here["response_down_gw"].values * hours, here["response_up_gw"].values * hours
            for blocks in results.axis.windows(HOURS_PER_DAY).values():
                called = float(down[blocks].sum())
                gap = max(gap, abs(float(up[blocks].sum()) - float(row["payback_share"]) * called))
                over = max(over, called - float(row["window_hours"] * here["response_capability_gw"]))
    if found:
        yield Check("vpp_day_is_paid_back", gap, HOURS_PER_DAY * POWER_TOLERANCE_GW, "GWh")
        yield Check("vpp_call_within_hours", over, HOURS_PER_DAY * POWER_TOLERANCE_GW, "GWh")
