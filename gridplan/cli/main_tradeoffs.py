"""Commands about what a case's plan trades for what: cost curves and near-optimal ranges."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridplan.cli.app import (
    DEFAULT_GAP,
    YEAR_HOURS,
    CaseArgument,
    GapOption,
    HoursOption,
    LangOption,
    MethodOption,
    OverwriteOption,
    QuietOption,
    app,
    help_of,
    voice_of,
)

POINTS, COST_SLACK, SLACK = 9, 0.2, 0.02

RegionOption = Annotated[str | None, typer.Option("--region", help=help_of("opt_tradeoff_region"), show_default=False)]
OutOption = Annotated[Path | None, typer.Option("--out", help=help_of("opt_tradeoff_out"), show_default=False)]


@app.command(help=help_of("help_frontier"))
def frontier(
    case: CaseArgument,
    over: Annotated[
        str, typer.Option("--over", metavar="co2|coal|curtailment|quota|quota-nonhydro", help=help_of("opt_over"))
    ],
    points: Annotated[int, typer.Option("--points", help=help_of("opt_points"))] = POINTS,
    begin: Annotated[float | None, typer.Option("--from", help=help_of("opt_begin"), show_default=False)] = None,
    end: Annotated[float | None, typer.Option("--to", help=help_of("opt_end"), show_default=False)] = None,
    cost_slack: Annotated[float, typer.Option("--cost-slack", help=help_of("opt_cost_slack"))] = COST_SLACK,
    furthest: Annotated[bool, typer.Option("--furthest", help=help_of("opt_furthest"))] = False,
    region: RegionOption = None,
    out: OutOption = None,
    lang: LangOption = None,
    method: MethodOption = None,
    hours: HoursOption = YEAR_HOURS,
    gap: GapOption = DEFAULT_GAP,
    overwrite: OverwriteOption = False,
    quiet: QuietOption = False,
) -> None:
    """Trace the least cost as a measure is held ever stricter."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.tradeoffs import Wanted, frontier_of

    voice = voice_of(lang, quiet)
    with guarded(voice):
        wanted = Wanted(lang.value if lang else None, hours, method.value if method else None, region, out, overwrite,
                        gap)
        code = frontier_of(case, over, points, (begin, end), None if furthest else cost_slack, wanted, voice)
    raise typer.Exit(code)


@app.command(help=help_of("help_alternatives"))
def alternatives(
    case: CaseArgument,
    slack: Annotated[float, typer.Option("--slack", help=help_of("opt_slack"))] = SLACK,
    technology: Annotated[
        list[str] | None, typer.Option("--technology", help=help_of("opt_technology"), show_default=False)
    ] = None,
    region: RegionOption = None,
    out: OutOption = None,
    lang: LangOption = None,
    method: MethodOption = None,
    hours: HoursOption = YEAR_HOURS,
    gap: GapOption = DEFAULT_GAP,
    overwrite: OverwriteOption = False,
    quiet: QuietOption = False,
) -> None:
    """Find the least and the most of each technology near the least cost."""
    from gridplan.cli.faults import guarded
    from gridplan.cli.tradeoffs import Wanted, alternatives_of

    voice = voice_of(lang, quiet)
    with guarded(voice):
        wanted = Wanted(lang.value if lang else None, hours, method.value if method else None, region, out, overwrite,
                        gap)
        code = alternatives_of(case, slack, technology or [], wanted, voice)
    raise typer.Exit(code)
