"""The example row of each table in a blank workbook."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.model import TABLES, FieldSpec, Kind, specs

_ROWS: dict[str, dict[str, str]] = {
    "places": {
        "id": "beira", "name": "Beira airport", "icao": "FQBR", "country": "MZ", "runway_m": "2400",
        "parking": "wide:1;narrow:2", "working": "2", "storage_kg": "200000", "clearance_h": "triangular(4; 8; 16)",
        "tz": "Africa/Maputo", "alternates": "joburg",
    },
    "fleet": {"type": "C-130H", "tails": "5", "home": "joburg"},
    "requirements": {
        "req_id": "tents", "item": "tent", "quantity": "8000", "origin": "any", "destination": "beira",
        "ready": "D+0", "required": "D+4", "rank": "1",
    },
    "items": {"item": "tent", "name": "Family tent", "unit_mass_kg": "55", "unit_volume_m3": "0.2"},
    "stock": {"place": "joburg", "item": "tent", "quantity": "8000", "ready": "D+1"},
    "ground_times": {"place": "*", "type": "C-130H", "purpose": "offload", "time_h": "triangular(1; 1.5; 2.5)"},
    "aircraft": {"type": "C-130H", "reliability_share": "0.9"},
    "links": {
        "from": "beira", "to": "dondo", "mode": "road", "trucks": "12", "payload_kg": "10000",
        "load_h": "1", "unload_h": "1", "transit_h": "triangular(0.75; 1; 2)",
    },
    "traffic": {"place": "beira", "arrivals_per_day": "3", "body": "narrow", "ground_h": "1"},
    "disruptions": {"kind": "closure", "target": "beira", "from": "D+1", "to": "D+2"},
}  # fmt: skip
_SETTINGS = {
    "title": "Relief to Beira",
    "start": "2026-03-09T00:00Z",
    "horizon_days": "14",
    "seed": "7",
    "rank_weights": "8; 4; 2; 1",
    "person_kg": "110",
    "hold_min": "45",
    "banner": "Exercise",
    "blur_km": "10",
}
_BY_KIND = {
    Kind.TEXT: "text",
    Kind.ID: "name",
    Kind.IDS: "name",
    Kind.INTEGER: "1",
    Kind.NUMBER: "1",
    Kind.DISTRIBUTION: "1",
    Kind.BOOLEAN: "yes",
    Kind.TIME: "D+1",
    Kind.SPOTS: "wide:1",
    Kind.EQUIVALENCE: "wide=2*narrow",
    Kind.HOURS: "24h",
}


def example_row(table: str, header: Sequence[str]) -> list[str]:
    """Return an example of a table's row, one text a column.

    Examples
    --------
    >>> example_row("fleet", ["type", "tails", "home", "owner"])
    ['C-130H', '5', 'joburg', '']
    """
    stated = _ROWS.get(table)
    if stated is None:
        stated = {spec.column: example_cell(spec) for spec in specs(TABLES[table]) if spec.required}
    return [stated.get(column, "") for column in header]


def example_cell(spec: FieldSpec) -> str:
    """Return what a cell of a field may hold."""
    return spec.choices[0] if spec.choices else _BY_KIND.get(spec.kind, "")


def settings_example(spec: FieldSpec) -> str:
    """Return what the value of a setting may be."""
    return _SETTINGS.get(spec.column, example_cell(spec))
