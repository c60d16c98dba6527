"""The page of a stress test: one HTML file, drawn by the report's own template."""

from __future__ import annotations

from gridplan.results.report_blocks import Block, Chart, Legend, Points, Section, Text
from gridplan.results.report_figures import (
    ACCENT,
    INK,
    QUIET,
    bar,
    colour,
    line,
    numbers,
    plain,
    upright_layout,
    wrapped,
)
from gridplan.results.report_units import unit
from gridplan.scenarios.compare_hours import COLOURS, SUPPLY_ORDER
from gridplan.scenarios.compare_words import CompareWords
from gridplan.scenarios.stress_figures import TIGHT_DAYS
from gridplan.scenarios.stress_gather import MEASURES, Outcome, StressTest
from gridplan.scenarios.stress_shown import (
    answer,
    each_target_shown,
    expected_shown,
    notes,
    regions_shown,
    remarks,
    series_shown,
    targets_shown,
    tight_shown,
    years_shown,
)
from gridplan.scenarios.stress_words import StressWords
from gridplan.scenarios.tradeoff_page import case_title, page_html

FOLLOW = ("design", "dispatch", "lole", "price", "outages")
SHORT = "#c00000"


def stress_html(test: StressTest, created: str, words: StressWords) -> str:
    """The page as text."""
    return page_html(test.case, "stress", stress_title(test, words), remarks(test, words), stress_sections(test, words),
                     test.hours, created, words)


def stress_title(test: StressTest, words: StressWords) -> str:
    """What the page, and the workbook, are headed."""
    return words("page.title_stress", case=case_title(test.case, words))


def stress_sections(test: StressTest, words: StressWords) -> list[Section]:
    """A stress test in reading order."""
    regions = regions_shown(test, words)
    told: dict[str, list[Block]] = {
        "answer": [*(Text(sentence) for sentence in answer(test, words)),
                   *(Text(sentence, "note") for sentence in notes(test, words))],
        "hours": [_hours(test, year, words) for year in test.planning_years if _short(test, year)],
        "years": [years_shown(test, words).block()],
        "expected": [expected_shown(test, words).block(), *_cost(test, words)] if test.unseen else [],
        "tight": [*_tight(test, words), tight_shown(test, words).block(folded=True)] if test.unseen else [],
        "targets": [targets_shown(test, words).block(), each_target_shown(test, words).block(folded=True)],
        "regions": [regions.block()] if regions else [],
        "series": [series_shown(test, words).block(folded=True)],
        "method": [Points([(words(f"how.{key}_head"), words(f"how.{key}")) for key in FOLLOW])],
    }
    return [Section(name, words(f"section.{name}"), words(f"lead.{name}", days=TIGHT_DAYS), blocks,
                    follows=name != "answer") for name, blocks in told.items() if blocks]


def _short(test: StressTest, year: int) -> bool:
    """Whether any weather year is short, so that there is something to draw."""
    return bool(test.unseen) and any(test.of(one, year).short_hours_h > 0 for one in _shown(test))


def _shown(test: StressTest) -> list[Outcome]:
    return [one for one in test.outcomes if one.figures]


def _of_year(title: str, test: StressTest, year: int) -> str:
    return f"{title} · {year}" if len(test.planning_years) > 1 else title


def _hours(test: StressTest, year: int, words: StressWords) -> Chart:
    """Hours short in every weather year, the plan's own in grey, with what is to be expected and the limit."""
    years, size = _shown(test), words.unit_of("short_hours_h")
    names = [one.year.title(words.lang) for one in years]
    height = numbers([test.of(one, year).short_hours_h for one in years])
    energy = words.unit_of("unserved_gwh")
    said = [energy.with_name(test.of(one, year).unserved_gwh) for one in years]
    colours = [QUIET if one.year.is_own else SHORT for one in years]
    bars = bar(words("head.short_hours_h"), SHORT, [wrapped(name) for name in names], height, size.name,
               marker={"color": colours}, hovertext=[plain(text) for text in said],
               hovertemplate=f"%{{x}}<br>%{{y:,.4~r}} {plain(size.name)} · %{{hovertext}}<extra></extra>")
    levels = [("lole", test.expected(year)["short_hours_h"].mean, ACCENT)]
    levels += [("limit", test.limit_hours_h, INK)] if test.limit_hours_h > 0 else []
    lines = [line(words(f"chart.{key}"), tone, [wrapped(name) for name in names], numbers([level] * len(names)),
                  size.name, line={"dash": "dash"}) for key, level, tone in levels]
    layout = upright_layout(xaxis={"type": "category"}, yaxis={"rangemode": "tozero"}, margin={"b": 70})
    legend = [Legend(words("chart.unseen"), SHORT), Legend(words("chart.own"), QUIET),
              *(Legend(words(f"chart.{key}"), tone, "line") for key, _level, tone in levels)]
    return Chart(_of_year(words("head.short_hours_h"), test, year), size.name, [bars, *lines], layout,
                 words("lead.hours"), legend)


def _cost(test: StressTest, words: StressWords) -> list[Block]:
    """Operating cost of every weather year."""
    charts: list[Block] = []
    name = "operating_million_cny"
    years, size = _shown(test), words.unit_of(name)
    for year in test.planning_years:
        cost = [MEASURES[name](test.of(one, year)) * size.factor for one in years]
        bars = bar(words("chart.cost"), ACCENT, [wrapped(one.year.title(words.lang)) for one in years], numbers(cost),
                   size.name, marker={"color": [QUIET if one.year.is_own else ACCENT for one in years]})
        layout = upright_layout(xaxis={"type": "category"}, margin={"b": 70})
        legend = [Legend(words("chart.unseen"), ACCENT), Legend(words("chart.own"), QUIET)]
        charts.append(Chart(_of_year(words("chart.cost"), test, year), size.name, [bars], layout,
                            words("chart.cost_note"), legend, note=words("chart.cost_note")))
    return charts


def _tight(test: StressTest, words: StressWords) -> list[Block]:
    """Supply in the tightest hour of every weather year, a stack for each, with the load as marks."""
    size, named, years = unit("power", words.lang), CompareWords(words.lang), _shown(test)
    charts: list[Block] = []
    for year in test.planning_years:
        hours = [test.of(one, year).tight[0] for one in years]
        labels = [f"{wrapped(one.year.title(words.lang))}<br>{plain(words.when(hour.hour_of_year))}"
                  for one, hour in zip(years, hours, strict=True)]
        present = [group for group in SUPPLY_ORDER if any(group in hour.running for hour in hours)]
        data = [bar(named(f"hour_group.{group}"), colour(COLOURS[group]), labels,
                    numbers([hour.running.get(group, 0.0) * size.factor for hour in hours]), size.name)
                for group in present]
        data.append(bar(named("hour_group.unserved"), SHORT, labels,
                        numbers([hour.unserved_gw * size.factor for hour in hours]), size.name))
        data.append({"type": "scatter", "mode": "markers", "x": labels, "name": plain(words("head.load")),
                     "y": numbers([hour.load_gw * size.factor for hour in hours]),
                     "marker": {"symbol": "line-ew", "size": 22, "line": {"width": 3, "color": INK}},
                     "hovertemplate": f"{plain(words('head.load'))} %{{y:,.4~r}} {plain(size.name)}<extra></extra>"})
        layout = upright_layout(barmode="stack", xaxis={"type": "category"}, margin={"b": 90})
        legend = [*(Legend(named(f"hour_group.{group}"), colour(COLOURS[group])) for group in present),
                  Legend(named("hour_group.unserved"), SHORT), Legend(words("head.load"), INK, "line")]
        charts.append(Chart(_of_year(words("chart.tight"), test, year), size.name, data, layout,
                            words("chart.tight_note"), legend, height_px=400, note=words("chart.tight_note")))
    return charts
