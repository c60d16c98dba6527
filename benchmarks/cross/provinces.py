"""The shipped provinces with what other programs have no counterpart for switched off on both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.cross.twins import Size, Twin
from benchmarks.like_system import like_case, like_system, network
from gridplan.case.case import Case
from gridplan.case.load import load_case
from gridplan.export.pypsa_network import LEFT_OUT, NEW
from gridplan.library.paths import cases_dir
from gridplan.model.axis import TimeAxis

MW = 1000.0
EXPORTED = ("hunan-2030", "ningxia-2030", "ningxia-hunan-2030")
CAPPED = ("ningxia-2030",)


def in_common(name: str) -> Case:
    """A shipped case without what PyPSA cannot state: commitment, retrofits, response, free durations, new
    reservoirs, targets, and every table of a lever."""
    case = load_case(cases_dir() / name)
    tables = dict(case.tables)
    for table in (*LEFT_OUT, "policies"):
        tables[table] = tables[table].iloc[:0]
    tables["cohorts"] = tables["cohorts"].assign(commitment=False, max_full_load_hours=np.nan)
    reservoirs = tables["reservoirs"]
    tables["reservoirs"] = reservoirs.assign(min_output_share=0.0, potential_gw=reservoirs["existing_gw"])
    stores = tables["stores"]
    tables["stores"] = stores.assign(hours_max=stores["hours_min"])
    return replace(case, tables=tables)


def exported(name: str, hours: int) -> Twin:
    """A province and the network `gridplan export` writes of it.

    Raises:
        ValueError: if the network lacks something of the case.
    """
    case, axis = in_common(name), TimeAxis.shortened_year(hours)

    def exported_network() -> Any:
        from gridplan.export.pypsa_network import to_pypsa

        made = to_pypsa(case, axis)
        if made.left_out:
            raise ValueError(f"the network of {name} lacks {made.left_out}")
        return made.network

    return Twin(f"{name}, exported", case, axis, exported_network, _sizes(case, NEW, MW))


def capped(name: str, hours: int) -> Twin:
    """A province with a cap on CO2 and a floor on wind and solar capacity, in the units of the case on both sides."""
    case, axis = like_case(load_case(cases_dir() / name)), TimeAxis.shortened_year(hours)
    system = like_system(case, axis)
    return Twin(f"{name}, CO2 cap and capacity floor", case, axis, lambda: network(system), _sizes(case, "", 1.0),
                money=1.0, constant=system.constant_million_cny)


def _sizes(case: Case, new: str, per_gw: float) -> dict[str, Size]:
    """Capacities of thermal, wind, solar and storage classes; what may be built stands in a component of its own."""
    year = case.settings.years[0]
    kinds = (("cohorts", "thermal_capacity_gw", "Generator"), ("renewables", "renewable_capacity_gw", "Generator"),
             ("stores", "store_power_gw", "StorageUnit"))
    return {
        str(name): Size((variable, str(name)), tuple((kind, part) for part in dict.fromkeys((name, f"{name}{new}"))),
                        per_gw)
        for table, variable, kind in kinds for name in case.rows(table, year).index}
