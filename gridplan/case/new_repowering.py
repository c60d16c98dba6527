"""Old wind plants that may give way to larger ones, and the room of local networks for solar, in a new case."""

from __future__ import annotations

from gridplan.case.new_draft import Cell, Draft, facts_of

AGE_YEARS = 15
"""Age from which plants may be upgraded (风电场改造升级和退役管理办法, 2023)."""

LEAST_OLD_GW = 0.5
"""Fewer old plants are not modelled apart: their class would cost more time than it tells."""

OLD_HOURS_SHARE = 0.85
"""Full-load hours of old plants over those of new ones on a like site: smaller rotors; a judgement."""

DONE_SHARE = 0.5
"""Part of the old plants that may be replaced by the planning year; a judgement."""

CONNECTED_SHARE_OF_PEAK = 0.35
"""Distributed power that networks of 110 kV and below take without sending it back up, over the peak load: a judgement
for a whole province; the room the grid companies publish (国能发新能规〔2025〕7号) is given county by county."""


def add(draft: Draft) -> None:
    """Set old wind apart with its repowering, and limit distributed solar by what networks take."""
    wind = _row(draft, "wind_onshore")
    if wind is not None:
        _add_repowering(draft, wind)
    roofs = _row(draft, "solar_distributed")
    if roofs is not None:
        _add_connection(draft, roofs)


def _row(draft: Draft, renewable: str) -> dict[str, Cell] | None:
    return next((row for row in draft.rows("renewables") if row["renewable"] == renewable), None)


def _add_repowering(draft: Draft, wind: dict[str, Cell]) -> None:
    old_fleet = facts_of(draft, "old_wind")
    old_fleet = old_fleet[old_fleet["year"] + AGE_YEARS <= draft.first_year]
    if not len(old_fleet):
        return
    existing, potential = float(wind.get("existing_gw") or 0.0), float(wind["potential_gw"] or 0.0)
    old = min(float(old_fleet["capacity_gw"].max()), existing)
    if old < LEAST_OLD_GW:
        return
    resource = facts_of(draft, "resource").set_index("technology")
    wind["existing_gw"], wind["potential_gw"] = round(existing - old, 3) or None, round(potential - old, 2)
    draft.add(
        "renewables",
        renewable="wind_old",
        name_zh="老旧风电",
        name_en="Old onshore wind",
        region=draft.region,
        technology="wind_onshore",
        annual_hours=round(OLD_HOURS_SHARE * float(resource.loc["wind_onshore", "annual_hours_recommended"])),
        existing_gw=round(old, 3),
        potential_gw=round(old, 3),
    )
    draft.add("repowering", renewable="wind_old", to="wind_onshore", max_gw=round(DONE_SHARE * old, 2))
    draft.note(
        f"风电以大代小：2015年底前投产的{100 * old:.0f}万千瓦（据报道，未核实）单列为老旧风电"
        f"（利用小时取新机组的{OLD_HOURS_SHARE:.0%}），"
        f"其中{DONE_SHARE:.0%}可在规划年前改造，均为判断值；增容倍数和投资见缺省表。",
        f"Repowering: {old:.2f} GW of wind built by the end of 2015 (reported, not verified) stand apart at "
        f"{OLD_HOURS_SHARE:.0%} of the hours of new plants; {DONE_SHARE:.0%} of them may be replaced by the planning "
        "year; judgements.",
    )


def _add_connection(draft: Draft, roofs: dict[str, Cell]) -> None:
    existing, potential = float(roofs.get("existing_gw") or 0.0), float(roofs["potential_gw"] or 0.0)
    taken = max(existing, CONNECTED_SHARE_OF_PEAK * draft.province.peak_load_gw)
    if taken >= potential:
        return
    draft.add(
        "connection",
        renewable="solar_distributed",
        connection_gw=round(taken, 2),
        build_max_gw=round(potential - taken, 2),
    )
    draft.note(
        f"分布式光伏接网承载力：按现有装机与最大负荷{CONNECTED_SHARE_OF_PEAK:.0%}中的大者取{100 * taken:.0f}万千瓦，"
        "为判断值，可付费改造配电网；请以各县（市）公布的承载力代替。",
        f"Distributed solar: networks take {taken:.1f} GW at once, the larger of what stands and "
        f"{CONNECTED_SHARE_OF_PEAK:.0%} of the peak load, a judgement; they may be reinforced at a cost.  "
        "Replace it with the published figures.",
    )
