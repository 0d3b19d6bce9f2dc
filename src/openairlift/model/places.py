"""Places: airfields, depots at airfields, places that only a surface link reaches; clearances of their countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openairlift.model.fields import Kind, column
from openairlift.model.values import BODIES, Distribution, Equivalence, Hours, Spots
from openairlift.units import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A row of ``places.csv``."""

    id: str = column(Kind.ID, "Name of the place in this scenario.", required=True, key=True)
    name: str = column(Kind.TEXT, "Name in full.", required=True)
    icao: str | None = column(
        Kind.TEXT,
        "ICAO code; fills blank position and country, and the runway of well-known airfields.",
    )
    lat: float | None = column(Kind.NUMBER, "Latitude, north positive, in degrees (WGS 84).", minimum=-90, maximum=90)
    lon: float | None = column(Kind.NUMBER, "Longitude, east positive, in degrees (WGS 84).", minimum=-180, maximum=180)
    position_basis: str | None = column(Kind.TEXT, "How the position is known.")
    country: str | None = column(Kind.TEXT, "Country (ISO 3166-1 alpha-2).")
    runway_m: float | None = column(
        Kind.NUMBER, "Longest usable runway; a place without one is no airfield.", above=0, dimension=Dimension.LENGTH
    )
    parking: Spots | None = column(Kind.SPOTS, "Parking spots by class (wide:2;narrow:3); blank = no limit.")
    working: int | None = column(
        Kind.INTEGER, "Aircraft that can be loaded, unloaded or fuelled at once; blank = no limit.", minimum=0
    )
    loaders: int | None = column(
        Kind.INTEGER, "Aircraft loaders; onload and offload take one each; blank = no limit.", minimum=0
    )
    crews_unloading: int | None = column(
        Kind.INTEGER, "Unloading crews; onload and offload take one each; blank = no limit.", minimum=0
    )
    arrivals_per_day: float | None = column(
        Kind.NUMBER, "Landings allowed a day; whole, rounded down, at least 1; blank = no limit.", above=0
    )
    movements_per_h: float | None = column(
        Kind.NUMBER,
        "Landings and departures allowed an hour; whole, rounded down, at least 1; blank = no limit.",
        above=0,
    )
    max_gross_kg: float | None = column(
        Kind.NUMBER, "Heaviest type that may land, by its gross_kg.", above=0, dimension=Dimension.MASS
    )
    hot_spots: int | None = column(
        Kind.INTEGER, "Spots on which aircraft with more than spot_explosive_kg aboard may stand.", minimum=0
    )
    spot_explosive_kg: float | None = column(
        Kind.NUMBER, "Explosive mass that any spot may hold; above it a hot spot.", minimum=0, dimension=Dimension.MASS
    )
    fuel_kg: float | None = column(
        Kind.NUMBER,
        "Fuel in stock; with fuel_kg_per_day blank too, fuel is no limit; both 0: the place is dry.",
        minimum=0,
        dimension=Dimension.MASS,
    )
    fuel_kg_per_day: float | None = column(Kind.NUMBER, "Fuel resupply.", minimum=0, dimension=Dimension.MASS_PER_DAY)
    recovery: str | None = column(
        Kind.ID,
        "Airfield to which aircraft leave for fuel from a dry place; blank = back to where they came from.",
        refers="places",
    )
    open_hours: Hours | None = column(
        Kind.HOURS, "Opening hours by weekday in local time, such as mon-fri 06:00-22:00; sat 08:00-12:00."
    )
    tz: str | None = column(Kind.TEXT, "IANA time zone of the opening hours; blank = UTC.")
    storage_kg: float | None = column(
        Kind.NUMBER, "Cargo that the place can store; blank = no limit.", minimum=0, dimension=Dimension.MASS
    )
    storage_m3: float | None = column(
        Kind.NUMBER, "Volume that the place can store; blank = no limit.", minimum=0, dimension=Dimension.VOLUME
    )
    clearance_s: Distribution | None = column(
        Kind.DISTRIBUTION,
        "Time from landed to cleared; blank = none.",
        name="clearance_h",
        minimum=0,
        dimension=Dimension.TIME,
    )
    other_traffic_share: float | None = column(
        Kind.NUMBER, "Share of the spots taken by others, rounded down per class.", minimum=0, maximum=1
    )
    alternates: tuple[str, ...] = column(
        Kind.IDS,
        "Airfields to divert to, in order. They matter only when holding ends: when an aircraft in the air over a full "
        "or closed place has waited hold_min. A plan never uses them.",
        default=(),
        refers="places",
    )
    daylight_only: bool = column(Kind.BOOLEAN, "Open by daylight only.", default=False)
    spot_equivalence: Equivalence = column(
        Kind.EQUIVALENCE, "How many smaller aircraft a larger spot holds.", default=Equivalence()
    )
    landing_usd: float | None = column(Kind.NUMBER, "Charge per landing.", minimum=0, dimension=Dimension.MONEY)
    handling_usd_per_kg: float | None = column(
        Kind.NUMBER, "Charge per mass handled.", minimum=0, dimension=Dimension.MONEY_PER_MASS
    )

    @property
    def is_airfield(self) -> bool:
        """Whether aircraft can land here."""
        return self.runway_m is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """A row of ``traffic.csv``: aircraft of others that arrive by a Poisson process."""

    place: str = column(Kind.ID, "Where they land.", required=True, key=True, refers="places")
    arrivals_per_day: float = column(Kind.NUMBER, "Mean arrivals a day.", required=True, minimum=0)
    body: str = column(Kind.CHOICE, "Body class.", default="wide", choices=BODIES)
    opens: datetime | None = column(Kind.TIME, "First moment of the rate; blank = start.", name="from")
    closes: datetime | None = column(Kind.TIME, "End of the rate; blank = horizon.", name="to")
    ground_s: Distribution | None = column(
        Kind.DISTRIBUTION,
        "Time on a spot and a working slot; blank = 2.25 h.",
        name="ground_h",
        above=0,
        dimension=Dimension.TIME,
    )
    no_show_share: float = column(
        Kind.NUMBER, "Share of the arrivals that never come.", default=0.0, minimum=0, maximum=1
    )


CLEARANCES = ("overflight", "landing", "customs")
"""What a clearance is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceRow:
    """A row of ``clearances.csv``: how long a country takes to clear flights or cargo."""

    country: str = column(Kind.TEXT, "Country, as in places.csv (ISO 3166-1 alpha-2).", required=True, key=True)
    purpose: str = column(
        Kind.CHOICE,
        "What for: overflight (legs that begin or end there), landing, customs (of cargo that landed there).",
        name="for",
        required=True,
        key=True,
        choices=CLEARANCES,
    )
    lead_s: float | None = column(
        Kind.NUMBER,
        "Time from the request, at the start; customs: from landing. Blank = none.",
        name="lead_h",
        minimum=0,
        dimension=Dimension.TIME,
    )
    cargo: str | None = column(
        Kind.TEXT, "Only for this cargo: a cargo class, a UN hazard class, or hazardous; blank = for all."
    )
