"""What Pyomo loads of SciPy though gridplan has no use for it is loaded when somebody has."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from gridplan.library.put_off import put_off

ALONE = """
import sys, gridplan.solve.run
loaded = [hasattr(module, "__file__") for module in list(sys.modules.values())]
print(sorted({"scipy.stats._stats_py", "scipy.spatial._kdtree", "scipy.optimize"} & set(sys.modules)))
import scipy.stats
from scipy.spatial import KDTree
from scipy import integrate
print(scipy.stats.norm.cdf(0.0), KDTree([[0.0], [1.0]]).query([0.5])[0], integrate.quad(lambda x: 1.0, 0.0, 0.5)[0])
"""


def test_what_solves_a_case_loads_no_statistics_until_somebody_asks():
    said = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["[]", "0.5 0.5 0.5"]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a part that is put off, and a part of that."""
    part = tmp_path / "putoff/part"
    part.mkdir(parents=True)
    # As scipy hands on its parts.
    (tmp_path / "putoff/__init__.py").write_text(
        "from importlib import import_module\n__getattr__ = lambda name: import_module(f'putoff.{name}')\n")
    (part / "__init__.py").write_text("import sys\n__all__ = ['half']\nhalf = 0.5\nsys.loads += 1\n")
    (part / "inner.py").write_text("half = 0.5\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "loads", 0, raising=False)
    put_off("putoff.part")
    yield
    for name in [name for name in sys.modules if name.startswith("putoff")]:
        del sys.modules[name]


@pytest.mark.parametrize("code", [
    "import putoff.part; half = putoff.part.half",
    "import putoff.part as part; half = part.half",
    "from putoff.part import half",
    "from putoff import part; half = part.half",
    "from putoff.part import *",
    "import putoff.part.inner as inner; half = inner.half",
    "import putoff.part; half = putoff.part.half; from putoff.part import half; import putoff.part as part; part.half",
])
def test_whoever_asks_for_it_gets_it_and_it_is_loaded_once(code, package):
    names = {}
    exec(code, names)
    assert names["half"] == 0.5 and sys.loads == 1


def test_who_looks_at_every_module_loads_none(package):
    part = sys.modules["putoff.part"]
    assert not hasattr(part, "__file__") and sys.loads == 0


def test_who_asks_whether_it_is_there_is_told_and_loads_none(package):
    found = importlib.util.find_spec("putoff.part")
    assert found is not None and found.name == "putoff.part" and found.origin.endswith("__init__.py")
    assert sys.loads == 0


def test_what_is_loaded_already_stays():
    before = sys.modules["subprocess"]
    put_off("subprocess")
    assert sys.modules["subprocess"] is before
