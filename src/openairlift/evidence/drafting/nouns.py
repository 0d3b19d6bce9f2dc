"""Noun phrases: the one that begins at a place, the one that a word ends, and the head of either."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openairlift.evidence.drafting.units import unit_at
from openairlift.evidence.drafting.words import (
    ADJECTIVES,
    ADVERBS,
    AUXILIARIES,
    COLLECTIVES,
    CONJUNCTIONS,
    DETERMINERS,
    NAMED,
    NOUNS_TOO,
    PREPOSITIONS,
    VERBS,
    WORD,
    is_function,
    is_plural,
    is_pronoun,
    is_verb,
    wordset,
)

REACH = 160


_FIRST = wordset(
    "daily weekly monthly out more additional other extra new further such or so of - about these those the such-and"
)


_NUMBERWORDS = wordset(
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion half"
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a figure counts: its head noun, and the phrase around it as the text has it."""

    head: str
    phrase: str


_NOT_ADVERBS = wordset("supply assembly family ally")
_ADVERBS_AS_NOUNS = wordset("total wide long high deep record full")
_FIGURES = re.compile(r"\d[\d.,]*%?")
_PER = re.compile(r"/(?:s|min|hr?|hour|d|day|wk|week|month|yr|year|head|ha|km)$")  # "persons/hr"
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_WORDS = 9


def tokens_of(text: str) -> list[re.Match[str]]:
    """Return words and marks of a text."""
    return list(WORD.finditer(text))


def _possessive(word: str) -> bool:
    return word.lower().endswith(("'s", "s'"))


class _Phrase:
    """A noun phrase as it is read from left to right."""

    def __init__(self, *, one: bool, loose: bool) -> None:
        self.one, self.loose = one, loose
        self.taken: list[str] = []
        self.ends: list[int] = []
        self.begin: int | None = None
        self.plural = self.single = -1

    def read(self, match: re.Match[str]) -> bool:
        """Take a word in, or pass it over; False where the phrase ends before it."""
        word = match.group().rstrip(".")
        if "/" in word:
            word = _PER.sub("", word)
        if not word or not word[0].isalnum():
            return self._mark(word)
        low = word.lower()
        passed = self._passed(word, low)
        if passed is not None:
            return passed
        if low in ("and", "or") and self._goes_on():
            return True
        if is_function(word) or low in DETERMINERS or (low in ADVERBS and low not in _ADVERBS_AS_NOUNS):
            return False
        if _possessive(word):
            self._take(word, match)
            return True
        plural = is_plural(low) or (NAMED.fullmatch(word) is not None and word.endswith("s"))
        if self._ended(low, plural=plural):
            return False
        if low.endswith("ly") and low not in _NOT_ADVERBS and self.plural < 0:
            return not self.taken
        self._take(word, match)
        if plural:
            self.plural = len(self.taken) - 1
        elif not low.endswith("ed") and low not in ADJECTIVES:
            self.single = len(self.taken) - 1
        return len(self.taken) < _MOST_WORDS

    def _goes_on(self) -> bool:
        """Whether modifiers are still being listed, as in ``375 passenger and cargo flights``."""
        if not self.taken or self.one or self.loose:
            return False
        return self.plural < 0 or self.taken[-1].lower() in ("cargo", "freight", "aid")

    def _take(self, word: str, match: re.Match[str]) -> None:
        self.begin = match.start() if self.begin is None else self.begin
        self.taken.append(word)
        self.ends.append(match.start() + len(word))

    def _mark(self, word: str) -> bool:
        """Whether the phrase goes on after a mark: at its head, and at a comma between adjectives."""
        if not self.taken:
            return word in ("", "-", "'", '"')
        return not word or (word == "," and self.plural < 0 and self._goes_on())

    def _passed(self, word: str, low: str) -> bool | None:
        """Whether a word is passed over (True) or ends the phrase (False); None where it is to be looked at."""
        if not self.taken:
            if low in _FIRST or low == "mm":
                return True
            whole = low in ("each", "every", "all", "both") and not self.loose
            if (low in DETERMINERS and not whole) or low in _NUMBERWORDS:
                return self.loose or low not in ("the", "a", "an")
        elif (
            self.plural < 0 and re.fullmatch(r"\d{2,4}", word) and self.taken[-1].isalpha() and self.taken[-1].isupper()
        ):
            return True  # "AS 350 helicopters"
        elif low in _NUMBERWORDS:
            return _possessive(self.taken[-1])
        if _FIGURES.fullmatch(word):
            return not self.taken or _possessive(self.taken[-1])
        return None

    def _ended(self, low: str, *, plural: bool) -> bool:
        """Whether the phrase ended before a word: after a plural comes no singular, and a verb is not of it."""
        if self.plural >= 0:
            last = self.taken[self.plural].lower()
            # "aid agency staff": a mass noun may stand before others; the head moves on only if a plural comes.
            mass = last in COLLECTIVES and not last.endswith("s") and len(self.taken) - self.plural < 3
            if (not plural and not mass) or low.endswith("ed"):
                return True
        if self.loose and not self.taken and low in NOUNS_TOO:  # "in cost recovery"
            return False
        return low in VERBS and (not plural or self.plural >= 0 or self.single >= 0)

    def drop_last(self) -> None:
        """Leave out the last word, which is a participle."""
        self.taken.pop()
        self.ends.pop()
        self.single = min(self.single, len(self.taken) - 1)

    def head(self) -> int:
        """Return the index of the head among the words, or -1."""
        if self.plural >= 0 or self.single < 0:
            return self.plural
        word = self.taken[self.single]
        named = NAMED.fullmatch(word) is not None or word[0].isupper() or word.lower() in COLLECTIVES
        last_of_several = 0 < self.single == len(self.taken) - 1
        return self.single if self.one or self.loose or named or last_of_several else -1


def phrase_at(text: str, start: int, *, one: bool, loose: bool) -> Thing | None:
    """Return the noun phrase that begins at a place.

    Parameters
    ----------
    text, start : where it begins; a blank or a hyphen stands there, unless `loose`.
    one : whether it may be singular.
    loose : whether an article may open it, and any noun end it.

    Examples
    --------
    >>> phrase_at("17,000 anti-tank missiles arrived", 6, one=False, loose=False)
    Thing(head='missiles', phrase='anti-tank missiles')
    """
    stretch = text[start : start + REACH]
    if stretch[:1].isalpha() and start and not loose:
        return None
    phrase = _Phrase(one=one, loose=loose)
    for match in tokens_of(stretch):
        if not phrase.read(match):
            break
    if len(phrase.taken) > 1 and phrase.taken[-1] in _POSTURES:  # "14,000 tonnes of sorghum sitting in the port"
        phrase.drop_last()
    head = phrase.head()
    if phrase.begin is None or head < 0:
        return None
    return Thing(phrase.taken[head], stretch[phrase.begin : phrase.ends[head]])


_POSTURES = wordset(
    "sitting standing waiting lying rotting hanging going coming arriving heading piling gathering flying moving "
    "needing wanting passing"
)


def _by_follows(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a word is a participle with its agent, as in ``the ceiling set by``."""
    return at + 1 < len(tokens) and tokens[at + 1].group() == "by"


def _object_follows(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a word in -ing governs an object, as in ``the force guarding the depot``."""
    return at + 1 < len(tokens) and tokens[at + 1].group().lower() in DETERMINERS


def _is_measure(word: str) -> bool:
    """Whether a word is a unit of mass, volume or area in the singular."""
    unit = unit_at(word, 0) if word.islower() and not word.endswith("s") else None
    return unit is not None and unit[1] in ("mass", "volume", "area")


def head_of(phrase: str) -> Thing | None:
    """Return the head of a noun phrase: its last noun before a preposition, a participle or a verb.

    Examples
    --------
    >>> [head_of(text).head for text in ("Crews on duty", "the average ground time", "cargo lifted")]
    ['Crews', 'time', 'cargo']
    """
    taken: list[tuple[str, int, int]] = []
    kept: Thing | None = None
    fronted = article = False
    tokens = tokens_of(phrase[:REACH])
    for at, match in enumerate(tokens):
        word = match.group().rstrip(".")
        low = word.lower()
        if not word or not word[0].isalnum():
            if taken:
                break
            continue
        if low in ("total", "record", "maximum") and not taken:
            kept = Thing(word, word)
            continue
        if not taken and (
            low in CONJUNCTIONS or low in ("on", "in", "at", "during", "by", "after", "with", "for", "under")
        ):
            fronted = fronted or low in PREPOSITIONS
            continue
        if low in DETERMINERS or (low in ADVERBS and low not in PREPOSITIONS and not taken):
            if taken and not fronted:
                break
            taken = []
            article = article or low in DETERMINERS
            continue
        noun_too = low in NOUNS_TOO and (article or match is tokens[-1]) and not _by_follows(tokens, at)
        if low == "of" and len(taken) == 1 and article and _is_measure(taken[0][0]):
            taken = []  # "a litre of diesel"
            continue
        if "/" in low and all(part in PREPOSITIONS for part in low.split("/")):  # "Pax in/out"
            break
        if is_function(word) or (is_verb(low) and (taken or kept) and not noun_too):
            break
        if low.endswith("ing") and taken and (is_plural(taken[-1][0]) or _object_follows(tokens, at)):
            break
        if _YEAR.fullmatch(word):
            if taken:
                break
            continue
        taken.append((word, match.start(), match.end()))
    while (
        taken
        and (
            taken[-1][0].lower() in ADJECTIVES
            or (taken[-1][0].endswith("ly") and taken[-1][0].lower() not in _NOT_ADVERBS)
        )
        and len(taken) > 1
    ):
        taken.pop()
    if not taken or is_pronoun(taken[-1][0]):
        return kept
    return Thing(taken[-1][0], phrase[taken[0][1] : taken[-1][2]])


def last_noun(text: str) -> Thing | None:
    """Return the last noun of a text."""
    words = [match.group() for match in tokens_of(text[-60:])]
    for word in reversed(words):
        if word[0].isalpha() and not is_function(word) and not is_verb(word) and word.lower() not in DETERMINERS:
            return Thing(word, word)
    return None


def last_plural(text: str) -> Thing | None:
    """Return the last plural noun of a text, with the words before it.

    Examples
    --------
    >>> last_plural("She put it down to relief flights for the Horn.").phrase
    'relief flights'
    """
    words = [match.group().rstrip(".") or "." for match in tokens_of(text)]
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        lower = word.islower() or index == 0
        if (
            lower
            and word.isalpha()
            and is_plural(word)
            and not (is_function(word) or is_verb(word) or unit_at(word, 0))
        ):
            return phrase_ending(words, index)
    return None


def verb_at(words: list[str], index: int) -> bool:
    """Whether a word is a verb there: ``costs`` is none after ``the``, nor after ``the final``."""
    low = words[index].lower()
    if not is_verb(low):
        return False
    if low not in NOUNS_TOO:
        return True
    before = [word.lower() for word in words[max(0, index - 2) : index]]
    after_article = bool(before) and (
        before[-1] in DETERMINERS
        or (len(before) > 1 and not low.endswith("s") and before[0] in DETERMINERS and not is_function(before[1]))
    )
    after = words[index + 1].lower() if index + 1 < len(words) else ""
    return not after_article and index > 0 and after != "," and after not in AUXILIARIES


def phrase_ending(words: list[str], index: int) -> Thing | None:
    """Return the noun phrase that ends with a word."""
    while index >= 0 and (
        words[index].lower() in ADVERBS
        or words[index].lower() == "worth"
        or (words[index].lower().endswith("ly") and words[index].lower() not in _NOT_ADVERBS)
        or not words[index][0].isalnum()
    ):
        index -= 1
    if index < 0 or is_function(words[index]) or words[index].lower() in DETERMINERS:
        return None
    if words[index][0].isdigit() and NAMED.fullmatch(words[index]) is None:
        return None
    begin = index
    while (
        begin > 0
        and words[begin - 1][0].isalnum()
        and not is_function(words[begin - 1])
        and not is_verb(words[begin - 1])
        and words[begin - 1].lower() not in DETERMINERS
        and index - begin < 5
    ):
        begin -= 1
    return Thing(words[index], " ".join(words[begin : index + 1]))
