"""Opening results that were written: the same accounts can be drawn up from them again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.case.case import Case
from gridplan.case.settings import Settings
from gridplan.model.axis import TimeAxis
from gridplan.results.folder import DATASET, PROFILES_GROUP, RUN, TABLES, check_whole
from gridplan.results.tables_json import decode
from gridplan.results.types import WEATHER_YEAR, Results


def open_results(folder: Path | str) -> Results:
    """The results in a folder, with the case they came from (its warnings excepted).

    Raises ResultsError, naming the folder or file, where there are none, where writing them never ended,
    or where a file is missing or was changed.
    """
    folder = Path(folder)
    check_whole(folder)
    return results_around(folder, xr.load_dataset(folder / DATASET, engine="h5netcdf"))


def results_around(folder: Path, dataset: xr.Dataset) -> Results:
    """The results in a folder seen to be whole, around its dataset, which may still be on the disk: a variable is
    then read when an account first asks for it.
    """
    stored = json.loads((folder / TABLES).read_text(encoding="utf-8"))
    case = _case(stored, _profiles(folder))
    return Results(
        case=case,
        dataset=dataset,
        costs=decode(stored["costs"]),
        policies=decode(stored["policies"]),
        run=json.loads((folder / RUN).read_text(encoding="utf-8")),
        axis=TimeAxis(
            dataset["hour_of_year"].values,
            dataset["duration_h"].values.astype(int),
            dataset["weight_h"].values,
            cyclic=bool(stored["axis"]["cyclic"]),
            stretch=_stretch(dataset, case),
            weather_years=len(case.weather_years),
        ),
        why=decode(stored["why"]),
        # Results written before the comparison existed have none.
        without_retrofits=decode(stored["without_retrofits"]) if "without_retrofits" in stored else pd.DataFrame(),
        targets=decode(stored["targets"]),
    )


def _stretch(dataset: xr.Dataset, case: Case) -> np.ndarray:
    """Position of the weather year of each block."""
    if WEATHER_YEAR not in dataset.coords:
        return np.zeros(dataset.sizes["time"], dtype=int)
    place = {one.name: number for number, one in enumerate(case.weather_years)}
    return np.array([place[str(name)] for name in dataset[WEATHER_YEAR].values])


def open_case(folder: Path | str) -> Case:
    """The case a results folder came from, without its results.  Raises ResultsError as `open_results` does."""
    folder = Path(folder)
    check_whole(folder)
    return _case(json.loads((folder / TABLES).read_text(encoding="utf-8")), _profiles(folder))


def _profiles(folder: Path) -> pd.DataFrame:
    series = xr.load_dataset(folder / DATASET, engine="h5netcdf", group=PROFILES_GROUP)
    return pd.DataFrame(
        series["profile"].values.T,
        columns=[str(name) for name in series["series"].values],
        index=pd.Index(series["hour"].values, name="hour"),
    )


def _case(stored: dict[str, Any], profiles: pd.DataFrame) -> Case:
    return Case(
        path=Path(stored["path"]),
        settings=Settings.model_validate(stored["settings"]),
        tables={name: decode(frame) for name, frame in stored["case"].items()},
        profiles=profiles,
        origins=decode(stored["origins"]),
        warnings=[],
        fingerprint=str(stored["fingerprint"]),
    )
