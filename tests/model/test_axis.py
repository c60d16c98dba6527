"""The time axis: full year, blocks, windows, shortened years."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.library.calendar import MONTH_OF_HOUR
from gridplan.library.units import HOURS_PER_YEAR
from gridplan.model.axis import TimeAxis
from tests.support.rows import near


def test_the_full_year_is_8760_hours_in_a_ring():
    axis = TimeAxis.full_year()
    assert len(axis) == 8760
    assert axis.cyclic
    assert axis.weight_h.sum() == 8760
    assert axis.previous[:3].tolist() == [8759, 0, 1]
    assert axis.month[[0, 743, 744, 8759]].tolist() == [1, 1, 2, 12]
    assert axis.day[[0, 23, 24, 8759]].tolist() == [0, 0, 1, 364]
    assert axis.ends_a_day.sum() == 365


def test_the_months_have_their_days():
    hours = np.bincount(MONTH_OF_HOUR)[1:]
    assert (hours / 24).tolist() == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_a_window_has_nothing_before_it():
    axis = TimeAxis.window(100, 103)
    assert axis.previous.tolist() == [-1, 0, 1]
    assert axis.first_hour.tolist() == [100, 101, 102]
    assert not axis.cyclic


def test_blocks_cover_the_year_and_carry_means():
    axis = TimeAxis.blocks(np.array([0, 2, 5]))
    assert axis.duration_h.tolist() == [2, 3, 8755]
    assert axis.weight_h.tolist() == [2.0, 3.0, 8755.0]
    hourly = np.arange(8760.0)
    means = axis.mean(hourly)
    assert means == near([0.5, 3.0, (5 + 8759) / 2])
    assert means @ axis.weight_h == near(hourly.sum())


def test_a_block_shares_its_hours_between_months():
    # 31 January has its last 4 hours in the block of 740..748.
    axis = TimeAxis.blocks(np.array([0, 740, 748]))
    assert axis.share_of_months({1}) == near([1.0, 0.5, 0.0])
    assert axis.share_of_months(set()) == near([0.0, 0.0, 0.0])


def test_blocks_across_midnight_are_known():
    assert TimeAxis.blocks(np.arange(0, 8760, 4)).keeps_days_apart
    assert not TimeAxis.blocks(np.arange(0, 8760, 10)).keeps_days_apart
    assert TimeAxis.blocks(np.array([0, 20, 24])).ends_a_day.tolist() == [False, True, True]


@pytest.mark.parametrize("hours", [24, 48, 72, 168, 672, 984, 8760])
def test_a_shortened_year_has_whole_days_spread_over_the_year_and_weighs_a_year(hours):
    axis = TimeAxis.shortened_year(hours)
    assert len(axis) == hours
    assert axis.weight_h.sum() == near(8760.0)
    assert (np.diff(axis.first_hour) > 0).all()
    assert axis.ends_a_day.sum() == hours // 24
    assert axis.cyclic
    if hours >= 96:
        assert len(set(((axis.month - 1) // 3).tolist())) == 4


@pytest.mark.parametrize("hours", [0, 23, 25, 100, 8761, -24])
def test_a_shortened_year_of_part_days_is_refused(hours):
    with pytest.raises(ValueError, match="24"):
        TimeAxis.shortened_year(hours)


@pytest.mark.parametrize(("first", "duration", "weight"), [
    ([], [], []), ([0, 1], [1], [1.0]), ([0], [0], [1.0]), ([0], [1], [0.0]), ([8759], [2], [2.0]), ([-1], [1], [1.0])])
def test_an_axis_outside_the_year_or_of_uneven_parts_is_refused(first, duration, weight):
    with pytest.raises(ValueError):
        TimeAxis(np.array(first, dtype=int), np.array(duration, dtype=int), np.array(weight, dtype=float))


@pytest.mark.parametrize("starts", [[1, 2], [0, 0], [0, 5, 3]])
def test_block_starts_must_begin_the_year_and_increase(starts):
    with pytest.raises(ValueError):
        TimeAxis.blocks(np.array(starts))


def test_a_series_must_have_every_hour_of_the_year():
    with pytest.raises(ValueError, match="8760"):
        TimeAxis.full_year().mean(np.ones(HOURS_PER_YEAR - 1))


def test_averaged_hours_keep_the_year_and_the_days():
    axis = TimeAxis.shortened_year(48).averaged(4)
    assert len(axis) == 12
    assert axis.weight_h.sum() == pytest.approx(8760.0)
    assert (axis.duration_h == 4).all()
    assert axis.keeps_days_apart
    hourly = np.arange(8760.0)
    assert axis.mean(hourly)[0] == hourly[axis.first_hour[0]] + 1.5


@pytest.mark.parametrize("hours", [0, 5, 48])
def test_only_parts_of_a_day_are_averaged(hours):
    with pytest.raises(ValueError, match="averaged"):
        TimeAxis.full_year().averaged(hours)
