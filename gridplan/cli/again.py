"""`gridplan report`: report and workbook of results that stand drawn up again, in either language, without solving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.faults import Stop
from gridplan.cli.place import require_writable
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.results.types import Results

RESULTS = Path("results")
"""Where `gridplan run` puts results if it is not told."""


def report_again(given: str, lang: str | None, out: Path | None, overwrite: bool, voice: Voice) -> None:
    """Write report.LANG.html and results.LANG.xlsx beside the results, or into `out`; both or neither.

    The language is the case's own where none is asked for.  Raises Stop where the results are not whole, or where
    a file of the name stands and `overwrite` is not given.
    """
    folder = results_given(given)
    results = _opened(folder, voice)
    from gridplan.library.whole import whole_files

    lang = lang or results.case.settings.language
    voice.lang = lang
    target = out or folder
    _require_free(target, _names(lang), overwrite)
    target.mkdir(parents=True, exist_ok=True)
    with whole_files(*(target / name for name in _names(lang))) as (report, book):
        _write(results, report, book, lang)
    for name in _names(lang):
        voice.say("made", path=target / name)


def _names(lang: str) -> tuple[str, str]:
    return f"report.{lang}.html", f"results.{lang}.xlsx"


def results_given(given: str) -> Path:
    """The folder meant: a path, else the results of that name where `run` puts them."""
    path = Path(given)
    return path if path.exists() or not (RESULTS / given).is_dir() else RESULTS / given


def _opened(folder: Path, voice: Voice) -> Results:
    if (folder / "case.toml").is_file():
        raise Stop("is_case", given=folder)
    from gridplan.results.folder import ResultsError
    from gridplan.results.open import open_results

    try:
        return open_results(folder)
    except ResultsError as fault:
        raise Stop("plain", line=f"{fault.message(voice.lang)}\n{voice.text('nothing_written')}") from None


def _require_free(target: Path, names: tuple[str, str], overwrite: bool) -> None:
    if target.exists() and not target.is_dir():
        raise Stop("folder_taken", path=target)
    taken = [target / name for name in names if (target / name).exists()]
    if taken and not overwrite:
        raise Stop("exists", path=taken[0])
    require_writable(target / names[0])


def _write(results: Results, report: Path, workbook: Path, lang: str) -> None:
    from gridplan.results.report import write_report
    from gridplan.results.workbook import write_workbook

    write_report(results, report, lang)
    write_workbook(results, workbook, lang)
