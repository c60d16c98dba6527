"""Typing a command and reading what it says."""

from __future__ import annotations

from dataclasses import dataclass

from typer.testing import CliRunner

from gridplan.cli.main import app


@dataclass(frozen=True)
class Said:
    """Exit code, answer (standard output) and asides (standard error) of a command."""

    code: int
    answer: str
    asides: str

    @property
    def lines(self) -> list[str]:
        """Everything said, line by line."""
        return [line for line in (self.answer + self.asides).splitlines() if line.strip()]


def typed(*words: object) -> Said:
    """Run a command as if typed; no exception may come out of it."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Said(result.exit_code, result.stdout, result.stderr)
