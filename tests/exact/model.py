"""The exact model: a constraint programme in whole seconds and whole units of mass.

Every mission of a lane has a literal (flown or not), a group of tails, an en-route stop on the way out and one on the
way back, and six times, which `Visit` names. Legs take their block times, services begin at block-in. A tail may
stay after any service: it then holds its spot, not its slot. Missions are linked to the chains of tails: the first from
the base, the next straight from the way back or by way of the base ramp (uncounted, any wait), the last goes home.
Tails of a group can't be told apart, so that only their number counts.

Why nothing is lost
-------------------
*Whole units.* Masses and payloads are multiples of `Instance.unit_kg`; times on the ground and block times are whole
seconds, and for a fixed choice of ways, tails and orders the least times solve a system of differences.

*Full missions.* A line is alone on its lane. For given times it is best in every term to fill its missions in the
order in which they land. The n-th of them takes the rest if n - 1 full ones of the largest type do not hold the line,
and n of the smallest do; `instance_of` refuses lines for which there is no such n. More missions would carry nothing.

*Empty missions.* One more that carries nothing could only be a way of waiting, but its tail can go home instead, wait
on the ramp and be at its next origin before. Missions of a lane are numbered as they land, those not flown last.

What is a restriction
---------------------
A tail does not leave a destination for a stop that it would reach after the horizon: by the rules of the simulator it
stays on its spot for good, though the audit takes the spot as free.

Ways with cargo are those of the `RouteBook`, and scenarios where one of them has two stops are refused. Ways back have
at most one stop. So tails do not call at places only to wait there, which the audit would accept; all waiting at places
of a way, after service, is in the model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from tests.exact.instance import Demand, Instance, Lane

_AFTER_S = 4 * 86_400
"""Time after the horizon in which tails get home: a day would do, one after the other."""

Stop = int | None


@dataclass(slots=True)
class Visit:
    """Variables of one mission: the `number`-th of a lane to land.

    Attributes
    ----------
    here : whether it is flown.
    group, type : literals by group of tails, and by type.
    out, back : literals by (type, stop) of the way out and by (group, stop) of the way back; None = no stop.
    onload, leave, through, landed, unloaded, home : block-in at the origin, block-out there, block-out en route, end of
        the offload, block-out at the destination, block-out en route on the way back; 0 where it is not flown [s].
    marked : `landed`, or the horizon where it is not flown [s].
    amount : what it carries [units].
    first : literals by group: it is the first mission of a tail.
    before : (index of a mission, literal, straight on): it follows that mission.
    """

    lane: Lane
    number: int
    here: Any
    group: dict[int, Any]
    type: dict[int, Any]
    out: dict[tuple[int, Stop], Any]
    back: dict[tuple[int, Stop], Any]
    onload: Any
    leave: Any
    through: Any
    landed: Any
    unloaded: Any
    home: Any
    marked: Any
    amount: Any = 0
    first: dict[int, Any] = field(default_factory=dict)
    before: list[tuple[int, Any, bool]] = field(default_factory=list)


class Programme:
    """Variables and constraints of one instance, and its three terms: less is better, the first decides."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.last = instance.horizon_s + _AFTER_S
        self.parked: dict[int, list[Any]] = {}
        self.served: dict[int, list[Any]] = {}
        self.visits: list[Visit] = []
        self.terms: list[Any] = [0, 0, 0]
        for index, lane in enumerate(instance.lanes):
            own = [self._visit(lane, number, f"l{index}m{number}") for number in range(lane.missions)]
            self.visits += own
            for one, two in pairwise(own):
                self.model.add_implication(two.here, one.here)
                self.model.add(one.marked <= two.marked)
            self._worth(lane.demand, own)
        for place, stays in self.parked.items():
            spots, slots = instance.parking[place], instance.working[place]
            self.limit(stays, spots)
            if spots is None or (slots is not None and slots < spots):
                self.limit(self.served[place], slots)
        self._tails()

    def time(self, name: str, last: int | None = None) -> Any:
        """Return a variable from 0 to the last moment that matters [s]."""
        return self.model.new_int_var(0, self.last if last is None else last, name)

    def limit(self, spans: list[Any], limit: int | None) -> None:
        """Let no more than so many spans overlap."""
        if limit == 1:
            self.model.add_no_overlap(spans)
        elif limit is not None and limit < len(spans):
            self.model.add_cumulative(spans, [1] * len(spans), limit)

    def _visit(self, lane: Lane, number: int, name: str) -> Visit:
        m, inst = self.model, self.instance
        here = m.new_bool_var(name)
        group = {g: m.new_bool_var(f"{name}g{g}") for g, row in enumerate(inst.groups) if row.type in lane.ways}
        m.add(sum(group.values()) == here)
        kinds = {}
        for t in lane.ways:
            kinds[t] = m.new_bool_var(f"{name}t{t}")
            m.add(sum(x for g, x in group.items() if inst.groups[g].type == t) == kinds[t])
        out = {(t, s): m.new_bool_var(f"{name}o{t}.{s}") for t, stops in lane.ways.items() for s in stops}
        for t, x in kinds.items():
            m.add(sum(out[t, s] for s in lane.ways[t]) == x)
        stops = {g: inst.returns[inst.groups[g].type, lane.destination] for g in group}
        back = {(g, s): m.new_bool_var(f"{name}b{g}.{s}") for g in group for s in stops[g]}
        for g, x in group.items():
            m.add(sum(back[g, s] for s in stops[g]) == x)
        times = [self.time(f"{name}{what}") for what in ("on", "leave", "through", "land", "unloaded", "home")]
        for time in times:
            m.add(time == 0).only_enforce_if(~here)
        onload, leave, through, landed, unloaded, home = times
        marked = self.time(f"{name}marked", inst.horizon_s)
        m.add(landed <= inst.horizon_s - 1)  # what would happen at the horizon does not happen
        m.add(marked == landed + inst.horizon_s * (1 - here))
        visit = Visit(
            lane, number, here, group, kinds, out, back, onload, leave, through, landed, unloaded, home, marked
        )
        self._stays(visit, name)
        return visit

    def _stays(self, v: Visit, name: str) -> None:
        """Put the stays of a mission at its places."""
        inst, lane = self.instance, v.lane
        start, end = lane.origin, lane.destination
        load = sum(inst.onload(t, start) * x for t, x in v.type.items())
        unload = sum(inst.offload(t, end) * x for t, x in v.type.items())
        type_of = {g: inst.groups[g].type for g in v.group}
        out = v.leave + sum(inst.leg(t, start, s) * x for (t, s), x in v.out.items() if s is not None)
        on = v.through + sum(inst.leg(t, start if s is None else s, end) * x for (t, s), x in v.out.items())
        back = v.unloaded + sum(inst.leg(type_of[g], end, s) * x for (g, s), x in v.back.items() if s is not None)
        self._stay(start, v.here, v.onload, load, v.leave, f"{name}ON")
        self._stops(v.out, {t: t for t in v.type}, out, v.through, f"{name}OUT")
        self._stay(end, v.here, on, unload, v.unloaded, f"{name}OFF")
        self.model.add(v.landed == on + unload)
        self._stops(v.back, type_of, back, v.home, f"{name}BACK")
        self._late_back(v, back, name)

    def _late_back(self, v: Visit, arrive: Any, name: str) -> None:
        """Hold the spot at the destination until the horizon where the stop on the way back would only come after it.

        The simulator gives no reservation there, and the tail stays for good.
        """
        m, horizon = self.model, self.instance.horizon_s
        soon = m.new_bool_var(f"{name}soon")
        m.add(arrive <= horizon - 1).only_enforce_if(soon)
        for (_, s), x in v.back.items():
            if s is not None and self.instance.parking[s] is not None:
                m.add(v.unloaded >= horizon).only_enforce_if([x, ~soon])

    def _stops(
        self, chosen: dict[tuple[int, Stop], Any], type_of: dict[int, int], arrive: Any, depart: Any, name: str
    ) -> None:
        """Put the one en-route stop at the place that is chosen; where none is, block-out is that of before."""
        m = self.model
        ground = sum(self.instance.enroute(type_of[k], s) * x for (k, s), x in chosen.items() if s is not None)
        m.add(depart >= arrive + ground)
        for (_, s), x in chosen.items():
            if s is None:
                m.add(depart == arrive).only_enforce_if(x)
        for s in sorted({s for _, s in chosen if s is not None}):
            there = m.new_bool_var(f"{name}.{s}")
            m.add(sum(x for (_, stop), x in chosen.items() if stop == s) == there)
            self._stay(s, there, arrive, ground, depart, f"{name}.{s}")

    def _stay(self, place: int, there: Any, arrive: Any, ground: Any, depart: Any, name: str) -> None:
        """Hold a spot from block-in to block-out, and a working slot while served."""
        m = self.model
        start, size, served, end = (self.time(f"{name}{letter}") for letter in "abcd")
        m.add(start == arrive)
        m.add(served == ground)
        m.add(size >= served)
        m.add(depart == start + size)
        m.add(end == start + served)
        self.parked.setdefault(place, []).append(m.new_optional_interval_var(start, size, depart, there, f"{name}P"))
        self.served.setdefault(place, []).append(m.new_optional_interval_var(start, served, end, there, f"{name}W"))

    def _worth(self, demand: Demand, own: list[Visit]) -> None:
        """Add the terms of a line, and what its missions carry: all that they can, and the last one the rest."""
        m, inst = self.model, self.instance
        for v in own:
            m.add(v.onload >= demand.ready_s).only_enforce_if(v.here)
            v.amount = sum(inst.capacity[t] * x for t, x in v.type.items())
        if own:
            rest = m.new_int_var(0, demand.amount, f"rest{demand.line}")
            m.add(rest == demand.amount - sum(v.amount for v in own[:-1])).only_enforce_if(own[-1].here)
            m.add(rest == 0).only_enforce_if(~own[-1].here)
            own[-1].amount = rest
        self._cost(0, demand, own, [1 - v.here for v in own], 1)
        if demand.required_s is not None:
            late = []
            for v in own:
                late.append(self.time(f"late{demand.line}.{v.number}", inst.horizon_s))
                m.add_max_equality(late[-1], [v.marked - demand.required_s, 0])
            self._cost(1, demand, own, late, max(inst.horizon_s - demand.required_s, 0))
        self._cost(2, demand, own, [v.marked - demand.free_flow_s for v in own], inst.horizon_s - demand.free_flow_s)

    def _cost(self, term: int, demand: Demand, own: list[Visit], values: list[Any], most: int) -> None:
        """Add one term of a line to the sum.

        `values` = what a unit on each mission costs, ascending. The whole line at the cost of the last mission, less
        what every full mission before it saves.
        """
        m, inst = self.model, self.instance
        cost = demand.amount * (values[-1] if values else most)
        for v, value in zip(own[:-1], values[:-1], strict=True):
            saved, few = values[-1] - value, min(inst.capacity[t] for t in v.type)
            cost = cost - few * saved
            for t, x in v.type.items():
                if inst.capacity[t] > few:  # min(saved, most * x) in an optimum
                    extra = m.new_int_var(0, most, f"extra{term}.{demand.line}.{v.number}.{t}")
                    m.add(extra <= saved)
                    m.add(extra <= most * x)
                    cost = cost - (inst.capacity[t] - few) * extra
        self.terms[term] = self.terms[term] + demand.weight * cost

    def _tails(self) -> None:
        """Link the missions of each tail: from its base, on from the way back, and home in the end."""
        m, inst = self.model, self.instance
        last, idle = (
            len(self.visits) + 1,
            m.new_bool_var("idle"),
        )  # the circuit leaves node 0, if only for a tail that idles
        arcs: list[tuple[int, int, Any]] = [(0, last, idle), (last, 0, idle), (last, last, ~idle)]
        for i, v in enumerate(self.visits):
            first, end = m.new_bool_var(f"first{i}"), m.new_bool_var(f"end{i}")
            arcs += [(0, i + 1, first), (i + 1, 0, end), (i + 1, i + 1, ~v.here)]
            v.first = {g: m.new_bool_var(f"first{i}.{g}") for g in v.group}
            m.add(sum(v.first.values()) == first)
            for g, x in v.first.items():
                row = inst.groups[g]
                m.add_implication(x, v.group[g])
                m.add(v.onload >= row.free_s + inst.leg(row.type, row.base, v.lane.origin)).only_enforce_if(x)
            self._reach(v, end, None)
            for j, w in enumerate(self.visits):
                if i != j:
                    pair = self._next(v, w, f"next{i}.{j}")
                    w.before += [(i, pair[0], False), (i, pair[1], True)]
                    arcs += [(i + 1, j + 1, x) for x in pair]
        m.add_multiple_circuit(arcs)
        for g, row in enumerate(inst.groups):
            m.add(sum(v.first[g] for v in self.visits if g in v.first) <= len(row.tails))

    def _next(self, v: Visit, w: Visit, name: str) -> tuple[Any, Any]:
        """Return literals for one mission after another of a tail: by way of the base, and straight on."""
        m, inst, origin = self.model, self.instance, w.lane.origin
        home, straight = m.new_bool_var(f"{name}h"), m.new_bool_var(f"{name}s")
        for literal in (home, straight):
            for g in v.group.keys() | w.group.keys():
                if g in v.group and g in w.group:
                    m.add(v.group[g] == w.group[g]).only_enforce_if(literal)
                else:
                    m.add_implication(literal, ~(v.group[g] if g in v.group else w.group[g]))
        over, on = 0, 0
        for (g, s), x in v.back.items():
            row, start = inst.groups[g], v.lane.destination if s is None else s
            over = over + ((inst.block(row.type, start, row.base) or 0) + inst.leg(row.type, row.base, origin)) * x
            on = on + (inst.block(row.type, start, origin) or 0) * x
        self._reach(v, home, None)
        self._reach(v, straight, origin)
        for g, x in v.group.items():
            if inst.groups[g].base == origin:  # from the ramp it can start at any time
                m.add_implication(straight, ~x)
        m.add(w.onload >= v.home + over).only_enforce_if(home)
        m.add(w.onload == v.home + on).only_enforce_if(straight)
        return home, straight

    def _reach(self, v: Visit, literal: Any, goal: int | None) -> None:
        """Forbid ways back from which a place (None = the base) can't be reached."""
        for (g, s), x in v.back.items():
            row, start = self.instance.groups[g], v.lane.destination if s is None else s
            if self.instance.block(row.type, start, row.base if goal is None else goal) is None:
                self.model.add_implication(literal, ~x)
