"""Reading one result for a comparison: its figures, targets, inputs and hours, and nothing else of it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from gridplan.results.folder import DATASET, RUN, TABLES
from gridplan.results.open import results_around
from gridplan.results.report_flows import areas
from gridplan.results.types import Results
from gridplan.scenarios.compare_find import Found
from gridplan.scenarios.compare_hours import Hours, hours_of
from gridplan.scenarios.compare_inputs import Inputs, inputs_of
from gridplan.scenarios.compare_lines import figure_lines
from gridplan.scenarios.compare_words import CompareWords
from gridplan.scenarios.index import TOLD, read_entries

READ_WHOLE_BYTES = 128e6


@dataclass(frozen=True)
class Scenario:
    """One result as a comparison holds it.

    Attributes
    ----------
    name, folder, title, note
        What it is called in the comparison, where it is, the name of its case, and why it is there ("": not said).
    run
        The content of run.json.
    areas
        (region, year) to what the region is called.
    lines
        Its figures; columns of `compare_lines.Line`.
    policies, targets
        Scorecards of the case's own rows and of every target (docs/architecture.md).
    inputs, hours
        What it was made from, and its hours by (region, year).
    """

    name: str
    folder: Path
    title: str
    note: str
    run: dict[str, Any]
    areas: dict[tuple[str, int], str]
    lines: pd.DataFrame
    policies: pd.DataFrame
    targets: pd.DataFrame
    inputs: Inputs
    hours: dict[tuple[str, int], Hours]

    @property
    def shortened(self) -> bool:
        """Whether only part of the year was solved."""
        return bool(self.run["hours"] < self.run["year_hours"])

    @property
    def cost_million_cny(self) -> float:
        """The objective: discounted over the planning years, penalties in it."""
        return float(self.run["cost_million_cny"])


def language_of_results(folder: Path) -> str:
    """The language the case of a result asks for."""
    stored = json.loads((folder / TABLES).read_text(encoding="utf-8"))
    return str(stored["settings"].get("language", "zh"))


def read_scenario(found: Found, words: CompareWords) -> Scenario:
    """Read what a comparison needs of a folder seen to be whole.

    A dataset of usual size is read once and whole: several accounts ask for the same variables, and each would read
    its part again. Of a larger one, variables that no account asks for stay on the disk.
    """
    with xr.open_dataset(found.folder / DATASET, engine="h5netcdf") as dataset:
        if dataset.nbytes <= READ_WHOLE_BYTES:
            dataset.load()
        results = results_around(found.folder, dataset)
        return _scenario(found, results, words)


def told_of(folder: Path, run: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the scenario a result is of, by name: `TOLD`; empty where it is of none.

    A sweep does not solve a scenario again for other words; its index has them as the case had them last.
    """
    entry = read_entries(folder.parent).get(folder.name)
    if entry is not None and entry.key == run.get("sweep"):
        return {key: getattr(entry, key) for key in TOLD}
    told = run.get("scenario") or {}
    return {key: told.get(key, "") for key in TOLD}


def _scenario(found: Found, results: Results, words: CompareWords) -> Scenario:
    told = told_of(found.folder, results.run)
    return Scenario(
        name=told.get(f"name_{words.lang}") or found.name,
        folder=found.folder,
        title=results.case.settings.title(words.lang),
        note=str(told.get(f"note_{words.lang}") or "").strip(),
        run=json.loads((found.folder / RUN).read_text(encoding="utf-8")),
        areas={(area.region, area.year): area.name for area in areas(results, words.lang)},
        lines=figure_lines(results, words),
        policies=results.policies,
        targets=results.targets,
        inputs=inputs_of(results.case, words.lang),
        hours=hours_of(results, words.lang),
    )
