"""Solve an instance term by term: each optimum is proved with the terms before it held at theirs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from openairlift.plan import Load, Mission, Plan, Purpose, Shortfall, Stop
from openairlift.units import DAY_S
from tests.exact.implied import add_implied
from tests.exact.instance import Instance
from tests.exact.model import Programme, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found.

    Attributes
    ----------
    terms : the three terms of the objective [kg, kg days, kg days], weighted.
    bounds : what no plan goes below; of terms 2 and 3 with the terms before them as in `terms`.
    proved : whether terms and bounds are the same, term by term.
    seconds : time taken.
    plan : a plan with these terms.
    """

    terms: tuple[float, ...]
    bounds: tuple[float, ...]
    proved: tuple[bool, ...]
    seconds: float
    plan: Plan


def prove(
    instance: Instance, *, limit_s: float = 600.0, workers: int = 2, seed: int = 0, implied: bool = True
) -> Proof:
    """Return the optimum of an instance, or the best that was found when the time was up.

    Parameters
    ----------
    limit_s : time limit for all terms together.
    workers : strategies that search side by side.
    seed : of the solver.
    implied : whether `add_implied` helps.

    Raises
    ------
    RuntimeError
        When the time was up before any plan was found.
    """
    began = time.monotonic()
    programme = Programme(instance)
    if implied:
        add_implied(programme)
    model, values, bounds = programme.model, [], []
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    for term in programme.terms:
        model.minimize(term)
        solver.parameters.max_time_in_seconds = max(limit_s - (time.monotonic() - began), 1.0)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise RuntimeError(f"no plan was found: {solver.status_name(status)}")
        values.append(round(solver.objective_value))
        bounds.append(solver.best_objective_bound)
        model.add(term <= values[-1])
        model.clear_hints()
        for variable, value in enumerate(solver.response_proto.solution):
            model.add_hint(model.get_int_var_from_proto_index(variable), value)
    scale = [instance.unit_kg / (1 if number == 0 else DAY_S) for number in range(3)]
    return Proof(
        terms=tuple(value * each for value, each in zip(values, scale, strict=True)),
        bounds=tuple(bound * each for bound, each in zip(bounds, scale, strict=True)),
        proved=tuple(value - bound < 0.5 for value, bound in zip(values, bounds, strict=True)),
        seconds=time.monotonic() - began,
        plan=_plan(programme, solver),
    )


def _plan(programme: Programme, solver: Any) -> Plan:
    """Return the plan that a solution is."""
    instance, visits = programme.instance, programme.visits
    after: dict[int, tuple[int, bool]] = {}
    chains: list[tuple[int, int]] = []
    for j, w in enumerate(visits):
        after |= {i: (j, straight) for i, x, straight in w.before if solver.value(x)}
        chains += [(g, j) for g, x in w.first.items() if solver.value(x)]
    tails = [list(row.tails) for row in instance.groups]
    missions = []
    for group, first in chains:
        tail, came = tails[group].pop(0), None
        i: int | None = first
        while i is not None:
            follows = after.get(i)
            straight = follows is not None and follows[1]
            missions.append(_mission(instance, solver, visits[i], tail, came=came, goes=straight))
            came, i = visits[i] if straight else None, None if follows is None else follows[0]
    missions.sort(key=lambda mission: (mission.earliest_s, mission.tail))
    return Plan(missions=tuple(missions), shortfalls=tuple(_short(instance, solver, visits)), method="exact")


def _mission(instance: Instance, solver: Any, v: Visit, tail: int, *, came: Visit | None, goes: bool) -> Mission:
    """Return a mission; `came` = the one before, if it comes straight from there; `goes` = straight on to the next."""
    group = next(g for g, x in v.group.items() if solver.value(x))
    row, lane = instance.groups[group], v.lane
    out = next(s for (_, s), x in v.out.items() if solver.value(x))
    back = next(s for (_, s), x in v.back.items() if solver.value(x))
    onload, leave, through, landed, unloaded, home = (
        solver.value(x) for x in (v.onload, v.leave, v.through, v.landed, v.unloaded, v.home)
    )
    stops = [_stop(lane.origin, Purpose.ONLOAD, leave - onload - instance.onload(row.type, lane.origin))]
    if out is not None:
        arrive = leave + instance.leg(row.type, lane.origin, out)
        stops.append(_stop(out, Purpose.ENROUTE, through - arrive - instance.enroute(row.type, out)))
    stops.append(_stop(lane.destination, Purpose.OFFLOAD, unloaded - landed))
    if back is not None:
        arrive = unloaded + instance.leg(row.type, lane.destination, back)
        stops.append(_stop(back, Purpose.ENROUTE, home - arrive - instance.enroute(row.type, back)))
    if not goes:
        stops.append(_stop(row.base, Purpose.RECOVER, 0))
    ramp = onload - instance.leg(row.type, row.base, lane.origin)
    earliest = ramp if came is None else solver.value(came.home)
    amount = float(solver.value(v.amount) * instance.unit_kg)
    load = Load(
        line=lane.demand.line, number=v.number + 1, quantity=amount, mass_kg=amount, volume_m3=0.0, pallets=0.0,
        value_usd=amount * instance.network.lines[lane.demand.line].unit_usd,
    )  # fmt: skip
    return Mission(tail=tail, stops=tuple(stops), loads=(load,), earliest_s=earliest)


def _stop(place: int, purpose: Purpose, rest_s: int) -> Stop:
    return Stop(place=place, purpose=purpose, rest_s=rest_s)


def _short(instance: Instance, solver: Any, visits: Sequence[Visit]) -> list[Shortfall]:
    found = []
    for lane in instance.lanes:
        carried = sum(solver.value(v.amount) for v in visits if v.lane is lane)
        missing = float((lane.demand.amount - carried) * instance.unit_kg)
        if missing > 0.0:
            why = "no better plan carries it within the horizon"
            found.append(Shortfall(line=lane.demand.line, quantity=missing, mass_kg=missing, reason=why))
    return found
