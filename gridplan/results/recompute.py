"""The cost of a plan worked out again, term by term, from the labelled results and the case tables alone.

A second pair of eyes on the objective: no coefficient of the model is used, so that a rate put on the wrong
variable, a forgotten term or a slip of units shows as a difference.  Each subject's file works out its own.
"""

from __future__ import annotations

import pandas as pd

from gridplan.results.ledger import years
from gridplan.results.subjects import collect
from gridplan.results.types import Results


def recomputed_costs(results: Results) -> pd.DataFrame:
    """Cost of the plan: columns term, subject, asset, year, million_cny (a year's cost, undiscounted)."""
    lines = [line for year in years(results) for line in collect("costs", results, year)]
    return pd.DataFrame(lines, columns=["term", "subject", "asset", "year", "million_cny"])


def largest_difference(results: Results) -> tuple[float, str]:
    """Largest difference (million CNY) between a recomputed term of an asset and the cost table, and where it is."""
    keys = ["term", "subject", "asset", "year"]
    ours = recomputed_costs(results).groupby(keys)["million_cny"].sum()
    theirs = results.costs.groupby(keys)["million_cny"].sum()
    difference = ours.subtract(theirs, fill_value=0.0).abs()
    if difference.empty:
        return 0.0, ""
    worst = difference.idxmax()
    return float(difference.max()), " ".join(str(word) for word in worst)
