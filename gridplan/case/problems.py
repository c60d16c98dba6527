"""What is wrong with an input, in the planner's words and both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gridplan.case.messages import MESSAGES
from gridplan.case.schema import schema

Severity = Literal["error", "warning"]

SCREEN_LINES = 10
"""Most lines a list of problems takes on screen."""

ROWS_NAMED = 5
"""Row numbers named on one line when several rows have the same fault."""


@dataclass(frozen=True)
class Place:
    """Where a value stands: file (with the sheet of a workbook), table, row (header = 1) and column."""

    file: str
    table: str = ""
    row: int | None = None
    column: str = ""

    def at(self, column: str) -> Place:
        """The same row, another column."""
        return replace(self, column=column)


@dataclass(frozen=True)
class Problem:
    """One fault of an input.  `row` is the line of the CSV file or the row of the sheet, header = 1."""

    file: str
    table: str
    row: int | None
    column: str
    value: str
    message_en: str
    message_zh: str
    hint_en: str = ""
    hint_zh: str = ""
    severity: Severity = "error"
    rule: str = ""

    def message(self, lang: str) -> str:
        """Message and hint in one language."""
        text, hint = (self.message_zh, self.hint_zh) if lang == "zh" else (self.message_en, self.hint_en)
        if not hint:
            return text
        return f"{text}；{hint}" if lang == "zh" else f"{text}; {hint}"


class CaseError(Exception):
    """The input is wrong; `problems` holds every fault found, most fundamental first."""

    def __init__(self, problems: Iterable[Problem], lang: str = "en") -> None:
        self.problems = in_order(problems)
        self.lang = lang
        super().__init__(render(self.problems, lang))


def problem(rule: str, place: Place, value: object = "", **details: object) -> Problem:
    """The problem of a rule of `messages.py` at a place; `details` fill the blanks of its texts."""
    message = MESSAGES[rule]
    shown = _shown(value)
    blanks = {"value": shown, "column": place.column, "table": place.table, "file": place.file, **details}
    return Problem(
        file=place.file,
        table=place.table,
        row=place.row,
        column=place.column,
        value=shown,
        message_en=message.en.format(**blanks),
        message_zh=message.zh.format(**blanks),
        hint_en=message.hint_en.format(**blanks),
        hint_zh=message.hint_zh.format(**blanks),
        severity=message.severity,
        rule=rule,
    )


def as_warning(found: Problem) -> Problem:
    """The same problem as a reminder that does not stop a run."""
    return replace(found, severity="warning")


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems that stop a run."""
    return [found for found in problems if found.severity == "error"]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings, most fundamental first, then by file and row."""

    def rank(found: Problem) -> tuple[bool, int, str, int, str]:
        message = MESSAGES.get(found.rule)
        depth = message.rank if message else 9
        return (found.severity != "error", depth, found.file, found.row or 0, found.column)

    return sorted(problems, key=rank)


def render(problems: Sequence[Problem], lang: str, limit: int = SCREEN_LINES) -> str:
    """The problems as lines of text, at most `limit`; like faults in several rows share a line."""
    groups: dict[tuple[str, str, str, str], list[Problem]] = {}
    for found in in_order(problems):
        groups.setdefault((found.severity, found.rule, found.file, found.column), []).append(found)
    lines = [_line(group, lang) for group in groups.values()]
    if len(lines) <= limit:
        return "\n".join(lines)
    hidden = sum(len(group) for group in list(groups.values())[limit - 1 :])
    more = f"……另有 {hidden} 处问题" if lang == "zh" else f"... and {hidden} more"
    return "\n".join([*lines[: limit - 1], more])


def _line(group: list[Problem], lang: str) -> str:
    first = group[0]
    zh = lang == "zh"
    mark = "" if first.severity == "error" else ("提醒 " if zh else "warning ")
    parts = [first.file] if first.file else []
    rows = list(dict.fromkeys(found.row for found in group if found.row is not None))
    if rows:
        named = ", ".join(str(row) for row in rows[:ROWS_NAMED])
        rest = len(rows) - ROWS_NAMED
        if zh:
            parts.append(f"第 {named} 行" + (f"等 {len(rows)} 行" if rest > 0 else ""))
        else:
            parts.append(
                ("rows " if len(rows) > 1 else "row ") + named + (f" and {rest} more" if rest > 0 else "")
            )
    if first.column:
        name = _column_name(first) if zh else first.column
        parts.append(f"{name} = {first.value}" if first.value else name)
    text = first.message(lang)
    if len(group) > 1 and len({found.message(lang) for found in group}) > 1:
        text += f"（共 {len(group)} 处，此为第一处）" if zh else f" (first of {len(group)})"
    place = "，".join(parts) if zh else ", ".join(parts)
    return f"{mark}{place}：{text}" if zh else f"{mark}{place}: {text}"


def _column_name(found: Problem) -> str:
    """The column's id with its Chinese name, which is what a Chinese workbook shows."""
    table = schema().tables.get(found.table)
    column = table.columns.get(found.column) if table else None
    return f"{found.column}（{column.name_zh}）" if column else found.column


def _shown(value: object) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
