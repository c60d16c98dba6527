"""Who solves: `--solver`, `--method gurobi|copt` and case.toml; what is refused leaves nothing behind."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from gridplan.case.case import fingerprint
from gridplan.case.load import load_case
from gridplan.case.settings import Solver, SolversDiffer, chosen, read_settings
from gridplan.library.paths import cases_dir
from gridplan.solve import run as solving
from gridplan.solve.licensed import too_large
from tests.cli.support import typed

PACKAGES = {"gurobi": "gurobipy", "copt": "coptpy"}


@pytest.mark.parametrize(
    ("method", "solver", "case", "comes_to"),
    [(None, None, {}, ("auto", "highs")),
     ("gurobi", None, {}, ("direct", "gurobi")),
     ("copt", "copt", {}, ("direct", "copt")),
     (None, "gurobi", {}, ("auto", "gurobi")),
     ("certified", "copt", {}, ("certified", "copt")),
     (None, None, {"name": "gurobi"}, ("auto", "gurobi")),
     (None, None, {"method": "copt"}, ("direct", "copt")),
     ("certified", None, {"method": "copt"}, ("certified", "copt")),
     (None, "highs", {"method": "copt"}, ("direct", "highs")),
     ("hipo", None, {"name": "gurobi"}, ("hipo", "highs")),
     (None, "copt", {"method": "hipo"}, ("direct", "copt")),
     (None, None, {"method": "ipx"}, ("ipx", "highs"))],
)
def test_what_is_typed_goes_before_what_the_case_says(method, solver, case, comes_to):
    assert chosen(method, solver, Solver(**case)) == comes_to


@pytest.mark.parametrize(("method", "solver"), [("hipo", "gurobi"), ("copt", "gurobi"), ("gurobi", "highs")])
def test_a_method_of_one_solver_is_not_asked_of_another(method, solver, tmp_path):
    with pytest.raises(SolversDiffer):
        chosen(method, solver, Solver())
    said = typed("run", "ningxia-2030", "--hours", "24", "--method", method, "--solver", solver, "--lang", "zh",
                 "--out", tmp_path / "out")
    assert said.code == 2 and f"--method {method} 不属于 --solver {solver}" in said.asides
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("method", "name"), [("simplex", "copt"), ("gurobi", "copt"), ("copt", "highs")])
def test_a_case_that_names_two_solvers_is_refused_at_its_line(method, name):
    settings, problems = read_settings(
        {"name": "two", "years": [2030], "solver": {"method": method, "name": name}}, "case.toml")
    assert settings is None and [one.column for one in problems] == ["solver.name"]
    assert f'method = "{method}"' in problems[0].message_en and f'method = "{method}"' in problems[0].message_zh


@pytest.mark.parametrize(("solver", "package"), PACKAGES.items())
@pytest.mark.parametrize(("lang", "words"), [("en", "is not installed here: pip install \"gridplan[{}]\""),
                                             ("zh", "请执行 pip install \"gridplan[{}]\"")])
@pytest.mark.parametrize("option", ["--method", "--solver"])
def test_a_solver_that_is_not_there_names_what_to_install(monkeypatch, tmp_path, solver, package, lang, words, option):
    monkeypatch.setitem(sys.modules, package, None)
    said = typed("run", "ningxia-2030", "--hours", "24", option, solver, "--lang", lang, "--out", tmp_path / "out")
    assert said.code == 2 and words.format(solver) in said.asides and "Traceback" not in said.asides
    assert not list(tmp_path.iterdir())


def test_pricing_and_sweeping_see_to_the_solver_first(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "gurobipy", None)
    priced = typed("price-targets", "ningxia-2030", "--hours", "24", "--solver", "gurobi", "--lang", "en")
    assert priced.code == 2 and "Gurobi is not installed" in priced.asides
    # Prices between proven bounds are told by price-targets alone; a run's table holds one figure for each.
    certified = typed("run", "ningxia-2030", "--hours", "24", "--method", "certified", "--price-targets",
                      "--lang", "en", "--out", tmp_path / "priced")
    assert certified.code == 2 and "needs each of them exact" in certified.asides
    swept = typed("sweep", "hunan-2030", "--hours", "24", "--solver", "gurobi", "--lang", "en", "--out",
                  tmp_path / "out")
    assert swept.code == 2 and "Gurobi is not installed" in swept.asides


def test_too_large_for_the_licence_leaves_nothing_behind(monkeypatch, tmp_path):
    def refuses(*_given, **_named):
        raise too_large("copt", 5000, 4000, "2000")

    monkeypatch.setattr(solving, "solve_programme", refuses)
    said = typed("run", "ningxia-2030", "--hours", "24", "--lang", "en", "--out", tmp_path / "out")
    assert said.code == 2 and "5000 rows, 4000 columns" in said.asides and "at most 2000 rows" in said.asides
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("solver", [
    pytest.param(name, marks=pytest.mark.skipif(importlib.util.find_spec(package) is None,
                                                reason=f"{package} is not installed"))
    for name, package in PACKAGES.items()])
def test_a_day_of_a_shipped_case_fits_the_free_licence(solver, tmp_path):
    said = typed("run", "ningxia-2030", "--hours", "24", "--solver", solver, "--lang", "en", "--out", tmp_path / "out")
    assert said.code in (0, 3), said.asides
    log = (tmp_path / "out" / "run.log").read_text(encoding="utf-8")
    assert "arrier" in log


def test_a_case_by_highs_keeps_its_fingerprint():
    given = load_case(cases_dir() / "ningxia-2030")
    settings = given.settings
    other = settings.model_copy(update={"solver": settings.solver.model_copy(update={"name": "copt"})})
    assert fingerprint(settings, given.tables, given.profiles) == given.fingerprint
    assert fingerprint(other, given.tables, given.profiles) != given.fingerprint
