"""What the auditor takes note of: the worst of a check, where it was, and what is no number."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.audit.findings import ENERGY_GWH, LEVEL_GWH, POWER_GW, RELATIVE, Finding, Findings


def one(findings: Findings) -> Finding:
    (line,) = findings.lines()
    return line


def test_tolerances_are_those_of_the_documentation() -> None:
    """0.1 MW, 1 MWh, 10 MWh a year; the same figure worked out twice to nine digits."""
    assert (POWER_GW, LEVEL_GWH, ENERGY_GWH, RELATIVE) == (1e-4, 1e-3, 1e-2, 1e-9)


def test_the_worst_of_all_places_counts_with_its_place() -> None:
    findings = Findings()
    findings.group = "balance"
    findings.add("power", [0.0, 3e-4, 1e-4], POWER_GW, "GW", "r")
    findings.add("power", [2e-4, 0.0], POWER_GW, "GW", "east")
    assert one(findings) == Finding("balance", "power", 3e-4, POWER_GW, "GW", "r [1]", 5)
    findings.add("power", 5e-4, POWER_GW, "GW", "west")
    assert (one(findings).value, one(findings).where, one(findings).figures) == (5e-4, "west", 6)


def test_the_worst_is_measured_by_its_tolerance() -> None:
    findings = Findings()
    findings.add("money", 2.0, 10.0, "CNY", "dear")
    findings.add("money", 1.0, 2.0, "CNY", "cheap")
    assert (one(findings).where, one(findings).tolerance) == ("cheap", 2.0)
    findings.add("money", 4.0, 10.0, "CNY", "between")
    assert one(findings).where == "cheap"


def test_places_without_a_name_are_numbers() -> None:
    findings = Findings()
    findings.add("power", [0.0, 0.0, 1.0], POWER_GW, "GW")
    assert one(findings).where == "[2]"


def test_one_figure_has_its_name_alone_and_none_where_nothing_is_off() -> None:
    findings = Findings()
    findings.add("power", 1.0, POWER_GW, "GW", "r")
    findings.add("level", 0.0, LEVEL_GWH, "GWh", "r")
    assert [line.where for line in findings.lines()] == ["r", ""]


@pytest.mark.parametrize(("deviation", "value", "ok"), [
    (POWER_GW, POWER_GW, True), (1.01 * POWER_GW, 1.01 * POWER_GW, False), (-5.0, 0.0, True),
    (float("nan"), float("inf"), False), ([-1.0, float("nan")], float("inf"), False)])
def test_room_left_is_no_deviation_and_no_number_is_one(deviation: float | list[float], value: float, ok: bool) -> None:
    findings = Findings()
    findings.add("power", deviation, POWER_GW, "GW")
    assert (one(findings).value, one(findings).ok) == (value, ok)


def test_nothing_looked_at_is_no_check() -> None:
    findings = Findings()
    findings.add("power", np.zeros(0), POWER_GW, "GW")
    assert findings.lines() == []


@pytest.mark.parametrize(("ours", "theirs", "value"), [
    ([1.0, 2.0], [1.0, 2.5], 0.5), ([2.5], [2.0], 0.5), (float("nan"), float("nan"), 0.0),
    (float("nan"), 1.0, float("inf")), (1.0, float("nan"), float("inf")), ([1.0, 3.0], 1.0, 2.0)])
def test_figures_are_apart_by_their_distance(ours: float | list[float], theirs: float | list[float],
                                             value: float) -> None:
    findings = Findings()
    findings.apart("power", ours, theirs, POWER_GW, "GW")
    assert one(findings).value == value


@pytest.mark.parametrize(("ours", "theirs", "share", "value", "ok"), [
    (100.0, 100.0 + 5e-8, 1e-9, 5e-10, True), (100.0, 101.0, 1e-9, 1.0 / 101.0, False),
    (-101.0, -100.0, 1e-9, 1.0 / 101.0, False),
    (0.0, 5e-10, 1e-9, 5e-10, True), (0.0, 2e-9, 1e-9, 2e-9, False), (1.0, 1.0 + 1e-7, 1e-6, 1e-7, True),
    (float("nan"), float("nan"), 1e-9, 0.0, True), (float("nan"), 1.0, 1e-9, float("inf"), False)])
def test_figures_are_the_same_by_their_share_and_small_ones_by_the_floor(
        ours: float, theirs: float, share: float, value: float, ok: bool) -> None:
    """The share is of the larger; below a billionth (the floor over the share) figures are held to the floor."""
    findings = Findings()
    findings.same("gap", ours, theirs, share=share)
    assert one(findings).value == pytest.approx(value, rel=1e-6, abs=0.0) and one(findings).ok is ok


def test_what_is_so_or_not() -> None:
    findings = Findings()
    findings.holds("so", True)
    findings.holds("not so", False)
    assert [line.ok for line in findings.lines()] == [True, False]


def test_a_count_of_all_figures_is_kept_where_the_worst_comes_first() -> None:
    findings = Findings()
    findings.group = "a"
    findings.add("power", [9.0, 1.0], POWER_GW, "GW")
    findings.add("power", [1.0, 1.0, 1.0], POWER_GW, "GW")
    findings.group = "b"
    findings.add("power", 1.0, POWER_GW, "GW")
    assert [(line.group, line.figures, line.value) for line in findings.lines()] == [("a", 5, 9.0), ("b", 1, 1.0)]
