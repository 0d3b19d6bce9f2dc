"""Who told whom behind a record: each piece of evidence with its chain, and the roots that all of them come down to."""

from __future__ import annotations

from collections.abc import Iterable

from openairlift.evidence import EvidenceBook, grade_words, root_name, roots, weakest_link
from openairlift.verbs.records import Record


def telling_record(id_: str, book: EvidenceBook) -> Record:
    """Return a piece of evidence with its source, its chain from the publication to the originator, and its grade."""
    record = book.evidence[id_]
    source = book.sources.get(record.source)
    cap = weakest_link(record.chain)
    return {
        "id": id_,
        "says": record.says,
        "source": record.source,
        "producer": "" if source is None else source.producer,
        "published": "" if source is None else source.published,
        "where": record.locator,
        "figures": list(record.figures),
        "chain": [
            {"who": link.who, "mode": link.mode, "on": link.on or None, "unidentified": link.unidentified}
            for link in record.chain
        ],
        "root": root_name(record, book),
        "grade": record.grade or None,
        "grade_words": grade_words(record.grade),
        "cap": None if cap is None else {"reliability": cap[0], "why": cap[1]},
    }


def roots_record(ids: Iterable[str], book: EvidenceBook) -> list[Record]:
    """Return the roots behind some evidence: what shares one counts once."""
    return [{"root": name, "evidence": list(members)} for name, members in roots(ids, book).items()]
