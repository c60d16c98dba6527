"""The linear programme: what there is, what may be built, and every hour of it."""

from __future__ import annotations

from gridplan.model.put_off import UNUSED, put_off

put_off(*UNUSED)
