"""Faults in the tables by which regions trade are named with table, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError, errors, render
from tests.case.support.broken import both
from tests.case.support.tiny import Change, added, cell, replaced, write_tiny

FREE = replaced("links.csv", ",profile,delivery,20,", ",free,,,")
SECOND = added("regions.csv", "gansu,gansu,0.04,0.05,20000,10,11 12 1 2 3")


def table(name: str, *lines: str) -> Change:
    """A change of the case: a table of its own."""

    def change(folder: Path) -> None:
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def base(region="gansu", link="from_base", counted_in="ningxia") -> Change:
    return both(SECOND, added("links.csv", "from_base,gansu,outside,4,3000,30,0.06,free,,,300,0.5"),
                table("bases", "region,link,counted_in", f"{region},{link},{counted_in}"))


def contract(line: str) -> Change:
    return both(FREE, table("link_contracts", "link,hours_min,hours_max,ramp_share_per_h", line))


def support(line: str) -> Change:
    return table("emergency_support", "support,from,to,support_gw,max_hours,price_cny_per_mwh", line)


def trade(line: str) -> Change:
    second = both(SECOND, added("demand.csv", "gansu,100,,load"))
    return both(second, table("excess_trade", "trade,from,to,max_twh", line))


GIVEN = added("policies.csv", "quota_gansu,gansu,quota.renewable_consumption,,min,40,yes,2000,")
CASES = {
    "a base with demand": (both(base(), added("demand.csv", "gansu,50,,load")), "bases", 2, "region",
                           "base_has_demand"),
    "a base without a link out": (base(link="to_shandong"), "bases", 2, "link", "base_link_elsewhere"),
    "a base with an unknown link": (base(link="nowhere"), "bases", 2, "link", "reference_unknown"),
    "a base on the ground of itself": (base(counted_in="gansu"), "bases", 2, "counted_in", "base_counted_in_base"),
    "a base that is no region": (base(region="qinghai"), "bases", 2, "region", "reference_unknown"),
    "a base with a quota": (both(base(), GIVEN), "policies", 7, "metric", "base_with_duty"),
    "a base with a reserve margin": (both(base(), added("policies.csv", "m,gansu,reserve.margin,,min,14,yes,5000,")),
                                     "policies", 7, "metric", "base_with_duty"),
    "a base with response": (both(base(), added("response.csv", "other,gansu,shift,0.05,4,200,20,100")),
                             "response", 3, "region", "base_with_response"),
    "a region without demand that is no base": (SECOND, "regions", 3, "region", "demand_missing"),
    "a link to an unknown region": (cell("links.csv", 2, "to", "atlantis"), "links", 2, "to", "reference_unknown"),
    "hours floor above ceiling": (contract("to_shandong,5000,4500,"), "link_contracts", 2, "hours_max", None),
    "hours above the year": (contract("to_shandong,,9000,"), "link_contracts", 2, "hours_max", "above_maximum"),
    "hours floor above the year": (contract("to_shandong,8761,,"), "link_contracts", 2, "hours_min", "above_maximum"),
    "a ramp above everything": (contract("to_shandong,,,1.5"), "link_contracts", 2, "ramp_share_per_h",
                                "above_maximum"),
    "a contract for no link": (contract("nowhere,,5000,"), "link_contracts", 2, "link", "reference_unknown"),
    "a contract on a curve": (table("link_contracts", "link,hours_min", "to_shandong,4000"),
                              "link_contracts", 2, "link", "contract_on_curve"),
    "hours against the channel's own energy": (
        both(FREE, replaced("links.csv", ",firm_share", ",firm_share,energy_max_twh"),
             replaced("links.csv", "300,0.5", "300,0.5,10"),
             table("link_contracts", "link,hours_min", "to_shandong,4000")),
        "link_contracts", 2, "hours_min", "lower_above_upper"),
    "support to itself": (support("help,ningxia,ningxia,1,50,"), "emergency_support", 2, "to", "link_ends_equal"),
    "support without hours": (support("help,outside,ningxia,1,,1500"), "emergency_support", 2, "max_hours",
                              "cell_blank"),
    "support from an unknown region": (support("help,atlantis,ningxia,1,50,1500"), "emergency_support", 2, "from",
                                       "reference_unknown"),
    "certificates bought to be sold": (
        both(replaced("regions.csv", ",certificate_price_cny_per_mwh",
                      ",certificate_price_cny_per_mwh,certificate_cap_twh"),
             replaced("regions.csv", ",10,11", ",10,5,11"),
             table("certificates", "region,sell_price_cny_per_mwh,sell_cap_twh", "ningxia,12,3")),
        "certificates", 2, "sell_price_cny_per_mwh", "certificates_sold_dearer"),
    "a trade with itself": (trade("t,ningxia,ningxia,1"), "excess_trade", 2, "to", "link_ends_equal"),
    "a trade with a region without a quota": (trade("t,ningxia,gansu,1"), "excess_trade", 2, "to",
                                              "trade_without_quota"),
    "a trade out of a region without a quota": (trade("t,gansu,ningxia,1"), "excess_trade", 2, "from",
                                                "trade_without_quota"),
    "a trade that would sell a shortage": (both(trade("t,ningxia,gansu,1"), GIVEN), "excess_trade", 2, "from",
                                           "trade_sells_shortage"),
    "an import floor without a channel": (
        added("policies.csv", "floor,ningxia,import.energy,,min,5,yes,2000,"), "policies", 7, "value",
        "target_without_assets"),
    "an import ceiling above 100 %": (
        added("policies.csv", "cap,ningxia,import.share_of_consumption,,max,120,yes,2000,"), "policies", 7, "value",
        "target_range"),
}


@pytest.mark.parametrize("name", list(CASES))
def test_the_fault_is_named(name: str, tmp_path: Path) -> None:
    change, where, row, column, rule = CASES[name]
    folder = write_tiny(tmp_path / "case")
    change(folder)
    found = errors(check_case(folder))
    named = [one for one in found if (one.table, one.row) == (where, row) and one.rule == (rule or "lower_above_upper")]
    assert named, render(found, "en")
    assert rule is None or named[0].column == column
    assert named[0].message_zh != named[0].message_en
    with pytest.raises(CaseError):
        load_case(folder)


@pytest.mark.parametrize("change", [
    base(), contract("to_shandong,4500,5000,0.3"), support("help,outside,ningxia,1,50,1500"),
    table("certificates", "region,sell_price_cny_per_mwh,sell_cap_twh", "ningxia,5,3"),
    both(trade("t,ningxia,gansu,1"), replaced("policies.csv", "40,yes,2000", "40,yes,3000"), GIVEN),
])
def test_a_sound_table_is_taken(change: Change, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    change(folder)
    assert not errors(check_case(folder)), render(check_case(folder), "en")


def test_support_of_nothing_is_a_reminder(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    support("help,outside,ningxia,0,50,1500")(folder)
    assert [(one.rule, one.column, one.severity) for one in check_case(folder)] == [
        ("nothing_to_use", "support_gw", "warning")]
