"""Who told whom: the end of each chain, what its weakest link is worth, how many roots stand behind a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from openairlift.evidence.records import ChainLink, Evidence, EvidenceBook

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability can't be judged",
}
"""The letters of an Admiralty grade: the source."""

CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth can't be judged",
}
"""The figures of an Admiralty grade: what it says."""

_HEDGES = re.compile(
    r"\b(?:unnamed|unidentified|anonymous|a|an|the|who (?:declined|asked) (?:to|not).*|"
    r"on condition of anonymity)\b",
    re.IGNORECASE,
)
_SPELLED = {"defense": "defence", "center": "centre", "organization": "organisation"}


def grade_words(grade: str) -> str:
    """Return an Admiralty grade in words.

    Examples
    --------
    >>> grade_words("B2")
    'usually reliable source, probably true'
    """
    if not grade:
        return "not graded"
    source = RELIABILITY[grade[0]]
    told = source if grade[0] == "F" else f"{source} source"
    return f"{told}, {CREDIBILITY[grade[1]]}"


def weakest_link(chain: Sequence[ChainLink]) -> tuple[str, str] | None:
    """Return the best letter that a chain allows, and why; None where any is.

    An unidentified link allows C, a link with a reliability of its own that letter.

    Examples
    --------
    >>> weakest_link([ChainLink(who="CNN", mode="reports"), ChainLink(who="official", mode="told", unidentified=True)])
    ('C', 'an unidentified link in the chain caps reliability at C')
    """
    caps = [("C", "an unidentified link in the chain caps reliability at C") for link in chain if link.unidentified]
    caps += [
        (link.reliability, f"the link {link.who!r} caps reliability at {link.reliability}")
        for link in chain
        if link.reliability
    ]
    return max(caps, key=lambda cap: cap[0], default=None)


def normal_name(who: str) -> str:
    """Return a name such that spellings of one are the same.

    Case, hedges (unnamed, a, the), marks and a plural s are left out; defense and defence are one. So unnamed
    officials of the same description count as one root: nobody can show that they are two.

    Examples
    --------
    >>> normal_name("Senior defense officials, unnamed") == normal_name("a senior defence official")
    True
    """
    text = unicodedata.normalize("NFKC", who).casefold().replace("’", "'").replace(".", "")
    words = re.findall(r"[\w&]+", _HEDGES.sub(" ", text).replace("'s ", " "))
    plain = [_SPELLED.get(word, word) for word in words]
    return " ".join(word[:-1] if len(word) > 4 and word.endswith("s") and word[-2] != "s" else word for word in plain)


def root_of(record: Evidence, book: EvidenceBook) -> str:
    """Return the root of a record's chain in normal form: its last link, or the producer where there is no chain."""
    return normal_name(root_name(record, book))


def root_name(record: Evidence, book: EvidenceBook) -> str:
    """Return the root of a record's chain as it is written."""
    if record.root:
        return record.root
    if record.chain:
        return record.chain[-1].who
    source = book.sources.get(record.source)
    return source.producer if source is not None else record.source


def roots(ids: Iterable[str], book: EvidenceBook) -> dict[str, tuple[str, ...]]:
    """Return the roots behind some evidence, each with its records: evidence that shares a root is one root.

    Parameters
    ----------
    ids : ids of evidence; those that no record has are left out.

    Returns
    -------
    Names of the roots as first written, with the ids of their records.
    """
    names: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for id_ in dict.fromkeys(ids):
        if id_ in book.evidence:
            record = book.evidence[id_]
            name = names.setdefault(root_of(record, book), root_name(record, book))
            found.setdefault(name, []).append(id_)
    return {name: tuple(members) for name, members in found.items()}


def cited_with(id_: str, book: EvidenceBook) -> set[str]:
    """Return the evidence that supports what a record supports, itself included."""
    groups: list[Sequence[str]] = [
        [name for name, says in p.evidence if says == "supports"] for p in book.params.values()
    ]
    for others in (book.observations, book.statements, book.claims):
        groups += [record.evidence for record in others.values()]
    return {id_}.union(*(group for group in groups if id_ in group))
