"""What two scenarios, read from files or stored with a run, state differently: cell by cell, with basis and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from openairlift.model import TABLES, Curve, Equivalence, FieldSpec, Hours, Settings, specs
from openairlift.scenario.changes import CellChange
from openairlift.scenario.overlay import SETTINGS
from openairlift.scenario.parameters import canonical
from openairlift.scenario.scenario import Input, Scenario
from openairlift.tables.keys import ID_TABLES, numbered, row_key

Key = tuple[str, str, str]
POSITION = frozenset({"lat", "lon"})

_RECORDS = ("options", "claims", "observations")


def scenario_changes(before: Scenario, after: Scenario) -> tuple[CellChange, ...]:
    """Return every cell in which two scenarios differ, in the order of the tables; then options, claims, observations.

    Cells are compared as they are stored, so that another unit for the same value is no change. Numbers that results
    read are shown as they were written; others in the unit of their canonical column. A number of the same value with
    another basis is a change too.

    Examples
    --------
    >>> from openairlift.scenario import read_scenario
    >>> calm, wet = read_scenario("relief-small"), read_scenario("relief-small", options=["third-slot"])
    >>> [(item.cell, item.kind, item.before, item.after) for item in scenario_changes(calm, wet)]
    [('places/beira/working', 'changed', '2', '3')]
    """
    old, new = _cells(before), _cells(after)
    was, now = _inputs(before), _inputs(after)
    rows_before, rows_after = {key[:2] for key in old}, {key[:2] for key in new}
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        one, two = was.get(key), now.get(key)
        same = old.get(key) == new.get(key)
        if same and (one is None or two is None or one.basis == two.basis):
            continue
        kind = "basis" if same else "changed"
        if key[:2] not in rows_before:
            kind = "added"
        elif key[:2] not in rows_after:
            kind = "removed"
        found.append(_change(key, kind, old.get(key), new.get(key), one, two))
    order = {table: i for i, table in enumerate((SETTINGS[0], *TABLES))}
    found.sort(key=lambda item: order[item.table])
    return (*found, *_records(before, after))


def _cells(scenario: Scenario) -> dict[Key, str]:
    """Return every stated cell as stored, by table, row and canonical column."""
    found: dict[Key, str] = {}
    for spec in specs(Settings):
        value = getattr(scenario.settings, spec.attribute)
        if value is not None:
            found[(*SETTINGS, spec.column)] = _text(spec, value)
    for table, record in TABLES.items():
        rows = list(_rows(getattr(scenario, table, ())))
        fields = specs(record)
        natural = [row_key(table, _key_cells(fields, row), record) for row in rows]
        for key, row in zip(natural if table in ID_TABLES else numbered(natural), rows, strict=True):
            for spec in fields:
                value = getattr(row, spec.attribute)
                if value is not None and value != ():
                    found[table, key, spec.column] = _text(spec, value)
    return found


def _rows(held: Any) -> Iterable[Any]:
    values = held.values() if isinstance(held, Mapping) else held
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value


def _key_cells(fields: Iterable[FieldSpec], row: Any) -> dict[str, str]:
    cells = {}
    for spec in fields:
        value = getattr(row, spec.attribute)
        if spec.key and value is not None:
            cells[spec.column] = _text(spec, value)
    return cells


def _text(spec: FieldSpec, value: Any) -> str:
    """Return a stored value as text: numbers in the unit of the canonical column."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}".replace(":00Z", "Z")
    if isinstance(value, bool):
        return "yes" if value else "no"
    factor = _factor(spec)
    if isinstance(value, int | float):
        return f"{value / factor:.9g}"
    if hasattr(value, "scaled"):
        return str(value.scaled(1 / factor))
    if isinstance(value, Hours):
        return value.text
    if isinstance(value, Curve):
        return ";".join(f"{x:.9g}:{y:.9g}" for x, y in value.points)
    if isinstance(value, Equivalence):
        return (
            f"wide={value.narrow_on_wide}*narrow;narrow={value.small_on_narrow}*small;wide={value.small_on_wide}*small"
        )
    if isinstance(value, tuple):
        return ";".join(f"{part:.9g}" if isinstance(part, float) else str(part) for part in value)
    return str(value)


def _factor(spec: FieldSpec) -> float:
    from openairlift.units import UNITS

    if spec.dimension is None or spec.suffix is None:
        return 1.0
    return UNITS[spec.dimension][spec.suffix].factor


def _inputs(scenario: Scenario) -> dict[Key, Input]:
    listed = (*scenario.inputs, *scenario.outlook_inputs)
    return {(item.table, item.key, canonical(item.table, item.column)): item for item in listed}


def _change(key: Key, kind: str, old: str | None, new: str | None, was: Input | None, now: Input | None) -> CellChange:
    rests = now if now is not None else was
    written = was is not None and now is not None and was.value != now.value and was.column == now.column
    return CellChange(
        table=key[0],
        key=key[1],
        column=key[2],
        kind=kind,
        before=was.value if written and was is not None else old,
        after=now.value if written and now is not None else new,
        basis_before=None if was is None else was.basis,
        basis=None if now is None else now.basis,
        evidence=() if rests is None else rests.evidence,
        source="" if rests is None else rests.source,
    )


def _records(before: Scenario, after: Scenario) -> Iterable[CellChange]:
    for kind in _RECORDS:
        old: Mapping[str, Any] = getattr(before if kind == "options" else before.evidence, kind)
        new: Mapping[str, Any] = getattr(after if kind == "options" else after.evidence, kind)
        for name in [*old, *(name for name in new if name not in old)]:
            if old.get(name) != new.get(name):
                what = "added" if name not in old else "removed" if name not in new else "changed"
                yield CellChange(
                    table=kind, key=name, column="", kind=what, before=_said(old, name), after=_said(new, name)
                )


def _said(records: Mapping[str, Any], name: str) -> str | None:
    record = records.get(name)
    if record is None:
        return None
    for attribute in ("says", "title", "note"):
        text = getattr(record, attribute, "")
        if text:
            return str(text)
    value = getattr(record, "value", None)
    return name if value is None else str(value)
