"""The network: what follows from a scenario, by index, ready for planners and the simulator."""

from __future__ import annotations

from dataclasses import dataclass

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
    ready_s, earliest_s : ALD and EAD [s].
    latest_s, required_s : LAD and RDD [s], or None.
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
    """Other traffic: Poisson arrivals at a constant rate in [opens_s, closes_s)."""

    key: str
    place: int
    body: int
    arrivals_per_day: float
    opens_s: int
    closes_s: int
    ground_s: Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A capacity over time: `values[i]` holds from `times[i]` [s] on; times[0] = 0. None as value = no limit."""

    times: tuple[int, ...]
    values: tuple[tuple[int, ...], ...]


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

    def nominal_ground_s(self, type_: int, place: int, purpose: int, *, pallets: float = 0.0) -> int:
        """Return the mean time on the ground [s] for a stop; `purpose` indexes `GROUND_PURPOSES`."""
        mean = self.distributions[int(self.ground[type_, place, purpose])].mean
        return int((mean + float(self.per_pallet_s[type_, place, purpose]) * pallets + 0.5) // 1)
