"""The certified solve of a full year (method.py)."""
