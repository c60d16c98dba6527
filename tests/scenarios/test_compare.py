"""Figures of a comparison against arithmetic, in memory, in the workbook and in what the page is drawn from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from gridplan.results.labels import label
from gridplan.results.report_blocks import Mark
from gridplan.results.report_figures import in_shades
from gridplan.scenarios.compare_answer import answer_blocks
from gridplan.scenarios.compare_brings import best_table, brings
from gridplan.scenarios.compare_data import page_data
from gridplan.scenarios.compare_find import choose
from gridplan.scenarios.compare_gather import Comparison, gather, told_apart
from gridplan.scenarios.compare_page import sections
from gridplan.scenarios.compare_read import told_of
from gridplan.scenarios.compare_targets import case_targets, shadow_prices
from gridplan.scenarios.compare_words import CompareWords, comparison_title
from gridplan.scenarios.compare_write import MARK, PAGE, WORKBOOK, write_comparison
from gridplan.scenarios.index import Entry, Index
from tests.support.compared import CO2_KT, COST, FUEL, NAMES, WIND_GW, written

OFFICE = shutil.which("soffice")
WITH_OFFICE = pytest.mark.skipif(OFFICE is None, reason="no soffice on PATH to open a workbook")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("sweep")
    written(place, *NAMES)
    return place


@pytest.fixture(scope="module", params=["zh", "en"])
def compared(request, folder: Path) -> Comparison:
    return gather(choose([folder]), CompareWords(request.param))


@pytest.fixture(scope="module")
def place_of_files(compared: Comparison, tmp_path_factory) -> Path:
    return write_comparison(compared, tmp_path_factory.mktemp("out") / "comparison")


def figures(compared: Comparison, group: str, key: str) -> dict[str, float]:
    return dict(zip(compared.names, compared.values(group, compared.places[0], key), strict=True))


def test_the_first_named_base_is_the_base(compared: Comparison) -> None:
    assert compared.names == ["base", "cheap", "dear"]


def test_figures_are_those_of_hand(compared: Comparison) -> None:
    assert figures(compared, "costs", "total") == pytest.approx(COST, rel=1e-6)
    assert figures(compared, "costs", "fuel") == pytest.approx(FUEL, rel=1e-6)
    assert figures(compared, "coal", "co2") == pytest.approx(CO2_KT, rel=1e-6)
    assert figures(compared, "capacity", "wind_onshore") == pytest.approx(WIND_GW, abs=1e-6)
    assert figures(compared, "built", "built wind_onshore")["cheap"] == pytest.approx(1.0)
    assert figures(compared, "summary", "cost_paid") == pytest.approx({"base": 2628, "cheap": 2114, "dear": 2890.8})


def test_terms_add_up_to_the_difference_of_the_cost(compared: Comparison) -> None:
    terms = compared.group("costs", compared.places[0]).drop(index="total")[compared.names]
    for name in ("cheap", "dear"):
        change = (terms[name].fillna(0.0) - terms["base"].fillna(0.0)).sum()
        assert change == pytest.approx(COST[name] - COST["base"], rel=1e-6)


def test_targets_are_met_or_missed_with_their_margin(compared: Comparison) -> None:
    (row,) = case_targets(compared)
    cells = [cell for cell in row.cells if cell]
    assert [cell.status for cell in cells] == ["missed", "met", "missed"]
    assert [cell.margin for cell in cells] == pytest.approx([-0.5, 0.5, -0.5], abs=1e-6)
    per_unit, _per_kw = (shadow_prices([row], compared.words.lang, per_energy)[0] for per_energy in (False, True))
    # Missing it costs 100 CNY/kW, that is 100 million CNY for a GW; beyond its target cheap pays nothing.
    factor = {"zh": 100.0, "en": 100.0}[compared.words.lang]
    assert per_unit.values[1] == pytest.approx(0.0, abs=1e-6)
    assert per_unit.values[0] == pytest.approx(per_unit.values[2]) and per_unit.values[0] > 0
    assert compared.base.policies["shadow_price"].iloc[0] == pytest.approx(factor, rel=1e-6)


def test_only_what_differs_is_listed_among_the_inputs(compared: Comparison) -> None:
    found = compared.inputs.set_index(["id", "unit"])[compared.names]
    assert len(found) == 2
    assert found.xs("wind").iloc[0].tolist() == [20000.0, 8000.0, 20000.0]
    assert found.xs("coal").iloc[0].tolist() == [1000.0, 1000.0, 1100.0]


def test_the_first_page_says_who_is_cheapest_and_who_fails(compared: Comparison) -> None:
    told = "\n".join(text for block in answer_blocks(compared) for text in _texts(block))
    if compared.words.lang == "en":
        assert "cheap is cheapest at 2.11 billion CNY a year, 0.51 billion CNY (19.6 %) less" in told
        assert "wind capex_cny_per_kw 20,000 → 8,000" in told
        assert "base: Wind capacity 0.00 GW (asked ≥ 0.50 GW); dear: Wind capacity" in told
    else:
        assert "费用最低的是“cheap”，年费用 21.14 亿元，比基准（26.28 亿元）低 5.14 亿元，即 19.6 %" in told
        assert "风电 +100.0" in told and "base：风电装机 0.0 万千瓦（要求 ≥ 50.0 万千瓦）" in told


def test_the_first_page_ranks_the_scenarios_by_each_measure(compared: Comparison) -> None:
    table = best_table(compared, compared.places[0])
    cost, *_ = table.rows
    winner = cost.cells[1]
    assert isinstance(winner, Mark) and winner.text == "cheap"
    # 5.14 of 26.28 less; 0.51 of 2.63 in billion CNY.
    assert cost.cells[2:] == {"zh": ["21.14", "26.28", "−5.14", "−19.6"],
                              "en": ["2.11", "2.63", "−0.51", "−19.6"]}[compared.words.lang]
    co2 = next(row for row in table.rows if str(row.cells[0]).startswith(label("item.co2", compared.words.lang)))
    assert isinstance(co2.cells[1], Mark) and co2.cells[1].text == "cheap"


def test_who_is_as_good_as_the_base_reads_as_no_change(compared: Comparison) -> None:
    base, other = compared.scenarios[0], compared.scenarios[2]
    cost = base.lines["group"].eq("summary") & base.lines["key"].eq("cost_paid")
    # 0.2 million CNY less is nothing in either unit's decimals.
    lines = base.lines.assign(value=base.lines["value"].where(~cost, base.lines["value"] - 0.2))
    told = replace(compared, scenarios=[base, replace(other, name="near", lines=lines)])
    row = best_table(told, told.places[0]).rows[0]
    assert row.cells[1] == told.words("told.all_alike") and row.cells[2] == row.cells[3]
    assert row.cells[4:] == ["", ""]
    said = brings(told, told.places[0], 1)
    assert said.startswith(told.words("told.same_cost")) and told.words("told.same_coal") in said


def test_inputs_of_many_scenarios_are_told_by_what_is_otherwise(compared: Comparison) -> None:
    base, cheap, dear = compared.scenarios
    many = [base, cheap, dear, *(replace(cheap, name=f"as cheap {place}") for place in range(2))]
    section = next(one for one in sections(replace(compared, scenarios=many), 2) if one.anchor == "inputs")
    (table,) = section.blocks
    wind = next(row for row in table.rows if row.cells[4] == "20,000")
    named = compared.words("punctuation.list").join(["cheap", "as cheap 0", "as cheap 1"])
    assert wind.cells[5].text == f"8,000 — {named}"
    coal = next(row for row in table.rows if row.cells[4] == "1,000")
    assert coal.cells[5].text == "1,100 — dear"
    assert ("CNY" in coal.cells[3]) == (compared.words.lang == "en"), "units in the reader's language"


@pytest.mark.parametrize(("names", "zh"), [
    (["基准", "a"], "基准与 a 的对比"), (["base", "高煤价"], "base 与高煤价的对比"),
    (["基准", "b", "c"], "基准与其他 2 个方案的对比"),
])
def test_names_of_either_script_stand_well_in_a_chinese_title(names: list[str], zh: str) -> None:
    assert comparison_title(names, CompareWords("zh")) == zh


def test_a_scenario_is_called_what_its_case_calls_it(compared: Comparison) -> None:
    named = [replace(one, name="Wind for less") if one.name == "cheap" else one for one in compared.scenarios]
    assert [one.name for one in told_apart(named, list(NAMES))] == ["base", "Wind for less", "dear"]
    alike = [replace(one, name="same") for one in compared.scenarios]
    assert [one.name for one in told_apart(alike, list(NAMES))] == list(NAMES)


def test_a_note_begins_what_is_said_of_a_scenario(compared: Comparison) -> None:
    noted = [replace(one, note="What if it were dear?") if one.name == "dear" else one for one in compared.scenarios]
    told = "\n".join(text for block in answer_blocks(replace(compared, scenarios=noted)) for text in _texts(block))
    assert "dear: What if it were dear?" in told and "??" not in told and "?." not in told
    assert "20,000 → 8,000" in told, "without a note, what is put in otherwise"


def test_the_scenarios_are_ranked_by_cost_on_the_first_page(compared: Comparison) -> None:
    told = [block.text for block in answer_blocks(compared) if block.kind == "text"]
    # Without the penalty of 50: 2114, 2628, 2890.8 million CNY.
    assert {"zh": "年费用由低到高（亿元）：cheap 21.14（−19.6 %）；基准 26.28；dear 28.91（+10.0 %）。",
            "en": "Cost a year from least to most (billion CNY): cheap 2.11 (−19.6 %); Base 2.63; dear 2.89 (+10.0 %)."
            }[compared.words.lang] in told
    pair = answer_blocks(replace(compared, scenarios=compared.scenarios[:2]))
    assert not any("from least" in block.text or "由低到高" in block.text for block in pair if block.kind == "text")


def test_what_is_not_asked_of_a_scenario_is_not_missed(compared: Comparison) -> None:
    dear = compared.scenarios[2]
    free = [*compared.scenarios[:2], replace(dear, policies=dear.policies.assign(enforced=False))]
    cells = {name: cell.status for name, cell in
             zip(compared.names, case_targets(replace(compared, scenarios=free))[0].cells, strict=True) if cell}
    assert cells == {"base": "missed", "cheap": "met", "dear": "not_enforced"}
    assert label("status.not_enforced", compared.words.lang)


def test_channels_of_one_colour_are_told_apart() -> None:
    assert in_shades(["#808080", "#112233", "#808080", "#808080"]) == ["#464646", "#112233", "#808080", "#cccccc"]


def test_scenarios_of_a_sweep_stand_in_its_order(folder: Path, tmp_path: Path) -> None:
    sweep = tmp_path / "sweep"
    shutil.copytree(folder, sweep)
    assert [one.name for one in choose([sweep]).results] == ["base", "cheap", "dear"]
    Index(sweep, tmp_path, [Entry("dear"), Entry("base"), Entry("cheap")]).write()
    assert [one.name for one in choose([sweep]).results] == ["base", "dear", "cheap"]


def test_names_and_notes_are_as_the_last_sweep_found_them(tmp_path: Path) -> None:
    key, run = {"fingerprint": "a"}, {"sweep": {"fingerprint": "a"}, "scenario": {"name_en": "Old", "note_en": "old"}}
    assert told_of(tmp_path / "x", run)["note_en"] == "old"
    Index(tmp_path, tmp_path, [Entry("x", name_en="New", note_en="new", status="solved", key=key)]).write()
    assert (told_of(tmp_path / "x", run)["name_en"], told_of(tmp_path / "x", run)["note_en"]) == ("New", "new")
    # A result of other input is not the one the index speaks of.
    assert told_of(tmp_path / "x", run | {"sweep": {"fingerprint": "b"}})["note_en"] == "old"
    assert set(told_of(tmp_path / "y", {}).values()) == {""}


def _texts(block) -> list[str]:
    if block.kind == "points":
        return [f"{name}: {note} {text}" for (name, text), note in zip(block.items, block.notes, strict=True)]
    return [block.text] if hasattr(block, "text") else []


def test_the_page_draws_from_the_same_figures(compared: Comparison) -> None:
    data, width = page_data(compared)
    (area,) = data["areas"]
    money = {"zh": 0.01, "en": 0.001}[compared.words.lang]
    assert width == 2 and area["total"] == pytest.approx([COST[name] * money for name in NAMES], abs=1e-3)
    changes = sum(line["values"][1] - line["values"][0] for line in area["costs"]["lines"])
    assert changes == pytest.approx((COST["cheap"] - COST["base"]) * money, abs=1e-3)
    hours = data["hours"]["areas"][area["key"]]
    assert hours["scenarios"][0]["demand"] == hours["scenarios"][1]["demand"], "one load is kept once"
    wind = next(place for place, group in enumerate(hours["groups"])
                if group["name"] == compared.words("hour_group.wind"))
    assert hours["scenarios"][0]["groups"][wind] == -1
    assert _unpacked(data, hours["scenarios"][1]["groups"][wind]) == pytest.approx(
        np.full(24, 50.0 if compared.words.lang == "zh" else 0.5), rel=1e-4)


def _unpacked(data: dict, place: int) -> np.ndarray:
    import base64

    entry = data["hours"]["pool"][place]
    counts = np.frombuffer(base64.b64decode(entry["packed"]), dtype="<u2")
    return entry["low"] + counts * entry["step"]


def test_the_workbook_holds_values_differences_and_percentages(place_of_files: Path, compared: Comparison) -> None:
    words = compared.words
    book = openpyxl.load_workbook(place_of_files / WORKBOOK)
    sheet = book[words("sheet.costs")]
    heads = [cell.value for cell in sheet[3]]
    assert heads[4:] == [*NAMES, "cheap", "dear", "cheap", "dear"]
    money = {"zh": 0.01, "en": 0.001}[words.lang]
    row = next(row for row in sheet.iter_rows(min_row=4, values_only=True) if row[2] == words("costs.total"))
    assert row[4:7] == pytest.approx([COST[name] * money for name in NAMES], rel=1e-6)
    assert row[7:9] == pytest.approx([-564.0 * money, 262.8 * money], rel=1e-6)
    assert row[9:11] == pytest.approx([-100 * 564 / 2678, 100 * 262.8 / 2678], rel=1e-6)
    signed = sheet.cell(4, 8).number_format
    assert signed == "[>=0.005]+#,##0.00;[<=-0.005]-#,##0.00;0", "nothing has no sign"
    for name in ("costs", "inputs", "policies", "prices", "shadow"):
        sheet = book[words(f"sheet.{name}")]
        assert sheet.freeze_panes and sheet.auto_filter.ref, name
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert len(book[words("sheet.capacity")]._charts) == 1


def test_no_cell_is_a_formula(place_of_files: Path) -> None:
    with zipfile.ZipFile(place_of_files / WORKBOOK) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 16
        assert not any(b"<f>" in parts.read(name) or b"<f " in parts.read(name) for name in sheets)


@WITH_OFFICE
def test_an_office_program_opens_the_workbook(place_of_files: Path, tmp_path: Path) -> None:
    home = {**os.environ, "HOME": str(tmp_path)}
    third_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3"
    done = subprocess.run([str(OFFICE), "--headless", f"-env:UserInstallation={tmp_path.as_uri()}/profile",
                           "--convert-to", third_sheet, "--outdir", str(tmp_path), str(place_of_files / WORKBOOK)],
                          capture_output=True, text=True, timeout=180, env=home)
    assert done.returncode == 0, done.stderr
    (sheet,) = tmp_path.glob("*.csv")
    text = sheet.read_text(encoding="utf-8")
    assert "cheap" in text and "#" not in text.replace("#,##0", "")


def test_the_mark_names_what_was_compared(place_of_files: Path) -> None:
    mark = json.loads((place_of_files / MARK).read_text(encoding="utf-8"))
    assert mark["base"] == "base" and [one["name"] for one in mark["scenarios"]] == list(NAMES)
    assert {file.name for file in place_of_files.iterdir()} == {MARK, PAGE, WORKBOOK}


def test_reading_in_processes_of_their_own_changes_nothing(folder: Path, compared: Comparison, monkeypatch) -> None:
    monkeypatch.setattr("gridplan.scenarios.compare_gather.WORTH_WORKERS", 2)
    again = gather(choose([folder]), compared.words, workers=2)
    assert again.figures[again.names].equals(compared.figures[compared.names])
