"""Annuities, the weight of a planning year, and which years of a period something is paid in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise


def annuity(rate: float, years: float) -> float:
    """Yearly payment that repays 1 over ``years`` at the real discount rate ``rate`` (per year).

    rate / (1 - (1 + rate)^-years), and 1 / years at a rate of zero.

    Raises:
        ValueError: if ``years`` is not positive or ``rate`` is below zero.
    """
    if years <= 0 or rate < 0:
        raise ValueError(f"an annuity needs a positive life and a rate of at least zero, not {years} years at {rate}")
    if rate == 0:
        return 1.0 / years
    # expm1 and log1p keep their figures where the rate is next to nothing.
    return -rate / math.expm1(-years * math.log1p(rate))


def period_years(years: Sequence[int]) -> dict[int, int]:
    """Years each planning year stands for: itself and those up to the next; the last as many as the one before it.

    A single planning year stands for one.
    """
    ordered = sorted(years)
    spans = [after - before for before, after in pairwise(ordered)]
    return dict(zip(ordered, [*spans, spans[-1] if spans else 1], strict=True))


def year_weights(years: Sequence[int], rate: float) -> dict[int, float]:
    """Weight of each planning year's cost in the objective: discounted years it stands for, counted from the first.

    A planning year stands for itself and the years up to the next one; the last stands for as many as the one
    before it, and a single planning year for one, so that its objective is the cost of that year.
    """
    first = min(years)
    return {year: sum((1.0 + rate) ** -(year - first + k) for k in range(span))
            for year, span in period_years(years).items()}


def paid_shares(years: Sequence[int], rate: float, start: int, life: float) -> dict[int, float]:
    """Share of each planning year's weight in which something started in ``start`` is paid over ``life`` years.

    Years without a payment are left out.  A life that ends within a year pays for the part of it.
    """
    shares = {}
    for year, span in period_years(years).items():
        if year < start:
            continue
        worth = [(1.0 + rate) ** -k for k in range(span)]
        due = sum(w * min(1.0, max(0.0, start + life - year - k)) for k, w in enumerate(worth))
        if due > 0:
            shares[year] = due / sum(worth)
    return shares
