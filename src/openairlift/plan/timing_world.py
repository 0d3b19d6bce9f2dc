"""What the missions of the plain engine share: clock, places, marks, and what each mission takes aboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from openairlift import luck
from openairlift.network.network import Network
from openairlift.plan.events import Draw
from openairlift.plan.plan import Load, Mission, Plan
from openairlift.plan.timing_clock import Clock, Draws
from openairlift.plan.timing_links import LEFT_STOCK, Consignment, Marks
from openairlift.plan.timing_loading import Leftovers
from openairlift.plan.timing_spots import Hours
from openairlift.plan.timing_station import Station
from openairlift.plan.timing_traffic import Traffic
from openairlift.units import seconds

EMPTY_RANK = 9
"""Rank of a mission without loads."""


@dataclass(slots=True)
class StopTimes:
    """When a stop was reached and left [s]; None = not within the horizon, or not at this kind of stop.

    Attributes
    ----------
    arrive : over the field (the last time, after diverts), or on the base ramp.
    park : block-in on a spot.
    start, end : of service.
    depart : block-out; where the tail's next stop is at the same place: when it turned to that.
    """

    arrive: int | None = None
    park: int | None = None
    start: int | None = None
    end: int | None = None
    depart: int | None = None


@dataclass(slots=True)
class Flight:
    """A mission as it is flown."""

    index: int
    mission: Mission
    key: int
    rank: int
    loads: range
    stops: list[StopTimes]
    aboard: list[float] = field(default_factory=list)
    diverts: dict[int, int] = field(default_factory=dict)

    @property
    def pallets(self) -> float:
        """Planned pallet positions."""
        return sum(load.pallets for load in self.mission.loads)


class World:
    """All that the plain engine holds, but for the aircraft."""

    def __init__(self, network: Network, plan: Plan, draws: Draws) -> None:
        self.network = network
        self.clock = Clock(network.horizon_s, draws)
        self.hours = Hours(network)
        self.hold_s = seconds(network.scenario.settings.hold_s)
        self.stations = [Station(self.clock, network, place, self.hours) for place in range(len(network.places))]
        self.leftovers = Leftovers(network)
        self.marks = Marks(self.clock, len(plan.loads))
        self.flying_s = [0] * len(network.types)
        self.flights = _flights(network, plan)
        for index, stream in enumerate(network.streams):
            Traffic(self.clock, network, index, self.stations[stream.place], self.hold_s).next_arrival()

    def take_cargo(self, flight: Flight, type_: int) -> None:
        """Put aboard what the payload drawn allows, and mark it as gone from stock."""
        network, mission = self.network, flight.mission
        stops = mission.stops[mission.onload : mission.offload + 1]
        payload = min(float(network.payload_kg[type_, a.place, b.place]) for a, b in pairwise(stops))
        record = network.types[type_]
        if record.payload_flown_share is not None:
            payload *= self.clock.draws.value(record.payload_flown_share, flight.key, Draw.PAYLOAD, 0)
        limit = float(record.pallets) if record.pallets is not None else 1.0 if record.floor_m is not None else None
        place = stops[0].place
        flight.aboard = self.leftovers.load(mission.loads, place, payload_kg=payload, positions=limit)
        for index, quantity in zip(flight.loads, flight.aboard, strict=True):
            if quantity > 0.0:
                self.marks.carried[index] = quantity
                self.marks.reach(LEFT_STOCK, index, place)

    def consignments(self, flight: Flight, hub: int) -> list[Consignment]:
        """Return what a mission brings to its hub; loads with nothing aboard are left out."""
        aboard = zip(flight.loads, flight.mission.loads, flight.aboard, strict=True)
        return [self._consignment(index, load, quantity, hub) for index, load, quantity in aboard if quantity > 0.0]

    def _consignment(self, index: int, load: Load, quantity: float, hub: int) -> Consignment:
        line = self.network.lines[load.line]
        return Consignment(
            load=index,
            key=luck.key_of(f"{line.name}#{load.number}"),
            rank=line.rank,
            mass_kg=quantity * line.unit_kg,
            link=load.link,
            destination=hub if load.link is None else self.network.links[load.link].destination,
            marks=self.marks,
        )


def _flights(network: Network, plan: Plan) -> list[Flight]:
    flights: list[Flight] = []
    flown: dict[int, int] = {}
    loads = 0
    for index, mission in enumerate(plan.missions):
        number = flown.get(mission.tail, 0)
        flown[mission.tail] = number + 1
        if mission.loads:
            name = f"{network.lines[mission.loads[0].line].name}#{mission.loads[0].number}"
        else:
            name = f"empty:{network.tails[mission.tail].name}:{number}"
        rank = min((network.lines[load.line].rank for load in mission.loads), default=EMPTY_RANK)
        ids = range(loads, loads + len(mission.loads))
        loads = ids.stop
        flights.append(Flight(index, mission, luck.key_of(name), rank, ids, [StopTimes() for _ in mission.stops]))
    return flights
