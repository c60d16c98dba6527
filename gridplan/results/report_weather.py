"""The weather years of a plan: cost and supply in each, the tightest hours, and what the targets come to (气象年)."""

from __future__ import annotations

from typing import Any

from gridplan.results.ledger import regions, years
from gridplan.results.planning_words import hour_text
from gridplan.results.report_blocks import Block, Column, Mark, Row, Table
from gridplan.results.report_units import number, policy_unit, unit
from gridplan.results.report_words import Words
from gridplan.results.types import WEATHER_YEAR, Results
from gridplan.results.weather_years import (
    adequacy_by_weather,
    has_weather_years,
    targets_by_weather,
    tightest_hours,
    weather_costs,
)


def weather_blocks(results: Results, words: Words) -> list[Block]:
    """Tables of all weather years; nothing where there is only one."""
    if not has_weather_years(results):
        return []
    return [_costs(results, words), _adequacy(results, words), _hours(results, words), _targets(results, words)]


def weather_titles(results: Results, lang: str) -> dict[str, str]:
    """Names of the weather years by id."""
    return {one.name: one.title(lang) for one in results.case.weather_years}


def _places(results: Results, words: Words) -> list[Column]:
    several = len(years(results)) > 1
    where = [Column(words("weather.region"))] if len(regions(results)) > 1 else []
    when = [Column(words("weather.planned"))] if several else []
    return [Column(words("weather.year"), kind="long"), *where, *when]


def _place(results: Results, line: dict[str, Any], words: Words) -> list[str]:
    titles, rows = weather_titles(results, words.lang), results.case.rows("regions", int(line["year"]))
    where = [str(rows.at[line["region"], f"name_{words.lang}"]) or line["region"]] if len(regions(results)) > 1 else []
    return [titles[line[WEATHER_YEAR]], *where, *([str(line["year"])] if len(years(results)) > 1 else [])]


def _costs(results: Results, words: Words) -> Table:
    """What the plan costs a year in each weather year."""
    money, titles = unit("money", words.lang), weather_titles(results, words.lang)
    several = len(years(results)) > 1
    seeds = {one.name: one.seed for one in results.case.weather_years}
    rows = [Row([titles[line[WEATHER_YEAR]], *([str(line["year"])] if several else []),
                 f"{number(100.0 * line['probability'], 1)} %", str(seeds[line[WEATHER_YEAR]]),
                 money.text(line["cost_million_cny"]), money.text(line["difference_million_cny"], signed=True)])
            for line in weather_costs(results).to_dict("records")]
    columns = [Column(words("weather.year"), kind="long"), *([Column(words("weather.planned"))] if several else []),
               Column(words("weather.probability"), kind="number"), Column(words("weather.seed"), kind="number"),
               Column(words("weather.cost"), money.name, "number"),
               Column(words("weather.difference"), money.name, "number")]
    risk, _mark, level = results.case.settings.risk.partition(":")
    note = words(f"weather.risk_{risk}", share=number(100.0 * (1.0 - float(level or 0.0)), 0))
    return Table(words("weather.costs"), columns, rows, note=note)


def _adequacy(results: Results, words: Words) -> Table:
    """Whether the load is served."""
    power, energy, share = (unit(name, words.lang) for name in ("power", "energy", "percent"))
    rows = []
    for line in adequacy_by_weather(results).to_dict("records"):
        short = line["unserved_gwh"] > 1e-3
        rows.append(Row([
            *_place(results, line, words), power.text(line["peak_gw"]), power.text(line["peak_residual_gw"]),
            energy.text(line["unserved_gwh"]), number(line["unserved_ppm"], 1), number(line["short_hours_h"], 0),
            power.text(line["most_short_gw"]), power.text(line["least_margin_gw"], signed=True),
            share.text(line["curtailed_pct"])], "warn" if short else ""))
    hours = unit("hours", words.lang).name
    columns = [*_places(results, words), Column(words("weather.peak"), power.name, "number"),
               Column(words("weather.peak_residual"), power.name, "number"),
               Column(words("weather.unserved"), energy.name, "number"), Column(words("weather.ppm"), kind="number"),
               Column(words("weather.short_hours"), hours, "number"),
               Column(words("weather.most_short"), power.name, "number"),
               Column(words("weather.least_margin"), power.name, "number"),
               Column(words("weather.curtailed"), "%", "number")]
    return Table(words("weather.adequacy"), columns, rows, note=words("weather.adequacy_note"))


def _hours(results: Results, words: Words) -> Table:
    """The tightest hours of each weather year."""
    power, price = unit("power", words.lang), unit("price", words.lang)
    rows = [Row([*_place(results, line, words), hour_text(int(line["hour_of_year"]), words.lang),
                 *(power.text(line[name]) for name in ("demand_gw", "offered_gw", "residual_gw", "unserved_gw",
                                                       "margin_gw")), price.text(line["price_cny_per_mwh"])])
            for line in tightest_hours(results).to_dict("records")]
    columns = [*_places(results, words), Column(words("weather.hour"), kind="short"),
               *(Column(words(f"weather.{name}"), power.name, "number") for name in (
                   "demand", "offered", "residual", "not_served", "margin")),
               Column(words("weather.price"), price.name, "number")]
    return Table(words("weather.hours"), columns, rows, note=words("weather.hours_note"), folded=True)


def _targets(results: Results, words: Words) -> Table:
    """What the enforced targets come to in each weather year."""
    policies = results.policies[results.policies["enforced"]].set_index(["policy", "region", "year"])
    rows = []
    for line in targets_by_weather(results).to_dict("records"):
        row, shown = policies.loc[(line["policy"], line["region"], line["year"])], policy_unit(line["unit"], words.lang)
        met = Mark(words("weather.met"), "good") if line["met"] else Mark(words("weather.not_met"), "quiet")
        rows.append(Row([*_place(results, line, words), str(row[f"name_{words.lang}"]) or line["policy"],
                         shown.with_name(float(row["target"])), shown.with_name(float(row["achieved"])),
                         shown.with_name(line["achieved"]), met]))
    columns = [*_places(results, words), Column(words("weather.target"), kind="long"),
               Column(words("weather.asked"), kind="number"), Column(words("weather.mean"), kind="number"),
               Column(words("weather.achieved"), kind="number"), Column(words("weather.verdict"))]
    return Table(words("weather.targets"), columns, rows, note=words("weather.targets_note"), folded=True)


__all__ = ["weather_blocks", "weather_titles"]
