"""Frozen records: what an airlift is made of; a field's name, type, unit, default and text stand here once."""

from openairlift.model.aircraft import CARGO_CLASSES, PURPOSES, AircraftType, FleetRow, GroundTime, StagedCrews
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
from openairlift.model.cover import Asset, Battery, Site
from openairlift.model.disruptions import DISRUPTION_KINDS, PLACE_CAPACITIES, Disruption
from openairlift.model.fields import FieldSpec, Kind, specs
from openairlift.model.flights import OUTCOMES, STOP_PURPOSES, Flight
from openairlift.model.links import MODES, Link, Option, StatusEvent
from openairlift.model.places import CLEARANCES, ClearanceRow, Place, Traffic
from openairlift.model.settings import MARKS, METERS, PROFILES, Settings
from openairlift.model.supply import DRAWN, Consumption, Production
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
    "crews": StagedCrews,
    "clearances": ClearanceRow,
    "production": Production,
    "consumption": Consumption,
    "assets": Asset,
    "batteries": Battery,
    "sites": Site,
    "flights": Flight,
}
"""Record class of every table that this version reads."""

__all__ = [
    "BODIES",
    "CARGO_CLASSES",
    "CLEARANCES",
    "DISRUPTION_KINDS",
    "DRAWN",
    "MARKS",
    "METERS",
    "MODES",
    "OUTCOMES",
    "PERSON",
    "PLACE_CAPACITIES",
    "PROFILES",
    "PURPOSES",
    "STATUSES",
    "STOP_PURPOSES",
    "TABLES",
    "AircraftType",
    "Asset",
    "Battery",
    "ClearanceRow",
    "Consumption",
    "Curve",
    "Disruption",
    "Distribution",
    "Equivalence",
    "FieldSpec",
    "FleetRow",
    "Flight",
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
    "Production",
    "Requirement",
    "Settings",
    "Shape",
    "Site",
    "Spots",
    "StagedCrews",
    "StatusEvent",
    "StockRow",
    "Traffic",
    "UnitLoadsRow",
    "UnitTypeRow",
    "specs",
]
