"""A rolling forecast: what the log tells stays, what is left of the plan is simulated from the present."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openairlift.model import Distribution, Shape
from openairlift.network import UNREACHABLE, Network
from openairlift.network.network import Line, Tail
from openairlift.outlook.draws import quantiles_of
from openairlift.plan import Mission, Plan, Purpose, Stop
from openairlift.study.flight_log.progress import Progress, Stage
from openairlift.study.flight_log.standing_in import HOP_S, NO_TIME, POINTS, Kind, held_up, later, left_of, with_kinds

METHOD = "as flown by the log, the rest as planned"

ROUNDS = 20
"""Runs of what is under way, of which tails take in turn when they are free."""

_PLAYED = (Stage.LANDED, Stage.UNLOADING, Stage.AIR, Stage.LOADING)
"""Stages of missions that a stand-in plays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What a rolling forecast simulates.

    Attributes
    ----------
    network, plan : to simulate: what was flown at the times of the log, the rest of the plan from the present.
    at_s : the present [s].
    stages : how many missions are at which stage.
    dropped : missions that are not flown any more: cancelled, without cargo, lost, or of a tail that was lost.
    overdue : missions of which the log tells nothing although they were to begin before the present.
    ends : of every stand-in that is not off its aircraft yet: the mission that it plays, its own index in `plan`, and
        how much later than its end the tail is free [s].
    """

    network: Network
    plan: Plan
    at_s: int
    stages: dict[str, int]
    dropped: tuple[int, ...]
    overdue: tuple[int, ...]
    ends: tuple[tuple[int, int, int], ...]


def remainder(network: Network, plan: Plan, progress: Sequence[Progress], *, at_s: int) -> Remainder:
    """Return what is left of a plan at a moment, with what was flown by the log in it.

    A mission that has its cargo, or is taking it, is played by a stand-in: an aircraft that brings the same loads. What
    has landed is offloaded at the time that the log tells; what is in the air lands when it is expected; a service that
    goes on takes what is left of it, given that it has gone on so long. So landings up to the present are those of the
    log, and clearing, storing and going on by road follow from them. Other missions start at the present or later, when
    their tails are free. Other traffic comes from the present on: the past has room for what the log tells.

    Parameters
    ----------
    network, plan : the plan that is being carried out.
    progress : of every mission, by the log.
    at_s : the present [s].
    """
    return _Maker(network, plan, progress, at_s).made()


def rolled_on(network: Network, plan: Plan, progress: Sequence[Progress], *, at_s: int, seed: int) -> Remainder:
    """Return what is left of a plan, every tail free for its next mission when a simulation says.

    `remainder` has a tail free when it would be without luck: it knows of no repair to come, no wait for a slot and no
    divert, and so begins the next missions too early. Here what is under way is simulated first, and each tail is
    free when it was in one of these runs, in turn.

    Parameters
    ----------
    network, plan, progress, at_s : as of `remainder`.
    seed : of the simulation.
    """
    from openairlift.sim import Simulator  # brings numba

    left = remainder(network, plan, progress, at_s=at_s)
    simulator = Simulator(left.network, left.plan, luck=True, log=False)
    runs = [simulator.play(seed, run).ended for run in range(min(ROUNDS, len(left.ends)))]
    found = list(progress)
    for turn, (number, index, more) in enumerate(left.ends):
        ended = int(runs[turn % ROUNDS][index])
        free = left.network.horizon_s if ended < 0 else ended + more
        found[number] = replace(found[number], free_s=max(free, at_s))
    return remainder(network, plan, found, at_s=at_s)


class _Maker:
    def __init__(self, network: Network, plan: Plan, progress: Sequence[Progress], at_s: int) -> None:
        self.network, self.plan, self.progress, self.at_s = network, plan, progress, at_s
        self.lines: list[Line] = list(network.lines)
        self.tails: list[Tail] = list(network.tails)
        self.kinds: dict[Kind, int] = {}
        self.block_s = network.block_s.copy()
        waiting = [p for p in progress if p.stage is Stage.LOADING and p.ended_s is not None]
        self.turns = {p.mission: turn for turn, p in enumerate(sorted(waiting, key=lambda p: -(p.ended_s or 0)), 1)}

    def made(self) -> Remainder:
        done = [p for p in self.progress if p.stage in _PLAYED]
        flown_line = self._split([self.plan.missions[p.mission] for p in done])
        missions = [
            self._stand_in(self.plan.missions[p.mission], p, flown_line)
            for p in done
            if self.plan.missions[p.mission].loads
        ]
        rest, dropped, overdue = self._rest()
        ordered = sorted([*missions, *rest], key=lambda mission: mission.earliest_s)
        index = {mission.tail: i for i, mission in enumerate(ordered)}
        loaded = [p for p in done if self.plan.missions[p.mission].loads]
        ends = [
            (p.mission, index[one.tail], self._free_behind(p))
            for p, one in zip(loaded, missions, strict=True)
            if p.free_s is not None and not (p.stage is Stage.LANDED and p.left_hub)
        ]
        plan = replace(
            self.plan, missions=tuple(ordered), method=METHOD, reproducible=False, proof=None,
        )  # fmt: skip
        return Remainder(
            network=self._network(), plan=plan, at_s=self.at_s,
            stages=dict(Counter(str(p.stage) for p in self.progress)), dropped=tuple(dropped), overdue=tuple(overdue),
            ends=tuple(ends),
        )  # fmt: skip

    def _split(self, missions: Sequence[Mission]) -> dict[int, int]:
        """Split lines into what was flown, of which all turned up, and the rest; return the flown part by line."""
        flown: dict[int, float] = {}
        for mission in missions:
            for load in mission.loads:
                flown[load.line] = flown.get(load.line, 0.0) + load.quantity
        found: dict[int, int] = {}
        for index, quantity in flown.items():
            line = self.lines[index]
            there = replace(line, quantity=quantity, no_show_share=0.0, ready_s=0, earliest_s=0)
            if line.quantity - quantity <= 1e-6 * line.quantity:
                self.lines[index] = replace(there, quantity=line.quantity)
                found[index] = index
            else:
                self.lines[index] = replace(line, quantity=line.quantity - quantity)
                self.lines.append(there)
                found[index] = len(self.lines) - 1
        return found

    def _stand_in(self, mission: Mission, at: Progress, flown_line: dict[int, int]) -> Mission:
        """Return the mission of a stand-in that brings what a mission brings."""
        old = self.network.tails[mission.tail]
        earliest, kind = self._kind_of(mission, at, old.type)
        duty = old.duty_s
        origin, hub = mission.stops[mission.onload], mission.stops[mission.offload]
        if kind.jumps is None:  # straight there and back
            base = origin.place
            stops: tuple[Stop, ...] = (
                replace(origin, rest_s=0),
                replace(hub, rest_s=0 if at.left_hub else hub.rest_s),
                Stop(place=base, purpose=Purpose.RECOVER),
            )
            duty = None if at.left_hub else self._duty_left(mission, at, old, earliest, kind)
        else:
            base = old.base
            stops = (
                replace(origin, rest_s=self._rest_left(mission, at, old.type)),
                *mission.stops[mission.onload + 1 :],
            )
            if stops[-1].purpose is not Purpose.RECOVER:
                stops = (*stops, Stop(place=base, purpose=Purpose.RECOVER))
        index = self.kinds.setdefault(kind, len(self.network.types) + len(self.kinds))
        self.tails.append(
            replace(
                old, type=index, base=base, home=base, available_from_s=0, duty_s=duty,
                name=f"{old.name} (mission {at.mission + 1})",
            )
        )  # fmt: skip
        return Mission(
            tail=len(self.tails) - 1,
            stops=stops,
            loads=tuple(replace(load, line=flown_line[load.line], stock=None) for load in mission.loads),
            earliest_s=earliest,
        )

    def _kind_of(self, mission: Mission, at: Progress, type_: int) -> tuple[int, Kind]:
        """Return when the stand-in of a mission sets out, and of which kind it is.

        At the present slots are given out anew, first to aircraft in the air, then to those that have waited longest.
        """
        repair = self.network.types[type_].repair_s
        just_now = max(self.at_s - HOP_S, 0)
        if at.stage is Stage.LOADING:
            rest = mission.stops[mission.onload].rest_s
            if at.ended_s is None:
                left, turn = left_of(self._service(type_, mission, mission.onload), at.served_s), 0
            else:
                left, turn = held_up(repair, max(at.ended_s - rest, 0), at.broken), self.turns[at.mission]
            base, last = self.network.tails[mission.tail].base, mission.stops[-1].place
            jumps = [(base, mission.stops[mission.onload].place)]
            if last != base and self.block_s[type_, last, base] == UNREACHABLE:
                jumps.append((last, base))
            begins = self.at_s + turn - HOP_S * (jumps[0][0] != jumps[0][1])
            return max(begins, 0), Kind(type_, left, None, at.ended_s is None, tuple(jumps))
        if at.stage is Stage.UNLOADING:
            left = left_of(self._service(type_, mission, mission.offload), at.served_s)
            return just_now, Kind(type_, NO_TIME, left)
        if at.stage is Stage.AIR:
            ends = mission.stops[mission.onload].place, mission.stops[mission.offload].place
            return self.at_s, Kind(type_, NO_TIME, None, air=(*ends, max((at.since_s or 0) - self.at_s, HOP_S)))
        off = at.since_s or 0
        if at.left_hub:
            return max(off - HOP_S, 0), Kind(type_, NO_TIME, NO_TIME, broken=0.0)
        held = max(self.at_s - off - mission.stops[mission.offload].rest_s, 0)
        stands = later(held_up(repair, held, at.broken), held)  # as a repair: its crew may tire
        return max(off - HOP_S, 0), Kind(type_, NO_TIME, NO_TIME, broken=1.0, repair=stands)

    def _duty_left(self, mission: Mission, at: Progress, old: Tail, begins: int, kind: Kind) -> int | None:
        """Return the duty day of a crew that flies a stand-in, as long as is left of it: its legs last a second [s]."""
        if old.duty_s is None or at.duty_from_s is None:
            return old.duty_s
        record, hub = self.network.types[old.type], mission.stops[mission.offload].place
        behind = mission.stops[mission.offload + 1 :]
        home = int(self.network.block_s[old.type, hub, behind[0].place if behind else old.base])
        left = old.duty_s - (begins - at.duty_from_s) - max(home - HOP_S, 0)
        leg = HOP_S if kind.air is None else kind.air[2]
        return max(left, int((record.report_s or 0.0) + (record.release_s or 0.0)) + leg + 60)

    def _free_behind(self, at: Progress) -> int:
        """Return how much later than the end of its stand-in a tail is free for its next mission [s]; maybe less."""
        mission = self.plan.missions[at.mission]
        tail = self.network.tails[mission.tail]
        if at.stage is Stage.LOADING:  # flies its own legs; where its mission ends elsewhere, it goes home in addition
            last = mission.stops[-1]
            if last.purpose is Purpose.RECOVER or last.place == tail.base:
                return 0
            home = int(self.network.block_s[tail.type, last.place, tail.base])
            return -(HOP_S if home == UNREACHABLE else home)
        return at.behind_hub_s - HOP_S

    def _rest_left(self, mission: Mission, at: Progress, type_: int) -> int:
        """Return what is left of the rest of a crew where it takes its cargo [s]."""
        rest = mission.stops[mission.onload].rest_s
        if at.ended_s is not None:
            return max(rest - at.ended_s, min(rest, 1))  # a second at least, for its crew is fresh behind it
        longest = max(quantiles_of(self._service(type_, mission, mission.onload), np.array([1.0 - 1.0 / POINTS])))
        return max(rest - max(at.served_s - int(longest), 0), 0)

    def _service(self, type_: int, mission: Mission, stop: int) -> Distribution:
        """Return the whole service at a stop, with what its pallets add."""
        network, place = self.network, mission.stops[stop].place
        purpose = int(mission.stops[stop].purpose)
        found = network.distributions[int(network.ground[type_, place, purpose])]
        added = float(network.per_pallet_s[type_, place, purpose]) * sum(load.pallets for load in mission.loads)
        if not added:
            return found
        lengths = quantiles_of(found, (np.arange(POINTS) + 0.5) / POINTS) + added
        return Distribution(Shape.EMPIRICAL, tuple(lengths.tolist()))

    def _rest(self) -> tuple[list[Mission], list[int], list[int]]:
        """Return the missions that are still to be flown, those that are not, and those that are overdue."""
        lost = {self.plan.missions[p.mission].tail for p in self.progress if p.stage is Stage.LOST}
        where: dict[int, tuple[int, int]] = {}
        rest, dropped, overdue = [], [], []
        for at, mission in zip(self.progress, self.plan.missions, strict=True):
            tail = self.network.tails[mission.tail]
            if at.stage in _PLAYED:
                if at.where is not None and at.free_s is not None:
                    where[mission.tail] = at.where, at.free_s
                continue
            if at.stage in (Stage.OFF, Stage.LOST) or mission.tail in lost:
                dropped.append(at.mission)
                continue
            begins = max(mission.earliest_s, self.at_s)
            if at.stage is Stage.BEGUN and at.since_s is not None:
                begins = at.since_s
            elif mission.earliest_s < self.at_s:
                overdue.append(at.mission)
            here, free = where.pop(mission.tail, (tail.base, 0))
            first = mission.stops[0].place
            if here != tail.base:
                begins = max(begins, self._from_base(tail.type, here, tail.base, first, free))
            rest.append(replace(mission, earliest_s=max(begins, free if here == tail.base else 0)))
        return rest, dropped, overdue

    def _from_base(self, kind: int, here: int, base: int, first: int, free: int) -> int:
        """Return when a tail would leave its base to reach a place when it does from where it is free [s]."""
        block = 0 if here == first else int(self.network.block_s[kind, here, first])
        from_base = 0 if base == first else int(self.block_s[kind, base, first])
        if from_base == UNREACHABLE:
            self.block_s[kind, base, first] = from_base = max(block, 1)
        return max(free + block - from_base, 0)

    def _network(self) -> Network:
        """Return the network with stand-ins; other traffic comes from the present on."""
        old = self.network
        return replace(
            with_kinds(old, list(self.kinds), self.block_s),  # in order of their indexes
            streams=tuple(
                replace(stream, opens_s=max(stream.opens_s, self.at_s))
                for stream in old.streams
                if stream.closes_s > self.at_s
            ),
            tails=tuple(self.tails),
            lines=tuple(self.lines),
        )
