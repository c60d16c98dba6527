"""Floors and ceilings over groups of stores: shared stations (共享储能), sites of several phases, station ceilings.

For each group that gives the figure, over its member stores:

    store_group_power_min:   sum of power >= floor        GW
    store_group_power_max:   sum of power <= ceiling      GW     (a station's largest size times the stations allowed)
    store_group_energy_min:  sum of energy >= floor       GWh
    store_group_energy_max:  sum of energy <= ceiling     GWh

A store may be in several groups.  These are hard limits of what can or must stand; a target that may be missed at a
price is a policy (capacity.new_storage and the like).

Source: the provinces' plans call for shared stations, e.g. 内蒙古自治区独立新型储能电站项目实施细则 and 宁夏 共享储能;
天津市碳达峰实施方案 (集中式共享储能).
"""

from __future__ import annotations

import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point

LIMITS = (("power_min", "min_gw"), ("power_max", "max_gw"), ("energy_min", "min_gwh"), ("energy_max", "max_gwh"))
"""Rows, and the column of the table that states their limit."""


def design(model: Model) -> None:
    """The rows of every group, over the power and energy of its stores."""
    d, data = model.design, model.data
    members = {key: str(text).split() for key, text in model.values("store_groups", "stores").items()}
    data.STORE_GROUPS = pyo.Set(dimen=2, initialize=list(members))
    data.stores_of_group = pyo.Set(data.STORE_GROUPS, initialize=members)
    for name, column in LIMITS:
        stated = {key: value for key, value in model.values("store_groups", column, missing=-1.0).items() if value >= 0}
        groups = pyo.Set(dimen=2, initialize=list(stated))
        data.add_component(f"STORE_GROUPS_{name.upper()}", groups)
        limit = model.param(f"store_group_{name}", groups, stated)
        held = d.store_power_gw if name.startswith("power") else d.store_energy_gwh
        sign = 1.0 if name.endswith("min") else -1.0

        def rule(_b: pyo.Block, g: str, y: int, limit: pyo.Param = limit, held: pyo.Var = held,
                 sign: float = sign) -> object:
            return sum(sign * held[s, y] for s in data.stores_of_group[g, y]) >= sign * limit[g, y]

        model.family(d, f"store_group_{name}", groups, rule=rule)
        model.pays[f"design.store_group_{name}"] = "targets"


def operation(_model: Model) -> None:
    """Nothing: stores of a group are dispatched each by itself."""


def extract(_model: Model, _point: Point) -> dict[str, Labelled]:
    """Nothing beyond the stores' own figures."""
    return {}
