"""What a new case proposes of the demand side: only what a plan gives a figure for."""

from __future__ import annotations

import pytest

from gridplan.case.new import draft_case


def test_ningxia_has_smelters_and_electrolysers_of_its_plan() -> None:
    draft = draft_case("ningxia", [2030])
    (load,) = draft.rows("loads")
    # 1.3 Mt at 13.6 MWh/t.
    assert (load["kind"], load["energy_twh"], load["counted"]) == ("industry", pytest.approx(17.7), "in_curve")
    (moved,) = draft.rows("flexible_loads")
    assert (moved["load"], moved["window_hours"]) == ("aluminium", 168)
    # 0.3 Mt at 53 kWh/kg over 2500 hours.
    (site,) = draft.rows("electrolysers")
    assert site["build_max_gw"] == pytest.approx(0.3 * 53 * 1000 / 2500, abs=0.05)
    policies = {row["metric"]: row["value"] for row in draft.rows("policies")}
    assert policies["hydrogen.green_production"] == 0.3


def test_hunan_has_the_electrification_of_its_plan() -> None:
    draft = draft_case("hunan", [2025])
    assert [(row["kind"], row["energy_twh"]) for row in draft.rows("loads")] == [("electrification", 24.0)]
    assert not draft.rows("electrolysers")


def test_where_no_plan_gives_a_figure_nothing_is_proposed() -> None:
    draft = draft_case("shanxi", [2030])
    assert not any(draft.rows(table) for table in ("loads", "flexible_loads", "vehicle_to_grid", "electrolysers"))


@pytest.mark.parametrize(("year", "metric", "value"), [
    (2025, "demand_response.share_by_gap", 3.0), (2030, "demand_response.share_of_peak", 5.0)])
def test_the_national_duty_on_response(year: int, metric: str, value: float) -> None:
    policies = {row["metric"]: row for row in draft_case("shanxi", [year]).rows("policies")}
    assert (policies[metric]["value"], policies[metric]["enforce"]) == (value, True)
