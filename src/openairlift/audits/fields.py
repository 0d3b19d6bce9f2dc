"""The audit of fields in the deterministic run: fuel, arrivals a day and movements an hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from openairlift.audits.log import Entry, at_stop
from openairlift.audits.records import Violation, is_dry
from openairlift.network.network import Network
from openairlift.plan import EventKind, Plan
from openairlift.units import DAY_S, seconds

HOUR_S = 3600


def audit_fuel(network: Network, plan: Plan, log: list[Entry]) -> Iterator[Violation]:
    """Yield departures without the fuel that they need, and times at which more is issued than there is."""
    if not any(network.fuel):
        return
    onward = _onward(network, plan)
    issued: dict[int, int] = defaultdict(int)
    fuelled: set[int] = set()
    short: set[int] = set()
    for entry in log:
        if entry.kind not in (EventKind.FUEL, EventKind.DEPART):
            continue
        fuel, record = network.fuel[entry.place], network.places[entry.place]
        where = f"mission {entry.who} ({network.tails[entry.tail].name})"
        to = plan.missions[entry.who].stops[entry.stop].place
        needed = _burn(network, network.tails[entry.tail].type, entry.place, to) + onward[entry.who, entry.stop]
        if entry.kind == EventKind.DEPART:
            if fuel is not None and not is_dry(record) and needed and entry.tail not in fuelled:
                what = f"leaves {record.id} at {entry.time:,} s without the {needed:,} kg of fuel that it needs"
                yield Violation(rule="fuel", where=where, what=what)
            fuelled.discard(entry.tail)
            continue
        if entry.aux != needed:
            what = f"takes {entry.aux:,} kg of fuel at {record.id}; its legs take {needed:,} kg"
            yield Violation(rule="fuel", where=where, what=what)
        fuelled.add(entry.tail)
        if fuel is None:
            continue
        issued[entry.place] += entry.aux
        held = fuel.stock_kg + fuel.kg_per_day * entry.time // DAY_S
        if issued[entry.place] > held and entry.place not in short:
            short.add(entry.place)
            what = f"{issued[entry.place]:,} kg of fuel issued by {entry.time:,} s; {held:,} kg were there or came"
            yield Violation(rule="fuel", where=record.id, what=what)


def _onward(network: Network, plan: Plan) -> dict[tuple[int, int], int]:
    """Return what a leg to each stop (mission, stop) takes along for the next ones of the tail: while it ends dry."""
    chains: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, mission in enumerate(plan.missions):
        chains[mission.tail] += [(index, number) for number in range(len(mission.stops))]
    found: dict[tuple[int, int], int] = {}
    for tail, chain in chains.items():
        later, after = 0, -1
        for key in reversed(chain):
            place = plan.missions[key[0]].stops[key[1]].place
            if after >= 0:
                later += _burn(network, network.tails[tail].type, place, after)
            if not is_dry(network.places[place]):
                later = 0
            found[key], after = later, place
    return found


def _burn(network: Network, type_: int, a: int, b: int) -> int:
    """Return the fuel of a leg [kg]."""
    block = 0 if a == b else max(int(network.block_s[type_, a, b]), 0)
    return seconds((network.types[type_].fuel_kg_per_h or 0.0) * block / HOUR_S)


def audit_movements(network: Network, plan: Plan, log: list[Entry]) -> Iterator[Violation]:
    """Yield days and hours with more arrivals and movements than a field takes.

    Those who may come whatever the limit, by a divert or to the base ramp, are left out, and so is other traffic that
    leaves.
    """
    slots = network.scenario.settings.arrivals == "slots"
    days: dict[tuple[int, int], int] = defaultdict(int)
    hours: dict[tuple[int, int], int] = defaultdict(int)
    airborne: set[int] = set()
    arrived: dict[int, int] = {}  # by tail: the day on which it came over the field
    for entry in log:
        if entry.kind == EventKind.DEPART:
            hours[entry.place, entry.time // HOUR_S] += 1
            airborne.add(entry.tail)
        elif entry.kind == EventKind.DIVERT:
            airborne.add(entry.tail)
        elif entry.kind == EventKind.ARRIVE:
            arrived[entry.tail] = entry.time // DAY_S
        elif entry.kind in (EventKind.PARK, EventKind.RECOVER):
            if entry.tail in airborne and entry.kind == EventKind.PARK and at_stop(plan, entry):
                hours[entry.place, entry.time // HOUR_S] += 1
                days[entry.place, arrived[entry.tail] if slots else entry.time // DAY_S] += 1
            airborne.discard(entry.tail)
        elif entry.kind == EventKind.TRAFFIC_PARK:
            hours[entry.place, entry.time // HOUR_S] += 1
            if not slots:
                days[entry.place, entry.time // DAY_S] += 1
        elif entry.kind == EventKind.TRAFFIC_ARRIVE and slots:
            days[entry.place, entry.time // DAY_S] += 1
    yield from _too_many(network, days, "arrivals")
    yield from _too_many(network, hours, "movements")


def _too_many(network: Network, counts: dict[tuple[int, int], int], rule: str) -> Iterator[Violation]:
    for (place, when), count in sorted(counts.items()):
        record = network.places[place]
        stated = record.arrivals_per_day if rule == "arrivals" else record.movements_per_h
        if stated is not None and count > max(1, int(stated)):
            span = f"on day {when}" if rule == "arrivals" else f"in hour {when}"
            yield Violation(rule=rule, where=record.id, what=f"{count} {rule} {span}; it takes {max(1, int(stated))}")


def needs_run(network: Network, plan: Plan) -> bool:
    """Return whether a place that the plan flies to states fuel, arrivals a day or movements an hour."""
    visited = {stop.place for mission in plan.missions for stop in mission.stops}
    visited |= {network.tails[mission.tail].base for mission in plan.missions}
    return any(
        network.places[place].movements_per_h is not None
        or network.places[place].arrivals_per_day is not None
        or (bool(network.fuel) and network.fuel[place] is not None)
        for place in visited
    )
