"""What the records say about files: a JSON Schema, and a reference of every column for people."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from openairlift.model import BODIES, TABLES, FieldSpec, Kind, Settings, specs
from openairlift.tables.columns import EVIDENCE
from openairlift.tables.distributions import GRAMMAR as DISTRIBUTIONS
from openairlift.tables.hours import GRAMMAR as HOURS
from openairlift.tables.keys import ID_TABLES
from openairlift.tables.moments import GRAMMAR as MOMENTS
from openairlift.units import to_unit

REQUIRED_TABLES = ("places", "fleet", "requirements")
"""Tables that a scenario can't do without, beside ``scenario.toml``."""

_KEPT = {"^x_": True}
_TYPES: dict[Kind, list[str]] = {
    Kind.INTEGER: ["integer", "string"],
    Kind.NUMBER: ["number", "string"],
    Kind.BOOLEAN: ["boolean", "integer", "string"],
    Kind.DISTRIBUTION: ["number", "string"],
}
_FORMS: dict[Kind, str] = {
    Kind.ID: "an id: letters, digits, _ . -",
    Kind.IDS: "ids, ; between",
    Kind.INTEGER: "a whole number",
    Kind.NUMBER: "a number",
    Kind.DISTRIBUTION: "a number or a distribution",
    Kind.BOOLEAN: "yes or no",
    Kind.TIME: "a moment",
    Kind.SPOTS: "spots by class, such as wide:2;narrow:3",
    Kind.EQUIVALENCE: "such as wide=2*narrow",
    Kind.CURVE: "points x:y with units, ; between",
    Kind.HOURS: "weekly hours",
}


def json_schema(*, parts: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """Return one JSON Schema (draft 2020-12) for a whole scenario: settings, and each table as a list of rows.

    Cells may stand as text, as in CSV files, or as JSON numbers and booleans. The text of a cell follows the grammar
    of its kind, which the column reference describes and `parse_cell` checks.

    Parameters
    ----------
    parts : schemas of ``options`` and ``evidence``, if more is known of them than that they are tables.

    Examples
    --------
    >>> json_schema()["required"]
    ['scenario', 'places', 'fleet', 'requirements']
    """
    tables: dict[str, dict[str, Any]] = {
        name: {"type": "array", "description": _summary(record), "items": _object(record, id_column=name in ID_TABLES)}
        for name, record in TABLES.items()
    }
    for name in REQUIRED_TABLES:
        tables[name]["minItems"] = 1
    others = {name: dict((parts or {}).get(name, {"type": "object"})) for name in ("options", "evidence")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "OpenAirlift scenario",
        "type": "object",
        "properties": {"scenario": _object(Settings, id_column=True), **tables, **others},
        "patternProperties": _KEPT,
        "additionalProperties": False,
        "required": ["scenario", *REQUIRED_TABLES],
    }


_READERS = {"stock": "stocks", "production": "stocks", "consumption": "stocks"} | dict.fromkeys(
    ("assets", "sites", "batteries"), "cover"
)
"""The command for which a table has columns that no plan or run reads."""


def _summary(record: type[Any]) -> str:
    return (record.__doc__ or "").split("\n", 1)[0]


def _said(name: str, record: type[Any]) -> str:
    """Return what stands above the columns of a table: its summary, who reads it, and what else its record says."""
    said = inspect.cleandoc(record.__doc__ or "")
    if all(spec.outlook for spec in specs(record)):
        first, *rest = said.split("\n", 1)
        said = "\n".join((f"{first} It is for `openairlift {_READERS[name]}`: no plan or run reads it.", *rest))
    return said


def _object(record: type[Any], *, id_column: bool) -> dict[str, Any]:
    fields = specs(record)
    properties: dict[str, Any] = {name: _property(spec, name) for spec in fields for name in spec.columns}
    if record is not Settings:
        properties[EVIDENCE] = {"type": "string", "description": "Ids of evidence records, ; between."}
    if not id_column:
        properties["id"] = {"type": "string", "description": "Key of the row, in place of its natural key."}
    spelled = [spec for spec in fields if len(spec.columns) > 1]
    rules = [{"anyOf": [{"required": [name]} for name in spec.columns]} for spec in spelled if spec.required]
    found: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "patternProperties": _KEPT,
        "additionalProperties": False,
        "required": [spec.column for spec in fields if spec.required and len(spec.columns) == 1],
    }
    return found | ({"allOf": rules} if rules else {})


def _property(spec: FieldSpec, column: str) -> dict[str, Any]:
    if spec.attribute == "rank_weights":
        return {"type": "array", "items": {"type": "number"}, "minItems": 1, "description": spec.description}
    found: dict[str, Any] = {"type": _TYPES.get(spec.kind, "string"), "description": spec.description}
    if spec.kind is Kind.CHOICE:
        found["enum"] = list(spec.choices)
    suffix = None if spec.suffix is None else column[len(spec.base) + 1 :]
    if suffix is not None:
        found["x-unit"] = suffix
    # Limits hold for JSON numbers; those of a text cell are checked by `parse_cell`.
    for limit, word in (("minimum", "minimum"), ("maximum", "maximum"), ("above", "exclusiveMinimum")):
        value = getattr(spec, limit)
        if value is not None and suffix is not None and spec.dimension is not None:
            value = to_unit(value, suffix, spec.dimension)
        if value is not None:
            found[word] = value
    if not spec.used:
        found["x-used"] = False
    return found


def column_reference() -> str:
    """Return the reference of every file and column as Markdown.

    Examples
    --------
    >>> "| **id** |" in column_reference()
    True
    """
    parts = [
        "How cells are written:\n",
        f"- a moment: {MOMENTS}",
        f"- a distribution: {DISTRIBUTIONS}",
        f"- weekly hours: {HOURS}",
        f"- spot classes and bodies: {' < '.join(BODIES)}",
        "- a unit may also stand behind a number (`45st`), and then counts instead of the column's\n",
        "**Bold** columns are required. Every table may have a column `evidence` and columns that start with `x_`.\n",
        f"## scenario.toml\n\n{_summary(Settings)}\n",
        _table(Settings),
    ]
    for name, record in TABLES.items():
        parts += [f"## {name}.csv\n\n{_said(name, record)}\n", _table(record, name)]
    return "\n".join(parts)


def _table(record: type[Any], name: str = "") -> str:
    fields = specs(record)
    apart = not all(spec.outlook for spec in fields)
    lines = ["| column | what it holds | default | meaning |", "|---|---|---|---|"]
    for spec in fields:
        shown = f"**{spec.column}**" if spec.required else spec.column
        used = "" if spec.used else " *Read and checked; not used by this version.*"
        used += f" *For `{_READERS[name]}`: no plan or run reads it.*" if apart and spec.outlook else ""
        cells = (shown, cell_form(spec), cell_default(spec), spec.description + used)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def cell_form(spec: FieldSpec) -> str:
    """Say what a cell holds, in words, with the units that its column may state."""
    form = _FORMS.get(spec.kind, "text")
    if spec.choices:
        form = ("one of " if spec.kind is Kind.CHOICE else "some of ") + ", ".join(spec.choices)
    if spec.suffix is not None:
        others = ", ".join(name[len(spec.base) :] for name in spec.columns[1:])
        form += f" [{spec.suffix}]" + (f"; also {others}" if others else "")
    return form


def cell_default(spec: FieldSpec) -> str:
    """Return the default of a field as a cell would state it; empty where there is none."""
    value = spec.default
    if value is None or value == () or spec.required:
        return ""
    if spec.kind is Kind.EQUIVALENCE:
        return "one for one"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(f"{item:g}" for item in value)
    if isinstance(value, float) and spec.suffix is not None and spec.dimension is not None:
        return f"{to_unit(value, spec.suffix, spec.dimension):g}"
    return f"{value:g}" if isinstance(value, float) else str(value)
