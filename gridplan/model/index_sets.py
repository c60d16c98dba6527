"""The members of an index without going through every hour: Pyomo makes each of them anew, a microsecond at a time."""

from __future__ import annotations

from itertools import chain, product
from typing import Any

import pyomo.environ as pyo


def heads_and_tails(index: pyo.Set) -> tuple[list[tuple[Any, ...]], list[Any]] | None:
    """First labels and last labels of a product of sets, whose members are each head with each tail, the tails turning
    first; None for any other set, or one whose last labels are pairs."""
    *first, last = index.subsets(expand_all_set_operators=False)
    if not first or last.dimen != 1:
        return None
    heads = [tuple(chain.from_iterable(label if isinstance(label, tuple) else (label,) for label in labels))
             for labels in product(*first)]
    return heads, list(last)


__all__ = ["heads_and_tails"]
