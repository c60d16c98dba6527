"""`gridplan join`, `separate`, `gains`, and `new` of several provinces: cases and plans of more than one province."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.faults import WRONG_INPUT, Stop
from gridplan.cli.place import case_name, find_case, require_new_folder
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.case.separate import Carried
    from gridplan.results.separate_plans import PlansDiffer
    from gridplan.results.types import Results

RESULTS_MARK = "run.json"


def join_cases(given: Sequence[str], out: Path, links: Path | None, trade: bool, lang: str | None,
               voice: Voice) -> None:
    """Join cases into one folder and say what was made of their channels.

    Raises Stop for fewer than two cases or a folder that is taken, CaseError where they do not fit together.
    """
    if len(given) < 2:
        raise Stop("join_two")
    paths = [find_case(one, voice) for one in given]
    require_new_folder(out)
    from gridplan.case.join import join_cases as join

    _speak(paths[0], lang, voice)
    tell_made(out, join(paths, out, links=links, trade=trade, lang=voice.lang), voice)


def tell_made(folder: Path, remarks: Sequence[str], voice: Voice) -> None:
    """Say where a case was written, what was judged in it, and what comes next."""
    voice.say("made", path=folder)
    if remarks:
        voice.say("remarks")
    for remark in remarks:
        voice.line(f"- {remark}")
    voice.say("next_joint", path=folder)


def separate(given: str, folder: Path | None, exchange: str, lang: str | None, voice: Voice) -> None:
    """Write one case for each province of a joint case.

    Raises Stop for a folder that is taken or an exchange that is neither a word nor results, CaseError for the case.
    """
    path = find_case(given, voice)
    _speak(path, lang, voice)
    folder = folder or Path(f"{case_name(path)}-separate")
    require_new_folder(folder)
    from gridplan.case.separate import separate_case

    carried = None if exchange in ("agreed", "none") else _carried(exchange, voice)
    written = separate_case(path, folder, exchange=exchange, carried=carried, lang=voice.lang)
    for one in written.values():
        voice.say("made", path=one)
    voice.say("next_separate", path=folder, case=given)


def _carried(given: str, voice: Voice) -> dict[str, Carried]:
    """What the channels carry in results.  Raises Stop where there are none."""
    from gridplan.results.separate_plans import PlansDiffer, carried

    try:
        return carried(_opened(given, voice))
    except PlansDiffer as fault:
        raise _not_alike(fault) from None


def gains(joint: str, alone: Sequence[str], csv: Path | None, lang: str | None, voice: Voice) -> None:
    """Show what each province gains from the joint plan against plans of its own.

    Raises Stop for results that cannot be compared.
    """
    plans = [_opened(one, voice) for one in (joint, *alone)]
    voice.lang = lang or plans[0].case.settings.language
    from gridplan.results.labels import label
    from gridplan.results.report_units import number, unit
    from gridplan.results.separate_plans import PlansDiffer, gains_of_joining

    try:
        frame = gains_of_joining(plans[0], plans[1:])
    except PlansDiffer as fault:
        raise _not_alike(fault) from None
    if csv is not None:
        from gridplan.library.csv_text import write_frame
        from gridplan.library.whole import whole_file

        with whole_file(csv) as hidden:
            write_frame(frame, hidden)
        voice.say("made", path=csv)
        return
    money = unit("money", voice.lang)
    figures = ("separate_cost_million_cny", "joint_cost_million_cny", "gain_million_cny")
    rows = [[_place(plans[0], line["region"], int(line["year"]), voice.lang) if line["region"]
             else label("text.all_regions", voice.lang), str(int(line["year"])),
             *(money.text(line[name]) for name in figures), number(line["gain_pct"], 2)]
            for line in frame.to_dict("records")]
    heads = [voice.text("head_place"), label("header.year", voice.lang),
             *(f"{voice.text(head)} ({money.name})" for head in ("head_alone", "head_together", "head_gain")), "%"]
    show_table(voice, heads, rows, numbers=range(2, len(heads)))
    voice.say("gains_meaning")
    run = plans[0].run
    if run["hours"] < run["year_hours"]:
        voice.aside(voice.text("gains_shortened"), style="bold yellow")


def _not_alike(fault: PlansDiffer) -> Stop:
    """The end of a command over plans that cannot be compared."""
    blanks = {name: str(value) for name, value in fault.blanks.items()}
    return Stop(fault.key, WRONG_INPUT, **blanks)


def _place(results: Results, region: str, year: int, lang: str) -> str:
    return str(results.case.rows("regions", year).at[region, f"name_{lang}"] or region)


def _opened(given: str, voice: Voice) -> Results:
    """Results from a folder.  Raises Stop where the path holds none."""
    from gridplan.results.folder import ResultsError
    from gridplan.results.open import open_results

    path = Path(given)
    if not (path / RESULTS_MARK).is_file():
        raise Stop("no_results_there", given=given)
    try:
        return open_results(path)
    except ResultsError as fault:
        raise Stop("plain", line=fault.message(voice.lang)) from None


def _speak(path: Path, lang: str | None, voice: Voice) -> None:
    from gridplan.cli.language import language_of

    voice.lang = lang or language_of(path) or voice.lang
