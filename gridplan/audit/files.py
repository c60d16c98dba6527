"""The files themselves: all there, as they were marked, of the inputs they say they are."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd

from gridplan.audit.evidence import Evidence
from gridplan.audit.findings import Findings
from gridplan.case.case import fingerprint
from gridplan.case.settings import Settings

NAMES = ("run.json", "results.nc", "tables.json", "results.xlsx", "report.html")


def check(folder: Path, findings: Findings) -> None:
    """Size and sha256 of every file against the mark."""
    mark = json.loads((folder / "complete.json").read_text(encoding="utf-8"))
    findings.holds("files_all_marked", set(mark["files"]) == set(NAMES))
    for name, known in mark["files"].items():
        content = (folder / name).read_bytes()
        findings.apart("file_sizes", float(len(content)), float(known["bytes"]), 0.5, "bytes", name)
        findings.holds("file_checksums", hashlib.sha256(content).hexdigest() == known["sha256"], name)


def check_seal(evidence: Evidence, findings: Findings) -> None:
    """Every file fits what another says of it: the record has the checksums of the files, the dataset a digest of the
    record's figures."""
    sealed = evidence.run.get("sealed", {})
    for name in NAMES[1:]:
        content = (evidence.folder / name).read_bytes()
        findings.holds("sealed_by_the_record", hashlib.sha256(content).hexdigest() == sealed.get(name), name)
    figures = {key: value for key, value in evidence.run.items() if key not in ("seconds", "sealed")}
    text = json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    ours = hashlib.sha256(text.encode()).hexdigest()
    findings.holds("sealed_by_the_dataset", ours == evidence.data.attrs.get("record"), "run.json")


def check_fingerprint(evidence: Evidence, findings: Findings) -> None:
    """The inputs as stored are those the fingerprint is of, and every file names the same one."""
    mark = json.loads((evidence.folder / "complete.json").read_text(encoding="utf-8"))
    series = pd.DataFrame(evidence.profiles)
    ours = {fingerprint(settings, evidence.tables, series) for settings in _named(evidence)}
    for where, stated in (("complete.json", mark["fingerprint"]), ("run.json", evidence.run["fingerprint"]),
                          ("tables.json", evidence.stored["fingerprint"]),
                          ("results.nc", evidence.data.attrs["fingerprint"])):
        findings.holds("fingerprint_of_the_inputs", stated in ours, where)


def _named(evidence: Evidence) -> list[Settings]:
    """The settings as stored and, of a scenario, with the case's own names: the scenario's title stands behind them,
    which changes nothing of what is solved and is not in the fingerprint."""
    stored, told = evidence.stored["settings"], evidence.run.get("scenario")
    found = [stored]
    if not told:
        return [Settings.model_validate(stored)]
    for lang, mark in (("zh", "："), ("en", ": ")):
        own = f"name_{lang}"
        title = f"{mark}{told.get(own) or told['name']}"
        bare = str(stored.get(own, "")).removesuffix(title)
        # A case without a name in the language is called by its short one.
        names = {bare, ""} if bare == stored["name"] else {bare}
        found = [{**one, own: name} for one in found for name in sorted(names)]
    return [Settings.model_validate(one) for one in [stored, *found]]
