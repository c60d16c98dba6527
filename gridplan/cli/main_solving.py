"""Commands that check and solve one case, and look at what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridplan.cli.app import (
    DEFAULT_GAP,
    EXPLAIN_HOURS,
    YEAR_HOURS,
    CaseArgument,
    Foresight,
    GapOption,
    HoursOption,
    LangOption,
    MethodOption,
    OverwriteOption,
    QuietOption,
    RunSchedulerOption,
    SolverOption,
    ThreadsOption,
    TimeLimitOption,
    app,
    help_of,
    voice_of,
)


@app.command(help=help_of("help_run"))
def run(
    case: CaseArgument,
    out: Annotated[Path | None, typer.Option("--out", help=help_of("opt_out"), show_default=False)] = None,
    lang: LangOption = None,
    method: MethodOption = None,
    solver: SolverOption = None,
    hours: HoursOption = YEAR_HOURS,
    threads: ThreadsOption = None,
    time_limit: TimeLimitOption = None,
    gap: GapOption = DEFAULT_GAP,
    without_retrofits: Annotated[bool, typer.Option("--without-retrofits", help=help_of("opt_retrofits"))] = False,
    overwrite: OverwriteOption = False,
    price_targets: Annotated[bool, typer.Option("--price-targets", help=help_of("opt_price_targets"))] = False,
    scenario: Annotated[
        str | None, typer.Option("--scenario", help=help_of("opt_scenario"), show_default=False)
    ] = None,
    block_hours: Annotated[int, typer.Option("--block-hours", help=help_of("opt_blocks"))] = 1,
    foresight: Annotated[Foresight, typer.Option("--foresight", help=help_of("opt_foresight"))] = Foresight.PERFECT,
    risk: Annotated[str | None, typer.Option("--risk", help=help_of("opt_risk"), show_default=False)] = None,
    scheduler: RunSchedulerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Plan a case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.run import Wishes, run_case

    voice = voice_of(lang, quiet)
    with guarded(voice):
        wishes = Wishes(lang.value if lang else None, method.value if method else None, hours, threads, time_limit,
                        gap, without_retrofits, price_targets, scenario, block_hours, foresight.value,
                        solver.value if solver else None, risk, scheduler)
        code = run_case(case, out, wishes, overwrite, voice)
    raise typer.Exit(code)


@app.command(help=help_of("help_check"))
def check(
    case: CaseArgument,
    lang: LangOption = None,
    every: Annotated[bool, typer.Option("--all", help=help_of("opt_all_problems"))] = False,
) -> None:
    """Show every problem of a case."""
    from gridplan.cli.check import check_case
    from gridplan.cli.faults import guarded

    voice = voice_of(lang)
    with guarded(voice):
        code = check_case(case, lang.value if lang else None, every, voice)
    raise typer.Exit(code)


@app.command(help=help_of("help_explain"))
def explain(
    case: CaseArgument,
    lang: LangOption = None,
    hours: Annotated[int, typer.Option("--hours", help=help_of("opt_explain_hours"))] = EXPLAIN_HOURS,
    every: Annotated[bool, typer.Option("--all", help=help_of("opt_all_limits"))] = False,
) -> None:
    """Explain contradictions between hard limits."""
    from gridplan.cli.explain import explain_hard_limits
    from gridplan.cli.faults import guarded

    voice = voice_of(lang)
    with guarded(voice):
        code = explain_hard_limits(case, hours, lang.value if lang else None, every, voice)
    raise typer.Exit(code)


@app.command("price-targets", help=help_of("help_price"))
def price_targets(
    case: CaseArgument,
    lang: LangOption = None,
    hours: HoursOption = YEAR_HOURS,
    method: MethodOption = None,
    solver: SolverOption = None,
    gap: GapOption = DEFAULT_GAP,
    csv: Annotated[Path | None, typer.Option("--csv", help=help_of("opt_price_csv"), show_default=False)] = None,
    scheduler: RunSchedulerOption = None,
) -> None:
    """Price every enforced target of a case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.price import price_case

    voice = voice_of(lang)
    with guarded(voice):
        code = price_case(case, lang.value if lang else None, hours, method.value if method else None, csv, voice,
                          solver.value if solver else None, gap, scheduler)
    raise typer.Exit(code)


@app.command(help=help_of("help_audit"))
def audit(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help=help_of("arg_results"), show_default=False)],
    lang: LangOption = None,
    every: Annotated[bool, typer.Option("--all", help=help_of("opt_all_checks"))] = False,
    csv: Annotated[Path | None, typer.Option("--csv", help=help_of("opt_audit_csv"), show_default=False)] = None,
) -> None:
    """Check written results from their files alone."""
    from gridplan.cli.audit import audit_results
    from gridplan.cli.faults import guarded

    voice = voice_of(lang)
    with guarded(voice):
        code = audit_results(results, every, csv, voice)
    raise typer.Exit(code)
