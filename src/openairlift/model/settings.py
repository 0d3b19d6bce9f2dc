"""The settings of a scenario: ``scenario.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openairlift.model.fields import Kind, column
from openairlift.units import Dimension

MARKS = ("left_stock", "landed", "at_hub", "forwarded", "delivered")
"""The five marks that a consignment passes, in order."""

METERS = ("mass", "usd", "items", "people")
"""What can be counted at a mark."""

PROFILES = ("us-nato", "humanitarian")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for the whole scenario."""

    title: str = column(Kind.TEXT, "What the scenario is about, in one line.", required=True)
    start: datetime = column(Kind.TIME, "First moment of the scenario, in UTC; C-day and D-day.", required=True)
    horizon_days: float = column(Kind.NUMBER, "Length of the scenario in days.", required=True, above=0, maximum=366)
    seed: int = column(Kind.INTEGER, "Seed of a study that states none.", default=1, minimum=0)
    profile: str = column(Kind.CHOICE, "Units in which results are shown.", default="humanitarian", choices=PROFILES)
    objective_meter: str = column(Kind.CHOICE, "What the plan counts.", default="mass", choices=METERS)
    objective_mark: str = column(Kind.CHOICE, "Where the plan counts it.", default="delivered", choices=MARKS)
    rank_weights: tuple[float, ...] = column(
        Kind.NUMBER, "Weight of rank 1, 2, 3 …; the last holds for all higher ranks.", default=(8.0, 4.0, 2.0, 1.0)
    )
    person_kg: float = column(
        Kind.NUMBER, "Mass of a person with baggage.", default=110.0, above=0, dimension=Dimension.MASS
    )
    recourse: str = column(
        Kind.CHOICE,
        "What becomes of missions of a tail that is lost or whose window ends: not flown (keep), or given to "
        "another tail of the same type and base (reassign).",
        default="keep",
        choices=("keep", "reassign"),
    )
    arrivals: str = column(
        Kind.CHOICE,
        "Whether an aircraft leaves with a reserved slot (slots) or flies, holds and diverts (free).",
        default="slots",
        choices=("slots", "free"),
    )
    hold_s: float = column(
        Kind.NUMBER,
        "Longest time an aircraft holds before it diverts.",
        name="hold_min",
        default=2700.0,
        minimum=0,
        dimension=Dimension.TIME,
    )
    banner: str | None = column(Kind.TEXT, "Line that every export carries.")
    blur_m: float | None = column(
        Kind.NUMBER, "Positions are shown to this grid.", name="blur_km", minimum=0, dimension=Dimension.DISTANCE
    )

    @property
    def horizon(self) -> int:
        """Length of the scenario [s]."""
        return int(self.horizon_days * 86_400 + 0.5)
