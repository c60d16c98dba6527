"""A joint case taken apart: with what its channels carry, the provinces alone cost what they cost together."""

from __future__ import annotations

import shutil

import pytest

from gridplan.case.load import load_case
from gridplan.case.new_several import new_joint_case
from gridplan.case.problems import CaseError
from gridplan.case.separate import separate_case
from gridplan.library.paths import cases_dir
from gridplan.results.separate_plans import PlansDiffer, carried, gains_of_joining
from gridplan.solve.run import solve


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory):
    """The joint case of Ningxia and Hunan, its plan over a day, and the plans of both with what the channel carried."""
    folder = tmp_path_factory.mktemp("several")
    new_joint_case(["ningxia", "hunan"], [2030], folder / "joint")
    joint = solve(load_case(folder / "joint"), hours=24)
    alone = separate_case(folder / "joint", folder / "alone", carried=carried(joint))
    return folder, joint, [solve(load_case(path), hours=24) for path in alone.values()]


def test_with_the_joint_exchange_the_provinces_alone_cost_the_same(plans):
    # What is best together is possible alone, and what is done alone is possible together.
    _folder, joint, alone = plans
    whole = gains_of_joining(joint, alone).iloc[-1]
    assert whole["separate_cost_million_cny"] == pytest.approx(joint.run["cost_million_cny"], rel=1e-4)
    assert whole["joint_cost_million_cny"] == pytest.approx(joint.run["cost_million_cny"], rel=1e-6)


def test_both_ends_of_a_contract_are_the_same(plans):
    folder, _joint, _alone = plans
    written = separate_case(folder / "joint", folder / "agreed")
    sold = load_case(written["ningxia"]).rows("links", 2030).loc["ningxia_hunan"]
    bought = load_case(written["hunan"]).rows("links", 2030).loc["ningxia_hunan"]
    assert (sold["to"], bought["from"]) == ("outside", "outside")
    assert sold["energy_twh"] == bought["energy_twh"] == 36.0
    assert sold["price_cny_per_mwh"] == pytest.approx(259.5)
    # What arrives costs what was paid for sending it.
    assert bought["price_cny_per_mwh"] * (1 - bought["loss_share"]) == pytest.approx(259.5)
    assert bought["green_share"] == 0.5


def test_without_exchange_the_channel_and_its_target_are_gone(plans):
    folder, _joint, _alone = plans
    written = separate_case(folder / "joint", folder / "none", exchange="none")
    case = load_case(written["ningxia"])
    assert "ningxia_hunan" not in case.tables["links"]["link"].tolist()
    assert "ningxia_hunan" not in case.tables["policies"]["subject"].tolist()


def test_plans_that_do_not_fit_are_refused(plans):
    _folder, joint, alone = plans
    with pytest.raises(PlansDiffer, match="gains_regions"):
        gains_of_joining(joint, alone[:1])


def test_a_growth_ceiling_of_all_regions_together_is_refused(plans, tmp_path):
    joint = shutil.copytree(plans[0] / "joint", tmp_path / "joint")
    (joint / "build_limits.csv").write_text("technology,region,max_gw\nwind_onshore,,3\nsolar_utility,hunan,2\n",
                                            encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        separate_case(joint, tmp_path / "alone")
    assert [(one.rule, one.table, one.value) for one in fault.value.problems] == [
        ("separate_limit_of_several", "build_limits", "wind_onshore")]
    assert not (tmp_path / "alone").exists()


def test_one_province_cannot_be_taken_apart(tmp_path):
    with pytest.raises(CaseError) as fault:
        separate_case(cases_dir() / "ningxia-2030-levers", tmp_path / "alone")
    assert fault.value.problems[0].rule == "separate_one_province"
