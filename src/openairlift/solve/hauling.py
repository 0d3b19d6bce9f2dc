"""What goes by surface alone: loads of a vehicle's size on links that lead straight from cargo to who needs it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from openairlift.audits.objective import Quickest
from openairlift.model import MARKS, Link
from openairlift.network import Line, Network
from openairlift.plan import Haul, Load
from openairlift.solve.packing import Backlog
from openairlift.solve.ways import Way
from openairlift.units import DAY_S, seconds

MOST_LOADS = 400
"""Loads of one line and link at most."""


def modes_of(network: Network, ways: Sequence[Way]) -> tuple[frozenset[int], ...]:
    """Return choices of the lines that go by surface alone, to be tried: a line that can't fly goes so in all of them.

    Few as possible; where it is quicker than by air without any hindrance; whatever can.
    """
    able = {i for i, line in enumerate(network.lines) if line.surface and line.unit != "load"}
    flown = {cargo.line for way in ways for cargo in way.cargo}
    quickest = Quickest(network)
    mark = max(MARKS.index(network.scenario.settings.objective_mark), 1)
    forced = able - flown
    quick = {
        i
        for i in able
        if _overland_s(network, network.lines[i]) <= quickest.free_flow_s(replace(network.lines[i], surface=()), mark)
    }
    return tuple(dict.fromkeys((frozenset(forced), frozenset(forced | quick), frozenset(able))))


def _overland_s(network: Network, line: Line) -> int:
    """Return when the first of a line could be there by surface alone [s]."""
    return min(
        max(line.ready_s, 0 if stock is None else network.stocks[stock].ready_s) + way_s(network.links[link].record)
        for _, stock, link in line.surface
    )


def way_s(record: Link) -> int:
    """Return the mean time from the start of loading to the end of unloading [s], a daily capacity apart."""
    parts = [record.transit_s, record.border_wait_s, record.unload_s]
    if record.capacity_kg_per_day is None:
        parts.append(record.load_s)
    return sum(seconds(part.mean) for part in parts if part is not None)


def hauls_of(network: Network, lines: Iterable[int], backlog: Backlog) -> tuple[Haul, ...]:
    """Return hauls of lines as far as links carry them within the horizon, and take them off the backlog.

    Urgent lines come first, and of a line's ways the quickest.
    """
    wanted = set(lines)
    room = [_room_kg(network, link) for link in range(len(network.links))]
    found: list[Haul] = []
    for index in backlog.order:
        line = network.lines[index]
        if index not in wanted:
            continue
        for place, stock, link in sorted(line.surface, key=lambda way: (way_s(network.links[way[2]].record), way)):
            left = min(backlog.available(index, stock), room[link] / line.unit_kg)
            if line.unit != "kg":
                left = float(math.floor(left + 1e-9))
            size = _size(network, line, link, left)
            while left > 1e-6:
                quantity = min(size, left)
                found.append(_haul(network, backlog, index, quantity, place, stock, link))
                left -= quantity
                room[link] -= quantity * line.unit_kg
    return tuple(found)


def _room_kg(network: Network, link: int) -> float:
    """Return about what a link delivers within the horizon [kg]."""
    record = network.links[link].record
    horizon = network.horizon_s - way_s(record)
    if horizon <= 0:
        return 0.0
    if record.capacity_kg_per_day is not None:
        return record.capacity_kg_per_day * horizon / DAY_S
    back = 0 if record.transit_s is None else seconds(record.transit_s.mean)
    trips = 1 + horizon // max(way_s(record) + back, 1)
    return float("inf") if record.payload_kg is None else (record.trucks or 0) * trips * record.payload_kg


def _size(network: Network, line: Line, link: int, left: float) -> float:
    """Return the size of one load in units of a line: what a vehicle takes, or a hundredth of it all."""
    record = network.links[link].record
    size = left / 100.0
    if record.capacity_kg_per_day is None and record.payload_kg is not None:
        size = record.payload_kg / line.unit_kg
        if record.payload_m3 is not None and line.unit_m3:
            size = min(size, record.payload_m3 / line.unit_m3)
    size = max(size, left / MOST_LOADS)
    return size if line.unit == "kg" else max(float(math.floor(size + 1e-9)), 1.0)


def _haul(
    network: Network, backlog: Backlog, index: int, quantity: float, place: int, stock: int | None, link: int
) -> Haul:
    line = network.lines[index]
    backlog.remaining[index] = _rest(backlog.remaining[index] - quantity)
    if stock is not None:
        backlog.stocks[stock] = _rest(backlog.stocks[stock] - quantity)
    backlog.numbers[index] += 1
    load = Load(
        line=index,
        number=backlog.numbers[index],
        quantity=quantity,
        mass_kg=quantity * line.unit_kg,
        volume_m3=quantity * (line.unit_m3 or 0.0),
        pallets=0.0,
        value_usd=quantity * line.unit_usd,
        stock=stock,
        link=link,
    )
    earliest = max(line.earliest_s - way_s(network.links[link].record), 0)
    return Haul(load=load, origin=place, earliest_s=earliest)


def _rest(value: float) -> float:
    return 0.0 if value < 1e-6 else value
