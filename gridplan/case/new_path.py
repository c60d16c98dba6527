"""A new case of several planning years: what ages, what comes on line and how far building may have got in each.

The subjects' rows are those of the first planning year, for which they say what stands; limits they judge for the last.
Here they are spread over the years.  A case of one planning year is left as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from gridplan.case.new_coal import KINDS, LIFE_YEARS, REGISTER_YEAR, registered_units
from gridplan.case.new_draft import Draft, facts_of
from gridplan.case.new_links import later_channels
from gridplan.case.new_renewables import ceiling_gw
from gridplan.case.new_stores import PUMPED_CONSTRUCTION_YEARS, under_construction_gw


def add(draft: Draft) -> None:
    """Spread the draft's rows over its planning years, and add `retirements` and `build_limits`."""
    if len(draft.years) < 2:
        return
    _retire_coal(draft)
    _coal_under_construction(draft)
    _renewables(draft)
    _pumped_hydro(draft)
    later_channels(draft)
    draft.note(
        "多年路径：现有机组到龄退役见退役表，新建、改造逐年累积；风光上限按建设速度逐年给出；"
        "储能等其余上限为末年判断值，各年相同，可在建设速度上限表中限定。",
        "Several planning years: units leave by age (table retirements), builds and retrofits stay; ceilings of wind "
        "and solar follow the pace of building year by year, those of batteries and the rest are judged for the last "
        "year and the same in all; give a pace in build_limits.",
    )


def _retire_coal(draft: Draft) -> None:
    """The coal register's lines by the age of their units."""
    units = registered_units(draft)
    names = {kind.id: kind for kind in KINDS}
    gone = 0.0
    for number, line in enumerate(units.to_dict("records"), start=1):
        start = round(float(line["mean_start_year"]))
        # What runs beyond that age in the first year is taken to leave before the second.
        leaves = max(start + LIFE_YEARS, draft.first_year + 1)
        if leaves > draft.years[-1]:
            continue
        kind, gone = names[line["kind"]], gone + float(line["capacity_gw"])
        draft.add(
            "retirements",
            retirement=f"{kind.id}_{line['vintage']}_{number}",
            name_zh=f"{kind.name_zh}（{line['vintage'][:4]}年代，{line['mean_unit_mw']:.0f}兆瓦级）",
            name_en=f"{kind.name_en}, {line['vintage']}, {line['mean_unit_mw']:.0f} MW",
            table="cohorts",
            asset=kind.id,
            capacity_gw=round(float(line["capacity_gw"]), 4),
            from_year=leaves,
            start_year=start,
            source=str(line["source"]),
        )
    draft.note(
        f"煤电到龄退役：按名录平均投产年加{LIFE_YEARS}年计，年限为判断值；"
        f"至{draft.years[-1]}年共{100 * gone:.0f}万千瓦。",
        f"Coal leaving by age: mean year of commissioning in the register plus {LIFE_YEARS} years, a judgement; "
        f"{gone:.2f} GW by {draft.years[-1]}.",
    )


def _coal_under_construction(draft: Draft) -> None:
    """New coal of the register that comes on line after the first planning year."""
    pipeline = facts_of(draft, "coal_pipeline")
    building = pipeline[pipeline["status"] == "construction"]
    starts = building["latest_planned_start_year"].fillna(0)
    _by_year(draft, "cohorts", "coal_new", {
        year: {"existing_gw": round(float(building.loc[starts <= year, "capacity_gw"].sum()), 4)}
        for year in draft.years})


def _renewables(draft: Draft) -> None:
    """Ceilings of wind and solar by the pace of building."""
    for row in list(draft.rows("renewables")):
        name = str(row["renewable"])
        ceilings = {year: {"potential_gw": gw} for year in draft.years
                    if (gw := ceiling_gw(draft, name, year)) is not None}
        if ceilings:
            _by_year(draft, "renewables", name, ceilings)


def _pumped_hydro(draft: Draft) -> None:
    """What was under construction stands seven years later; what was not cannot be built before that."""
    ready = REGISTER_YEAR + PUMPED_CONSTRUCTION_YEARS
    row = next((row for row in draft.rows("stores") if row["store"] == "pumped_hydro"), None)
    early = [year for year in draft.years if year < ready]
    if row is None or not early:
        return
    building = under_construction_gw(draft)
    existing, room = (float(row.get(name) or 0.0) for name in ("existing_gw", "build_max_gw"))
    later = {year: existing if year < ready else existing + building for year in draft.years}
    _by_year(draft, "stores", "pumped_hydro", {
        year: {"existing_gw": round(gw, 3), "build_max_gw": round(max(0.0, room - building), 3)}
        for year, gw in later.items()})
    for year in early:
        draft.add("build_limits", technology="pumped_hydro", region=draft.region, year=year, max_gw=0.0,
                  source=f"{PUMPED_CONSTRUCTION_YEARS} years of construction from {REGISTER_YEAR}, judgement")


def _by_year(draft: Draft, table: str, asset: str, cells: Mapping[int, Mapping[str, float]]) -> None:
    """Put a row for each planning year in the place of an asset's one row, where its figures differ."""
    rows = draft.tables.get(table, [])
    key = {"cohorts": "cohort", "renewables": "renewable", "stores": "store"}[table]
    place = next((number for number, row in enumerate(rows) if row[key] == asset and "year" not in row), None)
    figures = {tuple(sorted(one.items())) for one in cells.values()}
    if place is None or (len(figures) == 1 and all(
            math.isclose(float(rows[place].get(name) or 0.0), value) for name, value in next(iter(figures)))):
        return
    own = rows.pop(place)
    kept = {name: cell for name, cell in own.items() if name not in next(iter(cells.values()))}
    rows[place:place] = [{**kept, "year": year, **{name: value for name, value in cells[year].items() if value}}
                         for year in draft.years]
