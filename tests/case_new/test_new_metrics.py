"""A new case has the metrics its documents name, with what they need, and says which it leaves out."""

from __future__ import annotations

import pytest

from gridplan.case.load import check_case
from gridplan.case.new import draft_case, new_case


def policies(draft):
    return {row["metric"]: row for row in draft.rows("policies")}


def test_hunan_shows_what_its_retrofits_were_to_bring():
    found = policies(draft_case("hunan", [2030]))
    for metric, value in (("retrofit.peaking_gain", 0.47), ("retrofit.heating_supply_gain", 0.88),
                          ("coal.min_output_share", 35.0), ("energy.saving.coal_efficiency_retrofit", 0.33),
                          ("retrofit.heat_rate_gain", 5.7)):
        assert (found[metric]["value"], found[metric]["enforce"]) == (value, False)
        assert found[metric]["target_id"].startswith("hunan-2021-2025-")


def test_inner_mongolia_counts_dedicated_peaking_plants():
    row = policies(draft_case("inner_mongolia", [2030]))["peaking.dedicated_share_of_generation"]
    assert (row["value"], row["sense"], row["enforce"], row["page"]) == (10.0, "min", False, "462")


def test_shanghai_counts_the_co2_of_its_imports():
    draft = draft_case("shanghai", [2030])
    row = policies(draft)["intensity.co2_electricity"]
    assert (row["value"], row["sense"], row["enforce"]) == (380.0, "about", False)
    factors = {row["link"]: row["co2_g_per_kwh"] for row in draft.rows("import_emissions")}
    links = {row["link"]: row for row in draft.rows("links")}
    assert factors.keys() == links.keys()
    water = [name for name, row in links.items() if row.get("green_share") == 1.0]
    assert water and all(factors[name] == 0.0 for name in water)


@pytest.mark.parametrize(("province", "gas"), [("hainan", True), ("qinghai", False)])
def test_what_is_clean_is_the_provinces_own(province, gas):
    draft = draft_case(province, [2025])
    clean = {row["technology"] for row in draft.rows("clean_sources")}
    assert ("gas_ccgt" in clean) == gas
    assert {"wind_onshore", "hydro_reservoir", "nuclear"} <= clean
    assert policies(draft)["share.clean_capacity"]["enforce"] is False


def test_what_cannot_be_measured_is_said():
    draft = draft_case("henan", [2025])
    assert "capacity.wind_added" not in policies(draft)
    notes = " ".join(note.en for note in draft.notes)
    assert "Wind capacity added since the base year: left out" in notes and "Wind base: left out" in notes


@pytest.mark.parametrize("province", ["hunan", "inner_mongolia", "ningxia", "shanghai", "hainan", "qinghai", "henan"])
def test_the_new_case_of_a_planning_year_of_the_plans_is_without_fault(province, tmp_path):
    new_case(province, 2025, tmp_path / "case")
    assert [one for one in check_case(tmp_path / "case") if one.rule.endswith(("missing", "subject_unused"))] == []


def test_a_floor_on_a_share_binds_in_the_year_it_falls_due():
    metric = "share.nonfossil_capacity"
    assert policies(draft_case("jilin", [2025]))[metric]["enforce"] is True
    assert policies(draft_case("jilin", [2030]))[metric]["enforce"] is False
    assert policies(draft_case("ningxia", [2025]))["share.nonfossil_generation"]["enforce"] is False
