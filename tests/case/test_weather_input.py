"""The table of weather years and the series that belong to them: what is read, and what is said of faults."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridplan.case.load import check_raw, load_case, problems_of
from gridplan.case.other_weather import with_weather
from gridplan.case.read import read_raw
from gridplan.case.settings import risk_level
from gridplan.case.workbook import write_workbook
from gridplan.case.workbook_read import read_workbook

HOURS = range(8760)
TABLES = {
    "case.toml": 'name = "tiny"\nyears = [2030]\n',
    "regions.csv": "region,line_loss_share,own_use_share_of_consumption\nningxia,0.03,0.06\n",
    "demand.csv": "region,energy_twh,profile\nningxia,100,load\n",
    "cohorts.csv": "cohort,region,technology,fuel,existing_gw\ngas,ningxia,gas_ocgt,gas,30\n",
    "fuels.csv": "fuel,is_coal,price_cny_per_tce\ngas,no,2000\n",
    "weather_years.csv": "weather_year,seed,probability\nmild,3,0.6\nhot,4,0.4\n",
}


def series(**columns: np.ndarray) -> str:
    rows = zip(HOURS, *(values.tolist() for values in columns.values()), strict=True)
    return "\n".join([",".join(["hour", *columns]), *(",".join(map(str, row)) for row in rows)]) + "\n"


FLAT, DOUBLE = np.ones(8760), np.full(8760, 2.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {**TABLES, "profiles.csv": series(load=FLAT), "profiles_hot.csv": series(load=DOUBLE)}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def faults(folder: Path) -> list[tuple[str, str]]:
    return [(one.rule, one.file) for one in problems_of(*read_raw(folder), series=False) if one.severity == "error"]


def test_series_of_a_weather_year_count_there_and_the_common_ones_elsewhere(folder):
    case = load_case(folder)
    assert [one.name for one in case.weather_years] == ["mild", "hot"] and case.probabilities == (0.6, 0.4)
    load = case.profiles["load"].to_numpy()
    assert len(load) == 2 * 8760 and set(load[:8760]) == {1.0} and set(load[8760:]) == {2.0}
    assert case.sum_of_year(load) == pytest.approx(8760 * (0.6 + 0.8))
    shared = case.origins[case.origins["table"] == "profiles"]["source"].tolist()
    assert shared == ["profiles.csv: the same in the weather years mild"]


def test_seeds_and_probabilities_that_are_left_out_count_on_and_are_equal(folder):
    (folder / "weather_years.csv").write_text("weather_year\na\nb\nhot\n", encoding="utf-8")
    checked = check_raw(*read_raw(folder))
    assert [(one.seed, round(one.probability, 6)) for one in checked.weather] == [
        (1, 0.333333), (2, 0.333333), (3, 0.333333)]


def test_generated_series_are_made_for_each_seed_and_the_first_is_that_of_a_single_year(folder):
    (folder / "profiles.csv").unlink()
    (folder / "profiles_hot.csv").unlink()
    (folder / "demand.csv").write_text("region,energy_twh\nningxia,100\n", encoding="utf-8")
    several = load_case(folder).profiles["load@ningxia"].to_numpy().reshape(2, -1)
    assert not np.array_equal(several[0], several[1])
    (folder / "weather_years.csv").unlink()
    (folder / "case.toml").write_text(TABLES["case.toml"] + "weather_seed = 3\n", encoding="utf-8")
    assert np.array_equal(load_case(folder).profiles["load@ningxia"].to_numpy(), several[0])


@pytest.mark.parametrize("table, rule", [
    ("weather_year,probability\nmild,0.6\nhot,0.5\n", "weather_probability_sum"),
    ("weather_year,probability\nmild,1\nhot,0\n", "weather_probability_zero"),
    ("weather_year,probability\nmild,0.6\nhot,\n", "weather_probability_blank"),
    ("weather_year\nmi@ld\nhot\n", "weather_name"),
])
def test_faults_of_the_table_are_named(folder, table, rule):
    (folder / "weather_years.csv").write_text(table, encoding="utf-8")
    assert (rule, "weather_years.csv") in faults(folder)


def test_a_weather_year_without_demand_is_named(folder):
    (folder / "profiles.csv").unlink()
    assert faults(folder) == [("weather_series_missing", "profiles_hot.csv")]


def test_a_file_of_a_weather_year_that_is_not_there_is_named(folder):
    (folder / "profiles_hot.csv").rename(folder / "profiles_hott.csv")
    found = problems_of(*read_raw(folder), series=False)
    assert [one.rule for one in found if one.severity == "error"] == ["weather_file_unknown"]
    assert "hot" in next(one for one in found if one.rule == "weather_file_unknown").message("en")
    (folder / "weather_years.csv").unlink()
    assert faults(folder) == [("weather_file_unknown", "profiles_hott.csv")]


def test_a_series_of_another_length_or_below_zero_is_named_with_its_file_and_row(folder):
    short = "\n".join(series(load=DOUBLE).splitlines()[:-24]) + "\n"
    (folder / "profiles_hot.csv").write_text(short, encoding="utf-8")
    assert ("profile_rows", "profiles_hot.csv") in faults(folder)
    below = np.where(np.arange(8760) == 10, -1.0, 2.0)
    (folder / "profiles_hot.csv").write_text(series(load=below), encoding="utf-8")
    found = [one for one in problems_of(*read_raw(folder), series=False) if one.rule == "profile_negative"]
    assert [(one.file, one.row) for one in found] == [("profiles_hot.csv", 12)]


def test_a_stated_peak_is_that_of_the_highest_weather_year(folder):
    wavy = 1.0 + 0.2 * np.sin(np.arange(8760))
    (folder / "profiles.csv").write_text(series(load=wavy), encoding="utf-8")
    (folder / "profiles_hot.csv").write_text(series(load=1.1 * wavy), encoding="utf-8")
    (folder / "demand.csv").write_text("region,energy_twh,profile,peak_gw\nningxia,100,load,15\n", encoding="utf-8")
    case = load_case(folder)
    bent = case.profiles[case.tables["demand"].at[0, "profile"]].to_numpy()
    assert bent.max() * 94_000 / case.sum_of_year(bent) == pytest.approx(15.0)
    assert bent[:8760].max() < bent[8760:].max()


def test_a_workbook_keeps_weather_years_and_their_series(folder, tmp_path):
    path = write_workbook(folder, tmp_path / "case.xlsx", "zh")
    raw, found = read_workbook(path)
    assert not [one for one in found if one.severity == "error"]
    assert np.array_equal(raw.series["load@hot"].values, DOUBLE)
    assert load_case(path).fingerprint == load_case(folder).fingerprint


@pytest.mark.parametrize("risk, level", [("expected", None), ("worst", 1.0), ("cvar:0.8", 0.8), ("cvar:0", 0.0)])
def test_levels_of_risk(risk, level):
    assert risk_level(risk) == level


@pytest.mark.parametrize("risk", ["cvar", "cvar:1", "cvar:-0.1", "cvar:x", "best", "worst:0.5", ""])
def test_an_unknown_risk_is_a_fault_of_the_settings(folder, risk):
    with pytest.raises(ValueError):
        risk_level(risk)
    (folder / "case.toml").write_text(TABLES["case.toml"] + f'risk = "{risk}"\n', encoding="utf-8")
    assert ("setting_value", "case.toml") in faults(folder)


def test_a_risk_without_weather_years_is_pointed_out(folder):
    (folder / "profiles_hot.csv").unlink()
    (folder / "weather_years.csv").unlink()
    (folder / "case.toml").write_text(TABLES["case.toml"] + 'risk = "worst"\n', encoding="utf-8")
    assert "risk_one_year" in [one.rule for one in problems_of(*read_raw(folder), series=False)]


def test_another_weather_takes_the_place_of_all_of_a_case(folder):
    (folder / "demand.csv").write_text("region,energy_twh\nningxia,100\n", encoding="utf-8")
    (folder / "profiles.csv").unlink()
    (folder / "profiles_hot.csv").unlink()
    case = load_case(folder)
    other = with_weather(case, 9)
    assert len(other.profiles) == 8760 and len(other.weather_years) == 1
    first = with_weather(case, 3).profiles["load@ningxia"].to_numpy()
    assert np.array_equal(first, case.profiles["load@ningxia"].to_numpy()[:8760])
    assert not np.array_equal(other.profiles["load@ningxia"].to_numpy(), first)
