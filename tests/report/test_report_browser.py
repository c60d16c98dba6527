"""The report in a headless browser: every chart drawn, nothing in the console, the dispatch moves."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gridplan.results.report import report_html
from tests.support.sample_results import sample_results

NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for name in NAMES if (path := shutil.which(name))), None)

PROBE = """<script>(() => {
  const root = document.querySelector("[data-dispatch]"), said = document.documentElement.dataset;
  const span = () => root.querySelector(".span").textContent;
  const layers = () => root.querySelectorAll('[data-part="stack"] .scatterlayer .trace').length;
  const seen = [span()];
  root.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })); seen.push(span());
  root.querySelector('[data-move="7"]').click(); seen.push(span());
  const shown = root.querySelector("[data-window]");
  shown.value = "1"; shown.dispatchEvent(new Event("change"));
  seen.push(span());
  said.seen = seen.join("|"); said.layers = layers();
  said.plots = document.querySelectorAll(".plot").length;
  const drawn = (plot) => plot.querySelector("svg.main-svg");
  said.empty = [...document.querySelectorAll(".plot")].filter((plot) => !drawn(plot)).length;
  said.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  said.requests = performance.getEntriesByType("resource").length;
})();</script></body>"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium or chrome on PATH to open a report")


def _open(html: str, folder: Path, width: int) -> tuple[dict[str, str], list[str]]:
    """What the probe wrote on the page, and the lines of the browser's console."""
    page = folder / "report.html"
    page.write_text(html.replace("</body>", PROBE), encoding="utf-8")
    done = subprocess.run(
        [
            str(BROWSER),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},1000",
            "--virtual-time-budget=20000",
            "--enable-logging=stderr",
            "--v=0",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    tag = re.search(r"<html [^>]*>", done.stdout)
    assert tag is not None
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return dict(re.findall(r'data-(\w+)="([^"]*)"', tag.group(0))), console


@pytest.mark.parametrize(("lang", "width"), [("zh", 1400), ("en", 500)])
def test_charts_are_drawn_and_the_dispatch_moves(lang: str, width: int, tmp_path: Path) -> None:
    said, console = _open(report_html(sample_results(lang), lang), tmp_path, width)
    assert console == []
    assert int(said["plots"]) == int(said["drawn"]) >= 13 and said["empty"] == "0"
    assert int(said["layers"]) >= 12
    assert said["requests"] == "0"
    assert said["overflow"] == "0", "the page must not scroll sideways"
    spans = said["seen"].split("|")
    assert len(set(spans)) == 4, spans
