"""The linear programme: what there is, what may be built, and every hour of it."""

from __future__ import annotations

from gridplan.library.put_off import SELDOM_USED, put_off

put_off(*SELDOM_USED)
