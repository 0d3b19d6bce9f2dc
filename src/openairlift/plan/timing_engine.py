"""Missions of the plain engine: a tail begins, moves on, arrives, is served, and moves on again."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.network.network import UNREACHABLE
from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.plan.plan import Purpose, Stop
from openairlift.plan.timing_clock import Phase
from openairlift.plan.timing_spots import Reservation
from openairlift.plan.timing_station import Visitor
from openairlift.plan.timing_world import EMPTY_RANK, Flight, StopTimes, World
from openairlift.units import seconds


class Craft(Visitor):
    """One tail: where it stands and what it does.

    Attributes
    ----------
    place : where it stands, or whence it last departed.
    spot : the class of its spot, or None on a base ramp and in the air.
    slot : its reservation at the place where it stands or that it flies to.
    stop : index of the stop that it moves to or is at, in its current mission.
    """

    def __init__(self, world: World, tail: int, flights: Sequence[Flight]) -> None:
        record = world.network.tails[tail]
        super().__init__(EMPTY_RANK, 0, world.network.bodies[record.type])
        self.world = world
        self.clock = world.clock
        self.tail = tail
        self.type = record.type
        self.place = record.base
        self.slot: Reservation | None = None
        self.flights = flights
        self.flight = flights[0]
        self.flown = -1
        self.stop = -1
        self._standing: StopTimes | None = None
        self._aside = False

    def next_mission(self) -> None:
        """Begin the next mission when its time has come; after the last one the tail stays where it is."""
        if self.flown + 1 == len(self.flights):
            return
        flight = self.flights[self.flown + 1]
        start = max(flight.mission.earliest_s, self.world.network.tails[self.tail].available_from_s, self.clock.now)
        if start > self.clock.now or self.flown < 0:
            self.clock.at(start, Phase.RELEASE, flight.key, self._begin)
        else:
            self._begin()

    def _begin(self) -> None:
        self.flown += 1
        self.flight = self.flights[self.flown]
        self.key, self.rank = self.flight.key, self.flight.rank
        self.stop = -1
        self._next_stop()

    def _next_stop(self) -> None:
        if self.stop + 1 == len(self.flight.mission.stops):
            self.next_mission()
            return
        self.stop += 1
        self._move_on()

    @property
    def target(self) -> Stop:
        """The stop that it moves to or is at."""
        return self.flight.mission.stops[self.stop]

    @property
    def times(self) -> StopTimes:
        """Times of that stop."""
        return self.flight.stops[self.stop]

    def _move_on(self) -> None:
        """Go to the target: keep the spot, or leave when hours and a reserved slot allow it."""
        now, place, target = self.clock.now, self.place, self.target
        recover = target.purpose is Purpose.RECOVER
        if self.spot is not None and place == target.place and not recover and not self._aside:
            self._turn_to_next()
            return
        block = int(self.world.network.block_s[self.type, place, target.place]) if place != target.place else 0
        opens = self.world.hours.leg_from(place, target.place, block, now)
        if opens is None:
            return
        leaves, cause = opens, Cause.HOURS
        book = self.world.stations[target.place].slots
        reserved: Reservation | None = None
        if book is not None and not recover:
            first = opens + block
            reserved = Reservation(target.place, self.body, self.body, first, first + self._stay_s())
            end = self.clock.horizon_s
            if not book.reserve(reserved, origin=place, block=block, hours=self.world.hours, end=end):
                return
            leaves = reserved.start - block
            cause = Cause.SLOT if leaves > opens else Cause.HOURS
        if self.slot is not None:
            self.slot.end = leaves
        waited = leaves - now
        if leaves > now:
            self.clock.at(leaves, Phase.RELEASE, self.key, lambda: self._depart(block, reserved, cause, waited))
        else:
            self._depart(block, reserved, cause, waited)

    def _stay_s(self) -> int:
        """Nominal time on the ground at the target: service and planned rest."""
        target = self.target
        pallets = 0.0 if target.purpose is Purpose.ENROUTE else self.flight.pallets
        network = self.world.network
        return network.nominal_ground_s(self.type, target.place, int(target.purpose), pallets=pallets) + target.rest_s

    def _turn_to_next(self) -> None:
        now = self.clock.now
        if self._standing is not None:
            self._standing.depart = now
        self.times.arrive = self.times.park = now
        self._standing = self.times
        self._ask_for_service()

    def _depart(self, block: int, reserved: Reservation | None, cause: Cause, waited: int) -> None:
        target, now = self.target, self.clock.now
        self.clock.waited(target.place, cause, waited)
        if self._standing is not None:
            self._standing.depart = now
            self._standing = None
        moves = self.place != target.place
        if moves:
            self._log(EventKind.DEPART, self.place)
        station = self.world.stations[self.place]
        station.leave_spot(self)
        if self.slot is not None and station.slots is not None:
            station.slots.drop(self.slot)
        self.slot = reserved
        self._aside = False
        self.world.flying_s[self.type] += block
        self.clock.at(now + block, Phase.ARRIVAL, self.key, lambda: self._arrive(from_air=moves))

    def _arrive(self, *, from_air: bool) -> None:
        target = self.target
        self.place = target.place
        self.times.arrive = self.clock.now
        self._log(EventKind.ARRIVE, target.place)
        if target.purpose is Purpose.RECOVER:
            self._log(EventKind.RECOVER, target.place)
            self._standing = self.times
            self._rest()
            return
        self.world.stations[target.place].hold(self)
        if from_air:
            self._hold_on()

    def _hold_on(self) -> None:
        flight, stop, tries = self.flight, self.stop, self.flight.diverts.get(self.stop, 0)
        patience = max(self.world.hold_s, 1)

        def tire() -> None:
            same = self.flight is flight and self.stop == stop and self.flight.diverts.get(stop, 0) == tries
            if same and self.spot is None:
                self._divert()

        self.clock.at(self.clock.now + patience, Phase.ARRIVAL, self.key, tire)

    def parked(self) -> None:
        """Block in, and ask for a working slot."""
        self.times.park = self.clock.now
        self._standing = self.times
        self._log(EventKind.PARK, self.place)
        self._ask_for_service()

    def _divert(self) -> None:
        """Give up holding and go to an alternate with a free spot, else to the base, else go on holding."""
        held, network = self.place, self.world.network
        station = self.world.stations[held]
        blocks = network.block_s[self.type, held]
        found: int | None = None
        for name in network.places[held].alternates:
            other = network.place_index[name]
            if other != held and self._would_do(other, int(blocks[other])):
                found = other
                break
        base = network.tails[self.tail].base
        if found is None and int(blocks[base]) == UNREACHABLE:
            self._hold_on()
            return
        tries = self.flight.diverts.get(self.stop, 0)
        self.flight.diverts[self.stop] = tries + 1
        station.give_up(self)
        self._log(EventKind.DIVERT, held)
        if self.slot is not None and station.slots is not None:
            station.slots.drop(self.slot)
            self.slot = None
        place = base if found is None else found
        if found is not None:
            self.world.stations[found].take_spot(self)
        block = int(blocks[place])
        self.world.flying_s[self.type] += block
        self.clock.at(
            self.clock.now + block, Phase.ARRIVAL, self.key, lambda: self._land_aside(place, found is not None, tries)
        )

    def _would_do(self, place: int, block: int) -> bool:
        if not self.world.network.places[place].is_airfield or block == UNREACHABLE:
            return False
        station = self.world.stations[place]
        free = not station.holding and station.stands.find(self.body, self.clock.now) is not None
        return free and self.world.hours.is_open(place, self.clock.now + block)

    def _land_aside(self, place: int, on_spot: bool, tries: int) -> None:
        self.place = place
        self._aside = True
        self._log(EventKind.ARRIVE, place)
        self._log(EventKind.PARK if on_spot else EventKind.RECOVER, place)
        index = int(self.world.network.ground[self.type, place, int(Purpose.ENROUTE)])
        time = self.world.network.distributions[index]
        stay = self.clock.draws.time_s(time, self.key, Draw.DIVERT_GROUND, 16 * self.stop + tries)
        self.clock.at(self.clock.now + stay, Phase.RELEASE, self.key, self._move_on)

    def _ask_for_service(self) -> None:
        ready = 0
        if self.target.purpose is Purpose.ONLOAD:
            network = self.world.network
            for load in self.flight.mission.loads:
                stock = 0 if load.stock is None else network.stocks[load.stock].ready_s
                ready = max(ready, network.lines[load.line].ready_s, stock)
        self.world.stations[self.place].wait_for_service(self, ready_s=ready)

    def started(self) -> None:
        """Start service: its time is drawn, plus the time for the planned pallets."""
        target, network = self.target, self.world.network
        self.times.start = self.clock.now
        self._log(EventKind.START, self.place)
        purpose = int(target.purpose)
        distribution = network.distributions[int(network.ground[self.type, self.place, purpose])]
        time = self.clock.draws.value(distribution, self.key, Draw.GROUND, self.stop)
        if target.purpose is not Purpose.ENROUTE:
            time += float(network.per_pallet_s[self.type, self.place, purpose]) * self.flight.pallets
        self.clock.at(self.clock.now + seconds(time), Phase.RELEASE, self.key, self._end)

    def _end(self) -> None:
        self.times.end = self.clock.now
        self._log(EventKind.END, self.place)
        if self.target.purpose is Purpose.ONLOAD:
            self.world.take_cargo(self.flight, self.type)
        elif self.target.purpose is Purpose.OFFLOAD:
            cargo = self.world.consignments(self.flight, self.place)
            if cargo:
                self.world.stations[self.place].hub.ask(self.rank, self.key, cargo, self._served)
                return
        self._served()

    def _served(self) -> None:
        """Free the slot; break, repair and rest where it applies, then move on."""
        station = self.world.stations[self.place]
        station.end_service()
        record, draws = self.world.network.types[self.type], self.clock.draws
        reliability = 1.0 if record.reliability_share is None else record.reliability_share
        broken = draws.on and self._goes_on() and draws.uniform(self.key, Draw.BREAK, self.stop) < 1.0 - reliability
        if not broken:
            self._rest()
            return
        self._log(EventKind.BREAK, self.place)
        repair = draws.time_s(record.repair_s, self.key, Draw.REPAIR, self.stop)
        if self.slot is not None:
            self.slot.end = max(self.slot.end, self.clock.now + repair)
        self.clock.at(self.clock.now + repair, Phase.RELEASE, self.key, lambda: self._repaired(repair))

    def _goes_on(self) -> bool:
        """Whether the next stop, of this mission or of the tail's next one, is at another place."""
        stops = self.flight.mission.stops[self.stop + 1 :]
        if not stops and self.flown + 1 < len(self.flights):
            stops = self.flights[self.flown + 1].mission.stops
        return bool(stops) and stops[0].place != self.place

    def _repaired(self, repair: int) -> None:
        self._log(EventKind.REPAIRED, self.place)
        self.clock.waited(self.place, Cause.REPAIR, repair)
        self._rest()

    def _rest(self) -> None:
        rest = self.target.rest_s
        if rest <= 0:
            self._next_stop()
            return

        def rested() -> None:
            self.clock.waited(self.place, Cause.REST, rest)
            self._next_stop()

        self.clock.at(self.clock.now + rest, Phase.RELEASE, self.key, rested)

    def _log(self, kind: EventKind, place: int) -> None:
        self.clock.record(kind, place, self.flight.index, tail=self.tail, stop=self.stop)
