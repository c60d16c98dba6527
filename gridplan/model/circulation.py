"""The guard against energy burnt on its way: what circulates between regions loses energy, and makes no green energy.

Power sent to a neighbour and sent back arrives less its losses.  A surplus of wind could so be "used" on the wires,
and fill a quota or a utilisation floor that counts generation.  A link lies on a circuit when the power can return to
its sender over links, or emergency support, between regions of the case; one whose flow is fixed by its curve carries
no circulation.  What all links of a circuit lose is taken off the left side of every row that takes the storage loss
off, in each region the circuit touches:

    burnt = storage loss + sum over the links of its circuits of loss x (sent - what it must send)     GWh a year

Circulating one unit more makes a region generate just what the circuit loses, and takes the same off: the gain is
nothing.  The guard is stricter than the official count by the loss of the exchange itself; the quota account shows
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

Edge = tuple[str, str, str, str]
"""Table ("links" or "emergency_support"), key, sending and receiving region."""


def circuits(case: Case, year: int, region: str) -> list[Edge]:
    """The links and supports on whose circuits a region lies."""
    edges = [*_edges(case.rows("links", year), "links"),
             *_edges(case.rows("emergency_support", year), "emergency_support")]
    reach = {place: _reachable(edges, place) for place in {end for edge in edges for end in edge[2:]}}
    together = {place for place in reach.get(region, set()) if region in reach[place]}
    return [edge for edge in edges if edge[2] in together and edge[3] in together]


def _edges(rows: pd.DataFrame, table: str) -> list[Edge]:
    inside = rows[(rows["from"] != OUTSIDE) & (rows["to"] != OUTSIDE)]
    if table == "links":
        moves = (inside["mode"] != "profile") | (inside["profile_tolerance_share"] > 0) | (inside["build_max_gw"] > 0)
        inside = inside[moves]
    return [(table, str(key), str(row["from"]), str(row["to"])) for key, row in inside.iterrows()]


def _reachable(edges: list[Edge], start: str) -> set[str]:
    """Regions power from a region can reach."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        ahead = {end for _table, _key, begin, end in edges if begin == here} - found
        found |= ahead
        waiting += ahead
    return found


def forced_gwh(case: Case, table: str, key: str, year: int, hours: float) -> float:
    """Energy a link must send whatever the plan, GWh in ``hours``: its least flow, or its least energy of the year."""
    if table != "links":
        return 0.0
    row = case.rows("links", year).loc[key]
    capacity, contracts = float(row["capacity_gw"]), case.rows("link_contracts", year)
    least = [float(row["min_flow_share"]) * capacity * hours, float(row["energy_min_twh"]) * 1000.0]
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
