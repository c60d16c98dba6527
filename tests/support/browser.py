"""A page in a headless browser: what it says of itself, what the console says, what it asks of the network."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for name in NAMES if (path := shutil.which(name))), None)
WITH_BROWSER = pytest.mark.skipif(BROWSER is None, reason="no chromium or chrome on PATH to open a page")

PROBE = """<script>(() => {
  const said = document.documentElement.dataset, page = document.documentElement;
  const plots = [...document.querySelectorAll(".plot")];
  said.plots = plots.length;
  said.empty = plots.filter((plot) => !plot.querySelector("svg.main-svg")).length;
  said.overflow = page.scrollWidth - page.clientWidth;
  said.requests = performance.getEntriesByType("resource").length;
})();</script></body>"""


@dataclass(frozen=True)
class Page:
    """What a page came to: `said` are the data attributes of its root, `text` what a reader sees, `console` its lines.

    `said` has plots, empty (plots without a picture), overflow (pixels beyond the window) and requests.
    """

    said: dict[str, str]
    text: str
    console: list[str]


def open_page(path: Path, width: int = 1400, height: int = 1000, script: str = "") -> Page:
    """Open a page with a script of the test's own run behind its own."""
    html = path.read_text(encoding="utf-8")
    probe = f"<script>{script}</script>{PROBE}" if script else PROBE
    with tempfile.TemporaryDirectory() as folder:
        probed = Path(folder) / path.name
        probed.write_text(html.replace("</body>", probe), encoding="utf-8")
        done = subprocess.run(
            [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
             f"--user-data-dir={folder}/profile", f"--window-size={width},{height}", "--virtual-time-budget=20000",
             "--enable-logging=stderr", "--v=0", "--dump-dom", probed.as_uri()],
            capture_output=True, text=True, timeout=180, check=True)
    tag = re.search(r"<html [^>]*>", done.stdout)
    assert tag is not None
    shown = re.sub(r"<(script|style)\b.*?</\1>", "", done.stdout, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]+>", " ", shown))
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return Page(dict(re.findall(r'data-(\w+)="([^"]*)"', tag.group(0))), text, console)
