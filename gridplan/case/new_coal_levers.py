"""What a new case offers beyond the retrofits: emergency reserve of what closes, and capacity prices."""

from __future__ import annotations

from gridplan.case.new_draft import Draft

PRICED_STORES = {"pumped_hydro": "pumped_hydro", "lithium": "new_storage", "compressed_air": "new_storage",
                 "vanadium_flow": "new_storage", "hydrogen": "new_storage"}


def add(draft: Draft) -> None:
    """Add `emergency_reserve` and `capacity_price`."""
    coal = [row for row in draft.rows("cohorts") if str(row["technology"]).startswith("coal")]
    closing = [row for row in coal if row.get("retire_max_gw") and not row.get("captive")]
    for row in closing:
        draft.add("emergency_reserve", cohort=row["cohort"])
    if closing:
        gw = sum(float(row["retire_max_gw"] or 0.0) for row in closing)
        draft.note(
            f"关停机组（至多{100 * gw:.0f}万千瓦）可转为应急备用：计为已关停，年利用小时和维护费为判断值。"
            "机组到期须关停或延寿时请填写煤电延寿表，新建须等容量替代时请填写等容量替代表。",
            f"Closed units (at most {gw:.2f} GW) may stand by as emergency reserve: they count as closed, hours and "
            "upkeep are judgements.  Fill the table of life extension where units reach their end of life, and that of "
            "equal-capacity replacement where new units need closures.",
        )
    _add_prices(draft, bool(coal))


def _add_prices(draft: Draft, coal: bool) -> None:
    """Prices of what the region has; new storage by its formula, which needs the price of coal."""
    groups = ["coal"] if coal else []
    stores = {PRICED_STORES[str(row["technology"])] for row in draft.rows("stores")}
    groups += [group for group in ("pumped_hydro", "new_storage")
               if group in stores and (coal or group != "new_storage")]
    for group in groups:
        draft.add("capacity_price", region=draft.region, technology=group)
