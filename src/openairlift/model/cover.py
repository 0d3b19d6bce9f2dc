"""What is to be covered, by units of which reach, and where these may stand: geometry, and nothing of what they do."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.model.fields import Kind, column
from openairlift.units import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A row of ``assets.csv``: something to cover, with its weight."""

    id: str = column(Kind.ID, "Name of the asset in this scenario.", required=True, key=True, outlook=True)
    name: str | None = column(Kind.TEXT, "Name in full.", outlook=True)
    place: str | None = column(
        Kind.ID, "Place at which it lies; fills a blank position.", refers="places", outlook=True
    )
    lat: float | None = column(
        Kind.NUMBER, "Latitude, north positive, in degrees (WGS 84).", minimum=-90, maximum=90, outlook=True
    )
    lon: float | None = column(
        Kind.NUMBER, "Longitude, east positive, in degrees (WGS 84).", minimum=-180, maximum=180, outlook=True
    )
    position_basis: str | None = column(Kind.TEXT, "How the position is known.", outlook=True)
    weight: float = column(
        Kind.NUMBER, "Weight: people, or any measure that is the same for all.", default=1.0, minimum=0, outlook=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A row of ``sites.csv``: where a unit that covers may stand."""

    id: str = column(Kind.ID, "Name of the site in this scenario.", required=True, key=True, outlook=True)
    name: str | None = column(Kind.TEXT, "Name in full.", outlook=True)
    place: str | None = column(
        Kind.ID,
        "Place to which units for this site are sent; fills a blank position.",
        refers="places",
        outlook=True,
    )
    lat: float | None = column(
        Kind.NUMBER, "Latitude, north positive, in degrees (WGS 84).", minimum=-90, maximum=90, outlook=True
    )
    lon: float | None = column(
        Kind.NUMBER, "Longitude, east positive, in degrees (WGS 84).", minimum=-180, maximum=180, outlook=True
    )
    position_basis: str | None = column(Kind.TEXT, "How the position is known.", outlook=True)
    unit_types: tuple[str, ...] = column(
        Kind.IDS, "Types of units that may stand here; blank = all.", default=(), refers="batteries", outlook=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """A row of ``batteries.csv``: how far a type of unit reaches (a battery, a clinic, a distribution point)."""

    unit_type: str = column(
        Kind.ID, "Name of the unit type, as in unit_types.csv where it is carried.", required=True, key=True,
        outlook=True,
    )  # fmt: skip
    radius_m: float = column(
        Kind.NUMBER, "Reach, measured on the ground.", name="radius_km", required=True, above=0,
        maximum=10_000_000, dimension=Dimension.DISTANCE, outlook=True,
    )  # fmt: skip
    radius_basis: str = column(
        Kind.TEXT, "Against what or for what the radius holds, and who says so.", required=True, outlook=True
    )
    sector_deg: float = column(
        Kind.NUMBER, "Width of the sector that it covers; 360 = all round.", default=360.0, above=0, maximum=360,
        outlook=True,
    )  # fmt: skip
    azimuth_deg: float | None = column(
        Kind.NUMBER,
        "Middle of the sector, clockwise from north; blank = turned so that it covers most.",
        minimum=0,
        maximum=360,
        outlook=True,
    )
    emplace_s: float | None = column(
        Kind.NUMBER, "Time from complete at the site to in place; blank = 0.", name="emplace_h", minimum=0,
        dimension=Dimension.TIME, outlook=True,
    )  # fmt: skip
