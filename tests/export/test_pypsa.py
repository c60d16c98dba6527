"""Cases written as PyPSA networks: on what both can state, the same cost and capacities; the rest is said by name."""

from __future__ import annotations

import logging
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gridplan.case.case import Case
from gridplan.case.load import load_case
from gridplan.library.paths import cases_dir
from gridplan.model.axis import TimeAxis
from gridplan.solve.run import solve
from tests.cli.support import typed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pypsa = pytest.importorskip("pypsa", reason="PyPSA is not installed: pip install 'gridplan[pypsa]'")

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:pypsa.*", "ignore::DeprecationWarning")
HOURS = 48
COST_SHARE, CAPACITY_GW = 1e-6, 1e-3


def in_common(name: str) -> Case:
    """A shipped case with what PyPSA has no counterpart for switched off on both sides."""
    case = load_case(cases_dir() / name)
    tables = dict(case.tables)
    for table in ("retrofits", "response", "policies"):
        tables[table] = tables[table].iloc[:0]
    tables["cohorts"] = tables["cohorts"].assign(commitment=False, max_full_load_hours=np.nan)
    tables["reservoirs"] = tables["reservoirs"].assign(min_output_share=0.0)
    stores = tables["stores"]
    tables["stores"] = stores.assign(hours_max=stores["hours_min"])
    return replace(case, tables=tables)


@pytest.mark.parametrize("name", ["hunan-2030", "ningxia-2030"])
def test_the_network_finds_the_same_cost_and_capacities(name: str) -> None:
    from gridplan.export.pypsa_network import NEW, to_pypsa

    case = in_common(name)
    results = solve(case, hours=HOURS, threads=1, method="simplex")
    made = to_pypsa(case, TimeAxis.shortened_year(HOURS))
    assert made.left_out == []
    for logger in ("pypsa", "linopy"):
        logging.getLogger(logger).setLevel(logging.WARNING)
    made.network.optimize(solver_name="highs", log_to_console=False, include_objective_constant=False)
    cost = results.run["cost_million_cny"]
    assert made.network.objective / 1e6 == pytest.approx(cost, rel=COST_SHARE)
    built = made.network.generators["p_nom_opt"] / 1000.0
    ours = results.dataset["renewable_capacity_gw"].sel(year=2030)
    for renewable in ours["renewable"].values:
        theirs = sum(float(built.get(part, 0.0)) for part in (renewable, f"{renewable}{NEW}"))
        assert theirs == pytest.approx(float(ours.sel(renewable=renewable)), abs=CAPACITY_GW)


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
