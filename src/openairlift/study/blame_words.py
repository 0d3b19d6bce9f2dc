"""What a requirement needs, and what a limit allows in the time there is, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import ceil

from openairlift.network import Line, Network, RouteBook
from openairlift.network.calendars import both
from openairlift.solve.bound.relaxed import relax
from openairlift.solve.counts import capacity_of, services
from openairlift.solve.values import worth_of
from openairlift.solve.ways import Way, all_ways
from openairlift.study.blame_limits import Limit
from openairlift.study.loads_needed import best_rooms
from openairlift.units import DAY_S

Window = tuple[int, int]


class Words:
    """Sentences about one case: a network with the requirement, and others that are to be met beside it."""

    def __init__(self, network: Network, requirement: str) -> None:
        self.network, self.requirement = network, requirement
        self.ways = all_ways(network, RouteBook(network))
        self.rooms = best_rooms(self.ways)
        self.mine = [i for i, line in enumerate(network.lines) if line.requirement == requirement]

    def need(self) -> str:
        """Say what is needed by when: ``requirement r7 needs 14 C-17A loads by 2022-03-03T00:00Z``."""
        network = self.network
        lines = [network.lines[i] for i in self.mine]
        until = max(self._until(line) for line in lines)
        what = f"requirement {self.requirement} needs "
        if not all(i in self.rooms for i in self.mine):
            stuck = next(network.lines[i] for i in self.mine if i not in self.rooms)
            which = "" if stuck.name == self.requirement else f" for {stuck.name}"
            return what + f"a way by air{which} by {self._date(until)}, and there is none"
        loads = sum(self._loads(i) for i in self.mine)
        types = {self._best_type(i) for i in self.mine}
        name = f"{network.types[types.pop()].type} " if len(types) == 1 else "aircraft "
        return what + f"{loads} {name}load{'s' if loads != 1 else ''} by {self._date(until)}"

    def allows(self, limit: Limit) -> str:
        """Say what a limit allows."""
        kind, target = limit.kind, limit.target
        if kind in ("working", "parking", "handling", "hours"):
            return self._stops(limit)
        if kind == "arrivals":
            return self._arrivals(target)
        if kind == "tails":
            return self._tails(target)
        if kind == "stock":
            lines = [self.network.lines[i] for i in range(len(self.network.lines))]
            asked = sum(line.quantity for line in lines if self._item(line, target))
            held = sum(stock.quantity for stock in self.network.stocks if stock.item == target)
            return f"the stocks of {target} hold {held:,.6g} of the {asked:,.6g} that are asked for"
        if kind in ("ready", "stock-ready", "latest", "horizon", "earliest"):
            return self._dates(limit)
        return f"what stands in the way: the {limit.name}"

    # --- parts ------------------------------------------------------------------------------------------------------

    def _until(self, line: Line) -> int:
        return self.network.horizon_s if line.latest_s is None else min(line.latest_s, self.network.horizon_s)

    def _date(self, seconds: int) -> str:
        moment: datetime = self.network.scenario.moment(seconds)
        return f"{moment:%Y-%m-%dT%H:%MZ}"

    def _loads(self, line: int) -> int:
        return ceil(self.network.lines[line].quantity / self.rooms[line] - 1e-9)

    def _best_type(self, line: int) -> int:
        return (
            max(
                ((cargo.room, -way.type) for way in self.ways for cargo in way.cargo if cargo.line == line),
                default=(0.0, 0),
            )[1]
            * -1
        )

    def _item(self, line: Line, item: str) -> bool:
        return any(stock is not None and self.network.stocks[stock].item == item for _, stock in line.sources)

    def _stops(self, limit: Limit) -> str:
        """Say how many loads a place can serve in the time in which they have to stop there."""
        place = self.network.place_index[limit.target]
        windows = list(self._windows(place))
        if not windows:
            return f"the {limit.name} leave no way"
        start, end = min(w[0] for w in windows), max(w[1] for w in windows)
        ground = min(w[2] for w in windows)
        if end - start < ground:
            return f"there is no time for a stop at {limit.target}: {(end - start) / 3600.0:,.1f} h are left for it"
        opened = self.network.open_s[place]
        spans = [(start, end)] if opened is None else both([(start, end)], opened)
        between = f"between {self._date(start)} and {self._date(end)}"
        if limit.kind == "hours":
            hours = sum(b - a for a, b in spans) / 3600.0
            return f"{limit.target} is open for {hours:,.1f} of the {(end - start) / 3600.0:,.1f} h {between}"
        body = min((self.network.bodies[way.type] for way in self.ways if place in way.places), default=0)
        steps = capacity_of(self.network, limit.kind, place, body)
        if steps is None:
            return f"the {limit.name} are too few"
        allowed = services(steps, start, end, ground, opened=opened)
        return f"the {limit.name} allow {allowed} ({ground / 3600.0:,.2g} h each, {between})"

    def _arrivals(self, name: str) -> str:
        """Say how many landings a place allows in the days in which loads have to land there."""
        place = self.network.place_index[name]
        windows = list(self._windows(place))
        stated = self.network.places[place].arrivals_per_day
        if not windows or stated is None:
            return f"what stands in the way: the arrivals a day at {name}"
        start, end = min(w[0] for w in windows), max(w[1] for w in windows)
        allowed = max(int(stated), 1) * (end // DAY_S - start // DAY_S + 1)
        return f"the arrivals a day at {name} allow {allowed} between {self._date(start)} and {self._date(end)}"

    def _windows(self, place: int) -> Iterator[tuple[int, int, int]]:
        """Yield, for every way and line that stops at a place, first and last moment there, and time on the ground."""
        for way in self.ways:
            for cargo in way.cargo:
                until = self._until(self.network.lines[cargo.line])
                for j, stop in enumerate(way.places):
                    if stop == place:
                        after = way.landed_s - way.offsets_s[j] - way.ground_s[j]
                        yield cargo.ready_s + way.offsets_s[j], until - after, way.ground_s[j]

    def _tails(self, type_: str) -> str:
        """Say how many loads the tails of a type can land in time, each on its quickest round."""
        index = self.network.type_index[type_]
        count = sum(tail.type == index for tail in self.network.tails)
        mine = [way for way in self.ways if way.type == index and any(c.line in self.mine for c in way.cargo)]
        words = f"the {count} tail{'s' if count != 1 else ''} of {type_}"
        if not mine:
            return f"{words} can carry none of it"
        allowed = max(self._rounds(index, way) for way in mine)
        return f"{words} can land {allowed} by then"

    def _rounds(self, type_: int, way: Way) -> int:
        relaxed = relax(self.network, self.ways, worth_of(self.network))
        cargo = next(c for c in way.cargo if c.line in self.mine)
        until = self._until(self.network.lines[cargo.line])
        total = 0
        for crowd in relaxed.crowds:
            if crowd.type != type_ or way.route.origin not in crowd.origins or way.route.hub not in crowd.ends:
                continue
            origin, hub = crowd.origins.index(way.route.origin), crowd.ends.index(way.route.hub)
            back = int(crowd.empty_s[hub, origin])
            for end, since, count in crowd.starts:
                there = int(crowd.empty_s[end, origin])
                first = max(cargo.ready_s, since + there) + way.landed_s
                if there >= 0 and first <= until:
                    total += count * (1 + (0 if back < 0 else (until - first) // (way.landed_s + back)))
        return total

    def _dates(self, limit: Limit) -> str:
        quickest = [
            (cargo.ready_s + way.landed_s, cargo.ready_s)
            for way in self.ways for cargo in way.cargo if cargo.line in self.mine
        ]  # fmt: skip
        if not quickest:
            return f"the {limit.name} leave no time"
        landed, ready = min(quickest)
        words = f"it is ready on {self._date(ready)}, and the quickest flight lands it on {self._date(landed)}"
        if limit.kind in ("latest", "horizon"):
            return f"{words}; only a later date than {limit.name} helps"
        return words
