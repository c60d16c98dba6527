"""Several cases joined into one: their provinces planned together over the channels between them.

A channel that one case sends to the outside and another receives from it, under the same id, becomes a link between
the two (join_links.py).  Ids that two cases share get the name of their first region in front; everything that names
them follows.  Nothing is filled in: the joined case holds what the planners wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gridplan.case.folder import write_folder
from gridplan.case.join_links import Remark, add_links, meet, read_links, unjoined
from gridplan.case.load import problems_of
from gridplan.case.part import (
    Part,
    Row,
    base_name,
    in_order,
    limits_of_several,
    own_key,
    raw_of,
    read_part,
    renamed,
    weather_names,
)
from gridplan.case.problems import CaseError, Place, Problem, errors, problem
from gridplan.case.schema import schema
from gridplan.case.trade_between import add_trades

SAME_SETTINGS = ("years", "discount_rate", "weather_seed", "calendar_year", "risk")
NAMED_REGIONS = 3
"""Most provinces a title names one by one."""

ONE_ROW_FOR_ALL = ("fuels",)
"""Tables whose rows may leave the region blank, for every region of their case."""

SHARED_IDS = ("regions", "fuels", "links", "weather_years")
"""Tables whose ids mean the same thing in every case."""


@dataclass(frozen=True)
class Joined:
    """The joined case, not yet written, and what the planner must know: of channels whose ends met, and of what was
    added."""

    part: Part
    met: list[Remark]
    added: list[Remark]


def join_cases(paths: Sequence[Path | str], folder: Path | str, *, links: Path | str | None = None,
               trade: bool = False, name: str = "", lang: str | None = None) -> list[str]:
    """Join cases into one and write it to an empty or new folder; the remarks for the planner, in `lang`.

    `links` is a CSV file with more rows of the table of links, between regions of the cases; `trade` lets provinces
    that a link joins trade consumption above their quotas.  `lang` is the first case's language unless given.

    Raises CaseError with every fault of the cases, of the links file, and of what they are together; FileExistsError
    when the folder holds anything.
    """
    parts = [read_part(path, lang) for path in paths]
    lang = lang or parts[0].read.language
    joined = join(parts, links=links, trade=trade, name=name, lang=lang)
    return write_joined(joined.part, [*joined.met, *joined.added], Path(folder), lang)


def join(parts: Sequence[Part], *, links: Path | str | None = None, trade: bool = False, name: str = "",
         lang: str = "zh") -> Joined:
    """Parts as one, in memory.  Raises CaseError where they do not fit together."""
    _stop(_settings_faults(parts) + _region_faults(parts), lang)
    remarks: list[Remark] = []
    met = meet(parts, remarks)
    _stop([fault for part in met.parts for fault in limits_of_several(part, "join_limit_of_several")], lang)
    parts = _apart([_own_limits(_own_fuels(part)) for part in met.parts], met.channels)
    together = _together(parts, lang)
    if links is not None:
        rows, faults = read_links(Path(links), together)
        _stop(faults, lang)
        add_links(together, rows)
    _stop(unjoined(together, parts), lang)
    together.settings |= _titles(together, name)
    return Joined(together, remarks, add_trades(together) if trade else [])


def write_joined(part: Part, remarks: Sequence[Remark], folder: Path, lang: str) -> list[str]:
    """Put remarks before the notes of a part, check it as a case and write it; the remarks in `lang`.

    Raises CaseError with the faults of the case; nothing is then written.
    """
    notes = part.settings.get("notes", {})
    part.settings["notes"] = {language: [*(remark[place] for remark in remarks), *notes.get(language, [])]
                              for place, language in enumerate(("zh", "en"))}
    raw = raw_of(part, folder)
    _stop(errors(problems_of(raw, [], series=False)), lang)
    write_folder(raw, folder)
    return [remark[lang == "en"] for remark in remarks]


def _stop(found: Iterable[Problem], lang: str) -> None:
    faults = list(found)
    if faults:
        raise CaseError(faults, lang)


def _settings_faults(parts: Sequence[Part]) -> list[Problem]:
    first = parts[0]
    found = []
    for part in parts[1:]:
        for key in SAME_SETTINGS:
            here, there = getattr(part.read, key), getattr(first.read, key)
            if here != there:
                place = Place(f"{part.name}/case.toml", "settings", None, key)
                found.append(problem("join_setting_differs", place, here=_shown(here), there=_shown(there),
                                     other=first.name))
        if in_order(part.rows("weather_years")) != in_order(first.rows("weather_years")):
            found.append(problem("join_weather_differs", Place(f"{part.name}/weather_years.csv", "weather_years"),
                                 other=first.name))
    return found


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list) else f"{value:g}"


def _region_faults(parts: Sequence[Part]) -> list[Problem]:
    home: dict[str, str] = {}
    found = []
    for part in parts:
        for region in part.regions:
            if region in home:
                place = Place(f"{part.name}/regions.csv", "regions", None, "region")
                found.append(problem("join_region_twice", place, region, other=home[region]))
            home.setdefault(region, part.name)
    return found


def _own_fuels(part: Part) -> Part:
    """The part with a row for each of its regions in place of one for all, so that it keeps to itself."""
    tables = dict(part.tables)
    for table in ONE_ROW_FOR_ALL:
        stated = {(row["region"], row["fuel"], row.get("year", "")) for row in part.rows(table) if row.get("region")}
        rows: list[Row] = []
        for row in part.rows(table):
            rows += [row] if row.get("region") else [
                {**row, "region": region} for region in part.regions
                if (region, row["fuel"], row.get("year", "")) not in stated]
        if rows:
            tables[table] = rows
    return replace(part, tables=tables)


def _own_limits(part: Part) -> Part:
    """The part with its growth ceilings for its own region, where a row of one region names none."""
    rows = [row if row.get("region") else {**row, "region": part.regions[0]} for row in part.rows("build_limits")]
    return replace(part, tables={**part.tables, "build_limits": rows}) if rows else part


def _apart(parts: Sequence[Part], channels: set[str]) -> list[Part]:
    """The parts with ids that no two of them share, but for the channels between them."""
    tables = [name for name in schema().tables if own_key(name) is not None and name not in SHARED_IDS]
    clashing = {table for table in tables if _shared([_ids(part, table) for part in parts])}
    links = _shared([_ids(part, "links") for part in parts]) - channels
    series = _shared([{base_name(name, weather_names(part)) for name in part.series} for part in parts])
    found = []
    for part in parts:
        mark = part.regions[0]

        def rename(table: str, given: str, mark: str = mark, part: Part = part) -> str:
            clashes = given in links if table == "links" else table in clashing
            return f"{mark}_{given}" if clashes and not _marked(given, part) else given

        years = weather_names(part)
        names = {name: f"{mark}_{name}" for name in part.series if base_name(name, years) in series}
        names |= {base: f"{mark}_{base}" for base in (base_name(name, years) for name in names)}
        found.append(renamed(part, rename, names))
    return found


def _marked(given: str, part: Part) -> bool:
    """Whether an id begins with one of the part's regions already."""
    return any(given.startswith(f"{region}_") for region in part.regions)


def _ids(part: Part, table: str) -> set[str]:
    key = own_key(table)
    return {row[key.name] for row in part.rows(table)} if key else set()


def _shared(groups: Sequence[set[str]]) -> set[str]:
    counts = Counter(name for group in groups for name in group)
    return {name for name, count in counts.items() if count > 1}


def _together(parts: Sequence[Part], lang: str) -> Part:
    """All rows under one another; a row that two cases give alike stands once."""
    first = parts[0]
    tables: dict[str, list[Row]] = {}
    found: list[Problem] = []
    for name in schema().tables:
        rows = in_order(row for part in parts for row in part.rows(name))
        if rows:
            tables[name] = rows
            found += _contradictions(name, parts)
    _stop(found, lang)
    notes = {language: [f"{_head(part, language)}{note}" for part in parts
                        for note in getattr(part.read.notes, language)] for language in ("zh", "en")}
    settings = {**first.settings, "notes": notes, "language": lang}
    series = {name: one for part in parts for name, one in part.series.items()}
    return Part(first.name, settings, first.read, tables, series)


def _contradictions(name: str, parts: Sequence[Part]) -> list[Problem]:
    """Rows of one key that two cases give with other figures."""
    table = schema().tables[name]
    keys = [*table.key, *(["year"] if "year" in table.columns and "year" not in table.key else [])]
    seen: dict[tuple[str, ...], tuple[str, Row]] = {}
    found = []
    for part in parts:
        for row in part.rows(name):
            identity = tuple(row.get(key, "") for key in keys)
            other, same = seen.setdefault(identity, (part.name, row))
            if other != part.name and same != row:
                place = Place(f"{part.name}/{name}.csv", name, None, table.key[0])
                found.append(problem("join_row_differs", place, " ".join(identity).strip(), other=other,
                                     title_en=table.title_en, title_zh=table.title_zh))
    return found


def _head(part: Part, lang: str) -> str:
    names = ("、" if lang == "zh" else ", ").join(part.region_name(region, lang) for region in part.provinces)
    return f"【{names}】" if lang == "zh" else f"{names}: "


def _titles(part: Part, name: str) -> dict[str, Any]:
    """Names of the joined case."""
    first, year = part.read.years[0], part.read.years[-1]
    span_zh, span_en = (f"{first}—{year}", f"{first}-{year}") if first < year else (str(year), str(year))
    zh, en = ([part.region_name(region, lang) for region in part.provinces] for lang in ("zh", "en"))
    many = len(zh) > NAMED_REGIONS
    title_zh = f"{'、'.join(zh[:NAMED_REGIONS])}{f'等{len(zh)}省区' if many else ''}{span_zh}年联合电力规划"
    shown = f"{', '.join(en[:NAMED_REGIONS])} and {len(en) - NAMED_REGIONS} more" if many else _and(en)
    return {"name": name or f"{'-'.join(part.provinces[:NAMED_REGIONS])}-{year}", "name_zh": title_zh,
            "name_en": f"{shown}, joint {span_en} power plan"}


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
