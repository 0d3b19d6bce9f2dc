"""The audit of hauls: cargo that goes by surface alone, from where it lies straight to its destination."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.audits.loads import audit_load, source_fault
from openairlift.audits.records import Asked, Violation
from openairlift.network.network import Network
from openairlift.plan import Haul, Load, Plan
from openairlift.scenario import Scenario
from openairlift.units import DAY_S, seconds


def sound_hauls(network: Network, plan: Plan) -> tuple[list[Violation], list[Load]]:
    """Return what is wrong with indexes of hauls, and the loads of the hauls in which nothing is."""
    found: list[Violation] = []
    sound: list[Load] = []
    for index, haul in enumerate(plan.hauls):
        faults = list(_faults(network, haul))
        found += [Violation(rule=rule, where=f"haul {index}", what=what) for rule, what in faults]
        if not faults:
            sound.append(haul.load)
    return found, sound


def _faults(network: Network, haul: Haul) -> Iterator[tuple[str, str]]:
    load = haul.load
    for what, value, count in (
        ("place", haul.origin, len(network.places)),
        ("line", load.line, len(network.lines)),
        ("stock row", load.stock, len(network.stocks)),
        ("link", load.link, len(network.links)),
    ):
        if value is not None and not 0 <= value < count:
            yield "index", f"{what} {value}; there are {count}"
    if load.link is None:
        yield "link", "no link is planned, and no aircraft"


def audit_hauls(scenario: Scenario, network: Network, plan: Plan, lines: list[Asked]) -> Iterator[Violation]:
    """Yield what is wrong with hauls, one by one: their amounts, where they come from and go, and their dates.

    What they draw on stocks, and whether too much is carried, is looked at together with what flies.
    """
    for index, haul in enumerate(plan.hauls):
        if any(_faults(network, haul)):
            continue
        load = haul.load
        where, cargo = f"haul {index}, load {network.lines[load.line].name}#{load.number}", lines[load.line]
        yield from audit_load(network, where, load, cargo)
        if load.pallets != 0.0:
            what = f"{load.pallets:g} pallet positions; a load that goes by surface takes none"
            yield Violation(rule="pallets", where=where, what=what)
        yield from source_fault(scenario, network, where, load, haul.origin)
        yield from _way(scenario, network, where, haul)
        if load.quantity > 0.0:
            yield from _dates(network, where, haul, cargo)


def _way(scenario: Scenario, network: Network, where: str, haul: Haul) -> Iterator[Violation]:
    """Yield a violation where the link does not lead from where the load lies to where it is needed."""
    record = network.links[haul.load.link or 0].record
    needed = scenario.requirements[network.lines[haul.load.line].requirement].destination
    origin = network.places[haul.origin].id
    if (record.origin, record.destination) != (origin, needed):
        what = f"goes by the link {record.origin}>{record.destination}; it lies at {origin} and is needed at {needed}"
        yield Violation(rule="link", where=where, what=what)


def _dates(network: Network, where: str, haul: Haul, cargo: Asked) -> Iterator[Violation]:
    """Yield violations of the earliest date and of the horizon by a haul that nothing keeps waiting.

    It is landed when it is delivered. A haul that is to go before it is ready waits, so that this is no fault.
    """
    load, line = haul.load, network.lines[haul.load.line]
    stock_s = 0 if load.stock is None else network.stocks[load.stock].ready_s
    delivered = max(haul.earliest_s, line.ready_s, stock_s, 0) + least_s(network, load, load.quantity * cargo.unit_kg)
    if delivered < line.earliest_s:
        what = f"delivered at {delivered:,} s, before the earliest date {line.earliest_s:,} s"
        yield Violation(rule="earliest", where=where, what=what)
    if delivered > network.horizon_s:
        what = f"delivered at {delivered:,} s at best; the scenario ends at {network.horizon_s:,} s"
        yield Violation(rule="horizon", where=where, what=what)


def least_s(network: Network, load: Load, mass_kg: float) -> int:
    """Return the time of a load on its link if nothing keeps it waiting, every part at its mean [s]."""
    record = network.links[load.link or 0].record
    parts = [part for part in (record.transit_s, record.border_wait_s, record.unload_s) if part is not None]
    time = sum(seconds(part.mean) for part in parts)
    if record.capacity_kg_per_day is not None:
        return time + seconds(mass_kg * DAY_S / record.capacity_kg_per_day)
    return time + (0 if record.load_s is None else seconds(record.load_s.mean))
