"""Load: exact mean and peak, the library's mean days, weekends, weather."""

import numpy as np
import pytest

from gridplan import profiles
from gridplan.library import tables
from gridplan.profiles import statistics
from gridplan.profiles.load import _with_maximum
from gridplan.profiles.weather import DAYS_OF_MONTH, MONTH, cell_means, weekday_of_day

PROVINCES = tuple(tables.table("provinces")["id"])
SOME = ("ningxia", "hunan", "guangdong", "tibet")


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_has_its_mean_peak_and_mean_days(province: str) -> None:
    known = statistics.load(province)
    for seed, year in ((1, 2030), (2, 2025)):
        series = profiles.load(province, seed=seed, calendar_year=year)
        assert series.shape == (8760,)
        assert series.min() > 0.9 * known.lowest_to_mean
        assert series.mean() == pytest.approx(1, abs=1e-12)
        assert series.max() == pytest.approx(known.peak_to_mean, rel=1e-9)
        assert MONTH[series.argmax()] == known.peak_month - 1
        np.testing.assert_allclose(cell_means(series), known.shape, rtol=0.03)


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("factor", [0.2, 0.7, 1.3, 1.7])
def test_a_given_peak_is_met_and_the_mean_kept(province: str, factor: float) -> None:
    known = statistics.load(province)
    peak = 1 + factor * (known.peak_to_mean - 1)
    series = profiles.load(province, seed=4, calendar_year=2030, peak_to_mean=peak)
    assert series.max() == pytest.approx(peak, rel=1e-9)
    assert series.mean() == pytest.approx(1, abs=1e-12)
    assert series.min() > 0
    assert MONTH[series.argmax()] == known.peak_month - 1


@pytest.mark.parametrize("province", SOME)
def test_summer_and_winter_have_their_own_peaks(province: str) -> None:
    known = statistics.load(province)
    series = profiles.load(province, seed=1, calendar_year=2030)
    summer = series[np.isin(MONTH, [5, 6, 7, 8])].max()
    winter = series[np.isin(MONTH, [10, 11, 0, 1])].max()
    assert summer / series.max() == pytest.approx(known.summer_peak_share, abs=1e-6)
    assert winter / series.max() == pytest.approx(known.winter_peak_share, abs=1e-6)


@pytest.mark.parametrize("province", SOME)
def test_days_vary_within_the_month_as_in_the_library(province: str) -> None:
    known = statistics.load(province)
    day = profiles.load(province, seed=1, calendar_year=2030).reshape(365, 24).mean(axis=1)
    for month, days in enumerate(DAYS_OF_MONTH):
        own = day[days]
        assert own.std() / own.mean() == pytest.approx(known.daily_variation[month], rel=0.2)


def test_weekends_are_lower_and_move_with_the_calendar() -> None:
    known = statistics.load("guangdong")
    for year in (2030, 2031):
        day = profiles.load("guangdong", seed=1, calendar_year=year).reshape(365, 24).mean(axis=1)
        weekend = weekday_of_day(year) >= 5
        assert day[weekend].mean() / day[~weekend].mean() == pytest.approx(known.weekend_ratio, abs=0.02)


def test_load_falls_over_spring_festival() -> None:
    day = profiles.load("hunan", seed=1, calendar_year=2018).reshape(365, 24).mean(axis=1)
    assert day[46:51].mean() < 0.8 * day[32:38].mean()  # 16-20 against 2-7 February


def test_hot_clear_days_come_together() -> None:
    """Clearer days have the higher load in summer, by the common weather."""
    pairs = []
    for seed in range(10):
        day = profiles.load("hunan", seed=seed, calendar_year=2030).reshape(365, 24).mean(axis=1)
        clear = profiles.sun("hunan", seed=seed).reshape(365, 24).mean(axis=1)
        pairs += [np.corrcoef(day[days], clear[days])[0, 1] for days in DAYS_OF_MONTH[6:8]]
    assert np.mean(pairs) > 0.1


def test_a_seed_gives_one_year() -> None:
    first = profiles.load("hunan", seed=1, calendar_year=2030)
    np.testing.assert_array_equal(first, profiles.load("hunan", seed=1, calendar_year=2030))
    assert not np.array_equal(first, profiles.load("hunan", seed=2, calendar_year=2030))


def test_bending_the_peak_by_hand() -> None:
    series = np.concatenate([np.linspace(0.9, 1.1, 101)])
    bent = _with_maximum(series, 1.12)
    # The kink lies at the 95 % quantile 1.09: the slope above is (1.12 - 1.09) / (1.1 - 1.09) = 3.
    assert bent.max() == pytest.approx(1.12)
    assert bent.mean() == pytest.approx(series.mean())
    assert bent[95] == pytest.approx(1.09)
    assert (np.diff(bent) > 0).all()


def test_a_peak_or_year_out_of_reach_is_named() -> None:
    with pytest.raises(ValueError, match=r"3 of hunan is out of reach: allowed are 1\.148 to 2\.257"):
        profiles.load("hunan", seed=1, calendar_year=2030, peak_to_mean=3.0)
    with pytest.raises(ValueError, match="calendar year 2100"):
        profiles.load("hunan", seed=1, calendar_year=2100)
    with pytest.raises(ValueError, match="unknown province 'atlantis'"):
        profiles.load("atlantis", seed=1, calendar_year=2030)
