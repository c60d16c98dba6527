"""How smoothly a report's year of dispatch scrolls: milliseconds per picture in headless Chromium.

    python -m benchmarks.report_frames RESULTS_FOLDER [LANG]

Writes the report of a results folder, opens it, and moves the slider through the whole year, one step per frame as a
hand would, and times from frame to frame.  A screen refreshes every 16.7 ms, which is the least there can be; up to
about 33 ms (30 pictures a second) it reads as motion.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from gridplan.results.open import open_results
from gridplan.results.report import write_report
from tests.support.browser import WHY_NOT, browser_page

STEPS = 200
SCROLL = """(async () => {
  const root = document.querySelector("[data-dispatch]"), slider = root.querySelector("input.year");
  const frame = () => new Promise(requestAnimationFrame);
  const taken = [];
  let last = await frame();
  for (let step = 0; step <= %d; step++) {
    slider.value = Math.round(step * slider.max / %d);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    const now = await frame();
    taken.push(now - last);
    last = now;
  }
  return taken;
})()"""


def main() -> None:
    """Measure and print."""
    if WHY_NOT:
        raise SystemExit(WHY_NOT)
    results = open_results(Path(sys.argv[1]))
    lang = sys.argv[2] if len(sys.argv) > 2 else "zh"
    with tempfile.TemporaryDirectory() as folder, browser_page() as page:
        file = Path(folder) / "report.html"
        began = time.perf_counter()
        write_report(results, file, lang)
        print(f"report written in {time.perf_counter() - began:.1f} s, {file.stat().st_size / 1e6:.1f} MB")
        for width in (1400, 420):
            began = time.perf_counter()
            page.open(file, width)
            opened = time.perf_counter() - began
            taken = sorted(page.ask(SCROLL % (STEPS, STEPS)))
            worst = taken[int(0.95 * len(taken))]
            print(f"{width:5d} px: open {opened:.1f} s; frame median {statistics.median(taken):.0f} ms, "
                  f"95 % below {worst:.0f} ms, longest {taken[-1]:.0f} ms")


if __name__ == "__main__":
    main()
