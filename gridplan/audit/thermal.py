"""Thermal cohorts and their states: capacity, commitment, ramps, fuel; life extension, replacement, reserve, heat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplan.audit.evidence import AS_IS, HOURS_PER_YEAR, Evidence, number
from gridplan.audit.findings import ENERGY_GWH, POWER_GW, Findings
from gridplan.audit.fleet import standing

FUEL_KT = 1e-6
"""1 kg of standard coal per hour, in kt: fuel follows from what is online and given exactly."""


@dataclass(frozen=True)
class State:
    """A cohort in one state: what the retrofit's row makes of the cohort's figures; shares of gross capacity, arrays
    over the blocks."""

    cohort: str
    state: str
    row: pd.Series
    change: pd.Series | None
    own_use: float
    minimum: np.ndarray
    lowest: float
    must_run: np.ndarray
    ramp: float
    no_load: float
    rate: float
    most_gw: float
    price: float
    coal_share: float
    co2: float
    captured: float
    capture_cost: float

    @property
    def committed(self) -> bool:
        """Whether what is online is a variable of its own."""
        return bool(self.row["commitment"])

    @property
    def at(self) -> dict[str, str]:
        """Labels of the state in the dataset."""
        return {"cohort": self.cohort, "state": self.state}


def states(evidence: Evidence, year: int) -> list[State]:
    """Every cohort in every state it can have, as it is first."""
    known = evidence.__dict__.setdefault("_states", {})
    if year not in known:
        known[year] = list(_states(evidence, year))
    return list(known[year])


def _states(evidence: Evidence, year: int) -> Iterator[State]:
    retrofits = evidence.rows("retrofits", year)
    for cohort, row in evidence.rows("cohorts", year).iterrows():
        yield _state(evidence, year, str(cohort), row, None)
        for _, change in retrofits[retrofits["cohort"] == cohort].iterrows():
            yield _state(evidence, year, str(cohort), row, change)


def _state(evidence: Evidence, year: int, cohort: str, row: pd.Series, change: pd.Series | None) -> State:
    region = evidence.rows("regions", year).loc[row["region"]]
    months = {int(word) for word in str(region["heating_months"]).split()}
    cold = evidence.mean(np.isin(_month_of_hour(), list(months)).astype(float))

    def new(column: str, old: float) -> float:
        return old if change is None else number(change[column], old)

    minimum, must_run = _seasonal(row, change, "min_output"), _seasonal(row, change, "must_run")
    fuel = _mixture(evidence, row, change, year)
    whole = float(row["existing_gw"]) + float(row["build_max_gw"])
    return State(
        cohort, AS_IS if change is None else str(change["state"]), row, change,
        own_use=float(row["own_use_share"]) + (0.0 if change is None else number(change["own_use_share_change"])),
        minimum=minimum[0] + (minimum[1] - minimum[0]) * cold, lowest=minimum[0],
        must_run=must_run[0] + (must_run[1] - must_run[0]) * cold,
        ramp=new("ramp_share_per_h", float(row["ramp_share_per_h"])),
        no_load=new("no_load_share", float(row["no_load_share"])),
        rate=(float(row["net_rate_g_per_kwh"])
              + (0.0 if change is None else number(change["net_rate_change_g_per_kwh"]))) / 1000.0,
        most_gw=min(whole, new("max_gw", whole)), **fuel)


def _month_of_hour() -> np.ndarray:
    return np.repeat(np.arange(1, 13), np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24)


def _seasonal(row: pd.Series, change: pd.Series | None, what: str) -> tuple[float, float]:
    """A share of the year and of the heating season: a retrofit that names one of them leaves the other, but that a
    minimum of the season is no lower than that of the year where the cohort has one of its own."""
    year, season = float(row[f"{what}_share"]), number(row[f"{what}_heating_share"], float(row[f"{what}_share"]))
    if change is None:
        return year, season
    changed = number(change[f"{what}_share"], year)
    kept = changed
    if season != year:
        kept = max(changed, season) if what == "min_output" else season
    return changed, number(change[f"{what}_heating_share"], kept)


def _mixture(evidence: Evidence, row: pd.Series, change: pd.Series | None, year: int) -> dict[str, float]:
    """Price, CO2 and coal's share of what a state burns per tonne of standard coal, CO2 captured of it."""
    fuel = evidence.fuel(str(row["fuel"]), str(row["region"]), year)
    price, co2, coal = (float(fuel[name]) for name in ("price_cny_per_tce", "co2_t_per_tce", "is_coal"))
    captured = cost = 0.0
    if change is not None:
        share = number(change["cofiring_share"]) if change["cofiring_fuel"] else 0.0
        if share:
            other = evidence.fuel(str(change["cofiring_fuel"]), str(row["region"]), year)
            price = (1.0 - share) * price + share * float(other["price_cny_per_tce"])
            co2 = (1.0 - share) * co2 + share * float(other["co2_t_per_tce"])
            coal = (1.0 - share) * coal + share * float(other["is_coal"])
        captured = number(change["capture_share"]) * co2
        cost = number(change["capture_cost_cny_per_t"])
    return {"price": price, "coal_share": coal, "co2": co2 - captured, "captured": captured, "capture_cost": cost}


def chp_row(evidence: Evidence, state: State, year: int) -> pd.Series | None:
    """The row of heat and power that holds for a state with heat in the run: its own, else that of the state as it
    is."""
    if not evidence.has("chp_heat_gw") or np.isnan(evidence.raw("chp_heat_gw", **state.at, year=year)).all():
        return None
    rows = evidence.rows("chp", year)
    return next((rows.loc[key] for key in ((state.cohort, state.state), (state.cohort, AS_IS)) if key in rows.index),
                None)


def heat_of(evidence: Evidence, state: State, year: int) -> np.ndarray:
    """Heat of a state in every block, GW."""
    if chp_row(evidence, state, year) is None:
        return np.zeros(len(evidence.weight))
    return evidence.get("chp_heat_gw", **state.at, year=year)


def check(evidence: Evidence, findings: Findings) -> None:
    """Every rule of the thermal plants."""
    for year in evidence.years:
        for state in states(evidence, year):
            _operation(evidence, findings, state, year)
        for cohort, row in evidence.rows("cohorts", year).iterrows():
            _capacity(evidence, findings, str(cohort), row, year)
        _levers(evidence, findings, year)
        _emergency(evidence, findings, year)


def _capacity(evidence: Evidence, findings: Findings, cohort: str, row: pd.Series, year: int) -> None:
    at = {"cohort": cohort, "year": year}
    stands = evidence.one("thermal_capacity_gw", **at)
    built = standing(evidence, "cohorts", "cohort", cohort, "thermal_built_gw", year)
    closed = evidence.one("thermal_retired_gw", **at)
    existing = float(row["existing_gw"])
    findings.apart("thermal_capacity_follows", stands, existing + built - closed, POWER_GW, "GW", cohort)
    findings.add("thermal_built_within_limit", built - float(row["build_max_gw"]), POWER_GW, "GW", cohort)
    findings.add("thermal_closed_within_limit", closed - min(float(row["retire_max_gw"]), existing), POWER_GW, "GW",
                 cohort)


def _operation(evidence: Evidence, findings: Findings, state: State, year: int) -> None:
    at, where = {**state.at, "year": year}, f"{state.cohort} {state.state}"
    capacity = evidence.one("thermal_capacity_gw", **at)
    net, fuel = evidence.get("thermal_output_gw", **at), evidence.get("thermal_fuel_kt_per_h", **at)
    share, available = 1.0 - state.own_use, float(state.row["availability_share"])
    chp = chp_row(evidence, state, year)
    heat = heat_of(evidence, state, year)
    power = net + (float(chp["power_loss"]) * heat if chp is not None else 0.0)
    findings.add("thermal_state_within_limit", capacity - state.most_gw, POWER_GW, "GW", where)
    hours = number(state.row["max_full_load_hours"], np.inf)
    if np.isfinite(hours):
        findings.add("thermal_full_load_hours", float(power @ evidence.weight) / share - hours * capacity,
                     POWER_GW * HOURS_PER_YEAR, "GWh", where)
    if not state.committed:
        findings.add("thermal_output_within_capacity", power - available * share * capacity, POWER_GW, "GW", where)
        findings.apart("thermal_fuel_follows", fuel, state.rate * power, FUEL_KT, "kt/h", where)
        return
    online, started = evidence.get("thermal_online_gw", **at), evidence.get("thermal_started_gw", **at)
    above = power - share * state.minimum * online
    burnt = state.rate * share * state.no_load * online + state.rate * (1.0 - state.no_load) * power
    findings.apart("thermal_fuel_follows", fuel, burnt, FUEL_KT, "kt/h", where)
    findings.add("thermal_online_within_capacity", online - available * capacity, POWER_GW, "GW", where)
    findings.add("thermal_must_run", state.must_run * available * capacity - online, POWER_GW, "GW", where)
    findings.add("thermal_output_above_minimum", -above, POWER_GW, "GW", where)
    findings.add("thermal_output_below_online", above - share * (1.0 - state.minimum) * online, POWER_GW, "GW", where)
    findings.add("thermal_starts", online - evidence.before(online) - started, POWER_GW, "GW", where)
    if state.ramp < 1.0 - float(min(state.minimum.min(), state.lowest)):
        reach = state.ramp * share * evidence.to_previous_h * (online - started)
        findings.add("thermal_ramps", np.abs(above - evidence.before(above)) - reach, POWER_GW, "GW", where)
    if chp is not None:
        _extraction(findings, chp, net, heat, online, share, where)


def _extraction(findings: Findings, chp: pd.Series, net: np.ndarray, heat: np.ndarray, online: np.ndarray,
                share: float, where: str) -> None:
    """The extraction diagram: most heat, least power for the heat, most power beside it."""
    floor = net - float(chp["power_floor"]) * heat
    findings.add("chp_heat_within_limit", heat - float(chp["heat_gwth_per_gw"]) * online, POWER_GW, "GW", where)
    findings.add("chp_power_with_heat", net + float(chp["power_loss"]) * heat - share * online, POWER_GW, "GW", where)
    back = chp["mode"] == "back_pressure"
    findings.add("chp_power_floor", np.abs(floor) if back else -floor, POWER_GW, "GW", where)


def _levers(evidence: Evidence, findings: Findings, year: int) -> None:
    """Life extension, and new units in the place of old ones."""
    for cohort, row in evidence.rows("life_extension", year).iterrows():
        at = {"cohort": str(cohort), "year": year}
        extended = evidence.one("thermal_extended_gw", **at)
        settled = evidence.one("thermal_retired_gw", **at) + extended
        findings.add("expiring_closed_or_extended", float(row["expiring_gw"]) - settled, POWER_GW, "GW", str(cohort))
        most = min(number(row["extension_max_gw"], np.inf), float(row["expiring_gw"]))
        findings.add("extension_within_limit", extended - most, POWER_GW, "GW", str(cohort))
    if not evidence.has("thermal_replaced_gw"):
        return
    needed = sum(float(row["retired_per_built"]) * evidence.one("thermal_built_gw", cohort=cohort, year=year)
                 for cohort, row in evidence.rows("replacement", year).iterrows())
    findings.apart("replacement_adds_up", evidence.one("thermal_replaced_gw", year=year), needed, POWER_GW, "GW")
    for cohort in evidence.rows("cohorts", year).index:
        at = {"cohort": cohort, "year": year}
        kept = evidence.one("emergency_reserve_gw", **at)
        findings.add("replacement_within_closed", evidence.one("thermal_replaced_gw", **at) + kept
                     - evidence.one("thermal_retired_gw", **at), POWER_GW, "GW", str(cohort))


def _emergency(evidence: Evidence, findings: Findings, year: int) -> None:
    """Closed units that stand by."""
    cohorts = evidence.rows("cohorts", year)
    for cohort, row in evidence.rows("emergency_reserve", year).iterrows():
        at, unit = {"cohort": str(cohort), "year": year}, cohorts.loc[cohort]
        kept, share = evidence.one("emergency_reserve_gw", **at), 1.0 - float(unit["own_use_share"])
        power = evidence.get("emergency_output_gw", **at)
        rate = (float(unit["net_rate_g_per_kwh"]) + float(row["rate_penalty_g_per_kwh"])) / 1000.0
        findings.add("emergency_from_closed", kept - evidence.one("thermal_retired_gw", **at), POWER_GW, "GW",
                     str(cohort))
        findings.add("emergency_within_limit", kept - number(row["max_gw"], np.inf), POWER_GW, "GW", str(cohort))
        findings.add("emergency_output", power - float(unit["availability_share"]) * share * kept, POWER_GW, "GW",
                     str(cohort))
        findings.add("emergency_hours", float(power @ evidence.weight) / share
                     - float(row["max_full_load_hours"]) * kept, ENERGY_GWH, "GWh", str(cohort))
        findings.apart("emergency_fuel_follows", evidence.get("emergency_fuel_kt_per_h", **at), rate * power, FUEL_KT,
                       "kt/h", str(cohort))
