"""What a new case proposes of pumps' sites, concentrating solar, repowering and local networks."""

from __future__ import annotations

import pytest

from gridplan.case.new import draft_case
from gridplan.library.tables import table
from tests.support.drafts import of_all_provinces


@pytest.fixture(scope="module")
def drafts():
    return of_all_provinces()


def row(draft, name, key, value):
    return next(row for row in draft.rows(name) if row[key] == value)


def test_concentrating_solar_stands_where_the_sun_is_direct(drafts):
    sunny = {province for province, draft in drafts.items()
             if any(one.get("technology") == "solar_thermal" for one in draft.rows("reservoirs"))}
    assert sunny == set(table("direct_sun")["province"]) == {
        "qinghai", "gansu", "xinjiang", "tibet", "inner_mongolia", "ningxia"}
    assert row(drafts["inner_mongolia"], "reservoirs", "reservoir", "solar_thermal")["existing_gw"] == 0.1


def test_old_wind_stands_apart_and_nothing_is_lost(drafts):
    fleet = table("old_wind").set_index("province")["capacity_gw"]
    assert fleet.sum() == pytest.approx(129.34)
    old = row(drafts["ningxia"], "renewables", "renewable", "wind_old")
    assert old["existing_gw"] == old["potential_gw"] == 8.22
    assert row(drafts["ningxia"], "repowering", "renewable", "wind_old") == {
        "renewable": "wind_old", "to": "wind_onshore", "max_gw": 4.11}
    # In 2025 the plants of 2015 are ten years old.
    assert not draft_case("ningxia", [2025]).rows("repowering")
    # Too few old plants are not set apart.
    assert not drafts["hainan"].rows("repowering")


def test_networks_limit_roofs_where_they_would_be_too_many(drafts):
    limits = drafts["hunan"].rows("connection")
    roofs = row(drafts["hunan"], "renewables", "renewable", "solar_distributed")
    assert [one["renewable"] for one in limits] == ["solar_distributed"]
    assert limits[0]["connection_gw"] + limits[0]["build_max_gw"] == pytest.approx(roofs["potential_gw"], abs=0.02)
    assert limits[0]["connection_gw"] >= roofs["existing_gw"]
    for province, draft in drafts.items():
        for limit in draft.rows("connection"):
            assert limit["build_max_gw"] > 0, province


def test_named_sites_are_within_the_ceiling_of_the_province(drafts):
    stores = drafts["ningxia"].rows("stores")
    pumped = [one for one in stores if one["technology"] == "pumped_hydro"]
    assert [one["store"] for one in pumped] == ["pumped_niushoushan", "pumped_niushoushan_2", "pumped_hydro"]
    assert sum(one.get("build_max_gw", 0.0) for one in pumped) == pytest.approx(6.8)
    assert pumped[0]["capex_power_cny_per_kw"] == 8004
    # Sites of after 2030 and those under way are not offered; what is under way is in what exists.
    assert {one["store"] for one in drafts["shanxi"].rows("stores")} == {"pumped_hydro", "lithium"}


def test_a_coast_has_offshore_wind_and_old_wind_beside_it(drafts):
    names = {one["renewable"] for one in drafts["fujian"].rows("renewables")}
    assert {"wind_offshore", "wind_onshore", "wind_old", "solar_distributed"} <= names
    assert row(drafts["fujian"], "cohorts", "cohort", "nuclear")["must_run_share"] == 1.0
