"""Figures of a channel against the row of the library of the same name, and energy from or to the outside for nothing.

All are reminders: a contract may have been agreed anew.  Capacity is held against it in `rules_fleet.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gridplan.case.problems import Problem, problem
from gridplan.case.slips import slip_hint
from gridplan.case.tables import TypedTable
from gridplan.library.fleet import known_channel

OUTSIDE, PRICE = "outside", "price_cny_per_mwh"
LOSS_TIMES, PRICE_TIMES = 1.6, 2.0
ENERGY_TIMES = 1.25
"""Times the most, or a part of the least, energy known of the channel for each of its gigawatts."""
GREEN_APART = 0.3
"""Of green shares of an import: they are agreed, and agreed anew, but wind is not taken for water by intent."""
MEANT = {"fix_en": "pass over this if it is meant", "fix_zh": "如属有意可忽略"}


class Band(NamedTuple):
    """A column of links with the figure known of the channel, and between what bounds no question is raised."""

    column: str
    known: float
    low: float
    high: float
    shown: str
    unit: str


def check_channels(links: TypedTable) -> Iterator[Problem]:
    """A reminder for each figure far from that of the channel of the same name, or that is another channel's, and for
    each yes, no or choice that is another."""
    found = [(row, cells, known_channel(str(cells["name_zh"]), str(cells["name_en"])))
             for row, cells in links.records()]
    named = [(row, cells, channel) for row, cells, channel in found if channel is not None]
    bands = {row: _bands(cells, channel) for row, cells, channel in named}
    for row, cells, channel in named:
        for band in bands[row]:
            value, place = float(cells[band.column]), links.place(row, band.column)
            if (row, band.column) not in links.given or not value > 0:
                continue
            other = next((str(cell["link"]) for line, cell, _ in named if line != row
                          for one in bands[line] if one.column == band.column and one.known == value), "")
            if not band.low <= value <= band.high:
                yield problem("channel_differs", place, value, known=band.shown,
                              **slip_hint(value, band.low, band.high, band.unit))
            elif other and value != band.known:
                yield problem("channel_of_another", place, value, known=band.shown, other=other)
        yield from _choices(links, row, cells, channel)


def check_prices(tables: Mapping[str, TypedTable]) -> Iterator[Problem]:
    """A reminder for each contract with the outside of which the price is left blank."""
    for name in ("links", "emergency_support"):
        result = tables[name]
        for row, cells in result.records():
            blank = (row, PRICE) not in result.given and (row, PRICE) not in result.bad
            if blank and (cells["from"] == OUTSIDE) != (cells["to"] == OUTSIDE):
                yield problem("price_open", result.place(row, PRICE))


def _bands(cells: Mapping[str, Any], channel: Mapping[str, Any]) -> list[Band]:
    """What figures of a row are held against; energy for the capacity it has, a price only of the outside."""
    loss = float(channel["loss_share"])
    found = [Band("loss_share", loss, loss / LOSS_TIMES, loss * LOSS_TIMES, f"{loss:g}", "share")]
    if OUTSIDE in (cells["from"], cells["to"]):
        way = "landed" if cells["from"] == OUTSIDE else "sending"
        price = float(channel[f"{way}_price_cny_per_mwh"])
        found.append(Band(PRICE, price, price / PRICE_TIMES, price * PRICE_TIMES, f"{price:g} CNY/MWh", "CNY/MWh"))
    part = float(cells["capacity_gw"]) / float(channel["capacity_gw"])
    if part > 0:
        least, most = (part * float(channel[name]) for name in ("energy_low_twh", "energy_high_twh"))
        found.append(Band("energy_twh", float(channel["energy_twh"]), least / ENERGY_TIMES, most * ENERGY_TIMES,
                          f"{least:g}-{most:g} TWh", "TWh"))
    return found


def _choices(
    links: TypedTable, row: int, cells: Mapping[str, Any], channel: Mapping[str, Any]
) -> Iterator[Problem]:
    """Whether the channel is a new one; of an import its green shares, and who is credited with the green energy."""
    new, given = channel["new_channel"] == "yes", bool(cells["new_channel"])
    if new != given and (row, "new_channel") not in links.bad:
        words = ("yes", "no") if given else ("no", "yes")
        yield problem("channel_differs", links.place(row, "new_channel"), words[0], known=words[1], **MEANT)
    if cells["from"] != OUTSIDE:
        return
    credit = str(channel["green_credit"])
    if cells["green_share"] > 0 and cells["green_credit"] not in ("", credit):
        yield problem("channel_differs", links.place(row, "green_credit"), cells["green_credit"], known=credit, **MEANT)
    for column in ("green_share", "green_hydro_share"):
        known, value = float(channel[column]), float(cells[column])
        if abs(value - known) > GREEN_APART and (row, column) not in links.bad:
            yield problem("channel_differs", links.place(row, column), value, known=f"{known:g}", **MEANT)


__all__ = ["check_channels", "check_prices"]
