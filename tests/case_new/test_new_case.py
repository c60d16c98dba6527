"""New cases of every province read back clean, keep the fleet's capacity, and appear whole or not at all."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from gridplan.case import new_write
from gridplan.case.load import check_case
from gridplan.case.new import new_case
from gridplan.case.new_coal import registered_units
from gridplan.case.new_draft import Draft
from gridplan.case.new_links import link_id
from gridplan.case.new_renewables import Pace
from gridplan.case.new_retrofits import MOST_STATES
from gridplan.case.new_write import FolderNotEmpty
from gridplan.case.problems import errors
from gridplan.case.schema import schema
from gridplan.library.errors import LibraryError
from gridplan.library.paths import cases_dir
from gridplan.library.provinces import province_ids
from gridplan.library.tables import table
from tests.support.drafts import of_all_provinces

WITHOUT_COAL = {"beijing", "tibet"}


@pytest.fixture(scope="module")
def drafts() -> dict[str, Draft]:
    return of_all_provinces()


@pytest.mark.parametrize("province", province_ids())
def test_a_new_case_of_every_province_has_no_fault(province: str, tmp_path: Path) -> None:
    new_case(province, 2030, tmp_path / "case")
    assert errors(check_case(tmp_path / "case")) == []


def test_only_columns_that_say_something_are_written(tmp_path: Path) -> None:
    new_case("hunan", 2030, tmp_path / "case")
    for file in (tmp_path / "case").glob("*.csv"):
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
        assert set(rows.columns) <= set(schema().tables[file.stem].columns)
        assert not (rows == "").all().any(), f"{file.name} has a blank column"


def test_grouping_keeps_the_registered_capacity_and_its_coal(drafts: dict[str, Draft]) -> None:
    register = table("coal_cohorts").groupby("province")["capacity_gw"].sum()
    for province, draft in drafts.items():
        rows = [row for row in draft.rows("cohorts") if row["technology"] == "coal"]
        cohorts = pd.DataFrame(rows, columns=["existing_gw", "net_rate_g_per_kwh"])
        assert cohorts["existing_gw"].sum() == pytest.approx(register.get(province, 0.0), abs=1e-3), province
        units = registered_units(draft)
        burnt = (units["capacity_gw"] * units["net_rate_g_per_kwh"]).sum()
        grouped = (cohorts["existing_gw"] * cohorts["net_rate_g_per_kwh"]).sum()
        assert grouped == pytest.approx(burnt, rel=1e-3), province


def test_coal_stays_within_the_budget_of_states(drafts: dict[str, Draft]) -> None:
    for province, draft in drafts.items():
        cohorts = [row for row in draft.rows("cohorts") if str(row["technology"]).startswith("coal")]
        assert len(cohorts) <= 6, province
        assert len(cohorts) + len(draft.rows("retrofits")) <= MOST_STATES, province
        assert bool(registered_units(draft).size) == (province not in WITHOUT_COAL)


def test_captive_plants_only_regulate_and_stay_out_of_the_coal_rate(drafts: dict[str, Draft]) -> None:
    captive = next(row for row in drafts["ningxia"].rows("cohorts") if row["cohort"] == "coal_captive")
    assert captive["existing_gw"] == pytest.approx(3.68)
    assert captive["in_coal_rate"] is False
    states = [row["state"] for row in drafts["ningxia"].rows("retrofits") if row["cohort"] == "coal_captive"]
    assert states == ["captive_regulation"]


def test_what_may_close_may_stand_by_and_prices_are_those_of_what_there_is(drafts: dict[str, Draft]) -> None:
    for province, draft in drafts.items():
        closing = {row["cohort"] for row in draft.rows("cohorts") if row.get("retire_max_gw")}
        assert {row["cohort"] for row in draft.rows("emergency_reserve")} <= closing, province
        priced = {row["technology"] for row in draft.rows("capacity_price")}
        assert ("new_storage" not in priced) or ("coal" in priced), province
    assert [row["technology"] for row in drafts["hunan"].rows("capacity_price")] == [
        "coal", "pumped_hydro", "new_storage"]


def test_a_pace_of_building_limits_growth_but_leaves_a_least_addition() -> None:
    pace = Pace(growth=0.2, least_gw_per_year=0.5)
    assert pace.ceiling_gw(10.0, 2) == pytest.approx(14.4)
    assert pace.ceiling_gw(0.1, 6) == pytest.approx(3.1)
    assert pace.ceiling_gw(10.0, 0) == pytest.approx(10.0)


def test_offshore_wind_stands_where_there_is_a_coast(drafts: dict[str, Draft]) -> None:
    with_sea = {
        province
        for province, draft in drafts.items()
        if any(row["technology"] == "wind_offshore" for row in draft.rows("renewables"))
    }
    assert len(with_sea) == 11
    assert {"jiangsu", "guangdong", "hainan"} <= with_sea


def test_new_export_channels_carry_the_green_share_and_existing_ones_show_theirs(drafts: dict[str, Draft]) -> None:
    rules = [row for row in drafts["ningxia"].rows("policies") if row["metric"] == "channel.renewable_share"]
    assert {(row["subject"], row["value"], row["enforce"]) for row in rules} == {
        ("ningxia_hunan", 50.0, True), ("lingzhou_shaoxing", 25.0, False), ("ningdong_shandong", 25.0, False)
    }


def test_a_province_short_of_plants_draws_on_its_neighbours(drafts: dict[str, Draft]) -> None:
    beijing = drafts["beijing"].total("links", "capacity_gw", mode="free")
    assert beijing > 10.0
    assert drafts["shanxi"].total("links", "capacity_gw", mode="free") == 0.0


def test_several_years_give_a_row_of_demand_and_of_each_target_per_year(tmp_path: Path) -> None:
    new_case("guizhou", 2030, tmp_path / "case", years=[2030, 2035])
    demand = pd.read_csv(tmp_path / "case" / "demand.csv")
    assert list(demand["year"]) == [2030, 2035]
    assert demand["energy_twh"].iloc[1] > demand["energy_twh"].iloc[0]
    assert errors(check_case(tmp_path / "case")) == []


def test_link_ids_are_plain_and_distinct() -> None:
    assert link_id("Ningdong-Shandong (Yindong)") == "ningdong_shandong"
    ids = [link_id(name) for name in table("channels")["channel"]]
    assert len(ids) == len(set(ids))


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(FolderNotEmpty, match="empty"):
        new_case("hunan", 2030, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    new_case("hunan", 2030, tmp_path)
    settings = tomllib.loads((tmp_path / "case.toml").read_text(encoding="utf-8"))
    assert settings["years"] == [2030]
    assert len(settings["notes"]["zh"]) == len(settings["notes"]["en"]) > 5


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(path: Path, name: str, rows: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(new_write, "_write_table", full_disk)
    with pytest.raises(OSError, match="no space"):
        new_case("hunan", 2030, tmp_path / "deep" / "case")
    assert list(tmp_path.iterdir()) == []


def test_unknown_provinces_and_years_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="hunan"):
        new_case("hunnan", 2030, tmp_path / "a")
    with pytest.raises(ValueError, match="2024"):
        new_case("hunan", 1990, tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ningxia-2030-levers", "hunan-2030"])
def test_shipped_cases_have_no_fault(name: str) -> None:
    assert errors(check_case(cases_dir() / name)) == []


def shipped(name: str, file: str, key: str) -> pd.DataFrame:
    return pd.read_csv(cases_dir() / name / f"{file}.csv").set_index(key)


def test_ningxia_carries_the_figures_of_its_plan() -> None:
    links = shipped("ningxia-2030-levers", "links", "link")
    assert dict(links["capacity_gw"]) == {"ningdong_shandong": 4, "lingzhou_shaoxing": 8, "ningxia_hunan": 8}
    assert links["energy_twh"].sum() == pytest.approx(78.5)
    contract = shipped("ningxia-2030-levers", "link_contracts", "link").loc["ningxia_hunan"]
    assert (8 * contract["hours_min"], 8 * contract["hours_max"]) == (36000, 40000)
    policies = shipped("ningxia-2030-levers", "policies", "policy")
    enforced = policies.loc[policies["enforce"] == "yes", "value"]
    assert enforced["quota_renewable_consumption"] == 40
    assert enforced["quota_nonhydro_consumption"] == 35.2
    assert enforced["capacity_new_energy"] == 74.5
    assert enforced["channel_renewable_share_ningxia_hunan"] == 50
    reported = policies.loc[policies["enforce"] == "no", "value"]
    assert (reported["capacity_wind"], reported["capacity_solar"]) == (24.5, 50)
    assert (reported["storage_share_of_new_energy"], reported["storage_min_duration"]) == (10, 2)
    stores = shipped("ningxia-2030-levers", "stores", "store")
    assert stores.loc[stores["technology"] == "pumped_hydro", "build_max_gw"].sum() == pytest.approx(6.8)
    wind = shipped("ningxia-2030-levers", "renewables", "renewable").loc[["wind_onshore", "wind_old", "base_wind"]]
    assert list(wind[["existing_gw", "potential_gw"]].sum()) == pytest.approx([17.9, 39.0])


def test_the_base_of_the_ningxia_hunan_channel_is_taken_out_of_the_fleet_of_ningxia() -> None:
    base = shipped("ningxia-2030-levers", "bases", "region").loc["ningxia_base"]
    assert (base["link"], base["counted_in"]) == ("ningxia_hunan", "ningxia")
    assert shipped("ningxia-2030-levers", "links", "link").loc["ningxia_hunan", "from"] == "ningxia_base"
    classes = shipped("ningxia-2030-levers", "renewables", "renewable")
    renewables = classes.groupby(["region", "technology"])["existing_gw"].sum()
    assert (renewables["ningxia_base", "wind_onshore"], renewables["ningxia_base", "solar_utility"]) == (4, 9)
    assert renewables.drop("hydro_ror", level="technology").sum() == pytest.approx(59.5)
    cohorts = shipped("ningxia-2030-levers", "cohorts", "cohort")
    assert cohorts.loc["base_coal", "existing_gw"] == 4.64
    assert pd.isna(cohorts.loc["coal_new", "existing_gw"])


def test_hunan_has_the_units_its_retrofit_targets_need() -> None:
    cohorts = shipped("hunan-2030", "cohorts", "cohort")
    retrofits = pd.read_csv(cases_dir() / "hunan-2030" / "retrofits.csv")
    policies = shipped("hunan-2030", "policies", "policy")
    for kind, target in (("efficiency", 42), ("flexibility", 26), ("heating", 25)):
        row = policies.loc[f"retrofit_units_{kind}"]
        assert (row["value"], row["enforce"]) == (target, "yes")
        able = retrofits.loc[retrofits["state"].str.contains(kind), "cohort"].unique()
        assert cohorts.loc[able, "units"].sum() >= target
    # 42 + 26 + 25 is more than the 45 units: some must take two or all three.
    assert cohorts.loc[["coal_usc", "coal_large", "coal_small"], "units"].sum() == 45
    assert retrofits["state"].str.count(r"\+").max() == 2
    hydro = shipped("hunan-2030", "reservoirs", "reservoir")["existing_gw"].sum()
    flowing = shipped("hunan-2030", "renewables", "renewable").loc["hydro_ror", "existing_gw"]
    assert hydro + flowing == pytest.approx(16.5)
    stores = shipped("hunan-2030", "stores", "store")
    pumped = stores.loc[stores["technology"] == "pumped_hydro", ["existing_gw", "build_max_gw"]]
    assert pumped.sum().sum() == pytest.approx(20)


def test_remarks_come_in_the_language_asked_for(tmp_path: Path) -> None:
    chinese = new_case("tibet", 2030, tmp_path / "zh")
    english = new_case("tibet", 2030, tmp_path / "en", lang="en")
    assert len(chinese) == len(english)
    assert all(remark.isascii() for remark in english)
    assert not any(remark.isascii() for remark in chinese)
