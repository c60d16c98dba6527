"""Every kind of change, in groups."""

from __future__ import annotations

from tests.support.mutations import figures, names, shape

GROUPS = {"figures": figures.MUTATORS, "names and choices": names.MUTATORS, "rows, columns and files": shape.MUTATORS}
MUTATORS = {kind: mutate for group in GROUPS.values() for kind, mutate in group.items()}
