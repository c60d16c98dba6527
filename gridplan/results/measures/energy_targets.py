"""Coal, CO2, utilisation of wind and sun, shares of generation."""

from __future__ import annotations

from gridplan.library.units import KT_PER_MT
from gridplan.model.energy_targets import UTILISATION
from gridplan.model.technologies import NONFOSSIL_THERMAL, STATED_NEW_ENERGY, THERMAL
from gridplan.results.energy_balance import curtailment
from gridplan.results.flows import generation
from gridplan.results.fuel_account import coal_and_co2, fleet
from gridplan.results.ledger import ratio
from gridplan.results.measures.base import Accounts, Measure, Measurer, burnt_gwh


def _coal_rate(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    account = accounts.of(coal_and_co2)
    rows = account[account["is_coal"] & account["in_coal_rate"]]
    rate = float(accounts.of(fleet).iloc[0]["net_rate_g_per_kwh"])
    return Measure(rate, float(rows["net_gwh"].sum()) / 1000.0)


def _burnt(accounts: Accounts, metric: str, _subject: str) -> Measure:
    column = "coal_kt" if metric == "coal.consumption_cap" else "co2_kt"
    return Measure(float(accounts.of(fleet).iloc[0][column]) / KT_PER_MT, KT_PER_MT)


def _nonfossil(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    plants = accounts.of(generation)
    clean = plants["dimension"].isin(["renewable", "reservoir"]) | plants["technology"].isin(NONFOSSIL_THERMAL)
    whole = float(plants["gross_gwh"].sum())
    kept = float(plants[clean]["gross_gwh"].sum()) - burnt_gwh(accounts)
    return Measure(100.0 * ratio(kept, whole), whole / 100.0)


def _to_thermal(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    gross = accounts.of(generation).groupby("technology")["gross_gwh"].sum()
    burnt = float(gross[gross.index.isin(THERMAL)].sum())
    kept = float(gross[gross.index.isin(STATED_NEW_ENERGY)].sum()) - burnt_gwh(accounts)
    return Measure(ratio(kept, burnt), burnt)


def _utilisation(accounts: Accounts, metric: str, _subject: str) -> Measure:
    account = accounts.of(curtailment)
    lines = account[account["technology"].isin(UTILISATION[metric][1])]
    offered = float(lines["available_gwh"].sum())
    used = offered - float(lines["curtailed_gwh"].sum())
    return Measure(100.0 * ratio(used - burnt_gwh(accounts), offered), offered / 100.0)


MEASURES: dict[str, Measurer] = {
    "coal.net_heat_rate": _coal_rate,
    "coal.consumption_cap": _burnt,
    "co2.cap": _burnt,
    "share.nonfossil_generation": _nonfossil,
    "generation.new_energy_to_thermal_ratio": _to_thermal,
    **dict.fromkeys(UTILISATION, _utilisation),
}
