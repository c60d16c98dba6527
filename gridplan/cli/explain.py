"""`gridplan explain`: whether the hard limits of a case contradict each other, and what would have to give way."""

from __future__ import annotations

from gridplan.cli.faults import NOT_MET
from gridplan.cli.language import language_of
from gridplan.cli.place import find_case
from gridplan.cli.progress import RunProgress
from gridplan.cli.solver_choice import require_hours
from gridplan.cli.voice import Voice


def explain_hard_limits(given: str, hours: int, lang: str | None, every: bool, voice: Voice) -> int:
    """Look for contradictions between hard limits and print them, all their lines where asked; the exit code, 0 or 3.

    Raises Stop for hours that are no whole days, CaseError for a case that cannot be read.
    """
    path = find_case(given, voice)
    voice.lang = lang or language_of(path) or voice.lang
    require_hours(hours)

    from gridplan.case.load import load_case, refuse_several_years
    from gridplan.solve.explain import explain_case
    from gridplan.solve.explain_lines import MOST_LINES, explained

    case = load_case(path, lang)
    refuse_several_years(case, lang)
    voice.lang = lang or case.settings.language
    with RunProgress(voice) as progress:
        told = explain_case(case, hours, progress)
    for line in explained(case, told, voice.lang, None if every else MOST_LINES):
        voice.line(line)
    return NOT_MET if told.contradictions or not told.complete else 0
