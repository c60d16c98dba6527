"""Annuities and the weight of a planning year."""

from __future__ import annotations

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
    return rate / (1.0 - (1.0 + rate) ** -years)


def year_weights(years: Sequence[int], rate: float) -> dict[int, float]:
    """Weight of each planning year's cost in the objective: discounted years it stands for, counted from the first.

    A planning year stands for itself and the years up to the next one; the last stands for as many as the one
    before it, and a single planning year for one, so that its objective is the cost of that year.
    """
    ordered = sorted(years)
    spans = [after - before for before, after in pairwise(ordered)]
    spans.append(spans[-1] if spans else 1)
    return {
        year: sum((1.0 + rate) ** -(year - ordered[0] + k) for k in range(span))
        for year, span in zip(ordered, spans, strict=True)
    }
