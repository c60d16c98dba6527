"""The contradictions of a case as lines of text, in both languages, with table, row and column: at most ten of them
where there is no more room, the smallest change of every contradiction first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gridplan.case.problems import CaseError
from gridplan.case.read import read_raw
from gridplan.case.schema import schema
from gridplan.case.slips import chinese_unit
from gridplan.solve.explain import Change, Contradiction, Explanation
from gridplan.solve.explain_words import WORDS, family_words
from gridplan.solve.hard_limits import EXISTING, Stated

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.case.raw import RawCase, RawTable

MOST_LINES = 10
LEAST_LINES = 2
"""Of a contradiction: what it is, and its smallest change."""


@dataclass(frozen=True)
class _Part:
    """One contradiction as lines.

    Attributes:
        head: what cannot be, and how to read the figures.
        figures: a line for each figure, those that can be changed first, the smallest change before the others.
        columns: table and column of each figure ("" where the model itself sets the limit).
        meet: where they meet; "" where that is not known.
    """

    head: str
    figures: list[str]
    columns: list[str]
    meet: str


class Teller:
    """Sentences about one case, which knows where its figures stand in the planner's files."""

    def __init__(self, case: Case, lang: str) -> None:
        self._case, self._zh = case, lang == "zh"

    def lines(self, told: Explanation, most: int | None) -> list[str]:
        """The explanation in at most so many lines, None for all; without contradictions the sentence that says so."""
        if not told.contradictions:
            key = "none" if told.complete else "incomplete"
            return [self._say(key, hours=int(told.axis.duration_h.sum()))]
        several = len(told.contradictions) > 1
        parts = [self._part(one, told, number if several else 0) for number, one in enumerate(told.contradictions, 1)]
        first = [self._say("head", count=len(parts))] if several else []
        last = [] if told.part == "whole" else [self._say(f"part_{told.part}")]
        last += [] if told.complete else [self._say("incomplete")]
        room = None if most is None else most - len(first) - len(last)
        return [*first, *self._fitted(parts, room), *last]

    def _fitted(self, parts: list[_Part], room: int | None) -> list[str]:
        """The parts in so many lines: figures of all in turn, then where they meet; last, what is left out."""
        wanted = [1 + len(part.figures) for part in parts]
        if room is None or sum(wanted) <= room:
            shown, left_out = wanted, []
        else:
            shown = shares(wanted, room - 1)
            left_out = [self._left_out(parts, shown)]
        meetings = len(parts) if room is None else room - sum(shown) - len(left_out)
        lines = []
        for part, count in zip(parts, shown, strict=True):
            lines += [part.head, *part.figures][:count]
            if count == 1 + len(part.figures) and part.meet and meetings > 0:
                lines.append(part.meet)
                meetings -= 1
        return lines + left_out

    def _left_out(self, parts: Sequence[_Part], shown: Sequence[int]) -> str:
        """What is not shown: figures by their column, and whole contradictions."""
        rest = Counter(column for part, count in zip(parts, shown, strict=True) if count
                       for column in part.columns[count - 1 :])
        comma = "、" if self._zh else ", "
        what = []
        if rest:
            columns = comma.join(f"{column} × {count}" for column, count in rest.items() if column)
            what.append(self._say("figures_more", count=rest.total(), columns=columns))
        if 0 in shown:
            what.append(self._say("contradictions_more", count=list(shown).count(0)))
        return self._say("left_out", what=comma.join(what))

    def _part(self, one: Contradiction, told: Explanation, number: int) -> _Part:
        """A contradiction as lines; with its number where there are several."""
        mark, inset = (f"{number}. ", "   ") if number else ("", "")
        families = self._families(one.families)
        if not one.limits:
            return _Part(mark + self._say("unknown", families=families or ", ".join(one.families)), [], [], "")
        changes = one.ways or one.together
        key = "together" if one.together else "no_way" if not one.ways else "ways" if len(one.ways) > 1 else "one_way"
        arrow = "→ " if self._zh else " -> "
        figures = [f"{inset}- {self._limit(change.limit)}{arrow}{self._change(change)}" for change in changes]
        changed = [change.limit for change in changes]
        others = [limit for limit in one.limits if not any(limit is each for each in changed)]
        figures += [f"{inset}- {self._limit(limit)}" for limit in others]
        columns = [f"{limit.limit.table} {limit.column}" if limit.limit.table else "" for limit in (*changed, *others)]
        meet = inset + self._say("meet", families=families) if families else ""
        return _Part(mark + self._say(key, when=self._when(one, told)), figures, columns, meet)

    def _families(self, names: list[str]) -> str:
        """Where limits meet, in words; families without words say nothing to a planner."""
        place = 1 if self._zh else 0
        shown = dict.fromkeys(words[place] for name in names if (words := family_words(name)) is not None)
        return ("；" if self._zh else "; ").join(shown)

    def _when(self, one: Contradiction, told: Explanation) -> str:
        if not one.blocks:
            return ""
        hour = int(told.axis.first_hour[one.blocks[0]])
        moment = pd.Timestamp("2030-01-01") + pd.Timedelta(hours=hour)
        first = (
            f"{moment.month} 月 {moment.day} 日 {moment.hour} 时"
            if self._zh
            else f"{moment.day} {moment:%B} {moment:%H}:00"
        )
        count = int(told.axis.duration_h[one.blocks].sum())
        return self._say("in_hours" if len(one.blocks) > 1 else "in_one_hour", count=count, first=first)

    def _limit(self, stated: Stated) -> str:
        if not stated.limit.table:
            return self._say("excess", region=stated.key[0], value=f"{stated.value:.4g}")
        value = self._figure(stated, stated.value)
        return self._say("figure", name=self._name(stated), value=value, place=self._place(stated))

    def _change(self, change: Change) -> str:
        """What a figure must become."""
        stated = change.limit
        if stated.limit.easing == "other":
            return self._say("nearer" if stated.limit.table == "policies" else "other")
        key = "raise" if stated.limit.easing in ("raise", "grow") else "lower"
        if key == "lower" and stated.limit.weight == EXISTING:
            key = "wrong"
        return self._say(key, new=self._figure(stated, change.value))

    def _name(self, stated: Stated) -> str:
        """`build_max_gw of battery`, and in Chinese the column's name with its id."""
        column = schema().tables[stated.limit.table].columns[stated.column]
        first, *rest = stated.key
        if self._zh:
            state = "".join(f"（{part}）" for part in rest)
            return f"{self._title(stated)}{first}{state or ' '}的{column.name_zh}（{column.name}）"
        return f"{column.name} of {first}" + "".join(f" ({part})" for part in rest)

    def _title(self, stated: Stated) -> str:
        """Chinese name of the row, with a blank behind it; empty where it has none."""
        frame = self._case.tables[stated.limit.table]
        first = schema().tables[stated.limit.table].key[0]
        names = frame.loc[frame[first] == stated.key[0]].get("name_zh", pd.Series(dtype=str))
        title = str(names.iloc[0]) if len(names) else ""
        return f"{title} " if title else ""

    def _figure(self, stated: Stated, value: float) -> str:
        if not np.isfinite(value):
            return str(self._cell(stated, stated.column))
        unit = self._unit(stated)
        unit = chinese_unit(unit) if self._zh else "" if unit == "share" else unit
        return f"{value:.6g}{'' if unit == '%' else ' '}{unit}".strip()

    def _unit(self, stated: Stated) -> str:
        """The column's unit; that of its metric for a target."""
        if stated.limit.table == "policies":
            metric = schema().metrics.get(str(self._cell(stated, "metric")))
            return metric.unit if metric else ""
        return schema().tables[stated.limit.table].columns[stated.column].unit

    def _cell(self, stated: Stated, column: str) -> object:
        """A cell of the figure's row; "-" where it has none."""
        rows = self._case.rows(stated.limit.table, stated.year)
        label = stated.key if isinstance(rows.index, pd.MultiIndex) else stated.key[0]
        return rows.loc[label, column] if label in rows.index else "-"

    def _place(self, stated: Stated) -> str:
        """File, or sheet of the workbook, and row; that a default was taken where the cell is blank."""
        raw = self._raw.tables.get(stated.limit.table) if self._raw is not None else None
        if raw is None:
            return f"{stated.limit.table}.csv"
        row = _row_of(raw, stated)
        comma = "，" if self._zh else ", "
        parts = [raw.file]
        if row is not None:
            parts.append(self._say("row", row=raw.lines[row]))
            place = raw.columns.index(stated.column) if stated.column in raw.columns else None
            if place is None or not raw.cells[row][place].strip():
                parts.append(self._say("filled"))
        return comma.join(parts)

    @cached_property
    def _raw(self) -> RawCase | None:
        """The planner's own cells; None where the case was made in memory or its files are gone."""
        try:
            return read_raw(self._case.path)[0]
        except (CaseError, OSError):
            return None

    def _say(self, key: str, **blanks: object) -> str:
        return WORDS[key][1 if self._zh else 0].format(**blanks)


def _row_of(raw: RawTable, stated: Stated) -> int | None:
    """Row of the planner's table that holds the figure: the planning year's own before one for every year."""
    names = raw.table.key[: len(stated.key)]
    if any(name not in raw.columns for name in names):
        return None
    places = [raw.columns.index(name) for name in names]
    year = raw.columns.index("year") if "year" in raw.columns else None
    found: int | None = None
    for row, cells in enumerate(raw.cells):
        if tuple(cells[place].strip() for place in places) != stated.key:
            continue
        of_year = cells[year].strip() if year is not None else ""
        if of_year == str(stated.year):
            return row
        if not of_year and found is None:
            found = row
    return found


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """How many lines each part gets of so many: what it is and its smallest change for as many parts as there is room
    for, then a line for each in turn.  Parts there is no room for get none."""
    given = [0] * len(wanted)
    for place, lines in enumerate(wanted):
        least = min(lines, LEAST_LINES)
        if sum(given) + least > room:
            break
        given[place] = least
    while sum(given) < room:
        growing = [place for place, lines in enumerate(wanted) if 0 < given[place] < lines]
        if not growing:
            break
        for place in growing[: room - sum(given)]:
            given[place] += 1
    return given


def explained(case: Case, told: Explanation, lang: str, most: int | None = MOST_LINES) -> list[str]:
    """An explanation as lines of text in one language ("zh" or "en"), at most so many; None for all of it."""
    return Teller(case, lang).lines(told, most)
