"""All checks of a results folder, in the order they are shown."""

from __future__ import annotations

from pathlib import Path

from gridplan.audit import (
    balance,
    files,
    money,
    operating_reserve,
    plants,
    prices,
    record,
    stores,
    targets,
    thermal,
    workbook,
)
from gridplan.audit.evidence import Evidence
from gridplan.audit.findings import Finding, Findings

GROUPS = (("balance", balance.check), ("thermal", thermal.check), ("plants", plants.check), ("stores", stores.check),
          ("reserve", operating_reserve.check), ("money", money.check), ("targets", targets.check),
          ("prices", prices.check), ("record", record.check), ("workbook", workbook.check))
"""Groups of checks that read the written figures, after the files themselves."""


def audit(folder: Path | str) -> list[Finding]:
    """Check a results folder; every check with its largest deviation.

    Raises OSError or ValueError where a file cannot be read at all.
    """
    folder = Path(folder)
    findings = Findings()
    findings.group = "files"
    files.check(folder, findings)
    evidence = Evidence(folder)
    files.check_fingerprint(evidence, findings)
    files.check_seal(evidence, findings)
    for findings.group, check in GROUPS:
        check(evidence, findings)
    return findings.lines()
