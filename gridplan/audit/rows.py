"""Rules that hold for every row of a case table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from gridplan.audit.evidence import Evidence
from gridplan.audit.findings import Findings

Rule = Callable[[Evidence, Findings, str, pd.Series, int], None]
"""Adds to the findings what it finds of the row of a name in a planning year."""


def check_rows(evidence: Evidence, findings: Findings, rules: Mapping[str, Rule], year: int) -> None:
    """Apply each table's rule to the rows in force in a planning year."""
    for table, rule in rules.items():
        for name, row in evidence.rows(table, year).iterrows():
            rule(evidence, findings, str(name), row, year)
