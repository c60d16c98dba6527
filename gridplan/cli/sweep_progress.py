"""Telling how a sweep gets on: a line for each scenario being solved, one that stays for each that has ended."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from gridplan.scenarios.index import Entry, Index

STYLES = {"solved": "green", "missed_targets": "yellow"}


class SweepProgress:
    """The listener of a sweep: live lines on a terminal, elsewhere a line when a scenario begins and ends."""

    OVERALL = "sweep_overall"

    def __init__(self, voice: Voice, count: int) -> None:
        self._voice, self._count = voice, count
        self._live: Progress | None = None
        self._overall: TaskID | None = None
        self._lines: dict[str, TaskID] = {}
        self._titles: dict[str, str] = {}
        self._begun: dict[str, float] = {}
        self._done = 0
        self._out = Path()

    def __enter__(self) -> SweepProgress:
        if self._voice.err.is_terminal and not self._voice.quiet:
            self._live = _live_lines(self._voice)
            self._overall = self._live.add_task(self._voice.text(self.OVERALL), total=self._count,
                                                detail=f"0/{self._count}")
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            for line in self._lines.values():
                self._live.remove_task(line)
            self._live.stop()

    def begins(self, index: Index, todo: Sequence[str]) -> None:
        """The sweep begins: the names scenarios are shown by, and where their results will stand."""
        self._out = index.out
        self._titles = {name: entry.title(self._voice.lang) for name, entry in index.entries.items()}

    def phase(self, name: str, phase: str, seconds: float | None) -> None:
        """A scenario is in a phase."""
        title, shown = self._titles.get(name, name), self._voice.text(f"phase_{phase}")
        if name not in self._begun:
            self._begun[name] = time.monotonic()
            if self._live is not None:
                self._lines[name] = self._live.add_task(title, total=None, detail=shown)
            elif not self._voice.quiet:
                self._voice.aside(f"{title}  {shown}")
        elif self._live is not None and name in self._lines:
            self._live.update(self._lines[name], detail=shown)
        if phase == "lost":
            self._voice.aside(f"{title}  {shown}", style="yellow")

    def ended(self, entry: Entry) -> None:
        """A scenario has ended."""
        self._done += 1
        if self._live is not None and self._overall is not None:
            if entry.name in self._lines:
                self._live.remove_task(self._lines.pop(entry.name))
            self._live.update(self._overall, completed=self._done, detail=f"{self._done}/{self._count}")
        if not self._voice.quiet:
            self._voice.aside(self.line_of(entry), style=STYLES.get(entry.status, "red"))

    def line_of(self, entry: Entry) -> str:
        """What is said of a scenario that has ended."""
        status = self._voice.text(f"outcome_{entry.status}")
        return self._voice.text("sweep_ended", title=entry.title(self._voice.lang), status=status,
                                seconds=entry.seconds)


def _live_lines(voice: Voice) -> Progress:
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    # The plain spinner: an old Windows console has no characters for the others.
    return Progress(
        SpinnerColumn("line", finished_text=" "),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[detail]}"),
        console=voice.err,
        refresh_per_second=4,
    )
