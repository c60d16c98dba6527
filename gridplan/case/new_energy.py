"""Energy consumption of a new case's province, by which its non-fossil share is measured."""

from __future__ import annotations

from gridplan.case.new_draft import Draft, facts_of


def add(draft: Draft) -> None:
    """Add total energy of each planning year to `energy_account`, where the library knows the province's."""
    facts = facts_of(draft, "energy_total")
    if not len(facts):
        draft.note(
            "未查到本省能源消费总量，非化石能源消费占比不计算；补充 energy_account.csv 后即可计算。",
            "Energy: the province's total consumption was not found, so the non-fossil share of energy is not worked "
            "out; fill in energy_account.csv to see it.",
        )
        return
    known = facts.sort_values("year").iloc[-1]
    growth = 1.0 + float(known["growth_percent_per_year"]) / 100.0
    for year in draft.years:
        draft.add(
            "energy_account",
            region=draft.region,
            year=year if len(draft.years) > 1 else None,
            total_energy_mtce=round(float(known["total_energy_mtce"]) * growth ** (year - int(known["year"])), 1),
            other_nonfossil_mtce=float(known["other_nonfossil_mtce"]),
            import_co2_g_per_kwh=float(known["import_co2_g_per_kwh"]),
            source=str(known["source"]),
        )
    draft.note(
        f"能源消费总量：由{known['year']}年{known['total_energy_mtce']:g} Mtce按年均"
        f"{known['growth_percent_per_year']:g}%推算，仅用于测算非化石能源消费占比；电力以外的非化石能源和受电排放因子为判断值。",
        f"Energy: total consumption from {known['total_energy_mtce']:g} Mtce in {known['year']} at "
        f"{known['growth_percent_per_year']:g} % a year, only for the non-fossil share of energy; other non-fossil "
        "energy and the CO2 of imports are judgements.",
    )
