"""What circulates between regions, from the results: the loss the binding counts take off, and net exchange."""

from __future__ import annotations

from gridplan.model.bases import counted_regions
from gridplan.model.circulation import circuits, forced_gwh
from gridplan.results.ledger import annual, number
from gridplan.results.types import Results, kept

_FLOW = {"links": ("link_flow_gw", "link"), "emergency_support": ("support_called_gw", "support")}


def sent_gwh(results: Results, table: str, key: str, year: int) -> float:
    """Energy sent over a link, or called of an emergency support, in a year, GWh."""
    variable, dimension = _FLOW[table]
    return number(annual(results, variable), **{dimension: key, "year": year})


@kept
def circulation_loss_gwh(results: Results, region: str, year: int) -> float:
    """What all links lose on whose circuits a region lies beyond what they must send, GWh."""
    hours = float(results.dataset["weight_h"].sum())
    return sum(float(results.case.rows(table, year).loc[key, "loss_share"])
               * (sent_gwh(results, table, key, year) - forced_gwh(results.case, table, key, year, hours))
               for table, key, _start, _end in circuits(results.case, year, region))


@kept
def exchange_gwh(results: Results, region: str, year: int) -> tuple[float, float]:
    """Energy received and sent over the border of a region with the supply bases on its ground, by links and emergency
    support, GWh, each net of what circuits take or bring back.
    """
    ground = counted_regions(results.case, region)
    back = {edge[:2] for edge in circuits(results.case, year, region)}
    received = sent = 0.0
    for table in _FLOW:
        for key, row in results.case.rows(table, year).iterrows():
            enters, leaves = row["to"] in ground, row["from"] in ground
            if enters == leaves:
                continue
            energy, circles = sent_gwh(results, table, str(key), year), (table, str(key)) in back
            arrives = energy * (1.0 - row["loss_share"])
            if enters:
                received += arrives
                sent -= arrives if circles else 0.0
            else:
                sent += energy
                received -= energy if circles else 0.0
    return received, sent
