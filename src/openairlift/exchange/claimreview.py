"""Judged claims as schema.org ClaimReview, the form that fact-checkers exchange."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openairlift.evidence import Claim, EvidenceBook

Node = dict[str, Any]

VERDICTS = ("consistent", "possible only if", "not reachable", "untestable", "no power")
"""What a claim can come out as; never true or false, and so the review has no rating scale."""


def claim_review(
    claim: Claim,
    verdicts: Iterable[Mapping[str, Any]],
    *,
    book: EvidenceBook,
    version: str,
    scenario: str,
    url: str | None = None,
    banner: str | None = None,
) -> Node:
    """Return a judged claim as schema.org ClaimReview (JSON-LD).

    The rating is in words (``alternateName``), without a number: a verdict is not a place on a scale from false to
    true. Each reading is an item of its own.

    Parameters
    ----------
    claim : what was claimed.
    verdicts : one per reading, plain records with ``verdict`` and, where known, ``reading`` (a mapping of the terms'
        values), ``probability``, ``interval`` (low, high) and ``why``.
    book : the records that the claim cites.
    version : of this package.
    scenario : name of the scenario that was run.
    url : where the review is published, if it is.
    banner : line that every export of the scenario carries; becomes the review's description.

    Raises
    ------
    ValueError
        When there is no verdict, or one begins with none of `VERDICTS`.

    Examples
    --------
    >>> found = claim_review(
    ...     Claim(id="c1", says="70 percent in five days", test="x >= 0.7"),
    ...     [{"verdict": "consistent", "reading": {"mark": "at_hub"}, "probability": 0.4}],
    ...     book=EvidenceBook.empty(), version="1", scenario="small",
    ... )
    >>> found["reviewRating"]["alternateName"]
    'consistent (1 of 1 readings)'
    """
    rows = [dict(row) for row in verdicts]
    if not rows:
        raise ValueError(f"claim {claim.id!r} has no verdict to review")
    for row in rows:
        if not str(row.get("verdict", "")).startswith(VERDICTS):
            raise ValueError(f"{row.get('verdict')!r} is no verdict; allowed: {', '.join(VERDICTS)}")
    node: Node = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": claim.says,
        "author": {"@type": "SoftwareApplication", "name": "OpenAirlift", "softwareVersion": version},
        "reviewRating": {"@type": "Rating", "alternateName": _summed(rows)},
        "reviewBody": "\n".join(_reading(row) for row in rows),
        "itemReviewed": _claimed(claim, book),
        "isBasedOn": {"@type": "CreativeWork", "name": f"Simulation of the scenario {scenario}"},
    }
    node |= {"description": banner} if banner else {}
    return node | ({"url": url} if url else {})


def _summed(rows: list[Node]) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        word = next(word for word in VERDICTS if str(row["verdict"]).startswith(word))
        counts[word] = counts.get(word, 0) + 1
    return "; ".join(f"{word} ({count} of {len(rows)} readings)" for word, count in counts.items())


def _reading(row: Node) -> str:
    terms = ", ".join(f"{name} = {value}" for name, value in dict(row.get("reading") or {}).items())
    told = f"{terms or 'as stated'}: {row['verdict']}"
    if row.get("probability") is not None:
        told += f"; probability {row['probability']:.3g}"
    if row.get("interval"):
        low, high = row["interval"]
        told += f" ({low:.3g} to {high:.3g})"
    return told + (f"; {row['why']}" if row.get("why") else "")


def _claimed(claim: Claim, book: EvidenceBook) -> Node:
    """Return the claim with who made it and where it appeared."""
    node: Node = {"@type": "Claim", "text": claim.says, "identifier": claim.id}
    appearances: list[Node] = []
    for id_ in claim.evidence:
        record = book.evidence.get(id_)
        source = None if record is None else book.sources.get(record.source)
        if record is None or source is None:
            continue
        work: Node = {
            "@type": "CreativeWork",
            "name": source.title,
            "publisher": {"@type": "Organization", "name": source.producer},
        }
        work |= {"url": source.url} if source.url else {}
        work |= {"datePublished": source.published} if source.published else {}
        appearances.append(work)
        if record.chain and "author" not in node:
            last = record.chain[-1]
            node["author"] = {"@type": "Thing", "name": last.who}
            node |= {"datePublished": last.on} if last.on else {}
    return node | ({"appearance": appearances} if appearances else {})
