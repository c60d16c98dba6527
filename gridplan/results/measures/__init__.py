"""What a plan achieves of each metric, worked out again from dispatch and capacities; one file per family of metrics,
named as the model's file that writes their rows.

A family's file offers ``MEASURES``: metric to a function of (accounts, metric, subject) that gives a ``Measure``.
"""

from __future__ import annotations

from gridplan.results.measures import (
    adequacy,
    capacity_mix,
    capacity_targets,
    channel_share,
    coal_targets,
    consumption_targets,
    energy_share,
    energy_targets,
    flexibility_targets,
    green_use,
    grid,
    quota,
    retrofit_gains,
    trade_targets,
)
from gridplan.results.measures.base import Accounts, Measure, Measurer

FAMILIES = (
    quota,
    channel_share,
    capacity_targets,
    adequacy,
    energy_targets,
    energy_share,
    coal_targets,
    green_use,
    grid,
    trade_targets,
    capacity_mix,
    consumption_targets,
    flexibility_targets,
    retrofit_gains,
)

MEASURES: dict[str, Measurer] = {metric: measure for family in FAMILIES for metric, measure in family.MEASURES.items()}


def measured(accounts: Accounts, metric: str, subject: str) -> Measure | None:
    """What the plan achieves of a metric; None where the metric is not one the model works out."""
    measure = MEASURES.get(metric)
    return measure(accounts, metric, subject) if measure else None


__all__ = ["MEASURES", "Accounts", "Measure", "measured"]
