"""`gridplan frontier` and `gridplan alternatives`: from a case to a cost curve, or to near-optimal ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gridplan.cli.app import DEFAULT_GAP, YEAR_HOURS
from gridplan.cli.faults import NOT_MET, STOPPED, Stop
from gridplan.cli.language import language_of
from gridplan.cli.one_run import one_run
from gridplan.cli.place import find_case, require_writable, results_folder
from gridplan.cli.solver_choice import require_gap, require_hours, require_solver
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

Result = TypeVar("Result")

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.scenarios.alternatives import Range
    from gridplan.scenarios.frontier import Point
    from gridplan.scenarios.tradeoff_base import Wish
    from gridplan.scenarios.tradeoff_shown import ShownTable

CURVE_COLUMNS = 7
"""Columns of the curve's table on the screen: its level, cost and slope; the rest is in the files."""


@dataclass(frozen=True)
class Wanted:
    """What the planner asks of a trade-off run; None leaves it to the case."""

    lang: str | None
    hours: int
    method: str | None
    region: str | None
    out: Path | None
    overwrite: bool
    gap: float = DEFAULT_GAP


def frontier_of(given: str, over: str, points: int, ends: tuple[float | None, float | None],
                cost_slack: float | None, wanted: Wanted, voice: Voice) -> int:
    """Trace, write and show a cost curve; the exit code (0, 3 where a point has no plan or one out of all
    proportion, 4 stopped or not proven).

    Raises Stop or CaseError before anything is written.
    """
    from gridplan.scenarios.tradeoff_measures import MEASURES, factor_of_input

    if over not in MEASURES:
        raise Stop("frontier_measure", over=over, known=", ".join(MEASURES))
    if points < 2:
        raise Stop("frontier_points", points=points)
    _require_slack(cost_slack)
    begin, end = (None if level is None else level * factor_of_input(over) for level in ends)
    place = _Place.found(given, f"frontier-{over}", wanted, voice)

    from gridplan.scenarios.frontier import Span, trace_frontier
    from gridplan.scenarios.tradeoff_page import frontier_answer
    from gridplan.scenarios.tradeoff_shown import ShownTable, frontier_shown, level_text
    from gridplan.scenarios.tradeoff_words import TradeoffWords
    from gridplan.scenarios.tradeoff_write import frontier_remarks, write_frontier

    words = TradeoffWords(voice.lang)

    def told(number: int, point: Point) -> None:
        money = words.money()
        said = (f"{level_text(over, point.level, words)}, {money.with_name(point.cost)}" if point.solved
                else f"{level_text(over, point.level, words)}, {words(f'outcome.{point.status}')}")
        _aside(voice, voice.text("tradeoff_point", number=number, count=points, told=said))

    with one_run(place.folder):
        curve = _solved(lambda: trace_frontier(place.case, over, Span(points, begin, end, cost_slack), place.wish,
                                               _Teller(voice), told), voice)
        if isinstance(curve, int):
            return curve
        _aside(voice, voice.text("tradeoff_writing"))
        write_frontier(curve, place.folder, voice.lang, wanted.overwrite)
    table = frontier_shown(curve, words)
    _show(voice, ShownTable(table.title, table.columns[:CURVE_COLUMNS]), frontier_remarks(curve, words),
          frontier_answer(curve, words))
    voice.say("tradeoff_files", folder=place.folder, page=place.folder / "frontier.html")
    return _code([point.status for point in curve.points], curve.complete)


def alternatives_of(given: str, slack: float, technologies: Sequence[str], wanted: Wanted, voice: Voice) -> int:
    """Find, write and show near-optimal ranges; the exit code (0, 4 stopped or not proven).

    Raises Stop or CaseError before anything is written.
    """
    _require_slack(slack)
    place = _Place.found(given, "alternatives", wanted, voice)

    from gridplan.results.report_units import unit
    from gridplan.scenarios.alternatives import find_alternatives
    from gridplan.scenarios.tradeoff_page import alternatives_answer
    from gridplan.scenarios.tradeoff_shown import ranges_shown
    from gridplan.scenarios.tradeoff_words import TradeoffWords
    from gridplan.scenarios.tradeoff_write import alternatives_remarks, write_alternatives

    words = TradeoffWords(voice.lang)

    def told(number: int, count: int, one: Range) -> None:
        size = unit(one.quantity, voice.lang)
        said = voice.text("alternatives_status", name=words.technology(one.technology), unit=size.name,
                          least=size.text(one.least.amount), plan=size.text(one.plan), most=size.text(one.most.amount))
        _aside(voice, voice.text("tradeoff_range", number=number, count=count, told=said))

    with one_run(place.folder):
        found = _solved(lambda: find_alternatives(place.case, slack, technologies, place.wish, _Teller(voice), told),
                        voice)
        if isinstance(found, int):
            return found
        _aside(voice, voice.text("tradeoff_writing"))
        write_alternatives(found, place.folder, voice.lang, wanted.overwrite)
    _show(voice, ranges_shown(found, words), alternatives_remarks(found, words), alternatives_answer(found, words))
    voice.say("tradeoff_files", folder=place.folder, page=place.folder / "alternatives.html")
    return _code([end.status for one in found.ranges for end in (one.least, one.most)], found.complete)


@dataclass(frozen=True)
class _Place:
    """The case read, where its trade-off goes, and how it is solved."""

    case: Case
    folder: Path
    wish: Wish

    @staticmethod
    def found(given: str, part: str, wanted: Wanted, voice: Voice) -> _Place:
        """Raises Stop or CaseError where the case cannot be read or the folder not be written."""
        path = find_case(given, voice)
        voice.lang = wanted.lang or language_of(path) or voice.lang
        require_hours(wanted.hours)
        require_gap(wanted.gap)
        part = f"{part}-{wanted.region}" if wanted.region else part
        folder = results_folder(path, wanted.out, wanted.hours, YEAR_HOURS, part)

        from gridplan.case.load import load_case, refuse_several_years
        from gridplan.results.folder import ResultsError
        from gridplan.scenarios.tradeoff_base import TradeoffError, Wish, asked_of
        from gridplan.scenarios.tradeoff_write import check_target

        try:
            check_target(folder, wanted.overwrite)
        except ResultsError as fault:
            raise Stop("plain", line=f"{fault.message(voice.lang)}\n{voice.text('tradeoff_nothing')}") from None
        require_writable(folder)
        case = load_case(path, wanted.lang)
        refuse_several_years(case, wanted.lang)
        voice.lang = wanted.lang or case.settings.language
        wish = Wish(wanted.hours, wanted.method, region=wanted.region, gap=wanted.gap)
        try:
            asked_of(wish, case)
        except TradeoffError as fault:
            raise Stop("plain", line=voice.text(fault.key, **fault.blanks)) from None
        require_solver(case, wanted.method, None, voice)
        return _Place(case, folder, wish)


class _Teller:
    """Says what a run is doing: a line for each step, not for each tick of the clock."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def __call__(self, phase: str, **figures: object) -> None:
        if phase == "build":
            _aside(self._voice, self._voice.text("tradeoff_base", hours=figures["hours"]))
        elif phase == "again":
            _aside(self._voice, self._voice.text("tradeoff_again", method=figures["method"]))
        elif phase == "priced":
            _aside(self._voice, self._voice.text("tradeoff_priced"))
        elif phase == "furthest":
            _aside(self._voice, self._voice.text("tradeoff_furthest"))


def _solved(work: Callable[[], Result], voice: Voice) -> Result | int:
    """What the work gives, or the exit code where the case's own plan cannot be proven."""
    from gridplan.scenarios.tradeoff_base import TradeoffError
    from gridplan.solve.run import NotSolved

    try:
        return work()
    except TradeoffError as fault:
        raise Stop("plain", line=voice.text(fault.key, **fault.blanks)) from None
    except NotSolved as fault:
        voice.line(fault.message_zh if voice.lang == "zh" else fault.message_en)
        return STOPPED


def _require_slack(slack: float | None) -> None:
    if slack is not None and not 0.0 < slack < 1.0:
        raise Stop("tradeoff_slack", slack=slack)


def _aside(voice: Voice, line: str) -> None:
    if not voice.quiet:
        voice.aside(line)


def _show(voice: Voice, table: ShownTable, remarks: Sequence[str], answer: Sequence[str]) -> None:
    """Remarks, the table and the answer in sentences."""
    voice.line()
    for remark in remarks:
        voice.line(remark, style="bold yellow")
    block = table.block()
    heads = [f"{column.head} ({column.unit})" if column.unit else column.head for column in block.columns]
    rows = [[cell if isinstance(cell, str) else cell.text for cell in row.cells] for row in block.rows]
    right = [place for place, column in enumerate(block.columns) if column.kind == "number"]
    if not voice.quiet:
        show_table(voice, heads, rows, numbers=right, title=block.caption)
    for sentence in answer:
        voice.line(sentence)


def _code(statuses: Sequence[str], complete: bool) -> int:
    if not complete or "unproven" in statuses:
        return STOPPED
    return NOT_MET if {"infeasible", "beyond"} & set(statuses) else 0
