"""What a share, a duration or another measure is of, and what a figure takes over from one before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openairlift.evidence.drafting.figures import Figure
from openairlift.evidence.drafting.leftward import key_of, noun_before_of, said_of
from openairlift.evidence.drafting.nouns import Thing, head_of, last_plural, phrase_at
from openairlift.evidence.drafting.numerals import cardinal
from openairlift.evidence.drafting.people import is_anonymous
from openairlift.evidence.drafting.words import (
    ADJECTIVES,
    ADVERBS,
    NAMED,
    NOUNS_TOO,
    is_function,
    is_plural,
    is_verb,
    singular,
)

_DISTANCE = re.compile(
    r"\s*(?:from|away|north|south|east|west|inland|outside|beyond|across|to(?= the\b| [A-Z])|to go|off|"
    r"downwind|upstream|by road|by air)\b"
)


_CARRIED = re.compile(
    r"\b(?:carr(?:y|ies|ied|ying)|deliver(?:s|ed|ing)?|transport(?:s|ed|ing)?|mov(?:e|es|ed|ing)|fl(?:y|ies|ew|"
    r"own|ying)|(?:air)?lift(?:s|ed|ing)?|"
    r"br(?:ing|ings|ought|inging)|haul(?:s|ed|ing)?|dispatch\w*|ship(?:s|ped|ping)?|drop(?:s|ped|"
    r"ping)?|send(?:s|ing)?|sent|hold(?:s|ing)?|load(?:s|ed|ing)|handl(?:es?|ed|ing)|process(?:es|ed)?|"
    r"t(?:akes?|ook|aken)|land(?:s|ed)|receiv(?:es?|ed)|(?:un|off)load(?:s|ed)?|stor(?:es?|ed)|"
    r"clear(?:s|ed)|import(?:s|ed)|export(?:s|ed))"
    r"(?: (?:in|out|by air))?(?: (?:up|to|close|well|nearer|about|around|some|over|more|than|nearly|"
    r"almost|roughly|another|at|least|a|further|only|just|between|or|an|additional|as|much|the)){0,5} "
    r"$"
)


_MOVED = re.compile(
    r" (?:delivered|moved|airlifted|airdropped|flown|transported|carried|dispatched|distributed|received|shipped|"
    r"unloaded|offloaded)\b"
)


_LONG = re.compile(
    r"(?:\b(?:is|are|was|were|risen|rose|rises|fallen|fell|falls|dropped|sunk|sank|grown|grew|receded|measures|measured|measuring|spans|runs|reach|reached|reaches|of|to|from|at|by|stretches)|[:(])\s*"
    r"(?:(?:about|some|around|only|just|nearly|over|under|almost|at|least|most|more|than|up|to|"
    r"between|roughly|an|estimated|below|above) ){0,4}$"
)


_VERSUS = re.compile(
    r"\b(?:against|versus|vs|compared (?:with|to)|instead of|rather than|from|than)\s(?:[a-z]+\s){0,3}$"
)
_EXTENT = re.compile(r"\s*(?:long|wide|deep|high|tall|thick|square|broad)\b")


@dataclass(frozen=True, slots=True)
class Known:
    """A figure before this one: what it counts, whether a preposition stands before it, whether in this sentence."""

    figure: Figure
    thing: Thing | None
    oblique: bool = False
    here: bool = True


_DEMONSTRATIVE = re.compile(
    r"(?:that|this|those|these) "
    r"(?!(?:is|are|was|were|has|have|had|will|would|can|or|and|who|in|on|at|by)\b)[a-z-]+(?<!ed)\b"
)


_OVER_SO_MUCH = re.compile(
    r"\b([a-z]+s|aircraft) (?:over|under|above|below|exceeding|heavier than|longer than|taller than) $"
)
_OF_PRONOUN = re.compile(r",? of (it|them|those|these|which|that|this|whom|us|what)\b(?:\s(\w+ed|who)\b)?")
_ONE_IN = re.compile(r"[Oo]ne (?!out\b)([a-z]+) in ")
_OF = re.compile(r" of ")
_OF_OWN = re.compile(r" of [A-Z][\w-]*'s? ([a-z]+)\b")
_TURNED_BY = re.compile(
    r"\b(?:cut|cuts|cutting|reduc\w+|rais\w+|increas\w+|lower\w+|boost\w+|trim\w+|slash\w+|expand\w+|shorten\w+|"
    r"lengthen\w+|push\w*|drives?|driven|drove|sen[dt]s?) ((?:[a-z][\w'-]* ){1,4}?)(?:up |down )?by "
    r"(?:(?:about|some|nearly|only|over|up to|at least|more than) )?$"
)
_BROUGHT_TO = re.compile(
    r"\b(?:br(?:ing|ings|ought|inging)|tak(?:es|ing)|took|rais\w+|increas\w+|lift\w*|push\w*|cut|cuts|cutting|reduc\w+|"
    r"lower\w+) ((?:the |its |their |our |his |total |overall )[a-z][^,;:.()]{2,80}?) to "
    r"(?:(?:about|some|nearly|only|just|over|at least|more than|less than|almost) )*$"
)
_NUMBER_OF = re.compile(r"^(?:the |its |their )?(?:total )?(?:number|total|tally|count|toll) of ")
_PUT_AT = re.compile(
    r"\b(?:puts?|putting|sets?|estimat(?:e|es|ed|ing)|reckons?|reckoned|values?|valued) "
    r"((?:the |its |their |our |his |total )[a-z][^,;:.()]{2,60}?) at "
    r"(?:(?:about|some|nearly|only|just|over|at least|more than|less than|almost) )*$"
)
_AND_BY = re.compile(r" (?:and|but|then) (?:[a-z]+ ){0,4}by $")
_APPOSED = re.compile(r", (?:(?:less|more|fewer) than |about |nearly |only |just |almost )*$")
_WORD_AFTER = re.compile(r"[ -]([a-z][\w-]*)")
_MORE = re.compile(r", (?= (?:more|less|higher|lower|fewer|better|worse|up|down|above|below|[a-z]+er than)\b)")
_AT_HEAD = ("", "about", "some", "more than", "nearly", "almost", "over", "only", "just", "fewer than", "less than")
_COMPARED = re.compile(r" (?:better|worse|higher|lower|[a-z]+er than|(?:year|quarter|month|week)[ -](?:on|over))\b")
_PAID = re.compile(r"\b(?:paid|received|spent|disbursed|released|transferred|funded|raised|collected|come in)\b")
_ALL_THE = re.compile(r" (?:as (?:much|many)|the|their|its|our|his|all) ")


def _share_of_pronoun(
    text: str, figure: Figure, before: list[Known], previous: str, pronoun: re.Match[str]
) -> Thing | None:
    """Return what ``half of them`` or ``a third of what it held`` is of."""
    if _DEMONSTRATIVE.match(text, pronoun.start(1)):
        return phrase_at(text, pronoun.end(1), one=True, loose=True)
    if (
        pronoun[1] == "what"
        and _APPOSED.search(text[max(0, figure.start - 80) : figure.start])
        and (told := inherited(before, here=True))
    ):
        return told  # "60,000 litres of fuel, less than half of what it held"
    if pronoun[1] in ("what", "this", "that"):
        return Thing(pronoun[1], pronoun[1])
    if pronoun[1] in ("those", "these") and pronoun[2]:
        return Thing("those", text[pronoun.start(1) : pronoun.end()])
    if pronoun[1] == "them" and (meant := of_them(text, figure, before, previous)):
        return meant
    unnamed = bool(before) and before[-1].here and before[-1].thing is None
    singular_one = pronoun[1] in ("which", "that", "it") and before and before[-1].here and not unnamed
    if singular_one and text[before[-1].figure.after : figure.start] == ", ":
        return before[-1].thing  # "a budget of $11 million, two-thirds of which"
    return (None if unnamed else inherited(before)) or Thing(pronoun[1], pronoun[1])


def share_of(text: str, figure: Figure, before: list[Known], previous: str = "") -> Thing | None:
    """Return what a share is of."""
    at = figure.after
    inside = _ONE_IN.match(text, figure.start)
    if inside is not None and inside.end() <= figure.end:  # "one child in four"
        return Thing(inside[1], inside[1])
    pronoun = _OF_PRONOUN.match(text, at)
    if pronoun is not None:
        return _share_of_pronoun(text, figure, before, previous, pronoun)
    owned = _OF_OWN.match(text, at)
    if owned is not None and (is_function(owned[1]) or is_verb(owned[1])):  # "some 70 percent of Europe's come from"
        return last_plural(text[: figure.start]) or last_plural(previous)
    if text.startswith(" of everything", at):
        return Thing("everything", "everything")
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
            and not _COMPARED.match(text, at)
        ):
            direct = phrase_at(text, at, one=True, loose=False)
            if direct is not None:
                return direct
    turned = _TURNED_BY.search(text[max(0, figure.start - 80) : figure.start])
    if turned is not None and (object_ := head_of(turned[1])) is not None:  # "cut consumption by 45 per cent"
        return object_
    last = next((item for item in reversed(before) if item.figure.kind != "duration"), None)
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
    if last is not None and last.thing is not None and last.here and _gapped(text, figure):
        return last.thing
    if (
        last is not None
        and last.here
        and last.figure.kind == "share"
        and _AND_BY.search(text[max(0, figure.start - 80) : figure.start])
    ):
        return last.thing  # "rose by 60 percent and have since fallen by 45"
    half = _ALL_THE.match(text, at)
    if half is not None:
        return phrase_at(text, half.end(), one=True, loose=True)
    begins = figure.start == 0 or text[: figure.start].strip().lower() in _AT_HEAD
    if begins and before and before[-1].figure.kind == "money" and _PAID.search(text, at):
        return before[-1].thing  # "Donors pledged $230 million. Less than a fifth has been paid in"
    return said_of(text, figure) or inherited(before, here=not begins, kind="count")


def brought_to(text: str, figure: Figure) -> Thing | None:
    """Return what is brought to a figure: ``It brings total aid since May to $3.4 billion``.

    Examples
    --------
    >>> from openairlift.evidence.drafting.figures import find_figures
    >>> text = "That brings the total aid to $3 billion."
    >>> brought_to(text, find_figures(text)[0]).head
    'aid'
    """
    near = text[max(0, figure.start - 20) : figure.start]
    pattern = _BROUGHT_TO if " to " in near else _PUT_AT if " at " in near else None
    found = None if pattern is None else pattern.search(text[max(0, figure.start - 120) : figure.start])
    return None if found is None or " from " in found[1] else head_of(_NUMBER_OF.sub("", found[1]))


_CHANGED = re.compile(
    r"\b(?:rose|fell|cut|grew|went|gone|came|(?!carried|moved|arrived|return|sent)[a-z]{3,}(?:ed|en)) "
    r"(?:to|from|by)\s(?:[a-z]+\s){0,2}$"
)
_STATED_AT = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|now|currently) (?:now |currently |still )?(?:[a-z]+ed|set|put)|stands?|stood|"
    r"remains?|remained|held|kept) at (?:[a-z]+ ){0,2}$"
)
_LASTING = re.compile(
    r"\b(?:time|delay|duration|wait|endurance|turnaround|notice|interval|lifetime|validity)s? "
    r"(?:is|was|are|were|has been|will be) (?:[a-z]+ ){0,2}$"
)
_ATTRIBUTE = re.compile(
    r"(?:^|[,;:] |\band )((?:[a-z-]+ )?(?:range|length|width|height|depth|radius|altitude|wingspan|span|runway|"
    r"distance|elevation)) $"
)
_IS = re.compile(r"\b(?:is|was) (?:(?:now|still|about|only|just|nearly) )?$")
_AVERAGED = re.compile(r"\b(?:averaged|averages|totall?ed)\s(?:[a-z]+\s){0,2}$")
_OF_NOUN = re.compile(r" of (?!which|it|them)(?=[a-z])")


_OF_TIME = re.compile(r"' (?=[a-z])(?!worth\b)")  # "48 hours' notice"


_JOINED = re.compile(r"(?:,| and) ((?:[\w'-]+ ){1,5})$")


def _gapped(text: str, figure: Figure) -> bool:
    """Whether a clause leaves out its verb: ``paid 40 per cent of the cost and the airline 30 per cent``."""
    blank = text.rfind("  ", 0, figure.start)  # where the figure before this one stood
    between = text[blank + 1 : figure.start]
    joined = _JOINED.search(between)
    if blank < 0 or not between.startswith(" of ") or joined is None:
        return False
    return not any(is_verb(word) for word in joined[1].split())


def duration_of(text: str, figure: Figure) -> Thing | None:
    """Return what a duration is of, else its unit."""
    key = key_of(text, figure)
    if key is not None:
        return key
    found = _OF_NOUN.match(text, figure.after) or _OF_TIME.match(text, figure.after)
    if found is not None:
        inside = phrase_at(text, found.end(), one=True, loose=True)
        if inside is not None:
            return inside
    window = text[max(0, figure.start - 40) : figure.start]
    changed = (
        _CHANGED.search(window) or _AVERAGED.search(window) or _STATED_AT.search(window) or _LASTING.search(window)
    )
    bare = changed or (unit_word(text, figure) is None and _IS.search(window) is not None)  # "; the standard is 2"
    return noun_before_of(text, figure) or (said_of(text, figure) if bare else None) or unit_word(text, figure)


def unit_word(text: str, figure: Figure) -> Thing | None:
    """Return the unit itself, where a text names nothing else that is counted: ``five days``."""
    words = re.findall(r"[A-Za-z]+", text[figure.start : figure.end])
    return Thing(words[-1], words[-1]) if words and cardinal(words[-1]) is None else None


_WORTH_OF = re.compile(r"(?:, or [\d.,]+ (?!per)[a-z ]{1,14})?,? (?:worth )?of ")
_PRONOUN = re.compile(r"(?:it|them|which|that)\b")
_AND_SO_MUCH = re.compile(
    r"(?P<before>.*[a-z] ) +[a-z][a-z -]{2,30},? and (?:(?:about|some|nearly|over|up to|around) )*$"
)
_IN_BRACKETS = re.compile(r"\(  +[a-z -]+, $")
_WHERE_IT_IS = re.compile(
    r"\b(?:where|here is|there is) ((?:the|our|its|their|all the) [a-z-]+)(?: (?:is|was|are|were))?, "
    r"(?:(?:about|some|only|nearly|over) )?$"
)
_NOUN_AFTER = re.compile(r" (?!or\b)(?=[a-z][\w-]*)(?![a-z-]+(?:ly|ed)\b)")


def measure_of(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    """Return what a mass, a length or another measure is of, else its unit."""
    at = figure.after
    found = _WORTH_OF.match(text, at)
    if found is not None:
        if not _PRONOUN.match(text, found.end()):
            return phrase_at(text, found.end(), one=True, loose=True)
        named = said_of(text, figure) if text.startswith("which", found.end()) else None
        return named or inherited(before, here=True) or Thing("it", "it")
    attribute = _ATTRIBUTE.search(text[max(0, figure.start - 60) : figure.start]) if figure.kind == "length" else None
    if attribute is not None:  # "payload 18 t, range 2,100 km"
        return head_of(attribute[1])
    over = _OVER_SO_MUCH.search(text[max(0, figure.start - 80) : figure.start])
    if over is not None and is_plural(over[1]):  # "closed to lorries over 18 tonnes"
        return Thing(over[1], over[1])
    if figure.kind == "length" and _DISTANCE.match(text, at):
        taken = text[at - 1].isdigit() and text.startswith(" to go", at)  # "another 45 to go": what is left of it
        return (inherited(before) if taken else None) or Thing("distance", "distance")
    located = _WHERE_IT_IS.search(text[max(0, figure.start - 60) : figure.start])
    if located is not None:  # "that is where the food is, about 90 tonnes"
        return head_of(located[1])
    if figure.kind not in ("length",):
        direct = _NOUN_AFTER.match(text, at)
        if direct is not None:
            noun = phrase_at(text, at, one=True, loose=False)
            if noun is not None and singular(noun.head) not in _TIMES:
                return noun
    if _EXTENT.match(text, at) and (
        apposed := re.search(r"([\w-]+),\s*(?:\w+\s){0,2}$", text[max(0, figure.start - 60) : figure.start])
    ):
        return Thing(apposed[1], apposed[1])
    if figure.kind == "mass" and _CARRIED.search(text[max(0, figure.start - 60) : figure.start]):
        return Thing("cargo", "cargo")
    too = _AND_SO_MUCH.search(text[max(0, figure.start - 90) : figure.start]) if figure.kind == "mass" else None
    if too is not None and _CARRIED.search(too["before"]):  # "they handle seven aircraft and about 110 tonnes"
        return Thing("cargo", "cargo")
    if figure.kind == "mass" and _MOVED.match(text, at):
        return Thing("cargo", "cargo")
    same = [item for item in before if item.here and item.figure.kind == figure.kind]
    if same and _VERSUS.search(text[max(0, figure.start - 40) : figure.start]):
        return same[-1].thing or inherited(same)
    stated = figure.kind != "length" or _LONG.search(text[max(0, figure.start - 40) : figure.start])
    found_left = said_of(text, figure) if stated else None
    timed = found_left is not None and singular(found_left.head) in _TIMES  # "600 g a day, which makes 490 tonnes"
    if found_left is not None and not timed and not is_anonymous(found_left.head):
        return found_left
    noun = phrase_at(text, at, one=True, loose=False) if text[at : at + 1] == " " else None
    if noun is not None:
        return noun
    if _IN_BRACKETS.search(text[max(0, figure.start - 60) : figure.start]) and (load := inherited(before, here=True)):
        return load  # "(42 trucks, 760 t)"
    alike = [item for item in before if item.figure.kind == figure.kind]
    return inherited(same) or unit_word(text, figure) or inherited(alike)


_EVENTS = frozenset(("flights", "sorties", "missions", "landings", "trips", "rotations", "loads"))
_OWNS = re.compile(r"\b(?:owns?|owned|has|have|bought|operates?|possess(?:es)?) (?:(?:only|just|about|some) )?$")


def of_them(text: str, figure: Figure, before: list[Known], previous: str) -> Thing | None:
    """Return what ``40 of them`` are of: what this sentence or the one before named, never who did it to them."""
    kinds = ("count", "share")
    many = [item for item in before if item.figure.kind in kinds and item.thing and is_plural(item.thing.head)]
    here = inherited([item for item in many if item.here])
    if here is None and many and _OWNS.search(text[max(0, figure.start - 40) : figure.start]):
        flown = many[-1].thing
        words = [] if flown is None or flown.head not in _EVENTS else flown.phrase.split()[:-1]
        if words and NAMED.fullmatch(words[-1]):
            return Thing(words[-1], words[-1])  # "you'd need 160 C-17 flights. Britain owns eight of them"
    bought = before[-1] if before and not before[-1].here and before[-1].figure.kind == "money" else None
    if here is None and bought is not None and bought.thing is not None and bought.thing.head in previous:
        return bought.thing  # "£18 buys a kit. We sent 3,000 of them"
    named = inherited([item for item in many if item.thing is not None and item.thing.head in previous])
    return here or named or last_plural(previous) or inherited(many) or last_plural(text[: figure.start])


_TIMES = frozenset(("degree", "hour", "day", "week", "month", "minute", "year", "fortnight"))


_TOTALS = frozenset(("backlog", "total", "number", "toll", "count", "average", "record", "figure", "rate"))


def several(before: list[Known]) -> Thing | None:
    """Return what an earlier figure counts, rather things than their total: aircraft, and no backlog."""
    things = [item for item in before if item.thing is not None and item.thing.head not in _TOTALS]
    return inherited(things, kind="count") or inherited(before, kind="count")


def _is_part_of_many(item: Known, kind: str) -> bool:
    """Whether a figure is a share of things that a number may count: ``two thirds of the aircraft``."""
    return kind == "count" and item.figure.kind == "share" and item.thing is not None and is_plural(item.thing.head)


def inherited(before: list[Known], *, here: bool = False, kind: str = "") -> Thing | None:
    """Return what an earlier figure counts, rather one without a preposition before it.

    `here` takes figures of this sentence only; `kind` takes those of earlier sentences only where they are of it.
    """
    usable = [
        item
        for item in before
        if item.thing is not None
        and item.figure.kind != "duration"
        and singular(item.thing.head) not in _TIMES
        and (item.here or (not here and (kind in ("", item.figure.kind) or _is_part_of_many(item, kind))))
    ]
    inside = [item for item in usable if item.here]
    chosen = inside or usable
    direct = [item for item in chosen if not item.oblique]
    found = (direct or chosen)[-1] if chosen else None
    return None if found is None else found.thing
