"""What the plain simulator keeps of places, tails, missions and loads while it runs."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.reference_sim.vocabulary import NEVER, Shape, Step

Entry = tuple[int, int, int, int, Any]
"""In a queue: rank, time of joining, luck key, a running number, who."""

NONE: Shape = (0, (0.0,), 0.0)
PLANNED, ABOARD, STORED, ON_ITS_WAY, GONE = range(5)
"""States of a load."""


@dataclass(slots=True)
class Result:
    """What happened in one run."""

    events: list[tuple[int, int, int, int, int, int, int]]
    marks: list[list[int | None]]
    carried: list[float]
    waits: dict[tuple[int, int], int]
    count: int


@dataclass(slots=True, eq=False)
class Reservation:
    """A spot of a class at a place, for [start, end); one of somebody who does not come is not owned."""

    start: int
    end: int
    spot: int
    body: int
    counts: bool
    owned: bool = True


@dataclass(slots=True, eq=False)
class Crew:
    """A crew: whether it is fresh, the start of its duty, and the legs that it left on."""

    fresh: bool = True
    start: int = 0
    legs: deque[tuple[int, int]] = field(default_factory=deque)
    total: int = 0

    def flown(self, day: int) -> int:
        """Return the block time of the 30 days that end with this one [s]."""
        legs = self.legs
        while legs and legs[0][0] <= day - 30:
            self.total -= legs.popleft()[1]
        return self.total

    def fly(self, day: int, block: int) -> None:
        """Count a leg."""
        self.legs.append((day, block))
        self.total += block


@dataclass(slots=True, eq=False)
class PoolRow:
    """Crews at a place, as (ready, number, crew) in order; `number` is the number of the next crew that comes."""

    index: int
    place: PlaceRow
    crews: list[tuple[int, int, Crew]]
    opens: int
    closes: int
    number: int
    types: frozenset[int]
    tails: frozenset[int] | None


@dataclass(slots=True, eq=False)
class PlaceRow:
    """A place: its limits now, who uses it and who waits. -1 as a limit: none."""

    index: int
    airfield: bool = True
    alternates: list[PlaceRow] = field(default_factory=list)
    open_at: list[int] | None = None
    open_to: list[int] = field(default_factory=list)
    park_steps: tuple[list[int], list[tuple[int, ...]]] | None = None
    steps: dict[int, tuple[list[int], list[tuple[int, ...]]]] = field(default_factory=dict)
    factors: dict[int, dict[int, float]] = field(default_factory=lambda: {0: {}, 1: {}, 2: {}, 4: {}})
    parking: list[int] | None = None
    working: int = NEVER
    handling: int = NEVER
    pace: float = 1.0
    shut: int = 0
    barred: dict[int, int] = field(default_factory=dict)
    daily: int = 0
    hourly: int = 0
    reserves: bool = False
    spot_kg: float | None = None
    hot_limit: int = -1
    per_spot: list[list[int]] = field(default_factory=lambda: [[1, 1, 1] for _ in range(3)])
    even: list[bool] = field(default_factory=lambda: [True] * 3)
    clearance: Shape = NONE
    store_g: int = -1
    store_l: int = -1
    fuel_stock: int = 0
    fuel_rate: int = 0
    fuel_issued: int = -1
    dry: bool = False
    pools: list[PoolRow] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)
    used: list[int] = field(default_factory=lambda: [0] * 3)
    shared: list[list[int]] = field(default_factory=lambda: [[0] * 3 for _ in range(3)])
    working_used: int = 0
    handling_used: int = 0
    hot_used: int = 0
    stored_g: int = 0
    stored_l: int = 0
    reserved: dict[int, list[Reservation]] = field(default_factory=lambda: {-1: [], 0: [], 1: [], 2: []})
    arrived: dict[int, int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    spot_q: list[Entry] = field(default_factory=list)
    work_q: list[Entry] = field(default_factory=list)
    store_q: list[Entry] = field(default_factory=list)
    fuel_q: list[Entry] = field(default_factory=list)
    crew_q: list[Entry] = field(default_factory=list)
    wakes: set[int] = field(default_factory=set)
    touched: bool = False


@dataclass(slots=True, eq=False)
class LinkRow:
    """A surface link: its vehicles or its capacity, and the cargo that waits for it."""

    origin: PlaceRow
    destination: int
    capacity: float | None = None
    now_capacity: float = 0.0
    vehicles: int = NEVER
    now_vehicles: int = NEVER
    payload: float | None = None
    litres: float | None = None
    convoy: int = 1
    load: Shape = NONE
    transit: Shape = NONE
    border: Shape = NONE
    unload: Shape = NONE
    open_at: list[int] | None = None
    open_to: list[int] = field(default_factory=list)
    factors: dict[int, float] = field(default_factory=dict)
    shut: int = 0
    queue: list[Entry] = field(default_factory=list)
    passing: LoadRow | None = None
    loaded: list[Trip] = field(default_factory=list)
    loading: int = 0
    out: int = 0


@dataclass(slots=True, eq=False)
class Trip:
    """One vehicle with a part of a load, and since when it is loaded."""

    load: LoadRow
    index: int
    since: int = 0


@dataclass(slots=True, eq=False)
class LoadRow:
    """A load of a mission, or a haul: `planned`, `amount` that is left, `carried`, all in units of its line.

    `source` is where a haul waits for its link; None for a load of a mission, which has a `hub`.
    """

    index: int
    key: int
    line: int = 0
    rank: int = 9
    each: bool = False
    whole_load: bool = False
    unit_kg: float = 0.0
    unit_pallets: float = 0.0
    planned: float = 0.0
    amount: float = 0.0
    volume: float = 0.0
    carried: float = 0.0
    no_show: float = 0.0
    ready: int = 0
    customs: int = 0
    stock: int = -1
    link: LinkRow | None = None
    hub: PlaceRow | None = None
    source: PlaceRow | None = None
    state: int = PLANNED
    grams: int = 0
    litres: int = 0
    asked: int = 0
    trip: int = 0
    trips: int = 0
    left: int = 0
    unloaded: int = 0


@dataclass(slots=True, eq=False)
class StopRow:
    """A stop of a mission with everything about it that does not change."""

    place: PlaceRow
    purpose: int
    rest: int
    ground: Shape = NONE
    pallets: float = 0.0
    hold: int = 1


@dataclass(slots=True, eq=False)
class MissionRow:
    """A mission; p0 and p2 are its priorities in phases 0 and 2."""

    index: int
    key: int
    p0: int
    p2: int
    rank: int
    earliest: int
    ready: int
    on: int
    off: int
    stops: list[StopRow]
    loads: list[LoadRow]
    payload: float = float("inf")
    explosive: float = 0.0
    cargo: frozenset[str] = frozenset()
    ahead: list[int] = field(default_factory=list)
    after: MissionRow | None = None
    taken: bool = False
    diverts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class TailRow:
    """A tail: where it is, what it flies and what it waits for."""

    own: ClassVar[bool] = True
    index: int
    type: int
    base: PlaceRow
    at: PlaceRow
    leg_from: PlaceRow
    cause_at: PlaceRow
    body: int
    from_s: int = 0
    to_s: int = NEVER
    duty: int | None = None
    hours: int | None = None
    report: int = 0
    release: int = 0
    rest: int = 0
    fuel_kg: float = 0.0
    reliability: float = 1.0
    sound: bool = False
    repair: Shape = NONE
    type_pallets: int | None = None
    pool: PoolRow | None = None
    crew: Crew | None = None
    crewed: bool = False
    todo: list[MissionRow] = field(default_factory=list)
    m: MissionRow | None = None
    last: MissionRow | None = None
    i: int = 0
    parked: bool = False
    hot: bool = False
    air: bool = False
    flying: bool = False
    busy: bool = False
    handled: bool = False
    lost: bool = False
    held: bool = False
    spot: int = -1
    spot_at: PlaceRow | None = None
    ev: Step | None = None
    patience: Step | None = None
    queue: list[Entry] | None = None
    entry: Entry | None = None
    block: int = 0
    res_here: Reservation | None = None
    res_next: Reservation | None = None
    block_in: int = 0
    rest_to: int = 0
    fuelled: bool = False
    fuel_need: int = 0
    booked: int = -1
    cause: int = -1
    since: int = 0
    started: int = 0
