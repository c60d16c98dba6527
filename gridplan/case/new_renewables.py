"""Wind, solar and run-of-river classes of a new case."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gridplan.case.new_draft import Draft, Fleet, facts_of, latest_fleet


@dataclass(frozen=True)
class Pace:
    """How fast a technology can grow: yearly growth of the fleet, and a least addition a year in GW."""

    growth: float
    least_gw_per_year: float

    def ceiling_gw(self, existing: float, years: float) -> float:
        """Most capacity (GW) a fleet can reach after so many years, parts of a year included."""
        return float(max(existing * (1 + self.growth) ** years, existing + self.least_gw_per_year * years))


PACES = {
    "wind_onshore": Pace(0.17, 0.5),
    "wind_offshore": Pace(0.25, 0.5),
    "solar_utility": Pace(0.22, 0.5),
    "solar_distributed": Pace(0.22, 0.5),
}
"""Judged from the national fleets of 2020-2025; they keep a plan from building in one year what takes ten."""

NAMES = {
    "wind_onshore": ("陆上风电", "Onshore wind"),
    "wind_offshore": ("海上风电", "Offshore wind"),
    "solar_utility": ("集中式光伏", "Utility solar"),
    "solar_distributed": ("分布式光伏", "Distributed solar"),
}


def add(draft: Draft) -> None:
    """Add wind and solar classes to `renewables` (hydro comes with the water)."""
    fleets = _fleets(draft)
    for technology, fleet in fleets.items():
        ceiling = ceiling_gw(draft, technology, draft.years[-1])
        if ceiling is None:
            continue
        name_zh, name_en = NAMES[technology]
        draft.add(
            "renewables",
            renewable=technology,
            name_zh=name_zh,
            name_en=name_en,
            region=draft.region,
            technology=technology,
            existing_gw=round(fleet.capacity_gw, 3) or None,
            potential_gw=ceiling,
        )
    wind, solar = fleets["wind_onshore"], fleets["solar_utility"]
    draft.note(
        f"风光：现有装机为{wind.date_zh}（风电）和{solar.date_zh}（光伏）数据，其后新增计入新建；"
        "开发上限取用地潜力与按建设速度（陆上风电年增17%、海上风电25%、光伏22%）推算值中的小者，为判断值；"
        "集中式与分布式光伏按2022年底比例划分。",
        f"Wind and solar: fleets of {wind.date_en} (wind) and {solar.date_en} (solar); what came later "
        "counts as "
        "new.  The ceiling is the smaller of the land potential and a pace of building (17 % a year "
        "onshore, 25 % "
        "offshore, 22 % solar), a judgement; utility and distributed solar are split as at end 2022.",
    )


def _fleets(draft: Draft) -> dict[str, Fleet]:
    """Latest count of each class's fleet."""
    solar = latest_fleet(draft, ["solar"])
    distributed = solar.capacity_gw * _distributed_share(draft)
    return {
        "wind_onshore": latest_fleet(draft, ["wind_onshore", "wind"]),
        "wind_offshore": latest_fleet(draft, ["wind_offshore"]),
        "solar_utility": replace(solar, capacity_gw=solar.capacity_gw - distributed),
        "solar_distributed": replace(solar, capacity_gw=distributed),
    }


def ceiling_gw(draft: Draft, technology: str, year: int) -> float | None:
    """Most of a class that can stand by the end of a year, GW: the smaller of the land and the pace of building.

    None for a class the library has no land for (no coast), or that is no class of wind or sun.
    """
    resource = facts_of(draft, "resource").set_index("technology")
    kind = "solar" if technology.startswith("solar") else technology
    if technology not in PACES or (technology == "wind_offshore" and technology not in resource.index):
        return None
    fleet = _fleets(draft)[technology]
    land, existing = float(resource.loc[kind, "potential_land_limited_gw"]), fleet.capacity_gw
    pace = PACES[technology].ceiling_gw(existing, fleet.years_until_end_of(year))
    return round(max(existing, min(land, pace)), 2)


def _distributed_share(draft: Draft) -> float:
    """Distributed solar as a share of all, at end 2022; 0 where that is not known."""
    fleet = facts_of(draft, "fleet").set_index("technology")["capacity_gw"]
    split = fleet[fleet.index.isin(["solar_utility", "solar_distributed"])]
    return float(split["solar_distributed"] / split.sum()) if split.sum() > 0 else 0.0
