"""Loading a case: read, check, fill, generate; every problem of the input at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from gridplan.case.ageing import age
from gridplan.case.case import Case, fingerprint
from gridplan.case.defaults import ORIGIN_COLUMNS, Origin, fill
from gridplan.case.problems import CaseError, Place, Problem, errors, in_order, problem
from gridplan.case.raw import RawCase
from gridplan.case.read import read_raw
from gridplan.case.rules import check_rules
from gridplan.case.rules_paths import check_paths, unplanned_targets
from gridplan.case.schema import schema
from gridplan.case.screen import screen
from gridplan.case.series_jobs import Plan, make_series
from gridplan.case.series_loads import check_curves
from gridplan.case.settings import Settings, read_settings
from gridplan.case.tables import TypedTable, references, typed
from gridplan.case.weather_series import check_weather, join_weather, plan_weather
from gridplan.case.weather_years import WeatherYear, probabilities_of, weather_years_of

REMINDERS_OF_SIZE = ("far_from_library", "unusual", "below_resolution")


@dataclass
class Checked:
    """A case after checking: complete but for the generated series."""

    settings: Settings | None
    tables: dict[str, TypedTable]
    plan: Plan
    weather: tuple[WeatherYear, ...] = ()
    origins: list[Origin] = field(default_factory=list)
    found: list[Problem] = field(default_factory=list)


def load_case(path: Path | str, lang: str | None = None) -> Case:
    """A case from a folder or an .xlsx workbook, checked, with defaults filled in and missing series
    generated.

    `lang` ("zh" or "en") is the language of the error's text; None takes the one the case asks for. Raises
    CaseError with every problem of the input.
    """
    raw, found = read_raw(path)
    return complete(check_raw(raw, found), Path(path), lang)


def complete(checked: Checked, path: Path, lang: str | None = None) -> Case:
    """The case that was checked, its missing series generated; `lang` as for `load_case`.

    Raises CaseError with every problem found while checking, or of the series.
    """
    settings = checked.settings
    lang = lang or (settings.language if settings is not None else "en")
    if settings is None or errors(checked.found):
        raise CaseError(checked.found, lang)
    profiles, faults = _series(checked, settings)
    checked.found += faults
    if errors(faults):
        raise CaseError(checked.found, lang)
    tables = {name: result.frame for name, result in checked.tables.items()}
    origins = pd.DataFrame([*checked.origins, *checked.plan.origins], columns=ORIGIN_COLUMNS)
    return Case(
        path=path.resolve(),
        settings=settings,
        tables=tables,
        profiles=profiles,
        origins=origins,
        warnings=in_order(checked.found),
        fingerprint=fingerprint(settings, tables, profiles),
    )


def refuse_several_years(case: Case, lang: str | None = None) -> None:
    """Raise CaseError, in `lang` or the case's language, for a case of several planning years, for what is done
    for one alone.
    """
    years = case.settings.years
    if len(years) > 1:
        file = "case.toml" if case.path.is_dir() else case.path.name
        place = Place(file, "settings", None, "years")
        fault = problem("years_several", place, " ".join(map(str, years)))
        raise CaseError([*case.warnings, fault], lang or case.settings.language)


def refuse_several_weather_years(case: Case, lang: str | None = None) -> None:
    """Raise CaseError, in `lang` or the case's language, for a case of several weather years, of which no network for
    another program is made."""
    count = len(case.weather_years)
    if count > 1:
        file = "weather_years.csv" if case.path.is_dir() else case.path.name
        fault = problem("weather_several", Place(file, "weather_years"), count)
        raise CaseError([*case.warnings, fault], lang or case.settings.language)


def check_case(path: Path | str) -> list[Problem]:
    """Every problem of a case, errors before warnings; empty when there is none.  Nothing is solved or
    written.

    Raises CaseError when there is no case at the path.
    """
    return problems_of(*read_raw(path))


def problems_of(raw: RawCase, found: list[Problem], *, series: bool = True) -> list[Problem]:
    """Every problem of a case whose cells have been read, those `found` while reading among them; without `series`
    none of those that only the generated series show."""
    checked = check_raw(raw, found)
    if series and checked.settings is not None and not errors(checked.found):
        checked.found += _series(checked, checked.settings)[1]
    return in_order(checked.found)


def check_raw(raw: RawCase, found: list[Problem]) -> Checked:
    """Everything that can be said of a case without computing a series; `found` is what reading it found.  The
    cells stay as they are."""
    settings: Settings | None = None
    faults: list[Problem] = []
    unread = {one.table for one in errors(found)}
    if not any(one.table == "settings" for one in errors(found)):
        settings, faults = read_settings(raw.settings, raw.settings_file)
    found = [*found, *faults]
    years = settings.years if settings is not None else _years_of(raw.settings)
    found = [*found, *unplanned_targets(raw.tables.get("policies"), years)]
    tables: dict[str, TypedTable] = {}
    for name, table in schema().tables.items():
        tables[name], faults = typed(raw.tables.get(name), table, years)
        tables[name].unread = name in unread
        found += faults
    found += references(tables)
    if settings is None:
        return Checked(None, tables, Plan(), (), [], found)
    provinces = provinces_of(tables["regions"])
    origins, faults = fill(tables, years, provinces)
    found += faults
    found += check_weather(tables["weather_years"], settings, Place(raw.settings_file, "settings", None, "risk"))
    weather = weather_years_of(tables["weather_years"].frame, settings.weather_seed)
    series, faulty, faults = join_weather(raw, weather)
    found += faults
    plan = plan_weather(tables, series, settings, provinces, weather, faulty)
    found += plan.found
    found += check_rules(tables, settings, series, provinces)
    found += check_paths(tables, years)
    found = _once(found)
    if not errors(found):
        origins += age(tables, years)
    return Checked(settings, tables, plan, weather, origins, found)


def _once(found: list[Problem]) -> list[Problem]:
    """The problems without reminders that a figure is unusual where an error says what is wrong with the same cell."""
    wrong = {(one.file, one.table, one.row, one.column) for one in errors(found)}
    return [one for one in found if one.rule not in REMINDERS_OF_SIZE
            or (one.file, one.table, one.row, one.column) not in wrong]


def _series(checked: Checked, settings: Settings) -> tuple[pd.DataFrame, list[Problem]]:
    """Every hourly series of a case without faults so far, and what only the series show to be wrong."""
    profiles, faults = make_series(checked.plan)
    if not faults:
        chances = probabilities_of(checked.weather)
        faults = check_curves(checked.tables, settings.years, profiles, chances)
        faults = faults or screen(checked.tables, settings.years, profiles, chances)
    return profiles, faults


def _years_of(raw_settings: Mapping[str, object]) -> list[int]:
    """Planning years for checking the tables while other settings are wrong."""
    years = raw_settings.get("years")
    return [year for year in years if isinstance(year, int)] if isinstance(years, list) else []


def provinces_of(regions: TypedTable) -> dict[str, str]:
    """The library's province of each region: the one named, or the region's own id."""
    rows = zip(regions.frame["region"].tolist(), regions.frame["province"].tolist(), strict=True)
    return {region: province or region for region, province in rows if region}
