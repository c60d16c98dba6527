"""How closely to look at the year, in blocks, before its windows are gone through."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gridplan.model.axis import TimeAxis
from gridplan.solve.certified.cuts import REACH


@dataclass(frozen=True)
class Glance:
    """One look: blocks of the year, and which unused states it leaves out of all that follows.

    A state goes if it would have to be cheaper by more than this share of its yearly cost to be of use at the prices
    of the look.  Too rough a look errs by more than any share worth having, so the first must not be too rough.  From
    a fine look's plan the rounds need not go far (``reach``).
    """

    blocks: int
    doubt: float
    reach: float = REACH


LOOKS = (Glance(1000, 0.03), Glance(2000, 0.03, 0.02))
"""The looks at a full year, chosen by measurement (docs/solving.md); the second only where the first does not do."""


def looks_over(looks: tuple[Glance, ...], axis: TimeAxis) -> tuple[Glance, ...]:
    """The looks at an axis of several weather years: the finest in proportion to them, since each has hours of its own
    that matter; the coarser ones, which only find what is of no use, no finer than they must be."""
    count = axis.weather_years
    if count == 1:
        return looks
    fewest = len(set(zip(axis.stretch.tolist(), axis.day.tolist(), strict=True)))
    kept = {max(glance.blocks, fewest): glance for glance in looks[:-1]}
    finest = looks[-1]
    return (*(replace(glance, blocks=blocks) for blocks, glance in kept.items() if blocks < finest.blocks * count),
            replace(finest, blocks=finest.blocks * count))
