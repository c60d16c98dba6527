"""The report of runs of other shapes: a shortened year, blocks of hours, two years, hardly any assets."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.model.axis import TimeAxis
from gridplan.results.report import report_html
from gridplan.results.types import Results
from tests.support.sample_results import sample_results


def _on_axis(results: Results, axis: TimeAxis) -> Results:
    """The sample on another time axis: each block takes the values of its first hour."""
    data = results.dataset.isel(time=axis.first_hour)
    data = data.assign_coords(
        time=np.arange(len(axis.first_hour)),
        duration_h=("time", np.asarray(axis.duration_h, dtype=float)),
        weight_h=("time", np.asarray(axis.weight_h, dtype=float)),
    )
    run = {**results.run, "hours": int(np.sum(axis.duration_h))}
    return replace(results, dataset=data, run=run, axis=axis)


def _dispatch(html: str) -> list[dict]:
    found = re.findall(r'<script type="application/json" data-part="data">(.*?)</script>', html, re.S)
    return [json.loads(text) for text in found]


def test_shortened_year() -> None:
    html = report_html(_on_axis(sample_results("zh"), TimeAxis.shortened_year(672)), "zh")
    assert "缩短年试算" in html
    data = _dispatch(html)[0]
    assert len(data["hour_of_year"]) == 672 and data["mean_duration_h"] == 1.0
    assert all(0 <= jump["index"] < 672 for jump in data["jumps"])


def test_blocks_of_three_hours() -> None:
    html = report_html(_on_axis(sample_results("en"), TimeAxis.blocks(np.arange(0, 8760, 3))), "en")
    data = _dispatch(html)[0]
    assert data["mean_duration_h"] == 3.0 and data["hour_of_year"][:3] == [0, 3, 6]
    assert 'class="banner" role="alert"><strong>Shortened' not in html


def test_a_window_shorter_than_a_day() -> None:
    html = report_html(_on_axis(sample_results("en"), TimeAxis.window(10, 16)), "en")
    assert len(_dispatch(html)[0]["hour_of_year"]) == 6


def test_two_years_are_told_apart() -> None:
    results = sample_results("en")
    later = results.dataset.assign_coords(year=[2035])
    tables = {name: frame.copy() for name, frame in results.case.tables.items()}
    for frame in tables.values():
        if "year" in frame:
            frame["year"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    settings = results.case.settings.model_copy(update={"years": [2030, 2035]})
    both = xr.concat([results.dataset, later], dim="year", data_vars="minimal")
    states = both["state"].values.tolist()
    nothing = xr.zeros_like(both["thermal_capacity_gw"]).expand_dims(from_state=states)
    two = replace(
        results,
        case=replace(results.case, tables=tables, settings=settings),
        dataset=both.assign(thermal_moved_gw=nothing),
        costs=pd.concat([results.costs, results.costs.assign(year=2035)], ignore_index=True),
        policies=pd.concat([results.policies, results.policies.assign(year=2035)], ignore_index=True),
    )
    html = report_html(two, "en")
    assert html.count("<h3>Ningxia 2030</h3>") == html.count("<h3>Ningxia 2035</h3>") == 13
    assert len(_dispatch(html)) == 2
    identities = re.findall(r'id="([^"{]+)"', html.split("<script>")[0])
    assert len(identities) == len(set(identities))
    assert len(html.encode()) < 8_000_000


def test_hardly_any_assets() -> None:
    results = sample_results("zh")
    empty = {"stores": "store", "links": "link", "response": "response", "reservoirs": "reservoir"}
    tables = {name: frame.iloc[:0] if name in empty else frame for name, frame in results.case.tables.items()}
    data = results.dataset.isel({dimension: slice(0, 0) for dimension in empty.values()})
    kept = ~results.costs["subject"].isin([*empty.values(), "policy"])
    bare = replace(
        results,
        case=replace(results.case, tables=tables, origins=results.case.origins.iloc[:0]),
        dataset=data,
        costs=results.costs[kept],
        policies=results.policies.iloc[:0],
    )
    html = report_html(bare, "zh")
    for sentence in ("算例没有设置政策指标", "本地区没有通道或外部合同", "算例给出了全部数值"):
        assert sentence in html


def test_target_that_is_not_modelled_shows_no_figure() -> None:
    results = sample_results("en")
    policies = results.policies.copy()
    policies.loc[0, ["achieved", "margin", "shadow_price"]] = np.nan
    policies.loc[0, "status"] = "not_modelled"
    html = report_html(replace(results, policies=policies), "en")
    assert "Not modelled" in html and re.search(r"\bnan\b", html.split("<script>")[0]) is None
