"""Several planning years as a planner writes them: what ages, and what is refused by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from gridplan.case.ageing import leaves_in
from gridplan.case.load import check_case, load_case
from gridplan.case.new import draft_case
from gridplan.case.problems import errors
from tests.case.support.broken import replaced
from tests.case.support.tiny import write_tiny

YEARS = "[2030, 2035, 2040]"
HEAD = "retirement,table,asset,capacity_gw,from_year,start_year,life_years\n"


@pytest.fixture
def path_case(tmp_path: Path) -> Path:
    """The tiny case over three planning years."""
    folder = write_tiny(tmp_path / "case")
    replaced("case.toml", "[2030]", YEARS)(folder)
    return folder


def rules_of(folder: Path) -> set[str]:
    return {found.rule for found in errors(check_case(folder))}


def existing(folder: Path, table: str, asset: str, column: str = "existing_gw") -> dict[int, float]:
    case = load_case(folder)
    return {year: float(case.rows(table, year).loc[asset, column]) for year in case.settings.years}


def asset_of(folder: Path, table: str) -> tuple[str, float]:
    """First asset of a table with something standing, and how much."""
    case = load_case(folder)
    frame = case.tables[table]
    column = "capacity_gw" if table == "links" else "existing_gw"
    row = frame[frame[column] > 0].iloc[0]
    return str(row.iloc[0]), float(row[column])


def test_the_path_is_a_good_case(path_case: Path) -> None:
    assert rules_of(path_case) == set()


def test_what_retires_is_taken_off_from_its_year_on(path_case: Path) -> None:
    asset, stands = asset_of(path_case, "cohorts")
    (path_case / "retirements.csv").write_text(
        f"{HEAD}one,cohorts,{asset},{stands / 4},2033,,\ntwo,cohorts,{asset},{stands / 2},2040,,\n", encoding="utf-8")
    assert existing(path_case, "cohorts", asset) == pytest.approx(
        {2030: stands, 2035: 0.75 * stands, 2040: 0.25 * stands})
    origins = load_case(path_case).origins
    told = origins[origins["source"].str.contains("retirements")]
    assert told["basis"].eq("derived").all() and len(told) == 2


def test_commissioning_and_life_give_the_year() -> None:
    nothing = math.nan
    assert leaves_in({"from_year": nothing, "start_year": 1994.0, "life_years": nothing}, 40.0) == 2034
    assert leaves_in({"from_year": nothing, "start_year": 1994.0, "life_years": 30.0}, 40.0) == 2024
    assert leaves_in({"from_year": 2031.0, "start_year": 1994.0, "life_years": 30.0}, 40.0) == 2031
    assert leaves_in({"from_year": nothing, "start_year": nothing, "life_years": 30.0}, 40.0) is None


@pytest.mark.parametrize("table", ["cohorts", "renewables", "stores", "links"])
def test_every_kind_of_asset_ages(path_case: Path, table: str) -> None:
    asset, stands = asset_of(path_case, table)
    (path_case / "retirements.csv").write_text(f"{HEAD}one,{table},{asset},{stands / 2},2036,,\n", encoding="utf-8")
    column = "capacity_gw" if table == "links" else "existing_gw"
    assert existing(path_case, table, asset, column) == pytest.approx({2030: stands, 2035: stands, 2040: stands / 2})


def test_a_single_year_is_left_alone(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    asset, stands = asset_of(folder, "cohorts")
    before = load_case(folder).tables["cohorts"]
    (folder / "retirements.csv").write_text(f"{HEAD}one,cohorts,{asset},{stands},2031,,\n", encoding="utf-8")
    assert load_case(folder).tables["cohorts"].equals(before)


def retirements(*rows: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        asset, _ = asset_of(folder, "cohorts")
        text = HEAD + "".join(f"{row.replace('ASSET', asset)}\n" for row in rows)
        (folder / "retirements.csv").write_text(text, encoding="utf-8")

    return change


@pytest.mark.parametrize(("rows", "rule"), [
    (["one,cohorts,nobody,0.1,2035,,"], "retirement_unknown"),
    (["one,cohorts,ASSET,0.1,,,"], "retirement_without_year"),
    (["one,cohorts,ASSET,0.1,2030,,"], "retirement_past"),
    (["one,cohorts,ASSET,0.1,,1980,40"], "retirement_past"),
    (["one,cohorts,ASSET,300,2033,,", "two,cohorts,ASSET,300,2036,,"], "retirement_too_much"),
    (["one,cohorts,ASSET,0.1,2033,,", "one,cohorts,ASSET,0.1,2036,,"], "key_twice"),
    (["one,plants,ASSET,0.1,2033,,"], "choice_unknown"),
])
def test_wrong_retirements_are_named(path_case: Path, rows: list[str], rule: str) -> None:
    retirements(*rows)(path_case)
    found = [one for one in errors(check_case(path_case)) if one.rule == rule]
    assert found and found[0].file == "retirements.csv" and found[0].row in (2, 3)
    assert found[0].message_zh and found[0].message_en


def test_retirements_beside_rows_by_year_are_named(path_case: Path) -> None:
    asset, stands = asset_of(path_case, "stores")
    _dated(path_case, "stores", asset, existing_gw=(stands, stands / 2, 0.0))
    (path_case / "retirements.csv").write_text(f"{HEAD}one,stores,{asset},0.01,2035,,\n", encoding="utf-8")
    assert "retirement_and_dated" in rules_of(path_case)


def test_a_growth_ceiling_of_an_unknown_technology_is_named(path_case: Path) -> None:
    (path_case / "build_limits.csv").write_text("technology,max_gw\nwind_onshor,1\n", encoding="utf-8")
    found = errors(check_case(path_case))
    assert [one.rule for one in found] == ["choice_unknown"]
    assert found[0].column == "technology" and "wind_onshore" in found[0].message_en


def test_growth_ceilings_that_do_nothing_are_pointed_out(path_case: Path) -> None:
    (path_case / "build_limits.csv").write_text("technology,max_gw\nnuclear,1\nwind_onshore,\n", encoding="utf-8")
    assert rules_of(path_case) == set()
    assert {one.rule for one in check_case(path_case)} >= {"build_limit_idle", "build_limit_empty"}


@pytest.mark.parametrize(("years", "rule"), [("[2035, 2030]", "setting_value"), ("[2030, 2030]", "setting_value"),
                                             ("[]", "setting_value")])
def test_years_out_of_order_are_named(tmp_path: Path, years: str, rule: str) -> None:
    folder = write_tiny(tmp_path / "case")
    replaced("case.toml", "[2030]", years)(folder)
    found = errors(check_case(folder))
    assert any(one.rule == rule and one.column == "years" for one in found)


def test_a_year_without_demand_is_named(path_case: Path) -> None:
    lines = (path_case / "demand.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{lines[0]},year", *(f"{lines[1]},{year}" for year in (2030, 2040))]
    (path_case / "demand.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = [one for one in errors(check_case(path_case)) if one.rule == "demand_missing"]
    assert found and "2035" in found[0].message_en


def test_a_target_of_another_year_waits_and_one_switched_on_is_an_error(path_case: Path) -> None:
    lines = (path_case / "policies.csv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split(",")
    first = dict(zip(columns, lines[1].split(","), strict=False))
    rows = []
    for name, enforce in (("waits", "no"), ("bound", "yes")):
        cells = {**first, "policy": name, "enforce": enforce}
        rows.append(",".join([*(cells.get(column, "") for column in columns), "2050"]))
    text = "\n".join([f"{lines[0]},year", *(f"{line}," for line in lines[1:]), *rows]) + "\n"
    (path_case / "policies.csv").write_text(text, encoding="utf-8")
    found = {one.rule: one for one in check_case(path_case)}
    assert found["target_year_waits"].severity == "warning"
    assert found["target_year_unplanned"].severity == "error"
    assert "2050" in found["target_year_unplanned"].message_zh


def test_what_may_be_built_must_stand_in_every_later_year(path_case: Path) -> None:
    asset, stands = asset_of(path_case, "stores")
    _dated(path_case, "stores", asset, years=(2030, 2035), build_max_gw=(1.0, 1.0), existing_gw=(stands, stands))
    assert "built_then_gone" in rules_of(path_case)


def test_a_limit_that_falls_is_named(path_case: Path) -> None:
    asset, _ = asset_of(path_case, "stores")
    _dated(path_case, "stores", asset, build_max_gw=(2.0, 1.0, 3.0))
    found = [one for one in errors(check_case(path_case)) if one.rule == "room_falls"]
    assert found and "2035" in found[0].message_en and found[0].column == "build_max_gw"


def _dated(folder: Path, table: str, asset: str, years=(2030, 2035, 2040), **columns) -> None:
    """Put a row for each year in the place of an asset's row."""
    file = folder / f"{table}.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    kept, own = [lines[0] + ",year"], None
    for line in lines[1:]:
        if line.split(",")[0] == asset:
            own = dict(zip(names, line.split(","), strict=False))
        else:
            kept.append(line + ",")
    assert own is not None
    for place, year in enumerate(years):
        cells = {**own, **{name: str(values[place]) for name, values in columns.items()}}
        assert set(columns) <= set(names), (names, columns)
        kept.append(",".join([*(cells.get(name, "") for name in names), str(year)]))
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")


# -- new cases of several years ----------------------------------------------------------------------------------------


def test_a_new_path_ages_coal_and_spreads_ceilings() -> None:
    draft = draft_case("ningxia", [2025, 2030, 2035])
    leaving = draft.rows("retirements")
    assert leaving and all(2025 < int(row["from_year"]) <= 2035 for row in leaving)
    ceilings = [row["potential_gw"] for row in draft.rows("renewables") if row["renewable"] == "wind_onshore"]
    assert len(ceilings) == 3 and ceilings == sorted(ceilings)
    assert {row["year"] for row in draft.rows("build_limits")} == {2025}


def test_a_new_case_of_one_year_has_nothing_of_a_path() -> None:
    draft = draft_case("ningxia", [2030])
    assert not draft.rows("retirements") and not draft.rows("build_limits")
    assert all("year" not in row for name in ("renewables", "stores", "links", "cohorts") for row in draft.rows(name))
