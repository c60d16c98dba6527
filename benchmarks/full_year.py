"""The shipped cases at full hours: seconds by phase, memory, size, proven gap.

    python benchmarks/full_year.py [--hours 8760] [--method auto] [CASE ...]

Each case runs as the command line runs it, in a process of its own, so that memory is its own.  Prints one line
a case and exits 1 if a case is not solved and proven.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

CASES = ("ningxia-2030", "hunan-2030")


def main() -> int:
    """Run the cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--method", default="auto")
    options = parser.parse_args()
    heads = ["case", "status", "rows", "columns", "nonzeros", "read + build s", "solve s", "verify s", "write s",
             "total s", "GB", "gap"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    failed = 0
    for case in options.cases:
        run = run_case(case, options.hours, options.method)
        failed += run["status"] == "not_solved"
        seconds = run["seconds"]
        print(f"| {case} | {run['status']} | {run['rows']} | {run['columns']} | {run['nonzeros']} "
              f"| {seconds['read'] + seconds['build']:.1f} | {seconds['solve']:.1f} | {seconds['verify']:.1f} "
              f"| {seconds['write']:.1f} | {seconds['total']:.1f} | {run['peak_memory_gb']:.2f} | {run['gap']:.1e} |",
              flush=True)
    return int(failed > 0)


def run_case(case: str, hours: int, method: str) -> dict:
    """One run through the command line; its run.json."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "result"
        command = [sys.executable, "-m", "gridplan.cli", "run", case, "--out", str(out), "--hours", str(hours),
                   "--method", method]
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
        if not (out / "run.json").exists():
            print(finished.stdout, finished.stderr, sep="\n", file=sys.stderr)
            raise SystemExit(f"{case} gave no results (exit code {finished.returncode})")
        return json.loads((out / "run.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    raise SystemExit(main())
