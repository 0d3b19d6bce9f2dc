"""Limits that may be to blame for a requirement that can't be met, and the scenario without one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import Any

from openairlift.model import BODIES, CARGO_CLASSES, Curve, Place, Spots
from openairlift.network import Network, RouteBook
from openairlift.scenario import Scenario
from openairlift.scenario.keys import link_keys
from openairlift.solve.ways import all_ways
from openairlift.study.relief_hours import longer

Change = Callable[[Scenario], Scenario]

MANY = 100
"""The most tails that a row of the fleet gets when its number is lifted."""
FAR_M = 20_040_000.0
"""Half the way round the globe [m]: beyond it nothing lies."""

DATES = ("latest", "horizon")
"""Kinds that are the demand itself: blamed only where nothing else will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit.

    Attributes
    ----------
    kind : what it is, such as ``working``.
    target : what it is about: a place, a type, a row, a requirement.
    name : in words, such as ``working slots at hub``.
    lift : gives a scenario without it.
    unit, more : one unit more of it in words, and the scenario with that; None where it has no units.
    """

    kind: str
    target: str
    name: str
    lift: Change
    unit: str | None = None
    more: Change | None = None

    @property
    def key(self) -> str:
        """Kind and target, such as ``working:hub``."""
        return f"{self.kind}:{self.target}"


def lifted(scenario: Scenario, limits: Sequence[Limit]) -> Scenario:
    """Return the scenario without some limits."""
    for limit in limits:
        scenario = limit.lift(scenario)
    return scenario


def limits_of(network: Network, *, loads: int) -> list[Limit]:
    """Return the limits that a scenario states, in the order in which they are blamed where there is a choice.

    Parameters
    ----------
    network : of the scenario.
    loads : aircraft loads that are needed; as many tails are enough.
    """
    scenario = network.scenario
    concerned = _concerned(network)
    found: list[Limit] = []
    for place in concerned:
        found += _of_place(place)
    found += _of_disruptions(scenario)
    found += _of_fleet(scenario, loads)
    found += _of_cargo(scenario, network)
    found += _of_links(scenario, network)
    found += _of_types(scenario)
    found += _of_dates(scenario)
    return [limit for limit in found if limit.lift(scenario) != scenario]


def _concerned(network: Network) -> list[Place]:
    """Return the airfields that the lines can use: sources, hubs, and stops on the way."""
    used = {place for line in network.lines for place, _ in (*line.sources, *line.hubs)}
    used |= {line.destination for line in network.lines}
    ways = all_ways(network, RouteBook(network))
    stops = {place for way in ways for place in way.places} or set(range(len(network.places)))
    return [place for i, place in enumerate(network.places) if i in used | stops and place.is_airfield]


def _of_place(place: Place) -> Iterator[Limit]:
    name = place.id
    if place.working is not None:
        yield Limit(
            kind="working", target=name, name=f"working slots at {name}", lift=_place(name, working=None),
            unit=f"one more working slot at {name}", more=_place(name, working=place.working + 1),
        )  # fmt: skip
    if place.parking is not None:
        counts = [count + (i == len(BODIES) - 1) for i, count in enumerate(place.parking.counts)]
        yield Limit(
            kind="parking", target=name, name=f"parking spots at {name}",
            lift=_place(name, parking=None, other_traffic_share=None),
            unit=f"one more parking spot ({BODIES[-1]}) at {name}",
            more=_place(name, parking=Spots((counts[0], counts[1], counts[2]))),
        )  # fmt: skip
    stated = {"loaders": place.loaders, "crews_unloading": place.crews_unloading}
    known = {column: count for column, count in stated.items() if count is not None}
    if known:
        more = {column: count + 1 for column, count in known.items() if count == min(known.values())}
        words = " and one more ".join({"loaders": "loader", "crews_unloading": "unloading crew"}[c] for c in more)
        yield Limit(
            kind="handling", target=name, name=f"loaders and unloading crews at {name}",
            lift=_place(name, loaders=None, crews_unloading=None),
            unit=f"one more {words} at {name}", more=_place(name, **more),
        )  # fmt: skip
    if place.open_hours is not None or place.daylight_only:
        hours = None if place.open_hours is None else longer(place.open_hours)
        yield Limit(
            kind="hours", target=name, name=f"opening hours of {name}",
            lift=_place(name, open_hours=None, daylight_only=False),
            unit=None if hours is None else f"one more hour of opening a day at {name}",
            more=None if hours is None else _place(name, open_hours=hours),
        )  # fmt: skip
    for kind, words, fields in (
        ("arrivals", "arrivals a day at", {"arrivals_per_day": None}),
        ("movements", "movements an hour at", {"movements_per_h": None}),
        ("fuel", "fuel at", {"fuel_kg": None, "fuel_kg_per_day": None, "recovery": None}),
        ("storage", "storage at", {"storage_kg": None, "storage_m3": None}),
        ("cleared", "clearance of cargo at", {"clearance_s": None}),
        ("explosives", "spots for explosives at", {"hot_spots": None, "spot_explosive_kg": None}),
        ("gross", "heaviest aircraft at", {"max_gross_kg": None}),
        ("runway", "runway of", {"runway_m": max(place.runway_m or 0.0, 10_000.0)}),
    ):
        yield Limit(kind=kind, target=name, name=f"{words} {name}", lift=_place(name, **fields))


def _of_disruptions(scenario: Scenario) -> Iterator[Limit]:
    for row in dict.fromkeys(scenario.disruptions):
        if row.rate_per_day is None:
            words = f"{row.kind.replace('_', ' ')} of {row.target}"
            key = f"{row.kind}:{row.target}"
            begin = "the start" if row.opens is None else f"{row.opens:%Y-%m-%dT%H:%MZ}"
            yield Limit(
                kind="disruption", target=f"{key}@{begin}", name=f"{words} from {begin}",
                lift=lambda made, row=row: replace(  # type: ignore[misc]
                    made, disruptions=tuple(other for other in made.disruptions if other != row)
                ),
            )  # fmt: skip
    for name in dict.fromkeys(row.place for row in scenario.traffic):
        yield Limit(
            kind="traffic", target=name, name=f"other traffic at {name}",
            lift=lambda made, name=name: replace(  # type: ignore[misc]
                made, traffic=tuple(row for row in made.traffic if row.place != name)
            ),
        )  # fmt: skip


def _of_fleet(scenario: Scenario, loads: int) -> Iterator[Limit]:
    for type_ in dict.fromkeys(row.type for row in scenario.fleet):

        def enough(row: Any) -> Any:
            tails = max(row.tails, min(loads, MANY))
            crews = row.crews if row.crews is None or not row.tails else ceil(row.crews * tails / row.tails)
            return replace(row, tails=tails, crews=crews)

        def one(made: Scenario, type_: str = type_) -> Scenario:
            first = next(row for row in made.fleet if row.type == type_)
            fleet = tuple(replace(row, tails=row.tails + 1) if row is first else row for row in made.fleet)
            return replace(made, fleet=fleet)

        yield Limit(
            kind="tails", target=type_, name=f"tails of {type_}", lift=_fleet(type_, enough),
            unit=f"one more tail of {type_}", more=one,
        )  # fmt: skip
        yield Limit(
            kind="windows", target=type_, name=f"days on which {type_} are lent",
            lift=_fleet(type_, lambda row: replace(row, available_from=None, available_to=None)),
        )  # fmt: skip
        yield Limit(
            kind="crews", target=type_, name=f"crews of {type_}",
            lift=_fleet(type_, lambda row: replace(row, crews=None)),
        )  # fmt: skip


def _of_cargo(scenario: Scenario, network: Network) -> Iterator[Limit]:
    items = dict.fromkeys(
        network.stocks[stock].item for line in network.lines for _, stock in line.sources if stock is not None
    )
    asked = sum(line.quantity for line in network.lines)
    for item in items:
        yield Limit(
            kind="stock", target=item, name=f"stocks of {item}",
            lift=_stock(item, lambda row: replace(row, quantity=row.quantity + ceil(asked))),
        )  # fmt: skip
        yield Limit(
            kind="stock-ready", target=item, name=f"dates from which stocks of {item} are ready",
            lift=_stock(item, lambda row: replace(row, ready=None)),
        )  # fmt: skip
    for country in dict.fromkeys(row.country for row in scenario.clearances):
        yield Limit(
            kind="clearances", target=country, name=f"clearances of {country}",
            lift=lambda made, country=country: replace(  # type: ignore[misc]
                made, clearances=tuple(row for row in made.clearances if row.country != country)
            ),
        )  # fmt: skip
    for row in scenario.requirements.values():
        if row.ready is not None and row.ready > scenario.settings.start:
            yield Limit(
                kind="ready", target=row.req_id, name=f"date from which {row.req_id} is ready",
                lift=_requirement(row.req_id, ready=None),
                unit=f"{row.req_id} ready one day earlier",
                more=_requirement(row.req_id, ready=max(row.ready - timedelta(days=1), scenario.settings.start)),
            )  # fmt: skip
        yield Limit(
            kind="earliest", target=row.req_id, name=f"earliest landing of {row.req_id}",
            lift=_requirement(row.req_id, earliest=None),
        )  # fmt: skip


def _of_links(scenario: Scenario, network: Network) -> Iterator[Limit]:
    used = {link for line in network.lines for _, link in line.hubs if link is not None}
    keys = link_keys(scenario.links)
    for index in sorted(used):
        row = scenario.links[index]
        words = f"{row.mode} from {row.origin} to {row.destination}"
        if row.trucks is not None:
            fields: dict[str, Any] = {"trucks": 1_000 + row.trucks, "convoy": None}
            unit = f"one more vehicle on the {words}"
            more: dict[str, Any] = {"trucks": row.trucks + 1}
        else:
            capacity = row.capacity_kg_per_day or 0.0
            fields = {"capacity_kg_per_day": 1_000.0 * capacity, "convoy": None}
            unit, more = f"10 % more capacity of the {words}", {"capacity_kg_per_day": 1.1 * capacity}
        yield Limit(
            kind="link", target=keys[index], name=f"capacity of the {words}", lift=_link(index, **fields),
            unit=unit, more=_link(index, **more),
        )  # fmt: skip
        yield Limit(
            kind="link-hours", target=keys[index], name=f"hours of the {words}", lift=_link(index, open_hours=None)
        )


def _of_types(scenario: Scenario) -> Iterator[Limit]:
    for name in dict.fromkeys(row.type for row in scenario.fleet):
        record = scenario.aircraft[name]
        curve = record.payload_at_range
        if curve is not None:
            best = max(value for _, value in curve.points)
            yield Limit(
                kind="range", target=name, name=f"range of {name}",
                lift=_type(name, payload_at_range=Curve(((0.0, best), (FAR_M, best)))),
            )  # fmt: skip
        yield Limit(
            kind="duty", target=name, name=f"duty day of crews of {name}",
            lift=_type(name, duty_s=None, augmented_duty_s=None, hours_per_30d=None),
        )  # fmt: skip
        yield Limit(
            kind="hold", target=name, name=f"doors, floor and cargo classes of {name}",
            lift=_type(
                name, cargo_classes=CARGO_CLASSES, door_height_m=None, door_width_m=None, floor_m=None,
                floor_width_m=None,
            ),
        )  # fmt: skip


def _of_dates(scenario: Scenario) -> Iterator[Limit]:
    for row in scenario.requirements.values():
        if row.latest is not None:
            yield Limit(
                kind="latest", target=row.req_id, name=f"latest date of {row.req_id}",
                lift=_requirement(row.req_id, latest=None),
                unit=f"{row.req_id} one day later",
                more=_requirement(row.req_id, latest=row.latest + timedelta(days=1)),
            )  # fmt: skip
    days = scenario.settings.horizon_days
    settings = scenario.settings
    yield Limit(
        kind="horizon", target="scenario", name="the horizon",
        lift=lambda made: replace(made, settings=replace(made.settings, horizon_days=min(4 * days + 4, 366))),
        unit="the horizon one day later",
        more=lambda made: replace(made, settings=replace(settings, horizon_days=min(days + 1, 366))),
    )  # fmt: skip


def _place(name: str, **fields: Any) -> Change:
    return lambda made: replace(made, places={**made.places, name: replace(made.places[name], **fields)})


def _type(name: str, **fields: Any) -> Change:
    return lambda made: replace(made, aircraft={**made.aircraft, name: replace(made.aircraft[name], **fields)})


def _requirement(name: str, **fields: Any) -> Change:
    def change(made: Scenario) -> Scenario:
        if name not in made.requirements:
            return made
        return replace(made, requirements={**made.requirements, name: replace(made.requirements[name], **fields)})

    return change


def _link(index: int, **fields: Any) -> Change:
    return lambda made: replace(
        made, links=tuple(replace(row, **fields) if i == index else row for i, row in enumerate(made.links))
    )


def _fleet(type_: str, change: Callable[[Any], Any]) -> Change:
    return lambda made: replace(made, fleet=tuple(change(row) if row.type == type_ else row for row in made.fleet))


def _stock(item: str, change: Callable[[Any], Any]) -> Change:
    return lambda made: replace(made, stock=tuple(change(row) if row.item == item else row for row in made.stock))
