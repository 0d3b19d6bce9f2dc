"""Frozen records: what an airlift is made of; a field's name, type, unit, default and text stand here once."""

from openairlift.model.aircraft import CARGO_CLASSES, PURPOSES, AircraftType, FleetRow, GroundTime
from openairlift.model.cargo import (
    PERSON,
    STATUSES,
    Item,
    Package,
    PackageEvent,
    People,
    Requirement,
    StockRow,
    UnitLoadsRow,
    UnitTypeRow,
)
from openairlift.model.fields import FieldSpec, Kind, specs
from openairlift.model.links import DISRUPTION_KINDS, MODES, Disruption, Link, Option, StatusEvent
from openairlift.model.places import Place, Traffic
from openairlift.model.settings import MARKS, METERS, PROFILES, Settings
from openairlift.model.values import BODIES, Curve, Distribution, Equivalence, Hours, Shape, Spots

TABLES: dict[str, type] = {
    "places": Place,
    "aircraft": AircraftType,
    "ground_times": GroundTime,
    "fleet": FleetRow,
    "traffic": Traffic,
    "items": Item,
    "unit_types": UnitTypeRow,
    "unit_loads": UnitLoadsRow,
    "stock": StockRow,
    "requirements": Requirement,
    "packages": Package,
    "package_events": PackageEvent,
    "links": Link,
    "people": People,
    "disruptions": Disruption,
}
"""Record class of every table that this version reads."""

__all__ = [
    "BODIES",
    "CARGO_CLASSES",
    "DISRUPTION_KINDS",
    "MARKS",
    "METERS",
    "MODES",
    "PERSON",
    "PROFILES",
    "PURPOSES",
    "STATUSES",
    "TABLES",
    "AircraftType",
    "Curve",
    "Disruption",
    "Distribution",
    "Equivalence",
    "FieldSpec",
    "FleetRow",
    "GroundTime",
    "Hours",
    "Item",
    "Kind",
    "Link",
    "Option",
    "Package",
    "PackageEvent",
    "People",
    "Place",
    "Requirement",
    "Settings",
    "Shape",
    "Spots",
    "StatusEvent",
    "StockRow",
    "Traffic",
    "UnitLoadsRow",
    "UnitTypeRow",
    "specs",
]
