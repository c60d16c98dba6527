"""The command line: what can be typed.  Each command's work is in a file of its own, imported when it is called."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gridplan.cli.language import terminal_language
from gridplan.cli.voice import Voice, text, tolerate_any_character

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


def _help(key: str) -> str:
    return text(key, TONGUE)


app = typer.Typer(
    help=_help("app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help=_help("arg_case"), show_default=False)]
LangOption = Annotated[Lang | None, typer.Option("--lang", help=_help("opt_lang"), show_default=False)]
MethodOption = Annotated[Method | None, typer.Option("--method", help=_help("opt_method"), show_default=False)]
SolverOption = Annotated[Solver | None, typer.Option("--solver", help=_help("opt_solver"), show_default=False)]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help=_help("opt_overwrite"))]


def _voice(lang: Lang | None, quiet: bool = False) -> Voice:
    return Voice(lang.value if lang else TONGUE, quiet)


def _version(asked: bool) -> None:
    if asked:
        from gridplan import __version__

        typer.echo(f"gridplan {__version__}")
        raise typer.Exit


@app.callback()
def gridplan(
    version: Annotated[
        bool, typer.Option("--version", help=_help("opt_version"), callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Hold the options that stand before any command."""


@app.command(help=_help("help_run"))
def run(
    case: CaseArgument,
    out: Annotated[Path | None, typer.Option("--out", help=_help("opt_out"), show_default=False)] = None,
    lang: LangOption = None,
    method: MethodOption = None,
    solver: SolverOption = None,
    hours: Annotated[int, typer.Option("--hours", help=_help("opt_hours"))] = YEAR_HOURS,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, max=256, help=_help("opt_threads"), show_default=False)
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", min=1, help=_help("opt_time"), show_default=False)
    ] = None,
    gap: Annotated[float, typer.Option("--gap", help=_help("opt_gap"))] = DEFAULT_GAP,
    without_retrofits: Annotated[bool, typer.Option("--without-retrofits", help=_help("opt_retrofits"))] = False,
    overwrite: OverwriteOption = False,
    price_targets: Annotated[bool, typer.Option("--price-targets", help=_help("opt_price_targets"))] = False,
    scenario: Annotated[str | None, typer.Option("--scenario", help=_help("opt_scenario"), show_default=False)] = None,
    block_hours: Annotated[int, typer.Option("--block-hours", help=_help("opt_blocks"))] = 1,
    foresight: Annotated[Foresight, typer.Option("--foresight", help=_help("opt_foresight"))] = Foresight.PERFECT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_help("opt_quiet"))] = False,
) -> None:
    """Plan a case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.run import Wishes, run_case

    voice = _voice(lang, quiet)
    with guarded(voice):
        wishes = Wishes(lang.value if lang else None, method.value if method else None, hours, threads, time_limit,
                        gap, without_retrofits, price_targets, scenario, block_hours, foresight.value,
                        solver.value if solver else None)
        code = run_case(case, out, wishes, overwrite, voice)
    raise typer.Exit(code)


@app.command(help=_help("help_check"))
def check(
    case: CaseArgument,
    lang: LangOption = None,
    every: Annotated[bool, typer.Option("--all", help=_help("opt_all_problems"))] = False,
) -> None:
    """Show every problem of a case."""
    from gridplan.cli.check import check_case
    from gridplan.cli.faults import guarded

    voice = _voice(lang)
    with guarded(voice):
        code = check_case(case, lang.value if lang else None, every, voice)
    raise typer.Exit(code)


@app.command(help=_help("help_explain"))
def explain(
    case: CaseArgument,
    lang: LangOption = None,
    hours: Annotated[int, typer.Option("--hours", help=_help("opt_explain_hours"))] = EXPLAIN_HOURS,
) -> None:
    """Explain contradictions between hard limits."""
    from gridplan.cli.explain import explain_hard_limits
    from gridplan.cli.faults import guarded

    voice = _voice(lang)
    with guarded(voice):
        code = explain_hard_limits(case, hours, lang.value if lang else None, voice)
    raise typer.Exit(code)


@app.command(help=_help("help_scenarios"))
def scenarios(
    case: CaseArgument,
    lang: LangOption = None,
    every: Annotated[bool, typer.Option("--all", help=_help("opt_every_change"))] = False,
) -> None:
    """List the scenarios of a case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.scenarios import list_scenarios

    voice = _voice(lang)
    with guarded(voice):
        code = list_scenarios(case, lang.value if lang else None, every, voice)
    raise typer.Exit(code)


@app.command(help=_help("help_sweep"))
def sweep(
    case: CaseArgument,
    only: Annotated[list[str] | None, typer.Option("--only", help=_help("opt_only"), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=_help("opt_sweep_out"), show_default=False)] = None,
    lang: LangOption = None,
    method: MethodOption = None,
    solver: SolverOption = None,
    hours: Annotated[int, typer.Option("--hours", help=_help("opt_hours"))] = YEAR_HOURS,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=1024, help=_help("opt_workers"), show_default=False)
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, max=256, help=_help("opt_threads"), show_default=False)
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", min=1, help=_help("opt_time"), show_default=False)
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help=_help("opt_scheduler"), show_default=False)
    ] = None,
    again: Annotated[bool, typer.Option("--again", help=_help("opt_again"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_help("opt_quiet"))] = False,
) -> None:
    """Solve the scenarios of a case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.sweep import Wanted, sweep_case

    voice = _voice(lang, quiet)
    with guarded(voice):
        wanted = Wanted(lang.value if lang else None, tuple(only or ()), method.value if method else None, hours,
                        threads, time_limit, workers, scheduler, again, solver.value if solver else None)
        code = sweep_case(case, out, wanted, voice)
    raise typer.Exit(code)


@app.command(help=_help("help_compare"))
def compare(
    results: Annotated[
        list[Path], typer.Argument(metavar="RESULT...", help=_help("arg_results"), show_default=False)
    ],
    base: Annotated[str | None, typer.Option("--base", help=_help("opt_base"), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=_help("opt_compare_out"), show_default=False)] = None,
    lang: LangOption = None,
    overwrite: OverwriteOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_help("opt_quiet"))] = False,
) -> None:
    """Compare results."""
    from gridplan.cli.compare import compare_results
    from gridplan.cli.faults import guarded

    voice = _voice(lang, quiet)
    with guarded(voice):
        code = compare_results(results, base, out, lang.value if lang else None, overwrite, voice)
    raise typer.Exit(code)


@app.command(help=_help("help_diff"))
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=_help("arg_before"), show_default=False)],
    after: Annotated[str, typer.Argument(metavar="B", help=_help("arg_after"), show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", help=_help("opt_diff_out"), show_default=False)] = None,
    lang: LangOption = None,
) -> None:
    """Show what differs between two inputs."""
    from gridplan.cli.diff import diff_inputs
    from gridplan.cli.faults import guarded

    voice = _voice(lang)
    with guarded(voice):
        code = diff_inputs((before, after), out, lang.value if lang else None, voice)
    raise typer.Exit(code)


@app.command("price-targets", help=_help("help_price"))
def price_targets(
    case: CaseArgument,
    lang: LangOption = None,
    hours: Annotated[int, typer.Option("--hours", help=_help("opt_hours"))] = YEAR_HOURS,
    method: MethodOption = None,
    solver: SolverOption = None,
    csv: Annotated[Path | None, typer.Option("--csv", help=_help("opt_price_csv"), show_default=False)] = None,
) -> None:
    """Price every enforced target of a case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.price import price_case

    voice = _voice(lang)
    with guarded(voice):
        code = price_case(case, lang.value if lang else None, hours, method.value if method else None, csv, voice,
                          solver.value if solver else None)
    raise typer.Exit(code)


@app.command(help=_help("help_audit"))
def audit(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help=_help("arg_results"), show_default=False)],
    lang: LangOption = None,
    every: Annotated[bool, typer.Option("--all", help=_help("opt_all_checks"))] = False,
    csv: Annotated[Path | None, typer.Option("--csv", help=_help("opt_audit_csv"), show_default=False)] = None,
) -> None:
    """Check written results from their files alone."""
    from gridplan.cli.audit import audit_results
    from gridplan.cli.faults import guarded

    voice = _voice(lang)
    with guarded(voice):
        code = audit_results(results, every, csv, voice)
    raise typer.Exit(code)


@app.command(help=_help("help_export"))
def export(
    case: CaseArgument,
    to: Annotated[str, typer.Option("--to", help=_help("opt_export_to"))] = "pypsa",
    out: Annotated[Path | None, typer.Option("--out", help=_help("opt_export_out"), show_default=False)] = None,
    hours: Annotated[int, typer.Option("--hours", help=_help("opt_hours"))] = YEAR_HOURS,
    lang: LangOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Write a case for another program."""
    from gridplan.cli.export import export_case
    from gridplan.cli.faults import guarded

    voice = _voice(lang)
    with guarded(voice):
        code = export_case(case, to, out, hours, lang.value if lang else None, overwrite, voice)
    raise typer.Exit(code)


@app.command(help=_help("help_new"))
def new(
    province: Annotated[str, typer.Argument(metavar="PROVINCE", help=_help("arg_province"))],
    year: Annotated[list[int] | None, typer.Option("--year", help=_help("opt_year"), show_default=False)] = None,
    years: Annotated[
        str | None, typer.Option("--years", metavar="2025,2030", help=_help("opt_years"), show_default=False)
    ] = None,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=_help("arg_new_folder"), show_default=False)
    ] = None,
    trade: Annotated[bool, typer.Option("--trade", help=_help("opt_trade"))] = False,
    lang: LangOption = None,
) -> None:
    """Write a new case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.make import make_case, planning_years

    voice = _voice(lang)
    with guarded(voice):
        make_case(province, planning_years(year, years), folder, voice, trade)


@app.command(help=_help("help_join"))
def join(
    cases: Annotated[list[str], typer.Argument(metavar="CASE CASE ...", help=_help("arg_cases"), show_default=False)],
    out: Annotated[Path, typer.Option("--out", help=_help("opt_join_out"), show_default=False)],
    links: Annotated[Path | None, typer.Option("--links", help=_help("opt_links"), show_default=False)] = None,
    trade: Annotated[bool, typer.Option("--trade", help=_help("opt_trade"))] = False,
    lang: LangOption = None,
) -> None:
    """Join cases into one."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.several import join_cases

    voice = _voice(lang)
    with guarded(voice):
        join_cases(cases, out, links, trade, lang.value if lang else None, voice)


@app.command(help=_help("help_separate"))
def separate(
    case: CaseArgument,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=_help("arg_separate_folder"), show_default=False)
    ] = None,
    exchange: Annotated[str, typer.Option("--exchange", help=_help("opt_exchange"))] = "agreed",
    lang: LangOption = None,
) -> None:
    """Write one case for each province of a joint case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.several import separate as take_apart

    voice = _voice(lang)
    with guarded(voice):
        take_apart(case, folder, exchange, lang.value if lang else None, voice)


@app.command(help=_help("help_gains"))
def gains(
    joint: Annotated[str, typer.Argument(metavar="JOINT", help=_help("arg_joint_results"), show_default=False)],
    alone: Annotated[
        list[str], typer.Argument(metavar="SEPARATE ...", help=_help("arg_alone_results"), show_default=False)
    ],
    csv: Annotated[Path | None, typer.Option("--csv", help=_help("opt_gains_csv"), show_default=False)] = None,
    lang: LangOption = None,
) -> None:
    """Compare a joint plan with separate ones."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.several import gains as compare

    voice = _voice(lang)
    with guarded(voice):
        compare(joint, alone, csv, lang.value if lang else None, voice)


@app.command(help=_help("help_workbook"))
def workbook(
    case: CaseArgument,
    path: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help=_help("arg_workbook"))],
    lang: LangOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Write a case as a workbook."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.make import make_workbook

    voice = _voice(lang)
    with guarded(voice):
        make_workbook(case, path, lang.value if lang else None, overwrite, voice)


@app.command(help=_help("help_report"))
def report(
    results: Annotated[str, typer.Argument(metavar="RESULTS", help=_help("arg_results"), show_default=False)],
    lang: LangOption = None,
    out: Annotated[Path | None, typer.Option("--out", help=_help("opt_report_out"), show_default=False)] = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Make report and workbook again."""
    from gridplan.cli.again import report_again
    from gridplan.cli.faults import guarded

    voice = _voice(lang)
    with guarded(voice):
        report_again(results, lang.value if lang else None, out, overwrite, voice)


@app.command(help=_help("help_folder"))
def folder(
    workbook: Annotated[str, typer.Argument(metavar="CASE.xlsx", help=_help("arg_from_workbook"))],
    path: Annotated[Path, typer.Argument(metavar="DIR", help=_help("arg_folder"))],
    lang: LangOption = None,
) -> None:
    """Write a workbook as a folder."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.make import make_folder

    voice = _voice(lang)
    with guarded(voice):
        make_folder(workbook, path, voice)


@app.command(help=_help("help_targets"))
def targets(
    region: Annotated[str | None, typer.Option("--region", help=_help("opt_region"), show_default=False)] = None,
    year: Annotated[str | None, typer.Option("--year", help=_help("opt_target_year"), show_default=False)] = None,
    metric: Annotated[str | None, typer.Option("--metric", help=_help("opt_metric"), show_default=False)] = None,
    scope: Annotated[str | None, typer.Option("--scope", help=_help("opt_scope"), show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help=_help("opt_all_targets"))] = False,
    csv: Annotated[Path | None, typer.Option("--csv", help=_help("opt_csv"), show_default=False)] = None,
    overwrite: OverwriteOption = False,
    lang: LangOption = None,
) -> None:
    """List policy targets."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.targets import Wanted, list_targets

    voice = _voice(lang)
    with guarded(voice):
        list_targets(Wanted(region, year, metric, scope, every), csv, overwrite, voice)


@app.command(help=_help("help_provinces"))
def provinces(lang: LangOption = None) -> None:
    """List the provinces."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.make import list_provinces

    voice = _voice(lang)
    with guarded(voice):
        list_provinces(voice)


def start() -> None:
    """Entry of the `gridplan` program."""
    tolerate_any_character(sys.stdout, sys.stderr)
    try:
        app()
    except KeyboardInterrupt:
        # Between two commands' guards, while modules are still being imported.
        sys.stderr.write(text("stopped", TONGUE) + "\n")
        sys.exit(4)
