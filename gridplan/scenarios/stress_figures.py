"""What a weather year did to a plan: load not served, the tightest hours, curtailment, targets, coal, CO2 and cost.

Sums take the weight of the blocks, so that a shortened year is reported as a whole one.  Figures are of all regions
together, one set for each planning year; what is short is also told by region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from gridplan.results.accounts import curtailment, prices
from gridplan.results.fuel_account import fleet
from gridplan.results.ledger import number, of_year
from gridplan.results.price_account import NOT_COSTS, residual_load_gw
from gridplan.results.types import Results
from gridplan.scenarios.compare_hours import CURTAILED, Hours, hours_of

SHORT_GW = 1e-3
"""Unserved power from which an hour counts as short; below it stands the dust of an interior point."""

RUNNING_GW = 5e-3
"""Power below which a group is not named as running."""

TIGHT_DAYS = 5
"""Days whose tightest hour is told."""

HELD_TERMS = ("capital", "retrofit", "fixed", "extension", "emergency_upkeep")
"""Terms of cost that the design decides; the others, but for penalties, are of the operation."""

POLICY_COLUMNS = ("policy", "name_zh", "name_en", "region", "metric", "sense", "target", "unit", "enforced", "achieved",
                  "margin", "status")


@dataclass(frozen=True)
class TightHour:
    """The tightest hour of a tight day.

    Attributes:
        hour_of_year: 0..8759; hours: how many the block covers.
        load_gw, residual_gw: load; load less the wind, sun and run-of-river power offered.
        unserved_gw: load not served; short_hours: hours of that day in which some was not.
        price_cny_per_mwh: highest of the regions.
        running: supply by group, GW; using: charging, exports and load paid back, GW.
    """

    hour_of_year: int
    hours: int
    load_gw: float
    residual_gw: float
    unserved_gw: float
    short_hours: int
    price_cny_per_mwh: float
    running: Mapping[str, float]
    using: Mapping[str, float]


@dataclass(frozen=True)
class Figures:
    """A planning year of the plan in one weather year.

    Attributes:
        planning_year: of the plan.
        load_gwh, peak_gw, residual_peak_gw: load, its peak, the peak of what wind and sun leave of it.
        unserved_gwh, short_hours_h, most_short_gw: load not served, hours of the year in which some region was short,
            the most that was short at once.
        unserved_heat_gwh: heat not served.
        by_region: unserved_gwh and short_hours_h of each region.
        curtailed_gwh, available_gwh: wind and sun, gross.
        coal_kt, co2_kt: standard coal and CO2.
        operating_million_cny: cost of operation without penalties; held_million_cny: what the design costs.
        penalty_million_cny: for load not served and targets missed; total_million_cny: all together.
        price_cny_per_mwh: mean by load; price_without_scarcity_cny_per_mwh: the same over hours in which no region is
            short.
        targets: one entry for each policy row, as in the scorecard.
        tight: the tightest hours, the tightest first.
    """

    planning_year: int
    load_gwh: float
    peak_gw: float
    residual_peak_gw: float
    unserved_gwh: float
    short_hours_h: float
    most_short_gw: float
    unserved_heat_gwh: float
    by_region: Mapping[str, Mapping[str, float]]
    curtailed_gwh: float
    available_gwh: float
    coal_kt: float
    co2_kt: float
    operating_million_cny: float
    held_million_cny: float
    penalty_million_cny: float
    total_million_cny: float
    price_cny_per_mwh: float
    price_without_scarcity_cny_per_mwh: float
    targets: Sequence[Mapping[str, Any]]
    tight: Sequence[TightHour]

    @property
    def unserved_share(self) -> float:
        """Part of the load not served."""
        return self.unserved_gwh / self.load_gwh if self.load_gwh else 0.0

    @property
    def curtailed_share(self) -> float:
        """Part of what wind and sun offered that was not taken; NaN without any."""
        return self.curtailed_gwh / self.available_gwh if self.available_gwh else float("nan")

    @property
    def missed(self) -> list[Mapping[str, Any]]:
        """Enforced targets that are missed."""
        return [one for one in self.targets if one["enforced"] and one["status"] == "missed"]

    def as_json(self) -> dict[str, Any]:
        """The figures with the shares, for stress.json."""
        return asdict(self) | {"unserved_share": self.unserved_share, "curtailed_share": self.curtailed_share}


def figures_of(results: Results) -> list[Figures]:
    """The figures of every planning year of a weather year's results."""
    hourly = hours_of(results, "en")
    return [_of_year(results, int(year), {key[0]: one for key, one in hourly.items() if key[1] == int(year)})
            for year in results.dataset["year"].values]


def _of_year(results: Results, year: int, hourly: Mapping[str, Hours]) -> Figures:
    data = of_year(results, year)
    weight = data["weight_h"].values
    unserved = data["unserved_gw"].transpose("region", "time").values
    unserved = np.where(unserved > SHORT_GW, unserved, 0.0)
    load = data["demand_gw"].transpose("region", "time").values
    residual = np.sum([residual_load_gw(results, region, year) for region in hourly], axis=0)
    regions = [str(name) for name in data["region"].values]
    price = data["price_cny_per_mwh"].transpose("region", "time").values
    costs = results.costs[results.costs["year"] == year].groupby("term")["million_cny"].sum()
    penalty = float(costs[costs.index.isin(list(NOT_COSTS))].sum())
    held = float(costs[costs.index.isin(HELD_TERMS)].sum())
    wasted = curtailment(results)
    wasted = wasted[(wasted["year"] == year) & (wasted["kind"] == "sum") & (wasted["renewable"] == "new_energy")]
    burnt = fleet(results)
    burnt = burnt[burnt["year"] == year]
    served = (unserved == 0.0).all(axis=0)
    return Figures(
        planning_year=year, load_gwh=float((load @ weight).sum()), peak_gw=float(load.sum(axis=0).max()),
        residual_peak_gw=float(residual.max()), unserved_gwh=float((unserved @ weight).sum()),
        short_hours_h=float(weight[~served].sum()), most_short_gw=float(unserved.sum(axis=0).max()),
        unserved_heat_gwh=_heat_gwh(results, year),
        by_region={region: {"unserved_gwh": float(row @ weight), "short_hours_h": float(weight[row > 0.0].sum())}
                   for region, row in zip(regions, unserved, strict=True)},
        curtailed_gwh=float(wasted["curtailed_gwh"].sum()), available_gwh=float(wasted["available_gwh"].sum()),
        coal_kt=float(burnt["coal_kt"].sum()), co2_kt=float(burnt["co2_kt"].sum()),
        operating_million_cny=float(costs.sum()) - held - penalty, held_million_cny=held, penalty_million_cny=penalty,
        total_million_cny=float(costs.sum()), price_cny_per_mwh=_mean_price(results, year),
        price_without_scarcity_cny_per_mwh=_mean(price[:, served], load[:, served] * weight[served]),
        targets=_targets(results, year), tight=_tight(hourly, residual, unserved))


def _heat_gwh(results: Results, year: int) -> float:
    data = results.dataset
    if "heat_unserved_gw" not in data:
        return 0.0
    return number((data["heat_unserved_gw"] * data["weight_h"]).sum(("time", "region")), year=year)


def _mean_price(results: Results, year: int) -> float:
    """Mean over the regions by their load, CNY/MWh."""
    rows = prices(results)
    rows = rows[rows["year"] == year].set_index("region")["load_mean_cny_per_mwh"]
    load = (results.dataset["demand_gw"] * results.dataset["weight_h"]).sum("time").sel(year=year)
    return _mean(rows.to_numpy(dtype=float), load.sel(region=list(rows.index)).values)


def _mean(values: np.ndarray, weight: np.ndarray) -> float:
    """Weighted mean, the plain one where nothing weighs, NaN of nothing."""
    if not values.size:
        return float("nan")
    return float(np.average(values, weights=weight if weight.any() else None))


def _targets(results: Results, year: int) -> list[dict[str, Any]]:
    rows = results.policies
    if rows.empty:
        return []
    columns = [name for name in POLICY_COLUMNS if name in rows]
    return [{name: _plain(value) for name, value in line.items()}
            for line in rows.loc[rows["year"] == year, columns].to_dict("records")]


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _tight(hourly: Mapping[str, Hours], residual: np.ndarray, unserved: np.ndarray) -> list[TightHour]:
    """The tightest hour of each of the tightest days: what is short goes first, then the residual load."""
    clock = next(iter(hourly.values())).clock
    short = unserved.sum(axis=0)
    order = np.lexsort((-residual, -short))
    day = clock.hour_of_year // 24
    found: list[TightHour] = []
    for place in order[np.sort(np.unique(day[order], return_index=True)[1])][:TIGHT_DAYS].tolist():
        same = (day == day[place]) & (short > 0.0)
        found.append(TightHour(
            int(clock.hour_of_year[place]), int(clock.duration_h[place]),
            float(sum(one.demand[place] for one in hourly.values())), float(residual[place]), float(short[place]),
            int(clock.duration_h[same].sum()), float(max(one.price[place] for one in hourly.values())),
            _groups([one.supply for one in hourly.values()], place),
            _groups([one.use for one in hourly.values()], place)))
    return found


def _groups(sides: Sequence[Mapping[str, np.ndarray]], place: int) -> dict[str, float]:
    """Power of each group at a block, all regions together, in the order of the groups."""
    total: dict[str, float] = {}
    for side in sides:
        for group, values in side.items():
            if group not in (CURTAILED, "unserved"):
                total[group] = total.get(group, 0.0) + float(values[place])
    return {group: round(power, 6) for group, power in total.items() if power > RUNNING_GW}
