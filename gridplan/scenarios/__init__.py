"""Scenarios: overlays on a case, sweeps of many, what differs between inputs, and results side by side."""
