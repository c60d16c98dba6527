"""Names of files in a character set that cannot spell them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gridplan.library.text import highs_can_spell, writable


def test_names_read_as_ascii_are_written_as_they_are_in_utf_8() -> None:
    read_as_ascii = "案例".encode().decode("ascii", "surrogateescape")
    assert writable(f"case {read_as_ascii}") == "case 案例"
    assert writable("案例 \udcff") == "案例 \ufffd"


@pytest.mark.skipif(os.name == "nt", reason="narrow names are another matter")
def test_a_solver_is_given_only_names_it_can_spell() -> None:
    assert highs_can_spell(Path("案例/run.log"))
    assert not highs_can_spell(Path("\udce6/run.log"))
