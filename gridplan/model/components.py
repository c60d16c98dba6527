"""Rows, variables and series over the blocks of the time axis, without an object for each member.

While templates are on (build.py), a family of rows keeps the template of its rule, a variable its index and the rule
of its bounds, a series its arrays; ``gridplan.solve.expand`` writes them out as arrays.  With templates off each
is what Pyomo makes of it, member by member: the same programme, some twenty times the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base import constraint
from pyomo.core.base.constraint import IndexedConstraint
from pyomo.core.base.param import IndexedParam
from pyomo.core.base.var import IndexedVar
from pyomo.core.expr.template_expr import templatize_constraint


def as_templates() -> bool:
    """Whether components are being written as templates."""
    return bool(constraint.TEMPLATIZE_CONSTRAINTS)


class _Counted:
    """What is the same for the three: construction without members while templates are on."""

    _constructed: bool
    _anonymous_sets: Any

    def construct(self, data: Any = None) -> None:
        """Called by Pyomo when the component is put on a block."""
        if not as_templates():
            super().construct(data)  # type: ignore[misc]
            return
        if self._constructed:
            return
        self._constructed = True
        for index in self._anonymous_sets or ():
            index.construct()
        self.begin()

    def begin(self) -> None:
        """What there is to do instead of making members."""


class Rows(_Counted, IndexedConstraint):  # type: ignore[misc]
    """A family of rows over an index: ``Rows(*sets, rule=...)``, as a Pyomo constraint.

    Attributes:
        template: the rule with template indices for its labels, and these; None where the index is empty or templates
            are off.
    """

    template: tuple[Any, tuple[Any, ...]] | None = None

    def begin(self) -> None:
        """Write the template.

        Raises:
            TemplateExpressionError: if the rule loops over a set other than in a sum.
        """
        if len(self.index_set()):
            self.template = templatize_constraint(self)


class Hourly(_Counted, IndexedVar):  # type: ignore[misc]
    """A variable over an index that ends with the block: ``Hourly(*sets, bounds=...)``.

    Args:
        bounds: (block of the model, labels, blocks) to the lower and upper bound; the last is the number of one block,
            or an array of many, for which each bound is a number or an array.
    """

    def __init__(self, *sets: pyo.Set, bounds: Callable[..., tuple[Any, Any]]) -> None:
        super().__init__(*sets, bounds=bounds)
        self._limits = bounds

    def limits(self, labels: tuple[Any, ...], blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper bound in each of the blocks, shape (n,) each."""
        lower, upper = self._limits(self.parent_block(), *labels, blocks)
        shape = blocks.shape
        return np.broadcast_to(np.asarray(lower, dtype=float), shape), np.broadcast_to(
            np.asarray(upper, dtype=float), shape)


class Series(_Counted, IndexedParam):  # type: ignore[misc]
    """Numbers over an index and the blocks: ``Series(index, BLOCKS, arrays=...)``.

    Args:
        arrays: for each member of the index an array over all blocks, shape (n_blocks,).
    """

    def __init__(self, index: pyo.Set, blocks: pyo.Set, arrays: Mapping[Any, np.ndarray]) -> None:
        self.arrays = {key if isinstance(key, tuple) else (key,): np.asarray(arrays[key], dtype=float) for key in index}
        super().__init__(index, blocks, initialize=lambda _b, *label: float(self.arrays[label[:-1]][label[-1]]))
