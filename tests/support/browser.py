"""A headless Chromium driven over its DevTools socket: open a page, ask it, photograph it, print it.

Small on purpose: one browser, one page at a time, no waiting but for what the page itself says.  Where there is no
Chromium (or Chrome) on PATH, or the `websockets` package is missing, `WHY_NOT` says so and tests skip with it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PROGRAM = next((path for name in NAMES if (path := shutil.which(name))), None)
WHY_NOT = (
    "no chromium or chrome on PATH to open a page"
    if PROGRAM is None
    else "" if find_spec("websockets") else "the websockets package is not installed"
)
"""Why pages cannot be opened here; empty where they can."""

WITH_BROWSER = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-port=0",
)
PATIENCE_S = 180.0
HIGHEST_WINDOW = 8000
OWN_SCHEMES = ("file:", "data:", "blob:", "about:")


class BrowserFault(Exception):
    """The browser did not start, did not answer, or a script threw."""


@dataclass
class Page:
    """An open page.  `console` are its errors and warnings, `requests` what it asked of a network."""

    socket: Any
    session: str
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    _count: int = 0
    _loaded: bool = False

    def open(self, path: Path, width: int = 1400, height: int = 1000) -> None:
        """Load a file in a window of this size (CSS pixels) and wait until its scripts have run."""
        self.resize(width, height)
        self._loaded = False
        self.call("Page.navigate", url=path.resolve().as_uri())
        ends = time.monotonic() + PATIENCE_S
        while not self._loaded:
            self._hear(ends)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, in CSS pixels."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def ask(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited where it is a promise.  Raises BrowserFault if it throws."""
        said = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise BrowserFault(str(said["exceptionDetails"].get("exception", {}).get("description")))
        return said["result"].get("value")

    def photograph(self, path: Path, selector: str = "") -> None:
        """Write a PNG of the window; given a CSS selector, of a window as high as the first element it finds."""
        if selector:
            found = f"document.querySelector({json.dumps(selector)})"
            width, height = self.ask(f"[innerWidth, Math.ceil({found}.getBoundingClientRect().height)]")
            self.resize(width, min(height, HIGHEST_WINDOW))
            self.ask(f"{found}.scrollIntoView({{behavior: 'instant'}}); new Promise(requestAnimationFrame)")
        shot = self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def print_pdf(self, path: Path) -> None:
        """Print as the page's own print styles say (`@page`), with backgrounds."""
        printed = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        path.write_bytes(base64.b64decode(printed["data"]))

    def press(self, key: str) -> None:
        """Press and release a key (Tab, ArrowRight, PageDown, Enter) where the focus is."""
        codes = {"Tab": 9, "Enter": 13, "PageUp": 33, "PageDown": 34, "ArrowLeft": 37, "ArrowRight": 39}
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode=codes[key], **text)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One DevTools command and its answer; events that come before it are kept."""
        self._count += 1
        own = self._count
        command = {"id": own, "method": method, "params": parameters}
        self.socket.send(json.dumps({**command, **({"sessionId": self.session} if self.session else {})}))
        ends = time.monotonic() + PATIENCE_S
        while True:
            message = self._hear(ends)
            if message.get("id") == own:
                if "error" in message:
                    raise BrowserFault(f"{method}: {message['error'].get('message')}")
                return dict(message["result"])

    def _hear(self, ends: float) -> dict[str, Any]:
        try:
            message = json.loads(self.socket.recv(timeout=max(0.0, ends - time.monotonic())))
        except TimeoutError:
            raise BrowserFault(f"the browser said nothing for {PATIENCE_S:.0f} s") from None
        self._note(message.get("method", ""), message.get("params", {}))
        return dict(message)

    def _note(self, event: str, told: dict[str, Any]) -> None:
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Runtime.exceptionThrown":
            self.console.append(str(told["exceptionDetails"].get("exception", {}).get("description")))
        elif event == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
            self.console.append(" ".join(str(part.get("value", part.get("description"))) for part in told["args"]))
        elif event == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
            self.console.append(told["entry"]["text"])
        elif event == "Network.requestWillBeSent" and not told["request"]["url"].startswith(OWN_SCHEMES):
            self.requests.append(told["request"]["url"])


@contextlib.contextmanager
def browser_page() -> Iterator[Page]:
    """A page of a fresh headless browser, closed and cleaned up in the end.

    Raises BrowserFault where the browser does not start.
    """
    from websockets.sync.client import connect

    # The profile is still being written while the browser ends; what is left of it matters to nobody.
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        program = subprocess.Popen(
            [str(PROGRAM), *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            with connect(_address(Path(profile), program), max_size=None, proxy=None) as socket:
                page = Page(socket, "")
                target = page.call("Target.createTarget", url="about:blank")["targetId"]
                page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
                for domain in ("Page", "Runtime", "Log", "Network"):
                    page.call(f"{domain}.enable")
                yield page
        finally:
            program.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(timeout=10)
            program.kill()


FACTS = """new Promise((done) => setTimeout(() => {
  const said = document.documentElement.dataset, page = document.documentElement;
  const plots = [...document.querySelectorAll(".plot")];
  said.plots = plots.length;
  said.empty = plots.filter((plot) => !plot.querySelector("svg.main-svg")).length;
  said.overflow = page.scrollWidth - page.clientWidth;
  done([{ ...said }, document.body.textContent]);
}, 400))"""


@dataclass(frozen=True)
class Facts:
    """What a page came to.

    `said` are the data attributes of its root and plots, empty (plots without a picture), overflow (pixels beyond the
    window), requests; `text` what it says; `console` its errors and warnings.
    """

    said: dict[str, str]
    text: str
    console: list[str]


def open_page(path: Path, width: int = 1400, height: int = 1000, script: str = "") -> Facts:
    """Open a page, run a script of the test's own behind its own, and ask what it came to."""
    with browser_page() as page:
        page.open(path, width, height)
        if script:
            page.ask(f"{script};0")
        said, text = page.ask(FACTS)
        return Facts(said | {"requests": str(len(page.requests))}, text, page.console)


def _address(profile: Path, program: subprocess.Popen[bytes]) -> str:
    """Socket of the browser, which it writes into its profile once it listens."""
    ends = time.monotonic() + PATIENCE_S
    told = profile / "DevToolsActivePort"
    while time.monotonic() < ends and program.poll() is None:
        lines = told.read_text(encoding="ascii").split() if told.is_file() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise BrowserFault("the browser did not start")
