"""Tables and sentences of a stress test in the units and the language of the reader: the same for page and workbook."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridplan.results.report_units import NO_FIGURE, Unit, policy_unit
from gridplan.scenarios.stress_figures import Figures
from gridplan.scenarios.stress_gather import MEASURES, Outcome, StressTest
from gridplan.scenarios.stress_words import StressWords
from gridplan.scenarios.tradeoff_shown import PLAIN, Shown, ShownTable

NAMED = 12
"""Most names a sentence lists."""

SAME_MARGIN = 1e-4
"""Margins of a target (own unit) that are as good as equal."""

SIDES = ("own", "mean", "error", "least", "most")
"""What is told of a figure over the weather years."""

NOTHING = math.nan


def remarks(test: StressTest, words: StressWords) -> list[str]:
    """What must be known before the figures are read."""
    said = [words("banner.shortened", hours=test.hours)] if test.hours < 8760 else []
    if not test.unseen:
        said.append(words("banner.none"))
    if test.without_results:
        names = [one.year.title(words.lang) for one in test.without_results]
        said.append(words("banner.incomplete", count=len(names), names=_list(names, words)))
    kept = [name for name in test.with_weather if name in test.kept]
    if kept:
        said.append(words("banner.supplied_kept", names=_list(kept, words)))
    said += [words("banner.supplied_partly", year=one.year.title(words.lang), names=_list(missing, words))
             for one in test.outcomes if (missing := test.not_brought(one))]
    moved = sorted({name.rpartition(".")[2] for one in test.outcomes for name in one.moved})
    return said + ([words("banner.moved", names=_list(moved, words))] if moved else [])


def notes(test: StressTest, words: StressWords) -> list[str]:
    """What the weather years do not test."""
    return [words("banner.same_totals")] if any(one.year.seed is not None for one in test.outcomes) else []


def answer(test: StressTest, words: StressWords) -> list[str]:
    """What the test says, in sentences; those of several planning years each under its year."""
    if not test.unseen:
        return []
    said: list[str] = []
    for year in test.planning_years:
        sentences = _answer_of(test, year, words)
        if len(test.planning_years) > 1:
            sentences = [words("told.of_year", year=year, told=sentence) for sentence in sentences]
        said += sentences
    if not test.exceeded and test.limit_hours_h == 0.0:
        return said
    return [*said, words("told.exceeded" if test.exceeded else "told.within", limit=f"{test.limit_hours_h:g}")]


def _answer_of(test: StressTest, year: int, words: StressWords) -> list[str]:
    spread, count = test.expected(year), len(test.unseen)
    short = [(one, test.of(one, year)) for one in test.unseen if test.of(one, year).short_hours_h > 0]
    if not short:
        said = [words("told.all_served" if count > 1 else "told.one_served", count=count)]
    else:
        worst, figures = max(short, key=lambda pair: pair[1].unserved_gwh)
        said = [
            words("told.served", count=count, served=count - len(short)),
            words("told.lole", lole=_text("short_hours_h", spread["short_hours_h"].mean, words),
                  eue=_named("unserved_gwh", spread["unserved_gwh"].mean, words),
                  share=_named("unserved_share", spread["unserved_share"].mean, words)),
            words("told.worst", name=worst.year.title(words.lang),
                  hours=_text("short_hours_h", figures.short_hours_h, words),
                  energy=_named("unserved_gwh", figures.unserved_gwh, words),
                  power=_named("most_short_gw", figures.most_short_gw, words),
                  when=words.when(figures.tight[0].hour_of_year)),
        ]
    own = test.of(test.own, year) if test.own else None
    if own is not None and own.short_hours_h > 0:
        said.append(words("told.own_short", hours=_text("short_hours_h", own.short_hours_h, words)))
    money, curtailed = spread["operating_million_cny"], spread["curtailed_share"]
    said.append(words("told.cost", least=_text("operating_million_cny", money.least, words),
                      most=_text("operating_million_cny", money.most, words),
                      own=_text("operating_million_cny", money.own, words),
                      unit=words.unit_of("operating_million_cny").name,
                      curtailed_least=_named("curtailed_share", curtailed.least, words),
                      curtailed_most=_named("curtailed_share", curtailed.most, words),
                      curtailed_own=_named("curtailed_share", curtailed.own, words)))
    return [*said, _targets_told(test, year, words)]


def _targets_told(test: StressTest, year: int, words: StressWords) -> str:
    missed: dict[str, list[Mapping[str, Any]]] = {}
    for one in test.unseen:
        for target in test.of(one, year).missed:
            missed.setdefault(f"{target['policy']} {target['region']}", []).append(target)
    names = [words("told.missed_in", name=_target_name(rows[0], words), count=len(rows), all=len(test.unseen))
             for rows in missed.values()]
    return words("told.targets_missed", names=_list(names, words)) if names else words("told.targets_met")


def years_shown(test: StressTest, words: StressWords) -> ShownTable:
    """A row for each weather year (and planning year), the plan's own weather first where it was asked for."""
    rows = list(_rows(test))
    columns = [Shown(words("head.year"), None, [one.year.title(words.lang) for one, _figures in rows])]
    if len(test.planning_years) > 1:
        columns.append(Shown(words("head.planning_year"), None, [str(year) for year in _years_of(test)]))
    columns.append(Shown(words("head.outcome"), None, [words.outcome(one.entry) for one, _figures in rows]))
    columns += [Shown(words(f"head.{name}"), words.unit_of(name),
                      [NOTHING if figures is None else measure(figures) for _one, figures in rows])
                for name, measure in MEASURES.items()]
    if any(figures is not None and figures.unserved_heat_gwh > 0.0 for _one, figures in rows):
        columns.append(Shown(words("head.unserved_heat_gwh"), words.unit_of("unserved_heat_gwh"), [
            NOTHING if figures is None else figures.unserved_heat_gwh for _one, figures in rows]))
    columns.append(Shown(words("head.missed"), words.unit_of("count"), [
        NOTHING if figures is None else float(len(figures.missed)) for _one, figures in rows]))
    return ShownTable(words("section.years"), columns)


def expected_shown(test: StressTest, words: StressWords) -> ShownTable:
    """Every figure on the plan's own weather, its mean over the others with its standard error, least and most."""
    spreads = {year: test.expected(year) for year in test.planning_years}
    rows = [(side, spread) for spread in spreads.values() for side in SIDES]
    columns = [Shown(words("head.spread"), None, [words(f"head.{side}") for side, _spread in rows])]
    if len(test.planning_years) > 1:
        columns.append(Shown(words("head.planning_year"), None, [str(year) for year in spreads for _side in SIDES]))
    columns += [Shown(words(f"head.{name}"), words.unit_of(name), [
        float(getattr(spread[name], side)) for side, spread in rows]) for name in MEASURES]
    return ShownTable(words("section.expected"), columns)


def tight_shown(test: StressTest, words: StressWords) -> ShownTable:
    """The tightest hours of every weather year."""
    rows = [(one, hour) for one, figures in _rows(test) if figures is not None for hour in figures.tight]
    power = words.unit_of("load_gw")
    return ShownTable(words("section.tight"), [
        Shown(words("head.year"), None, [one.year.title(words.lang) for one, _hour in rows]),
        Shown(words("head.when"), None, [words.when(hour.hour_of_year) for _one, hour in rows]),
        Shown(words("head.load"), power, [hour.load_gw for _one, hour in rows]),
        Shown(words("head.residual"), power, [hour.residual_gw for _one, hour in rows]),
        Shown(words("head.unserved"), power, [hour.unserved_gw for _one, hour in rows]),
        Shown(words("head.day_hours"), words.unit_of("count"), [float(hour.short_hours) for _one, hour in rows]),
        Shown(words("head.price"), words.unit_of("price_cny_per_mwh"), [hour.price_cny_per_mwh for _one, hour in rows]),
        Shown(f"{words('head.running')} ({power.name})", None, [words.running(hour.running) for _one, hour in rows]),
        Shown(f"{words('head.using')} ({power.name})", None, [words.running(hour.using) for _one, hour in rows]),
    ])


def targets_shown(test: StressTest, words: StressWords) -> ShownTable:
    """Every target with what is achieved on the plan's weather, the least and most of the others, and who misses it."""
    rows = list(_targets(test))
    units = [policy_unit(str(first["unit"]), words.lang) for first, _achieved in rows]
    own_name = test.own.year.name if test.own else ""
    unseen = [one.year.name for one in test.unseen]

    def told(pick: str) -> list[float]:
        found = []
        for (_first, achieved), size in zip(rows, units, strict=True):
            values = [float(achieved[name]["achieved"]) for name in unseen if _achieved(achieved, name)]
            own = float(achieved[own_name]["achieved"]) if _achieved(achieved, own_name) else NOTHING
            value = own if pick == "own" else {"least": min, "most": max}[pick](values, default=NOTHING)
            found.append(size.factor * value)
        return found

    columns = [Shown(words("head.target"), None, [_target_name(first, words) for first, _achieved in rows])]
    if len(test.planning_years) > 1:
        columns.append(Shown(words("head.planning_year"), None, [str(first["year"]) for first, _achieved in rows]))
    return ShownTable(words("section.targets"), [
        *columns,
        Shown(words("head.region"), None, [_region(test, str(first["region"]), words) for first, _achieved in rows]),
        Shown(words("head.target_unit"), None, [size.name for size in units]),
        Shown(words("head.value"), None, [
            words(f"sense.{first['sense']}", value=size.text(float(first["target"])))
            for (first, _achieved), size in zip(rows, units, strict=True)]),
        Shown(words("head.enforced"), None, [words("word.enforced" if first["enforced"] else "word.reported")
                                             for first, _achieved in rows]),
        *(Shown(words(f"head.{pick}"), PLAIN, told(pick)) for pick in ("own", "least", "most")),
        Shown(words("head.missed_years"), words.unit_of("count"), [
            float(sum(achieved[name]["status"] == "missed" for name in unseen if name in achieved))
            for _first, achieved in rows]),
        Shown(words("head.worst_year"), None, [_worst(test, achieved, unseen, words) for _first, achieved in rows]),
    ])


def each_target_shown(test: StressTest, words: StressWords) -> ShownTable:
    """What every target came to in every weather year."""
    rows = list(_targets(test))
    units = [policy_unit(str(first["unit"]), words.lang) for first, _achieved in rows]
    years = [one for one in test.outcomes if one.figures]
    return ShownTable(words("section.each_target"), [
        Shown(words("head.target"), None, [_target_name(first, words) for first, _achieved in rows]),
        Shown(words("head.target_unit"), None, [size.name for size in units]),
        *(Shown(one.year.title(words.lang), PLAIN, [
            size.factor * float(achieved[one.year.name]["achieved"]) if _achieved(achieved, one.year.name) else NOTHING
            for (_first, achieved), size in zip(rows, units, strict=True)]) for one in years)])


def regions_shown(test: StressTest, words: StressWords) -> ShownTable | None:
    """Load not served by region; None where there is only one."""
    regions = list(dict.fromkeys(region for _one, figures in _rows(test) if figures for region in figures.by_region))
    if len(regions) < 2:
        return None
    rows = [(one, figures) for one, figures in _rows(test) if figures is not None]
    columns = [Shown(words("head.year"), None, [one.year.title(words.lang) for one, _figures in rows])]
    for region in regions:
        name = _region(test, region, words)
        columns += [Shown(f"{name} · {words(f'head.{measure}')}", words.unit_of(measure),
                          [figures.by_region[region][measure] for _one, figures in rows])
                    for measure in ("short_hours_h", "unserved_gwh")]
    return ShownTable(words("section.regions"), columns)


def series_shown(test: StressTest, words: StressWords) -> ShownTable:
    """Every hourly series of the case and what the weather years make of it."""
    anew, names, told = set(test.made_anew), [], []
    for name in [*test.made_anew, *(one for one in _supplied(test) if one not in anew), *test.kept]:
        by = [one.year.title(words.lang) for one in test.outcomes if name in one.year.series]
        parts = [words("word.made_anew")] if name in anew else []
        parts += [words("word.supplied", years=_list(by, words))] if by else []
        names.append(name)
        told.append(words("told.list").join(parts) or words("word.as_planned"))
    return ShownTable(words("section.series"), [Shown(words("head.series"), None, names),
                                                Shown(words("head.origin"), None, told)])


def _supplied(test: StressTest) -> list[str]:
    return list(dict.fromkeys(name for one in test.outcomes for name in one.year.series))


def _rows(test: StressTest) -> Iterator[tuple[Outcome, Figures | None]]:
    """Every weather year with its figures, one for each planning year; None where it has no results."""
    for one in test.outcomes:
        if one.figures:
            for figures in one.figures:
                yield one, figures
        else:
            yield one, None


def _years_of(test: StressTest) -> Iterator[str | int]:
    for _one, figures in _rows(test):
        yield NO_FIGURE if figures is None else figures.planning_year


def _targets(test: StressTest) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]]:
    """Every target (its row, with the planning year) and what it came to in the weather years, by their names."""
    found: dict[tuple[str, str, int], dict[str, Mapping[str, Any]]] = {}
    for one in test.outcomes:
        for figures in one.figures:
            for target in figures.targets:
                key = str(target["policy"]), str(target["region"]), figures.planning_year
                found.setdefault(key, {})[one.year.name] = {**target, "year": figures.planning_year}
    for achieved in found.values():
        yield next(iter(achieved.values())), achieved


def _achieved(achieved: Mapping[str, Mapping[str, Any]], name: str) -> bool:
    return name in achieved and achieved[name]["achieved"] is not None


def _worst(test: StressTest, achieved: Mapping[str, Mapping[str, Any]], unseen: Sequence[str],
           words: StressWords) -> str:
    """The weather year with the least margin; none where all have the same."""
    margins = {name: float(achieved[name]["margin"]) for name in unseen
               if name in achieved and achieved[name].get("margin") is not None}
    if not margins or max(margins.values()) - min(margins.values()) <= SAME_MARGIN:
        return NO_FIGURE
    worst = min(margins, key=lambda name: margins[name])
    return next(one.year.title(words.lang) for one in test.unseen if one.year.name == worst)


def _target_name(target: Mapping[str, Any], words: StressWords) -> str:
    return str(target.get(f"name_{words.lang}") or target["policy"])


def _region(test: StressTest, region: str, words: StressWords) -> str:
    rows = test.case.tables["regions"]
    names = rows.loc[rows["region"] == region, f"name_{words.lang}"]
    return (str(names.iloc[0]) or region) if len(names) else region or words("word.all_regions")


def _list(names: Sequence[str], words: StressWords) -> str:
    shown = words("told.list").join(names[:NAMED])
    return shown + (" …" if len(names) > NAMED else "")


def _text(measure: str, value: float, words: StressWords) -> str:
    return words.unit_of(measure).text(value)


def _named(measure: str, value: float, words: StressWords) -> str:
    size: Unit = words.unit_of(measure)
    return f"{size.text(value)} {size.name}"
