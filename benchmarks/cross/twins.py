"""A system stated twice, for gridplan and as a PyPSA network, and what each program finds for it.

oemof-solph is given the network as well (oemof_system.py), so that three programs, each with a formulation of its own,
answer one question.  Costs come back in million of the case's money, capacities in GW (GWh for energy).
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from gridplan.case.case import Case
from gridplan.model.axis import TimeAxis
from tests.support.solved import solve_small

Component = tuple[str, str]
"""Kind and name of a component of a network: ("Generator", "wind")."""


@dataclass(frozen=True)
class Size:
    """One capacity in both statements of a system.

    Attributes:
        ours: variable of gridplan's dataset and the labels that pick one value of it.
        theirs: components of the network whose capacities make it up.
        per_gw: units of the network's capacity for one GW (or GWh) of ours.
    """

    ours: tuple[str, ...]
    theirs: tuple[Component, ...]
    per_gw: float


@dataclass(frozen=True)
class Twin:
    """A system stated twice.

    Attributes:
        name: what it is called in the table.
        case, axis: for gridplan.
        network: makes the PyPSA network; a function, so that PyPSA is imported only where it is asked.
        sizes: capacities to compare, by name.
        money: units of the network's money for a million of the case's.
        constant: what the case's cost has and the network's objective leaves out, million.
        method: way of HiGHS gridplan takes.
    """

    name: str
    case: Case
    axis: TimeAxis
    network: Callable[[], Any]
    sizes: Mapping[str, Size]
    money: float = 1e6
    constant: float = 0.0
    method: str = "simplex"


@dataclass(frozen=True)
class Answer:
    """What a program finds: cost in million, capacities in GW or GWh by name, seconds it took with building."""

    cost: float
    capacity: Mapping[str, float]
    seconds: float


@dataclass(frozen=True)
class Agreement:
    """How far another program's answer lies from gridplan's."""

    ours: Answer
    theirs: Answer
    cost_share: float = field(init=False)
    capacity_gw: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cost_share", abs(self.theirs.cost - self.ours.cost) / abs(self.ours.cost))
        object.__setattr__(self, "capacity_gw", max(
            (abs(self.theirs.capacity[name] - gw) for name, gw in self.ours.capacity.items()), default=0.0))


@contextmanager
def quiet() -> Iterator[None]:
    """Without what other programs log and warn of on the way; their errors still come through."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def gridplan_answer(twin: Twin) -> Answer:
    """Cost and capacities gridplan finds, certified.

    Raises:
        AssertionError: if the point is not feasible or not proven optimal to 1e-7.
    """
    start = time.perf_counter()
    solved = solve_small(twin.case, twin.axis, method=twin.method)
    capacity = {name: solved.value(*size.ours) for name, size in twin.sizes.items()}
    return Answer(solved.cost, capacity, time.perf_counter() - start)


def pypsa_answer(twin: Twin) -> Answer:
    """Cost and capacities PyPSA finds with HiGHS.

    Raises:
        RuntimeError: if its solve does not end optimal.
    """
    start = time.perf_counter()
    with quiet():
        network = twin.network()
        ended = network.optimize(solver_name="highs", include_objective_constant=False, progress=False,
                                 solver_options={"output_flag": False})
    if ended != ("ok", "optimal"):
        raise RuntimeError(f"PyPSA ended {ended} for {twin.name}")
    found = {(kind, name): float(value)
             for kind, table, column in (("Generator", network.generators, "p_nom_opt"),
                                         ("StorageUnit", network.storage_units, "p_nom_opt"),
                                         ("Link", network.links, "p_nom_opt"), ("Store", network.stores, "e_nom_opt"))
             for name, value in table[column].items()}
    return answer_of(twin, float(network.objective), found, time.perf_counter() - start)


def answer_of(twin: Twin, objective: float, found: Mapping[Component, float], seconds: float) -> Answer:
    """An answer in the case's units, from an objective and capacities in the network's."""
    capacity = {name: sum(found.get(component, 0.0) for component in size.theirs) / size.per_gw
                for name, size in twin.sizes.items()}
    return Answer(objective / twin.money + twin.constant, capacity, seconds)
