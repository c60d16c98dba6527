"""Hourly series made from the statistics of the library: sun, wind, load, water and channel delivery.

Every function returns 8760 hours of Beijing time without 29 February and is reproducible in its seed.
"""

from gridplan.profiles.delivery import delivery
from gridplan.profiles.load import load
from gridplan.profiles.sun import sun
from gridplan.profiles.water import inflow, river
from gridplan.profiles.wind import wind

__all__ = ["delivery", "inflow", "load", "river", "sun", "wind"]
