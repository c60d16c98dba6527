"""`gridplan targets`, `run --price-targets` and what `gridplan new` says of the targets it leaves out."""

from __future__ import annotations

import pytest

from gridplan.results.open import open_results
from tests.cli.support import typed


@pytest.mark.parametrize(
    ("lang", "hidden", "superseded"),
    [("en", "--all shows them", "superseded: about 60 GW in Jilin carbon-peak implementation plan, 2022-07 ("
                                 "吉林省碳达峰实施方案)"),
     ("zh", "--all 可查看", "已被替代：吉林省碳达峰实施方案为约 6000 万千瓦")],
)
def test_conflicts_are_told(monkeypatch, lang, hidden, superseded):
    monkeypatch.setenv("COLUMNS", "300")
    usual = typed("targets", "--region", "jilin", "--year", "2030", "--metric", "capacity", "--lang", lang)
    assert usual.code == 0 and hidden in usual.answer and superseded not in usual.answer
    every = typed("targets", "--region", "jilin", "--year", "2030", "--metric", "capacity", "--all", "--lang", lang)
    assert superseded in every.answer and hidden not in every.answer


def test_what_is_no_target_says_why(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    said = typed("targets", "--region", "hunan", "--year", "2030", "--metric", "retrofit", "--all", "--lang", "en")
    assert "not used: A condition naming the units to be retrofitted" in said.answer


@pytest.mark.parametrize(("lang", "words"), [("zh", "已计算各约束指标的费用"), ("en", "Targets priced")])
def test_a_run_can_price_its_targets(tmp_path, lang, words):
    said = typed("run", "hunan-2030", "--hours", "24", "--method", "simplex", "--price-targets", "--lang", lang,
                 "--out", tmp_path / "out")
    assert said.code == 0 and words in said.answer + said.asides
    targets = open_results(tmp_path / "out").targets
    held = targets[targets["enforced"]]
    assert held["holding_cost_million_cny"].notna().all()
    assert held["holding_cost_million_cny"].max() > 1.0


@pytest.mark.parametrize(("lang", "words"), [("zh", "未列入约束表的电力目标"), ("en", "that are no row of the case")])
def test_a_new_case_names_the_targets_it_leaves_out(tmp_path, lang, words):
    said = typed("new", "hunan", tmp_path / "case", "--year", "2030", "--lang", lang)
    note = next(line for line in said.answer.splitlines() if words in line)
    # A condition, a repeat and two figures without a year are among those of Hunan.
    parts = {"zh": ("不是指标", "重复", "未注明年份", "煤电装机"), "en": ("no targets", "repeats", "undated", "Coal")}
    for part in parts[lang]:
        assert part in note
