"""Commands that make cases, change their form, and look things up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridplan.cli.app import (
    YEAR_HOURS,
    CaseArgument,
    LangOption,
    OverwriteOption,
    app,
    help_of,
    voice_of,
)


@app.command(help=help_of("help_export"))
def export(
    case: CaseArgument,
    to: Annotated[str, typer.Option("--to", help=help_of("opt_export_to"))] = "pypsa",
    out: Annotated[Path | None, typer.Option("--out", help=help_of("opt_export_out"), show_default=False)] = None,
    hours: Annotated[int, typer.Option("--hours", help=help_of("opt_export_hours"))] = YEAR_HOURS,
    lang: LangOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Write a case for another program."""
    from gridplan.cli.export import export_case
    from gridplan.cli.faults import guarded

    voice = voice_of(lang)
    with guarded(voice):
        code = export_case(case, to, out, hours, lang.value if lang else None, overwrite, voice)
    raise typer.Exit(code)


@app.command(help=help_of("help_new"))
def new(
    province: Annotated[str, typer.Argument(metavar="PROVINCE", help=help_of("arg_province"))],
    year: Annotated[list[int] | None, typer.Option("--year", help=help_of("opt_year"), show_default=False)] = None,
    years: Annotated[
        str | None, typer.Option("--years", metavar="2025,2030", help=help_of("opt_years"), show_default=False)
    ] = None,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=help_of("arg_new_folder"), show_default=False)
    ] = None,
    trade: Annotated[bool, typer.Option("--trade", help=help_of("opt_trade"))] = False,
    weather_years: Annotated[int, typer.Option("--weather-years", help=help_of("opt_new_weather_years"))] = 1,
    lang: LangOption = None,
) -> None:
    """Write a new case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.make import make_case, planning_years

    voice = voice_of(lang)
    with guarded(voice):
        make_case(province, planning_years(year, years), folder, voice, trade, weather_years)


@app.command(help=help_of("help_join"))
def join(
    cases: Annotated[list[str], typer.Argument(metavar="CASE CASE ...", help=help_of("arg_cases"), show_default=False)],
    out: Annotated[Path, typer.Option("--out", help=help_of("opt_join_out"), show_default=False)],
    links: Annotated[Path | None, typer.Option("--links", help=help_of("opt_links"), show_default=False)] = None,
    trade: Annotated[bool, typer.Option("--trade", help=help_of("opt_trade"))] = False,
    lang: LangOption = None,
) -> None:
    """Join cases into one."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.several import join_cases

    voice = voice_of(lang)
    with guarded(voice):
        join_cases(cases, out, links, trade, lang.value if lang else None, voice)


@app.command(help=help_of("help_separate"))
def separate(
    case: CaseArgument,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=help_of("arg_separate_folder"), show_default=False)
    ] = None,
    exchange: Annotated[str, typer.Option("--exchange", help=help_of("opt_exchange"))] = "agreed",
    lang: LangOption = None,
) -> None:
    """Write one case for each province of a joint case."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.several import separate as take_apart

    voice = voice_of(lang)
    with guarded(voice):
        take_apart(case, folder, exchange, lang.value if lang else None, voice)


@app.command(help=help_of("help_gains"))
def gains(
    joint: Annotated[str, typer.Argument(metavar="JOINT", help=help_of("arg_joint_results"), show_default=False)],
    alone: Annotated[
        list[str], typer.Argument(metavar="SEPARATE ...", help=help_of("arg_alone_results"), show_default=False)
    ],
    csv: Annotated[Path | None, typer.Option("--csv", help=help_of("opt_gains_csv"), show_default=False)] = None,
    lang: LangOption = None,
) -> None:
    """Compare a joint plan with separate ones."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.several import gains as compare

    voice = voice_of(lang)
    with guarded(voice):
        compare(joint, alone, csv, lang.value if lang else None, voice)


@app.command(help=help_of("help_workbook"))
def workbook(
    case: CaseArgument,
    path: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help=help_of("arg_workbook"))],
    lang: LangOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Write a case as a workbook."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.make import make_workbook

    voice = voice_of(lang)
    with guarded(voice):
        make_workbook(case, path, lang.value if lang else None, overwrite, voice)


@app.command(help=help_of("help_report"))
def report(
    results: Annotated[str, typer.Argument(metavar="RESULTS", help=help_of("arg_results"), show_default=False)],
    lang: LangOption = None,
    out: Annotated[Path | None, typer.Option("--out", help=help_of("opt_report_out"), show_default=False)] = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Make report and workbook again."""
    from gridplan.cli.again import report_again
    from gridplan.cli.faults import guarded

    voice = voice_of(lang)
    with guarded(voice):
        report_again(results, lang.value if lang else None, out, overwrite, voice)


@app.command(help=help_of("help_folder"))
def folder(
    workbook: Annotated[str, typer.Argument(metavar="CASE.xlsx", help=help_of("arg_from_workbook"))],
    path: Annotated[Path, typer.Argument(metavar="DIR", help=help_of("arg_folder"))],
    lang: LangOption = None,
) -> None:
    """Write a workbook as a folder."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.make import make_folder

    voice = voice_of(lang)
    with guarded(voice):
        make_folder(workbook, path, voice)


@app.command(help=help_of("help_targets"))
def targets(
    region: Annotated[str | None, typer.Option("--region", help=help_of("opt_region"), show_default=False)] = None,
    year: Annotated[str | None, typer.Option("--year", help=help_of("opt_target_year"), show_default=False)] = None,
    metric: Annotated[str | None, typer.Option("--metric", help=help_of("opt_metric"), show_default=False)] = None,
    scope: Annotated[str | None, typer.Option("--scope", help=help_of("opt_scope"), show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help=help_of("opt_all_targets"))] = False,
    csv: Annotated[Path | None, typer.Option("--csv", help=help_of("opt_csv"), show_default=False)] = None,
    overwrite: OverwriteOption = False,
    lang: LangOption = None,
) -> None:
    """List policy targets."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.targets import Wanted, list_targets

    voice = voice_of(lang)
    with guarded(voice):
        list_targets(Wanted(region, year, metric, scope, every), csv, overwrite, voice)


@app.command(help=help_of("help_provinces"))
def provinces(lang: LangOption = None) -> None:
    """List the provinces."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.make import list_provinces

    voice = voice_of(lang)
    with guarded(voice):
        list_provinces(voice)
