"""Pumped hydro and batteries of a new case."""

from __future__ import annotations

import re

from gridplan.case.new_draft import Draft, Fleet, facts_of, latest_fleet
from gridplan.case.new_thermal import floor_of, noted_gw

PUMPED_CONSTRUCTION_YEARS = 7
MOST_SITES = 3
"""Sites with rows of their own: each is dispatched in every hour, so that a long list costs time."""

BATTERY_SHARE_OF_PEAK = 0.5
BATTERY_GROWTH = 5.0


def add(draft: Draft) -> None:
    """Add pumped hydro (with its candidates) and lithium batteries to `stores`."""
    fleet = facts_of(draft, "fleet")
    fleet = fleet[fleet["preferred"] == "yes"].set_index("technology")
    _add_pumped(
        draft, float(fleet.loc["pumped_hydro", "capacity_gw"]), str(fleet.loc["pumped_hydro", "note"])
    )
    _add_lithium(draft, latest_fleet(draft, ["new_storage"]))


def under_construction_gw(draft: Draft) -> float:
    """Pumped hydro under construction when the register was made, GW."""
    fleet = facts_of(draft, "fleet")
    fleet = fleet[fleet["preferred"] == "yes"].set_index("technology")
    return noted_gw("under construction", str(fleet.loc["pumped_hydro", "note"]))


def _add_pumped(draft: Draft, operating: float, note: str) -> None:
    building, candidates = noted_gw("under construction", note), noted_gw("pre-construction", note)
    target = floor_of(draft, "capacity.pumped_hydro")
    ceiling = max(operating + building, target) if target else operating + building + candidates
    # What was begun by 2023 is running seven years later; before that it is a candidate like the others.
    done = building if draft.first_year >= 2023 + PUMPED_CONSTRUCTION_YEARS else 0.0
    existing = operating + done
    if ceiling <= 0:
        return
    left = _add_sites(draft, ceiling - existing)
    draft.add(
        "stores",
        store="pumped_hydro",
        name_zh="抽水蓄能",
        name_en="Pumped hydro",
        region=draft.region,
        technology="pumped_hydro",
        existing_gw=round(existing, 3) or None,
        build_max_gw=round(left, 3) or None,
    )
    draft.note(
        f"抽水蓄能：2023年5月在运{100 * operating:.0f}万千瓦、在建{100 * building:.0f}万千瓦、"
        f"前期{100 * candidates:.0f}万千瓦；"
        f"规划年现有{100 * existing:.0f}万千瓦，总上限{100 * ceiling:.0f}万千瓦。",
        f"Pumped hydro: {operating:.2f} GW operating, {building:.2f} GW under construction, "
        f"{candidates:.2f} GW in "
        f"preparation in May 2023; {existing:.2f} GW taken as existing, {ceiling:.2f} GW as the ceiling.",
    )


def _add_sites(draft: Draft, room: float) -> float:
    """Add the named sites that may be built by the planning year, the surest first, while there is room below the
    ceiling (GW); what is left of it."""
    sites = facts_of(draft, "pumped_sites")
    sites = sites[(sites["status"] == "planned") & sites["year_in_service"].le(draft.first_year)]
    for site in sites.head(MOST_SITES).to_dict("records"):
        if site["capacity_gw"] > room + 1e-9:
            continue
        room -= float(site["capacity_gw"])
        draft.add(
            "stores",
            store=f"pumped_{site['site']}",
            name_zh=site["name_zh"],
            name_en=site["name_en"],
            region=draft.region,
            technology="pumped_hydro",
            build_max_gw=float(site["capacity_gw"]),
            capex_power_cny_per_kw=site["capex_cny_per_kw"],
        )
    return room


def _add_lithium(draft: Draft, fleet: Fleet) -> None:
    existing = fleet.capacity_gw
    energy = re.search(r"energy ([\d.]+) GWh", fleet.note)
    hours = float(energy.group(1)) / existing if energy and existing else None
    ceiling = max(BATTERY_GROWTH * existing, BATTERY_SHARE_OF_PEAK * draft.province.peak_load_gw)
    draft.add(
        "stores",
        store="lithium",
        name_zh="锂电池储能",
        name_en="Lithium batteries",
        region=draft.region,
        technology="lithium",
        existing_gw=round(existing, 3) or None,
        existing_hours=round(hours, 2) if hours else None,
        build_max_gw=round(ceiling - existing, 2),
    )
    draft.note(
        f"新型储能：{fleet.date_zh}{100 * existing:.0f}万千瓦，全部按锂电池计；"
        f"总上限{100 * ceiling:.0f}万千瓦为判断值。",
        f"New storage: {existing:.2f} GW at {fleet.date_en}, all taken as lithium; the ceiling of {ceiling:.1f} "
        "GW is a "
        "judgement.",
    )
