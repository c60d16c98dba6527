"""What of the weather years' costs is minimised: their expected value, the dearest of them, or the mean of the dearest.

With O_w the operation cost of a planning year in weather year w (probability p_w), the objective holds for each
planning year, in place of the expected operation cost E = sum of p_w O_w,

    expected     E
    worst        (1 - e) R + e E      R >= O_w for every w
    cvar:a       (1 - e) R + e E      R = z + 1 / (1 - a) sum of p_w u_w,   u_w >= O_w - z,   u_w >= 0

where ``cvar:0.8`` is the mean cost of the dearest fifth of the weather (conditional value at risk).  e is one per cent:
without it, nothing would ask a weather year that is not among the dearest to be run at least cost.  Design, targets
and annual accounts are the same in every weather year, so that the risk of the whole cost is that of its operation.

O_w is gathered month by month in columns, so that no row spans a year's hours:

    weather_cost:  operation_million_cny[y, month] = sum over the month's blocks of w_t x hourly rates x operation

(in expected value: the weight of a block holds its weather year's probability).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from gridplan.case.settings import risk_level
from gridplan.model.components import Rows
from gridplan.model.index_sets import by_label
from gridplan.model.shared import Cost

if TYPE_CHECKING:
    from gridplan.model.frame import Model
    from gridplan.model.point import Point
    from gridplan.solve.matrix import Problem

EXPECTED_SHARE = 0.01
"""Share of the expected operation cost in an objective of the dearest weather years."""


def weighs_risk(model: Model) -> bool:
    """Whether more than the expected cost counts: with a single weather year there is nothing to choose."""
    return model.axis.weather_years > 1 and risk_level(model.case.settings.risk) is not None


def measured(costs: Sequence[float], probabilities: Sequence[float], risk: str) -> float:
    """What an objective makes of the costs of the weather years (million CNY each, in order)."""
    values, chances = np.asarray(costs, dtype=float), np.asarray(probabilities, dtype=float)
    expected, level = float(values @ chances), risk_level(risk)
    if level is None or len(values) == 1:
        return expected
    return (1.0 - EXPECTED_SHARE) * _tail(values, chances, level) + EXPECTED_SHARE * expected


def _tail(values: np.ndarray, chances: np.ndarray, level: float) -> float:
    """Mean of the dearest part ``1 - level`` of the costs; the dearest where that is nothing."""
    if level >= 1.0:
        return float(values.max())
    order = np.argsort(-values)
    taken = np.diff(np.minimum(np.cumsum(np.append(0.0, chances[order])), 1.0 - level))
    return float(values[order] @ taken) / (1.0 - level)


def operation_cost(model: Model, hourly: Sequence[Cost]) -> Any:
    """Columns and rows of the operation cost, and what the objective takes of it, as a rule without arguments."""
    m, d = model.pyomo, model.design
    terms = [_term(model, number, cost) for number, cost in enumerate(hourly)]
    bounds = _bounds(model, hourly)
    d.operation_million_cny = pyo.Var(m.YEARS, m.MONTHS, bounds=lambda _b, y, month: bounds[y, month])
    model.limited_by_rows(d.operation_million_cny)
    model.operation.weather_cost = Rows(m.YEARS, m.MONTHS, rule=lambda _b, y, month:
        d.operation_million_cny[y, month] == reduce(add, [term(y, month) for term in terms]))
    # Everybody's cost stands in these rows: they are nobody's own, and pay nothing once the cost is put back.
    model.pays["operation.weather_cost"] = "targets"
    _risk_rows(model, bounds)
    weight = model.param("risk_year_weight", m.YEARS, model.year_weight)
    level = risk_level(model.case.settings.risk)
    risky, mean = 1.0 - EXPECTED_SHARE, EXPECTED_SHARE

    def value() -> Any:
        total = sum(weight[y] * risky * d.operation_at_risk[y] for y in m.YEARS)
        total = total + sum(weight[y] * mean * d.operation_million_cny[y, month] for y in m.YEARS for month in m.MONTHS)
        if level is None or level == 1.0:
            return total
        return total + sum(weight[y] * (risky / (1.0 - level)) * m.probability[w] * d.operation_beyond[y, w]
                           for y in m.YEARS for w in m.WEATHER_YEARS)

    return value


def _term(model: Model, number: int, cost: Cost) -> Any:
    """A rule for one cost in a month of a planning year."""
    m, variable = model.pyomo, cost.variable
    keys = list(cost.index)
    rate = model.param(f"operation_rate_{number}", cost.index, {key: cost.rate.get(key, 0.0) for key in keys})
    shape = model.shapes[str(cost.shape)].rule
    if cost.hours is not None:
        month = model.axis.month_by_weather
        listed: dict[tuple[Any, ...], list[Any]] = {(y, k): [] for y in model.years for k in m.MONTHS}
        for key in cost.hours:
            if key[-1] >= 0:
                listed[model.year_of(key), int(month[key[-1]])].append(key)
        hours = pyo.Set(m.YEARS, m.MONTHS, dimen=cost.hours.dimen, initialize=listed)
        model.data.add_component(f"operation_hours_{number}", hours)
        model.over_blocks(hours)
        return lambda y, k: sum(
            rate[i[:-1]] * m.weight_h[i[-1]] * shape(i[:-1], i[-1]) * variable[i] for i in hours[y, k])
    by_year: dict[int, list[Any]] = {y: [] for y in model.years}
    for key in keys:
        by_year[model.year_of(key)].append(key)
    members = pyo.Set(m.YEARS, dimen=cost.index.dimen, initialize=by_year)
    model.data.add_component(f"operation_members_{number}", members)
    return lambda y, k: sum(
        rate[i] * m.weight_h[t] * shape(i, t) * variable[(*i, t)] for i in members[y] for t in m.blocks_in[k])


def _bounds(model: Model, hourly: Sequence[Cost]) -> dict[tuple[int, int], tuple[float, float]]:
    """Least and most operation cost of a month of a planning year, from the bounds of what it is made of."""
    numbers = model.axis.month_by_weather
    months = list(model.pyomo.MONTHS)
    least = {(y, k): 0.0 for y in model.years for k in months}
    most = dict(least)
    for cost in hourly:
        keys = list(cost.index)
        place = {key: position for position, key in enumerate(keys)}
        values = np.broadcast_to(model.shapes[str(cost.shape)].values, (len(keys), len(model.axis)))
        for key, blocks in _blocks_of(model, cost, keys):
            factor = cost.rate.get(key, 0.0) * model.axis.weight_h[blocks] * values[place[key], blocks]
            ends = [factor * limit for limit in cost.variable.limits(key, blocks)]
            for sums, amounts in ((least, np.minimum(*ends)), (most, np.maximum(*ends))):
                by_month = np.bincount(numbers[blocks], weights=amounts)
                for month in np.unique(numbers[blocks]).tolist():
                    sums[model.year_of(key), month] += float(by_month[month])
    return {where: (least[where] - 1.0, most[where] + 1.0) for where in least}


def _blocks_of(model: Model, cost: Cost, keys: Sequence[Any]) -> Iterator[tuple[Any, np.ndarray]]:
    """Every index of an hourly cost with the blocks its variable exists in."""
    if cost.hours is None:
        yield from ((key, np.arange(len(model.axis))) for key in keys)
        return
    yield from ((label, blocks[blocks >= 0]) for label, (blocks, _places) in by_label(cost.hours).items())


def _risk_rows(model: Model, bounds: Mapping[tuple[int, int], tuple[float, float]]) -> None:
    """The dearest weather year, or the quantile and what lies beyond it."""
    m, d = model.pyomo, model.design
    ends = {y: _year_ends(model, bounds, y) for y in model.years}
    d.operation_at_risk = pyo.Var(m.YEARS, bounds=lambda _b, y: ends[y])
    if risk_level(model.case.settings.risk) == 1.0:
        d.dearest_weather = pyo.Constraint(m.YEARS, m.WEATHER_YEARS, rule=lambda _b, y, w:
            sum(d.operation_million_cny[y, month] for month in m.months_of[w])
            <= m.probability[w] * d.operation_at_risk[y])
        return
    d.operation_beyond = pyo.Var(m.YEARS, m.WEATHER_YEARS, bounds=lambda _b, y, _w: (0.0, ends[y][1] - ends[y][0]))
    d.dearest_weather = pyo.Constraint(m.YEARS, m.WEATHER_YEARS, rule=lambda _b, y, w:
        sum(d.operation_million_cny[y, month] for month in m.months_of[w])
        <= m.probability[w] * d.operation_at_risk[y] + m.probability[w] * d.operation_beyond[y, w])


def _year_ends(model: Model, bounds: Mapping[tuple[int, int], tuple[float, float]], year: int) -> tuple[float, float]:
    """Least and most operation cost of a planning year in any weather year."""
    m = model.pyomo
    sums = [(sum(bounds[year, k][side] for k in m.months_of[w]) / pyo.value(m.probability[w]))
            for w in m.WEATHER_YEARS for side in (0, 1)]
    return min(sums), max(sums)


def price_weights(model: Model, point: Point) -> dict[int, np.ndarray]:
    """By planning year, what a million CNY of operation cost in a block is worth in the objective, shape (n_blocks,):
    the year's weight; where risk counts, more in the weather years that are dear, less in the others."""
    n = len(model.axis)
    if not weighs_risk(model):
        return {year: np.full(n, weight) for year, weight in model.year_weight.items()}
    months = list(model.pyomo.MONTHS)
    # A dual is what a higher right-hand side costs, and a higher one makes more cost of the same operation.
    duals = np.abs(point.dual_of(model.operation.weather_cost)).reshape(len(model.years), len(months))
    place = np.searchsorted(np.array(months), model.axis.month_by_weather)
    return {year: duals[number][place] for number, year in enumerate(model.years)}


def at_effective_costs(model: Model, problem: Problem, point: Point) -> tuple[Problem, Point]:
    """The programme with what operation costs in the objective put back on the columns that cause it, and the point
    without the duals of the rows that gathered it: the same prices, as if the weather years had been weighed so from
    the first."""
    if not weighs_risk(model):
        return problem, point
    rows = point.rows[id(model.operation.weather_cost)]
    gathering = np.zeros(len(point.dual))
    gathering[rows] = point.dual[rows]
    cost = problem.cost - problem.matrix.T @ gathering
    cost[point.columns[id(model.design.operation_million_cny)]] = 0.0
    return replace(problem, cost=cost), replace(point, dual=point.dual - gathering)


__all__ = ["EXPECTED_SHARE", "at_effective_costs", "measured", "operation_cost", "price_weights", "weighs_risk"]
