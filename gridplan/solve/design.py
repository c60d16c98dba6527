"""The design of a finished plan, held while the year is dispatched again: in other weather, or to look more closely.

A design is every capacity, build, closure and retrofit that the results name.  Annual outcomes (energy, certificates,
slacks of targets) are no part of it: they follow from the dispatch.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from gridplan.model.frame import Model
from gridplan.solve.certified.crew import Crew, Stopped
from gridplan.solve.certified.dispatch import dispatched, holding, left_out, rounded
from gridplan.solve.certified.partition import month_windows, partition
from gridplan.solve.certified.windows import completed
from gridplan.solve.direct import Progress
from gridplan.solve.matrix import Problem
from gridplan.solve.solver import Solution
from gridplan.solve.verify import Certificate, certify

DISPATCH = "dispatch"

DUST_GW = 1e-4
"""Capacity below which an interior point's plan is read as none: a tenth of a megawatt."""

MOVED_GW = 1e-3
"""A capacity that could be held only so much off its plan is named."""

VARIABLE_OF = {
    "thermal_extended_gw": "extended_gw",
    "renewable_retired_gw": "repowered_gw",
    "renewable_gone_gw": "repowered_gone_gw",
}
"""Design variables that the dataset shows by another name."""

ENERGY_CAPACITIES = ("store_energy_gwh", "store_energy_built_gwh")

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Design:
    """What a plan decided: for each variable of the design by name its members' values, GW (stores' energy: GWh)."""

    values: Mapping[str, Mapping[Key, float]]


def design_of(dataset: xr.Dataset) -> Design:
    """The design that a results dataset shows."""
    found: dict[str, Mapping[Key, float]] = {}
    for given, array in dataset.data_vars.items():
        name = str(given)
        if "time" in array.dims or not (name.endswith("_gw") or name in ENERGY_CAPACITIES):
            continue
        labels = [array[dimension].values.tolist() for dimension in array.dims]
        places = np.argwhere(~np.isnan(array.values))
        found[VARIABLE_OF.get(name, name)] = {
            tuple(label[i] for label, i in zip(labels, place, strict=True)): float(array.values[tuple(place)])
            for place in places.tolist()}
    return Design(found)


def hold(model: Model, problem: Problem, design: Design) -> tuple[Problem, dict[str, Any]]:
    """The programme with a design held, and what run.json is to say of it: where it could not be held as it is.

    The design's own rows are kept to the last digit (an interior point leaves dust), so each value is the nearest that
    keeps them.

    Raises:
        ValueError: if the design says nothing of a capacity of the model, or no design near it keeps the rows.
    """
    plan = _columns_of(model, problem, design)
    cut = partition(model, problem, month_windows(model))
    silent = cut.hourly_design[np.isnan(plan[cut.hourly_design])]
    if len(silent):
        raise ValueError(f"the plan says nothing of {', '.join(_families(problem, silent))}")
    held = np.flatnonzero(~np.isnan(plan))
    near = rounded(cut, plan, Crew("auto", 1, None, _nothing), held, DUST_GW)
    if near is None:
        raise ValueError("no plan near the given one keeps the limits on builds and closures")
    off = np.abs(near[held] - plan[held])
    moved = {family: float(off[np.isin(held, problem.column_families[family])].max())
             for family in _families(problem, held[off > MOVED_GW])}
    return holding(cut, near, held).problem, {"holds_design": {"columns": len(held), "moved": moved}}


def solve_dispatch(model: Model, problem: Problem, tell: Progress, *, threads: int, time_limit_s: float | None,
                   method: str) -> tuple[Solution, Certificate] | None:
    """The dispatch of a programme whose capacities are held (``hold``), proven on its own arrays.

    What hangs on capacity that is not there is left out and its rows priced afterwards.  None where there is no
    optimum, or none that could be proven: the programme is then to be solved as a whole.
    """
    begun = time.perf_counter()
    deadline = None if time_limit_s is None else begun + time_limit_s
    crew = Crew(method, threads, deadline, lambda: tell("solve", method=DISPATCH, seconds=time.perf_counter() - begun))
    cut = partition(model, problem, month_windows(model))
    try:
        found = dispatched(cut, crew)
        if found is None:
            return None
        dual = completed(cut, left_out(cut), found.dual, crew)
    except Stopped:
        return _stopped(problem, time.perf_counter() - begun)
    certificate = certify(problem, found.value, dual)
    solution = Solution("Optimal", True, found.value, dual, time.perf_counter() - begun,
                        found.iterations, DISPATCH)
    return (solution, certificate) if certificate.proven else None


def _columns_of(model: Model, problem: Problem, design: Design) -> np.ndarray:
    """The design as values of columns, NaN where it says nothing, shape (n_columns,)."""
    plan = np.full(problem.shape[1], np.nan)
    for name, values in design.values.items():
        variable = model.design.component(name)
        if variable is None:  # a sum of variables, such as what is used up by replacements
            continue
        for key, column in zip(variable.index_set(), problem.columns[id(variable)].tolist(), strict=True):
            if column >= 0 and key in values:
                plan[column] = values[key]
    return plan


def _families(problem: Problem, columns: np.ndarray) -> list[str]:
    return [name for name, members in problem.column_families.items() if np.isin(columns, members).any()]


def _nothing() -> None:
    """A small programme needs no word of its progress."""


def _stopped(problem: Problem, seconds: float) -> tuple[Solution, Certificate]:
    value, dual = np.zeros(problem.shape[1]), np.zeros(problem.shape[0])
    return Solution("Stopped", False, value, dual, seconds, 0, DISPATCH), certify(problem, value, dual)


__all__ = ["DISPATCH", "Design", "design_of", "hold", "solve_dispatch"]
