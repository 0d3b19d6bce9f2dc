"""Why a part of a requirement could not be planned, in words that name the limit to blame."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.network import (
    Line,
    Network,
    Route,
    RouteBook,
    can_carry,
    can_handle,
    can_park,
    can_use,
    capacity,
    may_share,
)
from openairlift.plan import Shortfall
from openairlift.solve.clearances import Clearances
from openairlift.solve.packing import Backlog, explosive_limit, hazard_of
from openairlift.units import DAY_S


def shortfalls(network: Network, backlog: Backlog, book: RouteBook) -> tuple[Shortfall, ...]:
    """Return what the backlog still holds, each with its reason."""
    kinds = _hazards(network)
    return tuple(
        Shortfall(
            line=index,
            quantity=left,
            mass_kg=left * network.lines[index].unit_kg,
            reason=_reason(network, backlog, book, kinds, index),
        )
        for index, left in enumerate(backlog.remaining)
        if left > 0.0
    )


@dataclass(frozen=True, slots=True)
class _Hazard:
    """Lines of one hazard that lie at the same places and go to the same hubs; the last one of them."""

    hazard: str
    origins: frozenset[int]
    hubs: frozenset[int]
    last: int


def _ends(line: Line) -> tuple[frozenset[int], frozenset[int]]:
    return frozenset(place for place, _ in line.sources), frozenset(place for place, _ in line.hubs)


def _hazards(network: Network) -> list[_Hazard]:
    """Return the lines with a hazard, alike ones as one: thousands of lines are a few kinds."""
    last = {(hazard, *_ends(line)): at for at, line in enumerate(network.lines) if (hazard := hazard_of(line))}
    return [_Hazard(*key, at) for key, at in sorted(last.items(), key=lambda item: item[1])]


def _reason(network: Network, backlog: Backlog, book: RouteBook, kinds: list[_Hazard], index: int) -> str:
    line = network.lines[index]
    if not line.sources:
        return f"nothing of {line.name} lies at an airfield from which it may be loaded"
    if not line.hubs:
        destination = network.places[line.destination].id
        if line.surface:
            return f"only surface links lead to {destination}, and the plan takes none straight from where it lies"
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
    barred = _too_heavy(network, book, able, line) or _too_explosive(network, book, able, line)
    if barred is not None:
        return barred
    cleared, of = _cleared(network, line)
    if cleared >= network.horizon_s:
        return f"the clearance for {of} takes {cleared / DAY_S:.1f} days, to the horizon or beyond"
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
        return (
            f"the last tail that can carry it is available until day {until / DAY_S:.1f}; not all of it fits before"
            + _also(network, kinds, line, cleared, of, ready)
        )
    days = (network.horizon_s - ready) / DAY_S
    hubs = ", ".join(dict.fromkeys(network.places[place].id for place, _ in line.hubs))
    return (
        f"the horizon ends {days:.1f} days after it is ready; no tail, and no spot and slot at origin and {hubs}, "
        "were free together for the rest" + _also(network, kinds, line, cleared, of, ready)
    )


def _also(network: Network, kinds: list[_Hazard], line: Line, cleared: int, of: str, ready: int) -> str:
    """Say what else took time or room: a clearance, and cargo that may not go in one aircraft with a line."""
    said = f"; the clearance for {of} came on day {cleared / DAY_S:.1f} only" if cleared > ready else ""
    mine, (origins, hubs) = hazard_of(line), _ends(line)
    if mine is None:
        return said
    apart = {
        kind.hazard: network.lines[kind.last].name
        for kind in kinds
        if kind.origins & origins and kind.hubs & hubs and not may_share(mine, kind.hazard)
    }
    if apart:
        named = ", ".join(f"{theirs} ({name})" for theirs, name in sorted(apart.items()))
        said += f"; as {mine} it may not go in one aircraft with {named}"
    return said


def _cleared(network: Network, line: Line) -> tuple[int, str]:
    """Return when the best way of a line has its clearances [s], and what the last of them is for."""
    clearances = Clearances(network)
    ways = []
    for origin in {place for place, _ in line.sources}:
        for hub in {place for place, _ in line.hubs} - {origin}:
            names = network.places[origin].id, network.places[hub].id
            ways.append(
                max(
                    (clearances.lead_s("overflight", origin, line), f"overflight at {names[0]}"),
                    (clearances.lead_s("overflight", hub, line), f"overflight at {names[1]}"),
                    (clearances.lead_s("landing", hub, line), f"landing at {names[1]}"),
                )
            )
    return min(ways, default=(0, ""))


def _ways(network: Network, book: RouteBook, able: list[int], line: Line) -> list[Route]:
    """Return every route of a line by the types that can carry it."""
    return [
        route
        for type_ in able
        for origin, _ in line.sources
        for hub, _ in line.hubs
        for route in book.routes(type_, origin, hub)
    ]


def _too_explosive(network: Network, book: RouteBook, able: list[int], line: Line) -> str | None:
    """Say that one piece alone is more explosive than spots on every way may hold, or None."""
    best: tuple[float, str] | None = None
    for route in _ways(network, book, able, line):
        limit = explosive_limit(network, route.places)
        if limit is None or line.explosive_kg <= limit + 1e-6:
            return None
        at = next(place for place in route.places if explosive_limit(network, (place,)) == limit)
        best = max(best or (limit, ""), (limit, network.places[at].id))
    if best is None:
        return None
    return (
        f"one piece holds {line.explosive_kg:,.1f} kg of explosive; a spot at {best[1]} may hold {best[0]:,.1f} kg, "
        "and there are no hot spots"
    )


def _too_heavy(network: Network, book: RouteBook, able: list[int], line: Line) -> str | None:
    """Say that not even one piece goes with the best route of any type, or None when one does."""
    best, name = 0.0, ""
    for route in _ways(network, book, able, line):
        share = network.types[route.type].payload_flown_share
        payload = route.payload_kg * (1.0 if share is None else share.mean)
        if capacity(network, route.type, line, payload_kg=payload) > 0.0:
            return None
        if payload > best:
            best, name = payload, network.types[route.type].type
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
        if not any(can_handle(network, place) for place in ends):
            return (
                f"{name} can't be loaded or unloaded at {network.places[ends[0]].id}: no loaders or no unloading crews"
            )
    pairs = [(a, b) for a in origins for b in hubs if a != b and network.places[a].is_airfield]
    if not pairs:
        return f"{name}: it lies at its hub already; only a surface link could take it straight to where it is needed"
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
    if not record.is_airfield:
        return f"{record.id}: it has no runway"
    if record.runway_m is not None and found.runway_m is not None and record.runway_m < found.runway_m:
        return f"{record.id}: the runway has {record.runway_m:,.0f} m, {found.runway_m:,.0f} m are needed"
    if record.max_gross_kg is not None and found.gross_kg is not None and found.gross_kg > record.max_gross_kg:
        return f"{record.id}: it bears {record.max_gross_kg:,.0f} kg, a {found.type} weighs {found.gross_kg:,.0f} kg"
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
