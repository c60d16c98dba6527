"""How like the year the days of a shortened year are: told where their load is notably other than the year's."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.results.report_banners import sampled_banners
from gridplan.results.report_words import Words
from gridplan.results.sampled import load_of_days
from gridplan.solve.run import solve
from tests.support.rows import coal
from tests.support.small_case import small_case


def _results(load_gw: np.ndarray):
    return solve(small_case({"cohorts": [coal(existing_gw=9.0)]}, load_gw=load_gw), hours=24)


def test_days_unlike_the_year_are_told_with_their_share():
    # The one day taken is in the middle of the year: 2 GW in July, 1 GW otherwise.
    load = np.ones(8760)
    load[4344:5088] = 2.0
    results = _results(load)
    day = float(results.dataset["demand_gw"].mean())
    ((region, year, share),) = load_of_days(results)
    assert (region, year) == ("r", 2030) and share == pytest.approx(day / load.mean())
    (english,), (chinese,) = (sampled_banners(results, Words(lang)) for lang in ("en", "zh"))
    assert f"{100 * share:.0f} %" in english.meaning and f"{100 * share:.0f}%" in chinese.meaning


def test_days_like_the_year_and_whole_years_say_nothing():
    assert load_of_days(_results(1.0 + 0.02 * np.sin(np.arange(8760) / 900.0))) == []
