"""Parts of the record of the verb `daily`: what happens on one day of a plan, station by station."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from openairlift.audits import Timing
from openairlift.model import MARKS
from openairlift.network import Network
from openairlift.plan import EventKind, Load, Plan, Purpose
from openairlift.scenario import Scenario
from openairlift.study.flight_log.legs import Leg, legs_of
from openairlift.units import DAY_S
from openairlift.verbs.records import Record, number

_LEFT, _LANDED, _FORWARDED = (MARKS.index(name) for name in ("left_stock", "landed", "forwarded"))


@dataclass(frozen=True)
class Day:
    """One day of a plan that is carried out without luck: 24 hours from `start` [s]."""

    scenario: Scenario
    network: Network
    plan: Plan
    timing: Timing
    start: int

    @property
    def end(self) -> int:
        """Its end [s]."""
        return self.start + DAY_S

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """The legs of the plan."""
        return legs_of(self.network, self.plan, self.timing)

    @cached_property
    def trips(self) -> Counter[int]:
        """Trips of vehicles by load."""
        events = self.timing.events
        return Counter(events["who"][events["kind"] == EventKind.VEHICLE_LEFT].tolist())

    def has(self, second: int | None) -> bool:
        """Whether a second lies on this day."""
        return second is not None and self.start <= second < self.end

    def moment(self, second: int | None, place: str) -> Record:
        """Return a second in UTC and in the local time of a place; None where there is none."""
        if second is None:
            return {"utc": None, "local": None}
        moment = self.scenario.moment(second).replace(microsecond=0)
        return {"utc": f"{moment:%Y-%m-%dT%H:%MZ}", "local": f"{local(moment, self.zone(place)):%Y-%m-%dT%H:%M%z}"}

    def zone(self, place: str) -> str | None:
        """Return the time zone of a place, or None."""
        return self.scenario.places[place].tz


def local(moment: datetime, zone: str | None) -> datetime:
    """Return a moment in a zone; UTC where none is stated.

    Examples
    --------
    >>> local(datetime(2022, 3, 4, 12, tzinfo=UTC), "Europe/Warsaw").hour
    13
    """
    return moment.astimezone(UTC if zone is None else ZoneInfo(zone))


def load_lists(day: Day) -> list[Record]:
    """Return what goes aboard on this day, by mission: those whose onload begins on it."""
    found = []
    network = day.network
    for index, (mission, times) in enumerate(zip(day.plan.missions, day.timing.stops, strict=True)):
        if not mission.loads or not day.has(times[mission.onload].start):
            continue
        tail = network.tails[mission.tail]
        origin, hub = (network.places[mission.stops[i].place].id for i in (mission.onload, mission.offload))
        type_ = network.types[tail.type]
        found.append(
            {
                "mission": index + 1,
                "tail": tail.name,
                "type": type_.type,
                "from": origin,
                "to": hub,
                "onload": day.moment(times[mission.onload].start, origin),
                "block_out": day.moment(times[mission.onload].depart, origin),
                "block_in": day.moment(times[mission.offload].park, hub),
                "mass_kg": number(sum(load.mass_kg for load in mission.loads)),
                "positions": number(sum(load.pallets for load in mission.loads)),
                "positions_of_type": type_.pallets,
                "people": number(sum(load.quantity for load in mission.loads if network.lines[load.line].people)),
                "hazard_classes": sorted({h for load in mission.loads if (h := network.lines[load.line].hazard)}),
                "loads": [load_record(day, load) for load in mission.loads],
            }
        )
    return found


def load_record(day: Day, load: Load) -> Record:
    """Return one load of a list."""
    line = day.network.lines[load.line]
    requirement = day.scenario.requirements[line.requirement]
    item = line.name.partition("/")[2].partition("#")[0] or requirement.item
    known = day.scenario.items.get(item or "")
    return {
        "requirement": line.requirement,
        "package": line.package,
        "load": load.number,
        "item": item or requirement.unit_type or ("people" if line.people else requirement.cargo_class),
        "name": None if known is None else known.name,
        "pieces": number(load.quantity) if line.unit in ("piece", "person", "load") else None,
        "mass_kg": number(load.mass_kg),
        "volume_m3": number(load.volume_m3),
        "positions": number(load.pallets),
        "cargo_class": line.cargo_class,
        "hazard_class": line.hazard,
        "explosive_kg": number(line.explosive_kg * load.quantity),
        "cold": line.cold,
        "rank": line.rank,
        "destination": day.network.places[line.destination].id,
    }


def stations_record(day: Day, wanted: Sequence[str]) -> list[Record]:
    """Return for every station its movements, slots and trucks; without `wanted`, those where anything happens."""
    found = []
    movements, slots, trucks, waiting = _movements(day), _slots(day), _trucks(day), _waiting(day)
    for place in day.network.places:
        own = {
            "movements": movements.get(place.id, []),
            "slots": slots.get(place.id, []),
            "trucks": trucks.get(place.id, []),
            "in_storage": waiting.get(place.id, []),
        }
        if place.id in wanted or (not wanted and any(own.values())):
            found.append(
                {
                    "place": place.id,
                    "name": place.name,
                    "icao": place.icao,
                    "tz": place.tz,
                    "parking": None if place.parking is None else str(place.parking),
                    "working": place.working,
                    **own,
                }
            )
    return found


def _movements(day: Day) -> dict[str, list[Record]]:
    found: dict[str, list[tuple[int, int, Record]]] = {}
    for order, leg in enumerate(day.legs):
        about = {"mission": leg.mission + 1, "tail": leg.tail, "type": leg.type, "purpose": leg.purpose}
        for kind, place, other, second in (
            ("departure", leg.origin, leg.destination, _left(day, leg)),
            ("arrival", leg.destination, leg.origin, leg.in_s),
        ):
            if second is not None and day.has(second):
                row = {"kind": kind, "at": day.moment(second, place), "other": other, **about, "loaded": leg.loaded}
                found.setdefault(place, []).append((second, order, row))
    return {place: [row for _, _, row in sorted(rows, key=lambda one: one[:2])] for place, rows in found.items()}


def _left(day: Day, leg: Leg) -> int | None:
    """Return the block-out of a leg: that of the stop before it where the plan tells it [s]."""
    before = day.timing.stops[leg.mission][leg.stop - 1].depart if leg.stop else None
    return leg.out_s if before is None else before


def _slots(day: Day) -> dict[str, list[Record]]:
    """Return planned ground intervals that touch the day, by station."""
    found: dict[str, list[tuple[int, int, Record]]] = {}
    for index, (mission, stops) in enumerate(zip(day.plan.missions, day.timing.stops, strict=True)):
        tail = day.network.tails[mission.tail]
        for stop, times in zip(mission.stops, stops, strict=True):
            if stop.purpose is Purpose.RECOVER or times.park is None:
                continue
            leaves = times.depart
            if times.park >= day.end or (leaves is not None and leaves <= day.start):
                continue
            place = day.network.places[stop.place].id
            row = {
                "mission": index + 1,
                "tail": tail.name,
                "type": day.network.types[tail.type].type,
                "purpose": stop.purpose.name.lower(),
                "block_in": day.moment(times.park, place),
                "service_start": day.moment(times.start, place),
                "service_end": day.moment(times.end, place),
                "block_out": day.moment(leaves, place),
                "ground_h": None if leaves is None else number(round((leaves - times.park) / 3600, 2)),
            }
            found.setdefault(place, []).append((times.park, index, row))
    return {place: [row for _, _, row in sorted(rows, key=lambda one: one[:2])] for place, rows in found.items()}


def _trucks(day: Day) -> dict[str, list[Record]]:
    """Return what leaves by surface on the day, by station: vehicles, and loads by links with a capacity a day."""
    events, found = day.timing.events, dict[str, list[tuple[int, int, Record]]]()
    loads = day.plan.loads
    gone = [
        (int(time), int(who), int(trip))
        for time, kind, who, trip in zip(
            *(events[name].tolist() for name in ("time", "kind", "who", "aux")), strict=True
        )
        if kind == EventKind.VEHICLE_LEFT and day.has(time)
    ]
    gone += [
        (second, index, -1)
        for index, marks in enumerate(day.timing.marks)
        if (second := marks[_FORWARDED]) is not None and day.has(second) and not day.trips[index]
        if loads[index][1].link is not None
    ]
    for second, index, trip in gone:
        load = loads[index][1]
        if load.link is None:
            continue
        link = day.network.links[load.link]
        place = day.network.places[link.origin].id
        parts = max(day.trips[index], 1)
        cargo = load_record(day, load)
        row = {
            "at": day.moment(second, place),
            "to": day.network.places[link.destination].id,
            "mode": link.record.mode,
            "trip": None if trip < 0 else trip + 1,
            "trips": None if trip < 0 else parts,
            "requirement": cargo["requirement"],
            "load": cargo["load"],
            "item": cargo["item"],
            "pieces": None if cargo["pieces"] is None else number(round(load.quantity / parts, 1)),
            "mass_kg": number(load.mass_kg / parts),
            "hazard_class": cargo["hazard_class"],
        }
        found.setdefault(place, []).append((second, index, row))
    return {place: [row for _, _, row in sorted(rows, key=lambda one: one[:2])] for place, rows in found.items()}


def _waiting(day: Day) -> dict[str, list[Record]]:
    """Return what lies at the hubs at the day's start: landed, and not gone on."""
    found: dict[str, list[Record]] = {}
    for (mission, load), marks in zip(day.plan.loads, day.timing.marks, strict=True):
        landed, gone = marks[_LANDED], marks[_FORWARDED]
        if mission < 0 or landed is None or landed >= day.start or load.link is None:
            continue
        if gone is not None and gone < day.start:
            continue
        stops = day.plan.missions[mission].stops
        place = day.network.places[stops[day.plan.missions[mission].offload].place].id
        cargo = load_record(day, load)
        kept = ("requirement", "load", "item", "pieces", "mass_kg", "volume_m3", "hazard_class", "destination")
        row = {name: cargo[name] for name in kept}
        found.setdefault(place, []).append({**row, "landed": day.moment(landed, place)})
    return found


def stock_record(day: Day) -> list[Record]:
    """Return what lies in stock at the day's start, and what is drawn on the day, by row of stock."""
    network = day.network
    before, today = [0.0] * len(network.stocks), [0.0] * len(network.stocks)
    for (_, load), marks in zip(day.plan.loads, day.timing.marks, strict=True):
        left = marks[_LEFT]
        if load.stock is None or left is None:
            continue
        if left < day.start:
            before[load.stock] += load.quantity
        elif left < day.end:
            today[load.stock] += load.quantity
    rows = []
    for stock, gone, goes in zip(network.stocks, before, today, strict=True):
        item = day.scenario.items.get(stock.item)
        rows.append(
            {
                "place": network.places[stock.place].id,
                "item": stock.item,
                "name": None if item is None else item.name,
                "opening": number(stock.quantity),
                "left": number(max(stock.quantity - gone, 0.0)),
                "drawn_today": number(goes),
                "ready": day.moment(
                    stock.ready_s if stock.ready_s > day.start else None, network.places[stock.place].id
                ),
            }
        )
    return rows
