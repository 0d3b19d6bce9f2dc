"""Aircraft types, their ground times, the fleet, and staged crews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openairlift.model.fields import Kind, column
from openairlift.model.values import BODIES, Curve, Distribution
from openairlift.units import Dimension

CARGO_CLASSES = ("bulk", "oversize", "outsize", "passengers")
"""Cargo classes in ascending order of what they ask of an aircraft; passengers stand apart."""

PURPOSES = ("onload", "offload", "enroute", "expedited", "turn")


@dataclass(frozen=True, slots=True, kw_only=True)
class AircraftType:
    """A row of ``aircraft.csv``: a change of, or an addition to, the shipped types."""

    type: str = column(Kind.ID, "Name of the type.", required=True, key=True)
    name: str | None = column(Kind.TEXT, "Name in full.")
    body: str | None = column(Kind.CHOICE, "Body class, for parking.", choices=BODIES)
    payload_at_range: Curve | None = column(
        Kind.CURVE,
        "Payload by leg length (0km:77000kg;4400km:77000kg;…), linear; beyond the last point it can't be flown.",
        x=Dimension.DISTANCE,
        y=Dimension.MASS,
    )
    block_speed: Curve | None = column(
        Kind.CURVE,
        "Block speed by leg length (500km:530kmh;…), linear between points, constant beyond.",
        x=Dimension.DISTANCE,
        y=Dimension.SPEED,
    )
    pallets: int | None = column(Kind.INTEGER, "Pallet positions.", minimum=0)
    pallet_kg: float | None = column(
        Kind.NUMBER, "Cargo mass that one pallet position takes.", above=0, dimension=Dimension.MASS
    )
    pallet_m3: float | None = column(
        Kind.NUMBER, "Cargo volume that one pallet position takes.", above=0, dimension=Dimension.VOLUME
    )
    floor_m: float | None = column(Kind.NUMBER, "Length of the cargo floor.", above=0, dimension=Dimension.LENGTH)
    floor_width_m: float | None = column(Kind.NUMBER, "Width of the cargo floor.", above=0, dimension=Dimension.LENGTH)
    door_height_m: float | None = column(Kind.NUMBER, "Height of the cargo door.", above=0, dimension=Dimension.LENGTH)
    door_width_m: float | None = column(Kind.NUMBER, "Width of the cargo door.", above=0, dimension=Dimension.LENGTH)
    seats: int | None = column(Kind.INTEGER, "Seats for passengers.", minimum=0)
    cargo_classes: tuple[str, ...] = column(
        Kind.CHOICES, "Cargo classes that it can carry.", default=(), choices=CARGO_CLASSES
    )
    runway_m: float | None = column(Kind.NUMBER, "Runway needed.", above=0, dimension=Dimension.LENGTH)
    gross_kg: float | None = column(Kind.NUMBER, "Heaviest take-off mass.", above=0, dimension=Dimension.MASS)
    fuel_kg_per_h: float | None = column(
        Kind.NUMBER, "Fuel burned per flying hour.", minimum=0, dimension=Dimension.MASS_PER_HOUR
    )
    duty_s: float | None = column(
        Kind.NUMBER, "Duty day of a basic crew.", name="duty_h", above=0, dimension=Dimension.TIME
    )
    augmented_duty_s: float | None = column(
        Kind.NUMBER, "Duty day of an augmented crew.", name="augmented_duty_h", above=0, dimension=Dimension.TIME
    )
    rest_s: float | None = column(Kind.NUMBER, "Crew rest.", name="rest_h", minimum=0, dimension=Dimension.TIME)
    report_s: float | None = column(
        Kind.NUMBER, "Duty before the first block-out.", name="report_h", minimum=0, dimension=Dimension.TIME
    )
    release_s: float | None = column(
        Kind.NUMBER, "Duty after block-in, before rest.", name="release_h", minimum=0, dimension=Dimension.TIME
    )
    hours_per_30d: float | None = column(Kind.NUMBER, "Flying hours a crew may fly in 30 days.", above=0)
    reliability_share: float | None = column(
        Kind.NUMBER, "Share of departures without a breakdown.", minimum=0, maximum=1
    )
    repair_s: Distribution | None = column(
        Kind.DISTRIBUTION, "Repair after a breakdown.", name="repair_h", minimum=0, dimension=Dimension.TIME
    )
    cost_usd_per_h: float | None = column(
        Kind.NUMBER, "Cost per flying hour.", minimum=0, dimension=Dimension.MONEY_PER_HOUR
    )
    charter_usd: float | None = column(Kind.NUMBER, "Price of a charter flight.", minimum=0, dimension=Dimension.MONEY)
    route_factor: float = column(
        Kind.NUMBER, "Flown distance over great-circle distance.", default=1.0, minimum=1, maximum=3
    )
    payload_flown_share: Distribution | None = column(
        Kind.DISTRIBUTION, "Payload that can really be flown, as a share of the planning payload.", minimum=0, maximum=1
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundTime:
    """A row of ``ground_times.csv``: block-in to block-out without waiting."""

    place: str = column(Kind.ID, "Place, or * for any.", default="*", key=True, refers="places")
    type: str = column(Kind.ID, "Aircraft type, or * for any.", default="*", key=True, refers="aircraft")
    purpose: str = column(Kind.CHOICE, "What the stop is for.", required=True, key=True, choices=PURPOSES)
    time_s: Distribution = column(
        Kind.DISTRIBUTION, "Time on the ground.", name="time_h", required=True, minimum=0, dimension=Dimension.TIME
    )
    per_pallet_s: float = column(
        Kind.NUMBER,
        "Added per pallet position of the load.",
        name="per_pallet_min",
        default=0.0,
        minimum=0,
        dimension=Dimension.TIME,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRow:
    """A row of ``fleet.csv``: tails of one type at one home."""

    type: str = column(Kind.ID, "Aircraft type.", required=True, key=True, refers="aircraft")
    tails: int = column(Kind.INTEGER, "Number of tails.", required=True, minimum=0, maximum=5000)
    home: str = column(Kind.ID, "Home airfield.", required=True, key=True, refers="places")
    positioned_at: str | None = column(
        Kind.ID, "Operating base where the tails start and wait; blank = home.", refers="places"
    )
    available_from: datetime | None = column(Kind.TIME, "First moment of use; blank = start.")
    available_to: datetime | None = column(Kind.TIME, "No mission may end later; blank = horizon.")
    crews: int | None = column(
        Kind.INTEGER, "Crews of these tails, who wait at their base; blank = always one at hand there.", minimum=0
    )
    augmented: bool = column(Kind.BOOLEAN, "Whether crews are augmented.", default=False)
    owner: str | None = column(Kind.TEXT, "Who lends the tails.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedCrews:
    """A row of ``crews.csv``: crews that wait at a place for tails that come through."""

    place: str = column(Kind.ID, "Where they wait.", required=True, key=True, refers="places")
    crews: int = column(Kind.INTEGER, "How many.", required=True, minimum=0, maximum=5000)
    types: tuple[str, ...] = column(
        Kind.IDS, "Types that they fly, ; between; blank = any.", default=(), refers="aircraft"
    )
    opens: datetime | None = column(Kind.TIME, "When they come; blank = start.", name="from")
    closes: datetime | None = column(Kind.TIME, "When they leave; blank = horizon.", name="to")
