"""Hourly series: the layouts that are read, and those generated for blanks."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import errors
from gridplan.case.read import read_raw
from tests.case.support.tiny import SERIES, cell, with_column, write_tiny

VALUES = np.round(np.linspace(0, 1, 8760), 6)
NINJA = (
    "# Renewables.ninja Wind (Point API) - 38.5, 106.2 - Version: 1.3\n"
    "# Units: time in UTC, local_time in Asia/Shanghai, electricity in kW\n"
    '# {"units": {"electricity": "kW"}, "params": {"capacity": "2.0", "height": "100"}}\n'
    "time,local_time,electricity\n"
)


def stamps(step: str = "%Y-%m-%d %H:%M", offset_h: int = 0) -> list[str]:
    start = datetime(2019, 1, 1) + timedelta(hours=offset_h)
    return [(start + timedelta(hours=hour)).strftime(step) for hour in range(8760)]


def with_profile(folder: Path, name: str, text: str) -> Path:
    (folder / "profiles").mkdir()
    (folder / "profiles" / f"{name}.csv").write_text(text, encoding="utf-8")
    cell("renewables.csv", 2, "profile", name)(folder)
    return folder


def test_ninja_download_is_moved_to_beijing_time_per_unit(tmp_path: Path) -> None:
    rows = zip(stamps(), stamps(offset_h=8), (2 * VALUES).tolist(), strict=True)
    text = NINJA + "\n".join(f"{utc},{local},{value!r}" for utc, local, value in rows) + "\n"
    folder = with_profile(write_tiny(tmp_path / "case"), "yinchuan", text)
    case = load_case(folder)
    assert np.allclose(case.profiles["yinchuan"], np.roll(VALUES, 8), rtol=0, atol=1e-12)
    assert "profile_utc" in [one.rule for one in case.warnings]


def test_fault_of_a_moved_series_is_named_by_its_row_in_the_file(tmp_path: Path) -> None:
    values = VALUES.copy()
    values[0] = 1.5
    text = "time,0\n" + "\n".join(f"{t},{v!r}" for t, v in zip(stamps(), values.tolist(), strict=True)) + "\n"
    folder = with_profile(write_tiny(tmp_path / "case"), "yinchuan", text)
    found = errors(check_case(folder))
    assert [(one.file, one.row, one.rule) for one in found] == [
        ("profiles/yinchuan.csv", 2, "profile_above_one")
    ]


def test_atlite_frame_of_one_column_takes_the_files_name(tmp_path: Path) -> None:
    stamp = stamps("%Y-%m-%d %H:%M:%S")
    text = "time,specific generation\n" + "\n".join(
        f"{t},{v!r}" for t, v in zip(stamp, VALUES.tolist(), strict=True)
    )
    raw, found = read_raw(with_profile(write_tiny(tmp_path / "case"), "helan", text))
    assert np.array_equal(raw.series["helan"].values, np.roll(VALUES, 8))
    assert not errors(found)


def test_atlite_frame_of_several_columns_keeps_their_names(tmp_path: Path) -> None:
    lines = [f"{t},{v!r},0.5" for t, v in zip(stamps(), VALUES.tolist(), strict=True)]
    raw, _ = read_raw(
        with_profile(write_tiny(tmp_path / "case"), "grid", "snapshot,a,b\n" + "\n".join(lines))
    )
    assert {"a", "b"} <= set(raw.series)
    assert "grid" not in raw.series


@pytest.mark.parametrize(
    ("heading", "labels"),
    [
        ("hour", [str(hour) for hour in range(1, 8761)]),
        ("小时", [f"{hour}.0" for hour in range(8760)]),
        ("beijing_time", stamps("%Y/%m/%d %H:%M")),
        ("北京时间", stamps("%Y-%m-%dT%H:%M")),
    ],
)
def test_own_series_in_beijing_time_stay_in_place(tmp_path: Path, heading: str, labels: list[str]) -> None:
    text = f"{heading},cf\n" + "\n".join(f"{t},{v!r}" for t, v in zip(labels, VALUES.tolist(), strict=True))
    raw, found = read_raw(with_profile(write_tiny(tmp_path / "case"), "own", text))
    assert np.array_equal(raw.series["own"].values, VALUES)
    assert found == []


def test_series_of_one_name_in_two_files(tmp_path: Path) -> None:
    text = "hour,x\n" + "\n".join(f"{hour},0.5" for hour in range(8760))
    found = check_case(with_profile(write_tiny(tmp_path / "case"), "load", text))
    assert "profile_twice" in [one.rule for one in errors(found)]


def test_blank_profiles_are_generated_and_recorded(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("renewables.csv", 2, "profile", "")(folder)
    cell("reservoirs.csv", 2, "inflow_profile", "")(folder)
    cell("links.csv", 2, "profile", "")(folder)
    cell("demand.csv", 2, "profile", "")(folder)
    cell("demand.csv", 2, "peak_gw", "14")(folder)
    with_column("renewables.csv", "annual_hours", ["2100", ""])(folder)
    case = load_case(folder)
    assert case.tables["renewables"]["profile"].tolist() == ["wind_onshore@ningxia", "solar_cf"]
    assert case.profiles["wind_onshore@ningxia"].sum() == pytest.approx(2100, rel=1e-9)
    assert case.profiles["delivery@to_shandong"].sum() == pytest.approx(20_000 / 4, rel=1e-9)
    # Grid load is 95 TWh, so its mean is 10.845 GW and the stated peak 1.291 times that.
    load = case.profiles["load@ningxia"]
    assert load.max() / load.mean() == pytest.approx(14 * 8760 / 95_000, rel=1e-6)
    generated = case.origins[case.origins["basis"] == "generated"]
    assert set(generated["value"]) == {
        "wind_onshore@ningxia",
        "inflow@ningxia",
        "delivery@to_shandong",
        "load@ningxia",
    }
    assert generated["source"].str.contains("generated").all()


def test_blank_hours_come_from_the_library(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("renewables.csv", 2, "profile", "")(folder)
    case = load_case(folder)
    hours = case.tables["renewables"].at[0, "annual_hours"]
    assert case.profiles["wind_onshore@ningxia"].sum() == pytest.approx(hours, rel=1e-9)
    assert "annual_hours" in case.origins["column"].tolist()


def test_classes_of_different_hours_get_series_of_their_own(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    for row in (2, 3):
        cell("renewables.csv", row, "profile", "")(folder)
        cell("renewables.csv", row, "technology", "wind_onshore")(folder)
    with_column("renewables.csv", "annual_hours", ["2100", "2300"])(folder)
    case = load_case(folder)
    names = case.tables["renewables"]["profile"].tolist()
    assert names == ["wind_onshore@ningxia", "wind_onshore@ningxia@solar"]
    assert case.profiles[names].sum().tolist() == pytest.approx([2100, 2300])


def test_own_load_curve_is_stretched_to_the_stated_peak(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("demand.csv", 2, "peak_gw", "13")(folder)
    case = load_case(folder)
    name = case.tables["demand"].at[0, "profile"]
    load = case.profiles[name]
    assert load.max() / load.mean() == pytest.approx(13 * 8760 / 95_000)
    assert np.corrcoef(load, SERIES["load"])[0, 1] == pytest.approx(1)


def test_weather_seed_changes_the_generated_series(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("renewables.csv", 2, "profile", "")(folder)
    first = load_case(folder)
    toml = folder / "case.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("[solver]", "weather_seed = 7\n[solver]"), encoding="utf-8"
    )
    second = load_case(folder)
    assert not first.profiles["wind_onshore@ningxia"].equals(second.profiles["wind_onshore@ningxia"])
    assert first.fingerprint != second.fingerprint
