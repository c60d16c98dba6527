"""Commands about many scenarios of a case and what differs between them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridplan.cli.app import (
    YEAR_HOURS,
    CaseArgument,
    HoursOption,
    LangOption,
    MethodOption,
    OverwriteOption,
    QuietOption,
    SchedulerOption,
    SolverOption,
    ThreadsOption,
    TimeLimitOption,
    app,
    help_of,
    voice_of,
)


@app.command(help=help_of("help_scenarios"))
def scenarios(
    case: CaseArgument,
    lang: LangOption = None,
    every: Annotated[bool, typer.Option("--all", help=help_of("opt_every_change"))] = False,
) -> None:
    """List the scenarios of a case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.scenarios import list_scenarios

    voice = voice_of(lang)
    with guarded(voice):
        code = list_scenarios(case, lang.value if lang else None, every, voice)
    raise typer.Exit(code)


@app.command(help=help_of("help_sweep"))
def sweep(
    case: CaseArgument,
    only: Annotated[list[str] | None, typer.Option("--only", help=help_of("opt_only"), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=help_of("opt_sweep_out"), show_default=False)] = None,
    lang: LangOption = None,
    method: MethodOption = None,
    solver: SolverOption = None,
    hours: HoursOption = YEAR_HOURS,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=1024, help=help_of("opt_workers"), show_default=False)
    ] = None,
    threads: ThreadsOption = None,
    time_limit: TimeLimitOption = None,
    scheduler: SchedulerOption = None,
    again: Annotated[bool, typer.Option("--again", help=help_of("opt_again"))] = False,
    quiet: QuietOption = False,
) -> None:
    """Solve the scenarios of a case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.sweep import Wanted, sweep_case

    voice = voice_of(lang, quiet)
    with guarded(voice):
        wanted = Wanted(lang.value if lang else None, tuple(only or ()), method.value if method else None, hours,
                        threads, time_limit, workers, scheduler, again, solver.value if solver else None)
        code = sweep_case(case, out, wanted, voice)
    raise typer.Exit(code)


@app.command(help=help_of("help_compare"))
def compare(
    results: Annotated[
        list[Path], typer.Argument(metavar="RESULT...", help=help_of("arg_compared"), show_default=False)
    ],
    base: Annotated[str | None, typer.Option("--base", help=help_of("opt_base"), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=help_of("opt_compare_out"), show_default=False)] = None,
    lang: LangOption = None,
    overwrite: OverwriteOption = False,
    quiet: QuietOption = False,
) -> None:
    """Compare results."""
    from gridplan.cli.compare import compare_results
    from gridplan.cli.faults import guarded

    voice = voice_of(lang, quiet)
    with guarded(voice):
        code = compare_results(results, base, out, lang.value if lang else None, overwrite, voice)
    raise typer.Exit(code)


@app.command(help=help_of("help_diff"))
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=help_of("arg_before"), show_default=False)],
    after: Annotated[str, typer.Argument(metavar="B", help=help_of("arg_after"), show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", help=help_of("opt_diff_out"), show_default=False)] = None,
    lang: LangOption = None,
) -> None:
    """Show what differs between two inputs."""
    from gridplan.cli.diff import diff_inputs
    from gridplan.cli.faults import guarded

    voice = voice_of(lang)
    with guarded(voice):
        code = diff_inputs((before, after), out, lang.value if lang else None, voice)
    raise typer.Exit(code)
