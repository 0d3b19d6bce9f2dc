"""Where in a text a quote stands although its words were edited: votes of shared words, then an alignment."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from openairlift.evidence.anchoring.passages import Passages, Span

COMMON = 2000
"""A word that a text has more often votes for no place."""

TRIED = 12
"""Places that are aligned, those with most votes; fewer where the quote is long."""

LONGEST = 2000
"""A quote of more words and figures is not compared: whoever wants it checked quotes less."""

MOST_CELLS = 12_000_000
"""Pairs of elements that one alignment may compare."""

SIMILAR = 0.75
"""Likeness from which two words count as spellings of one."""


_FIGURE = 1.5


@dataclass(frozen=True, slots=True)
class Found:
    """A place that resembles a quote: likeness from 0 to 1, figures counting as alike whatever they state."""

    score: float
    span: Span


def similar_places(quote: list[str], text: Passages) -> list[Found]:
    """Return the places of a text that resemble a quote, best first, no two of them overlapping.

    Parameters
    ----------
    quote : keys of the quote's elements.
    text : where to look.
    """
    found: list[Found] = []
    for first, last in _windows(quote, text):
        place = align(quote, text, first, last)
        if place is not None:
            found.append(place)
    found.sort(key=lambda place: (-place.score, place.span.start))
    kept: list[Found] = []
    for place in found:
        if not any(place.span.meets(other.span) for other in kept):
            kept.append(place)
    return kept


def _windows(quote: list[str], text: Passages) -> list[tuple[int, int]]:
    """Return stretches of elements in which the quote's rarer words stand in the quote's order."""
    size, total = len(quote), len(text.elements.keys)
    step = max(8, size // 2)
    votes: dict[int, float] = defaultdict(float)
    known = sorted({word for word in quote if word in text.index}, key=lambda word: len(text.index[word]))
    chosen = {word for at, word in enumerate(known) if len(text.index[word]) <= COMMON or at < 2}
    for at, word in enumerate(quote):
        if word in chosen:
            weight = math.log1p(total / len(text.index[word]))
            for place in text.index[word]:
                bucket = (place - at) // step
                votes[bucket] += weight
                votes[bucket - 1] += weight
    tried = max(1, min(TRIED, MOST_CELLS // (8 * size * size)))
    best = heapq.nsmallest(tried, votes, key=lambda bucket: (-votes[bucket], bucket))
    slack = max(4, size // 4)
    return [(max(bucket * step - slack, 0), min((bucket + 2) * step + size + slack, total)) for bucket in best]


def align(quote: list[str], text: Passages, first: int, last: int) -> Found | None:
    """Return where, between two elements of a text, a quote fits best: all of it against any stretch of them.

    A word that is missing, added or replaced costs 1, another spelling 0.4; a figure of the quote that is missing or
    replaced by a word 1.5, so that of two fits as cheap the one with the figures is taken.
    """
    words = text.elements.keys[first:last]
    if not words or not quote or len(quote) > LONGEST or len(words) * len(quote) > MOST_CELLS:
        return None
    # Row by row of the quote: cost, and the element at which the stretch began.
    costs = [0.0] * (len(words) + 1)
    begins = list(range(len(words) + 1))
    for wanted in quote:
        gone = _FIGURE if wanted == "#" else 1.0
        row, origin = [costs[0] + gone], [begins[0]]
        for at, word in enumerate(words):
            pair = costs[at] + (0.0 if wanted == word else _unlike(wanted, word))
            drop, extra = costs[at + 1] + gone, row[at] + 1.0
            if pair <= drop and pair <= extra:
                row.append(pair)
                origin.append(begins[at])
            elif drop <= extra:
                row.append(drop)
                origin.append(begins[at + 1])
            else:
                row.append(extra)
                origin.append(origin[at])
        costs, begins = row, origin
    best = min(range(len(costs)), key=lambda at: (costs[at], at))
    begin = begins[best] + _of_sentence_before(quote, text, first + begins[best])
    if begin >= best:
        return None
    span = Span(text.elements.starts[first + begin], text.elements.ends[first + best - 1])
    return Found(max(1.0 - costs[best] / len(quote), 0.0), span)


def _of_sentence_before(quote: list[str], text: Passages, begin: int) -> int:
    """Return how many elements at the head of a fit, at most two, end another sentence and are not the quote's."""
    have = text.elements
    for count in (1, 2):
        at = begin + count
        if at >= len(have.keys):
            break
        between = text.text[have.ends[at - 1] : have.starts[at]]
        ends = any(mark in between for mark in (". ", "! ", "? ")) or text.block_of(have.starts[at]) != text.block_of(
            have.starts[at - 1]
        )
        if ends and not set(have.keys[begin:at]).intersection(quote[: count + 1]):
            return count
    return 0


@lru_cache(maxsize=100_000)
def _unlike(wanted: str, word: str) -> float:
    if wanted == "#":
        return _FIGURE
    if word == "#" or min(len(wanted), len(word)) < 4 or abs(len(wanted) - len(word)) > 3:
        return 1.0
    matcher = SequenceMatcher(None, wanted, word, autojunk=False)
    alike = matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR
    return 0.4 if alike else 1.0
