"""The first page of a comparison: which scenario is cheapest, what each changes, which targets fail."""

from __future__ import annotations

import numpy as np

from gridplan.results.report_blocks import Block, Column, Heading, Mark, Points, Row, Table, Text
from gridplan.results.report_units import NO_FIGURE, Unit, number, unit
from gridplan.scenarios.compare_gather import Comparison, Place
from gridplan.scenarios.compare_inputs import value_text
from gridplan.scenarios.compare_lines import TOTAL
from gridplan.scenarios.compare_targets import Cell, TargetRow, case_targets, missed_counts

MOST_TOLD = 12
"""Scenarios that each get a sentence of their own; more are told by the table alone."""

MOST_NAMED = 3
MOST_FAILING = 6
"""Scenarios whose missed targets are told in words; the table of targets has the rest."""

SHARE_TOLD = 0.02
"""A cost term is named where it makes up at least this share of all that changes."""

NOTHING_MILLION_CNY = 0.5
KEY_FIGURES = ("cost_paid", "co2", "net_coal_rate", "renewable_consumption", "new_energy_utilisation", "built",
               "storage_built")


def answer_blocks(comparison: Comparison) -> list[Block]:
    """Sentences and the table of key figures, year by year where there are several."""
    places = answer_places(comparison)
    blocks: list[Block] = []
    for place in places:
        if len(places) > 1:
            blocks.append(Heading(place.name))
        blocks.append(Text(_cheapest(comparison, place), "answer"))
        if len(comparison.names) <= MOST_TOLD + 1:
            blocks.append(Points([(name, _change(comparison, place, number_of + 1))
                                  for number_of, name in enumerate(comparison.names[1:])]))
        blocks.append(Text(_targets(comparison, place), "answer"))
        blocks.append(_table(comparison, place))
        if place.region == TOTAL:
            regions = [one for one in comparison.places if one.year == place.year and one.region != TOTAL]
            blocks += [_table(comparison, region) for region in regions]
    return blocks


def answer_places(comparison: Comparison) -> list[Place]:
    """One area a year: the region, or all regions together."""
    summed = {place.year for place in comparison.places if place.region == TOTAL}
    return [place for place in comparison.places if place.region == TOTAL or place.year not in summed]


def signed(shown_in: Unit, value: float) -> str:
    """A change with its sign and unit."""
    return f"{shown_in.text(value, signed=True)} {shown_in.name}".rstrip()


def percent(change: float, whole: float) -> str:
    """A change in percent of the base, with its sign; a dash where the base is nothing."""
    if not np.isfinite(change) or abs(whole) < 1e-9:
        return NO_FIGURE
    return f"{number(100.0 * change / abs(whole), 1, signed=True)}%"


def _cheapest(comparison: Comparison, place: Place) -> str:
    """Which scenario costs least and which most, without penalties, against the base."""
    words, money = comparison.words, unit("money", comparison.words.lang)
    costs = comparison.values("summary", place, "cost_paid")
    names = comparison.names
    least, most = int(np.nanargmin(costs)), int(np.nanargmax(costs))
    base = costs[0]
    if len(names) == 2 and np.isfinite(costs[1]):
        change = costs[1] - base
        key = "alike" if abs(change) < NOTHING_MILLION_CNY else "dearer" if change > 0 else "cheaper"
        return words(f"told.two_{key}", place=place.name, other=names[1], base=names[0], cost=money.with_name(costs[1]),
                     base_cost=money.with_name(base), change=money.with_name(abs(change)),
                     share=percent(abs(change), base).lstrip("+"))
    dearest = words("told.dearest", name=names[most], cost=money.with_name(costs[most])) if most != least else ""
    if least == 0:
        return words("told.base_cheapest", place=place.name, name=names[0], cost=money.with_name(base), dearest=dearest)
    return words("told.cheapest", place=place.name, name=names[least], cost=money.with_name(costs[least]),
                 base=names[0], base_cost=money.with_name(base), change=money.with_name(base - costs[least]),
                 share=percent(base - costs[least], base).lstrip("+"), dearest=dearest)


def _change(comparison: Comparison, place: Place, at: int) -> str:
    """What is put in otherwise, and what that does to cost, CO2, capacity and curtailment."""
    words, name = comparison.words, comparison.names[at]
    if not np.isfinite(comparison.values("summary", place, "cost_paid")[at]):
        return words("told.no_area")
    said = [_inputs(comparison, name), _cost_change(comparison, place, at), _capacity_change(comparison, place, at)]
    for item, key in (("co2", "co2"), ("net_coal_rate", "net_coal_rate"), ("new_energy_utilisation", "utilisation")):
        values = comparison.values("summary", place, item)
        row = comparison.group("summary", place)
        if item in row.index and np.isfinite(values[[0, at]]).all():
            shown_in: Unit = row.loc[item, "unit"]
            said.append(words(f"told.{key}", change=signed(shown_in, values[at] - values[0]),
                              value=shown_in.with_name(values[at])))
    return words("punctuation.clause").join(part for part in said if part) + words("punctuation.stop")


def _inputs(comparison: Comparison, name: str) -> str:
    words, frame = comparison.words, comparison.inputs
    if frame.empty:
        return words("told.same_inputs")
    base = comparison.base.name
    changed = frame[frame[name] != frame[base]]
    if changed.empty:
        return words("told.same_inputs")
    if len(changed) > MOST_NAMED:
        tables = list(dict.fromkeys(changed["table"]))
        return words("told.many_inputs", count=len(changed), tables=words("punctuation.list").join(tables[:4]))
    items = []
    for line in changed.to_dict("records"):
        before, after = (value_text(line[name_of], words) for name_of in (base, name))
        items.append(words("told.input", column=line["column"], row=line["row"] or line["id"], unit=line["unit"],
                           before=before, after=after).strip())
    return words("told.inputs", items=words("punctuation.list").join(items))


def _cost_change(comparison: Comparison, place: Place, at: int) -> str:
    """The change of the cost without penalties and the terms that make it up."""
    words, money = comparison.words, unit("money", comparison.words.lang)
    paid = comparison.values("summary", place, "cost_paid")
    total = paid[at] - paid[0]
    frame = comparison.group("costs", place).drop(index=["total", "policy_slack"], errors="ignore")
    changes = (frame[comparison.names[at]].fillna(0.0) - frame[comparison.names[0]].fillna(0.0)).to_numpy(dtype=float)
    floor = max(NOTHING_MILLION_CNY, SHARE_TOLD * float(np.abs(changes).sum()))
    largest = [line for line in np.argsort(-np.abs(changes), kind="stable")[:4] if abs(changes[line]) >= floor]
    terms = words("punctuation.list").join(f"{frame['name'].iloc[line]} {money.text(changes[line], signed=True)}"
                                           for line in largest)
    return words("told.cost", change=signed(money, total), share=percent(total, paid[0]),
                 terms=words("told.terms", terms=terms) if terms else "")


def _capacity_change(comparison: Comparison, place: Place, at: int) -> str:
    """The technologies whose capacity changes most."""
    words, power = comparison.words, unit("power", comparison.words.lang)
    frame = comparison.group("capacity", place)
    frame = frame[[row_unit == power for row_unit in frame["unit"]]]
    changes = (frame[comparison.names[at]].fillna(0.0) - frame[comparison.names[0]].fillna(0.0)).to_numpy(dtype=float)
    largest = [line for line in np.argsort(-np.abs(changes), kind="stable")[:4]
               if abs(changes[line]) * power.factor >= 0.5 * 10.0**-power.digits]
    if not largest:
        return words("told.same_capacity")
    return words("told.capacity", unit=power.name, items=words("punctuation.list").join(
        f"{frame['name'].iloc[line]} {power.text(changes[line], signed=True)}" for line in largest))


def _targets(comparison: Comparison, place: Place) -> str:
    """Which scenarios miss which enforced targets."""
    words = comparison.words
    rows = [row for row in case_targets(comparison)
            if row.place.year == place.year and place.region in (TOTAL, row.place.region)]
    if not any(cell and cell.enforced for row in rows for cell in row.cells):
        return words("answer.no_targets")
    failing = []
    for at, name in enumerate(comparison.names):
        missed = [(row, cell) for row in rows if (cell := row.cells[at]) and _is_missed(cell)]
        if missed:
            misses = words("punctuation.list").join(_miss(row, cell, comparison) for row, cell in missed)
            failing.append(words("told.misses", name=name, misses=misses))
    if not failing:
        return words("told.all_met")
    if len(failing) > MOST_FAILING:
        failing = [*failing[:MOST_FAILING], words("told.more_miss", count=len(failing) - MOST_FAILING)]
    return words("told.missed", items=words("punctuation.clause").join(failing))


def _is_missed(cell: Cell) -> bool:
    return cell.enforced and cell.status == "missed"


def _miss(row: TargetRow, cell: Cell, comparison: Comparison) -> str:
    return comparison.words("banner.miss", name=row.name, achieved=row.unit.with_name(cell.achieved),
                            target=row.target_text(cell))


def _table(comparison: Comparison, place: Place) -> Table:
    """Key figures, a line for each scenario, with the change of the cost and the targets missed."""
    words, money = comparison.words, unit("money", comparison.words.lang)
    frame = comparison.group("summary", place)
    items = [item for item in KEY_FIGURES if item in frame.index]
    paid = comparison.values("summary", place, "cost_paid")
    missed = missed_counts(comparison)
    rows = []
    for at, name in enumerate(comparison.names):
        figures = [frame.loc[item, "unit"].text(float(frame.loc[item, name])) for item in items]
        more = paid[at] - paid[0]
        change = ["", ""] if at == 0 else [money.text(more, signed=True), percent(more, paid[0])]
        mark: str | Mark = Mark(str(missed[at]), "bad") if missed[at] else "0"
        shown = words("compare.base", name=name) if at == 0 else name
        rows.append(Row([shown, figures[0], *change, *figures[1:], mark], "" if at else "total"))
    columns = [
        Column(words("compare.scenario"), kind="long"),
        Column(words("told.cost_head"), money.name, "number"),
        Column(words("key_head.difference"), money.name, "number"),
        Column(words("key_head.percent"), "", "number"),
        *(Column(words(f"key_head.{item}"), frame.loc[item, "unit"].name, "number") for item in items[1:]),
        Column(words("key_head.missed"), "", "number"),
    ]
    return Table(words("told.table", place=place.name), columns, rows, note=words("told.table_note"))

