"""Operating reserve: what is asked for in every block, who keeps how much of what he has, what is missing, its price.

What is kept and what is missing are together what is asked for, no more.  Where reserve has a price, nobody leaves room
unused but for what the gap allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplan.audit.evidence import AS_IS, Evidence
from gridplan.audit.findings import LEVEL_GWH, POWER_GW, Findings
from gridplan.audit.plants import least_flow
from gridplan.audit.thermal import State, chp_row, heat_of, states
from gridplan.audit.words import SOLAR, WIND

TABLE = "operating_reserve"
UP = "up"
DIRECTIONS = (UP, "down")
DIMENSION = {"cohort": "thermal", "store": "store", "reservoir": "reservoir"}
"""What the variables of each kind of asset begin with, by its dimension."""

SCHEDULED = {"nuclear"}
"""Technologies that run at what they are scheduled for."""

MINUTES_PER_HOUR = 60.0

DUST = 1e-3
"""Share of the price of missing reserve by which an interior point's price may miss it."""

NO_PRICE = 1e-7
"""CNY/kW: the dust an interior point leaves of the price of a target on firm capacity that does not bind."""


@dataclass(frozen=True)
class Limit:
    """``per_gw`` x what is kept stays within ``most``, GW or GWh, in every block."""

    check: str
    most: np.ndarray
    per_gw: float = 1.0
    unit: str = "GW"


@dataclass(frozen=True)
class Offer:
    """What an asset keeps in one direction, GW in every block (a figure missing as NaN), and what it is held to."""

    dimension: str
    where: str
    kept: np.ndarray
    limits: tuple[Limit, ...]

    @property
    def unused(self) -> np.ndarray:
        """What it could keep beyond what it does, GW."""
        room = np.min([limit.most / limit.per_gw for limit in self.limits], axis=0)
        return np.asarray(room - self.kept)


def check(evidence: Evidence, findings: Findings) -> None:
    """Every rule of the operating reserve."""
    for year in evidence.years:
        rows = evidence.rows(TABLE, year)
        known: dict[str, float] = {}
        if len(rows):
            findings.holds("reserve_asked_once", not rows.duplicated(["region", "direction"]).any(), TABLE)
        for name, row in rows.iterrows():
            found = list(offers(evidence, row, year))
            for offer in found:
                _kept(findings, offer)
                variable = _variable(offer.dimension, row["direction"])
                known[variable] = known.get(variable, 0.0) + float(np.abs(offer.kept).sum())
            short = _series(evidence, "reserve_short_gw", operating_reserve=name, year=year)
            known["reserve_short_gw"] = known.get("reserve_short_gw", 0.0) + float(np.abs(short).sum())
            surplus = sum((offer.kept for offer in found), start=short) - required_gw(evidence, row, year)
            findings.apart("reserve_of_every_hour", surplus, 0.0, POWER_GW, "GW", str(name))
            _prices(evidence, findings, str(name), row, year, short, found)
        _nobody_else(evidence, findings, year, known)


def _kept(findings: Findings, offer: Offer) -> None:
    for limit in offer.limits:
        tolerance = POWER_GW if limit.unit == "GW" else LEVEL_GWH
        findings.add(limit.check, limit.per_gw * offer.kept - limit.most, tolerance, limit.unit, offer.where)


def _nobody_else(evidence: Evidence, findings: Findings, year: int, known: dict[str, float]) -> None:
    """All that is written of a variable belongs to those who may offer; sums of sizes tell anything beside them."""
    for variable in (*(_variable(dimension, way) for dimension in DIMENSION for way in DIRECTIONS), "reserve_short_gw"):
        if evidence.has(variable):
            whole = float(np.abs(evidence.get(variable, year=year)).sum())
            findings.apart("reserve_of_those_who_offer", whole, known.get(variable, 0.0), POWER_GW, "GW", variable)


def required_gw(evidence: Evidence, row: pd.Series, year: int) -> np.ndarray:
    """What a row asks for in every block, GW: shares of load and of wind and solar output."""
    asked = float(row["load_share"]) * evidence.mean(evidence.load(str(row["region"]), year))
    for name, plant in evidence.rows("renewables", year).iterrows():
        share = _weather_share(row, plant)
        if share:
            asked = asked + share * evidence.get("renewable_output_gw", renewable=name, year=year)
    return np.asarray(asked)


def _weather_share(row: pd.Series, plant: pd.Series) -> float:
    """GW of reserve that a row asks for by GW a plant gives."""
    if plant["region"] != row["region"]:
        return 0.0
    return float(row["wind_share"]) * (plant["technology"] in WIND) + float(row["solar_share"]) * (
        plant["technology"] in SOLAR)


def _variable(dimension: str, way: str) -> str:
    return f"{DIMENSION[dimension]}_reserve_{way}_gw"


def _series(evidence: Evidence, variable: str, **labels: object) -> np.ndarray:
    """A series that must be there: as NaN, which no check lets pass, where it is not."""
    return evidence.raw(variable, **labels) if evidence.has(variable) else np.full(len(evidence.weight), np.nan)


def offers(evidence: Evidence, row: pd.Series, year: int) -> Iterator[Offer]:
    """Everybody who may keep reserve for a row."""
    for state in states(evidence, year):
        if state.row["region"] == row["region"] and _may_offer(evidence, state, year):
            kept = _series(evidence, _variable("cohort", row["direction"]), **state.at, year=year)
            yield Offer("cohort", f"{state.cohort} {state.state}", kept, _thermal(evidence, row, state, year))
    for dimension, limits in (("store", _store), ("reservoir", _reservoir)):
        for name, asset in evidence.rows(f"{dimension}s", year).iterrows():
            if asset["region"] == row["region"]:
                at: dict[str, object] = {dimension: name, "year": year}
                kept = _series(evidence, _variable(dimension, row["direction"]), **at)
                yield Offer(dimension, str(name), kept, limits(evidence, row, asset, at))


def _may_offer(evidence: Evidence, state: State, year: int) -> bool:
    """Committed states but nuclear power and those whose power follows their heat, whether or not there is any."""
    rows = evidence.rows("chp", year)
    own = next((key for key in ((state.cohort, state.state), (state.cohort, AS_IS)) if key in rows.index), None)
    follows_heat = own is not None and rows.loc[own, "mode"] == "back_pressure"
    return state.committed and state.row["technology"] not in SCHEDULED and not follows_heat


def _thermal(evidence: Evidence, row: pd.Series, state: State, year: int) -> tuple[Limit, ...]:
    """What is online, its minimum of the season, the ramp, and the power its heat needs."""
    at, share = {**state.at, "year": year}, 1.0 - state.own_use
    online, net = share * evidence.get("thermal_online_gw", **at), evidence.get("thermal_output_gw", **at)
    chp, heat = chp_row(evidence, state, year), heat_of(evidence, state, year)
    power = net + (float(chp["power_loss"]) * heat if chp is not None else 0.0)
    ramp = Limit("reserve_within_ramp", state.ramp * float(row["minutes"]) / MINUTES_PER_HOUR * online)
    if row["direction"] == UP:
        return Limit("reserve_up_within_online", online - power), ramp
    down = Limit("reserve_down_above_minimum", power - state.minimum * online), ramp
    return down if chp is None else (*down, Limit("reserve_down_keeps_heat", net - float(chp["power_floor"]) * heat))


def _store(evidence: Evidence, row: pd.Series, store: pd.Series, at: dict[str, object]) -> tuple[Limit, ...]:
    """From what it does now to full power the other way, and energy to hold that for the hours asked for."""
    given = evidence.get("store_discharge_gw", **at) - evidence.get("store_charge_gw", **at)
    power, level = evidence.one("store_power_gw", **at), evidence.get("store_level_gwh", **at)
    usable, hours = float(store["availability_share"]) * power, float(row["hours"])
    if row["direction"] == UP:
        held, per_gw, room = float(store["discharge_efficiency_share"]) * level, hours, usable - given
    else:
        held = evidence.one("store_energy_gwh", **at) - level
        per_gw, room = hours * float(store["charge_efficiency_share"]), usable + given
    return Limit("reserve_within_store_power", room), Limit("reserve_within_store_energy", held, per_gw, "GWh")


def _reservoir(evidence: Evidence, row: pd.Series, reservoir: pd.Series, at: dict[str, object]) -> tuple[Limit, ...]:
    """Turbines and water upwards; downwards what must flow."""
    share, stands = 1.0 - float(reservoir["own_use_share"]), evidence.one("reservoir_capacity_gw", **at)
    output = evidence.get("reservoir_output_gw", **at)
    if row["direction"] != UP:
        return (Limit("reserve_keeps_least_flow", output - share * least_flow(evidence, reservoir) * stands),)
    water = share * evidence.get("reservoir_level_gwh", **at)
    return (Limit("reserve_within_turbines", float(reservoir["availability_share"]) * share * stands - output),
            Limit("reserve_within_water", water, float(row["hours"]), "GWh"))


def _prices(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int, short: np.ndarray,
            found: list[Offer]) -> None:
    """Within the price of missing reserve, at it where some is missing, and nothing where there is room."""
    price = _series(evidence, "reserve_price_cny_per_mwh", operating_reserve=name, year=year)
    lost = float(row["shortage_cny_per_mwh"])
    findings.add("reserve_price_within_shortage_price", np.maximum(-price, price - lost), DUST * lost, "CNY/MWh", name)
    if weighs_risk(evidence):
        return
    # What is lost by the plan's not living up to its prices is part of the gap, by which it may miss the bound.
    money = evidence.weight / 1000.0 * float(evidence.run.get("year_weights", {}).get(str(year), 1.0))

    def lose(check: str, rate: np.ndarray, power: np.ndarray, where: str) -> None:
        beyond = np.maximum(rate, 0.0) * np.maximum(power - POWER_GW, 0.0) * money
        findings.add(check, beyond, evidence.gap_million_cny, "million CNY", where)

    lose("reserve_shortage_is_priced", (1.0 - DUST) * lost - price, short, name)
    for offer in found:
        lose("reserve_price_only_where_scarce", price, offer.unused, f"{name} {offer.where}")


def weighs_risk(evidence: Evidence) -> bool:
    """Whether the weather years weigh in the prices as no file says hour by hour."""
    return len(evidence.chances) > 1 and evidence.stored["settings"].get("risk", "expected") != "expected"


def income(evidence: Evidence, dimension: str, asset: str, state: str, year: int) -> float | None:
    """What an asset earns with the reserve it keeps, less what is asked for because of it, million CNY; None where
    other rows pay it for firm capacity too, or where no reserve is asked for."""
    rows = evidence.rows(TABLE, year)
    firm = [float(line.dual_price) for line in evidence.policies.itertuples()
            if str(line.metric).startswith("reserve.") and bool(line.enforced) and int(line.year) == year]
    if not len(rows) or any(abs(price) > NO_PRICE for price in firm):
        return None
    own = evidence.rows(f"{dimension}s", year).loc[asset]
    total = np.zeros(len(evidence.weight))
    for name, row in rows.iterrows():
        if row["region"] != own["region"]:
            continue
        if dimension == "renewable":
            kept = -_weather_share(row, own) * evidence.get("renewable_output_gw", renewable=asset, year=year)
        else:
            variable = _variable(dimension, row["direction"])
            at = {dimension: asset, "year": year, **({"state": state} if state else {})}
            kept = evidence.get(variable, **at) if evidence.has(variable) else np.zeros(len(total))
        total = total + kept * evidence.get("reserve_price_cny_per_mwh", operating_reserve=name, year=year)
    return float(total @ evidence.weight) / 1000.0
