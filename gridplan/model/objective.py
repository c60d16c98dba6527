"""The objective: yearly cost of the plan, every term registered by the subject it belongs to.

    minimise  sum over years of  weight_y x ( sum of design rates x design variables
                                              + sum over blocks of w_t x hourly rates x shape_t x operation variables )

in million CNY of the price year (over several weather years the sums over blocks are expected values, or what risk.py
makes of them), weights as in economics.year_weights; what is built is paid for in every planning
year in which it stands (vintages.py), so that a path of years sums over them.  Capacity prices, line tariffs and other
transfers are not costs and never appear here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from gridplan.model import risk
from gridplan.model.frame import Model
from gridplan.model.point import Point
from gridplan.model.shared import Cost

COST_COLUMNS = ["term", "subject", "asset", "region", "year", "million_cny"]


def build(model: Model) -> None:
    """Put the objective on the model: one sum for each variable and shape, over a parameter of the merged rates."""
    risky = risk.weighs_risk(model)
    groups: dict[tuple[int, str | None], list[Cost]] = {}
    for cost in model.costs:
        if risky and cost.shape is not None:
            continue
        groups.setdefault((id(cost.variable), cost.shape), []).append(cost)
    sums = [_sum(model, f"cost_rate_{number}", costs) for number, costs in enumerate(groups.values())]
    if risky:
        sums.append(risk.operation_cost(model, [cost for cost in model.costs if cost.shape is not None]))
    model.pyomo.cost_million_cny = pyo.Objective(rule=lambda _m: sum(part() for part in sums))


def _sum(model: Model, name: str, costs: list[Cost]) -> Any:
    """A rule for the sum of one variable's costs of one shape."""
    first = costs[0]
    merged = {key: sum(cost.rate.get(key, 0.0) * _weight(model, cost, key) for cost in costs) for key in first.index}
    rate = model.param(name, first.index, merged)
    variable, m = first.variable, model.pyomo
    if first.shape is None:
        return lambda: sum(rate[i] * variable[i] for i in first.index)
    shape = model.shapes[first.shape].rule
    if first.hours is not None:
        return lambda: sum(
            rate[i[:-1]] * m.weight_h[i[-1]] * shape(i[:-1], i[-1]) * variable[i] for i in first.hours)
    return lambda: sum(
        rate[i] * m.weight_h[t] * shape(i, t) * variable[(*i, t)] for i in first.index for t in m.BLOCKS)


def years_paid(model: Model, cost: Cost, key: tuple[Any, ...]) -> Mapping[int, float]:
    """Planning years in which an index of a cost is paid, and the share of its rate that each pays."""
    return {model.year_of(key): 1.0} if cost.paid is None else cost.paid[key]


def _weight(model: Model, cost: Cost, key: tuple[Any, ...]) -> float:
    """Discounted years in which an index of a cost is paid."""
    return sum(share * model.year_weight[year] for year, share in years_paid(model, cost, key).items())


def cost_lines(model: Model, point: Point) -> Iterator[tuple[Cost, tuple[Any, ...], int, float]]:
    """Every cost of the plan by the index of its variable and the year that pays it, million CNY a year, undiscounted.
    """
    for cost in model.costs:
        keys = list(cost.index)
        if not keys:
            continue
        rates = np.array([cost.rate.get(key, 0.0) for key in keys])
        if cost.shape is None:
            amounts = rates * point.array(cost.variable)
        else:
            hourly = (point.hourly(cost.variable) if cost.hours is None
                      else point.hours_of(cost.variable, cost.hours, keys))
            weighted = hourly * model.shapes[cost.shape].values * model.axis.weight_h
            amounts = rates * weighted.sum(axis=1)
        for key, amount in zip(keys, amounts.tolist(), strict=True):
            for year, share in years_paid(model, cost, key).items():
                yield cost, key, year, share * amount


def cost_table(model: Model, point: Point) -> pd.DataFrame:
    """Cost of the plan term by term, undiscounted: term, subject, asset, region, year, million_cny.

    Multiplied by the years' weights they add up to the objective.
    """
    region_of = _regions(model)
    rows: list[tuple[Any, ...]] = [
        (cost.term, cost.subject, key[0], region_of(cost.subject, key), year, amount)
        for cost, key, year, amount in cost_lines(model, point)
    ]
    table = pd.DataFrame(rows, columns=COST_COLUMNS)
    return table.groupby(COST_COLUMNS[:-1], as_index=False, sort=False)["million_cny"].sum()


def _regions(model: Model) -> Any:
    """Region an asset's cost belongs to, as its subject says."""

    def region_of(subject: str, key: tuple[Any, ...]) -> str:
        if subject == "region":
            return str(key[0])
        if subject == "policy":
            return str(model.rows("policies", model.year_of(key)).loc[key[0], "region"])
        assets = model.asset_classes[subject]
        return assets.region_of(model.rows(assets.table, model.year_of(key)).loc[key[0]], model.regions)

    return region_of
