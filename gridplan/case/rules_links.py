"""Rules of channels and contracts: their ends, their energy and what their mode uses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from gridplan.case.problems import Problem, problem
from gridplan.case.raw import RawSeries
from gridplan.case.slips import slip_hint
from gridplan.case.tables import TypedTable
from gridplan.library.units import HOURS_PER_YEAR

ENERGY_TOLERANCE = 1e-6
ONLY_IN_PROFILE_MODE = ("profile", "profile_tolerance_share", "energy_twh")
ONLY_IN_FREE_MODE = ("min_flow_share",)
LEAST_PRICE_CNY_PER_MWH, MOST_PRICE_CNY_PER_MWH = 10.0, 2000.0
"""Between which a price lies; less was meant in another unit."""


def check_links(links: TypedTable, series: Mapping[str, RawSeries]) -> Iterator[Problem]:
    """Every fault within the rows of the table of links."""
    for row, cells in links.records():
        if cells["from"] and cells["from"] == cells["to"]:
            yield problem("link_ends_equal", links.place(row, "to"), cells["to"])
        yield from _energy(links, row, cells)
        yield from _mode(links, row, cells)
        yield from _shape(links, row, cells, series)
        yield from _outside(links, row, cells)


def _energy(links: TypedTable, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    """Annual energies against what the capacity can carry in 8760 hours (TWh)."""
    capacity = cells["capacity_gw"] + cells["build_max_gw"]
    most = capacity * HOURS_PER_YEAR / 1000
    for column in ("energy_twh", "energy_min_twh"):
        if cells[column] > most * (1 + ENERGY_TOLERANCE):
            hint = slip_hint(float(cells[column]), most / 20, most, "TWh")
            place = links.place(row, column)
            yield problem("link_energy_too_high", place, float(cells[column]), most=f"{most:g}", **hint)
    if cells["mode"] == "free":
        least = cells["min_flow_share"] * cells["capacity_gw"] * HOURS_PER_YEAR / 1000
        if least > cells["energy_max_twh"]:
            words = {"lower": "min_flow_share x capacity x 8760 h", "low": f"{least:g} TWh"}
            words |= {"upper": "energy_max_twh", "high": f"{cells['energy_max_twh']:g}"}
            place = links.place(row, "min_flow_share")
            yield problem("lower_above_upper", place, float(cells["min_flow_share"]), **words)


def _mode(links: TypedTable, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    mode = str(cells["mode"])
    unscheduled = math.isnan(cells["energy_twh"]) and (row, "energy_twh") not in links.bad
    if mode == "profile" and unscheduled and (row, "profile") not in links.given:
        yield problem("link_no_schedule", links.place(row, "energy_twh"))
    idle = ONLY_IN_PROFILE_MODE if mode == "free" else ONLY_IN_FREE_MODE if mode == "profile" else ()
    for column in idle:
        if (row, column) in links.given and cells[column] != 0:
            yield problem("link_value_unused", links.place(row, column), cells[column], mode=mode)


def _shape(
    links: TypedTable, row: int, cells: dict[str, Any], series: Mapping[str, RawSeries]
) -> Iterator[Problem]:
    """A planner's curve scaled to the annual energy must fit under the capacity."""
    one = series.get(str(cells["profile"])) if (row, "profile") in links.given else None
    if (
        one is None
        or cells["mode"] != "profile"
        or math.isnan(cells["energy_twh"])
        or cells["build_max_gw"] > 0
    ):
        return
    # A contract delivers its energy in every weather year.
    sums = [float(part.values.sum()) for part in one.years]
    if min(sums) <= 0 or not cells["capacity_gw"] > 0:
        return
    steepest = max(float(part.values.max()) / total for part, total in zip(one.years, sums, strict=True))
    needed = cells["energy_twh"] * 1000 * steepest * (1 - cells["profile_tolerance_share"])
    if needed > cells["capacity_gw"] * (1 + ENERGY_TOLERANCE):
        place = links.place(row, "energy_twh")
        details = {"profile": one.name, "needed": f"{needed:.4g}", "capacity": f"{cells['capacity_gw']:g}"}
        yield problem("link_curve_too_high", place, float(cells["energy_twh"]), **details)


def _outside(links: TypedTable, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    """Columns that count only for contracts with the outside, or only for imports."""
    ends = (cells["from"], cells["to"])
    price = float(cells["price_cny_per_mwh"])
    if 0 < price < LEAST_PRICE_CNY_PER_MWH:
        hint = slip_hint(price, LEAST_PRICE_CNY_PER_MWH, MOST_PRICE_CNY_PER_MWH, "CNY/MWh")
        yield problem("link_price_slip", links.place(row, "price_cny_per_mwh"), price, **hint)
    if cells["price_cny_per_mwh"] > 0 and all(ends) and "outside" not in ends:
        yield problem(
            "link_price_inside", links.place(row, "price_cny_per_mwh"), float(cells["price_cny_per_mwh"])
        )
    for column in ("green_share", "green_hydro_share"):
        if cells[column] > 0 and all(ends) and cells["from"] != "outside":
            yield problem("link_green_unused", links.place(row, column), float(cells[column]))
