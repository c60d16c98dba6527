"""Measurements of gridplan; run from the top of the repository, `python -m benchmarks.NAME` (README.md)."""
