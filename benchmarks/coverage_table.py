"""Lines of the package that the suite runs, by folder, as a table; and the files below a share.

    python -m pytest --cov --cov-report=json:coverage.json
    python benchmarks/coverage_table.py coverage.json [--below 90]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path


def report(summaries: dict[str, dict[str, float]], below: float) -> str:
    """Markdown: lines, lines run and their share by folder of the package, then files with a smaller share than asked.

    ``summaries``: per file the statements and covered lines, as coverage.py writes them.
    """
    lines: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    low = []
    for file, summary in sorted(summaries.items()):
        parts = Path(file).parts
        counted = int(summary["num_statements"]), int(summary["covered_lines"])
        for folder in ("/".join(parts[:2]) if len(parts) > 2 else parts[0], "all"):
            lines[folder] = [whole + own for whole, own in zip(lines[folder], counted, strict=True)]
        if counted[0] and 100.0 * counted[1] / counted[0] < below:
            low.append(f"- {file}: {counted[1]} of {counted[0]}")
    order = [*sorted(set(lines) - {"all"}), "all"]
    table = [f"| {folder} | {lines[folder][0]} | {lines[folder][1]} | {lines[folder][1] / lines[folder][0]:.1%} |"
             for folder in order if lines[folder][0]]
    return "\n".join(["| folder | lines | run by the suite | share |", "|---|---|---|---|", *table, "", *low])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("json", type=Path, help="report of coverage.py as JSON")
    asked.add_argument("--below", type=float, default=90.0, help="list files with a smaller share, percent")
    options = asked.parse_args()
    files = json.loads(options.json.read_text(encoding="utf-8"))["files"]
    print(report({name: file["summary"] for name, file in files.items()}, options.below))


if __name__ == "__main__":
    main()
