"""The audit of storage in the deterministic run, and whether what happens on the ground needs a run at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import ceil

from openairlift.audits.log import Entry
from openairlift.audits.records import Violation
from openairlift.network.network import Network
from openairlift.plan import EventKind, Plan
from openairlift.units import seconds

_SLACK = 1e-9


def audit_storage(network: Network, plan: Plan, log: list[Entry], carried: tuple[float, ...]) -> Iterator[Violation]:
    """Yield violations of storage by mass and by volume.

    A load lies in storage from LANDED on until it is forwarded or lost; vehicles take it trip by trip. A mission whose
    cargo is more than the whole storage holds may lie there alone.
    """
    store = _Store(network, plan)
    for number, entry in enumerate(log):
        if entry.kind == EventKind.LANDED:
            store.put(entry, carried[entry.who])
        elif entry.kind == EventKind.VEHICLE_LEFT:
            store.take(entry.who, entry.aux)
        elif entry.kind in (EventKind.FORWARDED, EventKind.LOAD_LOST):
            store.drop(entry.who)
        if number + 1 == len(log) or log[number + 1].time != entry.time:
            yield from store.look(entry.time)


class _Store:
    """What lies where: by place and load, grams and litres."""

    def __init__(self, network: Network, plan: Plan) -> None:
        self.network, self.loads = network, plan.loads
        self.at: dict[int, int] = {}
        self.all: dict[int, tuple[int, int]] = {}
        self.left: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        self.touched: set[int] = set()

    def put(self, entry: Entry, carried: float) -> None:
        """Put a load into storage."""
        place = self.network.places[entry.place]
        if place.storage_kg is None and place.storage_m3 is None:
            return
        load = self.loads[entry.who][1]
        litres = seconds(load.volume_m3 * 1000.0 * carried / load.quantity)
        self.at[entry.who] = entry.place
        self.all[entry.who] = self.left[entry.place][entry.who] = (entry.aux, litres)
        self.touched.add(entry.place)

    def take(self, load: int, trip: int) -> None:
        """Take the part of a trip out."""
        if load not in self.at:
            return
        trips = self._trips(load)
        parts = [total * (trip + 1) // trips - total * trip // trips for total in self.all[load]]
        grams, litres = self.left[self.at[load]][load]
        self.left[self.at[load]][load] = (grams - parts[0], litres - parts[1])

    def drop(self, load: int) -> None:
        """Take a load out, as far as it is still there."""
        if load in self.at:
            self.left[self.at.pop(load)].pop(load)

    def look(self, now: int) -> Iterator[Violation]:
        """Yield what is over a limit at places where something came in."""
        for place in sorted(self.touched):
            record = self.network.places[place]
            limits = (record.storage_kg, record.storage_m3)
            for unit, limit in enumerate(limits):
                if limit is None:
                    continue
                missions = {self.loads[load][0] for load, part in self.left[place].items() if part[unit] > 0}
                total = sum(part[unit] for part in self.left[place].values())
                if total > seconds(limit * 1000.0) and len(missions) > 1:
                    name = "kg" if unit == 0 else "m3"
                    what = f"{total / 1000:,.0f} {name} stored at {now:,} s; there is room for {limit:,.0f} {name}"
                    yield Violation(rule="storage", where=record.id, what=what)
        self.touched.clear()

    def _trips(self, load: int) -> int:
        link = self.loads[load][1].link
        record = None if link is None else self.network.links[link].record
        if record is None:
            return 1
        grams, litres = self.all[load]
        by_mass = 1 if record.payload_kg is None else ceil(grams / (record.payload_kg * 1000.0) - _SLACK)
        by_volume = 1 if record.payload_m3 is None else ceil(litres / (record.payload_m3 * 1000.0) - _SLACK)
        return max(1, by_mass, by_volume)


def needs_run(network: Network, plan: Plan) -> bool:
    """Return whether cargo of the plan lands where storage is limited, or goes by a link with hours."""
    hubs = {mission.stops[mission.offload].place for mission in plan.missions if mission.loads}
    if any(network.places[hub].storage_kg is not None or network.places[hub].storage_m3 is not None for hub in hubs):
        return True
    links = {load.link for _, load in plan.loads if load.link is not None}
    return bool(network.link_open_s) and any(network.link_open_s[link] is not None for link in links)
