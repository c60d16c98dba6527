"""`gridplan check`: every problem of a case's input at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridplan.cli.faults import WRONG_INPUT
from gridplan.cli.language import language_of
from gridplan.cli.place import case_name, find_case
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.case.case import Case


def check_case(given: str, lang: str | None, every: bool, voice: Voice) -> int:
    """Load a case without solving it and say what is wrong with it; the exit code, 0 or 2."""
    path = find_case(given, voice)
    voice.lang = lang or language_of(path) or voice.lang

    from gridplan.case.load import load_case
    from gridplan.case.problems import SCREEN_LINES, CaseError, errors, render

    try:
        case = load_case(path, lang)
    except CaseError as fault:
        voice.lang = fault.lang
        wrong = len(errors(fault.problems))
        voice.line(voice.text("problems", case=case_name(path), errors=wrong, warnings=len(fault.problems) - wrong))
        shown = len(fault.problems) if every else SCREEN_LINES
        listing = render(fault.problems, fault.lang, shown)
        voice.line(listing)
        if listing.count("\n") + 1 >= SCREEN_LINES and not every:
            voice.say("check_all_hint", case=given)
        return WRONG_INPUT
    voice.lang = lang or case.settings.language
    voice.say("check_good", case=case_name(path), warnings=len(case.warnings))
    if case.warnings:
        voice.line(render(case.warnings, voice.lang, len(case.warnings) if every else SCREEN_LINES))
    _contents(case, voice)
    return 0


def _contents(case: Case, voice: Voice) -> None:
    """What the case holds: planning years, rows by table, and how much of it is not the planner's own."""
    from gridplan.case.schema import schema

    titles = {name: table.title(voice.lang) for name, table in schema().tables.items()}
    rows = [f"{titles[name]} {len(table)}" for name, table in case.tables.items() if len(table)]
    mark = "，" if voice.lang == "zh" else ", "
    voice.say(
        "check_contents",
        title=case.settings.title(voice.lang),
        years=mark.join(str(year) for year in case.settings.years),
        rows=mark.join(rows),
    )
    generated = int((case.origins["basis"] == "generated").sum())
    voice.say("check_origins", library=len(case.origins) - generated, generated=generated)
