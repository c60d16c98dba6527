"""The suite, or a part of it, with the lowest and the newest versions of the dependencies, on the Pythons asked for.

    python benchmarks/versions.py --python 3.11 3.12 3.13 --of lowest newest [-- -n 0 tests/model tests/case]

Each pair gets an environment of its own, made by uv (in the extra `dev`) and thrown away.  "lowest" takes the
lower bounds of pyproject.toml for what it names itself, "newest" what the package index has.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import product
from pathlib import Path

TOP = Path(__file__).parents[1]
RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
SHOWN = ("numpy", "pandas", "xarray", "pyomo", "highspy", "pydantic", "typer", "plotly")


@dataclass(frozen=True)
class Ran:
    """What came of one environment; ``closing`` is the last line of pytest, or what stopped the installation."""

    python: str
    of: str
    versions: str
    closing: str
    seconds: float
    ok: bool


def ran(python: str, of: str, tests: list[str], place: Path) -> Ran:
    """Make an environment, install the package with its test extra and run tests in it from the top of the checkout."""
    begun = time.perf_counter()
    program = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    steps = (["uv", "venv", "-q", "--python", python, str(place)],
             ["uv", "pip", "install", "-q", "--python", str(program), "--resolution", RESOLUTIONS[of], "-e", ".[test]"])
    for step in steps:
        done = subprocess.run(step, cwd=TOP, capture_output=True, text=True)
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["no word"]
            return Ran(python, of, "", said[-1].strip(), time.perf_counter() - begun, False)
    code, said = shown([str(program), "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests])
    script = ("import platform\nfrom importlib.metadata import version\nprint(platform.python_version())\n"
              f"print(*(f'{{n}} {{version(n)}}' for n in {SHOWN}), sep=', ')")
    here = subprocess.run([str(program), "-c", script], capture_output=True, text=True, check=True)
    python, versions = here.stdout.splitlines()
    closing = next((line.strip("= ") for line in reversed(said) if line.strip()), "nothing")
    return Ran(python, of, versions, closing, time.perf_counter() - begun, code == 0)


def shown(words: list[str]) -> tuple[int, list[str]]:
    """Exit code and lines of a program run from the top of the checkout, each line shown as it comes."""
    lines = []
    with subprocess.Popen(words, cwd=TOP, stdout=subprocess.PIPE, text=True) as program:
        for line in program.stdout or ():
            lines.append(line)
            print(line, end="", file=sys.stderr, flush=True)
    return program.returncode, lines


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--python", nargs="+", default=["3.11", "3.12", "3.13"], help="versions or paths of Python")
    asked.add_argument("--of", nargs="+", choices=RESOLUTIONS, default=list(RESOLUTIONS))
    asked.add_argument("tests", nargs="*", default=["tests"])
    options = asked.parse_args()
    if shutil.which("uv") is None:
        asked.error('uv is missing: pip install -e ".[dev]"')
    print("| Python | dependencies | versions | tests | s |\n|---|---|---|---|---|", flush=True)
    good = True
    for python, of in product(options.python, options.of):
        with tempfile.TemporaryDirectory() as place:
            one = ran(python, of, options.tests, Path(place) / "environment")
        cells = (Path(one.python).name, one.of, one.versions, one.closing, f"{one.seconds:.0f}")
        print(f"| {' | '.join(cells)} |", flush=True)
        good = good and one.ok
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
