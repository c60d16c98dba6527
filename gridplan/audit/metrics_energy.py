"""Metrics about the year's energy, coal and CO2: as (achieved, row units per unit)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gridplan.audit import energy
from gridplan.audit.balance import GENERATION, here
from gridplan.audit.energy import gross, ratio
from gridplan.audit.evidence import OUTSIDE, Evidence, number
from gridplan.audit.words import (
    BURNT_RENEWABLE,
    HYDRO,
    STATED_NEW_ENERGY,
    THERMAL,
    UTILISATION,
)

Pair = tuple[float, float]
NONE = float("nan")
KT_PER_MT = 1000.0


def _quota(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    value, used = energy.quota_pct(evidence, region, year, metric == "quota.nonhydro_consumption")
    return value, used / 100.0


def _channel(evidence: Evidence, _region: str, year: int, _metric: str, subject: str) -> Pair:
    sent = evidence.annual("link_flow_gw", link=subject, year=year)
    return 100.0 * ratio(evidence.one("link_green_gwh", link=subject, year=year), sent), sent / 100.0


def _coal_rate(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    coal = energy.coal(evidence, region, year)
    return coal.net_rate_g_per_kwh, coal.rated_net_gwh / 1000.0


def _burnt(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    coal = energy.coal(evidence, region, year)
    kt = {"coal.consumption_cap": coal.burnt_kt, "co2.cap": coal.co2_kt}.get(metric, coal.captured_kt)
    return kt / KT_PER_MT, KT_PER_MT


def _coal_change(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    base = _base(evidence, region, year, "coal_burnt_mt") * KT_PER_MT
    sign = 1.0 if metric == "coal.consumption_growth" else -1.0
    return 100.0 * ratio(sign * (energy.coal(evidence, region, year).burnt_kt - base), base), base / 100.0


def _base(evidence: Evidence, region: str, year: int, item: str) -> float:
    rows = evidence.rows("base_year", year)
    return float(rows.loc[(region, item), "value"]) if (region, item) in rows.index else NONE


def _utilisation(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    offered = used = 0.0
    for name, row in evidence.rows("renewables", year).iterrows():
        if row["region"] == region and row["technology"] in UTILISATION[metric]:
            net, at = 1.0 - float(row["own_use_share"]), {"renewable": name, "year": year}
            offered += evidence.annual("renewable_available_gw", **at) / net
            used += evidence.annual("renewable_output_gw", **at) / net
    return 100.0 * ratio(used - energy.burnt(evidence, region, year), offered), offered / 100.0


def _generation_share(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    whole, lost = gross(evidence, region, year), energy.burnt(evidence, region, year)
    if metric == "share.clean_generation":
        rows = evidence.rows("clean_sources", year)
        technologies = set(rows.loc[rows["region"] == region, "technology"].astype(str))
        part = gross(evidence, region, year, technologies) if technologies else NONE
    else:
        part = _nonfossil(evidence, region, year)
    return 100.0 * ratio(part - lost, whole), whole / 100.0


def _nonfossil(evidence: Evidence, region: str, year: int) -> float:
    return energy.renewable_gross(evidence, region, year) + gross(evidence, region, year, {"nuclear"})


def _to_thermal(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    burnt = gross(evidence, region, year, THERMAL)
    made = gross(evidence, region, year, STATED_NEW_ENERGY) - energy.burnt(evidence, region, year)
    return ratio(made, burnt), burnt


def _consumed(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    if region in evidence.bases():
        return NONE, 0.0
    green = energy.renewable_gross(evidence, region, year) - energy.burnt(evidence, region, year)
    if metric != "share.local_renewable_consumption":
        sent, received = energy.green_moved(evidence, region, year, nonhydro=False)
        green += received - sent
    if metric == "share.green_electricity_consumption":
        green += (evidence.one("certificates_gwh", region=region, year=year)
                  - evidence.one("certificates_sold_gwh", region=region, year=year))
    used = energy.use(evidence, region, year)
    return 100.0 * ratio(green, used), used / 100.0


def _intensity(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    if region in evidence.bases():
        return NONE, 0.0
    used = energy.use(evidence, region, year) - energy.storage_loss(evidence, region, year)
    kt, rows = energy.coal(evidence, region, year).power_co2_kt, evidence.rows("links", year)
    stated = evidence.rows("import_emissions", year)
    factors = {name: float(stated.loc[name, "co2_g_per_kwh"]) / 1000.0 if name in stated.index else NONE
               for name in rows.index[(rows["to"] == region) | (rows["from"] == region)]}
    edges = energy.circuits(evidence, region, year)
    round_about, dearest = {edge[1]: edge for edge in edges if edge[0] == "link"}, 0.0
    abroad = {(edge[2], edge[3]) for edge in edges if region not in edge[2:4]}
    for name, factor in factors.items():
        sent = evidence.annual("link_flow_gw", link=name, year=year)
        if rows.loc[name, "to"] == region:
            kt += factor * sent
            continue
        sold_at = factor
        if name in round_about:
            away = energy.hops(str(rows.loc[name, "to"]), abroad)
            sold_at = min([factor, *(factors[other] for other, edge in round_about.items()
                                     if edge[3] == region and edge[2] in away)])
        dearest = max(dearest, sold_at) if name in round_about else dearest
        kt -= sold_at * sent
    kt += dearest * energy.circulation(evidence, region, year)
    return 1000.0 * ratio(kt, used), used / 1000.0


def _intensity_fall(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    base = _base(evidence, region, year, "co2_g_per_generated_kwh") / 1000.0
    made = gross(evidence, region, year) - energy.burnt(evidence, region, year)
    fall = 1.0 - ratio(ratio(energy.coal(evidence, region, year).power_co2_kt, made), base)
    return 100.0 * fall, base * made / 100.0


def _nonfossil_energy(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    rows = evidence.rows("energy_account", year)
    if region not in rows.index:
        return NONE, NONE
    row = rows.loc[region]
    sent, received = energy.green_moved(evidence, region, year, nonhydro=False)
    per_gwh = float(row["gross_rate_g_per_kwh"]) / 1e6
    whole = float(row["total_energy_mtce"])
    part = per_gwh * (_nonfossil(evidence, region, year) - sent + received) + float(row["other_nonfossil_mtce"])
    return 100.0 * ratio(part, whole), whole / 100.0 / per_gwh


def _exchanged(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    received, sent = energy.exchange(evidence, region, year)
    if metric.startswith("import.share"):
        used = energy.use(evidence, region, year)
        rows = evidence.rows("policies", year)
        senses = set(rows.loc[(rows["region"] == region) & (rows["metric"] == metric), "sense"])
        if senses == {"max"}:
            used -= energy.storage_loss(evidence, region, year)
        return 100.0 * ratio(received, used), used / 100.0
    return (received if metric == "import.energy" else sent) / 1000.0, 1000.0


def _green_received(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    if metric == "import.energy.green":
        return energy.green_moved(evidence, region, year, nonhydro=False)[1] / 1000.0, 1000.0
    green = arrived = 0.0
    for name, row in evidence.rows("links", year).iterrows():
        if row["to"] == region:
            kept, sent = 1.0 - float(row["loss_share"]), evidence.annual("link_flow_gw", link=name, year=year)
            arrived += kept * sent
            green += evidence.one("link_green_gwh", link=name, year=year) * (kept if sent > 0 else 0.0)
    return 100.0 * ratio(green, arrived), arrived / 100.0


def _green_left(evidence: Evidence, region: str, year: int) -> Pair:
    """Non-hydro renewable energy that nobody has taken: of the region's own, and with what comes in, GWh."""
    sent, received = energy.green_moved(evidence, region, year, nonhydro=True)
    rows, loads = evidence.rows("electrolysers", year), evidence.rows("loads", year)
    hydrogen = sum(evidence.one("electrolyser_green_gwh", electrolyser=name, year=year)
                   for name in rows.index[rows["region"] == region])
    own = (energy.renewable_gross(evidence, region, year, nonhydro=True) - sent
           - evidence.one("certificates_sold_gwh", region=region, year=year) - energy.burnt(evidence, region, year))
    given = sum(evidence.one("load_green_gwh", load=name, year=year) for name in loads.index[loads["region"] == region])
    bought = evidence.one("certificates_nonhydro_gwh", region=region, year=year)
    return own - hydrogen, own + received + bought - hydrogen - given


def of_nothing(evidence: Evidence, metric: str, year: int) -> float:
    """What a case without a single asset of a kind achieves in its metric: nothing where it enforces a target of it, no
    figure where it does not."""
    targets = evidence.rows("policies", year)
    return 0.0 if targets.loc[targets["metric"] == metric, "enforce"].any() else float("nan")


def _hydrogen(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    """What is attributed, or more where the renewables leave it: the most efficient are filled first."""
    rows = evidence.rows("electrolysers", year)
    rows = rows[rows["region"] == region].sort_values("electricity_kwh_per_kg")
    if rows.empty:
        return of_nothing(evidence, metric, year), KT_PER_MT
    given = {name: evidence.one("electrolyser_green_gwh", electrolyser=name, year=year) for name in rows.index}
    pool = min(_green_left(evidence, region, year)) + sum(given.values())
    offered = _nonhydro_gross(evidence, region, year)
    made = 0.0
    for name, row in rows.iterrows():
        power = evidence.get("electrolyser_gw", electrolyser=name, year=year)
        if row["matching"] == "hourly":
            power = np.minimum(power, offered)
            offered = offered - power
        green = min(float(power @ evidence.weight), max(pool, 0.0))
        pool -= green
        made += green / float(row["electricity_kwh_per_kg"])
    stated = sum(given[name] / float(row["electricity_kwh_per_kg"]) for name, row in rows.iterrows())
    return max(stated, made) / KT_PER_MT, KT_PER_MT


def _nonhydro_gross(evidence: Evidence, region: str, year: int) -> np.ndarray:
    total = np.zeros(len(evidence.weight))
    for one in here(evidence, region, year, GENERATION):
        green = one.dimension in ("renewable", "reservoir") or one.technology in BURNT_RENEWABLE
        if green and one.technology not in HYDRO:
            total = total + one.power * one.gross_per_net
    return total


def _industry(evidence: Evidence, _region: str, year: int, _metric: str, subject: str) -> Pair:
    row, whole = evidence.rows("loads", year).loc[subject], evidence.annual("load_baseline_gw", load=subject, year=year)
    given = evidence.one("load_green_gwh", load=subject, year=year)
    if given <= 1e-6:
        given = min(max(_green_left(evidence, str(row["region"]), year)[1], 0.0), whole)
    return 100.0 * given / whole, whole / 100.0


def limits(evidence: Evidence, region: str, year: int) -> list[tuple[str, float]]:
    """By how many GWh green energy is spent beyond what there is, by rule."""
    found = []
    at = {"region": region, "year": year}
    for name, nonhydro in (("attribution", False), ("attribution_nonhydro", True)):
        sent = sum(evidence.one(energy.GREEN[int(nonhydro)], link=link, year=year)
                   for link, row in evidence.rows("links", year).iterrows() if row["from"] == region != OUTSIDE)
        found.append((name, sent - energy.renewable_gross(evidence, region, year, nonhydro)))
    cap = number(evidence.rows("regions", year).loc[region, "certificate_cap_twh"]) * 1000.0
    found.append(("certificates_bought_within_cap", evidence.one("certificates_gwh", **at) - cap))
    rows = evidence.rows("certificates", year)
    sold = evidence.one("certificates_sold_gwh", **at)
    cap = float(rows.loc[region, "sell_cap_twh"]) * 1000.0 if region in rows.index else 0.0
    found.append(("certificates_sold_within_cap", sold - cap))
    found.append(("certificates_counted_once", abs(evidence.one("certificates_gwh", **at)
                                                   - evidence.one("certificates_nonhydro_gwh", **at))))
    return found


MEASURES: dict[str, Callable[[Evidence, str, int, str, str], Pair]] = {
    **dict.fromkeys(("quota.renewable_consumption", "quota.nonhydro_consumption"), _quota),
    "channel.renewable_share": _channel,
    "coal.net_heat_rate": _coal_rate,
    **dict.fromkeys(("coal.consumption_cap", "co2.cap", "ccus.thermal_unit_capture_demo",
                     "ccus.thermal_power_demo_scale"), _burnt),
    **dict.fromkeys(("coal.consumption_growth", "coal.consumption_reduction"), _coal_change),
    **dict.fromkeys(UTILISATION, _utilisation),
    **dict.fromkeys(("share.nonfossil_generation", "share.clean_generation"), _generation_share),
    "generation.new_energy_to_thermal_ratio": _to_thermal,
    **dict.fromkeys(("share.local_renewable_consumption", "share.renewable_consumption",
                     "share.green_electricity_consumption"), _consumed),
    "intensity.co2_electricity": _intensity,
    **dict.fromkeys(("intensity.co2_electricity_reduction", "intensity.electricity_co2_reduction"), _intensity_fall),
    "share.nonfossil_energy": _nonfossil_energy,
    **dict.fromkeys(("import.share_of_consumption", "import.share_of_demand", "import.energy", "export.energy"),
                    _exchanged),
    **dict.fromkeys(("import.energy.green", "import.green_share"), _green_received),
    "hydrogen.green_production": _hydrogen,
    "industry.green_share": _industry,
}
