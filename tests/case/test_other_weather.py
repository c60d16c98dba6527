"""A case in another weather: which series change, which stay, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridplan.case.case import Case
from gridplan.case.load import load_case
from gridplan.case.other_weather import uses_of, weather_series, with_series, with_weather
from gridplan.results.open import open_case
from gridplan.results.write import write_results
from gridplan.solve.run import solve
from tests.case.support.tiny import write_tiny


@pytest.fixture(scope="module")
def case() -> Case:
    from gridplan.library.paths import cases_dir

    return load_case(cases_dir() / "ningxia-2030-levers")


def test_its_own_seed_gives_the_case_itself(case: Case) -> None:
    same = with_weather(case, case.settings.weather_seed)
    assert same.fingerprint == case.fingerprint
    assert same.origins.equals(case.origins)


def test_another_seed_changes_the_weather_and_nothing_else(case: Case) -> None:
    other = with_weather(case, 7)
    moved = [name for name in case.profiles if not np.array_equal(case.profiles[name], other.profiles[name])]
    assert moved == weather_series(case)
    assert any(name.startswith("wind_onshore@") for name in moved) and any(name.startswith("load@") for name in moved)
    assert not any(name.startswith(("delivery@", "flat")) for name in moved)
    for name, table in case.tables.items():
        assert table.equals(other.tables[name]), name
    assert other.settings.weather_seed == 7 and other.fingerprint != case.fingerprint
    assert other.profiles["load@ningxia"].max() == pytest.approx(case.profiles["load@ningxia"].max())
    sources = other.origins["source"]
    assert sources.str.contains("weather seed 7").sum() == case.origins["source"].str.contains("weather seed").sum()


def test_series_of_the_planner_stay(tmp_path: Path) -> None:
    case = load_case(write_tiny(tmp_path / "case"))
    own = [name for name in case.profiles if name not in weather_series(case)]
    other = with_weather(case, 5)
    assert own and all(np.array_equal(case.profiles[name], other.profiles[name]) for name in own)


def test_a_stored_case_gives_the_same_weather_as_the_read_one(tmp_path: Path) -> None:
    case = load_case(write_tiny(tmp_path / "case"))
    write_results(solve(case, hours=24), tmp_path / "out", "en")
    stored = with_weather(open_case(tmp_path / "out"), 5)
    assert stored.profiles.equals(with_weather(case, 5).profiles[list(stored.profiles)])


def test_a_supplied_series_takes_the_place_of_one(case: Case) -> None:
    calm = np.zeros(8760)
    other = with_series(case, {"wind_onshore@ningxia": calm}, "2022.csv")
    assert np.array_equal(other.profiles["wind_onshore@ningxia"], calm)
    assert case.profiles["wind_onshore@ningxia"].any()
    assert "supplied: 2022.csv" in set(other.origins["source"])
    assert uses_of(case)["wind_onshore@ningxia"] and not uses_of(case)["load@ningxia"]
    with pytest.raises(KeyError):
        with_series(case, {"wind@nowhere": calm}, "2022.csv")


def test_a_seed_out_of_range_is_refused(case: Case) -> None:
    with pytest.raises(ValueError):
        with_weather(case, -1)
