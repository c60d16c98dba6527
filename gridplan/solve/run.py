"""From a case to verified results: build, hand over, solve, prove, label.

Nothing leaves this file that has not passed verify.py (residuals and bound from our own arrays) and
results/checks.py (balances, limits, levels and cost from the labelled results).
"""

from __future__ import annotations

import math
import platform
import sys
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pandas as pd

from gridplan import __version__
from gridplan.case.load import refuse_several_years
from gridplan.case.settings import chosen
from gridplan.library.units import HOURS_PER_YEAR
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.model.frame import Model
from gridplan.model.objective import cost_table
from gridplan.model.point import Point
from gridplan.model.risk import at_effective_costs
from gridplan.results.assemble import assemble
from gridplan.results.checks import Check, check
from gridplan.results.scorecard import scorecard
from gridplan.results.target_scores import target_scores, with_prices
from gridplan.results.types import Results
from gridplan.results.unserved import tolerance_gwh
from gridplan.results.weather_years import expected_cost_million_cny, has_weather_years, weather_record
from gridplan.results.why import why_table
from gridplan.solve.certified.door import CERTIFIED, DEFAULT_GAP
from gridplan.solve.certified.method import Learnt
from gridplan.solve.cluster import Cluster
from gridplan.solve.design import Design, hold
from gridplan.solve.direct import Progress
from gridplan.solve.explain import Explanation, explain
from gridplan.solve.matrix import Problem, compile_problem
from gridplan.solve.memory import give_back_gaps
from gridplan.solve.scale import badly_scaled
from gridplan.solve.solver import Solution, Solver, require_licence
from gridplan.solve.verify import BOUND_TOLERANCE, GAP_TOLERANCE, Certificate
from gridplan.solve.ways import MYOPIC, PERFECT, Effort, method_for, solve_programme
from gridplan.solve.without_retrofits import without_retrofits

if TYPE_CHECKING:
    from gridplan.case.case import Case


@dataclass(frozen=True)
class Why:
    """Why there are no results, in both languages."""

    en: str
    zh: str


CONTRADICTORY = Why("the hard limits of the case contradict each other: no plan meets them all",
                    "案例中的硬性限制互相矛盾，不存在同时满足全部限制的方案")


class NotSolved(RuntimeError):
    """The solve ended without a plan that could be proven; no results exist.

    Attributes:
        status: "infeasible", "stopped" (time limit or interrupt) or "unproven".
        run: figures of the attempt, as far as they are known.
        told: which hard limits contradict each other and what would have to give way; None where that is not why.
    """

    def __init__(self, status: str, why: Why, run: dict[str, Any], told: Explanation | None = None) -> None:
        super().__init__(why.en)
        self.status, self.message_en, self.message_zh, self.run = status, why.en, why.zh, run
        self.told = told


def solve(case: Case, *, hours: int = HOURS_PER_YEAR, method: str | None = None, threads: int | None = None,
          gap: float = DEFAULT_GAP, time_limit_s: float | None = None, progress: Progress | None = None,
          log_path: str | None = None, seconds_read: float = 0.0, compare_retrofits: bool = False,
          with_prices_of_targets: bool = False, block_hours: int = 1, foresight: str = PERFECT,
          solver: str | None = None, learnt: Learnt | None = None, design: Design | None = None,
          cluster: Cluster | None = None) -> Results:
    """Solve a case and return verified results.

    Args:
        case: the case, from ``gridplan.load_case``.
        hours: 8760, or a multiple of 24 for a shortened year (a first look; the results say so).
        method: certified, direct (HiGHS, whichever of its methods proves the plan), simplex, ipx, hipo or pdlp; auto is
            certified for a long year that is solved once, else direct; gurobi and copt are direct by these; None takes
            the case's own setting.
        gap: (cost - bound) / cost the certified method is to prove; a direct solve proves 1e-4 or better.
        solver: highs, gurobi or copt; None takes the case's own setting (docs/solving.md).
        threads, time_limit_s: as in the case's settings unless given.
        progress: told what is being done.
        log_path: file the solver writes its log to.
        seconds_read: time already spent reading, for the record.
        compare_retrofits: also solve the plan without each kind of coal retrofit, for what the kind brings.
        with_prices_of_targets: also solve without each enforced target that binds, in turn, so that the scorecard
            says what holding it costs a year; a target whose price cannot be proven is left without one.
        block_hours: consecutive hours averaged into one block (a first look; the results say so).
        learnt: what certified solves of like cases have learnt (``Learnt()`` before the first); this one starts from it
            and adds to it.
        foresight: "perfect" plans all planning years at once, "myopic" one after another; the same with a single year.
        design: capacities and builds to hold as they are, of an earlier plan: only the dispatch is found.
        cluster: whose workers solve the parts of a certified solve (``gridplan.solve.cluster.cluster_at``); results are
            those of this machine.

    Raises:
        NotSolved: if no plan could be found and proven.
        CaseError: if targets are to be priced or retrofits compared in a case of several planning years.
        SolverRefused: if Gurobi or COPT is asked for and is not there, not licensed, or not for this size.
        ValueError: for hours that are no whole days, or a case the model cannot hold.
    """
    tell: Progress = progress or (lambda _phase, **_figures: None)
    if compare_retrofits or with_prices_of_targets:
        refuse_several_years(case)
    choice = chosen(method, solver, case.settings.solver)
    require_licence(choice.solver)
    clock = _Clock(seconds_read)
    model, programme = _built(case, hours, block_hours, tell)
    held_as: dict[str, Any] = {}
    if design is not None:
        programme, held_as = hold(model, programme, design)
    clock.lap("build")
    tell("solve", rows=programme.shape[0], columns=programme.shape[1], nonzeros=int(programme.matrix.nnz))
    way = method_for(choice.method, model, compare_retrofits or with_prices_of_targets)
    effort = Effort(way, threads or case.settings.solver.threads, time_limit_s or case.settings.solver.time_limit_s,
                    log_path or "", gap, choice.solver, learnt, design is not None, cluster)
    held, solution, certificate, record = solve_programme(case, model, programme, tell, effort, foresight)
    clock.lap("solve")
    if solution.optimal:
        tell("verify", status=solution.status, iterations=solution.iterations, seconds=solution.seconds)
    run = _record(model, programme, solution, certificate, record, foresight) | held_as
    results = _verified(model, programme, solution, certificate, run, effort, tell)
    clock.lap("verify")
    if held is not None and compare_retrofits:
        results = replace(results, without_retrofits=without_retrofits(results, model, programme, held, tell))
    if held is not None and with_prices_of_targets:
        results = _priced(results, model, programme, held, solution, tell)
    clock.lap("solve")
    run |= {"seconds": clock.seconds, "peak_memory_gb": peak_memory_gb()}
    return results


def _built(case: Case, hours: int, block_hours: int, tell: Progress) -> tuple[Model, Problem]:
    tell("build", hours=hours)
    model = build_model(case, TimeAxis.shortened_year(hours).averaged(block_hours).over(case.probabilities))
    tell("compile")
    programme = compile_problem(model)
    give_back_gaps()
    return model, programme


class _Clock:
    """Seconds by phase; the time between laps goes to the phase named."""

    def __init__(self, read: float) -> None:
        self.seconds = {"read": read, "build": 0.0, "solve": 0.0, "verify": 0.0, "write": 0.0, "total": read}
        self._last = time.perf_counter()

    def lap(self, phase: str) -> None:
        now = time.perf_counter()
        self.seconds[phase] += now - self._last
        self.seconds["total"] += now - self._last
        self._last = now


def peak_memory_gb() -> float:
    """Most memory this process has held so far, GB; NaN where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1e9 if sys.platform == "darwin" else 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _record(model: Model, problem: Problem, solution: Solution, proof: Certificate, solver: dict[str, Any],
            foresight: str) -> dict[str, Any]:
    """Figures of the attempt for run.json; ``solver``: what the way of solving adds to those of its solver."""
    case = model.case
    rows, columns = problem.shape
    ranges = problem.coefficient_ranges()
    return {
        "status": "not_solved", "case": case.settings.name, "fingerprint": case.fingerprint,
        "cost_million_cny": proof.cost, "lower_bound_million_cny": proof.lower_bound, "gap": proof.gap,
        "residuals": {"max_row": proof.max_row, "max_row_scaled": proof.max_row_scaled,
                      "max_row_family": proof.max_row_family, "max_bound": proof.max_bound,
                      "max_bound_family": proof.max_bound_family},
        "rows": rows, "columns": columns, "nonzeros": int(problem.matrix.nnz),
        "solver": {"method": solution.method,
                   "status": solution.status, "iterations": solution.iterations, "seconds": solution.seconds, **solver},
        "years": model.years, "foresight": foresight if model.is_path else PERFECT,
        "year_weights": {str(year): weight for year, weight in model.year_weight.items()},
        "hours": int(model.axis.duration_h.sum()) // model.axis.weather_years, "blocks": len(model.axis),
        "year_hours": HOURS_PER_YEAR,
        "coefficients": ranges, "badly_scaled": badly_scaled(ranges),
        "versions": {name: version(name) for name in ("highspy", "numpy", "pandas", "pyomo", "xarray")}
        | {"python": platform.python_version(), "gridplan": __version__},
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _verified(model: Model, programme: Problem, solution: Solution, proof: Certificate, run: dict[str, Any],
              effort: Effort, tell: Progress) -> Results:
    """The labelled results of a point that stands up to every check; what came of it goes on record.

    Raises:
        NotSolved: if there is no plan, or none that stands.
    """
    _stop_if_contradictory(model, programme, solution, proof, run, tell)
    reached = _stop_unless_proven(solution, proof, run, effort)
    results = _label(model, programme, solution, run, effort.threads)
    checks = check(results, proof.cost)
    run["checks"] = [asdict(item) | {"ok": item.ok} for item in checks]
    _stop_unless_checked(checks, run)
    _judge(results)
    if has_weather_years(results):
        run |= {"weather_years": weather_record(results), "risk": model.case.settings.risk,
                "expected_cost_million_cny": expected_cost_million_cny(results)}
    if not reached:
        run["status"] = "stopped"
    return results


def _stop_if_contradictory(model: Model, programme: Problem, solution: Solution, proof: Certificate,
                           run: dict[str, Any], tell: Progress) -> None:
    """Say what contradicts, where no plan exists; bounds that were not given to the solver may be what it broke."""
    infeasible = "infeasible" in solution.status.lower()
    if infeasible or (solution.optimal and proof.max_bound > BOUND_TOLERANCE):
        told = explain(model, programme, tell)
        if infeasible or told.contradictions:
            raise NotSolved("infeasible", CONTRADICTORY, run, told)


def _stop_unless_proven(solution: Solution, proof: Certificate, run: dict[str, Any], effort: Effort) -> bool:
    """Whether the asked gap is proven; False for a certified plan that stands but was stopped before.

    Raises:
        NotSolved: if there is no plan, or none that stands.
    """
    status = solution.status.lower()
    certified = solution.method == CERTIFIED
    if proof.feasible and proof.gap <= (effort.gap if certified else GAP_TOLERANCE):
        return True
    if certified and proof.feasible and (proof.gap < 1.0 or status == "stopped"):
        return False
    if certified and status == "stopped":
        raise NotSolved("stopped", _known_when_stopped(proof.lower_bound), run)
    if "limit" in status or "interrupt" in status or status == "stopped":
        raise NotSolved("stopped", Why(
            f"stopped before a plan was proven ({solution.status})",
            "在得到可证明的方案之前停止（达到时间上限或被中断）"), run)
    raise NotSolved("unproven", Why(
        f"the solver's point does not stand up to checking: gap {proof.gap:.1e}, largest residual {proof.max_row:.1e} "
        f"({proof.max_row_family}), status {solution.status}; try another --method",
        f"求解器给出的结果未通过校核：间隙 {proof.gap:.1e}，最大残差 {proof.max_row:.1e}（{proof.max_row_family}），"
        f"状态 {solution.status}；请换一种 --method"), run)


def _known_when_stopped(lower_bound: float) -> Why:
    """What a certified solve that was stopped without a plan knows: a lower bound, or not even that."""
    if math.isnan(lower_bound):
        return Why("stopped (time limit, Ctrl-C or SIGTERM) before there was a plan; no bound on the least cost yet "
                   "either",
                   "在得到方案之前停止（达到时间上限或被中断），最低成本的下界也尚未得到")
    return Why("stopped (time limit, Ctrl-C or SIGTERM) before there was a plan; proven so far: no plan costs less "
               f"than {lower_bound:,.0f} million CNY",
               f"在得到方案之前停止（达到时间上限或被中断）；目前已证明：任何方案的成本不低于 "
               f"{lower_bound / 100:,.2f} 亿元")


def _label(model: Model, problem: Problem, solution: Solution, run: dict[str, Any], threads: int) -> Results:
    point: Point = problem.point(solution.value, solution.dual)
    bare = Results(model.case, assemble(model, point), cost_table(model, point), pd.DataFrame(), run, model.axis)
    judged = bare.completed(policies=scorecard(bare, model, point))
    why = why_table(model, *at_effective_costs(model, problem, point), myopic=run["foresight"] == MYOPIC,
                    threads=threads)
    return judged.completed(why=why, targets=target_scores(judged))


def _priced(results: Results, model: Model, programme: Problem, solver: Solver, solution: Solution,
            tell: Progress) -> Results:
    """The results with the cost of holding each enforced target; the plan itself stands whatever pricing ends in."""
    # Imported here: pricing builds on solving.
    from gridplan.solve.price_targets import price_solved

    try:
        prices = price_solved(model, programme, solver, solution, lambda _phase, **figures: tell("price", **figures))
    except NotSolved as fault:
        results.run["priced_targets"] = {"done": False, "why_en": fault.message_en, "why_zh": fault.message_zh}
        return results
    results.run["priced_targets"] = {"done": True, "solved_again": int(prices["solved_again"].sum())}
    return replace(results, targets=with_prices(results.targets, prices))


def _stop_unless_checked(checks: list[Check], run: dict[str, Any]) -> None:
    failed = [item for item in checks if not item.ok]
    if failed:
        named = "; ".join(f"{item.name} {item.value:.3g} {item.unit} {item.where}".strip() for item in failed)
        raise NotSolved("unproven", Why(f"the plan does not stand up to checking: {named}",
                                        f"方案未通过校核：{named}"), run)


def _judge(results: Results) -> None:
    """Put on record whether every enforced target is met and every load, of power and of heat, served."""
    policies, data, run = results.policies, results.dataset, results.run
    missed = policies[policies["enforced"] & (policies["status"] == "missed")]
    unserved = float((data["unserved_gw"] * data["weight_h"]).sum())
    excess = float((data["excess_gw"] * data["weight_h"]).sum())
    columns = ["policy", "region", "year", "metric", "target", "achieved", "unit", "slack_cost_million_cny"]
    run["missed_targets"] = missed[columns].to_dict("records")
    heat = float((data["heat_unserved_gw"] * data["weight_h"]).sum()) if "heat_unserved_gw" in data else 0.0
    run["unserved_gwh"], run["excess_gwh"], run["unserved_heat_gwh"] = unserved, excess, heat
    short = len(missed) > 0 or max(unserved, excess, heat) > tolerance_gwh(data, run)
    run["status"] = "missed_targets" if short else "solved"
