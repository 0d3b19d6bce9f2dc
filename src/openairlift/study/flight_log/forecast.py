"""A rolling forecast: what the log tells stays, what is left of the plan is simulated from the present."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openairlift.model import AircraftType, Distribution, Shape
from openairlift.network import UNREACHABLE, Network
from openairlift.network.network import IntArray, Line, Tail
from openairlift.outlook.draws import quantiles_of
from openairlift.plan import Mission, Plan, Purpose, Stop
from openairlift.study.flight_log.progress import Progress, Stage

HOP_S = 1
"""A flight that was flown is played as one of a second that begins this long before it landed [s]."""

GOLDEN = (5.0**0.5 - 1.0) / 2.0
"""Step of the sequence that spreads numbers most evenly over (0, 1)."""

METHOD = "as flown by the log, the rest as planned"

_POINTS = 400
"""Points of a distribution of which those behind the present are left."""

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
    """

    network: Network
    plan: Plan
    at_s: int
    stages: dict[str, int]
    dropped: tuple[int, ...]
    overdue: tuple[int, ...]


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


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of stand-in.

    Attributes
    ----------
    source : its type.
    onload, offload : its services; None = those of the type.
    loading : whether its onload still goes on, so that it may break down behind it.
    jumps : legs that it flies in a second; None = all.
    """

    source: int
    onload: Distribution | None
    offload: Distribution | None
    loading: bool = False
    jumps: tuple[tuple[int, int], ...] | None = None


NO_TIME = Distribution.constant(0.0)


def left_of(service: Distribution, served_s: float) -> Distribution:
    """Return what is left of a service, given that it has gone on for so long [s]; a minute where none is so long.

    Examples
    --------
    >>> left_of(Distribution.constant(7200.0), 3600.0).mean
    3600.0
    """
    if served_s <= 0.0:
        return service
    lengths = quantiles_of(service, (np.arange(_POINTS) + 0.5) / _POINTS)
    left = lengths[lengths > served_s] - served_s
    return Distribution(Shape.EMPIRICAL, tuple(sorted(left.tolist()))) if left.size else Distribution.constant(60.0)


class _Maker:
    def __init__(self, network: Network, plan: Plan, progress: Sequence[Progress], at_s: int) -> None:
        self.network, self.plan, self.progress, self.at_s = network, plan, progress, at_s
        self.lines: list[Line] = list(network.lines)
        self.tails: list[Tail] = list(network.tails)
        self.kinds: dict[_Kind, int] = {}
        self.block_s = network.block_s.copy()
        self.standing: dict[int, int] = {}

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
        plan = replace(
            self.plan, missions=tuple(ordered), method=METHOD, reproducible=False, proof=None,
        )  # fmt: skip
        return Remainder(
            network=self._network(), plan=plan, at_s=self.at_s,
            stages=dict(Counter(str(p.stage) for p in self.progress)), dropped=tuple(dropped), overdue=tuple(overdue),
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
        origin, hub = mission.stops[mission.onload], mission.stops[mission.offload]
        if kind.jumps is None:  # straight there and back
            base = origin.place
            stops: tuple[Stop, ...] = (
                replace(origin, rest_s=0),
                replace(hub, rest_s=self._rest_at_hub(hub, at) + self._repair_at_hub(at, old.type)),
                Stop(place=base, purpose=Purpose.RECOVER),
            )
        else:
            base = old.base
            stops = (
                replace(origin, rest_s=self._rest_left(mission, at, old.type)),
                *self._with_repair(mission, at, old.type, whole=kind.loading),
            )
            if stops[-1].purpose is not Purpose.RECOVER:
                stops = (*stops, Stop(place=base, purpose=Purpose.RECOVER))
        index = self.kinds.setdefault(kind, len(self.network.types) + len(self.kinds))
        self.tails.append(
            replace(
                old, type=index, base=base, home=base, available_from_s=0, duty_s=None,
                name=f"{old.name} (mission {at.mission + 1})",
            )
        )  # fmt: skip
        return Mission(
            tail=len(self.tails) - 1,
            stops=stops,
            loads=tuple(replace(load, line=flown_line[load.line], stock=None) for load in mission.loads),
            earliest_s=earliest,
        )

    def _kind_of(self, mission: Mission, at: Progress, type_: int) -> tuple[int, _Kind]:
        """Return when the stand-in of a mission sets out, and of which kind it is."""
        if at.stage is Stage.LOADING:
            service = self._service(type_, mission, mission.onload)
            left = left_of(service, at.served_s) if at.ended_s is None else self._held_up(mission, at, type_)
            base, last = self.network.tails[mission.tail].base, mission.stops[-1].place
            jumps = [(base, mission.stops[mission.onload].place)]
            if last != base and self.block_s[type_, last, base] == UNREACHABLE:
                jumps.append((last, base))
            return max(self.at_s - HOP_S * (jumps[0][0] != jumps[0][1]), 0), _Kind(
                type_, left, None, at.ended_s is None, tuple(jumps)
            )
        if at.stage is Stage.UNLOADING:
            left = left_of(self._service(type_, mission, mission.offload), at.served_s)
            return max(self.at_s - HOP_S, 0), _Kind(type_, NO_TIME, left)
        if at.stage is Stage.AIR:
            return max((at.since_s or 0) - HOP_S, 0), _Kind(type_, NO_TIME, None)
        return max((at.since_s or 0) - HOP_S, 0), _Kind(type_, NO_TIME, NO_TIME)

    def _held_up(self, mission: Mission, at: Progress, type_: int) -> Distribution:
        """Return how long an aircraft still stands whose onload and rest are over: for a repair, or not at all."""
        repair, held = self.network.types[type_].repair_s, (at.ended_s or 0) - mission.stops[mission.onload].rest_s
        if repair is None or held <= 60 or at.broken <= 0.0:
            return NO_TIME
        lengths = left_of(repair, float(held))
        none = round(_POINTS * (1.0 - at.broken))
        count = _POINTS - none
        if not count:
            return NO_TIME
        points = quantiles_of(lengths, (np.arange(count) + 0.5) / count)
        return Distribution(Shape.EMPIRICAL, tuple(sorted((*(0.0,) * none, *points.tolist()))))

    def _rest_at_hub(self, hub: Stop, at: Progress) -> int:
        """Return how long an aircraft holds its spot at its hub behind its offload [s]; 0 where it has gone."""
        if at.left_hub:
            return 0
        until_now = self.at_s - (at.since_s or 0) if at.stage is Stage.LANDED else 0
        return max(hub.rest_s, until_now)

    def _with_repair(self, mission: Mission, at: Progress, type_: int, *, whole: bool) -> tuple[Stop, ...]:
        """Return the stops behind the onload; those of a stand-in that never breaks down wait at the hub instead."""
        stops, hub = mission.stops[mission.onload + 1 :], mission.offload - mission.onload - 1
        if whole:
            return stops
        waits = replace(stops[hub], rest_s=stops[hub].rest_s + self._repair_at_hub(at, type_))
        return (*stops[:hub], waits, *stops[hub + 1 :])

    def _repair_at_hub(self, at: Progress, type_: int) -> int:
        """Return for how long a stand-in stands broken behind an offload that is still to end [s]; mostly 0.

        A stand-in may not break down where it takes its cargo, for that is over, and a type breaks down everywhere or
        nowhere. So the share that breaks down, and for how long, is spread evenly over the stand-ins of a type: the
        spots of a full hub are held as long as they would be.
        """
        kind = self.network.types[type_]
        share = kind.reliability_share
        if kind.repair_s is None or share is None or share >= 1.0 or at.stage is Stage.LANDED:
            return 0
        number = self.standing.get(type_, 0)
        self.standing[type_] = number + 1
        place = (0.5 + number * GOLDEN) % 1.0
        if place < share:
            return 0
        where = (place - share) / (1.0 - share)
        return int(quantiles_of(kind.repair_s, np.array([min(max(where, 0.5 / _POINTS), 1.0 - 0.5 / _POINTS)]))[0])

    def _rest_left(self, mission: Mission, at: Progress, type_: int) -> int:
        """Return what is left of the rest of a crew where it takes its cargo [s]."""
        rest = mission.stops[mission.onload].rest_s
        if at.ended_s is not None:
            return max(rest - at.ended_s, 0)
        longest = max(quantiles_of(self._service(type_, mission, mission.onload), np.array([1.0 - 1.0 / _POINTS])))
        return max(rest - max(at.served_s - int(longest), 0), 0)

    def _service(self, type_: int, mission: Mission, stop: int) -> Distribution:
        """Return the whole service at a stop, with what its pallets add."""
        network, place = self.network, mission.stops[stop].place
        purpose = int(mission.stops[stop].purpose)
        found = network.distributions[int(network.ground[type_, place, purpose])]
        added = float(network.per_pallet_s[type_, place, purpose]) * sum(load.pallets for load in mission.loads)
        if not added:
            return found
        lengths = quantiles_of(found, (np.arange(_POINTS) + 0.5) / _POINTS) + added
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
        """Return the network with stand-ins: a second a leg, no time to onload, none to offload what is off already."""
        old = self.network
        count, kinds = len(old.types), list(self.kinds)  # in order of their indexes
        sources = [*range(count), *(kind.source for kind in kinds)]
        ground, per_pallet = old.ground[sources].copy(), old.per_pallet_s[sources].copy()
        distributions = list(old.distributions)
        for index, kind in enumerate(kinds):
            for purpose, service in ((0, kind.onload), (1, kind.offload)):
                if service is not None:
                    ground[count + index, :, purpose] = len(distributions)
                    per_pallet[count + index, :, purpose] = 0.0
                    distributions.append(service)
        types = (*old.types, *(_stand_in_type(old.types[kind.source], i, kind) for i, kind in enumerate(kinds)))
        return replace(
            old,
            types=types,
            streams=tuple(
                replace(stream, opens_s=max(stream.opens_s, self.at_s))
                for stream in old.streams
                if stream.closes_s > self.at_s
            ),
            type_index={one.type: i for i, one in enumerate(types)},
            bodies=(*old.bodies, *(old.bodies[kind.source] for kind in kinds)),
            tails=tuple(self.tails),
            lines=tuple(self.lines),
            block_s=_hops(self.block_s, sources, kinds),
            payload_kg=old.payload_kg[sources],
            ground=ground,
            per_pallet_s=per_pallet,
            distributions=tuple(distributions),
            shocks=tuple(
                shock if shock.block_s is None else replace(shock, block_s=_hops(shock.block_s, sources, kinds))
                for shock in old.shocks
            ),
        )  # fmt: skip


def _stand_in_type(type_: AircraftType, number: int, kind: _Kind) -> AircraftType:
    """Return a type that carries what it is given, and breaks down only behind an onload that still goes on."""
    return replace(
        type_,
        type=f"{type_.type} (stand-in {number + 1})",
        payload_flown_share=None,
        reliability_share=type_.reliability_share if kind.loading else 1.0,
        repair_s=type_.repair_s if kind.loading else None,
        fuel_kg_per_h=None,
        cost_usd_per_h=None,
        charter_usd=None,
        duty_s=None,
        augmented_duty_s=None,
        hours_per_30d=None,
    )


def _hops(block_s: IntArray, sources: Sequence[int], kinds: Sequence[_Kind]) -> IntArray:
    """Return block times by type, with a second where a stand-in jumps."""
    found: IntArray = block_s[list(sources)].copy()
    places = np.arange(found.shape[1])
    for rows, kind in zip(found[len(sources) - len(kinds) :], kinds, strict=True):
        if kind.jumps is None:
            same = rows[places, places].copy()
            rows[:] = HOP_S
            rows[places, places] = same
        else:
            for a, b in kind.jumps:
                if a != b:
                    rows[a, b] = HOP_S
    return found
