"""Writing results whole or not at all: into a hidden folder beside the target (whole.py), marked as complete last."""

from __future__ import annotations

import hashlib
import io
import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xarray as xr

from gridplan.library.text import writable
from gridplan.library.whole import bring_back
from gridplan.results.folder import (
    DATASET,
    MARK,
    PROFILES_GROUP,
    REPORT,
    RUN,
    TABLES,
    WORKBOOK,
    ResultsError,
    is_results,
    mark_of,
    sha256,
)
from gridplan.results.tables_json import encode
from gridplan.results.types import Results
from gridplan.results.whole import whole_folder
from gridplan.results.workbook import write_workbook

ReportWriter = Callable[[Results, Path, str], object]


def write_results(
    results: Results,
    folder: Path | str,
    lang: str,
    overwrite: bool = False,
    report_writer: ReportWriter | None = None,
) -> Path:
    """Write run.json, results.nc, tables.json, results.xlsx and report.html into `folder`; give the folder.

    `seconds.write` and `seconds.total` of run.json are filled in here. `report_writer(results, path,
    lang)` writes the report; the tool's own if not given.

    Raises ResultsError where `folder` exists and may not be replaced (see `check_target`), OSError where
    the disk refuses; in both cases, and on any other exception, nothing new is left behind and older
    results stand.
    """
    folder = Path(folder)
    check_target(folder, overwrite)
    started = time.perf_counter()
    with whole_folder(folder, lambda: check_target(folder, overwrite)) as hidden:
        _write_files(results, hidden, lang, report_writer or _own_report(), started)
        write_json(hidden / MARK, mark_of(hidden, results.case.fingerprint))
    return folder


def check_target(folder: Path, overwrite: bool) -> None:
    """See that results may be written to `folder`; worth asking before a long solve.

    Raises ResultsError: something that is no results folder stands there (never touched), or results do and
    `overwrite` is not given.
    """
    bring_back(folder)
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir() or folder.is_symlink() or not is_results(folder):
        raise ResultsError(
            folder,
            "exists and is not a results folder; it is left alone, choose another name",
            "已存在且不是结果文件夹，不会改动；请换一个名称",
        )
    if not overwrite:
        raise ResultsError(
            folder,
            "holds results already; choose another name or ask to overwrite",
            "已有结果；请换一个名称，或指定覆盖",
        )


def _own_report() -> ReportWriter:
    # Imported here: the report brings a plotting library that nothing else of writing needs.
    from gridplan.results.report import write_report

    return write_report


def _write_files(
    results: Results, folder: Path, lang: str, report_writer: ReportWriter, started: float
) -> None:
    write_dataset(results, folder / DATASET)
    write_json(folder / TABLES, stored_tables(results))
    write_workbook(results, folder / WORKBOOK, lang)
    report_writer(results, folder / REPORT, lang)
    taken = time.perf_counter() - started
    before = results.run["seconds"]
    seconds = {**before, "write": taken, "total": before["total"] - before["write"] + taken}
    sealed = {name: sha256(folder / name) for name in (DATASET, TABLES, WORKBOOK, REPORT)}
    write_json(folder / RUN, {**results.run, "seconds": seconds, "sealed": sealed})


def record_digest(run: dict[str, Any]) -> str:
    """sha256 of the figures of run.json but for its seconds, which are not known before everything is written.

    It stands in results.nc, and the checksums of the other files in run.json: a figure changed in any one file no
    longer fits another.
    """
    figures = {key: value for key, value in run.items() if key not in ("seconds", "sealed")}
    text = json.dumps(_plain(figures), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_dataset(results: Results, path: Path) -> None:
    """The dataset and the case's hourly series as netCDF, compressed without loss; any netCDF reader
    opens it.
    """
    profiles = results.case.profiles
    values = profiles.to_numpy(dtype=float).T
    series = xr.Dataset(
        {"profile": (("series", "hour"), values)},
        coords={"series": [str(name) for name in profiles.columns], "hour": profiles.index.to_numpy()},
    )
    stated = results.dataset.assign_attrs(case=results.case.settings.name, fingerprint=results.case.fingerprint,
                                          record=record_digest(results.run))
    path.write_bytes(_netcdf({"": stated, PROFILES_GROUP: series}))


def _netcdf(groups: dict[str, xr.Dataset]) -> bytes:
    """Datasets as the groups of one netCDF file.  Made in memory: on a full disk HDF5 ends the whole program."""
    import h5netcdf
    from xarray.backends import H5NetCDFStore

    packed = {"zlib": True, "complevel": 1, "shuffle": True}
    content = io.BytesIO()
    with h5netcdf.File(content, "w") as file:
        for group, dataset in groups.items():
            encoding = {name: packed for name, values in dataset.data_vars.items() if values.ndim > 1 and values.size}
            store = H5NetCDFStore(file, group=group or None, mode="a")
            dataset.dump_to_store(store, encoding=encoding)
    return content.getvalue()


def stored_tables(results: Results) -> dict[str, Any]:
    """The case without its hourly series, costs, policies, targets and the axis, as plain JSON values."""
    case = results.case
    return {
        "path": str(case.path),
        "settings": case.settings.model_dump(mode="json"),
        "fingerprint": case.fingerprint,
        "case": {name: encode(frame) for name, frame in case.tables.items()},
        "origins": encode(case.origins),
        "costs": encode(results.costs),
        "policies": encode(results.policies),
        "why": encode(results.why),
        "without_retrofits": encode(results.without_retrofits),
        "targets": encode(results.targets),
        "axis": {"cyclic": bool(results.axis.cyclic)},
    }


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a dictionary as JSON, in UTF-8; figures that are none become null."""
    path.write_text(
        json.dumps(_plain(content), ensure_ascii=False, indent=1, allow_nan=False), encoding="utf-8"
    )


def _plain(value: Any) -> Any:
    """A value as JSON knows it: figures that are none become null, NumPy's numbers Python's."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return writable(value)
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
