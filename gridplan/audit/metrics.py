"""What the plan achieves of every metric of the targets, in the metric's unit, written a second time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from gridplan.audit import metrics_energy, metrics_fleet
from gridplan.audit.evidence import Evidence
from gridplan.audit.holdings import callable_gw, coal, firm, holdings, installed, new_storage, season_peak
from gridplan.audit.words import (
    ADDED,
    CAPACITY,
    COAL,
    GAS,
    GENERATING,
    NEW_ENERGY,
    PUMPED_HYDRO,
    SEASONS,
    SHARE_OF_CAPACITY,
    STATED_NEW_ENERGY,
    THERMAL,
)
from gridplan.case.metric_needs import SITE_TECHNOLOGIES
from gridplan.case.schema import schema


class Achieved(NamedTuple):
    """What is achieved, how many row units (GW, GWh, kt) one of it moves, and what is asked where the rule says so."""

    value: float
    per_unit: float
    asked: float | None = None


Measure = Callable[[Evidence, str, int, str, str], Achieved]
WIDE_GAP_PCT, WIDE_GAP_SHARE_PCT = 40.0, 5.0
SITES = {"renewables": ("renewable", "renewable_capacity_gw"), "stores": ("store", "store_power_gw"),
         "cohorts": ("cohort", "thermal_capacity_gw")}
NONE = float("nan")


def achieved(evidence: Evidence, region: str, year: int, metric: str, subject: str) -> Achieved | None:
    """What the plan achieves of a metric; None for one that is no figure of the plan."""
    known = evidence.__dict__.setdefault("_achieved", {})
    key = region, year, metric, subject
    if key not in known:
        measure = MEASURES.get(metric)
        known[key] = None if measure is None else measure(evidence, region, year, metric, subject)
    return known[key]  # type: ignore[no-any-return]


def ratio(part: float, whole: float) -> float:
    """Part over whole; none where there is no whole."""
    return part / whole if whole > 1e-6 else NONE


def _capacity(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    return Achieved(installed(evidence, region, year, CAPACITY[metric]), 1.0)


def _clean(evidence: Evidence, region: str, year: int) -> float:
    technologies = clean_technologies(evidence, region, year)
    return installed(evidence, region, year, technologies) if technologies else NONE


def clean_technologies(evidence: Evidence, region: str, year: int) -> set[str]:
    """What a region counts as clean; nothing where the case does not say."""
    rows = evidence.rows("clean_sources", year)
    return set(rows.loc[rows["region"] == region, "technology"].astype(str))


def _clean_capacity(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    held = _clean(evidence, region, year)
    if metric == "capacity.clean":
        return Achieved(held, 1.0)
    whole = installed(evidence, region, year, GENERATING)
    return Achieved(100.0 * ratio(held, whole), whole / 100.0)


def _share(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    whole = installed(evidence, region, year, GENERATING)
    return Achieved(100.0 * ratio(installed(evidence, region, year, SHARE_OF_CAPACITY[metric]), whole), whole / 100.0)


def base_figure(evidence: Evidence, region: str, year: int, item: str) -> float:
    """A figure of the base year; none where the case gives none."""
    rows = evidence.rows("base_year", year)
    return float(rows.loc[(region, item), "value"]) if (region, item) in rows.index else NONE


def _added(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    technologies, item = ADDED[metric]
    return Achieved(installed(evidence, region, year, technologies) - base_figure(evidence, region, year, item), 1.0)


def _site(evidence: Evidence, _region: str, year: int, metric: str, subject: str) -> Achieved:
    dimension, variable = SITES[schema().metrics[metric].subject_table]
    if subject not in evidence.data[dimension].values:
        return Achieved(NONE, 1.0)
    return Achieved(evidence.one(variable, **{dimension: subject, "year": year}), 1.0)


def _to_thermal(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Achieved:
    whole = installed(evidence, region, year, THERMAL)
    return Achieved(ratio(installed(evidence, region, year, STATED_NEW_ENERGY), whole), whole)


def _storage(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    power, built, energy = new_storage(evidence, region, year)
    if metric == "storage.min_duration":
        return Achieved(ratio(energy, power), power)
    if metric == "storage.share_of_new_energy":
        whole = installed(evidence, region, year, NEW_ENERGY)
        return Achieved(100.0 * ratio(power, whole), whole / 100.0)
    share = evidence.rows("paired_builds", year)["bound_share"]
    ground = evidence.ground(region)
    bound = sum(float(share.get(one.asset, 1.0)) * evidence.one("renewable_built_gw", renewable=one.asset, year=year)
                for one in holdings(evidence, year)
                if one.dimension == "renewable" and one.region in ground and one.technology in NEW_ENERGY)
    return Achieved(100.0 * ratio(built, bound), bound / 100.0)


def _response(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    load = evidence.load(region, year)
    peak, hour = float(load.max()), int(load.argmax())
    share = 100.0 * callable_gw(evidence, region, year, hour) / peak
    if metric == "demand_response.share_of_peak":
        return Achieved(share, peak / 100.0)
    days = load.reshape(-1, 24)
    gap = float((100.0 * (days.max(axis=1) - days.min(axis=1)) / days.max(axis=1)).max())
    rows = evidence.rows("policies", year)
    stated = float(rows.loc[(rows["metric"] == metric) & (rows["region"] == region), "value"].max())
    return Achieved(share, peak / 100.0, max(stated, WIDE_GAP_SHARE_PCT) if gap > WIDE_GAP_PCT else stated)


def _reserve(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    """The scarcest of the seasons asked for."""
    found = []
    for season in SEASONS[metric]:
        peak, hour = season_peak(evidence, region, year, season)
        found.append((100.0 * (firm(evidence, region, year, season, hour) / peak - 1.0), peak / 100.0))
    return Achieved(*min(found))


def _links(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    """Capacity of the channels over the border of a region and its bases."""
    ground = evidence.ground(region)
    total = 0.0
    for name, row in evidence.rows("links", year).iterrows():
        enters, leaves = row["to"] in ground, row["from"] in ground
        if enters != leaves and enters == (metric == "import.capacity"):
            total += evidence.one("link_capacity_gw", link=name, year=year)
    return Achieved(total, 1.0)


def _dedicated(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Achieved:
    highest = float(evidence.load(region, year).max()) + sum(
        evidence.one("link_capacity_gw", link=name, year=year)
        for name, row in evidence.rows("links", year).iterrows() if row["from"] == region)
    return Achieved(100.0 * installed(evidence, region, year, PUMPED_HYDRO | GAS) / highest, highest / 100.0)


def _coal(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    if metric == "coal.new_build_ceiling":
        return Achieved(sum(one.built for one in coal(evidence, region, year)), 1.0)
    captive = coal(evidence, region, year, captive=True)
    if metric == "captive.replaced_capacity":
        aged = sum(_aged(evidence, name, year) for name in _captive_until(evidence, region, year))
        return Achieved(sum(one.gone for one in captive) + aged, 1.0)
    at_first = evidence.rows("cohorts", evidence.years[0])["existing_gw"]
    existing = sum(float(at_first.get(name, 0.0)) for name in _captive_until(evidence, region, year))
    return Achieved(100.0 * ratio(sum(one.total for one in captive), existing), existing / 100.0)


def _captive_until(evidence: Evidence, region: str, year: int) -> set[str]:
    """Captive coal of a region that stands in the tables of some planning year up to one."""
    names: set[str] = set()
    for one in evidence.years:
        rows = evidence.rows("cohorts", one)
        if one <= year:
            names |= {str(name) for name, row in rows.iterrows()
                      if row["region"] == region and bool(row["captive"]) and row["technology"] in COAL}
    return names


def _aged(evidence: Evidence, cohort: str, year: int) -> float:
    """What the case takes off a cohort year by year since the first, GW."""
    until = [one for one in evidence.years if one <= year]
    stood = [float(evidence.rows("cohorts", one)["existing_gw"].get(cohort, 0.0)) for one in until]
    return sum(max(0.0, before - after) for before, after in pairwise(stood))


def _line_loss(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Achieved:
    return Achieved(100.0 * float(evidence.rows("regions", year).loc[region, "line_loss_share"]), 0.0)


def _substituted(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Achieved:
    rows = evidence.rows("loads", year)
    here = (rows["region"] == region) & (rows["kind"] == "electrification")
    if not here.any():
        return Achieved(metrics_energy.of_nothing(evidence, metric, year), 0.0)
    return Achieved(float(np.sum(rows.loc[here, "energy_twh"])), 0.0)


def _plain(measure: Callable[[Evidence, str, int, str, str], tuple[float, float]]) -> Measure:
    """A measure that gives no figure of its own for what is asked."""
    return lambda *of: Achieved(*measure(*of))


MEASURES: dict[str, Measure] = {
    **dict.fromkeys(CAPACITY, _capacity),
    **dict.fromkeys(SHARE_OF_CAPACITY, _share),
    **dict.fromkeys(ADDED, _added),
    **dict.fromkeys(SITE_TECHNOLOGIES, _site),
    **dict.fromkeys(SEASONS, _reserve),
    **dict.fromkeys(("capacity.clean", "share.clean_capacity"), _clean_capacity),
    **dict.fromkeys(("storage.min_duration", "storage.share_of_new_energy", "storage.share_of_new_build"), _storage),
    **dict.fromkeys(("demand_response.share_of_peak", "demand_response.share_by_gap"), _response),
    **dict.fromkeys(("import.capacity", "export.capacity"), _links),
    **dict.fromkeys(("coal.new_build_ceiling", "captive.replaced_capacity", "coal.captive_plant_retained_share"),
                    _coal),
    "capacity.new_energy_to_thermal_ratio": _to_thermal,
    "peaking.dedicated_share_of_generation": _dedicated,
    "grid.line_loss": _line_loss,
    "electrification.substituted_energy": _substituted,
    **{metric: _plain(measure) for metric, measure in (*metrics_energy.MEASURES.items(),
                                                       *metrics_fleet.MEASURES.items())},
}
