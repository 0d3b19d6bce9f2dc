"""The prices that a plan meets: which are stated, and which are not."""

from __future__ import annotations

from openairlift.network import Network
from openairlift.plan import NO_MISSION, Load, Plan, Purpose

KINDS = ("flying", "charter", "landing", "handling", "surface")
"""Kinds of cost, in the order in which arrays hold them."""


def legs(network: Network, plan: Plan) -> list[tuple[int, int, int, int]]:
    """Return mission, type, start and end of every leg of a plan."""
    here = [tail.base for tail in network.tails]
    found = []
    for index, mission in enumerate(plan.missions):
        for stop in mission.stops:
            if stop.place != here[mission.tail]:
                found.append((index, network.tails[mission.tail].type, here[mission.tail], stop.place))
            here[mission.tail] = stop.place
    return found


class Prices:
    """Which prices a plan meets, and which of them are not stated."""

    def __init__(self, network: Network, plan: Plan) -> None:
        self.network, self.plan = network, plan
        self.types = sorted({network.tails[mission.tail].type for mission in plan.missions})
        self.landed = sorted({place for _, _, _, place in legs(network, plan)})
        self.ends = [self._ends(index) for index in range(len(plan.missions))]
        flown = [index for index, mission in enumerate(plan.missions) if mission.loads]
        self.handled = sorted({place for index in flown for place in self.ends[index]})
        self.links = sorted({load.link for _, load in plan.loads if load.link is not None})

    def _ends(self, index: int) -> tuple[int, ...]:
        stops = self.plan.missions[index].stops
        return tuple(stop.place for stop in stops if stop.purpose in (Purpose.ONLOAD, Purpose.OFFLOAD))

    def handling(self, mission: int, end: int) -> float:
        """Return the price of handling at the onload (0) or the offload (1) of a mission; 0 for a haul [USD/kg]."""
        if mission == NO_MISSION:
            return 0.0
        return self.network.places[self.ends[mission][end]].handling_usd_per_kg or 0.0

    def trip(self, load: Load) -> float:
        """Return the price of a surface trip of a load [USD]."""
        return 0.0 if load.link is None else self.network.links[load.link].record.cost or 0.0

    def used(self) -> tuple[bool, ...]:
        """Return which kinds of cost the plan causes."""
        chartered = [self.network.types[i].charter_usd is not None for i in self.types]
        return not all(chartered), any(chartered), bool(self.landed), bool(self.handled), bool(self.links)

    def priced(self) -> tuple[bool, ...]:
        """Return of which kinds of cost at least one price is stated."""
        network = self.network
        types = [network.types[i] for i in self.types]
        return (
            any(type_.cost_usd_per_h is not None and type_.charter_usd is None for type_ in types),
            any(type_.charter_usd is not None for type_ in types),
            any(network.places[i].landing_usd is not None for i in self.landed),
            any(network.places[i].handling_usd_per_kg is not None for i in self.handled),
            any(network.links[i].record.cost is not None for i in self.links),
        )

    def not_stated(self) -> tuple[str, ...]:
        """Return what the plan uses that has no price."""
        network = self.network
        found = [
            f"flying hours of {type_.type}"
            for type_ in (network.types[i] for i in self.types)
            if type_.cost_usd_per_h is None and type_.charter_usd is None
        ]
        places = network.places
        found += [f"landings at {places[i].id}" for i in self.landed if places[i].landing_usd is None]
        found += [f"handling at {places[i].id}" for i in self.handled if places[i].handling_usd_per_kg is None]
        links = [network.links[i].record for i in self.links]
        return (
            *found,
            *(f"trips by {row.mode} from {row.origin} to {row.destination}" for row in links if row.cost is None),
        )
