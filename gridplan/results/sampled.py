"""How like the year the days of a shortened year are."""

from __future__ import annotations

from gridplan.results.ledger import years
from gridplan.results.types import Results

NOTABLE_SHARE = 0.05
"""How far the load of the days solved may be from the year's before a reader is told."""


def load_of_days(results: Results) -> list[tuple[str, int, float]]:
    """Region, planning year and mean load of the days solved over that of the year, by the shape of its demand, where
    these differ notably; none for a whole year."""
    if results.run["hours"] >= results.run["year_hours"]:
        return []
    found, case, axis = [], results.case, results.axis
    for year in years(results):
        for region, row in case.rows("demand", year).iterrows():
            shape = case.profiles[row["profile"]].to_numpy(dtype=float)
            share = float(axis.mean(shape) @ axis.weight_h) / case.sum_of_year(shape)
            if abs(share - 1.0) > NOTABLE_SHARE:
                found.append((str(region), year, share))
    return found
