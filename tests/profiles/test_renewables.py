"""Wind, sun and water: exact hours, bounds, memory, seasons."""

import numpy as np
import pytest

from gridplan import profiles
from gridplan.library import tables
from gridplan.profiles import statistics
from gridplan.profiles.weather import HOUR, MONTH, Array
from gridplan.profiles.wind import duration_curve

PROVINCES = tuple(tables.table("provinces")["id"])
OFFSHORE = tuple(tables.table("resource").query("technology == 'wind_offshore'")["province"])


def lag(series: Array, hours: int) -> float:
    return float(np.corrcoef(series[:-hours], series[hours:])[0, 1])


def monthly(series: Array) -> Array:
    return np.asarray(np.bincount(MONTH, series) / np.bincount(MONTH))


def assert_capacity_factor(series: Array, annual_hours: float) -> None:
    assert series.shape == (8760,)
    assert series.dtype == np.float64
    assert series.min() >= 0
    assert series.max() <= 1
    assert series.sum() == pytest.approx(annual_hours, rel=1e-9)


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_meets_the_hours_of_the_library(province: str) -> None:
    sunny = statistics.resource(province, "solar").annual_hours
    assert_capacity_factor(profiles.sun(province, seed=3), sunny)
    assert_capacity_factor(profiles.sun(province, seed=3, distributed=True), sunny)
    windy = profiles.wind(province, seed=3)
    assert_capacity_factor(windy, statistics.resource(province, "wind_onshore").annual_hours)
    assert lag(windy, 1) > 0.9
    assert_capacity_factor(profiles.river(province, seed=3), statistics.hydro_hours(province))
    inflow = profiles.inflow(province, seed=3)
    assert inflow.min() > 0
    assert inflow.mean() == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("province", OFFSHORE)
def test_offshore_wind_meets_its_own_hours(province: str) -> None:
    series = profiles.wind(province, "wind_offshore", seed=3)
    assert_capacity_factor(series, statistics.resource(province, "wind_offshore").annual_hours)
    assert lag(series, 1) > 0.9


@pytest.mark.parametrize("hours", [900.0, 1500.5, 1950.0])
def test_given_hours_are_met_exactly(hours: float) -> None:
    assert_capacity_factor(profiles.sun("ningxia", seed=1, annual_hours=hours), hours)
    assert_capacity_factor(profiles.wind("ningxia", seed=1, annual_hours=hours), hours)
    assert_capacity_factor(profiles.river("hunan", seed=1, annual_hours=hours), hours)


def test_a_seed_gives_one_weather_year() -> None:
    for make in (profiles.sun, profiles.wind, profiles.inflow, profiles.river):
        first = make("hunan", seed=7)
        np.testing.assert_array_equal(first, make("hunan", seed=7))
        assert not np.array_equal(first, make("hunan", seed=8))


def test_provinces_differ() -> None:
    assert np.abs(profiles.wind("hunan", seed=1) - profiles.wind("ningxia", seed=1)).max() > 0.3


def test_night_is_dark_and_noon_is_bright() -> None:
    series = profiles.sun("ningxia", seed=1).reshape(365, 24)
    assert (series[:, [0, 1, 2, 3, 4, 22, 23]] == 0).all()
    assert series[:, 12].min() > 0
    # 106.2 degrees east: the sun is highest 0.92 h after noon of Beijing time, near hour 12 (12:00 to 13:00).
    assert np.argmax(series.mean(axis=0)) in (12, 13)


def test_roofs_have_longer_and_flatter_days_in_summer() -> None:
    racks = profiles.sun("shanxi", seed=1).reshape(365, 24)[151:243].mean(axis=0)
    roofs = profiles.sun("shanxi", seed=1, distributed=True).reshape(365, 24)[151:243].mean(axis=0)
    assert roofs[6:8].sum() / roofs.sum() > racks[6:8].sum() / racks.sum()


@pytest.mark.parametrize("province", ["ningxia", "hunan", "guangdong"])
@pytest.mark.parametrize("technology", ["wind_onshore", "solar"])
def test_months_follow_the_library_over_many_years(province: str, technology: str) -> None:
    known = statistics.resource(province, technology)
    hours = known.mean * 8760
    make = profiles.sun if technology == "solar" else profiles.wind
    mean = np.mean([monthly(make(province, seed=seed, annual_hours=hours)) for seed in range(12)], axis=0)
    assert np.corrcoef(mean, known.month)[0, 1] > 0.9
    np.testing.assert_allclose(mean, known.month, atol=0.25 * known.mean)


@pytest.mark.parametrize("province", ["ningxia", "hunan", "shanxi", "inner_mongolia", "fujian"])
def test_wind_has_the_memory_and_the_duration_curve_of_the_library(province: str) -> None:
    known = statistics.resource(province, "wind_onshore")
    years = [profiles.wind(province, seed=seed, annual_hours=known.mean * 8760) for seed in range(6)]
    assert np.mean([lag(year, 1) for year in years]) == pytest.approx(known.lag_1h, abs=0.02)
    assert np.mean([lag(year, 24) for year in years]) == pytest.approx(known.lag_24h, abs=0.1)
    quantiles = np.percentile(years[0], statistics.QUANTILES_PERCENT)
    np.testing.assert_allclose(quantiles, known.quantile, atol=0.02)


def test_sun_varies_from_day_to_day_as_in_the_library() -> None:
    known = statistics.resource("hunan", "solar")
    days = [profiles.sun("hunan", seed=seed).reshape(365, 24).mean(axis=1) for seed in range(6)]
    assert np.mean([day.std() / day.mean() for day in days]) == pytest.approx(known.daily_variation, rel=0.1)
    assert np.mean([lag(day, 1) for day in days]) == pytest.approx(known.daily_lag_1d, abs=0.1)


def test_onshore_and_offshore_wind_belong_to_the_same_weather() -> None:
    onshore = profiles.wind("jiangsu", seed=2)
    offshore = profiles.wind("jiangsu", "wind_offshore", seed=2)
    assert np.corrcoef(onshore, offshore)[0, 1] > 0.7


def test_duration_curve_rises_and_is_calm_for_the_stated_share() -> None:
    known = statistics.resource("hunan", "wind_onshore")
    curve = duration_curve(known)(np.linspace(0, 1, 2001))
    assert (np.diff(curve) >= 0).all()
    assert (curve == 0).mean() == pytest.approx(known.share_zero, abs=0.001)
    assert curve[-1] == pytest.approx(known.maximum)


def test_inflow_has_the_months_of_the_library_and_memory() -> None:
    series = profiles.inflow("hunan", seed=1)
    wanted = statistics.hydro_months("hunan")
    np.testing.assert_allclose(monthly(series) / wanted, 1, rtol=0.01)
    assert lag(series, 24) > 0.8
    steps = np.abs(np.diff(np.log(series)))
    assert steps.max() < 0.5


def test_river_runs_full_in_the_wet_season_first() -> None:
    series = profiles.river("hunan", seed=1, annual_hours=5000.0)
    water = profiles.inflow("hunan", seed=1)
    assert (series == 1).any()
    assert water[series == 1].min() >= water[series < 1].max()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: profiles.wind("atlantis", seed=1), "unknown province 'atlantis'"),
        (lambda: profiles.sun("atlantis", seed=1), "unknown province 'atlantis'"),
        (lambda: profiles.inflow("atlantis", seed=1), "unknown province 'atlantis'"),
        (lambda: profiles.wind("hunan", "wind_high", seed=1), "wind_onshore, wind_offshore"),
        (lambda: profiles.wind("hunan", "wind_offshore", seed=1), "it is known for tianjin"),
        (lambda: profiles.wind("hunan", seed=1, annual_hours=8700.0), "8700 of wind_onshore in hunan"),
        (lambda: profiles.sun("hunan", seed=1, annual_hours=5000.0), "5000 of solar in hunan"),
        (lambda: profiles.sun("hunan", seed=1, annual_hours=float("nan")), "nan of solar in hunan"),
        (lambda: profiles.river("hunan", seed=1, annual_hours=8760.0), "at most 8322 h"),
    ],
)
def test_what_is_out_of_reach_is_named(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]


def test_hours_of_the_day_of_sun_begin_at_their_label() -> None:
    """The mean day is centred on the sun's noon at the province's longitude (equation of time up to 0.3
    h)."""
    for province in ("ningxia", "heilongjiang", "guangdong"):
        longitude = statistics.latitude_longitude(province)[1]
        series = profiles.sun(province, seed=1)
        centre = float(((HOUR + 0.5) * series).sum() / series.sum())
        assert centre == pytest.approx(12 + (120 - longitude) / 15, abs=0.35)
