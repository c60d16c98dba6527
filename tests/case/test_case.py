"""A loaded case: types, rows in force, defaults with their origin, fingerprint, encodings, languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest

import gridplan
from gridplan.case.load import check_case, load_case
from gridplan.case.messages import MESSAGES
from gridplan.case.problems import Place, errors, in_order, problem, render
from gridplan.case.schema import TITLES, schema
from gridplan.library.defaults import lookup
from tests.case.support.tiny import TABLES, added, cell, replaced, with_column, write_tiny


def test_types_and_constant_defaults(tmp_path: Path) -> None:
    case = load_case(write_tiny(tmp_path / "case"))
    assert set(case.tables) == set(schema().tables)
    for name, frame in case.tables.items():
        assert list(frame.columns) == list(schema().tables[name].columns)
        for column in schema().tables[name].columns.values():
            expected = {"number": "float64", "integer": "float64", "boolean": "bool", "year": "Int64"}
            assert str(frame[column.name].dtype) == expected.get(column.type, "str"), column
    regions = case.tables["regions"].iloc[0]
    assert regions["summer_months"] == "6 7 8 9"
    assert regions["certificate_cap_twh"] == 0
    assert case.tables["cohorts"]["in_coal_rate"].tolist() == [True, True]
    assert pd.isna(case.tables["renewables"].at[0, "annual_hours"])
    assert case.settings.calendar_year == 2030


def test_library_fills_blanks_and_says_where_from(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("cohorts.csv", 3, "capex_cny_per_kw", "")(folder)
    case = load_case(folder)
    expected = lookup("cohorts", "capex_cny_per_kw", "gas_ccgt", "ningxia", 2030)
    assert expected is not None
    assert case.tables["cohorts"].at[1, "capex_cny_per_kw"] == expected.value
    origin = case.origins[case.origins["column"] == "capex_cny_per_kw"].iloc[0]
    assert (origin["table"], origin["key"], origin["basis"]) == ("cohorts", "gas_new", expected.basis)
    assert origin["source"] == expected.source


def test_policies_take_sense_and_price_from_the_vocabulary(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("policies.csv", 6, "sense", "")(folder)
    cell("policies.csv", 2, "slack_price", "")(folder)
    policies = load_case(folder).tables["policies"]
    assert policies.at[4, "sense"] == "max"
    assert policies.at[0, "slack_price"] == schema().metrics["capacity.wind"].slack_price


def test_rows_of_a_year_go_before_rows_of_every_year(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    replaced("case.toml", "[2030]", "[2030, 2035]")(folder)
    with_column("demand.csv", "year", [""])(folder)
    added("demand.csv", "ningxia,120,,load,2035")(folder)
    case = load_case(folder)
    assert case.rows("demand", 2030).loc["ningxia", "energy_twh"] == 100
    assert case.rows("demand", 2035).loc["ningxia", "energy_twh"] == 120
    assert case.rows("cohorts", 2035).index.tolist() == ["coal_600", "gas_new"]
    assert case.rows("retrofits", 2030).loc[("coal_600", "flexibility"), "max_gw"] == 6
    with pytest.raises(ValueError, match="no planning year"):
        case.rows("demand", 2031)


def test_row_for_every_year_is_split_where_the_library_differs_by_year(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    replaced("case.toml", "[2030]", "[2025, 2030]")(folder)
    cell("renewables.csv", 3, "capex_cny_per_kw", "")(folder)
    figures = [
        lookup("renewables", "capex_cny_per_kw", "solar_utility", "ningxia", year) for year in (2025, 2030)
    ]
    assert figures[0] is not None and figures[1] is not None and figures[0].value != figures[1].value
    case = load_case(folder)
    for figure, year in zip(figures, (2025, 2030), strict=True):
        rows = case.rows("renewables", year)
        assert rows.index.tolist() == ["wind", "solar"]
        assert rows.loc["solar", "capex_cny_per_kw"] == figure.value  # type: ignore[union-attr]


def test_fingerprint_depends_on_content_alone(tmp_path: Path) -> None:
    first = load_case(write_tiny(tmp_path / "a")).fingerprint
    folder = write_tiny(tmp_path / "b")
    text = TABLES["renewables"].splitlines()
    reordered = [",".join(reversed(line.split(","))) for line in (text[0], text[2], text[1])]
    (folder / "renewables.csv").write_bytes("\r\n".join(reordered).encode("utf-8-sig"))
    cell("demand.csv", 2, "energy_twh", "100.0")(folder)
    assert load_case(folder).fingerprint == first
    cell("demand.csv", 2, "energy_twh", "100.001")(folder)
    assert load_case(folder).fingerprint != first


@pytest.mark.parametrize(("encoding", "rules"), [("utf-8-sig", []), ("gbk", ["encoding_gbk"])])
def test_encodings_of_chinese_programs(tmp_path: Path, encoding: str, rules: list[str]) -> None:
    folder = write_tiny(tmp_path / "case")
    (folder / "cohorts.csv").write_text(TABLES["cohorts"], encoding=encoding)
    case = load_case(folder)
    assert case.tables["cohorts"]["name_zh"].tolist() == ["六十万", "燃机"]
    assert [one.rule for one in case.warnings] == rules


@pytest.mark.parametrize("word", ["yes", "是", "true", "TRUE", "1", "Y"])
def test_spellings_of_yes(tmp_path: Path, word: str) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("policies.csv", 5, "enforce", word)(folder)
    assert load_case(folder).tables["policies"].at[3, "enforce"]


def test_chinese_headings_with_units_in_a_csv(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    text = "省区,全社会用电量（TWh）,最大负荷(GW),负荷曲线\nningxia,100,,load\n"
    (folder / "demand.csv").write_text(text, encoding="utf-8")
    assert load_case(folder).tables["demand"].at[0, "energy_twh"] == 100


def test_every_message_has_both_languages_and_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        return {name.removesuffix("_en").removesuffix("_zh") for name in names}

    for rule, message in MESSAGES.items():
        assert message.en and message.zh, rule
        assert bool(message.hint_en) == bool(message.hint_zh), rule
        assert blanks(message.en) == blanks(message.zh), rule
        assert blanks(message.hint_en) == blanks(message.hint_zh), rule
        assert any("\u4e00" <= letter <= "\u9fff" for letter in message.zh), rule


def test_every_table_has_titles() -> None:
    assert set(TITLES) == set(schema().tables)


def test_lines_name_file_row_column_value_and_the_allowed(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("cohorts.csv", 2, "existing_gw", "-10")(folder)
    found = errors(check_case(folder))
    english, chinese = render(found, "en"), render(found, "zh")
    for part in ("cohorts.csv", "row 2", "existing_gw", "-10", "0 to 500 GW"):
        assert part in english
    for part in ("cohorts.csv", "第 2 行", "existing_gw（现有容量）", "-10", "0 至 500 GW"):
        assert part in chinese


def test_more_problems_than_lines_are_counted() -> None:
    found = [problem("table_empty", Place(f"{letter}.csv")) for letter in "abcdefghijklmn"]
    lines = render(found, "en").splitlines()
    assert len(lines) == 10
    assert lines[-1] == "... and 5 more"


def test_errors_come_before_reminders() -> None:
    found = [
        problem("profile_unused", Place("a.csv")),
        problem("subject_missing", Place("p.csv"), metric="m", target="t", guess_en="", guess_zh=""),
    ]
    assert [one.severity for one in in_order(found)] == ["error", "warning"]


def test_importing_gridplan_is_cheap_and_opens_the_door() -> None:
    code = "import sys, gridplan; assert 'pandas' not in sys.modules; print(gridplan.load_case.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "load_case"
    with pytest.raises(AttributeError):
        _ = gridplan.nothing
