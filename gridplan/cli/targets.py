"""`gridplan targets`: the policy targets that ship with the tool."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.faults import Stop
from gridplan.cli.make import province_id
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    import pandas as pd

USUAL_SCOPE = "model"
OUTTURN = "outturn"


@dataclass(frozen=True)
class Wanted:
    """Which targets are asked for; None where any will do."""

    region: str | None
    year: str | None
    metric: str | None
    scope: str | None
    every: bool


def list_targets(wanted: Wanted, csv: Path | None, overwrite: bool, voice: Voice) -> None:
    """Print the targets asked for, or write them to a CSV file that Excel opens as it is.

    Raises Stop for a name the list does not know or a file that may not be written.
    """
    if csv is not None and csv.exists() and not overwrite:
        raise Stop("exists", path=csv)
    rows, hidden = _selected(wanted, voice.lang)
    if csv is not None:
        from gridplan.library.csv_text import write_frame
        from gridplan.library.whole import whole_file

        with whole_file(csv) as draft:
            write_frame(rows, draft)
        voice.say("made", path=csv)
        return
    if rows.empty:
        voice.say("targets_none")
        if hidden:
            voice.say("targets_hidden", count=hidden)
        return
    heads = ["region", "year", "metric", "value", "holds", "use", "document"]
    lines = [_line(row, voice) for _, row in rows.iterrows()]
    show_table(voice, [voice.text(f"head_{head}") for head in heads], lines)
    voice.say("targets_found", count=len(rows))
    if hidden:
        voice.say("targets_hidden", count=hidden)


def _selected(wanted: Wanted, lang: str) -> tuple[pd.DataFrame, int]:
    """The targets asked for, with what is repeated, superseded or no target only where every one is wanted; and
    how many of these were left out."""
    import pandas as pd

    from gridplan.library.errors import LibraryError
    from gridplan.library.targets import select

    year = int(wanted.year) if wanted.year and wanted.year.isdigit() else wanted.year
    scopes = [wanted.scope] if wanted.scope or not wanted.every else [None, OUTTURN]
    if scopes == [None]:
        scopes = [USUAL_SCOPE]
    region = _region(wanted.region, lang)
    try:
        found = [select(region=region, year=year, metric=wanted.metric, scope=scope) for scope in scopes]
    except LibraryError as fault:
        raise Stop("targets_unknown", reason=fault) from None
    rows = pd.concat(found, ignore_index=True)
    if rows.empty and wanted.year and not wanted.year.isdigit() and wanted.year not in set(select()["year"]):
        raise Stop("targets_year", given=wanted.year)
    if wanted.every:
        return rows, 0
    plain = rows["superseded_by"].eq("") & rows["restates"].eq("") & rows["treatment"].ne("never")
    return rows[plain], int((~plain).sum())


def _region(given: str | None, lang: str) -> str | None:
    """The list's own id of a region: a province by any of its names, a city or the nation by either name."""
    if given is None:
        return None
    from gridplan.library.targets import select

    regions = select()[["region_zh", "region_en"]].drop_duplicates()
    if given in set(regions["region_en"]):
        return given
    by_name = regions.loc[regions["region_zh"] == given, "region_en"]
    return str(by_name.iloc[0]) if len(by_name) else province_id(given, lang)


def _line(row: pd.Series, voice: Voice) -> list[str]:
    from gridplan.library.documents import document_name
    from gridplan.library.target_lines import metric_names

    metric = row["metric"]
    name = metric_names(metric)[voice.lang == "en"]
    if not voice.out.is_terminal:
        name += f" ({metric})"  # a terminal has no room for both
    page = f", {row['page']}" if row["page"] else ""
    return [
        row["region_zh"] if voice.lang == "zh" else row["region_en"],
        row["year"] if row["year"] != "unspecified" else "",
        name,
        _asked(row, voice),
        voice.text(f"match_{row['match']}", year=row["year"]),
        _use(row, voice),
        f"{document_name(str(row['document']), voice.lang)}{page}",
    ]


def _asked(row: pd.Series, voice: Voice) -> str:
    """Sense, figure and unit, in the units of the language: 不低于 2450 万千瓦, at least 24.5 GW."""
    from gridplan.library.target_units import target_unit

    name, factor, _digits = target_unit(row["unit"]).shown[voice.lang]
    return f"{voice.text('sense_' + row['sense'])} {row['value'] * factor:.10g} {name}".rstrip()


def _use(row: pd.Series, voice: Voice) -> str:
    """How a target may be used; for one that may not, what replaced it, what it repeats or why it is none."""
    from gridplan.library.documents import document_name
    from gridplan.library.tables import table

    if row["superseded_by"]:
        later = table("targets").set_index("id").loc[row["superseded_by"]]
        document = document_name(str(later["document"]), voice.lang)
        return voice.text("superseded", figure=_asked(later, voice), document=document)
    if row["restates"]:
        return voice.text("restated", id=row["restates"])
    use = voice.text(f"use_{row['treatment']}")
    if row["treatment"] != "never":
        return use
    return f"{use}{'：' if voice.lang == 'zh' else ': '}{row[f'reason_{voice.lang}']}"
