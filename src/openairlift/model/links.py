"""Surface links and options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openairlift.model.cargo import STATUSES
from openairlift.model.fields import Kind, column
from openairlift.model.values import Distribution, Hours
from openairlift.units import Dimension

MODES = ("road", "rail", "sea")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A row of ``links.csv``: a surface link, as a capacity a day or as vehicles with round trips."""

    origin: str = column(Kind.ID, "Where it starts.", name="from", required=True, key=True, refers="places")
    destination: str = column(Kind.ID, "Where it ends.", name="to", required=True, key=True, refers="places")
    mode: str = column(Kind.CHOICE, "Mode.", required=True, key=True, choices=MODES)
    capacity_kg_per_day: float | None = column(
        Kind.NUMBER, "Mass a day; or state trucks.", above=0, dimension=Dimension.MASS_PER_DAY
    )
    trucks: int | None = column(Kind.INTEGER, "Vehicles; or state a capacity a day.", minimum=1)
    payload_kg: float | None = column(Kind.NUMBER, "Mass a vehicle takes.", above=0, dimension=Dimension.MASS)
    payload_m3: float | None = column(
        Kind.NUMBER, "Volume a vehicle takes; blank = no limit.", above=0, dimension=Dimension.VOLUME
    )
    load_s: Distribution | None = column(
        Kind.DISTRIBUTION, "Loading of a vehicle.", name="load_h", minimum=0, dimension=Dimension.TIME
    )
    unload_s: Distribution | None = column(
        Kind.DISTRIBUTION, "Unloading of a vehicle.", name="unload_h", minimum=0, dimension=Dimension.TIME
    )
    transit_s: Distribution | None = column(
        Kind.DISTRIBUTION, "Travel, one way.", name="transit_h", minimum=0, dimension=Dimension.TIME
    )
    border_wait_s: Distribution | None = column(
        Kind.DISTRIBUTION, "Wait at the border, outward.", name="border_wait_h", minimum=0, dimension=Dimension.TIME
    )
    convoy: int | None = column(Kind.INTEGER, "Vehicles that travel together.", minimum=1)
    open_hours: Hours | None = column(
        Kind.HOURS, "Hours in which vehicles leave or loads pass, in the time zone of the place where it starts."
    )
    cost: float | None = column(
        Kind.NUMBER, "Cost in USD per trip of a vehicle; of a link with a capacity a day per load.", minimum=0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent:
    """A dated step on the status ladder of an option."""

    on: str
    status: str

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"{self.status!r} is no status; allowed: {', '.join(STATUSES)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A named change to the base scenario (``options.toml``).

    Attributes
    ----------
    id, title : its name on the command line, and in full.
    events : dated status events.
    evidence : ids of evidence records.
    after : options that it builds on.
    add : rows to add, as (table, row).
    set : cells to change, as (``table/row key/column``, value).
    remove : rows to remove, as ``table/row key``.
    """

    id: str
    title: str
    events: tuple[StatusEvent, ...] = ()
    evidence: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    add: tuple[tuple[str, dict[str, Any]], ...] = ()
    set: tuple[tuple[str, str], ...] = ()
    remove: tuple[str, ...] = ()
