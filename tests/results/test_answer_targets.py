"""The first page's sentences on targets: enforced, only reported, and all that documents set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridplan.results.report_answer_targets import target_sentences
from gridplan.results.report_blocks import Column, Mark, Row, Table, lean
from gridplan.results.report_flows import areas
from gridplan.results.report_words import Words
from gridplan.results.types import Results
from tests.support.sample_results import sample_results


def told(results: Results, lang: str) -> list[str]:
    return target_sentences(results, areas(results, lang)[0], Words(lang))


def with_reported(status: str) -> Results:
    """A plan that meets what is enforced, its first target now only reported and of a status."""
    results = sample_results("en", missed=False)
    rows = results.policies.copy()
    rows["enforced"] = True
    rows.loc[rows.index[0], ["enforced", "status"]] = [False, status]
    return replace(results, policies=rows.astype({"enforced": bool}))


def test_a_target_only_reported_is_not_among_those_that_are_met() -> None:
    results = with_reported("missed")
    judged = results.policies.iloc[1:]["status"].isin(["met", "missed"]).sum()
    enforced, reported, *_ = told(results, "en")
    assert enforced == f"All {judged} enforced targets are met."
    name = results.policies["name_en"].iloc[0]
    assert reported.startswith("Targets only reported (1): 1 not reached: ") and name in reported


@pytest.mark.parametrize(("lang", "words"), [("zh", "未完成"), ("en", "missed")])
def test_an_enforced_target_missed_is_named(lang: str, words: str) -> None:
    results = sample_results(lang)
    missed = results.policies.query("status == 'missed' and enforced").iloc[0]
    assert words in told(results, lang)[0] and missed[f"name_{lang}"] in told(results, lang)[0]


def test_columns_without_a_figure_are_left_out() -> None:
    columns = [Column("name"), Column("a", kind="number"), Column("b", kind="number"), Column("c", kind="number")]
    rows = [Row(["x", "0.00", "", "1.0"]), Row(["y", "–", Mark("bad", "bad"), "0.0"])]
    table = lean(Table("t", columns, rows))
    assert [column.head for column in table.columns] == ["name", "b", "c"]
    assert list(table.rows[0].cells) == ["x", "", "1.0"]
