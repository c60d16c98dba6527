"""Results of a run: dataset, accounts, labels, workbook, writing and opening."""

from gridplan.results.types import Results

__all__ = ["Results"]
