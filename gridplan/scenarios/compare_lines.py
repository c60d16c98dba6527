"""The figures of one result that are set beside those of the others: one line each, by group, region and year.

A line carries its figure in the tool's units (GW, GWh, kt, million CNY, CNY/MWh, g/kWh, %) and the unit it is shown
in. Lines of different results belong together where group, region, year and key are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from gridplan.results import accounts
from gridplan.results.carbon_account import carbon_intensity
from gridplan.results.labels import label, state_name, technology_name
from gridplan.results.ledger import OUTSIDE, asset_name, of, region_years
from gridplan.results.planning_words import subject_name
from gridplan.results.report_units import Unit, figure_unit, unit
from gridplan.results.retrofit_types import KINDS, includes
from gridplan.results.types import Results
from gridplan.scenarios.compare_words import CompareWords

GROUPS = ("summary", "costs", "capacity", "built", "retrofits", "energy", "power", "coal", "curtailment", "prices")
QUANTILES_PCT = (1, 5, 10, 25, 50, 75, 90, 95, 99)
"""Shares of the year's hours at which the price duration curve is read."""

VISIBLE = 1e-6
DUST = 1e-5
"""What an interior-point solver leaves of nothing, in any unit a line has."""

PENALTY = "policy_slack"


class Line(NamedTuple):
    """One figure. `below` says what it is part of (a season, a kind of retrofit); `adds` whether regions add up."""

    group: str
    region: str
    year: int
    key: str
    name: str
    below: str
    unit: Unit
    value: float
    adds: bool


KEYS = ["group", "region", "year", "key"]
TOTAL = "*"
"""Region of the lines that add up every region of the case."""


def figure_lines(results: Results, words: CompareWords) -> pd.DataFrame:
    """Every line of a result, with the columns of `Line`; where a year has several regions also their sums, under the
    region `TOTAL`.
    """
    lines = []
    for region, year in region_years(results):
        place = _Place(results, region, year, words)
        for group in GROUPS:
            lines += list(getattr(place, group)())
    frame = pd.DataFrame(lines, columns=list(Line._fields))
    # Two assets of a kind may stand under one name; the second keeps a line of its own.
    again = frame.groupby(KEYS).cumcount()
    frame["key"] = frame["key"].where(again == 0, frame["key"] + " " + again.astype(str))
    return pd.concat([frame, _totals(frame)], ignore_index=True)


def _totals(frame: pd.DataFrame) -> pd.DataFrame:
    several = frame.groupby("year")["region"].transform("nunique") > 1
    adding = frame[frame["adds"] & several]
    sums = adding.drop_duplicates(["group", "year", "key"]).assign(region=TOTAL)
    values = adding.groupby(["group", "year", "key"])["value"].sum()
    keys = pd.MultiIndex.from_frame(sums[["group", "year", "key"]])
    return sums.assign(value=values.reindex(keys).to_numpy())


class _Place:
    """The lines of one region and year, group by group."""

    def __init__(self, results: Results, region: str, year: int, words: CompareWords) -> None:
        self.results, self.region, self.year, self.words = results, region, year, words
        self.lang = words.lang

    def _line(self, group: str, key: str, name: str, quantity: str | Unit, value: float, below: str = "",
              adds: bool = True) -> Line:
        shown_in = unit(quantity, self.lang) if isinstance(quantity, str) else quantity
        value = 0.0 if abs(value) < DUST else float(value)
        return Line(group, self.region, self.year, key, name, below, shown_in, value, adds)

    def _of(self, frame: pd.DataFrame) -> pd.DataFrame:
        return of(frame, self.region, self.year)

    def summary(self) -> Iterator[Line]:
        """The first page of the run's own workbook, and the cost without penalties that nobody pays."""
        costs = self._of(self.results.costs)
        paid = float(costs.loc[costs["term"] != PENALTY, "million_cny"].sum())
        yield self._line("summary", "cost_paid", self.words("item.cost_paid"), "money", paid)
        own = self._of(accounts.summary(self.results))
        for row in own[own["item"] != "cost"].itertuples():
            shown_in = figure_unit(row.item, row.unit, self.lang)
            adds = row.unit in ("gw", "gwh", "kt", "million_cny") and row.item != "peak_load"
            yield self._line("summary", row.item, label(f"item.{row.item}", self.lang), shown_in, row.value, adds=adds)

    def costs(self) -> Iterator[Line]:
        """Cost by term; the terms add up to the whole."""
        terms = self._of(accounts.costs_by_term(self.results))
        for row in terms.itertuples():
            yield self._line("costs", row.term, self.words.optional("cost", row.term), "money", row.million_cny)
        yield self._line("costs", "total", self.words("costs.total"), "money", terms["million_cny"].sum())

    def capacity(self) -> Iterator[Line]:
        """What stands in the planning year by technology, energy of the stores, and channels."""
        for row in self._of(accounts.capacity_by_technology(self.results)).itertuples():
            name = technology_name(row.technology, self.lang)
            yield self._line("capacity", row.technology, name, "power", row.total_gw)
            if row.energy_gwh > VISIBLE:
                yield self._line("capacity", f"{row.technology} energy", name, "store", row.energy_gwh,
                                 self.words("part.store_energy"))
        for row in self._of(accounts.capacity(self.results)).itertuples():
            if row.dimension == "link":
                name = asset_name(self.results, "link", row.asset, self.lang)
                yield self._line("capacity", f"link {row.asset}", name, "power", row.total_gw,
                                 self.words("part.channel"), adds=False)

    def built(self) -> Iterator[Line]:
        """What the plan builds and takes out of service, by technology."""
        frame = self._of(accounts.capacity_by_technology(self.results))
        for what in ("built", "retired"):
            for row in frame.itertuples():
                value = getattr(row, f"{what}_gw")
                if abs(value) > VISIBLE:
                    yield self._line("built", f"{what} {row.technology}", technology_name(row.technology, self.lang),
                                     "power", value, self.words(f"capacity.{what}"))

    def retrofits(self) -> Iterator[Line]:
        """Coal retrofits by kind (a combined state under each of its kinds) and by state, and what they cost."""
        frame = self._of(accounts.retrofits(self.results))
        by_kind, by_state = self.words("part.retrofit_kind"), self.words("part.retrofit_state")
        for kind in KINDS:
            here = frame[np.array([includes(state, kind) for state in frame["state"]], dtype=bool)]
            yield self._line("retrofits", f"kind {kind}", label(f"retrofit.{kind}", self.lang), "power",
                             here["capacity_gw"].sum(), by_kind)
        for state, here in frame.groupby("state", sort=False):
            yield self._line("retrofits", f"state {state}", state_name(str(state), self.lang), "power",
                             here["capacity_gw"].sum(), by_state)
        for key, column, quantity in (("investment", "investment_million_cny", "money"),
                                      ("cost", "cost_million_cny", "money"), ("saved", "coal_saved_kt", "coal")):
            yield self._line("retrofits", f"all {key}", self.words(f"retrofits.{key}"), quantity, frame[column].sum())

    def energy(self) -> Iterator[Line]:
        """The energy balance of the year, as its own sheet has it."""
        frame = self._of(accounts.energy_balance(self.results))
        for row in frame[frame["section"] != "check"].itertuples():
            name = subject_name(self.results, row.row, row.subject, self.lang)
            below = label(f"row.{row.row}", self.lang) if row.subject else label(f"section.{row.section}", self.lang)
            yield self._line("energy", f"{row.section} {row.row} {row.subject}", name, "energy", row.energy_gwh, below,
                             adds=not _crosses(self.results, row.subject))

    def power(self) -> Iterator[Line]:
        """The power balance at the summer and the winter peak."""
        for row in self._of(accounts.power_balance(self.results)).itertuples():
            season = label(f"season.{row.season}", self.lang)
            name = subject_name(self.results, row.row, row.subject, self.lang)
            name = f"{label(f'row.{row.row}', self.lang)}{self.words('punctuation.of')}{name}" if row.subject else name
            is_rate = row.power_gw != row.power_gw
            yield self._line("power", f"{row.season} {row.row} {row.subject}", name, "percent" if is_rate else "power",
                             row.credit_pct if is_rate else row.power_gw, season, adds=False)

    def coal(self) -> Iterator[Line]:
        """Coal as standard coal, the fleet's coal rates, CO2 and its intensities."""
        burnt = self._of(accounts.fleet(self.results)).iloc[0]
        carbon = self._of(carbon_intensity(self.results)).iloc[0]
        for key, quantity, value in (
            ("coal", "coal", burnt["coal_kt"]), ("raw", "raw_coal", carbon["raw_kt"]),
            ("net_rate", "rate", burnt["net_rate_g_per_kwh"]), ("gross_rate", "rate", burnt["gross_rate_g_per_kwh"]),
            ("co2", "co2", burnt["co2_kt"]), ("captured", "co2", burnt["co2_captured_kt"]),
            ("co2_rate", "rate", burnt["co2_g_per_kwh"]),
            ("co2_consumption_rate", "rate", carbon["consumption_co2_g_per_kwh"]),
        ):
            yield self._line("coal", key, self.words(f"coal.{key}"), quantity, value, adds="rate" not in key)

    def curtailment(self) -> Iterator[Line]:
        """Wind and sun offered, used and thrown away."""
        frame = self._of(accounts.curtailment(self.results))
        for row in frame[frame["kind"] == "sum"].itertuples():
            below = technology_name(row.renewable, self.lang)
            for column, quantity in (("available_gwh", "energy"), ("curtailed_gwh", "energy"),
                                     ("curtailed_pct", "percent"), ("utilisation_pct", "percent")):
                yield self._line("curtailment", f"{row.renewable} {column}", self.words(f"curtailment.{column}"),
                                 quantity, getattr(row, column), below, adds=quantity == "energy")

    def prices(self) -> Iterator[Line]:
        """Means, extremes and the duration curve of the hourly price."""
        row = self._of(accounts.prices(self.results)).iloc[0]
        for column in ("mean", "load_mean", "lowest", "median", "highest"):
            yield self._line("prices", column, label(f"header.{column}", self.lang), "price",
                             row[f"{column}_cny_per_mwh"], adds=False)
        for column in ("zero_hours", "scarce_hours"):
            yield self._line("prices", column, label(f"header.{column}", self.lang), "hours", row[f"{column}_h"],
                             adds=False)
        data = self.results.dataset
        price = data["price_cny_per_mwh"].sel(region=self.region, year=self.year).values
        for share, value in zip(QUANTILES_PCT, exceeded(price, data["weight_h"].values, QUANTILES_PCT), strict=True):
            yield self._line("prices", f"quantile {share}", self.words("prices.exceeded", share=share), "price", value,
                             self.words("part.duration"), adds=False)


def _crosses(results: Results, subject: str) -> bool:
    """Whether an energy flows between two regions of the case, and so is no sum of theirs."""
    rows = results.case.tables["links"]
    ends = rows.loc[rows["link"] == subject, ["from", "to"]]
    return bool(len(ends)) and not (ends == OUTSIDE).any(axis=None)


def exceeded(values: np.ndarray, weight_h: np.ndarray, shares_pct: Sequence[float]) -> np.ndarray:
    """Values reached or exceeded in each share (%) of the year's hours.

    Parameters
    ----------
    values, weight_h
        Value and hours of the year of each block, shape (time,).
    """
    order = np.argsort(-values, kind="stable")
    passed = np.cumsum(weight_h[order]) / weight_h.sum()
    at = np.searchsorted(passed, np.asarray(shares_pct) / 100.0 - 1e-9)
    return values[order][np.minimum(at, len(values) - 1)]
