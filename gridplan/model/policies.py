"""Policy targets as rows: each with a slack at a stated price, so that a target out of reach shows its shortfall.

A metric's formulation lives in the file of its subject (quota.py, channel_share.py, ...), registered in
``build.POLICY_SUBJECTS``; this file holds what they share.

    enforced target:  left side + slack >= right side      (a floor; <= and - slack for a ceiling),  0 <= slack,
                      cost += slack price x slack
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.model.shared import PolicyRow

MILLION_CNY_PER_ROW_UNIT = {
    "CNY/MWh": ("GWh", 1e-3),
    "CNY/kWh/a": ("GWh", 1.0),
    "CNY/kW/a": ("GW", 1.0),
    "CNY/tce": ("kt", 1e-3),
    "CNY/t": ("kt", 1e-3),
    "CNY/kg": ("kt", 1.0),
}
"""Unit of the row, and million CNY per that unit for 1 of the slack price's unit."""


@dataclass(frozen=True)
class Target:
    """An enforced target of the case: its row in ``policies``, with the planning year it binds in."""

    policy: str
    region: str
    year: int
    metric: str
    subject: str
    sense: str
    value: float
    slack_price: float
    slack_unit: str

    @property
    def key(self) -> tuple[str, int]:
        """(policy, year), the index of the policy's slack."""
        return self.policy, self.year


def enforced(model: Model) -> list[Target]:
    """Targets of the case that are switched on as constraints."""
    units = slack_units()
    targets = []
    for year in model.years:
        for policy, row in model.rows("policies", year).iterrows():
            if bool(row["enforce"]):
                targets.append(Target(str(policy), str(row["region"]), year, str(row["metric"]), str(row["subject"]),
                                      str(row["sense"]), float(row["value"]), float(row["slack_price"]),
                                      units[str(row["metric"])]))
    return targets


def slack_units() -> dict[str, str]:
    """Unit of the slack price of every metric, from the metrics table."""
    from gridplan.library.tables import table

    metrics: pd.DataFrame = table("metrics")
    return dict(zip(metrics["metric"], metrics["slack_unit"].fillna("").astype(str), strict=True))


class PolicyBook:
    """The enforced targets of a model; subjects take those of their metrics and write rows for them."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.targets = enforced(model)
        self.taken: set[tuple[str, int]] = set()

    def of(self, *metrics: str) -> Iterator[Target]:
        """Targets of the given metrics, in the order of the case."""
        for target in self.targets:
            if target.metric in metrics:
                self.taken.add(target.key)
                yield target

    def require(self, target: Target, left: Any, right: Any, *, slack_ceiling: float, row_unit: str | None = None,
                price: float | None = None) -> None:
        """Write ``left >= right`` (or <= for a ceiling) with a priced slack of at most ``slack_ceiling`` row units.

        ``row_unit`` and ``price`` (million CNY per row unit) follow from the slack price's unit unless given.
        """
        self.require_all(target, [(left, right)], slack_ceiling=slack_ceiling, row_unit=row_unit, price=price)

    def require_all(self, target: Target, sides: list[tuple[Any, Any]], *, slack_ceiling: float,
                    row_unit: str | None = None, price: float | None = None, stating: int | None = None) -> None:
        """Write several rows that share one slack: the target is missed by the worst of them.

        The first ``stating`` of them (all unless given) hold the target's value; the others guard its meaning.
        """
        model, design = self.model, self.model.design
        unit, factor = MILLION_CNY_PER_ROW_UNIT[target.slack_unit]
        unit, rate = row_unit or unit, target.slack_price * factor if price is None else price
        sense = 1 if target.sense == "min" else -1
        number = len(model.policies)
        index = pyo.Set(dimen=2, initialize=[target.key])
        design.add_component(f"SLACK_{number}", index)
        slack = pyo.Var(index, bounds=(0.0, slack_ceiling))
        design.add_component(f"slack_{number}", slack)
        model.limited_by_rows(slack)
        rows = []
        for side, (left, right) in enumerate(sides):
            row = pyo.Constraint(expr=sense * (left - right) + slack[target.key] >= 0.0)
            design.add_component(f"policy_{number}_{side}", row)
            rows.append(row)
        model.cost("policy_slack", "policy", slack, index, {target.key: rate})
        model.policies.append(PolicyRow(target.key, rows, slack, unit, rate, stating or len(rows)))

    def check_all_taken(self) -> None:
        """Raise if a target is switched on that no subject of the model knows.

        Raises:
            ValueError: naming the policies and their metrics.
        """
        left = [f"{target.policy} ({target.metric})" for target in self.targets if target.key not in self.taken]
        if left:
            raise ValueError("no constraint is known for these enforced targets: " + ", ".join(left))
