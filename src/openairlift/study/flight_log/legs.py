"""The legs of a plan with their planned times, and whether what flew was late against them."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.audits import Timing
from openairlift.network import UNREACHABLE, Network
from openairlift.plan import Plan, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One leg of a mission.

    Attributes
    ----------
    mission, stop : indexes of the mission and of the stop where it lands.
    tail, type : names.
    origin, destination : ids of the places.
    purpose : what it lands for.
    out_s, in_s : planned block-out and block-in, of the plan carried out without luck [s]; None = beyond the horizon.
    aboard : the requirement of every load, none on an empty leg.
    """

    mission: int
    stop: int
    tail: str
    type: str
    origin: str
    destination: str
    purpose: str
    out_s: int | None
    in_s: int | None
    aboard: tuple[str, ...]

    @property
    def requirements(self) -> frozenset[str]:
        """The requirements aboard."""
        return frozenset(self.aboard)

    @property
    def loaded(self) -> bool:
        """Whether cargo is aboard."""
        return bool(self.aboard)


def legs_of(network: Network, plan: Plan, timing: Timing) -> tuple[Leg, ...]:
    """Return the legs of a plan in order of missions and stops; a stop where the tail stands already is no leg."""
    found: list[Leg] = []
    where = {index: tail.base for index, tail in enumerate(network.tails)}
    for number, (mission, times) in enumerate(zip(plan.missions, timing.stops, strict=True)):
        tail = network.tails[mission.tail]
        first, last = (mission.onload, mission.offload) if mission.loads else (-1, -1)
        aboard = tuple(network.lines[load.line].requirement for load in mission.loads)
        for index, (stop, time) in enumerate(zip(mission.stops, times, strict=True)):
            here, where[mission.tail] = where[mission.tail], stop.place
            if here == stop.place:
                continue
            block = int(network.block_s[tail.type, here, stop.place])
            arrives = time.arrive
            lands = time.park if time.park is not None or stop.purpose is not Purpose.RECOVER else arrives
            found.append(
                Leg(
                    mission=number,
                    stop=index,
                    tail=tail.name,
                    type=network.types[tail.type].type,
                    origin=network.places[here].id,
                    destination=network.places[stop.place].id,
                    purpose=stop.purpose.name.lower(),
                    out_s=None if arrives is None or block == UNREACHABLE else arrives - block,
                    in_s=lands,
                    aboard=aboard if first < index <= last else (),
                )
            )
    return tuple(found)
