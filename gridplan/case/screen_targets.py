"""Enforced targets against the most, or the least, that everything a case may do together reaches."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from gridplan.case.problems import Problem, problem
from gridplan.case.rules_adequacy import firm_gw, in_force
from gridplan.case.schema import schema
from gridplan.case.screen_supply import OUTSIDE, Region, Row, Tables, number
from gridplan.case.slips import chinese_unit
from gridplan.library.units import HOURS_PER_YEAR

TOLERANCE = 1e-6
NONFOSSIL = ("nuclear", "biomass", "waste")
RENEWABLE_THERMAL = ("biomass", "waste")
WIND, SOLAR = ("wind_onshore", "wind_offshore"), ("solar_utility", "solar_distributed")


class Reach(NamedTuple):
    """The most (or least) of a metric, and what it comes from and what would change it, in both languages."""

    value: float
    why_en: str
    why_zh: str
    fix_en: str
    fix_zh: str


def screen_targets(tables: Tables, region: Region) -> Iterator[Problem]:
    """A reminder for each enforced target of the region that no plan can meet."""
    policies = tables["policies"]
    for row, cells in in_force(policies, region.year):
        measure = MEASURES.get((str(cells["metric"]), str(cells["sense"])))
        if measure is None or cells["region"] != region.region or not cells["enforce"] or math.isnan(cells["value"]):
            continue
        reach = measure(region, cells)
        if reach is None or not math.isfinite(reach.value):
            continue
        value, floor = float(cells["value"]), cells["sense"] == "min"
        missed = value - reach.value if floor else reach.value - value
        if missed > TOLERANCE * max(1.0, abs(value)):
            unit = schema().metrics[str(cells["metric"])].unit
            words = {"why_en": reach.why_en, "why_zh": reach.why_zh, "fix_en": reach.fix_en, "fix_zh": reach.fix_zh}
            yield problem(
                "screen_target" if floor else "screen_target_max",
                policies.place(row, "value"),
                value,
                metric=cells["metric"],
                unit=unit,
                unit_zh=chinese_unit(unit),
                region=region.region,
                year=region.year,
                reach=f"{reach.value:.4g}",
                **words,
            )


def _renewable_gwh(region: Region, nonhydro: bool) -> float:
    thermal = sum(
        region.thermal_gwh(cells) / (1 - cells["own_use_share"])
        for cells in region.of("cohorts")
        if cells["technology"] in RENEWABLE_THERMAL
    )
    return float(region.weather_gwh(nonhydro) + thermal)


def _green_received_gwh(region: Region, nonhydro: bool) -> float:
    """Most green energy of channels into the region; all of it from another region of the case."""
    energy = 0.0
    for cells in region.links("to"):
        share = 1.0
        if cells["from"] == OUTSIDE:
            share = number(cells["green_share"]) * (1 - number(cells["green_hydro_share"]) if nonhydro else 1.0)
        energy += region.brought_gwh(cells) * share
    return energy


def _quota(nonhydro: bool) -> Callable[[Region, Row], Reach | None]:
    def reach(region: Region, _target: Row) -> Reach | None:
        use = region.load_gw.sum()
        if use <= 0:
            return None
        own, received = _renewable_gwh(region, nonhydro), _green_received_gwh(region, nonhydro)
        bought = sum(1000.0 * number(cells["certificate_cap_twh"]) for cells in region.of("regions"))
        bought += sum(
            1000.0 * number(cells["max_twh"])
            for _row, cells in in_force(region.tables["excess_trade"], region.year)
            if cells["to"] == region.region
        )
        figures = f"{own / 1000:.3g} + {received / 1000:.3g} + {bought / 1000:.3g} TWh / {use / 1000:.4g} TWh"
        return Reach(
            100.0 * (own + received + bought) / use,
            f"own + received + certificates and trade / grid load = {figures}",
            f"自发 + 受入 + 绿证与交易 / 网供用电 = {figures}",
            "raise potential_gw, green imports or certificate_cap_twh",
            "请提高 potential_gw、绿电受入或 certificate_cap_twh",
        )

    return reach


def _nonfossil(region: Region, _target: Row) -> Reach | None:
    """All non-fossil plants at their most, the rest of the load by fossil ones: a share of what must be generated."""
    own = region.weather_gwh() + sum(
        region.thermal_gwh(cells) / (1 - cells["own_use_share"])
        for cells in region.of("cohorts")
        if cells["technology"] in NONFOSSIL
    )
    forced = sum(
        float(region.must_run_gw(cells).sum()) for cells in region.of("cohorts") if cells["technology"] not in NONFOSSIL
    )
    if own + forced <= 0:
        return None
    figures = f"{own / 1000:.4g} / ({own / 1000:.4g} + {forced / 1000:.4g}) TWh"
    return Reach(
        100.0 * own / (own + forced),
        f"non-fossil / (non-fossil + fossil that must run) = {figures}",
        f"非化石 /（非化石 + 必开化石）= {figures}",
        "raise potential_gw or lower must_run_share",
        "请提高 potential_gw 或降低 must_run_share",
    )


def _coal(account: str) -> Callable[[Region, Row], Reach | None]:
    """Least coal burnt (Mt of standard coal) or CO2 (Mt): what must run, or what nothing else can supply."""

    def reach(region: Region, _target: Row) -> Reach | None:
        fuels = _fuels(region)
        coal = [cells for cells in region.of("cohorts") if fuels.get(str(cells["fuel"]), {}).get("is_coal")]
        if not coal:
            return None
        forced = sum(float(region.must_run_gw(cells).sum()) * (1 - cells["own_use_share"]) for cells in coal)
        needed = _needed_gwh(region, coal)
        energy = max(forced, needed)
        rate = min(_best_rate(region, cells) for cells in coal)
        factor = min(_least_co2(region, cells, fuels) for cells in coal) if account == "co2" else 1.0
        mt = energy * rate * factor / 1e6
        figures = f"{energy / 1000:.4g} TWh x {rate:.4g} g/kWh" + (f" x {factor:.3g} t/t" if account == "co2" else "")
        return Reach(
            mt,
            f"coal power that must run or that nothing can replace: {figures}",
            f"必开或无可替代的煤电：{figures}",
            "lower must_run_share, or let other plants be built",
            "请降低 must_run_share 或允许新建其他电源",
        )

    return reach


def _fuels(region: Region) -> dict[str, Row]:
    rows = [cells for _row, cells in in_force(region.tables["fuels"], region.year)]
    return {str(c["fuel"]): c for c in rows if not c["region"]} | {
        str(c["fuel"]): c for c in rows if c["region"] == region.region
    }


def _needed_gwh(region: Region, coal: list[Row]) -> float:
    """Energy of the load, and of what channels must send, that nothing but coal could supply in a year."""
    others = region.supply_gwh - sum(region.thermal_gwh(cells) for cells in coal)
    owed = sum(region.owed_gwh(cells) for cells in region.links("from"))
    return max(0.0, float(region.load_gw.sum()) + owed - others - region.shed_gwh)


def _states(region: Region, cells: Row) -> list[Row]:
    return [row for _row, row in in_force(region.tables["retrofits"], region.year) if row["cohort"] == cells["cohort"]]


def _best_rate(region: Region, cells: Row) -> float:
    """Lowest net coal rate (g/kWh) of a cohort in any state, at full load."""
    changes = [0.0, *(number(row["net_rate_change_g_per_kwh"]) for row in _states(region, cells))]
    return float(cells["net_rate_g_per_kwh"]) + min(changes)


def _least_co2(region: Region, cells: Row, fuels: dict[str, Row]) -> float:
    """Lowest CO2 (t) per t of fuel of a cohort in any state, with co-firing and capture."""
    own = number(fuels[str(cells["fuel"])]["co2_t_per_tce"])
    least = own
    for row in _states(region, cells):
        other = fuels.get(str(row["cofiring_fuel"]))
        share = number(row["cofiring_share"]) if other is not None else 0.0
        mixed = (1 - share) * own + share * (number(other["co2_t_per_tce"]) if other is not None else 0.0)
        least = min(least, mixed * (1 - number(row["capture_share"])))
    return least


def _coal_rate(region: Region, _target: Row) -> Reach | None:
    """The best state of the best cohort at full load; none where heat is credited."""
    fuels = _fuels(region)
    coal = [c for c in region.of("cohorts") if fuels.get(str(c["fuel"]), {}).get("is_coal") and c["in_coal_rate"]]
    heated = {str(cells["cohort"]) for _row, cells in in_force(region.tables["chp"], region.year)}
    if not coal or any(str(cells["cohort"]) in heated for cells in coal):
        return None
    rate = min(_best_rate(region, cells) for cells in coal)
    return Reach(
        rate,
        "the best cohort in its best state at full load",
        "最优机组群改造后满负荷煤耗",
        "check net_rate_g_per_kwh, or raise build_max_gw of new units",
        "请核对 net_rate_g_per_kwh，或提高新机组 build_max_gw",
    )


def _reserve(region: Region, _target: Row) -> Reach | None:
    peak = float(region.load_gw.max())
    if peak <= 0:
        return None
    firm = firm_gw(region.tables, region.region, region.year, peak)
    return Reach(
        100.0 * (firm / peak - 1.0),
        f"firm capacity {firm:.4g} GW, peak {peak:.4g} GW",
        f"可靠容量 {firm:.4g} GW，最大负荷 {peak:.4g} GW",
        "raise build_max_gw or firm_share of imports",
        "请提高 build_max_gw 或受电 firm_share",
    )


def _response(region: Region, _target: Row) -> Reach | None:
    peak = float(region.load_gw.max())
    if peak <= 0:
        return None
    share = 100.0 * float(region.relief_gw.max()) / peak
    return Reach(
        share,
        "response, flexible loads and vehicles",
        "需求响应、可调负荷与车网互动",
        "raise max_share_of_peak",
        "请提高 max_share_of_peak",
    )


def _utilisation(technologies: tuple[str, ...]) -> Callable[[Region, Row], Reach | None]:
    """Where nothing of the kind may be built: its energy against what room what must run leaves in each hour."""

    def reach(region: Region, _target: Row) -> Reach | None:
        classes = [cells for cells in region.of("renewables") if cells["technology"] in technologies]
        fixed = all(region.renewable_gw(cells) <= number(cells["existing_gw"]) for cells in classes)
        energy = sum(
            (
                number(c["existing_gw"]) * (1 - number(c["own_use_share"])) * region.series(c["profile"])
                for c in classes
            ),
            np.zeros(HOURS_PER_YEAR),
        )
        if not fixed or energy.sum() <= 0:
            return None
        room = np.maximum(region.room_gw - region.forced_gw, 0.0)
        used = float(np.minimum(energy, room).sum())
        figures = f"{used / 1000:.4g} / {energy.sum() / 1000:.4g} TWh"
        return Reach(
            100.0 * used / float(energy.sum()),
            f"what can be taken in each hour: {figures}",
            f"逐时可消纳：{figures}",
            "add storage or channels, or lower must_run_share",
            "请增加储能或通道，或降低 must_run_share",
        )

    return reach


def _exchange(end: str, energy: bool) -> Callable[[Region, Row], Reach | None]:
    """Energy (TWh) or capacity (GW) of all channels into or out of the region at their most, at the sending end."""

    def reach(region: Region, _target: Row) -> Reach | None:
        if region.of("bases") or any(
            cells["counted_in"] == region.region for _row, cells in in_force(region.tables["bases"], region.year)
        ):
            return None
        total = 0.0
        for cells in region.links(end):
            capacity = float(cells["capacity_gw"] + cells["build_max_gw"])
            most_twh = min(capacity * HOURS_PER_YEAR / 1000, number(cells["energy_max_twh"], math.inf))
            total += most_twh if energy else capacity
        for _row, cells in in_force(region.tables["emergency_support"], region.year):
            if cells[end] == region.region:
                total += cells["support_gw"] * (cells["max_hours"] / 1000 if energy else 1.0)
        return Reach(
            total,
            "all channels at their most",
            "全部通道最大能力",
            "raise capacity_gw or build_max_gw of links",
            "请提高 links 的 capacity_gw 或 build_max_gw",
        )

    return reach


MEASURES: dict[tuple[str, str], Callable[[Region, Row], Reach | None]] = {
    ("quota.renewable_consumption", "min"): _quota(False),
    ("quota.nonhydro_consumption", "min"): _quota(True),
    ("share.nonfossil_generation", "min"): _nonfossil,
    ("coal.consumption_cap", "max"): _coal("coal"),
    ("co2.cap", "max"): _coal("co2"),
    ("coal.net_heat_rate", "max"): _coal_rate,
    ("reserve.margin", "min"): _reserve,
    ("demand_response.share_of_peak", "min"): _response,
    ("utilisation.wind", "min"): _utilisation(WIND),
    ("utilisation.solar", "min"): _utilisation(SOLAR),
    ("utilisation.renewable", "min"): _utilisation(WIND + SOLAR),
    ("import.energy", "min"): _exchange("to", energy=True),
    ("export.energy", "min"): _exchange("from", energy=True),
    ("import.capacity", "min"): _exchange("to", energy=False),
    ("export.capacity", "min"): _exchange("from", energy=False),
}
"""Metrics the screen can judge, with the sense it judges."""
