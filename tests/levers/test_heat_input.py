"""Bad input of district heat: every fault named with table, row and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError, errors, render
from gridplan.library.paths import cases_dir
from tests.case.support.tiny import added, cell, replaced, with_column, write_tiny

TABLES = {
    "heat_demand": "region,energy_pj\nningxia,60\n",
    "chp": "cohort,state\ncoal_600,as_is\n",
    "heat_sources": ("heat_source,region,kind,fuel,existing_gwth,efficiency,cop_profile\n"
                     "boiler,ningxia,coal_boiler,coal,1,0.85,\npump,ningxia,heat_pump,,0.5,3,\n"),
    "heat_stores": "heat_store,region,build_max_gwh\ntank,ningxia,4\n",
}


def write_heated(folder: Path) -> Path:
    """The small case with district heat."""
    write_tiny(folder)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / f"{name}.csv").unlink()


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


def no_heat_row(folder: Path) -> None:
    (folder / "heat_demand.csv").write_text("region,energy_pj\n", encoding="utf-8")


BACK_PRESSURE = with_column("chp.csv", "mode", ["back_pressure"])

FAULTS = [
    ("heat_without_source", "heat_demand.csv", 2, "region",
     both(without("chp"), without("heat_sources"))),
    ("chp_without_commitment", "chp.csv", 2, "cohort", cell("cohorts.csv", 2, "commitment", "no")),
    ("chp_state_unknown", "chp.csv", 3, "state", added("chp.csv", "coal_600,heating")),
    ("reference_unknown", "chp.csv", 2, "cohort", cell("chp.csv", 2, "cohort", "coal_60")),
    ("choice_unknown", "chp.csv", 2, "state", cell("chp.csv", 2, "state", "as is")),
    ("above_maximum", "chp.csv", 2, "power_loss", with_column("chp.csv", "power_loss", ["18"])),
    ("above_maximum", "chp.csv", 2, "power_floor", with_column("chp.csv", "power_floor", ["55"])),
    ("chp_free_heat", "chp.csv", 2, "power_loss",
     both(with_column("chp.csv", "power_loss", ["0"]), with_column("chp.csv", "power_floor", ["0"]))),
    ("back_pressure_without_heat", "chp.csv", 2, "cohort", both(BACK_PRESSURE, without("heat_demand"))),
    ("back_pressure_must_run", "chp.csv", 2, "mode",
     both(BACK_PRESSURE, with_column("cohorts.csv", "must_run_share", ["0.5", ""]))),
    ("back_pressure_without_row", "retrofits.csv", 4, "state",
     added("retrofits.csv", "coal_600,back_pressure,6,250,15,0,")),
    ("heat_fuel_missing", "heat_sources.csv", 2, "fuel", cell("heat_sources.csv", 2, "fuel", "")),
    ("heat_source_gains", "heat_sources.csv", 2, "efficiency", cell("heat_sources.csv", 2, "efficiency", "1.2")),
    ("above_maximum", "heat_sources.csv", 3, "efficiency", cell("heat_sources.csv", 3, "efficiency", "300")),
    ("profile_unknown", "heat_demand.csv", 2, "profile", with_column("heat_demand.csv", "profile", ["heta"])),
    ("profile_not_generated", "heat_demand.csv", 2, "profile",
     replaced("regions.csv", ",11 12 1 2 3", ",")),
    ("profile_unknown", "heat_sources.csv", 3, "cop_profile", cell("heat_sources.csv", 3, "cop_profile", "copp")),
    ("below_minimum", "heat_demand.csv", 2, "energy_pj", cell("heat_demand.csv", 2, "energy_pj", "0")),
    ("above_maximum", "heat_demand.csv", 2, "hot_water_share",
     with_column("heat_demand.csv", "hot_water_share", ["15"])),
    ("above_maximum", "heat_stores.csv", 2, "hours", with_column("heat_stores.csv", "hours", ["9000"])),
]

REMINDERS = [
    ("heat_forced_twice", "cohorts.csv", 2, "must_run_heating_share",
     with_column("cohorts.csv", "must_run_heating_share", ["0.6", ""])),
    ("heat_forced_twice", "cohorts.csv", 2, "min_output_heating_share",
     with_column("cohorts.csv", "min_output_heating_share", ["0.6", ""])),
    ("heat_forced_twice", "retrofits.csv", 2, "min_output_heating_share",
     with_column("retrofits.csv", "min_output_heating_share", ["0.4", ""])),
    ("heat_credited_twice", "retrofits.csv", 4, "net_rate_change_g_per_kwh",
     added("retrofits.csv", "coal_600,heating,6,150,15,-2.7,")),
    ("chp_without_heat", "chp.csv", 2, "cohort", without("heat_demand")),
    ("heat_asset_without_heat", "heat_sources.csv", 2, "region", without("heat_demand")),
    ("heat_asset_without_heat", "heat_stores.csv", 2, "region", without("heat_demand")),
    ("chp_heat_out_of_reach", "chp.csv", 2, "heat_gwth_per_gw", with_column("chp.csv", "heat_gwth_per_gw", ["2.5"])),
    ("chp_beyond_fuel", "chp.csv", 2, "power_floor",
     both(with_column("chp.csv", "power_loss", ["0.18"]), with_column("chp.csv", "power_floor", ["0.33"]))),
    ("heat_value_unused", "heat_sources.csv", 3, "fuel", cell("heat_sources.csv", 3, "fuel", "coal")),
    ("nothing_to_use", "heat_sources.csv", 2, "existing_gwth", cell("heat_sources.csv", 2, "existing_gwth", "0")),
]


def test_the_heated_case_is_without_fault(tmp_path: Path) -> None:
    assert check_case(write_heated(tmp_path / "case")) == []


@pytest.mark.parametrize(("rule", "file", "row", "column", "change"), FAULTS)
def test_a_fault_is_named_and_stops(rule, file, row, column, change, tmp_path: Path) -> None:
    folder = write_heated(tmp_path / "case")
    change(folder)
    found = check_case(folder)
    assert (rule, file, row, column, "error") in {
        (one.rule, one.file, one.row, one.column, one.severity) for one in found}, render(found, "en")
    with pytest.raises(CaseError):
        load_case(folder)
    assert render(found, "zh") and render(found, "en")


@pytest.mark.parametrize(("rule", "file", "row", "column", "change"), REMINDERS)
def test_a_reminder_is_named_and_does_not_stop(rule, file, row, column, change, tmp_path: Path) -> None:
    folder = write_heated(tmp_path / "case")
    change(folder)
    found = check_case(folder)
    assert (rule, file, row, column, "warning") in {
        (one.rule, one.file, one.row, one.column, one.severity) for one in found}, render(found, "en")
    assert errors(found) == [], render(found, "en")


def test_a_heat_pump_that_stands_still_in_an_hour_is_named(tmp_path: Path) -> None:
    folder = write_heated(tmp_path / "case")
    (folder / "profiles").mkdir()
    values = np.ones(8760)
    values[17] = 0.0
    lines = ["hour,cop", *(f"{hour},{value}" for hour, value in enumerate(values))]
    (folder / "profiles" / "cop.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    cell("heat_sources.csv", 3, "cop_profile", "cop")(folder)
    assert "heat_pump_stands_still" in {one.rule for one in check_case(folder)}


def test_what_is_left_blank_is_filled_and_generated(tmp_path: Path) -> None:
    case = load_case(write_heated(tmp_path / "case"))
    chp = case.rows("chp", 2030).loc[("coal_600", "as_is")]
    assert (chp["mode"], chp["power_loss"], chp["power_floor"]) == ("extraction", 0.18, 0.55)
    shape = case.profiles[case.rows("heat_demand", 2030).loc["ningxia", "profile"]]
    # November to March has 151 days; no heat else.
    assert (shape > 0).sum() == 151 * 24
    pump = case.rows("heat_sources", 2030).loc["pump", "cop_profile"]
    relative = case.profiles[pump]
    # A pump that follows the demand reaches the stated efficiency over the season.
    assert float((shape / relative).sum() / shape.sum()) == pytest.approx(1.0)


@pytest.mark.parametrize("name", ["ningxia-2030-levers", "inner-mongolia-2030"])
def test_a_shipped_case_can_serve_its_highest_heat_demand(name: str) -> None:
    case = load_case(cases_dir() / name)
    assert not [one for one in case.warnings if one.table in {*TABLES, "cohorts", "retrofits"}]
    region = str(case.tables["heat_demand"]["region"].iloc[0])
    row = case.rows("heat_demand", 2030).loc[region]
    shape = case.profiles[row["profile"]]
    peak = float(row["energy_pj"]) / 3.6e-3 * float(shape.max() / shape.sum())
    unit = case.rows("cohorts", 2030).loc["coal_chp"]
    able = unit["existing_gw"] * unit["availability_share"] * case.rows("chp", 2030).loc[
        ("coal_chp", "as_is"), "heat_gwth_per_gw"]
    boilers = float(case.rows("heat_sources", 2030)["existing_gwth"].sum())
    # The units alone can just serve it; boilers of 30 % stand beside them.
    assert peak == pytest.approx(able, rel=0.01)
    assert boilers == pytest.approx(0.3 * peak, rel=0.01)
