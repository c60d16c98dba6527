"""Outcomes of injected faults: kept, gathered from tries that go on side by side, and put in a table."""

from __future__ import annotations

import json
import os
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.disturbed import Said


@dataclass(frozen=True)
class Outcome:
    """What became of one injected fault; ``wrong`` where it did not survive."""

    fault: str
    expected: str
    said: Said
    wrong: str = ""


Try = Callable[[], Outcome]


def known_outcomes(record: Path | None) -> list[Outcome]:
    """The outcomes kept in a file of earlier runs; none where there is no file."""
    if record is None or not record.exists():
        return []
    lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    return [Outcome(**{**line, "said": Said(**line["said"])}) for line in lines]


def side_by_side(tries: Iterable[Try], count: int, record: Path | None) -> list[Outcome]:
    """Make the tries, ``count`` of them at a time, and keep each outcome as soon as it is known.

    Raises:
        RuntimeError: if a process that makes tries ends before its time.
    """
    with tempfile.TemporaryDirectory(prefix="outcomes-") as name:
        kept = record or Path(name) / "outcomes.jsonl"
        before = len(known_outcomes(kept))
        if count == 1:
            _make(tries, kept)
        else:
            listed = list(tries)
            makers = [_forked(listed[place::count], kept) for place in range(min(count, len(listed)))]
            ends = [os.waitpid(maker, 0)[1] for maker in makers]
            if any(ends):
                raise RuntimeError("a process that makes tries ended before its time")
        return known_outcomes(kept)[before:]


def _make(tries: Iterable[Try], kept: Path) -> None:
    for one in tries:
        line = json.dumps(asdict(one())) + "\n"
        with kept.open("a", encoding="utf-8") as file:
            file.write(line)


def _forked(tries: Sequence[Try], kept: Path) -> int:
    """Make tries in a process of their own, which has imported everything already; its number."""
    maker = os.fork()
    if maker:
        return maker
    code = 1
    try:
        _make(tries, kept)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def table(found: list[Outcome]) -> list[str]:
    """One line a fault: commands and times, what was expected, how often it survived, exit codes, last words of one."""
    lines = ["| fault | commands, times | expected | survived | exit codes | last words of one |",
             "|---|---|---|---|---|---|"]
    for fault, expected in dict.fromkeys((one.fault.partition(": ")[0], one.expected) for one in found):
        tries = [one for one in found if (one.fault.partition(": ")[0], one.expected) == (fault, expected)]
        times = Counter(one.fault.partition(": ")[2] for one in tries)
        where = ", ".join(f"{command} {count}".strip() for command, count in times.items())
        good = sum(not one.wrong for one in tries)
        codes = ", ".join(str(code) for code in sorted({one.said.code for one in tries}))
        why = next((one.wrong for one in tries if one.wrong), "")
        last = why or next((one.said.last for one in tries if one.said.code not in (0, 3)), tries[0].said.last)
        lines.append(f"| {fault} | {where} | {expected} | {good} of {len(tries)}"
                     f"{'' if good == len(tries) else ' **NO**'} | {codes} | {last} |")
    return lines
