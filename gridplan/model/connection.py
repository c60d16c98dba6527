"""What local networks take of distributed plants (分布式光伏接网承载力), and reinforcing them.

With what the network takes today c (GW) and reinforcement b, for each class of plants with a row:

    connection_capacity:  C = c + b still standing,  b <= most
    connection_limit:     p_t <= C          net output; what the network cannot take is curtailed

What cannot be taken counts as curtailed energy like any other, in the utilisation of wind and sun too.

Source: 分布式光伏发电开发建设管理办法 (国能发新能规〔2025〕7号), by which grid companies publish the room left and new
distributed solar follows it; it is worked out by 分布式电源接入电网承载力评估导则 (DL/T 2041-2019, not verified).
"""

from __future__ import annotations

import pyomo.environ as pyo

from gridplan.model.components import Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import paid_while_standing, standing


def design(model: Model) -> None:
    """What the networks take, and the cost of reinforcing them."""
    d, data = model.design, model.data
    today = model.values("connection", "connection_gw")
    build_max = model.values("connection", "build_max_gw")
    data.CONNECTED = pyo.Set(dimen=2, initialize=model.keys("connection"))
    d.connection_capacity_gw = pyo.Var(
        data.CONNECTED, bounds=lambda _b, v, y: (today[v, y], today[v, y] + build_max[v, y]))
    d.connection_built_gw = pyo.Var(data.CONNECTED, bounds=lambda _b, v, y: (0.0, build_max[v, y]))
    start = model.param("connection_gw", data.CONNECTED, today)
    life = model.values("connection", "life_years")
    new = standing(model, "connection", d.connection_built_gw, life)
    model.family(
        d, "connection_capacity", data.CONNECTED,
        rule=lambda _b, v, y: d.connection_capacity_gw[v, y] == start[v, y] + new(v, y))
    annuity = model.annuities(model.values("connection", "capex_cny_per_kw"), life)
    model.cost("capital", "renewable", d.connection_built_gw, data.CONNECTED, annuity, paid_while_standing(model, life))


def operation(model: Model) -> None:
    """Output below what the networks take."""
    m, op, data = model.pyomo, model.operation, model.data
    op.connection_limit = Rows(
        data.CONNECTED, m.BLOCKS, rule=lambda _b, v, y, t:
        op.renewable_output_gw[v, y, t] <= model.design.connection_capacity_gw[v, y])
    # A class pays for the room it takes, which is not its own.
    model.pays["operation.connection_limit"] = "energy"


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """What the networks take, and what of it is new."""
    dims = ("renewable", "year")
    return {"connection_capacity_gw": point.of(dims, model.design.connection_capacity_gw),
            "connection_built_gw": point.of(dims, model.design.connection_built_gw)}
