"""`gridplan diff`: what differs between two inputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridplan.cli.faults import Stop
from gridplan.cli.place import find_case, require_writable_file
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    import pandas as pd

    from gridplan.case.case import Case

HEADS = ("difference", "table", "row", "column", "unit", "before", "after", "ratio", "filled_in")
LONGEST = 60
"""Letters of a value on the screen; the file has them all."""


def diff_inputs(given: tuple[str, str], out: Path | None, lang: str | None, voice: Voice) -> int:
    """Show, and if asked write, what differs between two inputs; the exit code.

    Raises CaseError or Stop for an input that cannot be read.
    """
    from gridplan.scenarios.diff import diff
    from gridplan.scenarios.diff_write import ENDINGS, write_diff

    if out is not None and out.suffix.lower() not in ENDINGS:
        raise Stop("diff_ending", path=out)
    if out is not None:
        require_writable_file(out)
    before, after = (_read(one, lang, voice) for one in given)
    voice.lang = lang or before.settings.language
    frame = diff(before, after)
    if list(before.tables["regions"]["region"]) != list(after.tables["regions"]["region"]):
        regions = [", ".join(case.tables["regions"]["region"]) for case in (before, after)]
        voice.aside(voice.text("diff_regions", before=regions[0], after=regions[1]), style="yellow")
    title = voice.text("diff_title", before=given[0], after=given[1], count=len(frame))
    if out is not None:
        heads = dict(zip(["kind", *HEADS[1:]], [voice.text(f"head_{head}") for head in HEADS], strict=True))
        sheet = voice.text("head_difference")
        write_diff(_worded(frame, voice), out, heads, title, sheet)
    if frame.empty:
        voice.say("diff_same")
    else:
        _show(frame, title, voice)
    if out is not None:
        voice.say("made", path=out)
    return 0


def _read(given: str, lang: str | None, voice: Voice) -> Case:
    from gridplan.results.folder import ResultsError
    from gridplan.scenarios.diff import read_input

    try:
        return read_input(given, lambda name: find_case(str(name), voice), lang)
    except ResultsError as fault:
        raise Stop("plain", line=fault.message(voice.lang)) from None


def _worded(frame: pd.DataFrame, voice: Voice) -> pd.DataFrame:
    """The differences in the planner's words."""
    from gridplan.case.schema import schema

    worded = frame.copy()
    worded["kind"] = [voice.text(f"kind_{kind}") for kind in frame["kind"]]
    worded["filled_in"] = [voice.text(f"filled_{side}") for side in frame["filled_in"]]
    tables = schema().tables
    worded["table"] = [tables[name].title(voice.lang) if name in tables else voice.text(f"table_{name}")
                       for name in frame["table"]]
    worded["column"] = [_column(table, column, voice)
                        for table, column in zip(frame["table"], frame["column"], strict=True)]
    return worded


def _column(table: str, column: str, voice: Voice) -> str:
    from gridplan.case.schema import schema

    if table == "profiles":
        return voice.text(f"measure_{column}")
    known = schema().tables.get(table)
    return known.columns[column].label(voice.lang) if known and column in known.columns else column


def _show(frame: pd.DataFrame, title: str, voice: Voice) -> None:
    worded = _worded(frame, voice)
    rows = []
    for kind, column, line in zip(frame["kind"], frame["column"], worded.itertuples(index=False), strict=True):
        marks = ["*" if line.filled_in in (voice.text(f"filled_{side}"), voice.text("filled_both")) else ""
                 for side in ("before", "after")]
        before, after = _cell(line.before, column) + marks[0], _cell(line.after, column) + marks[1]
        if kind in ("row_added", "row_removed", "series_added", "series_removed"):
            before, after = (before and f"− {before}"), (after and f"+ {after}")
        ratio = f"× {line.ratio:.4g}" if line.ratio == line.ratio else ""
        rows.append([line.table, line.row, line.column or worded_kind(kind, voice), before, after, ratio, line.unit])
    heads = [voice.text(f"head_{head}") for head in ("table", "row", "column", "before", "after", "ratio", "unit")]
    show_table(voice, heads, rows, numbers=(5,), title=title)
    if frame["filled_in"].ne("").any():
        voice.say("diff_library")


def worded_kind(kind: str, voice: Voice) -> str:
    """What kind of difference a line is."""
    return voice.text(f"kind_{kind}")


def _cell(value: Any, column: str) -> str:
    form = ".6g" if column.endswith("year") else ",.6g"  # 2030, not 2,030
    text = f"{value:{form}}" if isinstance(value, float) else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
