"""The comparison's page in a headless browser: drawn whole, offline, in both languages; its controls work."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from gridplan.scenarios import compare_encode
from gridplan.scenarios.compare_find import choose
from gridplan.scenarios.compare_gather import Comparison, gather
from gridplan.scenarios.compare_page import page_html, write_page
from gridplan.scenarios.compare_words import CompareWords
from tests.support.browser import WITH_BROWSER, open_page
from tests.support.compared import NAMES, written

CREATED = "2030-01-01T00:00:00+00:00"
CHARTS = 7
MANY = 50

CONTROLS = """(() => {
  const said = document.documentElement.dataset;
  const pick = (part, place, value) => {
    const select = document.querySelectorAll(`[data-chart="${part}"] select`)[place];
    select.value = value;
    select.dispatchEvent(new Event("change"));
  };
  const bars = (part) => document.querySelector(`[data-chart="${part}"] .plot`).data.length;
  pick("waterfall", 0, "1");
  said.waterfall = document.querySelector('[data-chart="waterfall"] .plot').dataset.closes;
  pick("capacity", 0, "1");
  said.changes = bars("capacity");
  pick("dispatch", 1, "2");
  said.right = document.querySelectorAll('[data-chart="dispatch"] h3')[1].textContent;
  pick("trade_off", 0, "1");
  pick("prices", 0, "1");
})();"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("sweep")
    written(place, *NAMES)
    return place


def compared(folder: Path, lang: str) -> Comparison:
    return gather(choose([folder]), CompareWords(lang))


def renamed(comparison: Comparison, names: list[str]) -> Comparison:
    """The comparison with as many scenarios as names, taken from its own by turns."""
    own = comparison.scenarios
    more = [replace(own[place % len(own)], name=name) for place, name in enumerate(names)]
    return replace(comparison, scenarios=more)


@WITH_BROWSER
@pytest.mark.parametrize(("lang", "width"), [("zh", 1400), ("en", 480)])
def test_every_chart_is_drawn_and_every_control_works(folder: Path, tmp_path: Path, lang: str, width: int) -> None:
    path = tmp_path / "comparison.html"
    write_page(compared(folder, lang), path, CREATED)
    page = open_page(path, width, script=CONTROLS)
    assert page.console == []
    assert page.said["requests"] == "0" and page.said["overflow"] == "0"
    assert int(page.said["plots"]) == int(page.said["drawn"]) == CHARTS and page.said["empty"] == "0"
    assert page.said["waterfall"] == "true", "the terms lead from one cost to the other"
    assert page.said["changes"] == "1", "only wind changes"
    assert page.said["right"] == "dear"
    for word in ("cheap", "dear", "结论" if lang == "zh" else "The answer", "亿元" if lang == "zh" else "billion CNY"):
        assert word in page.text


@WITH_BROWSER
def test_fifty_scenarios_with_names_of_any_kind_are_drawn(folder: Path, tmp_path: Path) -> None:
    odd = ["=1+1", "<b>x</b>", "a & b", "很长的方案名称" * 4, "O'Neill \"quoted\"", "back\\slash", "$&"]
    names = ["base", *odd, *(f"scenario {place}" for place in range(MANY - 1 - len(odd)))]
    path = tmp_path / "comparison.html"
    write_page(renamed(compared(folder, "zh"), names), path, CREATED)
    page = open_page(path, 1400)
    assert page.console == [] and page.said["empty"] == "0" and int(page.said["plots"]) == CHARTS
    assert page.said["overflow"] == "0"
    assert "<b>x</b>" in page.text and "很长的方案名称" in page.text


def test_many_hours_are_kept_in_a_byte_each_and_the_page_says_so(folder: Path, monkeypatch) -> None:
    plain = page_html(compared(folder, "en"), CREATED)
    assert "to 1/65535 of each series' range" in plain.replace("&#39;", "'")
    monkeypatch.setattr(compare_encode, "BUDGET_BYTES", 100)
    coarse = page_html(compared(folder, "en"), CREATED)
    assert "power to 1/255 of each series" in coarse
    assert set(re.findall(r'"bytes": (\d)', coarse)) == {"1", "2"}, "prices keep two bytes"


def test_nothing_is_loaded_from_elsewhere(folder: Path) -> None:
    html = page_html(compared(folder, "zh"), CREATED)
    own = re.sub(r"<script\b.*?</script>|<style\b.*?</style>", "", html, flags=re.DOTALL)
    assert not re.search(r'\b(?:src|href)="(?!#)', own)
    assert "default-src 'none'" in own


def test_two_scenarios_are_told_in_one_sentence(folder: Path) -> None:
    comparison = compared(folder, "en")
    pair = replace(comparison, scenarios=comparison.scenarios[:2])
    html = page_html(pair, CREATED)
    assert "cheap costs 2.11 billion CNY a year, 0.51 billion CNY (19.6 %) less than Base (2.63 billion CNY)" in html
    assert "<title>base against cheap</title>" in html
