"""Shapes of parts of the load."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.profiles.parts import charging, electric_heating, flat
from gridplan.profiles.weather import MONTH


def test_charging_is_highest_when_drivers_come_home():
    series = charging()
    assert series.shape == (8760,) and series.mean() == pytest.approx(1.0)
    days = series.reshape(365, 24)
    assert np.ptp(days, axis=0).max() == 0.0
    assert days[0].argmax() == 20 and days[0].argmin() in (4, 5)


def test_heating_runs_in_its_months_and_follows_the_cold():
    series = electric_heating("ningxia", (11, 12, 1, 2, 3), seed=1)
    assert series.mean() == pytest.approx(1.0)
    in_season = np.isin(MONTH + 1, (11, 12, 1, 2, 3))
    assert series[~in_season].max() == 0.0 and series[in_season].min() > 0.0
    assert series[MONTH == 0].mean() > series[MONTH == 10].mean() > 0.0
    assert (series == electric_heating("ningxia", (11, 12, 1, 2, 3), seed=1)).all()
    assert (series != electric_heating("ningxia", (11, 12, 1, 2, 3), seed=2)).any()


def test_heating_without_months_is_refused():
    with pytest.raises(ValueError, match="heating months"):
        electric_heating("ningxia", (), seed=1)


def test_flat_is_flat():
    assert np.ptp(flat()) == 0.0
