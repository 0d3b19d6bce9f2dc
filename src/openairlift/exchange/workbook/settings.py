"""The sheet Settings: one row a key of ``scenario.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openairlift.errors import Issue
from openairlift.exchange.workbook.cells import text_of
from openairlift.exchange.workbook.toml_text import WEIGHTS, Entry, literal, settled, write_entries
from openairlift.model import FieldSpec, Kind, Settings
from openairlift.tables import CellError, find_column, number_text, parse_number

TOML = "toml: "
"""In front of a value that no cell can hold: the rest is TOML."""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A row of the sheet: its number, the key or comment, the value with the text that it shows, the note."""

    number: int
    key: str = ""
    value: Any = None
    shown: str = ""
    note: str = ""


def settings_text(
    rows: Sequence[SettingRow], title: str, column: str, issues: list[Issue]
) -> tuple[str, dict[str, int]]:
    """Return ``scenario.toml`` and the row of each key; keys without a value are left out."""
    entries: list[Entry] = []
    keys: dict[str, int] = {}
    for row in rows:
        if row.key.startswith("#"):
            entries.append(Entry(note=row.key.lstrip("#").strip()))
        elif not row.key:
            entries.append(Entry())
        elif row.value is None or row.shown == "":
            keys.setdefault(row.key, row.number)
        elif row.key in keys and any(entry.key == row.key for entry in entries):
            what = "the key stands there twice"
            issues.append(Issue(what=what, file=f"{title}!{column}{row.number}", row=row.number, got=row.key))
        else:
            keys[row.key] = row.number
            entries.append(Entry(row.key, _read(row.key, row.value, row.shown), " ".join(row.note.split())))
    if not any(entry.key for entry in entries):
        return "", keys
    lines: list[Entry] = []
    for entry in entries:
        if entry != Entry() or (lines and lines[-1] != Entry()):
            lines.append(entry)
    return write_entries(lines), keys


def _read(key: str, value: Any, shown: str) -> Any:
    """Return the value of a key as TOML has it."""
    match = find_column(Settings, key)
    if isinstance(value, str):
        if shown.startswith(TOML):
            try:
                return tomllib.loads(f"value = {shown.removeprefix(TOML)}")["value"]
            except (tomllib.TOMLDecodeError, KeyError):
                return shown
        if match is not None and match[0].column == WEIGHTS:
            return settled(key, shown.replace(",", ";").strip("[] "))
        return settled(key, shown)
    if isinstance(value, datetime | date):
        return shown
    if match is not None and match[0].kind in (Kind.TEXT, Kind.CHOICE) and not isinstance(value, bool):
        return shown
    return value if isinstance(value, bool | int | float) else shown


def settings_cell(key: str, value: Any) -> float | str:
    """Return what stands in the sheet for a value: a number or a text; `settings_text` reads it back.

    Examples
    --------
    >>> settings_cell("seed", 7), settings_cell("title", "Relief"), settings_cell("rank_weights", [8, 4])
    (7.0, 'Relief', '8; 4')
    """
    value = settled(key, value)
    match = find_column(Settings, key)
    spec: FieldSpec | None = None if match is None else match[0]
    if spec is not None and spec.column == WEIGHTS and _numbers(value):
        return "; ".join(literal(item) for item in value)
    if isinstance(value, int | float) and not isinstance(value, bool) and _kept(value):
        return TOML + literal(value) if spec is not None and spec.kind in (Kind.TEXT, Kind.CHOICE) else float(value)
    plain = isinstance(value, str) and value and value == text_of(value, None) and not value.startswith(TOML)
    if plain and (spec is not None or not _reads_otherwise(value)):
        return str(value)
    return TOML + literal(value)


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(type(item) in (int, float) for item in value)


def _kept(value: float) -> bool:
    """Whether a cell keeps a number to the last digit."""
    try:
        return float(number_text(value)) == value and abs(value) < 1e300
    except (ValueError, OverflowError):
        return False


def _reads_otherwise(text: str) -> bool:
    """Whether a program could take a text for a number when the workbook is saved anew."""
    try:
        parse_number(text)
    except CellError:
        return False
    return True
