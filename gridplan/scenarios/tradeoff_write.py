"""Writing a trade-off run whole or not at all: tables as CSV, a workbook, a page, and the mark that says what it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from gridplan import __version__
from gridplan.case.case import Case
from gridplan.library.csv_text import write_frame
from gridplan.library.units import HOURS_PER_YEAR
from gridplan.library.whole import bring_back
from gridplan.results.folder import ResultsError, sha256
from gridplan.results.whole import whole_folder
from gridplan.results.write import write_json
from gridplan.scenarios.alternatives import Alternatives
from gridplan.scenarios.frontier import Frontier, disagreeing
from gridplan.scenarios.tradeoff_tables import ends_table, frontier_table, ranges_table
from gridplan.scenarios.tradeoff_words import TradeoffWords

MARK, FORMAT = "tradeoff.json", 1
LEVEL_COLUMN, COST_COLUMN = 0, 2


def write_frontier(frontier: Frontier, folder: Path, lang: str, overwrite: bool = False) -> Path:
    """Write frontier.csv, frontier.xlsx and frontier.html into ``folder``.

    Raises ResultsError where the folder may not be replaced, OSError where the disk refuses; nothing is left then.
    """
    # Imported here: charts bring libraries that refusing a folder does not need.
    from gridplan.scenarios.tradeoff_page import case_title, frontier_sections, page_html
    from gridplan.scenarios.tradeoff_shown import frontier_shown
    from gridplan.scenarios.tradeoff_workbook import write_workbook

    words = TradeoffWords(lang)
    case, name = frontier.case, frontier.measure.name
    title = words("page.title_frontier", case=case_title(case, words), measure=words(f"measure.{name}"))
    remarks = frontier_remarks(frontier, words)
    check_target(folder, overwrite)
    with whole_folder(folder, lambda: check_target(folder, overwrite)) as hidden:
        created = _now()
        write_frame(frontier_table(frontier), hidden / "frontier.csv")
        write_workbook(hidden / "frontier.xlsx", lang, title, remarks, [frontier_shown(frontier, words)],
                       (LEVEL_COLUMN, COST_COLUMN) if len(frontier.solved) > 1 else None)
        page = page_html(case, "frontier", title, remarks, frontier_sections(frontier, words), frontier.hours, created,
                         words)
        (hidden / "frontier.html").write_text(page, encoding="utf-8")
        _mark(hidden, created, case, frontier.hours, frontier.regions, {
            "kind": "frontier", "over": name, "points": len(frontier.points), "asked": frontier.span.points,
            "complete": frontier.complete, "cost_million_cny": frontier.plan.cost, "exact": frontier.exact})
    return folder


def write_alternatives(found: Alternatives, folder: Path, lang: str, overwrite: bool = False) -> Path:
    """Write alternatives.csv, alternatives_plans.csv, alternatives.xlsx and alternatives.html into ``folder``.

    Raises as ``write_frontier``.
    """
    from gridplan.scenarios.tradeoff_page import alternatives_sections, case_title, page_html
    from gridplan.scenarios.tradeoff_shown import ends_shown, ranges_shown
    from gridplan.scenarios.tradeoff_workbook import write_workbook

    words = TradeoffWords(lang)
    title = words("page.title_alternatives", case=case_title(found.case, words), slack=f"{100.0 * found.slack:g} %")
    remarks = alternatives_remarks(found, words)
    check_target(folder, overwrite)
    with whole_folder(folder, lambda: check_target(folder, overwrite)) as hidden:
        created = _now()
        write_frame(ranges_table(found), hidden / "alternatives.csv")
        write_frame(ends_table(found), hidden / "alternatives_plans.csv")
        write_workbook(hidden / "alternatives.xlsx", lang, title, remarks,
                       [ranges_shown(found, words), ends_shown(found, words)])
        page = page_html(found.case, "alternatives", title, remarks, alternatives_sections(found, words), found.hours,
                         created, words)
        (hidden / "alternatives.html").write_text(page, encoding="utf-8")
        _mark(hidden, created, found.case, found.hours, found.regions, {
            "kind": "alternatives", "slack": found.slack, "technologies": len(found.ranges),
            "complete": found.complete, "cost_million_cny": found.cost, "exact": found.exact})
    return folder


def frontier_remarks(frontier: Frontier, words: TradeoffWords) -> list[str]:
    """What must be known before the curve is read."""
    said = _remarks(frontier.hours, frontier.short, frontier.complete, words)
    missing, wrong = len(frontier.points) - len(frontier.solved), len(list(disagreeing(frontier)))
    said += [words("banner.missing", count=missing)] if missing else []
    return said + ([words("banner.disagree", count=wrong)] if wrong else [])


def alternatives_remarks(found: Alternatives, words: TradeoffWords) -> list[str]:
    """What must be known before the ranges are read."""
    return _remarks(found.hours, found.short, found.complete, words)


def _remarks(hours: int, short: bool, complete: bool, words: TradeoffWords) -> list[str]:
    said = [] if complete else [words("banner.incomplete")]
    said += [words("banner.shortened", hours=hours)] if hours < HOURS_PER_YEAR else []
    return said + ([words("banner.short")] if short else [])


def check_target(folder: Path, overwrite: bool) -> None:
    """See that a trade-off run may be written to ``folder``.

    Raises ResultsError: something else stands there (never touched), or one does and ``overwrite`` is not given.
    """
    bring_back(folder)
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink() or not is_tradeoff(folder):
        raise ResultsError(folder, "exists and is no trade-off run; it is left alone, choose another name",
                           "已存在且不是费用曲线或近优方案的结果，不会改动；请换一个名称")
    if not overwrite:
        raise ResultsError(folder, "holds a trade-off run already; choose another name or ask to overwrite",
                           "已有费用曲线或近优方案的结果；请换一个名称，或加 --overwrite")


def is_tradeoff(folder: Path) -> bool:
    """Whether a folder carries the mark of a trade-off run, and so may be replaced by a newer one."""
    try:
        return "kind" in json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _mark(folder: Path, created: str, case: Case, hours: int, regions: Sequence[str], told: dict[str, object]) -> None:
    files = {file.name: {"bytes": file.stat().st_size, "sha256": sha256(file)} for file in sorted(folder.iterdir())}
    write_json(folder / MARK, {**told, "format": FORMAT, "gridplan": __version__, "created": created,
                               "case": case.settings.name, "fingerprint": case.fingerprint, "hours": hours,
                               "regions": list(regions), "files": files})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
