"""Load and heat left unserved, and power nobody can use: how much, and whether a plan may leave so much.

A plan of the certified method stands within a proven gap of the least cost and may leave a hundred-thousandth of the
load unserved (docs/solving.md); such an amount is told in a unit that shows it, and is no miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import xarray as xr

from gridplan.results.ledger import annual
from gridplan.results.report_units import number, significant, unit
from gridplan.results.types import Results

TOLERANCE_GWH = 1e-3
SHARE = 1e-5
"""Share of the load a certified plan may leave unserved, within its gap: blocks average the scarcest hours away."""

CERTIFIED = "certified"
VARIABLES = {"unserved": "unserved_gw", "excess": "excess_gw", "unserved_heat": "heat_unserved_gw"}
NOTABLE_GW = 1e-4
"""Power from which an hour counts as one with load unserved."""


@dataclass(frozen=True)
class Shortage:
    """Energy of a year, of all regions and planning years: kind (key of ``VARIABLES``), GWh, its share of the load
    (heat: of the heat demand), and whether a plan solved to a gap may leave so much.
    """

    kind: str
    energy_gwh: float
    share: float
    tolerated: bool


def tolerance_gwh(data: xr.Dataset, run: dict[str, Any]) -> float:
    """How much energy a plan may leave unserved and still count as solved, GWh a year."""
    if run.get("solver", {}).get("method") != CERTIFIED:
        return TOLERANCE_GWH
    return max(TOLERANCE_GWH, SHARE * float((data["demand_gw"] * data["weight_h"]).sum()))


def shortages(results: Results) -> list[Shortage]:
    """What is left unserved or unusable, where it is more than a trace (1 MWh)."""
    most = tolerance_gwh(results.dataset, results.run)
    found = []
    for kind, variable in VARIABLES.items():
        energy = float(annual(results, variable).sum()) if variable in results.dataset else 0.0
        if energy > TOLERANCE_GWH:
            asked = "heat_demand_gw" if kind == "unserved_heat" else "demand_gw"
            load = float(annual(results, asked).sum())
            found.append(Shortage(kind, energy, energy / load if load else 0.0, energy <= most))
    return found


def energy_text(energy_gwh: float, lang: str) -> str:
    """An amount of energy in the unit that shows it: 亿千瓦时 or TWh, else 万千瓦时 or GWh, to three figures."""
    large, small = unit("energy", lang), unit("store", lang)
    if float(large.text(energy_gwh).replace(",", "")) >= 10.0 ** (1 - large.digits):
        return large.with_name(energy_gwh)
    return f"{significant(energy_gwh * small.factor)} {small.name}"


def share_text(share: float) -> str:
    """A share of the load in percent, to as many decimals as show it."""
    return f"{number(100.0 * share, 1)} %" if share >= 1e-3 else f"{significant(100.0 * share, 2)} %"


__all__ = ["NOTABLE_GW", "Shortage", "energy_text", "share_text", "shortages", "tolerance_gwh"]
