"""Rules of several planning years: what ages, what may be built, and targets of years that are not planned."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridplan.case.ageing import EXISTING, in_force_by_year, life_of, retirements_of
from gridplan.case.problems import Problem, problem
from gridplan.case.raw import RawTable
from gridplan.case.schema import schema
from gridplan.case.spelling import closest
from gridplan.case.tables import TRUE_WORDS, TypedTable

Tables = Mapping[str, TypedTable]

ROOM = {
    "cohorts": "build_max_gw",
    "renewables": "potential_gw",
    "reservoirs": "potential_gw",
    "hybrid_pumps": "build_max_gw",
    "stores": "build_max_gw",
    "links": "build_max_gw",
    "electrolysers": "build_max_gw",
    "heat_sources": "build_max_gwth",
    "heat_stores": "build_max_gwh",
    "connection": "build_max_gw",
    "vehicle_to_grid": "power_max_gw",
    "repowering": "max_gw",
}
"""Column of each table that says how much may stand new (all that exists with it: potential_gw)."""

DONE = (("cohorts", "retire_max_gw"), ("retrofits", "max_gw"))
"""Other limits of what is done once and stays."""

TOLERANCE_GW = 1e-6
TECHNOLOGY = {"hybrid_pumps": "hybrid_pump", "links": "link", "electrolysers": "electrolyser",
              "heat_stores": "heat_store"}
"""What the assets of a table count as where no column says it."""


def unplanned_targets(raw: RawTable | None, years: Sequence[int]) -> list[Problem]:
    """Targets for a year that is not planned: taken out of the table in place, each with its problem.

    One that is switched on is an error, any other a reminder that it waits for its year.
    """
    if raw is None or "year" not in raw.columns or not years:
        return []
    year_at = raw.columns.index("year")
    on_at = raw.columns.index("enforce") if "enforce" in raw.columns else None
    found, kept = [], []
    for row, cells in enumerate(raw.cells):
        text = cells[year_at].strip()
        if not (text.isdigit() and len(text) == 4) or int(text) in years:
            kept.append(row)
            continue
        switched_on = on_at is not None and cells[on_at].strip().casefold() in TRUE_WORDS
        rule = "target_year_unplanned" if switched_on else "target_year_waits"
        found.append(problem(rule, raw.place(row, "year"), text, years=", ".join(str(year) for year in years)))
    raw.cells, raw.lines = [raw.cells[row] for row in kept], [raw.lines[row] for row in kept]
    return found


def check_paths(tables: Tables, years: Sequence[int]) -> list[Problem]:
    """Every fault of retirements and growth ceilings; with several planning years, of what ties them together."""
    found = [*_retirements(tables, years), *_build_limits(tables)]
    if len(years) > 1:
        found += [*_room_falls(tables, years), *_built_then_gone(tables, years), *_retrofits_stay(tables, years)]
    return found


def _retirements(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    result = tables["retirements"]
    for row, cells in result.records():
        table, asset = str(cells["table"]), str(cells["asset"])
        if table in EXISTING and asset and life_of(tables, table, asset) is None:
            known = tables[table].frame[tables[table].table.key[0]].tolist()
            yield problem("retirement_unknown", result.place(row, "asset"), asset, of=table, **closest(asset, known))
    sums: dict[tuple[str, str], tuple[int, float]] = {}
    for row, cells, year in retirements_of(tables):
        if year is None:
            if not {(row, "from_year"), (row, "start_year")} & result.bad:
                yield problem("retirement_without_year", result.place(row, "from_year"))
        elif year <= min(years):
            place = result.place(row, "from_year" if (row, "from_year") in result.given else "start_year")
            yield problem("retirement_past", place, year, first=min(years))
        key = str(cells["table"]), str(cells["asset"])
        first, before = sums.get(key, (row, 0.0))
        sums[key] = first, before + float(cells["capacity_gw"])
    yield from _fleets(tables, sums)


def _fleets(tables: Tables, sums: Mapping[tuple[str, str], tuple[int, float]]) -> Iterator[Problem]:
    """Retirements of one asset together: no more than exists, and not beside rows that say it by year themselves."""
    result = tables["retirements"]
    for (table, asset), (row, gone) in sums.items():
        frame, column = tables[table].frame, EXISTING[table]
        own = frame[frame[tables[table].table.key[0]] == asset]
        stands = sorted(set(own[column].tolist()))
        if len(stands) > 1:
            shown = ", ".join(f"{gw:g}" for gw in stands)
            yield problem("retirement_and_dated", result.place(row, "asset"), asset, of=column, stands=shown)
        elif gone > stands[0] + TOLERANCE_GW:
            yield problem("retirement_too_much", result.place(row, "capacity_gw"), asset, gone=f"{gone:g}",
                          stands=f"{stands[0]:g}")


def _build_limits(tables: Tables) -> Iterator[Problem]:
    result = tables["build_limits"]
    for row, cells in result.records():
        if math.isnan(cells["max_gw"]) and math.isnan(cells["max_gw_per_year"]):
            if not {(row, "max_gw"), (row, "max_gw_per_year")} & result.bad:
                yield problem("build_limit_empty", result.place(row, "technology"), str(cells["technology"]))
        elif cells["technology"] and not _has(tables, str(cells["technology"]), str(cells["region"])):
            words = {"region": f" {cells['region']}" if cells["region"] else ""}
            yield problem("build_limit_idle", result.place(row, "technology"), str(cells["technology"]), **words)


def _has(tables: Tables, technology: str, region: str) -> bool:
    """Whether anything of a technology may stand in a region (in any, where none is named)."""
    for name in ROOM:
        column = next((one for one in ("technology", "kind") if one in schema().tables[name].columns), "")
        for _, cells in tables[name].records():
            counts = str(cells[column]) if column else TECHNOLOGY.get(name, "")
            places = [str(cells[part]) for part in ("region", "from", "to") if part in cells]
            if counts == technology and (not region or region in places):
                return True
    return False


def _room(name: str, cells: Mapping[str, Any]) -> float:
    """What may be built of an asset, in the unit of its column; infinite where nothing says so."""
    limit = float(cells[ROOM[name]])
    if ROOM[name] != "potential_gw":
        return math.inf if math.isnan(limit) else limit
    if math.isnan(limit):
        return math.inf if name == "renewables" else 0.0
    return max(0.0, limit - float(cells["existing_gw"]))


def _room_falls(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """A limit of what is built, closed or retrofitted that falls: what has been done by then cannot be undone."""
    for name, column in (*ROOM.items(), *DONE):
        result = tables[name]
        for key, rows in in_force_by_year(result, years).items():
            most, since = 0.0, years[0]
            for year in years:
                if year not in rows:
                    continue
                row, cells = rows[year]
                stated = math.inf if math.isnan(cells[column]) else float(cells[column])
                room = stated if (name, column) in DONE else _room(name, cells)
                if room < most - TOLERANCE_GW:
                    words = {"key": " ".join(key), "room": f"{room:g}", "year": year, "before": f"{most:g}",
                             "since": since}
                    yield problem("room_falls", result.place(row, column), float(cells[column]), **words)
                if room > most:
                    most, since = room, year


def _built_then_gone(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """An asset that may be built in one planning year and has no row in a later one."""
    for name in ROOM:
        result = tables[name]
        for key, rows in in_force_by_year(result, years).items():
            able = [year for year in years if year in rows and _room(name, rows[year][1]) > 0]
            missing = [year for year in years if able and year > able[0] and year not in rows]
            if missing:
                row = rows[able[0]][0]
                words = {"key": " ".join(key), "built": able[0], "year": missing[0]}
                yield problem("built_then_gone", result.place(row, result.table.key[0]), key[0], **words)


def _retrofits_stay(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """A retrofit state offered in one planning year and not in a later one in which its cohort stands."""
    result = tables["retrofits"]
    cohorts = in_force_by_year(tables["cohorts"], years)
    for key, rows in in_force_by_year(result, years).items():
        offered = [year for year in years if year in rows]
        missing = [year for year in years if offered and year > offered[0] and year not in rows
                   and year in cohorts.get((key[0],), {})]
        if missing:
            words = {"key": " ".join(key), "built": offered[0], "year": missing[0]}
            yield problem("retrofit_then_gone", result.place(rows[offered[0]][0], "state"), key[1], **words)
