"""The members of an index without going through every hour: Pyomo makes each of them anew, a microsecond at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, product
from typing import Any

import numpy as np
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


def by_label(members: Iterable[Any]) -> dict[tuple[Any, ...], tuple[np.ndarray, np.ndarray]]:
    """Members that end with a block, by the labels before it: their blocks and their places among all, shape (n,) each.
    """
    found: dict[tuple[Any, ...], tuple[list[int], list[int]]] = {}
    for place, member in enumerate(members):
        *labels, block = member if isinstance(member, tuple) else (member,)
        blocks, places = found.setdefault(tuple(labels), ([], []))
        blocks.append(block)
        places.append(place)
    return {labels: (np.array(blocks, dtype=np.int64), np.array(places, dtype=np.int64))
            for labels, (blocks, places) in found.items()}


__all__ = ["by_label", "heads_and_tails"]
