"""How closely to look at the year, in blocks, before its windows are gone through."""

from __future__ import annotations

from dataclasses import dataclass

from gridplan.solve.certified.cuts import REACH


@dataclass(frozen=True)
class Glance:
    """One look: blocks of the year (of each weather year), and which unused states it leaves out of all that follows.

    A state goes if it would have to be cheaper by more than this share of its yearly cost to be of use at the prices
    of the look.  Too rough a look errs by more than any share worth having, so the first must not be too rough.  From
    a fine look's plan the rounds need not go far (``reach``).
    """

    blocks: int
    doubt: float
    reach: float = REACH


LOOKS = (Glance(1000, 0.03), Glance(2000, 0.03, 0.02))
"""The looks at a full year, or at each of its weather years, chosen by measurement (docs/solving.md); the second only
where the first does not do."""
