"""Capacity that stands and capacity that is added to it, for assets of which nothing leaves but by age.

    <name>_installed:  X = existing + built and still standing,    0 <= built <= most that may be built        GW
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.model.vintages import standing


def installed(model: Model, name: str, index: pyo.Set, existing: Mapping[tuple[Any, ...], float],
              build_max: Mapping[tuple[Any, ...], float], life: Mapping[tuple[Any, ...], float]) -> None:
    """Put ``<name>_built_gw``, ``<name>_gw`` and their row on the design block, GW by ``index``; ``life`` in years."""
    d = model.design
    built = pyo.Var(index, bounds=lambda _b, a, y: (0.0, build_max[a, y]))
    d.add_component(f"{name}_built_gw", built)
    capacity = pyo.Var(index, bounds=lambda _b, a, y: (existing[a, y], existing[a, y] + build_max[a, y]))
    d.add_component(f"{name}_gw", capacity)
    start = model.param(f"{name}_existing_gw", index, existing)
    new = standing(model, name, built, life)
    model.family(d, f"{name}_installed", index, rule=lambda _b, a, y: capacity[a, y] == start[a, y] + new(a, y))
