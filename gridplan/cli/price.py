"""`gridplan price-targets`: what each enforced target of a case costs, by solving the plan without it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.cluster import cluster_asked, require_parts
from gridplan.cli.faults import STOPPED
from gridplan.cli.language import language_of
from gridplan.cli.place import case_name, find_case, require_writable_file
from gridplan.cli.solver_choice import refusals_spoken, require_gap, require_solver
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    import pandas as pd

MILLION_PER_YI = 100.0
"""Million CNY in 亿元."""


def price_case(given: str, lang: str | None, hours: int, method: str | None, csv: Path | None, voice: Voice,
               solver: str | None = None, gap: float = 1e-3, scheduler: str | None = None) -> int:
    """Price the targets of a case, show them and, if asked, write them as CSV; the exit code, 0 or 4."""
    require_gap(gap)
    path = find_case(given, voice)
    voice.lang = lang or language_of(path) or voice.lang
    if csv is not None:
        require_writable_file(csv)

    from gridplan.case.load import load_case, refuse_several_years
    from gridplan.library.csv_text import write_frame
    from gridplan.library.whole import whole_file
    from gridplan.solve.price_targets import price_targets
    from gridplan.solve.run import NotSolved

    case = load_case(path, lang)
    refuse_several_years(case, lang)
    voice.lang = lang or case.settings.language
    require_solver(case, method, solver, voice)
    if scheduler is not None:
        require_parts(case, method, solver, hours)
    told: set[str] = set()

    def tell(phase: str, **figures: object) -> None:
        without = str(figures.get("without", ""))
        if phase == "solve" and without not in told:
            told.add(without)
            voice.say("pricing_without" if without else "pricing_all", policy=without)
        elif phase == "again":
            voice.say("pricing_again", method=figures["method"])

    try:
        with refusals_spoken(voice), cluster_asked(scheduler, voice) as cluster:
            prices = price_targets(case, hours=hours, method=method, progress=tell, solver=solver, gap=gap,
                                   cluster=cluster)
    except NotSolved as fault:
        voice.line(fault.message_zh if voice.lang == "zh" else fault.message_en)
        return STOPPED
    if csv is not None:
        with whole_file(csv) as hidden:
            write_frame(prices, hidden)
    _show(prices, case_name(path), voice)
    return 0


def _show(prices: pd.DataFrame, case: str, voice: Voice) -> None:
    factor = MILLION_PER_YI if voice.lang == "zh" else 1000.0
    rows = []
    for _, row in prices.sort_values("cost_of_target_million_cny", ascending=False).iterrows():
        sense = voice.text(f"sense_{row['sense']}")
        rows.append([str(row[f"name_{voice.lang}"]) or str(row["policy"]), f"{sense} {row['target']:g}",
                     f"{row['cost_of_target_million_cny'] / factor:,.3f}", _between(row, factor),
                     voice.text("priced_again" if row["solved_again"] else "priced_by_dual")])
    heads = [voice.text(f"head_price_{name}") for name in ("target", "asked", "cost", "between", "how")]
    show_table(voice, heads, rows, numbers=(2, 3), title=voice.text("price_title", case=case))


def _between(row: pd.Series, factor: float) -> str:
    """What the price lies between where plans were only solved to a gap."""
    least, most = row["least_million_cny"] / factor, row["most_million_cny"] / factor
    return "" if least == most else f"{least:,.3f} – {most:,.3f}"
