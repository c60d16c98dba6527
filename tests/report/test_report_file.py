"""The report as a file: whole, in both languages, offline, small, quick to write."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gridplan.results.report import OPTIONAL, ORDER, report_html, write_report
from gridplan.results.report_units import policy_unit
from tests.support.sample_results import sample_results

LARGEST_FILE_BYTES = 8_000_000
LOADING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
    "use": "href",
    "image": "href",
    "base": "href",
}


class Page(HTMLParser):
    """What a browser would load, show and count on a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._silent = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        self.ids += [given["id"]] if given.get("id") else []
        if tag in LOADING and given.get(LOADING[tag]):
            self.loads.append(str(given[LOADING[tag]]))
        if tag in ("script", "style"):
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request: pytest.FixtureRequest) -> tuple[str, Page, str]:
    lang = str(request.param)
    html = report_html(sample_results(lang), lang)
    return lang, Page(html), html


def test_nothing_is_loaded_and_the_policy_forbids_it(page: tuple[str, Page, str]) -> None:
    _, parsed, html = page
    assert parsed.loads == []
    policy = next(
        given["content"]
        for tag, given in parsed.tags
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None and policy.startswith("default-src 'none'") and "http" not in policy
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None and "url(" not in style.group(1) and "@import" not in style.group(1)


def test_every_section_is_there_in_order_and_in_the_contents(page: tuple[str, Page, str]) -> None:
    _, parsed, _ = page
    told = [name for name in ORDER if name not in OPTIONAL]
    assert [name for name in parsed.ids if name in ORDER] == told
    links = [given["href"] for tag, given in parsed.tags if tag == "a"]
    assert [name for name in told if f"#{name}" not in links] == []


def test_language_of_the_page_and_its_units(page: tuple[str, Page, str]) -> None:
    lang, parsed, _ = page
    declared = next(given["lang"] for tag, given in parsed.tags if tag == "html")
    assert declared == {"zh": "zh-CN", "en": "en"}[lang]
    expected = {
        "zh": ["结论", "政策指标", "万千瓦", "亿千瓦时", "亿元", "三改联动台账", "电力平衡表", "工程判断"],
        "en": ["The answer", "Policy scorecard", "GW", "TWh", "billion CNY", "Retrofit account", "Judgement"],
    }
    foreign = {"zh": ["billion CNY", "TWh"], "en": ["万千瓦", "亿千瓦时", "亿元"]}
    assert [word for word in expected[lang] if word not in parsed.text] == []
    assert [word for word in foreign[lang] if word in parsed.text] == []


def test_tables_name_their_columns_and_rows(page: tuple[str, Page, str]) -> None:
    _, parsed, _ = page
    heads = [given for tag, given in parsed.tags if tag == "th"]
    assert len(heads) > 100 and {given.get("scope") for given in heads} == {"col", "row"}
    tables = sum(tag == "table" for tag, _ in parsed.tags)
    assert tables == sum(tag == "caption" for tag, _ in parsed.tags) > 10


def test_every_chart_is_described(page: tuple[str, Page, str]) -> None:
    _, parsed, _ = page
    plots = [given for tag, given in parsed.tags if given.get("class") == "plot"]
    assert len(plots) >= 12 and all(given.get("aria-label") for given in plots)


def test_first_page_says_what_is_missed(page: tuple[str, Page, str]) -> None:
    lang, parsed, _ = page
    before_answer = parsed.text.split({"zh": "按最小费用方案", "en": "The least-cost plan"}[lang])[0]
    assert {"zh": "1 项约束性指标未完成", "en": "Enforced targets missed (1)"}[lang] in before_answer
    missed = sample_results(lang).policies.query("status == 'missed'").iloc[0]
    assert policy_unit(missed["unit"], lang).with_name(missed["achieved"]) in before_answer


def test_no_banner_on_a_plan_that_meets_its_targets() -> None:
    results = sample_results("en", missed=False)
    calm = results.dataset.assign(unserved_gw=results.dataset["unserved_gw"] * 0.0)
    assert 'class="banner" role="alert"' not in report_html(replace(results, dataset=calm), "en")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hours": 672}, "Only 672 of 8,760 hours"),
        ({"status": "not_solved", "gap": 0.04}, "4.000 % from the lower bound"),
        (
            {"checks": [{"name": "power_balance_every_hour", "value": 0.3, "tolerance": 1e-6, "ok": False}]},
            "Power balance of every hour",
        ),
    ],
)
def test_banner_warns(change: dict[str, object], words: str) -> None:
    results = sample_results("en")
    html = report_html(replace(results, run={**results.run, **change}), "en")
    assert words in html.split('id="answer"')[0]


def test_size(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    results = sample_results("zh")
    write_report(results, path, "zh")
    assert path.stat().st_size < LARGEST_FILE_BYTES


def test_only_two_languages() -> None:
    with pytest.raises(ValueError, match="zh, en"):
        report_html(sample_results("zh"), "fr")
