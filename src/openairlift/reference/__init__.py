"""Shipped tables of aircraft, ground times, items, units and airfields, with their sources; positions of airfields."""

from openairlift.reference.positions import RENAMED, Position, airports, icao_of, near_codes, nearest_code, position
from openairlift.reference.tables import (
    Origin,
    ReferenceTable,
    aircraft,
    airfields,
    data_text,
    estimated,
    ground_times,
    items,
    reference_table,
    source_of,
    unit_loads,
    unit_types,
    write_rows,
)

__all__ = [
    "RENAMED",
    "Origin",
    "Position",
    "ReferenceTable",
    "aircraft",
    "airfields",
    "airports",
    "data_text",
    "estimated",
    "ground_times",
    "icao_of",
    "items",
    "near_codes",
    "nearest_code",
    "position",
    "reference_table",
    "source_of",
    "unit_loads",
    "unit_types",
    "write_rows",
]
