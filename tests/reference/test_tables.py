from __future__ import annotations

import re
from pathlib import Path

import pytest

from openairlift import reference
from openairlift.errors import OpenAirliftError
from openairlift.model import (
    BODIES,
    CARGO_CLASSES,
    AircraftType,
    GroundTime,
    Item,
    Kind,
    Place,
    UnitLoadsRow,
    UnitTypeRow,
    specs,
)
from openairlift.reference import tables as module
from openairlift.tables import find_column

TABLES: dict[str, type] = {
    "aircraft": AircraftType,
    "ground_times": GroundTime,
    "items": Item,
    "unit_types": UnitTypeRow,
    "unit_loads": UnitLoadsRow,
    "airfields": Place,
}


@pytest.mark.parametrize("name", list(TABLES))
def test_every_shipped_row_is_a_record_with_source_and_edition(name: str) -> None:
    shipped = reference.reference_table(name)
    assert shipped.table.rows
    assert len(shipped.table.rows) == len(shipped.raw.rows) == len(shipped.origins)
    assert all(isinstance(row.record, TABLES[name]) for row in shipped.table.rows)
    for row in shipped.table.rows:
        source, edition = reference.source_of(name, row.key)
        assert source, row.key
        assert edition, row.key


@pytest.mark.parametrize("name", list(TABLES))
def test_estimated_names_filled_columns(name: str) -> None:
    for row in reference.reference_table(name).table.rows:
        for column in reference.estimated(name, row.key):
            found = find_column(TABLES[name], column)
            assert found is not None, f"{row.key}: {column}"
            assert found[0].column in row.cells, f"{row.key}: {column} is blank"


@pytest.mark.parametrize("name", list(TABLES))
def test_our_own_numbers_are_marked_as_estimated(name: str) -> None:
    """A row whose only source is this project estimates every number in it."""
    kinds = (Kind.NUMBER, Kind.INTEGER, Kind.DISTRIBUTION, Kind.CURVE)
    numbers = {spec.column for spec in specs(TABLES[name]) if spec.kind in kinds}
    for row in reference.reference_table(name).table.rows:
        if reference.source_of(name, row.key)[0] == "OpenAirlift estimate":
            assert numbers & set(row.cells) <= reference.estimated(name, row.key), row.key


def test_sources_are_described() -> None:
    text = reference.data_text("SOURCES.md")
    named = {
        part.strip()
        for name in TABLES
        for row in reference.reference_table(name).table.rows
        for part in reference.source_of(name, row.key)[0].split(";")
    }
    assert not [source for source in sorted(named) if source not in text]


def test_tables_hold_together() -> None:
    types = reference.aircraft().records
    items = reference.items().records
    assert {row.record.type for row in reference.ground_times().rows} <= {*types, "*"}
    assert {row.record.item for row in reference.unit_types().rows} <= set(items)
    assert {row.record.aircraft for row in reference.unit_loads().rows} <= set(types)
    units = {row.record.unit_type for row in reference.unit_types().rows}
    assert {row.record.unit_type for row in reference.unit_loads().rows} <= units


def test_types_can_fly_cargo() -> None:
    for key, record in reference.aircraft().records.items():
        assert record.body in BODIES, key
        assert record.payload_at_range is not None, key
        assert record.block_speed is not None, key
        payloads = [payload for _, payload in record.payload_at_range.points]
        assert payloads == sorted(payloads, reverse=True), key
        assert set(record.cargo_classes) <= set(CARGO_CLASSES), key


def test_every_type_states_its_heaviest_take_off_mass() -> None:
    for key, record in reference.aircraft().records.items():
        assert record.payload_at_range is not None, key
        assert record.gross_kg is not None, key
        assert 1.5 * record.payload_at_range.at(0.0) < record.gross_kg < 450_000.0, key


def test_hazard_classes_of_shipped_items_are_un_classes() -> None:
    form = re.compile(r"1\.[1-6][A-HJKLNS]|2\.[1-3]|3|4\.[1-3]|5\.[12]|6\.[12]|7|8|9")
    for key, item in reference.items().records.items():
        assert item.hazard_class is None or form.fullmatch(item.hazard_class), key
        assert not item.explosive_kg or (item.hazard_class or "").startswith("1"), key


def test_airfields_are_places_by_icao_code() -> None:
    place = reference.airfields().records["EPRZ"]
    assert (place.id, place.icao, place.country) == ("EPRZ", "EPRZ", "PL")
    assert place.is_airfield


def test_a_broken_shipped_row_is_a_fault_of_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "items.csv").write_text("item,unit_mass_kg,source,edition\nbox,heavy,us,1\n", encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    with pytest.raises(OpenAirliftError, match=r"shipped reference table is broken: items\.csv, row 2"):
        module.load.__wrapped__("items")


def test_rows_are_written_as_csv() -> None:
    text = reference.write_rows(("a", "b"), [{"a": "1"}, {"a": "x, y", "b": "2"}])
    assert text == 'a,b\n1,\n"x, y",2\n'
