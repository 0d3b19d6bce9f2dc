"""A quote known by its SHA-256 only: found without its words standing in the project."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from openairlift.evidence.anchoring.normal import normal

MOST_WORDS = 400
"""In a stretch of more words only whole sentences are tried."""

SENTENCES = 4
"""Sentences in a row that are tried where no stretch is stated."""

_ENDS = re.compile(r"(?<=[.!?])[\"')\]]*\s+")


def quote_hash(quote: str) -> str:
    r"""Return the hash that ``exact_sha256`` states: of the quote in normal form, as UTF-8.

    Examples
    --------
    >>> quote_hash("half a\n  dozen") == hashlib.sha256(b"half a dozen").hexdigest()
    True
    """
    return hashlib.sha256(normal(quote).encode()).hexdigest()


def hashed_runs(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return the runs of whole words of a text that have a hash, with the signs around them or without."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    if len(words) > MOST_WORDS:
        return hashed_sentences(text, wanted)
    begins = [at for first, last in words for at in _begins(text, first, last)]
    ends = [at for first, last in words for at in _ends(text, first, last)]
    found: list[tuple[int, int]] = []
    for begin in begins:
        digest, at = hashlib.sha256(), begin
        for end in ends:
            if end <= begin:
                continue
            digest.update(text[at:end].encode())
            at = end
            if digest.hexdigest() == wanted:
                found.append((begin, end))
    return found


def hashed_sentences(text: str, wanted: str, *, blocks: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Return the runs of up to four whole sentences that have a hash; a sentence also begins where a block does."""
    cuts = sorted({0, *(match.end() for match in _ENDS.finditer(text)), *blocks, len(text)})
    found: list[tuple[int, int]] = []
    for at, begin in enumerate(cuts[:-1]):
        for last in cuts[at + 1 : at + 1 + SENTENCES]:
            stop = begin + len(text[begin:last].rstrip())
            for start in _begins(text, begin, stop):
                found += [
                    (start, end)
                    for end in _ends(text, start, stop)
                    if hashlib.sha256(text[start:end].encode()).hexdigest() == wanted
                ]
    return found


def _begins(text: str, first: int, last: int) -> Iterator[int]:
    """Yield where a word begins: with each of the signs before it, and without."""
    at = first
    while at < last:
        yield at
        if text[at].isalnum():
            return
        at += 1


def _ends(text: str, first: int, last: int) -> Sequence[int]:
    """Return where a word ends, without the signs behind it and with each."""
    at, found = last, []
    while at > first:
        found.append(at)
        if text[at - 1].isalnum():
            break
        at -= 1
    return found[::-1]
