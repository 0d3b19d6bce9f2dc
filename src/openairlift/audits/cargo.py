"""The audit of cargo: what is aboard, where it is drawn from, where it goes, and whether it adds up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from openairlift.audits.loads import audit_load, close, source_fault
from openairlift.audits.records import SLACK, Asked, Violation, is_dry, misfit, positions_each, positions_of
from openairlift.network import PASSENGERS, may_share
from openairlift.network.network import Network
from openairlift.plan import Load, Mission, Plan
from openairlift.scenario import Scenario


def audit_cargo(
    scenario: Scenario, network: Network, plan: Plan, sound: set[int], hauled: list[Load], lines: list[Asked]
) -> Iterator[Violation]:
    """Yield every violation about cargo of missions, and about what is drawn, carried and left in all.

    `sound` = missions whose indexes and stops make sense, `hauled` = loads of hauls of which the same is true.
    """
    for index in sorted(sound):
        mission = plan.missions[index]
        yield from _aboard(network, index, mission, lines)
        yield from _together(network, index, mission, lines)
        for load in mission.loads:
            yield from audit_load(network, _where(index, network, load), load, lines[load.line])
            yield from _way(scenario, network, index, mission, load, lines[load.line])
    loads = [load for index in sorted(sound) for load in plan.missions[index].loads] + hauled
    yield from _numbers(network, loads)
    yield from _sums(network, plan, loads, lines)
    yield from _stocks(scenario, network, loads, lines)


def _where(index: int, network: Network, load: Load) -> str:
    return f"mission {index}, load {network.lines[load.line].name}#{load.number}"


def _aboard(network: Network, index: int, mission: Mission, lines: list[Asked]) -> Iterator[Violation]:
    """Yield violations of payload, pallet positions and seats of a whole mission."""
    if not mission.loads:
        return
    type_ = network.tails[mission.tail].type
    record, where = network.types[type_], f"mission {index}"
    stops = mission.stops[mission.onload : mission.offload + 1]
    legs = [(a.place, b.place) for a, b in pairwise(stops)]
    payload = min(_leg_payload(network, type_, a, b) for a, b in legs)
    share = 1.0 if record.payload_flown_share is None else record.payload_flown_share.mean
    mass = sum(load.quantity * lines[load.line].unit_kg for load in mission.loads)
    if mass > payload * share * (1.0 + SLACK) + SLACK:
        yield Violation(
            rule="payload",
            where=where,
            what=f"{mass:,.1f} kg aboard; the critical leg allows {payload:,.1f} kg x {share:g} flown "
            f"= {payload * share:,.1f} kg",
        )
    limit = positions_of(record)
    taken = sum(load.quantity * positions_each(record, lines[load.line]) for load in mission.loads)
    if limit is not None and taken > limit * (1.0 + SLACK) + SLACK:
        what = f"{taken:,.2f} pallet positions taken (floor counted as positions); {record.type} has {limit:g}"
        yield Violation(rule="pallets", where=where, what=what)
    people = sum(load.quantity for load in mission.loads if lines[load.line].unit == "person")
    if record.seats is not None and people > record.seats + SLACK:
        what = f"{people:g} people on {record.seats} seats of {record.type}"
        yield Violation(rule="seats", where=where, what=what)
    whole = [load for load in mission.loads if lines[load.line].unit == "load"]
    if whole and (len(mission.loads) > 1 or whole[0].quantity > 1.0):
        yield Violation(rule="pallets", where=where, what="a load that fills a whole aircraft does not fly alone")


def _leg_payload(network: Network, type_: int, a: int, b: int) -> float:
    """Return the payload of a leg from the type's own curve [kg]; to a field without fuel that of the way on as well.

    The way on leads to the recovery field, or back where none is stated.
    """
    record, there = network.types[type_], network.places[b]
    flown = float(network.distance_m[a, b]) * record.route_factor
    if is_dry(there):
        field = a if there.recovery is None else network.place_index[there.recovery]
        flown += float(network.distance_m[b, field]) * record.route_factor
    curve = record.payload_at_range
    return 0.0 if curve is None or not flown <= curve.points[-1][0] else curve.at(flown)


def _together(network: Network, index: int, mission: Mission, lines: list[Asked]) -> Iterator[Violation]:
    """Yield a violation for every two hazards of a mission that may not go in one aircraft."""
    kinds: dict[str, str] = {}
    for load in mission.loads:
        cargo = lines[load.line]
        hazard = PASSENGERS if cargo.unit == "person" else cargo.hazard
        if hazard is not None:
            kinds.setdefault(hazard, network.lines[load.line].name)
    for one, other in combinations(sorted(kinds), 2):
        if not may_share(one, other):
            what = f"{one} ({kinds[one]}) and {other} ({kinds[other]}) may not go in one aircraft"
            yield Violation(rule="segregation", where=f"mission {index}", what=what)


def _way(
    scenario: Scenario, network: Network, index: int, mission: Mission, load: Load, cargo: Asked
) -> Iterator[Violation]:
    """Yield violations of where a load comes from, how it goes on, and what its aircraft can carry."""
    where, line = _where(index, network, load), network.lines[load.line]
    record = network.types[network.tails[mission.tail].type]
    reason = misfit(record, cargo)
    if line.only_type is not None and line.only_type != network.tails[mission.tail].type:
        reason = "class", f"stated in loads of {network.types[line.only_type].type}, flown by a {record.type}"
    if reason is not None:
        yield Violation(rule=reason[0], where=where, what=reason[1])
    elif not close(load.pallets, load.quantity * positions_each(record, cargo)):
        what = f"{load.pallets:g} pallet positions; {load.quantity * positions_each(record, cargo):g} are needed"
        yield Violation(rule="pallets", where=where, what=what)
    origin, hub = mission.stops[mission.onload].place, mission.stops[mission.offload].place
    yield from source_fault(scenario, network, where, load, origin)
    row = scenario.requirements[line.requirement]
    destination = network.place_index[row.destination]
    if load.link is None and hub != destination:
        what = f"left at {network.places[hub].id}; it is needed at {row.destination} and no link is planned"
        yield Violation(rule="hub", where=where, what=what)
    elif load.link is not None:
        link = network.links[load.link].record
        if (link.origin, link.destination) != (network.places[hub].id, row.destination):
            what = (
                f"goes on by the link {link.origin}>{link.destination}; it lands at {network.places[hub].id} "
                f"and is needed at {row.destination}"
            )
            yield Violation(rule="link", where=where, what=what)


def _numbers(network: Network, loads: list[Load]) -> Iterator[Violation]:
    seen: set[tuple[int, int]] = set()
    for load in loads:
        name = network.lines[load.line].name
        if load.number < 1:
            yield Violation(rule="number", where=f"line {name}", what=f"load number {load.number}; they count from 1")
        if (load.line, load.number) in seen:
            what = f"two loads have number {load.number}: they would share their luck"
            yield Violation(rule="number", where=f"line {name}", what=what)
        seen.add((load.line, load.number))


def _sums(network: Network, plan: Plan, loads: list[Load], lines: list[Asked]) -> Iterator[Violation]:
    flown, missing = [0.0] * len(lines), [0.0] * len(lines)
    for load in loads:
        flown[load.line] += load.quantity
    for part in plan.shortfalls:
        if 0 <= part.line < len(lines):
            missing[part.line] += part.quantity
    for index, cargo in enumerate(lines):
        name, carried, short = network.lines[index].name, flown[index], missing[index]
        slack = SLACK * max(1.0, cargo.quantity)
        if carried > cargo.quantity + slack:
            what = f"{carried:,.3f} {cargo.unit} are carried, {cargo.quantity:,.3f} are required"
            yield Violation(rule="over", where=f"line {name}", what=what)
        elif abs(carried + short - cargo.quantity) > slack:
            what = (
                f"{carried:,.3f} {cargo.unit} carried and {short:,.3f} reported short make {carried + short:,.3f}; "
                f"{cargo.quantity:,.3f} are required"
            )
            yield Violation(rule="shortfall", where=f"line {name}", what=what)
    for part in plan.shortfalls:
        if not 0 <= part.line < len(lines):
            what = f"a shortfall names line {part.line}; there are {len(lines)}"
            yield Violation(rule="index", where="shortfalls", what=what)
        elif part.quantity < 0.0 or not close(part.mass_kg, part.quantity * lines[part.line].unit_kg):
            what = f"{part.quantity:,.3f} short weigh {part.mass_kg:,.1f} kg?"
            yield Violation(rule="mass", where=f"line {network.lines[part.line].name}", what=what)


def _stocks(scenario: Scenario, network: Network, loads: list[Load], lines: list[Asked]) -> Iterator[Violation]:
    drawn = [0.0] * len(scenario.stock)
    for load in loads:
        if load.stock is None:
            continue
        row, item = scenario.stock[load.stock], lines[load.line].item
        drawn[load.stock] += load.quantity
        if item is not None and item != row.item:
            what = f"load {network.lines[load.line].name}#{load.number} of {item} is drawn from it"
            yield Violation(rule="source", where=f"stock of {row.item} at {row.place}", what=what)
    for row, total in zip(scenario.stock, drawn, strict=True):
        if total > row.quantity + SLACK * max(1.0, row.quantity):
            what = f"{total:,.3f} are drawn, {row.quantity:,.3f} are held"
            yield Violation(rule="stock", where=f"stock of {row.item} at {row.place}", what=what)
