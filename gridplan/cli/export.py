"""`gridplan export`: a case written for another program, and what that program cannot hold."""

from __future__ import annotations

import logging
from pathlib import Path

from gridplan.cli.faults import Stop
from gridplan.cli.language import language_of
from gridplan.cli.place import case_name, find_case, require_writable_file
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

SHOWN = 20
ENDING = ".nc"


def export_case(given: str, to: str, out: Path | None, hours: int, lang: str | None, overwrite: bool,
                voice: Voice) -> int:
    """Write a case as a PyPSA network with the list of what is not in it; the exit code."""
    if to != "pypsa":
        raise Stop("export_unknown", to=to)
    path = find_case(given, voice)
    voice.lang = lang or language_of(path) or voice.lang
    target = out or Path(f"{case_name(path)}{ENDING}")
    listed = target.with_suffix(".left_out.csv")
    if target.suffix != ENDING:
        raise Stop("not_netcdf", path=target)
    for file in (target, listed):
        if file.exists() and not overwrite:
            raise Stop("exists", path=file)
    require_writable_file(target)
    from gridplan.case.load import load_case, refuse_several_weather_years, refuse_several_years
    from gridplan.library.csv_text import write_rows
    from gridplan.library.whole import whole_files
    from gridplan.model.axis import TimeAxis

    case = load_case(path, lang)
    refuse_several_years(case, lang)
    refuse_several_weather_years(case, lang)
    try:
        from gridplan.export.pypsa_network import to_pypsa

        made = to_pypsa(case, TimeAxis.shortened_year(hours))
    except ImportError:
        raise Stop("pypsa_missing") from None
    logging.getLogger("pypsa").setLevel(logging.WARNING)
    with whole_files(target, listed) as (draft, draft_list):
        made.network.export_to_netcdf(draft)
        write_rows(draft_list, [("table", "row", "what_zh", "what_en"), *made.left_out])
    _show(made.left_out, voice)
    voice.say("exported", path=target, count=len(made.left_out), listed=listed)
    return 0


def _show(left_out: list[tuple[str, str, str, str]], voice: Voice) -> None:
    from gridplan.case.schema import schema

    counted: dict[tuple[str, str], list[str]] = {}
    for table, row, zh, en in left_out:
        counted.setdefault((schema().tables[table].title(voice.lang), zh if voice.lang == "zh" else en), []).append(row)
    joint = "、" if voice.lang == "zh" else ", "
    rows = [(table, what, joint.join(names[:3]) + ("…" if len(names) > 3 else ""), str(len(names)))
            for (table, what), names in list(counted.items())]
    shown = [*rows[:SHOWN], *([("…", "", "", str(len(rows) - SHOWN))] if len(rows) > SHOWN else [])]
    show_table(voice, [voice.text(f"export_head_{name}") for name in ("table", "what", "rows", "count")], shown,
               numbers=(3,), title=voice.text("export_left_out"))
