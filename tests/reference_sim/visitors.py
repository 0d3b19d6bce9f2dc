"""What the plain simulator keeps of other traffic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tests.reference_sim.records import Entry, PlaceRow, Reservation
from tests.reference_sim.vocabulary import Shape, Step


@dataclass(slots=True, eq=False)
class StreamRow:
    """A stream of other traffic."""

    index: int
    key: int
    place: PlaceRow
    body: int
    rate: float
    no_show: float
    opens: int
    closes: int
    at: float
    ground: Shape
    hold: int
    n: int = 0
    next_at: int = 0
    made_at: int = 0


@dataclass(slots=True, eq=False)
class Visitor:
    """One arrival of other traffic."""

    own: ClassVar[bool] = False
    air: ClassVar[bool] = True
    stream: StreamRow
    n: int
    key: int
    body: int
    spot: int = -1
    started: int = 0
    hot: bool = False
    res: Reservation | None = None
    patience: Step | None = None
    entry: Entry | None = None
