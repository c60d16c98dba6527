"""Putting scenarios into chains of neighbours, one chain for each worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd

from gridplan.scenarios.diff import distance


def chains(names: Sequence[str], differences: Mapping[str, pd.DataFrame], count: int) -> list[list[str]]:
    """The names in at most `count` chains of about equal length, each ordered so that neighbours differ least.

    `differences` is what each differs in from one and the same case (`diff`).  From the first name on the nearest one
    left follows; the path is then cut into pieces.
    """
    left = list(names)
    path = [left.pop(0)] if left else []
    while left:
        nearest = min(left, key=lambda name: distance(differences[path[-1]], differences[name]))
        path.append(nearest)
        left.remove(nearest)
    count = max(1, min(count, len(path)))
    cuts = [round(len(path) * piece / count) for piece in range(count + 1)]
    return [path[start:end] for start, end in pairwise(cuts) if end > start]

