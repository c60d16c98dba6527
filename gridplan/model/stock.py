"""Capacity that stands and capacity that is added to it, for assets of which nothing leaves.

    <name>_installed:  X = existing + built,    0 <= built <= most that may be built        GW
"""

from __future__ import annotations

from collections.abc import Mapping

import pyomo.environ as pyo

from gridplan.model.frame import Model


def installed(model: Model, name: str, index: pyo.Set, existing: Mapping[tuple, float],
              build_max: Mapping[tuple, float]) -> None:
    """Put ``<name>_built_gw``, ``<name>_gw`` and their row on the design block, GW by ``index``."""
    d = model.design
    built = pyo.Var(index, bounds=lambda _b, a, y: (0.0, build_max[a, y]))
    d.add_component(f"{name}_built_gw", built)
    capacity = pyo.Var(index, bounds=lambda _b, a, y: (existing[a, y], existing[a, y] + build_max[a, y]))
    d.add_component(f"{name}_gw", capacity)
    start = model.param(f"{name}_existing_gw", index, existing)
    d.add_component(f"{name}_installed", pyo.Constraint(
        index, rule=lambda _b, a, y: capacity[a, y] == start[a, y] + built[a, y]))
