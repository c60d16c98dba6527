"""A fleet over several planning years: what is closed stays closed, what is retrofitted stays retrofitted.

For each cohort and planning year y after the one before (y-), with existing capacity E, aged a = max(0, E_(y-) - E_y),
capacity x in state k, built b, closed by decision r (of what would still stand), GW gross:

    closure_stays:   r_y >= r_(y-) - a_y              a closed unit stays closed until it would have aged out anyway;
                                                      those that are closed early are taken to be the oldest
    built_in_all:    sum of b still standing <= build_max
    state_carried:   x_ky = x_k(y-) + added_ky + sum over j of m_jky - sum over j of m_kjy - g_ky

m_jk is capacity retrofitted from state j to k, which holds all of j's retrofits and more: there is no way back.  g is
what leaves a state by age, closure or the end of a build's life; it is fixed in sum by the cohort's capacity_split.
New units, and those the case adds to a cohort, come in as they are.  In the first year nothing is carried over.

A retrofit is paid for once, by an annuity over its life from the year it is done in: the cost of the state reached less
that of the state left.  After that life it stays and costs nothing.  With one planning year none of this exists and
the annuity is charged on the capacity in the state, which is the same.
"""

from __future__ import annotations

import pyomo.environ as pyo

from gridplan.model.fleet import AS_IS, StateFigures
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import added_by_data, gone_by_age, paid_over_life, standing, year_before

State = tuple[str, str, int]


def reachable(states: list[str], start: str) -> list[str]:
    """States a retrofit may lead to: those with all retrofits of the one left, and at least one more."""
    has = set() if start == AS_IS else set(start.split("+"))
    return [state for state in states if state not in (AS_IS, start) and has < set(state.split("+"))]


def design(model: Model, figures: dict[State, StateFigures]) -> None:
    """Rows that tie a cohort's planning years together; only for a path."""
    existing = model.values("cohorts", "existing_gw")
    _closures(model, existing)
    _moves(model, figures)
    _states_carried(model, figures, existing)
    model.whole_rows += ["design.closure_stays", "design.built_in_all", "design.state_carried"]


def _closures(model: Model, existing: dict[tuple[str, int], float]) -> None:
    d, data = model.design, model.data
    later = [(g, y) for g, y in data.COHORTS if (g, year_before(model, y)) in data.COHORTS]
    data.COHORTS_LATER = pyo.Set(dimen=2, initialize=later)
    aged = model.param("thermal_aged_gw", data.COHORTS, gone_by_age(model, existing))
    before = pyo.Param(data.COHORTS_LATER, initialize={key: year_before(model, key[1]) for key in later})
    data.cohort_year_before = before
    if later:
        d.closure_stays = pyo.Constraint(
            data.COHORTS_LATER, rule=lambda _b, g, y:
            d.thermal_retired_gw[g, y] >= d.thermal_retired_gw[g, before[g, y]] - aged[g, y])
    most = model.param("thermal_build_max_gw", data.COHORTS, model.values("cohorts", "build_max_gw"))
    data.COHORTS_BUILT = pyo.Set(dimen=2, initialize=[key for key in data.COHORTS if most[key] > 0])
    if len(data.COHORTS_BUILT):
        new = standing(model, "thermal_all", d.thermal_built_gw, model.values("cohorts", "life_years"))
        d.built_in_all = pyo.Constraint(data.COHORTS_BUILT, rule=lambda _b, g, y: new(g, y) <= most[g, y])


def _moves(model: Model, figures: dict[State, StateFigures]) -> None:
    """Capacity retrofitted from state to state, and what it costs."""
    d, data = model.design, model.data
    cost, life = retrofit_costs(model)
    moves = [(g, j, k, y) for g, y in data.COHORTS for j in data.states_of[g, y]
             for k in reachable(list(data.states_of[g, y]), j)]
    data.MOVES = pyo.Set(dimen=4, initialize=moves)
    d.thermal_moved_gw = pyo.Var(data.MOVES, bounds=lambda _b, g, j, k, y: (0.0, figures[g, k, y].max_gw))
    lives = {key: life[key[0], key[2], key[3]] for key in moves}
    extra = {(g, j, k, y): max(0.0, cost[g, k, y] - cost.get((g, j, y), 0.0)) for g, j, k, y in moves}
    model.cost("retrofit", "cohort", d.thermal_moved_gw, data.MOVES, model.annuities(extra, lives),
               paid_over_life(model, lives))


def retrofitted(model: Model, point: Point) -> Labelled:
    """Capacity retrofitted from state to state in a year, GW."""
    return point.of(("cohort", "from_state", "state", "year"), model.design.thermal_moved_gw)


def retrofit_costs(model: Model) -> tuple[dict[State, float], dict[State, float]]:
    """Cost (CNY/kW, from as it is) and life (years; blank takes the cohort's remaining life) of every retrofit state.
    """
    cost: dict[State, float] = {}
    life: dict[State, float] = {}
    for year in model.years:
        cohorts = model.rows("cohorts", year)
        for (cohort, state), row in model.rows("retrofits", year).iterrows():
            stated = float(row["life_years"])
            key = str(cohort), str(state), year
            cost[key] = float(row["cost_cny_per_kw"])
            life[key] = stated if stated == stated else float(cohorts.loc[cohort, "remaining_life_years"])
    return cost, life


def _states_carried(model: Model, figures: dict[State, StateFigures], existing: dict[tuple[str, int], float]) -> None:
    d, data, capacity = model.design, model.data, model.design.thermal_capacity_gw
    came = added_by_data(model, existing)
    brought = model.param("thermal_added_gw", data.STATES, {
        key: came[key[0], key[2]] if key[1] == AS_IS else 0.0 for key in data.STATES})
    carried = {key: [(key[0], key[1], before)] for key in data.STATES
               if (before := year_before(model, key[2])) is not None and (key[0], key[1], before) in figures}
    data.state_before = pyo.Set(data.STATES, dimen=3, initialize={key: carried.get(key, []) for key in data.STATES})
    data.state_new = pyo.Set(data.STATES, dimen=2, initialize={
        (g, k, y): [(g, y)] if k == AS_IS else [] for g, k, y in data.STATES})
    data.state_from = pyo.Set(data.STATES, dimen=4, initialize={
        (g, k, y): [m for m in data.MOVES if (m[0], m[2], m[3]) == (g, k, y)] for g, k, y in data.STATES})
    data.state_to = pyo.Set(data.STATES, dimen=4, initialize={
        (g, k, y): [m for m in data.MOVES if (m[0], m[1], m[3]) == (g, k, y)] for g, k, y in data.STATES})
    most = {(g, k, y): max(f.max_gw for (h, j, _z), f in figures.items() if (h, j) == (g, k))
            for g, k, y in data.STATES}
    d.thermal_gone_gw = pyo.Var(data.STATES, bounds=lambda _b, g, k, y: (0.0, most[g, k, y]))
    model.family(
        d, "state_carried", data.STATES, rule=lambda _b, g, k, y: capacity[g, k, y] + d.thermal_gone_gw[g, k, y]
        == brought[g, k, y]
        + sum(d.thermal_built_gw[h, z] for h, z in data.state_new[g, k, y])
        + sum(capacity[h, j, z] for h, j, z in data.state_before[g, k, y])
        + sum(d.thermal_moved_gw[h, i, j, z] for h, i, j, z in data.state_from[g, k, y])
        - sum(d.thermal_moved_gw[h, i, j, z] for h, i, j, z in data.state_to[g, k, y]))
