"""Why a part of a requirement could not be planned, in words that name the limit to blame."""

from __future__ import annotations

from openairlift.network import Line, Network, RouteBook, can_carry, can_park, can_use, capacity
from openairlift.plan import Shortfall
from openairlift.solve.packing import Backlog


def shortfalls(network: Network, backlog: Backlog, book: RouteBook) -> tuple[Shortfall, ...]:
    """Return what the backlog still holds, each with its reason."""
    return tuple(
        Shortfall(
            line=index,
            quantity=left,
            mass_kg=left * network.lines[index].unit_kg,
            reason=_reason(network, backlog, book, index),
        )
        for index, left in enumerate(backlog.remaining)
        if left > 0.0
    )


def _reason(network: Network, backlog: Backlog, book: RouteBook, index: int) -> str:
    line = network.lines[index]
    if not line.sources:
        return f"nothing of {line.name} lies at an airfield from which it may be loaded"
    if not line.hubs:
        destination = network.places[line.destination].id
        return f"no airfield and no surface link leads to {destination}"
    types = sorted({tail.type for tail in network.tails})
    if not types:
        return "the fleet has no tails"
    refusals = {network.types[type_].type: can_carry(network, type_, line) for type_ in types}
    able = [type_ for type_ in types if refusals[network.types[type_].type] is None]
    if not able:
        return "no type of the fleet can carry it: " + "; ".join(f"{name}: {why}" for name, why in refusals.items())
    if not _has_route(network, book, able, line):
        return "no route: " + "; ".join(_no_route(network, book, type_, line) for type_ in able)
    heavy = _too_heavy(network, book, able, line)
    if heavy is not None:
        return heavy
    stocks = [stock for _, stock in line.sources if stock is not None]
    if stocks and all(backlog.stocks[stock] <= 0.0 for stock in stocks):
        held = sum(network.stocks[stock].quantity for stock in set(stocks))
        return f"the stocks hold {held:g} in all, less than what is asked of them"
    ready = min(
        max(line.ready_s, 0 if stock is None else network.stocks[stock].ready_s)
        for _, stock in line.sources
        if stock is None or backlog.stocks[stock] > 0.0
    )
    if ready >= network.horizon_s:
        return "it is not ready to load within the horizon"
    tails = [tail for tail in network.tails if tail.type in able]
    until = max(tail.available_to_s for tail in tails)
    if until < network.horizon_s or min(tail.available_from_s for tail in tails) >= network.horizon_s:
        return f"the last tail that can carry it is available until day {until / 86_400:.1f}; not all of it fits before"
    days = (network.horizon_s - ready) / 86_400
    hubs = ", ".join(dict.fromkeys(network.places[place].id for place, _ in line.hubs))
    return (
        f"the horizon ends {days:.1f} days after it is ready; no tail, and no spot and slot at origin and {hubs}, "
        "were free together for the rest"
    )


def _too_heavy(network: Network, book: RouteBook, able: list[int], line: Line) -> str | None:
    """Say that not even one piece goes with the best route of any type, or None when one does."""
    best, name = 0.0, ""
    for type_ in able:
        share = network.types[type_].payload_flown_share
        for origin, _ in line.sources:
            for hub, _ in line.hubs:
                for route in book.routes(type_, origin, hub):
                    payload = route.payload_kg * (1.0 if share is None else share.mean)
                    if capacity(network, type_, line, payload_kg=payload) > 0.0:
                        return None
                    if payload > best:
                        best, name = payload, network.types[type_].type
    return (
        f"one piece weighs {line.unit_kg:,.0f} kg; the best route takes {best:,.0f} kg ({name}), and no hold has room"
    )


def _has_route(network: Network, book: RouteBook, able: list[int], line: Line) -> bool:
    for tail in network.tails:
        if tail.type not in able:
            continue
        for origin, _ in line.sources:
            if book.empty(tail.type, tail.base, origin, duty_s=tail.duty_s) is None:
                continue
            for hub, _ in line.hubs:
                if book.routes(tail.type, origin, hub, limit=1, duty_s=tail.duty_s):
                    return True
    return False


def _no_route(network: Network, book: RouteBook, type_: int, line: Line) -> str:
    """Say what forbids a type to take a line: the airfield, the distance, or the crew's duty day."""
    name = network.types[type_].type
    origins = list(dict.fromkeys(place for place, _ in line.sources))
    hubs = list(dict.fromkeys(place for place, _ in line.hubs))
    for ends in (origins, hubs):
        closed = [place for place in ends if not can_use(network, type_, place)]
        if len(closed) == len(ends):
            return f"{name} can't use {_shut(network, type_, closed[0])}"
    pairs = [(a, b) for a in origins for b in hubs if a != b]
    if not pairs:
        return f"{name}: it lies at its hub already; this version plans no moves by surface alone"
    a, b = min(pairs, key=lambda pair: float(network.distance_m[pair]), default=(origins[0], hubs[0]))
    far = f"{float(network.distance_m[a, b]) / 1000:,.0f} km from {network.places[a].id} to {network.places[b].id}"
    if any(book.routes(type_, x, y, limit=1) for x, y in pairs):
        return f"{name}: the duty day of a crew does not cover {far}, or its base is out of reach"
    curve = network.types[type_].payload_at_range
    reach = "" if curve is None else f" (it reaches {curve.points[-1][0] / 1000:,.0f} km empty)"
    return f"{name}: {far} are beyond its range with cargo{reach}, and no airfield of the scenario lies between"


def _shut(network: Network, type_: int, place: int) -> str:
    """Name an airfield and what keeps a type away from it."""
    record, found = network.places[place], network.types[type_]
    if record.runway_m is not None and found.runway_m is not None and record.runway_m < found.runway_m:
        return f"{record.id}: the runway has {record.runway_m:,.0f} m, {found.runway_m:,.0f} m are needed"
    if not can_park(network, type_, place):
        return f"{record.id}: it has no parking spot of class {found.body} or larger"
    return f"{record.id}: it is never open, or has no working slot"


def idle_types(network: Network) -> tuple[str, ...]:
    """Say which types of the fleet can't use any origin, or any hub, of the requirements, and why."""
    found = []
    origins = dict.fromkeys(place for line in network.lines for place, _ in line.sources)
    hubs = dict.fromkeys(place for line in network.lines for place, _ in line.hubs)
    for type_ in sorted({tail.type for tail in network.tails}):
        for ends in (origins, hubs):
            if ends and not any(can_use(network, type_, place) for place in ends):
                found.append(
                    f"{network.types[type_].type} stays idle: it can't use {_shut(network, type_, next(iter(ends)))}"
                )
                break
    return tuple(found)
