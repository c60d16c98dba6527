"""What differs between a case of one weather year and the same of two."""

from __future__ import annotations

from gridplan.scenarios.diff import diff
from tests.support.rows import coal, wind
from tests.support.small_case import small_case
from tests.support.weather import in_weather


def test_a_second_weather_year_counts_as_hours_that_changed():
    one = small_case({"cohorts": [coal(existing_gw=2.0)], "renewables": [wind(existing_gw=1.0)]}, {"wind": [0.5]})
    two = in_weather(one, {"calm": {"wind": [0.25]}, "same": {"wind": [0.5]}})
    lines = diff(one, two)
    changed = lines[(lines["row"] == "wind") & (lines["column"] == "hours_changed")]
    assert changed["after"].tolist() == [2 * 8760.0]
