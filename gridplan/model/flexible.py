"""Loads that can be moved within a day or a week: ordered charging (有序充电), industry that keeps its weekly output
(aluminium), electric heating with storage.

With the baseline b_t of a load, its highest hour B, the least share m of each hour's use and the most share M of B,
the enrolled capability C (GW, at most (1 - m) B) stands for the share C / ((1 - m) B) of the load:

    flexible_down:    o_t <= C b_t / B                                  load taken off
    flexible_up:      p_t <= C (M B - b_t) / ((1 - m) B)                load put on
    flexible_window:  sum over each window of h (p_t - o_t) = 0         a day, or a week

so that with all of it enrolled  m b_t <= b_t - o_t + p_t <= M B.  Windows are counted from the start of the year; one
that the time axis cuts short keeps its energy by itself.  At a peak counts what can then be taken off, C b / B.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.model.components import Hourly, Rows
from gridplan.model.demand import peak_hour
from gridplan.model.frame import Model
from gridplan.model.index_sets import windows
from gridplan.model.point import Labelled, Point

TABLE = "flexible_loads"


def design(model: Model) -> None:
    """Capability of each load, what it costs to enrol it, and what it gives at the peaks."""
    d, data = model.design, model.data
    data.FLEXIBLE = pyo.Set(dimen=2, initialize=model.keys(TABLE))
    region = {key: str(model.rows("loads", key[1]).loc[key[0], "region"]) for key in data.FLEXIBLE}
    model.by_region("flexible_in", data.FLEXIBLE, lambda key: region[key], dimen=1)
    kept = model.values(TABLE, "min_share")
    ceiling = {key: (1.0 - kept[key]) * float(data.load_hourly[key].max()) for key in data.FLEXIBLE}
    d.flexible_capability_gw = pyo.Var(data.FLEXIBLE, bounds=lambda _b, i, y: (0.0, ceiling[i, y]))
    model.cost("response", "load", d.flexible_capability_gw, data.FLEXIBLE,
               model.values(TABLE, "fixed_cost_cny_per_kw_a"))
    model.firm.append(lambda r, y, season: _at_hour(model, r, y, peak_hour(model, r, y, season)))
    model.callable_power.append(lambda r, y: _at_hour(model, r, y, peak_hour(model, r, y)))


def _at_hour(model: Model, region: str, year: int, hour: int) -> Any:
    """Load that can be taken off in an hour of the year, GW, as an expression."""
    hourly = model.data.load_hourly
    return sum(float(hourly[i, year][hour] / hourly[i, year].max()) * model.design.flexible_capability_gw[i, year]
               for i in model.data.flexible_in[region, year])


def shares(model: Model) -> tuple[dict[tuple[str, int], np.ndarray], dict[tuple[str, int], np.ndarray]]:
    """What one GW enrolled may take off and put on in each block, GW, shape (n_blocks,) by (load, year)."""
    kept, most = model.values(TABLE, "min_share"), model.values(TABLE, "max_share")
    down, up = {}, {}
    for key in model.data.FLEXIBLE:
        hours = model.data.load_hourly[key]
        of_highest = model.axis.mean(hours) / float(hours.max())
        movable = 1.0 - kept[key]
        down[key] = of_highest
        up[key] = np.maximum(most[key] - of_highest, 0.0) / movable if movable > 0 else np.zeros(len(model.axis))
    return down, up


def operation(model: Model) -> None:
    """Load taken off and put on in each block, and the energy each window keeps.

    Raises:
        ValueError: if a block of the time axis runs over the end of a window.
    """
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    down, up = shares(model)
    most = {key: float(variable.ub) for key, variable in d.flexible_capability_gw.items()}
    op.flexible_down_gw = Hourly(
        data.FLEXIBLE, m.BLOCKS, bounds=lambda _b, i, y, t: (0.0, most[i, y] * down[i, y][t]))
    op.flexible_up_gw = Hourly(
        data.FLEXIBLE, m.BLOCKS, bounds=lambda _b, i, y, t: (0.0, most[i, y] * up[i, y][t]))
    model.series("flexible_down_share", data.FLEXIBLE, down)
    model.series("flexible_up_share", data.FLEXIBLE, up)
    op.flexible_down = Rows(data.FLEXIBLE, m.BLOCKS, rule=lambda _b, i, y, t:
        op.flexible_down_gw[i, y, t] <= data.flexible_down_share[i, y, t] * d.flexible_capability_gw[i, y])
    op.flexible_up = Rows(data.FLEXIBLE, m.BLOCKS, rule=lambda _b, i, y, t:
        op.flexible_up_gw[i, y, t] <= data.flexible_up_share[i, y, t] * d.flexible_capability_gw[i, y])
    hours = {key: int(length) for key, length in model.values(TABLE, "window_hours").items()}
    spans, blocks = windows(model, "FLEXIBLE_WINDOWS", hours)
    model.family(op, "flexible_window", spans, rule=lambda _b, i, y, w: sum(
        m.duration_h[t] * (op.flexible_up_gw[i, y, t] - op.flexible_down_gw[i, y, t]) for t in blocks[i, y, w]) == 0.0)
    model.limited_by_rows(op.flexible_down_gw, op.flexible_up_gw)
    rate = {key: cost / 1000.0 for key, cost in model.values(TABLE, "variable_cost_cny_per_mwh").items()}
    model.hourly_cost("response", "load", op.flexible_down_gw, data.FLEXIBLE, rate)
    model.inject(lambda r, y, t: sum(op.flexible_down_gw[i, y, t] for i in data.flexible_in[r, y]))
    model.withdraw(lambda r, y, t: sum(op.flexible_up_gw[i, y, t] for i in data.flexible_in[r, y]))


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capability enrolled, load taken off and put on."""
    hourly = ("load", "year", "time")
    return {
        "flexible_capability_gw": point.of(hourly[:2], model.design.flexible_capability_gw),
        "flexible_down_gw": point.of(hourly, model.operation.flexible_down_gw),
        "flexible_up_gw": point.of(hourly, model.operation.flexible_up_gw),
    }
