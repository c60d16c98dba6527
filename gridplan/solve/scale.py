"""Whether the figures of a programme lie so far apart that arithmetic in double precision may lose the small ones."""

from __future__ import annotations

from collections.abc import Mapping

WIDE = 1e9
"""Ratio of the largest to the smallest coefficient from which a programme is called badly scaled: solvers hold rows to
1e-7, so what is a thousand million times smaller than its neighbours may come out as anything."""

JUDGED = ("matrix", "cost")
"""Ranges that are judged; bounds and right-hand sides are wide in every case (unlimited against none)."""


def badly_scaled(ranges: Mapping[str, tuple[float, float]]) -> list[str]:
    """Names of the ranges (smallest and largest size, as of ``Problem.coefficient_ranges``) that are too wide."""
    return [name for name in JUDGED if name in ranges and ranges[name][1] > WIDE * ranges[name][0] > 0.0]


__all__ = ["WIDE", "badly_scaled"]
