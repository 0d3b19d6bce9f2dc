"""How far every mission is, by the log, at a moment: what a forecast keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from openairlift.model import Flight
from openairlift.network import UNREACHABLE, Network
from openairlift.plan import Mission, Plan, Purpose
from openairlift.scenario import Scenario
from openairlift.study.flight_log.legs import Leg
from openairlift.study.flight_log.matching import Match


class Stage(StrEnum):
    """Where a mission is."""

    LANDED = "landed"  # its cargo is off the aircraft
    UNLOADING = "unloading"  # it stands at its hub, its cargo aboard as far as the log tells
    AIR = "air"  # its cargo is under way
    LOADING = "loading"  # it stands where it takes its cargo
    BEGUN = "begun"  # it is on its way to where it takes its cargo
    WAITING = "waiting"  # nothing of it is in the log
    OFF = "off"  # cancelled, or its cargo never turned up
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a mission is.

    Attributes
    ----------
    mission : its index.
    stage : in one word.
    since_s : LANDED: when its cargo was off; AIR: expected block-in, not before the moment; BEGUN: its first block-out;
        else None [s].
    served_s : LOADING and UNLOADING: how long the service has gone on; 0 = it has not begun [s].
    ended_s : LOADING: how long ago it ended, where the log tells that; its crew may rest since [s].
    broken : probability that it stands loaded for a repair: the share of departures that break down, of those that the
        log shows to be held up behind their onload and rest.
    left_hub : LANDED: whether the log tells that it has left its hub, so that it holds no spot there.
    where, free_s : where its tail is free for its next mission, and from when on, as told or as expected [s]; None
        where the mission has not begun.
    """

    mission: int
    stage: Stage
    since_s: int | None = None
    served_s: int = 0
    ended_s: int | None = None
    broken: float = 0.0
    left_hub: bool = False
    where: int | None = None
    free_s: int | None = None


def progress_of(
    scenario: Scenario,
    network: Network,
    plan: Plan,
    legs: Sequence[Leg],
    flights: Sequence[Flight],
    matches: Sequence[Match],
    *,
    at_s: int,
) -> tuple[Progress, ...]:
    """Return how far every mission of a plan is.

    Where the log tells starts of services at all, an aircraft on the ground without one waits; where it tells none, its
    service has gone on since block-in, or since its planned start at its base.

    Parameters
    ----------
    scenario, network, plan, legs : the plan that is being carried out.
    flights : rows as they are known at the moment (`known_at`).
    matches : which leg each row is.
    at_s : the moment [s].
    """
    rows: dict[int, dict[int, Flight]] = {}
    absent: set[int] = set()
    onward: dict[int, Flight] = {}
    for flight, match in zip(flights, matches, strict=True):
        number = legs[match.leg].mission if match.leg is not None else (flight.mission or 0) - 1
        if number < 0:
            continue
        if flight.fate == "no_show":
            absent.add(number)
        elif match.leg is None:
            if flight.block_out is not None:
                onward[number] = flight  # goes on from where it was diverted to
        elif flight.fate != "open" or flight.onload_start is not None:
            rows.setdefault(number, {})[legs[match.leg].stop] = flight
    reader = _Reader(
        scenario, network, at_s,
        onloads=any(flight.onload_start is not None for flight in flights),
        offloads=any(flight.offload_start is not None for flight in flights),
        held_share=_held_share(plan, legs, flights, matches),
    )  # fmt: skip
    found = []
    for number, mission in enumerate(plan.missions):
        told = rows.get(number, {})
        if number in absent and all(flight.fate == "cancelled" for flight in told.values()):
            found.append(Progress(mission=number, stage=Stage.OFF))
        elif not told:
            found.append(reader.unheard(number, mission))
        else:
            found.append(reader.read(number, mission, told, onward.get(number)))
    flown = {number for number, told in rows.items() if any(flight.block_out is not None for flight in told.values())}
    return _with_tails_gone(plan, found, flown)


def _with_tails_gone(plan: Plan, found: Sequence[Progress], flown: set[int]) -> tuple[Progress, ...]:
    """Return progress in which a tail that has left for its next mission has left its hub."""
    after: dict[int, bool] = {}  # by tail, whether a later mission has moved
    gone = list(found)
    for number in range(len(found) - 1, -1, -1):
        tail = plan.missions[number].tail
        if found[number].stage is Stage.LANDED and after.get(tail):
            gone[number] = replace(found[number], left_hub=True)
        after[tail] = after.get(tail, False) or number in flown
    return tuple(gone)


def _held_share(plan: Plan, legs: Sequence[Leg], flights: Sequence[Flight], matches: Sequence[Match]) -> float:
    """Return the share of loaded departures in the log that are held up behind their onload and their planned rest."""
    held = told = 0
    for flight, match in zip(flights, matches, strict=True):
        if flight.onload_end is None or flight.block_out is None:
            continue
        rest = 0
        if match.leg is not None and legs[match.leg].loaded:
            mission = plan.missions[legs[match.leg].mission]
            rest = mission.stops[mission.onload].rest_s
        told += 1
        held += (flight.block_out - flight.onload_end).total_seconds() > rest + 60.0
    return held / told if told else 0.0


class _Reader:
    """Reads what the log tells of one mission after the other."""

    def __init__(
        self, scenario: Scenario, network: Network, at_s: int, *, onloads: bool, offloads: bool, held_share: float
    ) -> None:
        self.scenario, self.network, self.at_s = scenario, network, at_s
        self.onloads, self.offloads = onloads, offloads
        self.held_share = held_share

    def unheard(self, number: int, mission: Mission) -> Progress:
        """Return where a mission is that no row tells of: waiting, or loading at its base where no log would say so."""
        at_base = mission.stops[0].purpose is Purpose.ONLOAD
        base = self.network.tails[mission.tail].base
        begun = self.at_s - mission.earliest_s
        if not self.onloads and mission.loads and at_base and mission.stops[0].place == base and begun > 0:
            return self._loading(number, mission, begun)
        return Progress(mission=number, stage=Stage.WAITING)

    def read(self, number: int, mission: Mission, told: dict[int, Flight], onward: Flight | None) -> Progress:
        """Return where a mission is that rows tell of, by the stop where each of them lands."""
        fates = {one.fate for one in told.values()}
        if "lost" in fates:
            return Progress(mission=number, stage=Stage.LOST)
        loaded = range(mission.onload + 1, mission.offload + 1) if mission.loads else range(0)
        if "cancelled" in fates and not any(stop in told and told[stop].fate != "cancelled" for stop in loaded):
            return Progress(mission=number, stage=Stage.OFF)
        course = _Course(self.scenario, self.network, mission)
        last = max(stop for stop, flight in told.items() if flight.fate != "cancelled")
        flight = told[last]
        if mission.loads and (last < loaded.start or flight.fate == "open"):
            return self._before(number, mission, told, last)
        where, free = course.after(last, flight)
        free = max(free, self.at_s) if flight.block_in is None or last < len(mission.stops) - 1 else free
        hub = told.get(mission.offload) if mission.loads else None
        if not mission.loads or (hub is not None and hub.fate == "flown"):
            return self._at_hub(number, mission, told, hub, where, free)
        expected = max(course.expected(last, flight, onward), self.at_s)
        return Progress(mission=number, stage=Stage.AIR, since_s=expected, where=where, free_s=free)

    def _before(self, number: int, mission: Mission, told: dict[int, Flight], last: int) -> Progress:
        """Return where a mission is that has not left with its cargo."""
        flight, second = told[last], self.scenario.seconds
        if flight.onload_start is not None and last == mission.onload + 1:
            end = flight.onload_end
            ended = None if end is None else self.at_s - second(end)
            return self._loading(number, mission, self.at_s - second(flight.onload_start), ended)
        if last == mission.onload and flight.block_in is not None:
            return self._loading(number, mission, 0 if self.onloads else self.at_s - second(flight.block_in))
        begun = min((second(one.block_out) for one in told.values() if one.block_out is not None), default=self.at_s)
        return Progress(mission=number, stage=Stage.BEGUN, since_s=begun)

    def _loading(self, number: int, mission: Mission, served: int, ended: int | None = None) -> Progress:
        """Return the progress of a mission that takes its cargo, and when its tail is free if it takes its mean."""
        course = _Course(self.scenario, self.network, mission)
        rest = mission.stops[mission.onload].rest_s
        left = max(course.ground(mission.onload) - served, 0) if ended is None else max(rest - ended, 0)
        leaves = self.at_s + left
        where, free = course.on(mission.onload, leaves)
        reliable = self.network.types[course.type].reliability_share
        breaks = 0.0 if reliable is None else 1.0 - reliable
        return Progress(
            mission=number,
            stage=Stage.LOADING,
            served_s=served,
            ended_s=ended,
            where=where,
            free_s=free,
            broken=min(1.0, breaks / self.held_share) if self.held_share else 1.0 if breaks else 0.0,
        )

    def _at_hub(
        self, number: int, mission: Mission, told: dict[int, Flight], hub: Flight | None, where: int, free: int
    ) -> Progress:
        """Return where a mission is that has landed at its hub, or carries nothing at all."""
        second = self.scenario.seconds
        if hub is None or hub.block_in is None:
            return Progress(mission=number, stage=Stage.LANDED, where=where, free_s=free)
        off, gone = hub.offload_end, any(one.block_out and stop > mission.offload for stop, one in told.items())
        if off is None:  # a log without offload times: it was unloaded before it left
            later = (one.block_out for stop, one in told.items() if stop > mission.offload)
            off = min((moment for moment in later if moment is not None), default=None)
        if off is not None:
            return Progress(
                mission=number, stage=Stage.LANDED, since_s=second(off), left_hub=gone, where=where, free_s=free
            )
        begun = hub.offload_start or (None if self.offloads else hub.block_in)
        served = 0 if begun is None else self.at_s - second(begun)
        return Progress(mission=number, stage=Stage.UNLOADING, served_s=served, where=where, free_s=free)


class _Course:
    """The planned course of a mission, counted on from what the log tells."""

    def __init__(self, scenario: Scenario, network: Network, mission: Mission) -> None:
        self.scenario, self.network, self.mission = scenario, network, mission
        self.type = network.tails[mission.tail].type

    def block(self, a: int, b: int) -> int:
        found = 0 if a == b else int(self.network.block_s[self.type, a, b])
        return 0 if found == UNREACHABLE else found

    def lands(self, stop: int, flight: Flight, onward: Flight | None = None) -> tuple[int, int]:
        """Return where and when a leg lands, as told or as expected; after a divert: at the planned place [s]."""
        scenario, network = self.scenario, self.network
        place = self.mission.stops[stop].place
        if flight.block_in is None:
            assert flight.block_out is not None
            return place, scenario.seconds(flight.block_out) + self.block(network.place_index[flight.origin], place)
        landed = network.place_index[flight.landed_at or flight.destination]
        second = scenario.seconds(flight.block_in)
        if landed == place:
            return place, second
        hop = self.block(landed, place)
        if onward is not None and onward.block_in is not None:
            return place, scenario.seconds(onward.block_in)
        if onward is not None and onward.block_out is not None:
            return place, scenario.seconds(onward.block_out) + hop
        return place, second + network.nominal_ground_s(self.type, landed, 2) + hop

    def ground(self, stop: int) -> int:
        """Return the mean time at a stop, its rest included [s]."""
        one = self.mission.stops[stop]
        if one.purpose is Purpose.RECOVER:
            return one.rest_s
        pallets = 0.0 if one.purpose is Purpose.ENROUTE else sum(load.pallets for load in self.mission.loads)
        return one.rest_s + self.network.nominal_ground_s(self.type, one.place, int(one.purpose), pallets=pallets)

    def expected(self, stop: int, flight: Flight, onward: Flight | None) -> int:
        """Return when a loaded mission is expected at its hub [s]."""
        place, now = self.lands(stop, flight, onward)
        for after in range(stop + 1, self.mission.offload + 1):
            now += self.ground(after - 1) + self.block(place, self.mission.stops[after].place)
            place = self.mission.stops[after].place
        return now

    def after(self, stop: int, flight: Flight) -> tuple[int, int]:
        """Return where and when the tail is free behind the mission's last stop [s]."""
        place, now = self.lands(stop, flight)
        if flight.offload_end is not None and self.mission.stops[stop].purpose is Purpose.OFFLOAD:
            now = self.scenario.seconds(flight.offload_end)
        else:
            now += self.ground(stop)
        return self.on(stop, now, place)

    def on(self, stop: int, leaves: int, place: int | None = None) -> tuple[int, int]:
        """Return where and when the tail is free behind the last stop when it leaves a stop at a second."""
        place, now = self.mission.stops[stop].place if place is None else place, leaves
        for after in range(stop + 1, len(self.mission.stops)):
            now += self.block(place, self.mission.stops[after].place) + self.ground(after)
            place = self.mission.stops[after].place
        return place, now
