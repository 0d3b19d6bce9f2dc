"""The form of ``evidence.toml``: sections, their keys, and what each key holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from openairlift.errors import Issue, nearest

SECTIONS = ("source", "evidence", "statement", "observation", "param", "claim", "article_row", "draft")
KEYS: dict[str, dict[str, str]] = {
    "source": {
        **dict.fromkeys(("title", "producer", "published", "url", "licence"), "text"),
        "text": "file",
        "sha256": "hash",
    },
    "evidence": {
        **dict.fromkeys(("source", "says", "exact", "prefix", "suffix", "grade", "root"), "text"),
        **dict.fromkeys(("paragraph", "page", "line"), "integer"),
        "exact_sha256": "hash",
        "figures": "texts",
        "chain": "tables",
    },
    "statement": {**dict.fromkeys(("holder", "on", "position"), "text"), "evidence": "texts"},
    "observation": {
        **dict.fromkeys(("quantity", "package", "item", "place", "meter", "mark", "of", "at", "from", "to"), "text"),
        **dict.fromkeys(("not_comparable", "note"), "text"),
        **dict.fromkeys(("value", "low", "high"), "number"),
        "evidence": "texts",
    },
    "param": {
        **dict.fromkeys(("value", "low", "high"), "cell"),
        "basis": "basis",
        "evidence": "supports",
        "formula": "text",
        "note": "text",
        "alternatives": "tables",
        "rule": "text",
    },
    "claim": {
        "says": "text",
        "test": "text",
        "evidence": "texts",
        "tz": "text",
        "note": "text",
        "without": "texts",
        "undefined": "reasons",
    },
    "article_row": {"records": "texts"},
}
# A proposal: an evidence record, and what its finder thinks of it. Its form is checked, and nothing reads it.
KEYS["draft"] = {
    **KEYS["evidence"],
    **dict.fromkeys(("kind", "unit", "per", "thing", "status"), "text"),
    **dict.fromkeys(("low", "high"), "number"),
    "dates": "texts",
}
LINK = {"who": "text", "mode": "text", "on": "text", "unidentified": "boolean", "reliability": "text"}
ALTERNATIVE = {"value": "cell", "evidence": "texts", "note": "text"}
REQUIRED = {
    "source": ("title", "producer"),
    "evidence": ("source", "says"),
    "statement": ("holder", "on", "position", "evidence"),
    "observation": ("evidence",),
    "param": ("basis",),
    "claim": ("says", "test"),
    "article_row": ("records",),
    "draft": ("source", "says"),
}


def _is_number(value: Any) -> bool:
    # Whole numbers in TOML have no end; compared first, they never reach a float that can't hold them.
    return type(value) in (int, float) and abs(value) <= 1e18


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and (not value or re.fullmatch(r"[0-9a-f]{64}", value) is not None)


def _is_file(value: Any) -> bool:
    # A file of another folder is nobody's snapshot, and may be anything.
    fine = isinstance(value, str) and not re.search(r"[\\:\0]|^/|(?:^|/)\.\.(?:/|$)", value)
    return fine and len(value) <= 255


def _is_readings(value: Any) -> bool:
    values = value if isinstance(value, list) else [value]
    return bool(values) and all(isinstance(item, str) or _is_number(item) for item in values)


def _is_cited(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str | dict) for item in value)


def _is_basis(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and all(isinstance(v, str) for v in value.values()))


def _is_reasons(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(reason, str) and reason for reason in value.values())


_CHECKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "text": ("a text", lambda value: isinstance(value, str)),
    "boolean": ("true or false", lambda value: isinstance(value, bool)),
    "integer": ("a whole number, 1 or more", lambda value: type(value) is int and value >= 1),
    "number": ("a finite number", _is_number),
    "file": ("the name of a file, not of one in a folder above", _is_file),
    "hash": ("64 hexadecimal digits in lower case, or blank", _is_hash),
    "texts": ("a list of texts", lambda value: isinstance(value, list) and all(isinstance(v, str) for v in value)),
    "tables": ("a list of tables", lambda value: isinstance(value, list) and all(isinstance(v, dict) for v in value)),
    "cell": ("a text or a finite number", lambda value: isinstance(value, str | bool) or _is_number(value)),
    "basis": ("a word, or a table of words", _is_basis),
    "reasons": ("a table of parameters, each with the reason in words", _is_reasons),
    "supports": ("a list of ids or of { id, says }", _is_cited),
    "readings": ("a text or a number, or a list of them", _is_readings),
}


class Form:
    """Hands out the entries of each section that are well formed; faults of form become issues."""

    def __init__(self, raw: Mapping[str, Any], file: str, issues: list[Issue]) -> None:
        self.raw, self.file, self.issues = raw, file, issues

    def issue(
        self,
        what: str,
        key: str,
        *,
        got: str | None = None,
        allowed: str | None = None,
        near: str | None = None,
        text: str | None = None,
        at: int | None = None,
    ) -> None:
        """Add an issue about a key; `text` and `at` where it stands at a character of a longer text."""
        shown = got if got is None or len(got) <= 80 else got[:79] + "…"
        self.issues.append(
            Issue(what=what, file=self.file, column=key, got=shown, allowed=allowed, nearest=near, text=text, at=at)
        )

    def names(self, section: str) -> tuple[str, ...]:
        """Return the ids of a section, of broken entries too."""
        table = self.raw.get(section, {})
        return tuple(table) if isinstance(table, dict) else ()

    def check_sections(self) -> None:
        """Report sections that are not known."""
        for section in self.raw:
            if section not in SECTIONS and not section.startswith("x_"):
                near = nearest(section, SECTIONS)
                self.issue("no such section", section, allowed=", ".join(SECTIONS), near=near)

    def entries(self, section: str) -> dict[str, dict[str, Any]]:
        """Return the well-formed entries of a section by id, without keys that start with ``x_``."""
        table = self.raw.get(section, {})
        if not isinstance(table, dict):
            self.issue("not a table of records", section, allowed=f"[{section}.ID]")
            return {}
        good = {}
        for name, entry in table.items():
            where = f'param."{name}"' if section == "param" else f"{section}.{name}"
            if not isinstance(entry, dict):
                self.issue("not a record", where, allowed=f"[{where}] with keys")
            elif self._entry(section, where, entry):
                good[name] = {key: value for key, value in entry.items() if not key.startswith("x_")}
        return good

    def _entry(self, section: str, where: str, entry: dict[str, Any]) -> bool:
        keys = KEYS[section]
        if section == "claim":  # every further key is a parameter of the test, with its readings
            keys = {**dict.fromkeys(entry, "readings"), **keys}
        fine = self._keys(where, entry, keys)
        for key in REQUIRED[section]:
            if not entry.get(key):
                self.issue("a required key is missing or blank", f"{where}.{key}")
                fine = False
        return fine

    def _keys(self, where: str, entry: dict[str, Any], keys: dict[str, str]) -> bool:
        fine = True
        for key, value in entry.items():
            if key.startswith("x_"):
                continue
            if key not in keys:
                self.issue("no such key", f"{where}.{key}", allowed=", ".join(keys), near=nearest(key, keys))
                fine = False
            elif not _CHECKS[keys[key]][1](value):
                self.issue("wrong kind of value", f"{where}.{key}", got=str(value), allowed=_CHECKS[keys[key]][0])
                fine = False
        return fine

    def link(self, where: str, entry: dict[str, Any]) -> bool:
        """Whether a link of a chain is well formed."""
        fine = self._keys(where, entry, LINK)
        for key in ("who", "mode"):
            if not entry.get(key):
                self.issue("a link of a chain has who and mode", f"{where}.{key}", allowed=", ".join(LINK))
                fine = False
        return fine

    def alternative(self, where: str, entry: dict[str, Any]) -> bool:
        """Whether a value beside that of a parameter is well formed."""
        fine = self._keys(where, entry, ALTERNATIVE)
        for key in ("value", "evidence"):
            if entry.get(key) in (None, "", []):
                what = "a value that is kept beside the one in use has value and evidence"
                self.issue(what, f"{where}.{key}", allowed=", ".join(ALTERNATIVE))
                fine = False
        return fine
