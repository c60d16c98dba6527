"""Which targets the plan meets and misses, in the sentences of the first page: those it is held to, those the case only
reports, and all that documents set for the region.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from gridplan.results.ledger import of
from gridplan.results.report_banners import miss_text
from gridplan.results.report_flows import Area
from gridplan.results.report_policies import policy_name
from gridplan.results.report_words import Words
from gridplan.results.target_scores import counted
from gridplan.results.target_shown import SENSES, name_text, with_unit
from gridplan.results.types import Results

MOST_NAMED = 4
"""Targets named in a sentence; the tables have them all."""

AGREED = ("met", "about_within")


def target_sentences(results: Results, area: Area, words: Words) -> list[str]:
    """One sentence on the enforced targets, then, where there are any, one on those only reported and one on all."""
    policies = of(results.policies, area.region, area.year)
    if policies.empty:
        return [words("answer.no_targets"), *_listed(results, area, words)]
    return [_enforced(policies[policies["enforced"]], words),
            *_reported(policies[~policies["enforced"].astype(bool)], words), *_listed(results, area, words)]


def _enforced(rows: pd.DataFrame, words: Words) -> str:
    """How many of the targets the plan is held to are met, and every one that is not."""
    judged = rows[rows["status"].isin(["met", "missed"])]
    missed = judged[judged["status"] == "missed"]
    if judged.empty:
        return words("answer.no_enforced")
    if missed.empty:
        return words("answer.all_met", count=len(judged))
    misses = words("punctuation.list").join(miss_text(row, words) for row in missed.itertuples())
    return words("answer.some_missed", met=len(judged) - len(missed), count=len(judged), misses=misses)


def _reported(rows: pd.DataFrame, words: Words) -> list[str]:
    """What the plan makes of the targets nothing holds it to."""
    parts = []
    for status in ("met", "missed", "about"):
        found = rows[rows["status"] == status]
        if len(found):
            named = miss_text if status == "missed" else _name
            names = _names((named(row, words) for row in found.itertuples()), words)
            parts.append(words(f"answer.reported_{status}", count=len(found), names=names))
    joined = words("punctuation.clause").join(parts)
    return [words("answer.reported", count=len(rows), parts=joined)] if parts else []


def _name(row: object, words: Words) -> str:
    return policy_name(row, words.lang)


def _listed(results: Results, area: Area, words: Words) -> list[str]:
    """What the plan makes of every target of the documents, each counted once."""
    scores = results.targets
    if scores.empty:
        return []
    lines = counted(of(scores, area.region, area.year))
    groups = {"met": lines[lines["status"].isin(AGREED)], "missed": lines[lines["status"] == "missed"],
              "outside": lines[lines["status"] == "about_outside"]}
    judged = sum(len(group) for group in groups.values())
    if not judged:
        return []
    parts = [words(f"answer.listed_{key}", count=len(group), names=_names(_asked(group, words), words))
             for key, group in groups.items() if len(group)]
    return [words("answer.listed", count=len(lines), parts=words("punctuation.clause").join(parts),
                  rest=len(lines) - judged)]


def _asked(lines: pd.DataFrame, words: Words) -> Iterable[str]:
    """Each line with what is reached and what was asked."""
    for line in lines.itertuples():
        yield words("banner.miss", name=name_text(line, words.lang),
                    achieved=with_unit(float(line.achieved), str(line.unit), words.lang),
                    target=f"{SENSES[str(line.sense)]} {with_unit(float(line.target), str(line.unit), words.lang)}")


def _names(names: Iterable[str], words: Words) -> str:
    """The first few, and that there are more."""
    found = list(dict.fromkeys(names))
    more = words("answer.and_more") if len(found) > MOST_NAMED else ""
    return words("punctuation.list").join(found[:MOST_NAMED]) + more


__all__ = ["target_sentences"]
