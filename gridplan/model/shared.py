"""What subjects hand to one another through the shared lists of the model: costs, capacities, credits, policy rows.

The lists themselves are on ``Model`` (frame.py).  Units inside: GW, GWh, kt, million CNY, hours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

if TYPE_CHECKING:
    from gridplan.model.point import Point

Expression = Any
"""A Pyomo expression, or a number."""

PER_HOUR = "per_hour"
"""Name of the shape of a cost that is the same in every hour."""

BlockRule = Callable[[str, int, int], Expression]
"""(region, year, block) to an expression; called with Pyomo's template indices."""

OutputChange = Callable[["Point"], Mapping[tuple[Any, ...], np.ndarray]]
"""(point) to what a lever adds to the net output of (cohort, state, year), GW, shape (n_blocks,)."""


@dataclass(frozen=True)
class CohortCredit:
    """What a lever adds to the fuel for power (kt) and the net generation (GWh) of (cohort, year) in a month."""

    fuel: Callable[[str, int, int], Expression]
    net: Callable[[str, int, int], Expression]


@dataclass(frozen=True)
class Cost:
    """A cost per unit of a variable.

    Attributes:
        term: what the money is for (fuel, capital, ...), as in the cost table.
        subject: dimension of the dataset the assets belong to (cohort, store, ...).
        variable: Pyomo variable, indexed by ``index`` or by ``index`` and block.
        index: Pyomo set of the variable's index without the block.
        rate: million CNY per unit and index, undiscounted.
        shape: None for a design variable; else the name of the shape in time that multiplies the block's weight.
        hours: Pyomo set of the (index, block) the variable exists in, where that is not every block.
        paid: for each index, the planning years that pay the rate and the share of it they pay; None: its own year.
    """

    term: str
    subject: str
    variable: pyo.Var
    index: pyo.Set
    rate: Mapping[tuple[Any, ...], float]
    shape: str | None = None
    hours: pyo.Set | None = None
    paid: Mapping[tuple[Any, ...], Mapping[int, float]] | None = None


@dataclass(frozen=True)
class Shape:
    """How an hourly cost varies in time: (index, block) to a Pyomo expression, and the same numbers as an array.

    ``values`` has shape (n_blocks,) where it is the same for every index, else (n_index, n_blocks).
    """

    rule: Callable[[tuple[Any, ...], int], Expression]
    values: np.ndarray


@dataclass(frozen=True)
class Capacity:
    """Installed capacity (GW) of one technology in a region and year, for the policies that count it."""

    region: str
    year: int
    technology: str
    power_gw: Expression
    energy_gwh: Expression = 0.0


@dataclass
class PolicyRow:
    """A policy target written as a row of the problem, with its priced slack.

    Attributes:
        key: (policy, year).
        rows: the Pyomo constraints (design side); the target is missed by the worst of them.
        slack: the slack variable.
        row_unit: unit of the row, in which slack and dual come out (GW, GWh, kt, ...).
        slack_price: million CNY per row unit.
        stating: how many of the rows, from the first, hold the target's value; their duals price it.
    """

    key: tuple[str, int]
    rows: list[pyo.Constraint]
    slack: pyo.Var
    row_unit: str
    slack_price: float
    stating: int
