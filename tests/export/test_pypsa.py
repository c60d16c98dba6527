"""Cases written as PyPSA networks: on what both can state, the same cost and capacities; the rest is said by name."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from benchmarks.cross.provinces import exported
from benchmarks.cross.twins import Agreement, gridplan_answer, pypsa_answer
from tests.cli.support import typed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pypsa = pytest.importorskip("pypsa", reason="PyPSA is not installed: pip install 'gridplan[pypsa]'")

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:pypsa.*", "ignore::DeprecationWarning")
HOURS = 48
COST_SHARE, CAPACITY_GW = 1e-6, 1e-3


@pytest.mark.parametrize("name", ["hunan-2030", "ningxia-2030"])
def test_the_network_finds_the_same_cost_and_capacities(name: str) -> None:
    twin = exported(name, HOURS)
    found = Agreement(gridplan_answer(twin), pypsa_answer(twin))
    assert len(found.ours.capacity) >= 10
    assert found.cost_share <= COST_SHARE and found.capacity_gw <= CAPACITY_GW


def test_the_command_writes_a_network_pypsa_reads_and_the_list_of_what_is_not_in_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = typed("export", "hunan-2030", "--to", "pypsa", "--hours", "24", "--lang", "en")
    assert said.code == 0 and "retrofit" in said.answer.lower()
    read = pypsa.Network(tmp_path / "hunan-2030.nc")
    assert len(read.snapshots) == 24 and "hunan" in read.buses.index
    listed = (tmp_path / "hunan-2030.left_out.csv").read_text(encoding="utf-8-sig")
    assert "quota.renewable_consumption" in listed and "指标" in listed
    assert sorted(file.name for file in tmp_path.iterdir()) == ["hunan-2030.left_out.csv", "hunan-2030.nc"]
    said = typed("export", "hunan-2030", "--hours", "24", "--lang", "zh")
    assert said.code == 2 and "hunan-2030.nc" in said.asides


@pytest.mark.parametrize(("words", "hint"), [(["--to", "plexos"], "plexos"), (["--out", "net.csv"], ".nc")])
def test_what_cannot_be_exported_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str],
                                            hint: str) -> None:
    monkeypatch.chdir(tmp_path)
    said = typed("export", "hunan-2030", *words, "--lang", "en")
    assert said.code == 2 and hint in said.asides
    assert list(tmp_path.iterdir()) == []
