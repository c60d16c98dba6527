"""The command that puts a finished plan to weather years it has not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridplan.cli.app import (
    YEAR_HOURS,
    HoursOption,
    LangOption,
    MethodOption,
    QuietOption,
    SchedulerOption,
    SolverOption,
    TimeLimitOption,
    app,
    help_of,
    voice_of,
)


@app.command(help=help_of("help_stress"))
def stress(
    result: Annotated[str, typer.Argument(metavar="RESULT", help=help_of("arg_result"), show_default=False)],
    weather_years: Annotated[
        int | None,
        typer.Option("--weather-years", min=1, max=1000, help=help_of("opt_weather_years"), show_default=False),
    ] = None,
    seeds: Annotated[str | None, typer.Option("--seeds", help=help_of("opt_seeds"), show_default=False)] = None,
    series: Annotated[
        list[Path] | None, typer.Option("--series", help=help_of("opt_series"), show_default=False)
    ] = None,
    limit_hours: Annotated[
        float, typer.Option("--limit-hours", min=0.0, max=8760.0, help=help_of("opt_limit_hours"))
    ] = 0.0,
    out: Annotated[Path | None, typer.Option("--out", help=help_of("opt_stress_out"), show_default=False)] = None,
    lang: LangOption = None,
    method: MethodOption = None,
    solver: SolverOption = None,
    hours: HoursOption = YEAR_HOURS,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=1024, help=help_of("opt_stress_workers"), show_default=False)
    ] = None,
    time_limit: TimeLimitOption = None,
    scheduler: SchedulerOption = None,
    again: Annotated[bool, typer.Option("--again", help=help_of("opt_stress_again"))] = False,
    quiet: QuietOption = False,
) -> None:
    """Put a plan to weather years it has not seen."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.stress import Asked, stress_plan
    from gridplan.cli.sweep import Wanted

    voice = voice_of(lang, quiet)
    with guarded(voice):
        wanted = Wanted(lang.value if lang else None, (), method.value if method else None, hours, None, time_limit,
                        workers, scheduler, again, solver.value if solver else None)
        code = stress_plan(result, out, Asked(weather_years, seeds, tuple(series or ()), limit_hours), wanted, voice)
    raise typer.Exit(code)
