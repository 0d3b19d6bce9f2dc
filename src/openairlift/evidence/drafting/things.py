"""What a figure counts: the noun that follows it, or the one that its sentence says it of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openairlift.evidence.drafting.figures import Figure
from openairlift.evidence.drafting.people import is_anonymous
from openairlift.evidence.drafting.units import unit_at
from openairlift.evidence.drafting.words import (
    ADJECTIVES,
    ADVERBS,
    COLLECTIVES,
    CONJUNCTIONS,
    DETERMINERS,
    NAMED,
    NOUNS_TOO,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    WORD,
    is_function,
    is_plural,
    is_verb,
)

_REACH = 160
_FIRST = frozenset("out more additional other extra new further such or so of - about these those the such-and".split())
_OF_WHAT = frozenset("of in for on worth toward towards from".split())
_CONTAINERS = frozenset(
    "sets set rounds pieces units pairs boxes crates pallets loads truckloads planeloads shipments consignments types "
    "kinds batches copies items packs bottles bags sacks doses bundles stacks containers cases rolls sheets vials "
    "trucks planes".split()
)
_NUMBERWORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion half".split()
)
_TOTAL = re.compile(
    r"\b(?:number|total|tally|count|toll|amount|quantity|total number|sum) of (?:(?:the|all|its|their|confirmed|registered) )?(?P<what>[^,.;:()\"]{2,80})"
)
_KEY = re.compile(
    r"(?:^|[.;:(|]\s?|,\s)(?P<key>[^:;(.|]{1,70}?)\s*(?:\([^()]{0,40}\)\s*)?(?::|\s[-–—]|\.{3,})\s*"
    r"(?:(?:just|about|around|some|over|under|nearly|up to|approx\.?|more than|at least|almost|c\.|only|a total of|~) ?){0,3}$"
)
_SKIP_BACK = ADVERBS | frozenset(("an", "a", "the", "~", "estimated", "est", "c", "ca", "approx", "rated"))
_THAT = frozenset("that which who whom and but while because if when where whereas as although though so or than".split())
_SAYING = frozenset("said says say told tells announced reported estimates estimated think thinks believe believes added warned".split())
_PASSIVE = frozenset("it them they those these which that this us whom".split())
_DISTANCE = re.compile(r"\s*(?:from|away|north|south|east|west|inland|outside|beyond|across|to|off|downwind|upstream|by road|by air)\b")
_CARRIED = re.compile(
    r"\b(?:carr(?:y|ies|ied|ying)|deliver\w*|transport(?:s|ed|ing)?|mov(?:e|es|ed|ing)|fl(?:y|ies|ew|own|ying)|(?:air)?lift(?:s|ed|ing)?|"
    r"br(?:ing|ings|ought|inging)|haul(?:s|ed|ing)?|dispatch\w*|ship(?:s|ped|ping)?|drop(?:s|ped|ping)?|send(?:s|ing)?|sent|hold(?:s|ing)?|load(?:s|ed|ing)?)"
    r"(?: (?:in|out|by air))?(?: (?:up|to|close|well|nearer|about|around|some|over|more|than|nearly|almost|roughly|another|at|least|a|further|only|just|between|or|an|additional|as|much|the)){0,5} $"
)
_LONG = re.compile(
    r"(?:\b(?:is|are|was|were|measures|measured|measuring|spans|runs|of|to|from|at|by|stretches)|[:(])\s*"
    r"(?:(?:about|some|around|only|just|nearly|over|under|almost|at|least|most|more|than|up|to|between|roughly|an|estimated) ){0,4}$"
)
_STATED = re.compile(r"(?:\b(?:to|at|was|is|were|are|by|of|:)|[:(])\s*(?:(?:about|some|around|only|just|nearly|over|under|almost|least|most|more|than) )*$")
_PEOPLE = re.compile(
    r"(?: (?:more|others?))? (killed|dead|wounded|injured|hurt|missing|homeless|displaced|evacuated|rescued|stranded|on board|aboard|trapped|"
    r"hospitali[sz]ed)\b(?! [a-z]+s\b)"
)
_BOUGHT = re.compile(
    r" to (?:provide|replenish|buy|purchase|fund|support|finance|build|repair|replace|cover|acquire|pay for|send|deliver|expand|train|equip|procure|"
    r"rebuild|upgrade|operate|charter|lease|restock|refill) | (?:buys|pays for|covers|feeds|funds|provides|keeps) "
)
_EXTENT = re.compile(r"\s*(?:long|wide|deep|high|tall|thick|square|broad)\b")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a figure counts: its head noun, and the phrase around it as the text has it."""

    head: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Known:
    """A figure before this one: what it counts, whether a preposition stands before it, whether in this sentence."""

    figure: Figure
    thing: Thing | None
    oblique: bool = False
    here: bool = True


def _words(text: str) -> list[re.Match[str]]:
    return list(WORD.finditer(text))


def _head_at(text: str, start: int, *, one: bool, loose: bool) -> Thing | None:
    """Return the noun phrase that begins at a place; `one` lets it be singular, `loose` any noun."""
    taken: list[str] = []
    plural = single = -1
    begin: int | None = None
    ends: list[int] = []
    stretch = text[start : start + _REACH]
    opened = stretch[:1].isspace() or stretch[:1] == "-" or start == 0 or loose
    if not opened and stretch[:1].isalpha():
        return None
    for match in _words(stretch):
        word = match.group().rstrip(".")
        low = word.lower()
        if not word or (not word[0].isalnum() and not taken and word in "-('\""):
            if word in "('\"" and not taken and word:
                if word == "(":
                    break
            continue
        if not word[0].isalnum():
            if word == "," and taken and plural < 0 and (taken[-1].lower() in ADJECTIVES or taken[-1].endswith(("y", "ed", "ing"))) and not one:
                continue
            break
        if not taken and (low in _FIRST or low == "mm"):
            continue
        if taken and re.fullmatch(r"\d{2,4}", word) and taken[-1].isupper() and plural < 0:
            continue
        if taken and taken[-1].endswith(("'s", "s'")) and low in _NUMBERWORDS:
            continue
        if not taken and (low in DETERMINERS and low not in ("each", "every", "all", "both") or low in _NUMBERWORDS):
            if loose or low not in ("the", "a", "an"):
                continue
            break
        if is_function(low) or (low in DETERMINERS) or (low in ADVERBS and low not in ("total", "wide", "long", "high", "deep", "record", "full")):
            break
        if re.fullmatch(r"\d[\d.,]*%?", word):
            if taken and not taken[-1].endswith(("'s", "s'")):
                break
            continue
        if low.endswith("'s") or low.endswith("s'"):
            taken.append(word)
            ends.append(match.end())
            begin = match.start() if begin is None else begin
            continue
        looks_plural = is_plural(low) or (NAMED.fullmatch(word) is not None and word.endswith("s"))
        if plural >= 0 and not looks_plural:
            # "aid agency staff": a mass noun may stand before others; the head moves on only if a plural comes.
            if not (taken[plural].lower() in COLLECTIVES and taken[plural].lower()[-1:] != "s" and len(taken) - plural < 3):
                break
        if (low in VERBS and not looks_plural) or (low.endswith("ed") and plural >= 0):
            break
        if low in VERBS and looks_plural and (plural >= 0 or single >= 0):
            break
        if low.endswith("ly") and low not in ("supply", "assembly", "family", "ally") and plural < 0:
            if taken:
                break
            continue
        begin = match.start() if begin is None else begin
        taken.append(word)
        ends.append(match.end())
        if looks_plural:
            plural = len(taken) - 1
        elif not low.endswith(("ed",)) and low not in ADJECTIVES:
            single = len(taken) - 1
        if len(taken) >= 9:
            break
    if begin is None:
        return None
    at = plural
    if at < 0 and single >= 0:
        word = taken[single]
        named = NAMED.fullmatch(word) is not None or word[0].isupper()
        if one or loose or named or word.lower() in COLLECTIVES or (len(taken) >= 2 and single == len(taken) - 1 and single > 0):
            at = single
    if at < 0:
        return None
    return Thing(taken[at], stretch[begin : ends[at]])


def head_of(phrase: str) -> Thing | None:
    """Return the head of a noun phrase: its last noun before a preposition, a participle or a verb.

    Examples
    --------
    >>> [head_of(text).head for text in ("Crews on duty", "the average ground time", "cargo lifted", "US troops deployed to")]
    ['Crews', 'time', 'cargo', 'troops']
    """
    taken: list[tuple[str, int, int]] = []
    kept: Thing | None = None
    fronted = article = False
    for match in _words(phrase[:_REACH]):
        word = match.group().rstrip(".")
        low = word.lower()
        if not word or not word[0].isalnum():
            if taken:
                break
            continue
        if low in ("total", "record", "maximum") and not taken:
            kept = Thing(word, word)
            continue
        if not taken and (low in CONJUNCTIONS or low in ("on", "in", "at", "during", "by", "after", "with", "for", "under")):
            fronted = fronted or low in PREPOSITIONS
            continue
        if low in DETERMINERS or (low in ADVERBS and low not in PREPOSITIONS and not taken):
            if taken and not fronted:
                break
            taken = []
            article = article or low in DETERMINERS
            continue
        noun_too = low in NOUNS_TOO and article
        if is_function(low) or (is_verb(low) and (taken or kept) and not noun_too):
            break
        if low.endswith("ing") and taken and is_plural(taken[-1][0]):
            break
        taken.append((word, match.start(), match.end()))
    while taken and (taken[-1][0].lower() in ADJECTIVES or taken[-1][0].endswith("ly")) and len(taken) > 1:
        taken.pop()
    if not taken or taken[-1][0].lower() in PRONOUNS:
        return kept
    return Thing(taken[-1][0], phrase[taken[0][1] : taken[-1][2]])


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
        return _head_at(text, after, one=True, loose=True)
    if figure.kind in ("count", "rate"):
        found = _count(text, figure)
        if found is not None:
            return found
        told = [item for item in before if item.here and item.figure.kind == "count"]
        if told and not _STATED.search(text[max(0, figure.start - 40) : figure.start]):
            return _inherited(told) or _left(text, figure)
        return _left(text, figure) or _inherited(before, kind="count")
    if figure.hyphen:
        hyphen = _head_at(text, after + (text[after : after + 1] == "-"), one=True, loose=True)
        if hyphen is not None:
            return hyphen
    if figure.kind == "money":
        if text.startswith(" in ", after):
            return _right(text, after) or _left(text, figure) or _inherited(before, here=True)
        return _of_left(text, figure) or _right(text, after) or _left(text, figure) or _inherited(before, here=True)
    if figure.kind == "share":
        return _share(text, figure, before)
    if figure.kind == "duration":
        return _duration(text, figure)
    return _measure(text, figure, before)


def _count(text: str, figure: Figure) -> Thing | None:
    one = figure.low == 1.0 and figure.high == 1.0
    at = figure.end
    if text[at : at + 1] == "-":
        rate = re.compile(r"-([a-z]+s)-(?:an?|per)-[a-z]+").match(text, at)
        if rate is not None:
            return Thing(rate[1], rate[1])
        strong = re.compile(r"-(?:strong|person|man|member|bed|seat|aircraft|plane)\b").match(text, at)
        return _head_at(text, strong.end() if strong else at + 1, one=True, loose=True)
    if re.compile(r",? of (?:them|it|which|whom|those|these)\b").match(text, at):
        apposed = re.search(r"([A-Za-z][\w-]*),\s*(?:\w+\s){0,2}$", text[max(0, figure.start - 60) : figure.start])
        return Thing(apposed[1], apposed[1]) if apposed and is_plural(apposed[1]) else None
    persons = re.compile(r" of (you|us)\b").match(text, at)
    if persons is not None:
        return Thing(persons[1], persons[1])
    hurt = _PEOPLE.match(text, at)
    if hurt is not None:
        return Thing("people", f"people {hurt[1]}")
    found = _head_at(text, at, one=one, loose=text.startswith((" of ", " out of "), at))
    if found is not None and found.head.lower() in _CONTAINERS:
        inside = re.compile(r" of (?!\d)").match(text, text.find(found.phrase, at) + len(found.phrase))
        deeper = _head_at(text, inside.end(), one=True, loose=True) if inside else None
        if deeper is not None:
            return Thing(found.head, f"{found.phrase} of {deeper.phrase}")
    return found


def _right(text: str, at: int) -> Thing | None:
    """Return the noun after a preposition: ``in military aid``, ``for tents``."""
    found = re.compile(r"(?:,? \(?(?:worth )?(?:of|in|for|on|toward|towards|to buy|to fund) |-worth of )").match(text, at)
    if found is not None:
        rest = text[found.end() : found.end() + 20]
        if re.match(r"(?:19|20)\d\d\b|(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|(?:it|them|which|this|that|each|all)\b", rest):
            return None
        noun = _head_at(text, found.end(), one=True, loose=True)
        return None if noun is not None and unit_at(noun.head.lower(), 0) is not None else noun
    bought = _BOUGHT.match(text, at)
    if bought is not None:
        return _head_at(text, bought.end(), one=True, loose=True)
    direct = re.compile(r"[ -](?=[a-z])").match(text, at)
    if direct is None:
        return None
    return _head_at(text, direct.end() - 1, one=True, loose=False)


def _share(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    at = figure.after
    pronoun = re.compile(r",? of (it|them|those|these|which|that|this|whom|us|what)\b(?:\s(\w+ed|who)\b)?").match(text, at)
    if pronoun is not None:
        if pronoun[1] in ("what", "this", "that"):
            return Thing(pronoun[1], pronoun[1])
        if pronoun[1] in ("those", "these") and pronoun[2]:
            return Thing("those", text[pronoun.start(1) : pronoun.end()])
        return _inherited(before) or Thing(pronoun[1], pronoun[1])
    found = re.compile(r" of ").match(text, at)
    if found is not None:
        return _head_at(text, found.end(), one=True, loose=True)
    if figure.end > figure.start and (text[at : at + 1] in "- " and text[at + 1 : at + 2].islower()):
        follows = re.compile(r"[ -]([a-z][\w-]*)").match(text, at)
        if follows and not is_verb(follows[1]) and not is_function(follows[1]) and follows[1] not in ADVERBS | ADJECTIVES:
            direct = _head_at(text, at, one=True, loose=False)
            if direct is not None:
                return direct
    last = before[-1] if before else None
    changed = re.search(r"(?:, (?:up|down)|\b(?:from|to|than))\s(?:[a-z]+\s)?$", text[max(0, figure.start - 20) : figure.start])
    if changed is None and text[max(0, figure.start - 2) : figure.start] == ", ":
        changed = re.compile(r", (?= (?:more|less|higher|lower|fewer|up|down|above|below)\b)").match(", " + text[at:])
    if changed and last is not None and last.here and last.thing is not None and (last.figure.kind == "share" or changed[0].startswith(",")):
        return last.thing
    half = re.compile(r" (?:the|their|its|our|his|all) ").match(text, at)
    if half is not None:
        return _head_at(text, half.end(), one=True, loose=True)
    return _left(text, figure) or _inherited(before, here=True)


def _duration(text: str, figure: Figure) -> Thing | None:
    key = _key(text, figure)
    if key is not None:
        return key
    found = re.compile(r" of (?!which|it|them)(?=[a-z])").match(text, figure.after)
    if found is not None:
        inside = _head_at(text, found.end(), one=True, loose=True)
        if inside is not None:
            return inside
    return _of_left(text, figure) or _unit_word(text, figure)


def _unit_word(text: str, figure: Figure) -> Thing | None:
    """Return the unit itself, where a text names nothing else that is counted: ``five days``."""
    words = re.findall(r"[A-Za-z]+", text[figure.start : figure.end])
    return Thing(words[-1], words[-1]) if words else None


def _of_left(text: str, figure: Figure) -> Thing | None:
    """Return the noun of ``a ceiling of 40``."""
    if not re.search(r"\S of\s(?:[a-z]+\s){0,3}$", text[max(0, figure.start - 40) : figure.start]):
        return None
    words = [match.group() for match in _words(text[max(0, figure.start - 80) : figure.start])]
    while words and words[-1].lower() != "of":
        if words[-1].lower() not in _SKIP_BACK and words[-1].lower() not in PREPOSITIONS:
            return None
        words.pop()
    while words and words[-1].lower() in (*PREPOSITIONS, "total"):
        words.pop()
    if not words or (is_verb(words[-1]) and (len(words) < 2 or words[-2].lower() not in DETERMINERS)):
        return None
    return _phrase_ending(words, len(words) - 1)


def _measure(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    at = figure.after
    found = re.compile(r"(?:, or [\d.,]+ [a-z ]{1,14})?,? (?:worth )?of ").match(text, at)
    if found is not None:
        if not re.compile(r"(?:it|them|which|that)\b").match(text, found.end()):
            return _head_at(text, found.end(), one=True, loose=True)
        return _inherited(before, here=True) or Thing("it", "it")
    if figure.kind == "length" and _DISTANCE.match(text, at):
        return Thing("distance", "distance")
    if figure.kind not in ("length",):
        direct = re.compile(r" (?=[a-z][\w-]*)(?![a-z-]+(?:ly|ed)\b)").match(text, at)
        if direct is not None:
            noun = _head_at(text, at, one=True, loose=False)
            if noun is not None:
                return noun
    if _EXTENT.match(text, at) and (apposed := re.search(r"([\w-]+),\s*(?:\w+\s){0,2}$", text[max(0, figure.start - 60) : figure.start])):
        return Thing(apposed[1], apposed[1])
    if figure.kind == "mass" and _CARRIED.search(text[max(0, figure.start - 60) : figure.start]):
        return Thing("cargo", "cargo")
    stated = figure.kind != "length" or _LONG.search(text[max(0, figure.start - 40) : figure.start])
    found_left = _left(text, figure) if stated else None
    if found_left is not None and not is_anonymous(found_left.head):
        return found_left
    noun = _head_at(text, at, one=True, loose=False) if text[at : at + 1] == " " else None
    if noun is not None:
        return noun
    same = [item for item in before if item.here and item.figure.kind == figure.kind]
    return _inherited(same) or _unit_word(text, figure)


def _key(text: str, figure: Figure) -> Thing | None:
    """Return the key of a line such as ``Tents: 3,150``."""
    head = text[max(0, figure.start - 120) : figure.start]
    key = _KEY.search(head)
    if key is None:
        return None
    name = re.sub(r"^\s*(?:(?:[-•·*–]|\(?\w{1,3}[.)])\s+|(?:of whom|of which|including)\s)", "", key["key"])
    return head_of(name)


def _left(text: str, figure: Figure) -> Thing | None:
    """Return the noun that a figure is said of by what stands before it."""
    head = text[max(0, figure.start - _REACH) : figure.start]
    key = _key(text, figure)
    if key is not None:
        return key
    apposed = re.search(r"([A-Za-z][\w-]*),\s+(?:(?:about|some|around) )?$", head)
    if apposed is not None and figure.kind == "count" and is_plural(apposed[1]) and not re.search(r"\d|\b(?:two|three|four|five|six)\b", head):
        return Thing(apposed[1], apposed[1])
    stated = re.search(r"(?:^|[.;]\s)((?:The|Their|Its|This|That|A)\s[\w -]{2,40}),\s(?:(?:some|about|around|roughly|nearly|or|at)\s){0,2}$", head)
    if stated is not None and text[figure.after : figure.after + 1] == ",":
        return head_of(stated[1])
    if re.search(r"(?:,|\band|\bor|\bplus)\s+(?:(?:about|some|around|only|just|another|nearly|up to|over|perhaps) ?){0,2}$", head):
        return None
    cut = max(head.rfind(mark) for mark in ("; ", " (", '"'))
    opened = head.rstrip().endswith("(")
    if opened:
        inner = head.rstrip()[:-1]
        return None if inner.endswith("  ") else _last_noun(inner)
    clause = head[cut + 1 :] if cut >= 0 else head
    total = None
    for total in _TOTAL.finditer(clause):
        pass
    if total is not None and figure.kind == "count":
        return head_of(total["what"])
    words = [match.group() for match in _words(clause)]
    found = _said_of(words)
    if found is None and figure.kind == "money" and re.search(r"\bcosts?\s(?:[a-z]+\s){0,3}$", clause):
        return Thing("cost", "cost")
    return found


def _last_noun(text: str) -> Thing | None:
    words = [match.group() for match in _words(text[-60:])]
    for word in reversed(words):
        if word[0].isalpha() and not is_function(word) and not is_verb(word) and word.lower() not in DETERMINERS:
            return Thing(word, word)
    return None


def _said_of(words: list[str]) -> Thing | None:
    """Walk left from a figure: over ``about`` and ``up to``, then ``of`` gives its noun and a verb its subject."""
    index = len(words) - 1
    preposition = ""
    while index >= 0 and (words[index].lower().rstrip(".") in _SKIP_BACK or words[index].lower() in PREPOSITIONS or not words[index][0].isalnum()):
        low = words[index].lower()
        if low in ("of", "at", "in", "with", "for"):
            preposition = low
        if words[index] in ("(", ";", ":"):
            return None
        index -= 1
    if index < 0:
        return None
    if index == 0 and words[0].lower() in NOUNS_TOO:
        return Thing(words[0], words[0])
    if preposition in ("of", "at", "in", "with", "for") and not _verb_at(words, index) and not is_function(words[index]):
        if preposition == "of":
            return _phrase_ending(words, index)
        if preposition == "at":
            return _phrase_ending(words, index)
    if not is_function(words[index]) and not is_verb(words[index]) and words[index].lower() == "worth":
        return _phrase_ending(words, index - 1)
    verb = index
    while verb >= 0 and not _verb_at(words, verb):
        if words[verb] in (",", ":", ";", "("):
            verb = -1
            break
        verb -= 1
    if verb < 0:
        if words[index].endswith("ing") and index and is_plural(words[index - 1]):
            index -= 1
        return _phrase_ending(words, index) if not is_function(words[index]) else None
    if verb > 0 and words[verb - 1].lower() == "to":  # "aircraft to send 40": who sends stands far away
        return None
    while verb > 0 and words[verb - 1].lower() not in _SAYING and (_verb_at(words, verb - 1) or words[verb - 1].lower() in ADVERBS or words[verb - 1].lower() in ("not", "also", "now", "to", "still", "already")):
        verb -= 1
    begin = verb
    while begin > 0 and words[begin - 1].lower() not in _THAT and words[begin - 1].lower() not in _SAYING and words[begin - 1] not in (",", ":", ";", "(", ".", "|"):
        begin -= 1
    if begin == verb and begin > 0:
        link = words[begin - 1].lower()
        if link in ("that", "which", "who"):  # "which holds 40": its noun stands before
            back = begin - 1
            while back > 0 and (not words[back][0].isalnum() or words[back].lower() in _THAT):
                back -= 1
            return _phrase_ending(words, back)
        return head_of(" ".join(words)) if link in ("and", "but", "or") else None
    return head_of(" ".join(words[begin:verb]))


def _verb_at(words: list[str], index: int) -> bool:
    """Whether a word is a verb there: ``costs`` is none after ``the``, nor after ``the final``."""
    low = words[index].lower()
    if not is_verb(low):
        return False
    if low not in NOUNS_TOO:
        return True
    before = [word.lower() for word in words[max(0, index - 2) : index]]
    after_article = bool(before) and (before[-1] in DETERMINERS or (len(before) > 1 and not low.endswith("s") and before[0] in DETERMINERS and not is_function(before[1])))
    return not after_article and index > 0


def _phrase_ending(words: list[str], index: int) -> Thing | None:
    """Return the noun phrase that ends with a word."""
    while index >= 0 and (words[index].lower() in ADVERBS or words[index].lower().endswith("ly") or not words[index][0].isalnum()):
        index -= 1
    if index < 0 or is_function(words[index]) or words[index].lower() in DETERMINERS or words[index][0].isdigit():
        return None
    begin = index
    while begin > 0 and words[begin - 1][0].isalnum() and not is_function(words[begin - 1]) and not is_verb(words[begin - 1]) \
            and words[begin - 1].lower() not in DETERMINERS and index - begin < 5:
        begin -= 1
    return Thing(words[index], " ".join(words[begin : index + 1]))


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
