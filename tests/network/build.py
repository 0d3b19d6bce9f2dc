"""Scenarios made by hand from the records, without files: a base for tests of every room above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from openairlift.evidence import EvidenceBook
from openairlift.model import (
    AircraftType,
    ClearanceRow,
    Curve,
    Disruption,
    Distribution,
    FleetRow,
    GroundTime,
    Item,
    Link,
    Package,
    PackageEvent,
    Place,
    Requirement,
    Settings,
    Shape,
    Spots,
    StagedCrews,
    StockRow,
    Traffic,
    UnitLoadsRow,
    UnitTypeRow,
)
from openairlift.scenario import Scenario

START = datetime(2022, 2, 25, tzinfo=UTC)
HOUR = 3600.0


def at(hours: float) -> datetime:
    """Return the moment that lies `hours` after the start of the scenarios made here."""
    return START + timedelta(hours=hours)


def hours(value: float) -> Distribution:
    """Return a time that is always `value` hours [s]."""
    return Distribution.constant(value * HOUR)


def triangular(low: float, mode: float, high: float) -> Distribution:
    """Return a triangular time, parameters in hours."""
    return Distribution(Shape.TRIANGULAR, (low * HOUR, mode * HOUR, high * HOUR))


def spots(*, small: int = 0, narrow: int = 0, wide: int = 0) -> Spots:
    """Return parking spots by class."""
    return Spots((small, narrow, wide))


def curve(*points: tuple[float, float], y: float = 1.0) -> Curve:
    """Return a curve of points (km, value); `y` converts the values (``1000`` for tonnes, ``1 / 3.6`` for km/h)."""
    return Curve(tuple((x * 1000.0, value * y) for x, value in points))


def place(id_: str, lat: float, lon: float, **fields: Any) -> Place:
    """Return an airfield with a 3,000 m runway; ``runway_m=None`` makes it a place by the road."""
    return Place(**{"id": id_, "name": id_, "lat": lat, "lon": lon, "runway_m": 3000.0, **fields})


def jet(type_: str = "JET", **fields: Any) -> AircraftType:
    """Return a wide-body: 40 t to 4,000 km, nothing at 8,000 km, 720 km/h block, 18 pallet positions."""
    stated: dict[str, Any] = {
        "type": type_,
        "body": "wide",
        "payload_at_range": curve((0, 40), (4000, 40), (8000, 0), y=1000.0),
        "block_speed": curve((0, 720), y=1 / 3.6),
        "pallets": 18,
        "pallet_kg": 4500.0,
        "pallet_m3": 13.0,
        "floor_m": 26.0,
        "floor_width_m": 5.4,
        "door_height_m": 3.7,
        "door_width_m": 5.4,
        "seats": 100,
        "cargo_classes": ("bulk", "oversize", "outsize", "passengers"),
        "runway_m": 1000.0,
    }
    return AircraftType(**{**stated, **fields})


def prop(type_: str = "PROP", **fields: Any) -> AircraftType:
    """Return a narrow-body: 15 t to 3,000 km, nothing at 5,000 km, 540 km/h block, no outsize cargo."""
    stated: dict[str, Any] = {
        "body": "narrow",
        "payload_at_range": curve((0, 15), (3000, 15), (5000, 0), y=1000.0),
        "block_speed": curve((0, 540), y=1 / 3.6),
        "pallets": 6,
        "floor_m": 12.0,
        "floor_width_m": 3.1,
        "door_height_m": 2.7,
        "door_width_m": 3.1,
        "seats": 90,
        "cargo_classes": ("bulk", "oversize", "passengers"),
        "runway_m": 900.0,
    }
    return jet(type_, **{**stated, **fields})


DEPOT = place("depot", 49.44, 7.60, icao="ETAR", parking=spots(wide=4), working=2)
HUB = place("hub", 50.11, 22.02, icao="EPRZ", parking=spots(wide=2), working=2)
TOWN = place("town", 49.84, 24.03, runway_m=None)
"""Depot in Germany, hub in Poland, and a town beyond the border that only a road reaches."""

ROAD = Link(
    origin="hub",
    destination="town",
    mode="road",
    trucks=10,
    payload_kg=15_000.0,
    load_s=hours(1),
    unload_s=hours(1),
    transit_s=hours(4),
    border_wait_s=hours(2),
)


def requirement(req_id: str = "r1", **fields: Any) -> Requirement:
    """Return 100 t of bulk cargo from the depot to the hub, or what the fields say instead."""
    asked = {"item", "unit_type", "cargo_class", "people"} & fields.keys()
    what: dict[str, Any] = {} if asked else {"cargo_class": "bulk", "mass_kg": 100_000.0}
    return Requirement(**{"req_id": req_id, "origin": "depot", "destination": "hub", **what, **fields})


def scenario(
    *,
    places: Sequence[Place] = (DEPOT, HUB, TOWN),
    types: Sequence[AircraftType] | None = None,
    fleet: Sequence[FleetRow] | None = None,
    requirements: Sequence[Requirement] | None = None,
    ground_times: Sequence[GroundTime] | None = None,
    links: Sequence[Link] = (ROAD,),
    items: Iterable[Item] = (),
    stock: Sequence[StockRow] = (),
    unit_types: Iterable[UnitTypeRow] = (),
    unit_loads: Iterable[UnitLoadsRow] = (),
    traffic: Sequence[Traffic] = (),
    disruptions: Sequence[Disruption] = (),
    crews: Sequence[StagedCrews] = (),
    clearances: Sequence[ClearanceRow] = (),
    packages: Sequence[Package] = (),
    package_events: Sequence[PackageEvent] = (),
    settings: Settings | None = None,
    **setting: Any,
) -> Scenario:
    """Return a valid scenario; every part has a small default.

    Default: three jets at the depot, ground times of 2 h (onload), 2.5 h (offload) and 1.5 h (en route), 100 t of bulk
    cargo from depot to hub, ten days. `setting` changes single settings (``arrivals="free"``, ``horizon_days=3``).
    """
    base = settings or Settings(title="A test", start=START, horizon_days=10)
    types = (jet(),) if types is None else types
    if fleet is None:
        fleet = (FleetRow(type=types[0].type, tails=3, home=places[0].id),)
    if ground_times is None:
        purposes = (("onload", 2.0), ("offload", 2.5), ("enroute", 1.5))
        ground_times = tuple(GroundTime(purpose=purpose, time_s=hours(time)) for purpose, time in purposes)
    known = {place.id for place in places}
    units: dict[str, tuple[UnitTypeRow, ...]] = {}
    for row in unit_types:
        units[row.unit_type] = (*units.get(row.unit_type, ()), row)
    loads: dict[str, tuple[UnitLoadsRow, ...]] = {}
    for load in unit_loads:
        loads[load.unit_type] = (*loads.get(load.unit_type, ()), load)
    return Scenario(
        name="test",
        settings=replace(base, **setting) if setting else base,
        places={place.id: place for place in places},
        aircraft={type_.type: type_ for type_ in types},
        ground_times=tuple(ground_times),
        fleet=tuple(fleet),
        traffic=tuple(traffic),
        items={item.item: item for item in items},
        unit_types=units,
        unit_loads=loads,
        stock=tuple(stock),
        requirements={row.req_id: row for row in (requirements if requirements is not None else (requirement(),))},
        packages={row.package: row for row in packages},
        package_events=tuple(package_events),
        links=tuple(link for link in links if {link.origin, link.destination} <= known),
        people=(),
        disruptions=tuple(disruptions),
        options={},
        chosen=(),
        evidence=EvidenceBook.empty(),
        inputs=(),
        defaults=(),
        unused=(),
        warnings=(),
        fingerprint="test",
        crews=tuple(crews),
        clearances=tuple(clearances),
    )
