"""One unit more of a resource, as a change of the scenario's records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from openairlift.model import BODIES, Link, Place, Spots
from openairlift.network import Network, build_network
from openairlift.plan import Plan, Purpose
from openairlift.scenario import Scenario
from openairlift.study.relief_hours import longer

if TYPE_CHECKING:
    from openairlift.sim import Resource
    from openairlift.study.study import Study

PART = 0.1
"""Share that is added to what has no units: storage, fuel, a capacity a day."""

_MOST_SPOTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One unit more of a resource.

    Attributes
    ----------
    unit : what is added, in words, such as ``one more working slot at hub``.
    scenario : the scenario with it.
    tail_at : index of the tail that is added, or None; later tails move up by one.
    pool : index of the pool of staged crews that is one larger, or None.
    """

    unit: str
    scenario: Scenario
    tail_at: int | None = None
    pool: int | None = None

    def network(self) -> Network:
        """Return the network of the enlarged scenario."""
        network = build_network(self.scenario)
        if self.pool is None:
            return network
        pools = [
            replace(pool, crews=pool.crews + 1) if i == self.pool else pool for i, pool in enumerate(network.pools)
        ]
        return replace(network, pools=tuple(pools))

    def moved(self, plan: Plan) -> Plan:
        """Return a plan of the scenario as it was, with the tail indexes of the enlarged one."""
        at = self.tail_at
        if at is None:
            return plan
        missions = (replace(row, tail=row.tail + 1) if row.tail >= at else row for row in plan.missions)
        return replace(plan, missions=tuple(missions))


def changes_of(study: Study, resource: Resource) -> list[Change]:
    """Return the ways to add one unit to a resource; none where there is nothing that a unit could be added to."""
    return _MAKERS.get(resource.kind, _none)(study, resource)


def opening_changes(study: Study) -> list[tuple[str | None, str, Change]]:
    """Return one hour of opening more a day for every place and link with hours that the plan uses.

    Returns
    -------
    list
        Place (of a link: where it starts), the hours in words, and the change.
    """
    scenario, network = study.scenario, study.network
    found: list[tuple[str | None, str, Change]] = []
    for index in sorted({stop.place for mission in study.plan.missions for stop in mission.stops}):
        place = network.places[index]
        hours = None if place.open_hours is None else longer(place.open_hours)
        if hours is not None:
            made = _with_place(scenario, place, open_hours=hours)
            name = f"opening hours of {place.id}"
            found.append((place.id, name, Change(unit=f"one more hour of opening a day at {place.id}", scenario=made)))
    for k in sorted({load.link for _, load in study.plan.loads if load.link is not None}):
        link = network.links[k].record
        hours = None if link.open_hours is None else longer(link.open_hours)
        if hours is not None:
            made = _with_link(scenario, k, open_hours=hours)
            unit = f"one more hour of opening a day of the {_route(link)}"
            found.append((link.origin, f"opening hours of the {_route(link)}", Change(unit=unit, scenario=made)))
    return found


def _none(_study: Study, _resource: Resource) -> list[Change]:
    return []


def _parking(study: Study, resource: Resource) -> list[Change]:
    """Return one usable spot more of each class of the aircraft that stop there, and one arrival a day more."""
    network, place = study.network, study.network.places[resource.index]
    found: list[Change] = []
    if place.parking is not None:
        for body in _bodies_at(study, resource.index):
            added = _spots_to_add(place.parking.counts[body], place.other_traffic_share or 0.0)
            if added is None:
                continue
            counts = list(place.parking.counts)
            counts[body] += added
            less = "" if added == 1 else f" ({added} spots, of which others take {added - 1})"
            made = _with_place(study.scenario, place, parking=Spots((counts[0], counts[1], counts[2])))
            found.append(Change(unit=f"one more parking spot ({BODIES[body]}) at {place.id}{less}", scenario=made))
    if place.arrivals_per_day is not None and network.places[resource.index].is_airfield:
        made = _with_place(study.scenario, place, arrivals_per_day=place.arrivals_per_day + 1)
        found.append(Change(unit=f"one more arrival a day at {place.id}", scenario=made))
    return found


def _bodies_at(study: Study, place: int) -> list[int]:
    """Return the body classes of the aircraft that need a spot at a place."""
    network = study.network
    used = {
        network.bodies[network.tails[mission.tail].type]
        for mission in study.plan.missions
        for stop in mission.stops
        if stop.place == place and stop.purpose is not Purpose.RECOVER
    }
    return sorted(used)


def _spots_to_add(count: int, share: float) -> int | None:
    """Return how many spots have to be added so that one more is left after the share of other traffic.

    Examples
    --------
    >>> _spots_to_add(3, 0.0), _spots_to_add(3, 0.5), _spots_to_add(3, 1.0)
    (1, 2, None)
    """

    def left(spots: int) -> int:
        return spots - int(share * spots + 1e-9)

    return next((added for added in range(1, _MOST_SPOTS) if left(count + added) > left(count)), None)


def _working(study: Study, resource: Resource) -> list[Change]:
    place = study.network.places[resource.index]
    if place.working is None:
        return []
    made = _with_place(study.scenario, place, working=place.working + 1)
    return [Change(unit=f"one more working slot at {place.id}", scenario=made)]


def _handling(study: Study, resource: Resource) -> list[Change]:
    """Return one more of what there is least of: loaders or unloading crews; of both where there are as many."""
    place = study.network.places[resource.index]
    stated = {"loaders": place.loaders, "crews_unloading": place.crews_unloading}
    counts = {name: count for name, count in stated.items() if count is not None}
    if not counts:
        return []
    least = {name: count + 1 for name, count in counts.items() if count == min(counts.values())}
    words = {"loaders": "loader", "crews_unloading": "unloading crew"}
    unit = " with an ".join(words[name] for name in least)
    made = _with_place(study.scenario, place, **least)
    return [Change(unit=f"one more {unit} at {place.id}", scenario=made)]


def _storage(study: Study, resource: Resource) -> list[Change]:
    place = study.network.places[resource.index]
    limits = {"storage_kg": place.storage_kg, "storage_m3": place.storage_m3}
    more = {name: value * (1 + PART) for name, value in limits.items() if value}
    return _a_tenth(study.scenario, place, more, "storage")


def _fuel(study: Study, resource: Resource) -> list[Change]:
    place = study.network.places[resource.index]
    limits = {"fuel_kg": place.fuel_kg, "fuel_kg_per_day": place.fuel_kg_per_day}
    more = {name: value * (1 + PART) for name, value in limits.items() if value}
    return _a_tenth(study.scenario, place, more, "fuel")


def _a_tenth(scenario: Scenario, place: Place, more: Mapping[str, float], what: str) -> list[Change]:
    if not more:
        return []
    made = _with_place(scenario, place, **more)
    return [Change(unit=f"{PART:.0%} more {what} at {place.id}".replace("%", " %"), scenario=made)]


def _trucks(study: Study, resource: Resource) -> list[Change]:
    link = study.network.links[resource.index].record
    if link.trucks is not None:
        made = _with_link(study.scenario, resource.index, trucks=link.trucks + 1)
        return [Change(unit=f"one more vehicle on the {_route(link)}", scenario=made)]
    if link.capacity_kg_per_day is not None:
        capacity = link.capacity_kg_per_day * (1 + PART)
        made = _with_link(study.scenario, resource.index, capacity_kg_per_day=capacity)
        return [Change(unit=f"{PART:.0%} more capacity of the {_route(link)}".replace("%", " %"), scenario=made)]
    return []


def _fleet(study: Study, resource: Resource) -> list[Change]:
    """Return one more tail in every row of the fleet with tails of the type."""
    scenario = study.scenario
    name = study.network.types[resource.index].type
    rows = [i for i, row in enumerate(scenario.fleet) if row.type == name and row.tails > 0]
    bases = [scenario.fleet[i].positioned_at or scenario.fleet[i].home for i in rows]
    found = []
    for i, base in zip(rows, bases, strict=True):
        row = scenario.fleet[i]
        which = f" (row {i + 1} of the fleet)" if bases.count(base) > 1 else ""
        fleet = _with_row(scenario.fleet, i, replace(row, tails=row.tails + 1))
        found.append(
            Change(
                unit=f"one more {name} at {base}{which}",
                scenario=replace(scenario, fleet=fleet),
                tail_at=sum(other.tails for other in scenario.fleet[: i + 1]),
            )
        )
    return found


def _crews(study: Study, resource: Resource) -> list[Change]:
    """Return one more crew in every pool at the place: of a row of the fleet, or staged."""
    scenario, network = study.scenario, study.network
    stated = [i for i, row in enumerate(scenario.fleet) if row.crews is not None and row.tails > 0]
    found = []
    for number, pool in enumerate(network.pools):
        if network.places[pool.place].id != resource.place:
            continue
        unit = f"one more crew ({pool.name})"
        if pool.tails is None:
            found.append(Change(unit=unit, scenario=scenario, pool=number))
            continue
        row = scenario.fleet[stated[number]]
        fleet = _with_row(scenario.fleet, stated[number], replace(row, crews=(row.crews or 0) + 1))
        found.append(Change(unit=unit, scenario=replace(scenario, fleet=fleet)))
    return found


def _release(study: Study, _resource: Resource) -> list[Change]:
    """Return every date from which stock or cargo is ready one day earlier, not before the start."""
    scenario = study.scenario
    day = timedelta(days=1)

    def earlier(row: Any) -> Any:
        late = row.ready is not None and row.ready > scenario.settings.start
        return replace(row, ready=max(row.ready - day, scenario.settings.start)) if late else row

    stock = tuple(earlier(row) for row in scenario.stock)
    requirements = {key: earlier(row) for key, row in scenario.requirements.items()}
    if stock == scenario.stock and requirements == dict(scenario.requirements):
        return []
    return [
        Change(
            unit="all stocks and cargo released one day earlier",
            scenario=replace(scenario, stock=stock, requirements=requirements),
        )
    ]


_MAKERS: Mapping[str, Callable[[Study, Resource], list[Change]]] = {
    "parking": _parking,
    "working": _working,
    "handling": _handling,
    "storage": _storage,
    "fuel": _fuel,
    "trucks": _trucks,
    "fleet": _fleet,
    "crews": _crews,
    "release": _release,
}


def _with_place(scenario: Scenario, place: Place, **fields: Any) -> Scenario:
    return replace(scenario, places={**scenario.places, place.id: replace(place, **fields)})


def _with_link(scenario: Scenario, index: int, **fields: Any) -> Scenario:
    changed = replace(scenario.links[index], **fields)
    return replace(scenario, links=_with_row(scenario.links, index, changed))


def _with_row(rows: Sequence[Any], index: int, row: Any) -> tuple[Any, ...]:
    return (*rows[:index], row, *rows[index + 1 :])


def _route(link: Link) -> str:
    return f"{link.mode} from {link.origin} to {link.destination}"
