"""Rules of policy targets: range, subject, contradictions, and whether a target can be reached at all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from gridplan.case.problems import Problem, as_warning, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.schema import schema
from gridplan.case.slips import allowed_range, slip_hint
from gridplan.case.spelling import closest
from gridplan.case.tables import TypedTable

Tables = Mapping[str, TypedTable]
Row = tuple[int, dict[str, Any]]

RANGES = {
    "%": (0.0, 100.0),
    "GW": (0.0, 2000.0),
    "TWh": (0.0, 2000.0),
    "h": (0.0, 2000.0),
    "units": (0.0, 2000.0),
    "g/kWh": (100.0, 500.0),
    "ratio": (0.0, 10.0),
    "Mt": (0.0, 50.0),
    "Mt_ce": (0.0, 1000.0),
    "Mt_CO2": (0.0, 3000.0),
    "g_CO2_per_kWh": (0.0, 1500.0),
}
"""What a target can be, by the unit of its metric."""

RANGES_OF = {
    "retrofit.heat_rate_gain": (0.0, 100.0),
    "retrofit.heating_heat_rate_gain": (0.0, 100.0),
}
"""What a target of a metric can be where its unit says too little."""

GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    "capacity.wind": (("renewables", "wind_onshore"), ("renewables", "wind_offshore")),
    "capacity.solar": (
        ("renewables", "solar_utility"),
        ("renewables", "solar_distributed"),
        ("reservoirs", "solar_thermal"),
    ),
    "capacity.distributed_generation": (("renewables", "solar_distributed"),),
    "capacity.pumped_hydro": (("stores", "pumped_hydro"), ("hybrid_pumps", "hybrid_pump")),
    "capacity.new_storage": tuple(
        ("stores", kind) for kind in ("lithium", "compressed_air", "vanadium_flow", "hydrogen")
    ),
    "capacity.hydro": (("renewables", "hydro_ror"), ("reservoirs", "hydro_reservoir")),
    "capacity.coal": (("cohorts", "coal"), ("cohorts", "coal_usc_new")),
    "capacity.gas": (("cohorts", "gas_ccgt"), ("cohorts", "gas_ocgt")),
    "capacity.nuclear": (("cohorts", "nuclear"),),
    "capacity.biomass": (("cohorts", "biomass"), ("cohorts", "waste")),
}
GROUPS["capacity.wind_solar"] = GROUPS["capacity.wind"] + GROUPS["capacity.solar"]
GROUPS["capacity.new_energy"] = GROUPS["capacity.wind_solar"]
GROUPS["capacity.renewable"] = (
    GROUPS["capacity.new_energy"] + GROUPS["capacity.hydro"] + GROUPS["capacity.biomass"]
)
GROUPS["capacity.wind_offshore"] = (("renewables", "wind_offshore"),)
GROUPS["capacity.distributed_generation"] = (("renewables", "solar_distributed"),)
GROUPS["storage.electrochemical_demo_scale"] = (("stores", "lithium"), ("stores", "vanadium_flow"))
GROUPS["capacity.total"] = tuple(
    member
    for metric in ("renewable", "pumped_hydro", "coal", "gas", "nuclear")
    for member in GROUPS[f"capacity.{metric}"]
)

PARTS = {
    "capacity.total": tuple(
        f"capacity.{part}"
        for part in ("wind", "solar", "hydro", "biomass", "pumped_hydro", "coal", "gas", "nuclear")
    ),
    "capacity.wind_solar": ("capacity.wind", "capacity.solar"),
    "capacity.new_energy": ("capacity.wind", "capacity.solar"),
    "capacity.renewable": ("capacity.wind", "capacity.solar", "capacity.hydro", "capacity.biomass"),
}
"""Metrics that add up to another."""

TOTAL_QUOTA, NONHYDRO_QUOTA = "quota.renewable_consumption", "quota.nonhydro_consumption"


def check_policies(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """Every fault of the targets, alone, against each other and against what the case can build."""
    policies = tables["policies"]
    for row, cells in policies.records():
        if cells["metric"]:
            yield from _subject(tables, row, cells)
            yield from _value(policies, row, cells)
            yield from _enforcement(policies, row, cells)
    yield from _once_per_pair(_contradictions(policies, years))
    yield from _once_per_pair(_reach(tables, years))


def _once_per_pair(found: Iterator[Problem]) -> Iterator[Problem]:
    """The same fault is named once, not in each planning year."""
    seen: set[tuple[str, int | None]] = set()
    for one in found:
        if (one.rule, one.row) not in seen:
            seen.add((one.rule, one.row))
            yield one


def _subject(tables: Tables, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    policies = tables["policies"]
    metric, subject = schema().metrics[str(cells["metric"])], str(cells["subject"])
    place = policies.place(row, "subject")
    if not metric.subject_table:
        if subject:
            yield problem("subject_unused", place, subject, metric=metric.name)
        return
    target = tables[metric.subject_table]
    known = [str(name) for name in target.frame[target.table.key[0]]]
    details = {"target": metric.subject_table, "metric": metric.name, **closest(subject, known)}
    if not subject:
        yield problem("subject_missing", place, **details)
    elif subject not in known:
        yield problem("subject_unknown", place, subject, **details)


def _value(policies: TypedTable, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    metric, value = schema().metrics[str(cells["metric"])], float(cells["value"])
    low, high = RANGES_OF.get(metric.name, RANGES[metric.unit])
    place = policies.place(row, "value")
    if not low <= value <= high and not math.isnan(value):
        words = {**allowed_range(low, high, metric.unit), **slip_hint(value, low, high, metric.unit)}
        yield problem("target_range", place, value, metric=metric.name, **words)
    elif metric.unit == "%" and 0 < value < 1:
        yield problem("target_share", place, value, metric=metric.name, **slip_hint(value, 1, 100, "%"))


def _enforcement(policies: TypedTable, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    if not cells["enforce"]:
        return
    place, metric = policies.place(row, "enforce"), schema().metrics[str(cells["metric"])]
    if not metric.enforceable:
        yield problem("not_enforceable", place, "yes", metric=metric.name)
    elif cells["sense"] == "about":
        yield problem("about_enforced", place, "yes")


def _contradictions(policies: TypedTable, years: Sequence[int]) -> Iterator[Problem]:
    """Floors above ceilings of the same metric, or of the sum it is part of; the quota's part above its
    total.

    An error where both are constraints; a reminder where one is only reported.
    """
    for year in years:
        rows = in_force(policies, year)
        floors = [(row, c) for row, c in rows if c["sense"] == "min"]
        ceilings = [(row, c) for row, c in rows if c["sense"] == "max"]
        for (low_row, low), (high_row, high) in product(floors, ceilings):
            same = all(low[name] == high[name] for name in ("metric", "region", "subject"))
            if same and low["value"] > high["value"]:
                words = {
                    "metric": low["metric"],
                    "other": policies.lines[high_row],
                    "ceiling": f"{high['value']:g}",
                }
                words |= {"region": low["region"], "year": year}
                found = problem(
                    "targets_contradict", policies.place(low_row, "value"), float(low["value"]), **words
                )
                yield found if low["enforce"] and high["enforce"] else as_warning(found)
        for ceiling in ceilings:
            yield from _parts_above(policies, ceiling, floors, year)
        for (part_row, part), (total_row, total) in product(floors, floors):
            quotas = part["metric"] == NONHYDRO_QUOTA and total["metric"] == TOTAL_QUOTA
            if quotas and part["region"] == total["region"] and part["value"] > total["value"]:
                words = {"total": f"{total['value']:g}", "other": policies.lines[total_row]}
                yield problem("quota_parts", policies.place(part_row, "value"), float(part["value"]), **words)


def _parts_above(policies: TypedTable, ceiling: Row, floors: Sequence[Row], year: int) -> Iterator[Problem]:
    """Floors of the parts of a sum that add up to more than the ceiling of the sum."""
    row, cells = ceiling
    highest: dict[str, Row] = {}
    for floor in floors:
        metric = str(floor[1]["metric"])
        if metric in PARTS.get(str(cells["metric"]), ()) and floor[1]["region"] == cells["region"]:
            known = highest.get(metric)
            highest[metric] = floor if known is None or floor[1]["value"] > known[1]["value"] else known
    total = sum(float(floor["value"]) for _, floor in highest.values())
    if len(highest) > 1 and total > cells["value"]:
        others = ", ".join(str(policies.lines[other]) for other, _ in highest.values())
        words = {"metric": cells["metric"], "total": f"{total:g}", "others": others}
        words |= {"region": cells["region"], "year": year}
        found = problem("groups_contradict", policies.place(row, "value"), float(cells["value"]), **words)
        enforced = cells["enforce"] and all(floor["enforce"] for _, floor in highest.values())
        yield found if enforced else as_warning(found)


def _reach(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """Capacity targets that no plan of this case can meet."""
    policies = tables["policies"]
    for year in years:
        for row, cells in in_force(policies, year):
            group = GROUPS.get(str(cells["metric"]))
            if group is None or math.isnan(cells["value"]):
                continue
            least, most, members = _capacity_gw(tables, group, str(cells["region"]), year)
            place, value = policies.place(row, "value"), float(cells["value"])
            if cells["sense"] == "min" and not members and value > 0:
                found = problem(
                    "target_without_assets", place, value, metric=cells["metric"], region=cells["region"]
                )
                yield found if cells["enforce"] else as_warning(found)
            elif cells["sense"] == "min" and value > most:
                yield problem("target_above_potential", place, value, most=f"{most:g}", year=year)
            elif cells["sense"] == "max" and value < least:
                yield problem("target_below_existing", place, value, least=f"{least:g}", year=year)


def _capacity_gw(
    tables: Tables, group: Sequence[tuple[str, str]], region: str, year: int
) -> tuple[float, float, int]:
    """Least and most capacity (GW) of a group of technologies in a region and the supply bases on its ground, and the
    number of its rows."""
    counted = {region, *(c["region"] for _, c in tables["bases"].records() if c["counted_in"] == region)}
    least, most, members = 0.0, 0.0, 0
    for table, technology in group:
        for _, c in in_force(tables[table], year):
            if c["region"] not in counted or c.get("technology", technology) != technology:
                continue
            members += 1
            existing = 0.0 if math.isnan(c["existing_gw"]) else float(c["existing_gw"])
            least += existing - float(c.get("retire_max_gw") or 0.0)
            if "build_max_gw" in c:
                most += existing + float(c["build_max_gw"])
            elif not math.isnan(c["potential_gw"]):
                most += float(c["potential_gw"])
            else:
                most += existing if table == "reservoirs" else math.inf
        gone, gained = _repowered_gw(tables, technology, region, year) if table == "renewables" else (0.0, 0.0)
        least, most = least - gone, most + gained
    return least, math.inf if pd.isna(most) else most, members


def _repowered_gw(tables: Tables, technology: str, region: str, year: int) -> tuple[float, float]:
    """Most capacity (GW) of a technology that repowering may take down, and most it may bring beyond that."""
    classes = {
        str(c["renewable"]): c
        for _, c in in_force(tables["renewables"], year)
        if (c["region"], c["technology"]) == (region, technology)
    }
    gone = gained = 0.0
    for _, c in in_force(tables["repowering"], year):
        if str(c["renewable"]) in classes:
            gone += float(c["max_gw"]) * max(0.0, 1.0 - float(c["growth"]))
            gained += float(c["max_gw"]) * max(0.0, float(c["growth"]) - 1.0)
    return gone, gained
