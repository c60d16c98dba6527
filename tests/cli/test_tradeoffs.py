"""`gridplan frontier` and `gridplan alternatives`: files, answers in both languages, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gridplan.library.paths import cases_dir
from tests.cli.support import typed

CASE = ("ningxia-2030", "--hours", "24")


@pytest.mark.parametrize(("lang", "words"), [("zh", "边际减排成本"), ("en", "Marginal abatement cost")])
def test_a_curve_is_written_and_told(tmp_path: Path, lang: str, words: str) -> None:
    out = tmp_path / "curve"
    said = typed("frontier", *CASE, "--over", "co2", "--points", "3", "--lang", lang, "--out", out)
    assert said.code == 0, said.asides
    assert words in said.answer
    table = pd.read_csv(out / "frontier.csv")
    assert list(table["status"]) == ["solved"] * 3 and table["cost_million_cny"].is_monotonic_increasing
    assert set(table["marginal_is_slope"]) == {"yes"}
    page = (out / "frontier.html").read_text(encoding="utf-8")
    assert words in page and "http://" not in page.split("<script>")[0]
    sheet = openpyxl.load_workbook(out / "frontier.xlsx").worksheets[0]
    assert words in [str(cell.value).split("\n")[0] for cell in sheet[4]]
    assert json.loads((out / "tradeoff.json").read_text("utf-8"))["complete"]
    assert {file.name for file in tmp_path.iterdir()} == {"curve"}


def test_ranges_are_written_and_told(tmp_path: Path) -> None:
    out = tmp_path / "ranges"
    typing = ("alternatives", *CASE, "--technology", "solar_utility", "--technology", "storage_energy", "--out", out)
    said = typed(*typing, "--lang", "zh")
    assert said.code == 0, said.asides
    table = pd.read_csv(out / "alternatives.csv").set_index("technology")
    assert list(table["unit"]) == ["GW", "GWh"]
    assert (table["least"] <= table["plan"]).all() and (table["plan"] < table["most"]).all()
    ends = pd.read_csv(out / "alternatives_plans.csv")
    assert list(ends["end"]) == ["plan", "least", "most", "least", "most"]
    assert "集中式光伏" in (out / "alternatives.html").read_text(encoding="utf-8")
    # A second run is refused before anything is solved, and replaces the first where asked to.
    again = typed(*typing, "--lang", "en")
    assert again.code == 2 and "holds a trade-off run already" in again.asides


@pytest.mark.parametrize(("words", "hint"), [
    (("frontier", *CASE, "--over", "sulphur"), "one of co2, coal"),
    (("frontier", *CASE, "--over", "co2", "--points", "1"), "at least 2 points"),
    (("frontier", *CASE, "--over", "co2", "--cost-slack", "1.5"), "between 0 and 1"),
    (("frontier", *CASE, "--over", "co2", "--from", "5", "--to", "5"), "two different levels"),
    (("frontier", *CASE, "--over", "co2", "--region", "atlantis"), "no region atlantis"),
    (("frontier", "ningxia-2030", "--hours", "25", "--over", "co2"), "25"),
    (("frontier", *CASE, "--over", "co2", "--gap", "0"), "gap"),
    (("alternatives", *CASE, "--slack", "0"), "between 0 and 1"),
    (("alternatives", *CASE, "--slack", "-1"), "between 0 and 1"),
    (("alternatives", *CASE, "--technology", "fusion"), "no fusion"),
    (("alternatives", "nowhere-2030"), "nowhere-2030"),
])
def test_wrong_input_is_said_and_nothing_written(tmp_path: Path, words: tuple[str, ...], hint: str) -> None:
    said = typed(*words, "--lang", "en", "--out", tmp_path / "out")
    assert said.code == 2
    assert hint in said.answer + said.asides
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("lang", "words"), [("en", "Gurobi does not solve"), ("zh", "Gurobi 不能用于")])
def test_a_case_that_says_another_solver_is_told_that_highs_alone_asks_again(tmp_path: Path, lang: str, words: str,
                                                                            ) -> None:
    case = tmp_path / "case"
    shutil.copytree(cases_dir() / "ningxia-2030", case)
    settings = (case / "case.toml").read_text(encoding="utf-8")
    (case / "case.toml").write_text(settings.replace("[solver]", '[solver]\nname = "gurobi"'), encoding="utf-8")
    typing = ("frontier", case, "--hours", "24", "--over", "co2", "--points", "2", "--lang", lang)
    refused = typed(*typing, "--out", tmp_path / "out")
    assert refused.code == 2 and words in refused.asides
    assert not (tmp_path / "out").exists()
    assert typed(*typing, "--method", "simplex", "--out", tmp_path / "out").code == 0


def test_a_level_out_of_reach_is_said(tmp_path: Path) -> None:
    said = typed("frontier", *CASE, "--over", "co2", "--points", "2", "--to", "0", "--lang", "en",
                 "--out", tmp_path / "out")
    assert said.code == 3
    assert "no plan" in said.answer
    assert list(pd.read_csv(tmp_path / "out" / "frontier.csv")["status"]) == ["solved", "infeasible"]


def test_what_is_no_tradeoff_run_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    said = typed("alternatives", *CASE, "--lang", "en", "--out", tmp_path, "--overwrite")
    assert said.code == 2 and "left alone" in said.asides
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_curve_by_certified_solves_says_so_with_its_gaps(tmp_path: Path) -> None:
    out = tmp_path / "curve"
    said = typed("frontier", "ningxia-2030", "--hours", "24", "--method", "certified", "--gap", "1e-2", "--over", "co2",
                 "--points", "3", "--cost-slack", "0.05", "--lang", "en", "--out", out)
    assert said.code == 0, said.asides
    assert "solving the year at another price" in said.asides
    table = pd.read_csv(out / "frontier.csv")
    assert list(table["status"]) == ["solved"] * 3 and (table["proven_gap"] <= 1e-2).all()
    assert table["cost_million_cny"].is_monotonic_increasing
    assert table["co2_mt"].iloc[-1] < 0.99 * table["co2_mt"].iloc[0]
    page = (out / "frontier.html").read_text(encoding="utf-8")
    assert "How it is proven" in page and "Proven gap" in page
    assert json.loads((out / "tradeoff.json").read_text("utf-8"))["exact"] is False
