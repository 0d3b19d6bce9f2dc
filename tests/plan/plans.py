"""Plans made by hand for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence

from tests.network.build import HUB, ROAD, GroundTime, hours, jet, place, requirement, scenario, spots

from openairlift.audits import Timing
from openairlift.model import Place
from openairlift.network import Network, build_network, positions
from openairlift.plan import EventKind, Load, Mission, Plan, Purpose, Shortfall, Stop
from openairlift.scenario import Scenario

ON, OFF = 7200, 9000
"""Mean service times of the small world [s]: onload 2 h, offload 2.5 h."""

FREE_DEPOT = place("depot", 49.44, 7.60, icao="ETAR")
"""A depot without limits."""


def load(
    network: Network,
    quantity: float,
    *,
    line: int = 0,
    number: int = 1,
    type_: int = 0,
    stock: int | None = None,
    link: int | None = None,
) -> Load:
    """Return a load whose mass, volume, pallets and value follow from its line."""
    row = network.lines[line]
    return Load(
        line=line,
        number=number,
        quantity=quantity,
        mass_kg=quantity * row.unit_kg,
        volume_m3=quantity * (row.unit_m3 or 0.0),
        pallets=positions(network, type_, line, quantity),
        value_usd=quantity * row.unit_usd,
        stock=stock,
        link=link,
    )


def stop(network: Network, place_: str, purpose: Purpose, rest_s: int = 0) -> Stop:
    """Return a stop by the name of its place."""
    return Stop(place=network.place_index[place_], purpose=purpose, rest_s=rest_s)


def shuttle(
    network: Network,
    loads: Sequence[Load],
    *,
    tail: int = 0,
    earliest_s: int = 0,
    hub: str = "hub",
    origin: str = "depot",
    home: bool = True,
    via: Sequence[tuple[str, int]] = (),
    rest_s: int = 0,
) -> Mission:
    """Return a mission from the origin, by way of (en-route stop, rest) pairs, to the hub and back to the base."""
    base = network.places[network.tails[tail].base].id
    stops = [
        stop(network, origin, Purpose.ONLOAD),
        *(stop(network, name, Purpose.ENROUTE, rest) for name, rest in via),
        stop(network, hub, Purpose.OFFLOAD, rest_s),
    ]
    if home:
        stops.append(stop(network, base, Purpose.RECOVER))
    return Mission(tail=tail, stops=tuple(stops), loads=tuple(loads), earliest_s=earliest_s)


def plan_of(network: Network, *missions: Mission) -> Plan:
    """Return a plan of these missions; what they leave behind is a shortfall."""
    carried = [0.0] * len(network.lines)
    for mission in missions:
        for one in mission.loads:
            carried[one.line] += one.quantity
    short = tuple(
        Shortfall(
            line=index, quantity=row.quantity - have, mass_kg=(row.quantity - have) * row.unit_kg, reason="not planned"
        )
        for index, (row, have) in enumerate(zip(network.lines, carried, strict=True))
        if row.quantity - have > 1e-9
    )
    return Plan(missions=missions, shortfalls=short, method="by hand")


def small(hub: Place = HUB, depot: Place = FREE_DEPOT, **parts: object) -> tuple[Scenario, Network]:
    """Return a world with a depot without limits, a hub, and three jets at the depot."""
    places = (depot, hub, *parts.pop("more", ()))  # type: ignore[misc]
    made = scenario(places=places, **parts)  # type: ignore[arg-type]
    return made, build_network(made)


def shuttles(network: Network, count: int, *, quantity: float = 10_000.0, link: int | None = None) -> Plan:
    """Return a plan in which `count` tails fly one load each to the hub at once."""
    return plan_of(
        network,
        *(shuttle(network, [load(network, quantity, number=i + 1, link=link)], tail=i) for i in range(count)),
    )


def times_of(timing: Timing, kind: EventKind, *, who: int | None = None) -> list[int]:
    """Return the times of all events of a kind, of one mission, load or stream where `who` is given."""
    rows = timing.events[timing.events["kind"] == kind]
    return [int(row["time"]) for row in rows if who in (None, row["who"])]


def story(timing: Timing, who: int) -> list[tuple[str, int]]:
    """Return what one mission did as (kind, time), cargo left out."""
    rows = timing.events[(timing.events["tail"] >= 0) & (timing.events["who"] == who)]
    return [(EventKind(row["kind"]).name, int(row["time"])) for row in rows]


__all__ = [
    "FREE_DEPOT",
    "HUB",
    "OFF",
    "ON",
    "ROAD",
    "GroundTime",
    "hours",
    "jet",
    "load",
    "place",
    "plan_of",
    "requirement",
    "shuttle",
    "shuttles",
    "small",
    "spots",
    "stop",
    "story",
    "times_of",
]
