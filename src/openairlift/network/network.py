"""The network: what follows from a scenario, by index, ready for planners and the simulator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from openairlift.model import AircraftType, Distribution, Link, Place
from openairlift.scenario import Scenario

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

UNREACHABLE = -1
"""In `Network.block_s`: the type can't fly this leg."""

GROUND_PURPOSES = ("onload", "offload", "enroute")
"""Order of the last axis of `Network.ground`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a requirement, as planners and the simulator see it.

    Attributes
    ----------
    name : ``r7``, or ``r7/launcher`` for a line of a unit.
    requirement : id of the requirement.
    package : id of its package, or None.
    rank, weight : priority and its weight.
    unit : ``piece``, ``kg``, ``person`` or ``load`` (a whole aircraft load of `only_type`).
    quantity : how much is asked for, in `unit`.
    unit_kg, unit_m3 : mass [kg] and volume [m³] of one unit (1 and None for kg).
    length_m, width_m, height_m : of one piece, or None.
    cargo_class : bulk, oversize, outsize or passengers.
    unit_usd : value of one unit [USD], 0 where none is stated.
    people : whether the line is people (counted by the meter `people`).
    only_type : index of the aircraft type of a ``load`` line, else None.
    sources : (place, stock row or None) pairs from which it can be loaded.
    destination : place index.
    hubs : (airfield, link or None) pairs through which it can reach its destination; (destination, None) when the
        destination is an airfield.
    surface : (source place, stock row or None, link) for every source from which a link leads straight to the
        destination, so that it need not fly; a source need not be an airfield for that.
    ready_s, earliest_s : ALD and EAD [s].
    latest_s, required_s : LAD and RDD [s], or None.
    hazard : UN hazard class, or None.
    explosive_kg : explosive mass of one unit [kg].
    cold : whether it needs a cold chain.
    no_show_share : probability that a load does not turn up.
    """

    name: str
    requirement: str
    package: str | None
    rank: int
    weight: float
    unit: str
    quantity: float
    unit_kg: float
    unit_m3: float | None
    length_m: float | None
    width_m: float | None
    height_m: float | None
    cargo_class: str
    unit_usd: float
    people: bool
    only_type: int | None
    sources: tuple[tuple[int, int | None], ...]
    destination: int
    hubs: tuple[tuple[int, int | None], ...]
    ready_s: int
    earliest_s: int
    latest_s: int | None
    required_s: int | None
    hazard: str | None = None
    explosive_kg: float = 0.0
    cold: bool = False
    no_show_share: float = 0.0
    surface: tuple[tuple[int, int | None, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A row of stock by index."""

    place: int
    item: str
    quantity: float
    ready_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """One aircraft: type and base by index, window of use [s], duty day of its crew [s] or None."""

    name: str
    type: int
    base: int
    home: int
    available_from_s: int
    available_to_s: int
    duty_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A surface link by index, with its record."""

    origin: int
    destination: int
    record: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Other traffic: Poisson arrivals at a constant rate in [opens_s, closes_s), of which a share does not come."""

    key: str
    place: int
    body: int
    arrivals_per_day: float
    opens_s: int
    closes_s: int
    ground_s: Distribution
    no_show_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A capacity over time: `values[i]` holds from `times[i]` [s] on; times[0] = 0. None as value = no limit."""

    times: tuple[int, ...]
    values: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuel:
    """Fuel at a place: what is there at the start [kg] and what comes a day [kg], whole kg; (0, 0) = dry."""

    stock_kg: int
    kg_per_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Crews that wait at a place.

    Attributes
    ----------
    name : in words, such as ``crews of C-17A at dover`` or ``crews staged at hub``.
    place : index of the place.
    crews : how many.
    types : indexes of the types that they fly.
    tails : the tails of the fleet row that they belong to, or None for staged crews.
    opens_s, closes_s : from when until when they are there [s].
    """

    name: str
    place: int
    crews: int
    types: tuple[int, ...]
    tails: tuple[int, ...] | None = None
    opens_s: int = 0
    closes_s: int = 1 << 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """A clearance of a country: its places, what for (overflight, landing, customs), lead time [s], cargo or None."""

    kind: str
    places: tuple[int, ...]
    lead_s: int
    cargo: str | None = None


class ShockKind(IntEnum):
    """What a shock does."""

    CLOSURE = 0
    CAPACITY = 1
    WEATHER = 2
    ROUTE = 3
    AIRSPACE = 4
    MASS_LIMIT = 5
    LOSS = 6


CAPACITIES = ("parking", "working", "handling", "link")
"""What a shock of kind `CAPACITY` may take away, by `Shock.what`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """A disruption with a moment that the plan does not see; stated (start_s) or with a rate.

    Attributes
    ----------
    key : row key of the disruption, part of the luck key.
    kind : what it does.
    place : the place it is about (route: where the leg starts), or -1.
    to : route: where the leg ends; else -1.
    link : the link it is about, or -1.
    stock : loss: index of the stock row, or -1. A loss without stock and tails is of cargo stored at `place`.
    tails : loss: the tails of the fleet row, in order; `count` of those still there are lost, the last ones first.
    types : mass limit: the types that are barred.
    what : capacity: index into `CAPACITIES`; else -1.
    factor : capacity and weather: share that is left; loss of stock: share that is left.
    count : loss of tails: how many.
    block_s : airspace: block times while it is closed, shape (types, places, places) [s], `UNREACHABLE` where there is
        no way round in range; else None.
    start_s, end_s : the stated window [s]; start_s is None for a shock with a rate.
    rate_per_day, duration_s : of a shock with a rate; a loss has no duration.
    """

    key: str
    kind: ShockKind
    place: int = -1
    to: int = -1
    link: int = -1
    stock: int = -1
    tails: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    what: int = -1
    factor: float = 1.0
    count: int = 0
    block_s: IntArray | None = None
    start_s: int | None = None
    end_s: int = 1 << 60
    rate_per_day: float = 0.0
    duration_s: Distribution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A scenario by index.

    Attributes
    ----------
    places, types, tails, lines, stocks, links, streams : entities; indices below refer to them.
    bodies : body class of each type (0 small, 1 narrow, 2 wide).
    distance_m : great-circle distance, shape (places, places) [m]; NaN where a position is not stated.
    block_s : block time, shape (types, places, places) [s]; `UNREACHABLE` where the type can't fly the leg.
    payload_kg : payload of the single leg, same shape [kg].
    ground : index into `distributions` of the time on the ground, shape (types, places, 3).
    per_pallet_s : time added per pallet position, same shape [s].
    distributions : every distribution of ground times.
    parking : spots by class over time, per place, after other traffic's share; None = no limit.
    working : working slots over time, per place (one value per step); None = no limit.
    open_s : opening windows [start, end) [s] in the horizon per place, ascending; None = always open.
    handling : places for onload and offload (loaders, unloading crews: the lesser) over time, per place; None = no
        limit. An empty tuple stands for no limit anywhere; so it does in `link_open_s` and `fuel`.
    link_open_s : opening windows [start, end) [s] of each link; None = always open.
    fuel : fuel of each place; None = not stated.
    pools : crews: of fleet rows that state them, then staged ones.
    clearances : lead times of countries.
    shocks : disruptions that the plan does not see.
    sound : types that are not found broken behind an onload, for theirs is over: what a rolling forecast flies.
    horizon_s : length of the scenario [s].
    notes : what had to be assumed, and what can't work as stated, one sentence each.
    """

    scenario: Scenario
    places: tuple[Place, ...]
    place_index: dict[str, int]
    types: tuple[AircraftType, ...]
    type_index: dict[str, int]
    bodies: tuple[int, ...]
    tails: tuple[Tail, ...]
    lines: tuple[Line, ...]
    stocks: tuple[Stock, ...]
    links: tuple[Surface, ...]
    streams: tuple[Stream, ...]
    distance_m: FloatArray
    block_s: IntArray
    payload_kg: FloatArray
    ground: IntArray
    per_pallet_s: FloatArray
    distributions: tuple[Distribution, ...]
    parking: tuple[Steps | None, ...]
    working: tuple[Steps | None, ...]
    open_s: tuple[tuple[tuple[int, int], ...] | None, ...]
    horizon_s: int
    notes: tuple[str, ...] = ()
    handling: tuple[Steps | None, ...] = ()
    link_open_s: tuple[tuple[tuple[int, int], ...] | None, ...] = ()
    fuel: tuple[Fuel | None, ...] = ()
    pools: tuple[Pool, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    shocks: tuple[Shock, ...] = ()
    sound: frozenset[int] = frozenset()

    def is_dry(self, place: int) -> bool:
        """Return whether a place states that there is no fuel."""
        fuel = self.fuel[place] if self.fuel else None
        return fuel is not None and fuel.stock_kg == 0 and fuel.kg_per_day == 0

    def nominal_ground_s(self, type_: int, place: int, purpose: int, *, pallets: float = 0.0) -> int:
        """Return the mean time on the ground [s] for a stop; `purpose` indexes `GROUND_PURPOSES`."""
        mean = self.distributions[int(self.ground[type_, place, purpose])].mean
        return int((mean + float(self.per_pallet_s[type_, place, purpose]) * pallets + 0.5) // 1)
