"""`gridplan scenarios`: what scenarios a case has and what each changes."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from gridplan.cli.language import language_of
from gridplan.cli.place import case_name, find_case
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.scenarios.apply import Applied
    from gridplan.scenarios.load import Changed

CHANGES_SHOWN = 6
"""Changes of a scenario listed unless all are asked for."""


def list_scenarios(given: str, lang: str | None, every: bool, voice: Voice) -> int:
    """Apply every scenario and list what it changes; the exit code.  Raises CaseError with all their problems."""
    path = find_case(given, voice)
    voice.lang = lang or language_of(path) or voice.lang

    from gridplan.scenarios.load import read_scenario_set

    together = read_scenario_set(path, lang)
    voice.lang = together.lang
    changed = together.all_changed(together.scenarios, with_series=False)
    voice.say("scenario_count", case=case_name(path), count=len(changed))
    rows: list[list[str]] = []
    for one in changed:
        rows += _rows(one, every, voice)
    show_table(voice, [voice.text(f"head_{head}") for head in ("scenario", "title", "where", "change")], rows)
    return 0


def _rows(one: Changed, every: bool, voice: Voice) -> list[list[str]]:
    scenario = one.scenario
    lines = [[where(change.table, change.row, change.column, voice.lang), change_text(change, voice)]
             for change in one.applied]
    if not lines:
        lines = [["", voice.text("as_it_is")]]
    hidden = 0 if every else len(lines) - CHANGES_SHOWN
    if hidden > 0:
        lines = [*lines[:CHANGES_SHOWN], ["", voice.text("more_changes", count=hidden)]]
    heads = [[scenario.name, scenario.title(voice.lang)]]
    note = scenario.note(voice.lang)
    if every and note:
        heads.append(["", note])
    return [[*head, *line] for head, line in zip_longest(heads, lines, fillvalue=["", ""])]


def where(table: str, row: str, column: str, lang: str) -> str:
    """Table, row and column in the planner's words."""
    from gridplan.case.schema import schema
    from gridplan.cli.voice import text

    known = schema().tables.get(table)
    title = known.title(lang) if known else text(f"table_{table}", lang)
    named = known.columns[column].label(lang) if known and column in known.columns else ""
    return " / ".join(part for part in (title, row, named if known else column if table == "settings" else "") if part)


def change_text(change: Applied, voice: Voice) -> str:
    """What a change does, in words."""
    if change.kind == "added":
        return voice.text("row_added", cells=change.after)
    if change.kind == "dropped":
        return voice.text("row_dropped")
    if change.kind == "series":
        months = voice.text("in_months", months=change.column) if change.column else ""
        return f"{change.after} {months}".rstrip()
    return f"{change.before or '—'} → {change.after or '—'}"
