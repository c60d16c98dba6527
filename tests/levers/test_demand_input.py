"""What is wrong with the tables of the demand side is named with table, row and column before anything is solved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError
from tests.case.support.tiny import TABLES, added, cell, replaced, write_tiny

LOADS = """\
load,region,kind,energy_twh,profile,counted
cars,ningxia,ev,5,,
metal,ningxia,industry,20,,in_curve
heat,ningxia,electric_heating,3,,
plain,ningxia,electrification,4,,in_curve
"""
FLEXIBLE = """\
load,window_hours,min_share,max_share
cars,24,0.3,1.5
metal,168,0.8,1.05
"""
VEHICLES = """\
vehicle_to_grid,region,load,power_max_gw
v2g,ningxia,cars,0.5
"""
ELECTROLYSERS = """\
electrolyser,region,build_max_gw
site,ningxia,2
"""
HYDROGEN = "hydrogen,ningxia,hydrogen.green_production,,min,0.05,yes,60,12"
SHARE = "share,ningxia,industry.green_share,metal,min,30,yes,2000,12"
FILES = {"loads": LOADS, "flexible_loads": FLEXIBLE, "vehicle_to_grid": VEHICLES, "electrolysers": ELECTROLYSERS}


def written(folder: Path) -> Path:
    """The tiny case with every table of the demand side."""
    write_tiny(folder)
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    added("policies.csv", HYDROGEN)(folder)
    added("policies.csv", SHARE)(folder)
    return folder


def test_a_case_with_every_table_is_without_fault(tmp_path: Path) -> None:
    assert check_case(written(tmp_path / "case")) == []


def test_blank_profiles_are_made_by_kind(tmp_path: Path) -> None:
    case = load_case(written(tmp_path / "case"))
    named = case.tables["loads"].set_index("load")["profile"]
    assert named["plain"] == "load"
    assert np.ptp(case.profiles[named["metal"]].to_numpy()) == 0.0
    charging = case.profiles[named["cars"]].to_numpy().reshape(365, 24)
    assert charging.mean(axis=0).argmax() in (19, 20, 21)
    heat = case.profiles[named["heat"]].to_numpy()
    assert heat[4000:4700].max() == 0.0 and heat[:24].min() > 0.0
    assert heat.mean() == pytest.approx(1.0)


BROKEN = [
    ("a window longer than the year", cell("flexible_loads.csv", 2, "window_hours", "9000"),
     ("flexible_loads.csv", 2, "window_hours", "above_maximum")),
    ("a share above 100 %", cell("flexible_loads.csv", 2, "min_share", "1.2"),
     ("flexible_loads.csv", 2, "min_share", "above_maximum")),
    ("nothing that could move", cell("flexible_loads.csv", 3, "min_share", "1"),
     ("flexible_loads.csv", 3, "min_share", "flexible_without_room")),
    ("more than the region's demand", cell("loads.csv", 2, "energy_twh", "80"),
     ("loads.csv", 3, "energy_twh", "loads_above_demand")),
    ("above the region's curve", cell("loads.csv", 3, "energy_twh", "82.5"),
     ("loads.csv", 3, "energy_twh", "load_above_curve")),
    ("an unknown load", cell("flexible_loads.csv", 2, "load", "carz"),
     ("flexible_loads.csv", 2, "load", "reference_unknown")),
    ("vehicles of a smelter", cell("vehicle_to_grid.csv", 2, "load", "metal"),
     ("vehicle_to_grid.csv", 2, "load", "vehicles_not_ev")),
    ("vehicles that give more than they take", cell("vehicle_to_grid.csv", 2, "power_max_gw", "-1"),
     ("vehicle_to_grid.csv", 2, "power_max_gw", "below_minimum")),
    ("electrolysers that cannot exist", cell("electrolysers.csv", 2, "build_max_gw", "0"),
     ("electrolysers.csv", 2, "existing_gw", "nothing_to_use")),
    ("a green share of an unknown load", cell("policies.csv", 8, "subject", "mettal"),
     ("policies.csv", 8, "subject", "subject_unknown")),
    ("a green share above 100 %", cell("policies.csv", 8, "value", "130"),
     ("policies.csv", 8, "value", "target_range")),
    ("green hydrogen without electrolysers", lambda folder: (folder / "electrolysers.csv").unlink(),
     ("policies.csv", 7, "value", "target_without_assets")),
    ("an unknown kind", cell("loads.csv", 2, "kind", "car"), ("loads.csv", 2, "kind", "choice_unknown")),
]


@pytest.mark.parametrize(("change", "place"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_fault_is_named(change, place, tmp_path: Path) -> None:
    folder = written(tmp_path / "case")
    change(folder)
    found = check_case(folder)
    named = [one for one in found if (one.file, one.row, one.column, one.rule) == place]
    assert named, [(one.file, one.row, one.column, one.rule, one.message_en) for one in found]
    if named[0].severity == "error":
        with pytest.raises(CaseError):
            load_case(folder)


def test_a_load_of_another_region_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "case")
    added("regions.csv", "east,ningxia,0.04,0.05,20000,10,11 12 1 2 3")(folder)
    added("demand.csv", "east,100,,load")(folder)
    cell("vehicle_to_grid.csv", 2, "region", "east")(folder)
    cell("policies.csv", 8, "region", "east")(folder)
    rules = {(one.file, one.row, one.rule) for one in check_case(folder)}
    assert {("vehicle_to_grid.csv", 2, "load_other_region"), ("policies.csv", 8, "load_other_region")} <= rules


def test_a_load_of_another_year_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "case")
    replaced("case.toml", "[2030]", "[2030, 2035]")(folder)
    (folder / "loads.csv").write_text(LOADS.replace("load,region", "load,year,region").replace(
        "cars,", "cars,2035,").replace("metal,", "metal,,").replace("heat,n", "heat,,n").replace(
        "plain,", "plain,,"), encoding="utf-8")
    rules = {(one.file, one.row, one.rule) for one in check_case(folder)}
    assert ("flexible_loads.csv", 2, "load_not_in_year") in rules
    assert ("vehicle_to_grid.csv", 2, "load_not_in_year") in rules


def test_the_tiny_case_has_the_rows_these_tests_count_on() -> None:
    assert len(TABLES["policies"].splitlines()) == 6
