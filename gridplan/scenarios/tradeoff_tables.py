"""A cost curve and near-optimal ranges as tables for CSV: units in every column's name, English keys."""

from __future__ import annotations

import pandas as pd

from gridplan.library.units import KT_PER_MT
from gridplan.scenarios.alternatives import Alternatives
from gridplan.scenarios.frontier import Frontier
from gridplan.scenarios.tradeoff_measures import QUANTITY, STORAGE_ENERGY

CNY_PER_UNIT = 1000.0
"""CNY per t (of kt) or per MWh (of GWh) for 1 million CNY per kt or GWh."""


def measure_column(name: str) -> str:
    """Column of a measure, with its unit."""
    return f"{name.replace('-', '_')}_{'mt' if name in QUANTITY else 'pct'}"


def measured(levels: dict[str, float]) -> dict[str, float]:
    """Measures by column: Mt of CO2 and of standard coal, %."""
    return {measure_column(name): level / (KT_PER_MT if name in QUANTITY else 1.0) for name, level in levels.items()}


def held(capacities: dict[str, float]) -> dict[str, float]:
    """Capacities by column: GW, the energy of stores GWh."""
    return {f"{name}_{'gwh' if name == STORAGE_ENERGY else 'gw'}": amount for name, amount in capacities.items()}


def frontier_table(frontier: Frontier) -> pd.DataFrame:
    """One line per point: level, status, cost, marginal and mean cost, measures reached and capacities."""
    name = frontier.measure.name
    priced = "cny_per_t" if name in QUANTITY else "cny_per_mwh"
    lines = []
    for number, point in enumerate(frontier.points, start=1):
        lines.append({
            "point": number, f"level_{measure_column(name)}": next(iter(measured({name: point.level}).values())),
            "status": point.status, "cost_million_cny": point.cost,
            "over_plan_million_cny": point.cost - frontier.plan.cost,
            # Nothing has no sign.
            f"marginal_{priced}": point.marginal * CNY_PER_UNIT + 0.0, f"secant_{priced}": point.secant * CNY_PER_UNIT,
            "marginal_is_slope": point.agrees, **measured(point.levels), **held(point.capacities),
            "proven_gap": point.gap, "seconds": round(point.seconds, 2)})
    return pd.DataFrame(lines)


def ranges_table(found: Alternatives) -> pd.DataFrame:
    """One line per technology: least, plan, most (GW, stores' energy GWh) and what the ends cost."""
    return pd.DataFrame([{
        "technology": one.technology, "unit": "GWh" if one.quantity == "store" else "GW", "least": one.least.amount,
        "plan": one.plan, "most": one.most.amount, "least_status": one.least.status, "most_status": one.most.status,
        "least_gap": one.least.gap, "most_gap": one.most.gap, "cost_at_least_million_cny": one.least.cost,
        "cost_at_most_million_cny": one.most.cost} for one in found.ranges])


def ends_table(found: Alternatives) -> pd.DataFrame:
    """One line per plan: that of least cost and those at the ends of every range, with measures and capacities."""
    lines = [{"technology": "", "end": "plan", "cost_million_cny": found.cost, **measured(found.levels),
              **held(found.capacities)}]
    for one in found.ranges:
        for name, end in (("least", one.least), ("most", one.most)):
            if end.capacities is not None and end.levels is not None:
                lines.append({"technology": one.technology, "end": name, "cost_million_cny": end.cost,
                              **measured(end.levels), **held(end.capacities)})
    return pd.DataFrame(lines)
