"""What a figure counts: the noun that follows it, or the one that its sentence says it of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openairlift.evidence.drafting.figures import Figure
from openairlift.evidence.drafting.leftward import key_of, noun_before_of, said_of
from openairlift.evidence.drafting.nouns import Thing, phrase_at
from openairlift.evidence.drafting.people import is_anonymous
from openairlift.evidence.drafting.units import unit_at
from openairlift.evidence.drafting.words import (
    ADJECTIVES,
    ADVERBS,
    NOUNS_TOO,
    is_function,
    is_plural,
    is_verb,
    wordset,
)

_CONTAINERS = wordset(
    "sets set rounds pieces units pairs boxes crates pallets loads truckloads planeloads shipments consignments types "
    "kinds batches copies items packs bottles bags sacks doses bundles stacks containers cases rolls sheets vials "
    "trucks planes"
)


_DISTANCE = re.compile(
    r"\s*(?:from|away|north|south|east|west|inland|outside|beyond|across|to|off|downwind|upstream|by road|by air)\b"
)


_CARRIED = re.compile(
    r"\b(?:carr(?:y|ies|ied|ying)|deliver(?:s|ed|ing)?|transport(?:s|ed|ing)?|mov(?:e|es|ed|ing)|fl(?:y|ies|ew|"
    r"own|ying)|(?:air)?lift(?:s|ed|ing)?|"
    r"br(?:ing|ings|ought|inging)|haul(?:s|ed|ing)?|dispatch\w*|ship(?:s|ped|ping)?|drop(?:s|ped|"
    r"ping)?|send(?:s|ing)?|sent|hold(?:s|ing)?|load(?:s|ed|ing)?)"
    r"(?: (?:in|out|by air))?(?: (?:up|to|close|well|nearer|about|around|some|over|more|than|nearly|"
    r"almost|roughly|another|at|least|a|further|only|just|between|or|an|additional|as|much|the)){0,5} "
    r"$"
)


_LONG = re.compile(
    r"(?:\b(?:is|are|was|were|measures|measured|measuring|spans|runs|of|to|from|at|by|stretches)|[:(])\s*"
    r"(?:(?:about|some|around|only|just|nearly|over|under|almost|at|least|most|more|than|up|to|"
    r"between|roughly|an|estimated) ){0,4}$"
)


_AGAIN = re.compile(r"\b(?:all|the|these|those)\s$", re.IGNORECASE)
_VERSUS = re.compile(
    r"\b(?:against|versus|vs|compared (?:with|to)|instead of|rather than|from|than)\s(?:[a-z]+\s){0,3}$"
)
_STATED = re.compile(
    r"(?:\b(?:to|at|was|is|were|are|by|of|:)|[:(])\s*(?:(?:about|some|around|only|just|nearly|over|"
    r"under|almost|least|most|more|than) )*$"
)


_PEOPLE = re.compile(
    r"(?: (?:more|others?))?(?: (?:were|was|are|have been|had been))? (killed|dead|wounded|injured|"
    r"hurt|missing|homeless|displaced|"
    r"evacuated|rescued|stranded|on board|aboard|trapped|hospitali[sz]ed|died|drowned|fled|perished|"
    r"survived)\b(?! [a-z]+s\b)"
)


_BOUGHT = re.compile(
    r" to (?:provide|replenish|buy|purchase|fund|support|finance|build|repair|replace|cover|acquire|"
    r"pay for|send|deliver|expand|train|equip|procure|"
    r"rebuild|upgrade|operate|charter|lease|restock|refill) | (?:buys|pays for|covers|feeds|funds|provides|keeps) "
)


_EXTENT = re.compile(r"\s*(?:long|wide|deep|high|tall|thick|square|broad)\b")


@dataclass(frozen=True, slots=True)
class Known:
    """A figure before this one: what it counts, whether a preposition stands before it, whether in this sentence."""

    figure: Figure
    thing: Thing | None
    oblique: bool = False
    here: bool = True


def thing_of(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    """Return what a figure of a sentence counts.

    Parameters
    ----------
    text : the sentence.
    figure : the figure.
    before : figures of the same sentence, and of the one before, with what they count; nearest last.
    """
    after = figure.after
    if figure.hyphen and figure.kind == "rate":
        return phrase_at(text, after, one=True, loose=True)
    if figure.kind in ("count", "rate"):
        found = _count(text, figure)
        if found is not None:
            return found
        again = [item for item in before if item.figure.low == figure.low and item.figure.kind == "count"]
        if again and _AGAIN.search(text[max(0, figure.start - 12) : figure.start]):
            return _inherited(again)
        told = [item for item in before if item.here and item.figure.kind == "count"]
        if told and not _STATED.search(text[max(0, figure.start - 40) : figure.start]):
            return _inherited(told) or said_of(text, figure)
        return said_of(text, figure) or _inherited(before, kind="count")
    if figure.hyphen:
        hyphen = phrase_at(text, after + (text[after : after + 1] == "-"), one=True, loose=True)
        if hyphen is not None:
            return hyphen
    if figure.kind == "money":
        if _STATED.search(text[max(0, figure.start - 40) : figure.start]) and (said := said_of(text, figure)):
            return said
        if text.startswith(" in ", after):
            return _right(text, after) or said_of(text, figure) or _inherited(before, here=True)
        return (
            noun_before_of(text, figure)
            or _right(text, after)
            or said_of(text, figure)
            or _inherited(before, here=True)
        )
    if figure.kind == "share":
        return _share(text, figure, before)
    if figure.kind == "duration":
        return _duration(text, figure)
    return _measure(text, figure, before)


_RATE = re.compile(r"-([a-z]+s)-(?:an?|per)-[a-z]+")
_STRONG = re.compile(r"-(?:strong|person|man|member|bed|seat|aircraft|plane)\b")
_OF_THEM = re.compile(r",? of (?:them|it|which|whom|those|these)\b")
_OF_YOU = re.compile(r" of (you|us)\b")
_OF_NO_FIGURE = re.compile(r" of (?!\d)")


def _count(text: str, figure: Figure) -> Thing | None:
    one = figure.low == 1.0 and figure.high == 1.0
    at = figure.end
    if text[at : at + 1] == "-":
        rate = _RATE.match(text, at)
        if rate is not None:
            return Thing(rate[1], rate[1])
        strong = _STRONG.match(text, at)
        return phrase_at(text, strong.end() if strong else at + 1, one=True, loose=True)
    if _OF_THEM.match(text, at):
        apposed = re.search(r"([A-Za-z][\w-]*),\s*(?:\w+\s){0,2}$", text[max(0, figure.start - 60) : figure.start])
        return Thing(apposed[1], apposed[1]) if apposed and is_plural(apposed[1]) else None
    persons = _OF_YOU.match(text, at)
    if persons is not None:
        return Thing(persons[1], persons[1])
    hurt = _PEOPLE.match(text, at)
    if hurt is not None:
        return Thing("people", f"people {hurt[1]}")
    found = phrase_at(text, at, one=one, loose=text.startswith((" of ", " out of "), at))
    if found is not None and found.head.lower() in _CONTAINERS:
        inside = _OF_NO_FIGURE.match(text, text.find(found.phrase, at) + len(found.phrase))
        deeper = phrase_at(text, inside.end(), one=True, loose=True) if inside else None
        if deeper is not None:
            return Thing(found.head, f"{found.phrase} of {deeper.phrase}")
    return found


_THEY_NEED = re.compile(r" (?:it|they|we|he|she) (?:[a-z]+ ){1,3}?(?:for|on) (?!\d)")


_IN_WHAT = re.compile(
    r"(?: \([^()]{1,30}\))?[),]?(?: \(| )(?:worth )?(?:of|in|for|on|toward|towards|to buy|to fund) |-worth of "
)
_NO_THING = re.compile(
    r"(?:19|20)\d\d\b|(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|it|them|which|this|that|each|all)\b"
)


_DIRECT = re.compile(r"[ -](?=[a-z])")


def _right(text: str, at: int) -> Thing | None:
    """Return the noun after a preposition: ``in military aid``, ``for tents``."""
    found = _IN_WHAT.match(text, at)
    if found is not None:
        if _NO_THING.match(text, found.end()):
            return None
        noun = phrase_at(text, found.end(), one=True, loose=True)
        return None if noun is not None and unit_at(noun.head.lower(), 0) is not None else noun
    needed = _THEY_NEED.match(text, at)
    if needed is not None:
        return phrase_at(text, needed.end(), one=True, loose=True)
    bought = _BOUGHT.match(text, at)
    if bought is not None:
        return phrase_at(text, bought.end(), one=True, loose=True)
    direct = _DIRECT.match(text, at)
    if direct is None:
        return None
    noun = phrase_at(text, direct.end() - 1, one=True, loose=False)
    return None if noun is not None and is_plural(noun.head) else noun  # "$6 million arrives" is no noun


_DEMONSTRATIVE = re.compile(
    r"(?:that|this|those|these) "
    r"(?!(?:is|are|was|were|has|have|had|will|would|can|or|and|who|in|on|at|by)\b)[a-z-]+(?<!ed)\b"
)


_OF_PRONOUN = re.compile(r",? of (it|them|those|these|which|that|this|whom|us|what)\b(?:\s(\w+ed|who)\b)?")
_OF = re.compile(r" of ")
_WORD_AFTER = re.compile(r"[ -]([a-z][\w-]*)")
_MORE = re.compile(r", (?= (?:more|less|higher|lower|fewer|up|down|above|below)\b)")
_ALL_THE = re.compile(r" (?:the|their|its|our|his|all) ")


def _share(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    at = figure.after
    pronoun = _OF_PRONOUN.match(text, at)
    if pronoun is not None and _DEMONSTRATIVE.match(text, pronoun.start(1)):
        return phrase_at(text, pronoun.end(1), one=True, loose=True)
    if pronoun is not None:
        if pronoun[1] in ("what", "this", "that"):
            return Thing(pronoun[1], pronoun[1])
        if pronoun[1] in ("those", "these") and pronoun[2]:
            return Thing("those", text[pronoun.start(1) : pronoun.end()])
        return _inherited(before) or Thing(pronoun[1], pronoun[1])
    found = _OF.match(text, at)
    if found is not None:
        return phrase_at(text, found.end(), one=True, loose=True)
    if figure.end > figure.start and (text[at : at + 1] in "- " and text[at + 1 : at + 2].islower()):
        follows = _WORD_AFTER.match(text, at)
        if (
            follows
            and (not is_verb(follows[1]) or (follows[1] in NOUNS_TOO and "-" in text[figure.start : figure.end]))
            and not is_function(follows[1])
            and follows[1] not in ADVERBS | ADJECTIVES
        ):
            direct = phrase_at(text, at, one=True, loose=False)
            if direct is not None:
                return direct
    last = before[-1] if before else None
    changed = re.search(
        r"(?:, (?:up|down)|\b(?:from|to|than))\s(?:[a-z]+\s)?$", text[max(0, figure.start - 20) : figure.start]
    )
    if changed is None and text[max(0, figure.start - 2) : figure.start] == ", ":
        changed = _MORE.match(", " + text[at:])
    if (
        changed
        and last is not None
        and last.here
        and last.thing is not None
        and (last.figure.kind == "share" or changed[0].startswith(","))
    ):
        return last.thing
    half = _ALL_THE.match(text, at)
    if half is not None:
        return phrase_at(text, half.end(), one=True, loose=True)
    return said_of(text, figure) or _inherited(before, here=True)


_OF_NOUN = re.compile(r" of (?!which|it|them)(?=[a-z])")


def _duration(text: str, figure: Figure) -> Thing | None:
    key = key_of(text, figure)
    if key is not None:
        return key
    found = _OF_NOUN.match(text, figure.after)
    if found is not None:
        inside = phrase_at(text, found.end(), one=True, loose=True)
        if inside is not None:
            return inside
    return noun_before_of(text, figure) or _unit_word(text, figure)


def _unit_word(text: str, figure: Figure) -> Thing | None:
    """Return the unit itself, where a text names nothing else that is counted: ``five days``."""
    words = re.findall(r"[A-Za-z]+", text[figure.start : figure.end])
    return Thing(words[-1], words[-1]) if words else None


_WORTH_OF = re.compile(r"(?:, or [\d.,]+ [a-z ]{1,14})?,? (?:worth )?of ")
_PRONOUN = re.compile(r"(?:it|them|which|that)\b")
_NOUN_AFTER = re.compile(r" (?=[a-z][\w-]*)(?![a-z-]+(?:ly|ed)\b)")


def _measure(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    at = figure.after
    found = _WORTH_OF.match(text, at)
    if found is not None:
        if not _PRONOUN.match(text, found.end()):
            return phrase_at(text, found.end(), one=True, loose=True)
        return _inherited(before, here=True) or Thing("it", "it")
    if figure.kind == "length" and _DISTANCE.match(text, at):
        return Thing("distance", "distance")
    if figure.kind not in ("length",):
        direct = _NOUN_AFTER.match(text, at)
        if direct is not None:
            noun = phrase_at(text, at, one=True, loose=False)
            if noun is not None:
                return noun
    if _EXTENT.match(text, at) and (
        apposed := re.search(r"([\w-]+),\s*(?:\w+\s){0,2}$", text[max(0, figure.start - 60) : figure.start])
    ):
        return Thing(apposed[1], apposed[1])
    if figure.kind == "mass" and _CARRIED.search(text[max(0, figure.start - 60) : figure.start]):
        return Thing("cargo", "cargo")
    same = [item for item in before if item.here and item.figure.kind == figure.kind]
    if same and _VERSUS.search(text[max(0, figure.start - 40) : figure.start]):
        return _inherited(same)
    stated = figure.kind != "length" or _LONG.search(text[max(0, figure.start - 40) : figure.start])
    found_left = said_of(text, figure) if stated else None
    if found_left is not None and not is_anonymous(found_left.head):
        return found_left
    noun = phrase_at(text, at, one=True, loose=False) if text[at : at + 1] == " " else None
    if noun is not None:
        return noun
    return _inherited(same) or _unit_word(text, figure)


def _inherited(before: list[Known], *, here: bool = False, kind: str = "") -> Thing | None:
    """Return what an earlier figure counts, rather one without a preposition before it.

    `here` takes figures of this sentence only; `kind` takes those of earlier sentences only where they are of it.
    """
    usable = [
        item
        for item in before
        if item.thing is not None
        and item.figure.kind != "duration"
        and (item.here or (not here and kind in ("", item.figure.kind)))
    ]
    inside = [item for item in usable if item.here]
    chosen = inside or usable
    direct = [item for item in chosen if not item.oblique]
    found = (direct or chosen)[-1] if chosen else None
    return None if found is None else found.thing
