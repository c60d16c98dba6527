"""The report in a headless browser: no complaint, nothing fetched, every chart with marks; it moves and prints."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridplan.results.report import OPTIONAL, ORDER, report_html
from tests.support.browser import WHY_NOT, Page, browser_page
from tests.support.hostile import NAMES, hostile_results
from tests.support.sample_results import sample_results

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
WIDE, NARROW = 1400, 420
SECTIONS = [name for name in ORDER if name not in OPTIONAL]

MARKS = """[...document.querySelectorAll('.plot')].map(plot => ({
  name: plot.getAttribute('aria-label'),
  marks: plot.querySelectorAll('.trace path, .trace rect, .point path, .heatmaplayer image, .bars path').length,
  wide: plot.getBoundingClientRect().width <= innerWidth }))"""
COLOURS = """[...document.querySelectorAll('canvas')].map(canvas => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), seen = new Set();
  for (let i = 0; i < data.length; i += 4 * 7) seen.add(data[i] * 65536 + data[i + 1] * 256 + data[i + 2]);
  return seen.size; })"""
SPAN = "document.querySelector('[data-dispatch] .span').textContent"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    lang = str(request.param)
    path = tmp_path_factory.mktemp("page") / f"{lang}.html"
    path.write_text(report_html(sample_results(lang), lang), encoding="utf-8")
    return lang, path


def calm(page: Page) -> None:
    assert page.console == []
    assert page.requests == [] and page.ask("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_chart_is_drawn_in_its_window(page: Page, report: tuple[str, Path], width: int) -> None:
    _lang, path = report
    page.open(path, width)
    calm(page)
    charts = page.ask(MARKS)
    assert len(charts) >= 12
    assert [chart["name"] for chart in charts if not chart["marks"] or not chart["wide"]] == []
    assert min(page.ask(COLOURS)) >= 10, "the dispatch is a picture of many colours"
    assert page.ask("document.documentElement.scrollWidth - innerWidth") <= 0, "the page must not scroll sideways"


def test_every_section_says_something(page: Page, report: tuple[str, Path]) -> None:
    lang, path = report
    page.open(path, WIDE)
    texts = page.ask("[...document.querySelectorAll('main section')].map(s => [s.id, s.innerText.length])")
    assert [name for name, length in texts if length < 40] == []
    titles = page.ask("[...document.querySelectorAll('.contents a')].map(a => a.textContent)")
    assert len(titles) == len(texts)
    has_chinese = [bool(re.search(r"[\u4e00-\u9fff]", title)) for title in titles]
    assert all(has_chinese) if lang == "zh" else not any(has_chinese)


def test_the_dispatch_moves_by_key_button_and_slider(page: Page, report: tuple[str, Path]) -> None:
    page.open(report[1], WIDE)
    page.ask("document.querySelector('[data-dispatch]').focus()")
    spans = [page.ask(SPAN)]
    page.press("PageUp")
    spans.append(page.ask(SPAN))
    page.press("ArrowRight")
    spans.append(page.ask(SPAN))
    page.ask("document.querySelector('[data-dispatch] [data-move=\"-7\"]').click()")
    spans.append(page.ask(SPAN))
    page.ask("(() => { const s = document.querySelector('input.year'); s.value = 0;"
             " s.dispatchEvent(new Event('input')); return new Promise(requestAnimationFrame); })()")
    spans.append(page.ask(SPAN))
    assert len(set(spans)) == len(spans), spans
    calm(page)


def test_the_keyboard_reaches_contents_tables_and_controls(page: Page, report: tuple[str, Path]) -> None:
    page.open(report[1], WIDE)
    reached = []
    for _ in range(60):
        page.press("Tab")
        reached.append(page.ask("(e => `${e.tagName}.${e.className}`)(document.activeElement)"))
    assert reached[0] == "A.skip"
    assert any(name.startswith("DIV.table-frame") for name in reached)
    assert sum(name.startswith("A.") for name in reached) > len(SECTIONS)


def test_text_stands_out_from_its_ground(page: Page, report: tuple[str, Path]) -> None:
    """Contrast of at least 4.5 to 1 (WCAG AA) for the colours text comes in."""
    page.open(report[1], WIDE)
    colours = page.ask(
        "[...new Set([...document.querySelectorAll('main *, .contents a')].filter(e => e.innerText && e.children.length"
        " === 0).map(e => getComputedStyle(e).color))]")
    weak = [colour for colour in colours if contrast_to_white(colour) < 4.5]
    assert colours and weak == []


def contrast_to_white(colour: str) -> float:
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_it_prints_with_page_numbers_and_no_page_lost(page: Page, report: tuple[str, Path], tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="the pypdf package is not installed")
    page.open(report[1], WIDE)
    page.print_pdf(tmp_path / "report.pdf")
    sheets = pypdf.PdfReader(io.BytesIO((tmp_path / "report.pdf").read_bytes())).pages
    assert len(SECTIONS) <= len(sheets) <= 45
    texts = [sheet.extract_text() for sheet in sheets]
    assert all(f"{number} / {len(sheets)}" in text for number, text in enumerate(texts, start=1))
    assert [number for number, text in enumerate(texts, start=1) if len(text) < 60] == [], "an empty sheet"
    calm(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_that_are_code_stay_text(page: Page, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(report_html(hostile_results(lang), lang), encoding="utf-8")
    page.open(path, WIDE)
    calm(page)
    assert page.ask("window.stolen") is None
    text = page.ask("document.body.innerText")
    assert [name for name in NAMES if name not in text] == []
    assert "49" not in page.ask("document.querySelector('h1').innerText")
