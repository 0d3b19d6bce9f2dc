"""What a figure is said of by the words before it: a key, a total of something, ``a ceiling of``, a subject."""

from __future__ import annotations

import re

from openairlift.evidence.drafting.figures import CHANGE, Figure
from openairlift.evidence.drafting.nouns import (
    REACH,
    Thing,
    head_of,
    last_noun,
    phrase_at,
    phrase_ending,
    tokens_of,
    verb_at,
)
from openairlift.evidence.drafting.words import (
    ADJECTIVES,
    ADVERBS,
    DETERMINERS,
    NOUNS_TOO,
    PREPOSITIONS,
    is_function,
    is_plural,
    is_pronoun,
    is_verb,
    wordset,
)

_TOTAL = re.compile(
    r"\b(?:number|total|tally|count|toll|amount|quantity|total number|sum|that) of (?:(?:the|all|its|their|"
    r"confirmed|registered) )?(?=(?P<what>[^,.;:()\"]{2,80}))"
)


_KEY = re.compile(
    r"(?:^|[.;:(|]\s?|,\s)(?P<key>[^:;(.|]{1,70}?)\s*(?:\([^()]{0,40}\)\s*)?(?::|\s[-–—]|\.{3,})\s*"
    r"(?:(?:just|about|around|some|over|under|nearly|up to|approx\.?|more than|at least|almost|c\.|"
    r"only|a total of|of|~) ?){0,3}$"
)


_SKIP_BACK = ADVERBS | frozenset(("an", "a", "the", "~", "estimated", "average", "est", "c", "ca", "approx", "rated"))


_THAT = wordset(
    "that which who whom and but while because if when where whereas as although though so or than including"
)


_SAYING = wordset(
    "said says say told tells announced reported estimates estimated think thinks believe believes added warned"
)


def noun_before_of(text: str, figure: Figure) -> Thing | None:
    """Return the noun of ``a ceiling of 40``."""
    if not re.search(r"\S of\s(?:[a-z]+\s){0,3}$", text[max(0, figure.start - 40) : figure.start]):
        return None
    words = [match.group() for match in tokens_of(text[max(0, figure.start - 80) : figure.start])]
    while words and words[-1].lower() != "of":
        if words[-1].lower() not in _SKIP_BACK and words[-1].lower() not in PREPOSITIONS:
            return None
        words.pop()
    while words and words[-1].lower() in (*PREPOSITIONS, "total"):
        words.pop()
    if not words or (is_verb(words[-1]) and (len(words) < 2 or words[-2].lower() not in DETERMINERS)):
        if words and not verb_at(words, len(words) - 1):  # "an industry average of"
            return phrase_ending(words, len(words) - 1)
        return None
    return phrase_ending(words, len(words) - 1)


def key_of(text: str, figure: Figure) -> Thing | None:
    """Return the key of a line such as ``Tents: 3,150``."""
    head = text[max(0, figure.start - 120) : figure.start]
    key = _KEY.search(head)
    if key is None:
        return None
    name = re.sub(
        r"^\s*(?:(?:[-•·*–]|\(?\w{1,3}[.)])\s+|(?:of whom|of which|including|Then|Next|And|Now)\s)", "", key["key"]
    )
    name = _WHAT_IS.sub("", name)
    acts = _ACTS.match(name)
    if acts is not None and (is_verb(acts[1]) or acts[1].endswith("s")):  # "She counts pallets, not tonnes: 640"
        return phrase_at(name, acts.end(), one=False, loose=False)
    first = name.split(" ", 1)[0]
    clause = key[0].startswith(",") and is_verb(first) and not first.endswith("ed")  # ", gave twice as much: 14"
    if _BY_WAY_OF.match(name):
        return None
    return None if _PERIOD.fullmatch(name.strip()) or clause else head_of(name)


_WHAT_IS = re.compile(r"^What [a-z ]+? (?:is|are|was|were) (?=[a-z])")
_BY_WAY_OF = re.compile(r"(?:By|Over|With|Without|Since|Until|During|After|Before|Within) [a-z]")
_CONTRACTED = re.compile(r"(?:there|they|it|he|she|we|you|that|I)'(?:s|re|ve|m|d|ll)\b", re.IGNORECASE)
_ACTS = re.compile(r"(?:He|She|It|They|We|I) ([a-z]+)(?= [a-z])")


def listed_of(text: str, figure: Figure) -> Thing | None:
    """Return the noun right before a figure in a list after a colon: ``Prices: diesel 1.84, flour 42``."""
    head = text[max(0, figure.start - REACH) : figure.start]
    listed = _LISTED.search(head) if ":" in head else None
    if listed is None or any(is_verb(word) or is_function(word) or word in ADVERBS for word in listed[1].split()):
        return None
    return Thing(listed[1].split()[-1], listed[1])


def said_of(text: str, figure: Figure) -> Thing | None:
    """Return the noun that a figure is said of by what stands before it; none where it is itself the subject."""
    head = text[max(0, figure.start - REACH) : figure.start]
    if figure.start > REACH:
        head = head.partition(" ")[2]  # no word that the cut has halved
    key = key_of(text, figure)
    if key is not None:
        return key
    if _IS_SUBJECT.match(text, figure.after) and not _BEHIND.search(head):
        return None
    apposed = re.search(r"([A-Za-z][\w-]*),\s+(?:(?:about|some|around) )?$", head)
    if (
        apposed is not None
        and figure.kind == "count"
        and is_plural(apposed[1])
        and not re.search(r"(?<![\w-])\d|\b(?:two|three|four|five|six)\b", head)
    ):
        return Thing(apposed[1], apposed[1])
    numbering = _NUMBERING.search(head) if "ing " in head[-40:] else None
    if numbering is not None:
        return head_of(numbering[1])
    including = _INCLUDING.search(head)
    if including is not None:
        return head_of(including[1])
    stated = re.search(
        r"(?:^|[.;]\s)((?=[A-Z])[\w' -]{3,60}),\s(?:(?:some|about|around|roughly|nearly|or|at)\s){0,2}$", head
    )
    if stated is not None and _CLOSES.match(text, figure.after) and _no_clause(stated[1]):
        return head_of(stated[1])
    if re.search(
        r"(?:,|\band|\bor|\bplus)\s+(?:(?:about|some|around|only|just|another|nearly|up to|over|perhaps) ?){0,2}$", head
    ):
        return None
    opened = head.rstrip().endswith("(")
    if not opened:
        head = _BRACKETS.sub("", head)
    cut = max(head.rfind(mark) for mark in ("; ", " (", '"', " - ", "— "))
    if opened:
        inner = _IN_STOCK.sub("", head.rstrip()[:-1])
        return None if inner.endswith("  ") else last_noun(inner)
    clause = head[cut + 1 :].lstrip(" (") if cut >= 0 else head
    totals = list(_TOTAL.finditer(clause)) if figure.kind in ("count", "share") else []
    if totals:
        return head_of(totals[-1]["what"])
    words = [match.group() for match in tokens_of(clause)]
    found = _subject(words)
    if found is None and figure.kind == "money" and re.search(r"\bcosts?\s(?:[a-z]+\s){0,3}$", clause):
        return Thing("cost", "cost")
    return found


def _no_clause(phrase: str) -> bool:
    """Whether words are a bare noun phrase: no verb in them, no preposition before them."""
    words = phrase.split()
    return not is_function(words[0]) and not any(verb_at(words, index) for index in range(1, len(words)))


_IN_STOCK = re.compile(
    r" (?:still |now )?(?:in|on|at) (?:stock|store|hand|reserve|storage|transit|place|use|service|total|all|sea) ?$"
)
_CLOSES = re.compile(r"(?: in (?:all|total)| altogether)?,")
_PERIOD = re.compile(
    r"(?:[QH]\d|FY|(?:first|second|third|fourth) (?:quarter|half))?,? ?'?\d{0,4}|last year|previously|"
    r"(?:the )?(?:previous|prior|preceding|last)(?: [a-z]+)?|(?:a |one )?(?:day|week|month|year) (?:before|earlier)|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)|"
    r"[Tt]arget|[Gg]oal|[Pp]lan(?:ned)?"
)
_BEHIND = re.compile(r"\b(?:of|for|worth|(?:valued|estimated|put|costed) at|[a-z]{3,}ing)\s(?:\w+\s){0,2}$")
_IS_SUBJECT = re.compile(r"\s(?:is|are|was|were|have|has|had|will|would|can|could|may|must|might|should|did)\b")


_LISTED = re.compile(r":[^:.]*?(?:(?<=:)|,|;) (?:an? |the )?((?:[a-z-]+ ){0,2}[a-z-]+) $")
_NUMBERING = re.compile(
    r"(?:^|[.;] )([^.;]{3,100}?), (?:numbering|totall?ing|amounting to) (?:(?:about|some|around|nearly) )?$"
)
_INCLUDING = re.compile(r"([^,;:.()\"]{3,80}),? including (?:(?:about|some|at least|the) )?$")
_BRACKETS = re.compile(r" ?\([^()]*\)")


def _subject(words: list[str]) -> Thing | None:
    """Walk left from a figure: over ``about`` and ``up to``, then ``of`` gives its noun and a verb its subject."""
    index = len(words) - 1
    passed: list[str] = []
    while index >= 0 and _is_passed(words[index]):
        if words[index] in ("(", ";", ":"):
            return None
        passed.append(words[index].lower())
        index -= 1
    if index < 0:
        return None
    if index == 0 and words[0].lower() in NOUNS_TOO:
        return Thing(words[0], words[0])
    nominal = not verb_at(words, index) and not is_function(words[index])
    agent = _agent(words, index) if nominal else -1
    if agent >= 0:
        return _subject_of(words, agent)
    governing = next((word for word in reversed(passed) if word in ("of", "at", "in", "with", "for")), "")
    if (
        not governing
        and nominal
        and "from" in passed
        and any(CHANGE.fullmatch(w) for w in words[max(0, index - 5) : index])
    ):
        return phrase_ending(words, index)  # "to lengthen the runway from 40"
    if governing == "at" and nominal and index > 1 and words[index - 1].lower() in _BE:
        return _subject_of(words, index)  # "is forecast at 40"
    if governing in ("of", "at", "for") and nominal:
        return phrase_ending(words, index)
    if (
        words[index].lower() in ("weighing", "measuring", "costing", "lasting")
        and index
        and words[index - 1][0].isalnum()
    ):
        return phrase_ending(words, index - 1)
    if words[index].lower() == "worth":
        return phrase_ending(words, index - 1) or (_subject_of(words, index - 1) if index else None)
    if ("up" in passed or "down" in passed) and not verb_at(words, index):  # "rates for an An-124 up by 40%"
        comma = max((at for at in range(index) if words[at] in (",", ";", ":")), default=-1)
        return head_of(" ".join(words[comma + 1 : index + 1]))
    # What stands right before a number, with no preposition, is a verb if it is no name: "manages only 600".
    plain = index > 0 and words[index][0].islower() and words[index].lower() not in ADJECTIVES
    plain = plain and (words[index].endswith(("s", "ed")) or is_verb(words[index]) or is_plural(words[index - 1]))
    verb = index if plain and not PREPOSITIONS.intersection(passed) else _last_verb(words, index)
    if verb < 0 and index == 1 and words[0].lower() in PREPOSITIONS and not PREPOSITIONS.intersection(passed):
        return None  # "To date 40"
    if verb < 0:
        if words[index].endswith("ing") and index and is_plural(words[index - 1]):
            index -= 1
        return phrase_ending(words, index) if not is_function(words[index]) else None
    return _subject_of(words, verb)


def _is_passed(word: str) -> bool:
    low = word.lower()
    return low.rstrip(".") in _SKIP_BACK or low in PREPOSITIONS or not word[0].isalnum()


def _last_verb(words: list[str], index: int) -> int:
    """Return the last verb up to a word, in its clause; -1 where there is none."""
    while index >= 0 and not verb_at(words, index):
        if words[index] in (",", ":", ";", "("):
            return -1
        index -= 1
    return index


def _agent(words: list[str], index: int) -> int:
    """Return the participle whose agent ends with a word, as in ``the cost, put by the ministry at``; -1 for none."""
    back = index
    while back > 0 and index - back < 5 and words[back][0].isalnum() and not is_function(words[back]):
        back -= 1
    return back - 1 if back > 0 and words[back].lower() == "by" and verb_at(words, back - 1) else -1


_WITH_VERBS = frozenset(("not", "also", "now", "to", "still", "already"))
_BE = frozenset(("is", "are", "was", "were", "been", "be", "being"))
_CLAUSE_ENDS = frozenset((",", ":", ";", "(", ".", "|"))


def _ends_clause(words: list[str], index: int) -> bool:
    """Whether a clause ends with a word, as with ``which``, or ``that`` but for ``on that route``."""
    low = words[index].lower()
    if low == "that" and index and words[index - 1].lower() in PREPOSITIONS:
        return False
    if low == "than" and index and words[index - 1].lower() in ("more", "less", "fewer", "rather", "other"):
        return False
    return low in _THAT or low in _SAYING or low in _CLAUSE_ENDS


def _relative_before(words: list[str], index: int) -> int:
    """Return where ``which`` ends whose clause a pair of nouns cuts (``which for tents and stoves would be``), or 0."""
    for back in range(index - 1, max(0, index - 8), -1):
        if words[back].lower() in ("which", "who") and words[back + 1].lower() in PREPOSITIONS:
            return back + 1
        if _ends_clause(words, back) or verb_at(words, back):
            return 0
    return 0


def _by_somebody(words: list[str], verb: int) -> bool:
    return verb + 1 < len(words) and words[verb + 1].lower() == "by"


def _subject_of(words: list[str], verb: int) -> Thing | None:
    """Return the subject of a verb."""
    if _CONTRACTED.match(words[verb]):
        return None
    if verb > 0 and words[verb - 1].lower() == "to":  # "aircraft to send 40": who sends stands far away
        return None
    while verb > 0 and (before := words[verb - 1].lower()) not in _SAYING:
        noun = before in ("record", "total") and verb > 1 and words[verb - 2].lower() in DETERMINERS  # "our record was"
        adverb = (
            (before in ADVERBS and not noun) or before in _WITH_VERBS or (before.endswith("ly") and before != "supply")
        )
        if not (verb_at(words, verb - 1) or adverb):
            break
        verb -= 1
    inside = verb > 1 and words[verb - 2].lower() in PREPOSITIONS  # "crews for them numbered 31"
    if verb > 0 and is_pronoun(words[verb - 1]) and not inside:
        return None
    begin = verb
    while begin > 0 and not _ends_clause(words, begin - 1):
        begin -= 1
    link = words[begin - 1].lower() if begin else ""
    relative = link in ("that", "which", "who") and begin > 1 and (begin == verb or verb_at(words, begin))
    if link in ("and", "or") and (back := _relative_before(words, begin - 1)):
        begin, relative = back, True
    if (begin < verb or begin == 0) and not relative:
        return head_of(" ".join(words[begin:verb]))
    if relative:  # "which holds 40", "that fetched more now costs 40": its noun stands before
        back = begin - 1
        while back > 0 and (not words[back][0].isalnum() or words[back].lower() in _THAT):
            back -= 1
        return phrase_ending(words, back)
    if link == "," and begin > 1 and _by_somebody(words, verb):
        return phrase_ending(words, begin - 2)  # "the cost of the airlift, put by the ministry at 40"
    if link == ",":  # "satisfaction, as measured by the survey, stood at": the subject stands before the aside
        commas = [at for at in range(begin - 1) if words[at] == ","]
        aside = begin == verb and words[verb].endswith("ed")  # "the project, costed at 40"
        end = commas[-1] if commas else begin - 1
        start = next((at + 1 for at in range(end - 1, -1, -1) if words[at] != "," and _ends_clause(words, at)), 0)
        named = words[start:end]
        fronted = start and words[start - 1].lower() == "as"
        if named and (fronted or named[0].lower() in PREPOSITIONS) and "," in named:  # "As a reminder, the plan"
            named = named[named.index(",") + 1 :]
        return head_of(" ".join(named)) if commas or aside else None
    return head_of(" ".join(words)) if link in ("and", "but", "or") else None
