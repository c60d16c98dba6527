"""`gridplan compare`: from several results to one workbook and one page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.faults import Stop
from gridplan.cli.place import require_writable
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.scenarios.compare_gather import Comparison

FOLDER = "comparison"
MOST_WORKERS = 2
"""Results read at a time: each takes a few hundred MB of memory while its hours are added up."""


def compare_results(given: Sequence[Path], base: str | None, out: Path | None, lang: str | None, overwrite: bool,
                    voice: Voice) -> int:
    """Choose, read, compare and write; the exit code. Raises Stop before anything is written."""
    from gridplan.results.folder import ResultsError
    from gridplan.scenarios.compare_find import ComparisonError, choose
    from gridplan.scenarios.compare_gather import gather
    from gridplan.scenarios.compare_read import language_of_results
    from gridplan.scenarios.compare_words import CompareWords
    from gridplan.scenarios.compare_write import PAGE, WORKBOOK, write_comparison

    folder = out or _usual_folder(given)
    try:
        _require_free(folder, overwrite, voice)
        chosen = choose(given, base)
        voice.lang = lang or language_of_results(chosen.results[0].folder)
        comparison = gather(chosen, CompareWords(voice.lang), lambda *told: _progress(voice, *told),
                            workers=min(MOST_WORKERS, os.cpu_count() or 1))
    except ComparisonError as fault:
        raise Stop("plain", line=f"{fault.message(voice.lang)}\n{voice.text('compare_nothing')}") from None
    if not voice.quiet:
        voice.aside(voice.text("compare_writing"))
    try:
        write_comparison(comparison, folder, overwrite)
    except ResultsError as fault:
        raise Stop("plain", line=fault.message(voice.lang)) from None
    _show(comparison, voice)
    voice.say("compare_files", workbook=folder / WORKBOOK, page=folder / PAGE)
    return 0


def _usual_folder(given: Sequence[Path]) -> Path:
    """Beside what is compared where that is one folder of results, else among the results."""
    return given[0] / FOLDER if len(given) == 1 else Path("results") / FOLDER


def _require_free(folder: Path, overwrite: bool, voice: Voice) -> None:
    """See, before any reading, that the comparison can be written. Raises Stop where it cannot."""
    from gridplan.results.folder import ResultsError
    from gridplan.scenarios.compare_write import check_target, is_comparison

    try:
        check_target(folder, overwrite)
    except ResultsError as fault:
        hint = voice.text("compare_overwrite" if is_comparison(folder) else "compare_nothing")
        raise Stop("plain", line=f"{fault.message(voice.lang)}\n{hint}") from None
    require_writable(folder)


def _progress(voice: Voice, place: int, count: int, name: str) -> None:
    if not voice.quiet:
        voice.aside(voice.text("comparing", place=place, count=count, name=name))


def _show(comparison: Comparison, voice: Voice) -> None:
    """What must be said before, then the first page's sentences and its table."""
    from gridplan.results.report_blocks import Heading, Points, Table, Text
    from gridplan.scenarios.compare_answer import answer_blocks

    voice.line()
    for remark in comparison.remarks:
        voice.line(remark.text(voice.lang), style="bold yellow")
    for block in answer_blocks(comparison):
        if isinstance(block, Text | Heading):
            voice.line(block.text)
        elif isinstance(block, Table) and not voice.quiet:
            heads = [f"{column.head} ({column.unit})" if column.unit else column.head for column in block.columns]
            rows = [[cell if isinstance(cell, str) else cell.text for cell in row.cells] for row in block.rows]
            show_table(voice, heads, rows, numbers=range(1, len(heads)), title=block.caption)
        elif isinstance(block, Points) and not voice.quiet:
            for name, told in block.items:
                voice.line(f"  {name}: {told}")
    if not voice.quiet:
        voice.say("compare_inputs", count=len(comparison.inputs))
