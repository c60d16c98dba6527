"""Members of an index by heads and tails."""

from __future__ import annotations

import pyomo.environ as pyo
import pytest

from gridplan.model.index_sets import heads_and_tails


def _sets() -> dict[str, pyo.Set]:
    model = pyo.ConcreteModel()
    model.NAMES = pyo.Set(initialize=["b", "a"], ordered=True)
    model.PAIRS = pyo.Set(dimen=2, initialize=[("b", 2030), ("a", 2035)])
    model.BLOCKS = pyo.RangeSet(0, 2)
    model.BOTH = model.PAIRS * model.BLOCKS
    model.THREE = model.NAMES * model.PAIRS * model.BLOCKS
    model.OTHER = model.BLOCKS * model.PAIRS
    return {name: model.component(name) for name in ("NAMES", "PAIRS", "BLOCKS", "BOTH", "THREE", "OTHER")}


@pytest.mark.parametrize(("name", "heads"), [("BOTH", 2), ("THREE", 4)])
def test_each_head_with_each_tail_is_the_index_in_its_order(name, heads):
    index = _sets()[name]
    parts = heads_and_tails(index)
    assert parts is not None and len(parts[0]) == heads
    assert [(*head, tail) for head in parts[0] for tail in parts[1]] == list(index)


@pytest.mark.parametrize("name", ["NAMES", "PAIRS", "BLOCKS", "OTHER"])
def test_any_other_index_has_none(name):
    assert heads_and_tails(_sets()[name]) is None
