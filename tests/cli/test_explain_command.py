"""`gridplan explain` from the command line: what contradicts, what would help, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.case.support.tiny import replaced, write_tiny
from tests.cli.support import typed

GROUPS = "group,stores,max_gw,min_gwh\nheld,battery,6,\nwanted,battery,,40\n"
"""At most 6 GW of 4 hours, and at least 40 GWh."""


@pytest.fixture
def contradictory(tmp_path: Path) -> Path:
    folder = write_tiny(tmp_path / "tiny")
    (folder / "store_groups.csv").write_text(GROUPS, encoding="utf-8")
    return folder


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_contradicts_is_said_with_what_would_help(contradictory: Path, lang: str) -> None:
    said = typed("explain", contradictory, "--hours", "24", "--lang", lang)
    assert said.code == 3, said.asides
    for name in ("held", "wanted", "battery", "store_groups.csv", "stores.csv", "max_gw", "min_gwh", "hours_max"):
        assert name in said.answer
    # 1 GW of 2 hours stands: 38 GWh more in 9.5 GW of 4 hours, or 5 GW of 4 hours, or of 7.6 hours.
    assert all(figure in said.answer for figure in ("10.5 GW", "22 GWh", "7.6"))


def test_a_case_that_holds_together_is_said_to(tmp_path: Path) -> None:
    said = typed("explain", write_tiny(tmp_path / "tiny"), "--hours", "24", "--lang", "en")
    assert said.code == 0 and "do not contradict each other (checked over 24 hours)" in said.answer


def test_what_cannot_be_explained_is_refused(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    assert typed("explain", folder, "--hours", "25").code == 2
    assert typed("explain", tmp_path / "nothing").code == 2
    replaced("case.toml", "[2030]", "[2030, 2035]")(folder)
    assert typed("explain", folder, "--hours", "24").code == 2
