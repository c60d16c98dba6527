"""Capacities against what is known of the province: plants that stand, land for wind and sun, lines to neighbours.

All are reminders: a plan may differ from what was counted.  A region that stands for a part of a province, or a supply
base, is only held against the ceilings.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gridplan.case.problems import Problem, problem
from gridplan.case.slips import slip_hint
from gridplan.case.tables import TypedTable
from gridplan.library.fleet import Known, known_channel, known_fleet, land_gw, widest_corridor_gw

Tables = Mapping[str, TypedTable]


NOTICED = 0.1
"""Part of the peak load from which a kind of plant is missed where the case has none."""


class Kind(NamedTuple):
    """Technologies counted together, by table; their name; the most that may stand: so many times what is known (with
    what is planned), and a part of the peak load on top, for what was built since; and the part of the peak load from
    which a case without any is told so (infinite: never)."""

    members: Mapping[str, tuple[str, ...]]
    name_en: str
    name_zh: str
    times: float
    peak_share: float
    missed: float = NOTICED


STORES = ("lithium", "compressed_air", "vanadium_flow", "hydrogen")
KINDS = {
    "coal": Kind({"cohorts": ("coal", "coal_usc_new")}, "coal power", "煤电", 2.0, 0.1),
    "gas": Kind({"cohorts": ("gas_ccgt", "gas_ocgt")}, "gas power", "气电", 3.0, 0.1),
    "nuclear": Kind({"cohorts": ("nuclear",)}, "nuclear power", "核电", 2.0, 0.15),
    "biomass": Kind({"cohorts": ("biomass", "waste")}, "biomass power", "生物质发电", 3.0, 0.05),
    "wind_onshore": Kind({"renewables": ("wind_onshore",)}, "onshore wind", "陆上风电", 4.0, 0.3),
    "wind_offshore": Kind({"renewables": ("wind_offshore",)}, "offshore wind", "海上风电", 4.0, 0.3),
    "solar": Kind({"renewables": ("solar_utility", "solar_distributed")}, "solar power", "光伏", 5.0, 0.5),
    "solar_utility": Kind({"renewables": ("solar_utility",)}, "utility solar", "集中式光伏", 20.0, 2.0, math.inf),
    "solar_distributed": Kind(
        {"renewables": ("solar_distributed",)}, "distributed solar", "分布式光伏", 20.0, 2.0, math.inf),
    "hydro": Kind({"renewables": ("hydro_ror",), "reservoirs": ("hydro_reservoir",)}, "hydropower", "水电", 1.5, 0.1),
    "pumped_hydro": Kind({"stores": ("pumped_hydro",)}, "pumped hydro", "抽水蓄能", 1.0, 0.2),
    "new_storage": Kind({"stores": STORES}, "new storage", "新型储能", 5.0, 0.2, 0.03),
}
LEAST_TIMES = 0.2
"""Part of what is known to stand below which a figure is likely in another unit."""
LAND_TIMES, CORRIDOR_TIMES = 1.5, 2.5
"""Times the land, and times a channel or all lines to a neighbour, above which another unit is likely."""
WATER_TIMES, MORE_WATER_GW = 2.0, 3.0
"""Hydropower that may stand in a province in all: so many times what is known and so much more."""
LEAST_LINK_HOURS, MOST_LINK_HOURS = 1000.0, 8000.0

Holding = tuple[TypedTable, int, float]


def check_fleet(
    tables: Tables, peaks: Mapping[tuple[str, int], float], provinces: Mapping[str, str]
) -> Iterator[Problem]:
    """A reminder for each kind of plant of a province far from what is known, and for ceilings above what there is
    room for.  `peaks` are GW by region and year, `provinces` the library's province of each region."""
    highest: dict[str, float] = {}
    for (region, _year), gw in peaks.items():
        highest[region] = max(gw, highest.get(region, 0.0))
    standing = [region for region in provinces if region in highest]
    for province in dict.fromkeys(provinces[region] for region in standing):
        regions = [region for region in provinces if provinces[region] == province]
        peak = sum(highest.get(region, 0.0) for region in regions)
        fleet = known_fleet(province)
        named: set[int] = set()
        # The parts of solar power come after the whole, which says most where it says anything.
        for name in [name for name in KINDS if name in fleet]:
            for one in _kind(tables, KINDS[name], fleet[name], regions, peak, provinces, whole=province in regions):
                if one.table != "renewables" or one.row not in named:
                    yield one
                named |= {one.row or 0} if one.table == "renewables" else set()
    yield from _land(tables, provinces)
    yield from _water(tables, provinces)
    yield from _links(tables["links"], provinces)


def _kind(
    tables: Tables, kind: Kind, known: Known, regions: list[str], peak: float, provinces: Mapping[str, str], *,
    whole: bool,
) -> Iterator[Problem]:
    held = list(_holdings(tables, kind, regions))
    if any(math.isnan(gw) for _table, _row, gw in held):
        return
    total, shown = sum(gw for _table, _row, gw in held), regions[0]
    words = {"kind_en": kind.name_en, "kind_zh": kind.name_zh, "region": shown, "known": f"{known.capacity_gw:.3g}",
             "as_of": known.as_of}
    most = kind.times * (known.capacity_gw + known.planned_gw) + kind.peak_share * peak
    whole = whole and not _rows_astray(tables, kind, provinces)
    least = LEAST_TIMES * known.capacity_gw if whole and known.capacity_gw > 0.02 * peak else 0.0
    if total > most or (0 < total < least):
        table, row, gw = _culprit(held, least, most)
        rest = total - gw
        fix = slip_hint(gw, max(least, LEAST_TIMES * known.capacity_gw) - rest, most - rest, "GW")
        yield problem("fleet_far", table.place(row, "existing_gw"), gw, total=f"{total:.3g}", **words, **fix)
    elif total == 0 and whole and known.capacity_gw > kind.missed * peak:
        regions_table = tables["regions"]
        row = regions_table.frame["region"].tolist().index(shown)
        yield problem("fleet_missing", regions_table.place(row, "region"), shown, **words)


def _rows_astray(tables: Tables, kind: Kind, provinces: Mapping[str, str]) -> bool:
    """Whether plants of a kind may be in the case and not be found: in a table that could not be read whole, or a row
    of which region or technology is wrong.  That is named already; what is missing for it is no second fault."""
    for name, technologies in kind.members.items():
        result = tables[name]
        if result.unread:
            return True
        for row, cells in result.records():
            if (row, "technology") in result.bad or (
                    cells["technology"] in technologies and cells["region"] not in provinces):
                return True
    return False


def _holdings(tables: Tables, kind: Kind, regions: list[str]) -> Iterator[Holding]:
    """Existing capacity of each row of a kind: once for each name, whatever the planning years."""
    for name, technologies in kind.members.items():
        seen: set[str] = set()
        for row, cells in tables[name].records():
            key = str(cells[tables[name].table.key[0]])
            if cells["technology"] in technologies and cells["region"] in regions and key not in seen:
                seen.add(key)
                bad = (row, "existing_gw") in tables[name].bad
                yield tables[name], row, math.nan if bad else float(cells["existing_gw"])


def _culprit(held: list[Holding], least: float, most: float) -> Holding:
    """The row whose figure, in another power of ten, would put the total right; else the largest."""
    total = sum(gw for _table, _row, gw in held)
    for factor in (0.1, 0.01, 1e-3) if total > most else (10.0, 100.0, 1e3):
        for one in sorted(held, key=lambda holding: -holding[2]):
            if one[2] > 0 and least <= total - one[2] + one[2] * factor <= most:
                return one
    return max(held, key=lambda holding: holding[2])


def _land(tables: Tables, provinces: Mapping[str, str]) -> Iterator[Problem]:
    renewables = tables["renewables"]
    for row, cells in renewables.records():
        kind = "solar" if str(cells["technology"]).startswith("solar") else str(cells["technology"])
        land = land_gw(provinces.get(str(cells["region"]), ""), kind)
        if land is not None and math.isnan(cells["potential_gw"]) and (row, "potential_gw") not in renewables.bad:
            yield problem("potential_open", renewables.place(row, "potential_gw"), land=f"{land:.3g}")
        elif land is not None and cells["potential_gw"] > LAND_TIMES * max(land, cells["existing_gw"]):
            fix = slip_hint(float(cells["potential_gw"]), max(land / 50, cells["existing_gw"]), land, "GW")
            yield problem("potential_far", renewables.place(row, "potential_gw"), float(cells["potential_gw"]),
                          land=f"{land:.3g}", **fix)


def _water(tables: Tables, provinces: Mapping[str, str]) -> Iterator[Problem]:
    """Hydropower of a province with all that may be built, against what stands; the row that adds most is named."""
    for province in dict.fromkeys(provinces.values()):
        known = known_fleet(province).get("hydro")
        rows: dict[str, tuple[float, float, TypedTable, int]] = {}
        for name, technologies in KINDS["hydro"].members.items():
            for row, cells in tables[name].records():
                if cells["technology"] in technologies and provinces.get(str(cells["region"])) == province:
                    standing = float(cells["existing_gw"])
                    most = max(standing, float(cells["potential_gw"]))
                    rows[str(cells[tables[name].table.key[0]])] = (most - standing, most, tables[name], row)
        total = sum(most for _added, most, _table, _row in rows.values() if not math.isnan(most))
        if known is None or not total > WATER_TIMES * known.capacity_gw + MORE_WATER_GW:
            continue
        added, most, result, row = max(rows.values(), key=lambda one: (one[0], one[1]))
        if added > 0:
            room = WATER_TIMES * known.capacity_gw + MORE_WATER_GW - (total - most)
            yield problem("hydro_potential_far", result.place(row, "potential_gw"), most, province=province,
                          total=f"{total:.3g}", known=f"{known.capacity_gw:.3g}", as_of=known.as_of,
                          **slip_hint(most, min(room / 100, most - added), room, "GW"))


def _links(links: TypedTable, provinces: Mapping[str, str]) -> Iterator[Problem]:
    for row, cells in links.records():
        ends = [provinces[end] for end in (str(cells["from"]), str(cells["to"])) if end in provinces]
        known = [(gw, end) for end in ends if (gw := widest_corridor_gw(end)) is not None]
        capacity = float(cells["capacity_gw"])
        channel = known_channel(str(cells["name_zh"]), str(cells["name_en"]))
        own = float(channel["capacity_gw"]) if channel else 0.0
        if own and capacity > 0 and not LEAST_TIMES * own <= capacity <= CORRIDOR_TIMES * own:
            fix = slip_hint(capacity, LEAST_TIMES * own, CORRIDOR_TIMES * own, "GW")
            yield problem("link_far_from_channel", links.place(row, "capacity_gw"), capacity, known=f"{own:g}",
                          times=f"{capacity / own:.3g}", **fix)
        elif known and capacity > CORRIDOR_TIMES * max(known)[0]:
            most, region = max(known)
            fix = slip_hint(capacity, most / 100, most, "GW")
            yield problem("link_above_corridors", links.place(row, "capacity_gw"), capacity, region=region,
                          known=f"{most:.3g}", times=f"{capacity / most:.3g}", **fix)
        yield from _link_hours(links, row, cells)


def _link_hours(links: TypedTable, row: int, cells: dict[str, Any]) -> Iterator[Problem]:
    """Energy of a delivery against its capacity; above what it carries is an error elsewhere."""
    capacity = float(cells["capacity_gw"] + cells["build_max_gw"])
    for column in ("energy_twh", "energy_max_twh"):
        hours = cells[column] * 1000.0 / capacity if capacity > 0 else math.nan
        if 0 < hours < LEAST_LINK_HOURS:
            low, high = (limit * capacity / 1000.0 for limit in (LEAST_LINK_HOURS, MOST_LINK_HOURS))
            yield problem("link_hours_far", links.place(row, column), float(cells[column]), hours=f"{hours:.0f}",
                          **slip_hint(float(cells[column]), low, high, "TWh"))


__all__ = ["check_fleet"]
