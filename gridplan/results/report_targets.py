"""Every target of the plans that concerns the case: counts first, then a table for each group of metrics."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.library.target_lines import families
from gridplan.model.bases import NATION
from gridplan.results.labels import label
from gridplan.results.ledger import asset_name
from gridplan.results.report_blocks import Block, Column, Figure, KeyFigures, Mark, Points, Row, Table, Text
from gridplan.results.report_policies import source_text
from gridplan.results.report_units import NO_FIGURE, number, significant, unit
from gridplan.results.report_words import Words
from gridplan.results.target_scores import STATUSES, counted
from gridplan.results.target_shown import (
    SENSES,
    holds_text,
    in_shown_unit,
    margin_text,
    name_text,
    price_per_unit,
    price_text,
    remark,
    role,
    with_unit,
)
from gridplan.results.types import Results

TONES = {"met": "good", "missed": "bad", "about_within": "good", "about_outside": "open", "pending": "open"}
RULES = ("due", "standing", "pending", "undated", "about", "superseded", "restates", "national", "money")
ASIDE = ("outside", "accounting", "part", "not_applicable", "outturn", "never")
"""Reasons whose lines stand in tables of their own at the end: no plan of the power system answers them."""


def target_blocks(results: Results, words: Words) -> list[Block]:
    """Counts, the groups of metrics the model answers, what it cannot answer and why, and how targets count."""
    scores = results.targets
    if scores.empty:
        return [Text(words("targets.none"))]
    aside = scores["reason"].isin(ASIDE)
    priced = bool(scores["holding_cost_million_cny"].notna().any())
    blocks: list[Block] = [KeyFigures(_counts(scores, words))]
    for name in families():
        lines = scores[scores["family"].eq(name) & ~aside]
        if len(lines):
            blocks.append(_table(results, words, name, lines, priced))
    if not priced:
        blocks.append(Text(label("text.not_priced", words.lang), "note"))
    blocks += [_aside(results, words, reason, scores[scores["reason"] == reason])
               for reason in ASIDE if scores["reason"].eq(reason).any()]
    blocks.append(Points([_rule(rule, words.lang) for rule in RULES]))
    return blocks


def _rule(name: str, lang: str) -> tuple[str, str]:
    """How targets of one kind count: the term and its meaning."""
    term, _, meaning = label(f"target_rule.{name}", lang).partition("：" if lang == "zh" else ": ")
    return term, meaning


def _counts(scores: pd.DataFrame, words: Words) -> list[Figure]:
    """One key figure per status that occurs, each target counted once."""
    once = counted(scores)
    found = once["status"].value_counts()
    figures = [Figure(words("targets.all"), str(len(once)), "", words("targets.all_context", lines=len(scores)))]
    for status in STATUSES:
        if status in found:
            figures.append(Figure(words(f"status.{status}"), str(found[status]), "", words(f"targets.count_{status}")))
    return figures


def _table(results: Results, words: Words, name: str, lines: pd.DataFrame, priced: bool) -> Table:
    """One group of metrics, folded under a line that counts its results."""
    money = unit("money", words.lang)
    found = counted(lines)["status"].value_counts()
    comma, colon = ("，", "：") if words.lang == "zh" else (", ", ": ")
    tally = comma.join(f"{words(f'status.{status}')} {found[status]}" for status in STATUSES if status in found)
    columns = [
        Column(words("targets.target"), kind="long"), Column(words("targets.result")),
        Column(words("targets.asked"), kind="number"), Column(words("targets.plan"), kind="number"),
        Column(words("targets.margin"), kind="number"), Column(words("targets.holds")),
        Column(words("targets.marginal"), kind="number"),
        *([Column(words("targets.holding"), money.name, "number")] if priced else []),
        Column(words("targets.source"), kind="long"),
    ]
    rows = [_row(results, line, words, priced) for line in lines.itertuples()]
    return Table(f"{words(f'family.{name}')}{colon}{tally}", columns, rows, folded=True, opened=True, stacked=True)


def _row(results: Results, line: Any, words: Words, priced: bool) -> Row:
    lang = words.lang
    price = price_text(*price_per_unit(line.shadow_price, line.unit, lang)) if line.enforced else ""
    held = [_money(line.holding_cost_million_cny, lang) if line.enforced else ""] if priced else []
    return Row(
        [
            _name(results, line, lang), Mark(words(f"status.{line.status}"), TONES.get(line.status, "quiet")),
            f"{SENSES[line.sense]} {with_unit(line.target, line.unit, lang)}",
            with_unit(line.achieved, line.unit, lang), _margin(line, lang), _holds(line, lang), price, *held,
            _source(line, words),
        ],
        "warn" if line.status == "missed" else "",
    )


def _money(million_cny: float, lang: str) -> str:
    """A yearly cost; a decimal more than sums of a plan need."""
    return number(million_cny * unit("money", lang).factor, 3)


def _margin(line: Any, lang: str) -> str:
    """The margin, with the tolerance of a figure written as "about"."""
    text = margin_text(line.margin, line.unit, lang)
    if pd.isna(line.margin) or line.sense != "about":
        return text
    return f"{text} (±{significant(in_shown_unit(line.tolerance, line.unit, lang), 2)})"


def _holds(line: Any, lang: str) -> str:
    """How the target holds in the planning year, and what the case does with it."""
    comma = "，" if lang == "zh" else ", "
    return comma.join(part for part in (holds_text(line, lang), label(f"role.{role(line)}", lang)) if part)


def _name(results: Results, line: Any, lang: str) -> str:
    """What is asked, of which channel, where whose target it is needs saying."""
    name = name_text(line, lang)
    details = []
    if line.subject and line.subject in set(results.case.tables["links"]["link"]):
        channel = asset_name(results, "link", line.subject, lang)
        details += [channel] if channel not in name else []
    if line.owner in ("nation", "part"):
        details.append(label(f"owner.{line.owner}", lang))
    if results.dataset.sizes["region"] * results.dataset.sizes["year"] > 1:
        regions = results.case.rows("regions", int(line.year))
        named = label("text.nation", lang) if line.region == NATION else regions.at[line.region, f"name_{lang}"]
        details.append(f"{named or line.region} {line.year}")
    joint = "，" if lang == "zh" else ", "
    open_, close = ("（", "）") if lang == "zh" else (" (", ")")
    return f"{name}{open_}{joint.join(details)}{close}" if details else name


def _source(line: Any, words: Words) -> str:
    """Document and page, then what else must be known of the line."""
    document = source_text(line, words)
    said = remark(line, words.lang)
    stop = "。" if words.lang == "zh" else ". "
    return f"{document}{stop}{said}" if said else document


def _aside(results: Results, words: Words, reason: str, lines: pd.DataFrame) -> Table:
    """What the model cannot answer for one reason: the target, its figure and its source, folded."""
    columns = [Column(words("targets.target"), kind="long"), Column(words("targets.asked"), kind="number"),
               Column(words("targets.holds")), Column(words("targets.source"), kind="long")]
    rows = [Row([_name(results, line, words.lang),
                 f"{SENSES[line.sense]} {with_unit(line.target, line.unit, words.lang)}",
                 holds_text(line, words.lang) or NO_FIGURE, _source(line, words)])
            for line in lines.itertuples()]
    return Table(words("targets.aside", reason=label(f"reason.{reason}", words.lang)), columns, rows, folded=True,
                 stacked=True)


__all__ = ["target_blocks"]
