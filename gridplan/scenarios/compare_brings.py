"""What each scenario brings, for the first page of a comparison: what it is, what it costs, what it saves of coal and
CO2, what it builds otherwise, which targets it meets; and which scenario is best by each measure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gridplan.results.report_blocks import Column, Mark, Row, Table
from gridplan.results.report_units import NO_FIGURE, Unit, number, unit
from gridplan.scenarios.compare_gather import Comparison, Place
from gridplan.scenarios.compare_inputs import value_text
from gridplan.scenarios.compare_lines import TOTAL
from gridplan.scenarios.compare_targets import Cell, TargetRow, case_targets, missed_counts
from gridplan.scenarios.compare_words import capital, set_close

MOST_NAMED = 3
SHARE_TOLD = 0.02
"""A cost term is named where it makes up at least this share of all that changes."""

NOTHING_MILLION_CNY = 0.5
NOTHING_KT = 1.0
CNY_PER_T = 1000.0
"""CNY/t in one million CNY per kt."""

MEASURES = {"cost_paid": min, "cost_per_load": min, "coal": min, "co2": min, "net_coal_rate": min,
            "renewable_consumption": max, "new_energy_utilisation": max, "unserved": min}
"""What scenarios are ranked by, and whether the least or the most of it is best."""

ENDS = ("?", "!", ".", "？", "！", "。")
"""What a note may end with; no stop follows."""

WHEN_ANY = ("unserved",)
"""Measures that are told only where some scenario has something of it."""


def signed(shown_in: Unit, value: float) -> str:
    """A change with its sign and unit."""
    return f"{shown_in.text(value, signed=True)} {shown_in.name}".rstrip()


def share(change: float, whole: float) -> str:
    """A change in percent of the base, with its sign and no unit; a dash where the base is nothing."""
    if not np.isfinite(change) or abs(whole) < 1e-9:
        return NO_FIGURE
    return number(100.0 * change / abs(whole), 1, signed=True)


def percent(change: float, whole: float) -> str:
    """The same in a sentence, with its unit."""
    told = share(change, whole)
    return told if told == NO_FIGURE else f"{told} %"


def brings(comparison: Comparison, place: Place, at: int) -> str:
    """What a scenario brings against the base, in sentences."""
    words = comparison.words
    if not np.isfinite(comparison.values("summary", place, "cost_paid")[at]):
        return words("told.no_area")
    said = [_cost(comparison, place, at), _coal(comparison, place, at),
            _capacity(comparison, place, at), _shares(comparison, place, at), _targets(comparison, place, at)]
    gap = "" if words.lang == "zh" else " "
    return set_close(gap.join(capital(sentence) + words("punctuation.stop") for sentence in said if sentence))


def best_table(comparison: Comparison, place: Place) -> Table:
    """For every measure which scenario is best, with its figure beside the base's."""
    words, names = comparison.words, comparison.names
    frame = comparison.group("summary", place)
    rows = []
    for item, best_of in MEASURES.items():
        values = comparison.values("summary", place, item)
        if item not in frame.index or not np.isfinite(values[0]):
            continue
        shown_in: Unit = frame.loc[item, "unit"]
        if item in WHEN_ANY and not any(shown_in.shows(value) for value in values):
            continue
        best = best_of(value for value in values if np.isfinite(value))
        texts = [shown_in.text(value) for value in values]
        winners = [name for name, text in zip(names, texts, strict=True) if text == shown_in.text(best)]
        # What reads as the base's own figure is no change, however it would be rounded.
        change = best - values[0] if texts[0] != shown_in.text(best) else 0.0
        row = [frame.loc[item, "name"], _winner(winners, names, comparison), shown_in.text(best), texts[0],
               shown_in.text(change, signed=True) if shown_in.shows(change) else "",
               share(change, values[0]) if shown_in.shows(change) else ""]
        rows.append(Row([f"{row[0]}{words('told.unit', unit=shown_in.name)}", *row[1:]]))
    missed = missed_counts(comparison)
    fewest = min(missed)
    winners = [name for name, count in zip(names, missed, strict=True) if count == fewest]
    rows.append(Row([words("key_head.missed"), _winner(winners, names, comparison), str(fewest), str(missed[0]),
                     number(fewest - missed[0], 0, signed=True) if fewest != missed[0] else "", ""]))
    columns = [
        Column(words("told.measure"), kind="long"), Column(words("told.best"), kind="long"),
        Column(words("told.best_value"), "", "number"), Column(words("told.base_value"), "", "number"),
        Column(words("key_head.difference"), "", "number"), Column(words("key_head.percent"), "", "number"),
    ]
    return Table(words("told.best_table", place=place.name), columns, rows, note=words("told.best_note"))


def _winner(winners: Sequence[str], names: Sequence[str], comparison: Comparison) -> str | Mark:
    """Who is best; nobody where all are alike."""
    words = comparison.words
    if len(winners) == len(names):
        return words("told.all_alike")
    named = words("punctuation.list").join(winners[:MOST_NAMED])
    return Mark(named if len(winners) <= MOST_NAMED else named + words("answer.and_more"), "good")


def made_by(comparison: Comparison, at: int) -> str:
    """What the scenario is, in a sentence: in the words of who wrote it, else what is put in otherwise."""
    told = comparison.scenarios[at].note or _inputs_told(comparison, at)
    return told if told.endswith(ENDS) else told + comparison.words("punctuation.stop")


def _inputs_told(comparison: Comparison, at: int) -> str:
    """What is put in otherwise than in the base; of much of it, how much."""
    words, one = comparison.words, comparison.scenarios[at]
    frame, base = comparison.inputs, comparison.base.name
    changed = frame if frame.empty else frame[frame[one.name] != frame[base]]
    if changed.empty:
        return words("told.same_inputs")
    added = changed[changed["column"] == words("inputs.whole_row")]
    # The series of a row that one of the two lacks says nothing more.
    rest = changed[(changed["column"] != words("inputs.whole_row")) & ~changed["id"].map(
        lambda name: any(str(name).endswith(f"@{row}") for row in added["id"]))]
    items = [words("told.row_added" if line[base] == words("inputs.absent") else "told.row_left_out",
                   row=line["row"] or line["id"]) for line in added.to_dict("records")]
    if len(items) + len(rest) > MOST_NAMED:
        tables = list(dict.fromkeys(changed["table"]))
        return words("told.many_inputs", count=len(changed), tables=words("punctuation.list").join(tables[:4]))
    for line in rest.to_dict("records"):
        before, after = (value_text(line[name], words) for name in (base, one.name))
        items.append(words("told.input", column=line["column"], row=line["row"] or line["id"], unit=line["unit"],
                           before=before, after=after).strip())
    return words("told.inputs", items=words("punctuation.list").join(items))


def _cost(comparison: Comparison, place: Place, at: int) -> str:
    """The change of the cost without penalties and the terms that make it up."""
    words, money = comparison.words, unit("money", comparison.words.lang)
    paid = comparison.values("summary", place, "cost_paid")
    total = paid[at] - paid[0]
    frame = comparison.group("costs", place).drop(index=["total", "policy_slack"], errors="ignore")
    changes = (frame[comparison.names[at]].fillna(0.0) - frame[comparison.names[0]].fillna(0.0)).to_numpy(dtype=float)
    floor = max(NOTHING_MILLION_CNY, SHARE_TOLD * float(np.abs(changes).sum()))
    largest = [line for line in np.argsort(-np.abs(changes), kind="stable")[:4]
               if abs(changes[line]) >= floor and money.shows(changes[line])]
    if not largest and not money.shows(total):
        return words("told.same_cost")
    terms = words("punctuation.list").join(f"{frame['name'].iloc[line]} {money.text(changes[line], signed=True)}"
                                           for line in largest)
    return words("told.cost", change=signed(money, total), share=percent(total, paid[0]),
                 terms=words("told.terms", terms=terms) if terms else "")


def _coal(comparison: Comparison, place: Place, at: int) -> str:
    """Coal and CO2, and what a tonne less costs where the scenario is dearer and emits less."""
    words = comparison.words
    frame, parts, told = comparison.group("summary", place), [], False
    for item in ("coal", "co2"):
        values = comparison.values("summary", place, item)
        if item in frame.index and np.isfinite(values[[0, at]]).all():
            change = values[at] - values[0]
            told = told or frame.loc[item, "unit"].shows(change)
            parts.append(words(f"told.{item}", change=signed(frame.loc[item, "unit"], change),
                               share=percent(change, values[0])))
    if not parts:
        return ""
    if not told:
        return words("told.same_coal")
    paid, co2 = (comparison.values("summary", place, item) for item in ("cost_paid", "co2"))
    more, less = paid[at] - paid[0], co2[0] - co2[at]
    if more > NOTHING_MILLION_CNY and less > NOTHING_KT:
        parts.append(words("told.per_tonne", value=number(CNY_PER_T * more / less, 0)))
    return words("punctuation.clause").join(parts)


def _capacity(comparison: Comparison, place: Place, at: int) -> str:
    """The technologies whose capacity changes most."""
    words, power = comparison.words, unit("power", comparison.words.lang)
    frame = comparison.group("capacity", place)
    frame = frame[[row_unit == power for row_unit in frame["unit"]]]
    changes = (frame[comparison.names[at]].fillna(0.0) - frame[comparison.names[0]].fillna(0.0)).to_numpy(dtype=float)
    largest = [line for line in np.argsort(-np.abs(changes), kind="stable")[:4] if power.shows(changes[line])]
    if not largest:
        return words("told.same_capacity")
    return words("told.capacity", unit=power.name, items=words("punctuation.list").join(
        f"{frame['name'].iloc[line]} {power.text(changes[line], signed=True)}" for line in largest))


def _shares(comparison: Comparison, place: Place, at: int) -> str:
    """Coal rate, renewable share and use of wind and sun beside the base's, where they differ from it."""
    words, frame, parts = comparison.words, comparison.group("summary", place), []
    for item, key in (("net_coal_rate", "net_coal_rate"), ("renewable_consumption", "renewables"),
                      ("new_energy_utilisation", "utilisation")):
        values = comparison.values("summary", place, item)
        if item in frame.index and np.isfinite(values[[0, at]]).all():
            shown_in: Unit = frame.loc[item, "unit"]
            if shown_in.text(values[at]) == shown_in.text(values[0]):
                continue
            parts.append(words(f"told.{key}", value=shown_in.with_name(values[at]), base=shown_in.text(values[0])))
    return words("punctuation.clause").join(parts)


def _targets(comparison: Comparison, place: Place, at: int) -> str:
    """Which enforced targets the scenario misses, or that it meets them all."""
    words, cells = comparison.words, target_cells(comparison, place, at)
    if not any(cell.enforced for _row, cell in cells):
        return ""
    missed = [(row, cell) for row, cell in cells if is_missed(cell)]
    if not missed:
        return words("told.meets_all", count=sum(cell.enforced for _row, cell in cells))
    return words("told.misses_some", misses=words("punctuation.list").join(
        miss_text(row, cell, comparison) for row, cell in missed))


def target_cells(comparison: Comparison, place: Place, at: int) -> list[tuple[TargetRow, Cell]]:
    """The case's targets of an area as one scenario has them."""
    found = ((row, row.cells[at]) for row in case_targets(comparison) if row.place.year == place.year
             and place.region in (TOTAL, row.place.region))
    return [(row, cell) for row, cell in found if cell]


def is_missed(cell: Cell) -> bool:
    """Whether an enforced target is missed."""
    return cell.enforced and cell.status == "missed"


def miss_text(row: TargetRow, cell: Cell, comparison: Comparison) -> str:
    """A missed target: what is reached, and what was asked."""
    return comparison.words("banner.miss", name=row.name, achieved=row.unit.with_name(cell.achieved),
                            target=row.target_text(cell))


__all__ = ["NOTHING_MILLION_CNY", "best_table", "brings", "is_missed", "made_by", "miss_text", "percent", "share",
           "signed", "target_cells"]
