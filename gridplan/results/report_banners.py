"""What stands before anything else on a page: red where the figures are no plan or something is missed, amber where
a reader must only know it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from gridplan.results.accounts import verdict
from gridplan.results.ledger import asset_name, region_row, years
from gridplan.results.report_policies import policy_name, target_text
from gridplan.results.report_units import number as printed
from gridplan.results.report_units import policy_unit, unit
from gridplan.results.report_words import Words
from gridplan.results.reserve_account import operating_reserve
from gridplan.results.sampled import load_of_days
from gridplan.results.types import Results
from gridplan.results.unserved import energy_text, share_text, shortages

CAUTION = "caution"

TRACE_SHARE = 1e-3
"""Share of the reserve asked for that may be missing before a reader is told."""


class Banner(NamedTuple):
    """What is the matter, what it means, and its tone: "" (red) or ``CAUTION`` (amber)."""

    head: str
    meaning: str
    tone: str = ""


def banners(results: Results, words: Words) -> list[Banner]:
    """The warnings of a run, the worst first."""
    return [*_not_a_plan(results, words), *_missed(results, words), *shortage_banners(results, words),
            *_first_look(results, words)]


def _not_a_plan(results: Results, words: Words) -> list[Banner]:
    """The run is not solved, or what it found did not stand up to checking."""
    run, failed = results.run, verdict(results)["failed_checks"]
    found = []
    if run["status"] == "not_solved":
        gap = printed(100 * run["gap"], 3)
        found.append(Banner(words("banner.not_solved"), words("banner.not_solved_meaning", gap=gap)))
    if failed:
        names = words("punctuation.list").join(words.optional("check", name) for name in failed)
        found.append(Banner(words("banner.failed_checks"), names))
    return found


def _missed(results: Results, words: Words) -> list[Banner]:
    """Enforced targets the plan misses."""
    missed = verdict(results)["missed"]
    enforced = missed[missed["enforced"]]
    if enforced.empty:
        return []
    misses = words("punctuation.list").join(miss_text(row, words) for row in enforced.itertuples())
    return [Banner(words("banner.missed", count=len(enforced)), misses + words("punctuation.stop"))]


def shortage_banners(results: Results, words: Words) -> list[Banner]:
    """Load or heat unserved, amber where a plan solved to a gap may leave so little; operating reserve missing."""
    found = []
    for one in shortages(results):
        key = f"{one.kind}_tolerated" if one.tolerated else one.kind
        meaning = "tolerated_meaning" if one.tolerated else "unserved_meaning"
        amounts = {"energy": energy_text(one.energy_gwh, words.lang), "share": share_text(one.share)}
        if one.kind == "excess":
            meaning = "excess_meaning"
        if one.kind == "unserved_heat":
            meaning = f"heat_{meaning}"
        found.append(Banner(words(f"banner.{key}"), words(f"banner.{meaning}", **amounts),
                            CAUTION if one.tolerated else ""))
    return [*found, *_reserve_missing(results, words)]


def _reserve_missing(results: Results, words: Words) -> list[Banner]:
    """Operating reserve that is missing in more than a trace of the hours."""
    account = operating_reserve(results)
    short = account[(account["short_h"] > 0) & (account["short_gw"] > TRACE_SHARE * account["asked_gw"])]
    if short.empty:
        return []
    power, hours = unit("power", words.lang), unit("hours", words.lang)
    told = words("punctuation.list").join(words(
        "banner.reserve_missing_of", name=asset_name(results, "operating_reserve", row.operating_reserve, words.lang),
        power=power.with_name(row.short_gw), hours=hours.with_name(row.short_h)) for row in short.itertuples())
    return [Banner(words("banner.reserve_missing"), words("banner.reserve_missing_meaning", rows=told), CAUTION)]


def _first_look(results: Results, words: Words) -> list[Banner]:
    """Not every hour of the year was solved, or not by itself."""
    run, found = results.run, []
    if run["hours"] < run["year_hours"]:
        hours, year = printed(run["hours"], 0), printed(run["year_hours"], 0)
        found.append(Banner(words("banner.shortened"), words("banner.shortened_meaning", hours=hours, year=year),
                            CAUTION))
    found += sampled_banners(results, words)
    if run.get("blocks", run["hours"]) < run["hours"]:
        hours = printed(run["hours"] // run["blocks"], 0)
        found.append(Banner(words("banner.averaged"), words("banner.averaged_meaning", hours=hours), CAUTION))
    return found


def sampled_banners(results: Results, words: Words) -> list[Banner]:
    """The days of a shortened year have notably more or less load than the year."""
    off = load_of_days(results)
    if not off:
        return []
    many = len(years(results)) > 1
    told = words("punctuation.list").join(words(
        "banner.sampled_of", place=_named(results, region, year, words.lang) + (f" {year}" if many else ""),
        share=printed(100.0 * share, 0)) for region, year, share in off)
    return [Banner(words("banner.sampled"), words("banner.sampled_meaning", rows=told), CAUTION)]


def _named(results: Results, region: str, year: int, lang: str) -> str:
    return str(region_row(results, region, year)[f"name_{lang}"] or region)


def miss_text(row: Any, words: Words) -> str:
    """A missed target of the case: what is reached, and what was asked."""
    reached = policy_unit(row.unit, words.lang).with_name(row.achieved)
    return words("banner.miss", name=policy_name(row, words.lang), achieved=reached,
                 target=target_text(row, words.lang))


__all__ = ["CAUTION", "Banner", "banners", "miss_text", "sampled_banners", "shortage_banners"]
