"""The time axis: which hours of the year a model is built over, and how they follow one another.

An axis is a value given to the model.  Each of its *blocks* covers one or more consecutive hours of the 8760-hour year
and carries their mean.  The same algebra is then built over single hours, over averaged blocks, over a window of
the year or over a shortened year; nothing else in the model knows which it is.

Weather years lie behind one another on the axis, each a *stretch* of the same blocks with weather of its own; their
blocks weigh by the probability of the weather year, so that annual sums are expected values.  Nothing runs from one
stretch into the next.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from gridplan.library.calendar import MONTH_OF_HOUR
from gridplan.library.units import HOURS_PER_DAY, HOURS_PER_YEAR

BLOCK_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)
"""Hours that may be averaged into one block: parts of a day."""

MONTHS_PER_YEAR = 12


def in_months(months: Collection[int], hours: int = HOURS_PER_YEAR) -> np.ndarray:
    """Whether each hour lies in one of the months (1..12), shape (hours,) of bool; weather years one after another."""
    return np.resize(np.isin(MONTH_OF_HOUR, list(months)), hours)


@dataclass(frozen=True)
class TimeAxis:
    """Blocks of hours in chronological order.

    Attributes:
        first_hour: first hour of the year (0..8759) in each block, shape (n,).
        duration_h: hours each block covers, shape (n,); store levels move by power times this.
        weight_h: hours of the year each block stands for, times the probability of its weather year, shape (n,);
            annual sums use this.
        cyclic: whether the last block of a weather year is followed by its first (a whole year), or the levels before
            the first block come from outside (a window of the year).
        stretch: position of the weather year of each block, shape (n,), ascending; all 0 where there is only one.
        weather_years: how many weather years the hourly series hold, one behind the other.
    """

    first_hour: np.ndarray
    duration_h: np.ndarray
    weight_h: np.ndarray
    cyclic: bool = True
    stretch: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))
    weather_years: int = 1

    def __post_init__(self) -> None:
        if not len(self.stretch):
            object.__setattr__(self, "stretch", np.zeros(len(self.first_hour), dtype=int))
        if not len(self.first_hour) == len(self.duration_h) == len(self.weight_h) > 0:
            raise ValueError("a time axis needs at least one block, with a duration and a weight for each")
        if (self.duration_h < 1).any() or (self.weight_h <= 0).any():
            raise ValueError("every block lasts at least an hour and weighs more than nothing")
        if (self.first_hour < 0).any() or (self.first_hour + self.duration_h > HOURS_PER_YEAR).any():
            raise ValueError(f"blocks must lie within the {HOURS_PER_YEAR} hours of the year")
        if len(self.stretch) != len(self) or (np.diff(self.stretch) < 0).any() or (
                self.stretch[0] < 0 or self.stretch[-1] >= self.weather_years):
            raise ValueError("every block lies in a weather year, and weather years lie one behind the other")

    @classmethod
    def full_year(cls) -> TimeAxis:
        """All 8760 single hours, the last followed by the first."""
        return cls.window(0, HOURS_PER_YEAR, cyclic=True)

    @classmethod
    def window(cls, start: int, stop: int, *, cyclic: bool = False) -> TimeAxis:
        """Single hours ``start`` to ``stop - 1`` of the year, each standing for itself."""
        hours = np.arange(start, stop)
        ones = np.ones(len(hours))
        return cls(hours, ones.astype(int), ones, cyclic)

    @classmethod
    def blocks(cls, first_hour: np.ndarray) -> TimeAxis:
        """The whole year cut at ``first_hour`` (strictly increasing, starting at 0) into averaged blocks."""
        edges = np.append(np.asarray(first_hour, dtype=int), HOURS_PER_YEAR)
        if edges[0] != 0 or (np.diff(edges) < 1).any():
            raise ValueError("block starts must begin at hour 0 and increase strictly")
        duration = np.diff(edges)
        return cls(edges[:-1], duration, duration.astype(float), cyclic=True)

    @classmethod
    def shortened_year(cls, hours: int) -> TimeAxis:
        """About ``hours`` hours: whole days in equal runs spread over the year, weighted up to 8760 hours.

        For a first look only.  Runs are placed in the middle of equal parts of the year (four for a week or more each,
        fewer for less); store levels carry over from one run to the next as if they were neighbours.

        Raises:
            ValueError: if ``hours`` is not a multiple of 24 between 24 and 8760.
        """
        if hours == HOURS_PER_YEAR:
            return cls.full_year()
        if hours % HOURS_PER_DAY or not HOURS_PER_DAY <= hours < HOURS_PER_YEAR:
            raise ValueError(f"a shortened year has whole days: a multiple of 24 from 24 to 8760 hours, not {hours}")
        days = hours // HOURS_PER_DAY
        runs = min(days, 4)
        lengths = np.full(runs, days // runs) + (np.arange(runs) < days % runs)
        middles = (np.arange(runs) + 0.5) * 365 / runs
        starts = np.floor(middles - lengths / 2).astype(int)
        first = np.concatenate([
            np.arange(start * HOURS_PER_DAY, (start + length) * HOURS_PER_DAY)
            for start, length in zip(starts, lengths, strict=True)
        ])
        return cls(first, np.ones(hours, dtype=int), np.full(hours, HOURS_PER_YEAR / hours), cyclic=True)

    def averaged(self, hours: int) -> TimeAxis:
        """The axis with every ``hours`` consecutive single hours, counted from midnight, as one averaged block.

        Raises:
            ValueError: if the hours do not divide a day, or the axis has blocks longer than an hour.
        """
        if hours == 1:
            return self
        if hours not in BLOCK_HOURS or (self.duration_h != 1).any():
            raise ValueError(f"single hours are averaged over {', '.join(map(str, BLOCK_HOURS))} of them, not {hours}")
        starts = np.flatnonzero(self.first_hour % hours == 0)
        lengths = np.diff(np.append(starts, len(self)))
        if starts[0] != 0 or (lengths != hours).any():
            raise ValueError("only whole days are averaged")
        return TimeAxis(self.first_hour[starts], lengths, np.add.reduceat(self.weight_h, starts), self.cyclic,
                        self.stretch[starts], self.weather_years)

    def over(self, probabilities: Sequence[float]) -> TimeAxis:
        """The axis once for each weather year, one behind the other, weighted by their probabilities.

        Raises:
            ValueError: if the axis is a window or has several weather years already, or the probabilities do not add
                up to 1.
        """
        if len(probabilities) == 1:
            return self
        if not self.cyclic or self.weather_years > 1:
            raise ValueError("only a whole year of one weather year is laid over several")
        if abs(sum(probabilities) - 1.0) > 1e-6 or min(probabilities) <= 0:
            raise ValueError("probabilities of weather years are above 0 and add up to 1")
        count, n = len(probabilities), len(self)
        weight = np.concatenate([self.weight_h * probability for probability in probabilities])
        return replace(self, first_hour=np.tile(self.first_hour, count), duration_h=np.tile(self.duration_h, count),
                       weight_h=weight, stretch=np.repeat(np.arange(count), n), weather_years=count)

    def __len__(self) -> int:
        return len(self.first_hour)

    @cached_property
    def stretches(self) -> list[np.ndarray]:
        """Blocks of each weather year on the axis, in order."""
        return [np.flatnonzero(self.stretch == one) for one in dict.fromkeys(self.stretch.tolist())]

    @cached_property
    def probability(self) -> np.ndarray:
        """Share of the axis's weight that each of its weather years has, shape (number of stretches,)."""
        weights = [float(self.weight_h[blocks].sum()) for blocks in self.stretches]
        return np.asarray(np.array(weights) / self.weight_h.sum())

    @cached_property
    def previous(self) -> np.ndarray:
        """Position of the block before each block, shape (n,); -1 before the first block of a window.  The first block
        of a weather year follows its own last one, never another year's."""
        before = np.arange(len(self)) - 1
        for blocks in self.stretches:
            before[blocks[0]] = blocks[-1] if self.cyclic else -1
        return before

    @cached_property
    def hour(self) -> np.ndarray:
        """First hour of each block among the hours of all weather years, shape (n,): where hourly series are read."""
        return np.asarray(self.first_hour + HOURS_PER_YEAR * self.stretch)

    @cached_property
    def month_by_weather(self) -> np.ndarray:
        """Number of the month of each block, shape (n,): 1..12 in the first weather year, 13..24 in the second, ..."""
        return np.asarray(self.month + MONTHS_PER_YEAR * self.stretch)

    @cached_property
    def month(self) -> np.ndarray:
        """Month (1..12) in which each block starts, shape (n,)."""
        return np.asarray(MONTH_OF_HOUR[self.first_hour])

    @cached_property
    def day(self) -> np.ndarray:
        """Day of the year (0..364) in which each block starts, shape (n,)."""
        return self.first_hour // HOURS_PER_DAY

    @cached_property
    def ends_a_day(self) -> np.ndarray:
        """Whether a block's end is midnight, shape (n,) of bool."""
        return np.asarray((self.first_hour + self.duration_h) % HOURS_PER_DAY == 0)

    @cached_property
    def keeps_days_apart(self) -> bool:
        """Whether no block runs across midnight, so that rules about single days stay exact."""
        return bool(((self.first_hour % HOURS_PER_DAY) + self.duration_h <= HOURS_PER_DAY).all())

    def keeps_apart(self, hours: int) -> bool:
        """Whether no block runs over the end of a window of that many hours, counted from the start of the year."""
        return bool(((self.first_hour % hours) + self.duration_h <= hours).all())

    def windows(self, hours: int) -> dict[int, np.ndarray]:
        """Blocks of each window of that many hours of each weather year, in order, by a number that is its own on any
        axis; what is cut short is a window of its own."""
        in_year = -(-HOURS_PER_YEAR // hours)
        number = self.first_hour // hours + in_year * self.stretch
        return {one: np.flatnonzero(number == one) for one in dict.fromkeys(number.tolist())}

    def only(self, position: int) -> TimeAxis:
        """One of its weather years as if no other were possible: its blocks, weighing as much as all did."""
        blocks = self.stretches[position]
        return replace(self, first_hour=self.first_hour[blocks], duration_h=self.duration_h[blocks],
                       weight_h=self.weight_h[blocks] / self.probability[position], stretch=self.stretch[blocks])

    def mean(self, hourly: np.ndarray) -> np.ndarray:
        """Mean of an hourly series over each block: shape (8760 x weather years,) to (n,)."""
        if hourly.shape != (HOURS_PER_YEAR * self.weather_years,):
            raise ValueError(
                f"an hourly series has {HOURS_PER_YEAR} values for each weather year "
                f"({self.weather_years}), not {hourly.shape}")
        if (self.duration_h == 1).all():
            return np.asarray(hourly[self.hour])
        sums = np.concatenate([[0.0], np.cumsum(hourly)])
        return np.asarray((sums[self.hour + self.duration_h] - sums[self.hour]) / self.duration_h)

    def share_of_months(self, months: set[int]) -> np.ndarray:
        """Share of each block's hours that lie in the given months, shape (n,)."""
        return self.mean(in_months(months, HOURS_PER_YEAR * self.weather_years).astype(float))
