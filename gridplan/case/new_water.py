"""Hydro of a new case: reservoirs and run-of-river."""

from __future__ import annotations

from gridplan.case.new_draft import Draft, facts_of
from gridplan.case.new_thermal import floor_of

GROWING = {"sichuan", "yunnan", "tibet", "qinghai"}
HYDRO_GROWTH = 1.2
LEAST_ADDITION_GW = 2.0
"""Nearly all of the 40 GW of hydro the country plans for 2026-2030 stands in four provinces: a fifth of their
fleet."""

SMALL_GW = 0.05
"""Below this a part of the hydro fleet is not modelled apart."""


def add(draft: Draft) -> None:
    """Add the hydro fleet, split into `reservoirs` and run-of-river `renewables`."""
    fleet = facts_of(draft, "fleet")
    fleet = fleet[(fleet["technology"] == "hydro") & (fleet["preferred"] == "yes")].iloc[0]
    total = float(fleet["capacity_gw"])
    planned = max(total, floor_of(draft, "capacity.hydro"))
    if draft.region in GROWING:
        planned = max(planned, total * HYDRO_GROWTH, total + LEAST_ADDITION_GW)
    if planned < SMALL_GW:
        return
    water = facts_of(draft, "hydro").iloc[0]
    stored = total * float(water["reservoir_share"])
    if stored < SMALL_GW:
        stored = 0.0
    flowing = total - stored
    if flowing < SMALL_GW:
        stored, flowing = total, 0.0
    if stored:
        draft.add(
            "reservoirs",
            reservoir="hydro_reservoir",
            name_zh="水库水电",
            name_en="Reservoir hydro",
            region=draft.region,
            existing_gw=round(stored, 4),
            potential_gw=round(stored + planned - total, 4) if planned > total else None,
            storage_hours=float(water["storage_hours"]),
        )
    if flowing:
        draft.add(
            "renewables",
            renewable="hydro_ror",
            name_zh="径流式水电",
            name_en="Run-of-river hydro",
            region=draft.region,
            technology="hydro_ror",
            existing_gw=round(flowing, 4),
            potential_gw=round(flowing if stored else flowing + planned - total, 4),
        )
    draft.note(
        f"水电：{fleet['year']}年常规水电{100 * total:.0f}万千瓦，"
        f"水库电站占{water['reservoir_share']:.0%}为判断值，"
        f"来水小时数见缺省表；总上限{100 * planned:.0f}万千瓦。",
        f"Hydro: {total:.2f} GW in {fleet['year']} without pumped storage; {water['reservoir_share']:.0%} "
        "of it with "
        f"a reservoir is a judgement; the ceiling is {planned:.1f} GW.",
    )
