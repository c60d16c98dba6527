"""Which columns of the programme belong to which asset, for the accounts of why.py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridplan.model.frame import Model
from gridplan.model.point import Point

Label = tuple[str, str, str, int]
"""dimension, asset, state ("" for the cohort as a whole and for all else), year."""


@dataclass(frozen=True)
class Kind:
    """How one dimension of the dataset stands in the programme: names of Pyomo components.

    Attributes:
        table: the case table of its assets.
        variables: all variables of an asset; those of a retrofit state are in ``STATED``.
        capacity: the capacity the account is per kW of.
        built: the variable that adds to it ("" where there is none).
        given: the rows that tie capacity to what exists; left out when one GW is dispatched by itself.
    """

    table: str
    variables: tuple[str, ...]
    capacity: str
    built: str
    given: tuple[str, ...]


KINDS = {
    "cohort": Kind(
        "cohorts",
        ("design.thermal_capacity_gw", "design.thermal_gross_gwh", "operation.online_gw", "operation.above_minimum_gw",
         "operation.started_gw", "operation.free_output_gw", "design.thermal_built_gw", "design.thermal_retired_gw"),
        "design.thermal_capacity_gw", "design.thermal_built_gw", ("design.capacity_split",)),
    "renewable": Kind(
        "renewables", ("design.renewable_capacity_gw", "design.renewable_built_gw", "operation.renewable_output_gw"),
        "design.renewable_capacity_gw", "design.renewable_built_gw", ("design.renewable_installed",)),
    "reservoir": Kind(
        "reservoirs",
        ("design.reservoir_capacity_gw", "design.reservoir_built_gw", "operation.reservoir_output_gw",
         "operation.reservoir_spill_gw", "operation.reservoir_level_gwh"),
        "design.reservoir_capacity_gw", "design.reservoir_built_gw", ("design.reservoir_installed",)),
    "store": Kind(
        "stores",
        ("design.store_power_gw", "design.store_energy_gwh", "design.store_power_built_gw",
         "design.store_energy_built_gwh", "design.store_firm_built_gw", "operation.store_charge_gw",
         "operation.store_discharge_gw", "operation.store_level_gwh"),
        "design.store_power_gw", "design.store_power_built_gw", ("design.store_power", "design.store_energy")),
    "response": Kind(
        "response",
        ("design.response_capability_gw", "design.shed_gwh", "operation.response_down_gw", "operation.response_up_gw",
         "operation.response_level_gwh"),
        "design.response_capability_gw", "", ()),
}

STATED = ("thermal_capacity_gw", "thermal_gross_gwh", "online_gw", "above_minimum_gw", "started_gw", "free_output_gw")
"""Variables of a cohort that belong to one of its states."""


@dataclass(frozen=True)
class Assets:
    """Columns by asset.

    Attributes:
        number: the assets' numbers by label.
        owner: number of the asset each column belongs to, -1 for none, shape (n_columns,).
        column: (label, variable's name) to the column of an asset's design variable without further index.
    """

    number: dict[Label, int]
    owner: np.ndarray
    column: dict[tuple[Label, str], int]

    def columns(self, label: Label) -> np.ndarray:
        """Columns of an asset, in the order of the programme."""
        return np.flatnonzero(self.owner == self.number[label])


def label_of(dimension: str, key: tuple, variable: str) -> Label:
    """The asset a member of a variable belongs to."""
    stated = variable.rsplit(".", 1)[-1] in STATED
    return dimension, str(key[0]), str(key[1]) if stated else "", int(key[2] if stated else key[1])


def assets_of(model: Model, point: Point, columns: int) -> Assets:
    """Every asset and retrofit state with its columns."""
    owner = np.full(columns, -1)
    number: dict[Label, int] = {}
    single: dict[tuple[Label, str], int] = {}
    for dimension, kind in KINDS.items():
        for name in kind.variables:
            variable = model.pyomo.find_component(name)
            if variable is None:
                continue
            for key, column in zip(variable.index_set(), point.columns[id(variable)].tolist(), strict=True):
                label = label_of(dimension, key, name)
                owner[column] = number.setdefault(label, len(number))
                if len(key) == (3 if label[2] else 2):
                    single[label, name] = column
    return Assets(number, owner, single)
