"""How far every mission is, by the log, at a moment: what a forecast keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from openairlift.model import Flight
from openairlift.network import UNREACHABLE, Network
from openairlift.plan import Mission, Plan, Purpose
from openairlift.scenario import Scenario
from openairlift.study.flight_log.diverted import joined
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
    broken : LOADING and LANDED: probability that it broke down behind its onload, or its offload: the share of
        departures that do; once its planned rest is over, beside what else the log shows to hold aircraft there.
    left_hub : LANDED: whether the log tells that it has left its hub, so that it holds no spot there.
    duty_from_s : UNLOADING, AIR and LANDED: when its crew left on its duty, as far as the log tells [s].
    behind_hub_s : UNLOADING, AIR and LANDED: from leaving its hub to being free, without luck [s].
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
    duty_from_s: int | None = None
    behind_hub_s: int = 0
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
    whole = joined(flights)
    for row, (told_row, match) in enumerate(zip(flights, matches, strict=True)):
        flight = whole.get(row, told_row)
        number = legs[match.leg].mission if match.leg is not None else (flight.mission or 0) - 1
        if number < 0:
            continue
        if flight.fate == "no_show":
            absent.add(number)
        elif match.leg is not None and (flight.fate != "open" or flight.onload_start is not None):
            rows.setdefault(number, {})[legs[match.leg].stop] = flight
    reader = _Reader(
        scenario, network, at_s,
        onloads=any(flight.onload_start is not None for flight in flights),
        offloads=any(flight.offload_start is not None for flight in flights),
        held_loaded=_held_else(network, plan, rows, at_hub=False),
        held_at_hub=_held_else(network, plan, rows, at_hub=True),
    )  # fmt: skip
    found = []
    for number, mission in enumerate(plan.missions):
        told = rows.get(number, {})
        if number in absent and all(flight.fate == "cancelled" for flight in told.values()):
            found.append(Progress(mission=number, stage=Stage.OFF))
        elif not told:
            found.append(reader.unheard(number, mission))
        else:
            found.append(reader.read(number, mission, told))
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


def _breaks(network: Network, type_: int) -> float:
    """Return how often a type is found broken when it has been served."""
    reliable = network.types[type_].reliability_share
    return 0.0 if reliable is None else 1.0 - reliable


def _held_else(network: Network, plan: Plan, rows: dict[int, dict[int, Flight]], *, at_hub: bool) -> float:
    """Return the share of departures with cargo, or from hubs, that something else than a repair holds up.

    That is what is held up behind service and planned rest in the log, over what breaks down by the types; nothing,
    where the difference is one that chance makes.
    """
    held, told, broken = 0, 0, 0.0
    for number, flights in rows.items():
        mission = plan.missions[number]
        if not mission.loads:
            continue
        stop = mission.offload if at_hub else mission.onload
        after = flights.get(stop + 1)
        before = flights.get(stop) if at_hub else after
        if before is None or after is None:
            continue
        end, out = before.offload_end if at_hub else before.onload_end, after.block_out
        if end is not None and out is not None:
            told += 1
            held += (out - end).total_seconds() > mission.stops[stop].rest_s + 60.0
            broken += _breaks(network, network.tails[mission.tail].type)
    more = held - broken
    return more / told if more > 2.0 * max(broken, 1.0) ** 0.5 else 0.0


class _Reader:
    """Reads what the log tells of one mission after the other."""

    def __init__(
        self,
        scenario: Scenario,
        network: Network,
        at_s: int,
        *,
        onloads: bool,
        offloads: bool,
        held_loaded: float,
        held_at_hub: float,
    ) -> None:
        self.scenario, self.network, self.at_s = scenario, network, at_s
        self.onloads, self.offloads = onloads, offloads
        self.held_loaded, self.held_at_hub = held_loaded, held_at_hub

    def broken(self, type_: int, held_s: int, held_else: float) -> float:
        """Return how likely an aircraft broke down that still stands, so long behind its planned rest [s].

        During the rest that is what the type says; behind it, something else holds such a share of all departures.
        """
        breaks = _breaks(self.network, type_)
        return breaks if held_s <= 60 or not breaks else breaks / (breaks + held_else)

    def unheard(self, number: int, mission: Mission) -> Progress:
        """Return where a mission is that no row tells of: waiting, or loading at its base where no log would say so."""
        at_base = mission.stops[0].purpose is Purpose.ONLOAD
        base = self.network.tails[mission.tail].base
        begun = self.at_s - mission.earliest_s
        if not self.onloads and mission.loads and at_base and mission.stops[0].place == base and begun > 0:
            return self._loading(number, mission, begun)
        return Progress(mission=number, stage=Stage.WAITING)

    def read(self, number: int, mission: Mission, told: dict[int, Flight]) -> Progress:
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
        duty_from = self._duty_from(mission, told, last)
        expected, duty_from = course.expected(last, flight, duty_from, self.at_s)
        expected = max(expected, self.at_s)
        behind = course.on(mission.offload, 0)[1]
        return Progress(
            mission=number, stage=Stage.AIR, since_s=expected, where=where, free_s=free, behind_hub_s=behind,
            duty_from_s=duty_from,
        )  # fmt: skip

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
        return Progress(
            mission=number,
            stage=Stage.LOADING,
            served_s=served,
            ended_s=ended,
            where=where,
            free_s=free,
            broken=0.0 if ended is None else self.broken(course.type, ended - rest, self.held_loaded),
        )

    def _at_hub(
        self, number: int, mission: Mission, told: dict[int, Flight], hub: Flight | None, where: int, free: int
    ) -> Progress:
        """Return where a mission is that has landed at its hub, or carries nothing at all."""
        second = self.scenario.seconds
        if hub is None or hub.block_in is None:
            return Progress(mission=number, stage=Stage.LANDED, where=where, free_s=free)
        behind = _Course(self.scenario, self.network, mission).on(mission.offload, 0)[1]
        off, gone = hub.offload_end, any(one.block_out and stop > mission.offload for stop, one in told.items())
        if off is None:  # a log without offload times: it was unloaded before it left
            later = (one.block_out for stop, one in told.items() if stop > mission.offload)
            off = min((moment for moment in later if moment is not None), default=None)
        if off is not None:
            return Progress(
                mission=number, stage=Stage.LANDED, since_s=second(off), left_hub=gone, where=where, free_s=free,
                behind_hub_s=behind, duty_from_s=self._duty_from(mission, told, mission.offload),
                broken=self.broken(
                    self.network.tails[mission.tail].type,
                    self.at_s - second(off) - mission.stops[mission.offload].rest_s,
                    self.held_at_hub,
                ),
            )  # fmt: skip
        begun = hub.offload_start or (None if self.offloads else hub.block_in)
        served = 0 if begun is None else self.at_s - second(begun)
        return Progress(
            mission=number, stage=Stage.UNLOADING, served_s=served, where=where, free_s=free, behind_hub_s=behind,
            duty_from_s=self._duty_from(mission, told, mission.offload),
        )  # fmt: skip

    def _duty_from(self, mission: Mission, told: dict[int, Flight], last: int) -> int | None:
        """Return when the crew left that brought an aircraft to a stop: behind a planned rest, or first [s]."""
        found = None
        for stop in range(last, -1, -1):
            out = told[stop].block_out if stop in told else None
            found = found if out is None else self.scenario.seconds(out)
            before = mission.stops[stop - 1] if stop else None
            fresh = before is not None and (before.rest_s > 0 or before.place == self.network.tails[mission.tail].base)
            if found is not None and fresh:
                break
        return found


class _Course:
    """The planned course of a mission, counted on from what the log tells."""

    def __init__(self, scenario: Scenario, network: Network, mission: Mission) -> None:
        self.scenario, self.network, self.mission = scenario, network, mission
        self.type = network.tails[mission.tail].type

    def block(self, a: int, b: int) -> int:
        found = 0 if a == b else int(self.network.block_s[self.type, a, b])
        return 0 if found == UNREACHABLE else found

    def lands(self, stop: int, flight: Flight) -> tuple[int, int]:
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
        return place, second + network.nominal_ground_s(self.type, landed, 2) + self.block(landed, place)

    def ground(self, stop: int) -> int:
        """Return the mean time at a stop, its rest included [s]."""
        one = self.mission.stops[stop]
        if one.purpose is Purpose.RECOVER:
            return one.rest_s
        pallets = 0.0 if one.purpose is Purpose.ENROUTE else sum(load.pallets for load in self.mission.loads)
        return one.rest_s + self.network.nominal_ground_s(self.type, one.place, int(one.purpose), pallets=pallets)

    def rested(self, stop: int, flight: Flight, duty_from: int | None, at_s: int) -> tuple[int, int | None]:
        """Return when a leg lands, and since when its crew is on duty then: at an alternate it may rest [s].

        It rests there when its duty would end before it were back: behind the flight to where it is bound for, the
        service there and the leg behind that. So it does when it could have left by the moment and has not: then the
        first free slot lies behind the end of its duty.
        """
        network, tail = self.network, self.network.tails[self.mission.tail]
        landed = network.place_index[flight.landed_at or flight.destination]
        place, lands = self.lands(stop, flight)
        if flight.block_in is None or landed == place:
            return lands, duty_from
        record, block_in = network.types[self.type], self.scenario.seconds(flight.block_in)
        hop, release = self.block(landed, place), int(record.release_s or 0.0)
        if tail.duty_s is not None and duty_from is not None:
            behind = self.mission.stops[stop + 1].place if stop + 1 < len(self.mission.stops) else tail.base
            back = lands + self.ground(stop) + self.block(place, behind) + release
            if lands - hop < at_s or back > duty_from - int(record.report_s or 0.0) + tail.duty_s:
                duty_from = max(lands - hop, block_in + release) + int(record.rest_s or 0.0)
                lands = duty_from + hop
        return max(lands, at_s + hop), duty_from

    def expected(self, stop: int, flight: Flight, duty_from: int | None, at_s: int) -> tuple[int, int | None]:
        """Return when a loaded mission is expected at its hub, and since when its crew is on duty then [s]."""
        place = self.mission.stops[stop].place
        now, duty_from = self.rested(stop, flight, duty_from, at_s)
        for after in range(stop + 1, self.mission.offload + 1):
            now += self.ground(after - 1) + self.block(place, self.mission.stops[after].place)
            place = self.mission.stops[after].place
        return now, duty_from

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
