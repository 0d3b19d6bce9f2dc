"""What can hold an airlift back: the resources whose binding times are counted."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.network.network import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something of which there may be too little.

    Attributes
    ----------
    kind : parking, working, handling, storage, fuel, crews, trucks, fleet or release.
    place : id of the place (of a link: where it starts), or None for the fleet and the release of stocks.
    name : in words, such as ``parking at hub``.
    index : place, link or type that it belongs to; 0 for the release of stocks.
    """

    kind: str
    place: str | None
    name: str
    index: int


def resources(network: Network) -> tuple[Resource, ...]:
    """Return every resource with a stated limit, in the order of the last axis of `binding`.

    Places first (parking, working slots, handling, storage, fuel, crews, links that start there), then the tails of
    each type, then the release of stocks.
    """
    found: list[Resource] = []

    def add(kind: str, place: str | None, name: str, index: int) -> None:
        found.append(Resource(kind=kind, place=place, name=name, index=index))

    for i, place in enumerate(network.places):
        if network.parking[i] is not None:
            add("parking", place.id, f"parking at {place.id}", i)
        if network.working[i] is not None:
            add("working", place.id, f"working slots at {place.id}", i)
        if network.handling and network.handling[i] is not None:
            add("handling", place.id, f"loaders and unloading crews at {place.id}", i)
        if place.storage_kg is not None or place.storage_m3 is not None:
            add("storage", place.id, f"storage at {place.id}", i)
        if network.fuel and network.fuel[i] is not None and not network.is_dry(i):
            add("fuel", place.id, f"fuel at {place.id}", i)
        if any(pool.place == i for pool in network.pools):
            add("crews", place.id, f"crews at {place.id}", i)
        for k, link in enumerate(network.links):
            if link.origin == i:
                to = network.places[link.destination].id
                add("trucks", place.id, f"{link.record.mode} from {place.id} to {to}", k)
    for t, type_ in enumerate(network.types):
        if any(tail.type == t for tail in network.tails):
            add("fleet", None, f"{type_.type} tails", t)
    add("release", None, "release of stocks", 0)
    return tuple(found)
