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
    rows = _selected(wanted, voice.lang)
    if csv is not None:
        rows.to_csv(csv, index=False, encoding="utf-8-sig")
        voice.say("made", path=csv)
        return
    if rows.empty:
        voice.say("targets_none")
        return
    heads = ["region", "year", "metric", "value", "holds", "use", "document"]
    lines = [_line(row, voice) for _, row in rows.iterrows()]
    show_table(voice, [voice.text(f"head_{head}") for head in heads], lines)
    voice.say("targets_found", count=len(rows))


def _selected(wanted: Wanted, lang: str) -> pd.DataFrame:
    """The targets asked for, with what is repeated or superseded only where every one is wanted."""
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
    if not wanted.every:
        rows = rows[rows["superseded_by"].eq("") & rows["restates"].eq("") & rows["treatment"].ne("never")]
    return rows


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
    from gridplan.library.tables import table

    names = table("metrics").set_index("metric")[f"name_{voice.lang}"]
    metric = row["metric"]
    name = str(names.get(metric, metric))
    if name != metric and not voice.out.is_terminal:
        name += f" ({metric})"  # a terminal has no room for both
    sense = voice.text(f"sense_{row['sense']}")
    use = voice.text(f"use_{row['treatment']}")
    if row["superseded_by"]:
        use = voice.text("superseded")
    elif row["restates"]:
        use = voice.text("restated")
    page = f", {row['page']}" if row["page"] else ""
    return [
        row["region_zh"] if voice.lang == "zh" else row["region_en"],
        row["year"],
        name,
        f"{sense} {row['value']:g} {row['unit']}".strip(),
        voice.text(f"match_{row['match']}", year=row["year"]),
        use,
        f"{row['document']}{page}",
    ]
