"""What the benchmarks share: a command in a process of its own, its time and memory; medians, tables, raw figures."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from gridplan import __version__

Run = dict[str, Any]
"""What one measured process came to: `whole_s`, `processor_s`, `peak_gb`, and what it reported."""

SOLVED = (0, 3)
"""Exit codes of runs with results: all met, or some target missed."""

PROGRAMS = ("highspy", "pyomo", "scipy", "numpy")


def child(command: Sequence[str], *, ends: Iterable[int] = (0,)) -> tuple[Run, str]:
    """Run a command in a new process: what it used (seconds, GB), and its output.

    The peak is that of the largest process among it and its own children.

    Raises:
        SystemExit: if it ends with another exit code than ``ends``; its output is shown.
    """
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(list(command), stdout=out, stderr=err)
        _, exit_status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(exit_status)
        out.seek(0)
        err.seek(0)
        said, complained = out.read().decode(), err.read().decode()
    if process.returncode not in tuple(ends):
        raise SystemExit(f"{' '.join(command)}\nended with exit code {process.returncode}\n{said}\n{complained}")
    unit = 1e9 if sys.platform == "darwin" else 1e6
    return {"whole_s": seconds, "processor_s": used.ru_utime + used.ru_stime, "peak_gb": used.ru_maxrss / unit,
            "command": " ".join(command[1:])}, said


def reported(module: str, arguments: Sequence[str]) -> Run:
    """Run a benchmark's own side in a new process; what it used and the JSON of its last line."""
    used, said = child([sys.executable, "-W", "ignore", "-m", module, *arguments])
    found: Run = json.loads(said.splitlines()[-1])
    return found | used


def gridplan_run(case: str, arguments: Sequence[str] = ()) -> Run:
    """``gridplan run`` as typed, to a folder that is thrown away: what it used, with run.json under ``run``."""
    used, text = gridplan_written(["run", case, *arguments], "run.json")
    run = json.loads(text)
    return used | {"run": run, "phases": phases(run, used["whole_s"])}


def gridplan_written(words: Sequence[str], file: str) -> tuple[Run, str]:
    """A command of gridplan as typed, to a folder that is thrown away: what it used, and the text of one of its files.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "result"
        used, _ = child([sys.executable, "-m", "gridplan", *words, "--out", str(out)], ends=SOLVED)
        return used, (out / file).read_text(encoding="utf-8-sig")


def phases(run: Mapping[str, Any], whole_s: float) -> dict[str, float]:
    """Seconds by phase of a whole command from its run.json; they add up to ``whole_s``.

    The certified solve is told by its steps (looks, bounds, whole), any other as solve.
    """
    seconds, steps = run["seconds"], run["solver"].get("steps", [])
    ends = [0.0, *(step["seconds"] for step in steps)]
    solve: dict[str, float] = {}
    for step, (before, after) in zip(steps, pairwise(ends), strict=True):
        solve[step["name"]] = solve.get(step["name"], 0.0) + after - before
    solve["other solve" if steps else "solve"] = seconds["solve"] - sum(solve.values())
    known = {name: seconds[name] for name in ("read", "build")} | solve
    known |= {name: seconds[name] for name in ("verify", "write")}
    return {"start, imports": whole_s - sum(known.values())} | known


def outside_solver(run: Run) -> float:
    """Share of the whole time that is not the solver's own, 0..1."""
    return 1.0 - float(run["run"]["solver"]["seconds"]) / float(run["whole_s"])


def median(runs: Sequence[Run], value: str | Callable[[Run], float]) -> float:
    """Median over runs of an entry, or of what a function makes of each."""
    of = value if callable(value) else lambda run: float(run[value])
    return statistics.median(of(run) for run in runs)


def by_turns(sides: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """Run every side once a round, so that what else the machine does falls on all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for number in range(rounds):
        for name, measure in sides.items():
            runs[name].append(measure())
            print(f"round {number + 1} of {rounds}, {name}: {runs[name][-1]['whole_s']:.1f} s", file=sys.stderr,
                  flush=True)
    return runs


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A markdown table; numbers as they are given."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)])


def machine() -> dict[str, Any]:
    """What the figures belong to: processor, cores, load before the start, programs, time."""
    model = next((line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
                 platform.processor())
    return {"processor": model, "cores": os.cpu_count(), "load_before": os.getloadavg()[0],
            "system": platform.platform(), "python": platform.python_version(),
            "programs": {"gridplan": __version__} | {name: version(name) for name in PROGRAMS},
            "begun": datetime.now(UTC).isoformat("T", "seconds")}


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def arguments(text: str | None, *, runs: int = 3) -> argparse.ArgumentParser:
    """A parser with what every benchmark takes: --hours, --runs and --out."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=int, default=8760, help="8760, or a multiple of 24 to try it small")
    parser.add_argument("--runs", type=int, default=runs, help="runs of each side; medians are shown")
    parser.add_argument("--out", type=Path, help="folder for the table (NAME.md) and all figures (NAME.json)")
    return parser


def publish(name: str, out: Path | None, text: str, raw: Mapping[str, Any]) -> None:
    """Print the table and, where a folder is given, keep it there with every figure it came from."""
    print(f"\n{text}")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.md").write_text(f"{text}\n", encoding="utf-8")
        (out / f"{name}.json").write_text(json.dumps(raw, indent=1, ensure_ascii=False), encoding="utf-8")
