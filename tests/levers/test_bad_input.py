"""Faults in the tables of pumps, local networks, repowering, groups of stores and paired storage are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError
from tests.case.support.tiny import with_column, write_tiny

PUMPS = ("hybrid_pumps", "hybrid_pump,region,reservoir,existing_gw,build_max_gw,lower_hours,pump_efficiency_share")
CONNECTION = ("connection", "renewable,connection_gw,build_max_gw")
REPOWERING = ("repowering", "renewable,to,max_gw,growth")
GROUPS = ("store_groups", "group,stores,min_gw,max_gw,min_gwh,max_gwh")
PAIRED = ("paired_storage", "store,counted_share")
BUILDS = ("paired_builds", "renewable,bound_share")

WIND_NEW = "wind_new,新风电,ningxia,wind_onshore,wind_cf,0,30,4500,20,100,0.02,0.1,0.1"
RIVER = "river,径流,ningxia,hydro_ror,solar_cf,1,1,9000,40,50,0.01,0.5,0.3"
GANSU = "wind_gansu,甘肃风电,gansu,wind_onshore,wind_cf,0,30,4500,20,100,0.02,0.1,0.1"

FAULTS = [
    # table and heading, line, column of the fault, rule, more lines of other tables
    (PUMPS, "lift,ningxia,dam,0.5,0,8,0.78", "", "", {}),
    (PUMPS, "lift,ningxia,damm,0.5,0,8,0.78", "reservoir", "reference_unknown", {}),
    (PUMPS, "lift,ningxia,dam,0.5,0,8,1.2", "pump_efficiency_share", "above_maximum", {}),
    (PUMPS, "lift,ningxia,dam,0.5,0,9000,0.78", "lower_hours", "above_maximum", {}),
    (PUMPS, "lift,ningxia,dam,0,0,8,0.78", "existing_gw", "nothing_to_use", {}),
    (PUMPS, "lift,ningxia,,0.5,0,8,0.78", "reservoir", "cell_blank", {}),
    (PUMPS, "lift,gansu,dam,0.5,0,8,0.78", "region", "pump_region_differs",
     {"regions": "gansu,gansu,0.04,0.05,20000,10,", "demand": "gansu,150,,load"}),
    (CONNECTION, "solar,15,5", "", "", {}),
    (CONNECTION, "sun,15,5", "renewable", "reference_unknown", {}),
    (CONNECTION, "solar,,5", "connection_gw", "cell_blank", {}),
    (CONNECTION, "solar,60,5", "connection_gw", "connection_never_binds", {}),
    (REPOWERING, "wind,wind_new,5,1.5", "", "", {"renewables": WIND_NEW}),
    (REPOWERING, "wind,wind_new,50,1.5", "max_gw", "repower_more_than_exists", {"renewables": WIND_NEW}),
    (REPOWERING, "wind,wind,5,1.5", "to", "repower_into_itself", {}),
    (REPOWERING, "wind,solar,5,1.5", "to", "repower_differs", {}),
    (REPOWERING, "wind,wind_gansu,5,1.5", "to", "repower_differs",
     {"renewables": GANSU, "regions": "gansu,gansu,0.04,0.05,20000,10,", "demand": "gansu,150,,load"}),
    (REPOWERING, "wind,wind_new,5,9", "growth", "above_maximum", {"renewables": WIND_NEW}),
    (REPOWERING, "wind,,5,1.5", "to", "cell_blank", {}),
    (GROUPS, "shared,battery,0.5,3,,", "", "", {}),
    (GROUPS, "shared,batery,0.5,3,,", "stores", "group_store_unknown", {}),
    (GROUPS, "shared,battery battery,0.5,3,,", "stores", "group_store_twice", {}),
    (GROUPS, "shared,battery,,,,", "group", "group_without_limit", {}),
    (GROUPS, "shared,battery,4,3,,", "min_gw", "lower_above_upper", {}),
    (GROUPS, "shared,battery,15,,,", "min_gw", "group_floor_too_high", {}),
    (GROUPS, "shared,battery,,,99,", "min_gwh", "group_floor_too_high", {}),
    (GROUPS, "shared,battery,,0.5,,", "max_gw", "group_ceiling_too_low", {}),
    (PAIRED, "battery,0.5", "", "", {}),
    (PAIRED, "battery,50", "counted_share", "above_maximum", {}),
    (PAIRED, "pumped,0.5", "store", "paired_never_counts",
     {"stores": "pumped,ningxia,pumped_hydro,1,6,0,6,6,6000,0,40,60,1,0.87,0.88,5,0.95"}),
    (BUILDS, "wind,0.4", "", "", {}),
    (BUILDS, "wind,1.4", "bound_share", "above_maximum", {}),
    (BUILDS, "river,0.4", "renewable", "paired_build_not_bound", {"renewables": RIVER}),
]
WARNINGS = {"connection_never_binds", "group_without_limit", "nothing_to_use"}


@pytest.mark.parametrize(("table", "line", "column", "rule", "more"), FAULTS,
                         ids=[f"{fault[0][0]}: {fault[3] or 'in order'} {n}" for n, fault in enumerate(FAULTS)])
def test_a_fault_is_named_with_its_place(table, line, column, rule, more, tmp_path: Path):
    folder = write_tiny(tmp_path / "case")
    for name, text in more.items():
        with open(folder / f"{name}.csv", "a", encoding="utf-8") as file:
            file.write(text + "\n")
    (folder / f"{table[0]}.csv").write_text(f"{table[1]}\n{line}\n", encoding="utf-8")
    found = [one for one in check_case(folder) if one.table == table[0]]
    if not rule:
        assert found == []
        return
    assert [(one.file, one.row, one.column, one.rule) for one in found] == [(f"{table[0]}.csv", 2, column, rule)]
    assert found[0].message("zh") and found[0].message("en")
    if rule in WARNINGS:
        assert found[0].severity == "warning"
    else:
        with pytest.raises(CaseError):
            load_case(folder)


def test_there_is_no_water_to_lift_into_a_heat_store(tmp_path: Path):
    folder = write_tiny(tmp_path / "case")
    with_column("reservoirs.csv", "technology", ["solar_thermal"])(folder)
    (folder / "hybrid_pumps.csv").write_text(f"{PUMPS[1]}\nlift,ningxia,dam,0.5,0,8,0.78\n", encoding="utf-8")
    found = [(one.row, one.column, one.rule) for one in check_case(folder) if one.table == "hybrid_pumps"]
    assert found == [(2, "reservoir", "pump_without_water")]


def test_the_pumps_of_a_year_need_their_reservoir(tmp_path: Path):
    folder = write_tiny(tmp_path / "case")
    settings = folder / "case.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[2030]", "[2030, 2035]"), encoding="utf-8")
    dams = folder / "reservoirs.csv"
    heading, row, *_ = dams.read_text(encoding="utf-8").splitlines()
    dams.write_text(f"{heading},year\n{row},2030\n", encoding="utf-8")
    (folder / "hybrid_pumps.csv").write_text(f"{PUMPS[1]}\nlift,ningxia,dam,0.5,0,8,0.78\n", encoding="utf-8")
    assert "pumps_of_dry_year" in {one.rule for one in check_case(folder)}
