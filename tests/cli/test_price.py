"""`gridplan price-targets`: a line for every enforced target, in both languages, and a CSV."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cli.support import typed


@pytest.mark.parametrize(("lang", "words"), [("zh", "各约束指标的费用"), ("en", "What the targets of")])
def test_every_enforced_target_has_a_price(tmp_path, lang, words):
    csv = tmp_path / "prices.csv"
    said = typed("price-targets", "hunan-2030", "--hours", "24", "--method", "simplex", "--lang", lang, "--csv", csv)
    assert said.code == 0
    assert words in said.answer
    prices = pd.read_csv(csv).set_index("policy")
    assert {"reserve_margin", "quota_renewable_consumption", "retrofit_units_heating"} <= set(prices.index)
    assert (prices["cost_of_target_million_cny"] > -1e-3).all()
    assert prices["cost_of_target_million_cny"].max() > 1.0


def test_an_unknown_case_is_wrong_input():
    said = typed("price-targets", "nowhere-2030")
    assert said.code == 2
    assert "nowhere-2030" in said.answer + said.asides
