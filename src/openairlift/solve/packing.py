"""What a mission takes: the most urgent cargo that is ready at its origin, may land at its hub and fits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from openairlift.network import PASSENGERS, Hold, Line, Network, can_carry, may_share, positions
from openairlift.network.fit import positions_per_unit
from openairlift.plan import Load

_NO_DATE = 1 << 60


@dataclass(frozen=True, slots=True)
class Pick:
    """Cargo of one line for one mission: where it is drawn from and how it goes on."""

    line: int
    quantity: float
    stock: int | None
    link: int | None
    ready_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a mission may take by its route: mass, and explosive mass where it is limited on the way [kg]."""

    payload_kg: float
    explosive_kg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """When a mission would move first, be loaded and land its cargo [s]; `cleared` gives a line's least start."""

    start: int
    onload: int
    landed: int
    cleared: Callable[[int], int]

    def wait(self, line: int, ready_s: int, earliest_s: int) -> int:
        """Return by how much it would have to shift for a line [s]."""
        return max(ready_s - self.onload, earliest_s - self.landed, self.cleared(line) - self.start, 0)


@dataclass(slots=True)
class Backlog:
    """What is still to be planned, and from which stock."""

    network: Network
    remaining: list[float] = field(default_factory=list)
    stocks: list[float] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    taken: int = 0

    @classmethod
    def of(cls, network: Network) -> Backlog:
        """Return the backlog before anything is planned; lines in order of rank, date and file."""
        order = sorted(range(len(network.lines)), key=lambda i: (*urgency(network.lines[i]), i))
        return cls(
            network,
            [line.quantity for line in network.lines],
            [stock.quantity for stock in network.stocks],
            [0] * len(network.lines),
            order,
        )

    def available(self, line: int, stock: int | None) -> float:
        """Return how much of a line can still be drawn from one source, in its units."""
        left = self.remaining[line]
        if stock is not None:
            left = min(left, self.stocks[stock])
        return left

    def take(self, pick: Pick, type_: int) -> Load:
        """Draw what a pick says and return it as a numbered load."""
        line = self.network.lines[pick.line]
        self.remaining[pick.line] = _rest(self.remaining[pick.line], pick.quantity)
        if pick.stock is not None:
            self.stocks[pick.stock] = _rest(self.stocks[pick.stock], pick.quantity)
        self.numbers[pick.line] += 1
        self.taken += 1
        return Load(
            line=pick.line,
            number=self.numbers[pick.line],
            quantity=pick.quantity,
            mass_kg=pick.quantity * line.unit_kg,
            volume_m3=pick.quantity * (line.unit_m3 or 0.0),
            pallets=positions(self.network, type_, line, pick.quantity),
            value_usd=pick.quantity * line.unit_usd,
            stock=pick.stock,
            link=pick.link,
        )


def urgency(line: Line) -> tuple[int, int, int]:
    """Return the key by which lines are served: rank, the earlier of LAD and RDD, ALD."""
    dates = [date for date in (line.latest_s, line.required_s) if date is not None]
    return line.rank, min(dates, default=_NO_DATE), line.ready_s


def _rest(have: float, take: float) -> float:
    left = have - take
    return 0.0 if left < 1e-6 else left


class Lane:
    """Everything that one type can carry from one airfield to one hub."""

    def __init__(self, network: Network, backlog: Backlog, type_: int, origin: int, hub: int) -> None:
        self.network = network
        self.backlog = backlog
        self.type = type_
        self.origin = origin
        self.hub = hub
        self.sources: list[Pick] = []
        self._rooms: dict[tuple[int, Room], float] = {}
        self._reasons: dict[str, str | None] = {}
        self._open: dict[Room, tuple[int, list[Pick]]] = {}
        for index in backlog.order:
            line = network.lines[index]
            links = [link for place, link in line.hubs if place == hub]
            stocks = [stock for place, stock in line.sources if place == origin]
            if not links or not stocks or can_carry(network, type_, line) is not None:
                continue
            for stock in stocks:
                ready = line.ready_s if stock is None else max(line.ready_s, network.stocks[stock].ready_s)
                self.sources.append(Pick(index, 0.0, stock, links[0], ready))
        self._some = -1, self.sources
        lines = [network.lines[source.line] for source in self.sources]
        self._piece_kg = min((line.unit_kg for line in lines if line.unit != "kg"), default=math.inf)
        self._each = min((positions_per_unit(network, type_, line) for line in lines), default=0.0)

    def fits(self, room: Room) -> bool:
        """Return whether something that is left fits into an empty hold with this room."""
        return bool(self._left_in(room))

    def _left_in(self, room: Room) -> list[Pick]:
        """Return the sources of which something is left that fits; what is used up stays so, and is not looked at."""
        taken, known = self._open.get(room, (-1, self.sources))
        if taken != self.backlog.taken:
            known = [source for source in known if self._left(source, room)]
            self._open[room] = self.backlog.taken, known
        return known

    def _not_used_up(self) -> list[Pick]:
        """Return the sources of which anything is left at all."""
        taken, known = self._some
        if taken != self.backlog.taken:
            known = [source for source in known if self.backlog.available(source.line, source.stock) > 0.0]
            self._some = self.backlog.taken, known
        return known

    def _left(self, source: Pick, room: Room) -> bool:
        """Return whether at least one piece (or some kg) of a source is left and fits into an empty hold."""
        key = (source.line, room)
        line = self.network.lines[source.line]
        if key not in self._rooms:
            most = Hold(self.network, self.type, room.payload_kg, reasons=self._reasons).room(line)
            self._rooms[key] = min(most, explosive_room(line, room.explosive_kg))
        most = min(self.backlog.available(source.line, source.stock), self._rooms[key])
        return most > 1e-6 if line.unit == "kg" else most >= 1.0

    def next_ready(self, room: Room, passage: Passage) -> int | None:
        """Return by how much a chain must shift until cargo that fits may be loaded and land; None: none is left."""
        shifts = [
            passage.wait(source.line, source.ready_s, self.network.lines[source.line].earliest_s)
            for source in self._left_in(room)
        ]
        return min(shifts, default=None)

    def fill(self, room: Room, passage: Passage) -> list[Pick]:
        """Return what to load: the most urgent cargo first, and what may share an aircraft with it."""
        hold = Hold(self.network, self.type, room.payload_kg, reasons=self._reasons)
        left_kg = room.explosive_kg
        picks: list[Pick] = []
        aboard: set[str] = set()
        drawn: dict[int, float] = {}
        emptied: dict[int | None, float] = {}
        for source in self._not_used_up():
            line = self.network.lines[source.line]
            if passage.wait(source.line, source.ready_s, line.earliest_s) > 0:
                continue
            hazard = hazard_of(line)
            if hazard is not None and not all(may_share(hazard, other) for other in aboard):
                continue
            left = self.backlog.remaining[source.line] - drawn.get(source.line, 0.0)
            if source.stock is not None:
                left = min(left, self.backlog.stocks[source.stock] - emptied.get(source.stock, 0.0))
            if left <= 0.0:
                continue
            quantity = min(left, hold.room(line), explosive_room(line, left_kg))
            if line.unit != "kg" and quantity < left:
                quantity = float(int(quantity))
            if quantity <= 1e-6:
                continue
            hold.add(line, quantity)
            if hazard is not None:
                aboard.add(hazard)
            if left_kg is not None:
                left_kg = max(left_kg - quantity * line.explosive_kg, 0.0)
            drawn[source.line] = drawn.get(source.line, 0.0) + quantity
            emptied[source.stock] = emptied.get(source.stock, 0.0) + quantity
            picks.append(Pick(source.line, quantity, source.stock, source.link, source.ready_s))
            if hold.full(self._piece_kg, self._each):
                break
        return picks

    def explosive_kg(self, picks: list[Pick]) -> float:
        """Return the explosive mass of a set of picks [kg]."""
        return sum(pick.quantity * self.network.lines[pick.line].explosive_kg for pick in picks)

    def pallets(self, picks: list[Pick]) -> float:
        """Return the pallet positions of a set of picks."""
        return sum(positions(self.network, self.type, pick.line, pick.quantity) for pick in picks)


def hazard_of(line: Line) -> str | None:
    """Return what stands for a line where hazards are kept apart: its class, that of people, or None."""
    return PASSENGERS if line.people else line.hazard


def explosive_room(line: Line, limit_kg: float | None) -> float:
    """Return how many units of a line a limit of explosive mass allows."""
    if limit_kg is None or line.explosive_kg <= 0.0:
        return math.inf
    return float(int(limit_kg / line.explosive_kg + 1e-9))


def explosive_limit(network: Network, places: Iterable[int]) -> float | None:
    """Return the explosive mass that an aircraft may hold at places, by those that have no hot spots; None = any."""
    records = [network.places[place] for place in places]
    limits = [
        record.spot_explosive_kg or 0.0
        for record in records
        if not record.hot_spots and (record.hot_spots is not None or record.spot_explosive_kg is not None)
    ]
    return min(limits, default=None)
