"""Windows of a day from a score of its 24 hours: contiguous, of whole hours, few, neither too short nor too long.

Each hour has a score from 0 (cheapest, least net load) to 1.  The upper mark lies half-way from the mean score to the
highest, the lower mark half-way to the lowest.  An hour gains by how far it lies above the upper mark as peak, below
the lower mark as valley, and nothing as flat:

    maximise  sum over peak hours (score - upper)  +  sum over valley hours (lower - score)

over all ways to cut the circle of 24 hours into runs of at least 2 h with at most two runs and 8 hours of peak, two
runs and 8 hours of valley (the customary third of the day each).  Every such cut is looked at, best gains first, until
none that is left can be better.
"""

from __future__ import annotations

from functools import cache

import numpy as np

HOURS = 24
SHORTEST_H = 2
MOST_H = 8
PEAK, FLAT, VALLEY = "peak", "flat", "valley"
TIE = 1e-9


def day_kinds(score: np.ndarray) -> list[str]:
    """Kind of each hour of the day: peak, flat or valley.

    Args:
        score: shape (24,), 0 to 1.
    """
    sets = window_sets()
    upper, lower = (score.mean() + score.max()) / 2.0, (score.mean() + score.min()) / 2.0
    peaks, valleys = sets @ (score - upper), sets @ (lower - score)
    by_peak, by_valley = np.argsort(-peaks, kind="stable"), np.argsort(-valleys, kind="stable")
    best, chosen = TIE, [FLAT] * HOURS
    for peak in by_peak:
        if peaks[peak] + valleys[by_valley[0]] <= best + TIE:
            break
        for valley in by_valley:
            gain = peaks[peak] + valleys[valley]
            if gain <= best + TIE:
                break
            kinds = _laid(sets[peak], sets[valley])
            if kinds is not None:
                best, chosen = gain, kinds
                break
    return chosen


def _laid(peak: np.ndarray, valley: np.ndarray) -> list[str] | None:
    """Kinds of the hours; None where windows overlap or leave a flat run that is too short."""
    if (peak & valley).any():
        return None
    kinds = [PEAK if high else VALLEY if low else FLAT for high, low in zip(peak, valley, strict=True)]
    short = any(length < SHORTEST_H for _kind, _start, length in runs_of(kinds))
    return None if short else kinds


@cache
def window_sets() -> np.ndarray:
    """Every set of no, one or two windows that one kind may have, shape (n_sets, 24) of bool."""
    sets = {tuple([False] * HOURS)}
    for length in range(SHORTEST_H, MOST_H + 1):
        for start in range(HOURS):
            sets.add(_mask([(start, length)]))
            for more in range(SHORTEST_H, MOST_H - length + 1):
                for gap in range(SHORTEST_H, HOURS - length - more - SHORTEST_H + 1):
                    sets.add(_mask([(start, length), (start + length + gap, more)]))
    return np.array(sorted(sets), dtype=bool)


def _mask(windows: list[tuple[int, int]]) -> tuple[bool, ...]:
    inside = {(start + step) % HOURS for start, length in windows for step in range(length)}
    return tuple(hour in inside for hour in range(HOURS))


def runs_of(kinds: list[str]) -> list[tuple[str, int, int]]:
    """(kind, first hour, hours) of each run on the circle of the day, from the first hour on."""
    cuts = [hour for hour in range(HOURS) if kinds[hour] != kinds[hour - 1]]
    if not cuts:
        return [(kinds[0], 0, HOURS)]
    ends = [*cuts[1:], cuts[0] + HOURS]
    return [(kinds[start], start, end - start) for start, end in zip(cuts, ends, strict=True)]


def best_part(counts: np.ndarray, start: int, length: int, longest: int) -> tuple[int, int] | None:
    """(first hour, hours) of the stretch of a window that holds most counts, as long as there are hours with any but
    at least 2 and at most ``longest``; None where there are none.

    Args:
        counts: shape (24,), how often each hour of the day is concerned.
        start, length: the window on the circle of the day.
    """
    inside = [float(counts[(start + step) % HOURS]) for step in range(length)]
    busy = sum(count > 0 for count in inside)
    if not busy:
        return None
    wanted = min(max(busy, SHORTEST_H), longest, length)
    at = max(range(length - wanted + 1), key=lambda step: (sum(inside[step:step + wanted]), -step))
    return (start + at) % HOURS, wanted
