"""The why-table over several planning years: which years a kW lives, and the programme cut to one of them.

A kW built in planning year v lives in the planning years in which it stands, and each of them pays its annuity.  Its
account is the mean of the accounts of a kW in those years, weighted as the years are in the objective:

    surplus = sum over y it lives of w_y (margin_y - annuity) / sum of w_y

which is zero for what is built within its limits, as with a single year.  A retrofit lives from its year to the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.model.point import Point
from gridplan.model.vintages import stands
from gridplan.results.why_assets import KINDS, Label
from gridplan.solve.labels import labels
from gridplan.solve.matrix import Problem
from gridplan.solve.myopic import own_cost


class OverYears:
    """What the accounts of why.py must know of the years; with one planning year it changes nothing.

    Attributes:
        own: the programme with what each column costs in its own year alone.
        cost: the same coefficients by the year, undiscounted, million CNY per unit, shape (n_columns,).
    """

    def __init__(self, model: Model, problem: Problem, myopic: bool) -> None:
        self.model, self.myopic = model, myopic
        whole = [problem.row_families[name] for name in model.whole_rows if name in problem.row_families]
        self._whole = np.concatenate(whole) if whole else np.empty(0, dtype=int)
        self.own, self.cost = problem, problem.cost
        if model.is_path:
            found = labels(model, problem)
            self._row_year = found.row_year
            self.own = replace(problem, cost=own_cost(model, problem))
            weight = np.array([model.year_weight[year] for year in model.years])
            self.cost = self.own.cost / weight[np.searchsorted(model.years, found.column_year)]

    def elsewhere(self, year: int, rows: np.ndarray) -> np.ndarray:
        """Which rows are of other planning years, or about several builds together: one GW by itself has none of them;
        shape as ``rows``, of bool."""
        of_several = np.isin(rows, self._whole)
        return of_several | (self._row_year[rows] != year) if self.model.is_path else of_several

    def lived(self, label: Label) -> list[int]:
        """Planning years that a kW of an asset built (or retrofitted) in the label's year lives; what cannot be built
        is looked at in its own year.
        """
        dimension, asset, state, year = label
        if self.myopic or not self.model.is_path or not (state or self._can_be_built(label)):
            return [year]
        later = [one for one in self.model.years if one >= year]
        if state:
            return later
        rows = self.model.rows(KINDS[dimension].table, year)
        return [one for one in later if stands(year, float(rows.loc[asset, "life_years"]), one)]

    def _can_be_built(self, label: Label) -> bool:
        kind = KINDS[label[0]]
        built = self.model.pyomo.find_component(kind.built) if kind.built else None
        key = label[1], label[3]
        return isinstance(built, pyo.Var) and kind.built != kind.capacity and key in built and built[key].ub > 0

    def retrofit_annuities(self, point: Point) -> Iterator[tuple[int, float]]:
        """Column of every state's capacity and the annuity of retrofitting a kW to it, million CNY per GW a year.

        Over several years the money is on the retrofit, not on the capacity in the state; the account needs it there.
        """
        if not self.model.is_path:
            return
        figures = self.model.data.thermal_figures
        capacity = self.model.design.thermal_capacity_gw
        for key, column in zip(capacity.index_set(), point.columns[id(capacity)].tolist(), strict=True):
            yield column, figures[key].retrofit_annuity
