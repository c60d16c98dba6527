"""What a province of a new case lacks when everything it has and may build is counted: a rough balance."""

from __future__ import annotations

from gridplan.case.new_draft import Draft, facts_of

RESERVE_SHARE = 0.14
HYDRO_FIRM_SHARE = 0.6
BATTERY_FIRM_SHARE = 0.5
THERMAL_HOURS = 6000.0
USABLE_WIND_AND_SUN_SHARE = 0.85
IMPORT_HOURS = 5000.0


def shortfall_gw(draft: Draft) -> float:
    """Import capacity (GW) the draft needs beyond its contracts: the larger of the power short at the peak
    and the energy short over the year at 5000 h; 0 or less where it needs none."""
    return max(power_shortfall_gw(draft), 1000 * _energy_twh(draft) / IMPORT_HOURS)


def power_shortfall_gw(draft: Draft) -> float:
    """Firm power (GW) the draft lacks at its peak with everything built, reserve and contracts counted; negative: to
    spare."""
    growth = float(draft.rows("demand")[-1]["energy_twh"] or 0) / draft.province.consumption_2024_twh
    peak = draft.province.peak_load_gw * growth
    pumped = _capacity(draft, "stores", technology="pumped_hydro")
    batteries = _capacity(draft, "stores", technology="lithium")
    firm = (
        _capacity(draft, "cohorts")
        + HYDRO_FIRM_SHARE * draft.total("reservoirs", "existing_gw")
        + pumped
        + BATTERY_FIRM_SHARE * batteries
    )
    return (1 + RESERVE_SHARE) * peak - firm - _contracts(draft, "firm_share")


def _energy_twh(draft: Draft) -> float:
    resource = facts_of(draft, "resource").set_index("technology")["annual_hours_recommended"]
    hours = {technology: float(hours) for technology, hours in resource.items()}
    water = float(facts_of(draft, "hydro").iloc[0]["annual_hours"])
    gwh = THERMAL_HOURS * _capacity(draft, "cohorts") + water * draft.total("reservoirs", "existing_gw")
    for row in draft.rows("renewables"):
        technology, capacity = str(row["technology"]), float(row["potential_gw"] or 0)
        if technology == "hydro_ror":
            gwh += water * capacity
        else:
            kind = "solar" if technology.startswith("solar") else technology
            gwh += USABLE_WIND_AND_SUN_SHARE * hours[kind] * capacity
    need = max(float(row["energy_twh"] or 0) for row in draft.rows("demand"))
    return need - gwh / 1000 - _contracts(draft, "energy_twh")


def _capacity(draft: Draft, name: str, **where: str) -> float:
    return draft.total(name, "existing_gw", **where) + draft.total(name, "build_max_gw", **where)


def _contracts(draft: Draft, column: str) -> float:
    """Imports less exports of the contracts of the last planning year: firm GW (`firm_share`) or TWh received
    (`energy_twh`); what neighbours may send without one is neither."""
    total = 0.0
    for row in draft.rows("links"):
        if row.get("year") not in (None, draft.years[-1]):
            continue
        figure = float(row.get(column) or 0) * (float(row["capacity_gw"] or 0) if column == "firm_share" else 1.0)
        total += figure * (1 - float(row["loss_share"] or 0)) if row["from"] == "outside" else -figure
    return total
