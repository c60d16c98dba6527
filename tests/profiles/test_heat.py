"""Temperature, heat demand and heat pumps."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.library.tables import table
from gridplan.profiles.heat import heat_demand, heat_pump, temperature
from gridplan.profiles.load import load
from gridplan.profiles.weather import MONTH

WINTER = (11, 12, 1, 2, 3)


@pytest.mark.parametrize("province", ["ningxia", "inner_mongolia", "hunan", "yunnan"])
def test_the_months_are_those_of_the_capital(province):
    rows = table("climate").set_index("province").loc[province]
    series = temperature(province, seed=1)
    assert series[MONTH == 0].mean() == pytest.approx(rows["january_c"], abs=3.5)
    assert series[MONTH == 6].mean() == pytest.approx(rows["july_c"], abs=3.5)
    assert series[MONTH == 0].mean() < series[MONTH == 3].mean() < series[MONTH == 6].mean()


def test_every_province_has_a_climate():
    assert set(table("climate")["province"]) == set(table("provinces")["id"])


def test_heat_is_asked_for_in_the_heating_months_only_and_most_in_january():
    shape = heat_demand("ningxia", WINTER, seed=1)
    assert shape.mean() == pytest.approx(1.0)
    assert (shape > 0).sum() == 151 * 24
    assert not shape[np.isin(MONTH + 1, WINTER, invert=True)].any()
    by_month = [shape[month == MONTH].mean() for month in range(12)]
    assert int(np.argmax(by_month)) in (11, 0, 1)


def test_hot_water_is_the_same_all_year():
    shape = heat_demand("ningxia", WINTER, seed=1, hot_water_share=0.2)
    assert shape.mean() == pytest.approx(1.0)
    assert shape[MONTH == 6] == pytest.approx(0.2)


def test_one_seed_makes_one_weather_and_another_another():
    assert np.array_equal(heat_demand("ningxia", WINTER, seed=3), heat_demand("ningxia", WINTER, seed=3))
    assert not np.array_equal(heat_demand("ningxia", WINTER, seed=3), heat_demand("ningxia", WINTER, seed=4))


def test_cold_days_have_much_heat_demand_and_much_load():
    january = MONTH == 0
    heat = heat_demand("ningxia", WINTER, seed=1)[january].reshape(-1, 24).mean(axis=1)
    power = load("ningxia", seed=1, calendar_year=2030)[january].reshape(-1, 24).mean(axis=1)
    assert np.corrcoef(heat, power)[0, 1] > 0.3


def test_a_heat_pump_is_weak_in_the_cold_and_reaches_the_season_s_efficiency():
    cop, outdoor = heat_pump("ningxia", WINTER, seed=1), temperature("ningxia", seed=1)
    asked = heat_demand("ningxia", WINTER, seed=1)
    assert cop[outdoor < -10].mean() < 1.0 < cop[outdoor > 10].mean()
    assert asked.sum() / (asked / cop).sum() == pytest.approx(1.0)


def test_a_region_without_heating_months_needs_a_profile_of_its_own():
    with pytest.raises(ValueError, match="heating months"):
        heat_demand("ningxia", (), seed=1)
    assert heat_demand("ningxia", (), seed=1, hot_water_share=1.0) == pytest.approx(1.0)


def test_an_unknown_province_is_an_error():
    with pytest.raises(ValueError, match="nowhere"):
        temperature("nowhere", seed=1)
