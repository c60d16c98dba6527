"""The screen before a run: shortfalls that show without solving, by figures worked out by hand from the small case.

The small case: load 10.84 GW on average (100 TWh less 5 % own use), 12 GW of coal, 4 GW of gas to build,
wind up to 30 GW, sun up to 60 GW, 1 GW of hydro, stores up to 14 GW; 20 TWh go to Shandong.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gridplan.case.load import load_case
from gridplan.case.messages_screen import SCREEN
from gridplan.case.problems import CaseError, Problem
from tests.case.support.broken import both
from tests.case.support.tiny import Change, added, cell, replaced, with_column, write_tiny

C, D, P, R = "cohorts.csv", "demand.csv", "policies.csv", "renewables.csv"

NO_SUN = both(cell(R, 2, "potential_gw", "10"), cell(R, 3, "potential_gw", "20"), cell(P, 2, "value", "10"))
"""Wind and sun stay as they are: 26.28 and 55.77 TWh a year."""


def heat_table(pj: float) -> Change:
    def change(folder: Path) -> None:
        (folder / "heat_demand.csv").write_text(f"region,energy_pj,profile\nningxia,{pj},delivery\n", encoding="utf-8")
        (folder / "heat_sources.csv").write_text(
            "heat_source,region,kind,fuel,existing_gwth\nboiler,ningxia,coal_boiler,coal,2\n", encoding="utf-8"
        )

    return change


def must_run(share: str, column: str = "must_run_share") -> Change:
    return with_column(C, column, [share, ""])


CASES: list[tuple[str, Change, str, str, list[str]]] = [
    ("peak", cell(D, 2, "energy_twh", "600"), "screen_peak", "demand.csv", ["71.6 GW"]),
    ("energy", both(NO_SUN, cell(D, 2, "energy_twh", "280")), "screen_energy", "demand.csv", ["286 TWh", "20 TWh"]),
    (
        "surplus",
        both(cell(C, 2, "existing_gw", "150"), cell(C, 2, "units", ""), must_run("1")),
        "screen_surplus",
        "demand.csv",
        ["28.4 GW"],
    ),
    (
        "surplus beyond what can be thrown away",
        both(cell(C, 2, "existing_gw", "400"), cell(C, 2, "units", ""), must_run("1")),
        "screen_surplus_hard",
        "demand.csv",
        ["GW", "no plan"],
    ),
    (
        "must run above the hours",
        both(must_run("1"), with_column(C, "max_full_load_hours", ["1000", ""])),
        "screen_must_run_hours",
        C,
        ["2365"],
    ),
    ("heat", heat_table(100.0), "screen_heat", "heat_demand.csv", ["3.17 GW", "2 GW"]),
    (
        "quota",
        both(NO_SUN, cell(P, 3, "value", "95"), cell(P, 4, "value", "90")),
        "screen_target",
        P,
        ["95 %", "89.2 %"],
    ),
    (
        "coal cap",
        both(
            NO_SUN, cell(C, 3, "build_max_gw", "0.1"), added(P, "cap,ningxia,coal.consumption_cap,,max,0.1,yes,5000,")
        ),
        "screen_target_max",
        P,
        ["0.1 Mt_ce"],
    ),
    (
        "co2 cap",
        both(NO_SUN, cell(C, 3, "build_max_gw", "0.1"), added(P, "cap,ningxia,co2.cap,,max,1,yes,5000,")),
        "screen_target_max",
        P,
        ["2.66 t/t"],
    ),
    (
        "coal rate",
        both(cell(P, 6, "value", "290"), cell(P, 6, "enforce", "yes")),
        "screen_target_max",
        P,
        ["290 g/kWh", "298 g/kWh"],
    ),
    (
        "reserve",
        both(
            NO_SUN,
            cell("stores.csv", 2, "build_max_gw", "0.1"),
            added(P, "reserve,ningxia,reserve.margin,,min,100,yes,5000,"),
        ),
        "screen_target",
        P,
        ["100 %"],
    ),
    (
        "response",
        added(P, "dr,ningxia,demand_response.share_of_peak,,min,8,yes,5000,"),
        "screen_target",
        P,
        ["8 %", "5 %"],
    ),
    ("export", added(P, "out,ningxia,export.energy,,min,40,yes,2000,"), "screen_target", P, ["40 TWh", "35.04 TWh"]),
    ("export capacity", added(P, "out,ningxia,export.capacity,,min,6,yes,5000,"), "screen_target", P, ["6 GW", "4 GW"]),
    (
        "non-fossil share",
        both(NO_SUN, must_run("1"), added(P, "nf,ningxia,share.nonfossil_generation,,min,80,yes,2000,")),
        "screen_target",
        P,
        ["80 %"],
    ),
    (
        "utilisation",
        both(cell(R, 3, "existing_gw", "60"), added(P, "u,ningxia,utilisation.solar,,min,95,yes,2000,")),
        "screen_target",
        P,
        ["95 %", "%"],
    ),
]


def found_in(folder: Path) -> list[Problem]:
    try:
        return load_case(folder).warnings
    except CaseError as fault:
        return fault.problems


@pytest.mark.parametrize(
    ("change", "rule", "file", "figures"), [one[1:] for one in CASES], ids=[one[0] for one in CASES]
)
def test_a_shortfall_is_named_with_its_figures(
    change: Change, rule: str, file: str, figures: list[str], tmp_path: Path
) -> None:
    folder = write_tiny(tmp_path / "case")
    change(folder)
    named = [one for one in found_in(folder) if one.rule == rule]
    assert named, [one.rule for one in found_in(folder)]
    assert named[0].file == file and named[0].row is not None
    for figure in figures:
        assert figure in named[0].message("en"), named[0].message("en")
    assert named[0].hint_en and named[0].hint_zh


def test_a_contract_that_its_sender_cannot_fill(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    both(
        cell("links.csv", 2, "capacity_gw", "90"),
        cell("links.csv", 2, "energy_twh", "400"),
        NO_SUN,
        replaced("regions.csv", "ningxia,ningxia", "ningxia,ningxia"),
    )(folder)
    named = [one for one in found_in(folder) if one.rule == "screen_contract"]
    assert named and (named[0].row, named[0].column) == (2, "energy_twh")
    assert "400 TWh" in named[0].message("en")


def test_every_message_of_the_screen_is_met_here() -> None:
    assert {rule for _name, _change, rule, _file, _figures in CASES} | {"screen_contract"} == set(SCREEN)


def test_messages_are_in_both_languages_with_the_same_blanks() -> None:
    for message in SCREEN.values():
        blanks = set(re.findall(r"{(\w+?)(?:_en|_zh)?}", message.en + message.hint_en)) - {"unit"}
        assert blanks == set(re.findall(r"{(\w+?)(?:_en|_zh)?}", message.zh + message.hint_zh)) - {"unit"}
