"""A plan and a weather year it has not seen, worked out by hand."""

from __future__ import annotations

import numpy as np

from gridplan.case.case import Case
from gridplan.case.other_weather import with_series
from tests.support.small_case import small_case

CALM_HOURS, DAYS = 6, 365
SHORT_GW = 0.2
"""1 GW of load, less 0.6 GW of coal and 0.2 GW of wind."""

SHORT_GWH = SHORT_GW * CALM_HOURS * DAYS


def calm_morning() -> tuple[Case, Case]:
    """1 GW of load, 0.6 GW of coal, 1 GW of wind at half its power; and a year in which the wind is at 0.2 for the
    first six hours of every day and full after."""
    case = small_case({
        "cohorts": [{"cohort": "coal", "existing_gw": 0.6}],
        "renewables": [{"renewable": "wind", "existing_gw": 1.0, "potential_gw": 5.0, "capex_cny_per_kw": 20000.0}],
    })
    wind = np.resize([0.2] * CALM_HOURS + [1.0] * (24 - CALM_HOURS), 8760)
    return case, with_series(case, {"wind": wind}, "calm.csv")
