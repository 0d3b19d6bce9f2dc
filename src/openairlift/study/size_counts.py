"""What can be counted, and the scenario with another count of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from openairlift.errors import UsageError, nearest
from openairlift.model import BODIES, Place, Spots
from openairlift.network import Network, build_network
from openairlift.scenario import Scenario
from openairlift.study.loads_needed import loads_needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something of which a scenario has a number.

    Attributes
    ----------
    name : in words, such as ``tails of C-17A``.
    stated : how many the scenario has.
    most : beyond which more can't help: one for every load.
    variant : the scenario with so many.
    """

    name: str
    stated: int
    most: int
    variant: Callable[[int], Scenario]


def counted(scenario: Scenario, *, fleet: str | None, spots: str | None, slots: str | None) -> Counted:
    """Return what is named; exactly one of the three must be.

    Raises
    ------
    UsageError
        When none or several are named, or it is not there, or has no limit.
    """
    named = [name for name in (fleet, spots, slots) if name is not None]
    if len(named) != 1:
        raise UsageError(
            "name one thing to count: tails of a type (--fleet TYPE), parking spots of a place (--spots PLACE), or "
            f"working slots of a place (--slots PLACE); got {len(named) or 'none'}"
        )
    network = build_network(scenario)
    most = max(loads_needed(network), 1)
    if fleet is not None:
        return _tails(scenario, fleet, most)
    place = _place(scenario, named[0])
    return _parking(scenario, network, place, most) if spots is not None else _working(scenario, place, most)


def without_latest(scenario: Scenario) -> Scenario:
    """Return the scenario without latest dates: what is left to meet is the horizon."""
    rows = {key: replace(row, latest=None) for key, row in scenario.requirements.items()}
    return replace(scenario, requirements=rows)


def shared_out(total: int, stated: Sequence[int]) -> list[int]:
    """Share a number out in proportion, so that more of it leaves nobody with less (D'Hondt's highest averages).

    Examples
    --------
    >>> shared_out(5, [4, 1]), shared_out(6, [4, 1]), shared_out(2, [0, 0])
    ([4, 1], [5, 1], [1, 1])
    """
    weights = list(stated) if any(stated) else [1] * len(stated)
    found = [0] * len(weights)
    for _ in range(total):
        best = max(range(len(weights)), key=lambda i: (weights[i] / (found[i] + 1), -i))
        found[best] += 1
    return found


def _tails(scenario: Scenario, type_: str, most: int) -> Counted:
    types = list(dict.fromkeys(row.type for row in scenario.fleet))
    if type_ not in types:
        near = nearest(type_, types)
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise UsageError(f"the fleet has no row of {type_!r}; allowed: {', '.join(types)}{hint}")
    mine = [i for i, row in enumerate(scenario.fleet) if row.type == type_]
    stated = [scenario.fleet[i].tails for i in mine]

    def variant(count: int) -> Scenario:
        rows = list(scenario.fleet)
        for i, tails in zip(mine, shared_out(count, stated), strict=True):
            crews = rows[i].crews
            if crews is not None and rows[i].tails:
                crews = ceil(crews * tails / rows[i].tails)
            rows[i] = replace(rows[i], tails=tails, crews=crews)
        return replace(scenario, fleet=tuple(rows))

    # at one tail a load every load has its own; but shares go to all rows, wherever they are
    return Counted(
        name=f"tails of {type_}", stated=sum(stated), most=max(most * len(mine), sum(stated)), variant=variant
    )


def _place(scenario: Scenario, name: str) -> Place:
    place = scenario.places.get(name)
    if place is None:
        near = nearest(name, scenario.places)
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise UsageError(f"there is no place {name!r}; allowed: {', '.join(scenario.places)}{hint}")
    return place


def _parking(scenario: Scenario, network: Network, place: Place, most: int) -> Counted:
    if place.parking is None:
        raise UsageError(f"{place.id} states no parking: it is no limit; allowed: a place with parking")
    body = max((network.bodies[tail.type] for tail in network.tails), default=len(BODIES) - 1)
    stated = place.parking.counts

    def variant(count: int) -> Scenario:
        counts = tuple(count if i == body else number for i, number in enumerate(stated))
        return _with(scenario, replace(place, parking=Spots((counts[0], counts[1], counts[2]))))

    # others may take a share of the spots, rounded down; a spot for every load must be left
    share = min(place.other_traffic_share or 0.0, 0.99)
    return Counted(
        name=f"parking spots ({BODIES[body]}) at {place.id}", stated=stated[body],
        most=max(ceil(most / (1.0 - share)), stated[body]), variant=variant,
    )  # fmt: skip


def _working(scenario: Scenario, place: Place, most: int) -> Counted:
    if place.working is None:
        raise UsageError(f"{place.id} states no working slots: they are no limit; allowed: a place with working")

    def variant(count: int) -> Scenario:
        return _with(scenario, replace(place, working=count))

    return Counted(
        name=f"working slots at {place.id}", stated=place.working, most=max(most, place.working), variant=variant
    )


def _with(scenario: Scenario, place: Place) -> Scenario:
    return replace(scenario, places={**scenario.places, place.id: place})
