"""The proof of a plan from run.json: both bounds, whatever way of solving told them; what is not told is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from gridplan.results.proof import proof_lines, proven_gap
from gridplan.results.report import report_html
from gridplan.results.workbook import write_workbook
from tests.support.sample_results import sample_results
from tests.support.shortened import first_hours

CERTIFIED = {
    "status": "solved",
    "solver": {"name": "HiGHS", "version": "1.15.1", "method": "certified", "iterations": 41,
               "lower": 21_300.0, "upper": 21_321.3},
    "residuals": {"max_row": 2.5e-10, "max_bound": 0.0},
    "checks": [{"name": "contract_energy", "value": 0.0, "tolerance": 0.01, "ok": True}],
}


def said(run: dict[str, object], lang: str = "en") -> dict[str, str]:
    return {line.key: line.text for line in proof_lines(run, lang)}


def test_a_certified_run_shows_both_bounds_and_the_gap_they_prove() -> None:
    told = said(CERTIFIED)
    assert told["method"] == "decomposition with proven bounds · HiGHS 1.15.1"
    assert told["lower"] == "21.30000 billion CNY" and told["upper"] == "21.32130 billion CNY"
    # 21.3 of 21,321.3 million CNY
    assert told["gap"] == "0.0999 %" and told["iterations"] == "41"
    assert told["max_row"] == "2.50\u202f×\u202f10⁻¹⁰" and told["max_bound"] == "0" and told["checks"] == "1 of 1"
    assert said(CERTIFIED, "zh")["lower"] == "213.00000 亿元"


def test_bounds_of_today_s_runs_are_read_too() -> None:
    run = {"cost_million_cny": 100.0, "lower_bound_million_cny": 99.0, "gap": 0.01, "solver": {"method": "hipo"}}
    told = said(run)
    assert told["upper"] == "0.10000 billion CNY" and told["gap"] == "1.00 %"
    assert told["method"] == "interior point (HiPO)"
    assert proven_gap({"upper": 100.0, "lower": 99.0}) == pytest.approx(0.01)


@pytest.mark.parametrize("run", [{}, {"solver": None, "residuals": None, "checks": None}, {"gap": float("nan")}])
def test_what_is_not_told_is_left_out(run: dict[str, object]) -> None:
    assert said(run) == {}


def test_an_unknown_method_is_shown_by_its_name() -> None:
    assert said({"solver": {"method": "quantum"}})["method"] == "quantum"


def test_report_and_workbook_show_it_with_little_told(tmp_path: Path) -> None:
    results = sample_results("en")
    bare = {key: results.run[key] for key in ("status", "case", "fingerprint", "hours", "year_hours", "created",
                                              "cost_million_cny")}
    bare |= {"versions": {}, "checks": [], "solver": CERTIFIED["solver"], "gap": 0.0}
    results = replace(first_hours(results, 48), run=bare)
    assert "decomposition with proven bounds" in report_html(results, "en")
    book = openpyxl.load_workbook(write_workbook(results, tmp_path / "a.xlsx", "en"), read_only=True)
    texts = {cell for row in book["Run"].iter_rows(values_only=True) for cell in row}
    assert {"decomposition with proven bounds · HiGHS 1.15.1", "21.30000 billion CNY"} <= texts
