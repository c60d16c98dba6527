"""A plan in weather years it has not seen: figures by hand, years asked for, and the command from end to end."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from gridplan.case.case import Case
from gridplan.case.load import load_case
from gridplan.case.problems import CaseError, Place, problem
from gridplan.cli.stress import exit_code
from gridplan.scenarios.index import Entry, read_entries
from gridplan.scenarios.stress import StressOptions, plan_stress
from gridplan.scenarios.stress_figures import Figures, figures_of
from gridplan.scenarios.stress_gather import Outcome, StressTest
from gridplan.scenarios.stress_shown import answer, years_shown
from gridplan.scenarios.stress_words import StressWords
from gridplan.scenarios.stress_years import (
    OWN,
    SeedsWrong,
    WeatherYear,
    next_seeds,
    read_seeds,
    seeded_years,
    supplied_years,
)
from gridplan.solve.design import design_of
from gridplan.solve.run import solve
from tests.case.support.tiny import HOURS, cell, write_tiny
from tests.cli.support import typed
from tests.support.calm import CALM_HOURS, DAYS, SHORT_GW, SHORT_GWH, calm_morning
from tests.support.small_case import small_case


@pytest.fixture(scope="module")
def calm() -> Figures:
    case, year = calm_morning()
    return figures_of(solve(year, hours=24, design=design_of(solve(case, hours=24).dataset)))[0]


def test_figures_of_a_calm_year_by_hand(calm: Figures) -> None:
    assert calm.load_gwh == pytest.approx(8760.0)
    assert calm.unserved_gwh == pytest.approx(SHORT_GWH, rel=1e-4)
    assert calm.unserved_share == pytest.approx(SHORT_GWH / 8760.0, rel=1e-4)
    assert calm.short_hours_h == CALM_HOURS * DAYS and calm.most_short_gw == pytest.approx(SHORT_GW, rel=1e-4)
    assert calm.by_region["r"]["short_hours_h"] == CALM_HOURS * DAYS
    assert (calm.peak_gw, calm.residual_peak_gw) == pytest.approx((1.0, 0.8), abs=1e-4)
    # Coal: 0.6 GW in the calm hours, 300 g/kWh at 1000 CNY/t, and 2.66 t of CO2 per t.
    burnt_kt = 0.6 * CALM_HOURS * DAYS * 0.3
    assert calm.coal_kt == pytest.approx(burnt_kt, rel=1e-3) and calm.co2_kt == pytest.approx(2.66 * burnt_kt, rel=1e-3)
    assert calm.operating_million_cny == pytest.approx(burnt_kt, rel=1e-3)
    assert calm.penalty_million_cny == pytest.approx(10 * SHORT_GWH, rel=1e-3)
    assert calm.total_million_cny == pytest.approx(10 * SHORT_GWH + burnt_kt, rel=1e-3)
    # 10 000 CNY/MWh in a quarter of the hours, nothing in the others.
    assert calm.price_cny_per_mwh == pytest.approx(2500.0, abs=2.0)
    assert calm.price_without_scarcity_cny_per_mwh == pytest.approx(0.0, abs=2.0)
    tight = calm.tight[0]
    assert len(calm.tight) == 1 and tight.hour_of_year % 24 < CALM_HOURS and tight.short_hours == CALM_HOURS
    assert tight.running == pytest.approx({"coal": 0.6, "wind": 0.2}, abs=1e-3)


def outcome(figures: Figures, name: str, hours: float, energy_gwh: float) -> Outcome:
    year = WeatherYear(name, None if name == OWN else 1)
    return Outcome(year, Entry(name, status="solved"),
                   (replace(figures, short_hours_h=hours, unserved_gwh=energy_gwh),), {})


def test_what_is_to_be_expected_by_hand(calm: Figures) -> None:
    case = small_case({})
    years = [outcome(calm, OWN, 9.0, 90.0), outcome(calm, "a", 0.0, 0.0), outcome(calm, "b", 2.0, 1.0),
             outcome(calm, "c", 4.0, 5.0), Outcome(WeatherYear("d", 7), Entry("d", status="failed"), (), {})]
    test = StressTest(Path("plan"), case, {}, 8760, years, 1.5)
    short = test.expected(2030)["short_hours_h"]
    assert (short.own, short.mean, short.least, short.most) == (9.0, 2.0, 0.0, 4.0)
    assert short.error == pytest.approx(2.0 / math.sqrt(3.0))
    assert test.expected(2030)["unserved_gwh"].mean == pytest.approx(2.0)
    assert test.lole_h == 2.0 and test.exceeded and not replace(test, limit_hours_h=2.0).exceeded
    assert [one.year.name for one in test.without_results] == ["d"]
    for lang, count in (("en", "1 of 3"), ("zh", "3 个未见气象年中，1 个")):
        assert any(count in sentence for sentence in answer(test, StressWords(lang)))
        assert len(years_shown(test, StressWords(lang)).columns[0].values) == 5


@pytest.mark.parametrize(("text", "seeds"), [
    ("11-13", [11, 12, 13]), ("3, 7,5-6", [3, 7, 5, 6]), ("2,2-3", [2, 3]), ("0", [0])])
def test_seeds_are_read_as_a_planner_writes_them(text: str, seeds: list[int]) -> None:
    assert read_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "a", "5-3", "1-2-3", "-1", "1000001", "0-1000"])
def test_seeds_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(SeedsWrong):
        read_seeds(text)


def test_further_seeds_follow_the_plans_own() -> None:
    assert next_seeds(3, 5) == [6, 7, 8]


@pytest.mark.parametrize(("statuses", "exceeded", "code"), [
    (["solved", "missed_targets"], False, 0), (["missed_targets"], True, 3), (["solved", "infeasible"], False, 3),
    (["stopped", "solved"], True, 4), (["failed", "stopped"], True, 1)])
def test_the_exit_code_is_of_the_worst(statuses: list[str], exceeded: bool, code: int) -> None:
    assert exit_code(statuses, exceeded) == code


def test_a_year_that_cannot_be_made_stops_no_other(tmp_path: Path, case: Case) -> None:
    class Broken(WeatherYear):
        def of(self, case: Case) -> Case:
            raise CaseError([problem("stress_series_none", Place("broken"))], "en")

    plan = plan_stress(case, [WeatherYear(OWN), Broken("x", 3), *seeded_years([4])], tmp_path, tmp_path,
                       StressOptions(24))
    assert list(plan.tasks) == [OWN, "seed-4"]
    assert plan.index.entries["x"].status == "failed" and "weather year" in plan.index.entries["x"].why_en


def test_another_design_is_another_year() -> None:
    case, _calm = calm_morning()
    one, other = (StressOptions(24, design=design_of(solve(case, hours=hours).dataset)) for hours in (24, 24))
    assert one.key(case) == other.key(case)
    assert one.design is not None
    more = {**one.design.values, "renewable_capacity_gw": {("wind", 2030): 2.0}}
    assert replace(one, design=replace(one.design, values=more)).key(case) != one.key(case)


# From end to end: the tiny case with wind and sun generated, the load its own.


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_tiny(tmp_path_factory.mktemp("stress") / "tiny")
    for row in (2, 3):
        cell("renewables.csv", row, "profile", "")(folder)
    return folder.parent


@pytest.fixture(scope="module")
def case(place: Path) -> Case:
    return load_case(place / "tiny")


def write_year(file: Path, columns: dict[str, np.ndarray]) -> None:
    cells = [HOURS.tolist(), *(values.tolist() for values in columns.values())]
    lines = [",".join(["hour", *columns]), *(",".join(map(str, row)) for row in zip(*cells, strict=True))]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_years_of_ones_own(tmp_path: Path, case: Case) -> None:
    half = np.full(8760, 0.5)
    write_year(tmp_path / "in/2012.csv", {"wind_onshore@ningxia": half, "load": half})
    write_year(tmp_path / "in/2016/wind_onshore@ningxia.csv", {"electricity_share": half})
    years, found = supplied_years(tmp_path / "in", case, "en")
    assert [(year.name, sorted(year.series)) for year in years] == [
        ("2012", ["load", "wind_onshore@ningxia"]), ("2016", ["wind_onshore@ningxia"])]
    assert not found and np.array_equal(years[1].of(case).profiles["wind_onshore@ningxia"], half)


def test_every_fault_of_ones_own_years_is_named_at_once(tmp_path: Path, case: Case) -> None:
    write_year(tmp_path / "2012.csv", {"wind_onshore@ningxai": np.full(8760, 0.5)})
    write_year(tmp_path / "2013.csv", {"wind_onshore@ningxia": np.full(8760, 1.5)})
    write_year(tmp_path / "seed-4.csv", {"load": np.full(8760, 1.0)})
    (tmp_path / "2014.csv").write_text("hour,load\n0,1\n", encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        supplied_years(tmp_path, case, "en")
    rules = {(one.file, one.rule) for one in fault.value.problems}
    assert {("2012.csv", "stress_series_unknown"), ("2013.csv", "profile_above_one"),
            ("seed-4.csv", "stress_series_name"), ("2014.csv", "profile_rows")} <= rules
    unknown = next(one for one in fault.value.problems if one.rule == "stress_series_unknown")
    assert unknown.hint_en == 'did you mean "wind_onshore@ningxia"?'
    with pytest.raises(CaseError):
        supplied_years(tmp_path / "nowhere", case, "en")


def test_a_plan_is_put_to_the_test_and_again_only_to_what_is_new(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    spiky = np.where(HOURS % 24 == 18, 3.0, 0.9)
    write_year(place / "measured/heat_wave.csv", {"load": spiky})
    assert typed("run", "tiny", "--hours", 24, "--quiet", "--lang", "en").code == 0
    words = ("stress", "tiny-24h", "--hours", 24, "--series", "measured", "--workers", 2, "--lang", "en",
             "--out", "out")
    first = typed(*words, "--seeds", "4")
    assert first.code == 3, first.asides
    assert "made anew with each seed: wind_onshore@ningxia, solar_utility@ningxia" in first.asides
    assert "as the plan has them in every year: inflow, delivery" in first.asides
    assert "heat_wave: something missed" in first.asides and "weather seed 4: " in first.asides
    assert "That is more than the limit of 0 h a year." in first.answer
    told = json.loads((place / "out/stress.json").read_text(encoding="utf-8"))
    by_name = {year["name"]: year for year in told["years"]}
    assert list(by_name) == [OWN, "seed-4", "heat_wave"] and told["exceeded"]
    own = by_name[OWN]["figures"][0]
    assert own["total_million_cny"] == pytest.approx(told["plan"]["cost_million_cny"], rel=1e-4)
    assert by_name["heat_wave"]["figures"][0]["short_hours_h"] > 0
    assert by_name["heat_wave"]["supplied"] == ["load"] and by_name["seed-4"]["seed"] == 4
    assert all(year["moved_gw"] == {} for year in told["years"] if year["seed"] is not None)
    sheets = openpyxl.load_workbook(place / "out/stress.xlsx", read_only=True).sheetnames
    assert sheets[0] == "Weather years" and len(sheets) == 6
    page = (place / "out/stress.html").read_text(encoding="utf-8")
    assert "heat_wave" in page and 'src="http' not in page and "<link" not in page

    again = typed(*words, "--seeds", "4", "--limit-hours", 8760)
    assert again.code == 0 and "to solve" not in again.asides
    more = typed(*words, "--seeds", "4-5", "--quiet")
    assert more.code == 3 and set(read_entries(place / "out")) == {OWN, "seed-4", "seed-5", "heat_wave"}


def test_wrong_input_stops_before_anything_is_solved(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert typed("stress", "nowhere", "--out", "no").code == 2
    assert typed("stress", "tiny", "--out", "no").code == 2
    if not (place / "results/tiny-24h").exists():
        assert typed("run", "tiny", "--hours", 24, "--quiet").code == 0
    for words in (("--seeds", "five"), ("--series", "nothing.csv"), ("--hours", "25"), ("--seeds", "1")):
        assert typed("stress", "tiny-24h", *words, "--out", "no").code == 2, words
    assert not (place / "no").exists()
    assert typed("stress", "tiny-24h", "--seeds", "4", "--out", "results/tiny-24h", "--hours", 24).code == 2
