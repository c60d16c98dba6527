"""What a region can supply and must supply at the most favourable, hour by hour, from the case tables and series alone.

Everything is on the optimistic side: all that may be built is built, stores are never empty, channels bring what
they can, response and moved load give all they have.  What falls short even so falls short in every plan.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.rules_adequacy import in_force
from gridplan.case.series_demand import grid_load_gwh
from gridplan.case.tables import TypedTable
from gridplan.library.calendar import MONTH_OF_HOUR
from gridplan.library.units import HOURS_PER_YEAR

Tables = Mapping[str, TypedTable]
Row = dict[str, Any]

OUTSIDE = "outside"
UNSTATED_GW = 5000.0


def number(value: Any, missing: float = 0.0) -> float:
    """A cell as a number; `missing` where it is blank."""
    figure = float(value)
    return missing if math.isnan(figure) else figure


@dataclass
class Region:
    """One region in one planning and one weather year; ``mean`` is the mean of all.  Powers are GW net at the grid,
    shape (8760,); energies GWh a year."""

    tables: Tables
    profiles: pd.DataFrame
    region: str
    year: int
    mean: pd.DataFrame

    def of(self, table: str) -> list[Row]:
        """Rows of the region in force."""
        return [cells for _row, cells in in_force(self.tables[table], self.year) if cells["region"] == self.region]

    def links(self, end: str) -> list[Row]:
        """Channels that enter ("to") or leave ("from") the region."""
        return [cells for _row, cells in in_force(self.tables["links"], self.year) if cells[end] == self.region]

    def series(self, name: Any) -> np.ndarray:
        """An hourly series of the case."""
        return np.asarray(self.profiles[str(name)].to_numpy(dtype=float))

    def sum_of(self, name: Any) -> float:
        """Expected sum over a year of an hourly series, by which a shape is scaled to a yearly figure."""
        return float(self.mean[str(name)].to_numpy(dtype=float).sum())

    @cached_property
    def load_gw(self) -> np.ndarray:
        """Grid load of every hour, named loads in it; zero for a supply base."""
        demand, load = self.tables["demand"], np.zeros(HOURS_PER_YEAR)
        for place, cells in in_force(demand, self.year):
            if cells["region"] != self.region:
                continue
            energy, shape = grid_load_gwh(demand, place, self.tables["regions"]), self.series(cells["profile"])
            for named in self.of("loads"):
                own = self.series(named["profile"])
                own = own * (1000.0 * number(named["energy_twh"]) / self.sum_of(named["profile"]))
                load = load + (own if named["counted"] != "in_curve" else 0.0)
                energy -= 1000.0 * number(named["energy_twh"]) if named["counted"] == "in_energy" else 0.0
            load = load + shape * (energy / self.sum_of(cells["profile"]))
        return load

    @cached_property
    def heating(self) -> np.ndarray:
        """Whether an hour lies in the heating months."""
        months = [cells["heating_months"] for cells in self.of("regions")]
        return np.isin(MONTH_OF_HOUR, [int(word) for word in str(months[0]).split()] if months else [])

    @cached_property
    def relief_gw(self) -> np.ndarray:
        """Load that response, flexible loads and vehicles can take off, at the most."""
        peak = float(self.load_gw.max())
        always = sum(number(cells["max_share_of_peak"]) * peak for cells in self.of("response"))
        relief = np.full(HOURS_PER_YEAR, always)
        loads = {str(cells["load"]): cells for cells in self.of("loads")}
        for _row, cells in in_force(self.tables["flexible_loads"], self.year):
            named = loads.get(str(cells["load"]))
            if named is not None:
                own = self.series(named["profile"])
                scale = 1000.0 * number(named["energy_twh"]) / self.sum_of(named["profile"])
                relief = relief + own * scale * (1.0 - number(cells["min_share"]))
        return relief + sum(number(cells["power_max_gw"]) for cells in self.of("vehicle_to_grid"))

    @cached_property
    def shed_gwh(self) -> float:
        """Most energy a year that response takes off and never gives back."""
        peak = float(self.load_gw.max())
        return float(
            sum(
                number(cells["max_share_of_peak"]) * peak * number(cells["max_hours"])
                for cells in self.of("response")
                if cells["kind"] != "shift"
            )
        )

    def renewable_gw(self, cells: Row) -> float:
        """Most capacity of a class of wind, sun or run-of-river; the schema's most where no potential is stated."""
        new = sum(
            number(row["growth"]) * number(row["max_gw"])
            for _row, row in in_force(self.tables["repowering"], self.year)
            if row["to"] == cells["renewable"]
        )
        return number(cells["potential_gw"], UNSTATED_GW) + new

    def reservoir_gw(self, cells: Row) -> float:
        """Most turbine capacity of a class of reservoirs."""
        return number(cells["potential_gw"], number(cells["existing_gw"]))

    @cached_property
    def most_gw(self) -> np.ndarray:
        """Most that can be supplied in each hour, without what is owed to others."""
        most = np.zeros(HOURS_PER_YEAR)
        for cells in self.of("cohorts"):
            most = most + self.thermal_net_gw(cells)
        for cells in self.of("renewables"):
            most = most + self.renewable_gw(cells) * (1 - number(cells["own_use_share"])) * self.series(
                cells["profile"]
            )
        for cells in self.of("reservoirs"):
            most = most + self.reservoir_gw(cells) * (1 - number(cells["own_use_share"])) * cells["availability_share"]
        for cells in self.of("stores"):
            most = most + (cells["existing_gw"] + cells["build_max_gw"]) * cells["availability_share"]
        for cells in self.links("to"):
            most = most + (cells["capacity_gw"] + cells["build_max_gw"]) * (1 - cells["loss_share"])
        for _row, cells in in_force(self.tables["emergency_support"], self.year):
            most = most + (cells["support_gw"] * (1 - cells["loss_share"]) if cells["to"] == self.region else 0.0)
        return most

    def thermal_net_gw(self, cells: Row) -> float:
        """Most net output of a cohort, all that may be built with it."""
        gross = cells["existing_gw"] + cells["build_max_gw"]
        return float(gross * cells["availability_share"] * (1 - cells["own_use_share"]))

    def thermal_gwh(self, cells: Row) -> float:
        """Most net energy of a cohort in a year: its availability, or its hours if they are fewer."""
        gross = cells["existing_gw"] + cells["build_max_gw"]
        hours = min(number(cells["max_full_load_hours"], math.inf), cells["availability_share"] * HOURS_PER_YEAR)
        return float(gross * hours * (1 - cells["own_use_share"]))

    def weather_gwh(self, nonhydro: bool = False) -> float:
        """Most gross energy of wind, sun and water in a year, with concentrating solar."""
        energy = 0.0
        for cells in self.of("renewables"):
            if not (nonhydro and cells["technology"] == "hydro_ror"):
                energy += self.renewable_gw(cells) * float(self.series(cells["profile"]).sum())
        for cells in self.of("reservoirs"):
            if not nonhydro or cells["technology"] == "solar_thermal":
                hours = min(number(cells["annual_hours"], HOURS_PER_YEAR), cells["availability_share"] * HOURS_PER_YEAR)
                energy += self.reservoir_gw(cells) * hours
        return energy

    @cached_property
    def supply_gwh(self) -> float:
        """Most net energy the region can have in a year: its plants, and what its channels may bring."""
        thermal = sum(self.thermal_gwh(cells) for cells in self.of("cohorts"))
        brought = sum(self.brought_gwh(cells) * (1 - cells["loss_share"]) for cells in self.links("to"))
        for _row, cells in in_force(self.tables["emergency_support"], self.year):
            if cells["to"] == self.region:
                brought += cells["support_gw"] * cells["max_hours"] * (1 - cells["loss_share"])
        return float(thermal + self.weather_gwh() + brought)

    def brought_gwh(self, cells: Row) -> float:
        """Most energy a channel sends in a year, at the sending end."""
        most = (cells["capacity_gw"] + cells["build_max_gw"]) * HOURS_PER_YEAR
        if cells["mode"] == "profile" and not cells["build_max_gw"] > 0:
            band = number(cells["profile_tolerance_share"])
            most = min(most, float(self.flow_gw(cells).sum()) * (1 + band) / max(1 - band, 1e-9))
        return float(min(most, 1000.0 * number(cells["energy_max_twh"], math.inf)))

    def flow_gw(self, cells: Row) -> np.ndarray:
        """Least flow of a channel at the sending end: of its curve within its band, or its floor."""
        capacity = float(cells["capacity_gw"])
        if cells["mode"] != "profile":
            return np.full(HOURS_PER_YEAR, number(cells["min_flow_share"]) * capacity)
        shape, energy = self.series(cells["profile"]), number(cells["energy_twh"], math.nan)
        flow = shape * capacity
        if not math.isnan(energy) and capacity > 0 and shape.sum() > 0:
            flow = np.minimum(shape * (1000.0 * energy / shape.sum()), capacity)
        return np.asarray(flow * (1 - number(cells["profile_tolerance_share"])))

    def owed_gwh(self, cells: Row) -> float:
        """Least energy a channel sends in a year: its flow, its own floor or that of its contract."""
        contracts = [
            row for _row, row in in_force(self.tables["link_contracts"], self.year) if row["link"] == cells["link"]
        ]
        stated = [1000.0 * number(cells["energy_min_twh"])]
        stated += [number(row["hours_min"]) * float(cells["capacity_gw"]) for row in contracts]
        return max(float(self.flow_gw(cells).sum()), *stated)

    @cached_property
    def owed_gw(self) -> np.ndarray:
        """What channels must send in each hour."""
        return sum((self.flow_gw(cells) for cells in self.links("from")), np.zeros(HOURS_PER_YEAR))

    @cached_property
    def forced_gw(self) -> np.ndarray:
        """Least that comes in each hour whatever the plan does: capacity that must run and cannot retire, water that
        must pass, imports on a curve."""
        forced = np.zeros(HOURS_PER_YEAR)
        for cells in self.of("cohorts"):
            forced = forced + self.must_run_gw(cells) * (1 - cells["own_use_share"])
        for cells in self.of("reservoirs"):
            inflow = self.series(cells["inflow_profile"])
            total = self.sum_of(cells["inflow_profile"])
            per_gw = inflow * (number(cells["annual_hours"]) / total) if total > 0 else inflow
            floor = np.minimum(np.minimum(number(cells["min_output_share"]), per_gw), cells["availability_share"])
            forced = forced + floor * number(cells["existing_gw"]) * (1 - number(cells["own_use_share"]))
        for cells in self.links("to"):
            forced = forced + self.flow_gw(cells) * (1 - cells["loss_share"])
        return forced

    def must_run_gw(self, cells: Row) -> np.ndarray:
        """Least gross output of a cohort: what must run, at its minimum, in the mildest state it may be turned into."""
        if not cells["commitment"]:
            return np.zeros(HOURS_PER_YEAR)
        states = [
            row for _row, row in in_force(self.tables["retrofits"], self.year) if row["cohort"] == cells["cohort"]
        ]
        kept = max(0.0, float(cells["existing_gw"]) - number(cells["retire_max_gw"]))

        def least(plain: str, heated: str) -> np.ndarray:
            usual = number(cells[plain])
            in_season = number(cells[heated], usual)
            usual = min([usual, *(number(row[plain], usual) for row in states)])
            in_season = min([in_season, *(number(row[heated], number(row[plain], in_season)) for row in states)])
            return np.where(self.heating, in_season, usual)

        shares = (
            least("must_run_share", "must_run_heating_share"),
            least("min_output_share", "min_output_heating_share"),
        )
        return np.asarray(kept * cells["availability_share"] * shares[0] * shares[1])

    @cached_property
    def room_gw(self) -> np.ndarray:
        """Most that can be taken in each hour: load with what can be put on, stores, channels, electrolysers."""
        room = self.load_gw + self.relief_gw
        room = room + sum(
            cells["existing_gw"] + cells["build_max_gw"]
            for table in ("stores", "electrolysers")
            for cells in self.of(table)
        )
        room = room + sum(cells["capacity_gw"] + cells["build_max_gw"] for cells in self.links("from"))
        room = room + sum(
            number(cells["existing_gwth"]) + number(cells["build_max_gwth"])
            for cells in self.of("heat_sources")
            if cells["kind"] in ("electric_boiler", "heat_pump")
        )
        loads = {str(cells["load"]): cells for cells in self.of("loads")}
        moved = [
            number(cells["max_share"], 1.0)
            * float(self.series(loads[str(cells["load"])]["profile"]).max())
            / self.sum_of(loads[str(cells["load"])]["profile"])
            * 1000.0
            * number(loads[str(cells["load"])]["energy_twh"])
            for _row, cells in in_force(self.tables["flexible_loads"], self.year)
            if str(cells["load"]) in loads
        ]
        return np.asarray(room + sum(moved))
