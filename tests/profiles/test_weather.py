"""The calendar, the common weather field and the exact annual hours."""

import numpy as np
import pytest

from gridplan.profiles import festival, weather


def test_weekdays_count_on_from_the_first_of_january() -> None:
    weekday = weather.weekday_of_day(2030)  # 1 January 2030 is a Tuesday
    assert weekday[0] == 1
    assert weekday[5] == 6
    assert weekday[364] == 1


def test_every_month_and_hour_has_its_place() -> None:
    assert weather.MONTH[0] == 0
    assert weather.MONTH[31 * 24] == 1
    assert weather.MONTH[(31 + 28) * 24] == 2
    assert weather.MONTH[-1] == 11
    assert weather.HOUR[25] == 1


def test_distance_of_one_degree_of_latitude() -> None:
    distance = weather.distance_km(np.array([30.0, 31.0]), np.array([110.0, 110.0]))
    assert distance[0, 1] == pytest.approx(6371 * np.pi / 180)


def test_autocorrelation_of_one_filter_is_exponential() -> None:
    assert weather.autocorrelation(10.0, 0.0, 5) == pytest.approx(np.exp(-0.5))


@pytest.mark.parametrize(("slow_h", "fast_h"), [(12.0, 0.0), (12.0, 3.0)])
def test_process_is_standard_normal_with_the_stated_memory(slow_h: float, fast_h: float) -> None:
    years = np.array([weather.process("wind", "hunan", seed, slow_h, fast_h) for seed in range(10)])
    assert years.mean() == pytest.approx(0.0, abs=0.1)
    assert years.std() == pytest.approx(1.0, abs=0.05)
    for lag_h in (1, 12):
        observed = np.mean([np.corrcoef(year[:-lag_h], year[lag_h:])[0, 1] for year in years])
        assert observed == pytest.approx(weather.autocorrelation(slow_h, fast_h, lag_h), abs=0.03)


def test_neighbours_share_weather_and_distant_provinces_do_not() -> None:
    beijing, tianjin, xinjiang = (
        weather.process("wind", name, 1, 15.0, 2.0) for name in ("beijing", "tianjin", "xinjiang")
    )
    assert np.corrcoef(beijing, tianjin)[0, 1] > 0.6
    assert abs(np.corrcoef(beijing, xinjiang)[0, 1]) < 0.3


@pytest.mark.parametrize("seed", [-1, 1.5, True, "1"])
def test_a_seed_that_is_no_whole_number_is_refused(seed: object) -> None:
    with pytest.raises(ValueError, match="seed"):
        weather.process("wind", "hunan", seed, 10.0)  # type: ignore[arg-type]


def test_raising_to_hours_keeps_order_and_meets_the_sum() -> None:
    shape = np.linspace(0, 1, 8760)  # its mean is 1/2; the mean of x^g is 1/(g+1), so a quarter needs g = 3
    raised = weather.raise_to_hours(shape, 2190.0, "test")
    assert raised.sum() == pytest.approx(2190.0, rel=1e-12)
    assert (np.diff(raised) >= 0).all()
    assert raised[4380] == pytest.approx(0.125, rel=2e-3)


def test_hours_out_of_reach_name_the_value_and_the_range() -> None:
    with pytest.raises(ValueError, match=r"9000 of test .* allowed are \d+ to \d+ h"):
        weather.raise_to_hours(np.linspace(0, 1, 8760), 9000.0, "test")


def test_lunar_new_year_stays_in_february() -> None:
    assert festival.new_year_day(2018) == 46  # 16 February
    assert festival.new_year_day(2025) == 37  # 29 January, moved to 7 February
    with pytest.raises(ValueError, match="2018 to 2060"):
        festival.new_year_day(2017)
