"""Concentrating solar of a new case, in the provinces with direct sun enough."""

from __future__ import annotations

from gridplan.case.new_draft import Draft, facts_of


def add(draft: Draft) -> None:
    """Add concentrating solar with its store to `reservoirs` where the library knows the province's direct sun."""
    rows = facts_of(draft, "direct_sun")
    if not len(rows):
        return
    known = rows.iloc[0]
    existing, potential = float(known["existing_gw"]), float(known["potential_gw"])
    draft.add(
        "reservoirs",
        reservoir="solar_thermal",
        name_zh="光热发电",
        name_en="Concentrating solar with heat store",
        region=draft.region,
        technology="solar_thermal",
        existing_gw=round(existing, 3) or None,
        potential_gw=round(potential, 3),
    )
    draft.note(
        f"光热发电：现有{100 * existing:.0f}万千瓦，上限{100 * potential:.0f}万千瓦，"
        f"镜场集热{known['annual_hours']:.0f}小时，"
        "均为判断值；储热小时、投资见缺省表。",
        f"Concentrating solar: {existing:.2f} GW exist, {potential:.1f} GW is the ceiling, the field collects "
        f"{known['annual_hours']:.0f} h; judgements.  Store and cost are the library's.",
    )
