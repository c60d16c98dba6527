"""The demand-response duty by the peak-valley gap (峰谷差率): 3 % of the year's highest load, 5 % where it is wide.

    gap of a day = (highest - lowest hour) / highest hour of the grid load before any response
    share asked = the target's value, at least 5 % where the year's largest daily gap is above 40 %

Source: 2024—2025年节能降碳行动方案 (国发〔2024〕12号); 电力需求侧管理办法（2023年版）.  Orderly use of power
(有序用电) is no response and does not count.
"""

from __future__ import annotations

import numpy as np

WIDE_GAP_PCT = 40.0
WIDE_GAP_SHARE_PCT = 5.0


def largest_gap_pct(load_gw: np.ndarray) -> float:
    """Largest daily peak-valley gap of a year's load of shape (8760,), percent."""
    days = load_gw.reshape(-1, 24)
    highest = days.max(axis=1)
    return float((100.0 * (highest - days.min(axis=1)) / highest).max())


def asked_share_pct(stated_pct: float, gap_pct: float) -> float:
    """Share of the peak asked for, percent, from the share stated and the year's largest gap."""
    return max(stated_pct, WIDE_GAP_SHARE_PCT) if gap_pct > WIDE_GAP_PCT else stated_pct
