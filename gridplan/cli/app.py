"""What all commands share: the program they are registered on, and the options that several of them take."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from gridplan.cli.language import terminal_language
from gridplan.cli.voice import Voice, text

YEAR_HOURS = 8760
DEFAULT_GAP = 1e-3
EXPLAIN_HOURS = 168

TONGUE = terminal_language()
"""Language of the help, and of what is said before a case has been found."""


class Lang(StrEnum):
    """Languages of messages and results."""

    ZH = "zh"
    EN = "en"


class Method(StrEnum):
    """Ways to solve."""

    AUTO = "auto"
    CERTIFIED = "certified"
    DIRECT = "direct"
    SIMPLEX = "simplex"
    IPX = "ipx"
    HIPO = "hipo"
    PDLP = "pdlp"
    GUROBI = "gurobi"
    COPT = "copt"


class Solver(StrEnum):
    """Who solves."""

    HIGHS = "highs"
    GUROBI = "gurobi"
    COPT = "copt"


class Foresight(StrEnum):
    """What a plan of several years knows of the later ones."""

    PERFECT = "perfect"
    MYOPIC = "myopic"


def help_of(key: str) -> str:
    """A sentence of the help, in the terminal's language."""
    return text(key, TONGUE)


app = typer.Typer(
    help=help_of("app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help=help_of("arg_case"), show_default=False)]
LangOption = Annotated[Lang | None, typer.Option("--lang", help=help_of("opt_lang"), show_default=False)]
MethodOption = Annotated[Method | None, typer.Option("--method", help=help_of("opt_method"), show_default=False)]
SolverOption = Annotated[Solver | None, typer.Option("--solver", help=help_of("opt_solver"), show_default=False)]
HoursOption = Annotated[int, typer.Option("--hours", help=help_of("opt_hours"))]
GapOption = Annotated[float, typer.Option("--gap", help=help_of("opt_gap"))]
ThreadsOption = Annotated[
    int | None, typer.Option("--threads", min=1, max=256, help=help_of("opt_threads"), show_default=False)
]
TimeLimitOption = Annotated[
    float | None, typer.Option("--time-limit", min=1, help=help_of("opt_time"), show_default=False)
]
SchedulerOption = Annotated[str | None, typer.Option("--scheduler", help=help_of("opt_scheduler"), show_default=False)]
RunSchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", help=help_of("opt_run_scheduler"), show_default=False)
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=help_of("opt_quiet"))]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help=help_of("opt_overwrite"))]


def voice_of(lang: Lang | None, quiet: bool = False) -> Voice:
    """The voice of a command in the language asked, the terminal's if none is."""
    return Voice(lang.value if lang else TONGUE, quiet)


def _version(asked: bool) -> None:
    if asked:
        from gridplan import __version__

        typer.echo(f"gridplan {__version__}")
        raise typer.Exit


@app.callback()
def gridplan(
    version: Annotated[
        bool, typer.Option("--version", help=help_of("opt_version"), callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Hold the options that stand before any command."""
