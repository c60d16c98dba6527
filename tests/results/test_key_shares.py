"""Shares and hours of the first page, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.results.key_shares import key_shares
from gridplan.solve.run import solve
from tests.support.rows import coal
from tests.support.small_case import small_case


def test_shares_and_hours():
    """1 GW of load but 0.6 in one hour of the year; 1 GW of wind at 0.4, 2 GW of coal for the other 0.6."""
    load = np.ones(8760)
    load[5000] = 0.6
    case = small_case({"cohorts": [coal(existing_gw=2.0, build_max_gw=0.0)],
                       "renewables": [{"renewable": "wind", "existing_gw": 1.0, "potential_gw": 1.0}]},
                      {"wind": [0.4]}, load_gw=load)
    items = {item: value for item, value, _unit in key_shares(solve(case, hours=24), "r", 2030)}
    assert items["nonfossil_generation"] == pytest.approx(40.0)
    assert items["renewable_consumption"] == pytest.approx(40.0)
    assert items["peak_valley_gap"] == pytest.approx(40.0)
    assert items["wind_hours"] == pytest.approx(0.4 * 8760)
    assert items["coal_hours"] == pytest.approx(0.3 * 8760)
    assert "solar_hours" not in items  # there is none
