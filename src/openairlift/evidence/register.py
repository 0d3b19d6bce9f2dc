"""The records of a book as rows that can be searched and exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openairlift.evidence.chains import grade_words, root_name, roots
from openairlift.evidence.records import EvidenceBook

Row = dict[str, Any]


def _sources(book: EvidenceBook) -> Iterable[Row]:
    for id_, record in book.sources.items():
        evidence = [name for name, other in book.evidence.items() if other.source == id_]
        yield {
            "id": id_,
            "title": record.title,
            "producer": record.producer,
            "published": record.published,
            "url": record.url,
            "text": record.text,
            "licence": record.licence,
            "evidence": evidence,
        }


def _evidence(book: EvidenceBook) -> Iterable[Row]:
    for id_, record in book.evidence.items():
        yield {
            "id": id_,
            "source": record.source,
            "where": record.locator,
            "figures": list(record.figures),
            "says": record.says,
            "chain": [link.who for link in record.chain],
            "root": root_name(record, book),
            "grade": record.grade,
            "grade_words": grade_words(record.grade),
        }


def _statements(book: EvidenceBook) -> Iterable[Row]:
    for id_, record in book.statements.items():
        yield {
            "id": id_,
            "holder": record.holder,
            "on": record.on,
            "position": record.position,
            **_backing(record.evidence, book),
        }


def _observations(book: EvidenceBook) -> Iterable[Row]:
    for id_, record in book.observations.items():
        yield {
            "id": id_,
            "quantity": record.quantity,
            "value": record.value,
            "low": record.low,
            "high": record.high,
            "package": record.package or "",
            "mark": record.mark,
            "at": record.at or "",
            "not_comparable": record.not_comparable or "",
            **_backing(record.evidence, book),
        }


def _params(book: EvidenceBook) -> Iterable[Row]:
    for key, param in book.params.items():
        supporting = [name for name, says in param.evidence if says == "supports"]
        yield {
            "id": key,
            "value": param.value or "",
            "basis": "; ".join(param.basis.values()),
            "note": "; ".join(part for part in (param.formula, param.note) if part),
            "alternatives": [other.value for other in param.alternatives],
            "rule": param.rule,
            **_backing(param.ids, book),
            "roots": list(roots(supporting, book)),
        }


def _claims(book: EvidenceBook) -> Iterable[Row]:
    for id_, record in book.claims.items():
        yield {"id": id_, "says": record.says, "test": record.test, **_backing(record.evidence, book)}


def _backing(ids: Sequence[str], book: EvidenceBook) -> Row:
    return {
        "evidence": list(ids),
        "sources": list(book.sources_of(tuple(ids))),
        "roots": list(roots(ids, book)),
        "grades": [book.evidence[id_].grade or "–" for id_ in ids if id_ in book.evidence],
    }


KINDS: Mapping[str, Callable[[EvidenceBook], Iterable[Row]]] = {
    "statements": _statements,
    "evidence": _evidence,
    "sources": _sources,
    "observations": _observations,
    "params": _params,
    "claims": _claims,
}
"""What can be listed."""


def register(book: EvidenceBook, kind: str, *, search: str = "") -> list[Row]:
    """Return the records of a kind as rows, those that hold every word of a search.

    Parameters
    ----------
    book : the records.
    kind : one of `KINDS`.
    search : words; case does not matter, and each may stand in any field.

    Examples
    --------
    >>> register(EvidenceBook.empty(), "statements", search="zone")
    []
    """
    return [row for row in KINDS[kind](book) if holds(row, search)]


def holds(row: Row, search: str) -> bool:
    """Whether a row holds every word of a search.

    Examples
    --------
    >>> holds({"holder": "The White House", "evidence": ["a"]}, "white HOUSE"), holds({"id": "x"}, "zone")
    (True, False)
    """
    text = " ".join(cell(value) for value in row.values()).casefold()
    return all(word in text for word in search.casefold().split())


def cell(value: Any) -> str:
    """Return a value as the text of one cell."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(cell, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def to_csv(rows: Sequence[Row]) -> str:
    r"""Return rows as CSV with a heading.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Examples
    --------
    >>> to_csv([{"id": "s1", "evidence": ["a", "b"]}])
    'id,evidence\r\ns1,a; b\r\n'
    """
    if not rows:
        return ""
    handle = io.StringIO(newline="")
    writer = csv.writer(handle)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_safe(value) for value in row.values()])
    return handle.getvalue()


def _safe(value: Any) -> str:
    text = cell(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(value, int | float) else text
