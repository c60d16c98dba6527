"""What missed targets cost, in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.results.subjects.base import CostLine
from gridplan.results.types import Results


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Slack of every enforced target at its price."""
    rows = results.policies[(results.policies["year"] == year) & results.policies["enforced"]]
    for row in rows.itertuples():
        yield "policy_slack", "policy", str(row.policy), year, float(row.slack_cost_million_cny)
