"""The energy balance around the power system must be able to hold the electricity the case uses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from gridplan.case.problems import Problem, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.tables import TypedTable

HEAT_CONTENT_G_PER_KWH = 122.9
"""Coal of the heat content of a kWh: the least a kWh can count for (1 kWh = 0.1229 kgce)."""


def check_energy_account(tables: Mapping[str, TypedTable], years: Sequence[int]) -> Iterator[Problem]:
    """Faults of the table `energy_account`: a total below the electricity it must include."""
    account, demand = tables["energy_account"], tables["demand"]
    for year in years:
        used = {str(cells["region"]): float(cells["energy_twh"]) for _row, cells in in_force(demand, year)}
        for row, cells in in_force(account, year):
            energy, total = used.get(str(cells["region"]), math.nan), float(cells["total_energy_mtce"])
            power = energy * HEAT_CONTENT_G_PER_KWH / 1000.0
            if total < power:
                yield problem("energy_below_power", account.place(row, "total_energy_mtce"), total,
                              year=year, energy=f"{energy:g}", power=f"{power:.3g}", rate=HEAT_CONTENT_G_PER_KWH)
