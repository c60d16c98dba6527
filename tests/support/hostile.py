"""Results whose names are formulas, markup and template code: wherever a name is written, it must stay a name."""

from __future__ import annotations

from dataclasses import replace

from gridplan.results.types import Results
from tests.support.sample_results import sample_results
from tests.support.shortened import first_hours

TITLE = "{{7*7}} \"</style><script>window.stolen=1</script>\" \\ ;}"
NAMES = (
    "=1+1",
    "@SUM(A1:A9)",
    "<script>window.stolen=2</script>",
    "+cmd|' /C calc'!A0",
    "{{7*7}}",
    "<img src=x onerror=window.stolen=3>",
    "-2+3",
)
HOURS = 48
TABLES = ("cohorts", "renewables", "stores", "links", "response", "reservoirs")


def hostile_results(lang: str) -> Results:
    """Two days of the sample with such names for its region, its assets, its targets and the case itself."""
    results = sample_results(lang)
    tables = {name: table.copy() for name, table in results.case.tables.items()}
    place = 0
    for table in TABLES:
        for row in tables[table].index:
            tables[table].loc[row, ["name_zh", "name_en"]] = NAMES[place % len(NAMES)]
            place += 1
    tables["regions"][["name_zh", "name_en"]] = NAMES[0]
    policies = results.policies.assign(name_zh=NAMES[2], name_en=NAMES[2], document=NAMES[1])
    settings = results.case.settings.model_copy(update={"name_zh": TITLE, "name_en": TITLE})
    case = replace(results.case, tables=tables, settings=settings)
    return replace(first_hours(results, HOURS), case=case, policies=policies)
