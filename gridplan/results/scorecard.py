"""The policy scorecard: every target of the case against what the plan does, measured on the labelled results.

Nothing here reads the model's rows except their duals and slacks: what is achieved is worked out again from
dispatch and capacities.
"""

from __future__ import annotations

import pandas as pd

from gridplan.library.tables import table
from gridplan.model.frame import Model
from gridplan.model.point import Point
from gridplan.model.shared import PolicyRow
from gridplan.results.measures import measured
from gridplan.results.measures.base import Accounts, Measure
from gridplan.results.types import Results

COLUMNS = ["policy", "region", "year", "metric", "subject", "sense", "target", "unit", "enforced", "achieved", "margin",
           "status", "slack", "slack_cost_million_cny", "shadow_price", "shadow_price_unit", "dual_price",
           "dual_price_unit", "name_zh", "name_en", "document", "page", "target_id"]

MET_TOLERANCE = 1e-5
"""Share of the target within which it counts as met; the solver's own tolerance is finer."""


def scorecard(results: Results, model: Model, point: Point) -> pd.DataFrame:
    """One line per policy row of the case and planning year; columns as in docs/architecture.md.

    ``shadow_price`` is the cost of tightening the target by one of its own units (million CNY), ``dual_price`` the
    same per unit of energy, capacity or fuel.  A dual at a degenerate optimum is not unique.
    """
    units = dict(zip(table("metrics")["metric"], table("metrics")["unit"], strict=True))
    enforced = {row.key: row for row in model.policies}
    lines = []
    accounts = {(region, year): Accounts(results, region, year) for region in model.regions for year in model.years}
    for year in model.years:
        for policy, row in model.rows("policies", year).iterrows():
            measure = measured(accounts[str(row["region"]), year], str(row["metric"]), str(row["subject"]))
            found = enforced.get((str(policy), year))
            slack = float(point.array(found.slack)[0]) if found else 0.0
            price = _dual(point, found) / model.year_weight[year] if found else float("nan")
            target = float(row["value"]) if measure is None or measure.asked is None else measure.asked
            margin, status = _verdict(row, target, measure)
            remark = measure.remark if measure else ("", "")
            per_unit = measure.row_per_unit if measure else float("nan")
            lines.append((
                str(policy), str(row["region"]), year, str(row["metric"]), str(row["subject"]), str(row["sense"]),
                target, units[str(row["metric"])], found is not None,
                measure.achieved if measure else float("nan"), margin, status,
                slack / per_unit if found and slack > 0 and per_unit > 0 else 0.0,
                slack * found.slack_price if found else 0.0, price * per_unit if found else float("nan"),
                f"million CNY per {units[str(row['metric'])]}", *_dual_price(found, price),
                *(str(row[column]) + more for column, more in zip(("name_zh", "name_en"), remark, strict=True)),
                *(str(row[column]) for column in ("document", "page", "target_id"))))
    return pd.DataFrame(lines, columns=COLUMNS)


def _dual(point: Point, row: PolicyRow) -> float:
    """What one more row unit asked for would cost, million CNY: the duals of the rows that hold the target's value."""
    return sum(abs(float(point.dual_of(constraint)[0])) for constraint in row.rows[:row.stating])


def _dual_price(found: PolicyRow | None, million_cny_per_row_unit: float) -> tuple[float, str]:
    """The dual in the unit its slack is priced in: CNY/MWh, CNY/kW, CNY/t of coal or CO2."""
    if found is None:
        return float("nan"), ""
    factor, name = {"GWh": (1e3, "CNY/MWh"), "GW": (1.0, "CNY/kW"), "kt": (1e3, "CNY/t"),
                    "units": (1.0, "million CNY/unit")}[found.row_unit]
    return million_cny_per_row_unit * factor, name


def _verdict(row: pd.Series, target: float, measure: Measure | None) -> tuple[float, str]:
    if measure is None or pd.isna(measure.achieved):
        return float("nan"), "not_modelled"
    if row["sense"] == "about":
        return measure.achieved - target, "about"
    margin = measure.achieved - target if row["sense"] == "min" else target - measure.achieved
    return margin, "met" if margin >= -MET_TOLERANCE * max(abs(target), 1.0) else "missed"


__all__ = ["COLUMNS", "scorecard"]
