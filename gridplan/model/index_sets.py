"""Sets over blocks: their members without going through every hour, which Pyomo makes anew each time, and windows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

if TYPE_CHECKING:
    from gridplan.model.frame import Model


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


def windows(model: Model, name: str, hours: Mapping[tuple[str, int], int]) -> tuple[pyo.Set, pyo.Set]:
    """Put the set ``name`` of (asset, year, window) on the data block, and the blocks of each as another.

    ``hours`` gives the length of the windows of each (asset, year), counted from the start of the year.

    Raises:
        ValueError: if a block of the time axis runs over the end of a window.
    """
    blocks: dict[tuple[str, int, int], list[int]] = {}
    for (asset, year), length in hours.items():
        if not model.axis.keeps_apart(length):
            raise ValueError(f"{asset} keeps its energy within {length} hours: no block may run over their end")
        for number, members in model.axis.windows(length).items():
            blocks[asset, year, number] = members.tolist()
    index = pyo.Set(dimen=3, initialize=list(blocks))
    model.data.add_component(name, index)
    members_of = pyo.Set(index, initialize=blocks)
    model.data.add_component(f"{name}_blocks", members_of)
    model.over_blocks(members_of)
    return index, members_of
