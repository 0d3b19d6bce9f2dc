"""What in the records of evidence is allowed and yet likely a slip: one text as two sources, chains turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openairlift.evidence.chains import normal_name
from openairlift.evidence.records import EvidenceBook

_PASSED_ON = re.compile(r"(?:quot|cit|republish|reprint|cop(?:y|ie)|archiv|translat|summari|host|mirror)\w*", re.I)
"""How one who passes a document on does that: such a chain may well end at the document's producer."""


def shared_texts(book: EvidenceBook) -> Iterator[tuple[str, str, str]]:
    """Yield sources that are one text, as (earlier, later, by what): the same file, or the same hash.

    Examples
    --------
    >>> from openairlift.evidence import Source
    >>> twice = {name: Source(id=name, title="T", producer="P", text="a.txt") for name in ("a", "b")}
    >>> list(shared_texts(EvidenceBook(sources=twice)))
    [('a', 'b', 'text')]
    """
    seen: dict[tuple[str, str], str] = {}
    told: set[str] = set()
    for id_, source in book.sources.items():
        for name, value in (("sha256", source.sha256), ("text", source.text)):
            if not value:
                continue
            first = seen.setdefault((name, value), id_)
            if first != id_ and id_ not in told:
                told.add(id_)
                yield first, id_, name


def turned_chains(book: EvidenceBook) -> Iterator[str]:
    """Yield evidence whose chain ends at the producer of its source and begins with somebody else.

    A chain names the publication first and the originator last; one that ends at the publication was likely written
    the other way round, and its root is then the outlet and not the speaker. Where the first link quotes or republishes
    a document, the document's producer is the originator, and all is well.
    """
    for id_, record in book.evidence.items():
        source = book.sources.get(record.source)
        if source is None or len(record.chain) < 2:
            continue
        if _PASSED_ON.match(record.chain[0].mode):
            continue
        producer = normal_name(source.producer)
        if normal_name(record.chain[-1].who) == producer != normal_name(record.chain[0].who):
            yield id_


def slips(book: EvidenceBook) -> list[str]:
    """Return in words what `shared_texts` and `turned_chains` find."""
    found = [
        f"sources {first!r} and {second!r} have the same {by}: cite one of them, so that one text is not two roots"
        for first, second, by in shared_texts(book)
    ]
    return found + [
        f"the chain of evidence {id_!r} ends at the producer of its source: a chain names the publication first and "
        "the originator last"
        for id_ in turned_chains(book)
    ]
