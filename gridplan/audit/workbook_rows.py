"""What the workbook's main tables must say, in base units, by heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from gridplan.audit import energy
from gridplan.audit.balance import EXCHANGE, GENERATION, MOVED, STORED, USED, here
from gridplan.audit.evidence import AS_IS, OUTSIDE, Evidence
from gridplan.audit.fleet import retrofit
from gridplan.audit.holdings import Holding, holdings
from gridplan.audit.metrics_fleet import VISIBLE_GW, coal_saved_kt
from gridplan.audit.operating_reserve import offers, required_gw
from gridplan.audit.thermal import State, states
from gridplan.audit.words import NEW_ENERGY, SOLAR, WIND
from gridplan.library.target_units import target_unit

if TYPE_CHECKING:
    from gridplan.audit.workbook import Words

Lines = list[dict[str, Any]]

RESERVE_SHORT_GW = 1e-4
"""Reserve missing in an hour that does not count as short: 0.1 MW."""


def _capacity(evidence: Evidence, words: Words) -> list[Lines]:
    """By technology within each region."""
    lines: Lines = []
    for year in evidence.years:
        for region in sorted(evidence.regions):
            sums: dict[str, list[float]] = {}
            for one in [*holdings(evidence, year), *_contracted(evidence, year)]:
                if one.region == region:
                    figures = sums.setdefault(one.technology, [0.0] * 4)
                    for place, value in enumerate((one.existing, one.built, one.gone, one.total)):
                        figures[place] += value
            lines += [_held(words, words.region(evidence, region, year), year, technology, figures)
                      for technology, figures in sums.items()]
    return [lines]


def _held(words: Words, region: str, year: int, technology: str, figures: list[float]) -> dict[str, Any]:
    header = words.of
    return {header("header.region"): region, header("header.year"): float(year),
            header("header.technology"): header(f"technology.{technology}"), header("header.existing"): figures[0],
            header("header.built"): figures[1], header("header.retired"): figures[2],
            header("header.total"): figures[3]}


def _contracted(evidence: Evidence, year: int) -> Iterator[Holding]:
    """What is contracted by the year rather than stands, and electrolysers."""
    for name, row in evidence.rows("response", year).iterrows():
        held = evidence.one("response_capability_gw", response=name, year=year)
        yield Holding(row["region"], "response", str(name), row["kind"], 0.0, held, 0.0, held)
    for name, row in evidence.rows("vehicle_to_grid", year).iterrows():
        held = evidence.one("v2g_power_gw", vehicle_to_grid=name, year=year)
        yield Holding(row["region"], "vehicle_to_grid", str(name), "vehicle_to_grid", 0.0, held, 0.0, held)
    for name, row in evidence.rows("electrolysers", year).iterrows():
        at = {"electrolyser": name, "year": year}
        yield Holding(row["region"], "electrolyser", str(name), "electrolyser", float(row["existing_gw"]),
                      evidence.one("electrolyser_built_gw", **at), 0.0, evidence.one("electrolyser_capacity_gw", **at))


def _retrofits(evidence: Evidence, words: Words) -> list[Lines]:
    lines: Lines = []
    for year in evidence.years:
        for state in sorted(states(evidence, year), key=lambda one: _order(evidence, one)):
            at = {**state.at, "year": year}
            capacity = evidence.one("thermal_capacity_gw", **at)
            if state.state == AS_IS or capacity <= VISIBLE_GW or state.change is None:
                continue
            spent = retrofit(evidence, state.cohort, state.state, year)[0]
            lines.append({
                words.of("header.region"): words.region(evidence, str(state.row["region"]), year),
                words.of("header.cohort"): words.asset(evidence, state.cohort, year),
                words.of("header.capacity"): capacity,
                words.of("header.net"): evidence.annual("thermal_output_gw", **at),
                words.of("header.coal_saved"): coal_saved_kt(evidence, state, year),
                words.of("header.investment"): spent})
    return [lines]


def _order(evidence: Evidence, state: State) -> tuple[str, int, int]:
    """Lines of a region together, cohorts and states in the order of the dataset."""
    return (str(state.row["region"]), evidence.data["cohort"].values.tolist().index(state.cohort),
            evidence.data["state"].values.tolist().index(state.state))


def _costs(evidence: Evidence, words: Words) -> list[Lines]:
    """By term, then by asset where it costs anything; lines of a region together."""
    costs = evidence.costs.sort_values(["year", "region"], kind="stable")
    detail = costs[costs["million_cny"].abs() > 1e-9]
    sums = costs.groupby(["region", "year", "term"], sort=False)["million_cny"].sum().reset_index()
    return [[{words.of("header.region"): words.region(evidence, str(row["region"]), int(row["year"])),
              words.of("header.year"): float(row["year"]), words.of("header.term"): words.of(f"term.{row['term']}"),
              words.of("header.million_cny"): float(row["million_cny"])}
             for row in frame.to_dict("records")] for frame in (sums, detail)]


def _scorecard(evidence: Evidence, words: Words) -> list[Lines]:
    lines: Lines = []
    for row in evidence.policies.to_dict("records"):
        factor = target_unit(str(row["unit"])).shown[words.lang][1]
        figures = {name: float(row[name]) * factor for name in ("target", "achieved", "margin", "slack")}
        year = int(row["year"])
        lines.append({
            words.of("header.region"): words.region(evidence, str(row["region"]), year),
            words.of("header.policy"): str(row[f"name_{words.lang}"]) or str(row["policy"]),
            **{words.of(f"header.{name}"): value for name, value in figures.items()},
            words.of("header.slack_cost"): float(row["slack_cost_million_cny"]),
            words.of("header.status"): words.of(f"status.{row['status']}"),
            words.of("header.page"): str(row["page"])})
    return [lines]


def _targets(evidence: Evidence, words: Words) -> list[Lines]:
    lines: Lines = []
    for row in evidence.targets.to_dict("records"):
        shown = target_unit(str(row["unit"])).shown[words.lang][1]
        lines.append({
            words.of("header.region"): words.region(evidence, str(row["region"]), int(row["year"])),
            words.of("header.status"): words.of(f"status.{row['status']}"),
            words.of("header.target"): float(row["target"]) * shown,
            words.of("header.achieved_by_plan"): float(row["achieved"]) * shown,
            words.of("header.margin"): float(row["margin"]) * shown,
            words.of("header.target_id"): str(row["target_id"])})
    return [lines]


def _channels(evidence: Evidence, words: Words) -> list[Lines]:
    lines: Lines = []
    for year in evidence.years:
        for name, row in evidence.rows("links", year).iterrows():
            at = {"link": name, "year": year}
            sent, flow = evidence.annual("link_flow_gw", **at), evidence.get("link_flow_gw", **at)
            received = sent * (1.0 - float(row["loss_share"]))
            price = float(row["price_cny_per_mwh"]) / 1000.0
            income = (sent * price if row["to"] == OUTSIDE else -received * price if row["from"] == OUTSIDE
                      else float("nan"))
            lines.append({
                words.of("header.link"): words.asset(evidence, str(name), year),
                words.of("header.capacity"): evidence.one("link_capacity_gw", **at),
                words.of("header.peak_flow"): float(flow.max()), words.of("header.sent"): sent,
                words.of("header.received"): received, words.of("header.green"): evidence.one("link_green_gwh", **at),
                words.of("header.green_nonhydro"): evidence.one("link_green_nonhydro_gwh", **at),
                words.of("header.channel_income"): income})
    return [lines]


def _coal(evidence: Evidence, words: Words) -> list[Lines]:
    lines: Lines = []
    for year in evidence.years:
        for region in sorted(evidence.regions):
            coal = energy.coal(evidence, region, year)
            lines.append({words.of("header.region"): words.region(evidence, region, year),
                          words.of("header.coal"): coal.burnt_kt, words.of("header.net_rate"): coal.net_rate_g_per_kwh,
                          words.of("header.co2"): coal.co2_kt})
    return [lines]


def _curtailment(evidence: Evidence, words: Words) -> list[Lines]:
    lines: Lines = []
    for year in evidence.years:
        classes: dict[str, Lines] = {}
        kept: dict[str, list[tuple[str, float, float]]] = {}
        for name, row in evidence.rows("renewables", year).iterrows():
            at, net = {"renewable": name, "year": year}, 1.0 - float(row["own_use_share"])
            offered, used = (evidence.annual(f"renewable_{what}_gw", **at) / net for what in ("available", "output"))
            kept.setdefault(str(row["region"]), []).append((str(row["technology"]), offered, used))
            classes.setdefault(str(row["region"]), []).append(
                _curtailed(evidence, words, str(row["region"]), year, offered, used))
        for region in sorted(evidence.regions):
            lines += classes.get(region, [])
            for group in (WIND, SOLAR, NEW_ENERGY):
                inside = [one for one in kept.get(region, []) if one[0] in group]
                if inside:
                    lines.append(_curtailed(evidence, words, region, year, sum(one[1] for one in inside),
                                            sum(one[2] for one in inside)))
    return [lines]


def _curtailed(evidence: Evidence, words: Words, region: str, year: int, offered: float,
               used: float) -> dict[str, Any]:
    return {words.of("header.region"): words.region(evidence, region, year), words.of("header.available"): offered,
            words.of("header.used"): used, words.of("header.curtailed"): offered - used}


def _quota(evidence: Evidence, words: Words) -> list[Lines]:
    lines: Lines = []
    for year in evidence.years:
        for region in sorted(evidence.regions):
            for nonhydro in (False, True) if region not in evidence.bases() else ():
                share, used = energy.quota_pct(evidence, region, year, nonhydro)
                sent, received = energy.green_moved(evidence, region, year, nonhydro)
                lines.append({
                    words.of("header.region"): words.region(evidence, region, year),
                    words.of("header.local"): energy.renewable_gross(evidence, region, year, nonhydro),
                    words.of("header.quota_sent"): sent, words.of("header.quota_received"): received,
                    words.of("header.storage_loss"): energy.storage_loss(evidence, region, year),
                    words.of("header.use"): used, words.of("header.binding"): share})
    return [lines]


def _reserve(evidence: Evidence, words: Words) -> list[Lines]:
    """By requirement; of what costs nothing and is more than is asked for, each kind counts in proportion."""
    lines: list[tuple[int, str, dict[str, Any]]] = []
    for year in evidence.years:
        for name, row in evidence.rows("operating_reserve", year).iterrows():
            asked, at = required_gw(evidence, row, year), {"operating_reserve": name, "year": year}
            short, price = (evidence.get(f"reserve_{what}", **at) for what in ("short_gw", "price_cny_per_mwh"))
            kept = {kind: np.zeros(len(asked)) for kind in ("cohort", "store", "reservoir")}
            for offer in offers(evidence, row, year):
                kept[offer.dimension] = kept[offer.dimension] + offer.kept
            whole = sum(kept.values(), start=np.zeros(len(asked)))
            counted = np.divide(asked, whole, out=np.ones(len(asked)), where=whole > asked)
            weight, needed = evidence.weight, float(asked @ evidence.weight)
            means = [float(one @ weight) / float(weight.sum())
                     for one in (asked, *(one * counted for one in kept.values()), short)]
            titles = ("asked", "thermal", "store", "reservoir", "missing")
            region = str(row["region"])
            lines.append((year, region, {
                words.of("header.operating_reserve"): words.asset(evidence, str(name), year),
                words.of("header.region"): words.region(evidence, region, year),
                words.of("header.year"): float(year),
                words.of("header.reserve_direction"): words.of(f"reserve_direction.{row['direction']}"),
                **{words.of(f"header.reserve_{title}"): mean for title, mean in zip(titles, means, strict=True)},
                words.of("header.reserve_most"): float(asked.max()),
                words.of("header.reserve_short_hours"): float(weight[short > RESERVE_SHORT_GW].sum()),
                words.of("header.mean"): float(price @ (asked * weight)) / needed if needed else float("nan"),
                words.of("header.highest"): float(price.max()),
                words.of("header.reserve_lost"): float(short @ weight) * float(row["shortage_cny_per_mwh"]) / 1000.0}))
    return [[line for _year, _region, line in sorted(lines, key=lambda one: one[:2])]]


SHEETS: dict[str, tuple[str, Callable[[Evidence, Words], list[Lines]]]] = {
    "capacity": ("region", _capacity), "retrofits": ("region", _retrofits), "costs": ("region", _costs),
    "policies": ("region", _scorecard), "targets": ("region", _targets), "channels": ("link", _channels),
    "coal": ("region", _coal), "curtailment": ("region", _curtailment), "quota": ("region", _quota),
    "operating_reserve": ("operating_reserve", _reserve),
}
"""Sheets compared: the first heading of their tables, and what these must say."""


def hourly(evidence: Evidence, words: Words, region: str, year: int) -> dict[str, np.ndarray]:
    """Columns of an hourly sheet by heading, in GW, CNY/MWh and GWh."""
    at = {"region": region, "year": year}
    columns: dict[str, np.ndarray] = {
        words.of("header.hour_of_year"): evidence.first_hour.astype(float),
        words.of("header.demand"): evidence.get("demand_gw", **at),
        words.of("header.unserved"): evidence.get("unserved_gw", **at),
        words.of("header.excess"): evidence.get("excess_gw", **at),
        words.of("header.price"): evidence.raw("price_cny_per_mwh", **at),
    }
    joint = "" if words.lang == "zh" else ", "
    nothing = np.zeros(len(evidence.weight))
    for name in ("import", "export", "response_down", "response_up"):
        columns[words.of(f"header.{name}")] = nothing
    for one in here(evidence, region, year, GENERATION, STORED, MOVED, EXCHANGE, USED):
        title = _title(words, one.kind, one.dimension, one.technology, one.heading, joint)
        columns[title] = columns.get(title, nothing) + np.abs(one.power) * _sign(one.power)
    rows = evidence.rows("renewables", year)
    columns[words.of("header.curtailed")] = nothing + sum(
        (evidence.get("renewable_available_gw", renewable=name, year=year)
         - evidence.get("renewable_output_gw", renewable=name, year=year)
         for name in rows.index[rows["region"] == region]), start=nothing)
    for table, dimension in (("reservoirs", "reservoir"), ("stores", "store")):
        for name, row in evidence.rows(table, year).iterrows():
            if row["region"] == region:
                title = f"{words.asset(evidence, str(name), year)}{joint}{words.of('header.level')}"
                columns[title] = evidence.get(f"{dimension}_level_gwh", **{dimension: name}, year=year)
    return columns


def _sign(power: np.ndarray) -> np.ndarray:
    """What is shown is positive whichever way the power goes; dust of the other sign keeps its sign."""
    whole = float(power.sum())
    return np.asarray(np.sign(power) * (1.0 if whole >= 0 else -1.0))


def _title(words: Words, kind: str, dimension: str, technology: str, heading: str, joint: str) -> str:
    if kind == STORED:
        return words.of(f"technology.{technology}") + joint + words.of(f"header.{heading}")
    if kind == MOVED:
        return words.of(f"header.{'flexible' if dimension == 'load' else 'response'}_{heading}")
    if kind == EXCHANGE:
        way = "import" if heading == "in" else "export"
        return words.of(f"technology.emergency_{way}" if dimension == "support" else f"header.{way}")
    return words.of(f"technology.{technology}")
