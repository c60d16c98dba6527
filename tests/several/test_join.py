"""Cases joined: channels found, ids kept apart, and every way in which cases do not fit together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from gridplan.case.join import join_cases
from gridplan.case.load import load_case
from gridplan.case.problems import CaseError
from gridplan.library.paths import cases_dir
from tests.cli.support import typed

NINGXIA, HUNAN = (cases_dir() / name for name in ("ningxia-2030", "hunan-2030"))


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("join") / "joint"
    remarks = join_cases([NINGXIA, HUNAN], folder, trade=True, lang="en")
    return load_case(folder), remarks


def copied(tmp_path: Path, source: Path, **settings: str) -> Path:
    """A copy of a case with other settings."""
    folder = tmp_path / source.name
    shutil.copytree(source, folder)
    text = (folder / "case.toml").read_text(encoding="utf-8")
    lines = [next((f"{key} = {value}" for key, value in settings.items() if line.startswith(f"{key} =")), line)
             for line in text.splitlines()]
    (folder / "case.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def rules(fault: pytest.ExceptionInfo[CaseError]) -> set[str]:
    return {one.rule for one in fault.value.problems}


def test_the_channel_of_both_cases_is_one_link_between_them(joined):
    case, remarks = joined
    link = case.rows("links", 2030).loc["ningxia_hunan"]
    assert (link["from"], link["to"], link["price_cny_per_mwh"]) == ("ningxia", "hunan", 0.0)
    assert list(case.rows("links", 2030).index).count("ningxia_hunan") == 1
    assert any("transfer" in remark for remark in remarks)


def test_every_row_of_both_is_there_under_an_id_of_its_own(joined):
    case, _remarks = joined
    parts = [load_case(folder) for folder in (NINGXIA, HUNAN)]
    for table in ("cohorts", "retrofits", "renewables", "stores", "policies", "response"):
        assert len(case.tables[table]) == sum(len(part.tables[table]) for part in parts), table
    assert {"ningxia_coal_usc", "hunan_coal_usc"} <= set(case.tables["cohorts"]["cohort"])
    assert case.warnings == []


def test_figures_are_those_of_the_single_cases(joined):
    case, _remarks = joined
    alone = load_case(HUNAN).rows("cohorts", 2030).drop(columns=["cohort", "fuel"])
    together = case.rows("cohorts", 2030)
    together = together[together["region"] == "hunan"].drop(columns=["cohort", "fuel"])
    together.index = together.index.str.removeprefix("hunan_")
    pd.testing.assert_frame_equal(*(frame.loc[list(alone.index)].reset_index(drop=True) for frame in (alone, together)))
    load = load_case(HUNAN).rows("demand", 2030).loc["hunan", "profile"]
    assert (load_case(HUNAN).profiles[load] == case.profiles[load]).all()


def test_trade_runs_along_the_channel_out_of_the_dearer_quota(joined):
    case, _remarks = joined
    trade = case.tables["excess_trade"].iloc[0]
    assert (trade["from"], trade["to"]) == ("ningxia", "hunan")
    assert trade["max_twh"] == pytest.approx(31.45)


@pytest.mark.parametrize(("key", "value"), [
    ("years", "[2035]"), ("discount_rate", "0.08"), ("weather_seed", "7"), ("calendar_year", "2031")])
def test_settings_must_agree(tmp_path, key, value):
    other = copied(tmp_path, HUNAN, **{key: value})
    if key == "years":
        for file in other.glob("*.csv"):
            assert "2030" not in file.read_text(encoding="utf-8").split("\n")[0]
    with pytest.raises(CaseError) as fault:
        join_cases([NINGXIA, other], tmp_path / "joint")
    assert "join_setting_differs" in rules(fault)
    assert not (tmp_path / "joint").exists()


def test_a_region_stands_in_one_case(tmp_path):
    with pytest.raises(CaseError) as fault:
        join_cases([NINGXIA, copied(tmp_path, NINGXIA)], tmp_path / "joint")
    assert rules(fault) == {"join_region_twice"}


def test_cases_without_a_channel_need_links(tmp_path):
    inner_mongolia = cases_dir() / "inner-mongolia-2030"
    with pytest.raises(CaseError) as fault:
        join_cases([NINGXIA, inner_mongolia], tmp_path / "joint")
    assert rules(fault) == {"join_without_link"}
    links = tmp_path / "lines.csv"
    links.write_text("link,from,to,capacity_gw,mode\nac,inner_mongolia,ningxia,1,free\n", encoding="utf-8")
    join_cases([NINGXIA, inner_mongolia], tmp_path / "joint", links=links)
    assert load_case(tmp_path / "joint").rows("links", 2030).loc["ac", "to"] == "ningxia"


def test_links_of_a_file_are_checked_where_they_stand(tmp_path):
    links = tmp_path / "lines.csv"
    links.write_text("link,from,to,capacity_gw\na,ningxia,hainan,1\nb,hunan,hunan,1\nc,ningxia,hunan,x\n",
                     encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        join_cases([NINGXIA, HUNAN], tmp_path / "joint", links=links)
    found = {(one.file, one.row, one.rule) for one in fault.value.problems}
    assert found == {("lines.csv", 2, "link_region_unknown"), ("lines.csv", 3, "link_ends_equal"),
                     ("lines.csv", 4, "not_a_number")}


def test_faults_of_a_case_name_the_case(tmp_path):
    other = copied(tmp_path, HUNAN)
    (other / "policies.csv").write_text(
        "policy,region,metric,value,enforce\nx,hubei,capacity.wind,1,yes\n", encoding="utf-8")
    hours = [f"{hour},0.5" for hour in range(8000)]
    (other / "profiles.csv").write_text("\n".join(["hour,short", *hours]), encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        join_cases([NINGXIA, other], tmp_path / "joint")
    files = {one.file for one in fault.value.problems if one.severity == "error"}
    assert {"hunan-2030/policies.csv", "hunan-2030/profiles.csv"} <= files


# -- paths ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def joint_path(tmp_path_factory: pytest.TempPathFactory):
    """Two provinces, three planning years, two weather years: Hunan of 2035 lacks power and imports from neighbours."""
    folder = tmp_path_factory.mktemp("path") / "joint"
    assert typed("new", "ningxia+hunan", folder, "--years", "2025,2030,2035", "--weather-years", 2).code == 0
    return load_case(folder)


def test_paths_of_two_provinces_are_one_path(joint_path):
    case = joint_path
    assert case.settings.years == [2025, 2030, 2035] and len(case.weather_years) == 2
    assert case.settings.name_zh == "宁夏、湖南2025—2035年联合电力规划"
    assert case.settings.name_en == "Ningxia and Hunan, joint 2025-2035 power plan"
    leaving = case.tables["retirements"]
    assert leaving["asset"].tolist() == ["ningxia_coal_small", "hunan_coal_small"]
    assert set(leaving["asset"]) <= set(case.tables["cohorts"]["cohort"])
    limits = case.tables["build_limits"]
    assert set(limits["technology"]) == {"pumped_hydro"} and set(limits["region"]) == {"ningxia", "hunan"}


def test_lines_to_neighbours_outside_are_no_interfaces_between_the_provinces(joint_path):
    links = joint_path.rows("links", 2035)
    assert any(name.startswith("ac_") for name in links.index)
    assert "交流断面0个" in joint_path.settings.notes.zh[0]


def test_a_growth_ceiling_stays_its_own_provinces(tmp_path):
    folder = copied(tmp_path, NINGXIA)
    (folder / "build_limits.csv").write_text("technology,max_gw\nwind_onshore,3\n", encoding="utf-8")
    join_cases([folder, HUNAN], tmp_path / "joint", lang="en")
    limits = load_case(tmp_path / "joint").tables["build_limits"]
    assert limits[["technology", "region", "max_gw"]].to_numpy().tolist() == [["wind_onshore", "ningxia", 3.0]]


def test_a_growth_ceiling_of_several_regions_together_is_refused(tmp_path):
    both = tmp_path / "both"
    join_cases([NINGXIA, HUNAN], both, lang="en")
    (both / "build_limits.csv").write_text("technology,max_gw\nwind_onshore,3\n", encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        join_cases([both, cases_dir() / "inner-mongolia-2030"], tmp_path / "joint", lang="en")
    assert rules(fault) == {"join_limit_of_several"}


def test_the_command_refuses_with_code_two_and_leaves_nothing(tmp_path):
    said = typed("join", NINGXIA, copied(tmp_path, NINGXIA), "--out", tmp_path / "joint", "--lang", "zh")
    assert said.code == 2
    assert "省区 ningxia" in said.asides
    assert not (tmp_path / "joint").exists()
    assert typed("join", NINGXIA, "--out", tmp_path / "joint").code == 2
    assert typed("new", "ningxia+hunna", tmp_path / "joint", "--year", 2030).code == 2
    assert typed("run", NINGXIA, "--block-hours", 5, "--out", tmp_path / "out").code == 2
