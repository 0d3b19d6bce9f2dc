"""``evidence.toml`` to records; every issue at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.evidence.records import (
    BASES,
    GRADE,
    QUANTITIES,
    SUPPORTS,
    ArticleRow,
    ChainLink,
    Claim,
    Evidence,
    EvidenceBook,
    Observation,
    Parameter,
    Source,
    Statement,
)
from openairlift.model import MARKS, METERS

_UNIDENTIFIED = re.compile(r"\b(unnamed|unidentified|anonymous)\b", re.IGNORECASE)
_SECTIONS = ("source", "evidence", "statement", "observation", "param", "claim", "article_row")
_KEYS: dict[str, dict[str, str]] = {
    "source": dict.fromkeys(("title", "producer", "published", "url", "text", "sha256", "licence"), "text"),
    "evidence": {
        **dict.fromkeys(("source", "says", "exact", "exact_sha256", "grade"), "text"),
        **dict.fromkeys(("paragraph", "page", "line"), "integer"),
        "figures": "texts",
        "chain": "tables",
    },
    "statement": {**dict.fromkeys(("holder", "on", "position"), "text"), "evidence": "texts"},
    "observation": {
        **dict.fromkeys(
            (
                "quantity",
                "package",
                "item",
                "place",
                "meter",
                "mark",
                "of",
                "at",
                "from",
                "to",
                "not_comparable",
                "note",
            ),
            "text",
        ),
        **dict.fromkeys(("value", "low", "high"), "number"),
        "evidence": "texts",
    },
    "param": {
        "value": "cell",
        "basis": "basis",
        "evidence": "supports",
        "formula": "text",
        "note": "text",
    },
    "article_row": {"records": "texts"},
}
_REQUIRED = {
    "source": ("title", "producer"),
    "evidence": ("source", "says"),
    "statement": ("holder", "on", "position", "evidence"),
    "observation": ("evidence",),
    "param": ("basis",),
    "claim": ("says", "test"),
    "article_row": ("records",),
}
_CHECKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "text": ("a text", lambda value: isinstance(value, str)),
    "integer": ("a whole number, 1 or more", lambda value: type(value) is int and value >= 1),
    "number": ("a number", lambda value: isinstance(value, int | float) and not isinstance(value, bool)),
    "texts": ("a list of texts", lambda value: isinstance(value, list) and all(isinstance(v, str) for v in value)),
    "tables": ("a list of tables", lambda value: isinstance(value, list) and all(isinstance(v, dict) for v in value)),
    "cell": ("a text or a number", lambda value: isinstance(value, str | int | float)),
    "basis": ("a word, or a table of words", lambda value: isinstance(value, str | dict)),
    "supports": ("a list of ids or of { id, says }", lambda value: isinstance(value, list)),
}


class _Reader:
    def __init__(self, raw: Mapping[str, Any], file: str, issues: list[Issue]) -> None:
        self.raw = raw
        self.file = file
        self.issues = issues

    def issue(self, what: str, key: str, **more: str | None) -> None:
        self.issues.append(Issue(what=what, file=self.file, column=key, **more))  # type: ignore[arg-type]

    def entries(self, section: str) -> dict[str, dict[str, Any]]:
        """Return the well-formed entries of a section; faults of form become issues."""
        table = self.raw.get(section, {})
        if not isinstance(table, dict):
            self.issue("not a table of records", section, allowed=f"[{section}.ID]")
            return {}
        good = {}
        for name, entry in table.items():
            if not isinstance(entry, dict):
                self.issue("not a record", f"{section}.{name}", allowed=f"[{section}.{name}] with keys")
            elif self._form(section, name, entry):
                good[name] = entry
        return good

    def _form(self, section: str, name: str, entry: dict[str, Any]) -> bool:
        fine = True
        keys = _KEYS.get(section)
        for key, value in entry.items():
            if keys is None or key.startswith("x_"):
                continue
            where = f"{section}.{name}.{key}"
            if key not in keys:
                self.issue("no such key", where, allowed=", ".join(keys), nearest=nearest(key, keys))
                fine = False
            elif not _CHECKS[keys[key]][1](value):
                self.issue("wrong kind of value", where, got=str(value)[:80], allowed=_CHECKS[keys[key]][0])
                fine = False
        for key in _REQUIRED[section]:
            if not entry.get(key):
                self.issue("a required key is missing or blank", f"{section}.{name}.{key}")
                fine = False
        return fine


def read_evidence(raw: Mapping[str, Any], *, file: str, issues: list[Issue]) -> EvidenceBook:
    """Read the parsed TOML of ``evidence.toml`` into a book.

    Parameters
    ----------
    raw : the TOML as a dictionary.
    file : its name, for messages.
    issues : receives what is wrong; a broken record is left out.
    """
    reader = _Reader(raw, file, issues)
    for section in raw:
        if section not in _SECTIONS and not section.startswith("x_"):
            reader.issue("no such section", section, allowed=", ".join(_SECTIONS), nearest=nearest(section, _SECTIONS))
    book = EvidenceBook(
        sources={name: Source(id=name, **_known(entry)) for name, entry in reader.entries("source").items()},
        evidence={
            name: found
            for name, entry in reader.entries("evidence").items()
            if (found := _evidence(reader, name, entry))
        },
        statements={
            name: Statement(id=name, **{**_known(entry), "evidence": tuple(entry["evidence"])})
            for name, entry in reader.entries("statement").items()
        },
        observations={
            name: seen
            for name, entry in reader.entries("observation").items()
            if (seen := _observation(reader, name, entry))
        },
        claims={name: _claim(name, entry) for name, entry in reader.entries("claim").items()},
        params={key: basis for key, entry in reader.entries("param").items() if (basis := _param(reader, key, entry))},
        article_rows={
            name: ArticleRow(row=name, records=tuple(entry["records"]))
            for name, entry in reader.entries("article_row").items()
        },
    )
    _resolve(reader, book)
    _separate(reader, book)
    return book


def _known(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if not key.startswith("x_")}


def _evidence(reader: _Reader, name: str, entry: dict[str, Any]) -> Evidence | None:
    where = f"evidence.{name}"
    chain = []
    for link in entry.get("chain", []):
        unknown = [key for key in link if key not in ("who", "mode", "on", "unidentified")]
        if unknown or not isinstance(link.get("who"), str) or not isinstance(link.get("mode"), str):
            reader.issue("a link of a chain has who and mode", f"{where}.chain", allowed="who, mode, on, unidentified")
            return None
        hidden = bool(link.get("unidentified")) or _UNIDENTIFIED.search(link["who"]) is not None
        chain.append(ChainLink(who=link["who"], mode=link["mode"], on=str(link.get("on", "")), unidentified=hidden))
    grade = entry.get("grade", "")
    if grade and GRADE.fullmatch(grade) is None:
        reader.issue("not an Admiralty grade", f"{where}.grade", got=grade, allowed="A1 to F6")
        return None
    if grade and grade[0] < "C" and any(link.unidentified for link in chain):
        what = "an unidentified link in the chain caps reliability at C"
        reader.issue(what, f"{where}.grade", got=grade, allowed=f"C{grade[1]} or lower")
        return None
    fields = {**_known(entry), "figures": tuple(entry.get("figures", ())), "chain": tuple(chain)}
    return Evidence(id=name, **fields)


def _observation(reader: _Reader, name: str, entry: dict[str, Any]) -> Observation | None:
    fields = _known(entry)
    fields["opens"] = fields.pop("from", "")
    fields["closes"] = fields.pop("to", "")
    fields["evidence"] = tuple(entry["evidence"])
    choices = {
        "quantity": QUANTITIES,
        "mark": (*MARKS, "unspecified"),
        "meter": METERS,
        "of": ("authorised", "listed"),
    }
    for key, allowed in choices.items():
        if key in fields and fields[key] not in allowed:
            where = f"observation.{name}.{key}"
            near = nearest(fields[key], allowed)
            reader.issue(
                "not one of the words allowed", where, got=fields[key], allowed=", ".join(allowed), nearest=near
            )
            return None
    for key in ("value", "low", "high"):
        if key in fields:
            fields[key] = float(fields[key])
    return Observation(id=name, **fields)


def _claim(name: str, entry: dict[str, Any]) -> Claim:
    own = ("says", "test", "evidence")
    readings = {
        key: tuple(value) if isinstance(value, list) else (value,)
        for key, value in entry.items()
        if key not in own and not key.startswith("x_")
    }
    return Claim(
        id=name, says=entry["says"], test=entry["test"], readings=readings, evidence=tuple(entry.get("evidence", ()))
    )


def _param(reader: _Reader, key: str, entry: dict[str, Any]) -> Parameter | None:
    where = f'param."{key}"'
    parts = key.split("/")
    if len(parts) < 3:
        reader.issue("a parameter is named by its cell", where, got=key, allowed="table/row key/column")
        return None
    basis = entry["basis"] if isinstance(entry["basis"], dict) else {"value": entry["basis"]}
    for word in basis.values():
        if word not in BASES:
            near = nearest(str(word), BASES)
            reader.issue("no such basis", f"{where}.basis", got=str(word), allowed=", ".join(BASES), nearest=near)
            return None
    evidence = []
    for item in entry.get("evidence", []):
        pair = (item, "supports") if isinstance(item, str) else (item.get("id", ""), item.get("says", "supports"))
        if pair[1] not in SUPPORTS or not pair[0]:
            reader.issue(
                "an entry is an id, or { id, says }", f"{where}.evidence", allowed="says: " + ", ".join(SUPPORTS)
            )
            return None
        evidence.append(pair)
    if "quoted" in basis.values() and not evidence:
        reader.issue("a quoted parameter needs evidence", f"{where}.evidence", allowed="ids of evidence records")
    if "derived" in basis.values() and not entry.get("formula"):
        reader.issue(
            "a derived parameter needs its formula", f"{where}.formula", allowed="the formula in words or signs"
        )
    value = entry.get("value")
    return Parameter(
        key=key,
        table=parts[0],
        row="/".join(parts[1:-1]),
        column=parts[-1],
        basis=basis,
        value=None if value is None else str(value),
        evidence=tuple(evidence),
        formula=entry.get("formula", ""),
        note=entry.get("note", ""),
    )


def _resolve(reader: _Reader, book: EvidenceBook) -> None:
    """Every id that a record names exists."""
    for record in book.evidence.values():
        if record.source not in book.sources:
            near = nearest(record.source, book.sources)
            reader.issue("no such source", f"evidence.{record.id}.source", got=record.source, nearest=near)
    cited: list[tuple[str, tuple[str, ...]]] = [
        *((f"statement.{record.id}.evidence", record.evidence) for record in book.statements.values()),
        *((f"observation.{record.id}.evidence", record.evidence) for record in book.observations.values()),
        *((f"claim.{record.id}.evidence", record.evidence) for record in book.claims.values()),
        *((f'param."{p.key}".evidence', tuple(id_ for id_, _ in p.evidence)) for p in book.params.values()),
    ]
    for where, ids in cited:
        for id_ in ids:
            if id_ not in book.evidence:
                reader.issue("no such evidence", where, got=id_, nearest=nearest(id_, book.evidence))


def _separate(reader: _Reader, book: EvidenceBook) -> None:
    """Keep what an observation rests on out of the inputs."""
    observed = {id_: record.id for record in book.observations.values() for id_ in record.evidence}
    for param in book.params.values():
        for id_, _ in param.evidence:
            if id_ in observed:
                what = (
                    f"the evidence {id_!r} belongs to observation {observed[id_]!r}: an observation is never an input"
                )
                reader.issue(what, f'param."{param.key}".evidence', allowed="evidence of its own")
