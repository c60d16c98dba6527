"""The power balance, which knows no technology: what subjects inject and withdraw must meet the grid load.

    balance:  sum of injections - sum of withdrawals = grid load        GW, every region, year and block

Its dual, divided by the block's weight and the year's, is the price of energy.
"""

from __future__ import annotations

import numpy as np

from gridplan.model.components import Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.risk import price_weights


def operation(model: Model) -> None:
    """One row for each region, year and block, from the lists the subjects filled."""
    m, op, data = model.pyomo, model.operation, model.data
    op.balance = Rows(
        data.REGION_YEARS, m.BLOCKS, rule=lambda _b, r, y, t:
        sum(rule(r, y, t) for rule in model.injections) - sum(rule(r, y, t) for rule in model.withdrawals)
        == data.demand_gw[r, y, t])
    model.pays["operation.balance"] = "energy"


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Price of energy, CNY/MWh: what one more MWh of grid load in the block would cost."""
    keys = list(model.data.REGION_YEARS)
    worth = price_weights(model, point)
    weights = model.axis.weight_h * np.array([worth[y] for _r, y in keys])
    million_cny_per_gwh = point.hourly_dual(model.operation.balance) / weights
    prices = dict(zip(keys, million_cny_per_gwh * 1000.0, strict=True))
    return {"price_cny_per_mwh": point.table(("region", "year", "time"), prices)}
