"""The first page of a comparison: which scenario is cheapest, what each changes, which targets fail."""

from __future__ import annotations

import numpy as np

from gridplan.results.report_blocks import Block, Column, Heading, Mark, Points, Row, Table, Text
from gridplan.results.report_units import unit
from gridplan.scenarios.compare_brings import (
    NOTHING_MILLION_CNY,
    best_table,
    brings,
    is_missed,
    made_by,
    miss_text,
    percent,
    share,
    target_cells,
)
from gridplan.scenarios.compare_gather import Comparison, Place
from gridplan.scenarios.compare_lines import TOTAL
from gridplan.scenarios.compare_targets import missed_counts
from gridplan.scenarios.compare_words import base_label

MOST_TOLD = 12
"""Scenarios that each get a sentence of their own; more are told by the table alone."""

MOST_RANKED = 8
"""Scenarios that a sentence puts in the order of their cost."""

MOST_FAILING = 6
"""Scenarios whose missed targets are told in words; the table of targets has the rest."""

KEY_FIGURES = ("cost_paid", "coal", "co2", "net_coal_rate", "renewable_consumption", "new_energy_utilisation", "built",
               "storage_built")


def answer_blocks(comparison: Comparison) -> list[Block]:
    """Sentences and the table of key figures, year by year where there are several."""
    places = answer_places(comparison)
    blocks: list[Block] = []
    for place in places:
        if len(places) > 1:
            blocks.append(Heading(place.name))
        blocks.append(Text(_cheapest(comparison, place), "answer"))
        if _ranked(comparison):
            blocks.append(Text(_ranking(comparison, place), "answer"))
        if len(comparison.names) <= MOST_TOLD + 1:
            others = range(1, len(comparison.names))
            blocks.append(Points([(comparison.names[at], brings(comparison, place, at)) for at in others],
                                 notes=[made_by(comparison, at) for at in others]))
        blocks.append(Text(_targets(comparison, place), "answer"))
        blocks.append(best_table(comparison, place))
        blocks.append(_table(comparison, place))
        if place.region == TOTAL:
            regions = [one for one in comparison.places if one.year == place.year and one.region != TOTAL]
            blocks += [_table(comparison, region) for region in regions]
    return blocks


def answer_places(comparison: Comparison) -> list[Place]:
    """One area a year: the region, or all regions together."""
    summed = {place.year for place in comparison.places if place.region == TOTAL}
    return [place for place in comparison.places if place.region == TOTAL or place.year not in summed]


def _cheapest(comparison: Comparison, place: Place) -> str:
    """Which scenario costs least and which most, without penalties, against the base."""
    words, money = comparison.words, unit("money", comparison.words.lang)
    costs = comparison.values("summary", place, "cost_paid")
    names = [base_label(comparison.names[0], words), *comparison.names[1:]]
    least, most = int(np.nanargmin(costs)), int(np.nanargmax(costs))
    base = costs[0]
    if len(names) == 2 and np.isfinite(costs[1]):
        change = costs[1] - base
        key = "alike" if abs(change) < NOTHING_MILLION_CNY else "dearer" if change > 0 else "cheaper"
        return words(f"told.two_{key}", place=place.name, other=names[1], base=names[0], cost=money.with_name(costs[1]),
                     base_cost=money.with_name(base), change=money.with_name(abs(change)),
                     share=percent(abs(change), base).lstrip("+"))
    told = most != least and not _ranked(comparison)
    dearest = words("told.dearest", name=names[most], cost=money.with_name(costs[most])) if told else ""
    if least == 0:
        return words("told.base_cheapest", place=place.name, name=names[0], cost=money.with_name(base), dearest=dearest)
    return words("told.cheapest", place=place.name, name=names[least], cost=money.with_name(costs[least]),
                 base=names[0], base_cost=money.with_name(base), change=money.with_name(base - costs[least]),
                 share=percent(base - costs[least], base).lstrip("+"), dearest=dearest)


def _ranked(comparison: Comparison) -> bool:
    """Whether the scenarios are few enough, and more than two, to be named in the order of their cost."""
    return 2 < len(comparison.names) <= MOST_RANKED


def _ranking(comparison: Comparison, place: Place) -> str:
    """The scenarios from the cheapest to the dearest, each with its change from the base."""
    words, money = comparison.words, unit("money", comparison.words.lang)
    costs = comparison.values("summary", place, "cost_paid")
    names = [base_label(comparison.names[0], words), *comparison.names[1:]]
    items = [words("told.rank_base" if at == 0 else "told.rank", name=names[at], cost=money.text(costs[at]),
                   share=percent(costs[at] - costs[0], costs[0]))
             for at in np.argsort(costs, kind="stable") if np.isfinite(costs[at])]
    return words("told.ranking", unit=money.name, items=words("punctuation.clause").join(items))


def _targets(comparison: Comparison, place: Place) -> str:
    """Which scenarios miss which enforced targets."""
    words = comparison.words
    cells = [target_cells(comparison, place, at) for at in range(len(comparison.names))]
    if not any(cell.enforced for found in cells for _row, cell in found):
        return words("answer.no_targets")
    failing = []
    for name, found in zip(comparison.names, cells, strict=True):
        missed = [(row, cell) for row, cell in found if is_missed(cell)]
        if missed:
            misses = words("punctuation.list").join(miss_text(row, cell, comparison) for row, cell in missed)
            failing.append(words("told.misses", name=name, misses=misses))
    if not failing:
        return words("told.all_met")
    if len(failing) > MOST_FAILING:
        failing = [*failing[:MOST_FAILING], words("told.more_miss", count=len(failing) - MOST_FAILING)]
    return words("told.missed", items=words("punctuation.clause").join(failing))


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
        change = ["", ""] if at == 0 else [money.text(more, signed=True), share(more, paid[0])]
        mark: str | Mark = Mark(str(missed[at]), "bad") if missed[at] else "0"
        shown = base_label(name, words) if at == 0 else name
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

