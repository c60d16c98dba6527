"""The policy scorecard: every target of the case against what the plan does, measured on the labelled results.

Nothing here reads the model's rows except their duals and slacks: what is achieved is worked out again from
dispatch and capacities.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from gridplan.library.tables import table
from gridplan.model.frame import Model, PolicyRow
from gridplan.model.point import Point
from gridplan.model.technologies import (
    CAPACITY_GROUPS,
    NEW_ENERGY,
    NEW_STORAGE,
    NONFOSSIL_THERMAL,
    SOLAR,
    THERMAL,
    WIND,
)
from gridplan.results.capacity_account import capacity
from gridplan.results.energy_balance import curtailment
from gridplan.results.fuel_account import coal_and_co2, fleet, retrofits
from gridplan.results.ledger import generation, grid_load_gw, of, region_row, storage
from gridplan.results.power_balance import power_balance, season_peak_gw
from gridplan.results.trade_account import channels, quota
from gridplan.results.types import Results

COLUMNS = ["policy", "region", "year", "metric", "subject", "sense", "target", "unit", "enforced", "achieved", "margin",
           "status", "slack", "slack_cost_million_cny", "shadow_price", "shadow_price_unit", "dual_price",
           "dual_price_unit", "name_zh", "name_en", "document", "page", "target_id"]

MET_TOLERANCE = 1e-5
"""Share of the target within which it counts as met; the solver's own tolerance is finer."""


@dataclass(frozen=True)
class Measure:
    """What is achieved in the target's unit, and by how many row units (GW, GWh, kt) one of it moves the row."""

    achieved: float
    row_per_unit: float


@dataclass(frozen=True)
class Accounts:
    """The accounts of one region and year that the metrics read."""

    results: Results
    region: str
    year: int

    def of(self, account: Callable[[Results], pd.DataFrame]) -> pd.DataFrame:
        """One account's lines for the region and year."""
        return of(account(self.results), self.region, self.year)


def scorecard(results: Results, model: Model, point: Point) -> pd.DataFrame:
    """One line per policy row of the case and planning year; columns as in docs/architecture.md.

    ``shadow_price`` is the cost of tightening the target by one of its own units (million CNY), ``dual_price`` the
    same per unit of energy, capacity or fuel.  A dual at a degenerate optimum is not unique.
    """
    units = dict(zip(table("metrics")["metric"], table("metrics")["unit"], strict=True))
    enforced = {row.key: row for row in model.policies}
    lines = []
    for year in model.years:
        for policy, row in model.rows("policies", year).iterrows():
            measure = measured(Accounts(results, str(row["region"]), year), str(row["metric"]), str(row["subject"]))
            found = enforced.get((str(policy), year))
            slack = float(point.array(found.slack)[0]) if found else 0.0
            price = _dual(point, found) / model.year_weight[year] if found else float("nan")
            margin, status = _verdict(row, measure)
            per_unit = measure.row_per_unit if measure else float("nan")
            lines.append((
                str(policy), str(row["region"]), year, str(row["metric"]), str(row["subject"]), str(row["sense"]),
                float(row["value"]), units[str(row["metric"])], found is not None,
                measure.achieved if measure else float("nan"), margin, status,
                slack / per_unit if found and slack > 0 and per_unit > 0 else 0.0,
                slack * found.slack_price if found else 0.0, price * per_unit if found else float("nan"),
                f"million CNY per {units[str(row['metric'])]}", *_dual_price(found, price),
                *(str(row[column]) for column in ("name_zh", "name_en", "document", "page", "target_id"))))
    return pd.DataFrame(lines, columns=COLUMNS)


def _dual(point: Point, row: PolicyRow) -> float:
    """What one more row unit asked for would cost, million CNY: the duals of the rows that hold the target's value."""
    return sum(abs(float(point.dual_of(constraint)[0])) for constraint in row.rows[:row.stating])


def _dual_price(found: PolicyRow | None, million_cny_per_row_unit: float) -> tuple[float, str]:
    """The dual in the unit its slack is priced in: CNY/MWh, CNY/kW, CNY/t of coal or CO2."""
    if found is None:
        return float("nan"), ""
    factor, name = {"GWh": (1e3, "CNY/MWh"), "GW": (1.0, "CNY/kW"), "kt": (1e3, "CNY/t"),
                    "units": (1.0, "million CNY/unit")}[found.row_unit]
    return million_cny_per_row_unit * factor, name


def _verdict(row: pd.Series, measure: Measure | None) -> tuple[float, str]:
    if measure is None or pd.isna(measure.achieved):
        return float("nan"), "not_modelled"
    target = float(row["value"])
    if row["sense"] == "about":
        return measure.achieved - target, "about"
    margin = measure.achieved - target if row["sense"] == "min" else target - measure.achieved
    return margin, "met" if margin >= -MET_TOLERANCE * max(abs(target), 1.0) else "missed"


def measured(accounts: Accounts, metric: str, subject: str) -> Measure | None:
    """What the plan achieves of a metric; None where the metric is not one the model works out."""
    families = (_quota, _channel, _capacity, _storage, _retrofit, _response, _reserve, _coal_and_co2, _energy, _grid)
    for family in families:
        found = family(accounts, metric, subject)
        if found is not None:
            return found
    return None


def _quota(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    kinds = {"quota.renewable_consumption": "total", "quota.nonhydro_consumption": "nonhydro"}
    if metric not in kinds:
        return None
    account = accounts.of(quota)
    line = account[account["quota"] == kinds[metric]].iloc[0]
    return Measure(float(line["binding_pct"]), float(line["use_gwh"]) / 100.0)


def _channel(accounts: Accounts, metric: str, subject: str) -> Measure | None:
    if metric != "channel.renewable_share":
        return None
    account = channels(accounts.results)
    line = account[(account["link"] == subject) & (account["year"] == accounts.year)].iloc[0]
    return Measure(float(line["green_share_pct"]), float(line["sent_gwh"]) / 100.0)


def _installed(accounts: Accounts, technologies: frozenset[str]) -> float:
    account = accounts.of(capacity)
    return float(account[account["technology"].isin(technologies)]["total_gw"].sum())


def _capacity(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    if metric == "capacity.new_energy_to_thermal_ratio":
        thermal = _installed(accounts, THERMAL)
        return Measure(_installed(accounts, NEW_ENERGY) / thermal if thermal > 0 else float("nan"), thermal)
    if metric not in CAPACITY_GROUPS:
        return None
    return Measure(_installed(accounts, CAPACITY_GROUPS[metric]), 1.0)


def _storage(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    if metric not in ("storage.share_of_new_energy", "storage.min_duration"):
        return None
    stores = accounts.of(storage)
    new = stores[stores["technology"].isin(NEW_STORAGE)]
    power, energy = float(new["power_gw"].sum()), float(new["energy_gwh"].sum())
    if metric == "storage.min_duration":
        return Measure(energy / power if power > 0 else float("nan"), power)
    new_energy = _installed(accounts, NEW_ENERGY)
    return Measure(100.0 * power / new_energy if new_energy > 0 else float("nan"), new_energy / 100.0)


def _retrofit(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    if not metric.startswith("retrofit."):
        return None
    what = metric.removeprefix("retrofit.").removeprefix("units.").removesuffix("_capacity")
    column = "units" if metric.startswith("retrofit.units.") else "capacity_gw"
    account = accounts.of(retrofits)
    done = account[[what in state.split("+") for state in account["state"]]] if len(account) else account
    return Measure(float(done[column].sum()), 1.0)


def _response(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    if metric != "demand_response.share_of_peak":
        return None
    capability = accounts.results.dataset["response_capability_gw"].sel(year=accounts.year)
    rows = accounts.results.case.rows("response", accounts.year)
    here = [name for name in rows.index if rows.loc[name, "region"] == accounts.region]
    peak = float(grid_load_gw(accounts.results, accounts.region, accounts.year).max())
    return Measure(100.0 * float(capability.sel(response=here).sum()) / peak, peak / 100.0)


def _reserve(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    """The margin of the scarcer season: usable capacity over the peak, less one."""
    if metric != "reserve.margin":
        return None
    balance = accounts.of(power_balance)
    margins = balance[balance["row"] == "reserve_margin"].set_index("season")["credit_pct"]
    scarcer = str(margins.idxmin())
    peak = season_peak_gw(accounts.results, accounts.region, accounts.year, scarcer)
    return Measure(float(margins[scarcer]), peak / 100.0)


def _coal_and_co2(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    line = accounts.of(fleet).iloc[0]
    if metric == "coal.net_heat_rate":
        account = accounts.of(coal_and_co2)
        rows = account[account["is_coal"] & account["in_coal_rate"]]
        return Measure(float(line["net_rate_g_per_kwh"]), float(rows["net_gwh"].sum()) / 1000.0)
    if metric == "coal.consumption_cap":
        return Measure(float(line["coal_kt"]) / 1000.0, 1000.0)
    if metric == "co2.cap":
        return Measure(float(line["co2_kt"]) / 1000.0, 1000.0)
    return None


def _energy(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    plants = accounts.of(generation)
    if metric == "share.nonfossil_generation":
        clean = plants["dimension"].isin(["renewable", "reservoir"]) | plants["technology"].isin(NONFOSSIL_THERMAL)
        whole = float(plants["gross_gwh"].sum())
        kept = float(plants[clean]["gross_gwh"].sum()) - float(accounts.of(storage)["loss_gwh"].sum())
        return Measure(100.0 * kept / whole if whole > 0 else float("nan"), whole / 100.0)
    if metric == "generation.new_energy_to_thermal_ratio":
        gross = plants.groupby("technology")["gross_gwh"].sum()
        burnt = float(gross[gross.index.isin(THERMAL)].sum())
        kept = float(gross[gross.index.isin(NEW_ENERGY)].sum()) - float(accounts.of(storage)["loss_gwh"].sum())
        return Measure(kept / burnt if burnt > 0 else float("nan"), burnt)
    groups = {"utilisation.renewable": NEW_ENERGY, "utilisation.wind": WIND, "utilisation.solar": SOLAR}
    if metric not in groups:
        return None
    account = accounts.of(curtailment)
    lines = account[account["technology"].isin(groups[metric])]
    offered = float(lines["available_gwh"].sum())
    used = float(lines["available_gwh"].sum() - lines["curtailed_gwh"].sum())
    loss = float(accounts.of(storage)["loss_gwh"].sum())
    # The floor holds net of storage losses, as its row does, so that burning energy is no way to meet it.
    return Measure(100.0 * (used - loss) / offered if offered > 0 else float("nan"), offered / 100.0)


def _grid(accounts: Accounts, metric: str, _subject: str) -> Measure | None:
    if metric != "grid.line_loss":
        return None
    return Measure(100.0 * float(region_row(accounts.results, accounts.region, accounts.year)["line_loss_share"]), 0.0)


__all__ = ["COLUMNS", "Measure", "measured", "scorecard"]
