"""Surface links: capacity a day, or vehicles with convoys."""

from __future__ import annotations

from math import ceil

from openairlift.plan.events import Cause, Draw, EventKind
from tests.reference_sim.records import GONE, ON_ITS_WAY, LinkRow, LoadRow, Trip
from tests.reference_sim.spots import Spots
from tests.reference_sim.state import is_open
from tests.reference_sim.vocabulary import NEVER, SLACK, Step, whole

AT_HUB, FORWARDED, DELIVERED = int(EventKind.AT_HUB), int(EventKind.FORWARDED), int(EventKind.DELIVERED)
LEFT_STOCK, NO_SHOW = int(EventKind.LEFT_STOCK), int(EventKind.NO_SHOW)
VEHICLE_LEFT, VEHICLE_BACK = int(EventKind.VEHICLE_LEFT), int(EventKind.VEHICLE_BACK)
TRUCKS, CONVOY = int(Cause.TRUCKS), int(Cause.CONVOY)


class Links(Spots):
    """Cargo from the hub on."""

    def refresh_link(self, link: LinkRow) -> None:
        """Work out the capacity of a link as it is now."""
        factor = 1.0
        for _, each in sorted(link.factors.items()):
            factor *= each
        link.now_capacity = (link.capacity or 0.0) * factor
        if link.vehicles != NEVER:
            link.now_vehicles = int((link.vehicles * factor + 0.5 + SLACK) // 1)

    def on_cleared(self, step: Step) -> None:
        """Cargo is cleared: it is at the hub, and goes on by its link or is there."""
        load: LoadRow = step.who
        hub = load.hub
        assert hub is not None
        if load.state == GONE:
            return
        now = self.now
        mark = self.marks[load.index]
        mark[2] = now
        self.note((now, AT_HUB, hub.index, load.index, -1, -1, load.grams))
        link = load.link
        if link is None:
            mark[3] = mark[4] = now
            self.note((now, FORWARDED, hub.index, load.index, -1, -1, load.grams))
            self.note((now, DELIVERED, hub.index, load.index, -1, -1, load.grams))
            load.state = GONE
            self.unstore(load, load.grams, load.litres)
            return
        load.asked = now
        self.join(link.queue, load.rank, now, load.key, load)
        self.touch(link.origin)

    def on_there(self, step: Step) -> None:
        """The cargo of a haul is there: what turns up of it waits for its link."""
        load: LoadRow = step.who
        assert load.link is not None
        now = self.now
        if load.amount <= 0.0:
            return
        share = load.no_show
        if share > 0.0 and self.luck.on and self.luck.uniform(load.key, Draw.NO_SHOW, 0) < share:
            load.state = GONE
            grams = whole(load.amount * load.unit_kg * 1000.0)
            self.note((now, NO_SHOW, load.link.origin.index, load.index, -1, -1, grams))
            return
        load.asked = now
        self.join(load.link.queue, load.rank, now, load.key, load)
        self.touch(load.link.origin)

    def leave_stock(self, load: LoadRow) -> None:
        """The link begins to take a haul."""
        assert load.source is not None
        load.carried = load.amount
        load.grams = whole(load.carried * load.unit_kg * 1000.0)
        load.litres = whole(load.volume * 1000.0 * load.carried / load.planned)
        self.marks[load.index][0] = self.now
        self.note((self.now, LEFT_STOCK, load.source.index, load.index, -1, -1, load.grams))

    def give_up(self, load: LoadRow) -> None:
        """Take a load out of the queue for its link, if it stands there."""
        link = load.link
        entry = None if link is None else next((one for one in link.queue if one[4] is load), None)
        if link is None or entry is None:
            return
        link.queue.remove(entry)
        self.waited(link.origin.index, TRUCKS, self.now - load.asked)
        if link.loaded:
            self.touch(link.origin)

    def unstore(self, load: LoadRow, grams: int, litres: int) -> None:
        """Take cargo out of storage; a haul never lay there."""
        if load.source is not None:
            return
        hub = load.hub
        assert hub is not None
        hub.stored_g -= grams
        hub.stored_l -= litres
        if hub.store_q:
            self.touch(hub)

    def give_link(self, link: LinkRow) -> bool:
        """Start what can start on a link; return whether anything did."""
        if link.capacity is None:
            return self._give_vehicles(link)
        now = self.now
        if link.passing is not None or not link.queue or link.shut or link.now_capacity <= 0.0:
            return False
        if not is_open(link.open_at, link.open_to, now):
            return False
        load: LoadRow = link.queue.pop(0)[4]
        link.passing = load
        load.state = ON_ITS_WAY
        if load.source is not None:
            self.leave_stock(load)
        self.waited(link.origin.index, TRUCKS, now - load.asked)
        takes = int((load.carried * load.unit_kg * 86_400.0 / link.now_capacity + 0.5) // 1)
        self.at(now + takes, load.key, self.on_passed, load)
        return True

    def on_passed(self, step: Step) -> None:
        """A load has passed: it is forwarded, and the next may pass."""
        load: LoadRow = step.who
        link, now = load.link, self.now
        assert link is not None
        self._forwarded(load)
        self.unstore(load, load.grams, load.litres)
        link.passing = None
        if link.queue:
            self.touch(link.origin)
        self.at(now + self._outward(link, load, 0), load.key, self.on_delivered, load)

    def on_delivered(self, step: Step) -> None:
        """A load is there."""
        load: LoadRow = step.who
        assert load.link is not None
        now, mark = self.now, self.marks[load.index]
        mark[4] = now
        if load.source is not None:
            mark[1] = mark[2] = mark[3] = now
        load.state = GONE
        self.note((now, DELIVERED, load.link.destination, load.index, -1, -1, load.grams))

    def _forwarded(self, load: LoadRow) -> None:
        """A load has left its hub; a haul has none."""
        if load.hub is not None:
            self.marks[load.index][3] = self.now
            self.note((self.now, FORWARDED, load.hub.index, load.index, -1, -1, load.grams))

    def _outward(self, link: LinkRow, load: LoadRow, trip: int) -> int:
        seconds, key = self.luck.seconds, load.key
        return (
            seconds(link.transit, key, Draw.TRANSIT, trip)
            + seconds(link.border, key, Draw.BORDER, trip)
            + seconds(link.unload, key, Draw.TRUCK_UNLOAD, trip)
        )

    def _give_vehicles(self, link: LinkRow) -> bool:
        now, changed = self.now, False
        while link.queue and link.out < link.now_vehicles:
            load: LoadRow = link.queue[0][4]
            if load.trips == 0:
                load.state = ON_ITS_WAY
                if load.source is not None:
                    self.leave_stock(load)
                load.trips = _trips(link, load)
            trip = Trip(load, load.trip)
            load.trip += 1
            link.out += 1
            link.loading += 1
            takes = self.luck.seconds(link.load, load.key, Draw.TRUCK_LOAD, trip.index)
            self.at(now + takes, load.key, self.on_loaded, trip)
            changed = True
            if load.trip == load.trips:
                link.queue.pop(0)
                self.waited(link.origin.index, TRUCKS, now - load.asked)
        if link.loaded and not link.shut and is_open(link.open_at, link.open_to, now):
            while len(link.loaded) >= link.convoy or (link.loaded and link.loading == 0 and not link.queue):
                group, link.loaded = link.loaded[: link.convoy], link.loaded[link.convoy :]
                for trip in group:
                    self._vehicle_leaves(link, trip, now)
                changed = True
        return changed

    def on_loaded(self, step: Step) -> None:
        """A vehicle is loaded."""
        trip: Trip = step.who
        link = trip.load.link
        assert link is not None
        trip.since = self.now
        link.loading -= 1
        link.loaded.append(trip)
        self.touch(link.origin)

    def _vehicle_leaves(self, link: LinkRow, trip: Trip, now: int) -> None:
        load, k = trip.load, trip.index
        self.waited(link.origin.index, CONVOY, now - trip.since)
        self.note((now, VEHICLE_LEFT, link.origin.index, load.index, -1, -1, k))
        n = load.trips
        self.unstore(
            load,
            load.grams * (k + 1) // n - load.grams * k // n,
            load.litres * (k + 1) // n - load.litres * k // n,
        )
        there = now + self._outward(link, load, k)
        load.unloaded = max(load.unloaded, there)
        back = there + self.luck.seconds(link.transit, load.key, Draw.TRUCK_RETURN, k)
        self.at(back, load.key, self.on_back, trip)
        load.left += 1
        if load.left == n:
            self._forwarded(load)
            self.at(load.unloaded, load.key, self.on_delivered, load)

    def on_back(self, step: Step) -> None:
        """A vehicle is back."""
        trip: Trip = step.who
        link, now = trip.load.link, self.now
        assert link is not None
        self.note((now, VEHICLE_BACK, link.origin.index, trip.load.index, -1, -1, trip.index))
        link.out -= 1
        if link.queue or link.loaded:
            self.touch(link.origin)


def _trips(link: LinkRow, load: LoadRow) -> int:
    by_mass = 1 if link.payload is None else ceil(load.carried * load.unit_kg / link.payload)
    by_volume = 1 if link.litres is None else ceil(load.litres / 1000.0 / link.litres)
    return max(1, by_mass, by_volume)
