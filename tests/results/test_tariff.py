"""Suggested windows, against days made so that the answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gridplan.results.tariff import tariff_check, tariff_hours, tariff_revenue, tariff_windows
from gridplan.results.tariff_shown import months_text
from gridplan.results.tariff_windows import best_part, day_kinds, runs_of, window_sets
from gridplan.results.types import Results
from tests.support.sample_results import sample_results
from tests.support.shortened import first_hours


def score(**hours: float) -> np.ndarray:
    """A day at 0.5 but for the hours named (h18=1.0)."""
    day = np.full(24, 0.5)
    for hour, value in hours.items():
        day[int(hour[1:])] = value
    return day


def kinds_at(kinds: list[str], kind: str) -> list[int]:
    return [hour for hour in range(24) if kinds[hour] == kind]


def test_an_evening_peak_and_a_noon_valley():
    kinds = day_kinds(score(h18=1.0, h19=1.0, h20=1.0, h21=1.0, h11=0.0, h12=0.0, h13=0.0))
    assert kinds_at(kinds, "peak") == [18, 19, 20, 21]
    assert kinds_at(kinds, "valley") == [11, 12, 13]


def test_a_single_high_hour_takes_a_neighbour_with_it():
    kinds = day_kinds(score(h18=1.0, h19=0.7))
    assert kinds_at(kinds, "peak") == [18, 19]


def test_a_window_may_run_over_midnight():
    kinds = day_kinds(score(h22=0.0, h23=0.0, h0=0.0, h1=0.0, h10=1.0, h11=1.0))
    assert kinds_at(kinds, "valley") == [0, 1, 22, 23]
    assert ("valley", 22, 4) in runs_of(kinds)


def test_of_three_high_stretches_the_two_best_become_windows():
    kinds = day_kinds(score(h2=0.9, h3=0.9, h8=1.0, h9=1.0, h18=1.0, h19=1.0))
    assert kinds_at(kinds, "peak") == [8, 9, 18, 19]


def test_never_more_than_eight_hours_two_windows_nor_a_run_below_two():
    rng = np.random.default_rng(1)
    for _ in range(20):
        kinds = day_kinds(rng.random(24))
        runs = runs_of(kinds)
        assert all(length >= 2 for _kind, _start, length in runs)
        for kind in ("peak", "valley"):
            assert kinds.count(kind) <= 8
            assert sum(run[0] == kind for run in runs) <= 2


def test_a_day_without_differences_is_flat():
    assert day_kinds(np.full(24, 0.5)) == ["flat"] * 24


def test_the_busiest_part_of_a_window():
    counts = np.zeros(24)
    counts[[18, 19, 20]] = [1, 9, 5]
    assert best_part(counts, 17, 6, 4) == (18, 3)
    assert best_part(counts, 17, 3, 4) == (18, 2)  # of 17-20 only two hours have any
    assert best_part(counts, 0, 6, 4) is None
    assert len(window_sets()) > 1000


@pytest.fixture(scope="module")
def results() -> Results:
    """The sample with 400 CNY/MWh from 18 to 22 h, 100 from 10 to 14 h, 200 else, every day of the year."""
    sample = sample_results("en")
    hour = np.arange(8760) % 24
    price = np.where((hour >= 18) & (hour < 22), 400.0, np.where((hour >= 10) & (hour < 14), 100.0, 200.0))
    data = sample.dataset.copy()
    data["price_cny_per_mwh"] = (data["price_cny_per_mwh"].dims, price.reshape(1, 1, -1))
    data["demand_gw"] = data["demand_gw"] * 0.0 + 10.0
    data["renewable_available_gw"] = data["renewable_available_gw"] * 0.0
    data["renewable_output_gw"] = data["renewable_output_gw"] * 0.0
    profiles = sample.case.profiles.assign(**{"demand@ningxia": np.where(hour == 19, 1.0, 0.7)})
    return replace(sample, dataset=data, case=replace(sample.case, profiles=profiles))


def test_windows_levels_and_the_rule(results):
    """The load's gap is 30 %, so 3 : 1; the plan's own prices say 4 : 1, which is more: a = 3 / 5."""
    check = tariff_check(results).iloc[0]
    assert check["gap_pct"] == pytest.approx(30.0)
    assert (check["ratio_asked"], check["ratio_plan"], check["ratio"]) == (3.0, pytest.approx(4.0), pytest.approx(4.0))
    windows = tariff_windows(results)
    summer = windows[windows["season"] == "summer"].set_index("kind")
    assert (summer.loc["valley", "start_hour"], summer.loc["valley", "end_hour"]) == (10, 14)
    assert summer.loc["valley", "factor"] == pytest.approx(0.4)
    # 19 h has the highest load: with the hour before it, critical at 1.2 x 1.6
    critical = summer.loc["critical_peak"]
    assert critical["hours_h"] == 2.0 and 19 in (critical["start_hour"], critical["end_hour"] - 1)
    assert critical["factor"] == pytest.approx(1.92)


def test_the_flat_price_brings_in_what_hourly_prices_do(results):
    """Load is flat: a day at hourly prices is 16 x 200 + 4 x 400 + 4 x 100 = 5200 per GW; at the windows 16 + 2 x 1.6 +
    2 x 1.92 + 4 x 0.4 = 24.64 times the flat price.
    """
    assert tariff_check(results)["flat_cny_per_mwh"].iloc[0] == pytest.approx(5200 / 24.64)
    revenue = tariff_revenue(results)
    assert revenue["difference_million_cny"].sum() == pytest.approx(0.0, abs=1e-6)
    assert revenue["hourly_million_cny"].sum() == pytest.approx(5200 * 10 * 365 / 1000)


def test_a_gap_above_forty_percent_asks_for_four_to_one(results):
    hour = np.arange(8760) % 24
    profiles = results.case.profiles.assign(**{"demand@ningxia": np.where(hour == 19, 1.0, 0.55)})
    wider = replace(results, case=replace(results.case, profiles=profiles))
    assert tariff_check(wider).iloc[0]["ratio_asked"] == 4.0


def test_curtailed_valley_hours_become_deep(results):
    data = results.dataset.copy()
    hour = np.arange(8760) % 24
    offered = pd.Series(np.where((hour >= 11) & (hour < 13), 1.0, 0.0)).to_numpy()
    dims = data["renewable_available_gw"].dims
    data["renewable_available_gw"] = (dims, np.broadcast_to(offered, data["renewable_available_gw"].shape))
    hours = tariff_hours(replace(results, dataset=data))
    deep = hours[(hours["season"] == "winter") & (hours["kind"] == "deep_valley")]
    assert list(deep["hour"]) == [11, 12]


def test_seasons_not_solved_are_left_out(results):
    january = first_hours(results, 48)
    assert set(tariff_hours(january)["season"]) == {"winter"}


def test_without_a_whole_day_there_are_no_windows(results):
    morning = first_hours(results, 6)
    assert tariff_hours(morning).empty and tariff_windows(morning).empty and tariff_revenue(morning).empty
    assert tariff_check(morning)["ratio"].isna().all()


def test_months_are_named_in_either_language():
    assert months_text("6 7", "zh") == "6月、7月" and months_text("11 12 1", "en") == "Nov, Dec, Jan"
