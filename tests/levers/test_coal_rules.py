"""Bad input of the coal levers: each fault is named with table, row and column, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError, render
from tests.case.support.tiny import write_tiny

NEW = ("cohorts.csv", "coal_new,,ningxia,coal_usc_new,coal,,,0,2,0,4000,30,100,20,270,0.08,0.4,0.6,2,0.05,0.9,0.95,yes")
RETROFITS = "cohort,state,cost_cny_per_kw,life_years,net_rate_change_g_per_kwh,min_output_share"
FAULTS = [
    ("life_extension.csv", "cohort,expiring_gw\ngas_new,0.5", "cohort", "lever_not_coal"),
    ("life_extension.csv", "cohort,expiring_gw\ncoal_600,1.5", "expiring_gw", "expiring_above_retire"),
    ("life_extension.csv", "cohort,expiring_gw,extension_max_gw\ncoal_600,0.5,0.6", "extension_max_gw",
     "extension_above_expiring"),
    ("life_extension.csv", "cohort,expiring_gw\ncoal_601,0.5", "cohort", "reference_unknown"),
    ("life_extension.csv", "cohort,expiring_gw\ncoal_600,", "expiring_gw", "cell_blank"),
    ("emergency_reserve.csv", "cohort,max_gw\ncoal_600,1.5", "max_gw", "reserve_above_retire"),
    ("emergency_reserve.csv", "cohort,max_full_load_hours\ncoal_600,9000", "max_full_load_hours", "above_maximum"),
    ("emergency_reserve.csv", "cohort,max_gw\ncoal_new,", "cohort", "reserve_nothing_closes"),
    ("replacement.csv", "cohort\ncoal_600", "cohort", "replacement_builds_nothing"),
    ("replacement.csv", "cohort,from\ncoal_new,gas_new", "from", "replacement_unknown"),
    ("retrofits.csv", f"{RETROFITS},must_run_share\ncoal_600,captive_regulation,60,15,0,,0.1", "cohort",
     "regulation_not_captive"),
    ("retrofits.csv", f"{RETROFITS},cofiring_share\ncoal_600,biomass_cofiring,60,15,0,,0.1", "cofiring_fuel",
     "state_needs"),
    ("retrofits.csv", f"{RETROFITS},cofiring_fuel,cofiring_share\ncoal_600,biomass_cofiring,60,15,0,,gas,1.2",
     "cofiring_share", "above_maximum"),
    ("retrofits.csv", f"{RETROFITS},cofiring_fuel,cofiring_share\ncoal_600,biomass_cofiring,60,15,0,,coal,0.2",
     "cofiring_fuel", "cofiring_own_fuel"),
    ("retrofits.csv", f"{RETROFITS},cofiring_fuel,cofiring_share\ncoal_600,biomass_cofiring,60,15,0,,straw,0.2",
     "cofiring_fuel", "reference_unknown"),
    ("retrofits.csv", f"{RETROFITS},capture_share\ncoal_600,flexibility,60,15,0,0.3,0.5", "capture_share",
     "state_without"),
    ("retrofits.csv", f"{RETROFITS},capture_share,capture_cost_cny_per_t,own_use_share_change\n"
                      "coal_600,ccus,3000,15,2,,0.5,100,0.08", "net_rate_change_g_per_kwh", "own_use_without_rate"),
    ("capacity_price.csv", "region,technology\nningxia,new_storage", "cny_per_kw_a", "storage_price_without_coal"),
]


def write(folder: Path, file: str, text: str) -> Path:
    case = write_tiny(folder / "case")
    cohorts = case / NEW[0]
    cohorts.write_text(cohorts.read_text(encoding="utf-8") + NEW[1] + "\n", encoding="utf-8")
    (case / file).write_text(text + "\n", encoding="utf-8")
    return case


@pytest.mark.parametrize(("file", "text", "column", "rule"), FAULTS, ids=[f"{f[3]}: {f[2]}" for f in FAULTS])
def test_fault_is_named(file, text, column, rule, tmp_path):
    case = write(tmp_path, file, text)
    found = check_case(case)
    named = [one for one in found if (one.file, one.row, one.column, one.rule) == (file, 2, column, rule)]
    assert named, render(found, "en")
    with pytest.raises(CaseError):
        load_case(case)
    for lang in ("zh", "en"):
        assert file in render(found, lang)


def test_captive_plant_that_regulates_no_more_than_before(tmp_path):
    case = write(tmp_path, "retrofits.csv", f"{RETROFITS},must_run_share\ncoal_600,captive_regulation,60,15,0,,")
    cohorts = (case / "cohorts.csv").read_text(encoding="utf-8").splitlines()
    cohorts = [f"{line},{value}" for line, value in zip(cohorts, ["captive", "yes", "", ""], strict=True)]
    (case / "cohorts.csv").write_text("\n".join(cohorts) + "\n", encoding="utf-8")
    assert "regulation_without_must_run" in [one.rule for one in check_case(case)]
    text = (case / "retrofits.csv").read_text(encoding="utf-8").replace("15,0,,\n", "15,0,,0.3\n")
    (case / "retrofits.csv").write_text(text, encoding="utf-8")
    assert "regulation_above_cohort" in [one.rule for one in check_case(case)]


def test_nothing_to_close_for_what_is_built(tmp_path):
    case = write(tmp_path, "replacement.csv", "cohort,from\ncoal_new,coal_600")
    assert check_case(case) == []
    cohorts = (case / "cohorts.csv").read_text(encoding="utf-8").replace(",12,0,1,4000", ",12,0,0,4000")
    (case / "cohorts.csv").write_text(cohorts, encoding="utf-8")
    assert "replacement_nothing_closes" in [one.rule for one in check_case(case)]
