"""Faults of the table energy_account, and the row a new case gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.new import draft_case
from tests.case.support.tiny import write_tiny

FILE = "energy_account.csv"


def with_account(folder: Path, header: str, line: str) -> Path:
    """The small case (100 TWh in ningxia) with a table of one row."""
    write_tiny(folder)
    (folder / FILE).write_text(f"{header}\n{line}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("header", "line", "column", "rule"),
    [
        ("region,total_energy_mtce", "ningxia,", "total_energy_mtce", "cell_blank"),
        ("region,total_energy_mtce", "ningxai,126", "region", "reference_unknown"),
        ("region,total_energy_mtce,other_nonfossil_mtce", "ningxia,126,130", "other_nonfossil_mtce",
         "lower_above_upper"),
        # 100 TWh alone are 12.29 Mtce by heat content
        ("region,total_energy_mtce", "ningxia,12", "total_energy_mtce", "energy_below_power"),
        ("region,total_energy_mtce", "ningxia,12600", "total_energy_mtce", "above_maximum"),
        ("region,total_energy_mtce,gross_rate_g_per_kwh", "ningxia,126,0.295", "gross_rate_g_per_kwh",
         "below_minimum"),
    ],
)
def test_faults_name_table_row_and_column(tmp_path, header, line, column, rule):
    found = check_case(with_account(tmp_path / "case", header, line))
    assert (FILE, 2, column, rule) in [(one.file, one.row, one.column, one.rule) for one in found], found


def test_blanks_take_the_librarys_figures(tmp_path):
    case = load_case(with_account(tmp_path / "case", "region,total_energy_mtce", "ningxia,126"))
    row = case.rows("energy_account", 2030).loc["ningxia"]
    assert (row["gross_rate_g_per_kwh"], row["raw_coal_tce_per_t"], row["other_nonfossil_mtce"]) == (295, 0.7143, 0)


def test_a_new_case_of_hunan_carries_176_mtce_of_2025_on_at_two_percent():
    row = draft_case("hunan", [2030]).rows("energy_account")[0]
    assert row["total_energy_mtce"] == pytest.approx(176 * 1.02**5, abs=0.05)


def test_a_new_case_of_a_province_without_a_figure_says_so():
    draft = draft_case("gansu", [2030])
    assert draft.rows("energy_account") == []
    assert any("energy_account.csv" in note.en for note in draft.notes)
