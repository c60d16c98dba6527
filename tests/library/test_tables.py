"""The shipped tables are complete, typed and sourced."""

import pandas as pd
import pytest

from gridplan.library import paths, provinces, tables
from gridplan.library.errors import LibraryError

UNSOURCED = ("schema", "metrics", "palette", "labels", "load_shape", "targets", "target_notes", "metric_notes",
             "target_metrics", "target_families", "target_units", "target_regions", "national_targets",
             "audit_checks", "documents")
"""Vocabularies and lists that are their own source (`documents` holds names of documents in both languages), and tables
whose source is in columns of other names."""
SOURCED = tuple(name for name in tables.table_names() if name not in UNSOURCED)
ONE_ROW_EACH = ("demand_projection", "hydro", "load_stats", "power_prices")


@pytest.mark.parametrize("name", tables.table_names())
def test_every_declared_table_reads(name: str) -> None:
    assert len(tables.table(name)) > 0


@pytest.mark.parametrize("name", SOURCED)
def test_every_row_has_a_source(name: str) -> None:
    rows = tables.table(name)
    assert not rows.index[rows["source"].str.strip() == ""].tolist()


@pytest.mark.parametrize("name", SOURCED)
def test_judgement_is_labelled_as_such(name: str) -> None:
    rows = tables.table(name)
    if "basis" in rows:
        judged = rows[rows["basis"] == "judgement"]
        assert judged["source"].str.contains("engineering judgement, unsourced", regex=False).all()


def test_numbers_are_numbers_and_blanks_are_blank() -> None:
    fleet = tables.table("fleet")
    assert fleet["capacity_gw"].dtype == "float64"
    assert str(fleet["year"].dtype) == "Int64"
    assert not (fleet["note"] == "-").any()


def test_a_table_is_a_copy() -> None:
    first = tables.table("fleet")
    first.loc[0, "capacity_gw"] = -1.0
    assert tables.table("fleet").loc[0, "capacity_gw"] != -1.0


def test_an_unknown_table_is_named_with_its_neighbours() -> None:
    with pytest.raises(LibraryError, match=r"did you mean.*resource"):
        tables.table("resources")


def test_a_text_in_a_number_column_is_an_error() -> None:
    with pytest.raises(LibraryError, match=r"x.csv, line 3: mw is 'many'"):
        tables._typed(pd.Series(["1", "many"], name="mw"), "number", "x.csv")


def test_thirty_one_provinces_everywhere() -> None:
    ids = set(provinces.province_ids())
    assert len(ids) == 31
    for name in ONE_ROW_EACH:
        rows = tables.table(name)["province"]
        assert set(rows) == ids and len(rows) == 31, name
    assert set(tables.table("load_shape")["province"]) == ids
    resource = tables.table("resource")
    for technology in ("wind_onshore", "solar"):
        assert set(resource.loc[resource["technology"] == technology, "province"]) == ids


def test_no_other_province_is_named() -> None:
    ids = set(provinces.province_ids())
    for name in ("fleet", "coal_cohorts", "coal_pipeline", "quota_weights", "coal_cooling"):
        assert set(tables.table(name)["province"]) <= ids, name
    for name in ("corridors", "channels"):
        rows = tables.table(name)
        assert set(rows["from"]) | set(rows["to"]) <= ids, name
    assert set(tables.table("defaults")["region"]) <= ids | {""}


def test_load_shape_has_mean_one_over_the_year() -> None:
    shape = tables.table("load_shape")
    days = pd.Series([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], index=range(1, 13))
    weight = shape["month"].map(days) / 365 / 24
    mean = (shape["factor"] * weight).groupby(shape["province"]).sum()
    assert mean.to_numpy() == pytest.approx(1, abs=2e-3)


def test_hydro_inflow_has_mean_one_and_a_wet_season() -> None:
    hydro = tables.table("hydro").set_index("province")
    months = hydro.filter(like="inflow_m")
    days = pd.Series([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], index=months.columns) / 365
    assert (months * days).sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-3)
    assert months.loc["hunan"].idxmax() in ("inflow_m05", "inflow_m06")
    assert months.loc["sichuan"].idxmax() in ("inflow_m07", "inflow_m08")


def test_demand_projection_follows_its_growth() -> None:
    rows = tables.table("demand_projection").set_index("province")
    grown = rows["energy_2024_twh"] * (1 + rows["growth_percent_per_year"] / 100) ** 6
    assert grown.to_numpy() == pytest.approx(rows["energy_2030_twh"].to_numpy(), rel=1e-2)
    assert rows.at["ningxia", "energy_2030_twh"] == 180
    # Mean grid load over peak is the load factor of the shape the peak was scaled from.
    load_factor = tables.table("provinces").set_index("id")["load_factor_2018"][rows.index].to_numpy()
    mean_gw = rows["energy_2030_twh"] * (1 - rows["own_use_share_of_consumption"]) / 8.76
    assert (mean_gw / rows["peak_2030_gw"]).to_numpy() == pytest.approx(load_factor, rel=5e-3)


def test_channels_agree_with_corridors() -> None:
    channels = tables.table("channels")
    corridors = tables.table("corridors").set_index("name")
    direct = corridors[corridors["type"].isin(["UHVDC", "HVDC"])]
    line = channels["channel"].str.removesuffix(", share of Hunan")
    assert set(line) == set(direct.index)
    carried = channels["capacity_gw"].groupby(line).sum()
    assert carried.to_numpy() == pytest.approx(direct.loc[carried.index, "capacity_gw"].to_numpy())
    assert (channels["energy_twh"] <= channels["capacity_gw"] * 8.76).all()
    assert channels[["green_share", "green_hydro_share", "firm_share"]].stack().between(0, 1).all()


def test_the_data_folder_holds_the_schema() -> None:
    assert (paths.data_dir() / "schema.csv").is_file()
    assert paths.cases_dir().is_dir()
