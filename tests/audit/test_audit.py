"""The auditor: whole results hold, and a number changed anywhere does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from gridplan.audit import audit
from gridplan.audit.evidence import Evidence
from gridplan.audit.files import _named
from gridplan.audit.heat_at_peak import taken_by_heat
from gridplan.audit.holdings import firm, season_peak
from gridplan.audit.metrics import MEASURES
from gridplan.case.case import fingerprint
from gridplan.case.settings import Settings
from gridplan.library.tables import table
from gridplan.results.power_balance import power_balance
from gridplan.results.types import Results
from gridplan.scenarios.load import load_scenario, scenario_record
from tests.case.support.tiny import write_tiny
from tests.cli.support import typed
from tests.support import audited
from tests.support.tampering import (
    FREE,
    Change,
    axis_changes,
    caught,
    dataset_changes,
    record_changes,
    remark,
    table_changes,
)

NOT_TOLD = ("rows", "columns", "nonzeros", "solver.iterations", "solver.seconds", "coefficients.", "peak_memory_gb",
            "residuals.max_row", "residuals.max_bound", "checks.")
"""Figures of run.json about the programme, the machine and the run's own checks: nothing written says what they must
be (docs/verification.md), and of seconds only that they are within their phase's."""


@pytest.fixture(scope="module")
def whole() -> Path:
    """Results of a case with every lever, a day."""
    return audited.levers()[1]


@pytest.fixture(scope="module")
def two_provinces() -> tuple[Results, Path]:
    """Results of two provinces and a supply base, with heat, and where they are written."""
    return audited.provinces()


@pytest.fixture(scope="module")
def evidence(whole: Path) -> Evidence:
    return Evidence(whole)


def _unseen(evidence: Evidence, changes: Iterator[Change]) -> list[str]:
    return [change.name for change in changes if not caught(evidence, change)]


def test_whole_results_hold(whole: Path) -> None:
    found = audit(whole)
    assert [one for one in found if not one.ok] == []
    assert sum(one.figures for one in found) > 20_000


def test_several_regions_hold(two_provinces: tuple[Results, Path]) -> None:
    assert [one for one in audit(two_provinces[1]) if not one.ok] == []


@pytest.mark.parametrize("years", [(2030,), (2030, 2035)], ids=["a year", "two years"])
def test_every_subject_lever_and_metric_holds(years: tuple[int, ...]) -> None:
    found = audit(audited.rich(years)[1])
    # A case made in memory has no fingerprint of its own.
    assert [one for one in found if not one.ok and one.name != "fingerprint_of_the_inputs"] == []
    assert sum(one.figures for one in found) > 30_000 * len(years)


def test_several_planning_years_hold() -> None:
    assert [one for one in audit(audited.path()[1]) if not one.ok] == []


@pytest.mark.parametrize("sources_gw", [None, 0.0], ids=["as planned", "without boilers"])
def test_firm_power_at_each_seasons_peak_agrees_with_the_planning_table(
        two_provinces: tuple[Results, Path], sources_gw: float | None) -> None:
    """Winter too, where heat takes from it, though summer be the scarcer season and the only one a target shows."""
    results, evidence = two_provinces[0], Evidence(two_provinces[1])
    plan = results.dataset
    if sources_gw is not None:
        plan = plan.assign(heat_source_gw=plan["heat_source_gw"] * sources_gw)
        evidence.data = evidence.data.assign(heat_source_gw=evidence.data["heat_source_gw"] * sources_gw)
    balance = power_balance(replace(results, dataset=plan))
    usable = balance[balance["row"] == "usable_total"].set_index(["region", "season"])["power_gw"]["ningxia"]
    hours = {season: season_peak(evidence, "ningxia", 2030, season)[1] for season in ("summer", "winter")}
    for season, hour in hours.items():
        assert firm(evidence, "ningxia", 2030, season, hour) == pytest.approx(usable[season], abs=1e-9)
    assert taken_by_heat(evidence, "ningxia", 2030, hours["winter"]) > (0.1 if sources_gw is None else 0.3)
    assert taken_by_heat(evidence, "ningxia", 2030, hours["summer"]) == 0.0


def test_every_check_has_a_name_in_both_languages(whole: Path) -> None:
    names = set(table("audit_checks")["check"])
    assert {one.name for one in audit(whole)} <= names


def test_a_number_changed_in_any_variable_is_seen(evidence: Evidence) -> None:
    assert _unseen(evidence, dataset_changes(evidence, places=1)) == []


def test_a_changed_axis_is_seen(evidence: Evidence) -> None:
    assert _unseen(evidence, axis_changes(evidence)) == []


def test_a_number_changed_in_any_column_of_the_tables_is_seen(evidence: Evidence) -> None:
    assert _unseen(evidence, table_changes(evidence)) == []


def test_a_number_changed_in_the_record_is_seen_where_anything_says_what_it_must_be(evidence: Evidence) -> None:
    changes = [change for change in record_changes(evidence) if not change.name.startswith(NOT_TOLD)]
    assert _unseen(evidence, iter(changes)) == []
    assert set(FREE) <= {change.name for change in changes}


@pytest.mark.parametrize(("sheet", "cell"), [("装机", "H3"), ("成本", "D3"), ("政策评分表", "F4"), ("通道", "G3"),
                                             ("逐时运行 宁夏 2030", "F9")])
def test_a_number_changed_in_the_workbook_is_seen(whole: Path, tmp_path: Path, sheet: str, cell: str) -> None:
    folder = _copy(whole, tmp_path)
    book = openpyxl.load_workbook(folder / "results.xlsx")
    place = book[sheet][cell]
    place.value = float(place.value) * 1.01 + 0.01
    book.save(folder / "results.xlsx")
    remark(folder)
    failed = [one.name for one in audit(folder) if not one.ok and one.name != "sealed_by_the_record"]
    assert failed and all(name.startswith("workbook") for name in failed)


@pytest.mark.parametrize("damage", [
    lambda folder: (folder / "run.json").write_text("{}"),
    lambda folder: _in_case(folder),
    lambda folder: (folder / "results.nc").write_bytes((folder / "results.nc").read_bytes()[:5000]),
])
def test_damaged_files_and_changed_inputs_are_seen(whole: Path, tmp_path: Path,
                                                   damage: Callable[[Path], object]) -> None:
    folder = _copy(whole, tmp_path)
    damage(folder)
    remark(folder)
    said = typed("audit", folder, "--lang", "en")
    assert said.code == 3
    assert "must not be used" in said.answer + said.asides


def _in_case(folder: Path) -> None:
    stored = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
    values = stored["case"]["demand"]["columns"]["energy_twh"]["values"]
    values[0] *= 1.0000001
    (folder / "tables.json").write_text(json.dumps(stored), encoding="utf-8")


def _copy(whole: Path, place: Path) -> Path:
    return Path(shutil.copytree(whole, place / "copy"))


def test_a_changed_file_without_a_new_mark_is_seen(whole: Path, tmp_path: Path) -> None:
    folder = _copy(whole, tmp_path)
    with (folder / "report.html").open("a", encoding="utf-8") as file:
        file.write(" ")
    assert {one.name for one in audit(folder) if not one.ok} == {"file_sizes", "file_checksums", "sealed_by_the_record"}


@pytest.mark.parametrize("figure", ["rows", "nonzeros", "peak_memory_gb", "cost_million_cny"])
def test_a_figure_of_the_record_no_longer_fits_the_dataset(whole: Path, tmp_path: Path, figure: str) -> None:
    folder = _copy(whole, tmp_path)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps({**run, figure: run[figure] * 1.01}), encoding="utf-8")
    remark(folder)
    assert "sealed_by_the_dataset" in {one.name for one in audit(folder) if not one.ok}


@pytest.mark.parametrize("name", ["results.nc", "tables.json", "results.xlsx", "report.html"])
def test_a_file_that_is_another_no_longer_fits_the_record(whole: Path, tmp_path: Path, name: str) -> None:
    folder = _copy(whole, tmp_path)
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content + b" ")  # every one of the formats still reads
    remark(folder)
    assert "sealed_by_the_record" in {one.name for one in audit(folder) if not one.ok}


def test_the_command_speaks_both_languages_and_writes_a_table(whole: Path, tmp_path: Path) -> None:
    said = typed("audit", whole, "--csv", tmp_path / "checks.csv", "--lang", "zh")
    assert said.code == 0 and "全部通过" in said.answer and "逐时逐区电力平衡" not in said.answer
    assert "power_balance_every_hour" in (tmp_path / "checks.csv").read_text(encoding="utf-8-sig")
    said = typed("audit", whole, "--all", "--lang", "en")
    assert said.code == 0 and "Power balance every hour" in said.answer


def test_no_results_folder_is_said_to_be_none(tmp_path: Path) -> None:
    said = typed("audit", tmp_path / "nowhere", "--lang", "zh")
    assert said.code == 2 and "没有此文件夹" in said.asides
    said = typed("audit", tmp_path, "--lang", "en")
    assert said.code == 2 and "complete.json is missing" in said.asides


def test_every_metric_of_the_vocabulary_can_be_audited() -> None:
    assert set(MEASURES) == set(table("metrics")["metric"])


@pytest.mark.parametrize(("name", "named"), [("dear", "name_en = 'Dear coal'\n"), ("dear", ""), ("base", "")])
def test_the_inputs_of_a_scenario_are_those_of_its_fingerprint(tmp_path: Path, name: str, named: str) -> None:
    """A scenario's title stands behind the case's name, which the fingerprint is not of."""
    folder = write_tiny(tmp_path / "tiny")
    change = '{ table = "fuels", row = "coal", column = "price_cny_per_tce", factor = 1.5 }'
    (folder / "scenarios.toml").write_text(f"[scenario.dear]\n{named}changes = [{change}]\n", encoding="utf-8")
    changed = load_scenario(folder, name)
    case = changed.complete_case

    def known(settings: Settings) -> bool:
        stored = SimpleNamespace(stored={"settings": settings.model_dump(mode="json")},
                                 run={"scenario": scenario_record(changed)})
        return any(fingerprint(one, case.tables, case.profiles) == case.fingerprint for one in _named(stored))

    assert known(case.settings)
    assert not known(case.settings.model_copy(update={"name_en": "another"}))
    assert not known(case.settings.model_copy(update={"discount_rate": 0.01}))
