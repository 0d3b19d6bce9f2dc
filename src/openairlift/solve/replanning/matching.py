"""A plan of one scenario in the terms of another: places, tails, lines, stocks and links matched by name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openairlift.network import Network
from openairlift.plan import Load, Mission
from openairlift.plan.codec import names_of

KINDS = ("place", "tail", "line", "stock", "link")


@dataclass(frozen=True, slots=True)
class Match:
    """Indexes of the new network by those of the old one, by kind; None = gone."""

    place: tuple[int | None, ...]
    tail: tuple[int | None, ...]
    line: tuple[int | None, ...]
    stock: tuple[int | None, ...]
    link: tuple[int | None, ...]

    @classmethod
    def of(cls, old: Network, new: Network) -> Match:
        """Match two networks by name; a tail with another type or base is another tail."""
        before, after = names_of(old), names_of(new)
        found: dict[str, tuple[int | None, ...]] = {}
        for kind in KINDS:
            index = {name: i for i, name in enumerate(after[kind])}
            found[kind] = tuple(index.get(name) for name in before[kind])
        tails = tuple(
            None if new_ is None or not _alike(old, i, new, new_) else new_ for i, new_ in enumerate(found["tail"])
        )
        return cls(found["place"], tails, found["line"], found["stock"], found["link"])

    def mission(self, mission: Mission) -> Mission | None:
        """Return a mission in new terms without what is gone of its cargo; None when its tail or a place is gone."""
        tail = self.tail[mission.tail]
        stops = []
        for stop in mission.stops:
            place = self.place[stop.place]
            if place is None:
                return None
            stops.append(replace(stop, place=place))
        if tail is None:
            return None
        loads = tuple(found for load in mission.loads if (found := self.load(load)) is not None)
        return replace(mission, tail=tail, stops=tuple(stops), loads=loads)

    def load(self, load: Load) -> Load | None:
        """Return a load in new terms, or None where its line, stock or link is gone."""
        line = self.line[load.line]
        stock = None if load.stock is None else self.stock[load.stock]
        link = None if load.link is None else self.link[load.link]
        if line is None or (stock is None) != (load.stock is None) or (link is None) != (load.link is None):
            return None
        return replace(load, line=line, stock=stock, link=link)


def _alike(old: Network, i: int, new: Network, j: int) -> bool:
    before, after = old.tails[i], new.tails[j]
    return (
        old.types[before.type].type == new.types[after.type].type
        and old.places[before.base].id == new.places[after.base].id
    )
