"""The sheets of the results workbook in the order they stand, behind the summary."""

from __future__ import annotations

from collections.abc import Callable

from gridplan.results.workbook_balances import (
    channels_sheet,
    demand_sheet,
    energy_flows_sheet,
    monthly_sheet,
    quota_sheet,
)
from gridplan.results.workbook_carbon import carbon_sheet
from gridplan.results.workbook_evidence import assumptions_sheet, run_sheet
from gridplan.results.workbook_fleet import (
    capacity_sheet,
    closures_sheet,
    coal_sheet,
    curtailment_sheet,
    retrofits_sheet,
)
from gridplan.results.workbook_heat import heat_sheet
from gridplan.results.workbook_hourly import hourly_sheets
from gridplan.results.workbook_money import (
    costs_sheet,
    curves_sheet,
    days_sheets,
    prices_sheet,
    recovery_sheet,
)
from gridplan.results.workbook_path import path_sheet
from gridplan.results.workbook_planning import energy_sheet, power_sheet
from gridplan.results.workbook_policies import policies_sheet
from gridplan.results.workbook_regions import exchange_sheet
from gridplan.results.workbook_reserve import reserve_sheet
from gridplan.results.workbook_table import Book
from gridplan.results.workbook_targets import targets_sheet
from gridplan.results.workbook_tariff import tariff_sheet
from gridplan.results.workbook_weather import weather_sheet
from gridplan.results.workbook_why import why_sheet

SHEETS: list[Callable[[Book], None]] = [
    exchange_sheet,
    path_sheet,
    weather_sheet,
    capacity_sheet,
    retrofits_sheet,
    closures_sheet,
    power_sheet,
    energy_sheet,
    energy_flows_sheet,
    demand_sheet,
    monthly_sheet,
    costs_sheet,
    recovery_sheet,
    why_sheet,
    policies_sheet,
    targets_sheet,
    quota_sheet,
    prices_sheet,
    tariff_sheet,
    curves_sheet,
    days_sheets,
    channels_sheet,
    coal_sheet,
    heat_sheet,
    reserve_sheet,
    carbon_sheet,
    curtailment_sheet,
    assumptions_sheet,
    run_sheet,
    hourly_sheets,
]
