"""Many cases at once: what they share, how they differ and what that does to the plan."""
