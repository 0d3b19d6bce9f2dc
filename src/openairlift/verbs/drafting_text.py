"""Proposals of evidence, and what was accepted, as a person reads them."""

from __future__ import annotations

from openairlift.verbs.drafting import DRAFTS, EVIDENCE
from openairlift.verbs.records import Record

_OWN = "the publication itself"


def evidence_draft_text(record: Record) -> str:
    """Return proposals as a table for a person."""
    source = record["source"]
    head = [f"{source['title']} · {source['producer']} · {source.get('published', 'no date found')}"]
    rows = [("¶", "figure", "of", "status", "who says it", "id")]
    rows += [
        (
            str(item["paragraph"]),
            _short((item["figure"] or "–") + (f" / {item['per']}" if item["per"] else ""), 24),
            _short(item["thing"] or "–", 30),
            item["status"].replace("_", " ") or "–",
            _short(" ← ".join(link["who"] for link in item["chain"][1:]) or _OWN, 44),
            item["id"],
        )
        for item in record["proposals"]
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    body = ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]) for row in rows]
    return "\n".join([*head, *body, _ending(record)])


def _ending(record: Record) -> str:
    count = _counted(len(record["proposals"]))
    if "written" not in record:
        return f"{count}, none of them used; --into SCENARIO keeps them there until you accept some"
    written = record["written"]
    added = f"{_counted(len(written['ids']))} added to {written['file']}"
    known = f"; they are of the source {written['source']!r}, which is there already" if written["source_known"] else ""
    other = ", with another text: look whether it says the same" if written["other_text"] else ""
    return f"{added}, {written['already']} there already; none is used before it is accepted{known}{other}"


def _counted(count: int) -> str:
    return f"{count} proposal" if count == 1 else f"{count} proposals"


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def evidence_accept_text(record: Record) -> str:
    """Return what was accepted, for a person."""
    moved = f"{_counted(len(record['accepted']))} moved into {EVIDENCE}: {', '.join(record['accepted'])}"
    return f"{moved}; {record['left']} left in {DRAFTS}"
