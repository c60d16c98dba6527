"""Scenarios of a case: what each changes, what differs between two inputs, and solving many of them."""
