"""Changes of a scenario or network that should change nothing, or nothing but labels and dates."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from openairlift.network.network import Network
from openairlift.plan.plan import Plan
from openairlift.scenario import Scenario
from openairlift.sim import Run

TABLES = (
    "fleet",
    "traffic",
    "stock",
    "package_events",
    "disruptions",
    "crews",
)
"""Tables of a scenario that are tuples of records with moments in them."""


@dataclass(frozen=True, slots=True)
class Labels:
    """New indexes: `places[i]` is the new index of place i; likewise types and tails."""

    places: tuple[int, ...]
    types: tuple[int, ...]
    tails: tuple[int, ...]


def random_labels(network: Network, r: random.Random) -> Labels:
    """Return a random relabelling; tails of one type and base keep their order, in which missions are reassigned."""
    tails = list(range(len(network.tails)))
    slots = tails.copy()
    r.shuffle(slots)
    groups: dict[tuple[int, int], list[int]] = {}
    for i in tails:
        groups.setdefault((network.tails[i].type, network.tails[i].base), []).append(i)
    new = [0] * len(tails)
    for group in groups.values():
        for i, slot in zip(group, sorted(slots[k] for k in group), strict=True):
            new[i] = slot
    places, types = (r.sample(range(n), n) for n in (len(network.places), len(network.types)))
    return Labels(tuple(places), tuple(types), tuple(new))


def _moved(items: Sequence[Any], to: Sequence[int]) -> tuple[Any, ...]:
    found: list[Any] = [None] * len(items)
    for item, index in zip(items, to, strict=True):
        found[index] = item
    return tuple(found)


def relabelled(network: Network, plan: Plan, labels: Labels) -> tuple[Network, Plan]:
    """Return a network and a plan with other indexes and names; names that luck keys are made of stay."""
    place, type_, tail = labels.places, labels.types, labels.tails
    old_place, old_type = np.argsort(place), np.argsort(type_)

    def at(index: int) -> int:
        return place[index] if index >= 0 else index

    def renamed(name: str | None) -> str | None:
        return None if name is None else f"renamed-{name}"

    places = [
        replace(
            record,
            id=f"renamed-{record.id}",
            name="renamed",
            alternates=tuple(f"renamed-{name}" for name in record.alternates),
            recovery=renamed(record.recovery),
        )
        for record in network.places
    ]
    places = list(_moved(places, place))
    types = _moved([replace(record, type=f"renamed-{record.type}") for record in network.types], type_)
    legs = np.ix_(old_type, old_place, old_place)
    ground = np.ix_(old_type, old_place, range(3))
    by_place = {
        name: _moved(getattr(network, name), place) if getattr(network, name) else ()
        for name in ("parking", "working", "open_s", "handling", "fuel")
    }
    changed = replace(
        network,
        places=tuple(places),
        place_index={record.id: i for i, record in enumerate(places)},
        types=types,
        type_index={record.type: i for i, record in enumerate(types)},
        bodies=_moved(network.bodies, type_),
        tails=_moved(
            [replace(one, type=type_[one.type], base=place[one.base], home=place[one.home]) for one in network.tails],
            tail,
        ),
        lines=tuple(
            replace(
                line,
                only_type=None if line.only_type is None else type_[line.only_type],
                sources=tuple((place[i], stock) for i, stock in line.sources),
                destination=place[line.destination],
                hubs=tuple((place[i], link) for i, link in line.hubs),
            )
            for line in network.lines
        ),
        stocks=tuple(replace(stock, place=place[stock.place]) for stock in network.stocks),
        links=tuple(
            replace(link, origin=place[link.origin], destination=place[link.destination]) for link in network.links
        ),
        streams=tuple(replace(stream, place=place[stream.place]) for stream in network.streams),
        distance_m=network.distance_m[np.ix_(old_place, old_place)],
        block_s=network.block_s[legs],
        payload_kg=network.payload_kg[legs],
        ground=network.ground[ground],
        per_pallet_s=network.per_pallet_s[ground],
        pools=tuple(
            replace(
                pool,
                place=place[pool.place],
                types=tuple(type_[i] for i in pool.types),
                tails=None if pool.tails is None else tuple(tail[i] for i in pool.tails),
            )
            for pool in network.pools
        ),
        clearances=tuple(replace(one, places=tuple(place[i] for i in one.places)) for one in network.clearances),
        shocks=tuple(
            replace(
                shock,
                place=at(shock.place),
                to=at(shock.to),
                tails=tuple(tail[i] for i in shock.tails),
                types=tuple(type_[i] for i in shock.types),
                block_s=None if shock.block_s is None else shock.block_s[legs],
            )
            for shock in network.shocks
        ),
        **by_place,
    )
    missions = tuple(
        replace(
            mission,
            tail=tail[mission.tail],
            stops=tuple(replace(stop, place=place[stop.place]) for stop in mission.stops),
        )
        for mission in plan.missions
    )
    return changed, replace(plan, missions=missions)


def log_of(run: Run, labels: Labels | None = None) -> list[tuple[int, ...]]:
    """Return the entries of a log in an order of their own, with places and tails under new labels."""
    assert run.events is not None
    rows = []
    for entry in run.events.tolist():
        time, kind, place, who, tail, stop, aux = entry
        if labels is not None:
            place = labels.places[place] if place >= 0 else place
            tail = labels.tails[tail] if tail >= 0 else tail
        rows.append((time, kind, place, who, tail, stop, aux))
    return sorted(rows)


def same_run(run: Run, other: Run, *, but: Iterable[str] = ()) -> list[str]:
    """Return the names of what differs between two runs."""
    skipped = {"seed", "run", *but}
    return [
        item.name
        for item in fields(Run)
        if item.name not in skipped
        and not np.array_equal(np.asarray(getattr(run, item.name)), np.asarray(getattr(other, item.name)))
    ]


def without_seasons(scenario: Scenario) -> Scenario:
    """Return a scenario in which no place has daylight hours or a time zone: a week is like the other."""
    places = {name: replace(place, tz=None, daylight_only=False) for name, place in scenario.places.items()}
    return replace(scenario, places=places)


def shifted(scenario: Scenario, weeks: int) -> Scenario:
    """Return a scenario in which every moment lies whole weeks later."""
    by = timedelta(weeks=weeks)
    tables = {name: tuple(_later(record, by) for record in getattr(scenario, name)) for name in TABLES}
    return replace(
        scenario,
        settings=_later(scenario.settings, by),
        requirements={name: _later(record, by) for name, record in scenario.requirements.items()},
        **tables,
    )


def _later(record: Any, by: timedelta) -> Any:
    assert is_dataclass(record)
    assert not isinstance(record, type)
    moved = {
        item.name: getattr(record, item.name) + by
        for item in fields(record)
        if isinstance(getattr(record, item.name), datetime)
    }
    return replace(record, **moved)


def split(network: Network, plan: Plan, line: int, after: int) -> tuple[Network, Plan]:
    """Return a network and a plan in which loads of a line with numbers above `after` are of a line of their own.

    The second line has the name and the content of the first, so that loads keep their luck keys.
    """
    own = [load for _, load in plan.loads if load.line == line]
    part = sum(load.quantity for load in own if load.number > after)
    whole = network.lines[line]
    lines = list(network.lines)
    lines[line] = replace(whole, quantity=whole.quantity - part)
    lines.append(replace(whole, quantity=part, requirement=f"{whole.requirement}-second"))
    missions = tuple(
        replace(
            mission,
            loads=tuple(
                replace(load, line=len(lines) - 1) if load.line == line and load.number > after else load
                for load in mission.loads
            ),
        )
        for mission in plan.missions
    )
    return replace(network, lines=tuple(lines)), replace(plan, missions=missions)
