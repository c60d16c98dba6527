"""Parts of the report by hand: numbers, packing, words, palette, escaping."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gridplan.results import report_blocks
from gridplan.results.report import report_html
from gridplan.results.report_dispatch import packed, week_around
from gridplan.results.report_figures import duration_curve, plain, stacked
from gridplan.results.report_flows import Clock, areas, flows
from gridplan.results.report_units import number, significant, unit
from gridplan.results.report_words import Words, _sentences
from tests.support.sample_results import sample_results

PACKAGE = Path(report_blocks.__file__).parent
ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


@pytest.mark.parametrize(
    ("quantity", "value", "zh", "en"),
    [
        ("power", 24.5, "2,450.0 万千瓦", "24.50 GW"),
        ("energy", 38000.0, "380.0 亿千瓦时", "38.00 TWh"),
        ("money", 28551.0, "285.51 亿元", "28.55 billion CNY"),
        ("price", 334.0, "0.334 元/千瓦时", "334.0 CNY/MWh"),
        ("coal", 16403.0, "1,640.3 万吨标准煤", "16.40 Mtce"),
    ],
)
def test_units_of_each_language(quantity: str, value: float, zh: str, en: str) -> None:
    assert unit(quantity, "zh").with_name(value) == zh
    assert unit(quantity, "en").with_name(value) == en


def test_numbers_have_a_true_minus_and_no_minus_zero() -> None:
    assert number(-1234.56, 1) == "\N{MINUS SIGN}1,234.6"
    assert number(-0.04, 1) == "0.0"
    assert number(2.5, 1, signed=True) == "+2.5"
    assert number(float("nan"), 1) == "–"
    assert significant(3.1e-9) == "3.10\u202f×\u202f10⁻⁹"
    assert significant(180.0) == "180"


def test_packing_keeps_every_hour_to_a_32767th_of_the_largest() -> None:
    values = np.array([0.0, -3.2, 10.0, 0.001])
    box = packed(values)
    back = np.frombuffer(base64.b64decode(box["packed"]), dtype="<i2") * box["scale"]
    assert np.abs(back - values).max() <= 10.0 / 32767 / 2 + 1e-12
    assert packed(np.zeros(3))["scale"] == 1.0


def test_duration_curve_counts_weighted_hours() -> None:
    hours, level = duration_curve(np.array([1.0, 5.0, 3.0]), np.array([10.0, 20.0, 30.0]))
    assert hours == [20.0, 50.0, 60.0]
    assert level == [5.0, 3.0, 1.0]


def test_week_begins_at_a_midnight_and_holds_the_highest_days() -> None:
    hours = np.arange(24 * 30)
    values = np.where((hours >= 24 * 10 + 5) & (hours < 24 * 17 + 5), 1.0, 0.0)
    clock = Clock(hours, np.ones(len(hours)), np.ones(len(hours)), np.ones(len(hours), dtype=int))
    assert week_around(values, clock) == 24 * 10


def test_layers_of_the_dispatch_close_in_every_hour() -> None:
    results = sample_results("zh")
    area = areas(results, "zh")[0]
    hourly = flows(results, area)
    gap = sum(hourly.supply.values()) - sum(hourly.use.values()) - hourly.demand
    assert np.abs(gap).max() < 1e-6
    assert "export" in hourly.use and "import" in hourly.supply and "lithium" in hourly.use


def test_stacking_order_is_the_palettes_and_an_unknown_technology_is_an_error() -> None:
    assert stacked(["solar_utility", "coal", "wind_onshore"]) == ["coal", "wind_onshore", "solar_utility"]
    with pytest.raises(KeyError, match="unobtainium"):
        stacked(["coal", "unobtainium"])


def test_every_sentence_is_in_both_languages_and_fills_in_the_same_names() -> None:
    for group, entries in _sentences().items():
        for name, entry in entries.items():
            assert set(entry) == {"zh", "en"}, (group, name)
            holes = [set(re.findall(r"{(\w+)}", text)) for text in entry.values()]
            assert holes[0] == holes[1], (group, name)
            assert bool(entry["zh"]) == bool(entry["en"]), (group, name)


def test_every_sentence_the_code_asks_for_exists() -> None:
    words = Words("zh")
    asked = {
        key
        for file in PACKAGE.glob("report*.py")
        for key in re.findall(r'words\("([a-z_]+\.[a-z_+]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 100
    assert sorted(key for key in asked if not words.has(key)) == []
    with pytest.raises(KeyError):
        words("answer.no_such_sentence")


def test_every_technology_of_the_schema_has_a_name_and_a_colour() -> None:
    from gridplan.library.paths import data_dir
    from gridplan.results.report_figures import palette

    schema = (data_dir() / "schema.csv").read_text(encoding="utf-8")
    choices = {
        name
        for line in schema.splitlines()
        if ",tech," in line
        for name in line.split(",tech,")[1].split(",")[5].split()
        if name
    }
    assert len(choices) > 15
    assert sorted(choices - set(palette().index)) == []
    assert sorted(name for name in choices if not Words("en").has(f"flow.{name}")) == []


def _attacked(lang: str) -> str:
    """A report of a case whose names are markup."""
    results = sample_results(lang)
    tables = {name: frame.copy() for name, frame in results.case.tables.items()}
    for frame in tables.values():
        for column in ("name_zh", "name_en", "document"):
            if column in frame:
                frame[column] = ATTACK
    policies = results.policies.assign(name_zh=ATTACK, name_en=ATTACK, document=ATTACK)
    origins = results.case.origins.assign(source=ATTACK)
    case = replace(results.case, tables=tables, origins=origins)
    targets = results.targets.assign(
        name_zh=ATTACK, name_en=ATTACK, document=ATTACK, why_zh=ATTACK, why_en=ATTACK, restates=ATTACK
    )
    return report_html(replace(results, case=case, policies=policies, targets=targets), lang)


def test_names_cannot_become_markup() -> None:
    html, clean = _attacked("en"), report_html(sample_results("en"), "en")
    assert ATTACK not in html and "alert(1)</script>" not in html and "<img" not in html.split("<script>")[0]
    # Same number of elements: not one tag came from a name.
    for tag in ("<script", "</script>", "<section"):
        assert html.count(tag) == clean.count(tag)
    assert "&lt;/script&gt;" in html


def test_names_in_chart_data_survive_as_json_and_plain_for_plotly() -> None:
    specs = re.findall(
        r'<script type="application/json" data-plot="[^"]+">(.*?)</script>', _attacked("zh"), re.S
    )
    assert len(specs) >= 10
    texts = json.dumps([json.loads(spec) for spec in specs], ensure_ascii=False)
    assert plain(ATTACK) in json.loads(json.dumps(texts)).replace('\\"', '"')
    assert "<img" not in texts
