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
    """Load a case without solving it, apply each of its scenarios, and say what is wrong with any; the exit code, 0
    or 2."""
    path = find_case(given, voice)
    voice.lang = lang or language_of(path) or voice.lang

    from gridplan.case.problems import SCREEN_LINES, CaseError, errors, render
    from gridplan.scenarios.load import read_scenario_set

    try:
        together = read_scenario_set(path, lang)
        count = len(together.scenarios) if together.raw.scenarios else 0
        if count:
            voice.aside(voice.text("sweep_reading", count=count), style="dim")
        case, warnings = together.checked()
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
    voice.lang = together.lang
    voice.say("check_good", case=case_name(path), warnings=len(warnings))
    if warnings:
        voice.line(render(warnings, voice.lang, len(warnings) if every else SCREEN_LINES))
    _contents(case, count, voice)
    return 0


def _contents(case: Case, scenarios: int, voice: Voice) -> None:
    """What the case holds: planning years, rows by table, how much of it is not the planner's own, and how many
    scenarios there are."""
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
    if scenarios:
        voice.say("check_scenarios", count=scenarios)
