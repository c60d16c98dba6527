"""The guard against energy burnt on its way: what circulates between regions loses energy, and makes no green energy.

Power sent to a neighbour and sent back arrives less its losses.  A surplus of wind could so be "used" on the wires,
and fill a quota or a utilisation floor that counts generation.  A link lies on a circuit when the power can return to
its sender over links, or emergency support, between regions of the case; one whose flow is fixed by its curve carries
no circulation.  What all links of a circuit lose is taken off the left side of every row that takes the storage loss
off, in each region the circuit touches:

    burnt = storage loss + sum over the links of its circuits of loss x (sent - what it must send)     GWh a year

Circulating one unit more makes a region generate just what the circuit loses, and takes the same off: the gain is
nothing.  A country's interfaces all lie on one circuit; were every loss of it taken off in every province, a small one
would answer for the exchange of the whole.  So each region answers for the circuits of up to four links it lies on, and
of longer ones for its own links: there too every link is charged at both its ends, and the sum over the regions never
gains.  The guard is stricter than the official count by the loss of the exchange itself; the quota account shows
both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridplan.model.accounts import annual
from gridplan.model.frame import Model
from gridplan.model.links import OUTSIDE, sent_gwh
from gridplan.model.support import called_gwh

if TYPE_CHECKING:
    import pandas as pd

    from gridplan.case.case import Case

MOST_LINKS = 4
"""Links of the longest circuit all of which is charged to each region on it."""

Edge = tuple[str, str, str, str]
"""Table ("links" or "emergency_support"), key, sending and receiving region."""


def circuits(case: Case, year: int, region: str) -> list[Edge]:
    """The links and supports of the circuits of at most ``MOST_LINKS`` links on which a region lies, and of longer ones
    those that begin or end there."""
    edges = [*_edges(case.rows("links", year), "links"),
             *_edges(case.rows("emergency_support", year), "emergency_support")]
    there = reached_from(region, [(begin, end) for _table, _key, begin, end in edges])
    back = reached_from(region, [(end, begin) for _table, _key, begin, end in edges])
    return [edge for edge in edges if edge[2] in there and edge[3] in back
            and (region in edge[2:] or there[edge[2]] + 1 + back[edge[3]] <= MOST_LINKS)]


def _edges(rows: pd.DataFrame, table: str) -> list[Edge]:
    inside = rows[(rows["from"] != OUTSIDE) & (rows["to"] != OUTSIDE)]
    if table == "links":
        moves = (inside["mode"] != "profile") | (inside["profile_tolerance_share"] > 0) | (inside["build_max_gw"] > 0)
        inside = inside[moves]
    return [(table, str(key), str(begin), str(end))
            for key, begin, end in zip(inside.index, inside["from"], inside["to"], strict=True)]


def reached_from(start: str, steps: list[tuple[str, str]]) -> dict[str, int]:
    """Fewest links over which power from a region reaches every region it can; 0 to itself."""
    found, waiting = {start: 0}, [start]
    while waiting:
        here = waiting.pop(0)
        for begin, end in steps:
            if begin == here and end not in found:
                found[end] = found[here] + 1
                waiting.append(end)
    return found


def forced_gwh(case: Case, table: str, key: str, year: int, hours: float) -> float:
    """Energy a link must send whatever the plan, GWh in ``hours``: its least flow, or its least energy of the year.

    A least flow binds a dispatched link only; one on a curve keeps the curve.
    """
    if table != "links":
        return 0.0
    row = case.rows("links", year).loc[key]
    capacity, contracts = float(row["capacity_gw"]), case.rows("link_contracts", year)
    least = [float(row["min_flow_share"]) * capacity * hours if row["mode"] == "free" else 0.0,
             float(row["energy_min_twh"]) * 1000.0]
    if key in contracts.index:
        least.append(float(contracts.loc[key, "hours_min"]) * capacity)
    return max(amount for amount in least if amount == amount)


def circulation_loss_gwh(model: Model, region: str, year: int) -> Any:
    """What the circuits a region lies on lose in a year, GWh, as an expression of the design side."""
    lost: Any = 0.0
    for table, key, _start, _end in circuits(model.case, year, region):
        share = float(model.rows(table, year).loc[key, "loss_share"])
        forced = forced_gwh(model.case, table, key, year, sum(model.month_hours.values()))
        lost = lost + share * ((sent_gwh if table == "links" else called_gwh)(model, key, year) - forced)
    return lost


def burnt_gwh(model: Model, region: str, year: int) -> Any:
    """Energy lost in stores and in circuits, which makes no green energy, GWh; the caller wants ``storage_loss``."""
    return annual(model, "storage_loss", region, year) + circulation_loss_gwh(model, region, year)
