"""The JSON Schema of ``evidence.toml``, made from its form."""

from __future__ import annotations

from typing import Any

from openairlift.evidence.form import ALTERNATIVE, KEYS, LINK, REQUIRED
from openairlift.evidence.records import BASES, RULES, SUPPORTS

_TEXT: dict[str, Any] = {"type": "string"}
_KEPT = {"^x_": True}
_CITED = {
    "type": "object",
    "properties": {"id": _TEXT, "says": {"enum": list(SUPPORTS)}},
    "required": ["id"],
    "additionalProperties": False,
}
_KINDS: dict[str, dict[str, Any]] = {
    "text": _TEXT,
    "file": {"type": "string", "pattern": r"^(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\\:]*$", "maxLength": 255},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer", "minimum": 1},
    "number": {"type": "number"},
    "hash": {"type": "string", "pattern": "^([0-9a-f]{64})?$"},
    "texts": {"type": "array", "items": _TEXT},
    "cell": {"type": ["string", "boolean", "number"]},
    "basis": {
        "oneOf": [{"enum": list(BASES)}, {"type": "object", "additionalProperties": {"enum": list(BASES)}}],
    },
    "supports": {"type": "array", "items": {"oneOf": [_TEXT, _CITED]}},
    "readings": {"oneOf": [_TEXT, {"type": "number"}, {"type": "array", "items": {"type": ["string", "number"]}}]},
}


def evidence_schema() -> dict[str, Any]:
    """Return a JSON Schema (draft 2020-12) of ``evidence.toml``, a part of that of a scenario.

    Examples
    --------
    >>> sorted(evidence_schema()["properties"])
    ['article_row', 'claim', 'draft', 'evidence', 'observation', 'param', 'source', 'statement']
    """
    sections: dict[str, dict[str, Any]] = {
        section: {"type": "object", "additionalProperties": _record(keys, REQUIRED[section], more=section == "claim")}
        for section, keys in KEYS.items()
    }
    tables = {"chain": _record(LINK, ("who", "mode")), "alternatives": _record(ALTERNATIVE, ("value", "evidence"))}
    for section, key in (("evidence", "chain"), ("param", "alternatives")):
        found: dict[str, Any] = sections[section]["additionalProperties"]
        found["properties"][key] = {"type": "array", "items": tables[key]}
    sections["param"]["additionalProperties"]["properties"]["rule"] = {"enum": list(RULES)}
    return {"type": "object", "properties": sections, "patternProperties": _KEPT, "additionalProperties": False}


def _record(keys: dict[str, str], required: tuple[str, ...], *, more: bool = False) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: dict(_KINDS.get(kind, {})) for key, kind in keys.items()},
        "patternProperties": _KEPT,
        "additionalProperties": _KINDS["readings"] if more else False,
        "required": list(required),
    }
