"""A plan: immutable missions of tails, hauls by surface, their loads, and what could not be planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from openairlift.notebook import rich
from openairlift.plan.proof import TERMS, Proof

NO_MISSION = -1
"""In `Plan.loads`: the mission of a load that goes by surface alone."""


class Purpose(IntEnum):
    """What a stop is for."""

    ONLOAD = 0
    OFFLOAD = 1
    ENROUTE = 2
    RECOVER = 3  # at the tail's base, on its uncounted ramp


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one mission, or one haul, carries of one requirement line.

    Attributes
    ----------
    line : index of the requirement line in `Network.lines` (a requirement by unit type has a line per item).
    number : 1, 2, 3 … within the line; with the line's name it makes the luck key.
    quantity : pieces (items, people), or kg for cargo by mass; > 0.
    mass_kg, volume_m3, pallets, value_usd : of this quantity.
    stock : index of the stock row in `Network.stocks` that it is drawn from, or None for cargo that needs no stock.
    link : index of the surface link onward in `Network.links`, or None when the hub is the destination; of a haul: the
        link that takes it all the way.
    """

    line: int
    number: int
    quantity: float
    mass_kg: float
    volume_m3: float
    pallets: float
    value_usd: float
    stock: int | None = None
    link: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of a mission: an airfield by index, its purpose, and planned crew rest after service [s]."""

    place: int
    purpose: Purpose
    rest_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """An ordered chain of stops of one tail, with what it carries from its onload to its offload stop.

    The tail starts where its previous mission ended (its base at first). A mission has one ONLOAD stop, then ENROUTE
    stops, one OFFLOAD stop, then ENROUTE stops, and may end with RECOVER at the tail's base; ENROUTE stops may also
    precede the onload. The first movement (block-out from where the tail stands; with onload at that very place, the
    request for a spot) happens at `earliest_s` or later.
    """

    tail: int
    stops: tuple[Stop, ...]
    loads: tuple[Load, ...]
    earliest_s: int = 0

    @property
    def onload(self) -> int:
        """Index of the onload stop."""
        return next(i for i, stop in enumerate(self.stops) if stop.purpose is Purpose.ONLOAD)

    @property
    def offload(self) -> int:
        """Index of the offload stop."""
        return next(i for i, stop in enumerate(self.stops) if stop.purpose is Purpose.OFFLOAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Haul:
    """A load that goes by surface alone: by one link from where it lies straight to its destination.

    Attributes
    ----------
    load : what is carried; its `link` starts at `origin` and ends at the destination of its line. It takes no pallet
        positions of any aircraft.
    origin : index of the place where it lies; it need not be an airfield.
    earliest_s : it waits for its link from then on, not before it is ready [s].
    """

    load: Load
    origin: int
    earliest_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A part of a requirement line that the plan does not carry, and the limit to blame, in words."""

    line: int
    quantity: float
    mass_kg: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Missions in order of their first movement; a tail flies its missions in this order. Hauls go without aircraft.

    `method` names how it was made; `proof` is None for plans of a method that proves nothing.
    """

    missions: tuple[Mission, ...]
    shortfalls: tuple[Shortfall, ...] = ()
    method: str = "baseline"
    reproducible: bool = True
    notes: tuple[str, ...] = field(default=())
    hauls: tuple[Haul, ...] = ()
    proof: Proof | None = None

    def _repr_html_(self) -> str:
        """Return a small view for notebooks."""
        loads = [load for _, load in self.loads]
        gaps = None if self.proof is None else self.proof.gap
        rows = [
            ("missions", len(self.missions)),
            ("aircraft used", len({mission.tail for mission in self.missions})),
            ("loads", len(loads)),
            ("mass", f"{sum(load.mass_kg for load in loads) / 1000:,.1f} t"),
            ("by surface alone", len(self.hauls) or None),
            ("not carried", f"{len(self.shortfalls)} parts" if self.shortfalls else None),
            ("method", self.method),
            (
                "gap to the bound",
                None if gaps is None else ", ".join(f"{n} {g:.0%}" for n, g in zip(TERMS, gaps, strict=True)),
            ),
        ]
        return rich(
            "Plan", rows, note="" if self.reproducible else "Stopped by the clock: another call may give another plan."
        )

    @property
    def loads(self) -> tuple[tuple[int, Load], ...]:
        """Every load with the index of its mission, in mission order, then those of hauls with -1.

        Its place in here is the load id of the simulator.
        """
        flown = ((index, load) for index, mission in enumerate(self.missions) for load in mission.loads)
        return (*flown, *((NO_MISSION, haul.load) for haul in self.hauls))
