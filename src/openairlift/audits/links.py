"""The audit of surface links in the deterministic run: their hours, their vehicles, their capacity a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from openairlift.audits.log import Entry
from openairlift.audits.places import is_open
from openairlift.audits.records import Violation
from openairlift.network.network import Network, ShockKind
from openairlift.plan import NO_MISSION, EventKind, Load, Plan
from openairlift.units import DAY_S, seconds

Loads = Sequence[tuple[int, Load]]


def audit_links(network: Network, plan: Plan, log: list[Entry]) -> Iterator[Violation]:
    """Yield vehicles that leave, and loads that begin to pass, while their link is closed, and links over capacity."""
    loads = plan.loads
    if any(windows is not None for windows in network.link_open_s):
        yield from _hours(network, loads, log)
    more = {shock.link for shock in network.shocks if shock.kind is ShockKind.CAPACITY and shock.factor > 1.0}
    by_link: dict[int, list[Entry]] = defaultdict(list)
    for entry in log:
        link = loads[entry.who][1].link if entry.kind in _ON_LINKS else None
        if link is not None and link not in more:
            by_link[link].append(entry)
    for link, own in sorted(by_link.items()):
        if network.links[link].record.capacity_kg_per_day is not None:
            yield from _one_by_one(network, link, loads, own)
        elif network.links[link].record.trucks is not None:
            yield from _enough_vehicles(network, link, own)


_ON_LINKS = (EventKind.LEFT_STOCK, EventKind.FORWARDED, EventKind.VEHICLE_LEFT, EventKind.VEHICLE_BACK)


def _name(network: Network, link: int) -> str:
    record = network.links[link].record
    return f"link {record.origin}>{record.destination}"


def _hours(network: Network, loads: Loads, log: list[Entry]) -> Iterator[Violation]:
    for entry in log:
        if entry.kind not in _ON_LINKS[:3]:
            continue
        link = loads[entry.who][1].link
        if link is None or network.link_open_s[link] is None:
            continue
        passing = _passing(network, link, loads, entry)
        if passing is not None:
            moment = passing[0]
        elif entry.kind == EventKind.VEHICLE_LEFT:
            moment = entry.time
        else:
            continue
        if not is_open(network.link_open_s[link], moment):
            line = network.lines[loads[entry.who][1].line].name
            what = f"{line} leaves at {moment:,} s, when the link is closed"
            yield Violation(rule="link_hours", where=_name(network, link), what=what)


def _passing(network: Network, link: int, loads: Loads, entry: Entry) -> tuple[int, int] | None:
    """Return when a load passes a link with a capacity a day: until FORWARDED; a haul from LEFT_STOCK on."""
    capacity = network.links[link].record.capacity_kg_per_day
    hauled = loads[entry.who][0] == NO_MISSION
    if capacity is None or entry.kind != (EventKind.LEFT_STOCK if hauled else EventKind.FORWARDED):
        return None
    length = seconds(entry.aux / 1000.0 * DAY_S / capacity)
    return (entry.time, entry.time + length) if hauled else (entry.time - length, entry.time)


def _one_by_one(network: Network, link: int, loads: Loads, log: list[Entry]) -> Iterator[Violation]:
    """Yield loads that pass while another does; a second is for rounding."""
    spans = sorted(span for entry in log if (span := _passing(network, link, loads, entry)) is not None)
    for (_, end), (start, _) in pairwise(spans):
        if start < end - 1:
            what = f"a load begins to pass at {start:,} s; the one before passes until {end:,} s"
            yield Violation(rule="link_capacity", where=_name(network, link), what=what)


def _enough_vehicles(network: Network, link: int, log: list[Entry]) -> Iterator[Violation]:
    """Yield the times from which more vehicles are on the way than there are."""
    out, most = 0, network.links[link].record.trucks or 0
    for entry in log:
        if entry.kind == EventKind.VEHICLE_BACK:
            out -= 1
        elif entry.kind == EventKind.VEHICLE_LEFT:
            out += 1
            if out == most + 1:
                what = f"{out} vehicles are on the way at {entry.time:,} s; there are {most}"
                yield Violation(rule="vehicles", where=_name(network, link), what=what)
