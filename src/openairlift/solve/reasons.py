"""Why a part of a requirement could not be planned, in words that name the limit to blame."""

from __future__ import annotations

from openairlift.network import Line, Network, RouteBook, can_carry
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
        names = ", ".join(network.types[type_].type for type_ in able)
        return f"no route from its origin to a hub for {names}: range, runway, parking class or duty day forbid it"
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
    days = (network.horizon_s - ready) / 86_400
    return f"the horizon ends {days:.1f} days after it is ready; no tail, spot and slot were free together for the rest"


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
