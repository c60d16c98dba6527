"""One file per subject of the power system: what its assets bring into the accounts, worked out from the labelled
results and the case tables alone.

A file may offer any of

    flows(results, year)                    power in the balances            Iterator[Flow]
    holdings(results, year)                 capacity                         Iterator[Holding]
    firm(results, region, year, season)     power at the season's peak       Iterator[Firm]
    costs(results, year)                    cost, worked out again           Iterator[CostLine]
    callable_gw(results, region, year)      response at the year's peak, GW  Iterator[float]
    peaking(results, region, year)          regulation it adds, GW           Iterator[float]
    fuel_lines(results, year)               fuel and CO2 beyond the states'  Iterator[FuelLine]
    checks(results)                         what must hold of its values     Iterator[Check]
    USE_COLUMNS                             columns of the dispatch that take power
    TERM_TECHNOLOGY                         cost term to the technology it is recovered by, where the asset has several

Dispatch, balances, capacity, cost recovery, the recomputed cost and the checks add up what the files give; a new
subject is a new file and its name in ``SUBJECTS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gridplan.results.subjects import (
    certificates,
    connection,
    contracts,
    demand,
    electrolysers,
    emergency_reserve,
    excess_trade,
    heat,
    heat_at_peak,
    hybrid_pumps,
    life_extension,
    links,
    loads,
    operating_reserve,
    policies,
    quota,
    renewables,
    replacement,
    repowering,
    reservoirs,
    response,
    stores,
    support,
    thermal,
    vehicle_to_grid,
)

SUBJECTS = (
    thermal,
    life_extension,
    emergency_reserve,
    replacement,
    renewables,
    repowering,
    connection,
    reservoirs,
    hybrid_pumps,
    links,
    stores,
    response,
    loads,
    vehicle_to_grid,
    electrolysers,
    heat,
    heat_at_peak,
    contracts,
    support,
    operating_reserve,
    demand,
    quota,
    certificates,
    excess_trade,
    policies,
)
"""In the order in which the accounts show them."""

USE_COLUMNS = frozenset(column for subject in SUBJECTS for column in getattr(subject, "USE_COLUMNS", ()))

TERM_TECHNOLOGY = {term: technology for subject in SUBJECTS
                   for term, technology in getattr(subject, "TERM_TECHNOLOGY", {}).items()}


def collect(what: str, *arguments: Any) -> Iterator[Any]:
    """Everything the subjects give under a name of the contract."""
    for subject in SUBJECTS:
        give = getattr(subject, what, None)
        if give is not None:
            yield from give(*arguments)
