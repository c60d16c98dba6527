"""Delivery curves: exact sums, steps, bounds."""

import numpy as np
import pytest

from gridplan.profiles import delivery


@pytest.mark.parametrize("hours", [500.0, 3000.0, 4000.0, 5500.0, 7000.0, 8600.0])
@pytest.mark.parametrize("kind", ["export", "import", "hydro"])
def test_sum_is_exact_within_bounds(hours: float, kind: str) -> None:
    curve = delivery(hours, calendar_year=2030, kind=kind)
    assert curve.shape == (8760,)
    assert curve.sum() == pytest.approx(hours, rel=1e-12)
    assert curve.min() > 0
    assert curve.max() <= 1


def test_steps_follow_peak_flat_and_valley_hours() -> None:
    curve = delivery(5000.0, calendar_year=2030).reshape(365, 24)
    monday = curve[6]  # 7 January 2030
    assert monday[2] / monday[19] == pytest.approx(0.6)
    assert monday[13] / monday[19] == pytest.approx(0.85)
    assert curve[4, 19] / monday[19] == pytest.approx(0.95)  # Saturday
    assert len(np.unique(np.round(curve, 9))) < 40


def test_high_hours_fill_the_low_steps() -> None:
    flat = delivery(8600.0, calendar_year=2030)
    assert flat.min() > 0.9


def test_hydro_delivers_in_the_wet_season() -> None:
    curve = delivery(4500.0, calendar_year=2030, kind="hydro").reshape(365, 24).mean(axis=1)
    assert curve[181:243].mean() > 2 * curve[0:59].mean()


@pytest.mark.parametrize("hours", [0.0, -1.0, 8760.0, float("nan")])
def test_hours_out_of_reach(hours: float) -> None:
    with pytest.raises(ValueError, match="out of reach"):
        delivery(hours, calendar_year=2030)


def test_unknown_kind() -> None:
    with pytest.raises(ValueError, match="export, import, hydro"):
        delivery(5000.0, calendar_year=2030, kind="sideways")
