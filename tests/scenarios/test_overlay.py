"""What scenarios change, and what is said of those that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplan.case.folder import workbook_to_folder
from gridplan.case.load import load_case
from gridplan.case.problems import CaseError
from gridplan.case.workbook import write_workbook
from gridplan.scenarios.apply import Applied
from gridplan.scenarios.diff import diff
from gridplan.scenarios.load import load_scenario, read_scenario_set, scenario_record
from tests.case.support.tiny import cell, write_tiny

GOOD = """
[scenario.base]
name_zh = "基准"

[scenario.dear]
name_zh = "高煤价"
note = "both languages"
note_zh = "只有中文"
changes = [{ table = "fuels", row = "coal", column = "price_cny_per_tce", factor = 1.5 }]

[scenario.windy]
parents = ["dear"]
note_en = "a; b | c"
changes = [
  { table = "renewables", where = { technology = "wind_*" }, column = "potential_gw", value = 45 },
  { table = "燃料", row = "coal", column = "价格", factor = 2 },
  { table = "retrofits", row = ["coal_600", "efficiency"], drop = true },
  { table = "links", add = { link = "b", from = "ningxia", to = "outside", capacity_gw = 1, capex_cny_per_kw = 0 } },
  { setting = "discount_rate", value = 0.08 },
  { series = "wind_cf", factor = 0.5 },
  { series = "inflow", months = [1, 2], factor = 0.5 },
]

[grid.quota]
quota = [41, 50.0]
coal = [1.0, 1.25]
changes = [
  { table = "policies", row = "quota", column = "value", value = "{quota}" },
  { table = "fuels", row = "coal", column = "price_cny_per_tce", factor = "{coal}" },
]
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_tiny(tmp_path_factory.mktemp("case") / "tiny")
    (folder / "scenarios.toml").write_text(GOOD, encoding="utf-8")
    return folder


def test_parents_come_first_and_every_kind_of_change_is_made(tiny: Path) -> None:
    changed = load_scenario(tiny, "windy")
    case, base = changed.complete_case, load_case(tiny)
    # 800 × 1.5 × 2
    assert case.tables["fuels"].set_index("fuel").at["coal", "price_cny_per_tce"] == 2400
    assert case.tables["renewables"]["potential_gw"].tolist() == [45, 60]
    assert case.tables["retrofits"]["state"].tolist() == ["flexibility"]
    assert case.tables["links"]["link"].tolist() == ["to_shandong", "b"]
    assert case.settings.discount_rate == 0.08
    assert case.profiles["wind_cf"].sum() == pytest.approx(base.profiles["wind_cf"].sum() / 2)
    assert case.profiles["inflow"][:1416].sum() == pytest.approx(base.profiles["inflow"][:1416].sum() / 2)
    assert case.profiles["inflow"][1416:].equals(base.profiles["inflow"][1416:])
    assert [one.before for one in changed.applied if one.column == "price_cny_per_tce"] == ["800"]


def test_a_grid_is_every_combination_and_a_factor_of_one_changes_nothing(tiny: Path) -> None:
    together = read_scenario_set(tiny)
    names = [one.name for one in together.scenarios]
    assert names[:3] == ["base", "dear", "windy"]
    assert names[3:] == ["quota-quota=41-coal=1", "quota-quota=41-coal=1.25", "quota-quota=50-coal=1",
                         "quota-quota=50-coal=1.25"]
    changed = together.all_changed(together.scenarios[3:], with_series=False)
    assert [[one.after for one in each.applied] for each in changed] == [["41"], ["41", "1000"], ["50"], ["50", "1000"]]


def test_the_base_is_the_case_itself(tiny: Path) -> None:
    base = load_scenario(tiny, "base").complete_case
    assert base.fingerprint == load_case(tiny).fingerprint
    other = load_scenario(tiny, "dear").complete_case
    assert other.fingerprint != base.fingerprint and other.settings.title("zh") == "小案例：高煤价"


def test_a_factor_on_a_blank_cell_multiplies_the_library_and_other_blanks_follow(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    cell("renewables.csv", 2, "capex_cny_per_kw", "")(folder)
    base = load_case(folder).tables["renewables"].at[0, "capex_cny_per_kw"]
    (folder / "scenarios.toml").write_text("""
[scenario.cheap]
changes = [{ table = "renewables", row = "wind", column = "capex_cny_per_kw", factor = 0.5 }]
[scenario.offshore]
changes = [{ table = "renewables", row = "wind", column = "technology", value = "wind_offshore" }]
""", encoding="utf-8")
    assert load_scenario(folder, "cheap").complete_case.tables["renewables"].at[0, "capex_cny_per_kw"] == base / 2
    offshore = load_scenario(folder, "offshore").complete_case.tables["renewables"].at[0, "capex_cny_per_kw"]
    assert offshore > base


def test_workbook_and_folder_keep_the_scenarios(tiny: Path, tmp_path: Path) -> None:
    written = _changes(tiny)
    book = write_workbook(tiny, tmp_path / "case.xlsx", "zh")
    assert _changes(book) == written
    assert _changes(workbook_to_folder(book, tmp_path / "back")) == written


def test_a_note_is_in_the_language_asked_for(tiny: Path) -> None:
    notes = {one.name: (one.note("zh"), one.note("en")) for one in read_scenario_set(tiny).scenarios}
    assert notes["dear"] == ("只有中文", "both languages"), "`note` is for the language without one of its own"
    assert notes["windy"] == ("", "a; b | c")
    record = scenario_record(load_scenario(tiny, "dear"))
    assert (record["note_zh"], record["note_en"]) == notes["dear"] and "note" not in record


def _changes(path: Path) -> list[tuple[str, str, str, list[Applied]]]:
    together = read_scenario_set(path)
    changed = together.all_changed(together.scenarios, with_series=False)
    return [(one.scenario.name, one.scenario.note_zh, one.scenario.note_en, one.applied) for one in changed]


BAD = {
    'change_no_row': ('{ table = "fuels", row = "cool", column = "price_cny_per_tce", factor = 2 }', "coal"),
    'change_table_unknown': ('{ table = "fuel", row = "coal", column = "price_cny_per_tce", factor = 2 }', "fuels"),
    'change_column_unknown': ('{ table = "fuels", row = "coal", column = "price", factor = 2 }', "price_cny_per_tce"),
    'change_setting_unknown': ('{ setting = "discount", value = 0.1 }', "discount_rate"),
    'change_series_unknown': ('{ series = "wind", factor = 0.5 }', "wind_cf"),
    'change_series_shape': ('{ series = "load", factor = 1.1 }', "demand"),
    'change_series_above_one': ('{ series = "solar_cf", factor = 1.1 }', "1.1"),
    'change_factor_text': ('{ table = "fuels", row = "coal", column = "is_coal", factor = 2 }', "fuels"),
    'change_what': ('{ table = "fuels", row = "coal", column = "price_cny_per_tce" }', "factor"),
    'change_rows': ('{ table = "fuels", column = "price_cny_per_tce", factor = 2 }', "fuels"),
    'scenario_key': ('{ table = "fuels", rows = "coal", column = "price_cny_per_tce", factor = 2 }', "row"),
    'above_maximum': ('{ table = "regions", row = "*", column = "line_loss_share", value = 3 }', "line_loss_share"),
    'change_kind': ('{ value = 3 }', "table"),
}


@pytest.mark.parametrize("rule", BAD)
def test_what_cannot_be_changed_is_named_with_its_scenario(tiny: Path, tmp_path: Path, rule: str) -> None:
    change, hint = BAD[rule]
    folder = write_tiny(tmp_path / "tiny")
    (folder / "scenarios.toml").write_text(f"[scenario.odd]\nchanges = [{change}]\n", encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        together = read_scenario_set(folder)
        together.all_changed(together.scenarios)
    named = [one for one in fault.value.problems if one.rule == rule]
    assert len(named) == 1
    assert "odd" in named[0].file
    assert hint in " ".join([named[0].message("en"), named[0].column, named[0].table, named[0].value])


def test_every_fault_of_form_is_told_at_once(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    (folder / "scenarios.toml").write_text("""
[scenario.a]
parents = ["b"]
[scenario.b]
parents = ["a", "nobody"]
[scenario."no/good"]
[scenario.A]
[grid.g]
x = 3
y = [1, 2]
[other]
""", encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        read_scenario_set(folder)
    rules = {one.rule for one in fault.value.problems if one.severity == "error"}
    assert {"scenario_parent_cycle", "scenario_parent_unknown", "scenario_name", "scenario_same_folder", "grid_values",
            "grid_unused", "scenario_section"} <= rules


def test_a_name_given_twice_is_said_with_its_line(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    (folder / "scenarios.toml").write_text("[scenario.a]\n[scenario.b]\n[scenario.a]\n", encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        read_scenario_set(folder)
    assert [(one.rule, one.row, one.value) for one in fault.value.problems if one.severity == "error"] == [
        ("scenario_twice", 3, "a")]


def test_diff_is_by_row_and_says_what_is_filled_in(tiny: Path) -> None:
    base, windy = load_case(tiny), load_scenario(tiny, "windy").complete_case
    assert diff(base, base).empty
    lines = diff(base, windy).set_index(["kind", "row", "column"])
    assert lines.loc[("value", "coal", "price_cny_per_tce"), ["before", "after", "ratio"]].tolist() == [800, 2400, 3]
    assert lines.loc[("setting", "", "discount_rate"), "after"] == 0.08
    assert ("row_removed", "coal_600 efficiency", "") in lines.index and ("row_added", "b", "") in lines.index
    assert lines.loc[("series", "wind_cf", "annual_sum"), "ratio"] == pytest.approx(0.5)
    assert len(diff(windy, base)) == len(lines)


def test_a_case_is_checked_with_each_of_its_scenarios(tiny: Path) -> None:
    case, found = read_scenario_set(tiny).checked()
    assert case.fingerprint == load_case(tiny).fingerprint
    assert not case.warnings
    assert [(one.rule, one.file) for one in found] == [
        ("price_open", "windy → links.csv"), ("change_series_total", "scenarios.toml [windy: 7]")]


def test_what_only_the_series_of_a_scenario_show_is_found_with_all_else(tiny: Path, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    changes = {name: BAD[name][0] for name in ("change_no_row", "change_series_above_one", "above_maximum")}
    (folder / "scenarios.toml").write_text("".join(
        f"[scenario.{name}]\nchanges = [{change}]\n" for name, change in changes.items())
        + '[scenario.child]\nparents = ["above_maximum"]\n', encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        read_scenario_set(folder).checked()
    wrong = {one.rule: one.file for one in fault.value.problems if one.severity == "error"}
    assert set(wrong) == set(changes)
    assert wrong["above_maximum"] == "above_maximum, child → regions.csv", "told once"
