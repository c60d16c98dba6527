"""The best mixture of plans of which a cost and a form are known: of two of them, or one alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Point:
    """A plan's cost (million CNY) and form."""

    cost: float
    form: float


@dataclass(frozen=True)
class Mixture:
    """Plans by number with their shares, which add up to one.

    Attributes:
        cost, form: of the mixture.
        slopes: of cost over form at the mixture, the most telling first: that between the two plans; of one plan, what
            lies between the slopes to the plans on either side of it, and these.
    """

    shares: tuple[tuple[int, float], ...]
    cost: float
    form: float
    slopes: tuple[float, ...] = ()


def cheapest_within(points: Sequence[Point]) -> Mixture | None:
    """The cheapest mixture whose form is at most nothing; None where every plan's is more."""
    within = [number for number, point in enumerate(points) if point.form <= 0.0]
    beyond = [number for number, point in enumerate(points) if point.form > 0.0]
    alone = [_alone(points, number) for number in within]
    mixed = [_mixture(points, kept, other, points[other].form / (points[other].form - points[kept].form))
             for kept, other in product(within, beyond) if points[other].cost < points[kept].cost]
    return min([*alone, *mixed], key=lambda one: one.cost, default=None)


def least_within(points: Sequence[Point], most_cost: float) -> Mixture | None:
    """The mixture of the least form that costs at most ``most_cost``; None where every plan costs more."""
    within = [number for number, point in enumerate(points) if point.cost <= most_cost]
    beyond = [number for number, point in enumerate(points) if point.cost > most_cost]
    alone = [Mixture(((number, 1.0),), points[number].cost, points[number].form) for number in within]
    mixed = [_mixture(points, far, kept,
                      (most_cost - points[kept].cost) / (points[far].cost - points[kept].cost))
             for kept, far in product(within, beyond) if points[far].form < points[kept].form]
    return min([*alone, *mixed], key=lambda one: one.form, default=None)


def _mixture(points: Sequence[Point], dear: int, cheap: int, share: float) -> Mixture:
    """So much of the dear plan (which has less of the form), the rest of the cheap one."""
    one, other = points[dear], points[cheap]
    slope = (one.cost - other.cost) / (other.form - one.form)
    return Mixture(((dear, share), (cheap, 1.0 - share)), share * one.cost + (1.0 - share) * other.cost,
                   share * one.form + (1.0 - share) * other.form, (slope,))


def _alone(points: Sequence[Point], number: int) -> Mixture:
    """One plan, with the slopes to the best of those that cost less for more of the form, and of those the other way
    round."""
    here = points[number]
    less = max(((here.cost - one.cost) / (one.form - here.form) for one in points
                if one.cost < here.cost and one.form > here.form), default=0.0)
    more = min(((one.cost - here.cost) / (here.form - one.form) for one in points
                if one.cost > here.cost and one.form < here.form), default=0.0)
    slopes = ((less * more) ** 0.5, less, more) if more > less > 0.0 else (2.0 * less, less)
    return Mixture(((number, 1.0),), here.cost, here.form, tuple(slope for slope in slopes if slope > 0.0))


__all__ = ["Mixture", "Point", "cheapest_within", "least_within"]
