"""`gridplan audit`: written results checked from their files alone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.again import results_given
from gridplan.cli.faults import NOT_MET, WRONG_INPUT
from gridplan.cli.place import require_writable_file
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.audit import Finding

MARK = "complete.json"


def audit_results(folder: Path, every: bool, csv: Path | None, voice: Voice) -> int:
    """Check a results folder and show what was found; the exit code: 0 all holds, 2 no results folder, 3 something
    does not hold or cannot be read.

    Raises Stop where the table may not be written.
    """
    if csv is not None:
        require_writable_file(csv)
    folder = results_given(str(folder))
    from gridplan.library.whole import bring_back

    bring_back(folder)
    if not (folder / MARK).is_file():
        reason = "audit_unmarked" if folder.is_dir() else "audit_no_folder"
        voice.aside(voice.text("audit_missing", folder=folder, reason=voice.text(reason)))
        return WRONG_INPUT
    from gridplan.audit import audit

    begun = time.perf_counter()
    try:
        found = audit(folder)
    except MemoryError:
        raise
    except Exception as fault:
        # Whatever a damaged file makes reading stumble over is a finding about the file.
        reason = " ".join(f"{type(fault).__name__}: {fault}".split())[:200]
        voice.aside(voice.text("audit_unreadable", folder=folder, reason=reason))
        return NOT_MET
    failed = [one for one in found if not one.ok]
    if csv is not None:
        _write(found, csv)
    if every or failed:
        _list(found if every else failed, voice)
    if not every:
        _sum_up(found, voice)
    if failed:
        voice.say("audit_bad", folder=folder, failed=len(failed), checks=len(found))
        return NOT_MET
    voice.say("audit_good", folder=folder, checks=len(found), figures=sum(one.figures for one in found),
              seconds=time.perf_counter() - begun)
    return 0


def _names(voice: Voice) -> dict[str, str]:
    from gridplan.library.tables import table

    rows = table("audit_checks")
    return dict(zip(rows["check"], rows[voice.lang], strict=True))


def _list(found: list[Finding], voice: Voice) -> None:
    names = _names(voice)
    heads = [voice.text(f"audit_head_{name}") for name in (
        "group", "check", "value", "tolerance", "unit", "where", "result")]
    rows = [(names[f"group.{one.group}"], names[one.name], f"{one.value:.2g}", f"{one.tolerance:.2g}", one.unit,
             one.where, voice.text("audit_holds" if one.ok else "audit_fails")) for one in found]
    show_table(voice, heads, rows, numbers=(2, 3))


def _sum_up(found: list[Finding], voice: Voice) -> None:
    names = _names(voice)
    heads = [voice.text(f"audit_head_{name}") for name in ("group", "checks", "figures", "result")]
    rows = []
    for group in dict.fromkeys(one.group for one in found):
        inside = [one for one in found if one.group == group]
        holds = all(one.ok for one in inside)
        rows.append((names[f"group.{group}"], str(len(inside)), f"{sum(one.figures for one in inside):,}",
                     voice.text("audit_holds" if holds else "audit_fails")))
    show_table(voice, heads, rows, numbers=(1, 2))


def _write(found: list[Finding], path: Path) -> None:
    from gridplan.library.csv_text import write_rows
    from gridplan.library.whole import whole_file

    heads = ("group", "check", "largest_deviation", "tolerance", "unit", "where", "figures", "holds")
    with whole_file(path) as hidden:
        write_rows(hidden, [heads, *((one.group, one.name, one.value, one.tolerance, one.unit, one.where, one.figures,
                                      "yes" if one.ok else "no") for one in found)])
