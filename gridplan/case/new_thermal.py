"""Gas, nuclear and biomass cohorts of a new case, and the fuels."""

from __future__ import annotations

import re

from gridplan.case.new_draft import Draft, facts_of
from gridplan.library.targets import in_force

GAS_COMMITTED_SHARE = 0.1
"""Gas relative to coal above which its commitment is modelled; below it, starting and stopping gas matters
little."""

GAS_BUILD_SHARE_OF_PEAK = 0.05
BIOMASS_GROWTH = 1.5
NUCLEAR_CONSTRUCTION_YEARS = 6


def add(draft: Draft) -> None:
    """Add gas, nuclear, biomass to `cohorts`, and `fuels` for every cohort of the draft."""
    fleet = facts_of(draft, "fleet")
    fleet = fleet[fleet["preferred"] == "yes"].set_index("technology")
    _add_gas(draft, float(fleet.loc["gas", "capacity_gw"]), str(fleet.loc["gas", "note"]))
    _add_nuclear(draft, float(fleet.loc["nuclear", "capacity_gw"]), str(fleet.loc["nuclear", "note"]))
    _add_biomass(draft, float(fleet.loc["biomass", "capacity_gw"]))
    # The region is named, so that the price left blank is the province's own.
    for fuel in dict.fromkeys(str(row["fuel"]) for row in draft.rows("cohorts")):
        draft.add("fuels", fuel=fuel, region=draft.region, is_coal=True if fuel == "coal" else None)


def floor_of(draft: Draft, metric: str) -> float:
    """Largest figure in GW of a capacity target that falls due by the first planning year; 0 where there is
    none."""
    targets = in_force(draft.region, draft.first_year)
    values = targets.loc[(targets["metric"] == metric) & targets["sense"].ne("max"), "value"]
    return float(values.max()) if len(values) else 0.0


def noted_gw(pattern: str, note: str) -> float:
    """A capacity in GW the note of a fleet row states in words; 0 where it says nothing."""
    found = re.search(pattern + r" ([\d.]+) GW", note)
    return float(found.group(1)) if found else 0.0


def _add_gas(draft: Draft, existing: float, note: str) -> None:
    peak = draft.province.peak_load_gw
    build = max(
        GAS_BUILD_SHARE_OF_PEAK * peak if existing else 0.0, floor_of(draft, "capacity.gas") - existing
    )
    if existing + build <= 0:
        return
    coal = draft.total("cohorts", "existing_gw", technology="coal")
    committed = existing > GAS_COMMITTED_SHARE * coal
    heat = noted_gw("combined heat and power", note) / existing if existing else 0.0
    heated = committed and bool(draft.province.heating_months)
    draft.add(
        "cohorts",
        cohort="gas_ccgt",
        name_zh="气电",
        name_en="Gas",
        region=draft.region,
        technology="gas_ccgt",
        fuel="gas",
        existing_gw=round(existing, 4) or None,
        build_max_gw=round(build, 3) or None,
        commitment=None if committed else False,
        must_run_heating_share=round(0.5 * min(1.0, heat), 3) or None if heated else None,
    )


def _add_nuclear(draft: Draft, existing: float, note: str) -> None:
    # Units under construction in 2023 are on the grid within six years.
    building = (
        noted_gw("under construction", note) if draft.first_year >= 2023 + NUCLEAR_CONSTRUCTION_YEARS else 0.0
    )
    if existing + building <= 0:
        return
    draft.add(
        "cohorts",
        cohort="nuclear",
        name_zh="核电",
        name_en="Nuclear",
        region=draft.region,
        technology="nuclear",
        fuel="uranium",
        existing_gw=round(existing + building, 4),
        must_run_share=1.0,
    )
    draft.note(
        f"核电：2023年10月在运{100 * existing:.0f}万千瓦，在建{100 * building:.0f}万千瓦视为规划年已投产；"
        "可用机组始终在线。",
        f"Nuclear: {existing:.2f} GW operating in October 2023, {building:.2f} GW under construction taken "
        "as in "
        "service; available units stay online.",
    )


def _add_biomass(draft: Draft, existing: float) -> None:
    ceiling = max(BIOMASS_GROWTH * existing, floor_of(draft, "capacity.biomass"))
    if ceiling <= 0:
        return
    draft.add(
        "cohorts",
        cohort="biomass",
        name_zh="生物质发电",
        name_en="Biomass and waste",
        region=draft.region,
        technology="biomass",
        fuel="biomass",
        existing_gw=round(existing, 4) or None,
        build_max_gw=round(ceiling - existing, 4) or None,
        commitment=False,
    )
