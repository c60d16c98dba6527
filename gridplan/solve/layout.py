"""Where the members of an index stand that runs over blocks: by what stands before the block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.model.index_sets import by_label, heads_and_tails


class Blocks:
    """Many blocks of the time axis in place of one, in an index.

    Attributes:
        numbers: their positions on the axis, shape (n,); -1 for the point before the first.
    """

    __slots__ = ("numbers",)

    def __init__(self, numbers: np.ndarray) -> None:
        self.numbers = numbers


class Uneven(Exception):
    """Blocks that must be written apart, since a set has other members in some of them.

    Attributes:
        parts: the blocks of each part, shape (n,) each.
    """

    def __init__(self, parts: list[np.ndarray]) -> None:
        super().__init__()
        self.parts = parts


class Layout:
    """The members of an index whose last label is a block.

    Attributes:
        heads: labels before the block, each once.
    """

    def __init__(self, heads: list[tuple[Any, ...]], blocks: list[np.ndarray], places: list[np.ndarray]) -> None:
        self.heads, self._blocks, self._places = heads, blocks, places
        self._at = {head: i for i, head in enumerate(heads)}
        self._ranks: dict[int, np.ndarray] = {}

    def pieces(self) -> Iterator[tuple[tuple[Any, ...], np.ndarray, np.ndarray]]:
        """Labels, blocks and the places of these in the order of the index, label by label."""
        return zip(self.heads, self._blocks, self._places, strict=True)

    def places(self, key: Any) -> Any:
        """Places of (labels, block), (labels, ``Blocks``) or (labels, array of blocks) in the order of the index.

        Raises:
            KeyError: if one of them is no member.
        """
        *labels, last = key if isinstance(key, tuple) else (key,)
        number = last.numbers if isinstance(last, Blocks) else last
        at = self._at[tuple(labels)]
        rank = self._rank(at)[np.asarray(number) + 1]
        if rank.min(initial=0) < 0:
            raise KeyError(key)
        return self._places[at][rank]

    def _rank(self, at: int) -> np.ndarray:
        """Rank of every block among those of a head, -1 where it is none; the first is of the point before all."""
        blocks = self._blocks[at]
        known = self._ranks.get(id(blocks))
        if known is None:
            known = np.full(int(blocks.max(initial=-1)) + 2, -1)
            known[blocks + 1] = np.arange(len(blocks))
            self._ranks[id(blocks)] = known
        return known


class Layouts:
    """The layouts of a model's indices, each made once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._known: dict[int, Layout] = {}

    def lists_blocks(self, members: pyo.Set) -> bool:
        """Whether the (last label of the) members of a set is a block."""
        return self._model.is_over_blocks(members)

    def timed(self, index: pyo.Set) -> bool:
        """Whether the last label of an index is a block."""
        return self._model.ends_with_block(index)

    def of(self, index: pyo.Set) -> Layout:
        """The layout of an index over blocks."""
        known = self._known.get(id(index))
        if known is None:
            known = self._known[id(index)] = _layout(index)
        return known

    def grouped(self, members: Iterable[Any]) -> list[Any]:
        """Members whose last label is a block, those alike but for the block as one with all their blocks."""
        found = [(*labels, Blocks(blocks)) for labels, (blocks, _places) in by_label(members).items()]
        return [one[0] for one in found] if all(len(one) == 1 for one in found) else found


def _layout(index: pyo.Set) -> Layout:
    parts = heads_and_tails(index)
    if parts is not None:
        heads, tails = parts
        blocks = np.array(tails, dtype=np.int64)
        places = [np.arange(i * len(blocks), (i + 1) * len(blocks)) for i in range(len(heads))]
        return Layout(heads, [blocks] * len(heads), places)
    found = by_label(index)
    return Layout(list(found), [blocks for blocks, _ in found.values()], [places for _, places in found.values()])
