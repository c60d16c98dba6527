"""Coal classes agree with official averages; cooling goes by province, size and age."""

import numpy as np
import pandas as pd
import pytest

from gridplan.library import coal, tables
from gridplan.library.errors import LibraryError


def rated() -> pd.DataFrame:
    """The units of the register with the full-load rate of their class, that of heat and power by the statistics."""
    units = tables.table("coal_cohorts")
    units["cooling"] = [coal.cooling(*unit) for unit in units[["province", "size_class_mw", "mean_start_year"]].values]
    classes = tables.table("coal_classes").rename(columns={"size_class": "size_class_mw"})
    found = units.merge(classes, on=["size_class_mw", "steam_class", "cooling"], how="left", suffixes=("", "_class"))
    found["rate"] = found["net_rate_g_per_kwh"] + found["chp_rate_change_g_per_kwh"].where(found["chp"] == "yes", 0.0)
    return found


def test_the_national_fleet_burns_what_the_statistics_say() -> None:
    public = rated()
    public = public[public["captive"] == "no"]
    full_load = np.average(public["rate"], weights=public["capacity_gw"])
    # No-load share 0.08 at a mean load of 70 % while online.
    assert full_load * (0.08 / 0.70 + 0.92) == pytest.approx(302, abs=1)


def test_every_unit_of_the_register_has_a_class() -> None:
    assert rated()["rate"].notna().all()


def test_air_cooling_costs_coal() -> None:
    classes = tables.table("coal_classes").set_index(["size_class", "steam_class", "cooling"]).sort_index()
    rate = classes["net_rate_g_per_kwh"]
    large = rate.loc[">=900", "ultra-supercritical"]
    assert large["air"] - large["wet"] == pytest.approx(14)
    assert coal.cooling("ningxia", ">=900", 2016) == "air"
    assert coal.cooling("hunan", ">=900", 2021) == "wet"
    assert coal.cooling("ningxia", "300-550", 1995) == "wet"
    assert coal.cooling("ningxia", "<150", 2015) == "wet"


def test_heat_and_power_units_cannot_go_low_in_winter() -> None:
    classes = tables.table("coal_classes")
    assert (classes["chp_min_output_heating_share"].dropna() > classes["min_output_share"]).all()


def test_retrofits_are_open_to_the_units_they_fit() -> None:
    rows = tables.table("retrofits").set_index(["chp", "steam_class", "state"])
    condensing, heating = rows.loc["no"], rows.loc["yes"]
    assert condensing.loc[("", "efficiency"), "net_rate_change_g_per_kwh"] == -5.7
    assert condensing.loc[("", "heating"), "net_rate_change_g_per_kwh"] == -2.7
    assert condensing.loc[("subcritical", "efficiency"), "net_rate_change_g_per_kwh"] < -5.7
    assert condensing.loc[("", "flexibility"), "min_output_share"] == 0.35
    # They give heat already.
    assert not any("heating" in state for _steam, state in heating.index)
    assert heating.loc[("", "flexibility"), "min_output_heating_share"] == 0.40


def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(LibraryError, match="unknown size class"):
        coal.cooling("hunan", "700", 2010)
