"""A coarser time axis: neighbouring hours of a day that are alike, averaged into blocks.

Hours are merged two neighbours at a time, always the pair whose merging adds least to the squared distance of hours
from their block's mean (Ward's criterion), in the space of load, sun and wind, each in units of its own peak.  No block
crosses midnight, so rules about days, weeks and months stay exact, and weather years apart.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from gridplan.model.axis import TimeAxis

if TYPE_CHECKING:
    from gridplan.case.case import Case

LIKENESS = ("load", "demand", "wind", "solar")
"""Series (by the start of their names) by which hours are found alike."""


def coarser(case: Case, axis: TimeAxis, count: int) -> tuple[TimeAxis, np.ndarray]:
    """An axis of about ``count`` blocks, and the block each block of ``axis`` goes into, shape (len(axis),).

    Never fewer blocks than days of the axis.
    """
    starts = _merged(_features(case, axis), axis, count)
    block_of = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(axis))))
    duration = np.bincount(block_of, axis.duration_h).astype(int)
    weight = np.bincount(block_of, axis.weight_h)
    return TimeAxis(axis.first_hour[starts], duration, weight, axis.cyclic, axis.stretch[starts],
                    axis.weather_years), block_of


def _features(case: Case, axis: TimeAxis) -> np.ndarray:
    """Series of likeness over the axis, each divided by its peak, shape (len(axis), n_series)."""
    profiles = case.profiles
    named = [name for name in profiles.columns if str(name).startswith(LIKENESS)]
    series = [profiles[name].to_numpy(dtype=float) for name in (named or profiles.columns)]
    return np.column_stack([axis.mean(values / max(float(np.abs(values).max()), 1e-12)) for values in series])


def _merged(features: np.ndarray, axis: TimeAxis, count: int) -> np.ndarray:
    """First member of each group of neighbours, in order."""
    n = len(axis)
    total, size = features * axis.duration_h[:, None], axis.duration_h.astype(float)
    after, before = np.arange(1, n + 1), np.arange(-1, n - 1)
    new_day = np.append(True, (axis.day[1:] != axis.day[:-1]) | (axis.stretch[1:] != axis.stretch[:-1]))
    version, alive = np.zeros(n, dtype=int), np.ones(n, dtype=bool)
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(first: int) -> None:
        second = int(after[first])
        if second < n and not new_day[second]:
            apart = total[first] / size[first] - total[second] / size[second]
            loss = float(apart @ apart) * size[first] * size[second] / (size[first] + size[second])
            heapq.heappush(heap, (loss, first, second, int(version[first]), int(version[second])))

    for first in range(n):
        offer(first)
    left = n
    while left > count and heap:
        _loss, first, second, was_first, was_second = heapq.heappop(heap)
        if not (alive[first] and alive[second] and version[first] == was_first and version[second] == was_second):
            continue
        alive[second] = False
        total[first] += total[second]
        size[first] += size[second]
        after[first] = after[second]
        if after[second] < n:
            before[after[second]] = first
        version[first] += 1
        left -= 1
        offer(first)
        if before[first] >= 0:
            offer(int(before[first]))
    return np.flatnonzero(alive)
