"""Targets of several results beside one another: asked, reached, margin, status, and what a little more would cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from gridplan.library.documents import document_name
from gridplan.library.target_units import target_unit
from gridplan.results.report_units import Unit, number, policy_unit
from gridplan.results.target_shown import PERCENT, POINTS, SENSES, marginal_price, price_per_unit
from gridplan.scenarios.compare_gather import Comparison, Place
from gridplan.scenarios.compare_lines import TOTAL
from gridplan.scenarios.compare_read import Scenario

GOOD, BAD = ("met", "about_within"), ("missed", "about_outside")


@dataclass(frozen=True)
class Cell:
    """How one scenario does on a target; figures in the target's own unit, prices per that unit.

    `shadow_price` is in million CNY a year, `dual_price` in `dual_unit`; NaN where the target is not enforced.
    """

    status: str
    sense: str
    target: float
    achieved: float
    margin: float
    enforced: bool
    shadow_price: float
    dual_price: float
    dual_unit: str


@dataclass(frozen=True)
class TargetRow:
    """A target in one area, with a cell for each scenario; None where the scenario has no such target."""

    place: Place
    name: str
    own_unit: str
    unit: Unit
    is_percent: bool
    document: str
    family: str
    cells: list[Cell | None]

    @property
    def first(self) -> Cell:
        """The base's cell, else that of the first scenario that has the target."""
        return next(cell for cell in self.cells if cell)

    def differs_from_base(self, cell: Cell) -> bool:
        """Whether a scenario asks another figure than the base."""
        return (cell.sense, cell.target) != (self.first.sense, self.first.target)

    def target_text(self, cell: Cell) -> str:
        """What is asked: sense, number, unit."""
        return f"{SENSES[cell.sense]} {self.unit.with_name(cell.target)}".rstrip()

    def asked(self) -> str:
        """What is asked, the base's figure first where scenarios ask different ones."""
        texts = dict.fromkeys(self.target_text(cell) for cell in self.cells if cell)
        return " / ".join(texts)

    def asked_by_base(self) -> str:
        """What the base asks."""
        return self.target_text(self.first)

    def margin_text(self, cell: Cell, lang: str) -> str:
        """A margin with sign and unit; a difference of percentages is in points."""
        if pd.isna(cell.margin):
            return self.unit.text(cell.margin)
        name = POINTS[lang] if self.is_percent else self.unit.name
        return f"{number(cell.margin * self.unit.factor, self.unit.digits, signed=True)} {name}".rstrip()


def case_targets(comparison: Comparison) -> list[TargetRow]:
    """Targets of the cases, enforced or reported, in the base's order.

    One that a scenario does not enforce is not missed there: what is not asked cannot be (status "not_enforced").
    """
    lang = comparison.words.lang
    rows = _rows(comparison, lambda one: one.policies, lambda row: (row.region, row.year, row.policy),
                 lambda row: policy_unit(row.unit, lang), lambda row: str(getattr(row, f"name_{lang}") or row.policy))
    return [replace(row, cells=[_asked_for(cell) for cell in row.cells]) for row in rows]


def _asked_for(cell: Cell | None) -> Cell | None:
    return replace(cell, status="not_enforced") if cell and cell.status == "missed" and not cell.enforced else cell


def missed_counts(comparison: Comparison) -> list[int]:
    """How many enforced targets each scenario misses."""
    rows = case_targets(comparison)
    return [sum(1 for row in rows if (cell := row.cells[place]) and cell.enforced and cell.status == "missed")
            for place in range(len(comparison.scenarios))]


def all_targets(comparison: Comparison) -> list[TargetRow]:
    """Every target that concerns the areas and that some plan can be measured against."""
    lang = comparison.words.lang
    rows = _rows(comparison, _measured, _listed_key, lambda row: _listed_unit(row.unit, lang),
                 lambda row: str(getattr(row, f"name_{lang}")))
    return [row for row in rows if any(cell for cell in row.cells)]


def _listed_key(row: Any) -> tuple[Any, ...]:
    """What makes a line of the scorecard the same in two results; what a case calls it may change."""
    own = row.target_id or row.policy
    return (row.region, row.year, row.owner, row.of_region, own, row.metric, row.subject)


def _measured(one: Scenario) -> pd.DataFrame:
    return one.targets[one.targets["achieved"].notna()] if len(one.targets) else one.targets


def _listed_unit(name: str, lang: str) -> Unit:
    shown, factor, digits = target_unit(name).shown[lang]
    return Unit(factor, shown, digits)


def _rows(comparison: Comparison, table: Callable[[Scenario], pd.DataFrame], key_of: Callable[[Any], tuple[Any, ...]],
          unit_of: Callable[[Any], Unit], name_of: Callable[[Any], str]) -> list[TargetRow]:
    places = {(place.region, place.year): place for place in comparison.places if place.region != TOTAL}
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in comparison.scenarios:
        for row in table(one).itertuples():
            if (row.region, row.year) in places:
                found.setdefault(key_of(row), {"row": row, "cells": {}})["cells"][one.name] = _cell(row)
    rows = []
    for entry in found.values():
        row = entry["row"]
        cells = [entry["cells"].get(name) for name in comparison.names]
        document = document_name(str(row.document), comparison.words.lang)
        rows.append(TargetRow(places[row.region, row.year], name_of(row), row.unit, unit_of(row), _is_percent(row.unit),
                              f"{document} {row.page}".strip(), str(getattr(row, "family", "")), cells))
    order = list(places.values())
    return sorted(rows, key=lambda row: order.index(row.place))


def _is_percent(unit: str) -> bool:
    return unit == "%" or target_unit(unit).quantity == PERCENT


def _cell(row: Any) -> Cell:
    return Cell(str(row.status), str(row.sense), float(row.target), float(row.achieved), float(row.margin),
                bool(row.enforced), float(row.shadow_price), float(row.dual_price), str(row.dual_price_unit))


@dataclass(frozen=True)
class PriceRow:
    """What tightening a target by one unit costs in each scenario; NaN where it is not enforced there."""

    row: TargetRow
    unit: str
    values: list[float]


def shadow_prices(rows: list[TargetRow], lang: str, per_energy: bool) -> list[PriceRow]:
    """Prices of the targets that some scenario enforces: per own unit of the target, or (`per_energy`) per unit of
    energy, capacity or fuel, in the units planners read.
    """
    lines = []
    for row in rows:
        cells = [cell if cell and cell.enforced else None for cell in row.cells]
        priced = [_price(row, cell, lang, per_energy) for cell in cells]
        if any(cells):
            unit = next(name for cell, (_, name) in zip(cells, priced, strict=True) if cell)
            lines.append(PriceRow(row, unit, [value for value, _ in priced]))
    return lines


def _price(row: TargetRow, cell: Cell | None, lang: str, per_energy: bool) -> tuple[float, str]:
    if cell is None:
        return float("nan"), ""
    if per_energy:
        return marginal_price(cell.dual_price, cell.dual_unit, lang)
    return price_per_unit(cell.shadow_price, row.own_unit, lang)
