"""What is carried: items, unit types, requirements and packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openairlift.model.aircraft import CARGO_CLASSES
from openairlift.model.fields import Kind, column
from openairlift.model.values import Distribution
from openairlift.units import Dimension

STATUSES = ("considered", "announced", "approved", "allocated", "in_transit", "landed", "delivered", "cancelled")
"""The status ladder of a package or an option."""

PERSON = "person"
"""The item that stands for a person in unit types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row of ``items.csv``."""

    item: str = column(Kind.ID, "Name of the item.", required=True, key=True)
    name: str | None = column(Kind.TEXT, "Name in full.")
    unit_mass_kg: float = column(
        Kind.NUMBER, "Shipping mass of one: item and packing.", required=True, above=0, dimension=Dimension.MASS
    )
    unit_volume_m3: float | None = column(Kind.NUMBER, "Shipping volume of one.", above=0, dimension=Dimension.VOLUME)
    length_m: float | None = column(Kind.NUMBER, "Length of one.", above=0, dimension=Dimension.LENGTH)
    width_m: float | None = column(Kind.NUMBER, "Width of one.", above=0, dimension=Dimension.LENGTH)
    height_m: float | None = column(Kind.NUMBER, "Height of one.", above=0, dimension=Dimension.LENGTH)
    cargo_class: str = column(Kind.CHOICE, "Cargo class.", default="bulk", choices=CARGO_CLASSES)
    hazard_class: str | None = column(Kind.TEXT, "UN hazard class with its division, such as 1.1D or 4.3.")
    explosive_kg: float | None = column(Kind.NUMBER, "Explosive mass of one.", minimum=0, dimension=Dimension.MASS)
    cold: bool = column(Kind.BOOLEAN, "Needs a cold chain.", default=False, used=False)
    unit_value_usd: float | None = column(Kind.NUMBER, "Value of one.", minimum=0, dimension=Dimension.MONEY)
    pack: str | None = column(Kind.TEXT, "How it is packed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTypeRow:
    """A row of ``unit_types.csv``: one line of what a unit consists of; people are the item ``person``."""

    unit_type: str = column(Kind.ID, "Name of the unit type.", required=True, key=True)
    item: str = column(Kind.ID, "Item.", required=True, key=True, refers="items")
    quantity: int = column(Kind.INTEGER, "How many.", required=True, minimum=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLoadsRow:
    """A row of ``unit_loads.csv``: aircraft loads of a unit where only that is published."""

    unit_type: str = column(Kind.ID, "Name of the unit type.", required=True, key=True)
    aircraft: str = column(Kind.ID, "Aircraft type.", required=True, key=True, refers="aircraft")
    loads: float = column(Kind.NUMBER, "Loads of that type.", required=True, above=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """A row of ``stock.csv``: what lies ready where."""

    place: str = column(Kind.ID, "Where it lies.", required=True, key=True, refers="places")
    item: str = column(Kind.ID, "Item.", required=True, key=True, refers="items")
    quantity: float = column(Kind.NUMBER, "How many.", required=True, minimum=0)
    ready: datetime | None = column(Kind.TIME, "When it can be loaded; blank = start.")
    floor: float | None = column(Kind.NUMBER, "Level below which it should not fall.", minimum=0, outlook=True)
    reserve: Distribution | None = column(
        Kind.DISTRIBUTION,
        "How many more lie there that are not released for the airlift: no plan draws on them.",
        minimum=0,
        outlook=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A row of ``requirements.csv``: what has to go where, and when."""

    req_id: str = column(Kind.ID, "Name of the requirement.", required=True, key=True)
    package: str | None = column(Kind.ID, "Package it belongs to.", refers="packages")
    item: str | None = column(Kind.ID, "Item that is asked for.", refers="items")
    unit_type: str | None = column(Kind.ID, "Unit that is asked for.", refers="unit_types")
    cargo_class: str | None = column(Kind.CHOICE, "Class of cargo that is asked for by mass.", choices=CARGO_CLASSES)
    people: int | None = column(Kind.INTEGER, "People that are asked for.", minimum=1)
    quantity: float | None = column(Kind.NUMBER, "How many items or units.", above=0)
    mass_kg: float | None = column(
        Kind.NUMBER, "Mass, where it is asked for by cargo class.", above=0, dimension=Dimension.MASS
    )
    no_show_share: float = column(
        Kind.NUMBER, "Share of the loads that never turn up.", default=0.0, minimum=0, maximum=1
    )
    origin: str | None = column(
        Kind.ID,
        "Where it lies: an airfield, or a place from which a link leads to the destination; any = any stock of it.",
        default="any",
        refers="places",
    )
    destination: str = column(Kind.ID, "Where it is needed.", required=True, refers="places")
    ready: datetime | None = column(Kind.TIME, "Available to load at the origin (ALD); blank = start.")
    earliest: datetime | None = column(Kind.TIME, "Not landed before (EAD).")
    latest: datetime | None = column(Kind.TIME, "Landed by (LAD).")
    required: datetime | None = column(Kind.TIME, "Delivered by (RDD).")
    rank: int = column(Kind.INTEGER, "Priority, 1 = most urgent.", default=3, minimum=1, maximum=99)
    value_usd: float | None = column(
        Kind.NUMBER, "Value of the whole requirement.", minimum=0, dimension=Dimension.MONEY
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A row of ``packages.csv``: an authorised amount."""

    package: str = column(Kind.ID, "Name of the package.", required=True, key=True)
    title: str | None = column(Kind.TEXT, "Title.")
    authorised_usd: float | None = column(Kind.NUMBER, "Authorised amount.", minimum=0, dimension=Dimension.MONEY)
    donor: str | None = column(Kind.TEXT, "Who gives.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageEvent:
    """A row of ``package_events.csv``: a dated step on the status ladder."""

    package: str = column(Kind.ID, "Package.", required=True, key=True, refers="packages")
    on: datetime = column(Kind.TIME, "When.", required=True)
    status: str = column(Kind.CHOICE, "Step.", required=True, choices=STATUSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A row of ``people.csv``: people in a country at the start, from which the posture is counted."""

    country: str = column(Kind.TEXT, "Country.", required=True, key=True)
    people: int = column(Kind.INTEGER, "How many.", required=True, minimum=0)
    as_of: datetime | None = column(Kind.TIME, "Date of the count; blank = start.")
    kind: str | None = column(Kind.TEXT, "What is counted.")
