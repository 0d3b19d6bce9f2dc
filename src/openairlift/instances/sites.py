"""Places of an instance: where they lie, and how many aircraft they park and serve."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from math import ceil

from openairlift.instances.draws import Draws
from openairlift.instances.sizes import TYPES, Size, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Where places of one kind lie: letter of their ids, what they are called, latitudes and longitudes."""

    letter: str
    title: str
    lat: Span
    lon: Span


ORIGINS = Region(letter="o", title="Origin", lat=(34.0, 44.0), lon=(-84.0, -70.0))
STAGING = Region(letter="s", title="Staging base", lat=(44.0, 56.0), lon=(-24.0, -2.0))
DESTINATIONS = Region(letter="d", title="Destination", lat=(28.0, 37.0), lon=(32.0, 41.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place: position in degrees, length of the runway [m]."""

    id: str
    name: str
    lat: float
    lon: float
    runway_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """Spots for wide bodies, and working slots."""

    parking: int
    working: int


def sites(draws: Draws, region: Region, number: int, *, gap_deg: float) -> tuple[Site, ...]:
    """Return places spread over a region, no two of them nearer than the gap."""
    found: list[Site] = []
    for i in range(number):
        id_ = f"{region.letter}{i + 1:02d}"
        for k in count():
            lat = round(draws.between(f"{id_}/lat", *region.lat, k), 3)
            lon = round(draws.between(f"{id_}/lon", *region.lon, k), 3)
            if all((lat - other.lat) ** 2 + (lon - other.lon) ** 2 >= gap_deg**2 for other in found):
                break
        runway = 10 * draws.whole(f"{id_}/runway", 275, 380)
        found.append(Site(id=id_, name=f"{region.title} {i + 1}", lat=lat, lon=lon, runway_m=runway))
    return tuple(found)


def busy_slots(size: Size, draws: Draws, site: Site, share: float, *, purpose: str) -> Slots:
    """Return the slots of an origin or a destination that handles this share of the mass.

    Working slots are what the fleet would keep busy to the drawn part, if it flew all the time.
    """
    tails = sum(squad.tails for squad in size.squads)
    hours = sum(squad.tails * float(getattr(TYPES[squad.type], purpose)) for squad in size.squads) / tails
    busy = share * size.loads_per_day * hours / 24.0
    working = _within(ceil(busy / draws.between(f"{site.id}/use", *size.use)), size.working)
    return Slots(parking=2 * working + draws.whole(f"{site.id}/parking", -1, 1), working=working)


def staging_slots(size: Size, draws: Draws, site: Site) -> Slots:
    """Return the slots of a staging base."""
    working = draws.whole(f"{site.id}/working", *size.staging_working)
    return Slots(parking=working + draws.whole(f"{site.id}/parking", 1, 4), working=working)


def few_slots(size: Size, draws: Draws, site: Site) -> Slots:
    """Return the slots of any place of a small instance."""
    working = draws.whole(f"{site.id}/working", *size.working)
    return Slots(parking=working + draws.whole(f"{site.id}/parking", 0, 1), working=working)


def times(slots: Slots, factor: float) -> Slots:
    """Return slots multiplied by a factor, rounded, at least 1.

    Examples
    --------
    >>> times(Slots(parking=5, working=3), 0.5)
    Slots(parking=3, working=2)
    """
    parking, working = (max(int(number * factor + 0.5), 1) for number in (slots.parking, slots.working))
    return Slots(parking=parking, working=working)


def _within(value: int, limits: tuple[int, int]) -> int:
    return min(max(value, limits[0]), limits[1])
