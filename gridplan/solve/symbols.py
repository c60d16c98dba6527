"""What the functions that Pyomo makes of templates read: variables, data and sets, of one block or of many at a time.

In an index ``Blocks`` stands for many blocks: a variable then gives the columns of all of them, data the numbers.  A
set of blocks (a month's, all of them) is one ``Blocks``, so that a sum over it is a single turn of its loop.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base.label import NumericLabeler
from pyomo.core.expr.symbol_map import SymbolMap

from gridplan.model.components import Hourly, Series
from gridplan.solve.layout import Blocks, Layout, Layouts, Uneven


class Columns:
    """Where the members of every variable stand among the columns, in the order in which rows first name the variables.

    Pyomo's visitors call this a variable recorder; ``var_map``, ``var_order``, ``env`` and ``symbolmap`` are their
    names for what they ask of it.

    Attributes:
        first: first column of every variable named so far, by id.
        count: how many columns there are.
    """

    def __init__(self, layouts: Layouts) -> None:
        self._layouts = layouts
        self.symbolmap = SymbolMap(NumericLabeler("x"))
        self.env = Names(self.symbolmap, layouts)
        self.var_map: dict[int, Any] = {}
        self.var_order: dict[int, int] = {}
        self.first: dict[int, int] = {}
        self.count = 0

    def add(self, variable: Any) -> None:
        """Take a variable up, with all its members."""
        component = variable.parent_component()
        if id(component) in self.first:
            return
        start = self.first[id(component)] = self.count
        self.count += len(component.index_set())
        name = self.symbolmap.getSymbol(component)
        if isinstance(component, Hourly):
            self.env[name] = _Places(start, self._layouts.of(component.index_set()))
        else:
            self.env[name] = {key: place for place, key in enumerate(component.index_set(), start)}
        for place, member in enumerate(component.values(), start):
            self.var_map[id(member)] = member
            self.var_order[id(member)] = place

    def layout(self, variable: Hourly) -> Layout:
        """The layout of an hourly variable's index."""
        return self._layouts.of(variable.index_set())


class Names(dict[Any, Any]):
    """What the functions of templates find by name.

    Attributes:
        many_rows: whether a function writes the rows of many blocks just now; a sum over blocks within such rows cannot
            be told from them, and is refused.
    """

    def __init__(self, symbols: SymbolMap, layouts: Layouts) -> None:
        super().__init__({None: 0})
        self._symbols, self._layouts = symbols, layouts
        self.many_rows = False

    def __setitem__(self, name: Any, thing: Any) -> None:
        # Pyomo names a set anew in each template it stands in.
        if name not in self or not isinstance(self[name], _OverBlocks):
            super().__setitem__(name, self._over_blocks(self._symbols.bySymbol.get(name), thing))

    def _over_blocks(self, component: Any, thing: Any) -> Any:
        ctype = getattr(component, "ctype", None)
        if ctype is pyo.Param and self._layouts.timed(component.index_set()):
            return _Numbers(component, self._layouts.of(component.index_set()))
        if ctype in (pyo.Set, pyo.RangeSet):
            if component.is_indexed():
                return _Listed(component, self._layouts, self)
            if self._layouts.lists_blocks(component):
                return _Whole(self._layouts.grouped(component), self)
        return thing

    def refuse_sum(self) -> None:
        """Refuse a sum over blocks where rows of many blocks are written.

        Raises:
            ValueError: if they are; such a family is a fault of the model.
        """
        if self.many_rows:
            raise ValueError("a family of rows over blocks holds a sum over blocks: put the sum into a row of its own")


class _OverBlocks:
    """What is read for one block or for many."""


class _Places(_OverBlocks):
    """Columns of an hourly variable, by labels and block or blocks."""

    def __init__(self, first: int, layout: Layout) -> None:
        self._first, self._layout = first, layout

    def __getitem__(self, key: tuple[Any, ...]) -> Any:
        return self._first + self._layout.places(key)


class _Numbers(_OverBlocks):
    """Data over blocks, by labels and block or blocks."""

    def __init__(self, component: pyo.Param, layout: Layout) -> None:
        self._layout = layout
        if isinstance(component, Series):
            self._numbers = np.concatenate([component.arrays[head] for head in layout.heads] or [np.zeros(0)])
        else:
            self._numbers = np.array([component[key] for key in component.index_set()])

    def __getitem__(self, key: Any) -> Any:
        return self._numbers[self._layout.places(key)]


class _Whole(_OverBlocks):
    """A set whose members end with a block: those alike but for the block as one."""

    def __init__(self, members: list[Any], names: Names) -> None:
        self._members, self._names = members, names

    def __iter__(self) -> Iterator[Any]:
        self._names.refuse_sum()
        return iter(self._members)


class _Listed(_OverBlocks):
    """An indexed set.

    Where it is indexed by blocks, the members of many blocks are given if all of them have the same; where its members
    end with blocks, those alike but for the block are given as one.
    """

    def __init__(self, component: pyo.Set, layouts: Layouts, names: Names) -> None:
        self._component, self._layouts, self._names = component, layouts, names
        index = component.index_set()
        self._by_block = layouts.of(index) if layouts.timed(index) else None
        self._kinds: np.ndarray | None = None
        self._sorts: list[tuple[Any, ...]] = []

    def __getitem__(self, key: Any) -> Any:
        if self._by_block is not None and isinstance(key[-1], Blocks):
            return self._of_many(key)
        members = self._component[key]
        if not self._layouts.lists_blocks(self._component):
            return members
        self._names.refuse_sum()
        return self._layouts.grouped(members)

    def _of_many(self, key: tuple[Any, ...]) -> tuple[Any, ...]:
        """The members of many blocks.

        Raises:
            Uneven: if some blocks have others.
        """
        assert self._by_block is not None
        if self._kinds is None:
            known: dict[tuple[Any, ...], int] = {}
            lists = (self._component[label] for label in self._component.index_set())
            self._kinds = np.array([known.setdefault(tuple(members), len(known)) for members in lists])
            self._sorts = list(known)
        kinds = self._kinds[self._by_block.places(key)]
        found = np.unique(kinds)
        if len(found) > 1:
            raise Uneven([key[-1].numbers[kinds == kind] for kind in found])
        return self._sorts[int(found[0])]
