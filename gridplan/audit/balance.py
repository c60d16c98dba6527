"""Who gives and takes power in every region and hour; the axis of time and the load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gridplan.audit.evidence import HOURS_PER_YEAR, OUTSIDE, Evidence
from gridplan.audit.findings import POWER_GW, RELATIVE, Findings
from gridplan.audit.plants import lifted_gw
from gridplan.audit.stores import ELECTRIC
from gridplan.audit.thermal import states

GENERATION, STORED, MOVED, EXCHANGE, USED, SHORT = "generation", "stored", "moved", "exchange", "used", "short"
EMERGENCY, PUMP = "emergency_reserve", "hybrid_pump"


@dataclass(frozen=True)
class Power:
    """What one asset brings into a region's balance, GW net in every block (negative: takes)."""

    region: str
    kind: str
    dimension: str
    asset: str
    technology: str
    power: np.ndarray
    gross_per_net: float = 1.0
    heading: str = ""


def powers(evidence: Evidence, year: int) -> list[Power]:
    """Everything in the balances of a year, once."""
    known = evidence.__dict__.setdefault("_powers", {})
    if year not in known:
        known[year] = [*_plants(evidence, year), *_water(evidence, year), *_stored(evidence, year),
                       *_moved(evidence, year), *_exchanged(evidence, year), *_used(evidence, year)]
    return list(known[year])


def here(evidence: Evidence, region: str, year: int, *kinds: str) -> list[Power]:
    """Those of one region, of the kinds named (all if none)."""
    return [one for one in powers(evidence, year) if one.region == region and (not kinds or one.kind in kinds)]


def _plants(evidence: Evidence, year: int) -> Iterator[Power]:
    for state in states(evidence, year):
        row = state.row
        yield Power(row["region"], GENERATION, "cohort", state.cohort, row["technology"],
                    evidence.get("thermal_output_gw", **state.at, year=year), 1.0 / (1.0 - state.own_use))
    cohorts = evidence.rows("cohorts", year)
    for cohort in evidence.rows("emergency_reserve", year).index:
        row = cohorts.loc[cohort]
        yield Power(row["region"], GENERATION, "cohort", str(cohort), EMERGENCY,
                    evidence.get("emergency_output_gw", cohort=cohort, year=year), 1.0 / (1.0 - row["own_use_share"]))
    for name, row in evidence.rows("renewables", year).iterrows():
        yield Power(row["region"], GENERATION, "renewable", str(name), row["technology"],
                    evidence.get("renewable_output_gw", renewable=name, year=year), 1.0 / (1.0 - row["own_use_share"]))


def _water(evidence: Evidence, year: int) -> Iterator[Power]:
    """Reservoirs; of a plant with pumps the year's pumped water come back is storage, spread over its output."""
    pumps = evidence.rows("hybrid_pumps", year)
    for name, row in evidence.rows("reservoirs", year).iterrows():
        output, net = evidence.get("reservoir_output_gw", reservoir=name, year=year), 1.0 - row["own_use_share"]
        energy = float(output @ evidence.weight)
        lifted = float(lifted_gw(evidence, str(name), year) @ evidence.weight) * net
        back = max(0.0, lifted) / energy if energy > 1e-6 else 0.0
        yield Power(row["region"], GENERATION, "reservoir", str(name), row["technology"], output * (1.0 - back),
                    1.0 / net)
        for pump, of in pumps[pumps["reservoir"] == name].iterrows():
            taken = evidence.get("hybrid_pump_charge_gw", hybrid_pump=pump, year=year)
            own = (max(0.0, float(taken @ evidence.weight)) * of["pump_efficiency_share"] * net / energy
                   if energy > 1e-6 else 0.0)
            yield Power(of["region"], STORED, PUMP, str(pump), PUMP, output * own, heading="discharge")
            yield Power(of["region"], STORED, PUMP, str(pump), PUMP, -np.maximum(taken, 0.0), heading="charge")


def _stored(evidence: Evidence, year: int) -> Iterator[Power]:
    for table, dimension, prefix in (("stores", "store", "store"), ("vehicle_to_grid", "vehicle_to_grid", "v2g")):
        for name, row in evidence.rows(table, year).iterrows():
            for way, sign in (("discharge", 1.0), ("charge", -1.0)):
                power = evidence.get(f"{prefix}_{way}_gw", **{dimension: name}, year=year)
                technology = row["technology"] if table == "stores" else table
                yield Power(row["region"], STORED, dimension, str(name), technology, sign * power, heading=way)


def _moved(evidence: Evidence, year: int) -> Iterator[Power]:
    for name, row in evidence.rows("response", year).iterrows():
        for way, sign in (("down", 1.0), ("up", -1.0)):
            power = evidence.get(f"response_{way}_gw", response=name, year=year)
            yield Power(row["region"], MOVED, "response", str(name), row["kind"], sign * power, heading=way)
    loads = evidence.rows("loads", year)
    for name in evidence.rows("flexible_loads", year).index:
        for way, sign in (("down", 1.0), ("up", -1.0)):
            power = evidence.get(f"flexible_{way}_gw", load=name, year=year)
            yield Power(loads.loc[name, "region"], MOVED, "load", str(name), loads.loc[name, "kind"], sign * power,
                        heading=way)


def _exchanged(evidence: Evidence, year: int) -> Iterator[Power]:
    for table, dimension, variable in (("links", "link", "link_flow_gw"),
                                       ("emergency_support", "support", "support_called_gw")):
        for name, row in evidence.rows(table, year).iterrows():
            flow = evidence.get(variable, **{dimension: name}, year=year)
            if row["to"] != OUTSIDE:
                yield Power(row["to"], EXCHANGE, dimension, str(name), dimension, flow * (1.0 - row["loss_share"]),
                            heading="in")
            if row["from"] != OUTSIDE:
                yield Power(row["from"], EXCHANGE, dimension, str(name), dimension, -flow, heading="out")


def _used(evidence: Evidence, year: int) -> Iterator[Power]:
    for name, row in evidence.rows("electrolysers", year).iterrows():
        yield Power(row["region"], USED, "electrolyser", str(name), "electrolyser",
                    -evidence.get("electrolyser_gw", electrolyser=name, year=year))
    for name, row in evidence.rows("heat_sources", year).iterrows():
        if row["kind"] in ELECTRIC and evidence.has("heat_source_power_gw"):
            yield Power(row["region"], USED, "heat_source", str(name), row["kind"],
                        -evidence.get("heat_source_power_gw", heat_source=name, year=year))
    for region in evidence.regions:
        for name, sign in (("unserved", 1.0), ("excess", -1.0)):
            yield Power(region, SHORT, "region", region, name, sign * evidence.get(
                f"{name}_gw", region=region, year=year), heading=name)


def check(evidence: Evidence, findings: Findings) -> None:
    """The balance of every hour and region, the load, signs, and the axis."""
    _axis(evidence, findings)
    for year in evidence.years:
        for region in evidence.regions:
            load = evidence.get("demand_gw", region=region, year=year)
            findings.apart("load_follows_from_demand", load, evidence.mean(evidence.load(region, year)), POWER_GW, "GW",
                           region)
            total = np.asarray(sum(one.power for one in here(evidence, region, year)))
            findings.apart("power_balance_every_hour", total, load, POWER_GW, "GW", region)
    for name, values in evidence.data.data_vars.items():
        if "price_" in str(name):
            continue
        findings.add("nothing_below_zero", -np.nan_to_num(values.values), POWER_GW, "GW", str(name))
        if "time" in values.dims and not str(name).startswith(("heat_", "chp_")):
            missing = np.isnan(values.values)
            findings.holds("no_gaps_in_time", bool((missing.all(axis=-1) == missing.any(axis=-1)).all()), str(name))


def _axis(evidence: Evidence, findings: Findings) -> None:
    """Weights add up to a year, are alike, and months and days follow from the hour."""
    hours = evidence.length.sum() / len(evidence.chances)
    findings.same("weights_add_up_to_a_year", float(evidence.weight.sum()), float(HOURS_PER_YEAR))
    chance = np.array(list(evidence.chances.values()))[evidence.weather]
    findings.apart("weights_follow_from_hours", evidence.weight / evidence.length / chance, HOURS_PER_YEAR / hours,
                   RELATIVE * 1e3, "h")
    findings.same("hours_as_stated", float(hours), float(evidence.run["hours"]))
    findings.same("blocks_as_stated", float(len(evidence.weight)), float(evidence.run["blocks"]))
    month_of_hour = np.repeat(np.arange(1, 13), np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24)
    findings.apart("months_follow", evidence.month, month_of_hour[evidence.first_hour], 0.5, "")
    findings.apart("days_follow", evidence.data["day"].values, evidence.first_hour // 24, 0.5, "")
    findings.add("hours_in_order", evidence.length[:-1] - np.diff(
        evidence.first_hour + HOURS_PER_YEAR * evidence.weather), 0.5, "h")
