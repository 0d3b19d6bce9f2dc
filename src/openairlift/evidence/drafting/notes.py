"""Notes without verbs, where each number follows its noun: ``Rations 11, water 3.5, diesel 2 (critical)``."""

from __future__ import annotations

import re

from openairlift.evidence.drafting.figures import Figure
from openairlift.evidence.drafting.measures import Known, inherited
from openairlift.evidence.drafting.nouns import Thing, head_of
from openairlift.evidence.drafting.words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    is_verb,
)

_CLOSES = re.compile(r" ?(?:[,;.()]|$)| (?:against|vs|versus)\b")
_PART = re.compile(r"\s*[,;()]\s*")
_WORD = re.compile(r"[A-Za-z][\w'/-]*")
_NO_NOTE = AUXILIARIES | PRONOUNS | DETERMINERS | CONJUNCTIONS
_NO_HEAD = _NO_NOTE | PREPOSITIONS | ADVERBS | {"last", "this", "next", "another", "some", "then", "today"}
_MOST_WORDS = 6


def noted(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    """Return the noun before a number in a note; None where the sentence is none.

    Examples
    --------
    >>> from openairlift.evidence.drafting.figures import find_figures
    >>> text = "Planned sorties 34 (of 40)."
    >>> noted(text, find_figures(text)[0], []).head
    'sorties'
    """
    if text[figure.start - 1 : figure.start] != " " or not _CLOSES.match(text, figure.after):
        return None
    pieces = _PART.split(text[: figure.start])
    parts = [_WORD.findall(part) for part in pieces]
    own = parts[-1]
    if not own or len(own) > _MOST_WORDS or ":" in pieces[-1] or not text[:1].isupper():
        return None
    if own[0].lower() in _NO_HEAD or own[-1].lower() in _NO_HEAD:
        return None
    if any(not _is_noun_phrase(part) for part in parts if part):
        return None
    if is_verb(own[-1]):
        done = len(own) == 1 and own[0].islower()
        return inherited(before, here=True) if done else None  # "flown 28"
    alone = len(parts) == 1 and len(own) > 1 and own[0][0].isupper() and own[-1].endswith("s")
    if alone and not own[0].endswith("ed") and figure.kind == "count":
        return None  # "Berlin donates 6, Paris 4": a verb, as far as rules can tell
    return head_of(" ".join(own))


def _is_noun_phrase(words: list[str]) -> bool:
    """Whether words are a noun phrase, or one participle; ``Planned sorties`` begins with one."""
    if any(word.lower() in _NO_NOTE for word in words):
        return False
    return not any(is_verb(word) for word in words[1:])
