"""The screen before a run: what no plan can do, found from tables and series in a fraction of a second.

Peak against all supply hour by hour, the year's energy, what must run against what can take it, heat, channel
contracts, and targets against the most (or least) that everything together reaches (screen_targets.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from gridplan.case.problems import Place, Problem, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.screen_supply import OUTSIDE, Region, Tables, number
from gridplan.case.screen_targets import screen_targets
from gridplan.case.tables import TypedTable, records_held
from gridplan.library.units import GWH_PER_PJ, HOURS_PER_YEAR

NOTABLE, NOTABLE_HOURLY = 1e-3, 1e-5
"""Part of the year's load below which a shortfall is left to the run to report; of the year as a whole, and hour
by hour."""

EXCESS_TIMES = 5.0
"""Power that can be thrown away, in peak loads: the model's own limit (gridplan/model/demand.py)."""



def screen(tables: Mapping[str, TypedTable], years: Sequence[int], profiles: pd.DataFrame,
           probabilities: Sequence[float] = (1.0,)) -> list[Problem]:
    """Every shortfall and contradiction that shows without solving; errors where no plan can exist.

    Hours are looked at in each weather year, targets in the mean of them; a fault of several is named once.
    """
    weather = [profiles.iloc[start:start + HOURS_PER_YEAR] for start in range(0, len(profiles), HOURS_PER_YEAR)]
    with records_held(tables):
        if len(weather) == 1:
            return _screen(tables, years, profiles, profiles)
        weather = [one.reset_index(drop=True) for one in weather]
        mean = sum(one * probability for one, probability in zip(weather, probabilities, strict=True))
        found = {(fault.rule, fault.file, fault.row, fault.column, fault.value): fault
                 for one in reversed(weather) for fault in _screen(tables, years, one, mean)}
        return list(found.values())


def _screen(tables: Mapping[str, TypedTable], years: Sequence[int], profiles: pd.DataFrame,
            mean: pd.DataFrame) -> list[Problem]:
    """What shows in the hours of one weather year; ``mean`` is that of all."""
    found: list[Problem] = []
    bases = {str(cells["region"]) for _row, cells in tables["bases"].records()}
    for year in years:
        for row, cells in in_force(tables["regions"], year):
            region = Region(tables, profiles, str(cells["region"]), year, mean)
            place = _demand_place(tables, region) or tables["regions"].place(row, "region")
            found += _must_run_hours(tables, region)
            found += _contracts(tables, region)
            found += _heat(tables, region)
            if region.region not in bases:
                found += [
                    *_peak(region, place),
                    *_energy(region, place),
                    *_surplus(region, place),
                    *screen_targets(tables, replace(region, profiles=mean)),
                ]
    return found


def _demand_place(tables: Tables, region: Region) -> Place | None:
    rows = [row for row, cells in in_force(tables["demand"], region.year) if cells["region"] == region.region]
    return tables["demand"].place(rows[0], "region") if rows else None


def moment(hour: int) -> str:
    """An hour of the year as month-day and hour."""
    at = pd.Timestamp("2030-01-01") + pd.Timedelta(hours=hour)
    return f"{at:%m-%d %H:00}"


def _hourly(rule: str, region: Region, place: Place, gap: np.ndarray, **curves: np.ndarray) -> Iterator[Problem]:
    """A problem where `gap` (GW) is above zero: hours, energy, and the curves at the worst hour."""
    hours = np.flatnonzero(gap > 1e-6)
    if not len(hours) or gap[hours].sum() <= NOTABLE_HOURLY * max(region.load_gw.sum(), 1.0):
        return
    worst = int(gap.argmax())
    words = {name: f"{curve[worst]:.3g}" for name, curve in curves.items()}
    yield _told(rule, region, place, hours=len(hours), when=moment(worst), energy=f"{gap[hours].sum():.3g}", **words)


def _told(rule: str, region: Region, place: Place, value: object = None, **words: object) -> Problem:
    """A problem of a region in a planning year; the value shown is the region where no other is given."""
    shown = region.region if value is None else value
    return problem(rule, place, shown, region=region.region, year=region.year, **words)


def _peak(region: Region, place: Place) -> Iterator[Problem]:
    most = region.most_gw - region.owed_gw + region.relief_gw
    yield from _hourly("screen_peak", region, place, region.load_gw - most, load=region.load_gw, most=most)


def _energy(region: Region, place: Place) -> Iterator[Problem]:
    owed = sum(region.owed_gwh(cells) for cells in region.links("from"))
    need, most = region.load_gw.sum() + owed, region.supply_gwh
    if need - region.shed_gwh > most * (1 + NOTABLE):
        yield _told("screen_energy", region, place, need=f"{need / 1000:.4g}", owed=f"{owed / 1000:.4g}",
                    most=f"{most / 1000:.4g}")


def _surplus(region: Region, place: Place) -> Iterator[Problem]:
    forced, room = region.forced_gw, region.room_gw
    thrown = room + EXCESS_TIMES * float(region.load_gw.max())
    if (forced > thrown + 1e-6).any():
        worst = int((forced - thrown).argmax())
        yield _told("screen_surplus_hard", region, place, forced=f"{forced[worst]:.3g}", room=f"{thrown[worst]:.3g}")
        return
    yield from _hourly("screen_surplus", region, place, forced - room, forced=forced, room=room)


def _must_run_hours(tables: Tables, region: Region) -> Iterator[Problem]:
    """Cohorts that must give more energy than their full-load hours allow."""
    cohorts = tables["cohorts"]
    for row, cells in in_force(cohorts, region.year):
        limit, existing = float(cells["max_full_load_hours"]), float(cells["existing_gw"])
        kept = existing - number(cells["retire_max_gw"])
        if cells["region"] != region.region or np.isnan(limit) or not kept > 0:
            continue
        least = float(region.must_run_gw(cells).sum()) / kept
        room = (existing + cells["build_max_gw"]) / kept
        if least > limit * room * (1 + 1e-9):
            yield problem(
                "screen_must_run_hours", cohorts.place(row, "max_full_load_hours"), limit, hours=f"{least:.0f}"
            )


def _heat(tables: Tables, region: Region) -> Iterator[Problem]:
    """Heat asked for against heat-and-power units, boilers, heat pumps and tanks, all at their most."""
    demand = tables["heat_demand"]
    for row, cells in in_force(demand, region.year):
        if cells["region"] != region.region:
            continue
        shape = region.series(cells["profile"])
        load = shape * (cells["energy_pj"] * GWH_PER_PJ / region.sum_of(cells["profile"]))
        most = sum(number(s["existing_gwth"]) + number(s["build_max_gwth"]) for s in region.of("heat_sources"))
        most += sum(
            (number(s["existing_gwh"]) + number(s["build_max_gwh"])) / s["hours"] for s in region.of("heat_stores")
        )
        heat: dict[str, float] = {}
        for _place, chp in in_force(tables["chp"], region.year):
            heat[str(chp["cohort"])] = max(heat.get(str(chp["cohort"]), 0.0), float(chp["heat_gwth_per_gw"]))
        most += sum(
            (c["existing_gw"] + c["build_max_gw"]) * c["availability_share"] * heat.get(str(c["cohort"]), 0.0)
            for c in region.of("cohorts")
        )
        ceiling = np.full(HOURS_PER_YEAR, most)
        yield from _hourly(
            "screen_heat", region, demand.place(row, "energy_pj"), load - ceiling, load=load, most=ceiling
        )


def _contracts(tables: Tables, region: Region) -> Iterator[Problem]:
    """What a channel must send against all its sender may have, its load served in no hour."""
    links = tables["links"]
    most = None
    for row, cells in in_force(links, region.year):
        if cells["from"] != region.region or cells["from"] == OUTSIDE:
            continue
        most = region.supply_gwh if most is None else most
        owed = region.owed_gwh(cells)
        if owed > most * (1 + NOTABLE):
            column = "energy_twh" if cells["mode"] == "profile" else "energy_min_twh"
            yield _told("screen_contract", region, links.place(row, column), owed / 1000.0, most=f"{most / 1000:.4g}")
