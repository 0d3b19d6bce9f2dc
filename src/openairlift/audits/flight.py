"""The audit of flying: stops, legs, runways, crews, windows, and the times that follow when nothing has to wait."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from openairlift.audits.records import Violation, is_dry
from openairlift.network.network import UNREACHABLE, Network
from openairlift.plan import Mission, Plan, Purpose, Stop
from openairlift.units import seconds


@dataclass(slots=True)
class Stay:
    """A tail at a stop, as planned: block-in, service, and block-out (None = it stays for good) [s]."""

    mission: int
    stop: int
    tail: int
    place: int
    purpose: Purpose
    park: int
    served: int
    depart: int | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg to a stop, as planned [s]; origin and place are the same where a tail comes from the ramp."""

    mission: int
    stop: int
    origin: int
    place: int
    leaves: int
    lands: int


@dataclass(slots=True)
class Schedule:
    """The times of a plan that follow from its movements when nothing has to wait."""

    stays: list[Stay] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    onload: dict[int, int] = field(default_factory=dict)
    landed: dict[int, int] = field(default_factory=dict)


def audit_shape(network: Network, plan: Plan) -> tuple[list[Violation], set[int]]:
    """Return what is wrong with indexes and stops of missions, and the missions in which nothing is."""
    found: list[Violation] = []
    sound: set[int] = set()
    for index, mission in enumerate(plan.missions):
        faults = list(_indexes(network, mission)) or list(_order(network, mission))
        found += [Violation(rule=rule, where=f"mission {index}", what=what) for rule, what in faults]
        if not faults:
            sound.add(index)
    return found, sound


def _indexes(network: Network, mission: Mission) -> Iterator[tuple[str, str]]:
    known = (
        ("tail", [mission.tail], len(network.tails)),
        ("place", [stop.place for stop in mission.stops], len(network.places)),
        ("line", [load.line for load in mission.loads], len(network.lines)),
        ("stock row", [load.stock for load in mission.loads if load.stock is not None], len(network.stocks)),
        ("link", [load.link for load in mission.loads if load.link is not None], len(network.links)),
    )
    for what, values, count in known:
        for value in values:
            if not 0 <= value < count:
                yield "index", f"{what} {value}; there are {count}"


def _order(network: Network, mission: Mission) -> Iterator[tuple[str, str]]:
    purposes = [stop.purpose for stop in mission.stops]
    if not purposes:
        yield "order", "no stops"
    if mission.loads:
        count = purposes.count(Purpose.ONLOAD), purposes.count(Purpose.OFFLOAD)
        if count != (1, 1):
            yield "order", f"{count[0]} onload and {count[1]} offload stops; a mission with loads has one of each"
        elif mission.onload > mission.offload:
            yield "order", f"offload at stop {mission.offload} before onload at stop {mission.onload}"
    base = network.tails[mission.tail].base
    for number, stop in enumerate(mission.stops):
        if stop.purpose is Purpose.RECOVER and number + 1 < len(mission.stops):
            yield "order", f"RECOVER at stop {number} is not the last stop"
        if stop.purpose is Purpose.RECOVER and stop.place != base:
            got, right = network.places[stop.place].id, network.places[base].id
            yield "recover", f"RECOVER at {got}; the base of {network.tails[mission.tail].name} is {right}"
        if stop.rest_s < 0:
            yield "rest", f"a rest of {stop.rest_s} s at stop {number}"


def audit_flight(network: Network, plan: Plan, sound: set[int]) -> tuple[list[Violation], Schedule]:
    """Return violations of chains, legs, runways, windows and crews, and the planned times of sound missions.

    A tail with an unsound mission is left out from there on: where it stands is not known.
    """
    found: list[Violation] = []
    schedule = Schedule()
    for tail in range(len(network.tails)):
        chain = _Chain(network, tail, schedule)
        for index, mission in enumerate(plan.missions):
            if mission.tail != tail:
                continue
            if index not in sound or not chain.fly(index, mission):
                break
        found += chain.found
        found += chain.left_standing()
    return found, schedule


class _Chain:
    """One tail, mission after mission."""

    def __init__(self, network: Network, tail: int, schedule: Schedule) -> None:
        self.network = network
        self.tail = network.tails[tail]
        self.index = tail
        self.record = network.types[self.tail.type]
        self.schedule = schedule
        self.found: list[Violation] = []
        self.place = self.tail.base
        self.free = self.tail.available_from_s
        self.standing: Stay | None = None
        self.report = seconds(self.record.report_s or 0.0)
        self.release = seconds(self.record.release_s or 0.0)
        self.duty = self.report
        self.rested = True
        self.where = ""

    def fly(self, index: int, mission: Mission) -> bool:
        """Follow one mission; return whether every leg can be flown, so that one can go on."""
        self.where = f"mission {index} ({self.tail.name})"
        self._before(mission)
        start = max(mission.earliest_s, self.free)
        if not self.rested:
            self.duty += start - self.free
        now = start
        pallets = sum(load.pallets for load in mission.loads)
        for number, stop in enumerate(mission.stops):
            arrives = self._leg(index, number, stop.place, now)
            if arrives is None:
                return False
            now = arrives
            if stop.purpose is Purpose.RECOVER:
                self.standing, now = None, now + stop.rest_s
                self.duty, self.rested = self.report, True
                continue
            self._runway(stop.place)
            enroute = stop.purpose is Purpose.ENROUTE
            ground = self.network.nominal_ground_s(
                self.tail.type, stop.place, int(stop.purpose), pallets=0.0 if enroute else pallets
            )
            stay = Stay(index, number, self.index, stop.place, stop.purpose, now, now + ground)
            self.schedule.stays.append(stay)
            self.standing = stay
            if mission.loads and number == mission.onload:
                self.schedule.onload[index] = now
            if mission.loads and number == mission.offload:
                self.schedule.landed[index] = now + ground
            now += ground + stop.rest_s
            self._crew(number, stop, ground)
        self._ends(now, self.schedule.landed.get(index))
        self.free = now
        return True

    def _say(self, rule: str, what: str) -> None:
        self.found.append(Violation(rule=rule, where=self.where, what=what))

    def _before(self, mission: Mission) -> None:
        """Say when a mission is to begin before its tail can."""
        if mission.earliest_s >= self.free:
            return
        rule = "window" if self.free == self.tail.available_from_s else "overlap"
        said = "its window opens" if rule == "window" else "its mission before ends"
        self._say(rule, f"is to move at {mission.earliest_s:,} s; {said} at {self.free:,} s")

    def _leg(self, index: int, number: int, place: int, now: int) -> int | None:
        """Fly to a place; return the arrival, or None where the type can't."""
        here = self.place
        block = 0 if place == here else int(self.network.block_s[self.tail.type, here, place])
        names = f"{self.network.places[here].id} to {self.network.places[place].id}"
        if block == UNREACHABLE:
            self._runway(place)
            self._say("leg", f"{self.record.type} can't fly from {names}: {self._far(here, place)}")
            return None
        if self.standing is not None:
            self.standing.depart = now
        if place != here:
            self.schedule.legs.append(Leg(index, number, here, place, now, now + block))
            self.duty += block
            self.rested = False
            if self.tail.duty_s is not None and self.duty + self.release > self.tail.duty_s:
                self._say(
                    "duty",
                    f"block-in after {names} ends a duty of {(self.duty + self.release) / 3600.0:.2f} h; "
                    f"the crew may do {self.tail.duty_s / 3600.0:.2f} h",
                )
        elif self.standing is None:
            self.schedule.legs.append(Leg(index, number, here, place, now, now))
        self.place = place
        return now + block

    def _far(self, here: int, place: int) -> str:
        """Say how far a leg is, and what fields without fuel have to do with it."""
        network, there = self.network, self.network.places[place]
        if is_dry(network.places[here]) and network.places[here].recovery not in (None, there.id):
            return f"there is no fuel, and it has to recover at {network.places[here].recovery}"
        far = float(network.distance_m[here, place]) * self.record.route_factor / 1000.0
        if math.isnan(far):
            return "a position is not stated"
        return f"{far:,.0f} km flown" + (f", and on for fuel, which {there.id} has not" if is_dry(there) else "")

    def _runway(self, place: int) -> None:
        """Say when the type can't use the runway of a place, or is too heavy for it."""
        record, needed = self.network.places[place], self.record.runway_m
        if record.runway_m is None:
            self._say("runway", f"{record.id} has no runway")
        elif needed is not None and record.runway_m < needed:
            what = f"{self.record.type} needs {needed:,.0f} m; {record.id} has {record.runway_m:,.0f} m"
            self._say("runway", what)
        mass, limit = self.record.gross_kg, record.max_gross_kg
        if mass is not None and limit is not None and mass > limit:
            self._say("gross", f"{self.record.type} weighs {mass:,.0f} kg; {record.id} bears {limit:,.0f} kg")

    def _crew(self, number: int, stop: Stop, ground: int) -> None:
        """Count the service as duty, unless a fresh crew takes over: after a planned rest, or at the base."""
        self.duty += ground
        self.rested = stop.place == self.tail.base
        if stop.rest_s > 0 and self.tail.duty_s is not None:
            needed = self.release + seconds(self.record.rest_s or 0.0) + self.report
            if stop.rest_s < needed:
                what = f"rest at stop {number} is {stop.rest_s:,} s; release, crew rest and report take {needed:,} s"
                self._say("rest", what)
            self.rested = True
        if self.rested:
            self.duty = self.report

    def _ends(self, end: int, landed: int | None) -> None:
        """Check a stated window; where it closes with the scenario, only the cargo has to have landed by then."""
        closes, horizon = self.tail.available_to_s, self.network.horizon_s
        if end > closes and closes < horizon:
            self._say("window", f"ends at {end:,} s; the window of the tail closes at {closes:,} s")
        if landed is not None and landed > horizon:
            self._say("horizon", f"lands its cargo at {landed:,} s; the scenario ends at {horizon:,} s")

    def left_standing(self) -> Iterator[Violation]:
        """Yield a violation when the tail is left for good on a spot of a place with a parking limit."""
        if self.standing is not None and self.standing.depart is None:
            place = self.standing.place
            if self.network.parking[place] is not None:
                what = f"stays for good on a spot at {self.network.places[place].id}, where parking is limited"
                yield Violation(rule="recover", where=f"tail {self.tail.name}", what=what)
