"""The commands doing their work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import gridplan
from gridplan.cli.faults import NOT_MET
from gridplan.library.provinces import province_ids
from tests.case.support.tiny import replaced, write_tiny
from tests.cli.support import typed

ROOT = Path(__file__).parents[2]
FILES = {"run.json", "results.nc", "results.xlsx", "report.html", "tables.json", "complete.json", "run.log"}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_version_is_the_packages() -> None:
    assert typed("--version").answer.strip() == f"gridplan {gridplan.__version__}"


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom typer.testing import CliRunner\nfrom gridplan.cli.main import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print(sorted({'pandas', 'numpy', 'pyomo', 'xarray', 'highspy', 'pydantic'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_made_case_is_in_order_and_runs() -> None:
    made = typed("new", "青海", "--year", "2030", "case", "--lang", "en")
    assert made.code == 0 and "gridplan run case" in made.answer
    checked = typed("check", "case", "--lang", "en")
    assert checked.code == 0 and "generated hourly series" in checked.answer

    ran = typed("run", "case", "--hours", "24", "--lang", "en")
    assert ran.code in (0, NOT_MET)
    assert "SHORTENED YEAR" in ran.asides and "SHORTENED YEAR" in ran.answer
    assert "Total yearly cost" in ran.answer and "Capacity by technology" in ran.answer
    folder = Path("results/case-24h")
    assert {file.name for file in folder.iterdir()} == FILES
    assert {entry.name for entry in Path("results").iterdir()} == {"case-24h"}
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert run["hours"] == 24 and run["seconds"]["read"] > 0 and run["seconds"]["write"] > 0
    log = (folder / "run.log").read_text(encoding="utf-8")
    assert "HiGHS" in log and "write took" in log

    again = typed("run", "case", "--hours", "24", "--lang", "en")
    assert again.code == 2 and "--overwrite" in again.asides and "building" not in again.asides


def test_a_target_out_of_reach_stands_at_the_top_in_its_own_unit() -> None:
    write_tiny(Path("tiny"))
    # 30 GW of wind may be built at most.
    replaced("policies.csv", "capacity.wind,,min,24.5", "capacity.wind,,min,70")(Path("tiny"))
    ran = typed("run", "tiny", "--hours", "24", "--out", "plan", "--lang", "zh")
    assert ran.code == NOT_MET
    top = ran.answer[: ran.answer.index("年总成本")]
    # 70 GW wanted, at most 30 to be had: 4000 of 7000 万千瓦 are short.
    assert "风电装机" in top and "不低于 7,000.0 万千瓦" in top and "4,000.0 万千瓦" in top
    assert "plan" in ran.answer.splitlines()[-1]

    write_tiny(Path("tiny2"))
    quiet = typed("run", "tiny2", "--hours", "24", "--out", "plan", "--overwrite", "--quiet", "--lang", "en",
                  "--foresight", "myopic")
    assert quiet.code in (0, NOT_MET)
    assert "Total yearly cost" not in quiet.answer and "building" not in quiet.asides
    assert quiet.answer.splitlines()[-1] == "Results: plan"
    # What is asked for and cannot matter is said, not passed over.
    assert "one planning year" in quiet.asides


@pytest.mark.parametrize("given", ["ningxia-2030", "cases/ningxia-2030"])
def test_a_shipped_case_is_found_from_anywhere_and_said_so(given: str) -> None:
    said = typed("check", given, "--lang", "en")
    assert said.code == 0
    assert "ships with gridplan" in said.asides


def test_a_folder_of_the_same_name_goes_before_the_shipped_case() -> None:
    write_tiny(Path("ningxia-2030"))
    said = typed("check", "ningxia-2030", "--lang", "zh")
    assert said.code == 0
    assert said.asides == "" and "小案例" in said.answer


def test_results_given_as_a_case_are_recognised() -> None:
    Path("plan").mkdir()
    Path("plan/run.json").write_text("{}")
    said = typed("run", "plan", "--lang", "en")
    assert said.code == 2 and "results, not a case" in said.asides


def test_workbook_and_folder_are_each_others_inverse() -> None:
    write_tiny(Path("tiny"))
    assert typed("workbook", "tiny", "tiny.xlsx").code == 0
    taken = typed("workbook", "tiny", "tiny.xlsx", "--lang", "en")
    assert taken.code == 2 and "--overwrite" in taken.asides
    assert typed("workbook", "tiny", "tiny.xlsx", "--overwrite").code == 0
    assert typed("folder", "tiny.xlsx", "back").code == 0
    one, other = gridplan.load_case("tiny"), gridplan.load_case("back")
    assert one.fingerprint == other.fingerprint


def test_targets_are_listed_with_document_and_page() -> None:
    said = typed("targets", "--region", "宁夏", "--year", "2030", "--metric", "capacity.wind", "--lang", "en")
    assert said.code == 0
    line = next(line for line in said.answer.splitlines() if "capacity.wind" in line)
    assert "ningxia" in line and "24.5 GW" in line and "宁夏" in line


def test_targets_leave_out_other_scopes_unless_all_are_wanted() -> None:
    usual = typed("targets", "--region", "hunan", "--csv", "usual.csv")
    every = typed("targets", "--region", "hunan", "--all", "--csv", "every.csv")
    assert usual.code == every.code == 0
    few, many = pd.read_csv("usual.csv"), pd.read_csv("every.csv")
    assert set(few["scope"]) == {"model"} < set(many["scope"])
    assert set(few["id"]) < set(many["id"])
    assert typed("targets", "--csv", "usual.csv").code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_province_is_listed(lang: str) -> None:
    said = typed("provinces", "--lang", lang)
    assert said.code == 0
    listed = [line.split()[0] for line in said.answer.splitlines() if line.strip()][1:]
    assert listed == list(province_ids())
    assert "内蒙古" in said.answer and "ningxia-2030" in said.answer


def test_chinese_shows_where_the_console_claims_ascii() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "gridplan.cli", "provinces", "--lang", "zh"]
    done = subprocess.run(words, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert "ningxia" in done.stdout.decode("utf-8") and "宁夏" in done.stdout.decode("utf-8")


def test_what_is_to_be_typed_next_can_be_typed(tmp_path: Path) -> None:
    folder = tmp_path / "贵州 2030"
    said = typed("new", "guizhou", "--year", 2030, folder, "--lang", "en")
    assert said.code == 0
    assert f'gridplan run "{folder}"' in said.answer
    assert '"贵州 2030.xlsx"' in said.answer


def test_a_path_is_made_and_checked_and_its_targets_are_not_priced(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    assert typed("new", "guizhou", "--years", "2030,2035", folder).code == 0
    assert typed("check", folder, "--lang", "en").code == 0
    said = typed("price-targets", folder, "--hours", 24, "--lang", "en")
    assert said.code == 2
    assert "one planning year at a time" in said.asides


@pytest.mark.parametrize("years", ["2030;2035", "soon", "2035,2035", "1999,2030"])
def test_planning_years_that_are_none_are_named(tmp_path: Path, years: str) -> None:
    said = typed("new", "guizhou", "--years", years, tmp_path / "case", "--lang", "en")
    assert said.code == 2
    assert not (tmp_path / "case").exists()


def test_a_new_case_needs_a_year(tmp_path: Path) -> None:
    said = typed("new", "guizhou", "--lang", "en")
    assert said.code == 2 and "--years 2025,2030,2035" in said.asides
